import Jar.Pvm.Alu
import Jar.Thm.Pvm.ArithmeticWord

/-!
# Arithmetic: upper halves of products, quotients, remainders

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
  rw [if_neg nonzero]
  generalize a.natAbs / b.natAbs = q at split ⊢
  generalize a.natAbs % b.natAbs = r at split rest ⊢
  have cast : (b.natAbs : Int) * (q : Int) = ((b.natAbs * q : Nat) : Int) := (Int.natCast_mul _ q).symm
  have scaled : b * (q : Int) = if b < 0 then -((b.natAbs * q : Nat) : Int) else ((b.natAbs * q : Nat) : Int) := by
    rw [← cast]
    by_cases negative : b < 0
    · rw [if_pos negative, ← Int.neg_mul]
      exact congrArg (· * (q : Int)) (by omega)
    · rw [if_neg negative]
      exact congrArg (· * (q : Int)) (by omega)
  generalize b.natAbs * q = p at split scaled
  refine ⟨?_, ?_⟩
  · by_cases same : a < 0 ↔ b < 0
    · rw [if_pos same, scaled]
      omega
    · rw [if_neg same, Int.mul_neg, scaled]
      omega
  · omega

end Formula

/-! ## Upper halves -/

theorem toNat_high32 (x : UInt64) : (x >>> 32).toNat = x.toNat / 0x100000000 := by
  rw [UInt64.toNat_shiftRight]
  exact Nat.shiftRight_eq_div_pow x.toNat 32

/-- A product of halves of words. -/
theorem half_product {x y : Nat} (hx : x < 0x100000000) (hy : y < 0x100000000) : x * y ≤ 0xfffffffe00000001 := by
  have := Nat.mul_le_mul (Nat.le_of_lt_succ hx) (Nat.le_of_lt_succ hy)
  exact this

/-- A product of words from the four products of their halves. -/
theorem product_of_halves (x y x' y' : Nat) :
    (x * 0x100000000 + x') * (y * 0x100000000 + y') = x * y * 0x10000000000000000 + (x * y' + x' * y) * 0x100000000 + x' * y' := by
  have e : x * 0x100000000 * (y * 0x100000000) = x * y * 0x10000000000000000 := by
    rw [Nat.mul_assoc, Nat.mul_left_comm 0x100000000, ← Nat.mul_assoc]
  rw [Nat.add_mul, Nat.mul_add, Nat.mul_add, e, Nat.mul_right_comm x 0x100000000 y', ← Nat.mul_assoc x' y]
  omega

theorem toNat_mulUpperUU (a b : UInt64) : (Word.mulUpperUU a b).toNat = a.toNat * b.toNat / 0x10000000000000000 := by
  have ha := toNat_lt64 a
  have hb := toNat_lt64 b
  have ea : a.toNat / 0x100000000 * 0x100000000 + a.toNat % 0x100000000 = a.toNat := by omega
  have eb : b.toNat / 0x100000000 * 0x100000000 + b.toNat % 0x100000000 = b.toNat := by omega
  have whole := product_of_halves (a.toNat / 0x100000000) (b.toNat / 0x100000000) (a.toNat % 0x100000000) (b.toNat % 0x100000000)
  rw [ea, eb] at whole
  have b1 : a.toNat / 0x100000000 < 0x100000000 := by omega
  have b2 : b.toNat / 0x100000000 < 0x100000000 := by omega
  have b3 : a.toNat % 0x100000000 < 0x100000000 := by omega
  have b4 : b.toNat % 0x100000000 < 0x100000000 := by omega
  have p1 := half_product b1 b2
  have p2 := half_product b1 b4
  have p3 := half_product b3 b2
  have p4 := half_product b3 b4
  unfold Word.mulUpperUU
  dsimp only
  simp only [UInt64.toNat_add, UInt64.toNat_mul, toNat_high32, toNat_low32]
  rw [whole]
  generalize a.toNat / 0x100000000 * (b.toNat / 0x100000000) = q1 at p1 ⊢
  generalize a.toNat / 0x100000000 * (b.toNat % 0x100000000) = q2 at p2 ⊢
  generalize a.toNat % 0x100000000 * (b.toNat / 0x100000000) = q3 at p3 ⊢
  generalize a.toNat % 0x100000000 * (b.toNat % 0x100000000) = q4 at p4 ⊢
  omega

theorem toNat_mulUpperSU (a b : UInt64) :
    (Word.mulUpperSU a b).toNat = natural 8 (integer 8 a.toNat * (b.toNat : Int) / 0x10000000000000000) := by
  have ha := toNat_lt64 a
  have hb := toNat_lt64 b
  have bound : a.toNat * b.toNat / 0x10000000000000000 < 0x10000000000000000 := by
    rw [← toNat_mulUpperUU]
    exact toNat_lt64 _
  have iff := isNegative_iff a
  unfold Word.mulUpperSU
  rw [integer8, natural8]
  cases h : isNegative a with
  | true =>
    rw [h] at iff
    have large := iff.mp rfl
    rw [if_pos rfl, if_neg (by omega), toNat_sub64, toNat_mulUpperUU, Int.sub_mul, ← Int.natCast_mul]
    generalize a.toNat * b.toNat = p at bound ⊢
    omega
  | false =>
    rw [h] at iff
    have small : ¬ 0x8000000000000000 ≤ a.toNat := fun le => Bool.false_ne_true (iff.mpr le)
    rw [if_neg Bool.false_ne_true, if_pos (by omega), toNat_mulUpperUU, ← Int.natCast_mul]
    generalize a.toNat * b.toNat = p at bound ⊢
    omega

