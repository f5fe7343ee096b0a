import Jar.Pvm.Alu
import Jar.Thm.Pvm.ArithmeticWord

/-!
# Arithmetic: quotients and remainders

The rules of Gray Paper 0.7.2, appendix A.5.13, with the paper's formula on the right, its special cases among them.
-/
namespace Jar.Pvm

open Formula

namespace Formula

/-- rtz and smod belong together: dividend = divisor · quotient + remainder; the remainder is smaller than the divisor and has the sign of the dividend. -/
theorem quotient_remainder {a b : Int} (nonzero : b ≠ 0) :
    a = b * quotient a b + remainder a b ∧ (remainder a b).natAbs < b.natAbs ∧ (0 < remainder a b → 0 < a) ∧ (remainder a b < 0 → a < 0) := by
  have split := Nat.div_add_mod a.natAbs b.natAbs
  have rest := Nat.mod_lt a.natAbs (show 0 < b.natAbs by omega)
  unfold quotient remainder
  rw [ite_eq_right nonzero]
  generalize a.natAbs / b.natAbs = q at split ⊢
  generalize a.natAbs % b.natAbs = r at split rest ⊢
  have cast : (b.natAbs : Int) * (q : Int) = ((b.natAbs * q : Nat) : Int) := (Int.natCast_mul _ q).symm
  have scaled : b * (q : Int) = if b < 0 then -((b.natAbs * q : Nat) : Int) else ((b.natAbs * q : Nat) : Int) := by
    rw [← cast]
    by_cases negative : b < 0
    · rw [ite_eq_left negative, ← Int.neg_mul]
      exact congrArg (· * (q : Int)) (by omega)
    · rw [ite_eq_right negative]
      exact congrArg (· * (q : Int)) (by omega)
  generalize b.natAbs * q = p at split scaled
  refine ⟨?_, ?_⟩
  · by_cases same : a < 0 ↔ b < 0
    · rw [ite_eq_left same, scaled]
      omega
    · rw [ite_eq_right same, Int.mul_neg, scaled]
      omega
  · omega

end Formula

/-! ## Quotients and remainders -/

theorem eq_zero_iff (b : UInt64) : b = 0 ↔ b.toNat = 0 :=
  ⟨fun e => by rw [e]; rfl, fun e => UInt64.toNat.inj e⟩

theorem toNat_divS64 (a b : UInt64) :
    (Word.divS64 a b).toNat = if b.toNat = 0 then 2 ^ 64 - 1 else natural 8 (quotient (integer 8 a.toNat) (integer 8 b.toNat)) := by
  have ha := toNat_lt64 a
  have hb := toNat_lt64 b
  unfold Word.divS64
  by_cases zero : b.toNat = 0
  · rw [ite_eq_left ((eq_zero_iff b).mpr zero), ite_eq_left zero]
    rfl
  · rw [ite_eq_right fun e => zero ((eq_zero_iff b).mp e), ite_eq_right zero]
    dsimp only
    have word : (magnitude a / magnitude b).toNat = (integer 8 a.toNat).natAbs / (integer 8 b.toNat).natAbs := by
      rw [UInt64.toNat_div, toNat_magnitude, toNat_magnitude]
    have le := Nat.div_le_self (integer 8 a.toNat).natAbs (integer 8 b.toNat).natAbs
    have bound : (integer 8 a.toNat).natAbs ≤ 0x8000000000000000 := by
      rw [integer8]
      omega
    have negated : (0 - magnitude a / magnitude b).toNat
        = natural 8 (-(((integer 8 a.toNat).natAbs / (integer 8 b.toNat).natAbs : Nat) : Int)) := by
      rw [toNat_sub64, word, natural8, show (0 : UInt64).toNat = 0 from rfl]
      generalize (integer 8 a.toNat).natAbs / (integer 8 b.toNat).natAbs = q at le ⊢
      omega
    have kept : (magnitude a / magnitude b).toNat = natural 8 (((integer 8 a.toNat).natAbs / (integer 8 b.toNat).natAbs : Nat) : Int) := by
      rw [word, natural8]
      generalize (integer 8 a.toNat).natAbs / (integer 8 b.toNat).natAbs = q at le ⊢
      omega
    unfold quotient
    rw [isNegative_eq, isNegative_eq]
    by_cases na : integer 8 a.toNat < 0
    · by_cases nb : integer 8 b.toNat < 0
      · rw [decide_eq_true na, decide_eq_true nb, ite_eq_left (iff_of_true na nb)]
        exact kept
      · rw [decide_eq_true na, decide_eq_false nb, ite_eq_right (show ¬(integer 8 a.toNat < 0 ↔ integer 8 b.toNat < 0) from fun e => nb (e.mp na))]
        exact negated
    · by_cases nb : integer 8 b.toNat < 0
      · rw [decide_eq_false na, decide_eq_true nb, ite_eq_right (show ¬(integer 8 a.toNat < 0 ↔ integer 8 b.toNat < 0) from fun e => na (e.mpr nb))]
        exact negated
      · rw [decide_eq_false na, decide_eq_false nb, ite_eq_left (iff_of_false na nb)]
        exact kept

