import Jar.Chain.Accounts
import Jar.Chain.Protocol
import Jar.Chain.Rule
import Jar.Export
import Jar.Export.Examples
import Jar.Thm.Index

/-!
# JAR

The specification (Gray Paper 0.7.2, appendix A: the virtual machine), its entry points for C, and its theorems.
-/
