import Jar.Pvm.Run
import Jar.Thm.Pvm.Execute
import Jar.Thm.Pvm.Steps

/-!
# Theorems: gas

About the charge of Gray Paper 0.7.2, appendix A.4, and the recursion Ψ of A.1, for both gas models: gas never increases, and the steps that `run`
allows are never used up.
-/
namespace Jar.Pvm

variable {rules : Rules} {program : Program}

/-! ## The charge -/

theorem le_stepsToEnd (pc count fuel : Nat) : count ≤ stepsToEnd program pc count fuel := by
  induction fuel generalizing pc count with
  | zero => exact Nat.le_refl count
  | succ fuel ih =>
    unfold stepsToEnd
    split
    · exact Nat.le_refl count
    · split
      · exact Nat.le_refl count
      · exact Nat.le_trans (Nat.le_add_right count 1) (ih ..)

theorem one_le_blockCost (pc : Nat) : 1 ≤ blockCost program pc := by
  unfold blockCost
  split
  · exact Nat.le_refl 1
  · exact le_stepsToEnd ..

/-- A natural cut off at 2^64 − 1 is a word of the same value. -/
theorem toNat_toUInt64_min (n : Nat) : (min n 0xffffffffffffffff).toUInt64.toNat = min n 0xffffffffffffffff := by
  apply UInt64.toNat_ofNat_of_lt'
  apply Nat.lt_of_le_of_lt (Nat.min_le_right n _)
  decide

/-- What is not paid yet costs at least one. -/
theorem charge_pos {pc : Nat} {charged : Bool} (h : rules.gas = .perInstruction ∨ charged = false) :
    1 ≤ (charge rules program pc charged).toNat := by
  unfold charge
  split
  · exact Nat.le_refl 1
  · rename_i model
    cases h with
    | inl h =>
      rw [model] at h
      cases h
    | inr h =>
      rw [h]
      show 1 ≤ (min (blockCost program pc) 0xffffffffffffffff).toUInt64.toNat
      rw [toNat_toUInt64_min]
      exact Nat.le_min.mpr ⟨one_le_blockCost pc, by decide⟩

/-! ## One step -/

/-- The state that `step` gives to the instruction. -/
def paid (rules : Rules) (program : Program) (s : State) : State :=
  { s with gas := s.gas - charge rules program s.pc s.charged, charged := true }

/-- The outcome of the instruction of a step. -/
def effect (rules : Rules) (program : Program) (s : State) : Outcome :=
  execute program (decodeAs program.code s.pc (program.next s.pc - (s.pc + 1)) (program.operation s.pc)) (program.next s.pc)
    (paid rules program s)

/-- A step in three cases: no gas, the end of a basic block, anything else. -/
theorem step_eq (s : State) :
    step rules program s =
      if s.gas < charge rules program s.pc s.charged then .exit .outOfGas s
      else if (program.operation s.pc).terminates then (effect rules program s).endBlock else effect rules program s := rfl

theorem gas_paid {s : State} (h : ¬ s.gas < charge rules program s.pc s.charged) :
    (paid rules program s).gas.toNat = s.gas.toNat - (charge rules program s.pc s.charged).toNat :=
  UInt64.toNat_sub_of_le _ _ (UInt64.not_lt.mp h)

theorem effect_gas (s : State) : (effect rules program s).state.gas = (paid rules program s).gas :=
  (execute_sameGas ..).1

theorem effect_charged (s : State) : (effect rules program s).state.charged = true :=
  (execute_sameGas ..).2

theorem endBlock_gas (outcome : Outcome) : outcome.endBlock.state.gas = outcome.state.gas := by
  cases outcome <;> rfl

/-- The gas behind a step is what is left after the charge, or all of it. -/
theorem step_gas (s : State) :
    (step rules program s).state.gas = s.gas ∨
      (¬ s.gas < charge rules program s.pc s.charged ∧ (step rules program s).state.gas = (paid rules program s).gas) := by
  rw [step_eq]
  split
  · exact Or.inl rfl
  · rename_i enough
    refine Or.inr ⟨enough, ?_⟩
    split
    · rw [endBlock_gas, effect_gas]
    · exact effect_gas s

