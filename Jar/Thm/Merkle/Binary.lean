import Jar.Merkle.Binary
import Jar.Thm.Data.Bytes
import Jar.Thm.Merkle.Collision

/-!
# Well-balanced trees: traces

Gray Paper 0.7.2, appendix E.1: the trace of an item leads to the root, and a path that leads to the root is of an item that is there, or two of the
octet strings that were hashed collide.
-/
namespace Jar.Merkle

/-! ## Halves -/

theorem leftHalf_length {items : List ByteArray} : (leftHalf items).length = leftCount items.length := by
  rw [leftHalf, List.length_take, leftCount]
  omega

theorem rightHalf_length {items : List ByteArray} : (rightHalf items).length = items.length - leftCount items.length := by
  rw [rightHalf, List.length_drop]

theorem halves (items : List ByteArray) : leftHalf items ++ rightHalf items = items :=
  List.take_append_drop _ _

/-- What holds for short lists, and for a list if it holds for its halves, holds for all. -/
theorem half_induction {motive : List ByteArray → Prop} (short : ∀ items, ¬ 1 < items.length → motive items)
    (long : ∀ items, 1 < items.length → motive (leftHalf items) → motive (rightHalf items) → motive items) (items : List ByteArray) : motive items := by
  have below : ∀ n (items : List ByteArray), items.length < n → motive items := by
    intro n
    induction n with
    | zero => intro items h; exact absurd h (Nat.not_lt_zero _)
    | succ n ih =>
      intro items h
      by_cases many : 1 < items.length
      · refine long items many (ih _ ?_) (ih _ ?_)
        · rw [leftHalf_length, leftCount]; omega
        · rw [rightHalf_length, leftCount]; omega
      · exact short items many
  exact below _ items (Nat.lt_succ_self _)

variable {hash : ByteArray → ByteArray}

theorem node_nil : node hash [] = zeroHash := by
  rw [node]
  rfl

theorem node_single (item : ByteArray) : node hash [item] = item := by
  rw [node]
  rfl

/-- N of more than one item. -/
theorem node_of_many {items : List ByteArray} (h : 1 < items.length) :
    node hash items = hash (nodeInput (node hash (leftHalf items)) (node hash (rightHalf items))) := by
  rw [node, dite_eq_left h]

theorem eq_single {items : List ByteArray} (h : items.length = 1) : ∃ item, items = [item] := by
  match items, h with
  | [item], _ => exact ⟨item, rfl⟩

/-! ## Sizes -/

theorem zeroHash_size : zeroHash.size = 32 := zeros_size 32

theorem node_size (hash32 : ∀ x, (hash x).size = 32) {items : List ByteArray} {n : Nat} (sizes : ∀ x, x ∈ items → x.size = n) :
    (node hash items).size = if items.length = 1 then n else 32 := by
  by_cases many : 1 < items.length
  · rw [node_of_many many, hash32, ite_eq_right (by omega)]
  · match items, many with
    | [], _ => rw [node_nil]; exact zeroHash_size
    | [item], _ => rw [node_single, sizes item List.mem_cons_self]; rfl
    | _ :: _ :: _, many => exact absurd (by rw [List.length_cons, List.length_cons]; omega) many

theorem climb_size (hash32 : ∀ x, (hash x).size = 32) {path : List ByteArray} {count i : Nat} {leaf root : ByteArray}
    (h : climb hash count i leaf path = some root) : root.size = if count = 1 then leaf.size else 32 := by
  cases path with
  | nil =>
    rw [climb] at h
    split at h
    · next one => injection h with e; rw [← e, ite_eq_left one]
    · exact nomatch h
  | cons sibling path =>
    rw [climb] at h
    split at h
    · exact nomatch h
    · next many =>
      rw [ite_eq_right (by omega)]
      split at h
      · cases e : climb hash (leftCount count) i leaf path with
        | none => rw [e] at h; exact nomatch h
        | some below => rw [e] at h; injection h with h; rw [← h, hash32]
      · cases e : climb hash (count - leftCount count) (i - leftCount count) leaf path with
        | none => rw [e] at h; exact nomatch h
        | some below => rw [e] at h; injection h with h; rw [← h, hash32]

