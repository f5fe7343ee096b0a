prelude
import Init.Coe
import Init.Data.Int
import Init.Data.Nat.Dvd
/-! `Int`: more operations, and the laws of a commutative ring. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option linter.unusedSimpArgs false

namespace Int
protected def pow (m : Int) : Nat → Int
  | 0 => 1
  | n + 1 => Int.pow m n * m
instance instNatPow : NatPow Int := ⟨Int.pow⟩
instance instDvd : Dvd Int := ⟨fun a b => ∃ c, b = a * c⟩
instance instMin : Min Int := minOfLe
instance instMax : Max Int := maxOfLe
def sign : Int → Int
  | .ofNat (.succ _) => 1
  | .ofNat 0 => 0
  | .negSucc _ => -1
/-- Remainder between `-m/2` and `m/2`. -/
def bmod (x : Int) (m : Nat) : Int :=
  let r := x % m
  if r < (m + 1) / 2 then r else r - m

/-! ### casts -/
theorem ofNat_eq_coe {n : Nat} : Int.ofNat n = ↑n := rfl
@[simp] theorem ofNat_eq_natCast (n : Nat) : Int.ofNat n = n := rfl
theorem ofNat_zero : ((0 : Nat) : Int) = 0 := rfl
theorem ofNat_one : ((1 : Nat) : Int) = 1 := rfl
theorem ofNat_inj {m n : Nat} : (m : Int) = n ↔ m = n := ⟨Int.ofNat.inj, congrArg Int.ofNat⟩
theorem natCast_add (n m : Nat) : ((n + m : Nat) : Int) = n + m := rfl
theorem natCast_mul (n m : Nat) : ((n * m : Nat) : Int) = n * m := rfl
theorem natCast_succ (n : Nat) : (Nat.succ n : Int) = n + 1 := rfl
theorem natCast_ediv (m n : Nat) : ((m / n : Nat) : Int) = m / n := rfl
theorem natCast_emod (m n : Nat) : ((m % n : Nat) : Int) = m % n := rfl
theorem ofNat_add (n m : Nat) : ((n + m : Nat) : Int) = n + m := rfl
theorem ofNat_mul (n m : Nat) : ((n * m : Nat) : Int) = n * m := rfl
theorem negSucc_eq (n : Nat) : Int.negSucc n = -((n : Int) + 1) := rfl
@[simp] theorem negSucc_ne_zero (n : Nat) : Int.negSucc n ≠ 0 := fun h => nomatch h

/-! ### differences of natural numbers: every integer is one, and every ring law is a law of `Nat` about them -/
private theorem diff_shift (m n k : Nat) : subNatNat (m + k) (n + k) = subNatNat m n := by
  simp only [subNatNat, Nat.add_sub_add_right]
private theorem diff_eq {m n p q : Nat} (h : m + q = p + n) : subNatNat m n = subNatNat p q := by
  rw [← diff_shift m n q, h, Nat.add_comm n q, diff_shift]
private theorem ofNat_diff (n : Nat) : Int.ofNat n = subNatNat n 0 := by simp only [subNatNat, Nat.zero_sub, Nat.sub_zero]
private theorem diff_cases (m n : Nat) : (∃ i, m = n + i ∧ subNatNat m n = subNatNat i 0) ∨ ∃ i, n = m + (i + 1) ∧ subNatNat m n = subNatNat 0 (i + 1) :=
  match Nat.lt_or_ge m n with
  | .inl h =>
    have ⟨i, e⟩ := Nat.exists_eq_add_of_le h
    have e : n = m + (i + 1) := by rw [e, Nat.succ_add, Nat.add_succ]
    .inr ⟨i, e, diff_eq (by rw [e, Nat.zero_add, Nat.add_comm])⟩
  | .inr h =>
    have ⟨i, e⟩ := Nat.exists_eq_add_of_le h
    .inl ⟨i, e, diff_eq (by rw [e, Nat.add_zero, Nat.add_comm])⟩
