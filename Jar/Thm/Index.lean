import Jar.Thm.Index.Accumulation
import Jar.Thm.Index.Chain
import Jar.Thm.Index.Codec
import Jar.Thm.Index.Functions
import Jar.Thm.Index.Kernel
import Jar.Thm.Index.Machine
import Jar.Thm.Index.Reports

/-!
# The theorems that we claim

Each line `#print axioms` of these modules prints the axioms behind one of them; `ci/lint-lean` reads what Lean says.
-/
