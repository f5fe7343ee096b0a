import Jar.Thm.Data.SortedMap

/-!
# Laws of sorted maps

What is found after an insertion or a removal; order is kept; what is found determines the entries. Gray Paper 0.7.2, section 3.5.
-/
namespace Jar.SortedMap

open LawfulKeyOrder

variable {κ α : Type} [KeyOrder κ] [LawfulKeyOrder κ]

/-! ## Lists -/

omit [LawfulKeyOrder κ] in
theorem mem_put {k : κ} {v : α} {as : List (κ × α)} {b : κ × α} (h : b ∈ put k v as) : b = (k, v) ∨ b ∈ as := by
  induction as with
  | nil => exact .inl (by cases List.mem_cons.mp h with | inl e => exact e | inr h => exact nomatch h)
  | cons a as ih =>
    unfold put at h
    split at h
    · exact List.mem_cons.mp h
    · split at h
      · cases List.mem_cons.mp h with
        | inl e => exact .inr (List.mem_cons.mpr (.inl e))
        | inr h => exact (ih h).elim .inl fun h => .inr (List.mem_cons.mpr (.inr h))
      · exact (List.mem_cons.mp h).elim .inl fun h => .inr (List.mem_cons.mpr (.inr h))

theorem BeforeAll.trans {as : List (κ × α)} {j k : κ} (hk : KeyOrder.before j k = true) (h : BeforeAll k as) : BeforeAll j as :=
  fun a ha => LawfulKeyOrder.trans _ _ _ hk (h a ha)