/-- Gas never increases over a step. -/
theorem step_gas_le (s : State) : (step rules program s).state.gas.toNat ≤ s.gas.toNat := by
  cases step_gas (rules := rules) (program := program) s with
  | inl h =>
    rw [h]
    exact Nat.le_refl _
  | inr h =>
    rw [h.2, gas_paid h.1]
    exact Nat.sub_le _ _

/-! ## Runs -/

/-- The state of a result. -/
def Result.state : Result → State
  | .running s => s
  | .exited _ _ s => s

/-- Gas never increases over any number of steps. -/
theorem steps_gas_le (n : Nat) (s : State) : (steps rules program n s).state.gas.toNat ≤ s.gas.toNat := by
  induction n generalizing s with
  | zero => exact Nat.le_refl _
  | succ n ih =>
    have one := step_gas_le (rules := rules) (program := program) s
    rw [steps_succ]
    cases h : step rules program s with
    | next t =>
      rw [h] at one
      exact Nat.le_trans (ih t) one
    | exit reason t =>
      rw [h] at one
      exact one

/-- Gas never increases over a run. -/
theorem run_gas_le (s : State) : (run rules program s).2.gas.toNat ≤ s.gas.toNat := by
  have h := steps_gas_le (rules := rules) (program := program) (enoughSteps program s.gas) s
  rw [← stepMany_eq] at h
  unfold run
  cases e : stepMany rules program (enoughSteps program s.gas) s with
  | running t =>
    rw [e] at h
    exact h
  | exited reason left t =>
    rw [e] at h
    exact h

/-! ## Termination -/

theorem le_nextBit (i n : Nat) : i ≤ program.nextBit i n := by
  induction n generalizing i with
  | zero => exact Nat.le_refl i
  | succ n ih =>
    unfold Program.nextBit
    split
    · exact Nat.le_trans (Nat.le_add_right i 1) (ih (i + 1))
    · exact Nat.le_refl i

/-- The next instruction lies behind this one. -/
theorem lt_next (i : Nat) : i < program.next i := le_nextBit (i + 1) maxSkip

/-- An operation other than `trap` lies within the code. -/
theorem lt_size_of_operation {pc : Nat} (h : program.operation pc ≠ .trap) : pc < program.code.size := by
  unfold Program.operation Program.operation? Program.isInstruction at h
  cases inside : decide (pc < program.code.size) with
  | true => exact of_decide_eq_true inside
  | false =>
    rw [inside, Bool.false_and] at h
    exact absurd rfl h

/-- A bound on the steps that a state can make: `code size + 2` for each unit of gas, and what is left of a block that is paid. -/
def potential (program : Program) (s : State) : Nat :=
  s.gas.toNat * (program.code.size + 2) + (if s.charged then program.code.size + 1 - s.pc else 0)

theorem potential_le (s : State) : potential program s ≤ s.gas.toNat * (program.code.size + 2) + (program.code.size + 1) := by
  unfold potential
  apply Nat.add_le_add_left
  split
  · exact Nat.sub_le _ _
  · exact Nat.zero_le _

theorem potential_lt_of_gas {s t : State} (h : t.gas.toNat < s.gas.toNat) : potential program t < potential program s := by
  apply Nat.lt_of_le_of_lt (potential_le t)
  apply Nat.lt_of_lt_of_le (Nat.add_lt_add_left (Nat.lt_succ_self _) _)
  have h1 : (t.gas.toNat + 1) * (program.code.size + 2) ≤ s.gas.toNat * (program.code.size + 2) :=
    Nat.mul_le_mul_right _ h
  rw [Nat.succ_mul] at h1
  exact Nat.le_trans h1 (Nat.le_add_right _ _)

/-- What the effect of a step does to a block that is paid: the counter moves on, within the code. -/
theorem effect_next {s t : State} (h : effect rules program s = .next t) :
    s.pc < program.code.size ∧ t.charged = true ∧
      ((program.operation s.pc).terminates = false → s.pc < t.pc) := by
  refine ⟨?_, ?_, ?_⟩
  · apply lt_size_of_operation
    intro trap
    unfold effect at h
    rw [trap] at h
    exact execute_trap h
  · have := effect_charged (rules := rules) (program := program) s
    rw [h] at this
    exact this
  · intro flows
    rw [execute_pc flows h]
    exact lt_next s.pc

