prelude
import Init.Data.Classes
set_option autoImplicit false
set_option linter.unusedVariables false
universe u v w

/-! Declarations of the official core library that the specification needs and the first version of the kit lacks:
names, argument order and implicitness as in Lean 4.35. -/

namespace Nat
private theorem go_div_add_mod (y : Nat) (fuel x : Nat) : y * Nat.div.go y fuel x + Nat.modCore.go y fuel x = x := by
  induction fuel generalizing x with
  | zero => exact Nat.zero_add x
  | succ fuel ih =>
    unfold Nat.div.go Nat.modCore.go
    cases h : Nat.ble y x with
    | true =>
      have le : y ≤ x := Nat.le_of_ble_eq_true h
      show y * (Nat.div.go y fuel (x - y) + 1) + Nat.modCore.go y fuel (x - y) = x
      rw [Nat.mul_succ, Nat.add_right_comm, ih (x - y)]
      exact Nat.sub_add_cancel le
    | false => exact Nat.zero_add x

theorem div_add_mod (m k : Nat) : k * (m / k) + m % k = m := by
  show k * Nat.div m k + Nat.mod m k = m
  unfold Nat.div Nat.mod
  cases h : Nat.ble 1 k with
  | true => exact go_div_add_mod k (.succ m) m
  | false => exact Nat.zero_add m

theorem mod_add_div (m k : Nat) : m % k + k * (m / k) = m := by
  rw [Nat.add_comm]
  exact div_add_mod m k

protected theorem add_left_cancel {n m k : Nat} (h : n + m = n + k) : m = k := by
  have e : n + m - n = n + k - n := by rw [h]
  rw [Nat.add_sub_cancel_left, Nat.add_sub_cancel_left] at e
  exact e

protected theorem mul_le_mul_left {m n : Nat} (k : Nat) (h : m ≤ n) : k * m ≤ k * n := by
  induction h with
  | refl => exact Nat.le_refl _
  | step _ ih => exact Nat.le_trans ih (Nat.le_add_right _ _)

protected theorem mul_le_mul_right {m n : Nat} (k : Nat) (h : m ≤ n) : m * k ≤ n * k := by
  rw [Nat.mul_comm m k, Nat.mul_comm n k]
  exact Nat.mul_le_mul_left k h

theorem mod_eq_of_lt {a b : Nat} (h : a < b) : a % b = a := by
  have e := Nat.mod_add_div a b
  cases hq : a / b with
  | zero =>
    rw [hq, Nat.mul_zero, Nat.add_zero] at e
    exact e
  | succ q =>
    rw [hq, Nat.mul_succ] at e
    have : b ≤ a := by
      rw [← e, ← Nat.add_assoc]
      exact Nat.le_add_left b _
    exact absurd h (Nat.not_lt_of_ge this)

theorem div_eq_of_lt {a b : Nat} (h : a < b) : a / b = 0 := by
  have e := Nat.mod_add_div a b
  cases hq : a / b with
  | zero => rfl
  | succ q =>
    rw [hq, Nat.mul_succ] at e
    have : b ≤ a := by
      rw [← e, ← Nat.add_assoc]
      exact Nat.le_add_left b _
    exact absurd h (Nat.not_lt_of_ge this)

protected theorem div_mod_unique {a b q r : Nat} (h : b * q + r = a) (hr : r < b) : a / b = q ∧ a % b = r := by
  have pos : 0 < b := Nat.lt_of_le_of_lt (Nat.zero_le r) hr
  have e := Nat.div_add_mod a b
  have hm := Nat.mod_lt a pos
  have step : ∀ (p q s r : Nat), b * p + s = b * q + r → s < b → ¬ p < q := by
    intro p q s r h hs hpq
    have h1 : b * (p + 1) ≤ b * q := Nat.mul_le_mul_left b hpq
    rw [Nat.mul_succ] at h1
    have h2 : b * p + b ≤ b * p + s := Nat.le_trans h1 (h ▸ Nat.le_add_right _ _)
    exact Nat.lt_irrefl _ (Nat.lt_of_lt_of_le (Nat.add_lt_add_left hs _) h2)
  have both : b * (a / b) + a % b = b * q + r := e.trans h.symm
  have eq : a / b = q := Nat.le_antisymm (Nat.not_lt.mp (step q (a / b) r (a % b) both.symm hr)) (Nat.not_lt.mp (step _ _ _ _ both hm))
  rw [eq] at both
  exact ⟨eq, Nat.add_left_cancel both⟩

