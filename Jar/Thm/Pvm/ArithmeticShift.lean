import Jar.Pvm.Alu
import Jar.Thm.Pvm.ArithmeticWord

/-!
# Arithmetic: shifts and rotations

The shift and rotate rules of Gray Paper 0.7.2, appendix A.5.13, with the paper's formula on the right: products and floors of quotients by powers of
two, and bits that move around the end.
-/
namespace Jar.Pvm

open Formula

/-- ⌊(−1 − m) ÷ k⌋ = −1 − ⌊m ÷ k⌋. -/
theorem floor_negative (m : Nat) {k : Nat} (pos : 0 < k) : (-1 - (m : Int)) / (k : Int) = -1 - ((m / k : Nat) : Int) := by
  have split := Nat.div_add_mod m k
  have rest := Nat.mod_lt m pos
  generalize m / k = q at split ⊢
  have cast : (k : Int) * (q : Int) = ((k * q : Nat) : Int) := (Int.natCast_mul k q).symm
  apply Int.le_antisymm
  · refine Int.not_lt.mp fun above => ?_
    have least : -(q : Int) ≤ (-1 - (m : Int)) / (k : Int) := by omega
    have scaled := Int.mul_le_mul_of_nonneg_left least (show 0 ≤ (k : Int) by omega)
    have floor := Int.mul_ediv_self_le (x := -1 - (m : Int)) (k := (k : Int)) (by omega)
    rw [Int.mul_neg, cast] at scaled
    omega
  · refine Int.le_ediv_of_mul_le (by omega) ?_
    have e : (-1 - (q : Int)) * (k : Int) = -(k : Int) - ((k * q : Nat) : Int) := by
      rw [Int.sub_mul, ← cast, Int.mul_comm (q : Int), Int.neg_mul, Int.one_mul]
    rw [e]
    omega

theorem toNat_mod64 (n : UInt64) : (n % 64).toNat = n.toNat % 64 := UInt64.toNat_mod n 64

theorem toNat_mod32 (n : UInt64) : (n % 32).toNat = n.toNat % 32 := UInt64.toNat_mod n 32

/-- A right shift by less than 64. -/
theorem toNat_shiftRight {a n : UInt64} (small : n.toNat < 64) : (a >>> n).toNat = a.toNat / 2 ^ n.toNat := by
  rw [UInt64.toNat_shiftRight, Nat.mod_eq_of_lt small, Nat.shiftRight_eq_div_pow]

/-- A left shift by less than 64. -/
theorem toNat_shiftLeft {a n : UInt64} (small : n.toNat < 64) : (a <<< n).toNat = a.toNat * 2 ^ n.toNat % 2 ^ 64 := by
  rw [UInt64.toNat_shiftLeft, Nat.mod_eq_of_lt small, Nat.shiftLeft_eq]

theorem toNat_shiftRightS64 (a n : UInt64) :
    (Word.shiftRightS64 a n).toNat = natural 8 (integer 8 a.toNat / ((2 ^ (n.toNat % 64) : Nat) : Int)) := by
  have amount : (n % 64).toNat < 64 := by
    rw [toNat_mod64]
    omega
  have bound := toNat_lt64 a
  have pos := Nat.two_pow_pos (n.toNat % 64)
  have iff := isNegative_iff a
  unfold Word.shiftRightS64
  cases h : isNegative a with
  | true =>
    rw [h] at iff
    have large := iff.mp rfl
    have e : integer 8 a.toNat = -1 - ((0xffffffffffffffff - a.toNat : Nat) : Int) := by
      rw [integer8]
      omega
    rw [ite_eq_left rfl, toNat_not64, toNat_shiftRight amount, toNat_not64, toNat_mod64, e, floor_negative _ pos, natural8]
    have le := Nat.div_le_self (0xffffffffffffffff - a.toNat) (2 ^ (n.toNat % 64))
    generalize (0xffffffffffffffff - a.toNat) / 2 ^ (n.toNat % 64) = q at le ⊢
    omega
  | false =>
    rw [h] at iff
    have small : ¬ 0x8000000000000000 ≤ a.toNat := fun le => Bool.false_ne_true (iff.mpr le)
    have e : integer 8 a.toNat = (a.toNat : Int) := by
      rw [integer8]
      omega
    rw [ite_eq_right Bool.false_ne_true, toNat_shiftRight amount, toNat_mod64, e, ← Int.natCast_ediv, natural8]
    have le := Nat.div_le_self a.toNat (2 ^ (n.toNat % 64))
    generalize a.toNat / 2 ^ (n.toNat % 64) = q at le ⊢
    omega

