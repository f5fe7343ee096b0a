prelude
import Init.WF
/-! Lemmas about addition, multiplication, order and subtraction of `Nat`, and what `decreasing_tactic` may use. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace Nat
theorem add_succ (n m : Nat) : n + succ m = succ (n + m) := rfl
theorem add_one (n : Nat) : n + 1 = succ n := rfl
theorem succ_eq_add_one (n : Nat) : succ n = n + 1 := rfl
@[simp] theorem add_eq {x y : Nat} : Nat.add x y = x + y := rfl
@[simp] theorem mul_eq {x y : Nat} : Nat.mul x y = x * y := rfl
@[simp] theorem sub_eq {x y : Nat} : Nat.sub x y = x - y := rfl
@[simp] theorem lt_eq {x y : Nat} : Nat.lt x y = (x < y) := rfl
@[simp] theorem le_eq {x y : Nat} : Nat.le x y = (x ≤ y) := rfl
@[simp] protected theorem zero_add (n : Nat) : 0 + n = n := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg succ ih
theorem succ_add (n m : Nat) : succ n + m = succ (n + m) := by
  induction m with
  | zero => rfl
  | succ m ih => exact congrArg succ ih
protected theorem add_comm (n m : Nat) : n + m = m + n := by
  induction m with
  | zero => exact (Nat.zero_add n).symm
  | succ m ih => exact (congrArg succ ih).trans (succ_add m n).symm
protected theorem add_assoc (n m k : Nat) : n + m + k = n + (m + k) := by
  induction k with
  | zero => rfl
  | succ k ih => exact congrArg succ ih
protected theorem add_left_comm (n m k : Nat) : n + (m + k) = m + (n + k) := by rw [← Nat.add_assoc, Nat.add_comm n m, Nat.add_assoc]
protected theorem add_right_comm (n m k : Nat) : n + m + k = n + k + m := by rw [Nat.add_assoc, Nat.add_comm m k, ← Nat.add_assoc]
@[simp] protected theorem mul_zero (n : Nat) : n * 0 = 0 := rfl
theorem mul_succ (n m : Nat) : n * succ m = n * m + n := rfl
@[simp] protected theorem zero_mul (n : Nat) : 0 * n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [mul_succ, ih]
theorem succ_mul (n m : Nat) : succ n * m = n * m + m := by
  induction m with
  | zero => rfl
  | succ m ih => rw [mul_succ, ih, mul_succ, add_succ, add_succ, Nat.add_right_comm]
protected theorem mul_comm (n m : Nat) : n * m = m * n := by
  induction m with
  | zero => exact (Nat.zero_mul n).symm
  | succ m ih => rw [mul_succ, ih, succ_mul]
protected theorem left_distrib (n m k : Nat) : n * (m + k) = n * m + n * k := by
  induction k with
  | zero => rfl
  | succ k ih => rw [add_succ, mul_succ, ih, mul_succ, Nat.add_assoc]
protected theorem right_distrib (n m k : Nat) : (n + m) * k = n * k + m * k := by rw [Nat.mul_comm, Nat.left_distrib, Nat.mul_comm k n, Nat.mul_comm k m]
protected theorem mul_assoc (n m k : Nat) : n * m * k = n * (m * k) := by
  induction k with
  | zero => rfl
  | succ k ih => rw [mul_succ, ih, mul_succ, Nat.left_distrib]
@[simp] protected theorem mul_one (n : Nat) : n * 1 = n := Nat.zero_add n
@[simp] protected theorem one_mul (n : Nat) : 1 * n = n := by rw [Nat.mul_comm, Nat.mul_one]
theorem lt_succ_self (n : Nat) : n < succ n := Nat.le_refl _
@[simp] protected theorem lt_add_one (n : Nat) : n < n + 1 := Nat.le_refl _
theorem lt_succ_of_le {n m : Nat} (h : n ≤ m) : n < succ m := succ_le_succ h
theorem lt_of_succ_le {n m : Nat} (h : succ n ≤ m) : n < m := h
theorem succ_le_of_lt {n m : Nat} (h : n < m) : succ n ≤ m := h
protected theorem le_of_lt {n m : Nat} (h : n < m) : n ≤ m := Nat.le_trans (le_succ n) h
protected theorem le_of_eq {n m : Nat} (h : n = m) : n ≤ m := h ▸ Nat.le_refl n
protected theorem lt_of_le_of_lt {n m k : Nat} (h₁ : n ≤ m) (h₂ : m < k) : n < k := Nat.le_trans (succ_le_succ h₁) h₂
@[simp] theorem le_add_right (n k : Nat) : n ≤ n + k := by
  induction k with
  | zero => exact Nat.le_refl n
  | succ k ih => exact Nat.le.step ih
