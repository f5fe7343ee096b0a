import Jar.Data.SortedSet
import Jar.Thm.Data.Lists
import Jar.Thm.Data.SortedMapLaws

/-!
# Sorted sets

What is in a set after elements were added, and that its form as a sequence has these elements, in ascending order: Gray Paper 0.7.2, section 3.3.
-/
namespace Jar.SortedSet

open SortedMap

variable {κ : Type} [KeyOrder κ] [LawfulKeyOrder κ]

theorem ordered_addAll {set : SortedSet κ} (o : set.Ordered) (keys : List κ) : (addAll set keys).Ordered := by
  induction keys generalizing set with
  | nil => exact o
  | cons k keys ih => exact ih (ordered_insert o k ())

theorem ordered_ofList (keys : List κ) : (ofList keys).Ordered := ordered_addAll ordered_empty keys

omit [LawfulKeyOrder κ] in
theorem has_empty (k : κ) : has (.empty : SortedSet κ) k = false := rfl

/-- **An element is in a set with further elements if it was there or is one of them.** -/
theorem has_addAll {set : SortedSet κ} (o : set.Ordered) (keys : List κ) (k : κ) : has (addAll set keys) k = true ↔ has set k = true ∨ k ∈ keys := by
  induction keys generalizing set with
  | nil => exact ⟨.inl, fun h => h.elim id fun m => absurd m List.not_mem_nil⟩
  | cons j keys ih =>
    rw [addAll, ih (ordered_insert o j ()), List.mem_cons]
    have step : has (set.insert j ()) k = true ↔ has set k = true ∨ k = j := by
      unfold has contains
      cases Classical.em (k = j) with
      | inl e => rw [e, find?_insert_same o]; exact ⟨fun _ => .inr rfl, fun _ => rfl⟩
      | inr ne => rw [find?_insert_other o ne]; exact ⟨.inl, fun h => h.elim id fun e => absurd e ne⟩
    rw [step]
    exact ⟨fun h => h.elim (fun h => h.elim .inl fun e => .inr (.inl e)) fun m => .inr (.inr m),
      fun h => h.elim (fun h => .inl (.inl h)) fun h => h.elim (fun e => .inl (.inr e)) .inr⟩

theorem has_ofList (keys : List κ) (k : κ) : has (ofList keys) k = true ↔ k ∈ keys := by
  unfold ofList
  rw [has_addAll ordered_empty, has_empty]
  exact ⟨fun h => h.elim (fun h => nomatch h) id, .inr⟩

theorem has_ofArray (keys : Array κ) (k : κ) : has (ofArray keys) k = true ↔ k ∈ keys.toList := has_ofList _ k

/-- **The sequence of a set has its elements.** -/
theorem mem_toArray {set : SortedSet κ} (o : set.Ordered) (k : κ) : k ∈ (toArray set).toList ↔ has set k = true := by
  have form : has set k = true ↔ (k, ()) ∈ set.toList := by
    rw [← find?_iff o]
    unfold has contains
    cases set.find? k with
    | none => exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
    | some v => exact ⟨fun _ => rfl, fun _ => rfl⟩
  rw [form, toArray, List.toList_toArray]
  refine ⟨fun m => ?_, fun m => mem_map_of_mem (·.1) m⟩
  obtain ⟨entry, m, e⟩ := mem_map m
  rw [e]
  exact m

/-- **A sequence with further elements** has those that it had and these. -/
theorem mem_addAll (keys : Array κ) (more : List κ) (k : κ) :
    k ∈ (toArray (addAll (ofArray keys) more)).toList ↔ k ∈ keys.toList ∨ k ∈ more := by
  have o : (ofArray keys).Ordered := ordered_ofList _
  rw [mem_toArray (ordered_addAll o more), has_addAll o, has_ofArray]

end Jar.SortedSet