protected theorem zero_mod (b : Nat) : 0 % b = 0 := by
  cases b with
  | zero => rfl
  | succ b => exact Nat.mod_eq_of_lt (Nat.zero_lt_succ b)

theorem mul_add_mod_of_lt {a b c : Nat} (h : c < b) : (b * a + c) % b = c := (Nat.div_mod_unique rfl h).2

theorem mul_add_div_of_lt' {a b c : Nat} (h : c < b) : (b * a + c) / b = a := (Nat.div_mod_unique rfl h).1

theorem div_lt_of_lt_mul {m n k : Nat} (h : m < n * k) : m / n < k := by
  cases Nat.lt_or_ge (m / n) k with
  | inl h => exact h
  | inr h' =>
    have h2 : n * (m / n) ≤ m := Nat.le_trans (Nat.le_add_right _ (m % n)) (Nat.le_of_eq (Nat.div_add_mod m n))
    have h1 : n * k ≤ m := Nat.le_trans (Nat.mul_le_mul_left n h') h2
    exact absurd h (Nat.not_lt_of_ge h1)

protected theorem min_def {n m : Nat} : min n m = if n ≤ m then n else m := rfl
protected theorem max_def {n m : Nat} : max n m = if n ≤ m then m else n := rfl
protected theorem le_of_add_le_add_left {a b c : Nat} (h : a + b ≤ a + c) : b ≤ c := by
  cases Nat.lt_or_ge c b with
  | inl h' => exact absurd h (Nat.not_le_of_gt (Nat.add_lt_add_left h' a))
  | inr h' => exact h'
protected theorem min_le_left (a b : Nat) : min a b ≤ a := by
  rw [Nat.min_def]
  split
  · exact Nat.le_refl a
  · rename_i h
    exact Nat.le_of_lt (Nat.lt_of_not_le h)
protected theorem min_le_right (a b : Nat) : min a b ≤ b := by
  rw [Nat.min_def]
  split
  · assumption
  · exact Nat.le_refl b
protected theorem le_min {a b c : Nat} : a ≤ min b c ↔ a ≤ b ∧ a ≤ c := by
  constructor
  · intro h
    exact ⟨Nat.le_trans h (Nat.min_le_left b c), Nat.le_trans h (Nat.min_le_right b c)⟩
  · intro h
    rw [Nat.min_def]
    split
    · exact h.1
    · exact h.2
protected theorem sub_eq_zero_of_le {n m : Nat} (h : n ≤ m) : n - m = 0 := by
  induction h with
  | refl => exact Nat.sub_self n
  | step _ ih =>
    rw [Nat.sub_succ, ih]
    rfl
