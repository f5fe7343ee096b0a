import Jar.Pvm.Memory

/-!
# Theorems: stores

About the memory rules of Gray Paper 0.7.2, appendix A.4: a store changes writable pages only, and no page appears, vanishes or changes its
rights.
-/
namespace Jar.Pvm

/-- What may happen to a page: number and rights stay, everything stays if it is not writable. -/
def Page.Kept (p q : Page) : Prop :=
  q.number = p.number ∧ q.access = p.access ∧ (p.access ≠ .writable → q = p)

theorem Page.Kept.refl (p : Page) : Page.Kept p p := ⟨rfl, rfl, fun _ => rfl⟩

theorem Page.Kept.trans {p q r : Page} (h₁ : Page.Kept p q) (h₂ : Page.Kept q r) : Page.Kept p r := by
  refine ⟨h₂.1.trans h₁.1, h₂.2.1.trans h₁.2.1, ?_⟩
  intro closed
  have e := h₁.2.2 closed
  exact (h₂.2.2 (e.symm ▸ closed)).trans e

theorem Page.write_number (page : Page) (offset : Nat) (value : UInt64) (n : Nat) :
    (page.write offset value n).number = page.number := rfl

theorem Page.write_access (page : Page) (offset : Nat) (value : UInt64) (n : Nat) :
    (page.write offset value n).access = page.access := rfl

theorem Page.overwrite_number (page : Page) (offset : Nat) (source : ByteArray) (start n : Nat) :
    (page.overwrite offset source start n).number = page.number := rfl

theorem Page.overwrite_access (page : Page) (offset : Nat) (source : ByteArray) (start n : Nat) :
    (page.overwrite offset source start n).access = page.access := rfl

namespace Memory