namespace BinaryOp

variable (a b : UInt64)

theorem shiftLeft64_eq : (BinaryOp.shiftLeft64.apply a b).toNat = a.toNat * 2 ^ (b.toNat % 64) % 2 ^ 64 := by
  show (a <<< (b % 64)).toNat = _
  rw [toNat_shiftLeft (by rw [toNat_mod64]; omega), toNat_mod64]

theorem shiftRight64_eq : (BinaryOp.shiftRight64.apply a b).toNat = a.toNat / 2 ^ (b.toNat % 64) := by
  show (a >>> (b % 64)).toNat = _
  rw [toNat_shiftRight (by rw [toNat_mod64]; omega), toNat_mod64]

theorem shiftRightS64_eq :
    (BinaryOp.shiftRightS64.apply a b).toNat = natural 8 (integer 8 a.toNat / ((2 ^ (b.toNat % 64) : Nat) : Int)) :=
  toNat_shiftRightS64 a b

theorem shiftLeft32_eq : (BinaryOp.shiftLeft32.apply a b).toNat = extend 4 (a.toNat * 2 ^ (b.toNat % 32) % 2 ^ 32) := by
  show (extend32 (a <<< (b % 32))).toNat = _
  rw [toNat_extend32, toNat_shiftLeft (by rw [toNat_mod32]; omega), toNat_mod32]
  apply congrArg
  generalize a.toNat * 2 ^ (b.toNat % 32) = product
  omega

theorem shiftRight32_eq : (BinaryOp.shiftRight32.apply a b).toNat = extend 4 (a.toNat % 2 ^ 32 / 2 ^ (b.toNat % 32)) := by
  show (extend32 (low32 a >>> (b % 32))).toNat = _
  rw [toNat_extend32, toNat_shiftRight (by rw [toNat_mod32]; omega), toNat_mod32, toNat_low32]
  apply congrArg
  have le := Nat.div_le_self (a.toNat % 0x100000000) (2 ^ (b.toNat % 32))
  exact Nat.mod_eq_of_lt (by omega)

theorem shiftRightS32_eq :
    (BinaryOp.shiftRightS32.apply a b).toNat = natural 8 (integer 4 (a.toNat % 2 ^ 32) / ((2 ^ (b.toNat % 32) : Nat) : Int)) := by
  show (Word.shiftRightS64 (extend32 a) (b % 32)).toNat = _
  have amount : b.toNat % 32 % 64 = b.toNat % 32 := by omega
  rw [toNat_shiftRightS64, toNat_extend32, toNat_mod32, (integer_extend4 (Nat.mod_lt _ (by decide))).1, amount]

/-! ## Rotations -/

/-- What lies at bit `j` after moving up by `k` and adding what falls out. -/
theorem testBit_rotated {x w k j : Nat} (bound : x < 2 ^ w) (less : k ≤ w) (inside : j < w) :
    (x * 2 ^ k % 2 ^ w ||| x / 2 ^ (w - k)).testBit j = if j < k then x.testBit (j + (w - k)) else x.testBit (j - k) := by
  have up := testBit_mul_add (a := x) (Nat.two_pow_pos k) j
  rw [Nat.add_zero, zero_testBit] at up
  rw [Nat.testBit_or, testBit_mod, testBit_div, up, decide_eq_true inside, Bool.true_and]
  by_cases low : j < k
  · rw [ite_eq_left low, ite_eq_left low, Bool.false_or]
  · rw [ite_eq_right low, ite_eq_right low, testBit_of_lt (i := j + (w - k)), Bool.or_false]
    exact Nat.lt_of_lt_of_le bound (Nat.pow_le_pow_right (by decide) (by omega))

