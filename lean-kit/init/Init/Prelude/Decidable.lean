prelude
import Init.Prelude.Logic
/-! `Inhabited`, `Nonempty`, `Decidable`, decidable equality, `if`, Boolean operations. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

class Inhabited (α : Sort u) where
  default : α
export Inhabited (default)
class inductive Nonempty (α : Sort u) : Prop where
  | intro (val : α) : Nonempty α
axiom Classical.choice {α : Sort u} : Nonempty α → α
protected theorem Nonempty.elim {α : Sort u} {p : Prop} (h₁ : Nonempty α) (h₂ : α → p) : p := match h₁ with | .intro a => h₂ a
instance instNonemptyOfInhabited {α : Sort u} [i : Inhabited α] : Nonempty α := ⟨i.default⟩
noncomputable def Classical.ofNonempty {α : Sort u} [n : Nonempty α] : α := Classical.choice n
instance {α : Sort u} {β : α → Sort v} [(a : α) → Inhabited (β a)] : Inhabited ((a : α) → β a) := ⟨fun _ => default⟩
instance {α : Sort u} {β : Sort v} [Nonempty β] : Nonempty (α → β) := Nonempty.intro fun _ => Classical.ofNonempty
instance : Inhabited Bool := ⟨false⟩
instance : Inhabited PUnit := ⟨⟨⟩⟩
instance : Inhabited Unit := ⟨⟨⟩⟩
instance : Inhabited Prop := ⟨True⟩
instance : Inhabited (Sort u) := ⟨PUnit⟩

structure PLift (α : Sort u) : Type u where
  up ::
  down : α
structure ULift.{r, s} (α : Type s) : Type (max s r) where
  up ::
  down : α
structure PULift.{r, s} (α : Sort s) : Sort (max s r 1) where
  up ::
  down : α
@[inline] unsafe def unsafeCast {α : Sort u} {β : Sort v} (a : α) : β :=
  PULift.down.{u, v} (cast lcProof (PULift.up.{v, u} a))

/- Since Lean 4.34/4.35 `Decidable` is a structure around a `Bool`; the code generator relies on that.
   With the old two-constructor inductive type the compiler silently produces wrong code. -/
class Decidable (p : Prop) where
  mk ::
  decide : Bool
  reflects : Bool.rec (motive := fun _ => Prop) (Not p) p decide
@[match_pattern, inline] def Decidable.isTrue {p : Prop} (h : p) : Decidable p := ⟨true, h⟩
@[match_pattern, inline] def Decidable.isFalse {p : Prop} (h : Not p) : Decidable p := ⟨false, h⟩
@[cases_eliminator, elab_as_elim, inline] def Decidable.falseTrueCases {p : Prop} {motive : Decidable p → Sort u}
    (isFalse : (h : Not p) → motive (.isFalse h)) (isTrue : (h : p) → motive (.isTrue h)) : (t : Decidable p) → motive t
  | ⟨false, h⟩ => isFalse h
  | ⟨true, h⟩ => isTrue h
export Decidable (isTrue isFalse decide)
theorem Boot.Decidable.reflects_of {p : Prop} : {b : Bool} → (Eq b true → p) → (Eq b false → Not p) → Bool.rec (motive := fun _ => Prop) (Not p) p b
  | true, h, _ => h rfl
  | false, _, h => h rfl
abbrev DecidablePred {α : Sort u} (r : α → Prop) := (a : α) → Decidable (r a)
abbrev DecidableRel {α : Sort u} {β : Sort v} (r : α → β → Prop) := (a : α) → (b : β) → Decidable (r a b)
abbrev DecidableEq (α : Sort u) := (a b : α) → Decidable (Eq a b)
def decEq {α : Sort u} [inst : DecidableEq α] (a b : α) : Decidable (Eq a b) := inst a b
theorem decide_eq_true {p : Prop} : [inst : Decidable p] → p → Eq (decide p) true
  | isTrue _, _ => rfl
  | isFalse h₁, h₂ => absurd h₂ h₁
theorem decide_eq_false {p : Prop} : [inst : Decidable p] → Not p → Eq (decide p) false
  | isTrue h₁, h₂ => absurd h₁ h₂
  | isFalse _, _ => rfl
theorem of_decide_eq_true {p : Prop} : [inst : Decidable p] → Eq (decide p) true → p
  | isTrue h₁, _ => h₁
  | isFalse _, h => (Bool.false_ne_true h).elim
theorem of_decide_eq_false {p : Prop} : [inst : Decidable p] → Eq (decide p) false → Not p
  | isTrue _, h => (Bool.false_ne_true h.symm).elim
  | isFalse h₁, _ => h₁
theorem of_decide_eq_self_eq_true {α : Sort u} [inst : DecidableEq α] (a : α) : Eq (decide (Eq a a)) true :=
  match inst a a with
  | isTrue _ => rfl
  | isFalse h₁ => absurd rfl h₁
@[inline] instance instDecidableEqBool : DecidableEq Bool := fun a b =>
  match a, b with
  | false, false => isTrue rfl
  | false, true => isFalse Bool.false_ne_true
  | true, false => isFalse (fun h => Bool.false_ne_true h.symm)
  | true, true => isTrue rfl
@[reducible] def Bool.decEq (a b : Bool) : Decidable (Eq a b) := instDecidableEqBool a b

class BEq (α : Type u) where
  beq : α → α → Bool
open BEq (beq)
instance instBEqOfDecidableEq {α : Type u} [DecidableEq α] : BEq α := ⟨fun a b => decide (Eq a b)⟩
@[macro_inline] def dite {α : Sort u} (c : Prop) [h : Decidable c] (t : c → α) (e : Not c → α) : α :=
  match h with
  | isTrue h => t h
  | isFalse h => e h
@[macro_inline] def ite {α : Sort u} (c : Prop) [h : Decidable c] (t e : α) : α :=
  match h with
  | isTrue _ => t
  | isFalse _ => e
@[macro_inline] instance instDecidableAnd {p q : Prop} [dp : Decidable p] [dq : Decidable q] : Decidable (And p q) :=
  match dp with
  | isTrue hp => match dq with
    | isTrue hq => isTrue ⟨hp, hq⟩
    | isFalse hq => isFalse fun h => hq h.right
  | isFalse hp => isFalse fun h => hp h.left
@[macro_inline] instance instDecidableOr {p q : Prop} [dp : Decidable p] [dq : Decidable q] : Decidable (Or p q) :=
  match dp with
  | isTrue hp => isTrue (Or.inl hp)
  | isFalse hp => match dq with
    | isTrue hq => isTrue (Or.inr hq)
    | isFalse hq => isFalse fun h => h.elim hp hq
instance instDecidableNot {p : Prop} [dp : Decidable p] : Decidable (Not p) :=
  match dp with
  | isTrue hp => isFalse fun h => h hp
  | isFalse hp => isTrue hp
@[macro_inline] def cond {α : Sort u} (c : Bool) (x y : α) : α :=
  match c with
  | true => x
  | false => y
@[macro_inline] def Bool.dcond {α : Sort u} (c : Bool) (x : Eq c true → α) (y : Eq c false → α) : α :=
  match c with
  | true => x rfl
  | false => y rfl
@[macro_inline] def Bool.or (x y : Bool) : Bool := match x with | true => true | false => y
@[macro_inline] def Bool.and (x y : Bool) : Bool := match x with | false => false | true => y
@[inline] def Bool.not : Bool → Bool
  | true => false
  | false => true
export Bool (or and not)
