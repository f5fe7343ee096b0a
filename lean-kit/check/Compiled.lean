import Facts
import Check.VM
/-! Entry of everything that the check program runs as compiled code. -/
namespace Compiled

/-- A fact that is false: the check program must notice it. -/
@[export kit_canary] def canary (_ : Unit) : ByteArray :=
  [true, decide (1 = 2)].foldl (fun b ok => b.push (if ok then 1 else 0)) ByteArray.empty

end Compiled
