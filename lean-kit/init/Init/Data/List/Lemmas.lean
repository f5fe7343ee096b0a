prelude
import Init.Data.List
/-! `List`: more functions, membership, lemmas about length and elements. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w

namespace List
variable {α : Type u} {β : Type v} {γ : Type w}
attribute [simp] length_append length_set length_concat

/-! Functions. -/
@[specialize] def filterMap (f : α → Option β) : List α → List β
  | [] => []
  | a :: as => match f a with
    | none => filterMap f as
    | some b => b :: filterMap f as
def flatten : List (List α) → List α
  | [] => []
  | l :: L => l ++ flatten L
@[inline] def flatMap (b : α → List β) (as : List α) : List β := flatten (map b as)
@[specialize] def zipWith (f : α → β → γ) : (xs : List α) → (ys : List β) → List γ
  | x :: xs, y :: ys => f x y :: zipWith f xs ys
  | _, _ => []
def getLast? : List α → Option α
  | [] => none
  | [a] => some a
  | _ :: b :: bs => getLast? (b :: bs)
/-- All but the last element. -/
def dropLast : List α → List α
  | [] => []
  | [_] => []
  | a :: b :: as => a :: dropLast (b :: as)
def getD (as : List α) (i : Nat) (fallback : α) : α := (as[i]?).getD fallback
def tail : List α → List α
  | [] => []
  | _ :: as => as
def head : (as : List α) → as ≠ [] → α
  | a :: _, _ => a
@[inline] def isEmpty : List α → Bool
  | [] => true
  | _ :: _ => false

/-! Equations. -/
@[simp] theorem map_nil {f : α → β} : map f [] = [] := rfl
@[simp] theorem map_cons {f : α → β} {a : α} {l : List α} : map f (a :: l) = f a :: map f l := rfl
@[simp] theorem foldl_nil {f : β → α → β} {b : β} : foldl f b [] = b := rfl
@[simp] theorem foldl_cons {f : β → α → β} {b : β} {a : α} {l : List α} : foldl f b (a :: l) = foldl f (f b a) l := rfl
@[simp] theorem foldr_nil {f : α → β → β} {b : β} : foldr f b [] = b := rfl
@[simp] theorem foldr_cons {f : α → β → β} {b : β} {a : α} {l : List α} : foldr f b (a :: l) = f a (foldr f b l) := rfl
@[simp] theorem take_zero {l : List α} : take 0 l = [] := rfl
@[simp] theorem take_nil {i : Nat} : take i ([] : List α) = [] := by cases i <;> rfl
@[simp] theorem take_succ_cons {a : α} {as : List α} {i : Nat} : take (i + 1) (a :: as) = a :: take i as := rfl
@[simp] theorem drop_zero {l : List α} : drop 0 l = l := rfl
@[simp] theorem drop_nil {i : Nat} : drop i ([] : List α) = [] := by cases i <;> rfl
@[simp] theorem drop_succ_cons {a : α} {l : List α} {i : Nat} : drop (i + 1) (a :: l) = drop i l := rfl
@[simp] theorem getElem_cons_zero {a : α} {as : List α} (h : 0 < (a :: as).length) : (a :: as)[0] = a := rfl
@[simp] theorem getElem_cons_succ {a : α} {as : List α} {i : Nat} (h : i + 1 < (a :: as).length) :
    (a :: as)[i + 1] = as[i]'(Nat.lt_of_succ_lt_succ h) := rfl
@[simp] theorem getElem?_nil {i : Nat} : ([] : List α)[i]? = none := by cases i <;> rfl
@[simp] theorem getElem?_cons_zero {a : α} {l : List α} : (a :: l)[0]? = some a := rfl
@[simp] theorem getElem?_cons_succ {a : α} {l : List α} {i : Nat} : (a :: l)[i + 1]? = l[i]? := rfl

