import Jar.Thm.Pvm.Blocks
import Jar.Thm.Pvm.InvariantMemory
import Jar.Thm.Pvm.Writes

/-!
# Invariant: states

What Ψ₁ and Ψ of Gray Paper 0.7.2, appendix A.1 and A.4, keep true of a state, whatever the program and the gas model.
-/
namespace Jar.Pvm

/-- A state that the machine can have. The counter of the first step may be any 32-bit number; later ones lie in the code or at most a skip behind its
last octet. -/
structure State.WellFormed (program : Program) (s : State) : Prop where
  counter : s.pc ≤ max 0xffffffff (program.code.size + maxSkip)
  memory : s.memory.WellFormed
  heapBreak : s.heapBreak ≤ s.heapLimit
  heapLimit : s.heapLimit < 0x100000000

variable {program : Program} {next : Nat} {s : State}

/-- A well-formed memory, and a heap within the address space. -/
def State.Sound (s : State) : Prop := s.memory.WellFormed ∧ s.heapBreak ≤ s.heapLimit ∧ s.heapLimit < 0x100000000

/-- Where the program counter goes: behind the instruction or into the code; on an exit it stays. -/
def CounterOk (program : Program) (next pc : Nat) : Outcome → Prop
  | .next t => t.pc = next ∨ t.pc < program.code.size
  | .exit _ t => t.pc = pc

/-- What an instruction does to a state. -/
def Good (program : Program) (next pc : Nat) (outcome : Outcome) : Prop := outcome.state.Sound ∧ CounterOk program next pc outcome

namespace State

/-! ## Instructions -/

theorem jump_good (h : s.Sound) (target : Int) : Good program next s.pc (s.jump program target) := by
  unfold jump
  split
  · rename_i valid
    refine ⟨h, Or.inr ?_⟩
    unfold Program.isJumpTarget at valid
    split at valid
    · unfold Program.isBlockStart at valid
      rw [Bool.and_eq_true] at valid
      exact (isInstruction_of_isSome valid.1).1
    · cases valid
  · exact ⟨h, rfl⟩

theorem branch_good (h : s.Sound) (target : Int) (c : Bool) : Good program next s.pc (s.branch program target c next) := by
  unfold branch
  split
  · exact jump_good h target
  · exact ⟨h, Or.inl rfl⟩

theorem jumpDynamic_good (h : s.Sound) (address : UInt64) : Good program next s.pc (s.jumpDynamic program address) := by
  unfold jumpDynamic
  dsimp only
  split
  · exact ⟨h, rfl⟩
  · split
    · exact ⟨h, rfl⟩
    · exact jump_good h _

theorem assign_good (h : s.Sound) (d : Register) (value : UInt64) : Good program next s.pc (s.assign d value next) :=
  ⟨h, Or.inl rfl⟩

theorem load_good (h : s.Sound) (kind : LoadKind) (d : Register) (address : UInt64) :
    Good program next s.pc (s.load kind d address next) := by
  unfold load
  split
  · exact ⟨h, Or.inl rfl⟩
  · exact ⟨h, rfl⟩

theorem store_good (h : s.Sound) (width : Width) (address value : UInt64) :
    Good program next s.pc (s.store width address value next) := by
  have memory := Memory.store_wellFormed h.1 (low32 address) value width.octets
  unfold store
  dsimp only
  split
  · rename_i m e
    rw [e] at memory
    exact ⟨⟨memory, h.2⟩, Or.inl rfl⟩
  · rename_i number m e
    rw [e] at memory
    exact ⟨⟨memory, h.2⟩, rfl⟩

/-- **`sbrk` keeps a state sound**: the break stays below the limit, the new pages in the address space. -/
theorem sbrk_good (h : s.Sound) (d : Register) (n : UInt64) : Good program next s.pc (s.sbrk d n next) := by
  obtain ⟨memory, order, limit⟩ := h
  unfold sbrk
  dsimp only
  split
  · rename_i room
    have inside : pageCeiling (s.heapBreak + n.toNat) ≤ pageCount := by
      simp only [pageCeiling, pageSize, pageCount]
      omega
    have mapped := Memory.mapRange_wellFormed (first := pageCeiling s.heapBreak) memory inside
    unfold Good Sound Outcome.state
    dsimp only
    exact ⟨⟨mapped, room, limit⟩, Or.inl rfl⟩
  · exact ⟨⟨memory, order, limit⟩, Or.inl rfl⟩

end State

/-- Every instruction keeps a state sound. -/
theorem execute_good (h : s.Sound) (instruction : Instruction) : Good program next s.pc (execute program instruction next s) := by
  cases instruction with
  | trap => exact ⟨h, rfl⟩
  | fallthrough => exact ⟨h, Or.inl rfl⟩
  | hostCall identifier => exact ⟨h, rfl⟩
  | loadImm d value => exact State.assign_good h ..
  | storeImm width address value => exact State.store_good h ..
  | jump target => exact State.jump_good h ..
  | jumpInd b offset => exact State.jumpDynamic_good h ..
  | load kind d address => exact State.load_good h ..
  | store width a address => exact State.store_good h ..
  | storeImmInd width b offset value => exact State.store_good h ..
  | loadImmJump d value target => exact State.jump_good (s := { s with registers := s.registers.set d value }) h target
  | branchImm condition a value target => exact State.branch_good h ..
  | unary op d a => exact State.assign_good h ..
  | sbrk d a => exact State.sbrk_good h ..
  | storeInd width a b offset => exact State.store_good h ..
  | loadInd kind d b offset => exact State.load_good h ..
  | binaryImm op d a value => exact State.assign_good h ..
  | binaryImmSwapped op d b value => exact State.assign_good h ..
  | moveImmIf condition d b value =>
    unfold execute
    dsimp only
    split
    · exact State.assign_good h ..
    · exact ⟨h, Or.inl rfl⟩
  | branch condition a b target => exact State.branch_good h ..
  | loadImmJumpInd d b value offset => exact State.jumpDynamic_good (s := { s with registers := s.registers.set d value }) h _
  | binary op d a b => exact State.assign_good h ..
  | moveIf condition d a b =>
    unfold execute
    dsimp only
    split
    · exact State.assign_good h ..
    · exact ⟨h, Or.inl rfl⟩

