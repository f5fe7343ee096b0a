prelude
import Init.Omega.Coeffs
/-! `omega`: linear combinations of atoms, into which the tactic translates the terms of the hypotheses. -/

set_option autoImplicit false

namespace Lean.Omega
/-- A constant and the coefficients of the atoms. -/
structure LinearCombo where
  const : Int := 0
  coeffs : Coeffs := []
deriving DecidableEq

namespace LinearCombo
instance : Inhabited LinearCombo := ⟨{const := 1}⟩
theorem ext {a b : LinearCombo} (w₁ : a.const = b.const) (w₂ : a.coeffs = b.coeffs) : a = b := by
  cases a; cases b; cases w₁; cases w₂; rfl
def eval (lc : LinearCombo) (values : Coeffs) : Int := lc.const + lc.coeffs.dot values
/-- The `i`-th atom. -/
def coordinate (i : Nat) : LinearCombo where
  const := 0
  coeffs := Coeffs.set .nil i 1
def add (l₁ l₂ : LinearCombo) : LinearCombo where
  const := l₁.const + l₂.const
  coeffs := l₁.coeffs + l₂.coeffs
instance : Add LinearCombo := ⟨add⟩
def sub (l₁ l₂ : LinearCombo) : LinearCombo where
  const := l₁.const - l₂.const
  coeffs := l₁.coeffs - l₂.coeffs
instance : Sub LinearCombo := ⟨sub⟩
def neg (lc : LinearCombo) : LinearCombo where
  const := -lc.const
  coeffs := -lc.coeffs
instance : Neg LinearCombo := ⟨neg⟩
def smul (lc : LinearCombo) (i : Int) : LinearCombo where
  const := i * lc.const
  coeffs := lc.coeffs.smul i
instance : HMul Int LinearCombo LinearCombo := ⟨fun i lc => lc.smul i⟩
/-- The product, if one of the two is constant. -/
def mul (l₁ l₂ : LinearCombo) : LinearCombo := l₂.const * l₁ + l₁.const * l₂ - { const := l₁.const * l₂.const }

theorem coordinate_eval (i : Nat) (v : Coeffs) : (coordinate i).eval v = v.get i := by
  show 0 + Coeffs.dot (Coeffs.set .nil i 1) v = v.get i
  rw [Coeffs.dot_set_left, Coeffs.get_nil, Int.sub_zero, Int.one_mul, Int.zero_add]; exact Int.zero_add _
section
variable {a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 : Int} {t : List Int}
theorem coordinate_eval_0 : (coordinate 0).eval (.ofList (a0 :: t)) = a0 := coordinate_eval 0 _
theorem coordinate_eval_1 : (coordinate 1).eval (.ofList (a0 :: a1 :: t)) = a1 := coordinate_eval 1 _
theorem coordinate_eval_2 : (coordinate 2).eval (.ofList (a0 :: a1 :: a2 :: t)) = a2 := coordinate_eval 2 _
theorem coordinate_eval_3 : (coordinate 3).eval (.ofList (a0 :: a1 :: a2 :: a3 :: t)) = a3 := coordinate_eval 3 _
theorem coordinate_eval_4 : (coordinate 4).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: t)) = a4 := coordinate_eval 4 _
theorem coordinate_eval_5 : (coordinate 5).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: t)) = a5 := coordinate_eval 5 _
theorem coordinate_eval_6 : (coordinate 6).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: t)) = a6 :=
  coordinate_eval 6 _
theorem coordinate_eval_7 : (coordinate 7).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: t)) = a7 :=
  coordinate_eval 7 _
theorem coordinate_eval_8 : (coordinate 8).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: a8 :: t)) = a8 :=
  coordinate_eval 8 _
theorem coordinate_eval_9 :
    (coordinate 9).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: a8 :: a9 :: t)) = a9 := coordinate_eval 9 _
end