theorem succ_add_eq_add_succ (a b : Nat) : succ a + b = a + succ b := Nat.succ_add a b
theorem lt_succ_of_lt {a b : Nat} (h : a < b) : a < succ b := Nat.le_succ_of_le h
protected theorem sub_lt_sub_left {k m n : Nat} (h₁ : k < m) (h₂ : k < n) : m - n < m - k := by
  apply Nat.lt_of_not_le
  intro h
  have e : m - k + k = m := Nat.sub_add_cancel (Nat.le_of_lt h₁)
  cases Nat.lt_or_ge m n with
  | inl less =>
    have zero : m - n = 0 := by
      cases hz : m - n with
      | zero => rfl
      | succ j =>
        have pos : 0 < m - n := hz ▸ Nat.zero_lt_succ j
        have : n ≤ m := Nat.le_of_lt (by
          apply Nat.lt_of_not_le
          intro g
          have : m - n = 0 := Nat.sub_eq_zero_of_le g
          rw [this] at pos
          exact Nat.lt_irrefl 0 pos)
        exact absurd less (Nat.not_lt_of_ge this)
    rw [zero] at h
    have := Nat.sub_pos_of_lt h₁
    exact Nat.lt_irrefl 0 (Nat.lt_of_lt_of_le this h)
  | inr more =>
    have e2 : m - n + n = m := Nat.sub_add_cancel more
    have : m < m := by
      have h3 : m - k + k < m - n + n := Nat.lt_of_le_of_lt (Nat.add_le_add_right h k) (Nat.add_lt_add_left h₂ _)
      rw [e, e2] at h3
      exact h3
    exact Nat.lt_irrefl m this
end Nat

namespace Bool
@[simp] theorem false_and (b : Bool) : (false && b) = false := rfl
@[simp] theorem true_and (b : Bool) : (true && b) = b := rfl
end Bool

namespace UInt8
protected theorem toNat_lt (n : UInt8) : n.toNat < 2 ^ 8 := n.toBitVec.isLt
theorem toNat_ofNat' {n : Nat} : (UInt8.ofNat n).toNat = n % 2 ^ 8 := rfl
theorem toNat_ofNat_of_lt {n : Nat} (h : n < UInt8.size) : (UInt8.ofNat n).toNat = n := Nat.mod_eq_of_lt h
@[simp] theorem ofNat_toNat {x : UInt8} : UInt8.ofNat x.toNat = x := UInt8.toNat.inj (Nat.mod_eq_of_lt x.toNat_lt)
@[simp] theorem toNat_toUInt64 (x : UInt8) : x.toUInt64.toNat = x.toNat := Nat.mod_eq_of_lt (Nat.lt_trans x.toNat_lt (by decide))
end UInt8

namespace UInt64
protected theorem toNat_lt (n : UInt64) : n.toNat < 2 ^ 64 := n.toBitVec.isLt
theorem toNat_ofNat' {n : Nat} : (UInt64.ofNat n).toNat = n % 2 ^ 64 := rfl
theorem toNat_ofNat_of_lt {n : Nat} (h : n < UInt64.size) : (UInt64.ofNat n).toNat = n := Nat.mod_eq_of_lt h
@[simp] theorem ofNat_toNat {x : UInt64} : UInt64.ofNat x.toNat = x := UInt64.toNat.inj (Nat.mod_eq_of_lt x.toNat_lt)
protected theorem toNat_add (a b : UInt64) : (a + b).toNat = (a.toNat + b.toNat) % 2 ^ 64 := rfl
protected theorem toNat_mul (a b : UInt64) : (a * b).toNat = a.toNat * b.toNat % 2 ^ 64 := rfl
@[simp] theorem toNat_toUInt8 (x : UInt64) : x.toUInt8.toNat = x.toNat % 2 ^ 8 := rfl
theorem le_iff_toNat_le {a b : UInt64} : a ≤ b ↔ a.toNat ≤ b.toNat := Iff.rfl
theorem lt_iff_toNat_lt {a b : UInt64} : a < b ↔ a.toNat < b.toNat := Iff.rfl
protected theorem not_lt {a b : UInt64} : ¬ a < b ↔ b ≤ a := Nat.not_lt
protected theorem toNat_div (a b : UInt64) : (a / b).toNat = a.toNat / b.toNat := by
  show (a.toNat / b.toNat) % 2 ^ 64 = _
  apply Nat.mod_eq_of_lt
  cases hb : b.toNat with
  | zero => exact Nat.lt_of_le_of_lt (Nat.zero_le 0) (by decide)
  | succ k =>
    apply Nat.div_lt_of_lt_mul
    have h : 1 * a.toNat ≤ (k + 1) * a.toNat := Nat.mul_le_mul_right _ (Nat.succ_le_succ (Nat.zero_le k))
    rw [Nat.one_mul] at h
    exact Nat.lt_of_lt_of_le a.toNat_lt (by
      have : 1 * 2 ^ 64 ≤ (k + 1) * 2 ^ 64 := Nat.mul_le_mul_right _ (Nat.succ_le_succ (Nat.zero_le k))
      rw [Nat.one_mul] at this
      exact this)
