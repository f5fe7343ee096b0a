import Jar.Thm.Data.KeyOrder

/-!
# Sorted maps mean their entries

Every operation of `Jar/Data/SortedMap.lean`, said of the list of entries: Gray Paper 0.7.2, section 3.5.
-/
namespace Jar.SortedMap

variable {κ α : Type}

/-! ## Entries -/

theorem entriesBefore_eq (rest : List (κ × α)) (m : SortedMap κ α) : m.entriesBefore rest = m.toList ++ rest := by
  induction m generalizing rest with
  | leaf => rfl
  | node h l k v r ihl ihr =>
    unfold toList
    rw [entriesBefore, entriesBefore, ihl, ihr, ihl ((k, v) :: entriesBefore [] r), List.append_assoc]
    rfl

theorem toList_node (h : Nat) (l : SortedMap κ α) (k : κ) (v : α) (r : SortedMap κ α) : (node h l k v r).toList = l.toList ++ (k, v) :: r.toList := by
  rw [toList, entriesBefore, entriesBefore_eq]
  rfl

theorem toList_leaf : (leaf : SortedMap κ α).toList = [] := rfl

theorem toList_join (l : SortedMap κ α) (k : κ) (v : α) (r : SortedMap κ α) : (join l k v r).toList = l.toList ++ (k, v) :: r.toList :=
  toList_node ..

theorem toList_rotateRight (l : SortedMap κ α) (k : κ) (v : α) (r : SortedMap κ α) : (rotateRight l k v r).toList = l.toList ++ (k, v) :: r.toList := by
  unfold rotateRight
  cases l with
  | leaf => exact toList_join ..
  | node h ll lk lv lr =>
    dsimp only
    by_cases c : lr.height ≤ ll.height
    · rw [ite_eq_left c, toList_join, toList_join, toList_node, List.append_assoc]; rfl
    · rw [ite_eq_right c]
      cases lr with
      | leaf => exact toList_join ..
      | node h' a ak av b =>
        simp only [toList_join, toList_node, List.append_assoc, List.cons_append]

theorem toList_rotateLeft (l : SortedMap κ α) (k : κ) (v : α) (r : SortedMap κ α) : (rotateLeft l k v r).toList = l.toList ++ (k, v) :: r.toList := by
  unfold rotateLeft
  cases r with
  | leaf => exact toList_join ..
  | node h rl rk rv rr =>
    dsimp only
    by_cases c : rl.height ≤ rr.height
    · rw [ite_eq_left c, toList_join, toList_join, toList_node, List.append_assoc]; rfl
    · rw [ite_eq_right c]
      cases rl with
      | leaf => exact toList_join ..
      | node h' a ak av b =>
        simp only [toList_join, toList_node, List.append_assoc, List.cons_append]

theorem toList_balance (l : SortedMap κ α) (k : κ) (v : α) (r : SortedMap κ α) : (balance l k v r).toList = l.toList ++ (k, v) :: r.toList := by
  unfold balance
  split
  · exact toList_rotateRight ..
  · split
    · exact toList_rotateLeft ..
    · exact toList_join ..

/-! ## The same on lists -/

variable [KeyOrder κ]

/-- The first value of a key. -/
def lookup (k : κ) : List (κ × α) → Option α
  | [] => none
  | (key, value) :: rest => if KeyOrder.before k key then none else if KeyOrder.before key k then lookup k rest else some value

/-- A list with an entry more, or another value for the key. -/
def put (k : κ) (v : α) : List (κ × α) → List (κ × α)
  | [] => [(k, v)]
  | (key, value) :: rest =>
    if KeyOrder.before k key then (k, v) :: (key, value) :: rest
    else if KeyOrder.before key k then (key, value) :: put k v rest
    else (k, v) :: rest

/-- A list without a key. -/
def drop (k : κ) : List (κ × α) → List (κ × α)
  | [] => []
  | (key, value) :: rest =>
    if KeyOrder.before k key then (key, value) :: rest else if KeyOrder.before key k then (key, value) :: drop k rest else rest

/-- Is every key before `k`? -/
def AllBefore (as : List (κ × α)) (k : κ) : Prop := ∀ a, a ∈ as → KeyOrder.before a.1 k = true

/-- Is `k` before every key? -/
def BeforeAll (k : κ) (as : List (κ × α)) : Prop := ∀ a, a ∈ as → KeyOrder.before k a.1 = true

/-- Strictly ascending keys. -/
def Ascending : List (κ × α) → Prop
  | [] => True
  | a :: as => BeforeAll a.1 as ∧ Ascending as

