prelude
import Init.Data.Array.OfFn
import Init.Data.ByteArray.Lemmas
/-! Declarations of the official core library that the specification's theorems need and that have no module of their own here yet. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u

namespace Bool
@[simp] theorem not_true : (!true) = false := rfl
@[simp] theorem not_false : (!false) = true := rfl
end Bool

namespace Array
private theorem getAux_concat_lt {α : Type u} (x : α) : (as : List α) → (i : Nat) → (h : i < as.length) → (h' : i < (as.concat x).length) →
    Boot.List.getAux (as.concat x) i h' = Boot.List.getAux as i h
  | [], _, h, _ => absurd h (Nat.not_lt_zero _)
  | _ :: _, 0, _, _ => rfl
  | _ :: as, i + 1, h, h' => getAux_concat_lt x as i (Nat.le_of_succ_le_succ h) (Nat.le_of_succ_le_succ h')
private theorem getAux_concat_eq {α : Type u} (x : α) : (as : List α) → (h' : as.length < (as.concat x).length) →
    Boot.List.getAux (as.concat x) as.length h' = x
  | [], _ => rfl
  | _ :: as, h' => getAux_concat_eq x as (Nat.le_of_succ_le_succ h')
private theorem getAux_take {α : Type u} : (n : Nat) → (as : List α) → (i : Nat) → (h : i < (as.take n).length) → (h' : i < as.length) →
    Boot.List.getAux (as.take n) i h = Boot.List.getAux as i h'
  | 0, _, _, h, _ => absurd h (Nat.not_lt_zero _)
  | _ + 1, [], _, _, h' => absurd h' (Nat.not_lt_zero _)
  | _ + 1, _ :: _, 0, _, _ => rfl
  | n + 1, _ :: as, i + 1, h, h' => getAux_take n as i (Nat.le_of_succ_le_succ h) (Nat.le_of_succ_le_succ h')
theorem getElem_push_lt {α : Type u} {xs : Array α} {x : α} {i : Nat} (h : i < xs.size) :
    (xs.push x)[i]'(by rw [Array.size_push]; exact Nat.lt_succ_of_lt h) = xs[i] :=
  getAux_concat_lt x xs.toList i h _
@[simp] theorem getElem_push_eq {α : Type u} {xs : Array α} {x : α} :
    (xs.push x)[xs.size]'(by rw [Array.size_push]; exact Nat.lt_succ_self _) = x :=
  getAux_concat_eq x xs.toList _
@[simp] theorem getElem_pop {α : Type u} {xs : Array α} {i : Nat} (h : i < xs.pop.size) :
    xs.pop[i] = xs[i]'(Nat.lt_of_lt_of_le (size_pop (xs := xs) ▸ h) (Nat.sub_le _ _)) :=
  getAux_take _ xs.toList i h _
end Array
