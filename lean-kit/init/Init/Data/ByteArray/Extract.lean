prelude
import Init.Data.Array.ToList
import Init.Data.ByteArray.Lemmas
/-! Octet arrays: elements of appended and extracted ones. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v

namespace ByteArray

theorem getElem_eq_getElem_data {a : ByteArray} {i : Nat} {h : i < a.size} : a[i] = a.data[i]'h := rfl

@[simp] theorem toList_data_append {l l' : ByteArray} : (l ++ l').data.toList = l.data.toList ++ l'.data.toList := by
  have h1 : l.data.toList.take l.size = l.data.toList := List.take_length
  have h2 : l.data.toList.drop (l.size + l'.data.toList.length) = [] := List.drop_of_length_le (Nat.le_add_right _ _)
  have h3 : l'.data.toList.take l'.size = l'.data.toList := List.take_length
  show l.data.toList.take l.size ++ (l'.data.toList.take l'.size ++ l.data.toList.drop (l.size + (l'.data.toList.take l'.size).length)) = _
  rw [h1, h3, h2, List.append_nil]

@[simp] theorem data_append {l l' : ByteArray} : (l ++ l').data = l.data ++ l'.data :=
  Array.ext' (by rw [toList_data_append, Array.toList_append])

theorem _root_.Boot.ByteArray.toList_extract (a : ByteArray) (b e : Nat) :
    (a.extract b e).data.toList = (a.data.toList.drop b).take (e - b) := by
  show [].take 0 ++ ((a.data.toList.drop b).take (e - b) ++ List.drop _ []) = _
  rw [List.drop_nil, List.append_nil]
  rfl

theorem getElem_extract_aux {xs : ByteArray} {i start stop : Nat} (h : i < (xs.extract start stop).size) : start + i < xs.size := by
  rw [size_extract] at h
  have h2 : start ≤ min stop xs.size := by
    cases Nat.le_total start (min stop xs.size) with
    | inl h' => exact h'
    | inr h' =>
      rw [Nat.sub_eq_zero_of_le h'] at h
      exact absurd h (Nat.not_lt_zero i)
  have h3 := Nat.add_lt_add_left h start
  rw [Nat.add_comm start (_ - _), Nat.sub_add_cancel h2] at h3
  exact Nat.lt_of_lt_of_le h3 (Nat.min_le_right _ _)

theorem getElem_extract {i : Nat} {b : ByteArray} {start stop : Nat} (h) :
    (b.extract start stop)[i]'h = b[start + i]'(getElem_extract_aux h) := by
  have get_take : ∀ (l : List UInt8) (n i : Nat) (h : i < (l.take n).length) (h' : i < l.length),
      (l.take n).get ⟨i, h⟩ = l.get ⟨i, h'⟩ := by
    intro l; induction l with
    | nil => intro n i h h'; exact absurd h' (Nat.not_lt_zero i)
    | cons a l ih => intro n i h h'; cases n with
      | zero => exact absurd h (Nat.not_lt_zero i)
      | succ n => cases i with
        | zero => rfl
        | succ i => exact ih n i (Nat.le_of_succ_le_succ h) (Nat.le_of_succ_le_succ h')
  have get_drop : ∀ (l : List UInt8) (n i : Nat) (h : i < (l.drop n).length) (h' : n + i < l.length),
      (l.drop n).get ⟨i, h⟩ = l.get ⟨n + i, h'⟩ := by
    intro l; induction l with
    | nil => intro n i h h'; exact absurd h' (Nat.not_lt_zero _)
    | cons a l ih => intro n i h h'; cases n with
      | zero =>
        have : ∀ (j : Nat) (hj : j < (a :: l).length), j = i → (a :: l).get ⟨i, h⟩ = (a :: l).get ⟨j, hj⟩ := by
          intro j hj e; subst e; rfl
        exact this _ _ (Nat.zero_add i)
      | succ n =>
        have e : n + 1 + i = (n + i) + 1 := Nat.add_right_comm n 1 i
        have : ∀ (j : Nat) (hj : j < (a :: l).length) (hk : n + i < l.length), j = (n + i) + 1 →
            (a :: l).get ⟨j, hj⟩ = l.get ⟨n + i, hk⟩ := by
          intro j hj hk e; subst e; rfl
        rw [this _ _ (by rw [List.length_cons, e] at h'; exact Nat.le_of_succ_le_succ h') e]
        exact ih n i h _
  have cast : ∀ (l l' : List UInt8) (hl : i < l.length) (hl' : i < l'.length), l = l' → l.get ⟨i, hl⟩ = l'.get ⟨i, hl'⟩ := by
    intro l l' hl hl' e; subst e; rfl
  have hx := getElem_extract_aux h
  have h1 : i < ((b.data.toList.drop start).take (stop - start)).length := by
    rw [← Boot.ByteArray.toList_extract]; exact h
  have h2 : i < (b.data.toList.drop start).length := by
    rw [List.length_take] at h1
    refine Nat.lt_of_lt_of_le h1 ?_
    show (if _ ≤ _ then _ else _) ≤ _
    by_cases h : stop - start ≤ (b.data.toList.drop start).length
    · rw [ite_eq_left h]; exact h
    · rw [ite_eq_right h]; exact Nat.le_refl _
  show (b.extract start stop).data.toList.get ⟨i, h⟩ = b.data.toList.get ⟨start + i, hx⟩
  exact (cast _ _ h h1 (Boot.ByteArray.toList_extract b start stop)).trans ((get_take _ _ _ h1 h2).trans (get_drop _ _ _ h2 hx))

theorem copySlice_eq_append {src : ByteArray} {srcOff : Nat} {dest : ByteArray} {destOff len : Nat} {exact : Bool} :
    ByteArray.copySlice src srcOff dest destOff len exact =
      dest.extract 0 destOff ++ src.extract srcOff (srcOff + len) ++
        dest.extract (destOff + min len (src.data.size - srcOff)) dest.data.size := by
  have h1 : ((src.data.toList.drop srcOff).take len).length = min len (src.data.size - srcOff) := by
    rw [List.length_take, List.length_drop]
    rfl
  have h2 : (dest.data.toList.drop (destOff + min len (src.data.size - srcOff))).length
      ≤ dest.data.size - (destOff + min len (src.data.size - srcOff)) := by
    rw [List.length_drop]
    exact Nat.le_refl _
  apply ByteArray.ext
  apply Array.ext'
  rw [toList_data_append, toList_data_append, Boot.ByteArray.toList_extract, Boot.ByteArray.toList_extract,
    Boot.ByteArray.toList_extract, List.drop_zero, Nat.sub_zero, Nat.add_sub_cancel_left, List.take_of_length_le h2,
    List.append_assoc, ← h1]
  rfl
end ByteArray
