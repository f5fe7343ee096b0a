import Jar.Thm.Pvm.Heap

/-!
# Invariant: the pages of a memory

What the memory of Gray Paper 0.7.2, section 4.7 and appendix A.4, keeps true of its pages: ascending by number, none of them reserved or beyond the
address space (docs/machine.md, D6), at most 4096 octets each. In such a memory halving finds every page that is there.
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

/-! ## Halving -/

/-- Where halving stops: all pages before have smaller numbers, all others do not. -/
theorem lowerBound_spec {memory : Memory} (h : memory.WellFormed) (number fuel low high : Nat) (order : low ≤ high)
    (inside : high ≤ memory.pages.size) (enough : high ≤ low + fuel)
    (below : ∀ i, (hi : i < memory.pages.size) → i < low → memory.pages[i].number < number)
    (above : ∀ i, (hi : i < memory.pages.size) → high ≤ i → number ≤ memory.pages[i].number) :
    ∀ i, (hi : i < memory.pages.size) →
      (i < lowerBound memory.pages number fuel low high → memory.pages[i].number < number) ∧
        (lowerBound memory.pages number fuel low high ≤ i → number ≤ memory.pages[i].number) := by
  induction fuel generalizing low high with
  | zero =>
    have same : low = high := Nat.le_antisymm order enough
    subst same
    exact fun i hi => ⟨below i hi, above i hi⟩
  | succ fuel ih =>
    unfold lowerBound
    by_cases room : low < high
    · rw [if_pos room]
      dsimp only
      have middle : (low + high) / 2 < memory.pages.size := by omega
      rw [dif_pos middle]
      by_cases small : memory.pages[(low + high) / 2].number < number
      · rw [if_pos small]
        refine ih ((low + high) / 2 + 1) high (by omega) inside (by omega) ?_ above
        intro i hi before
        cases Nat.eq_or_lt_of_le (Nat.le_of_lt_succ before) with
        | inl e => subst e; exact small
        | inr less => exact Nat.lt_trans (h.number_lt middle less) small
      · rw [if_neg small]
        refine ih low ((low + high) / 2) (by omega) (by omega) (by omega) below ?_
        intro i hi behind
        have large := Nat.le_of_not_lt small
        cases Nat.eq_or_lt_of_le behind with
        | inl e => subst e; exact large
        | inr more => exact Nat.le_trans large (Nat.le_of_lt (h.number_lt hi more))
    · rw [if_neg room]
      have same : low = high := Nat.le_antisymm order (Nat.le_of_not_lt room)
      subst same
      exact fun i hi => ⟨below i hi, above i hi⟩

theorem position_spec {memory : Memory} (h : memory.WellFormed) (number : Nat) {i : Nat} (hi : i < memory.pages.size) :
    (i < memory.position number → memory.pages[i].number < number) ∧ (memory.position number ≤ i → number ≤ memory.pages[i].number) :=
  lowerBound_spec h number memory.pages.size 0 memory.pages.size (Nat.zero_le _) (Nat.le_refl _) (Nat.le_add_left _ _)
    (fun i _ before => absurd before (Nat.not_lt_zero i)) (fun _ hi behind => absurd hi (Nat.not_lt_of_ge behind)) i hi

/-- The position of a page that is there. -/
theorem position_eq {memory : Memory} (h : memory.WellFormed) {i : Nat} (hi : i < memory.pages.size) :
    memory.position memory.pages[i].number = i := by
  cases Nat.lt_trichotomy (memory.position memory.pages[i].number) i with
  | inl less =>
    have inside := Nat.lt_trans less hi
    have := (position_spec h memory.pages[i].number inside).2 (Nat.le_refl _)
    have := h.number_lt hi less
    omega
  | inr other =>
    cases other with
    | inl e => exact e
    | inr more =>
      have := (position_spec h memory.pages[i].number hi).1 more
      omega

/-- **The search is complete**: it finds a page if and only if the page is there. -/
theorem page?_eq_some_iff {memory : Memory} (h : memory.WellFormed) {number : Nat} {page : Page} :
    memory.page? number = some page ↔ Has memory.pages page ∧ page.number = number := by
  constructor
  · intro found
    unfold page? at found
    dsimp only at found
    split at found
    · rename_i inside
      split at found
      · rename_i same
        rw [Option.some.injEq] at found
        subst found
        exact ⟨⟨_, inside, rfl⟩, same⟩
      · cases found
    · cases found
  · intro ⟨⟨i, inside, e⟩, same⟩
    subst e
    subst same
    unfold page?
    dsimp only
    have here : memory.position memory.pages[i].number < memory.pages.size := by
      rw [position_eq h inside]
      exact inside
    have get : memory.pages[memory.position memory.pages[i].number] = memory.pages[i] := by
      have all : ∀ j, (hj : j < memory.pages.size) → j = i → memory.pages[j] = memory.pages[i] := by
        intro j hj e
        subst e
        rfl
      exact all _ here (position_eq h inside)
    rw [dif_pos here, get, if_pos rfl]

/-- A page is readable if and only if it is there. -/
theorem isReadable_iff {memory : Memory} (h : memory.WellFormed) {number : Nat} :
    memory.isReadable number = true ↔ ∃ page, Has memory.pages page ∧ page.number = number := by
  unfold isReadable
  constructor
  · intro readable
    cases found : memory.page? number with
    | none =>
      rw [found] at readable
      cases readable
    | some page => exact ⟨page, (page?_eq_some_iff h).mp found⟩
  · intro ⟨page, there⟩
    rw [(page?_eq_some_iff h).mpr there]
    rfl

/-- A page is writable if and only if it is there with that right. -/
theorem isWritable_iff {memory : Memory} (h : memory.WellFormed) {number : Nat} :
    memory.isWritable number = true ↔ ∃ page, Has memory.pages page ∧ page.number = number ∧ page.access = .writable := by
  unfold isWritable
  constructor
  · intro writable
    cases found : memory.page? number with
    | none =>
      rw [found] at writable
      cases writable
    | some page =>
      rw [found] at writable
      have there := (page?_eq_some_iff h).mp found
      exact ⟨page, there.1, there.2, of_decide_eq_true writable⟩
  · intro ⟨page, there, same, access⟩
    rw [(page?_eq_some_iff h).mpr ⟨there, same⟩]
    exact decide_eq_true access

/-- The reserved pages are never readable (D6). -/
theorem isReadable_reserved {memory : Memory} (h : memory.WellFormed) {number : Nat} (reserved : number < firstPage) :
    memory.isReadable number = false := by
  cases readable : memory.isReadable number with
  | false => rfl
  | true =>
    obtain ⟨page, ⟨i, inside, e⟩, same⟩ := (isReadable_iff h).mp readable
    have := (h.page inside).1
    rw [e] at this
    omega

/-- There are at most 2^20 pages. -/
theorem WellFormed.size_le {memory : Memory} (h : memory.WellFormed) : memory.pages.size ≤ pageCount := by
  have := Ascending.length_le h.ascending
  rw [Array.length_toList] at this
  exact Nat.le_trans this (Nat.sub_le _ _)

end Memory

end Jar.Pvm