/-! ## Traces lead to the root -/

theorem climb_trace {items : List ByteArray} {i : Nat} {leaf : ByteArray} (h : items[i]? = some leaf) :
    climb hash items.length i leaf (trace hash items i) = some (node hash items) := by
  induction items using half_induction generalizing i with
  | short items few =>
    have hi : i < items.length := by
      refine Nat.lt_of_not_le fun le => ?_
      rw [List.getElem?_eq_none le] at h
      exact nomatch h
    obtain ⟨item, e⟩ := eq_single (show items.length = 1 by omega)
    have zero : i = 0 := by omega
    subst e zero
    rw [List.getElem?_cons_zero] at h
    injection h with h
    rw [trace, dite_eq_right few, climb, node_single, h]
    rfl
  | long items many left right =>
    rw [trace, dite_eq_left many, node_of_many many]
    split
    · next low =>
      have here : (leftHalf items)[i]? = some leaf := by rw [leftHalf, getElem?_take low, h]
      have := left here
      rw [leftHalf_length] at this
      rw [climb, ite_eq_right (Nat.not_le_of_gt many), ite_eq_left low, this]
      rfl
    · next high =>
      have here : (rightHalf items)[i - leftCount items.length]? = some leaf := by
        rw [rightHalf, getElem?_drop, Nat.add_sub_of_le (Nat.le_of_not_lt high), h]
      have := right here
      rw [rightHalf_length] at this
      rw [climb, ite_eq_right (Nat.not_le_of_gt many), ite_eq_right high, this]
      rfl

/-! ## What leads to the root is there -/

variable (hash) in
/-- What is hashed for N. -/
def nodeInputs (items : List ByteArray) : List ByteArray :=
  if _h : 1 < items.length then
    nodeInput (node hash (leftHalf items)) (node hash (rightHalf items)) :: (nodeInputs (leftHalf items) ++ nodeInputs (rightHalf items))
  else []
termination_by items.length
decreasing_by
  all_goals
    simp only [leftHalf, rightHalf, List.length_take, List.length_drop, leftCount]
    omega

theorem nodeInputs_of_many {items : List ByteArray} (h : 1 < items.length) :
    nodeInputs hash items =
      nodeInput (node hash (leftHalf items)) (node hash (rightHalf items)) :: (nodeInputs hash (leftHalf items) ++ nodeInputs hash (rightHalf items)) := by
  rw [nodeInputs, dite_eq_left h]

variable (hash) in
/-- What is hashed for `climb`. -/
def climbInputs (count i : Nat) (leaf : ByteArray) : (path : List ByteArray) → List ByteArray
  | [] => []
  | sibling :: path =>
    if i < leftCount count then
      match climb hash (leftCount count) i leaf path with
      | some below => nodeInput below sibling :: climbInputs (leftCount count) i leaf path
      | none => []
    else
      match climb hash (count - leftCount count) (i - leftCount count) leaf path with
      | some below => nodeInput sibling below :: climbInputs (count - leftCount count) (i - leftCount count) leaf path
      | none => []

theorem nodeInput_inj_left {a b c d : ByteArray} (e : nodeInput a b = nodeInput c d) (h : a.size = c.size) : a = c ∧ b = d := by
  unfold nodeInput at e
  obtain ⟨e, h2⟩ := bytes_append_cancel e (by rw [ByteArray.size_append, ByteArray.size_append, h])
  exact ⟨(bytes_append_cancel e rfl).2, h2⟩

theorem nodeInput_inj_right {a b c d : ByteArray} (e : nodeInput a b = nodeInput c d) (h : b.size = d.size) : a = c ∧ b = d := by
  unfold nodeInput at e
  obtain ⟨e, h2⟩ := bytes_append_cancel_right e h
  exact ⟨(bytes_append_cancel e rfl).2, h2⟩

