import Jar.Pvm.Memory
import Jar.Pvm.Registers

/-!
# Machine state

The state that Ψ₁ transforms and its exit reasons: Gray Paper 0.7.2, appendix A.1. The two heap components and `charged` are ours
(docs/machine.md, D5 and D3).
-/
namespace Jar.Pvm

/-- ε without ▸: why the machine stopped. -/
inductive Exit where
  | halt
  | panic
  | outOfGas
  /-- The address of the page. -/
  | pageFault (address : UInt64)
  | hostCall (identifier : UInt64)
deriving DecidableEq, Inhabited

/-- The state of the machine. -/
structure State where
  /-- ı, an index of the code. -/
  pc : Nat
  /-- ϱ. -/
  gas : UInt64
  /-- Is the gas of the current block paid? Has no meaning when gas is charged per instruction. -/
  charged : Bool
  /-- φ. -/
  registers : Registers
  /-- µ. -/
  memory : Memory
  /-- The first address behind the heap. -/
  heapBreak : Nat
  /-- The largest value of the break. -/
  heapLimit : Nat
deriving Inhabited

/-- What one step gives: ▸ and the next state, or an exit reason and the state that goes with it. -/
inductive Outcome where
  | next (state : State)
  | exit (reason : Exit) (state : State)
deriving Inhabited

/-- The exit reason of an access whose first forbidden octet lies in this page (D7). -/
def accessFault (number : Nat) : Exit :=
  if number < firstPage then .panic else .pageFault (4096 * number.toUInt64)

end Jar.Pvm