theorem integer8_eq_zero (b : UInt64) : integer 8 b.toNat = 0 ↔ b.toNat = 0 := by
  have hb := toNat_lt64 b
  rw [integer8]
  omega

theorem toNat_remS64 (a b : UInt64) : (Word.remS64 a b).toNat = natural 8 (remainder (integer 8 a.toNat) (integer 8 b.toNat)) := by
  have ha := toNat_lt64 a
  unfold Word.remS64 remainder
  by_cases zero : b.toNat = 0
  · rw [ite_eq_left ((eq_zero_iff b).mpr zero), ite_eq_left ((integer8_eq_zero b).mpr zero), natural_integer a.toNat_lt]
  · rw [ite_eq_right fun e => zero ((eq_zero_iff b).mp e), ite_eq_right fun e => zero ((integer8_eq_zero b).mp e)]
    dsimp only
    have word : (magnitude a % magnitude b).toNat = (integer 8 a.toNat).natAbs % (integer 8 b.toNat).natAbs := by
      rw [UInt64.toNat_mod, toNat_magnitude, toNat_magnitude]
    have le := Nat.mod_le (integer 8 a.toNat).natAbs (integer 8 b.toNat).natAbs
    have bound : (integer 8 a.toNat).natAbs ≤ 0x8000000000000000 := by
      rw [integer8]
      omega
    rw [isNegative_eq]
    by_cases na : integer 8 a.toNat < 0
    · rw [decide_eq_true na, ite_eq_left rfl, ite_eq_left na, toNat_sub64, word, natural8, show (0 : UInt64).toNat = 0 from rfl]
      generalize (integer 8 a.toNat).natAbs % (integer 8 b.toNat).natAbs = r at le ⊢
      omega
    · rw [decide_eq_false na, ite_eq_right Bool.false_ne_true, ite_eq_right na, word, natural8]
      generalize (integer 8 a.toNat).natAbs % (integer 8 b.toNat).natAbs = r at le ⊢
      omega

/-! ## 32-bit forms -/

theorem toNat_remU64 (a b : UInt64) : (Word.remU64 a b).toNat = if b.toNat = 0 then a.toNat else a.toNat % b.toNat := by
  unfold Word.remU64
  by_cases zero : b.toNat = 0
  · rw [ite_eq_left ((eq_zero_iff b).mpr zero), ite_eq_left zero]
  · rw [ite_eq_right fun e => zero ((eq_zero_iff b).mp e), ite_eq_right zero, UInt64.toNat_mod]

/-- A result of 32 bits is extended to itself. -/
theorem extend_natural {x : Int} (low : -0x80000000 ≤ x) (high : x < 0x80000000) : extend 4 (natural 8 x % 2 ^ 32) = natural 8 x := by
  rw [extend4, natural8]
  omega

theorem integer4_bounds (x : Nat) : -0x80000000 ≤ integer 4 (x % 2 ^ 32) ∧ integer 4 (x % 2 ^ 32) < 0x80000000 := by
  rw [integer4]
  omega

theorem integer8_extend32 (x : UInt64) : integer 8 (extend32 x).toNat = integer 4 (x.toNat % 2 ^ 32) := by
  rw [toNat_extend32]
  exact (integer_extend4 (Nat.mod_lt _ (by decide))).1

theorem integer4_eq_zero (x : Nat) : integer 4 (x % 2 ^ 32) = 0 ↔ x % 2 ^ 32 = 0 := by
  rw [integer4]
  omega