/-- The same pages with the same rights; those that are not writable are the same in all. -/
def Kept (m m' : Memory) : Prop :=
  ∃ e : m'.pages.size = m.pages.size,
    ∀ (i : Nat) (h : i < m.pages.size), Page.Kept m.pages[i] (m'.pages[i]'(Nat.lt_of_lt_of_le h (Nat.le_of_eq e.symm)))

theorem Kept.refl (m : Memory) : Kept m m := ⟨rfl, fun i h => Page.Kept.refl m.pages[i]⟩

theorem Kept.trans {a b c : Memory} (h₁ : Kept a b) (h₂ : Kept b c) : Kept a c := by
  obtain ⟨e₁, k₁⟩ := h₁
  obtain ⟨e₂, k₂⟩ := h₂
  exact ⟨e₂.trans e₁, fun i h => Page.Kept.trans (k₁ i h) (k₂ i (Nat.lt_of_lt_of_le h (Nat.le_of_eq e₁.symm)))⟩

/-- Changing a writable page without touching its number and its rights. -/
theorem modify_kept {m : Memory} {i : Nat} {h : i < m.pages.size} {f : Page → Page} (writable : m.pages[i].access = .writable)
    (number : ∀ p, (f p).number = p.number) (access : ∀ p, (f p).access = p.access) : Kept m (m.modify i h f) := by
  refine ⟨?_, ?_⟩
  · unfold modify
    dsimp only
    rw [Array.size_set, Array.size_set]
  · intro j hj
    unfold modify
    dsimp only
    rw [Array.getElem_set, Array.getElem_set]
    by_cases e : i = j
    · rw [ite_eq_left e]
      subst e
      exact ⟨number _, access _, fun closed => absurd writable closed⟩
    · rw [ite_eq_right e, ite_eq_right e]
      exact Page.Kept.refl _

theorem modifyWritable_kept (m : Memory) (number : Nat) {f : Page → Page} (sameNumber : ∀ p, (f p).number = p.number)
    (sameAccess : ∀ p, (f p).access = p.access) : Kept m (m.modifyWritable number f) := by
  unfold modifyWritable
  dsimp only
  split
  · split
    · rename_i found
      exact modify_kept found.2 sameNumber sameAccess
    · exact Kept.refl m
  · exact Kept.refl m

/-- The memory of a store's outcome. -/
def storedMemory : Stored → Memory
  | .done m => m
  | .fault _ m => m

theorem storeAcross_kept (m : Memory) (number offset : Nat) (value : UInt64) (n : Nat) :
    Kept m (storedMemory (m.storeAcross number offset value n)) := by
  unfold storeAcross
  split
  · dsimp only
    exact Kept.trans
      (modifyWritable_kept m number (fun p => p.write_number _ _ _) (fun p => p.write_access _ _ _))
      (modifyWritable_kept _ _ (fun p => p.write_number _ _ _) (fun p => p.write_access _ _ _))
  · exact Kept.refl m

/-- A store changes the content of writable pages only. -/
theorem store_kept (m : Memory) (address value : UInt64) (n : Nat) : Kept m (storedMemory (m.store address value n)) := by
  unfold store
  dsimp only
  split
  · split
    · rename_i found
      split
      · exact modify_kept found.2 (fun p => p.write_number _ _ _) (fun p => p.write_access _ _ _)
      · exact storeAcross_kept ..
    · exact Kept.refl m
  · exact Kept.refl m

theorem overwrite_kept (m : Memory) (address : Nat) (source : ByteArray) (start fuel : Nat) :
    Kept m (m.overwrite address source start fuel) := by
  induction fuel generalizing m address start with
  | zero => exact Kept.refl m
  | succ fuel ih =>
    unfold overwrite
    split
    · dsimp only
      exact Kept.trans
        (modifyWritable_kept m _ (fun p => p.overwrite_number _ _ _ _) (fun p => p.overwrite_access _ _ _ _)) (ih ..)
    · exact Kept.refl m

/-- Octets from the host change the content of writable pages only. -/
theorem poke_kept (m : Memory) (address : Nat) (source : ByteArray) : Kept m (storedMemory (m.poke address source)) := by
  unfold poke
  split
  · exact overwrite_kept ..
  · exact Kept.refl m

/-! ## What it means for lookups -/

theorem lowerBound_kept {m m' : Memory} (kept : Kept m m') (number fuel low high : Nat) :
    lowerBound m'.pages number fuel low high = lowerBound m.pages number fuel low high := by
  obtain ⟨e, k⟩ := kept
  induction fuel generalizing low high with
  | zero => rfl
  | succ fuel ih =>
    unfold lowerBound
    by_cases order : low < high
    · rw [ite_eq_left order, ite_eq_left order]
      dsimp only
      by_cases inside : (low + high) / 2 < m.pages.size
      · have inside' : (low + high) / 2 < m'.pages.size := Nat.lt_of_lt_of_le inside (Nat.le_of_eq e.symm)
        rw [dite_eq_left inside, dite_eq_left inside', (k _ inside).1, ih, ih]
      · have outside : ¬ (low + high) / 2 < m'.pages.size := fun h => inside (Nat.lt_of_lt_of_le h (Nat.le_of_eq e))
        rw [dite_eq_right inside, dite_eq_right outside]
    · rw [ite_eq_right order, ite_eq_right order]

/-- A page is found in both memories or in none, and what is found is kept. -/
theorem page?_kept {m m' : Memory} (kept : Kept m m') (number : Nat) :
    (m.page? number = none ∧ m'.page? number = none) ∨
      ∃ p, ∃ q, m.page? number = some p ∧ m'.page? number = some q ∧ Page.Kept p q := by
  have same : m'.position number = m.position number := by
    unfold position
    rw [kept.1, lowerBound_kept kept]
  obtain ⟨e, k⟩ := kept
  unfold page?
  dsimp only
  rw [same]
  by_cases inside : m.position number < m.pages.size
  · have inside' : m.position number < m'.pages.size := Nat.lt_of_lt_of_le inside (Nat.le_of_eq e.symm)
    rw [dite_eq_left inside, dite_eq_left inside', (k _ inside).1]
    by_cases found : m.pages[m.position number].number = number
    · rw [ite_eq_left found, ite_eq_left found]
      exact Or.inr ⟨_, _, rfl, rfl, k _ inside⟩
    · rw [ite_eq_right found, ite_eq_right found]
      exact Or.inl ⟨rfl, rfl⟩
  · have outside : ¬ m.position number < m'.pages.size := fun h => inside (Nat.lt_of_lt_of_le h (Nat.le_of_eq e))
    rw [dite_eq_right inside, dite_eq_right outside]
    exact Or.inl ⟨rfl, rfl⟩

/-- The set of accessible pages is the same. -/
theorem isReadable_kept {m m' : Memory} (kept : Kept m m') (number : Nat) : m'.isReadable number = m.isReadable number := by
  unfold isReadable
  cases page?_kept kept number with
  | inl h => rw [h.1, h.2]
  | inr h =>
    obtain ⟨p, q, hp, hq, _⟩ := h
    rw [hp, hq]
    rfl

/-- The set of writable pages is the same. -/
theorem isWritable_kept {m m' : Memory} (kept : Kept m m') (number : Nat) : m'.isWritable number = m.isWritable number := by
  unfold isWritable
  cases page?_kept kept number with
  | inl h => rw [h.1, h.2]
  | inr h =>
    obtain ⟨p, q, hp, hq, k⟩ := h
    rw [hp, hq]
    dsimp only
    rw [k.2.1]

/-- A page that is not writable is the same page with the same content. -/
theorem page?_of_not_writable {m m' : Memory} (kept : Kept m m') {number : Nat} (closed : m.isWritable number = false) :
    m'.page? number = m.page? number := by
  cases page?_kept kept number with
  | inl h => rw [h.1, h.2]
  | inr h =>
    obtain ⟨p, q, hp, hq, k⟩ := h
    rw [hp, hq]
    apply congrArg some
    apply k.2.2
    intro writable
    unfold isWritable at closed
    rw [hp] at closed
    dsimp only at closed
    rw [writable] at closed
    cases closed

end Memory

end Jar.Pvm
