import Jar.Thm.Chain.Authorizations
import Jar.Thm.Chain.DisputesAccepted
import Jar.Thm.Chain.Hashing
import Jar.Thm.Chain.History
import Jar.Thm.Chain.Rule
import Jar.Thm.Chain.Safrole
import Jar.Thm.Chain.Seal
import Jar.Thm.Chain.SealKeys
import Jar.Thm.Chain.Statistics
import Jar.Thm.Chain.TicketsAccepted
import Jar.Thm.Data.SortedSet

/-!
# The theorems that we claim: the state transition
-/
