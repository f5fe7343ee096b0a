import Jar.Thm.Data.Bytes
import Jar.Thm.Pvm.InvariantPages

/-!
# Invariant: changes of memory

Stores, octets from the host and `sbrk` (Gray Paper 0.7.2, appendix A.4 and A.5.9; docs/machine.md, D5) keep a memory well-formed.
-/
namespace Jar.Pvm

theorem fullPage_size {data : ByteArray} (h : data.size ≤ pageSize) : (fullPage data).size = pageSize := by
  unfold fullPage
  by_cases hs : data.size < pageSize
  · have hz : zeroPage.size = pageSize := zeros_size pageSize
    rw [ite_eq_left hs, ByteArray.size_append, ByteArray.size_extract, hz]
    omega
  · rw [ite_eq_right hs]
    exact Nat.le_antisymm h (Nat.le_of_not_lt hs)

theorem Page.write_size {page : Page} (h : page.data.size ≤ pageSize) (offset : Nat) (value : UInt64) (n : Nat) :
    (page.write offset value n).data.size = pageSize := by
  show (writeLe (fullPage page.data) offset value n).size = pageSize
  rw [writeLe_size, fullPage_size h]

theorem Page.overwrite_size {page : Page} (h : page.data.size ≤ pageSize) {offset start n : Nat} {source : ByteArray}
    (here : start + n ≤ source.size) (there : offset + n ≤ pageSize) : (page.overwrite offset source start n).data.size = pageSize := by
  show (source.copySlice start (fullPage page.data) offset n).size = pageSize
  have size := fullPage_size h
  rw [copySlice_size here (by rw [size]; exact there), size]

namespace Memory

/-! ## Stores -/

theorem modify_wellFormed {m : Memory} (wf : m.WellFormed) {i : Nat} {h : i < m.pages.size} {f : Page → Page}
    (number : ∀ p, (f p).number = p.number) (size : ∀ p, p.data.size ≤ pageSize → (f p).data.size ≤ pageSize) :
    (m.modify i h f).WellFormed := by
  constructor
  unfold modify
  dsimp only
  rw [Array.toList_set, Array.toList_set]
  exact Ascending.replace wf.ascending (getElem?_toList_of_lt h) (number _) (size _ (wf.page h).2.2)

theorem modifyWritable_wellFormed {m : Memory} (wf : m.WellFormed) (n : Nat) {f : Page → Page}
    (number : ∀ p, (f p).number = p.number) (size : ∀ p, p.data.size ≤ pageSize → (f p).data.size ≤ pageSize) :
    (m.modifyWritable n f).WellFormed := by
  unfold modifyWritable
  dsimp only
  split
  · split
    · exact modify_wellFormed wf number size
    · exact wf
  · exact wf

theorem write_le {p : Page} {offset n : Nat} {value : UInt64} (h : p.data.size ≤ pageSize) :
    (p.write offset value n).data.size ≤ pageSize :=
  Nat.le_of_eq (Page.write_size h offset value n)

theorem storeAcross_wellFormed {m : Memory} (wf : m.WellFormed) (number offset : Nat) (value : UInt64) (n : Nat) :
    (storedMemory (m.storeAcross number offset value n)).WellFormed := by
  unfold storeAcross
  split
  · dsimp only
    exact modifyWritable_wellFormed
      (modifyWritable_wellFormed wf number (fun p => p.write_number _ _ _) (fun _ => write_le))
      _ (fun p => p.write_number _ _ _) (fun _ => write_le)
  · exact wf

/-- A store keeps a memory well-formed. -/
theorem store_wellFormed {m : Memory} (wf : m.WellFormed) (address value : UInt64) (n : Nat) :
    (storedMemory (m.store address value n)).WellFormed := by
  unfold store
  dsimp only
  split
  · split
    · split
      · exact modify_wellFormed wf (fun p => p.write_number _ _ _) (fun _ => write_le)
      · exact storeAcross_wellFormed wf ..
    · exact wf
  · exact wf

theorem overwrite_wellFormed {m : Memory} (wf : m.WellFormed) (address : Nat) (source : ByteArray) (start fuel : Nat) :
    (m.overwrite address source start fuel).WellFormed := by
  induction fuel generalizing m address start with
  | zero => exact wf
  | succ fuel ih =>
    unfold overwrite
    split
    · rename_i more
      dsimp only
      refine ih (modifyWritable_wellFormed wf _ (fun p => p.overwrite_number _ _ _ _) fun p size => ?_) _ _
      have offset : address % pageSize < pageSize := Nat.mod_lt _ (by decide)
      exact Nat.le_of_eq (Page.overwrite_size size (by omega) (by omega))
    · exact wf

/-- Octets from the host keep a memory well-formed. -/
theorem poke_wellFormed {m : Memory} (wf : m.WellFormed) (address : Nat) (source : ByteArray) :
    (storedMemory (m.poke address source)).WellFormed := by
  unfold poke
  split
  · exact overwrite_wellFormed wf ..
  · exact wf

/-! ## The heap -/

