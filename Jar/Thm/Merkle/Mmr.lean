import Jar.Merkle.Mmr
import Jar.Thm.Data.Lists

/-!
# Merkle mountain ranges

Gray Paper 0.7.2, appendix E.2: what a range that grew by A stands for, and that its super-peak depends on the list of items alone.
-/
namespace Jar.Merkle

variable (hash : ByteArray → ByteArray)

/-- The root of a perfect tree of 2^`k` items. -/
def perfectRoot : (k : Nat) → (items : List ByteArray) → ByteArray
  | 0, [item] => item
  | 0, _ => .empty
  | k + 1, items => hash (perfectRoot k (items.take (2 ^ k)) ++ perfectRoot k (items.drop (2 ^ k)))

/-- A range whose first place is for 2^`k` items stands for a list: the peaks are the roots of its parts, the lowest of the last part. -/
def Represents : (k : Nat) → Mmr → (items : List ByteArray) → Prop
  | _, [], items => items = []
  | k, none :: range, items => Represents (k + 1) range items
  | k, some peak :: range, items =>
    ∃ front back, items = front ++ back ∧ back.length = 2 ^ k ∧ peak = perfectRoot hash k back ∧ Represents (k + 1) range front

/-- The range of a list: its items appended one by one to the empty range. -/
def mmrOf (items : List ByteArray) : Mmr := items.foldl (mmrAppend hash) []

variable {hash}

theorem represents_nil {k : Nat} {items : List ByteArray} : Represents hash k [] items ↔ items = [] := by
  rw [Represents]

theorem represents_none {k : Nat} {range : Mmr} {items : List ByteArray} :
    Represents hash k (none :: range) items ↔ Represents hash (k + 1) range items := by
  rw [Represents]

theorem represents_some {k : Nat} {range : Mmr} {peak : ByteArray} {items : List ByteArray} : Represents hash k (some peak :: range) items ↔
    ∃ front back, items = front ++ back ∧ back.length = 2 ^ k ∧ peak = perfectRoot hash k back ∧ Represents hash (k + 1) range front := by
  rw [Represents]

theorem foldl_concat {α β : Type} (f : α → β → α) (init : α) (l : List β) (b : β) : (l ++ [b]).foldl f init = f (l.foldl f init) b := by
  induction l generalizing init with
  | nil => rfl
  | cons a l ih => exact ih (f init a)

theorem mmrOf_concat (items : List ByteArray) (item : ByteArray) : mmrOf hash (items ++ [item]) = mmrAppend hash (mmrOf hash items) item :=
  foldl_concat _ _ _ _

theorem perfectRoot_append {k : Nat} {a b : List ByteArray} (h : a.length = 2 ^ k) :
    perfectRoot hash (k + 1) (a ++ b) = hash (perfectRoot hash k a ++ perfectRoot hash k b) := by
  rw [perfectRoot, ← h, List.take_left, List.drop_left]

/-- A appends a whole tree at its place. -/
theorem mmrAppend_represents_at {k : Nat} {range : Mmr} {items back : List ByteArray} (h : Represents hash k range items) (length : back.length = 2 ^ k) :
    Represents hash k (mmrAppend hash range (perfectRoot hash k back)) (items ++ back) := by
  induction range generalizing k items back with
  | nil =>
    rw [represents_nil] at h
    rw [mmrAppend, represents_some, h]
    exact ⟨[], back, rfl, length, rfl, represents_nil.mpr rfl⟩
  | cons peak range ih => cases peak with
    | none =>
      rw [represents_none] at h
      rw [mmrAppend, represents_some]
      exact ⟨items, back, rfl, length, rfl, h⟩
    | some peak =>
      obtain ⟨front, own, e, ownLength, root, h⟩ := represents_some.mp h
      rw [mmrAppend, represents_none, e, root, List.append_assoc, ← perfectRoot_append (hash := hash) ownLength]
      refine ih h ?_
      rw [List.length_append, ownLength, length, Nat.pow_succ]
      omega

/-- **A appends one item** to what a range stands for. -/
theorem mmrAppend_represents {range : Mmr} {items : List ByteArray} (h : Represents hash 0 range items) (item : ByteArray) :
    Represents hash 0 (mmrAppend hash range item) (items ++ [item]) :=
  mmrAppend_represents_at (back := [item]) h rfl

/-- The range of a list stands for the list. -/
theorem mmrOf_represents (items : List ByteArray) : Represents hash 0 (mmrOf hash items) items := by
  have step : ∀ (done items : List ByteArray) (range : Mmr), Represents hash 0 range done →
      Represents hash 0 (items.foldl (mmrAppend hash) range) (done ++ items) := by
    intro done items
    induction items generalizing done with
    | nil => intro range h; rw [List.append_nil]; exact h
    | cons item items ih =>
      intro range h
      have := ih (done ++ [item]) _ (mmrAppend_represents h item)
      rw [List.append_assoc] at this
      exact this
  exact step [] items [] (represents_nil.mpr rfl)

/-! ## Uniqueness -/