@[simp] theorem le_add_left (n m : Nat) : n ≤ m + n := Nat.add_comm n m ▸ le_add_right n m
protected theorem not_le_of_gt {n m : Nat} (h : n > m) : ¬ n ≤ m := fun h' => Nat.lt_irrefl _ (Nat.lt_of_lt_of_le h h')
protected theorem not_lt_of_ge {a b : Nat} (h : b ≥ a) : ¬ b < a := fun h' => Nat.lt_irrefl _ (Nat.lt_of_lt_of_le h' h)
@[simp] protected theorem not_le {n m : Nat} : ¬ n ≤ m ↔ m < n := ⟨fun h => (Nat.lt_or_ge m n).elim id (fun h' => absurd h' h), fun h => Nat.not_le_of_gt h⟩
@[simp] protected theorem not_lt {n m : Nat} : ¬ n < m ↔ m ≤ n := ⟨fun h => (Nat.lt_or_ge n m).elim (fun h' => absurd h' h) id, fun h => Nat.not_lt_of_ge h⟩
protected theorem lt_of_not_le {a b : Nat} (h : ¬ a ≤ b) : b < a := Nat.not_le.mp h
theorem gt_of_not_le {n m : Nat} (h : ¬ n ≤ m) : n > m := Nat.not_le.mp h
protected theorem lt_of_not_ge {a b : Nat} (h : ¬ b ≥ a) : b < a := Nat.not_le.mp h
theorem ge_of_not_lt {n m : Nat} (h : ¬ n < m) : n ≥ m := Nat.not_lt.mp h
protected theorem le_of_not_gt {a b : Nat} (h : ¬ b > a) : b ≤ a := Nat.not_lt.mp h
protected theorem le_of_not_lt {a b : Nat} (h : ¬ a < b) : b ≤ a := Nat.not_lt.mp h
protected theorem le_total (m n : Nat) : m ≤ n ∨ n ≤ m := (Nat.lt_or_ge m n).elim (fun h => Or.inl (Nat.le_of_lt h)) Or.inr
protected theorem pos_of_ne_zero {n : Nat} : n ≠ 0 → 0 < n := match n with | 0 => fun h => absurd rfl h | .succ n => fun _ => zero_lt_succ n
protected theorem ne_of_gt {a b : Nat} (h : b < a) : a ≠ b := fun e => Nat.lt_irrefl b (e ▸ h)
theorem ne_of_lt {a b : Nat} (h : a < b) : a ≠ b := fun e => Nat.lt_irrefl b (e ▸ h)
@[simp] protected theorem sub_zero (n : Nat) : n - 0 = n := rfl
theorem sub_succ (n m : Nat) : n - succ m = pred (n - m) := rfl
@[simp] protected theorem zero_sub (n : Nat) : 0 - n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [sub_succ, ih]; rfl
theorem succ_sub_succ_eq_sub (n m : Nat) : succ n - succ m = n - m := by
  induction m with
  | zero => rfl
  | succ m ih => exact congrArg pred ih
@[simp] protected theorem add_one_sub_one (n : Nat) : n + 1 - 1 = n := rfl
@[simp] protected theorem sub_self : (n : Nat) → n - n = 0
  | 0 => rfl
  | .succ n => (succ_sub_succ_eq_sub n n).trans (Nat.sub_self n)
@[simp] protected theorem add_sub_cancel (n m : Nat) : n + m - m = n := by
  induction m with
  | zero => rfl
  | succ m ih => rw [add_succ, succ_sub_succ_eq_sub, ih]
@[simp] protected theorem add_sub_cancel_left (n m : Nat) : n + m - n = m := by rw [Nat.add_comm, Nat.add_sub_cancel]
@[simp] protected theorem sub_add_cancel {n m : Nat} (h : m ≤ n) : n - m + m = n := by
  induction m with
  | zero => rfl
  | succ m ih =>
    have h1 : 0 < n - m := by
      cases hk : n - m with
      | zero =>
        have := ih (Nat.le_of_lt h)
        rw [hk, Nat.zero_add] at this
        exact absurd h (this ▸ Nat.lt_irrefl _)
      | succ k => exact zero_lt_succ k
    rw [sub_succ, add_succ]
    cases hk : n - m with
    | zero => rw [hk] at h1; exact absurd h1 (Nat.lt_irrefl 0)
    | succ k =>
      have := ih (Nat.le_of_lt h)
      rw [hk, succ_add] at this
      exact this
