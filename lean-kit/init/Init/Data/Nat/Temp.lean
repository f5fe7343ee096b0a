prelude
import Init.Classical
import Init.Data.Nat.Bitwise
/-! `Nat`: cancellation, division with remainder, powers, shifts, divisibility, greatest common divisor. -/

set_option autoImplicit false
set_option linter.unusedVariables false

namespace Nat
/-! ### addition, subtraction, order -/
theorem succ.inj {m n : Nat} (h : succ m = succ n) : m = n := congrArg pred h
theorem succ_inj {m n : Nat} : succ m = succ n ↔ m = n := ⟨succ.inj, congrArg succ⟩
protected theorem eq_zero_or_pos : (n : Nat) → n = 0 ∨ 0 < n
  | 0 => .inl rfl
  | n + 1 => .inr (succ_pos n)
protected theorem lt_add_of_pos_right {n k : Nat} (h : 0 < k) : n < n + k := Nat.add_lt_add_left h n
protected theorem add_left_cancel {n m k : Nat} : n + m = n + k → m = k := by
  induction n with
  | zero => simp only [Nat.zero_add]; exact id
  | succ n ih => simp only [Nat.add_right_comm n 1]; exact fun h => ih (Nat.succ.inj h)
protected theorem add_right_cancel {n m k : Nat} (h : n + m = k + m) : n = k := by
  rw [Nat.add_comm n m, Nat.add_comm k m] at h; exact Nat.add_left_cancel h
protected theorem exists_eq_add_of_le {m n : Nat} (h : m ≤ n) : ∃ k, n = m + k :=
  ⟨n - m, by rw [Nat.add_comm, sub_add_cancel h]⟩
protected theorem add_sub_of_le {m n : Nat} (h : m ≤ n) : m + (n - m) = n := by rw [Nat.add_comm, sub_add_cancel h]
protected theorem le_of_add_le_add_left {a b c : Nat} (h : a + b ≤ a + c) : b ≤ c :=
  have ⟨k, e⟩ := Nat.exists_eq_add_of_le h
  Nat.add_left_cancel (e.trans (Nat.add_assoc a b k)) ▸ le_add_right b k
protected theorem le_of_add_le_add_right {a b c : Nat} (h : a + b ≤ c + b) : a ≤ c := by
  rw [Nat.add_comm a b, Nat.add_comm c b] at h; exact Nat.le_of_add_le_add_left h
protected theorem add_sub_add_right (n k m : Nat) : n + k - (m + k) = n - m := by
  induction k with
  | zero => rfl
  | succ k ih => exact (succ_sub_succ_eq_sub _ _).trans ih
protected theorem sub_sub (n m k : Nat) : n - m - k = n - (m + k) := by
  induction k with
  | zero => rfl
  | succ k ih => exact congrArg pred ih
protected theorem sub_eq_zero_of_le {n m : Nat} (h : n ≤ m) : n - m = 0 := by
  have ⟨k, e⟩ := Nat.exists_eq_add_of_le h
  rw [e, ← Nat.sub_sub, Nat.sub_self]
  clear e
  induction k with
  | zero => rfl
  | succ k ih => rw [sub_succ, ih]; rfl
protected theorem zero_sub (n : Nat) : 0 - n = 0 := Nat.sub_eq_zero_of_le (Nat.zero_le n)
protected theorem lt_or_gt_of_ne {a b : Nat} (ne : a ≠ b) : a < b ∨ a > b :=
  (Nat.lt_or_ge a b).elim .inl fun h => .inr (Nat.lt_of_le_of_ne h fun e => ne e.symm)
protected theorem le_zero {n : Nat} : n ≤ 0 ↔ n = 0 := ⟨fun h => Nat.le_antisymm h (Nat.zero_le n), Nat.le_of_eq⟩
protected theorem eq_zero_of_not_pos {n : Nat} (h : ¬0 < n) : n = 0 := Nat.le_zero.mp (Nat.le_of_not_lt h)
protected theorem min_def {n m : Nat} : min n m = if n ≤ m then n else m := rfl
protected theorem max_def {n m : Nat} : max n m = if n ≤ m then m else n := rfl

