import Jar.Data.Word
import Jar.Pvm.Program
import Jar.Pvm.State

/-!
# Jumps

branch and djump of Gray Paper 0.7.2, appendix A.4. The program counter of an exit is that of the jump (docs/machine.md, D4).
-/
namespace Jar.Pvm.State

/-- branch(target, ⊤). -/
def jump (state : State) (program : Program) (target : Int) : Outcome :=
  if program.isJumpTarget target then .next { state with pc := target.toNat } else .exit .panic state

/-- branch(target, C). -/
def branch (state : State) (program : Program) (target : Int) (condition : Bool) (next : Nat) : Outcome :=
  if condition then state.jump program target else .next { state with pc := next }

/-- djump of the low 32 bits of `address`. -/
def jumpDynamic (state : State) (program : Program) (address : UInt64) : Outcome :=
  let a := low32 address
  if a = haltAddress then .exit .halt state
  else if a = 0 ∨ a % jumpAlignment ≠ 0 ∨ program.jumpCount < a / jumpAlignment then .exit .panic state
  else state.jump program (program.jumpEntry (a / jumpAlignment - 1).toNat).toNat

end Jar.Pvm.State
