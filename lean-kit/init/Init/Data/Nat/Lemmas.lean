prelude
import Init.Data.Nat.Bitwise
/-! More lemmas about order, subtraction, multiplication and powers of `Nat`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v w

namespace Nat
theorem lt_add_one_of_le {n m : Nat} (h : n ≤ m) : n < m + 1 := Nat.succ_le_succ h
theorem succ_lt_succ {n m : Nat} : n < m → succ n < succ m := succ_le_succ
theorem lt_of_succ_lt_succ {n m : Nat} : succ n < succ m → n < m := le_of_succ_le_succ
theorem le_of_lt_add_one {n m : Nat} (h : n < m + 1) : n ≤ m := Nat.le_of_succ_le_succ h
protected theorem lt_succ_iff {m n : Nat} : m < succ n ↔ m ≤ n := ⟨le_of_lt_succ, lt_succ_of_le⟩
protected theorem lt_add_one_iff {m n : Nat} : m < n + 1 ↔ m ≤ n := ⟨le_of_lt_succ, lt_succ_of_le⟩
theorem succ_le_iff {m n : Nat} : succ m ≤ n ↔ m < n := Iff.rfl
theorem add_one_le_iff {n m : Nat} : n + 1 ≤ m ↔ n < m := Iff.rfl
protected theorem lt_or_gt_of_ne {a b : Nat} (ne : a ≠ b) : a < b ∨ a > b :=
  (Nat.lt_or_ge a b).elim Or.inl (fun h => Or.inr (Nat.lt_of_le_of_ne h (fun e => ne e.symm)))
protected theorem lt_trichotomy (a b : Nat) : a < b ∨ a = b ∨ b < a :=
  (Nat.lt_or_ge a b).elim Or.inl (fun h => Or.inr ((Nat.eq_or_lt_of_le h).elim (fun e => Or.inl e.symm) Or.inr))
theorem eq_zero_of_le_zero {n : Nat} (h : n ≤ 0) : n = 0 := Nat.le_antisymm h (zero_le n)
theorem eq_zero_or_pos : (n : Nat) → n = 0 ∨ n > 0
  | 0 => Or.inl rfl
  | .succ n => Or.inr (zero_lt_succ n)
@[simp] theorem le_zero_eq (a : Nat) : (a ≤ 0) = (a = 0) := propext ⟨eq_zero_of_le_zero, Nat.le_of_eq⟩
protected theorem pos_iff_ne_zero {n : Nat} : 0 < n ↔ n ≠ 0 := ⟨Nat.ne_of_gt, Nat.pos_of_ne_zero⟩
protected theorem lt_add_of_pos_right {k n : Nat} (h : 0 < k) : n < n + k := Nat.add_lt_add_left h n
protected theorem lt_add_of_pos_left {k n : Nat} (h : 0 < k) : n < k + n := Nat.add_comm k n ▸ Nat.lt_add_of_pos_right h
protected theorem lt_add_right {a b : Nat} (c : Nat) (h : a < b) : a < b + c := Nat.lt_of_lt_of_le h (Nat.le_add_right b c)
protected theorem lt_add_left {a b : Nat} (c : Nat) (h : a < b) : a < c + b := Nat.lt_of_lt_of_le h (Nat.le_add_left b c)
theorem add_lt_add {a b c d : Nat} (h : a < b) (h' : c < d) : a + c < b + d :=
  Nat.lt_trans (Nat.add_lt_add_right h c) (Nat.add_lt_add_left h' b)
protected theorem add_lt_add_of_lt_of_le {a b c d : Nat} (hlt : a < b) (hle : c ≤ d) : a + c < b + d :=
  Nat.lt_of_lt_of_le (Nat.add_lt_add_right hlt c) (Nat.add_le_add_left hle b)
protected theorem add_lt_add_of_le_of_lt {a b c d : Nat} (hle : a ≤ b) (hlt : c < d) : a + c < b + d :=
  Nat.lt_of_le_of_lt (Nat.add_le_add_right hle c) (Nat.add_lt_add_left hlt b)
protected theorem add_left_cancel {n m k : Nat} (h : n + m = n + k) : m = k := by
  have e : n + m - n = n + k - n := by rw [h]
  rw [Nat.add_sub_cancel_left, Nat.add_sub_cancel_left] at e
  exact e
protected theorem add_right_cancel {n m k : Nat} (h : n + m = k + m) : n = k := by
  rw [Nat.add_comm n m, Nat.add_comm k m] at h
  exact Nat.add_left_cancel h
protected theorem le_of_add_le_add_left {a b c : Nat} (h : a + b ≤ a + c) : b ≤ c := by
  cases Nat.lt_or_ge c b with
  | inl h' => exact absurd h (Nat.not_le_of_gt (Nat.add_lt_add_left h' a))
  | inr h' => exact h'
