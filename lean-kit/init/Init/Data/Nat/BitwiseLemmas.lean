prelude
import Init.Data.Nat.DivMod
/-! Bounds of the bit operations of `Nat`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w

namespace Boot.Nat
theorem half_lt {m k : Nat} (h : m < 2 ^ (k + 1)) : m / 2 < 2 ^ k :=
  Nat.div_lt_of_lt_mul (by rwa [Nat.mul_comm, ← Nat.pow_succ])
theorem double_lt {r k : Nat} (h : r < 2 ^ k) : r + r + 1 < 2 ^ (k + 1) := by
  rw [Nat.pow_succ, Nat.mul_two]
  have := Nat.add_le_add h h
  rwa [Nat.succ_add, Nat.add_succ] at this
theorem go_zero {f : Bool → Bool → Bool} (hf : ∀ b, f b false = false) (fuel n : Nat) : Nat.bitwise.go f fuel n 0 = 0 := by
  induction fuel generalizing n with
  | zero => rfl
  | succ fuel ih =>
    unfold Nat.bitwise.go
    rw [Nat.zero_div, ih, Nat.zero_mod]
    exact ite_eq_right (by rw [show ((0 : Nat) == 1) = false from rfl, hf]; exact Bool.false_ne_true)
/-- A result that has a bit only where the right operand has one is as small as it. -/
theorem go_lt_right {f : Bool → Bool → Bool} (hf : ∀ b, f b false = false) (fuel n m k : Nat) (hm : m < 2 ^ k) :
    Nat.bitwise.go f fuel n m < 2 ^ k := by
  induction fuel generalizing n m k with
  | zero => exact Nat.two_pow_pos k
  | succ fuel ih =>
    cases k with
    | zero =>
      have : m = 0 := Nat.eq_zero_of_le_zero (Nat.le_of_lt_succ hm)
      rw [this, go_zero hf]
      exact Nat.two_pow_pos 0
    | succ k =>
      unfold Nat.bitwise.go
      have hr := double_lt (ih (n / 2) (m / 2) k (half_lt hm))
      show (if f (n % 2 == 1) (m % 2 == 1) = true then _ else _) < 2 ^ (k + 1)
      split
      · exact hr
      · exact Nat.lt_of_le_of_lt (Nat.le_succ _) hr
theorem go_zero_zero {f : Bool → Bool → Bool} (hf : f false false = false) (fuel : Nat) : Nat.bitwise.go f fuel 0 0 = 0 := by
  induction fuel with
  | zero => rfl
  | succ fuel ih =>
    unfold Nat.bitwise.go
    rw [Nat.zero_div, ih, Nat.zero_mod]
    exact ite_eq_right (by rw [show ((0 : Nat) == 1) = false from rfl, hf]; exact Bool.false_ne_true)
theorem go_lt {f : Bool → Bool → Bool} (hf : f false false = false) (fuel n m k : Nat) (hn : n < 2 ^ k) (hm : m < 2 ^ k) :
    Nat.bitwise.go f fuel n m < 2 ^ k := by
  induction fuel generalizing n m k with
  | zero => exact Nat.two_pow_pos k
  | succ fuel ih =>
    cases k with
    | zero =>
      have h₁ : m = 0 := Nat.eq_zero_of_le_zero (Nat.le_of_lt_succ hm)
      have h₂ : n = 0 := Nat.eq_zero_of_le_zero (Nat.le_of_lt_succ hn)
      rw [h₁, h₂, go_zero_zero hf]
      exact Nat.two_pow_pos 0
    | succ k =>
      unfold Nat.bitwise.go
      have hr := double_lt (ih (n / 2) (m / 2) k (half_lt hn) (half_lt hm))
      show (if f (n % 2 == 1) (m % 2 == 1) = true then _ else _) < 2 ^ (k + 1)
      split
      · exact hr
      · exact Nat.lt_of_le_of_lt (Nat.le_succ _) hr
end Boot.Nat

namespace Nat
theorem and_lt_two_pow (x : Nat) {y n : Nat} (right : y < 2 ^ n) : (x &&& y) < 2 ^ n :=
  Boot.Nat.go_lt_right (by intro b; cases b <;> rfl) _ _ _ _ right
theorem or_lt_two_pow {x y n : Nat} (left : x < 2 ^ n) (right : y < 2 ^ n) : (x ||| y) < 2 ^ n :=
  Boot.Nat.go_lt rfl _ _ _ _ left right
theorem xor_lt_two_pow {x y n : Nat} (left : x < 2 ^ n) (right : y < 2 ^ n) : (x ^^^ y) < 2 ^ n :=
  Boot.Nat.go_lt rfl _ _ _ _ left right
end Nat
