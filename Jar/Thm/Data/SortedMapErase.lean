import Jar.Thm.Data.SortedMapLaws

/-!
# Theorems: entries that go

What erasing a key leaves of a sorted map.
-/
namespace Jar.SortedMap

variable {κ α : Type} [KeyOrder κ]

theorem mem_drop {k : κ} {as : List (κ × α)} {b : κ × α} (h : b ∈ drop k as) : b ∈ as := by
  induction as with
  | nil => exact h
  | cons a as ih =>
    unfold drop at h
    split at h
    · exact h
    · split at h
      · exact (List.mem_cons.mp h).elim (fun e => List.mem_cons.mpr (.inl e)) fun h => List.mem_cons.mpr (.inr (ih h))
      · exact List.mem_cons.mpr (.inr h)

theorem ascending_drop {k : κ} {as : List (κ × α)} (h : Ascending as) : Ascending (drop k as) := by
  induction as with
  | nil => exact h
  | cons a as ih =>
    unfold drop
    split
    · exact h
    · split
      · exact ⟨fun b hb => h.1 b (mem_drop hb), ih h.2⟩
      · exact h.2

variable [LawfulKeyOrder κ]

theorem lookup_drop_other {j k : κ} (n : j ≠ k) {as : List (κ × α)} (h : Ascending as) : lookup j (drop k as) = lookup j as := by
  induction as with
  | nil => rfl
  | cons a as ih =>
    unfold drop
    split
    · rfl
    · rename_i ck
      split
      · rw [lookup, lookup, ih h.2]
      · rename_i ck'
        have e : k = a.1 := LawfulKeyOrder.total k a.1 (eq_false_of_ne_true ck) (eq_false_of_ne_true ck')
        have step : lookup j (a :: as) = if KeyOrder.before j a.1 then none else if KeyOrder.before a.1 j then lookup j as else some a.2 := rfl
        rw [step, ← e]
        split
        · rename_i c
          rw [e] at c
          exact lookup_before (BeforeAll.trans c h.1)
        · rename_i c
          split
          · rfl
          · rename_i c'
            exact absurd (LawfulKeyOrder.total j k (eq_false_of_ne_true c) (eq_false_of_ne_true c')) n

theorem ordered_erase {m : SortedMap κ α} (o : m.Ordered) (k : κ) : (m.erase k).Ordered := by
  unfold Ordered
  rw [toList_erase m o]
  exact ascending_drop o

/-- Erasing a key changes nothing for the others. -/
theorem find?_erase_other {m : SortedMap κ α} (o : m.Ordered) {j k : κ} (n : j ≠ k) : (m.erase k).find? j = m.find? j := by
  rw [find?_eq _ (ordered_erase o k), toList_erase m o, find?_eq m o]
  exact lookup_drop_other n o

/-- What is there after erasing was there before. -/
theorem find?_of_erase {m : SortedMap κ α} (o : m.Ordered) {j k : κ} {v : α} (h : (m.erase k).find? j = some v) : m.find? j = some v := by
  rw [find?_iff (ordered_erase o k), toList_erase m o] at h
  exact (find?_iff o j v).mpr (mem_drop h)

end Jar.SortedMap
