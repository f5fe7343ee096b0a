prelude
import Init.HEq
import Init.Std
import Init.Data.List.Lemmas
import Init.Data.Classes
/-! `ac_rfl`: equality up to associativity, commutativity, idempotence and neutral elements. The tactic normalises both
    sides to lists of variables; `Context.eq_of_norm` says that equal lists mean equal values. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v

namespace Lean.Data.AC
open Std
inductive Expr where
  | var (x : Nat)
  | op (lhs rhs : Expr)
deriving Inhabited, BEq
structure Variable {α : Sort u} (op : α → α → α) : Type u where
  value : α
  neutral : Option (PLift (LawfulIdentity op value))
structure Context (α : Sort u) where
  op : α → α → α
  assoc : Associative op
  comm : Option (PLift (Commutative op))
  idem : Option (PLift (IdempotentOp op))
  vars : List (Variable op)
  arbitrary : α
class ContextInformation (α : Sort u) where
  isNeutral : α → Nat → Bool
  isComm : α → Bool
  isIdem : α → Bool
class EvalInformation (α : Sort u) (β : Sort v) where
  arbitrary : α → β
  evalOp : α → β → β → β
  evalVar : α → Nat → β
variable {α : Sort u}
def Context.var (ctx : Context α) (idx : Nat) : Variable ctx.op := ctx.vars[idx]?.getD ⟨ctx.arbitrary, none⟩
instance : ContextInformation (Context α) where
  isNeutral ctx x := (ctx.var x).neutral.isSome
  isComm ctx := ctx.comm.isSome
  isIdem ctx := ctx.idem.isSome
instance : EvalInformation (Context α) α where
  arbitrary ctx := ctx.arbitrary
  evalOp ctx := ctx.op
  evalVar ctx idx := (ctx.var idx).value
def eval {α : Sort u} (β : Sort v) [EvalInformation α β] (ctx : α) : (ex : Expr) → β
  | .var idx => EvalInformation.evalVar ctx idx
  | .op l r => EvalInformation.evalOp ctx (eval β ctx l) (eval β ctx r)
def Expr.toList : Expr → List Nat
  | .var idx => [idx]
  | .op l r => l.toList.append r.toList
def evalList {α : Sort u} (β : Sort v) [EvalInformation α β] (ctx : α) : List Nat → β
  | [] => EvalInformation.arbitrary ctx
  | [x] => EvalInformation.evalVar ctx x
  | x :: y :: ys => EvalInformation.evalOp ctx (EvalInformation.evalVar ctx x) (evalList β ctx (y :: ys))
def insert (x : Nat) : List Nat → List Nat
  | [] => [x]
  | a :: as => if x < a then x :: a :: as else a :: insert x as
def sort (xs : List Nat) : List Nat := loop [] xs
where loop : List Nat → List Nat → List Nat
  | acc, [] => acc
  | acc, x :: xs => loop (insert x acc) xs
def mergeIdem (xs : List Nat) : List Nat :=
  match xs with
  | [] => []
  | x :: xs => loop x xs
where loop : Nat → List Nat → List Nat
  | curr, next :: rest => if curr = next then loop curr rest else curr :: loop next rest
  | curr, [] => [curr]
def removeNeutrals {α : Sort u} [info : ContextInformation α] (ctx : α) : List Nat → List Nat
  | x :: xs => match loop (x :: xs) with
    | [] => [x]
    | ys => ys
  | [] => []
where loop : List Nat → List Nat
  | x :: xs => match info.isNeutral ctx x with
    | true => loop xs
    | false => x :: loop xs
  | [] => []
def norm {α : Sort u} [info : ContextInformation α] (ctx : α) (e : Expr) : List Nat :=
  let xs := e.toList
  let xs := removeNeutrals ctx xs
  let xs := if info.isComm ctx then sort xs else xs
  if info.isIdem ctx then mergeIdem xs else xs

/-! ### each step of `norm` keeps the value -/
namespace Context
variable (ctx : Context α)
theorem evalList_cons (x : Nat) {xs : List Nat} (h : xs ≠ []) :
    evalList α ctx (x :: xs) = ctx.op (ctx.var x).value (evalList α ctx xs) := by
  cases xs with
  | nil => exact absurd rfl h
  | cons y ys => rfl
theorem evalList_cons₂ (x y : Nat) (ys : List Nat) :
    evalList α ctx (x :: y :: ys) = ctx.op (ctx.var x).value (evalList α ctx (y :: ys)) := rfl
theorem evalList_append {l r : List Nat} (hl : l ≠ []) (hr : r ≠ []) :
    evalList α ctx (l.append r) = ctx.op (evalList α ctx l) (evalList α ctx r) := by
  induction l with
  | nil => exact absurd rfl hl
  | cons x l ih =>
    show evalList α ctx (x :: l.append r) = _
    cases l with
    | nil => exact evalList_cons ctx x hr
    | cons y l =>
      have h : (y :: l).append r ≠ [] := fun h => nomatch h
      rw [evalList_cons ctx x h, ih (fun h => nomatch h), evalList_cons₂ ctx x, ctx.assoc.assoc]