/-- A map whose entries ascend: what every operation keeps. -/
def Ordered (m : SortedMap κ α) : Prop := Ascending m.toList

variable [LawfulKeyOrder κ]

open LawfulKeyOrder

theorem ascending_append {as bs : List (κ × α)} {k : κ} {v : α} :
    Ascending (as ++ (k, v) :: bs) ↔ Ascending as ∧ AllBefore as k ∧ BeforeAll k bs ∧ Ascending bs := by
  induction as with
  | nil => exact ⟨fun h => ⟨trivial, fun a h => (nomatch h), h.1, h.2⟩, fun h => h.2.2⟩
  | cons a as ih =>
    show (BeforeAll a.1 (as ++ (k, v) :: bs) ∧ Ascending (as ++ (k, v) :: bs)) ↔ _
    rw [ih]
    refine ⟨fun ⟨h1, h2, h3, h4, h5⟩ => ⟨⟨fun b hb => h1 b (List.mem_append.mpr (.inl hb)), h2⟩, ?_, h4, h5⟩,
      fun ⟨⟨h1, h2⟩, h3, h4, h5⟩ => ⟨?_, h2, fun b hb => h3 b (List.mem_cons.mpr (.inr hb)), h4, h5⟩⟩
    · intro b hb
      cases List.mem_cons.mp hb with
      | inl e => rw [e]; exact h1 (k, v) (List.mem_append.mpr (.inr (List.mem_cons.mpr (.inl rfl))))
      | inr hb => exact h3 b hb
    · intro b hb
      have hk := h3 a (List.mem_cons.mpr (.inl rfl))
      cases List.mem_append.mp hb with
      | inl hb => exact h1 b hb
      | inr hb =>
        cases List.mem_cons.mp hb with
        | inl e => rw [e]; exact hk
        | inr hb => exact trans _ _ _ hk (h4 b hb)

theorem AllBefore.trans {as : List (κ × α)} {j k : κ} (h : AllBefore as j) (hk : KeyOrder.before j k = true) : AllBefore as k :=
  fun a ha => LawfulKeyOrder.trans _ _ _ (h a ha) hk

/-- Keys before `k` are passed over. -/
theorem lookup_skip {as rest : List (κ × α)} {k : κ} (h : AllBefore as k) : lookup k (as ++ rest) = lookup k rest := by
  induction as with
  | nil => rfl
  | cons a as ih =>
    have ha := h a (List.mem_cons.mpr (.inl rfl))
    rw [List.cons_append, lookup, asymm ha, ha]
    exact ih fun b hb => h b (List.mem_cons.mpr (.inr hb))

omit [LawfulKeyOrder κ] in
/-- Behind a key that `k` is before, nothing is looked for. -/
theorem lookup_stop {as bs : List (κ × α)} {j k : κ} {v : α} (h : KeyOrder.before k j = true) : lookup k (as ++ (j, v) :: bs) = lookup k as := by
  induction as with
  | nil => exact ite_eq_left h
  | cons a as ih => rw [List.cons_append, lookup, lookup, ih]

theorem put_skip {as rest : List (κ × α)} {k : κ} {v : α} (h : AllBefore as k) : put k v (as ++ rest) = as ++ put k v rest := by
  induction as with
  | nil => rfl
  | cons a as ih =>
    have ha := h a (List.mem_cons.mpr (.inl rfl))
    rw [List.cons_append, put, asymm ha, ha, ih fun b hb => h b (List.mem_cons.mpr (.inr hb))]
    rfl

omit [LawfulKeyOrder κ] in
theorem put_stop {as bs : List (κ × α)} {j k : κ} {v w : α} (h : KeyOrder.before k j = true) :
    put k v (as ++ (j, w) :: bs) = put k v as ++ (j, w) :: bs := by
  induction as with
  | nil => exact ite_eq_left h
  | cons a as ih =>
    rw [List.cons_append, put, put, ih]
    split
    · rfl
    · split <;> rfl

theorem drop_skip {as rest : List (κ × α)} {k : κ} (h : AllBefore as k) : drop k (as ++ rest) = as ++ drop k rest := by
  induction as with
  | nil => rfl
  | cons a as ih =>
    have ha := h a (List.mem_cons.mpr (.inl rfl))
    rw [List.cons_append, drop, asymm ha, ha, ih fun b hb => h b (List.mem_cons.mpr (.inr hb))]
    rfl

