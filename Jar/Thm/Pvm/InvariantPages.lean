import Jar.Thm.Pvm.Heap

/-!
# Invariant: the pages of a memory

What the memory of Gray Paper 0.7.2, section 4.7 and appendix A.4, keeps true of its pages: ascending by number, none of them reserved or beyond the
address space (docs/machine.md, D6), at most 4096 octets each.
-/
namespace Jar.Pvm

/-- The pages ascend by number, from `low` up to, not including, `high`, and have at most 4096 octets each. -/
def Ascending (low high : Nat) : List Page → Prop
  | [] => low ≤ high
  | page :: rest => low ≤ page.number ∧ page.data.size ≤ pageSize ∧ Ascending (page.number + 1) high rest

/-- A memory that the machine can have: no page is reserved, beyond the address space, twice there, out of order or too long. -/
structure Memory.WellFormed (memory : Memory) : Prop where
  ascending : Ascending firstPage pageCount memory.pages.toList

namespace Ascending

theorem nil {low high : Nat} (h : low ≤ high) : Ascending low high [] := h

theorem low_le_high {low high : Nat} {pages : List Page} (h : Ascending low high pages) : low ≤ high := by
  induction pages generalizing low with
  | nil => exact h
  | cons page rest ih =>
    have := ih h.2.2
    have := h.1
    omega

/-- A range that contains the range of the pages. -/
theorem widen {low high low' high' : Nat} {pages : List Page} (h : Ascending low high pages) (hl : low' ≤ low) (hh : high ≤ high') :
    Ascending low' high' pages := by
  induction pages generalizing low low' with
  | nil => exact Nat.le_trans hl (Nat.le_trans h hh)
  | cons page rest ih => exact ⟨Nat.le_trans hl h.1, h.2.1, ih h.2.2 (Nat.le_refl _)⟩

