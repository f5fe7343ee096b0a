import Jar.Pvm.Step
import Jar.Thm.Pvm.Gas
import Jar.Thm.Pvm.Memory
import Jar.Thm.Pvm.Opcode

/-!
# Theorems: steps and memory

About Ψ₁ of Gray Paper 0.7.2, appendix A.4: a step writes to writable pages only, and only `sbrk` changes which pages are accessible.
-/
namespace Jar.Pvm

open Memory (Kept)

namespace State

theorem jump_memory (s : State) (program : Program) (target : Int) : (s.jump program target).state.memory = s.memory := by
  unfold jump
  split <;> rfl

theorem branch_memory (s : State) (program : Program) (target : Int) (c : Bool) (next : Nat) :
    (s.branch program target c next).state.memory = s.memory := by
  unfold branch
  split
  · exact jump_memory s program target
  · rfl

theorem jumpDynamic_memory (s : State) (program : Program) (address : UInt64) :
    (s.jumpDynamic program address).state.memory = s.memory := by
  unfold jumpDynamic
  dsimp only
  split
  · rfl
  · split
    · rfl
    · exact jump_memory s program _

theorem load_memory (s : State) (kind : LoadKind) (d : Register) (address : UInt64) (next : Nat) :
    (s.load kind d address next).state.memory = s.memory := by
  unfold load
  split <;> rfl

theorem store_memory (s : State) (width : Width) (address value : UInt64) (next : Nat) :
    Kept s.memory (s.store width address value next).state.memory := by
  have kept := Memory.store_kept s.memory (low32 address) value width.octets
  unfold store
  dsimp only
  split
  · rename_i m h
    rw [h] at kept
    exact kept
  · rename_i number m h
    rw [h] at kept
    exact kept

end State

theorem kept_of_eq {m m' : Memory} (h : m' = m) : Kept m m' := h ▸ Kept.refl m

/-- Every instruction but `sbrk` keeps the accessible pages and changes writable ones only. -/
theorem execute_memory (program : Program) (instruction : Instruction) (next : Nat) (s : State)
    (h : instruction.operation ≠ .sbrk) : Kept s.memory (execute program instruction next s).state.memory := by
  cases instruction with
  | trap => exact Kept.refl _
  | fallthrough => exact Kept.refl _
  | hostCall identifier => exact Kept.refl _
  | loadImm d value => exact Kept.refl _
  | storeImm width address value => exact State.store_memory ..
  | jump target => exact kept_of_eq (State.jump_memory ..)
  | jumpInd b offset => exact kept_of_eq (State.jumpDynamic_memory ..)
  | load kind d address => exact kept_of_eq (State.load_memory ..)
  | store width a address => exact State.store_memory ..
  | storeImmInd width b offset value => exact State.store_memory ..
  | loadImmJump d value target =>
    exact kept_of_eq (State.jump_memory { s with registers := s.registers.set d value } program target)
  | branchImm condition a value target => exact kept_of_eq (State.branch_memory ..)
  | unary op d a => exact Kept.refl _
  | sbrk d a => exact absurd rfl h
  | storeInd width a b offset => exact State.store_memory ..
  | loadInd kind d b offset => exact kept_of_eq (State.load_memory ..)
  | binaryImm op d a value => exact Kept.refl _
  | binaryImmSwapped op d b value => exact Kept.refl _
  | moveImmIf condition d b value =>
    unfold execute
    dsimp only
    split <;> exact Kept.refl _
  | branch condition a b target => exact kept_of_eq (State.branch_memory ..)
  | loadImmJumpInd d b value offset =>
    exact kept_of_eq (State.jumpDynamic_memory { s with registers := s.registers.set d value } program _)
  | binary op d a b => exact Kept.refl _
  | moveIf condition d a b =>
    unfold execute
    dsimp only
    split <;> exact Kept.refl _

theorem endBlock_memory (outcome : Outcome) : outcome.endBlock.state.memory = outcome.state.memory := by
  cases outcome <;> rfl

/-- A step that is not `sbrk` keeps the accessible pages and their rights, and the content of those that are not writable. -/
theorem step_memory (rules : Rules) (program : Program) (s : State) (h : (decode program s.pc).operation ≠ .sbrk) :
    Kept s.memory (step rules program s).state.memory := by
  have kept : Kept s.memory (effect rules program s).state.memory :=
    execute_memory program (decode program s.pc) (program.next s.pc) (paid rules program s) h
  rw [step_eq]
  split
  · exact Kept.refl _
  · split
    · rw [endBlock_memory]
      exact kept
    · exact kept

end Jar.Pvm