/-- The only quotient that does not fit is that of the least integer and −1. -/
theorem quotient_bounds {a b m : Int} (positive : 1 < m) (low : -m ≤ a) (high : a < m) (regular : ¬(a = -m ∧ b = -1)) :
    -m ≤ quotient a b ∧ quotient a b < m := by
  have le := Nat.div_le_self a.natAbs b.natAbs
  unfold quotient
  by_cases small : b.natAbs ≤ 1
  · cases Nat.eq_or_lt_of_le small with
    | inl one =>
      rw [one, Nat.div_one]
      omega
    | inr none =>
      rw [show b.natAbs = 0 by omega, Nat.div_zero]
      omega
  · have half : a.natAbs / b.natAbs ≤ a.natAbs / 2 := by
      refine (Nat.le_div_iff_mul_le (by decide)).mpr ?_
      have := Nat.mul_le_mul_left (a.natAbs / b.natAbs) (show 2 ≤ b.natAbs by omega)
      exact Nat.le_trans this (Nat.div_mul_le_self a.natAbs b.natAbs)
    generalize a.natAbs / b.natAbs = q at half ⊢
    omega

theorem quotient_overflow (m : Int) (positive : 0 < m) : quotient (-m) (-1) = m := by
  unfold quotient
  rw [show (-1 : Int).natAbs = 1 from rfl, Nat.div_one]
  omega

theorem remainder_overflow (m : Int) : remainder m (-1) = 0 := by
  unfold remainder
  rw [show (-1 : Int).natAbs = 1 from rfl, Nat.mod_one]
  omega

theorem remainder_bounds (a b : Int) : (a ≤ 0 → a ≤ remainder a b ∧ remainder a b ≤ 0) ∧ (0 ≤ a → 0 ≤ remainder a b ∧ remainder a b ≤ a) := by
  have le := Nat.mod_le a.natAbs b.natAbs
  unfold remainder
  generalize a.natAbs % b.natAbs = r at le ⊢
  omega

namespace BinaryOp

variable (a b : UInt64)

theorem divU64_eq : (BinaryOp.divU64.apply a b).toNat = if b.toNat = 0 then 2 ^ 64 - 1 else a.toNat / b.toNat := by
  show (Word.divU64 a b).toNat = _
  unfold Word.divU64
  by_cases zero : b.toNat = 0
  · rw [ite_eq_left ((eq_zero_iff b).mpr zero), ite_eq_left zero]
    rfl
  · rw [ite_eq_right fun e => zero ((eq_zero_iff b).mp e), ite_eq_right zero, UInt64.toNat_div]

theorem remU64_eq : (BinaryOp.remU64.apply a b).toNat = if b.toNat = 0 then a.toNat else a.toNat % b.toNat := toNat_remU64 a b

theorem divS64_eq : (BinaryOp.divS64.apply a b).toNat =
    if b.toNat = 0 then 2 ^ 64 - 1
    else if integer 8 a.toNat = -2 ^ 63 ∧ integer 8 b.toNat = -1 then a.toNat
    else natural 8 (quotient (integer 8 a.toNat) (integer 8 b.toNat)) := by
  show (Word.divS64 a b).toNat = _
  rw [toNat_divS64]
  by_cases overflow : integer 8 a.toNat = -2 ^ 63 ∧ integer 8 b.toNat = -1
  · have e : natural 8 (quotient (integer 8 a.toNat) (integer 8 b.toNat)) = a.toNat := by
      rw [overflow.1, overflow.2, quotient_overflow _ (by decide)]
      have value : a.toNat = natural 8 (-2 ^ 63) := by rw [← overflow.1, natural_integer a.toNat_lt]
      rw [value]
      rfl
    rw [e, ite_eq_left overflow]
  · rw [ite_eq_right overflow]

theorem remS64_eq : (BinaryOp.remS64.apply a b).toNat =
    if integer 8 a.toNat = -2 ^ 63 ∧ integer 8 b.toNat = -1 then 0
    else natural 8 (remainder (integer 8 a.toNat) (integer 8 b.toNat)) := by
  show (Word.remS64 a b).toNat = _
  rw [toNat_remS64]
  by_cases overflow : integer 8 a.toNat = -2 ^ 63 ∧ integer 8 b.toNat = -1
  · rw [ite_eq_left overflow, overflow.2, remainder_overflow]
    rfl
  · rw [ite_eq_right overflow]