/-- **What a path leads from is there**: a leaf and a path that give the root of a list are of the item at that place, or there is a collision. -/
theorem climb_sound (hash32 : ∀ x, (hash x).size = 32) {path items : List ByteArray} {i n : Nat} {leaf : ByteArray} (hi : i < items.length)
    (sizes : ∀ x, x ∈ items → x.size = n) (leafSize : leaf.size = n) (h : climb hash items.length i leaf path = some (node hash items)) :
    items[i]? = some leaf ∨ Collision hash (nodeInputs hash items) (climbInputs hash items.length i leaf path) := by
  induction path generalizing items i with
  | nil =>
    rw [climb] at h
    split at h
    · next one =>
      obtain ⟨item, e⟩ := eq_single one
      have zero : i = 0 := by omega
      subst e zero
      rw [node_single] at h
      exact .inl h.symm
    · exact nomatch h
  | cons sibling path ih =>
    rw [climb] at h
    split at h
    · exact nomatch h
    · next few =>
      have many : 1 < items.length := Nat.lt_of_not_le few
      rw [nodeInputs_of_many many, climbInputs]
      rw [node_of_many many] at h
      split at h
      · next low =>
        rw [ite_eq_left low]
        cases e : climb hash (leftCount items.length) i leaf path with
        | none => rw [e] at h; exact nomatch h
        | some below =>
          rw [e] at h
          injection h with h
          dsimp only
          cases equal_or_collision List.mem_cons_self List.mem_cons_self h.symm with
          | inr collision => exact .inr collision
          | inl same =>
            have leftSizes : ∀ x, x ∈ leftHalf items → x.size = n := fun x hx => sizes x (mem_take hx)
            have sizes' : (node hash (leftHalf items)).size = below.size := by
              rw [node_size hash32 leftSizes, climb_size hash32 e, leftHalf_length, leafSize]
            have eq := (nodeInput_inj_left same sizes').1
            rw [← eq, ← leftHalf_length] at e
            cases ih (by rw [leftHalf_length]; exact low) leftSizes e with
            | inl there => rw [leftHalf, getElem?_take low] at there; exact .inl there
            | inr collision =>
              refine .inr (collision.mono (fun x hx => ?_) (fun x hx => ?_))
              · exact List.mem_cons_of_mem _ (List.mem_append.mpr (.inl hx))
              · rw [leftHalf_length] at hx
                exact List.mem_cons_of_mem _ hx
      · next high =>
        rw [ite_eq_right high]
        cases e : climb hash (items.length - leftCount items.length) (i - leftCount items.length) leaf path with
        | none => rw [e] at h; exact nomatch h
        | some below =>
          rw [e] at h
          injection h with h
          dsimp only
          cases equal_or_collision List.mem_cons_self List.mem_cons_self h.symm with
          | inr collision => exact .inr collision
          | inl same =>
            have rightSizes : ∀ x, x ∈ rightHalf items → x.size = n := fun x hx => sizes x (mem_drop hx)
            have sizes' : (node hash (rightHalf items)).size = below.size := by
              rw [node_size hash32 rightSizes, climb_size hash32 e, rightHalf_length, leafSize]
            have eq := (nodeInput_inj_right same sizes').2
            rw [← eq, ← rightHalf_length] at e
            cases ih (by rw [rightHalf_length]; omega) rightSizes e with
            | inl there =>
              rw [rightHalf, getElem?_drop, Nat.add_sub_of_le (Nat.le_of_not_lt high)] at there
              exact .inl there
            | inr collision =>
              refine .inr (collision.mono (fun x hx => ?_) (fun x hx => ?_))
              · exact List.mem_cons_of_mem _ (List.mem_append.mpr (.inr hx))
              · rw [rightHalf_length] at hx
                exact List.mem_cons_of_mem _ hx

end Jar.Merkle
