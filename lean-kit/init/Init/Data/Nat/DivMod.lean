prelude
import Init.Data.Nat.Lemmas
/-! Division, remainder and shifts of `Nat`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v w

namespace Boot.Nat
theorem divGo_add_modGo (y : Nat) (fuel x : Nat) : y * divGo y fuel x + modGo y fuel x = x := by
  induction fuel generalizing x with
  | zero => exact Nat.zero_add x
  | succ fuel ih =>
    unfold divGo modGo
    cases h : Nat.ble y x with
    | true =>
      have le : y ≤ x := Nat.le_of_ble_eq_true h
      show y * (divGo y fuel (x - y) + 1) + modGo y fuel (x - y) = x
      rw [Nat.mul_succ, Nat.add_right_comm, ih (x - y)]
      exact Nat.sub_add_cancel le
    | false => exact Nat.zero_add x
end Boot.Nat

namespace Nat
theorem div_add_mod (m k : Nat) : k * (m / k) + m % k = m := by
  show k * Nat.div m k + Nat.mod m k = m
  unfold Nat.div Nat.mod
  cases h : Nat.ble 1 k with
  | true => exact Boot.Nat.divGo_add_modGo k (.succ m) m
  | false => exact Nat.zero_add m
theorem mod_add_div (m k : Nat) : m % k + k * (m / k) = m := by rw [Nat.add_comm, div_add_mod]
end Nat

/-- Quotient and remainder are what they must be. -/
theorem Boot.Nat.div_mod_unique {a b q r : Nat} (h : b * q + r = a) (hr : r < b) : a / b = q ∧ a % b = r := by
  have pos : 0 < b := Nat.lt_of_le_of_lt (Nat.zero_le r) hr
  have hm := Nat.mod_lt a pos
  have step : ∀ (p q s r : Nat), b * p + s = b * q + r → s < b → ¬ p < q := by
    intro p q s r h hs hpq
    have h1 : b * (p + 1) ≤ b * q := Nat.mul_le_mul_left b hpq
    rw [Nat.mul_succ] at h1
    have h2 : b * p + b ≤ b * p + s := Nat.le_trans h1 (h ▸ Nat.le_add_right _ _)
    exact Nat.lt_irrefl _ (Nat.lt_of_lt_of_le (Nat.add_lt_add_left hs _) h2)
  have both : b * (a / b) + a % b = b * q + r := (Nat.div_add_mod a b).trans h.symm
  have eq : a / b = q := Nat.le_antisymm (Nat.not_lt.mp (step q (a / b) r (a % b) both.symm hr)) (Nat.not_lt.mp (step _ _ _ _ both hm))
  rw [eq] at both
  exact ⟨eq, Nat.add_left_cancel both⟩

namespace Nat
@[simp] protected theorem div_zero (b : Nat) : b / 0 = 0 := rfl
@[simp] theorem mod_zero (a : Nat) : a % 0 = a := rfl
theorem mod_eq_of_lt {a b : Nat} (h : a < b) : a % b = a := (Boot.Nat.div_mod_unique (by rw [Nat.mul_zero, Nat.zero_add]) h).2
theorem div_eq_of_lt {a b : Nat} (h : a < b) : a / b = 0 := (Boot.Nat.div_mod_unique (by rw [Nat.mul_zero, Nat.zero_add]) h).1
@[simp] theorem zero_mod (b : Nat) : 0 % b = 0 := by
  cases b with
  | zero => rfl
  | succ b => exact mod_eq_of_lt (zero_lt_succ b)
@[simp] protected theorem zero_div (b : Nat) : 0 / b = 0 := by
  cases b with
  | zero => rfl
  | succ b => exact div_eq_of_lt (zero_lt_succ b)
theorem mod_le (x y : Nat) : x % y ≤ x := by
  have := Nat.le_add_left (x % y) (y * (x / y))
  rwa [div_add_mod] at this
theorem mul_div_le (m n : Nat) : n * (m / n) ≤ m := by
  have := Nat.le_add_right (n * (m / n)) (m % n)
  rwa [div_add_mod] at this
theorem div_mul_le_self (m n : Nat) : m / n * n ≤ m := by rw [Nat.mul_comm]; exact mul_div_le m n
theorem add_mul_mod_self_left (x y z : Nat) : (x + y * z) % y = x % y := by
  cases Nat.eq_zero_or_pos y with
  | inl h => rw [h, Nat.zero_mul, Nat.add_zero]
  | inr h =>
    refine (Boot.Nat.div_mod_unique (q := x / y + z) ?_ (mod_lt x h)).2
    rw [Nat.mul_add, Nat.add_right_comm, div_add_mod]
theorem add_mul_div_left (x z : Nat) {y : Nat} (H : 0 < y) : (x + y * z) / y = x / y + z := by
  refine (Boot.Nat.div_mod_unique (r := x % y) ?_ (mod_lt x H)).1
  rw [Nat.mul_add, Nat.add_right_comm, div_add_mod]