/-! Length. -/
@[simp] theorem length_map {as : List α} (f : α → β) : (as.map f).length = as.length := by
  induction as with
  | nil => rfl
  | cons a as ih => simp only [map_cons, length_cons, ih]
@[simp] theorem length_replicate {n : Nat} {a : α} : (replicate n a).length = n := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg Nat.succ ih
@[simp] theorem length_take {l : List α} {i : Nat} : (l.take i).length = min i l.length := by
  induction l generalizing i with
  | nil => rw [take_nil]; exact (Nat.min_eq_right (Nat.zero_le i)).symm
  | cons a as ih => cases i with
    | zero => exact (Nat.min_eq_left (Nat.zero_le _)).symm
    | succ i =>
      rw [take_succ_cons, length_cons, ih, length_cons, Nat.min_def, Nat.min_def]
      cases Nat.lt_or_ge as.length i with
      | inl h => rw [ite_eq_right (Nat.not_le_of_gt h), ite_eq_right (Nat.not_le_of_gt (Nat.succ_lt_succ h))]
      | inr h => rw [ite_eq_left h, ite_eq_left (Nat.succ_le_succ h)]
@[simp] theorem length_drop {i : Nat} {l : List α} : (l.drop i).length = l.length - i := by
  induction l generalizing i with
  | nil => rw [drop_nil]; exact (Nat.zero_sub i).symm
  | cons a as ih => cases i with
    | zero => rfl
    | succ i => rw [drop_succ_cons, ih, length_cons, Nat.succ_sub_succ_eq_sub]
theorem length_eq_zero_iff {l : List α} : length l = 0 ↔ l = [] := by
  cases l with
  | nil => exact ⟨fun _ => rfl, fun _ => rfl⟩
  | cons a as => exact ⟨fun h => absurd h (Nat.succ_ne_zero _), fun h => nomatch h⟩
theorem length_reverseAux {as bs : List α} : (reverseAux as bs).length = as.length + bs.length := by
  induction as generalizing bs with
  | nil => exact (Nat.zero_add _).symm
  | cons a as ih => rw [reverseAux, ih, length_cons, length_cons, Nat.add_right_comm]; rfl
@[simp] theorem length_reverse {as : List α} : (as.reverse).length = as.length := length_reverseAux
@[simp] theorem length_dropLast : {xs : List α} → xs.dropLast.length = xs.length - 1
  | [] => rfl
  | [_] => rfl
  | _ :: b :: as => congrArg Nat.succ (length_dropLast (xs := b :: as))

/-! Taking apart. -/
@[simp] theorem take_append_drop (i : Nat) (l : List α) : take i l ++ drop i l = l := by
  induction l generalizing i with
  | nil => rw [take_nil, drop_nil]; rfl
  | cons a as ih => cases i with
    | zero => rfl
    | succ i => rw [take_succ_cons, drop_succ_cons, cons_append, ih]
theorem take_of_length_le {l : List α} {i : Nat} (h : l.length ≤ i) : take i l = l := by
  induction l generalizing i with
  | nil => exact take_nil
  | cons a as ih => cases i with
    | zero => exact absurd h (Nat.not_succ_le_zero _)
    | succ i => rw [take_succ_cons, ih (Nat.le_of_succ_le_succ h)]
@[simp] theorem take_length {l : List α} : l.take l.length = l := take_of_length_le (Nat.le_refl _)
theorem drop_of_length_le {i : Nat} {l : List α} (h : l.length ≤ i) : drop i l = [] :=
  length_eq_zero_iff.mp (by rw [length_drop, Nat.sub_eq_zero_of_le h])
@[simp] theorem drop_length {l : List α} : l.drop l.length = [] := drop_of_length_le (Nat.le_refl _)
@[simp] theorem take_left {l₁ l₂ : List α} : take l₁.length (l₁ ++ l₂) = l₁ := by
  induction l₁ with
  | nil => exact take_zero
  | cons a as ih => rw [length_cons, cons_append, take_succ_cons, ih]
