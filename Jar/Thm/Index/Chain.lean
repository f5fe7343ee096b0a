import Jar.Thm.Chain.Hashing
import Jar.Thm.Chain.Rule
import Jar.Thm.Chain.SealKeys
import Jar.Thm.Chain.Accumulation
import Jar.Thm.Chain.HostCalls.Balance
import Jar.Thm.Chain.HostCalls.Solvency
import Jar.Thm.Chain.HostCalls.Wealth
import Jar.Thm.Data.SortedMapSum
import Jar.Thm.Data.SortedSet

/-!
# The theorems that we claim: the state transition
-/