protected theorem le_of_add_le_add_right {a b c : Nat} (h : a + b ≤ c + b) : a ≤ c := by
  rw [Nat.add_comm a b, Nat.add_comm c b] at h
  exact Nat.le_of_add_le_add_left h
@[simp] protected theorem add_le_add_iff_left {m k n : Nat} : n + m ≤ n + k ↔ m ≤ k := ⟨Nat.le_of_add_le_add_left, fun h => Nat.add_le_add_left h n⟩
@[simp] protected theorem add_le_add_iff_right {m k n : Nat} : m + n ≤ k + n ↔ m ≤ k := ⟨Nat.le_of_add_le_add_right, fun h => Nat.add_le_add_right h n⟩
protected theorem lt_of_add_lt_add_left {n m k : Nat} (h : n + m < n + k) : m < k := Nat.le_of_add_le_add_left (a := n) h
protected theorem lt_of_add_lt_add_right {n m k : Nat} (h : m + n < k + n) : m < k := by
  rw [Nat.add_comm m n, Nat.add_comm k n] at h
  exact Nat.lt_of_add_lt_add_left h
theorem le.dest {n m : Nat} (h : n ≤ m) : ∃ k, n + k = m := ⟨m - n, by rw [Nat.add_comm, Nat.sub_add_cancel h]⟩
@[simp] theorem add_sub_of_le {a b : Nat} (h : a ≤ b) : a + (b - a) = b := by rw [Nat.add_comm, Nat.sub_add_cancel h]
protected theorem add_sub_assoc {m k : Nat} (h : k ≤ m) (n : Nat) : n + m - k = n + (m - k) := by
  cases le.dest h with
  | intro l hl => rw [← hl, Nat.add_sub_cancel_left, Nat.add_left_comm, Nat.add_sub_cancel_left]
protected theorem sub_add_comm {n m k : Nat} (h : k ≤ n) : n + m - k = n - k + m := by
  rw [Nat.add_comm n m, Nat.add_sub_assoc h, Nat.add_comm]
protected theorem sub_sub (n m k : Nat) : n - m - k = n - (m + k) := by
  induction k with
  | zero => rfl
  | succ k ih => exact congrArg pred ih
protected theorem sub_right_comm (m n k : Nat) : m - n - k = m - k - n := by rw [Nat.sub_sub, Nat.sub_sub, Nat.add_comm]
@[simp] protected theorem sub_eq_zero_of_le {n m : Nat} (h : n ≤ m) : n - m = 0 := by
  cases le.dest h with
  | intro l hl => rw [← hl, ← Nat.sub_sub, Nat.sub_self, Nat.zero_sub]
protected theorem sub_le_sub_right {n m : Nat} (h : n ≤ m) (k : Nat) : n - k ≤ m - k := by
  induction k with
  | zero => exact h
  | succ k ih => rw [sub_succ, sub_succ]; exact pred_le_pred ih
protected theorem sub_le_sub_left {n m : Nat} (h : n ≤ m) (k : Nat) : k - m ≤ k - n := by
  cases le.dest h with
  | intro l hl => rw [← hl, ← Nat.sub_sub]; exact Nat.sub_le _ _
theorem le_sub_of_add_le {a b c : Nat} (h : a + b ≤ c) : a ≤ c - b := by
  have := Nat.sub_le_sub_right h b
  rwa [Nat.add_sub_cancel] at this
theorem add_le_of_le_sub {a b c : Nat} (hle : b ≤ c) (h : a ≤ c - b) : a + b ≤ c := by
  have := Nat.add_le_add_right h b
  rwa [Nat.sub_add_cancel hle] at this
protected theorem le_sub_iff_add_le {x y k : Nat} (h : k ≤ y) : x ≤ y - k ↔ x + k ≤ y := ⟨Nat.add_le_of_le_sub h, Nat.le_sub_of_add_le⟩
theorem sub_lt_of_lt {a b c : Nat} (h : a < c) : a - b < c := Nat.lt_of_le_of_lt (Nat.sub_le _ _) h
protected theorem sub_lt_left_of_lt_add {n k m : Nat} (H : n ≤ k) (h : k < n + m) : k - n < m := by
  have : n + (k - n) < n + m := by rwa [Nat.add_sub_of_le H]
  exact Nat.lt_of_add_lt_add_left this