theorem ascending_put {k : κ} {v : α} {as : List (κ × α)} (h : Ascending as) : Ascending (put k v as) := by
  induction as with
  | nil => exact ⟨fun a ha => (nomatch ha), trivial⟩
  | cons a as ih =>
    obtain ⟨h1, h2⟩ := h
    unfold put
    split
    · rename_i c
      refine ⟨fun b hb => ?_, h1, h2⟩
      cases List.mem_cons.mp hb with
      | inl e => rw [e]; exact c
      | inr hb => exact trans _ _ _ c (h1 b hb)
    · rename_i c
      split
      · rename_i c'
        exact ⟨fun b hb => (mem_put hb).elim (fun e => by rw [e]; exact c') (h1 b), ih h2⟩
      · rename_i c'
        have e := total k a.1 (eq_false_of_ne_true c) (eq_false_of_ne_true c')
        exact ⟨fun b hb => by rw [show (k, v).1 = a.1 from e]; exact h1 b hb, h2⟩

theorem lookup_put_same (k : κ) (v : α) (as : List (κ × α)) : lookup k (put k v as) = some v := by
  have here : ∀ rest : List (κ × α), lookup k ((k, v) :: rest) = some v := fun rest => by rw [lookup, irrefl]; rfl
  induction as with
  | nil => exact here []
  | cons a as ih =>
    unfold put
    split
    · exact here _
    · rename_i c
      split
      · rename_i c'
        rw [lookup, eq_false_of_ne_true c, c']
        exact ih
      · exact here _

theorem lookup_put_other {j k : κ} (h : j ≠ k) (v : α) (as : List (κ × α)) : lookup j (put k v as) = lookup j as := by
  have skip : ∀ (w : α) (rest : List (κ × α)), KeyOrder.before j k = false → lookup j ((k, w) :: rest) = lookup j rest := by
    intro w rest c
    cases c' : KeyOrder.before k j with
    | false => exact absurd (total j k c c') h
    | true => rw [lookup, c, c']; rfl
  have stop : ∀ (w : α) (rest : List (κ × α)), KeyOrder.before j k = true → lookup j ((k, w) :: rest) = none :=
    fun w rest c => by rw [lookup, c]; rfl
  induction as with
  | nil =>
    cases c : KeyOrder.before j k with
    | false => exact skip v [] c
    | true => exact stop v [] c
  | cons a as ih =>
    unfold put
    split
    · rename_i ck
      cases c : KeyOrder.before j k with
      | false => exact skip v _ c
      | true => rw [stop v _ c, lookup, trans _ _ _ c ck]; rfl
    · rename_i ck
      split
      · rw [lookup, lookup, ih]
      · rename_i ck'
        have e := total k a.1 (eq_false_of_ne_true ck) (eq_false_of_ne_true ck')
        cases a with
        | mk key value =>
          have e : k = key := e
          subst e
          cases c : KeyOrder.before j k with
          | false => rw [skip v _ c, skip value _ c]
          | true => rw [stop v _ c, stop value _ c]

omit [LawfulKeyOrder κ] in
theorem lookup_before {k : κ} {as : List (κ × α)} (h : BeforeAll k as) : lookup k as = none := by
  cases as with
  | nil => rfl
  | cons a as => rw [lookup, h a (List.mem_cons.mpr (.inl rfl))]; rfl

/-- In an ascending list, what is found is what is there. -/
theorem lookup_iff {as : List (κ × α)} (h : Ascending as) (k : κ) (v : α) : lookup k as = some v ↔ (k, v) ∈ as := by
  induction as with
  | nil => exact ⟨fun e => (nomatch e), fun e => (nomatch e)⟩
  | cons a as ih =>
    obtain ⟨h1, h2⟩ := h
    rw [List.mem_cons, ← ih h2, lookup]
    split
    · rename_i c
      refine ⟨fun e => (nomatch e), fun e => ?_⟩
      cases e with
      | inl e => rw [← e, irrefl] at c; exact nomatch c
      | inr e => rw [lookup_before (h1.trans c)] at e; exact nomatch e
    · rename_i c
      split
      · rename_i c'
        refine ⟨.inr, fun e => ?_⟩
        cases e with
        | inl e => rw [← e, irrefl] at c'; exact nomatch c'
        | inr e => exact e
      · rename_i c'
        have e := total k a.1 (eq_false_of_ne_true c) (eq_false_of_ne_true c')
        subst e
        rw [lookup_before h1]
        refine ⟨fun e => .inl ?_, fun e => ?_⟩
        · injection e with e
          rw [← e]
        · cases e with
          | inl e => rw [← e]
          | inr e => exact nomatch e

/-- What is found determines an ascending list. -/
theorem ascending_ext {as bs : List (κ × α)} (ha : Ascending as) (hb : Ascending bs) (h : ∀ k, lookup k as = lookup k bs) : as = bs := by
  have mem : ∀ a : κ × α, a ∈ as ↔ a ∈ bs := fun a => by rw [← lookup_iff ha, ← lookup_iff hb, h]
  clear h
  induction as generalizing bs with
  | nil =>
    cases bs with
    | nil => rfl
    | cons b bs => exact nomatch (mem b).mpr (List.mem_cons.mpr (.inl rfl))
  | cons a as ih =>
    cases bs with
    | nil => exact nomatch (mem a).mp (List.mem_cons.mpr (.inl rfl))
    | cons b bs =>
      obtain ⟨a1, a2⟩ := ha
      obtain ⟨b1, b2⟩ := hb
      have e : a = b := by
        cases List.mem_cons.mp ((mem a).mp (List.mem_cons.mpr (.inl rfl))) with
        | inl e => exact e
        | inr h =>
          cases List.mem_cons.mp ((mem b).mpr (List.mem_cons.mpr (.inl rfl))) with
          | inl e => exact e.symm
          | inr h' =>
            have := asymm (b1 a h)
            rw [a1 b h'] at this
            exact nomatch this
      subst e
      refine congrArg _ (ih a2 b2 fun c => ⟨fun hc => ?_, fun hc => ?_⟩)
      · cases List.mem_cons.mp ((mem c).mp (List.mem_cons.mpr (.inr hc))) with
        | inl e => have := a1 c hc; rw [e, irrefl] at this; exact nomatch this
        | inr h => exact h
      · cases List.mem_cons.mp ((mem c).mpr (List.mem_cons.mpr (.inr hc))) with
        | inl e => have := b1 c hc; rw [e, irrefl] at this; exact nomatch this
        | inr h => exact h

/-! ## Maps -/

omit [LawfulKeyOrder κ] in
theorem ordered_empty : (empty : SortedMap κ α).Ordered := trivial

theorem ordered_insert {m : SortedMap κ α} (o : m.Ordered) (k : κ) (v : α) : (m.insert k v).Ordered := by
  rw [Ordered, toList_insert m o]
  exact ascending_put o

/-- **What was inserted is found.** -/
theorem find?_insert_same {m : SortedMap κ α} (o : m.Ordered) (k : κ) (v : α) : (m.insert k v).find? k = some v := by
  rw [find?_eq _ (ordered_insert o k v), toList_insert m o, lookup_put_same]

/-- **Other keys keep their values.** -/
theorem find?_insert_other {m : SortedMap κ α} (o : m.Ordered) {j k : κ} (h : j ≠ k) (v : α) : (m.insert k v).find? j = m.find? j := by
  rw [find?_eq _ (ordered_insert o k v), toList_insert m o, lookup_put_other h, find?_eq m o]

theorem find?_iff {m : SortedMap κ α} (o : m.Ordered) (k : κ) (v : α) : m.find? k = some v ↔ (k, v) ∈ m.toList := by
  rw [find?_eq m o, lookup_iff o]

/-- What is found determines the entries. -/
theorem toList_ext {m n : SortedMap κ α} (om : m.Ordered) (on : n.Ordered) (h : ∀ k, m.find? k = n.find? k) : m.toList = n.toList :=
  ascending_ext om on fun k => by rw [← find?_eq m om, ← find?_eq n on, h]

theorem ordered_insertAll {m : SortedMap κ α} (o : m.Ordered) (as : List (κ × α)) : (m.insertAll as).Ordered := by
  induction as generalizing m with
  | nil => exact o
  | cons a as ih => exact ih (ordered_insert o a.1 a.2)

/-- A key that is not among those inserted keeps its value. -/
theorem find?_insertAll_other {m : SortedMap κ α} (o : m.Ordered) {as : List (κ × α)} {k : κ} (h : ∀ v, (k, v) ∉ as) :
    (m.insertAll as).find? k = m.find? k := by
  induction as generalizing m with
  | nil => rfl
  | cons a as ih =>
    have hk : k ≠ a.1 := fun e => h a.2 (by rw [e]; exact List.mem_cons.mpr (.inl rfl))
    rw [insertAll, ih (ordered_insert o a.1 a.2) fun v hv => h v (List.mem_cons.mpr (.inr hv)), find?_insert_other o hk]

/-- A key whose every entry has one value has it afterwards. -/
theorem find?_insertAll_same {m : SortedMap κ α} (o : m.Ordered) {as : List (κ × α)} {k : κ} {v : α} (h : (k, v) ∈ as)
    (one : ∀ w, (k, w) ∈ as → w = v) : (m.insertAll as).find? k = some v := by
  induction as generalizing m with
  | nil => exact nomatch h
  | cons a as ih =>
    rw [insertAll]
    cases Classical.em ((k, v) ∈ as) with
    | inl hin => exact ih (ordered_insert o a.1 a.2) hin fun w hw => one w (List.mem_cons.mpr (.inr hw))
    | inr hin =>
      have e : (k, v) = a := (List.mem_cons.mp h).elim id fun h => absurd h hin
      subst e
      rw [find?_insertAll_other (ordered_insert o k v) fun w hw => hin ?_, find?_insert_same o]
      have := one w (List.mem_cons.mpr (.inr hw))
      rw [← this]
      exact hw

end Jar.SortedMap
