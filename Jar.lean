import Jar.Chain.Accounts
import Jar.Chain.Accumulation
import Jar.Chain.HostCalls.Preimages
import Jar.Chain.HostCalls.Privileged
import Jar.Chain.Assignments
import Jar.Chain.Assurances
import Jar.Chain.Authorizations
import Jar.Chain.Disputes
import Jar.Chain.Guarantees
import Jar.Chain.GuaranteesContext
import Jar.Chain.Hashing
import Jar.Chain.Header
import Jar.Chain.History
import Jar.Chain.Import
import Jar.Chain.Package
import Jar.Chain.Preimages
import Jar.Chain.Protocol
import Jar.Chain.Queue
import Jar.Chain.Rule
import Jar.Chain.Rules
import Jar.Chain.Safrole
import Jar.Chain.Seal
import Jar.Chain.Statistics
import Jar.Chain.Tickets
import Jar.Chain.Time
import Jar.Export
import Jar.Export.Examples
import Jar.Kernel.Block
import Jar.Thm.Index

/-!
# JAR

The specification (Gray Paper 0.7.2; the kernel of docs/kernel.md), its entry points for C, and its theorems.
-/