theorem lt_sub_of_add_lt {a b c : Nat} (h : a + b < c) : a < c - b := by
  have : succ a + b ≤ c := by rwa [succ_add]
  exact Nat.le_sub_of_add_le this
theorem sub_ne_zero_of_lt {a b : Nat} (h : a < b) : b - a ≠ 0 := Nat.ne_of_gt (Nat.sub_pos_of_lt h)
theorem succ_add_eq_add_succ (a b : Nat) : succ a + b = a + succ b := Nat.succ_add a b
theorem lt_succ_of_lt {a b : Nat} (h : a < b) : a < succ b := Nat.le_succ_of_le h
protected theorem sub_lt_sub_left {k m n : Nat} (h₁ : k < m) (h₂ : k < n) : m - n < m - k := by
  apply Nat.lt_of_not_ge
  intro h
  have e : m - k + k = m := Nat.sub_add_cancel (Nat.le_of_lt h₁)
  cases Nat.lt_or_ge m n with
  | inl less =>
    have zero : m - n = 0 := by
      cases hz : m - n with
      | zero => rfl
      | succ j =>
        have pos : 0 < m - n := hz ▸ Nat.zero_lt_succ j
        have : n ≤ m := Nat.le_of_lt (by
          apply Nat.lt_of_not_ge
          intro g
          have : m - n = 0 := Nat.sub_eq_zero_of_le g
          rw [this] at pos
          exact Nat.lt_irrefl 0 pos)
        exact absurd less (Nat.not_lt_of_ge this)
    rw [zero] at h
    have := Nat.sub_pos_of_lt h₁
    exact Nat.lt_irrefl 0 (Nat.lt_of_lt_of_le this h)
  | inr more =>
    have e2 : m - n + n = m := Nat.sub_add_cancel more
    have : m < m := by
      have h3 : m - k + k < m - n + n := Nat.lt_of_le_of_lt (Nat.add_le_add_right h k) (Nat.add_lt_add_left h₂ _)
      rw [e, e2] at h3
      exact h3
    exact Nat.lt_irrefl m this
protected theorem min_def {n m : Nat} : min n m = if n ≤ m then n else m := rfl
protected theorem max_def {n m : Nat} : max n m = if n ≤ m then m else n := rfl
protected theorem min_le_left (a b : Nat) : min a b ≤ a := by
  rw [Nat.min_def]; split
  · exact Nat.le_refl a
  · exact Nat.le_of_lt (Nat.lt_of_not_ge (by assumption))
protected theorem min_le_right (a b : Nat) : min a b ≤ b := by
  rw [Nat.min_def]; split
  · assumption
  · exact Nat.le_refl b
protected theorem le_max_left (a b : Nat) : a ≤ max a b := by
  rw [Nat.max_def]; split
  · assumption
  · exact Nat.le_refl a
protected theorem le_max_right (a b : Nat) : b ≤ max a b := by
  rw [Nat.max_def]; split
  · exact Nat.le_refl b
  · exact Nat.le_of_lt (Nat.lt_of_not_ge (by assumption))
protected theorem min_eq_left {a b : Nat} (h : a ≤ b) : min a b = a := ite_eq_left h
protected theorem min_eq_right {a b : Nat} (h : b ≤ a) : min a b = b :=
  Nat.le_antisymm (Nat.min_le_right a b) (by
    rw [Nat.min_def]; split
    · exact h
    · exact Nat.le_refl b)
protected theorem le_min {a b c : Nat} : a ≤ min b c ↔ a ≤ b ∧ a ≤ c :=
  ⟨fun h => ⟨Nat.le_trans h (Nat.min_le_left ..), Nat.le_trans h (Nat.min_le_right ..)⟩, fun ⟨h₁, h₂⟩ => by
    rw [Nat.min_def]; split <;> assumption⟩

theorem mul_le_mul_left {m n : Nat} (k : Nat) (h : m ≤ n) : k * m ≤ k * n := by
  induction h with
  | refl => exact Nat.le_refl _
  | step _ ih => exact Nat.le_trans ih (Nat.le_add_right _ _)
theorem mul_le_mul_right {m n : Nat} (k : Nat) (h : m ≤ n) : m * k ≤ n * k := by
  rw [Nat.mul_comm m k, Nat.mul_comm n k]
  exact Nat.mul_le_mul_left k h