/-- Bit `i` moves up to (i + b) mod 64. -/
theorem rotateLeft64_eq {i : Nat} (inside : i < 64) :
    (BinaryOp.rotateLeft64.apply a b).toNat.testBit ((i + b.toNat) % 64) = a.toNat.testBit i := by
  show (Word.rotateLeft64 a b).toNat.testBit ((i + b.toNat) % 64) = _
  have zero : b % 64 = 0 ↔ b.toNat % 64 = 0 := by
    rw [← toNat_mod64]
    exact ⟨fun e => by rw [e]; rfl, fun e => UInt64.toNat.inj e⟩
  unfold Word.rotateLeft64
  by_cases none : b.toNat % 64 = 0
  · rw [ite_eq_left (zero.mpr none), show (i + b.toNat) % 64 = i by omega]
  · have amount : (b % 64).toNat < 64 := by
      rw [toNat_mod64]
      omega
    have rest : (64 - b % 64).toNat = 64 - b.toNat % 64 := by
      rw [toNat_sub64, toNat_mod64, show (64 : UInt64).toNat = 64 from rfl]
      omega
    rw [ite_eq_right fun e => none (zero.mp e), UInt64.toNat_or, toNat_shiftLeft amount, toNat_shiftRight (by rw [rest]; omega), rest, toNat_mod64,
      testBit_rotated a.toNat_lt (by omega) (Nat.mod_lt _ (by decide))]
    split
    · exact congrArg _ (by omega)
    · exact congrArg _ (by omega)

/-- Bit (i + b) mod 64 moves down to `i`. -/
theorem rotateRight64_eq {i : Nat} (inside : i < 64) :
    (BinaryOp.rotateRight64.apply a b).toNat.testBit i = a.toNat.testBit ((i + b.toNat) % 64) := by
  show (Word.rotateRight64 a b).toNat.testBit i = _
  have zero : b % 64 = 0 ↔ b.toNat % 64 = 0 := by
    rw [← toNat_mod64]
    exact ⟨fun e => by rw [e]; rfl, fun e => UInt64.toNat.inj e⟩
  unfold Word.rotateRight64
  by_cases none : b.toNat % 64 = 0
  · rw [ite_eq_left (zero.mpr none), show (i + b.toNat) % 64 = i by omega]
  · have amount : (b % 64).toNat < 64 := by
      rw [toNat_mod64]
      omega
    have rest : (64 - b % 64).toNat = 64 - b.toNat % 64 := by
      rw [toNat_sub64, toNat_mod64, show (64 : UInt64).toNat = 64 from rfl]
      omega
    have rotated := testBit_rotated (k := 64 - b.toNat % 64) a.toNat_lt (by omega) inside
    rw [show 64 - (64 - b.toNat % 64) = b.toNat % 64 by omega] at rotated
    rw [ite_eq_right fun e => none (zero.mp e), UInt64.toNat_or, or_swap, toNat_shiftRight amount, toNat_shiftLeft (by rw [rest]; omega), rest,
      toNat_mod64, rotated]
    split
    · exact congrArg _ (by omega)
    · exact congrArg _ (by omega)

