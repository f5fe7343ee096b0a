import Jar.Pvm.Bits
import Jar.Thm.Pvm.ArithmeticWord

/-!
# Arithmetic: functions of one word

The rules of Gray Paper 0.7.2, appendix A.5.9, with the paper's formula on the right.
-/
namespace Jar.Pvm

open Formula

namespace Formula

/-- Σ of the `n` lowest bits. -/
def bitSum (x : Nat) : (n : Nat) → Nat
  | 0 => 0
  | n + 1 => bitSum x n + if x.testBit n then 1 else 0

/-- Octet `i`, the least significant first. -/
def octet (x i : Nat) : Nat := x / 256 ^ i % 256

theorem bitSum_succ (x n : Nat) : bitSum x (n + 1) = x % 2 + bitSum (x / 2) n := by
  induction n with
  | zero =>
    show 0 + (if x.testBit 0 then 1 else 0) = x % 2 + 0
    rw [Nat.testBit_eq_decide_div_mod_eq, Nat.pow_zero, Nat.div_one]
    by_cases odd : x % 2 = 1
    · rw [decide_eq_true odd, ite_eq_left rfl]
      omega
    · rw [decide_eq_false odd, ite_eq_right Bool.false_ne_true]
      omega
  | succ n ih =>
    have bit : (x / 2).testBit n = x.testBit (n + 1) := by
      have := testBit_div x 1 n
      rw [Nat.pow_one] at this
      exact this
    rw [bitSum, ih, bitSum, bit]
    omega

theorem bitSum_le (x n : Nat) : bitSum x n ≤ n := by
  induction n with
  | zero => exact Nat.le_refl 0
  | succ n ih =>
    rw [bitSum]
    split <;> omega

theorem extend1_eq {x : Nat} (h : x < 2 ^ 8) : extend 1 x = natural 8 (integer 1 x) := by
  rw [natural8]
  show x + x / 0x80 * 0xffffffffffffff00 = ((0x10000000000000000 + (if x < 0x80 then (x : Int) else (x : Int) - 0x100)) % 0x10000000000000000).toNat
  omega

theorem extend2_eq {x : Nat} (h : x < 2 ^ 16) : extend 2 x = natural 8 (integer 2 x) := by
  rw [natural8]
  show x + x / 0x8000 * 0xffffffffffff0000
    = ((0x10000000000000000 + (if x < 0x8000 then (x : Int) else (x : Int) - 0x10000)) % 0x10000000000000000).toNat
  omega

end Formula

/-! ## Counting bits -/

theorem toNat_lowBit (x : UInt64) : (x &&& 1).toNat = x.toNat % 2 := by
  rw [UInt64.toNat_and]
  exact and_ones x.toNat 1

theorem toNat_half (x : UInt64) : (x >>> 1).toNat = x.toNat / 2 := by
  rw [UInt64.toNat_shiftRight]
  exact Nat.shiftRight_eq_div_pow x.toNat 1

theorem toNat_twice (x : UInt64) : (x <<< 1).toNat = x.toNat * 2 % 0x10000000000000000 := by
  rw [UInt64.toNat_shiftLeft]
  exact congrArg (· % 0x10000000000000000) (Nat.shiftLeft_eq x.toNat 1)

theorem toNat_countOnes (x : UInt64) {n : Nat} (few : n ≤ 64) : (countOnes x n).toNat = bitSum x.toNat n := by
  induction n generalizing x with
  | zero => rfl
  | succ n ih =>
    have le := bitSum_le (x.toNat / 2) n
    rw [countOnes, UInt64.toNat_add, toNat_lowBit, ih _ (by omega), toNat_half, bitSum_succ]
    omega

