import Jar.Data.Word
import Jar.Thm.Data.Bits

/-!
# Arithmetic: words and integers

The functions of Gray Paper 0.7.2, appendix A.4 and A.5, on exact integers (Z, its inverse, X, rtz, smod), and that the model's operations on words of 64
bits compute them.
-/
namespace Jar.Pvm.Formula

/-- Zₙ: the integer of a natural below 2^(8n) in two's complement. -/
def integer (n a : Nat) : Int := if a < 2 ^ (8 * n - 1) then (a : Int) else (a : Int) - (2 ^ (8 * n) : Nat)

/-- Zₙ⁻¹: the natural below 2^(8n) of an integer. -/
def natural (n : Nat) (a : Int) : Nat := ((((2 ^ (8 * n) : Nat) : Int) + a) % ((2 ^ (8 * n) : Nat) : Int)).toNat

/-- Xₙ: the natural below 2^64 of the same integer as a natural below 2^(8n). -/
def extend (n x : Nat) : Nat := x + x / 2 ^ (8 * n - 1) * (2 ^ 64 - 2 ^ (8 * n))

/-- rtz(a ÷ b): the quotient of the magnitudes, with the sign of the exact quotient. -/
def quotient (a b : Int) : Int :=
  if a < 0 ↔ b < 0 then ((a.natAbs / b.natAbs : Nat) : Int) else -((a.natAbs / b.natAbs : Nat) : Int)

/-- smod(a, b): the remainder of the magnitudes, with the sign of a; a if b = 0. -/
def remainder (a b : Int) : Int :=
  if b = 0 then a else if a < 0 then -((a.natAbs % b.natAbs : Nat) : Int) else ((a.natAbs % b.natAbs : Nat) : Int)

/-! ## The formulas for the widths in use, with their numbers -/

theorem integer4 (a : Nat) : integer 4 a = if a < 0x80000000 then (a : Int) else (a : Int) - 0x100000000 := rfl

theorem integer8 (a : Nat) : integer 8 a = if a < 0x8000000000000000 then (a : Int) else (a : Int) - 0x10000000000000000 := rfl

theorem natural8 (a : Int) : natural 8 a = ((0x10000000000000000 + a) % 0x10000000000000000).toNat := rfl

theorem extend4 (x : Nat) : extend 4 x = x + x / 0x80000000 * 0xffffffff00000000 := rfl

theorem extend8 (x : Nat) : extend 8 x = x + x / 0x8000000000000000 * 0 := rfl

/-- Z₈⁻¹ inverts Z₈. -/
theorem natural_integer {a : Nat} (h : a < 2 ^ 64) : natural 8 (integer 8 a) = a := by
  rw [integer8, natural8]
  omega

/-- Z₈ inverts Z₈⁻¹. -/
theorem integer_natural {a : Int} (low : -0x8000000000000000 ≤ a) (high : a < 0x8000000000000000) : integer 8 (natural 8 a) = a := by
  rw [integer8, natural8]
  omega

/-- Sign extension keeps the integer. -/
theorem integer_extend4 {x : Nat} (h : x < 2 ^ 32) : integer 8 (extend 4 x) = integer 4 x ∧ extend 4 x < 2 ^ 64 := by
  rw [integer8, extend4, integer4]
  omega

/-- X₄ is Z₈⁻¹ of Z₄. -/
theorem extend4_eq {x : Nat} (h : x < 2 ^ 32) : extend 4 x = natural 8 (integer 4 x) := by
  rw [natural8, extend4, integer4]
  omega

end Jar.Pvm.Formula

namespace Jar

open Pvm.Formula

theorem toNat_lt64 (x : UInt64) : x.toNat < 0x10000000000000000 := x.toNat_lt

theorem toNat_sub64 (a b : UInt64) : (a - b).toNat = (0x10000000000000000 - b.toNat + a.toNat) % 0x10000000000000000 := UInt64.toNat_sub a b

theorem toNat_not64 (a : UInt64) : (~~~a).toNat = 0xffffffffffffffff - a.toNat := UInt64.toNat_not a

/-- `low32` is the remainder by 2^32. -/
theorem toNat_low32 (x : UInt64) : (low32 x).toNat = x.toNat % 0x100000000 := by
  rw [low32, UInt64.toNat_and]
  exact and_ones x.toNat 32

theorem isNegative_iff (x : UInt64) : isNegative x = true ↔ 0x8000000000000000 ≤ x.toNat := by
  unfold isNegative
  rw [decide_eq_true_eq, UInt64.le_iff_toNat_le]
  exact Iff.rfl

/-- `isNegative` is the sign of Z₈. -/
theorem isNegative_eq (x : UInt64) : isNegative x = decide (integer 8 x.toNat < 0) := by
  have bound := toNat_lt64 x
  have iff := isNegative_iff x
  rw [integer8]
  cases h : isNegative x with
  | true =>
    rw [h] at iff
    have := iff.mp rfl
    exact (decide_eq_true (by omega)).symm
  | false =>
    rw [h] at iff
    have : ¬ 0x8000000000000000 ≤ x.toNat := fun le => Bool.false_ne_true (iff.mpr le)
    exact (decide_eq_false (by omega)).symm