theorem toList_nonEmpty (e : Expr) : e.toList ≠ [] := by
  induction e with
  | var x => exact fun h => nomatch h
  | op l r ihl ihr =>
    show l.toList.append r.toList ≠ []
    revert ihl
    cases l.toList with
    | nil => exact fun h => absurd rfl h
    | cons a as => exact fun _ h => nomatch h
theorem eval_toList (e : Expr) : evalList α ctx e.toList = eval α ctx e := by
  induction e with
  | var x => rfl
  | op l r ihl ihr =>
    show evalList α ctx (l.toList.append r.toList) = ctx.op (eval α ctx l) (eval α ctx r)
    rw [evalList_append ctx (toList_nonEmpty l) (toList_nonEmpty r), ihl, ihr]

theorem insert_nonEmpty {x : Nat} {xs : List Nat} : insert x xs ≠ [] := by
  cases xs with
  | nil => exact fun h => nomatch h
  | cons a as =>
    unfold insert
    split <;> exact fun h => nomatch h
theorem evalList_insert (h : Commutative ctx.op) (x : Nat) (xs : List Nat) :
    evalList α ctx (insert x xs) = evalList α ctx (x :: xs) := by
  induction xs with
  | nil => rfl
  | cons a as ih =>
    unfold insert
    split
    · rfl
    · rw [evalList_cons ctx a insert_nonEmpty, ih, evalList_cons₂ ctx x]
      cases as with
      | nil => exact h.comm _ _
      | cons b bs =>
        rw [evalList_cons₂ ctx x, evalList_cons₂ ctx a, ← ctx.assoc.assoc,
          h.comm (ctx.var a).value, ctx.assoc.assoc]
theorem evalList_sort_loop (h : Commutative ctx.op) (acc xs : List Nat) (ha : acc ≠ []) (hx : xs ≠ []) :
    evalList α ctx (sort.loop acc xs) = ctx.op (evalList α ctx acc) (evalList α ctx xs) := by
  induction xs generalizing acc with
  | nil => exact absurd rfl hx
  | cons x xs ih =>
    show evalList α ctx (sort.loop (insert x acc) xs) = _
    cases xs with
    | nil =>
      show evalList α ctx (insert x acc) = _
      rw [evalList_insert ctx h, evalList_cons ctx x ha]; exact h.comm _ _
    | cons y ys =>
      rw [ih _ insert_nonEmpty (fun h => nomatch h), evalList_insert ctx h, evalList_cons ctx x ha,
        evalList_cons₂ ctx x, h.comm (ctx.var x).value, ctx.assoc.assoc]
theorem evalList_sort (h : Commutative ctx.op) (xs : List Nat) : evalList α ctx (sort xs) = evalList α ctx xs := by
  cases xs with
  | nil => rfl
  | cons x xs => cases xs with
    | nil => rfl
    | cons y ys => exact evalList_sort_loop ctx h [x] (y :: ys) (fun h => nomatch h) (fun h => nomatch h)

theorem mergeIdem_loop_nonEmpty (c : Nat) (xs : List Nat) : mergeIdem.loop c xs ≠ [] := by
  induction xs generalizing c with
  | nil => exact fun h => nomatch h
  | cons x xs ih =>
    unfold mergeIdem.loop
    split
    · exact ih c
    · exact fun h => nomatch h
theorem evalList_mergeIdem_loop (h : IdempotentOp ctx.op) (c : Nat) (xs : List Nat) :
    evalList α ctx (mergeIdem.loop c xs) = evalList α ctx (c :: xs) := by
  induction xs generalizing c with
  | nil => rfl
  | cons x xs ih =>
    unfold mergeIdem.loop
    by_cases e : c = x
    · rw [if_pos e, ih, ← e, evalList_cons₂ ctx c]
      cases xs with
      | nil => exact (h.idempotent _).symm
      | cons y ys => rw [evalList_cons₂ ctx c, ← ctx.assoc.assoc, h.idempotent]
    · rw [if_neg e, evalList_cons ctx c (mergeIdem_loop_nonEmpty x xs), ih, evalList_cons₂ ctx c]
theorem evalList_mergeIdem (h : IdempotentOp ctx.op) (xs : List Nat) : evalList α ctx (mergeIdem xs) = evalList α ctx xs := by
  cases xs with
  | nil => rfl
  | cons x xs => exact evalList_mergeIdem_loop ctx h x xs

theorem isNeutral_spec {x : Nat} (h : ContextInformation.isNeutral ctx x = true) :
    (∀ a, ctx.op (ctx.var x).value a = a) ∧ ∀ a, ctx.op a (ctx.var x).value = a := by
  have h : (ctx.var x).neutral.isSome = true := h
  cases e : (ctx.var x).neutral with
  | none => rw [e] at h; exact nomatch h
  | some n => exact ⟨n.down.left_id, n.down.right_id⟩