/-- The zeros below the lowest one: as many as there are at the start, at most `n`. -/
theorem trailingZeros_spec (x : UInt64) {n : Nat} (few : n ≤ 64) :
    (trailingZeros x n).toNat ≤ n ∧ (∀ i, i < (trailingZeros x n).toNat → x.toNat.testBit i = false)
      ∧ ((trailingZeros x n).toNat < n → x.toNat.testBit (trailingZeros x n).toNat = true) := by
  induction n generalizing x with
  | zero => exact ⟨Nat.le_refl 0, fun i h => absurd h (Nat.not_lt_zero i), fun h => absurd h (Nat.lt_irrefl 0)⟩
  | succ n ih =>
    have low : x.toNat.testBit 0 = decide (x.toNat % 2 = 1) := by
      rw [Nat.testBit_eq_decide_div_mod_eq, Nat.pow_zero, Nat.div_one]
    have odd_iff : x &&& 1 = 1 ↔ x.toNat % 2 = 1 := by
      rw [← toNat_lowBit]
      exact ⟨fun e => by rw [e]; rfl, fun e => UInt64.toNat.inj e⟩
    have shift : ∀ i, (x >>> 1).toNat.testBit i = x.toNat.testBit (i + 1) := by
      intro i
      rw [toNat_half]
      have := testBit_div x.toNat 1 i
      rw [Nat.pow_one] at this
      exact this
    unfold trailingZeros
    by_cases odd : x.toNat % 2 = 1
    · rw [ite_eq_left (odd_iff.mpr odd)]
      refine ⟨Nat.zero_le _, fun i h => absurd h (Nat.not_lt_zero i), fun _ => ?_⟩
      show x.toNat.testBit 0 = true
      rw [low, decide_eq_true odd]
    · obtain ⟨h1, h2, h3⟩ := ih (x >>> 1) (by omega)
      have value : (1 + trailingZeros (x >>> 1) n).toNat = (trailingZeros (x >>> 1) n).toNat + 1 := by
        rw [UInt64.toNat_add, show (1 : UInt64).toNat = 1 from rfl]
        omega
      rw [ite_eq_right fun e => odd (odd_iff.mp e), value]
      refine ⟨by omega, ?_, ?_⟩
      · intro i hi
        cases i with
        | zero => rw [low, decide_eq_false odd]
        | succ i =>
          rw [← shift]
          exact h2 i (by omega)
      · intro less
        rw [← shift]
        exact h3 (by omega)

/-- The zeros above the highest one: as many as there are from the top on, at most `n`. -/
theorem leadingZeros_spec (x : UInt64) {n : Nat} (few : n ≤ 64) :
    (leadingZeros x n).toNat ≤ n ∧ (∀ i, i < (leadingZeros x n).toNat → x.toNat.testBit (63 - i) = false)
      ∧ ((leadingZeros x n).toNat < n → x.toNat.testBit (63 - (leadingZeros x n).toNat) = true) := by
  induction n generalizing x with
  | zero => exact ⟨Nat.le_refl 0, fun i h => absurd h (Nat.not_lt_zero i), fun h => absurd h (Nat.lt_irrefl 0)⟩
  | succ n ih =>
    have bound := toNat_lt64 x
    have top : x.toNat.testBit 63 = isNegative x := by
      rw [Nat.testBit_eq_decide_div_mod_eq, isNegative_eq, integer8]
      by_cases large : 0x8000000000000000 ≤ x.toNat
      · rw [decide_eq_true (by omega), decide_eq_true (by omega)]
      · rw [decide_eq_false (by omega), decide_eq_false (by omega)]
    have shift : ∀ i, i < 63 → (x <<< 1).toNat.testBit (63 - i) = x.toNat.testBit (63 - (i + 1)) := by
      intro i hi
      have moved := testBit_mul_add (a := x.toNat) (Nat.two_pow_pos 1) (63 - i)
      rw [Nat.add_zero, Nat.pow_one, ite_eq_right (by omega)] at moved
      rw [toNat_twice, show x.toNat * 2 % 0x10000000000000000 = x.toNat * 2 % 2 ^ 64 from rfl, testBit_mod, decide_eq_true (by omega), Bool.true_and,
        moved]
      exact congrArg _ (by omega)
    unfold leadingZeros
    cases negative : isNegative x with
    | true =>
      rw [ite_eq_left rfl]
      refine ⟨Nat.zero_le _, fun i h => absurd h (Nat.not_lt_zero i), fun _ => ?_⟩
      exact top.trans negative
    | false =>
      obtain ⟨h1, h2, h3⟩ := ih (x <<< 1) (by omega)
      have value : (1 + leadingZeros (x <<< 1) n).toNat = (leadingZeros (x <<< 1) n).toNat + 1 := by
        rw [UInt64.toNat_add, show (1 : UInt64).toNat = 1 from rfl]
        omega
      rw [ite_eq_right Bool.false_ne_true, value]
      refine ⟨by omega, ?_, ?_⟩
      · intro i hi
        cases i with
        | zero => exact top.trans negative
        | succ i =>
          rw [← shift i (by omega)]
          exact h2 i (by omega)
      · intro less
        rw [← shift _ (by omega)]
        exact h3 (by omega)

