import Jar.Chain.Accumulation.Context
import Jar.Thm.Data.SortedMapDifference

/-!
# Theorems: a new service gets an index that is free

About `check` of Gray Paper 0.7.2, appendix B.4: it finds an index that no service has, while there are fewer services than indices.
-/
namespace Jar.Chain

/-- The number of accounts. -/
def countOf (services : Services) : Nat := services.sum fun _ => 1

/-- Is it an index that new services get? -/
def IsPublic (index : ServiceId) : Prop := minPublicIndex ≤ index.toNat ∧ index.toNat < minPublicIndex + publicIndices

theorem indexAfter_toNat (index : ServiceId) (step : Nat) :
    (indexAfter index step).toNat = (index.toNat - minPublicIndex + step) % publicIndices + minPublicIndex := by
  unfold indexAfter
  have h : (index.toNat - minPublicIndex + step) % publicIndices + minPublicIndex < 2 ^ 32 := by
    unfold publicIndices minPublicIndex
    omega
  exact UInt32.toNat_ofNat_of_lt' h

theorem indexAfter_public (index : ServiceId) (step : Nat) : IsPublic (indexAfter index step) := by
  unfold IsPublic
  rw [indexAfter_toNat]
  unfold publicIndices minPublicIndex
  omega

theorem indexAfter_zero {index : ServiceId} (h : IsPublic index) : indexAfter index 0 = index := by
  apply UInt32.toNat.inj
  rw [indexAfter_toNat]
  unfold IsPublic publicIndices minPublicIndex at *
  omega

theorem indexAfter_indexAfter (index : ServiceId) (a b : Nat) : indexAfter (indexAfter index a) b = indexAfter index (a + b) := by
  apply UInt32.toNat.inj
  rw [indexAfter_toNat, indexAfter_toNat, indexAfter_toNat]
  unfold publicIndices minPublicIndex
  omega

theorem indexAfter_inj {index : ServiceId} {a b : Nat} (ha : a < publicIndices) (hb : b < publicIndices)
    (e : indexAfter index a = indexAfter index b) : a = b := by
  have e := congrArg UInt32.toNat e
  rw [indexAfter_toNat, indexAfter_toNat] at e
  unfold publicIndices minPublicIndex at *
  omega

/-- `check` goes on while indices are taken. -/
theorem freeIndex_after (services : Services) (n : Nat) {index : ServiceId} (h : IsPublic index) :
    ∃ k, k ≤ n ∧ freeIndex services index n = indexAfter index k ∧ (∀ j, j < k → services.contains (indexAfter index j) = true) ∧
      (k < n → services.contains (indexAfter index k) = false) := by
  induction n generalizing index with
  | zero => exact ⟨0, Nat.le_refl 0, (indexAfter_zero h).symm, fun _ less => absurd less (Nat.not_lt_zero _), fun less => absurd less (Nat.lt_irrefl 0)⟩
  | succ n ih =>
    unfold freeIndex
    cases c : services.contains index with
    | false =>
      refine ⟨0, Nat.zero_le _, ?_, fun _ less => absurd less (Nat.not_lt_zero _), fun _ => by rw [indexAfter_zero h]; exact c⟩
      rw [ite_eq_right Bool.false_ne_true, indexAfter_zero h]
    | true =>
      obtain ⟨k, le, e, taken, free⟩ := ih (indexAfter_public index 1)
      rw [ite_eq_left rfl]
      refine ⟨1 + k, by omega, by rw [e, indexAfter_indexAfter], fun j less => ?_, fun less => ?_⟩
      · cases j with
        | zero => rw [indexAfter_zero h]; exact c
        | succ j =>
          have t := taken j (by omega)
          rw [indexAfter_indexAfter, Nat.add_comm 1 j] at t
          exact t
      · have f := free (by omega)
        rw [indexAfter_indexAfter] at f
        exact f

/-- The indices from one on. -/
def indicesFrom (index : ServiceId) : Nat → List ServiceId
  | 0 => []
  | k + 1 => indexAfter index k :: indicesFrom index k

theorem mem_indicesFrom {index t : ServiceId} {k : Nat} (h : t ∈ indicesFrom index k) : ∃ j, j < k ∧ t = indexAfter index j := by
  induction k with
  | zero => exact absurd h List.not_mem_nil
  | succ k ih =>
    cases List.mem_cons.mp h with
    | inl e => exact ⟨k, Nat.lt_succ_self k, e⟩
    | inr m =>
      obtain ⟨j, less, e⟩ := ih m
      exact ⟨j, by omega, e⟩

