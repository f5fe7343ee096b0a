import Jar.Chain.SealKeys
import Jar.Thm.Data.Shuffle

/-!
# The slot key sequence

The outside-in order of tickets is a permutation, and both sequences have a key for each slot: Gray Paper 0.7.2, section 6.5.
-/
namespace Jar.Chain

variable {α : Type}

theorem count_interleave (p : α → Bool) (a b : List α) : count p (interleave a b) = count p a + count p b := by
  induction a generalizing b with
  | nil => rw [interleave, count, Nat.zero_add]
  | cons x a ih =>
    cases b with
    | nil => rw [interleave, count, count]; rfl
    | cons y b => rw [interleave, count, count, ih, count, count]; ac_rfl

theorem backwards_eq (l others : List α) : backwards l others = backwards l [] ++ others := by
  induction l generalizing others with
  | nil => rfl
  | cons a l ih => rw [backwards, backwards, ih, ih [a], List.append_assoc]; rfl

theorem backwards_cons (a : α) (l : List α) : backwards (a :: l) [] = backwards l [] ++ [a] := by
  rw [backwards, backwards_eq]

theorem length_backwards (l : List α) : (backwards l []).length = l.length := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [backwards_cons, List.length_append, ih]; rfl

theorem count_backwards (p : α → Bool) (l : List α) : count p (backwards l []) = count p l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [backwards_cons, count_append, ih, count, count, count, Nat.add_zero, Nat.add_comm]

/-- **Z is a permutation**: whatever is looked for, there are as many after as before. -/
theorem count_outsideIn (p : α → Bool) (items : Array α) : count p (outsideIn items).toList = count p items.toList := by
  unfold outsideIn
  rw [List.toList_toArray, count_interleave, count_backwards, ← count_append, List.take_append_drop]

theorem length_eq_count (l : List α) : l.length = count (fun _ => true) l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [List.length_cons, count, ih, Nat.add_comm]; rfl

/-- Z gives as many tickets as it got. -/
theorem size_outsideIn (items : Array α) : (outsideIn items).size = items.size := by
  rw [← Array.length_toList, ← Array.length_toList, length_eq_count, count_outsideIn, ← length_eq_count]

theorem interleave_getElem? {a b : List α} (le : b.length ≤ a.length) (ge : a.length ≤ b.length + 1) (i : Nat) :
    (interleave a b)[2 * i]? = a[i]? ∧ (interleave a b)[2 * i + 1]? = b[i]? := by
  induction a generalizing b i with
  | nil =>
    have : b = [] := List.length_eq_zero_iff.mp (Nat.le_zero.mp le)
    rw [this, interleave, List.getElem?_nil, List.getElem?_nil, List.getElem?_nil]
    exact ⟨rfl, rfl⟩
  | cons x a ih =>
    cases b with
    | nil =>
      have : a = [] := List.length_eq_zero_iff.mp (Nat.le_zero.mp (Nat.le_of_succ_le_succ ge))
      rw [this, interleave]
      cases i with
      | zero => exact ⟨rfl, rfl⟩
      | succ i => exact ⟨rfl, rfl⟩
    | cons y b =>
      rw [interleave]
      cases i with
      | zero => exact ⟨rfl, rfl⟩
      | succ i =>
        rw [Nat.mul_succ, List.getElem?_cons_succ, List.getElem?_cons_succ, List.getElem?_cons_succ, List.getElem?_cons_succ,
          List.getElem?_cons_succ, List.getElem?_cons_succ]
        exact ih (Nat.le_of_succ_le_succ le) (Nat.le_of_succ_le_succ ge) i

theorem backwards_getElem? {l : List α} {i : Nat} (h : i < l.length) : (backwards l [])[i]? = l[l.length - 1 - i]? := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih =>
    rw [backwards_cons]
    by_cases last : i < l.length
    · rw [getElem?_append_left (by rw [length_backwards]; exact last), ih last, List.length_cons,
        show l.length + 1 - 1 - i = l.length - 1 - i + 1 by omega, List.getElem?_cons_succ]
    · rw [List.length_cons] at h
      have e : i = (backwards l []).length + 0 := by rw [length_backwards]; omega
      rw [List.length_cons, show l.length + 1 - 1 - i = 0 by omega, e, getElem?_append_right]
      rfl

/-- **Z is what the paper writes**: s₀, s₍ₙ₋₁₎, s₁, s₍ₙ₋₂₎, … -/
theorem outsideIn_getElem? (items : Array α) (i : Nat) :
    (2 * i < items.size → (outsideIn items).toList[2 * i]? = items.toList[i]?) ∧
    (2 * i + 1 < items.size → (outsideIn items).toList[2 * i + 1]? = items.toList[items.size - 1 - i]?) := by
  unfold outsideIn
  rw [List.toList_toArray, ← Array.length_toList]
  generalize items.toList = l
  have front : (l.take ((l.length + 1) / 2)).length = (l.length + 1) / 2 := by rw [List.length_take]; omega
  have back : (l.drop ((l.length + 1) / 2)).length = l.length - (l.length + 1) / 2 := List.length_drop
  have both := interleave_getElem? (a := l.take ((l.length + 1) / 2)) (b := backwards (l.drop ((l.length + 1) / 2)) [])
    (by rw [length_backwards, front, back]; omega) (by rw [length_backwards, front, back]; omega) i
  refine ⟨fun h => ?_, fun h => ?_⟩
  · rw [both.1, getElem?_take (by omega)]
  · rw [both.2, backwards_getElem? (by rw [back]; omega), back, getElem?_drop]
    congr 1
    omega

/-- F gives a key for each slot of an epoch. -/
theorem size_fallbackKeys (p : Params) (entropy : Hash) (validators : ValidatorSet) :
    (fallbackKeys p entropy validators).size = p.epochLength.toNat := by
  have go : ∀ (left i : Nat) (keys : Array BandersnatchPublic),
      (fallbackKeys.go entropy validators left i keys).size = keys.size + left := by
    intro left
    induction left with
    | zero => intro i keys; rfl
    | succ left ih =>
      intro i keys
      unfold fallbackKeys.go
      rw [ih, Array.size_push, Nat.add_assoc, Nat.add_comm 1]
  unfold fallbackKeys
  rw [go, Array.size_empty, Nat.zero_add]

end Jar.Chain
