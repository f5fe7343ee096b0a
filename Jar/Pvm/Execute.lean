import Jar.Pvm.Access
import Jar.Pvm.Alu
import Jar.Pvm.Bits
import Jar.Pvm.Control

/-!
# The effect of an instruction

ε and the posterior state of regular execution, and the memory exceptions: Gray Paper 0.7.2, appendix A.4 and A.5. Gas is not touched
here.
-/
namespace Jar.Pvm

/-- φ′_d = `value`, on to the next instruction. -/
@[inline] def State.assign (state : State) (d : Register) (value : UInt64) (next : Nat) : Outcome :=
  .next { state with pc := next, registers := state.registers.set d value }

/-- The effect of an instruction; `next` is ı + 1 + skip(ı). -/
def execute (program : Program) (instruction : Instruction) (next : Nat) (state : State) : Outcome :=
  match instruction with
  | .trap => .exit .panic state
  | .fallthrough => .next { state with pc := next }
  | .hostCall identifier => .exit (.hostCall identifier) state
  | .loadImm d value => state.assign d value next
  | .storeImm width address value => state.store width address value next
  | .jump target => state.jump program target
  | .jumpInd b offset => state.jumpDynamic program (state.registers.get b + offset)
  | .load kind d address => state.load kind d address next
  | .store width a address => state.store width address (state.registers.get a) next
  | .storeImmInd width b offset value => state.store width (state.registers.get b + offset) value next
  | .loadImmJump d value target =>
    { state with registers := state.registers.set d value }.jump program target
  | .branchImm condition a value target =>
    state.branch program target (condition.holds (state.registers.get a) value) next
  | .unary op d a => state.assign d (op.apply (state.registers.get a)) next
  | .sbrk d a => state.sbrk d (state.registers.get a) next
  | .storeInd width a b offset =>
    state.store width (state.registers.get b + offset) (state.registers.get a) next
  | .loadInd kind d b offset => state.load kind d (state.registers.get b + offset) next
  | .binaryImm op d a value => state.assign d (op.apply (state.registers.get a) value) next
  | .binaryImmSwapped op d b value => state.assign d (op.apply value (state.registers.get b)) next
  | .moveImmIf condition d b value =>
    if condition.holds (state.registers.get b) 0 then state.assign d value next else .next { state with pc := next }
  | .branch condition a b target =>
    state.branch program target (condition.holds (state.registers.get a) (state.registers.get b)) next
  | .loadImmJumpInd d b value offset =>
    let address := state.registers.get b + offset
    { state with registers := state.registers.set d value }.jumpDynamic program address
  | .binary op d a b => state.assign d (op.apply (state.registers.get a) (state.registers.get b)) next
  | .moveIf condition d a b =>
    if condition.holds (state.registers.get b) 0 then state.assign d (state.registers.get a) next
    else .next { state with pc := next }

end Jar.Pvm
