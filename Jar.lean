import Jar.Chain.Accounts
import Jar.Chain.Accumulation
import Jar.Chain.HostCalls.Preimages
import Jar.Chain.HostCalls.Privileged
import Jar.Chain.Protocol
import Jar.Chain.Queue
import Jar.Chain.Rule
import Jar.Export
import Jar.Export.Examples
import Jar.Thm.Index

/-!
# JAR

The specification (Gray Paper 0.7.2, appendix A: the virtual machine), its entry points for C, and its theorems.
-/
