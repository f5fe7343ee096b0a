prelude
import Init.Data.Int.Order
/-! `Int`: division with remainder (Euclidean: the remainder is never negative), divisibility, `bmod`. -/

set_option autoImplicit false
set_option linter.unusedVariables false

namespace Int
/-! ### quotient and remainder -/
@[simp] protected theorem ediv_zero : (a : Int) → a / 0 = 0
  | ofNat n => congrArg ofNat (Nat.div_zero n)
  | negSucc n => rfl
@[simp] protected theorem zero_ediv : (b : Int) → 0 / b = 0
  | ofNat n => congrArg ofNat (Nat.zero_div n)
  | negSucc n => by
    show -ofNat (0 / (n + 1)) = 0
    rw [Nat.zero_div]; rfl
@[simp] protected theorem ediv_neg : (a b : Int) → a / -b = -(a / b)
  | ofNat m, ofNat 0 => show ofNat (m / 0) = -ofNat (m / 0) by rw [Nat.div_zero]; rfl
  | ofNat m, ofNat (n + 1) => rfl
  | ofNat m, negSucc n => (Int.neg_neg _).symm
  | negSucc m, ofNat 0 => rfl
  | negSucc m, ofNat (n + 1) => rfl
  | negSucc m, negSucc n => rfl
/-- Division with remainder by a natural number. -/
private theorem emod_add_mul_ediv_nat (a : Int) (k : Nat) : a % k + k * (a / k) = a := by
  cases a with
  | ofNat m => exact congrArg ofNat (Nat.mod_add_div m k)
  | negSucc m =>
    show subNatNat k (m % k + 1) + k * (negSucc m / ofNat k) = negSucc m
    rw [Int.subNatNat_eq_coe]
    cases k with
    | zero =>
      show (0 : Int) - ((m + 1 : Nat) : Int) + 0 * (negSucc m / ofNat 0) = negSucc m
      rw [Int.zero_mul, Int.add_zero, Int.zero_sub]; rfl
    | succ k =>
      show ((k + 1 : Nat) : Int) - ((m % (k + 1) : Nat) + 1) + (k + 1 : Nat) * -(((m / (k + 1) : Nat) : Int) + 1) = -((m : Int) + 1)
      have law (k r q : Int) : k - (r + 1) + k * -(q + 1) = -(r + k * q + 1) := by
        rw [Int.mul_neg, Int.mul_add, Int.mul_one, Int.add_comm (k * q) k, Int.neg_add (a := k), ← Int.add_assoc,
          Int.sub_eq_add_neg, Int.add_right_comm k _ (-k), Int.add_right_neg, Int.zero_add, ← Int.neg_add, Int.add_right_comm]
      rw [law, ← natCast_mul, ← natCast_add, Nat.mod_add_div]
theorem emod_neg (a b : Int) : a % -b = a % b := by
  have abs : natAbs (-b) = natAbs b := match b with
    | ofNat 0 => rfl
    | ofNat (n + 1) => rfl
    | negSucc n => rfl
  match a with
  | ofNat m => show ofNat (m % natAbs (-b)) = _; rw [abs]; rfl
  | negSucc m => show subNatNat (natAbs (-b)) (m % natAbs (-b) + 1) = _; rw [abs]; rfl
theorem emod_add_mul_ediv (a b : Int) : a % b + b * (a / b) = a := match b with
  | ofNat n => emod_add_mul_ediv_nat a n
  | negSucc n => by
    have h := emod_add_mul_ediv_nat a (n + 1)
    show a % -((n + 1 : Nat) : Int) + -((n + 1 : Nat) : Int) * (a / -((n + 1 : Nat) : Int)) = a
    rw [emod_neg, Int.ediv_neg, Int.neg_mul, Int.mul_neg, Int.neg_neg]; exact h
theorem mul_ediv_add_emod (a b : Int) : b * (a / b) + a % b = a := by rw [Int.add_comm, emod_add_mul_ediv]
theorem emod_def (a b : Int) : a % b = a - b * (a / b) :=
  (Int.add_sub_cancel (a % b) (b * (a / b))).symm.trans (by rw [emod_add_mul_ediv])
theorem emod_nonneg (a : Int) {b : Int} (h : b ≠ 0) : 0 ≤ a % b := match a with
  | ofNat m => ofNat_nonneg _
  | negSucc m => by
    show 0 ≤ subNatNat (natAbs b) (m % natAbs b + 1)
    have pos : 0 < natAbs b := match b, h with
      | ofNat 0, h => absurd rfl h
      | ofNat (n + 1), _ => Nat.succ_pos n
      | negSucc n, _ => Nat.succ_pos n
    rw [Int.subNatNat_eq_coe]; exact Int.sub_nonneg_of_le (ofNat_le.mpr (Nat.mod_lt m pos))
