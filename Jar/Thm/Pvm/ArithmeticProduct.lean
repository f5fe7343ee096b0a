import Jar.Pvm.Alu
import Jar.Thm.Pvm.ArithmeticWord

/-!
# Arithmetic: upper halves of products

The rules `mul_upper_…` of Gray Paper 0.7.2, appendix A.5.13: the floor of the exact product over 2^64.
-/
namespace Jar.Pvm

open Formula

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
    rw [ite_eq_left rfl, ite_eq_right (by omega), toNat_sub64, toNat_mulUpperUU, Int.sub_mul, ← Int.natCast_mul]
    generalize a.toNat * b.toNat = p at bound ⊢
    omega
  | false =>
    rw [h] at iff
    have small : ¬ 0x8000000000000000 ≤ a.toNat := fun le => Bool.false_ne_true (iff.mpr le)
    rw [ite_eq_right Bool.false_ne_true, ite_eq_left (by omega), toNat_mulUpperUU, ← Int.natCast_mul]
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
    rw [ite_eq_left rfl, toNat_sub64, toNat_mulUpperSU, integer8 b.toNat, ite_eq_right (by omega), Int.mul_sub]
    generalize e : integer 8 a.toNat * (b.toNat : Int) = p
    rw [natural8, natural8, integer8]
    omega
  | false =>
    rw [h] at iff
    have small : ¬ 0x8000000000000000 ≤ b.toNat := fun le => Bool.false_ne_true (iff.mpr le)
    rw [ite_eq_right Bool.false_ne_true, toNat_mulUpperSU, integer8 b.toNat, ite_eq_left (by omega)]

namespace BinaryOp

variable (a b : UInt64)

theorem mulUpperUU_eq : (BinaryOp.mulUpperUU.apply a b).toNat = a.toNat * b.toNat / 2 ^ 64 := toNat_mulUpperUU a b

theorem mulUpperSU_eq : (BinaryOp.mulUpperSU.apply a b).toNat = natural 8 (integer 8 a.toNat * (b.toNat : Int) / 2 ^ 64) :=
  toNat_mulUpperSU a b

theorem mulUpperSS_eq : (BinaryOp.mulUpperSS.apply a b).toNat = natural 8 (integer 8 a.toNat * integer 8 b.toNat / 2 ^ 64) :=
  toNat_mulUpperSS a b

end BinaryOp

end Jar.Pvm
