import Jar.Thm.Pvm.InvariantPages

/-!
# Invariant: the search for pages

In a well-formed memory (Gray Paper 0.7.2, appendix A.4) halving finds every page that is there, so that *readable* and *writable* mean what they say.
-/
namespace Jar.Pvm.Memory

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
    · rw [ite_eq_left room]
      dsimp only
      have middle : (low + high) / 2 < memory.pages.size := by omega
      rw [dite_eq_left middle]
      by_cases small : memory.pages[(low + high) / 2].number < number
      · rw [ite_eq_left small]
        refine ih ((low + high) / 2 + 1) high (by omega) inside (by omega) ?_ above
        intro i hi before
        cases Nat.eq_or_lt_of_le (Nat.le_of_lt_succ before) with
        | inl e => subst e; exact small
        | inr less => exact Nat.lt_trans (h.number_lt middle less) small
      · rw [ite_eq_right small]
        refine ih low ((low + high) / 2) (by omega) (by omega) (by omega) below ?_
        intro i hi behind
        have large := Nat.le_of_not_lt small
        cases Nat.eq_or_lt_of_le behind with
        | inl e => subst e; exact large
        | inr more => exact Nat.le_trans large (Nat.le_of_lt (h.number_lt hi more))
    · rw [ite_eq_right room]
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
    rw [dite_eq_left here, get, ite_eq_left rfl]

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

end Jar.Pvm.Memory
