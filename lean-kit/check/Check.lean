import Check.Accel
import Check.Syntax
import Check.Syntax2
import Check.Omega
import Check.Tac
import Check.TacForms
import Check.VM
import Facts
/-! Everything that must be accepted. -/