/-- **`signed` is Z₈.** -/
theorem signed_eq (x : UInt64) : signed x = integer 8 x.toNat := by
  have bound := toNat_lt64 x
  have iff := isNegative_iff x
  unfold signed
  rw [integer8]
  cases h : isNegative x with
  | true =>
    rw [h] at iff
    have := iff.mp rfl
    rw [ite_eq_left rfl, toNat_not64]
    omega
  | false =>
    rw [h] at iff
    have : ¬ 0x8000000000000000 ≤ x.toNat := fun le => Bool.false_ne_true (iff.mpr le)
    rw [ite_eq_right Bool.false_ne_true, Int.ofNat_eq_natCast]
    omega

/-- **`magnitude` is |Z₈|.** -/
theorem toNat_magnitude (x : UInt64) : (magnitude x).toNat = (integer 8 x.toNat).natAbs := by
  have bound := toNat_lt64 x
  have iff := isNegative_iff x
  unfold magnitude
  rw [integer8]
  cases h : isNegative x with
  | true =>
    rw [h] at iff
    have := iff.mp rfl
    rw [ite_eq_left rfl, toNat_sub64, show (0 : UInt64).toNat = 0 from rfl]
    omega
  | false =>
    rw [h] at iff
    have : ¬ 0x8000000000000000 ≤ x.toNat := fun le => Bool.false_ne_true (iff.mpr le)
    rw [ite_eq_right Bool.false_ne_true]
    omega

/-- Sign extension of `k + 1` bits. -/
theorem toNat_signExtend {bits x : UInt64} {k : Nat} (width : bits.toNat = k + 1) (small : k < 64) (h : x.toNat < 2 ^ (k + 1)) :
    (signExtend bits x).toNat = if x.toNat < 2 ^ k then x.toNat else x.toNat + 2 ^ 64 - 2 ^ (k + 1) := by
  have nonzero : bits ≠ 0 := by
    intro zero
    rw [zero] at width
    cases width
  have less : (1 : UInt64) ≤ bits := UInt64.le_iff_toNat_le.mpr (by rw [width]; exact Nat.le_add_left 1 k)
  have top : 2 ^ k ≤ 2 ^ 63 := Nat.pow_le_pow_right (by decide) (by omega)
  have sign : (1 <<< (bits - 1) : UInt64).toNat = 2 ^ k := by
    rw [UInt64.toNat_shiftLeft, UInt64.toNat_sub_of_le _ _ less, width, show (1 : UInt64).toNat = 1 from rfl, Nat.add_sub_cancel,
      Nat.mod_eq_of_lt small, Nat.shiftLeft_eq, Nat.one_mul]
    exact Nat.mod_eq_of_lt (by omega)
  unfold signExtend
  rw [ite_eq_right nonzero]
  dsimp only
  rw [UInt64.toNat_sub, UInt64.toNat_xor, sign, xor_top h]
  rw [Nat.pow_succ] at h ⊢
  by_cases low : x.toNat < 2 ^ k
  · rw [ite_eq_left low, ite_eq_left low]
    omega
  · rw [ite_eq_right low, ite_eq_right low]
    omega

/-- **`signExtend` is Xₙ**, for every number of octets from 1 to 8. -/
theorem signExtend_eq {n : Nat} (least : 1 ≤ n) (most : n ≤ 8) {bits x : UInt64} (width : bits.toNat = 8 * n) (h : x.toNat < 2 ^ (8 * n)) :
    (signExtend bits x).toNat = extend n x.toNat := by
  have e : 8 * n = 8 * n - 1 + 1 := by omega
  rw [e] at width h
  rw [toNat_signExtend width (by omega) h]
  unfold extend
  have top : 2 ^ (8 * n - 1) ≤ 2 ^ 63 := Nat.pow_le_pow_right (by decide) (by omega)
  have pos := Nat.two_pow_pos (8 * n - 1)
  have twice : 2 ^ (8 * n) = 2 ^ (8 * n - 1) * 2 := by
    rw [← Nat.pow_succ]
    exact congrArg (2 ^ ·) e
  rw [Nat.pow_succ] at h ⊢
  rw [twice]
  by_cases low : x.toNat < 2 ^ (8 * n - 1)
  · rw [ite_eq_left low, Nat.div_eq_of_lt low, Nat.zero_mul]
    rfl
  · have one : x.toNat / 2 ^ (8 * n - 1) = 1 := by
      apply Nat.le_antisymm
      · exact Nat.le_of_lt_succ ((Nat.div_lt_iff_lt_mul pos).mpr (by omega))
      · exact (Nat.le_div_iff_mul_le pos).mpr (by omega)
    rw [ite_eq_right low, one, Nat.one_mul]
    omega

/-- **`extend32` is X₄ of the low 32 bits.** -/
theorem toNat_extend32 (x : UInt64) : (extend32 x).toNat = extend 4 (x.toNat % 2 ^ 32) := by
  have bound : (low32 x).toNat < 2 ^ (8 * 4) := by
    rw [toNat_low32]
    exact Nat.mod_lt _ (by decide)
  rw [extend32, signExtend_eq (n := 4) (by decide) (by decide) rfl bound, toNat_low32]

end Jar
