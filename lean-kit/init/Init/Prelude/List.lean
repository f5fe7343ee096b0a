prelude
import Init.Prelude.Word
/-! `Option` and `List`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

inductive Option (α : Type u) where
  | none : Option α
  | some (val : α) : Option α
attribute [unbox] Option
export Option (none some)
/- must stay the first `some/none` match: the `do` elaborator refers to the matcher `Break.runK.match_1` by name -/
@[always_inline, inline] abbrev Break.runK {α : Type u} {β : Type v} (x : Option α) (breakK : Unit → β) (successK : α → β) : β :=
  match x with
  | some a => successK a
  | none => breakK ()
instance {α : Type u} : Inhabited (Option α) := ⟨none⟩
@[macro_inline] def Option.getD {α : Type u} (opt : Option α) (dflt : α) : α :=
  match opt with
  | some x => x
  | none => dflt
@[inline] protected def Option.map {α : Type u} {β : Type v} (f : α → β) : Option α → Option β
  | some x => some (f x)
  | none => none
inductive List (α : Type u) where
  | nil : List α
  | cons (head : α) (tail : List α) : List α
instance {α : Type u} : Inhabited (List α) := ⟨List.nil⟩
def Boot.List.isCons.{x} {α : Type x} : List α → Bool
  | .nil => false
  | .cons _ _ => true
protected def List.hasDecEq {α : Type u} [DecidableEq α] : (a b : List α) → Decidable (Eq a b)
  | .nil, .nil => isTrue rfl
  | .cons _ _, .nil => isFalse (fun h => Bool.false_ne_true (congrArg Boot.List.isCons h.symm))
  | .nil, .cons _ _ => isFalse (fun h => Bool.false_ne_true (congrArg Boot.List.isCons h))
  | .cons a as, .cons b bs => match decEq a b with
    | isTrue hab => match List.hasDecEq as bs with
      | isTrue hs => isTrue (congr (congrArg List.cons hab) hs)
      | isFalse ns => isFalse (fun h => ns (congrArg (fun l => List.casesOn (motive := fun _ => List α) l as (fun _ t => t)) h))
    | isFalse nab => isFalse (fun h => nab (congrArg (fun l => List.casesOn (motive := fun _ => α) l a (fun x _ => x)) h))
instance {α : Type u} [DecidableEq α] : DecidableEq (List α) := List.hasDecEq
def List.length {α : Type u} : List α → Nat
  | .nil => 0
  | .cons _ as => Nat.succ (length as)
def List.lengthTRAux {α : Type u} : List α → Nat → Nat
  | .nil, n => n
  | .cons _ as, n => lengthTRAux as (Nat.succ n)
def List.lengthTR {α : Type u} (as : List α) : Nat := lengthTRAux as 0
def Boot.List.getAux {α : Type u} : (as : List α) → (i : Nat) → LT.lt i as.length → α
  | .nil, _, h => absurd h (Nat.not_lt_zero _)
  | .cons a _, .zero, _ => a
  | .cons _ as, .succ i, h => getAux as i (Nat.le_of_succ_le_succ h)
@[inline] def List.get {α : Type u} (as : List α) (i : Fin as.length) : α := Boot.List.getAux as i.val i.isLt
def List.set {α : Type u} : (l : List α) → (n : Nat) → (a : α) → List α
  | .cons _ as, 0, b => .cons b as
  | .cons a as, .succ n, b => .cons a (set as n b)
  | .nil, _, _ => .nil
@[specialize] def List.foldl {α : Type u} {β : Type v} (f : α → β → α) : (init : α) → List β → α
  | a, .nil => a
  | a, .cons b l => foldl f (f a b) l
def List.concat {α : Type u} : List α → α → List α
  | .nil, b => .cons b .nil
  | .cons a as, b => .cons a (concat as b)
protected def List.append {α : Type u} : (xs ys : List α) → List α
  | .nil, bs => bs
  | .cons a as, bs => .cons a (List.append as bs)