@[simp] theorem drop_left {l₁ l₂ : List α} : drop l₁.length (l₁ ++ l₂) = l₂ := by
  induction l₁ with
  | nil => rfl
  | cons a as ih => rw [length_cons, cons_append, drop_succ_cons, ih]

/-! Elements. -/
@[simp] theorem getElem?_eq_getElem {l : List α} {i : Nat} (h : i < l.length) : l[i]? = some l[i] := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a as ih => cases i with
    | zero => rfl
    | succ i => exact ih (Nat.lt_of_succ_lt_succ h)
theorem getElem?_eq_none {l : List α} {i : Nat} (h : l.length ≤ i) : l[i]? = none := by
  induction l generalizing i with
  | nil => exact getElem?_nil
  | cons a as ih => cases i with
    | zero => exact absurd h (Nat.not_succ_le_zero _)
    | succ i => exact ih (Nat.le_of_succ_le_succ h)
theorem getElem?_set_self {l : List α} {i : Nat} {a : α} (h : i < l.length) : (l.set i a)[i]? = some a := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons x xs ih => cases i with
    | zero => rfl
    | succ i => exact ih (Nat.lt_of_succ_lt_succ h)
@[simp] theorem getElem?_set_ne {i j : Nat} (h : i ≠ j) {l : List α} {a : α} : (l.set i a)[j]? = l[j]? := by
  induction l generalizing i j with
  | nil => rfl
  | cons x xs ih => cases i with
    | zero => cases j with
      | zero => exact absurd rfl h
      | succ j => rfl
    | succ i => cases j with
      | zero => rfl
      | succ j => exact ih (fun e => h (congrArg Nat.succ e))
@[ext] theorem ext_getElem? {l₁ l₂ : List α} (h : ∀ i : Nat, l₁[i]? = l₂[i]?) : l₁ = l₂ := by
  induction l₁ generalizing l₂ with
  | nil => cases l₂ with
    | nil => rfl
    | cons b bs => exact nomatch h 0
  | cons a as ih => cases l₂ with
    | nil => exact nomatch h 0
    | cons b bs =>
      have e : some a = some b := h 0
      rw [Option.some.injEq] at e
      rw [e, ih (fun i => h (i + 1))]

/-! Membership. -/
inductive Mem (a : α) : List α → Prop
  | head (as : List α) : Mem a (a :: as)
  | tail (b : α) {as : List α} : Mem a as → Mem a (b :: as)
instance : Membership α (List α) where mem l a := Mem a l
@[simp] theorem not_mem_nil {a : α} : ¬ a ∈ ([] : List α) := nofun
@[simp] theorem mem_cons {a b : α} {l : List α} : a ∈ b :: l ↔ a = b ∨ a ∈ l :=
  ⟨fun h => by
    cases h with
    | head => exact Or.inl rfl
    | tail _ h => exact Or.inr h,
   fun h => by
    cases h with
    | inl h => exact h ▸ Mem.head l
    | inr h => exact Mem.tail b h⟩
theorem mem_cons_self {a : α} {l : List α} : a ∈ a :: l := Mem.head l
theorem mem_cons_of_mem (y : α) {a : α} {l : List α} : a ∈ l → a ∈ y :: l := Mem.tail y
@[simp] theorem mem_append {a : α} {s t : List α} : a ∈ s ++ t ↔ a ∈ s ∨ a ∈ t := by
  induction s with
  | nil => exact ⟨Or.inr, fun h => h.elim (fun h => absurd h not_mem_nil) id⟩
  | cons b bs ih =>
    rw [cons_append, mem_cons, mem_cons, ih]
    exact ⟨fun h => h.elim (fun h => .inl (.inl h)) (fun h => h.elim (fun h => .inl (.inr h)) .inr),
      fun h => h.elim (fun h => h.elim .inl (fun h => .inr (.inl h))) (fun h => .inr (.inr h))⟩
end List
