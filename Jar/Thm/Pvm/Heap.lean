import Jar.Thm.Pvm.Writes

/-!
# Theorems: `sbrk`

About Gray Paper 0.7.2, appendix A.5.9, in the form of docs/machine.md, D5: no page is lost or changed, and a page that appears is one of the
range, writable and zero.
-/
namespace Jar.Pvm

namespace Memory

/-- The page occurs in the array. -/
def Has (pages : Array Page) (p : Page) : Prop := ∃ i, ∃ h : i < pages.size, pages[i] = p

/-- The page occurs in the list. -/
def InList (p : Page) : List Page → Prop
  | [] => False
  | q :: rest => p = q ∨ InList p rest

theorem has_push {pages : Array Page} {p q : Page} : Has (pages.push q) p ↔ Has pages p ∨ p = q := by
  constructor
  · intro h
    obtain ⟨i, inside, e⟩ := h
    have bound : i < pages.size + 1 := by
      rw [Array.size_push] at inside
      exact inside
    cases Nat.eq_or_lt_of_le (Nat.le_of_lt_succ bound) with
    | inl last =>
      subst last
      exact Or.inr (e.symm.trans Array.getElem_push_eq)
    | inr less => exact Or.inl ⟨i, less, (Array.getElem_push_lt less).symm.trans e⟩
  · intro h
    cases h with
    | inl old =>
      obtain ⟨i, inside, e⟩ := old
      exact ⟨i, _, (Array.getElem_push_lt inside).trans e⟩
    | inr new => exact ⟨pages.size, _, Array.getElem_push_eq.trans new.symm⟩

theorem has_pop {pages : Array Page} (h : pages.size - 1 < pages.size) {p : Page} :
    Has pages p ↔ Has pages.pop p ∨ p = pages[pages.size - 1] := by
  have pos : pages.size - 1 + 1 = pages.size := Nat.sub_add_cancel (Nat.lt_of_le_of_lt (Nat.zero_le _) h)
  constructor
  · intro has
    obtain ⟨i, inside, e⟩ := has
    have bound : i < pages.size - 1 + 1 := Nat.lt_of_lt_of_le inside (Nat.le_of_eq pos.symm)
    cases Nat.eq_or_lt_of_le (Nat.le_of_lt_succ bound) with
    | inl last =>
      subst last
      exact Or.inr e.symm
    | inr less =>
      have within : i < pages.pop.size := Nat.lt_of_lt_of_le less (Nat.le_of_eq Array.size_pop.symm)
      exact Or.inl ⟨i, within, (Array.getElem_pop within).trans e⟩
  · intro either
    cases either with
    | inl has =>
      obtain ⟨i, inside, e⟩ := has
      exact ⟨i, _, (Array.getElem_pop inside).symm.trans e⟩
    | inr last => exact ⟨pages.size - 1, h, last.symm⟩

/-- Taking pages off loses none. -/
theorem takeFrom_has (pages : Array Page) (number : Nat) (tail : List Page) (fuel : Nat) (p : Page) :
    (Has (takeFrom pages number tail fuel).1 p ∨ InList p (takeFrom pages number tail fuel).2) ↔
      (Has pages p ∨ InList p tail) := by
  induction fuel generalizing pages tail with
  | zero => exact Iff.rfl
  | succ fuel ih =>
    unfold takeFrom
    by_cases inside : pages.size - 1 < pages.size
    · rw [dite_eq_left inside]
      dsimp only
      by_cases above : number ≤ pages[pages.size - 1].number
      · rw [ite_eq_left above, ih, has_pop inside]
        exact ⟨fun h => h.elim (fun a => Or.inl (Or.inl a)) (fun b => b.elim (fun c => Or.inl (Or.inr c)) Or.inr),
          fun h => h.elim (fun a => a.elim Or.inl (fun c => Or.inr (Or.inl c))) (fun b => Or.inr (Or.inr b))⟩
      · rw [ite_eq_right above]
    · rw [dite_eq_right inside]

theorem putBack_has (pages : Array Page) (tail : List Page) (p : Page) :
    Has (putBack pages tail) p ↔ (Has pages p ∨ InList p tail) := by
  induction tail generalizing pages with
  | nil => exact ⟨Or.inl, fun h => h.elim id False.elim⟩
  | cons q rest ih =>
    unfold putBack
    rw [ih, has_push]
    exact ⟨fun h => h.elim (fun a => a.elim Or.inl (fun c => Or.inr (Or.inl c))) (fun b => Or.inr (Or.inr b)),
      fun h => h.elim (fun a => Or.inl (Or.inl a)) (fun b => b.elim (fun c => Or.inl (Or.inr c)) Or.inr)⟩

/-- Filling a range loses no page. -/
theorem has_fill {pages : Array Page} {number : Nat} {tail : List Page} {count : Nat} {p : Page}
    (h : Has pages p ∨ InList p tail) : Has (fill pages number tail count) p := by
  induction count generalizing pages number tail with
  | zero => exact (putBack_has ..).mpr h
  | succ count ih =>
    cases tail with
    | nil => exact ih (h.elim (fun a => Or.inl (has_push.mpr (Or.inl a))) Or.inr)
    | cons q rest =>
      unfold fill
      dsimp only
      by_cases same : q.number = number
      · rw [ite_eq_left same]
        exact ih (h.elim (fun a => Or.inl (has_push.mpr (Or.inl a)))
          (fun b => b.elim (fun c => Or.inl (has_push.mpr (Or.inr c))) Or.inr))
      · rw [ite_eq_right same]
        exact ih (h.elim (fun a => Or.inl (has_push.mpr (Or.inl a))) Or.inr)

