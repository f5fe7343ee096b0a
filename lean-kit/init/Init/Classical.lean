prelude
import Init.WF
/-! Classical logic: choice, excluded middle. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v

namespace Classical
noncomputable def indefiniteDescription {α : Sort u} (p : α → Prop) (h : ∃ x, p x) : { x // p x } :=
  choice (h.elim fun x px => ⟨⟨x, px⟩⟩)
noncomputable def choose {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : α := (indefiniteDescription p h).val
theorem choose_spec {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : p (choose h) := (indefiniteDescription p h).property

/-- Excluded middle from choice (Diaconescu): choose from the two classes `{True} ∪ {x | p}` and `{False} ∪ {x | p}`. -/
theorem em (p : Prop) : p ∨ ¬p :=
  have hu : ∃ x : Prop, x = True ∨ p := ⟨True, .inl rfl⟩
  have hv : ∃ x : Prop, x = False ∨ p := ⟨False, .inl rfl⟩
  match choose_spec hu, choose_spec hv with
  | .inr h, _ => .inl h
  | _, .inr h => .inl h
  | .inl eu, .inl ev => .inr fun h =>
    have same : (fun x : Prop => x = True ∨ p) = fun x => x = False ∨ p :=
      funext fun x => propext ⟨fun _ => .inr h, fun _ => .inr h⟩
    have chosen : ∀ hv : ∃ x : Prop, x = False ∨ p, choose hu = choose hv := same ▸ fun _ => rfl
    have : True = False := eu.symm.trans ((chosen hv).trans ev)
    this ▸ trivial

noncomputable def inhabited_of_nonempty {α : Sort u} (h : Nonempty α) : Inhabited α := ⟨choice h⟩
noncomputable def inhabited_of_exists {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : Inhabited α := ⟨choose h⟩
/-- Every proposition is decidable; a scoped instance of low priority. -/
@[irreducible] noncomputable scoped instance (priority := low) propDecidable (a : Prop) : Decidable a :=
  choice ((em a).elim (fun h => ⟨isTrue h⟩) fun h => ⟨isFalse h⟩)
noncomputable def decidableInhabited (a : Prop) : Inhabited (Decidable a) := ⟨propDecidable a⟩
noncomputable def typeDecidableEq (α : Sort u) : DecidableEq α := fun _ _ => propDecidable _
theorem byCases {p q : Prop} (hpq : p → q) (hnpq : ¬p → q) : q := (em p).elim hpq hnpq
theorem byContradiction {p : Prop} (h : ¬p → False) : p := (em p).elim id fun hn => (h hn).elim
theorem propComplete (a : Prop) : a = True ∨ a = False := (em a).elim (fun h => .inl (eq_true h)) fun h => .inr (eq_false h)
theorem not_not {a : Prop} : ¬¬a ↔ a := ⟨fun h => byContradiction h, not_not_intro⟩
theorem not_imp {a b : Prop} : ¬(a → b) ↔ a ∧ ¬b :=
  ⟨fun h => ⟨byContradiction fun ha => h fun a => absurd a ha, fun hb => h fun _ => hb⟩, fun h hi => h.2 (hi h.1)⟩
theorem not_and_iff_not_or_not {a b : Prop} : ¬(a ∧ b) ↔ ¬a ∨ ¬b :=
  ⟨fun h => (em a).elim (fun ha => .inr fun hb => h ⟨ha, hb⟩) .inl, fun h hab => h.elim (· hab.1) (· hab.2)⟩
theorem not_forall {α : Sort u} {p : α → Prop} : (¬∀ x, p x) ↔ ∃ x, ¬p x :=
  ⟨fun h => byContradiction fun hn => h fun x => byContradiction fun hp => hn ⟨x, hp⟩, fun ⟨x, hx⟩ h => hx (h x)⟩
theorem not_exists {α : Sort u} {p : α → Prop} : (¬∃ x, p x) ↔ ∀ x, ¬p x := ⟨fun h x hx => h ⟨x, hx⟩, fun h ⟨x, hx⟩ => h x hx⟩
theorem skolem {α : Sort u} {b : α → Sort v} {p : ∀ x, b x → Prop} : (∀ x, ∃ y, p x y) ↔ ∃ f : ∀ x, b x, ∀ x, p x (f x) :=
  ⟨fun h => ⟨fun x => choose (h x), fun x => choose_spec (h x)⟩, fun ⟨f, hf⟩ x => ⟨f x, hf x⟩⟩
end Classical
/-- An element that satisfies `p`, chosen from the proof that there is one. -/
noncomputable abbrev Exists.choose {α : Sort u} {p : α → Prop} (P : ∃ a, p a) : α := Classical.choose P
theorem Exists.choose_spec {α : Sort u} {p : α → Prop} (P : ∃ a, p a) : p P.choose := Classical.choose_spec P
