import Jar.Export
import Jar.Export.Examples
import Jar.Thm.Pvm.Examples