/-! ### multiplication -/
protected theorem mul_add (k m n : Nat) : k * (m + n) = k * m + k * n := Nat.left_distrib k m n
protected theorem add_mul (n m k : Nat) : (n + m) * k = n * k + m * k := Nat.right_distrib n m k
protected theorem mul_left_comm (n m k : Nat) : n * (m * k) = m * (n * k) := by
  rw [← Nat.mul_assoc, Nat.mul_comm n m, Nat.mul_assoc]
protected theorem mul_le_mul_left {m n : Nat} (k : Nat) (h : m ≤ n) : k * m ≤ k * n := by
  have ⟨d, e⟩ := Nat.exists_eq_add_of_le h
  rw [e, Nat.mul_add]; exact le_add_right _ _
protected theorem mul_le_mul_right {m n : Nat} (k : Nat) (h : m ≤ n) : m * k ≤ n * k := by
  rw [Nat.mul_comm m, Nat.mul_comm n]; exact Nat.mul_le_mul_left k h
protected theorem mul_pos {m n : Nat} (hm : 0 < m) (hn : 0 < n) : 0 < m * n := Nat.mul_le_mul_left m hn |> Nat.le_trans (Nat.le_trans hm (Nat.le_of_eq (Nat.mul_one m).symm))

/-! ### division with remainder -/
private theorem div_add_mod_go (y : Nat) : (fuel x : Nat) → y * Nat.div.go y fuel x + Nat.modCore.go y fuel x = x
  | 0, x => Nat.zero_add x
  | fuel + 1, x => by
    unfold Nat.div.go Nat.modCore.go
    cases h : Nat.ble y x with
    | false => exact Nat.zero_add x
    | true =>
      show y * (Nat.div.go y fuel (x - y) + 1) + Nat.modCore.go y fuel (x - y) = x
      rw [Nat.mul_add, Nat.mul_one, Nat.add_right_comm, div_add_mod_go y fuel (x - y)]
      exact sub_add_cancel (Nat.le_of_ble_eq_true h)
theorem div_add_mod (m k : Nat) : k * (m / k) + m % k = m := by
  show k * Nat.div m k + Nat.mod m k = m
  unfold Nat.div Nat.mod
  cases Nat.ble 1 k with
  | false => exact Nat.zero_add m
  | true => exact div_add_mod_go k (m + 1) m
theorem mod_add_div (m k : Nat) : m % k + k * (m / k) = m := by rw [Nat.add_comm, div_add_mod]
theorem mod_def (m k : Nat) : m % k = m - k * (m / k) := by
  have h := div_add_mod m k
  rw [← Nat.add_sub_cancel_left (k * (m / k)) (m % k), h]
protected theorem div_zero (n : Nat) : n / 0 = 0 := rfl
protected theorem mod_zero (n : Nat) : n % 0 = n := rfl
theorem div_mul_le_self (m n : Nat) : m / n * n ≤ m := by
  rw [Nat.mul_comm]; exact Nat.le_trans (le_add_right _ _) (Nat.le_of_eq (div_add_mod m n))
theorem lt_mul_div_succ (a : Nat) {b : Nat} (h : 0 < b) : a < b * (a / b + 1) := by
  rw [Nat.mul_add, Nat.mul_one]
  exact Nat.lt_of_le_of_lt (Nat.le_of_eq (div_add_mod a b).symm) (Nat.add_lt_add_left (mod_lt a h) _)
/-- The quotient is the only number that fits. -/
protected theorem div_eq_of_lt_le {k n m : Nat} (lo : k * n ≤ m) (hi : m < (k + 1) * n) : m / n = k := by
  have pos : 0 < n := Nat.pos_of_ne_zero fun e => by rw [e] at hi; exact absurd hi (not_lt_zero m)
  have no (a b : Nat) (l : a * n ≤ m) (h : m < (b + 1) * n) : ¬b < a := fun lt =>
    absurd (Nat.lt_of_le_of_lt (Nat.mul_le_mul_right n lt) (Nat.lt_of_le_of_lt l h)) (Nat.lt_irrefl _)
  have up : m < (m / n + 1) * n := Nat.mul_comm n _ ▸ lt_mul_div_succ m pos
  exact Nat.le_antisymm (Nat.le_of_not_lt (no (m / n) k (div_mul_le_self m n) hi)) (Nat.le_of_not_lt (no k (m / n) lo up))