theorem divU32_eq : (BinaryOp.divU32.apply a b).toNat =
    if b.toNat % 2 ^ 32 = 0 then 2 ^ 64 - 1 else extend 4 (a.toNat % 2 ^ 32 / (b.toNat % 2 ^ 32)) := by
  show (Word.divU32 a b).toNat = _
  unfold Word.divU32
  have iff := eq_zero_iff (low32 b)
  rw [toNat_low32] at iff
  by_cases zero : b.toNat % 2 ^ 32 = 0
  · rw [ite_eq_left (iff.mpr zero), ite_eq_left zero]
    rfl
  · rw [ite_eq_right fun e => zero (iff.mp e), ite_eq_right zero, toNat_extend32, UInt64.toNat_div, toNat_low32, toNat_low32]
    apply congrArg
    have le := Nat.div_le_self (a.toNat % 2 ^ 32) (b.toNat % 2 ^ 32)
    exact Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt le (Nat.mod_lt _ (by decide)))

theorem remU32_eq : (BinaryOp.remU32.apply a b).toNat =
    extend 4 (if b.toNat % 2 ^ 32 = 0 then a.toNat % 2 ^ 32 else a.toNat % 2 ^ 32 % (b.toNat % 2 ^ 32)) := by
  show (extend32 (Word.remU64 (low32 a) (low32 b))).toNat = _
  rw [toNat_extend32, toNat_remU64, toNat_low32, toNat_low32]
  apply congrArg
  have le := Nat.mod_le (a.toNat % 2 ^ 32) (b.toNat % 2 ^ 32)
  have bound : a.toNat % 2 ^ 32 < 2 ^ 32 := Nat.mod_lt _ (by decide)
  by_cases zero : b.toNat % 2 ^ 32 = 0
  · rw [ite_eq_left zero]
    exact Nat.mod_eq_of_lt bound
  · rw [ite_eq_right zero]
    exact Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt le bound)

theorem divS32_eq : (BinaryOp.divS32.apply a b).toNat =
    if b.toNat % 2 ^ 32 = 0 then 2 ^ 64 - 1
    else if integer 4 (a.toNat % 2 ^ 32) = -2 ^ 31 ∧ integer 4 (b.toNat % 2 ^ 32) = -1 then natural 8 (integer 4 (a.toNat % 2 ^ 32))
    else natural 8 (quotient (integer 4 (a.toNat % 2 ^ 32)) (integer 4 (b.toNat % 2 ^ 32))) := by
  show (extend32 (Word.divS64 (extend32 a) (extend32 b))).toNat = _
  have zero_iff : (extend32 b).toNat = 0 ↔ b.toNat % 2 ^ 32 = 0 := by
    rw [← integer8_eq_zero, integer8_extend32, integer4_eq_zero]
  obtain ⟨low, high⟩ := integer4_bounds a.toNat
  rw [toNat_extend32, toNat_divS64, integer8_extend32, integer8_extend32]
  by_cases zero : b.toNat % 2 ^ 32 = 0
  · rw [ite_eq_left (zero_iff.mpr zero), ite_eq_left zero]
    rfl
  · rw [ite_eq_right fun e => zero (zero_iff.mp e), ite_eq_right zero]
    by_cases overflow : integer 4 (a.toNat % 2 ^ 32) = -2 ^ 31 ∧ integer 4 (b.toNat % 2 ^ 32) = -1
    · rw [ite_eq_left overflow, overflow.1, overflow.2, quotient_overflow _ (by decide)]
      rfl
    · obtain ⟨least, most⟩ := quotient_bounds (m := 0x80000000) (by decide) low high overflow
      rw [ite_eq_right overflow, extend_natural least most]

theorem remS32_eq : (BinaryOp.remS32.apply a b).toNat =
    if integer 4 (a.toNat % 2 ^ 32) = -2 ^ 31 ∧ integer 4 (b.toNat % 2 ^ 32) = -1 then 0
    else natural 8 (remainder (integer 4 (a.toNat % 2 ^ 32)) (integer 4 (b.toNat % 2 ^ 32))) := by
  show (extend32 (Word.remS64 (extend32 a) (extend32 b))).toNat = _
  obtain ⟨low, high⟩ := integer4_bounds a.toNat
  have bounds := remainder_bounds (integer 4 (a.toNat % 2 ^ 32)) (integer 4 (b.toNat % 2 ^ 32))
  rw [toNat_extend32, toNat_remS64, integer8_extend32, integer8_extend32, extend_natural (by omega) (by omega)]
  by_cases overflow : integer 4 (a.toNat % 2 ^ 32) = -2 ^ 31 ∧ integer 4 (b.toNat % 2 ^ 32) = -1
  · rw [ite_eq_left overflow, overflow.2, remainder_overflow]
    rfl
  · rw [ite_eq_right overflow]

end BinaryOp

end Jar.Pvm
