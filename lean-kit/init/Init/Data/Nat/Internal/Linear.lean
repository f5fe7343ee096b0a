prelude
import Init.HEq
import Init.Data.Classes
import Init.Data.Nat.Simproc
/-! `simp +arith` for `Nat`: linear terms and constraints are normalised as polynomials. The tactic computes with its own compiled
    copy of these functions, the kernel repeats the computation with these. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u

/-- A binary search tree of values by position: how a proof names its atoms. -/
inductive Lean.RArray (α : Type u) where
  | leaf : α → RArray α
  | branch : Nat → RArray α → RArray α → RArray α
noncomputable def Lean.RArray.get {α : Type u} (a : RArray α) (n : Nat) : α :=
  RArray.rec (motive := fun _ => α) (fun x => x) (fun p _ _ l r => Bool.rec (motive := fun _ => α) l r (Nat.ble p n)) a

namespace Nat
def blt (a b : Nat) : Bool := ble (succ a) b
theorem not_le_eq (a b : Nat) : (¬(a ≤ b)) = (b + 1 ≤ a) := propext (by omega)
theorem not_ge_eq (a b : Nat) : (¬(a ≥ b)) = (a + 1 ≤ b) := propext (by omega)
theorem not_lt_eq (a b : Nat) : (¬(a < b)) = (b ≤ a) := propext (by omega)
theorem not_gt_eq (a b : Nat) : (¬(a > b)) = (a ≤ b) := propext (by omega)
end Nat

namespace Nat.Internal.Linear
abbrev Var := Nat
abbrev Context := Lean.RArray Nat
/-- The variable whose value is 1: numerals are its multiples. Greater than every other. -/
def fixedVar := 100000000
noncomputable def Var.denote (ctx : Context) (v : Var) : Nat := bif v == fixedVar then 1 else ctx.get v
inductive Expr where
  | num (v : Nat)
  | var (i : Var)
  | add (a b : Expr)
  | mulL (k : Nat) (a : Expr)
  | mulR (a : Expr) (k : Nat)
deriving Inhabited, BEq
noncomputable def Expr.denote (ctx : Context) : Expr → Nat
  | .add a b => Nat.add (denote ctx a) (denote ctx b)
  | .num k => k
  | .var v => Var.denote ctx v
  | .mulL k e => Nat.mul k (denote ctx e)
  | .mulR e k => Nat.mul (denote ctx e) k
/-- Coefficients and variables. -/
abbrev Poly := List (Nat × Var)
noncomputable def Poly.denote (ctx : Context) : Poly → Nat
  | [] => 0
  | (k, v) :: p => Nat.add (Nat.mul k (Var.denote ctx v)) (denote ctx p)
/-- Adds `k * v` to a sorted polynomial. -/
def Poly.insert (k : Nat) (v : Var) : Poly → Poly
  | [] => [(k, v)]
  | (k', v') :: p =>
    bif Nat.blt v v' then (k, v) :: (k', v') :: p
    else bif Nat.beq v v' then (Nat.add k k', v') :: p
    else (k', v') :: insert k v p
def Poly.norm (p : Poly) : Poly := go p []
where
  go : Poly → Poly → Poly
    | [], r => r
    | (k, v) :: p, r => go p (r.insert k v)
/-- Removes what two sorted polynomials have in common. -/
def Poly.cancelAux (fuel : Nat) (m₁ m₂ r₁ r₂ : Poly) : Poly × Poly :=
  match fuel with
  | 0 => (r₁.reverse ++ m₁, r₂.reverse ++ m₂)
  | fuel + 1 => match m₁, m₂ with
    | m₁, [] => (r₁.reverse ++ m₁, r₂.reverse)
    | [], m₂ => (r₁.reverse, r₂.reverse ++ m₂)
    | (k₁, v₁) :: m₁, (k₂, v₂) :: m₂ =>
      bif Nat.blt v₁ v₂ then cancelAux fuel m₁ ((k₂, v₂) :: m₂) ((k₁, v₁) :: r₁) r₂
      else bif Nat.blt v₂ v₁ then cancelAux fuel ((k₁, v₁) :: m₁) m₂ r₁ ((k₂, v₂) :: r₂)
      else bif Nat.blt k₁ k₂ then cancelAux fuel m₁ m₂ r₁ ((Nat.sub k₂ k₁, v₁) :: r₂)
      else bif Nat.blt k₂ k₁ then cancelAux fuel m₁ m₂ ((Nat.sub k₁ k₂, v₁) :: r₁) r₂
      else cancelAux fuel m₁ m₂ r₁ r₂
def hugeFuel := 1000000
def Poly.cancel (p₁ p₂ : Poly) : Poly × Poly := cancelAux hugeFuel p₁ p₂ [] []
def Poly.isNum? (p : Poly) : Option Nat :=
  match p with
  | [] => some 0
  | [(k, v)] => bif v == fixedVar then some k else none
  | _ => none
def Poly.isZero : Poly → Bool
  | [] => true
  | _ => false
def Poly.isNonZero : Poly → Bool
  | [] => false
  | (k, v) :: p => bif v == fixedVar then k > 0 else isNonZero p
def Expr.toPoly (e : Expr) : Poly := go 1 e []
where
  go (coeff : Nat) : Expr → (Poly → Poly)
    | .num k => bif k == 0 then id else ((coeff * k, fixedVar) :: ·)
    | .var i => ((coeff, i) :: ·)
    | .add a b => go coeff a ∘ go coeff b
    | .mulL k a => bif k == 0 then id else go (coeff * k) a
    | .mulR a k => bif k == 0 then id else go (coeff * k) a
def Expr.toNormPoly (e : Expr) : Poly := e.toPoly.norm
def Expr.inc (e : Expr) : Expr := .add e (.num 1)
/-- `lhs = rhs` or `lhs ≤ rhs`. -/
structure PolyCnstr where
  eq : Bool
  lhs : Poly
  rhs : Poly
deriving BEq
structure ExprCnstr where
  eq : Bool
  lhs : Expr
  rhs : Expr
noncomputable def PolyCnstr.denote (ctx : Context) (c : PolyCnstr) : Prop :=
  bif c.eq then c.lhs.denote ctx = c.rhs.denote ctx else c.lhs.denote ctx ≤ c.rhs.denote ctx
def PolyCnstr.norm (c : PolyCnstr) : PolyCnstr :=
  let (lhs, rhs) := Poly.cancel c.lhs.norm c.rhs.norm
  { eq := c.eq, lhs, rhs }
def PolyCnstr.isUnsat (c : PolyCnstr) : Bool :=
  bif c.eq then (c.lhs.isZero && c.rhs.isNonZero) || (c.lhs.isNonZero && c.rhs.isZero) else c.lhs.isNonZero && c.rhs.isZero
def PolyCnstr.isValid (c : PolyCnstr) : Bool :=
  bif c.eq then c.lhs.isZero && c.rhs.isZero else c.lhs.isZero
noncomputable def ExprCnstr.denote (ctx : Context) (c : ExprCnstr) : Prop :=
  bif c.eq then c.lhs.denote ctx = c.rhs.denote ctx else c.lhs.denote ctx ≤ c.rhs.denote ctx
def ExprCnstr.toPoly (c : ExprCnstr) : PolyCnstr := { eq := c.eq, lhs := c.lhs.toPoly, rhs := c.rhs.toPoly }
def ExprCnstr.toNormPoly (c : ExprCnstr) : PolyCnstr :=
  let (lhs, rhs) := Poly.cancel c.lhs.toNormPoly c.rhs.toNormPoly
  { eq := c.eq, lhs, rhs }
end Nat.Internal.Linear
