import Jar.Export
import Jar.Export.Examples
import Jar.Thm.Pvm.Examples
import Jar.Thm.Pvm.Steps
import Jar.Thm.Pvm.Registers
import Jar.Thm.Pvm.Opcode
import Jar.Thm.Pvm.Gas
