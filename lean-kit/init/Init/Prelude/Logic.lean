prelude
/-! Functions, equality, connectives, the data shells (pairs, subtypes), propositional extensionality. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

unsafe axiom lcErased : Type
unsafe axiom lcAny : Type
unsafe axiom lcVoid : Type
axiom lcProof {α : Prop} : α
unsafe axiom lcUnreachable {α : Sort u} : α

@[inline] def id {α : Sort u} (a : α) : α := a
@[inline] def Function.comp {α : Sort u} {β : Sort v} {δ : Sort w} (f : β → δ) (g : α → β) : α → δ := fun x => f (g x)
@[inline] def Function.const {α : Sort u} (β : Sort v) (a : α) : β → α := fun _ => a
@[macro_inline] abbrev letFun {α : Sort u} {β : α → Sort v} (v : α) (f : (x : α) → β x) : β v := f v
set_option checkBinderAnnotations false in
abbrev inferInstance {α : Sort u} [i : α] : α := i

set_option bootstrap.inductiveCheckResultingUniverse false in
set_option genCtorIdx false in
inductive PUnit : Sort u where
  | unit : PUnit
abbrev Unit : Type := PUnit
@[match_pattern] abbrev Unit.unit : Unit := PUnit.unit
inductive Empty : Type
set_option bootstrap.inductiveCheckResultingUniverse false in
inductive PEmpty : Sort u where
inductive False : Prop
inductive True : Prop where
  | intro : True
def Not (a : Prop) : Prop := a → False
@[macro_inline] def False.elim {C : Sort u} (h : False) : C := h.rec
@[macro_inline] def absurd {a : Prop} {b : Sort v} (h₁ : a) (h₂ : Not a) : b := (h₂ h₁).rec
theorem trivial : True := True.intro
theorem mt {a b : Prop} (h₁ : a → b) (h₂ : Not b) : Not a := fun ha => h₂ (h₁ ha)

inductive Eq {α : Sort u} : α → α → Prop where
  | refl (a : α) : Eq a a
@[simp] abbrev Eq.ndrec {α : Sort u2} {a : α} {motive : α → Sort u1} (m : motive a) {b : α} (h : Eq a b) : motive b := h.rec m
set_option linter.defProp false in
@[match_pattern] def rfl {α : Sort u} {a : α} : Eq a a := Eq.refl a
theorem Eq.subst {α : Sort u} {motive : α → Prop} {a b : α} (h₁ : Eq a b) (h₂ : motive a) : motive b := Eq.ndrec h₂ h₁
theorem Eq.symm {α : Sort u} {a b : α} (h : Eq a b) : Eq b a := h.rec (Eq.refl a)
theorem Eq.trans {α : Sort u} {a b c : α} (h₁ : Eq a b) (h₂ : Eq b c) : Eq a c := h₂.rec h₁
@[macro_inline] def cast {α β : Sort u} (h : Eq α β) (a : α) : β := h.rec a
@[simp] abbrev Eq.ndrec_symm {α : Sort u2} {a : α} {motive : α → Sort u1} (m : motive a) {b : α} (h : Eq b a) : motive b := h.symm.ndrec m
theorem congrArg {α : Sort u} {β : Sort v} {a b : α} (f : α → β) (h : Eq a b) : Eq (f a) (f b) := h.rec (Eq.refl (f a))
theorem congr {α : Sort u} {β : Sort v} {f₁ f₂ : α → β} {a₁ a₂ : α} (h₁ : Eq f₁ f₂) (h₂ : Eq a₁ a₂) : Eq (f₁ a₁) (f₂ a₂) :=
  h₁.rec (h₂.rec rfl)
theorem congrFun {α : Sort u} {β : α → Sort v} {f g : (x : α) → β x} (h : Eq f g) (a : α) : Eq (f a) (g a) := h.rec (Eq.refl (f a))
theorem congrFun' {α : Sort u} {β : Sort v} {f g : α → β} (h : Eq f g) (a : α) : Eq (f a) (g a) := h.rec (Eq.refl (f a))
init_quot
inductive HEq {α : Sort u} : α → {β : Sort u} → β → Prop where
  | refl (a : α) : HEq a a