/-- The low 32 bits rotate among themselves, bit `i` up to (i + b) mod 32; the result is extended. -/
theorem rotateLeft32_eq : ∃ x, (BinaryOp.rotateLeft32.apply a b).toNat = extend 4 x ∧ x < 2 ^ 32 ∧
    ∀ i, i < 32 → x.testBit ((i + b.toNat) % 32) = a.toNat.testBit i := by
  have amount : (b % 32).toNat < 64 := by
    rw [toNat_mod32]
    omega
  have rest : (32 - b % 32).toNat = 32 - b.toNat % 32 := by
    rw [toNat_sub64, toNat_mod32, show (32 : UInt64).toNat = 32 from rfl]
    omega
  refine ⟨((low32 a <<< (b % 32)) ||| (low32 a >>> (32 - b % 32))).toNat % 2 ^ 32, toNat_extend32 _, Nat.mod_lt _ (by decide), ?_⟩
  intro i inside
  have bound : a.toNat % 0x100000000 < 2 ^ 32 := Nat.mod_lt _ (by decide)
  rw [UInt64.toNat_or, toNat_shiftLeft amount, toNat_shiftRight (by rw [rest]; omega), rest, toNat_mod32, toNat_low32]
  have j := Nat.mod_lt (i + b.toNat) (show 0 < 32 by decide)
  have whole := testBit_rotated bound (show b.toNat % 32 ≤ 32 by omega) j
  rw [Nat.testBit_or, testBit_mod, decide_eq_true j, Bool.true_and] at whole
  rw [testBit_mod, decide_eq_true j, Bool.true_and, Nat.testBit_or, testBit_mod,
    decide_eq_true (show (i + b.toNat) % 32 < 64 by omega), Bool.true_and, whole]
  have low : (a.toNat % 0x100000000).testBit i = a.toNat.testBit i := by
    rw [show a.toNat % 0x100000000 = a.toNat % 2 ^ 32 from rfl, testBit_mod, decide_eq_true inside, Bool.true_and]
  rw [← low]
  split
  · exact congrArg _ (by omega)
  · exact congrArg _ (by omega)

/-- The low 32 bits rotate among themselves, bit (i + b) mod 32 down to `i`; the result is extended. -/
theorem rotateRight32_eq : ∃ x, (BinaryOp.rotateRight32.apply a b).toNat = extend 4 x ∧ x < 2 ^ 32 ∧
    ∀ i, i < 32 → x.testBit i = a.toNat.testBit ((i + b.toNat) % 32) := by
  have amount : (b % 32).toNat < 64 := by
    rw [toNat_mod32]
    omega
  have rest : (32 - b % 32).toNat = 32 - b.toNat % 32 := by
    rw [toNat_sub64, toNat_mod32, show (32 : UInt64).toNat = 32 from rfl]
    omega
  refine ⟨((low32 a >>> (b % 32)) ||| (low32 a <<< (32 - b % 32))).toNat % 2 ^ 32, toNat_extend32 _, Nat.mod_lt _ (by decide), ?_⟩
  intro i inside
  have bound : a.toNat % 0x100000000 < 2 ^ 32 := Nat.mod_lt _ (by decide)
  rw [UInt64.toNat_or, or_swap, toNat_shiftRight amount, toNat_shiftLeft (by rw [rest]; omega), rest, toNat_mod32, toNat_low32]
  have whole := testBit_rotated (k := 32 - b.toNat % 32) bound (by omega) inside
  rw [show 32 - (32 - b.toNat % 32) = b.toNat % 32 by omega, Nat.testBit_or, testBit_mod, decide_eq_true inside, Bool.true_and] at whole
  rw [testBit_mod, decide_eq_true inside, Bool.true_and, Nat.testBit_or, testBit_mod,
    decide_eq_true (show i < 64 by omega), Bool.true_and, whole]
  have low : (a.toNat % 0x100000000).testBit ((i + b.toNat) % 32) = a.toNat.testBit ((i + b.toNat) % 32) := by
    rw [show a.toNat % 0x100000000 = a.toNat % 2 ^ 32 from rfl, testBit_mod, decide_eq_true (Nat.mod_lt _ (by decide)), Bool.true_and]
  rw [← low]
  split
  · exact congrArg _ (by omega)
  · exact congrArg _ (by omega)

end BinaryOp

end Jar.Pvm
