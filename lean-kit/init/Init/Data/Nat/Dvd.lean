prelude
import Init.Classical
import Init.Data.Nat.DivMod
/-! `Nat`: cancellation of subtraction, divisibility, greatest common divisor. -/

set_option autoImplicit false
set_option linter.unusedVariables false

namespace Nat
theorem succ.inj {m n : Nat} (h : succ m = succ n) : m = n := congrArg pred h
theorem succ_inj {m n : Nat} : succ m = succ n ↔ m = n := ⟨succ.inj, congrArg succ⟩
theorem le_zero {i : Nat} : i ≤ 0 ↔ i = 0 := ⟨eq_zero_of_le_zero, Nat.le_of_eq⟩
protected theorem exists_eq_add_of_le {m n : Nat} (h : m ≤ n) : ∃ k, n = m + k := ⟨n - m, (Nat.add_sub_of_le h).symm⟩
protected theorem add_sub_add_right (n k m : Nat) : n + k - (m + k) = n - m := by
  induction k with
  | zero => rfl
  | succ k ih => exact (succ_sub_succ_eq_sub _ _).trans ih
theorem mod_def (m k : Nat) : m % k = m - k * (m / k) := by
  have h := div_add_mod m k
  rw [← Nat.add_sub_cancel_left (k * (m / k)) (m % k), h]
protected theorem pow_pos {b n : Nat} (h : 0 < b) : 0 < b ^ n := by
  induction n with
  | zero => exact Nat.zero_lt_one
  | succ n ih => exact Nat.mul_pos ih h

/-! ### divisibility -/
protected theorem dvd_refl (a : Nat) : a ∣ a := ⟨1, (Nat.mul_one a).symm⟩
protected theorem dvd_zero (a : Nat) : a ∣ 0 := ⟨0, rfl⟩
protected theorem dvd_mul_right (a b : Nat) : a ∣ a * b := ⟨b, rfl⟩
protected theorem dvd_mul_left (a b : Nat) : a ∣ b * a := ⟨b, Nat.mul_comm b a⟩
protected theorem dvd_trans {a b c : Nat} : a ∣ b → b ∣ c → a ∣ c
  | ⟨d, h⟩, ⟨e, h'⟩ => ⟨d * e, by rw [h', h, Nat.mul_assoc]⟩
protected theorem dvd_add {m n k : Nat} : k ∣ m → k ∣ n → k ∣ m + n
  | ⟨d, h⟩, ⟨e, h'⟩ => ⟨d + e, by rw [h, h', Nat.mul_add]⟩
protected theorem eq_zero_of_zero_dvd {a : Nat} : 0 ∣ a → a = 0
  | ⟨c, h⟩ => h.trans (Nat.zero_mul c)
theorem mod_eq_zero_of_dvd {k x : Nat} : k ∣ x → x % k = 0
  | ⟨c, h⟩ => by rw [h, mul_mod_right]
theorem dvd_of_mod_eq_zero {k n : Nat} (h : n % k = 0) : k ∣ n := ⟨n / k, by
  have e := div_add_mod n k; rw [h] at e; exact e.symm⟩
theorem dvd_iff_mod_eq_zero {k n : Nat} : k ∣ n ↔ n % k = 0 := ⟨mod_eq_zero_of_dvd, dvd_of_mod_eq_zero⟩
instance decidable_dvd : DecidableRel (α := Nat) (β := Nat) (· ∣ ·) := fun k n =>
  if h : n % k = 0 then isTrue (dvd_of_mod_eq_zero h) else isFalse fun hd => h (mod_eq_zero_of_dvd hd)
theorem emod_pos_of_not_dvd {a b : Nat} (h : ¬a ∣ b) : 0 < b % a :=
  Nat.pos_of_ne_zero fun e => h (dvd_of_mod_eq_zero e)

/-! ### greatest common divisor (the kernel and the runtime have their own fast version) -/
/-- Euclid's algorithm; `fuel ≥ m` is enough. -/
def _root_.Boot.Nat.gcdLoop : (fuel m n : Nat) → Nat
  | 0, _, n => n
  | fuel + 1, m, n => if m = 0 then n else Boot.Nat.gcdLoop fuel (n % m) m
@[extern "lean_nat_gcd"] def gcd (m n : @& Nat) : Nat := Boot.Nat.gcdLoop m m n
@[simp] theorem gcd_zero_left (n : Nat) : gcd 0 n = n := rfl
private theorem gcdLoop_dvd : (fuel m n : Nat) → m ≤ fuel → Boot.Nat.gcdLoop fuel m n ∣ m ∧ Boot.Nat.gcdLoop fuel m n ∣ n
  | 0, m, n, h => by rw [Nat.le_zero.mp h]; exact ⟨Nat.dvd_zero _, Nat.dvd_refl n⟩
  | fuel + 1, m, n, h => by
    unfold Boot.Nat.gcdLoop
    by_cases z : m = 0
    · rw [ite_eq_left z, z]; exact ⟨Nat.dvd_zero _, Nat.dvd_refl n⟩
    · rw [ite_eq_right z]
      have less : n % m < m := mod_lt n (Nat.pos_of_ne_zero z)
      have ⟨hr, hm⟩ := gcdLoop_dvd fuel (n % m) m (Nat.le_of_lt_succ (Nat.lt_of_lt_of_le less h))
      refine ⟨hm, ?_⟩
      have sum := Nat.dvd_add (Nat.dvd_trans hm (Nat.dvd_mul_right m (n / m))) hr
      rw [div_add_mod] at sum; exact sum
theorem gcd_dvd (m n : Nat) : gcd m n ∣ m ∧ gcd m n ∣ n := gcdLoop_dvd m m n (Nat.le_refl m)
theorem gcd_dvd_left (m n : Nat) : gcd m n ∣ m := (gcd_dvd m n).1
theorem gcd_dvd_right (m n : Nat) : gcd m n ∣ n := (gcd_dvd m n).2
end Nat
