import Jar.Pvm.Alu
import Jar.Thm.Pvm.ArithmeticWord

/-!
# Arithmetic: sums, products, comparisons, shifts

The rules of Gray Paper 0.7.2, appendix A.5.13, with the paper's formula on the right. The same operations serve A.5.10, where the second operand is an
immediate.
-/
namespace Jar.Pvm

open Formula

variable (a b : UInt64)

/-! ## Conditions -/

theorem toNat_ofBool (c : Bool) : (ofBool c).toNat = if c then 1 else 0 := by
  cases c <;> rfl

/-- **`signedLess` compares Z₈.** -/
theorem signedLess_eq : signedLess a b = decide (integer 8 a.toNat < integer 8 b.toNat) := by
  have ha := toNat_lt64 a
  have hb := toNat_lt64 b
  have order : a + signBit < b + signBit ↔ integer 8 a.toNat < integer 8 b.toNat := by
    rw [UInt64.lt_iff_toNat_lt, UInt64.toNat_add, UInt64.toNat_add, show signBit.toNat = 0x8000000000000000 from rfl, integer8, integer8]
    omega
  unfold signedLess
  cases h : decide (a + signBit < b + signBit) with
  | true => exact (decide_eq_true (order.mp (of_decide_eq_true h))).symm
  | false => exact (decide_eq_false fun less => of_decide_eq_false h (order.mpr less)).symm

/-- The conditions of branches and moves, between naturals and between integers. -/
theorem Condition.holds_eq (condition : Condition) : condition.holds a b = match condition with
    | .eq => decide (a.toNat = b.toNat)
    | .ne => decide (a.toNat ≠ b.toNat)
    | .ltU => decide (a.toNat < b.toNat)
    | .leU => decide (a.toNat ≤ b.toNat)
    | .geU => decide (b.toNat ≤ a.toNat)
    | .gtU => decide (b.toNat < a.toNat)
    | .ltS => decide (integer 8 a.toNat < integer 8 b.toNat)
    | .leS => decide (integer 8 a.toNat ≤ integer 8 b.toNat)
    | .geS => decide (integer 8 b.toNat ≤ integer 8 a.toNat)
    | .gtS => decide (integer 8 b.toNat < integer 8 a.toNat) := by
  have not_less : ∀ x y : Int, (!decide (x < y)) = decide (y ≤ x) := by
    intro x y
    by_cases h : x < y
    · rw [decide_eq_true h, decide_eq_false (Int.not_le.mpr h)]
      rfl
    · rw [decide_eq_false h, decide_eq_true (Int.not_lt.mp h)]
      rfl
  have same : (a == b) = decide (a.toNat = b.toNat) := by
    by_cases h : a.toNat = b.toNat
    · have e := UInt64.toNat.inj h
      subst e
      rw [decide_eq_true rfl]
      exact decide_eq_true (rfl : a = a)
    · rw [decide_eq_false h]
      exact decide_eq_false fun e => h (congrArg UInt64.toNat e)
  cases condition with
  | eq => exact same
  | ne =>
    show (!(a == b)) = _
    rw [same]
    by_cases h : a.toNat = b.toNat
    · rw [decide_eq_true h, decide_eq_false fun n => n h]
      rfl
    · rw [decide_eq_false h, decide_eq_true h]
      rfl
  | ltU => rfl
  | leU => rfl
  | geU => rfl
  | gtU => rfl
  | ltS => exact signedLess_eq a b
  | leS =>
    show (!signedLess b a) = _
    rw [signedLess_eq, not_less]
  | geS =>
    show (!signedLess a b) = _
    rw [signedLess_eq, not_less]
  | gtS => exact signedLess_eq b a

namespace BinaryOp

/-! ## Sums, differences, products -/

theorem add64_eq : (BinaryOp.add64.apply a b).toNat = (a.toNat + b.toNat) % 2 ^ 64 := UInt64.toNat_add a b

theorem sub64_eq : (BinaryOp.sub64.apply a b).toNat = (a.toNat + 2 ^ 64 - b.toNat) % 2 ^ 64 := by
  have := toNat_lt64 b
  rw [show (BinaryOp.sub64.apply a b).toNat = (a - b).toNat from rfl, toNat_sub64]
  omega

theorem mul64_eq : (BinaryOp.mul64.apply a b).toNat = a.toNat * b.toNat % 2 ^ 64 := UInt64.toNat_mul a b

theorem add32_eq : (BinaryOp.add32.apply a b).toNat = extend 4 ((a.toNat + b.toNat) % 2 ^ 32) := by
  rw [show BinaryOp.add32.apply a b = extend32 (a + b) from rfl, toNat_extend32, UInt64.toNat_add]
  apply congrArg
  omega

theorem sub32_eq : (BinaryOp.sub32.apply a b).toNat = extend 4 ((a.toNat + 2 ^ 32 - b.toNat % 2 ^ 32) % 2 ^ 32) := by
  have := toNat_lt64 b
  rw [show BinaryOp.sub32.apply a b = extend32 (a - b) from rfl, toNat_extend32, toNat_sub64]
  apply congrArg
  omega

theorem mul32_eq : (BinaryOp.mul32.apply a b).toNat = extend 4 (a.toNat * b.toNat % 2 ^ 32) := by
  rw [show BinaryOp.mul32.apply a b = extend32 (a * b) from rfl, toNat_extend32, UInt64.toNat_mul]
  apply congrArg
  generalize a.toNat * b.toNat = product
  omega

/-! ## Comparisons -/