theorem add_mul_mod_self_right (x y z : Nat) : (x + y * z) % z = x % z := by rw [Nat.mul_comm, add_mul_mod_self_left]
theorem add_mul_div_right (x y : Nat) {z : Nat} (H : 0 < z) : (x + y * z) / z = x / z + y := by rw [Nat.mul_comm, add_mul_div_left _ _ H]
@[simp] theorem mul_mod_right (m n : Nat) : m * n % m = 0 := by
  have := add_mul_mod_self_left 0 m n
  rwa [Nat.zero_add, zero_mod] at this
@[simp] theorem mul_mod_left (m n : Nat) : m * n % n = 0 := by rw [Nat.mul_comm, mul_mod_right]
@[simp] theorem mul_div_right (n : Nat) {m : Nat} (H : 0 < m) : m * n / m = n := by
  have := add_mul_div_left 0 n H
  rwa [Nat.zero_add, Nat.zero_div, Nat.zero_add] at this
@[simp] theorem mul_div_left (m : Nat) {n : Nat} (H : 0 < n) : m * n / n = m := by rw [Nat.mul_comm, Nat.mul_div_right _ H]
@[simp] theorem mod_self (n : Nat) : n % n = 0 := by
  have := mul_mod_right n 1
  rwa [Nat.mul_one] at this
theorem mod_one (x : Nat) : x % 1 = 0 := eq_zero_of_le_zero (le_of_lt_succ (mod_lt x Nat.zero_lt_one))
@[simp] protected theorem div_one (n : Nat) : n / 1 = n := by
  have := div_add_mod n 1
  rwa [mod_one, Nat.add_zero, Nat.one_mul] at this
@[simp] theorem add_mod_right (x z : Nat) : (x + z) % z = x % z := by
  have := add_mul_mod_self_left x z 1
  rwa [Nat.mul_one] at this
@[simp] theorem add_mod_left (x z : Nat) : (x + z) % x = z % x := by rw [Nat.add_comm, add_mod_right]
theorem mod_eq_sub_mod {a b : Nat} (h : a ≥ b) : a % b = (a - b) % b := by
  have := add_mod_right (a - b) b
  rwa [Nat.sub_add_cancel h] at this
@[simp] theorem mod_mod (a n : Nat) : a % n % n = a % n := by
  cases Nat.eq_zero_or_pos n with
  | inl h => rw [h, mod_zero]
  | inr h => exact mod_eq_of_lt (mod_lt a h)
@[simp] theorem mod_add_mod (m n k : Nat) : (m % n + k) % n = (m + k) % n := by
  have := add_mul_mod_self_left (m % n + k) n (m / n)
  rw [Nat.add_right_comm, mod_add_div] at this
  exact this.symm
@[simp] theorem add_mod_mod (m n k : Nat) : (m + n % k) % k = (m + n) % k := by rw [Nat.add_comm, mod_add_mod, Nat.add_comm]
theorem add_mod (a b n : Nat) : (a + b) % n = (a % n + b % n) % n := by rw [add_mod_mod, mod_add_mod]
theorem mul_mod (a b n : Nat) : a * b % n = (a % n) * (b % n) % n := by
  have e : a * b = a % n * b + n * (a / n * b) := by rw [← Nat.mul_assoc, ← Nat.add_mul, mod_add_div]
  have f : a % n * b = a % n * (b % n) + n * (a % n * (b / n)) := by rw [Nat.mul_left_comm, ← Nat.mul_add, mod_add_div]
  rw [e, add_mul_mod_self_left, f, add_mul_mod_self_left]
theorem mod_two_eq_zero_or_one (n : Nat) : n % 2 = 0 ∨ n % 2 = 1 :=
  match h : n % 2 with
  | 0 => Or.inl rfl
  | 1 => Or.inr rfl
  | .succ (.succ k) => absurd (h ▸ mod_lt n (by decide)) (Nat.not_lt_of_ge (Nat.succ_le_succ (Nat.succ_le_succ (Nat.zero_le k))))
theorem div_lt_iff_lt_mul {x y k : Nat} (Hk : 0 < k) : x / k < y ↔ x < y * k := by
  constructor
  · intro h
    have h1 : k * (x / k + 1) ≤ k * y := Nat.mul_le_mul_left k h
    rw [Nat.mul_succ, Nat.mul_comm k y] at h1
    have h2 : x < k * (x / k) + k := by
      have := Nat.add_lt_add_left (mod_lt x Hk) (k * (x / k))
      rwa [div_add_mod] at this
    exact Nat.lt_of_lt_of_le h2 h1
  · intro h
    cases Nat.lt_or_ge (x / k) y with
    | inl h' => exact h'
    | inr h' => exact absurd h (Nat.not_lt_of_ge (Nat.le_trans (Nat.mul_le_mul_right k h') (div_mul_le_self x k)))