protected theorem zero_div (b : Nat) : 0 / b = 0 := by
  cases b with
  | zero => rfl
  | succ b => exact Nat.div_eq_of_lt_le (Nat.le_of_eq (Nat.zero_mul _)) (by rw [Nat.one_mul]; exact succ_pos b)
theorem div_eq_of_lt {a b : Nat} (h : a < b) : a / b = 0 :=
  Nat.div_eq_of_lt_le (by rw [Nat.zero_mul]; exact Nat.zero_le a) (by rw [Nat.zero_add, Nat.one_mul]; exact h)
theorem mod_eq_of_lt {a b : Nat} (h : a < b) : a % b = a := by rw [mod_def, div_eq_of_lt h, Nat.mul_zero, Nat.sub_zero]
@[simp] protected theorem div_one (n : Nat) : n / 1 = n :=
  Nat.div_eq_of_lt_le (by rw [Nat.mul_one]; exact Nat.le_refl n) (by rw [Nat.mul_one]; exact lt_succ_self n)
protected theorem mul_div_cancel (m : Nat) {n : Nat} (h : 0 < n) : m * n / n = m :=
  Nat.div_eq_of_lt_le (Nat.le_refl _) (by rw [Nat.add_mul, Nat.one_mul]; exact Nat.lt_add_of_pos_right h)
protected theorem div_div_eq_div_mul (m n k : Nat) : m / n / k = m / (n * k) := by
  cases Nat.eq_zero_or_pos n with
  | inl h => rw [h, Nat.zero_mul, Nat.div_zero, Nat.zero_div]
  | inr hn => cases Nat.eq_zero_or_pos k with
    | inl h => rw [h, Nat.mul_zero, Nat.div_zero, Nat.div_zero]
    | inr hk =>
      refine (Nat.div_eq_of_lt_le ?_ ?_).symm
      · rw [Nat.mul_comm n, ← Nat.mul_assoc]
        exact Nat.le_trans (Nat.mul_le_mul_right n (div_mul_le_self (m / n) k)) (div_mul_le_self m n)
      · have := Nat.mul_le_mul_left n (lt_mul_div_succ (m / n) hk)
        rw [Nat.mul_comm n k, ← Nat.mul_assoc, Nat.mul_comm, Nat.mul_comm _ k]
        exact Nat.lt_of_lt_of_le (lt_mul_div_succ m hn) this

/-! ### powers and shifts -/
@[simp] protected theorem pow_zero (b : Nat) : b ^ 0 = 1 := rfl
protected theorem pow_succ (b n : Nat) : b ^ (n + 1) = b ^ n * b := rfl
protected theorem pow_add_one (b n : Nat) : b ^ (n + 1) = b ^ n * b := rfl
protected theorem pow_succ' (b n : Nat) : b ^ (n + 1) = b * b ^ n := Nat.mul_comm _ _
protected theorem pow_pos {b n : Nat} (h : 0 < b) : 0 < b ^ n := by
  induction n with
  | zero => exact Nat.zero_lt_one
  | succ n ih => exact Nat.mul_pos ih h
protected theorem two_pow_pos (w : Nat) : 0 < 2 ^ w := Nat.pow_pos (Nat.succ_pos 1)
theorem shiftLeft_eq (a b : Nat) : a <<< b = a * 2 ^ b := by
  show Nat.shiftLeft a b = _
  induction b generalizing a with
  | zero => exact (Nat.mul_one a).symm
  | succ b ih =>
    show Nat.shiftLeft (2 * a) b = _
    rw [ih, Nat.mul_comm 2 a, Nat.mul_assoc, Nat.pow_succ']
theorem shiftRight_eq_div_pow (a b : Nat) : a >>> b = a / 2 ^ b := by
  show Nat.shiftRight a b = _
  induction b with
  | zero => exact (Nat.div_one a).symm
  | succ b ih =>
    show Nat.shiftRight a b / 2 = _
    rw [ih, Nat.div_div_eq_div_mul, Nat.pow_succ]
end Nat