set_option linter.defProp false in
@[match_pattern] protected def HEq.rfl {α : Sort u} {a : α} : HEq a a := HEq.refl a
theorem eq_of_heq {α : Sort u} {a a' : α} (h : HEq a a') : Eq a a' :=
  have aux : (α β : Sort u) → (a : α) → (b : β) → HEq a b → (h : Eq α β) → Eq (cast h a) b :=
    fun _ _ _ _ h₁ => h₁.rec (fun _ => rfl)
  aux α α a a' h rfl
theorem heq_of_eq {α : Sort u} {a a' : α} (h : Eq a a') : HEq a a' := h.rec (HEq.refl a)

@[unbox] structure Prod (α : Type u) (β : Type v) where
  mk ::
  fst : α
  snd : β
attribute [unbox] Prod
structure PProd (α : Sort u) (β : Sort v) where
  fst : α
  snd : β
structure MProd (α β : Type u) where
  fst : α
  snd : β
@[pp_using_anonymous_constructor]
structure And (a b : Prop) : Prop where
  intro ::
  left : a
  right : b
inductive Or (a b : Prop) : Prop where
  | inl (h : a) : Or a b
  | inr (h : b) : Or a b
theorem Or.intro_left {a : Prop} (b : Prop) (h : a) : Or a b := Or.inl h
theorem Or.elim {a b c : Prop} (h : Or a b) (left : a → c) (right : b → c) : c := match h with | .inl h => left h | .inr h => right h
theorem Or.resolve_left {a b : Prop} (h : Or a b) (na : Not a) : b := h.elim (fun ha => absurd ha na) id
set_option genCtorIdx false in
inductive Bool : Type where
  | false : Bool
  | true : Bool
export Bool (false true)
structure Subtype {α : Sort u} (p : α → Prop) where
  val : α
  property : p val
structure PSigma {α : Sort u} (β : α → Sort v) where
  fst : α
  snd : β fst
structure Sigma {α : Type u} (β : α → Type v) where
  fst : α
  snd : β fst
inductive Exists {α : Sort u} (p : α → Prop) : Prop where
  | intro (w : α) (h : p w) : Exists p
structure Iff (a b : Prop) : Prop where
  intro ::
  mp : a → b
  mpr : b → a
axiom propext {a b : Prop} : Iff a b → Eq a b
theorem eq_true {p : Prop} (h : p) : Eq p True := propext ⟨fun _ => trivial, fun _ => h⟩
theorem eq_false {p : Prop} (h : Not p) : Eq p False := propext ⟨fun h' => absurd h' h, fun h' => h'.rec⟩
theorem eq_false' {p : Prop} (h : p → False) : Eq p False := eq_false h
theorem of_eq_true {p : Prop} (h : Eq p True) : p := h.symm.rec trivial
theorem of_eq_false {p : Prop} (h : Eq p False) : Not p := fun hp => h.rec (motive := fun q _ => q) hp
theorem eq_self {α : Sort u} (a : α) : Eq (Eq a a) True := eq_true rfl

set_option linter.unusedVariables.funArgs false in
@[reducible] def namedPattern {α : Sort u} (x a : α) (h : Eq x a) : α := a
@[reducible] def optParam (α : Sort u) (default : α) : Sort u := α
@[reducible] def outParam (α : Sort u) : Sort u := α
@[reducible] def semiOutParam (α : Sort u) : Sort u := α
@[reducible] def typedExpr.{u₁} (α : Sort u₁) (a : α) : α := a
axiom sorryAx (α : Sort u) (synthetic : Bool) : α
theorem eq_false_of_ne_true : {b : Bool} → Not (Eq b true) → Eq b false
  | true, h => False.elim (h rfl)
  | false, _ => rfl
theorem eq_true_of_ne_false : {b : Bool} → Not (Eq b false) → Eq b true
  | true, _ => rfl
  | false, h => False.elim (h rfl)
def Boot.Bool.isT : Bool → Prop
  | true => True
  | false => False
theorem Bool.false_ne_true (h : Eq false true) : False := Eq.ndrec (α := Bool) (a := false) (motive := fun b => Not (Boot.Bool.isT b)) (fun x => x) h True.intro
theorem ne_false_of_eq_true {b : Bool} (h : Eq b true) : Not (Eq b false) := fun h' => Bool.false_ne_true (Eq.trans (Eq.symm h') h)
theorem ne_true_of_eq_false {b : Bool} (h : Eq b false) : Not (Eq b true) := fun h' => Bool.false_ne_true (Eq.trans (Eq.symm h) h')