/-- Every step that continues lowers the potential. -/
theorem potential_decreases {s t : State} (h : step rules program s = .next t) : potential program t < potential program s := by
  have eq := step_eq (rules := rules) (program := program) s
  rw [h] at eq
  cases short : decide (s.gas < charge rules program s.pc s.charged) with
  | true =>
    rw [ite_eq_left (of_decide_eq_true short)] at eq
    cases eq
  | false =>
    have enough := of_decide_eq_false short
    rw [ite_eq_right enough] at eq
    have gas : t.gas.toNat = s.gas.toNat - (charge rules program s.pc s.charged).toNat := by
      rw [← gas_paid enough, ← effect_gas s]
      cases ends : (program.operation s.pc).terminates with
      | true =>
        rw [ends, ite_eq_left rfl] at eq
        rw [← endBlock_gas, ← eq]
        rfl
      | false =>
        rw [ends, ite_eq_right Bool.false_ne_true] at eq
        rw [← eq]
        rfl
    cases paying : decide (rules.gas = .perInstruction ∨ s.charged = false) with
    | true =>
      apply potential_lt_of_gas
      rw [gas]
      have pos : 0 < (charge rules program s.pc s.charged).toNat := charge_pos (of_decide_eq_true paying)
      have le : (charge rules program s.pc s.charged).toNat ≤ s.gas.toNat := UInt64.le_iff_toNat_le.mp (UInt64.not_lt.mp enough)
      exact Nat.sub_lt (Nat.lt_of_lt_of_le pos le) pos
    | false =>
      have free := not_or.mp (of_decide_eq_false paying)
      have charged : s.charged = true := by
        cases hc : s.charged with
        | true => rfl
        | false => exact absurd hc free.2
      have nothing : charge rules program s.pc s.charged = 0 := by
        unfold charge
        rw [charged]
        split
        · rename_i model
          exact absurd model free.1
        · rfl
      rw [nothing] at gas
      have same : t.gas.toNat = s.gas.toNat := gas
      unfold potential
      rw [same, charged, ite_eq_left rfl]
      apply Nat.add_lt_add_left
      cases ends : (program.operation s.pc).terminates with
      | true =>
        rw [ends, ite_eq_left rfl] at eq
        cases he : effect rules program s with
        | exit reason u =>
          rw [he] at eq
          cases eq
        | next u =>
          rw [he] at eq
          cases eq
          rw [ite_eq_right Bool.false_ne_true]
          exact Nat.sub_pos_of_lt (Nat.lt_succ_of_lt (effect_next he).1)
      | false =>
        rw [ends, ite_eq_right Bool.false_ne_true] at eq
        have facts := effect_next eq.symm
        rw [facts.2.1, ite_eq_left rfl]
        exact Nat.sub_lt_sub_left (Nat.lt_succ_of_lt facts.1) (facts.2.2 ends)

/-- A run that still goes on after `n` steps had a potential of at least `n`. -/
theorem le_potential_of_running {n : Nat} {s t : State} (h : steps rules program n s = .running t) : n ≤ potential program s := by
  induction n generalizing s with
  | zero => exact Nat.zero_le _
  | succ n ih =>
    rw [steps_succ] at h
    cases hs : step rules program s with
    | exit reason u =>
      rw [hs] at h
      cases h
    | next u =>
      rw [hs] at h
      exact Nat.lt_of_le_of_lt (ih h) (potential_decreases hs)

/-- The steps that `run` allows are more than the potential. -/
theorem potential_lt_enoughSteps (s : State) : potential program s < enoughSteps program s.gas := by
  unfold enoughSteps
  rw [Nat.succ_mul]
  exact Nat.lt_of_le_of_lt (potential_le s) (Nat.add_lt_add_left (Nat.lt_succ_self _) _)

/-- The steps that `run` allows are never used up: every run ends with an exit of the machine. -/
theorem run_exits (s : State) :
    ∃ reason, ∃ left, ∃ t, steps rules program (enoughSteps program s.gas) s = .exited reason left t ∧
      run rules program s = (reason, t) := by
  cases h : steps rules program (enoughSteps program s.gas) s with
  | running t => exact absurd (potential_lt_enoughSteps s) (Nat.not_lt_of_ge (le_potential_of_running h))
  | exited reason left t =>
    refine ⟨reason, left, t, rfl, ?_⟩
    unfold run
    rw [stepMany_eq, h]

end Jar.Pvm
