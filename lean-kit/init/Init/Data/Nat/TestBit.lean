prelude
import Init.Omega.Int
import Init.Data.Nat.Simproc
/-! Bits of naturals, and of the bit operations. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v w

namespace Boot.Nat
/-- Bit `i`, by division. -/
def bit (x i : Nat) : Bool := x / 2 ^ i % 2 == 1
theorem bit_zero (x : Nat) : bit x 0 = (x % 2 == 1) := by
  unfold bit
  rw [Nat.pow_zero, Nat.div_one]
theorem bit_succ (x i : Nat) : bit x (i + 1) = bit (x / 2) i := by
  unfold bit
  rw [Nat.pow_succ, Nat.mul_comm, Nat.div_div_eq_div_mul]
theorem zero_bit (i : Nat) : bit 0 i = false := by
  unfold bit
  rw [Nat.zero_div]
  rfl
theorem bit_go {f : Bool → Bool → Bool} (hf : f false false = false) (fuel n m i : Nat) (enough : n + m ≤ fuel) :
    bit (Nat.bitwise.go f fuel n m) i = f (bit n i) (bit m i) := by
  induction fuel generalizing n m i with
  | zero =>
    have hn : n = 0 := by omega
    have hm : m = 0 := by omega
    subst hn
    subst hm
    unfold Nat.bitwise.go
    rw [zero_bit, hf]
  | succ fuel ih =>
    unfold Nat.bitwise.go
    have h := ih (n / 2) (m / 2)
    cases i with
    | zero =>
      rw [bit_zero, bit_zero, bit_zero]
      dsimp only
      cases f (n % 2 == 1) (m % 2 == 1) with
      | true =>
        rw [ite_eq_left rfl, show ∀ r : Nat, (r + r + 1) % 2 = 1 from fun r => by omega]
        rfl
      | false =>
        rw [ite_eq_right Bool.false_ne_true, show ∀ r : Nat, (r + r) % 2 = 0 from fun r => by omega]
        rfl
    | succ i =>
      rw [bit_succ, bit_succ, bit_succ, ← h i (by omega)]
      apply congrArg (bit · i)
      dsimp only
      split <;> omega
theorem bit_ext (fuel : Nat) {x y : Nat} (enough : x + y ≤ fuel) (h : ∀ i, bit x i = bit y i) : x = y := by
  induction fuel generalizing x y with
  | zero => omega
  | succ fuel ih =>
    have low := h 0
    rw [bit_zero, bit_zero] at low
    have low : x % 2 = y % 2 := by
      cases Nat.mod_two_eq_zero_or_one x with
      | inl hx => cases Nat.mod_two_eq_zero_or_one y with
        | inl hy => rw [hx, hy]
        | inr hy => rw [hx, hy] at low; cases low
      | inr hx => cases Nat.mod_two_eq_zero_or_one y with
        | inl hy => rw [hx, hy] at low; cases low
        | inr hy => rw [hx, hy]
    have high : x / 2 = y / 2 := by
      by_cases zero : x + y = 0
      · omega
      · refine ih (by omega) fun i => ?_
        rw [← bit_succ, ← bit_succ]
        exact h (i + 1)
    omega
theorem one_and (x : Nat) : 1 &&& x = x % 2 := by
  apply bit_ext ((1 &&& x) + x % 2) (Nat.le_refl _)
  intro i
  show bit (Nat.bitwise.go and (1 + x) 1 x) i = _
  rw [bit_go rfl _ _ _ _ (Nat.le_refl _)]
  cases i with
  | zero =>
    rw [bit_zero, bit_zero, bit_zero, Nat.mod_mod]
    rfl
  | succ i =>
    rw [bit_succ, bit_succ (x % 2), show 1 / 2 = 0 from rfl, show x % 2 / 2 = 0 by omega, zero_bit]
    rfl
end Boot.Nat

namespace Nat
theorem testBit_eq_decide_div_mod_eq {x i : Nat} : testBit x i = decide (x / 2 ^ i % 2 = 1) := by
  show (1 &&& (x >>> i) != 0) = _
  rw [Boot.Nat.one_and, shiftRight_eq_div_pow]
  cases mod_two_eq_zero_or_one (x / 2 ^ i) with
  | inl h => rw [h]; rfl
  | inr h => rw [h]; rfl
theorem _root_.Boot.Nat.testBit_eq_bit (x i : Nat) : testBit x i = Boot.Nat.bit x i := testBit_eq_decide_div_mod_eq
theorem eq_of_testBit_eq {x y : Nat} (pred : ∀ i, testBit x i = testBit y i) : x = y :=
  Boot.Nat.bit_ext (x + y) (Nat.le_refl _) fun i => by
    rw [← Boot.Nat.testBit_eq_bit, ← Boot.Nat.testBit_eq_bit]
    exact pred i
@[simp] theorem testBit_and (x y i : Nat) : testBit (x &&& y) i = (testBit x i && testBit y i) := by
  rw [Boot.Nat.testBit_eq_bit, Boot.Nat.testBit_eq_bit, Boot.Nat.testBit_eq_bit]
  exact Boot.Nat.bit_go rfl _ _ _ _ (Nat.le_refl _)
@[simp] theorem testBit_or (x y i : Nat) : testBit (x ||| y) i = (testBit x i || testBit y i) := by
  rw [Boot.Nat.testBit_eq_bit, Boot.Nat.testBit_eq_bit, Boot.Nat.testBit_eq_bit]
  exact Boot.Nat.bit_go rfl _ _ _ _ (Nat.le_refl _)
@[simp] theorem testBit_xor (x y i : Nat) : testBit (x ^^^ y) i = ((testBit x i) ^^ (testBit y i)) := by
  rw [Boot.Nat.testBit_eq_bit, Boot.Nat.testBit_eq_bit, Boot.Nat.testBit_eq_bit]
  exact Boot.Nat.bit_go rfl _ _ _ _ (Nat.le_refl _)
end Nat

@[simp] theorem UInt64.toNat_not (a : UInt64) : (~~~a).toNat = UInt64.size - 1 - a.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.sub_le _ _) (by decide))
