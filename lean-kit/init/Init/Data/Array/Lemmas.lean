prelude
import Init.Data.Array
/-! `Array`: replacing elements, lemmas about size and elements. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w

namespace Array
variable {α : Type u} {β : Type v}

/-- Element `i`, and the array with `v` in its place. -/
def swapAt (xs : Array α) (i : Nat) (v : α) (hi : i < xs.size := by get_elem_tactic) : α × Array α :=
  let e := xs[i]
  let xs' := xs.set i v
  (e, xs')
def swap (xs : Array α) (i j : @& Nat) (hi : i < xs.size := by get_elem_tactic) (hj : j < xs.size := by get_elem_tactic) : Array α :=
  let v₁ := xs[i]
  let v₂ := xs[j]
  let xs' := xs.set i v₂
  xs'.set j v₁ (Nat.lt_of_lt_of_le hj (Nat.le_of_eq (size_set ..).symm))
def swapIfInBounds (xs : Array α) (i j : @& Nat) : Array α :=
  if h₁ : i < xs.size then if h₂ : j < xs.size then swap xs i j h₁ h₂ else xs else xs
/-- Takes the element out before `f` sees it, so that `f` may change it in place. -/
@[inline] unsafe def _root_.Boot.Array.modifyUnsafe (xs : Array α) (i : Nat) (f : α → α) : Array α :=
  if h : i < xs.size then
    let v := xs[i]
    let xs' := xs.set i (unsafeCast ())
    xs'.set i (f v) (Nat.lt_of_lt_of_le h (Nat.le_of_eq (size_set ..).symm))
  else xs
@[implemented_by Boot.Array.modifyUnsafe] def modify (xs : Array α) (i : Nat) (f : α → α) : Array α :=
  if h : i < xs.size then xs.set i (f xs[i]) else xs
@[inline] def isEmpty (xs : Array α) : Bool := xs.size == 0
def back? (xs : Array α) : Option α := xs[xs.size - 1]?
@[inline] def filter (p : α → Bool) (as : Array α) : Array α := as.foldl (fun r a => if p a then r.push a else r) #[]
def contains [BEq α] (as : Array α) (a : α) : Bool := as.any fun b => a == b

@[simp] theorem _root_.List.size_toArray {as : List α} : as.toArray.size = as.length := rfl
@[simp] theorem _root_.List.toList_toArray {as : List α} : as.toArray.toList = as := rfl
@[simp] theorem length_toList {xs : Array α} : xs.toList.length = xs.size := rfl
@[simp] theorem size_empty : (#[] : Array α).size = 0 := rfl
theorem ext' {xs ys : Array α} (h : xs.toList = ys.toList) : xs = ys := congrArg Array.mk h
@[simp] theorem toList_push {xs : Array α} {x : α} : (xs.push x).toList = xs.toList ++ [x] := by
  show xs.toList.concat x = _
  induction xs.toList with
  | nil => rfl
  | cons a as ih => exact congrArg (List.cons a) ih
@[simp] theorem toList_set {xs : Array α} {i : Nat} {x : α} (h : i < xs.size) : (xs.set i x).toList = xs.toList.set i x := rfl
@[simp] theorem toList_pop {xs : Array α} : xs.pop.toList = xs.toList.dropLast := rfl
@[simp] theorem size_replicate {n : Nat} {v : α} : (replicate n v).size = n := List.length_replicate
@[simp] theorem size_pop {xs : Array α} : xs.pop.size = xs.size - 1 := List.length_dropLast
@[simp] theorem size_modify {xs : Array α} {i : Nat} {f : α → α} : (xs.modify i f).size = xs.size := by
  unfold modify
  split
  · exact size_set ..
  · rfl
@[simp] theorem size_swap {xs : Array α} {i j : Nat} {hi : i < xs.size} {hj : j < xs.size} : (xs.swap i j hi hj).size = xs.size := by
  unfold swap
  rw [size_set, size_set]

theorem getElem?_toList {xs : Array α} {i : Nat} : xs.toList[i]? = xs[i]? := by
  show _ = dite (i < xs.size) _ _
  split
  · exact List.getElem?_eq_getElem (by assumption)
  · exact List.getElem?_eq_none (Nat.not_lt.mp (by assumption))
@[simp] theorem getElem?_eq_getElem {xs : Array α} {i : Nat} (h : i < xs.size) : xs[i]? = some xs[i] := dite_eq_left h
theorem getElem?_eq_none {xs : Array α} {i : Nat} (h : xs.size ≤ i) : xs[i]? = none := dite_eq_right (Nat.not_lt_of_ge h)
@[simp] theorem getElem?_set_self {xs : Array α} {i : Nat} {v : α} (h : i < xs.size) : (xs.set i v)[i]? = some v := by
  rw [← getElem?_toList]
  exact List.getElem?_set_self h
@[simp] theorem getElem?_set_ne {xs : Array α} {i j : Nat} {v : α} (h : i < xs.size) (ne : i ≠ j) : (xs.set i v)[j]? = xs[j]? := by
  rw [← getElem?_toList, ← getElem?_toList]
  exact List.getElem?_set_ne ne
@[simp] theorem getElem_set_self {xs : Array α} {i : Nat} {v : α} (h : i < xs.size) :
    (xs.set i v)[i]'(by rw [size_set]; exact h) = v := by
  have e := getElem?_set_self (v := v) h
  rw [getElem?_eq_getElem (by rw [size_set]; exact h), Option.some.injEq] at e
  exact e
@[simp] theorem getElem_set_ne {xs : Array α} {i : Nat} (hi : i < xs.size) {j : Nat} {v : α} (hj : j < xs.size) (h : i ≠ j) :
    (xs.set i v)[j]'(by rw [size_set]; exact hj) = xs[j] := by
  have e := getElem?_set_ne (v := v) hi h
  rw [getElem?_eq_getElem hj, getElem?_eq_getElem (by rw [size_set]; exact hj), Option.some.injEq] at e
  exact e
end Array