theorem once_indicesFrom (index : ServiceId) {k : Nat} (le : k ≤ publicIndices) : Once (indicesFrom index k) := by
  induction k with
  | zero => trivial
  | succ k ih =>
    refine ⟨fun m => ?_, ih (by omega)⟩
    obtain ⟨j, less, e⟩ := mem_indicesFrom m
    have := indexAfter_inj (index := index) (by omega) (by omega) e
    omega

/-- As many accounts as there are indices that are taken. -/
theorem taken_le {services : Services} (o : services.Ordered) {index : ServiceId} {k : Nat} (le : k ≤ publicIndices)
    (taken : ∀ j, j < k → services.contains (indexAfter index j) = true) : k ≤ countOf services := by
  have erased := SortedMap.sum_eraseAll (fun _ => 1) (once_indicesFrom index le) o
  have all : ∀ k, (∀ j, j < k → services.contains (indexAfter index j) = true) → services.sumAt (fun _ => 1) (indicesFrom index k) = k := by
    intro k
    induction k with
    | zero => exact fun _ => rfl
    | succ k ih =>
      intro taken
      have here := taken k (Nat.lt_succ_self k)
      have rest := ih fun j less => taken j (by omega)
      show services.at? (fun _ => 1) (indexAfter index k) + services.sumAt (fun _ => 1) (indicesFrom index k) = k + 1
      rw [rest]
      unfold SortedMap.contains at here
      unfold SortedMap.at?
      cases f : services.find? (indexAfter index k) with
      | none => rw [f] at here; exact nomatch here
      | some account => exact Nat.add_comm 1 k
  rw [all k taken] at erased
  unfold countOf
  omega

theorem not_contained {services : Services} {t : ServiceId} (h : services.contains t = false) : services.find? t = none := by
  unfold SortedMap.contains at h
  cases f : services.find? t with
  | none => rfl
  | some account => rw [f] at h; exact nomatch h

/-- **`check` finds a free index**, if there are fewer services than indices. -/
theorem unusedIndex_free {services : Services} (o : services.Ordered) {index : ServiceId} (h : IsPublic index)
    (few : countOf services < publicIndices) : IsPublic (unusedIndex services index) ∧ services.find? (unusedIndex services index) = none := by
  obtain ⟨k, le, e, taken, free⟩ := freeIndex_after services publicIndices h
  have small := taken_le o le taken
  unfold unusedIndex
  rw [e]
  exact ⟨indexAfter_public .., not_contained (free (by omega))⟩

/-- The index after that of a new service is another free one. -/
theorem unusedIndex_next {services : Services} (o : services.Ordered) {index : ServiceId} (h : IsPublic index)
    (few : countOf services + 43 ≤ publicIndices) : unusedIndex services (indexAfter index 42) ≠ index := by
  obtain ⟨k, le, e, taken, _⟩ := freeIndex_after services publicIndices (indexAfter_public index 42)
  have small := taken_le o le taken
  unfold unusedIndex
  rw [e, indexAfter_indexAfter]
  intro same
  rw [← indexAfter_zero h, indexAfter_indexAfter] at same
  have := indexAfter_inj (index := index) (by unfold publicIndices minPublicIndex at *; omega) (by unfold publicIndices minPublicIndex; omega) same
  omega

/-- The first new service of an accumulation gets a free index. -/
theorem firstNewIndex_free (block : AccumulationBlock) {services : Services} (o : services.Ordered) (service : ServiceId)
    (few : countOf services < publicIndices) :
    IsPublic (firstNewIndex block services service) ∧ services.find? (firstNewIndex block services service) = none := by
  unfold firstNewIndex
  dsimp only
  refine unusedIndex_free o ?_ few
  unfold IsPublic
  have h : ∀ n : Nat, (n % publicIndices + minPublicIndex).toUInt32.toNat = n % publicIndices + minPublicIndex := fun n =>
    UInt32.toNat_ofNat_of_lt' (by show _ < 2 ^ 32; unfold publicIndices minPublicIndex; omega)
  rw [h]
  unfold publicIndices minPublicIndex
  omega

end Jar.Chain