protected theorem mul_le_mul {p q m n : Nat} (h₁ : p ≤ m) (h₂ : q ≤ n) : p * q ≤ m * n :=
  Nat.le_trans (Nat.mul_le_mul_right q h₁) (Nat.mul_le_mul_left m h₂)
protected theorem mul_pos {m n : Nat} (ha : m > 0) (hb : n > 0) : m * n > 0 := Nat.mul_le_mul (p := 1) (q := 1) ha hb
protected theorem mul_lt_mul_of_pos_left {m n k : Nat} (h : m < n) (hk : k > 0) : k * m < k * n :=
  Nat.lt_of_lt_of_le (Nat.lt_add_of_pos_right hk) (Nat.mul_le_mul_left k h)
protected theorem mul_lt_mul_of_pos_right {n m k : Nat} (h : n < m) (hk : k > 0) : n * k < m * k := by
  rw [Nat.mul_comm n k, Nat.mul_comm m k]
  exact Nat.mul_lt_mul_of_pos_left h hk
protected theorem mul_left_comm (n m k : Nat) : n * (m * k) = m * (n * k) := by rw [← Nat.mul_assoc, Nat.mul_comm n m, Nat.mul_assoc]
protected theorem mul_right_comm (n m k : Nat) : n * m * k = n * k * m := by rw [Nat.mul_assoc, Nat.mul_comm m k, ← Nat.mul_assoc]
protected theorem mul_add (k m n : Nat) : k * (m + n) = k * m + k * n := Nat.left_distrib k m n
protected theorem add_mul (n m k : Nat) : (n + m) * k = n * k + m * k := Nat.right_distrib n m k
protected theorem mul_two (n : Nat) : n * 2 = n + n := by rw [Nat.mul_succ, Nat.mul_one]
protected theorem two_mul (n : Nat) : 2 * n = n + n := by rw [Nat.mul_comm, Nat.mul_two]
protected theorem mul_left_cancel {n m k : Nat} (np : 0 < n) (h : n * m = n * k) : m = k := by
  cases Nat.lt_trichotomy m k with
  | inl h' => exact absurd h (Nat.ne_of_lt (Nat.mul_lt_mul_of_pos_left h' np))
  | inr h' => cases h' with
    | inl h' => exact h'
    | inr h' => exact absurd h (Nat.ne_of_gt (Nat.mul_lt_mul_of_pos_left h' np))
protected theorem mul_eq_zero {m n : Nat} : n * m = 0 ↔ n = 0 ∨ m = 0 := by
  constructor
  · intro h
    cases Nat.eq_zero_or_pos n with
    | inl hn => exact Or.inl hn
    | inr hn => cases Nat.eq_zero_or_pos m with
      | inl hm => exact Or.inr hm
      | inr hm => exact absurd h (Nat.ne_of_gt (Nat.mul_pos hn hm))
  · intro h
    cases h with
    | inl h => rw [h, Nat.zero_mul]
    | inr h => rw [h, Nat.mul_zero]

@[simp] protected theorem pow_zero (b : Nat) : b ^ 0 = 1 := rfl
protected theorem pow_succ (n m : Nat) : n ^ (succ m) = n ^ m * n := rfl
@[simp] protected theorem pow_one (a : Nat) : a ^ 1 = a := by rw [Nat.pow_succ, Nat.pow_zero, Nat.one_mul]
protected theorem two_pow_pos (w : Nat) : 0 < 2 ^ w := Boot.Nat.two_pow_pos w
protected theorem pow_add (a m n : Nat) : a ^ (m + n) = a ^ m * a ^ n := by
  induction n with
  | zero => rw [Nat.add_zero, Nat.pow_zero, Nat.mul_one]
  | succ n ih => rw [← Nat.add_assoc, Nat.pow_succ, ih, Nat.pow_succ, Nat.mul_assoc]
protected theorem pow_le_pow_right {n : Nat} (hx : n > 0) {i : Nat} {j : Nat} (h' : i ≤ j) : n ^ i ≤ n ^ j := by
  induction h' with
  | refl => exact Nat.le_refl _
  | @step l _ ih =>
    refine Nat.le_trans ih ?_
    rw [Nat.pow_succ]
    have := Nat.mul_le_mul_left (n ^ l) hx
    rwa [Nat.mul_succ, Nat.mul_zero, Nat.zero_add] at this
end Nat