theorem emod_lt_of_pos (a : Int) {b : Int} (h : 0 < b) : a % b < b := by
  have ⟨n, e⟩ := eq_ofNat_of_zero_le (Int.le_of_lt h)
  rw [e] at h; rw [e]
  have pos : 0 < n := ofNat_lt.mp h
  match a with
  | ofNat m => exact ofNat_lt.mpr (Nat.mod_lt m pos)
  | negSucc m =>
    show subNatNat n (m % n + 1) < n
    rw [Int.subNatNat_eq_coe]
    have neg : -((m % n + 1 : Nat) : Int) < 0 := Int.lt_of_le_of_lt (Int.neg_le_neg (ofNat_le.mpr (Nat.le_add_left 1 _))) (by decide)
    have := Int.add_lt_add_left neg n
    rw [Int.add_zero] at this; exact this
theorem mul_ediv_self_le {x k : Int} (h : k ≠ 0) : k * (x / k) ≤ x := by
  have := Int.add_le_add_left (emod_nonneg x h) (k * (x / k))
  rw [Int.add_zero, mul_ediv_add_emod] at this; exact this
theorem lt_mul_ediv_self_add {x k : Int} (h : 0 < k) : x < k * (x / k) + k := by
  have := Int.add_lt_add_left (emod_lt_of_pos x h) (k * (x / k))
  rw [mul_ediv_add_emod] at this; exact this
/-- `q ≤ a / c` from `q * c ≤ a`: the quotient is the greatest such number. -/
protected theorem le_ediv_of_mul_le {a b c : Int} (h₁ : 0 < c) (h₂ : a * c ≤ b) : a ≤ b / c :=
  Decidable.byContradiction fun n => by
    have le : b / c + 1 ≤ a := Int.not_le.mp n
    have := Int.mul_le_mul_of_nonneg_left le (Int.le_of_lt h₁)
    rw [Int.mul_add, Int.mul_one, Int.mul_comm c a] at this
    exact Int.lt_irrefl b (Int.lt_of_lt_of_le (lt_mul_ediv_self_add h₁) (Int.le_trans this h₂))
private theorem mul_ediv_cancel_pos (a : Int) {b : Int} (h : 0 < b) : a * b / b = a := by
  refine Int.le_antisymm ?_ (Int.le_ediv_of_mul_le h (Int.le_refl _))
  apply le_of_lt_add_one
  apply Decidable.byContradiction
  intro n
  have := Int.mul_le_mul_of_nonneg_left (Int.not_lt.mp n) (Int.le_of_lt h)
  rw [Int.mul_add, Int.mul_one, Int.mul_comm b a] at this
  have upper : b * (a * b / b) ≤ a * b := mul_ediv_self_le (Int.ne_of_gt h)
  have less : a * b < a * b + b := by
    have := Int.add_lt_add_left h (a * b); rw [Int.add_zero] at this; exact this
  exact Int.lt_irrefl _ (Int.lt_of_lt_of_le less (Int.le_trans this upper))
@[simp] protected theorem mul_ediv_cancel (a : Int) {b : Int} (H : b ≠ 0) : a * b / b = a := by
  cases Int.lt_or_gt_of_ne H with
  | inr h => exact mul_ediv_cancel_pos a h
  | inl h =>
    have h : 0 < -b := Int.lt_of_le_of_ne (Int.neg_nonneg_of_nonpos (Int.le_of_lt h)) fun e =>
      H ((Int.neg_neg b).symm.trans (congrArg (- ·) e.symm))
    have := mul_ediv_cancel_pos (-a) h
    rw [Int.ediv_neg, Int.neg_mul, Int.mul_neg, Int.neg_neg] at this
    rw [← Int.neg_neg (a * b / b), this, Int.neg_neg]
@[simp] protected theorem mul_ediv_cancel_left {a : Int} (b : Int) (H : a ≠ 0) : a * b / a = b := by
  rw [Int.mul_comm, Int.mul_ediv_cancel b H]

/-! ### divisibility -/
protected theorem dvd_refl (a : Int) : a ∣ a := ⟨1, (Int.mul_one a).symm⟩
protected theorem dvd_zero (a : Int) : a ∣ 0 := ⟨0, (Int.mul_zero a).symm⟩
protected theorem dvd_mul_right (a b : Int) : a ∣ a * b := ⟨b, rfl⟩
protected theorem dvd_mul_left (a b : Int) : a ∣ b * a := ⟨b, Int.mul_comm b a⟩
protected theorem dvd_trans {a b c : Int} : a ∣ b → b ∣ c → a ∣ c
  | ⟨d, h⟩, ⟨e, h'⟩ => ⟨d * e, by rw [h', h, Int.mul_assoc]⟩