protected theorem toNat_sub_of_le (a b : UInt64) (h : b ≤ a) : (a - b).toNat = a.toNat - b.toNat := by
  have hle : b.toNat ≤ a.toNat := h
  show ((2 ^ 64 - b.toNat) + a.toNat) % 2 ^ 64 = a.toNat - b.toNat
  have hb : b.toNat ≤ 2 ^ 64 := Nat.le_of_lt b.toNat_lt
  have e : (2 ^ 64 - b.toNat) + a.toNat = 2 ^ 64 * 1 + (a.toNat - b.toNat) := by
    have split : a.toNat = b.toNat + (a.toNat - b.toNat) := by rw [Nat.add_comm, Nat.sub_add_cancel hle]
    rw [Nat.mul_one, ← Nat.sub_add_cancel hb, Nat.add_assoc, Nat.sub_add_cancel hb, ← split]
  rw [e]
  exact Nat.mul_add_mod_of_lt (Nat.lt_of_le_of_lt (Nat.sub_le _ _) a.toNat_lt)
end UInt64

instance {α : Type u} [BEq α] [LawfulBEq α] : LawfulBEq (Option α) where
  eq_of_beq {a b} h := by
    cases a <;> cases b
    · rfl
    · cases h
    · cases h
    · exact congrArg some (eq_of_beq h)
  rfl {a} := by
    cases a
    · rfl
    · exact LawfulBEq.rfl (α := α)

