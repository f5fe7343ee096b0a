prelude
import Init.Data.Array.Lemmas
/-! `Array.ofFn`, and elements after `set`, `push` and `pop`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v w

namespace List
private theorem getAux_set {α : Type u} : (as : List α) → (i j : Nat) → (v : α) → (h : j < (as.set i v).length) → (h' : j < as.length) →
    Boot.List.getAux (as.set i v) j h = if i = j then v else Boot.List.getAux as j h'
  | [], _, _, _, _, h' => absurd h' (Nat.not_lt_zero _)
  | _ :: _, 0, 0, _, _, _ => rfl
  | _ :: _, 0, _ + 1, _, _, _ => (ite_eq_right (fun e => nomatch e)).symm
  | _ :: _, _ + 1, 0, _, _, _ => (ite_eq_right (fun e => nomatch e)).symm
  | _ :: as, i + 1, j + 1, v, h, h' => by
    have ih := getAux_set as i j v (Nat.le_of_succ_le_succ h) (Nat.le_of_succ_le_succ h')
    by_cases e : i = j
    · rw [ite_eq_left (congrArg Nat.succ e)]
      rw [ite_eq_left e] at ih
      exact ih
    · rw [ite_eq_right (fun g => e (Nat.le_antisymm (Nat.le_of_succ_le_succ (Nat.le_of_eq g)) (Nat.le_of_succ_le_succ (Nat.le_of_eq g.symm))))]
      rw [ite_eq_right e] at ih
      exact ih
end List

namespace Array
theorem getElem_set {α : Type u} {xs : Array α} {i : Nat} (h' : i < xs.size) {v : α} {j : Nat} (h : j < (xs.set i v h').size) :
    (xs.set i v h')[j] = if i = j then v else xs[j]'(by rw [Array.size_set] at h; exact h) :=
  List.getAux_set xs.toList i j v h _
private def ofFnList {α : Type u} {n : Nat} (f : Fin n → α) : (k i : Nat) → i + k = n → List α
  | 0, _, _ => []
  | k + 1, i, h =>
    f ⟨i, h ▸ Nat.add_le_add_left (Nat.succ_le_succ (Nat.zero_le k)) i⟩ :: ofFnList f k (i + 1) (h ▸ Nat.succ_add_eq_add_succ i k)
def ofFn {α : Type u} {n : Nat} (f : Fin n → α) : Array α := ⟨ofFnList f n 0 (Nat.zero_add n)⟩
private theorem length_ofFnList {α : Type u} {n : Nat} (f : Fin n → α) : (k i : Nat) → (h : i + k = n) → (ofFnList f k i h).length = k
  | 0, _, _ => rfl
  | k + 1, i, _ => congrArg Nat.succ (length_ofFnList f k (i + 1) _)
@[simp] theorem size_ofFn {α : Type u} {n : Nat} {f : Fin n → α} : (ofFn f).size = n := length_ofFnList f n 0 _
private theorem get_ofFnList {α : Type u} {n : Nat} (f : Fin n → α) :
    (k i : Nat) → (h : i + k = n) → (j : Nat) → (hj : j < (ofFnList f k i h).length) → (hn : i + j < n) →
      Boot.List.getAux (ofFnList f k i h) j hj = f ⟨i + j, hn⟩
  | 0, _, _, _, hj, _ => absurd hj (Nat.not_lt_zero _)
  | _ + 1, _, _, 0, _, _ => rfl
  | k + 1, i, h, j + 1, hj, hn => by
    have e : i + 1 + j = i + (j + 1) := Nat.succ_add_eq_add_succ i j
    have ih := get_ofFnList f k (i + 1) (h ▸ Nat.succ_add_eq_add_succ i k) j (Nat.le_of_succ_le_succ hj) (e ▸ hn)
    have same : (⟨i + 1 + j, e ▸ hn⟩ : Fin n) = ⟨i + (j + 1), hn⟩ := Fin.eq_of_val_eq e
    exact ih.trans (congrArg f same)
@[simp] theorem getElem_ofFn {α : Type u} {n : Nat} {f : Fin n → α} {i : Nat} (h : i < (ofFn f).size) :
    (ofFn f)[i] = f ⟨i, size_ofFn (f := f) ▸ h⟩ := by
  have hn : 0 + i < n := by
    rw [Nat.zero_add]
    exact size_ofFn (f := f) ▸ h
  have e := get_ofFnList f n 0 (Nat.zero_add n) i h hn
  have same : (⟨0 + i, hn⟩ : Fin n) = ⟨i, size_ofFn (f := f) ▸ h⟩ := Fin.eq_of_val_eq (Nat.zero_add i)
  exact e.trans (congrArg f same)
end Array

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
private theorem getAux_dropLast {α : Type u} : (as : List α) → (i : Nat) → (h : i < as.dropLast.length) → (h' : i < as.length) →
    Boot.List.getAux as.dropLast i h = Boot.List.getAux as i h'
  | [], _, _, h' => absurd h' (Nat.not_lt_zero _)
  | [_], _, h, _ => absurd h (Nat.not_lt_zero _)
  | _ :: _ :: _, 0, _, _ => rfl
  | _ :: b :: as, i + 1, h, h' => getAux_dropLast (b :: as) i (Nat.le_of_succ_le_succ h) (Nat.le_of_succ_le_succ h')
theorem getElem_push_lt {α : Type u} {xs : Array α} {x : α} {i : Nat} (h : i < xs.size) :
    (xs.push x)[i]'(by rw [Array.size_push]; exact Nat.lt_succ_of_lt h) = xs[i] :=
  getAux_concat_lt x xs.toList i h _
@[simp] theorem getElem_push_eq {α : Type u} {xs : Array α} {x : α} :
    (xs.push x)[xs.size]'(by rw [Array.size_push]; exact Nat.lt_succ_self _) = x :=
  getAux_concat_eq x xs.toList _
@[simp] theorem getElem_pop {α : Type u} {xs : Array α} {i : Nat} (h : i < xs.pop.size) :
    xs.pop[i] = xs[i]'(Nat.lt_of_lt_of_le (size_pop (xs := xs) ▸ h) (Nat.sub_le _ _)) :=
  getAux_dropLast xs.toList i h _
end Array