protected theorem add_le_add_left {n m : Nat} (h : n ≤ m) (k : Nat) : k + n ≤ k + m := by
  induction h with
  | refl => exact Nat.le_refl _
  | step _ ih => exact Nat.le.step ih
protected theorem add_le_add_right {n m : Nat} (h : n ≤ m) (k : Nat) : n + k ≤ m + k := by rw [Nat.add_comm n k, Nat.add_comm m k]; exact Nat.add_le_add_left h k
theorem add_le_add {a b c d : Nat} (h₁ : a ≤ b) (h₂ : c ≤ d) : a + c ≤ b + d := Nat.le_trans (Nat.add_le_add_right h₁ c) (Nat.add_le_add_left h₂ b)
protected theorem add_lt_add_left {n m : Nat} (h : n < m) (k : Nat) : k + n < k + m := Nat.add_le_add_left h k
protected theorem add_lt_add_right {n m : Nat} (h : n < m) (k : Nat) : n + k < m + k := by rw [Nat.add_comm n k, Nat.add_comm m k]; exact Nat.add_lt_add_left h k
theorem pred_lt {n : Nat} (h : n ≠ 0) : pred n < n := match n, h with | 0, h => absurd rfl h | .succ n, _ => lt_succ_self n
theorem sub_one_lt {n : Nat} (h : n ≠ 0) : n - 1 < n := pred_lt h
protected theorem sub_pos_of_lt {m n : Nat} (h : m < n) : 0 < n - m := by
  cases hk : n - m with
  | zero =>
    have := Nat.sub_add_cancel (Nat.le_of_lt h)
    rw [hk, Nat.zero_add] at this
    exact absurd h (this ▸ Nat.lt_irrefl _)
  | succ k => exact zero_lt_succ k
theorem _root_.Boot.Nat.sub_succ_lt_self {a i : Nat} (h : i < a) : a - (i + 1) < a - i :=
  Nat.pred_lt (Nat.ne_of_gt (Nat.sub_pos_of_lt h))
theorem beq_eq_true_eq (a b : Nat) : ((a == b) = true) = (a = b) := decide_eq_true_eq
instance : Trans (α := Nat) (β := Nat) (γ := Nat) LT.lt LT.lt LT.lt where trans := Nat.lt_trans
instance : Trans (α := Nat) (β := Nat) (γ := Nat) LE.le LE.le LE.le where trans := Nat.le_trans
instance : Trans (α := Nat) (β := Nat) (γ := Nat) LT.lt LE.le LT.lt where trans := Nat.lt_of_lt_of_le
instance : Trans (α := Nat) (β := Nat) (γ := Nat) LE.le LT.lt LT.lt where trans := Nat.lt_of_le_of_lt
instance instDvd : Dvd Nat := ⟨fun a b => ∃ c, b = a * c⟩
end Nat
/- quoted lemma names are resolved where the macro is written: these rules must come after the lemmas -/
macro_rules | `(tactic| decreasing_trivial) => `(tactic| assumption)
macro_rules | `(tactic| decreasing_trivial) => `(tactic| (apply Nat.sub_lt <;> assumption))
macro_rules | `(tactic| decreasing_trivial) => `(tactic| exact Nat.lt_succ_self _)
macro_rules | `(tactic| decreasing_trivial) => `(tactic| (apply Nat.sub_one_lt; assumption))
macro_rules | `(tactic| decreasing_trivial) => `(tactic| (apply Boot.Nat.sub_succ_lt_self; assumption))
macro_rules | `(tactic| decreasing_trivial) => `(tactic| (apply Prod.Lex.right; decreasing_trivial))
macro_rules | `(tactic| decreasing_trivial) => `(tactic| (apply Prod.Lex.left; decreasing_trivial))
macro_rules | `(tactic| decreasing_trivial) => `(tactic| omega)
macro_rules | `(tactic| decreasing_trivial) => `(tactic| (simp; done))