theorem toNat_mulUpperSS (a b : UInt64) :
    (Word.mulUpperSS a b).toNat = natural 8 (integer 8 a.toNat * integer 8 b.toNat / 0x10000000000000000) := by
  have ha := toNat_lt64 a
  have hb := toNat_lt64 b
  have iff := isNegative_iff b
  unfold Word.mulUpperSS
  cases h : isNegative b with
  | true =>
    rw [h] at iff
    have large := iff.mp rfl
    rw [if_pos rfl, toNat_sub64, toNat_mulUpperSU, integer8 b.toNat, if_neg (by omega), Int.mul_sub]
    generalize e : integer 8 a.toNat * (b.toNat : Int) = p
    rw [natural8, natural8, integer8]
    omega
  | false =>
    rw [h] at iff
    have small : ¬ 0x8000000000000000 ≤ b.toNat := fun le => Bool.false_ne_true (iff.mpr le)
    rw [if_neg Bool.false_ne_true, toNat_mulUpperSU, integer8 b.toNat, if_pos (by omega)]

/-! ## Quotients and remainders -/

theorem eq_zero_iff (b : UInt64) : b = 0 ↔ b.toNat = 0 :=
  ⟨fun e => by rw [e]; rfl, fun e => UInt64.toNat.inj e⟩

theorem toNat_divS64 (a b : UInt64) :
    (Word.divS64 a b).toNat = if b.toNat = 0 then 2 ^ 64 - 1 else natural 8 (quotient (integer 8 a.toNat) (integer 8 b.toNat)) := by
  have ha := toNat_lt64 a
  have hb := toNat_lt64 b
  unfold Word.divS64
  by_cases zero : b.toNat = 0
  · rw [if_pos ((eq_zero_iff b).mpr zero), if_pos zero]
    rfl
  · rw [if_neg fun e => zero ((eq_zero_iff b).mp e), if_neg zero]
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
      · rw [decide_eq_true na, decide_eq_true nb, if_pos (iff_of_true na nb)]
        exact kept
      · rw [decide_eq_true na, decide_eq_false nb, if_neg fun e => nb (e.mp na)]
        exact negated
    · by_cases nb : integer 8 b.toNat < 0
      · rw [decide_eq_false na, decide_eq_true nb, if_neg fun e => na (e.mpr nb)]
        exact negated
      · rw [decide_eq_false na, decide_eq_false nb, if_pos (iff_of_false na nb)]
        exact kept

theorem integer8_eq_zero (b : UInt64) : integer 8 b.toNat = 0 ↔ b.toNat = 0 := by
  have hb := toNat_lt64 b
  rw [integer8]
  omega

theorem toNat_remS64 (a b : UInt64) : (Word.remS64 a b).toNat = natural 8 (remainder (integer 8 a.toNat) (integer 8 b.toNat)) := by
  have ha := toNat_lt64 a
  unfold Word.remS64 remainder
  by_cases zero : b.toNat = 0
  · rw [if_pos ((eq_zero_iff b).mpr zero), if_pos ((integer8_eq_zero b).mpr zero), natural_integer a.toNat_lt]
  · rw [if_neg fun e => zero ((eq_zero_iff b).mp e), if_neg fun e => zero ((integer8_eq_zero b).mp e)]
    dsimp only
    have word : (magnitude a % magnitude b).toNat = (integer 8 a.toNat).natAbs % (integer 8 b.toNat).natAbs := by
      rw [UInt64.toNat_mod, toNat_magnitude, toNat_magnitude]
    have le := Nat.mod_le (integer 8 a.toNat).natAbs (integer 8 b.toNat).natAbs
    have bound : (integer 8 a.toNat).natAbs ≤ 0x8000000000000000 := by
      rw [integer8]
      omega
    rw [isNegative_eq]
    by_cases na : integer 8 a.toNat < 0
    · rw [decide_eq_true na, if_pos rfl, if_pos na, toNat_sub64, word, natural8, show (0 : UInt64).toNat = 0 from rfl]
      generalize (integer 8 a.toNat).natAbs % (integer 8 b.toNat).natAbs = r at le ⊢
      omega
    · rw [decide_eq_false na, if_neg Bool.false_ne_true, if_neg na, word, natural8]
      generalize (integer 8 a.toNat).natAbs % (integer 8 b.toNat).natAbs = r at le ⊢
      omega

end Jar.Pvm