private theorem loop_true {x : Nat} (xs : List Nat) (n : ContextInformation.isNeutral ctx x = true) :
    removeNeutrals.loop ctx (x :: xs) = removeNeutrals.loop ctx xs := by
  show (match ContextInformation.isNeutral ctx x with | true => removeNeutrals.loop ctx xs | false => _) = _
  rw [n]
private theorem loop_false {x : Nat} (xs : List Nat) (n : ContextInformation.isNeutral ctx x = false) :
    removeNeutrals.loop ctx (x :: xs) = x :: removeNeutrals.loop ctx xs := by
  show (match ContextInformation.isNeutral ctx x with | true => removeNeutrals.loop ctx xs | false => x :: removeNeutrals.loop ctx xs) = _
  rw [n]
/-- Without its neutral elements a list has the same value; if none is left, its value is neutral. -/
theorem removeNeutrals_loop_spec (xs : List Nat) :
    (removeNeutrals.loop ctx xs ≠ [] → evalList α ctx (removeNeutrals.loop ctx xs) = evalList α ctx xs) ∧
    (removeNeutrals.loop ctx xs = [] → xs ≠ [] →
      (∀ a, ctx.op (evalList α ctx xs) a = a) ∧ ∀ a, ctx.op a (evalList α ctx xs) = a) := by
  induction xs with
  | nil => exact ⟨fun h => absurd rfl h, fun _ h => absurd rfl h⟩
  | cons x xs ih =>
    cases n : ContextInformation.isNeutral ctx x with
    | true =>
      rw [loop_true ctx xs n]
      have ⟨left, right⟩ := isNeutral_spec ctx n
      refine ⟨fun h => ?_, fun h _ => ?_⟩
      · cases xs with
        | nil => exact absurd rfl h
        | cons y ys => rw [evalList_cons₂ ctx x, left]; exact ih.1 h
      · cases xs with
        | nil => exact ⟨left, right⟩
        | cons y ys => rw [evalList_cons₂ ctx x, left]; exact ih.2 h (fun h => nomatch h)
    | false =>
      rw [loop_false ctx xs n]
      refine ⟨fun _ => ?_, fun h => nomatch h⟩
      show evalList α ctx (x :: removeNeutrals.loop ctx xs) = _
      cases xs with
      | nil => rfl
      | cons y ys =>
        rw [evalList_cons₂ ctx x]
        by_cases z : removeNeutrals.loop ctx (y :: ys) = []
        · rw [z, (ih.2 z (fun h => nomatch h)).2]; rfl
        · rw [evalList_cons ctx x z, ih.1 z]
theorem evalList_removeNeutrals (xs : List Nat) : evalList α ctx (removeNeutrals ctx xs) = evalList α ctx xs := by
  cases xs with
  | nil => rfl
  | cons x xs =>
    have spec := removeNeutrals_loop_spec ctx (x :: xs)
    show evalList α ctx (match removeNeutrals.loop ctx (x :: xs) with | [] => [x] | ys => ys) = _
    cases z : removeNeutrals.loop ctx (x :: xs) with
    | cons y ys =>
      rw [z] at spec; exact spec.1 (fun h => nomatch h)
    | nil =>
      have id := spec.2 z (fun h => nomatch h)
      have n : ContextInformation.isNeutral ctx x = true := by
        cases n : ContextInformation.isNeutral ctx x with
        | true => rfl
        | false => rw [loop_false ctx xs n] at z; exact nomatch z
      exact (id.2 (ctx.var x).value).symm.trans ((isNeutral_spec ctx n).1 _)
theorem eval_norm (e : Expr) : evalList α ctx (norm ctx e) = eval α ctx e := by
  have comm (xs : List Nat) : evalList α ctx (if ContextInformation.isComm ctx then sort xs else xs) = evalList α ctx xs := by
    split
    · have h : ctx.comm.isSome = true := by assumption
      cases e : ctx.comm with
      | none => rw [e] at h; exact nomatch h
      | some c => exact evalList_sort ctx c.down xs
    · rfl
  have idem (xs : List Nat) : evalList α ctx (if ContextInformation.isIdem ctx then mergeIdem xs else xs) = evalList α ctx xs := by
    split
    · have h : ctx.idem.isSome = true := by assumption
      cases e : ctx.idem with
      | none => rw [e] at h; exact nomatch h
      | some i => exact evalList_mergeIdem ctx i.down xs
    · rfl
  exact (idem _).trans ((comm _).trans ((evalList_removeNeutrals ctx _).trans (eval_toList ctx e)))
theorem eq_of_norm (a b : Expr) (h : norm ctx a == norm ctx b) : eval α ctx a = eval α ctx b := by
  rw [← eval_norm ctx a, ← eval_norm ctx b, eq_of_beq h]
end Context
end Lean.Data.AC
