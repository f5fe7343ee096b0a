import Jar.Thm.Chain.Hashing
import Jar.Thm.Chain.Rule
import Jar.Thm.Chain.SealKeys
import Jar.Thm.Data.SortedSet

/-!
# The theorems that we claim: the state transition
-/
