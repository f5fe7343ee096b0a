prelude
import Init.Classical
/-! `omega`: how hypotheses are taken apart. The tactic refers to these names; so it does in all files of this folder. -/

set_option autoImplicit false
universe u

theorem Decidable.not_or_of_imp {a b : Prop} [Decidable a] (h : a → b) : ¬a ∨ b :=
  if ha : a then .inr (h ha) else .inl ha
theorem le_of_le_of_eq {α : Type u} {a b c : α} [LE α] (h₁ : a ≤ b) (h₂ : b = c) : a ≤ c := h₂ ▸ h₁
theorem le_of_eq_of_le {α : Type u} {a b c : α} [LE α] (h₁ : a = b) (h₂ : b ≤ c) : a ≤ c := h₁ ▸ h₂

namespace Lean.Omega
variable {p q a b : Prop}
theorem and_not_not_of_not_or (h : ¬(p ∨ q)) : ¬p ∧ ¬q := ⟨fun hp => h (.inl hp), fun hq => h (.inr hq)⟩
theorem Decidable.or_not_not_of_not_and [Decidable p] [Decidable q] (h : ¬(p ∧ q)) : ¬p ∨ ¬q :=
  if hp : p then .inr fun hq => h ⟨hp, hq⟩ else .inl hp
theorem Decidable.and_or_not_and_not_of_iff [Decidable q] (h : p ↔ q) : (p ∧ q) ∨ (¬p ∧ ¬q) :=
  if hq : q then .inl ⟨h.mpr hq, hq⟩ else .inr ⟨fun hp => hq (h.mp hp), hq⟩
theorem Decidable.not_iff_iff_and_not_or_not_and [Decidable a] [Decidable b] : ¬(a ↔ b) ↔ (a ∧ ¬b) ∨ (¬a ∧ b) :=
  ⟨fun h => if ha : a then .inl ⟨ha, fun hb => h (iff_of_true ha hb)⟩
    else .inr ⟨ha, Decidable.byContradiction fun hb => h (iff_of_false ha hb)⟩,
   fun h e => h.elim (fun h => h.2 (e.mp h.1)) fun h => h.1 (e.mpr h.2)⟩
theorem Decidable.and_not_or_not_and_of_not_iff [Decidable a] [Decidable b] (h : ¬(a ↔ b)) : a ∧ ¬b ∨ ¬a ∧ b :=
  Decidable.not_iff_iff_and_not_or_not_and.mp h
theorem Decidable.and_not_of_not_imp [Decidable a] (h : ¬(a → b)) : a ∧ ¬b :=
  ⟨Decidable.byContradiction fun ha => h fun a => absurd a ha, fun hb => h fun _ => hb⟩
theorem ite_disjunction {α : Type u} {P : Prop} [Decidable P] {a b : α} :
    (P ∧ (if P then a else b) = a) ∨ (¬P ∧ (if P then a else b) = b) :=
  if h : P then .inl ⟨h, ite_eq_left h⟩ else .inr ⟨h, ite_eq_right h⟩
end Lean.Omega