/-- The number of items is a multiple of what the first place holds. -/
theorem Represents.length {k : Nat} {range : Mmr} {items : List ByteArray} (h : Represents hash k range items) : ∃ q, items.length = 2 ^ k * q := by
  induction range generalizing k items with
  | nil => exact ⟨0, by rw [represents_nil.mp h, Nat.mul_zero]; rfl⟩
  | cons peak range ih => cases peak with
    | none =>
      obtain ⟨q, e⟩ := ih (represents_none.mp h)
      exact ⟨2 * q, by rw [e, Nat.pow_succ, Nat.mul_assoc]⟩
    | some peak =>
      obtain ⟨front, back, e, length, _, h⟩ := represents_some.mp h
      obtain ⟨q, e'⟩ := ih h
      refine ⟨2 * q + 1, ?_⟩
      rw [e, List.length_append, length, e', Nat.mul_succ, Nat.pow_succ, Nat.mul_assoc]

theorem Represents.peaks_nil {k : Nat} {range : Mmr} (h : Represents hash k range []) : peaks range = [] := by
  induction range generalizing k with
  | nil => rfl
  | cons peak range ih => cases peak with
    | none => exact ih (represents_none.mp h)
    | some peak =>
      obtain ⟨front, back, e, length, _⟩ := represents_some.mp h
      have := congrArg List.length e
      rw [List.length_append, length, List.length_nil] at this
      have := Nat.two_pow_pos k
      omega

/-- A place is filled in both of two ranges for one list, or in none. -/
theorem Represents.not_both {k : Nat} {range range' : Mmr} {peak : ByteArray} {items : List ByteArray} (h : Represents hash k (none :: range) items)
    (h' : Represents hash k (some peak :: range') items) : False := by
  have h := represents_none.mp h
  obtain ⟨front, back, e, length, _, h'⟩ := represents_some.mp h'
  obtain ⟨q, e1⟩ := h.length
  obtain ⟨q', e2⟩ := h'.length
  have total := congrArg List.length e
  rw [List.length_append, length, e1, e2, Nat.pow_succ, Nat.mul_assoc, Nat.mul_assoc] at total
  have odd : 2 * q = 2 * q' + 1 := by
    apply Nat.mul_left_cancel (Nat.two_pow_pos k)
    rw [Nat.mul_succ]
    exact total
  omega

/-- **The peaks depend on the list alone**, not on how the range came about. -/
theorem Represents.peaks_unique {k : Nat} {range range' : Mmr} {items : List ByteArray} (h : Represents hash k range items)
    (h' : Represents hash k range' items) : peaks range = peaks range' := by
  induction range generalizing k range' items with
  | nil =>
    rw [represents_nil.mp h] at h'
    rw [h'.peaks_nil]
    rfl
  | cons peak range ih => cases range' with
    | nil =>
      rw [represents_nil.mp h'] at h
      rw [h.peaks_nil]
      rfl
    | cons peak' range' => cases peak with
      | none => cases peak' with
        | none => rw [peaks, peaks, ih (represents_none.mp h) (represents_none.mp h')]
        | some peak' => exact (h.not_both h').elim
      | some peak => cases peak' with
        | none => exact (h'.not_both h).elim
        | some peak' =>
          obtain ⟨front, back, e, length, root, h⟩ := represents_some.mp h
          obtain ⟨front', back', e', length', root', h'⟩ := represents_some.mp h'
          obtain ⟨e1, e2⟩ := append_cancel_right (e.symm.trans e') (length.trans length'.symm)
          rw [← e1] at h'
          rw [peaks, peaks, ih h h', root, root', e2]

/-- **The super-peak is a function of the list**. -/
theorem superPeak_unique {hash' : ByteArray → ByteArray} {range range' : Mmr} {items : List ByteArray} (h : Represents hash 0 range items)
    (h' : Represents hash 0 range' items) : superPeak hash' range = superPeak hash' range' := by
  rw [superPeak, superPeak, h.peaks_unique h']

/-! ## The paper's equation of M_R -/

theorem peaks_map_some (hs : List ByteArray) : peaks (hs.map some) = hs := by
  induction hs with
  | nil => rfl
  | cons h hs ih => rw [List.map_cons, peaks, ih]

/-- Missing peaks do not count. -/
theorem superPeak_peaks (range : Mmr) : superPeak hash range = superPeak hash ((peaks range).map some) := by
  rw [superPeak, superPeak, peaks_map_some]

theorem superPeak_nil : superPeak hash [] = zeroHash := rfl

theorem superPeak_single (peak : ByteArray) : superPeak hash [some peak] = peak := rfl

/-- The last peak goes with the super-peak of those before it. -/
theorem superPeak_concat {hs : List ByteArray} (h : hs ≠ []) (peak : ByteArray) :
    superPeak hash ((hs ++ [peak]).map some) = hash (peakPrefix ++ superPeak hash (hs.map some) ++ peak) := by
  rw [superPeak, superPeak, peaks_map_some, peaks_map_some]
  cases hs with
  | nil => exact absurd rfl h
  | cons first rest => exact foldl_concat _ _ _ _

end Jar.Merkle