theorem add_eval (l₁ l₂ : LinearCombo) (v : Coeffs) : (l₁ + l₂).eval v = l₁.eval v + l₂.eval v := by
  show l₁.const + l₂.const + Coeffs.dot (l₁.coeffs + l₂.coeffs) v = _
  simp only [eval, Coeffs.dot_distrib_left, Int.add_assoc, Int.add_left_comm]
theorem neg_eval (lc : LinearCombo) (v : Coeffs) : (-lc).eval v = -lc.eval v := by
  show -lc.const + Coeffs.dot (-lc.coeffs) v = _
  rw [Coeffs.dot_neg_left, ← Int.neg_add]; rfl
theorem sub_eval (l₁ l₂ : LinearCombo) (v : Coeffs) : (l₁ - l₂).eval v = l₁.eval v - l₂.eval v := by
  show l₁.const - l₂.const + Coeffs.dot (l₁.coeffs - l₂.coeffs) v = _
  simp only [eval, Coeffs.dot_sub_left, Int.sub_eq_add_neg, Int.neg_add, Int.add_assoc, Int.add_left_comm]
theorem smul_eval (lc : LinearCombo) (i : Int) (v : Coeffs) : (i * lc).eval v = i * lc.eval v := by
  show i * lc.const + Coeffs.dot (i * lc.coeffs) v = _
  rw [Coeffs.dot_smul_left, ← Int.mul_add]; rfl
/-- The product of two linear functions, one of which is constant (`x₁ = 0` or `x₂ = 0`). -/
private theorem mul_law (c₁ x₁ c₂ x₂ : Int) (h : x₁ * x₂ = 0) :
    c₂ * (c₁ + x₁) + c₁ * (c₂ + x₂) - c₁ * c₂ = (c₁ + x₁) * (c₂ + x₂) := by
  rw [Int.mul_add, Int.mul_add, Int.mul_add, Int.add_mul, Int.add_mul, h, Int.add_zero, Int.mul_comm c₂ c₁, Int.mul_comm c₂ x₁,
    Int.add_comm (c₁ * c₂) (c₁ * x₂), ← Int.add_assoc, Int.add_sub_cancel, Int.add_assoc]
private theorem mul_eval_of_dot (l₁ l₂ : LinearCombo) (v : Coeffs) (w : l₁.coeffs.dot v * l₂.coeffs.dot v = 0) :
    (mul l₁ l₂).eval v = l₁.eval v * l₂.eval v := by
  have const : eval { const := l₁.const * l₂.const } v = l₁.const * l₂.const := Int.add_zero _
  rw [mul, sub_eval, add_eval, smul_eval, smul_eval, const]
  exact mul_law _ _ _ _ w
theorem mul_eval_of_const_left (l₁ l₂ : LinearCombo) (v : Coeffs) (w : l₁.coeffs.isZero) :
    (mul l₁ l₂).eval v = l₁.eval v * l₂.eval v :=
  mul_eval_of_dot l₁ l₂ v (by rw [show l₁.coeffs.dot v = 0 from IntList.dot_of_left_zero w, Int.zero_mul])
theorem mul_eval_of_const_right (l₁ l₂ : LinearCombo) (v : Coeffs) (w : l₂.coeffs.isZero) :
    (mul l₁ l₂).eval v = l₁.eval v * l₂.eval v :=
  mul_eval_of_dot l₁ l₂ v (by rw [show l₂.coeffs.dot v = 0 from IntList.dot_of_left_zero w, Int.mul_zero])
theorem mul_eval (l₁ l₂ : LinearCombo) (v : Coeffs) (w : l₁.coeffs.isZero ∨ l₂.coeffs.isZero) :
    (mul l₁ l₂).eval v = l₁.eval v * l₂.eval v :=
  w.elim (mul_eval_of_const_left l₁ l₂ v) (mul_eval_of_const_right l₁ l₂ v)
end LinearCombo
end Lean.Omega