theorem setLtU_eq : (BinaryOp.setLtU.apply a b).toNat = if a.toNat < b.toNat then 1 else 0 := by
  show (ofBool (decide (a < b))).toNat = _
  rw [toNat_ofBool]
  by_cases less : a.toNat < b.toNat
  · rw [ite_eq_left less, decide_eq_true (UInt64.lt_iff_toNat_lt.mpr less), ite_eq_left rfl]
  · rw [ite_eq_right less, decide_eq_false fun h => less (UInt64.lt_iff_toNat_lt.mp h), ite_eq_right Bool.false_ne_true]

theorem setLtS_eq : (BinaryOp.setLtS.apply a b).toNat = if integer 8 a.toNat < integer 8 b.toNat then 1 else 0 := by
  show (ofBool (signedLess a b)).toNat = _
  rw [toNat_ofBool, signedLess_eq]
  by_cases less : integer 8 a.toNat < integer 8 b.toNat
  · rw [ite_eq_left less, decide_eq_true less, ite_eq_left rfl]
  · rw [ite_eq_right less, decide_eq_false less, ite_eq_right Bool.false_ne_true]

theorem maxU_eq : (BinaryOp.maxU.apply a b).toNat = max a.toNat b.toNat := by
  show (if a < b then b else a).toNat = _
  by_cases less : a.toNat < b.toNat
  · rw [ite_eq_left (UInt64.lt_iff_toNat_lt.mpr less)]
    omega
  · rw [ite_eq_right fun h => less (UInt64.lt_iff_toNat_lt.mp h)]
    omega

theorem minU_eq : (BinaryOp.minU.apply a b).toNat = min a.toNat b.toNat := by
  show (if b < a then b else a).toNat = _
  by_cases less : b.toNat < a.toNat
  · rw [ite_eq_left (UInt64.lt_iff_toNat_lt.mpr less)]
    omega
  · rw [ite_eq_right fun h => less (UInt64.lt_iff_toNat_lt.mp h)]
    omega

theorem maxS_eq : (BinaryOp.maxS.apply a b).toNat = natural 8 (max (integer 8 a.toNat) (integer 8 b.toNat)) := by
  have ha := natural_integer a.toNat_lt
  have hb := natural_integer b.toNat_lt
  show (if signedLess a b then b else a).toNat = _
  rw [signedLess_eq]
  by_cases less : integer 8 a.toNat < integer 8 b.toNat
  · rw [decide_eq_true less, ite_eq_left rfl, Int.max_def, ite_eq_left (Int.le_of_lt less), hb]
  · rw [decide_eq_false less, ite_eq_right Bool.false_ne_true, Int.max_def]
    by_cases same : integer 8 a.toNat ≤ integer 8 b.toNat
    · rw [ite_eq_left same, ← Int.le_antisymm same (Int.not_lt.mp less), ha]
    · rw [ite_eq_right same, ha]

theorem minS_eq : (BinaryOp.minS.apply a b).toNat = natural 8 (min (integer 8 a.toNat) (integer 8 b.toNat)) := by
  have ha := natural_integer a.toNat_lt
  have hb := natural_integer b.toNat_lt
  show (if signedLess b a then b else a).toNat = _
  rw [signedLess_eq]
  by_cases less : integer 8 b.toNat < integer 8 a.toNat
  · rw [decide_eq_true less, ite_eq_left rfl, Int.min_def, ite_eq_right (Int.not_le.mpr less), hb]
  · rw [decide_eq_false less, ite_eq_right Bool.false_ne_true, Int.min_def, ite_eq_left (Int.not_lt.mp less), ha]

/-! ## Bits -/

theorem and_eq (i : Nat) : (BinaryOp.and.apply a b).toNat.testBit i = (a.toNat.testBit i && b.toNat.testBit i) := by
  show (a &&& b).toNat.testBit i = _
  rw [UInt64.toNat_and, Nat.testBit_and]

theorem or_eq (i : Nat) : (BinaryOp.or.apply a b).toNat.testBit i = (a.toNat.testBit i || b.toNat.testBit i) := by
  show (a ||| b).toNat.testBit i = _
  rw [UInt64.toNat_or, Nat.testBit_or]

theorem xor_eq (i : Nat) : (BinaryOp.xor.apply a b).toNat.testBit i = (a.toNat.testBit i ^^ b.toNat.testBit i) := by
  show (a ^^^ b).toNat.testBit i = _
  rw [UInt64.toNat_xor, Nat.testBit_xor]

theorem testBit_not (x : UInt64) {i : Nat} (inside : i < 64) : (~~~x).toNat.testBit i = !x.toNat.testBit i := by
  rw [toNat_not64]
  exact testBit_complement x.toNat_lt inside

theorem andInv_eq {i : Nat} (inside : i < 64) :
    (BinaryOp.andInv.apply a b).toNat.testBit i = (a.toNat.testBit i && !b.toNat.testBit i) := by
  show (a &&& ~~~b).toNat.testBit i = _
  rw [UInt64.toNat_and, Nat.testBit_and, testBit_not b inside]

theorem orInv_eq {i : Nat} (inside : i < 64) :
    (BinaryOp.orInv.apply a b).toNat.testBit i = (a.toNat.testBit i || !b.toNat.testBit i) := by
  show (a ||| ~~~b).toNat.testBit i = _
  rw [UInt64.toNat_or, Nat.testBit_or, testBit_not b inside]

theorem xnor_eq {i : Nat} (inside : i < 64) :
    (BinaryOp.xnor.apply a b).toNat.testBit i = !(a.toNat.testBit i ^^ b.toNat.testBit i) := by
  show (~~~(a ^^^ b)).toNat.testBit i = _
  rw [testBit_not _ inside, UInt64.toNat_xor, Nat.testBit_xor]

end BinaryOp

end Jar.Pvm