namespace List
private theorem getAux_set {α : Type u} : (as : List α) → (i j : Nat) → (v : α) → (h : j < (as.set i v).length) → (h' : j < as.length) →
    (as.set i v).getAux j h = if i = j then v else as.getAux j h'
  | [], _, _, _, _, h' => absurd h' (Nat.not_lt_zero _)
  | _ :: _, 0, 0, _, _, _ => rfl
  | _ :: _, 0, _ + 1, _, _, _ => (if_neg (fun e => nomatch e)).symm
  | _ :: _, _ + 1, 0, _, _, _ => (if_neg (fun e => nomatch e)).symm
  | _ :: as, i + 1, j + 1, v, h, h' => by
    have ih := getAux_set as i j v (Nat.le_of_succ_le_succ h) (Nat.le_of_succ_le_succ h')
    by_cases e : i = j
    · rw [if_pos (congrArg Nat.succ e)]
      rw [if_pos e] at ih
      exact ih
    · rw [if_neg (fun g => e (Nat.le_antisymm (Nat.le_of_succ_le_succ (Nat.le_of_eq g)) (Nat.le_of_succ_le_succ (Nat.le_of_eq g.symm))))]
      rw [if_neg e] at ih
      exact ih
end List

namespace Array
theorem getElem_set {α : Type u} {xs : Array α} {i : Nat} (h' : i < xs.size) {v : α} {j : Nat} (h : j < (xs.set i v h').size) :
    (xs.set i v h')[j] = if i = j then v else xs[j]'(by rw [Array.size_set] at h; exact h) :=
  List.getAux_set xs.toList i j v h _
end Array

namespace Array
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
      (ofFnList f k i h).getAux j hj = f ⟨i + j, hn⟩
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

namespace Bool
@[simp] theorem not_true : (!true) = false := rfl
@[simp] theorem not_false : (!false) = true := rfl
@[simp] theorem and_true (b : Bool) : (b && true) = b := by cases b <;> rfl
@[simp] theorem and_false (b : Bool) : (b && false) = false := by cases b <;> rfl
end Bool

theorem Nat.lt_of_succ_lt_succ {n m : Nat} (h : succ n < succ m) : n < m := Nat.le_of_succ_le_succ h

namespace List
private theorem getAux_concat_lt {α : Type u} (x : α) : (as : List α) → (i : Nat) → (h : i < as.length) → (h' : i < (as.concat x).length) →
    (as.concat x).getAux i h' = as.getAux i h
  | [], _, h, _ => absurd h (Nat.not_lt_zero _)
  | _ :: _, 0, _, _ => rfl
  | _ :: as, i + 1, h, h' => getAux_concat_lt x as i (Nat.le_of_succ_le_succ h) (Nat.le_of_succ_le_succ h')
private theorem getAux_concat_eq {α : Type u} (x : α) : (as : List α) → (h' : as.length < (as.concat x).length) →
    (as.concat x).getAux as.length h' = x
  | [], _ => rfl
  | _ :: as, h' => getAux_concat_eq x as (Nat.le_of_succ_le_succ h')
private theorem length_take {α : Type u} : (n : Nat) → (as : List α) → n ≤ as.length → (as.take n).length = n
  | 0, _, _ => rfl
  | _ + 1, [], h => absurd h (Nat.not_succ_le_zero _)
  | n + 1, _ :: as, h => congrArg Nat.succ (length_take n as (Nat.le_of_succ_le_succ h))
private theorem getAux_take {α : Type u} : (n : Nat) → (as : List α) → (i : Nat) → (h : i < (as.take n).length) → (h' : i < as.length) →
    (as.take n).getAux i h = as.getAux i h'
  | 0, _, _, h, _ => absurd h (Nat.not_lt_zero _)
  | _ + 1, [], _, _, h' => absurd h' (Nat.not_lt_zero _)
  | _ + 1, _ :: _, 0, _, _ => rfl
  | n + 1, _ :: as, i + 1, h, h' => getAux_take n as i (Nat.le_of_succ_le_succ h) (Nat.le_of_succ_le_succ h')
end List

namespace Array
theorem getElem_push_lt {α : Type u} {xs : Array α} {x : α} {i : Nat} (h : i < xs.size) :
    (xs.push x)[i]'(by rw [Array.size_push]; exact Nat.lt_succ_of_lt h) = xs[i] :=
  List.getAux_concat_lt x xs.toList i h _
@[simp] theorem getElem_push_eq {α : Type u} {xs : Array α} {x : α} :
    (xs.push x)[xs.size]'(by rw [Array.size_push]; exact Nat.lt_succ_self _) = x :=
  List.getAux_concat_eq x xs.toList _
@[simp] theorem size_pop {α : Type u} {xs : Array α} : xs.pop.size = xs.size - 1 :=
  List.length_take _ xs.toList (Nat.sub_le _ _)
@[simp] theorem getElem_pop {α : Type u} {xs : Array α} {i : Nat} (h : i < xs.pop.size) :
    xs.pop[i] = xs[i]'(Nat.lt_of_lt_of_le (size_pop (xs := xs) ▸ h) (Nat.sub_le _ _)) :=
  List.getAux_take _ xs.toList i h _
end Array

namespace Nat
protected theorem le_max_left (a b : Nat) : a ≤ max a b := by
  rw [Nat.max_def]
  split
  · assumption
  · exact Nat.le_refl a
protected theorem le_max_right (a b : Nat) : b ≤ max a b := by
  rw [Nat.max_def]
  split
  · exact Nat.le_refl b
  · rename_i h
    exact Nat.le_of_lt (Nat.lt_of_not_le h)
end Nat