/-! ## Reversing octets -/

theorem octet_push (x y i : Nat) (h : y < 256) : octet (x * 256 + y) i = if i = 0 then y else octet x (i - 1) := by
  unfold octet
  cases i with
  | zero =>
    rw [Nat.pow_zero, Nat.div_one, ite_eq_left rfl]
    omega
  | succ i =>
    rw [ite_eq_right (Nat.succ_ne_zero i), Nat.add_sub_cancel, Nat.pow_succ, Nat.mul_comm (256 ^ i), ← Nat.div_div_eq_div_mul,
      show (x * 256 + y) / 256 = x by omega]

theorem octet_rest (x i : Nat) : octet (x / 256) i = octet x (i + 1) := by
  unfold octet
  rw [Nat.div_div_eq_div_mul, Nat.pow_succ, Nat.mul_comm]

theorem reverseOctets_spec (x acc : UInt64) {n : Nat} (few : n ≤ 8) (room : acc.toNat < 256 ^ (8 - n)) (i : Nat) :
    octet (reverseOctets x acc n).toNat i = if i < n then octet x.toNat (n - 1 - i) else octet acc.toNat (i - n) := by
  induction n generalizing x acc with
  | zero =>
    rw [ite_eq_right (Nat.not_lt_zero i)]
    rfl
  | succ n ih =>
    have e : 8 - n = 8 - (n + 1) + 1 := by omega
    have most : 256 ^ (8 - (n + 1)) ≤ 256 ^ 7 := Nat.pow_le_pow_right (by decide) (by omega)
    have pushed : (acc * 256 + x % 256).toNat = acc.toNat * 256 + x.toNat % 256 := by
      rw [UInt64.toNat_add, UInt64.toNat_mul, UInt64.toNat_mod, show (256 : UInt64).toNat = 256 from rfl]
      omega
    have divided : (x / 256).toNat = x.toNat / 256 := UInt64.toNat_div x 256
    have room' : (acc * 256 + x % 256).toNat < 256 ^ (8 - n) := by
      rw [pushed, e, Nat.pow_succ]
      omega
    rw [reverseOctets, ih _ _ (by omega) room', pushed, divided, octet_rest, octet_push _ _ _ (Nat.mod_lt _ (by decide))]
    by_cases below : i < n
    · rw [ite_eq_left below, ite_eq_left (by omega)]
      exact congrArg _ (by omega)
    · rw [ite_eq_right below]
      by_cases here : i = n
      · subst here
        rw [ite_eq_left (Nat.sub_self i), ite_eq_left (Nat.lt_succ_self i), show i + 1 - 1 - i = 0 by omega]
        unfold octet
        rw [Nat.pow_zero, Nat.div_one]
      · rw [ite_eq_right (by omega), ite_eq_right (by omega)]
        exact congrArg _ (by omega)

namespace UnaryOp

variable (a : UInt64)

theorem countSetBits64_eq : (UnaryOp.countSetBits64.apply a).toNat = bitSum a.toNat 64 := toNat_countOnes a (by decide)

theorem countSetBits32_eq : (UnaryOp.countSetBits32.apply a).toNat = bitSum a.toNat 32 := toNat_countOnes a (by decide)

/-- The greatest n ≤ 64 such that the n highest bits are zero. -/
theorem leadingZeroBits64_eq : (UnaryOp.leadingZeroBits64.apply a).toNat ≤ 64
    ∧ (∀ i, i < (UnaryOp.leadingZeroBits64.apply a).toNat → a.toNat.testBit (63 - i) = false)
    ∧ ((UnaryOp.leadingZeroBits64.apply a).toNat < 64 → a.toNat.testBit (63 - (UnaryOp.leadingZeroBits64.apply a).toNat) = true) :=
  leadingZeros_spec a (by decide)

/-- The greatest n ≤ 32 such that the n highest of the 32 low bits are zero. -/
theorem leadingZeroBits32_eq : (UnaryOp.leadingZeroBits32.apply a).toNat ≤ 32
    ∧ (∀ i, i < (UnaryOp.leadingZeroBits32.apply a).toNat → a.toNat.testBit (31 - i) = false)
    ∧ ((UnaryOp.leadingZeroBits32.apply a).toNat < 32 → a.toNat.testBit (31 - (UnaryOp.leadingZeroBits32.apply a).toNat) = true) := by
  have moved : ∀ i, i < 32 → (a <<< 32).toNat.testBit (63 - i) = a.toNat.testBit (31 - i) := by
    intro i hi
    have up := testBit_mul_add (a := a.toNat) (Nat.two_pow_pos 32) (63 - i)
    rw [Nat.add_zero, ite_eq_right (by omega)] at up
    have value : (a <<< 32).toNat = a.toNat * 2 ^ 32 % 2 ^ 64 := by
      rw [UInt64.toNat_shiftLeft]
      exact congrArg (· % 2 ^ 64) (Nat.shiftLeft_eq a.toNat 32)
    rw [value, testBit_mod, decide_eq_true (by omega), Bool.true_and, up]
    exact congrArg _ (by omega)
  obtain ⟨h1, h2, h3⟩ := leadingZeros_spec (a <<< 32) (n := 32) (by decide)
  refine ⟨h1, fun i hi => ?_, fun less => ?_⟩
  · rw [← moved i (Nat.lt_of_lt_of_le hi h1)]
    exact h2 i hi
  · rw [← moved _ less]
    exact h3 less

/-- The greatest n ≤ 64 such that the n lowest bits are zero. -/
theorem trailingZeroBits64_eq : (UnaryOp.trailingZeroBits64.apply a).toNat ≤ 64
    ∧ (∀ i, i < (UnaryOp.trailingZeroBits64.apply a).toNat → a.toNat.testBit i = false)
    ∧ ((UnaryOp.trailingZeroBits64.apply a).toNat < 64 → a.toNat.testBit (UnaryOp.trailingZeroBits64.apply a).toNat = true) :=
  trailingZeros_spec a (by decide)

/-- The greatest n ≤ 32 such that the n lowest bits are zero. -/
theorem trailingZeroBits32_eq : (UnaryOp.trailingZeroBits32.apply a).toNat ≤ 32
    ∧ (∀ i, i < (UnaryOp.trailingZeroBits32.apply a).toNat → a.toNat.testBit i = false)
    ∧ ((UnaryOp.trailingZeroBits32.apply a).toNat < 32 → a.toNat.testBit (UnaryOp.trailingZeroBits32.apply a).toNat = true) :=
  trailingZeros_spec a (by decide)

theorem signExtend8_eq : (UnaryOp.signExtend8.apply a).toNat = natural 8 (integer 1 (a.toNat % 2 ^ 8)) := by
  have bound : a.toNat % 2 ^ 8 < 2 ^ 8 := Nat.mod_lt _ (by decide)
  rw [← extend1_eq bound, ← show (a % 0x100).toNat = a.toNat % 2 ^ 8 from UInt64.toNat_mod a 0x100] at *
  exact signExtend_eq (n := 1) (by decide) (by decide) rfl bound

theorem signExtend16_eq : (UnaryOp.signExtend16.apply a).toNat = natural 8 (integer 2 (a.toNat % 2 ^ 16)) := by
  have bound : a.toNat % 2 ^ 16 < 2 ^ 16 := Nat.mod_lt _ (by decide)
  rw [← extend2_eq bound, ← show (a % 0x10000).toNat = a.toNat % 2 ^ 16 from UInt64.toNat_mod a 0x10000] at *
  exact signExtend_eq (n := 2) (by decide) (by decide) rfl bound

theorem zeroExtend16_eq : (UnaryOp.zeroExtend16.apply a).toNat = a.toNat % 2 ^ 16 := UInt64.toNat_mod a 0x10000

/-- Octet `i` becomes octet 7 − i. -/
theorem reverseBytes_eq {i : Nat} (inside : i < 8) : octet (UnaryOp.reverseBytes.apply a).toNat i = octet a.toNat (7 - i) := by
  have := reverseOctets_spec a 0 (n := 8) (by decide) (by decide) i
  rw [ite_eq_left inside] at this
  exact this

end UnaryOp

end Jar.Pvm