protected theorem div_lt_of_lt_mul {m n k : Nat} (h : m < n * k) : m / n < k := by
  cases Nat.eq_zero_or_pos n with
  | inl hn => rw [hn, Nat.zero_mul] at h; exact absurd h (not_lt_zero m)
  | inr hn => exact (div_lt_iff_lt_mul hn).mpr (Nat.mul_comm n k ▸ h)
theorem le_div_iff_mul_le {x y k : Nat} (k0 : 0 < k) : x ≤ y / k ↔ x * k ≤ y := by
  rw [← Nat.not_lt, ← Nat.not_lt, div_lt_iff_lt_mul k0]
theorem div_le_self (n k : Nat) : n / k ≤ n := by
  cases Nat.eq_zero_or_pos k with
  | inl h => rw [h, Nat.div_zero]; exact zero_le n
  | inr h =>
    have := Nat.mul_le_mul_left (n / k) h
    rw [Nat.mul_one] at this
    exact Nat.le_trans this (div_mul_le_self n k)
theorem div_lt_self {n k : Nat} (hLtN : 0 < n) (hLtK : 1 < k) : n / k < n := by
  refine (div_lt_iff_lt_mul (Nat.lt_trans Nat.zero_lt_one hLtK)).mpr ?_
  have := Nat.mul_lt_mul_of_pos_left hLtK hLtN
  rwa [Nat.mul_one] at this
protected theorem div_le_div_right {m n k : Nat} (h : m ≤ n) : m / k ≤ n / k := by
  cases Nat.eq_zero_or_pos k with
  | inl hk => rw [hk, Nat.div_zero, Nat.div_zero]; exact Nat.le_refl 0
  | inr hk => exact (le_div_iff_mul_le hk).mpr (Nat.le_trans (div_mul_le_self m k) h)
protected theorem div_div_eq_div_mul (m n k : Nat) : m / n / k = m / (n * k) := by
  cases Nat.eq_zero_or_pos n with
  | inl h => rw [h, Nat.div_zero, Nat.zero_mul, Nat.div_zero, Nat.zero_div]
  | inr hn => cases Nat.eq_zero_or_pos k with
    | inl h => rw [h, Nat.div_zero, Nat.mul_zero, Nat.div_zero]
    | inr hk =>
      apply Nat.le_antisymm
      · rw [le_div_iff_mul_le (Nat.mul_pos hn hk), Nat.mul_comm n k, ← Nat.mul_assoc, ← le_div_iff_mul_le hn]
        exact div_mul_le_self _ _
      · rw [le_div_iff_mul_le hk, le_div_iff_mul_le hn, Nat.mul_assoc, Nat.mul_comm k n]
        exact div_mul_le_self _ _

@[simp] theorem shiftLeft_zero {n : Nat} : n <<< 0 = n := rfl
@[simp] theorem shiftRight_zero {n : Nat} : n >>> 0 = n := rfl
theorem shiftRight_succ (m n : Nat) : m >>> (n + 1) = (m >>> n) / 2 := rfl
theorem shiftLeft_eq (a b : Nat) : a <<< b = a * 2 ^ b := by
  induction b generalizing a with
  | zero => exact (Nat.mul_one a).symm
  | succ b ih =>
    show (2 * a) <<< b = a * 2 ^ (b + 1)
    rw [ih, Nat.pow_succ, Nat.mul_comm 2 a, Nat.mul_assoc, Nat.mul_comm 2]
theorem shiftRight_eq_div_pow (m n : Nat) : m >>> n = m / 2 ^ n := by
  induction n with
  | zero => exact (Nat.div_one m).symm
  | succ n ih => rw [shiftRight_succ, ih, Nat.div_div_eq_div_mul, Nat.pow_succ]
theorem shiftLeft_add (m n k : Nat) : m <<< (n + k) = (m <<< n) <<< k := by
  rw [shiftLeft_eq, shiftLeft_eq, shiftLeft_eq, Nat.pow_add, Nat.mul_assoc]
theorem shiftRight_add (m n k : Nat) : m >>> (n + k) = (m >>> n) >>> k := by
  rw [shiftRight_eq_div_pow, shiftRight_eq_div_pow, shiftRight_eq_div_pow, Nat.pow_add, Nat.div_div_eq_div_mul]
theorem shiftRight_le (m n : Nat) : m >>> n ≤ m := by rw [shiftRight_eq_div_pow]; exact div_le_self m _
/-- Bit `n` of `m`. -/
def testBit (m n : Nat) : Bool := 1 &&& (m >>> n) != 0
end Nat

-- As in the official library: no proof may look into it.
set_option allowUnsafeReducibility true in
attribute [irreducible] Nat.div