private theorem diff (a : Int) : ∃ m, ∃ n, a = subNatNat m n := match a with
  | .ofNat n => ⟨n, 0, ofNat_diff n⟩
  | .negSucc n => ⟨0, n + 1, rfl⟩
private theorem diff_add (m n p q : Nat) : subNatNat m n + subNatNat p q = subNatNat (m + p) (n + q) := by
  rcases diff_cases m n with ⟨i, e, h⟩ | ⟨i, e, h⟩ <;> rcases diff_cases p q with ⟨j, f, h'⟩ | ⟨j, f, h'⟩ <;> rw [h, h', e, f]
  · rw [← ofNat_diff, ← ofNat_diff]; show Int.ofNat (i + j) = _; rw [ofNat_diff]; apply diff_eq
    simp only [Nat.add_zero, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [← ofNat_diff]; show subNatNat i (j + 1) = _; apply diff_eq
    simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [← ofNat_diff]; show subNatNat j (i + 1) = _; apply diff_eq
    simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · show subNatNat 0 (i + j + 1 + 1) = _; apply diff_eq
    simp only [Nat.zero_add, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
private theorem diff_neg (m n : Nat) : -subNatNat m n = subNatNat n m := by
  rcases diff_cases m n with ⟨i, e, h⟩ | ⟨i, e, h⟩ <;> rw [h, e]
  · rw [← ofNat_diff]
    cases i with
    | zero => exact (diff_shift 0 0 n).symm.trans (by rw [Nat.zero_add, Nat.add_zero])
    | succ i => show subNatNat 0 (i + 1) = _; apply diff_eq; rw [Nat.zero_add, Nat.add_comm]
  · show Int.ofNat (i + 1) = _
    rw [ofNat_diff]; apply diff_eq; rw [Nat.add_zero, Nat.add_comm]; rfl
private theorem diff_mul (m n p q : Nat) : subNatNat m n * subNatNat p q = subNatNat (m * p + n * q) (m * q + n * p) := by
  have neg (k : Nat) : negOfNat k = subNatNat 0 k := by cases k <;> rfl
  rcases diff_cases m n with ⟨i, e, h⟩ | ⟨i, e, h⟩ <;> rcases diff_cases p q with ⟨j, f, h'⟩ | ⟨j, f, h'⟩ <;> rw [h, h', e, f]
  · rw [← ofNat_diff, ← ofNat_diff]; show Int.ofNat (i * j) = _; rw [ofNat_diff]; apply diff_eq
    simp only [Nat.mul_add, Nat.add_mul, Nat.add_zero, Nat.zero_add, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [← ofNat_diff]; show negOfNat (i * (j + 1)) = _; rw [neg]; apply diff_eq
    simp only [Nat.mul_add, Nat.add_mul, Nat.add_zero, Nat.zero_add, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [← ofNat_diff]; show negOfNat ((i + 1) * j) = _; rw [neg]; apply diff_eq
    simp only [Nat.mul_add, Nat.add_mul, Nat.add_zero, Nat.zero_add, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · show Int.ofNat ((i + 1) * (j + 1)) = _; rw [ofNat_diff]; apply diff_eq
    simp only [Nat.mul_add, Nat.add_mul, Nat.add_zero, Nat.zero_add, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
private theorem diff_zero : (0 : Int) = subNatNat 0 0 := rfl
private theorem diff_one : (1 : Int) = subNatNat 1 0 := rfl
/-- Proves an equation of differences of natural numbers. -/
local macro "ring_of_diff" : tactic => `(tactic| (
  simp only [diff_zero, diff_one, diff_add, diff_mul, diff_neg]
  apply diff_eq
  simp only [Nat.mul_add, Nat.add_mul, Nat.mul_one, Nat.one_mul, Nat.mul_zero, Nat.zero_mul, Nat.add_zero, Nat.zero_add,
    Nat.mul_assoc, Nat.mul_comm, Nat.mul_left_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]))

protected theorem add_comm (a b : Int) : a + b = b + a := by
  rcases diff a with ⟨m, n, rfl⟩; rcases diff b with ⟨p, q, rfl⟩; ring_of_diff
protected theorem add_assoc (a b c : Int) : a + b + c = a + (b + c) := by
  rcases diff a with ⟨m, n, rfl⟩; rcases diff b with ⟨p, q, rfl⟩; rcases diff c with ⟨r, s, rfl⟩; ring_of_diff
protected theorem add_zero (a : Int) : a + 0 = a := by
  rcases diff a with ⟨m, n, rfl⟩; ring_of_diff
protected theorem add_right_neg (a : Int) : a + -a = 0 := by
  rcases diff a with ⟨m, n, rfl⟩; ring_of_diff
protected theorem mul_comm (a b : Int) : a * b = b * a := by
  rcases diff a with ⟨m, n, rfl⟩; rcases diff b with ⟨p, q, rfl⟩; ring_of_diff
protected theorem mul_assoc (a b c : Int) : a * b * c = a * (b * c) := by
  rcases diff a with ⟨m, n, rfl⟩; rcases diff b with ⟨p, q, rfl⟩; rcases diff c with ⟨r, s, rfl⟩; ring_of_diff
protected theorem mul_add (a b c : Int) : a * (b + c) = a * b + a * c := by
  rcases diff a with ⟨m, n, rfl⟩; rcases diff b with ⟨p, q, rfl⟩; rcases diff c with ⟨r, s, rfl⟩; ring_of_diff
protected theorem mul_one (a : Int) : a * 1 = a := by
  rcases diff a with ⟨m, n, rfl⟩; ring_of_diff
protected theorem mul_zero (a : Int) : a * 0 = 0 := by
  rcases diff a with ⟨m, n, rfl⟩; ring_of_diff
protected theorem neg_mul (a b : Int) : -a * b = -(a * b) := by
  rcases diff a with ⟨m, n, rfl⟩; rcases diff b with ⟨p, q, rfl⟩; ring_of_diff
@[simp] protected theorem neg_neg (a : Int) : - -a = a := by
  rcases diff a with ⟨m, n, rfl⟩; simp only [diff_neg]
protected theorem neg_add {a b : Int} : -(a + b) = -a + -b := by
  rcases diff a with ⟨m, n, rfl⟩; rcases diff b with ⟨p, q, rfl⟩; simp only [diff_neg, diff_add]
protected theorem subNatNat_eq_coe {m n : Nat} : subNatNat m n = ↑m - ↑n := by
  show _ = Int.ofNat m + -Int.ofNat n
  rw [ofNat_diff, ofNat_diff]; simp only [diff_neg, diff_add, Nat.add_zero, Nat.zero_add]
attribute [simp] Int.add_zero Int.mul_one Int.mul_zero

/-! ### consequences -/
protected theorem sub_eq_add_neg {a b : Int} : a - b = a + -b := rfl
@[simp] protected theorem zero_add (a : Int) : 0 + a = a := by rw [Int.add_comm, Int.add_zero]
protected theorem add_left_neg (a : Int) : -a + a = 0 := by rw [Int.add_comm, Int.add_right_neg]
protected theorem add_left_comm (a b c : Int) : a + (b + c) = b + (a + c) := by
  rw [← Int.add_assoc, Int.add_comm a b, Int.add_assoc]
protected theorem add_right_comm (a b c : Int) : a + b + c = a + c + b := by
  rw [Int.add_assoc, Int.add_comm b c, Int.add_assoc]
@[simp] protected theorem neg_zero : -(0 : Int) = 0 := rfl
@[simp] protected theorem sub_self (a : Int) : a - a = 0 := Int.add_right_neg a
@[simp] protected theorem sub_zero (a : Int) : a - 0 = a := Int.add_zero a
@[simp] protected theorem zero_sub (a : Int) : 0 - a = -a := Int.zero_add (-a)
protected theorem neg_add_cancel_left (a b : Int) : -a + (a + b) = b := by rw [← Int.add_assoc, Int.add_left_neg, Int.zero_add]
protected theorem add_neg_cancel_left (a b : Int) : a + (-a + b) = b := by rw [← Int.add_assoc, Int.add_right_neg, Int.zero_add]
protected theorem add_neg_cancel_right (a b : Int) : a + b + -b = a := by rw [Int.add_assoc, Int.add_right_neg, Int.add_zero]
protected theorem neg_add_cancel_right (a b : Int) : a + -b + b = a := by rw [Int.add_assoc, Int.add_left_neg, Int.add_zero]
@[simp] protected theorem add_sub_cancel (a b : Int) : a + b - b = a := Int.add_neg_cancel_right a b
@[simp] protected theorem sub_add_cancel (a b : Int) : a - b + b = a := Int.neg_add_cancel_right a b
protected theorem add_left_cancel {a b c : Int} (h : a + b = a + c) : b = c := by
  have e := congrArg (-a + ·) h
  simp only [Int.neg_add_cancel_left] at e; exact e
protected theorem neg_sub (a b : Int) : -(a - b) = b - a := by
  rw [Int.sub_eq_add_neg, Int.neg_add, Int.neg_neg, Int.add_comm]; rfl
@[simp] protected theorem sub_neg (a b : Int) : a - -b = a + b := congrArg (a + ·) (Int.neg_neg b)
protected theorem sub_sub (a b c : Int) : a - b - c = a - (b + c) := by
  simp only [Int.sub_eq_add_neg, Int.neg_add, Int.add_assoc]
protected theorem add_sub_assoc (a b c : Int) : a + b - c = a + (b - c) := Int.add_assoc a b (-c)
protected theorem sub_eq_zero_of_eq {a b : Int} (h : a = b) : a - b = 0 := by rw [h, Int.sub_self]
protected theorem eq_of_sub_eq_zero {a b : Int} (h : a - b = 0) : a = b := by
  rw [← Int.sub_add_cancel a b, h, Int.zero_add]
protected theorem mul_left_comm (a b c : Int) : a * (b * c) = b * (a * c) := by
  rw [← Int.mul_assoc, Int.mul_comm a b, Int.mul_assoc]
@[simp] protected theorem one_mul (a : Int) : 1 * a = a := by rw [Int.mul_comm, Int.mul_one]
@[simp] protected theorem zero_mul (a : Int) : 0 * a = 0 := by rw [Int.mul_comm, Int.mul_zero]
protected theorem add_mul (a b c : Int) : (a + b) * c = a * c + b * c := by
  rw [Int.mul_comm, Int.mul_add, Int.mul_comm c a, Int.mul_comm c b]
protected theorem mul_neg (a b : Int) : a * -b = -(a * b) := by rw [Int.mul_comm, Int.neg_mul, Int.mul_comm]
protected theorem neg_eq_neg_one_mul (a : Int) : -a = -1 * a := by rw [Int.neg_mul, Int.one_mul]
protected theorem mul_sub (a b c : Int) : a * (b - c) = a * b - a * c := by
  rw [Int.sub_eq_add_neg, Int.mul_add, Int.mul_neg]; rfl
protected theorem sub_mul (a b c : Int) : (a - b) * c = a * c - b * c := by
  rw [Int.sub_eq_add_neg, Int.add_mul, Int.neg_mul]; rfl

/-! ### powers -/
@[simp] protected theorem pow_zero (m : Int) : m ^ 0 = 1 := rfl
protected theorem pow_succ (b : Int) (e : Nat) : b ^ (e + 1) = b ^ e * b := rfl
theorem natCast_pow (b n : Nat) : ((b ^ n : Nat) : Int) = (b : Int) ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [Nat.pow_succ, natCast_mul, ih]; rfl
end Int
