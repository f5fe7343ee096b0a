import Jar.Data.Bytes

/-!
# Octet strings as lists

Proofs speak of lists, the model of byte arrays. `Holds` says where a list lies in an octet string; it is what readers are measured by.
-/
namespace Jar

/-- The octets of a string, first to last. -/
def octetList (bytes : ByteArray) : List UInt8 := bytes.data.toList

theorem octetList_length (bytes : ByteArray) : (octetList bytes).length = bytes.size := by
  rw [octetList, Array.length_toList, ByteArray.size_data]

theorem octetList_inj {a b : ByteArray} (h : octetList a = octetList b) : a = b :=
  ByteArray.ext (Array.ext' h)

theorem octetList_push (bytes : ByteArray) (x : UInt8) : octetList (bytes.push x) = octetList bytes ++ [x] := by
  rw [octetList, ByteArray.data_push, Array.toList_push, octetList]

theorem octetList_append (a b : ByteArray) : octetList (a ++ b) = octetList a ++ octetList b :=
  ByteArray.toList_data_append

theorem octetList_emptyWithCapacity (n : Nat) : octetList (ByteArray.emptyWithCapacity n) = [] := rfl

theorem byteAt_eq_getElem {bytes : ByteArray} {i : Nat} (h : i < bytes.size) : byteAt bytes i = bytes[i] :=
  dite_eq_left h

theorem octetList_getElem? {bytes : ByteArray} {i : Nat} (h : i < bytes.size) :
    (octetList bytes)[i]? = some (byteAt bytes i) := by
  have h' : i < (octetList bytes).length := by rw [octetList_length]; exact h
  rw [List.getElem?_eq_getElem h', byteAt_eq_getElem h, ByteArray.getElem_eq_getElem_data]
  exact congrArg some (Array.getElem_toList h)

/-- The octets `xs` lie in the string from the first index up to, not including, the second. -/
def Holds (bytes : ByteArray) : Nat → List UInt8 → Nat → Prop
  | i, [], next => i = next ∧ i ≤ bytes.size
  | i, x :: xs, next => (i < bytes.size ∧ byteAt bytes i = x) ∧ Holds bytes (i + 1) xs next

namespace Holds

variable {bytes : ByteArray}

theorem next_eq {xs : List UInt8} : {i next : Nat} → Holds bytes i xs next → next = i + xs.length := by
  induction xs with
  | nil => intro i next h; exact h.1.symm
  | cons x xs ih =>
    intro i next h
    rw [ih h.2, List.length_cons, Nat.add_assoc, Nat.add_comm 1]

theorem start_le {xs : List UInt8} {i next : Nat} (h : Holds bytes i xs next) : i ≤ bytes.size := by
  cases xs with
  | nil => exact h.2
  | cons x xs => exact Nat.le_of_lt h.1.1

theorem next_le {xs : List UInt8} : {i next : Nat} → Holds bytes i xs next → next ≤ bytes.size := by
  induction xs with
  | nil => intro i next h; rw [← h.1]; exact h.2
  | cons x xs ih => intro i next h; exact ih h.2

theorem le_next {xs : List UInt8} {i next : Nat} (h : Holds bytes i xs next) : i ≤ next := by
  rw [h.next_eq]; exact Nat.le_add_right _ _

/-- Between two indices lies one list only. -/
theorem unique {xs : List UInt8} : {ys : List UInt8} → {i next : Nat} → Holds bytes i xs next → Holds bytes i ys next → xs = ys := by
  induction xs with
  | nil =>
    intro ys i next hx hy
    cases ys with
    | nil => rfl
    | cons y ys =>
      have := hy.2.le_next
      rw [← hx.1] at this
      exact absurd this (Nat.not_le_of_gt (Nat.lt_succ_self i))
  | cons x xs ih =>
    intro ys i next hx hy
    cases ys with
    | nil =>
      have := hx.2.le_next
      rw [← hy.1] at this
      exact absurd this (Nat.not_le_of_gt (Nat.lt_succ_self i))
    | cons y ys => rw [← hx.1.2, ← hy.1.2, ih hx.2 hy.2]

end Holds

theorem holds_append {bytes : ByteArray} {xs ys : List UInt8} {i next : Nat} :
    Holds bytes i (xs ++ ys) next ↔ ∃ middle, Holds bytes i xs middle ∧ Holds bytes middle ys next := by
  induction xs generalizing i with
  | nil =>
    refine ⟨fun h => ⟨i, ⟨rfl, h.start_le⟩, h⟩, ?_⟩
    intro ⟨middle, h, h'⟩
    rw [h.1]; exact h'
  | cons x xs ih =>
    refine ⟨fun h => ?_, ?_⟩
    · obtain ⟨middle, h1, h2⟩ := ih.mp h.2
      exact ⟨middle, ⟨h.1, h1⟩, h2⟩
    · intro ⟨middle, h1, h2⟩
      exact ⟨h1.1, ih.mpr ⟨middle, h1.2, h2⟩⟩

theorem holds_of_getElem? {bytes : ByteArray} {xs : List UInt8} : {i next : Nat} → next = i + xs.length → next ≤ bytes.size →
    (∀ n, n < xs.length → xs[n]? = some (byteAt bytes (i + n))) → Holds bytes i xs next := by
  induction xs with
  | nil => intro i next h1 h2 _; rw [h1] at h2; exact ⟨h1.symm, h2⟩
  | cons x xs ih =>
    intro i next h1 h2 h3
    have hx := h3 0 (Nat.zero_lt_succ _)
    have h1' : next = i + 1 + xs.length := by rw [h1, List.length_cons, Nat.add_assoc, Nat.add_comm 1]
    refine ⟨⟨?_, by injection hx with e; exact e.symm⟩, ih h1' h2 ?_⟩
    · rw [h1'] at h2
      exact Nat.le_trans (Nat.le_add_right _ _) h2
    · intro n hn
      have := h3 (n + 1) (Nat.succ_lt_succ hn)
      rw [Nat.add_assoc, Nat.add_comm 1]
      exact this

/-- A whole string. -/
theorem holds_octetList (bytes : ByteArray) : Holds bytes 0 (octetList bytes) bytes.size := by
  refine holds_of_getElem? ?_ (Nat.le_refl _) ?_
  · rw [Nat.zero_add, octetList_length]
  · intro n hn
    rw [octetList_length] at hn
    rw [Nat.zero_add]; exact octetList_getElem? hn

theorem holds_whole {bytes : ByteArray} {xs : List UInt8} : Holds bytes 0 xs bytes.size ↔ octetList bytes = xs :=
  ⟨fun h => (holds_octetList bytes).unique h, fun h => h ▸ holds_octetList bytes⟩

theorem extract_size {bytes : ByteArray} {i n : Nat} (h : i + n ≤ bytes.size) : (bytes.extract i (i + n)).size = n := by
  rw [ByteArray.size_extract, Nat.min_eq_left h, Nat.add_sub_cancel_left]

theorem holds_extract {bytes : ByteArray} {i n : Nat} (h : i + n ≤ bytes.size) :
    Holds bytes i (octetList (bytes.extract i (i + n))) (i + n) := by
  have hs := extract_size h
  refine holds_of_getElem? ?_ h ?_
  · rw [octetList_length, hs]
  · intro k hk
    rw [octetList_length] at hk
    rw [octetList_getElem? hk, byteAt_eq_getElem hk, ByteArray.getElem_extract, byteAt_eq_getElem]

/-- Octets behind a string change nothing in it. -/
theorem Holds.append {bytes more : ByteArray} {xs : List UInt8} : {i next : Nat} → Holds bytes i xs next → Holds (bytes ++ more) i xs next := by
  have getElem?_left : ∀ (l l' : List UInt8) (i : Nat), i < l.length → (l ++ l')[i]? = l[i]? := by
    intro l l'
    induction l with
    | nil => intro i hi; exact absurd hi (Nat.not_lt_zero i)
    | cons a l ih => intro i hi; cases i with
      | zero => rfl
      | succ i => exact ih i (Nat.le_of_succ_le_succ hi)
  have size_le : bytes.size ≤ (bytes ++ more).size := by rw [ByteArray.size_append]; exact Nat.le_add_right _ _
  induction xs with
  | nil => intro i next h; exact ⟨h.1, Nat.le_trans h.2 size_le⟩
  | cons x xs ih =>
    intro i next h
    have hi := h.1.1
    have hi' := Nat.lt_of_lt_of_le hi size_le
    refine ⟨⟨hi', ?_⟩, ih h.2⟩
    have e := octetList_getElem? hi'
    rw [octetList_append, getElem?_left _ _ _ (by rw [octetList_length]; exact hi), octetList_getElem? hi, h.1.2] at e
    injection e with e
    exact e.symm

end Jar