protected theorem dvd_add {a b c : Int} : a ∣ b → a ∣ c → a ∣ b + c
  | ⟨d, h⟩, ⟨e, h'⟩ => ⟨d + e, by rw [h, h', Int.mul_add]⟩
protected theorem dvd_neg {a b : Int} : a ∣ -b ↔ a ∣ b :=
  ⟨fun ⟨d, h⟩ => ⟨-d, by rw [Int.mul_neg, ← h, Int.neg_neg]⟩, fun ⟨d, h⟩ => ⟨-d, by rw [h, Int.mul_neg]⟩⟩
protected theorem dvd_sub {a b c : Int} (h : a ∣ b) (h' : a ∣ c) : a ∣ b - c := Int.dvd_add h (Int.dvd_neg.mpr h')
protected theorem zero_dvd {a : Int} : 0 ∣ a ↔ a = 0 :=
  ⟨fun ⟨c, h⟩ => h.trans (Int.zero_mul c), fun h => h ▸ Int.dvd_refl 0⟩
theorem ofNat_dvd {m n : Nat} : (m : Int) ∣ n ↔ m ∣ n :=
  ⟨fun ⟨c, h⟩ => by
    cases Nat.eq_zero_or_pos m with
    | inl z =>
      rw [z] at h
      have h : n = 0 := ofNat_inj.mp (h.trans (Int.zero_mul c))
      rw [h]; exact Nat.dvd_zero m
    | inr pos =>
      match c with
      | ofNat c => exact ⟨c, ofNat_inj.mp h⟩
      | negSucc c =>
        have neg : (m : Int) * negSucc c ≤ 0 := by
          show (m : Int) * -((c + 1 : Nat) : Int) ≤ -0
          rw [Int.mul_neg]; exact Int.neg_le_neg (ofNat_nonneg (m * (c + 1)))
        rw [← h] at neg
        rw [Nat.le_zero.mp (ofNat_le.mp neg)]; exact Nat.dvd_zero m,
   fun ⟨c, h⟩ => ⟨c, by rw [h]; rfl⟩⟩
theorem natAbs_dvd_self {a : Int} : (natAbs a : Int) ∣ a := match a with
  | ofNat n => Int.dvd_refl _
  | negSucc n => ⟨-1, by rw [Int.mul_neg, Int.mul_one]; rfl⟩
protected theorem ediv_mul_cancel {a b : Int} : b ∣ a → a / b * b = a
  | ⟨c, h⟩ => by
    rw [h]
    by_cases z : b = 0
    · rw [z, Int.mul_zero, Int.zero_mul]
    · rw [Int.mul_ediv_cancel_left c z, Int.mul_comm]
protected theorem mul_ediv_cancel' {a b : Int} (h : a ∣ b) : a * (b / a) = b := by
  rw [Int.mul_comm, Int.ediv_mul_cancel h]
theorem emod_eq_zero_of_dvd {a b : Int} (h : a ∣ b) : b % a = 0 := by
  rw [emod_def, Int.mul_ediv_cancel' h, Int.sub_self]
theorem dvd_of_emod_eq_zero {a b : Int} (h : b % a = 0) : a ∣ b := ⟨b / a, by
  have e := emod_add_mul_ediv b a
  rw [h, Int.zero_add] at e; exact e.symm⟩
theorem dvd_iff_emod_eq_zero {a b : Int} : a ∣ b ↔ b % a = 0 := ⟨emod_eq_zero_of_dvd, dvd_of_emod_eq_zero⟩
instance decidableDvd : DecidableRel (α := Int) (β := Int) (· ∣ ·) := fun a b =>
  if h : b % a = 0 then isTrue (dvd_of_emod_eq_zero h) else isFalse fun d => h (emod_eq_zero_of_dvd d)
theorem emod_pos_of_not_dvd {a b : Int} (h : ¬a ∣ b) : a = 0 ∨ 0 < b % a :=
  if z : a = 0 then .inl z
  else .inr (Int.lt_of_le_of_ne (emod_nonneg b z) fun e => h (dvd_of_emod_eq_zero e.symm))

/-! ### balanced remainder -/
theorem dvd_self_sub_emod {a b : Int} : b ∣ a - a % b := ⟨a / b, by
  rw [emod_def, Int.sub_eq_add_neg, Int.neg_sub, Int.add_comm, Int.sub_add_cancel]⟩
theorem dvd_self_sub_bmod {x : Int} {m : Nat} : (m : Int) ∣ x - bmod x m := by
  show (m : Int) ∣ x - (if x % m < (m + 1) / 2 then x % m else x % m - m)
  split
  · exact dvd_self_sub_emod
  · rw [Int.sub_eq_add_neg, Int.neg_sub, Int.sub_eq_add_neg, Int.add_left_comm]
    exact Int.dvd_add (Int.dvd_refl m) dvd_self_sub_emod
end Int
