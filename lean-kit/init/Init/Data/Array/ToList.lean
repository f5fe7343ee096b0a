prelude
import Init.Data.Array.OfFn
/-! Arrays and their lists: elements and folds. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v

namespace Array
variable {α : Type u} {β : Type v}
@[simp] theorem getElem_toList {xs : Array α} {i : Nat} (h : i < xs.size) : xs.toList[i] = xs[i] := rfl
private theorem foldlAux_eq (f : β → α → β) (xs : Array α) :
    (fuel i : Nat) → (b : β) → fuel + i = xs.size → Boot.Array.foldlAux f xs fuel i b = (xs.toList.drop i).foldl f b := by
  have drop_lt : ∀ (l : List α) (i : Nat) (h : i < l.length), l.drop i = l.get ⟨i, h⟩ :: l.drop (i + 1) := by
    intro l; induction l with
    | nil => intro i h; exact absurd h (Nat.not_lt_zero i)
    | cons a l ih => intro i h; cases i with
      | zero => rfl
      | succ i => exact ih i (Nat.le_of_succ_le_succ h)
  intro fuel
  induction fuel with
  | zero =>
    intro i b h
    rw [Nat.zero_add] at h
    rw [h]
    show b = (xs.toList.drop xs.toList.length).foldl f b
    rw [List.drop_length]; rfl
  | succ n ih =>
    intro i b h
    have hi : i < xs.size := by rw [← h, Nat.succ_add]; exact Nat.lt_succ_of_le (Nat.le_add_left _ _)
    rw [drop_lt xs.toList i hi]
    show (if h : i < xs.size then Boot.Array.foldlAux f xs n (i + 1) (f b (xs.getInternal i h)) else b) = _
    rw [dite_eq_left hi]
    exact ih (i + 1) _ (by rw [← h, Nat.succ_add]; rfl)
@[simp] theorem foldl_toList (f : β → α → β) {init : β} {xs : Array α} : xs.toList.foldl f init = xs.foldl f init :=
  (foldlAux_eq f xs (min xs.size xs.size - 0) 0 init (Nat.min_eq_left (Nat.le_refl _))).symm
@[simp] theorem toList_append {xs ys : Array α} : (xs ++ ys).toList = xs.toList ++ ys.toList := by
  show (ys.foldl (fun r v => r.push v) xs).toList = _
  rw [← foldl_toList]
  generalize ys.toList = l
  induction l generalizing xs with
  | nil => exact (List.append_nil _).symm
  | cons a l ih =>
    show (l.foldl (fun r v => r.push v) (xs.push a)).toList = _
    rw [ih, toList_push, List.append_assoc]
    rfl
end Array