/-! ## Steps -/

/-- The next instruction begins at most 25 octets further. -/
theorem next_le (program : Program) (pc : Nat) : program.next pc ≤ pc + 1 + maxSkip := by
  obtain ⟨d, bound, value, _⟩ := nextBit_spec (program := program) (pc + 1) maxSkip
  unfold Program.next
  omega

theorem State.WellFormed.sound (h : s.WellFormed program) : s.Sound := ⟨h.memory, h.heapBreak, h.heapLimit⟩

theorem State.Sound.wellFormed (h : s.Sound) (counter : s.pc ≤ max 0xffffffff (program.code.size + maxSkip)) : s.WellFormed program :=
  ⟨counter, h.1, h.2.1, h.2.2⟩

variable {rules : Rules}

theorem effect_wellFormed (h : s.WellFormed program) : (effect rules program s).state.WellFormed program := by
  obtain ⟨sound, counter⟩ := execute_good (program := program) (next := program.next s.pc) (s := paid rules program s) h.sound
    (decodeAs program.code s.pc (program.next s.pc - (s.pc + 1)) (program.operation s.pc))
  refine State.Sound.wellFormed (s := (effect rules program s).state) sound ?_
  cases e : effect rules program s with
  | next t =>
    have inside := (effect_next e).1
    unfold effect at e
    rw [e] at counter
    have := next_le program s.pc
    show t.pc ≤ _
    cases counter with
    | inl go => omega
    | inr go => omega
  | exit reason t =>
    unfold effect at e
    rw [e] at counter
    have same : t.pc = s.pc := counter
    show t.pc ≤ _
    rw [same]
    exact h.counter

theorem endBlock_wellFormed {outcome : Outcome} (h : outcome.state.WellFormed program) : outcome.endBlock.state.WellFormed program := by
  cases outcome with
  | next t => exact ⟨h.counter, h.memory, h.heapBreak, h.heapLimit⟩
  | exit reason t => exact h

/-- **Every step keeps a state well-formed.** -/
theorem step_wellFormed (h : s.WellFormed program) : (step rules program s).state.WellFormed program := by
  rw [step_eq]
  split
  · exact h
  · split
    · exact endBlock_wellFormed (effect_wellFormed h)
    · exact effect_wellFormed h

/-- Any number of steps keeps a state well-formed. -/
theorem steps_wellFormed (h : s.WellFormed program) (n : Nat) : (steps rules program n s).state.WellFormed program := by
  induction n generalizing s with
  | zero => exact h
  | succ n ih =>
    have one := step_wellFormed (rules := rules) h
    rw [steps_succ]
    cases e : step rules program s with
    | next t =>
      rw [e] at one
      exact ih one
    | exit reason t =>
      rw [e] at one
      exact one

/-- **A run ends in a well-formed state.** -/
theorem run_wellFormed (h : s.WellFormed program) : (run rules program s).2.WellFormed program := by
  obtain ⟨reason, left, t, e, e'⟩ := run_exits (rules := rules) (program := program) s
  have all := steps_wellFormed (rules := rules) h (enoughSteps program s.gas)
  rw [e] at all
  rw [e']
  exact all

/-! ## Host calls -/

theorem execute_trap_ne {code : ByteArray} {pc skip : Nat} {identifier : UInt64} {t : State} :
    execute program (decodeAs code pc skip .trap) next s ≠ .exit (.hostCall identifier) t := by
  intro h
  cases h

/-- A host call is made by an instruction in the code. -/
theorem step_hostCall {identifier : UInt64} {t : State} (h : s.WellFormed program)
    (e : step rules program s = .exit (.hostCall identifier) t) : t.pc < program.code.size := by
  have call : effect rules program s = .exit (.hostCall identifier) t := by
    rw [step_eq] at e
    split at e
    · cases e
    · split at e
      · cases e' : effect rules program s with
        | next u =>
          rw [e'] at e
          cases e
        | exit reason u =>
          rw [e'] at e
          exact e
      · exact e
  have counter := (execute_good (program := program) (next := program.next s.pc) (s := paid rules program s) h.sound
    (decodeAs program.code s.pc (program.next s.pc - (s.pc + 1)) (program.operation s.pc))).2
  unfold effect at call
  rw [call] at counter
  have same : t.pc = s.pc := counter
  rw [same]
  apply lt_size_of_operation
  intro trap
  rw [trap] at call
  exact execute_trap_ne call

/-- So it is at the end of any number of steps. -/
theorem steps_hostCall {identifier : UInt64} {n left : Nat} {t : State} (h : s.WellFormed program)
    (e : steps rules program n s = .exited (.hostCall identifier) left t) : t.pc < program.code.size := by
  induction n generalizing s with
  | zero => cases e
  | succ n ih =>
    have one := step_wellFormed (rules := rules) h
    rw [steps_succ] at e
    cases e' : step rules program s with
    | next u =>
      rw [e'] at e one
      exact ih one e
    | exit reason u =>
      rw [e'] at e
      cases e
      exact step_hostCall h e'

end Jar.Pvm
