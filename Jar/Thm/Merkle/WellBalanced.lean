import Jar.Thm.Merkle.Binary

/-!
# Well-balanced trees: the root

Gray Paper 0.7.2, appendix E.1.1: M_B commits to the list, and its paths are complete and sound.
-/
namespace Jar.Merkle

variable {hash : ByteArray → ByteArray}

/-- N commits to lists of one length whose items have one size. -/
theorem node_injective (hash32 : ∀ x, (hash x).size = 32) {xs ys : List ByteArray} {n : Nat} (length : xs.length = ys.length)
    (xSizes : ∀ x, x ∈ xs → x.size = n) (ySizes : ∀ y, y ∈ ys → y.size = n) (e : node hash xs = node hash ys) :
    xs = ys ∨ Collision hash (nodeInputs hash xs) (nodeInputs hash ys) := by
  induction xs using half_induction generalizing ys with
  | short xs few =>
    match xs, ys, few, length with
    | [], [], _, _ => exact .inl rfl
    | [x], [y], _, _ =>
      rw [node_single, node_single] at e
      exact .inl (congrArg (fun x => [x]) e)
    | _ :: _ :: _, _, few, _ => exact absurd (by rw [List.length_cons, List.length_cons]; omega) few
  | long xs many left right =>
    have many' : 1 < ys.length := length ▸ many
    rw [nodeInputs_of_many many, nodeInputs_of_many many']
    rw [node_of_many many, node_of_many many'] at e
    cases equal_or_collision List.mem_cons_self List.mem_cons_self e with
    | inr collision => exact .inr collision
    | inl same =>
      have leftX : ∀ x, x ∈ leftHalf xs → x.size = n := fun x hx => xSizes x (mem_take hx)
      have leftY : ∀ x, x ∈ leftHalf ys → x.size = n := fun x hx => ySizes x (mem_take hx)
      have leftLength : (leftHalf xs).length = (leftHalf ys).length := by rw [leftHalf_length, leftHalf_length, length]
      have rightLength : (rightHalf xs).length = (rightHalf ys).length := by rw [rightHalf_length, rightHalf_length, length]
      obtain ⟨e1, e2⟩ := nodeInput_inj_left same (by rw [node_size hash32 leftX, node_size hash32 leftY, leftLength])
      cases left leftLength leftX leftY e1 with
      | inr collision =>
        exact .inr (collision.mono (fun x hx => List.mem_cons_of_mem _ (List.mem_append.mpr (.inl hx)))
          (fun x hx => List.mem_cons_of_mem _ (List.mem_append.mpr (.inl hx))))
      | inl lefts =>
        cases right rightLength (fun x hx => xSizes x (mem_drop hx)) (fun x hx => ySizes x (mem_drop hx)) e2 with
        | inr collision =>
          exact .inr (collision.mono (fun x hx => List.mem_cons_of_mem _ (List.mem_append.mpr (.inr hx)))
            (fun x hx => List.mem_cons_of_mem _ (List.mem_append.mpr (.inr hx))))
        | inl rights => exact .inl (by rw [← halves xs, lefts, rights, halves])

theorem wellBalancedRoot_single (item : ByteArray) : wellBalancedRoot hash [item] = hash item := rfl

theorem wellBalancedRoot_of_ne {items : List ByteArray} (h : ¬ items.length = 1) : wellBalancedRoot hash items = node hash items := by
  match items, h with
  | [], _ => rfl
  | [_], h => exact absurd rfl h
  | _ :: _ :: _, _ => rfl

/-- A path has the right length and no other: none for a single item. -/
theorem climb_one {i : Nat} {leaf root : ByteArray} {path : List ByteArray} (h : climb hash 1 i leaf path = some root) : leaf = root := by
  cases path with
  | nil => rw [climb, ite_eq_left rfl] at h; injection h
  | cons _ _ => rw [climb, ite_eq_left (Nat.le_refl 1)] at h; exact nomatch h

/-- **Completeness**: the trace of an item is accepted. -/
theorem verifyWellBalanced_trace {items : List ByteArray} {i : Nat} {item : ByteArray} (h : items[i]? = some item) :
    verifyWellBalanced hash (wellBalancedRoot hash items) items.length i item (trace hash items i) = true := by
  have hi : i < items.length := by
    refine Nat.lt_of_not_le fun le => ?_
    rw [List.getElem?_eq_none le] at h
    exact nomatch h
  refine decide_eq_true ⟨hi, ?_⟩
  by_cases one : items.length = 1
  · obtain ⟨single, e⟩ := eq_single one
    subst e
    have zero : i = 0 := Nat.le_antisymm (Nat.le_of_lt_succ hi) (Nat.zero_le _)
    subst zero
    rw [List.getElem?_cons_zero] at h
    injection h with h
    subst h
    rw [trace, dite_eq_right (show ¬ 1 < [single].length from Nat.lt_irrefl 1), climb, wellBalancedRoot_single, ite_eq_left one, ite_eq_left one]
  · rw [ite_eq_right one, wellBalancedRoot_of_ne one, climb_trace h]

variable (hash) in
/-- What is hashed for M_B. -/
def wellBalancedInputs (items : List ByteArray) : List ByteArray :=
  if items.length = 1 then items else nodeInputs hash items

variable (hash) in
/-- What is hashed when a path is checked. -/
def verifyWellBalancedInputs (count i : Nat) (item : ByteArray) (path : List ByteArray) : List ByteArray :=
  if count = 1 then [item] else climbInputs hash count i item path

/-- **Soundness**: what is accepted is there, if items have one size, or what was hashed holds a collision. -/
theorem verifyWellBalanced_sound (hash32 : ∀ x, (hash x).size = 32) {items path : List ByteArray} {i n : Nat} {item : ByteArray}
    (sizes : ∀ x, x ∈ items → x.size = n) (itemSize : item.size = n)
    (h : verifyWellBalanced hash (wellBalancedRoot hash items) items.length i item path = true) :
    items[i]? = some item ∨ Collision hash (wellBalancedInputs hash items) (verifyWellBalancedInputs hash items.length i item path) := by
  obtain ⟨hi, h⟩ := of_decide_eq_true h
  unfold wellBalancedInputs verifyWellBalancedInputs
  by_cases one : items.length = 1
  · rw [ite_eq_left one, ite_eq_left one]
    rw [ite_eq_left one, one] at h
    have e := climb_one h
    obtain ⟨single, e'⟩ := eq_single one
    subst e'
    have zero : i = 0 := Nat.le_antisymm (Nat.le_of_lt_succ hi) (Nat.zero_le _)
    subst zero
    rw [wellBalancedRoot_single] at e
    cases equal_or_collision List.mem_cons_self List.mem_cons_self e.symm with
    | inl same => exact .inl (by rw [List.getElem?_cons_zero, same])
    | inr collision => exact .inr collision
  · rw [ite_eq_right one, ite_eq_right one]
    rw [ite_eq_right one, wellBalancedRoot_of_ne one] at h
    exact climb_sound hash32 hi sizes itemSize h

end Jar.Merkle
