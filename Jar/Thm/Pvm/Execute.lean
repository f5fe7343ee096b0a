import Jar.Pvm.Decode
import Jar.Pvm.Execute

/-!
# Theorems: what an instruction leaves alone

About Gray Paper 0.7.2, appendix A.4 and A.5: no instruction touches the gas, and the program counter goes to the next instruction unless the
instruction ends a basic block.
-/
namespace Jar.Pvm

/-- The state of an outcome. -/
def Outcome.state : Outcome → State
  | .next s => s
  | .exit _ s => s

/-- Gas, and whether the block is paid, are the same in both states. -/
def SameGas (s t : State) : Prop := t.gas = s.gas ∧ t.charged = s.charged

namespace State

theorem jump_sameGas (s : State) (program : Program) (target : Int) : SameGas s (s.jump program target).state := by
  unfold jump
  split <;> exact ⟨rfl, rfl⟩

theorem branch_sameGas (s : State) (program : Program) (target : Int) (c : Bool) (next : Nat) :
    SameGas s (s.branch program target c next).state := by
  unfold branch
  split
  · exact jump_sameGas s program target
  · exact ⟨rfl, rfl⟩

theorem jumpDynamic_sameGas (s : State) (program : Program) (address : UInt64) :
    SameGas s (s.jumpDynamic program address).state := by
  unfold jumpDynamic
  dsimp only
  split
  · exact ⟨rfl, rfl⟩
  · split
    · exact ⟨rfl, rfl⟩
    · exact jump_sameGas s program _

theorem load_sameGas (s : State) (kind : LoadKind) (d : Register) (address : UInt64) (next : Nat) :
    SameGas s (s.load kind d address next).state := by
  unfold load
  split <;> exact ⟨rfl, rfl⟩

theorem store_sameGas (s : State) (width : Width) (address value : UInt64) (next : Nat) :
    SameGas s (s.store width address value next).state := by
  unfold store
  dsimp only
  split <;> exact ⟨rfl, rfl⟩

theorem sbrk_sameGas (s : State) (d : Register) (n : UInt64) (next : Nat) : SameGas s (s.sbrk d n next).state := by
  unfold sbrk
  dsimp only
  split <;> exact ⟨rfl, rfl⟩

theorem load_pc {s t : State} {kind : LoadKind} {d : Register} {address : UInt64} {next : Nat}
    (h : s.load kind d address next = .next t) : t.pc = next := by
  unfold load at h
  split at h
  · cases h
    rfl
  · cases h

theorem store_pc {s t : State} {width : Width} {address value : UInt64} {next : Nat}
    (h : s.store width address value next = .next t) : t.pc = next := by
  unfold store at h
  dsimp only at h
  split at h
  · cases h
    rfl
  · cases h

theorem sbrk_pc {s t : State} {d : Register} {n : UInt64} {next : Nat} (h : s.sbrk d n next = .next t) : t.pc = next := by
  unfold sbrk at h
  dsimp only at h
  split at h <;>
  · cases h
    rfl

theorem assign_pc {s t : State} {d : Register} {value : UInt64} {next : Nat} (h : s.assign d value next = .next t) :
    t.pc = next := by
  cases h
  rfl

end State

/-- No instruction touches the gas. -/
theorem execute_sameGas (program : Program) (instruction : Instruction) (next : Nat) (s : State) :
    SameGas s (execute program instruction next s).state := by
  cases instruction with
  | trap => exact ⟨rfl, rfl⟩
  | fallthrough => exact ⟨rfl, rfl⟩
  | hostCall identifier => exact ⟨rfl, rfl⟩
  | loadImm d value => exact ⟨rfl, rfl⟩
  | storeImm width address value => exact State.store_sameGas ..
  | jump target => exact State.jump_sameGas ..
  | jumpInd b offset => exact State.jumpDynamic_sameGas ..
  | load kind d address => exact State.load_sameGas ..
  | store width a address => exact State.store_sameGas ..
  | storeImmInd width b offset value => exact State.store_sameGas ..
  | loadImmJump d value target =>
    exact State.jump_sameGas { s with registers := s.registers.set d value } program target
  | branchImm condition a value target => exact State.branch_sameGas ..
  | unary op d a => exact ⟨rfl, rfl⟩
  | sbrk d a => exact State.sbrk_sameGas ..
  | storeInd width a b offset => exact State.store_sameGas ..
  | loadInd kind d b offset => exact State.load_sameGas ..
  | binaryImm op d a value => exact ⟨rfl, rfl⟩
  | binaryImmSwapped op d b value => exact ⟨rfl, rfl⟩
  | moveImmIf condition d b value =>
    unfold execute
    dsimp only
    split <;> exact ⟨rfl, rfl⟩
  | branch condition a b target => exact State.branch_sameGas ..
  | loadImmJumpInd d b value offset =>
    exact State.jumpDynamic_sameGas { s with registers := s.registers.set d value } program _
  | binary op d a b => exact ⟨rfl, rfl⟩
  | moveIf condition d a b =>
    unfold execute
    dsimp only
    split <;> exact ⟨rfl, rfl⟩

/-- An instruction that does not end a basic block continues, if it continues, behind itself. -/
theorem execute_pc {program : Program} {code : ByteArray} {pc skip next : Nat} {operation : Operation} {s t : State}
    (flows : operation.terminates = false)
    (h : execute program (decodeAs code pc skip operation) next s = .next t) : t.pc = next := by
  cases operation with
  | trap => cases flows
  | fallthrough => cases flows
  | hostCall => cases h
  | loadImm64 => exact State.assign_pc h
  | storeImm width => exact State.store_pc h
  | jump => cases flows
  | jumpInd => cases flows
  | loadImm => exact State.assign_pc h
  | load kind => exact State.load_pc h
  | store width => exact State.store_pc h
  | storeImmInd width => exact State.store_pc h
  | loadImmJump => cases flows
  | branchImm condition => cases flows
  | unary op => exact State.assign_pc h
  | sbrk => exact State.sbrk_pc h
  | storeInd width => exact State.store_pc h
  | loadInd kind => exact State.load_pc h
  | binaryImm op => exact State.assign_pc h
  | binaryImmSwapped op => exact State.assign_pc h
  | moveImmIf condition =>
    unfold decodeAs execute at h
    dsimp only at h
    split at h
    · exact State.assign_pc h
    · cases h
      rfl
  | branch condition => cases flows
  | loadImmJumpInd => cases flows
  | binary op => exact State.assign_pc h
  | moveIf condition =>
    unfold decodeAs execute at h
    dsimp only at h
    split at h
    · exact State.assign_pc h
    · cases h
      rfl

/-- `trap` does not continue. -/
theorem execute_trap {program : Program} {code : ByteArray} {pc skip next : Nat} {s t : State} :
    execute program (decodeAs code pc skip .trap) next s ≠ .next t := by
  intro h
  cases h

end Jar.Pvm