omit [LawfulKeyOrder κ] in
theorem drop_stop {as bs : List (κ × α)} {j k : κ} {w : α} (h : KeyOrder.before k j = true) :
    drop k (as ++ (j, w) :: bs) = drop k as ++ (j, w) :: bs := by
  induction as with
  | nil => exact ite_eq_left h
  | cons a as ih =>
    rw [List.cons_append, drop, drop, ih]
    split
    · rfl
    · split <;> rfl

/-! ## Operations on trees and lists -/

theorem Ordered.node {h : Nat} {l r : SortedMap κ α} {k : κ} {v : α} (o : (node h l k v r).Ordered) :
    l.Ordered ∧ AllBefore l.toList k ∧ BeforeAll k r.toList ∧ r.Ordered := by
  rw [Ordered, toList_node] at o
  exact ascending_append.mp o

/-- What is found is the value in the list. -/
theorem find?_eq (m : SortedMap κ α) (o : m.Ordered) (k : κ) : m.find? k = lookup k m.toList := by
  induction m with
  | leaf => rfl
  | node h l key value r ihl ihr =>
    obtain ⟨ol, hl, hr, or⟩ := o.node
    rw [toList_node, find?]
    split
    · rename_i c
      rw [ihl ol, lookup_stop c]
    · rename_i c
      split
      · rename_i c'
        rw [ihr or, lookup_skip (hl.trans c'), lookup, eq_false_of_ne_true c, c']
        rfl
      · rename_i c'
        have e := total k key (eq_false_of_ne_true c) (eq_false_of_ne_true c')
        subst e
        rw [lookup_skip hl, lookup, irrefl]
        rfl

/-- An insertion inserts into the list. -/
theorem toList_insert (m : SortedMap κ α) (o : m.Ordered) (k : κ) (v : α) : (m.insert k v).toList = put k v m.toList := by
  induction m with
  | leaf => rw [insert, toList_join]; rfl
  | node h l key value r ihl ihr =>
    obtain ⟨ol, hl, hr, or⟩ := o.node
    rw [toList_node, insert]
    split
    · rename_i c
      rw [toList_balance, ihl ol, put_stop c]
    · rename_i c
      split
      · rename_i c'
        rw [toList_balance, ihr or, put_skip (hl.trans c'), put, eq_false_of_ne_true c, c']
        rfl
      · rename_i c'
        have e := total k key (eq_false_of_ne_true c) (eq_false_of_ne_true c')
        subst e
        rw [toList_node, put_skip hl, put, irrefl]
        rfl

omit [KeyOrder κ] [LawfulKeyOrder κ] in
theorem toList_go (l : SortedMap κ α) (k : κ) (v : α) (r : SortedMap κ α) (done : κ → α → SortedMap κ α → SortedMap κ α)
    (before rest : List (κ × α)) (h : ∀ k v m, (done k v m).toList = before ++ (k, v) :: (m.toList ++ rest)) :
    (glue.go l k v r done).toList = before ++ (l.toList ++ (k, v) :: (r.toList ++ rest)) := by
  induction l generalizing k v r done rest with
  | leaf => exact h k v r
  | node h' ll lk lv lr ihl _ =>
    rw [glue.go, ihl lk lv lr _ ((k, v) :: (r.toList ++ rest)) fun k' v' m => by
      rw [h, toList_balance, List.append_assoc, List.cons_append], toList_node, List.append_assoc, List.cons_append]

omit [KeyOrder κ] [LawfulKeyOrder κ] in
theorem toList_glue (l r : SortedMap κ α) : (glue l r).toList = l.toList ++ r.toList := by
  cases r with
  | leaf => exact (List.append_nil _).symm
  | node h rl key value rr =>
    rw [glue, toList_go rl key value rr _ l.toList [] fun k v m => by rw [toList_balance, List.append_nil], toList_node, List.append_nil]

/-- A removal removes from the list. -/
theorem toList_erase (m : SortedMap κ α) (o : m.Ordered) (k : κ) : (m.erase k).toList = drop k m.toList := by
  induction m with
  | leaf => rfl
  | node h l key value r ihl ihr =>
    obtain ⟨ol, hl, hr, or⟩ := o.node
    rw [toList_node, erase]
    split
    · rename_i c
      rw [toList_balance, ihl ol, drop_stop c]
    · rename_i c
      split
      · rename_i c'
        rw [toList_balance, ihr or, drop_skip (hl.trans c'), drop, eq_false_of_ne_true c, c']
        rfl
      · rename_i c'
        have e := total k key (eq_false_of_ne_true c) (eq_false_of_ne_true c')
        subst e
        rw [toList_glue, drop_skip hl, drop, irrefl]
        rfl

end Jar.SortedMap