theorem append {low middle high : Nat} {pages more : List Page} (h : Ascending low middle pages) (h' : Ascending middle high more) :
    Ascending low high (pages ++ more) := by
  induction pages generalizing low with
  | nil => exact h'.widen h (Nat.le_refl _)
  | cons page rest ih => exact ⟨h.1, h.2.1, ih h.2.2⟩

/-- One more page. -/
theorem concat {low high : Nat} {pages : List Page} {page : Page} (h : Ascending low page.number pages) (size : page.data.size ≤ pageSize)
    (hh : page.number + 1 ≤ high) : Ascending low high (pages ++ [page]) :=
  h.append ⟨Nat.le_refl _, size, hh⟩

/-- One page less. -/
theorem of_concat {low high : Nat} {pages : List Page} {page : Page} (h : Ascending low high (pages ++ [page])) :
    Ascending low page.number pages ∧ page.data.size ≤ pageSize ∧ page.number + 1 ≤ high := by
  induction pages generalizing low with
  | nil => exact ⟨h.1, h.2.1, h.2.2⟩
  | cons first rest ih =>
    obtain ⟨h1, h2, h3⟩ := h
    obtain ⟨i1, i2, i3⟩ := ih h3
    exact ⟨⟨h1, h2, i1⟩, i2, i3⟩

/-- There are no more pages than numbers. -/
theorem length_le {low high : Nat} {pages : List Page} (h : Ascending low high pages) : pages.length ≤ high - low := by
  induction pages generalizing low with
  | nil => exact Nat.zero_le _
  | cons page rest ih =>
    have bound := low_le_high h.2.2
    have := ih h.2.2
    have := h.1
    rw [List.length_cons]
    omega

theorem bounds {low high i : Nat} {pages : List Page} {page : Page} (h : Ascending low high pages) (at_ : pages[i]? = some page) :
    low ≤ page.number ∧ page.number < high ∧ page.data.size ≤ pageSize := by
  induction pages generalizing low i with
  | nil =>
    rw [List.getElem?_nil] at at_
    cases at_
  | cons first rest ih =>
    obtain ⟨h1, h2, h3⟩ := h
    cases i with
    | zero =>
      rw [List.getElem?_cons_zero, Option.some.injEq] at at_
      subst at_
      exact ⟨h1, low_le_high h3, h2⟩
    | succ i =>
      rw [List.getElem?_cons_succ] at at_
      obtain ⟨i1, i2, i3⟩ := ih h3 at_
      exact ⟨Nat.le_trans h1 (Nat.le_of_lt i1), i2, i3⟩

/-- Later pages have greater numbers. -/
theorem number_lt {low high i j : Nat} {pages : List Page} {p q : Page} (h : Ascending low high pages) (hp : pages[i]? = some p)
    (hq : pages[j]? = some q) (order : i < j) : p.number < q.number := by
  induction pages generalizing low i j with
  | nil =>
    rw [List.getElem?_nil] at hp
    cases hp
  | cons first rest ih =>
    cases j with
    | zero => exact absurd order (Nat.not_lt_zero i)
    | succ j =>
      rw [List.getElem?_cons_succ] at hq
      cases i with
      | zero =>
        rw [List.getElem?_cons_zero, Option.some.injEq] at hp
        subst hp
        exact (bounds h.2.2 hq).1
      | succ i =>
        rw [List.getElem?_cons_succ] at hp
        exact ih h.2.2 hp hq (Nat.lt_of_succ_lt_succ order)

/-- Replacing a page, with a constant in its seat meanwhile. -/
theorem replace {low high i : Nat} {pages : List Page} {p q seat : Page} (h : Ascending low high pages) (hp : pages[i]? = some p)
    (number : q.number = p.number) (size : q.data.size ≤ pageSize) : Ascending low high ((pages.set i seat).set i q) := by
  induction pages generalizing low i with
  | nil => exact h
  | cons first rest ih =>
    obtain ⟨h1, h2, h3⟩ := h
    cases i with
    | zero =>
      rw [List.getElem?_cons_zero, Option.some.injEq] at hp
      subst hp
      refine ⟨?_, size, ?_⟩
      · rw [number]; exact h1
      · rw [number]; exact h3
    | succ i =>
      rw [List.getElem?_cons_succ] at hp
      exact ⟨h1, h2, ih h3 hp⟩

end Ascending

namespace Memory

theorem getElem?_toList_of_lt {pages : Array Page} {i : Nat} (h : i < pages.size) : pages.toList[i]? = some pages[i] := by
  rw [Array.getElem?_toList, Array.getElem?_eq_getElem h]

/-- What holds of every page of a well-formed memory. -/
theorem WellFormed.page {memory : Memory} (h : memory.WellFormed) {i : Nat} (hi : i < memory.pages.size) :
    firstPage ≤ memory.pages[i].number ∧ memory.pages[i].number < pageCount ∧ memory.pages[i].data.size ≤ pageSize :=
  Ascending.bounds h.ascending (getElem?_toList_of_lt hi)

/-- Pages ascend by number. -/
theorem WellFormed.number_lt {memory : Memory} (h : memory.WellFormed) {i j : Nat} (hj : j < memory.pages.size) (order : i < j) :
    (memory.pages[i]'(Nat.lt_trans order hj)).number < memory.pages[j].number :=
  Ascending.number_lt h.ascending (getElem?_toList_of_lt (Nat.lt_trans order hj)) (getElem?_toList_of_lt hj) order

/-- No number occurs twice. -/
theorem WellFormed.position_unique {memory : Memory} (h : memory.WellFormed) {i j : Nat} (hi : i < memory.pages.size)
    (hj : j < memory.pages.size) (same : memory.pages[i].number = memory.pages[j].number) : i = j := by
  cases Nat.lt_trichotomy i j with
  | inl less =>
    have := h.number_lt hj less
    omega
  | inr other =>
    cases other with
    | inl e => exact e
    | inr more =>
      have := h.number_lt hi more
      omega

/-- There are at most 2^20 pages. -/
theorem WellFormed.size_le {memory : Memory} (h : memory.WellFormed) : memory.pages.size ≤ pageCount := by
  have := Ascending.length_le h.ascending
  rw [Array.length_toList] at this
  exact Nat.le_trans this (Nat.sub_le _ _)

end Memory

end Jar.Pvm