/-- One of the pages that a range of `count` from `number` on may get. -/
def Fresh (number count : Nat) (p : Page) : Prop := ∃ k, number ≤ k ∧ k < number + count ∧ p = mapped k

theorem Fresh.later {number count : Nat} {p : Page} (h : Fresh (number + 1) count p) : Fresh number (count + 1) p := by
  obtain ⟨k, low, high, e⟩ := h
  exact ⟨k, Nat.le_of_lt low, Nat.lt_of_lt_of_le high (Nat.le_of_eq (Nat.succ_add number count)), e⟩

theorem Fresh.here (number count : Nat) : Fresh number (count + 1) (mapped number) :=
  ⟨number, Nat.le_refl _, Nat.add_lt_add_left (Nat.zero_lt_succ count) number, rfl⟩

/-- What filling a range adds is fresh. -/
theorem fill_has {pages : Array Page} {number : Nat} {tail : List Page} {count : Nat} {p : Page}
    (h : Has (fill pages number tail count) p) : Has pages p ∨ InList p tail ∨ Fresh number count p := by
  induction count generalizing pages number tail with
  | zero => exact ((putBack_has ..).mp h).elim Or.inl (fun b => Or.inr (Or.inl b))
  | succ count ih =>
    cases tail with
    | nil =>
      refine (ih h).elim (fun a => (has_push.mp a).elim Or.inl ?_) (fun b => b.elim False.elim (fun c => Or.inr (Or.inr c.later)))
      intro e
      exact Or.inr (Or.inr (e ▸ Fresh.here number count))
    | cons q rest =>
      unfold fill at h
      dsimp only at h
      by_cases same : q.number = number
      · rw [ite_eq_left same] at h
        exact (ih h).elim (fun a => (has_push.mp a).elim Or.inl (fun e => Or.inr (Or.inl (Or.inl e))))
          (fun b => b.elim (fun c => Or.inr (Or.inl (Or.inr c))) (fun c => Or.inr (Or.inr c.later)))
      · rw [ite_eq_right same] at h
        refine (ih h).elim (fun a => (has_push.mp a).elim Or.inl ?_)
          (fun b => b.elim (fun c => Or.inr (Or.inl c)) (fun c => Or.inr (Or.inr c.later)))
        intro e
        exact Or.inr (Or.inr (e ▸ Fresh.here number count))

/-- Mapping a range keeps every page as it is. -/
theorem has_mapRange {m : Memory} {p : Page} (first last : Nat) (h : Has m.pages p) : Has (m.mapRange first last).pages p := by
  unfold mapRange
  dsimp only
  split
  · exact has_fill ((takeFrom_has ..).mpr (Or.inl h))
  · exact h

/-- A page that mapping a range adds is writable, zero, in the range, and not a reserved one. -/
theorem mapRange_has {m : Memory} {p : Page} {first last : Nat} (h : Has (m.mapRange first last).pages p) :
    Has m.pages p ∨ ∃ k, firstPage ≤ k ∧ first ≤ k ∧ k < last ∧ p = mapped k := by
  unfold mapRange at h
  dsimp only at h
  split at h
  · rename_i order
    cases fill_has h with
    | inl kept => exact Or.inl (((takeFrom_has ..).mp (Or.inl kept)).elim id False.elim)
    | inr other =>
      cases other with
      | inl kept => exact Or.inl (((takeFrom_has ..).mp (Or.inr kept)).elim id False.elim)
      | inr fresh =>
        obtain ⟨k, low, high, e⟩ := fresh
        refine Or.inr ⟨k, Nat.le_trans (Nat.le_max_right _ _) low, Nat.le_trans (Nat.le_max_left _ _) low, ?_, e⟩
        have whole : max first firstPage + (last - max first firstPage) = last := by
          rw [Nat.add_comm]
          exact Nat.sub_add_cancel (Nat.le_of_lt order)
        rw [whole] at high
        exact high
  · exact Or.inl h

end Memory

open Memory (Has)

/-- `sbrk` keeps every page as it is; what it adds is writable, zero and below the new break. -/
theorem sbrk_memory (s : State) (d : Register) (n : UInt64) (next : Nat) (p : Page) :
    (Has s.memory.pages p → Has (s.sbrk d n next).state.memory.pages p) ∧
      (Has (s.sbrk d n next).state.memory.pages p →
        Has s.memory.pages p ∨ ∃ k, firstPage ≤ k ∧ k < State.pageCeiling (s.heapBreak + n.toNat) ∧ p = Memory.mapped k) := by
  unfold State.sbrk
  dsimp only
  split
  · have keeps := @Memory.has_mapRange s.memory p (State.pageCeiling s.heapBreak) (State.pageCeiling (s.heapBreak + n.toNat))
    have adds := @Memory.mapRange_has s.memory p (State.pageCeiling s.heapBreak) (State.pageCeiling (s.heapBreak + n.toNat))
    refine ⟨keeps, fun h => ?_⟩
    cases adds h with
    | inl old => exact Or.inl old
    | inr new =>
      obtain ⟨k, reserved, _, high, e⟩ := new
      exact Or.inr ⟨k, reserved, high, e⟩
  · exact ⟨id, Or.inl⟩

end Jar.Pvm