theorem toList_pop_concat {pages : Array Page} (h : pages.size - 1 < pages.size) :
    pages.toList = pages.pop.toList ++ [pages[pages.size - 1]] := by
  have same : pages.toList = (pages.pop.push pages[pages.size - 1]).toList := by
    apply List.ext_getElem?
    intro i
    rw [Array.getElem?_toList, Array.getElem?_toList]
    have size : (pages.pop.push pages[pages.size - 1]).size = pages.size := by
      rw [Array.size_push, Array.size_pop]
      omega
    by_cases inside : i < pages.size
    · rw [Array.getElem?_eq_getElem inside, Array.getElem?_eq_getElem (by rw [size]; exact inside)]
      apply congrArg some
      by_cases old : i < pages.pop.size
      · rw [Array.getElem_push_lt old, Array.getElem_pop old]
      · have last : i = pages.pop.size := by
          rw [Array.size_pop] at old ⊢
          omega
        have here : pages[i] = pages[pages.size - 1] := by
          have e : i = pages.size - 1 := by rw [last, Array.size_pop]
          subst e
          rfl
        subst last
        rw [Array.getElem_push_eq, here]
    · have outside := Nat.le_of_not_lt inside
      rw [Array.getElem?_eq_none outside, Array.getElem?_eq_none (by rw [size]; exact outside)]
  rw [same, Array.toList_push]

/-- What `takeFrom` leaves lies below the number, what it takes off does not. -/
theorem takeFrom_ascending {low high top number fuel : Nat} {pages : Array Page} {tail : List Page} (h : Ascending low high pages.toList)
    (ht : Ascending high top tail) (hl : low ≤ number) (hh : number ≤ high) (enough : pages.size ≤ fuel) :
    Ascending low number (takeFrom pages number tail fuel).1.toList ∧ Ascending number top (takeFrom pages number tail fuel).2 := by
  have empty : ∀ pages : Array Page, pages.size = 0 → pages.toList = [] := by
    intro pages none
    rw [← Array.length_toList] at none
    exact List.length_eq_zero_iff.mp none
  induction fuel generalizing high pages tail with
  | zero =>
    unfold takeFrom
    rw [empty pages (Nat.le_antisymm enough (Nat.zero_le _))]
    exact ⟨hl, ht.widen hh (Nat.le_refl _)⟩
  | succ fuel ih =>
    unfold takeFrom
    by_cases inside : pages.size - 1 < pages.size
    · rw [dite_eq_left inside]
      dsimp only
      rw [toList_pop_concat inside] at h
      obtain ⟨h1, h2, h3⟩ := h.of_concat
      by_cases above : number ≤ pages[pages.size - 1].number
      · rw [ite_eq_left above]
        refine ih h1 ⟨Nat.le_refl _, h2, ht.widen h3 (Nat.le_refl _)⟩ above ?_
        rw [Array.size_pop]
        omega
      · rw [ite_eq_right above]
        refine ⟨?_, ht.widen hh (Nat.le_refl _)⟩
        dsimp only
        rw [toList_pop_concat inside]
        exact h1.concat h2 (Nat.lt_of_not_le above)
    · rw [dite_eq_right inside]
      dsimp only
      rw [empty pages (by omega)]
      exact ⟨hl, ht.widen hh (Nat.le_refl _)⟩

theorem putBack_toList (pages : Array Page) (tail : List Page) : (putBack pages tail).toList = pages.toList ++ tail := by
  induction tail generalizing pages with
  | nil => rw [List.append_nil]; rfl
  | cons page rest ih =>
    unfold putBack
    rw [ih, Array.toList_push, List.append_assoc]
    rfl

/-- Filling a range keeps pages ascending. -/
theorem fill_ascending {low number top count : Nat} {pages : Array Page} {tail : List Page} (h : Ascending low number pages.toList)
    (ht : Ascending number top tail) (room : number + count ≤ top) : Ascending low top (fill pages number tail count).toList := by
  induction count generalizing number pages tail with
  | zero =>
    unfold fill
    rw [putBack_toList]
    exact h.append ht
  | succ count ih =>
    have new : Ascending low (number + 1) (pages.push (mapped number)).toList := by
      rw [Array.toList_push]
      exact h.concat (Nat.zero_le _) (Nat.le_refl _)
    cases tail with
    | nil =>
      unfold fill
      exact ih new (show number + 1 ≤ top by omega) (by omega)
    | cons page rest =>
      obtain ⟨h1, h2, h3⟩ := ht
      unfold fill
      dsimp only
      by_cases same : page.number = number
      · rw [ite_eq_left same]
        subst same
        refine ih ?_ h3 (by omega)
        rw [Array.toList_push]
        exact h.concat h2 (Nat.le_refl _)
      · rw [ite_eq_right same]
        exact ih new ⟨by omega, h2, h3⟩ (by omega)

/-- Mapping a range within the address space keeps a memory well-formed. -/
theorem mapRange_wellFormed {m : Memory} (wf : m.WellFormed) {first last : Nat} (inside : last ≤ pageCount) :
    (m.mapRange first last).WellFormed := by
  unfold mapRange
  dsimp only
  split
  · rename_i order
    obtain ⟨h1, h2⟩ := takeFrom_ascending (number := max first firstPage) (tail := []) (top := pageCount) (fuel := m.pages.size)
      wf.ascending
      (Nat.le_refl _) (Nat.le_max_right _ _) (by omega) (Nat.le_refl _)
    exact ⟨fill_ascending h1 h2 (by omega)⟩
  · exact wf

end Memory

end Jar.Pvm
