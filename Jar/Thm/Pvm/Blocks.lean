import Jar.Pvm.Gas
import Jar.Thm.Pvm.Gas

/-!
# Theorems: starts of basic blocks

About ϖ of Gray Paper 0.7.2, appendix A.3: the test that looks at 25 octets at most decides membership in the set that the paper defines over the
whole program.
-/
namespace Jar.Pvm

variable {program : Program}

/-- `nextBit` passes indices of the code without their bit, at most `n` of them. -/
theorem nextBit_spec (i n : Nat) :
    ∃ d, d ≤ n ∧ program.nextBit i n = i + d ∧ ∀ k, i ≤ k → k < i + d → program.maskBit k = false := by
  induction n generalizing i with
  | zero => exact ⟨0, Nat.le_refl 0, rfl, fun k low high => absurd high (Nat.not_lt_of_ge low)⟩
  | succ n ih =>
    unfold Program.nextBit
    cases passes : decide (i < program.code.size) && !program.maskBit i with
    | true =>
      rw [ite_eq_left rfl]
      have clear := (Bool.and_eq_true _ _ ▸ passes : _ ∧ _).2
      rw [Bool.not_eq_true'] at clear
      obtain ⟨d, bound, value, gap⟩ := ih (i + 1)
      refine ⟨d + 1, Nat.succ_le_succ bound, ?_, ?_⟩
      · rw [value, Nat.add_right_comm]
        rfl
      · intro k low high
        cases Nat.eq_or_lt_of_le low with
        | inl same =>
          rw [← same]
          exact clear
        | inr more =>
          apply gap k more
          rw [Nat.add_right_comm]
          exact high
    | false =>
      rw [ite_eq_right Bool.false_ne_true]
      exact ⟨0, Nat.zero_le _, rfl, fun k low high => absurd high (Nat.not_lt_of_ge low)⟩

/-- `nextBit` stops at the first index with its bit. -/
theorem nextBit_of_gap {i d n : Nat} (bound : d ≤ n) (inside : i + d < program.code.size)
    (gap : ∀ k, i ≤ k → k < i + d → program.maskBit k = false) (bit : program.maskBit (i + d) = true) :
    program.nextBit i n = i + d := by
  induction n generalizing i d with
  | zero =>
    cases d with
    | zero => rfl
    | succ d => exact absurd bound (Nat.not_succ_le_zero d)
  | succ n ih =>
    unfold Program.nextBit
    cases d with
    | zero =>
      have set : program.maskBit i = true := bit
      rw [set, Bool.not_true, Bool.and_false, ite_eq_right Bool.false_ne_true]
      rfl
    | succ d =>
      have clear : program.maskBit i = false := gap i (Nat.le_refl i) (Nat.add_lt_add_left (Nat.zero_lt_succ d) i)
      have below : i < program.code.size := Nat.lt_of_le_of_lt (Nat.le_add_right i (d + 1)) inside
      have shift : i + 1 + d = i + (d + 1) := Nat.succ_add i d
      rw [clear, Bool.not_false, Bool.and_true, ite_eq_left (decide_eq_true below)]
      rw [← shift] at inside gap bit ⊢
      exact ih (Nat.le_of_succ_le_succ bound) inside (fun k low high => gap k (Nat.le_of_lt low) high) bit

/-- What `followsTerminator` finds. -/
theorem followsTerminator_spec {i n : Nat} (h : program.followsTerminator i n = true) :
    ∃ m, ∃ d, d < n ∧ i = m + 1 + d ∧ program.terminatesAt m = true ∧
      ∀ k, m + 1 ≤ k → k < i → program.maskBit k = false := by
  induction n generalizing i with
  | zero =>
    unfold Program.followsTerminator at h
    cases i <;> cases h
  | succ n ih =>
    cases i with
    | zero =>
      unfold Program.followsTerminator at h
      cases h
    | succ i =>
      unfold Program.followsTerminator at h
      cases bit : program.maskBit i with
      | true =>
        rw [bit, ite_eq_left rfl] at h
        exact ⟨i, 0, Nat.zero_lt_succ n, rfl, h, fun k low high => absurd high (Nat.not_lt_of_ge low)⟩
      | false =>
        rw [bit, ite_eq_right Bool.false_ne_true] at h
        obtain ⟨m, d, bound, place, ends, gap⟩ := ih h
        refine ⟨m, d + 1, Nat.succ_le_succ bound, congrArg Nat.succ place, ends, ?_⟩
        intro k low high
        cases Nat.eq_or_lt_of_le (Nat.le_of_lt_succ high) with
        | inl same =>
          rw [same]
          exact bit
        | inr less => exact gap k low less

/-- `followsTerminator` finds the nearest instruction below. -/
theorem followsTerminator_of_gap {m d n : Nat} (bound : d < n) (bit : program.maskBit m = true)
    (gap : ∀ k, m + 1 ≤ k → k < m + 1 + d → program.maskBit k = false) :
    program.followsTerminator (m + 1 + d) n = program.terminatesAt m := by
  induction d generalizing n with
  | zero =>
    cases n with
    | zero => exact absurd bound (Nat.not_lt_zero 0)
    | succ n =>
      show program.followsTerminator (m + 1) (n + 1) = _
      unfold Program.followsTerminator
      rw [bit, ite_eq_left rfl]
  | succ d ih =>
    cases n with
    | zero => exact absurd bound (Nat.not_lt_zero _)
    | succ n =>
      show program.followsTerminator (m + 1 + d + 1) (n + 1) = _
      unfold Program.followsTerminator
      have clear : program.maskBit (m + 1 + d) = false := gap _ (Nat.le_add_right _ _) (Nat.lt_succ_self _)
      rw [clear, ite_eq_right Bool.false_ne_true]
      exact ih (Nat.lt_of_succ_lt_succ bound) (fun k low high => gap k low (Nat.lt_succ_of_lt high))

/-- An instruction of the table has its bit and lies in the code. -/
theorem isInstruction_of_isSome {i : Nat} (h : (program.operation? i).isSome = true) :
    i < program.code.size ∧ program.maskBit i = true := by
  unfold Program.operation? at h
  cases inside : program.isInstruction i with
  | true =>
    unfold Program.isInstruction at inside
    rw [Bool.and_eq_true] at inside
    exact ⟨of_decide_eq_true inside.1, inside.2⟩
  | false =>
    rw [inside, ite_eq_right Bool.false_ne_true] at h
    cases h

theorem isSome_of_terminatesAt {i : Nat} (h : program.terminatesAt i = true) : (program.operation? i).isSome = true := by
  unfold Program.terminatesAt at h
  cases e : program.operation? i with
  | none =>
    rw [e] at h
    cases h
  | some operation => rfl

/-- i ∈ ϖ: an instruction of the table at `i`, which is 0 or follows a terminator. -/
theorem isBlockStart_iff (i : Nat) :
    program.isBlockStart i = true ↔
      (i = 0 ∨ ∃ n, program.terminatesAt n = true ∧ n + 1 + program.skip n = i) ∧ (program.operation? i).isSome = true := by
  have after : ∀ n, n + 1 + program.skip n = program.next n := by
    intro n
    unfold Program.skip
    rw [Nat.add_comm]
    exact Nat.sub_add_cancel (lt_next n)
  unfold Program.isBlockStart
  rw [Bool.and_eq_true, Bool.or_eq_true]
  constructor
  · intro h
    refine ⟨?_, h.1⟩
    cases h.2 with
    | inl zero => exact Or.inl (of_decide_eq_true zero)
    | inr follows =>
      obtain ⟨m, d, bound, place, ends, gap⟩ := followsTerminator_spec follows
      have here := isInstruction_of_isSome h.1
      refine Or.inr ⟨m, ends, ?_⟩
      rw [after]
      rw [place] at here gap ⊢
      exact nextBit_of_gap (Nat.le_of_lt_succ bound) here.1 gap here.2
  · intro h
    refine ⟨h.2, ?_⟩
    cases h.1 with
    | inl zero => exact Or.inl (decide_eq_true zero)
    | inr some =>
      obtain ⟨n, ends, place⟩ := some
      rw [after] at place
      obtain ⟨d, bound, value, gap⟩ := nextBit_spec (program := program) (n + 1) maxSkip
      have bit := (isInstruction_of_isSome (isSome_of_terminatesAt ends)).2
      have where_ : i = n + 1 + d := place.symm.trans value
      rw [where_]
      exact Or.inr ((followsTerminator_of_gap (Nat.lt_succ_of_le bound) bit gap).trans ends)

end Jar.Pvm
