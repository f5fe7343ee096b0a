prelude
import Init.Data.Interpolation
/-! Lemmas of the official core library that the proofs about octets and codecs use: official names and statements, own proofs. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v w

/-! ## `Nat`: division -/

namespace Nat

private theorem div_go_add_mod_go (y : Nat) : (fuel x : Nat) → y * Nat.div.go y fuel x + Nat.modCore.go y fuel x = x
  | 0, x => Nat.zero_add x
  | .succ fuel, x => by
    have ih := div_go_add_mod_go y fuel (x - y)
    show y * (match Nat.ble y x with | true => .succ (Nat.div.go y fuel (x - y)) | false => 0)
      + (match Nat.ble y x with | true => Nat.modCore.go y fuel (x - y) | false => x) = x
    cases h : Nat.ble y x with
    | false => exact Nat.zero_add x
    | true =>
      show y * .succ (Nat.div.go y fuel (x - y)) + Nat.modCore.go y fuel (x - y) = x
      rw [Nat.mul_succ, Nat.add_right_comm, ih]
      exact Nat.sub_add_cancel (Nat.le_of_ble_eq_true h)

theorem div_add_mod (m k : Nat) : k * (m / k) + m % k = m := by
  show k * (match Nat.ble 1 k with | true => Nat.div.go k (.succ m) m | false => 0)
    + (match Nat.ble 1 k with | true => Nat.modCore.go k (.succ m) m | false => m) = m
  cases Nat.ble 1 k with
  | true => exact div_go_add_mod_go k _ m
  | false => exact Nat.zero_add m

theorem mod_add_div (m k : Nat) : m % k + k * (m / k) = m := by
  rw [Nat.add_comm, div_add_mod]

protected theorem mul_le_mul_left {m n : Nat} (k : Nat) (h : m ≤ n) : k * m ≤ k * n := by
  induction h with
  | refl => exact Nat.le_refl _
  | step _ ih => exact Nat.le_trans ih (Nat.le_add_right _ k)

protected theorem mul_le_mul_right {m n : Nat} (k : Nat) (h : m ≤ n) : m * k ≤ n * k := by
  rw [Nat.mul_comm m k, Nat.mul_comm n k]
  exact Nat.mul_le_mul_left k h

private theorem quotient_le (b : Nat) {q q' r r' : Nat} (hr : r < b) (h : b * q' + r' = b * q + r) : q' ≤ q := by
  cases Nat.lt_or_ge q q' with
  | inr h' => exact h'
  | inl h' =>
    have h1 : b * q + b ≤ b * q' := Nat.mul_le_mul_left b h'
    have h2 : b * q + r < b * q' + r' := Nat.lt_of_lt_of_le (Nat.add_lt_add_left hr _) (Nat.le_trans h1 (Nat.le_add_right _ _))
    rw [h] at h2
    exact absurd h2 (Nat.lt_irrefl _)

protected theorem add_left_cancel {n m k : Nat} (h : n + m = n + k) : m = k := by
  rw [← Nat.add_sub_cancel_left n m, h, Nat.add_sub_cancel_left]

protected theorem add_right_cancel {n m k : Nat} (h : n + m = k + m) : n = k := by
  rw [← Nat.add_sub_cancel n m, h, Nat.add_sub_cancel]

private theorem div_mod_of_eq {b n q r : Nat} (hr : r < b) (h : n = b * q + r) : n / b = q ∧ n % b = r := by
  have hb : 0 < b := Nat.lt_of_le_of_lt (Nat.zero_le _) hr
  have e : b * (n / b) + n % b = b * q + r := (div_add_mod n b).trans h
  have hq : n / b = q := Nat.le_antisymm (quotient_le b hr e) (quotient_le b (Nat.mod_lt n hb) e.symm)
  refine ⟨hq, ?_⟩
  rw [hq] at e
  exact Nat.add_left_cancel e

theorem mod_eq_of_lt {a b : Nat} (h : a < b) : a % b = a :=
  (div_mod_of_eq h (q := 0) (Nat.zero_add a).symm).2

theorem div_eq_of_lt {a b : Nat} (h : a < b) : a / b = 0 :=
  (div_mod_of_eq h (q := 0) (Nat.zero_add a).symm).1

theorem add_mul_div_left (x z : Nat) {y : Nat} (H : 0 < y) : (x + y * z) / y = x / y + z := by
  refine (div_mod_of_eq (Nat.mod_lt x H) ?_).1
  rw [Nat.left_distrib, Nat.add_right_comm, div_add_mod]

theorem add_mul_mod_self_left (x y z : Nat) : (x + y * z) % y = x % y := by
  cases Nat.eq_or_lt_of_le (Nat.zero_le y) with
  | inl h => subst h; rw [Nat.zero_mul]; rfl
  | inr h =>
    refine (div_mod_of_eq (Nat.mod_lt x h) (q := x / y + z) ?_).2
    rw [Nat.left_distrib, Nat.add_right_comm, div_add_mod]

theorem div_lt_of_lt_mul {m n k : Nat} (h : m < n * k) : m / n < k := by
  cases Nat.lt_or_ge (m / n) k with
  | inl h' => exact h'
  | inr h' =>
    have h1 : n * k ≤ m := Nat.le_trans (Nat.mul_le_mul_left n h') (by
      have := div_add_mod m n
      rw [← this]
      exact Nat.le_trans (Nat.le_add_right _ _) (Nat.le_of_eq (congrArg (n * · + m % n) (by rw [this]))))
    exact absurd h (Nat.not_lt_of_ge h1)

protected theorem min_eq_left {a b : Nat} (h : a ≤ b) : min a b = a := if_pos h
protected theorem min_eq_right {a b : Nat} (h : b ≤ a) : min a b = b := by
  by_cases h' : a ≤ b
  · exact (if_pos h').trans (Nat.le_antisymm h' h)
  · exact if_neg h'

protected theorem lt_add_of_pos_right {k n : Nat} (h : 0 < k) : n < n + k := Nat.add_lt_add_left h n

theorem le_of_succ_le {n m : Nat} (h : succ n ≤ m) : n ≤ m := Nat.le_of_lt h

theorem succ_lt_succ {n m : Nat} (h : n < m) : succ n < succ m := succ_le_succ h

protected theorem pow_succ {b n : Nat} : b ^ (n + 1) = b ^ n * b := rfl

@[simp] protected theorem pow_zero (b : Nat) : b ^ 0 = 1 := rfl

protected theorem pow_le_pow_right {n : Nat} (hx : n > 0) {i : Nat} : ∀ {j}, i ≤ j → n ^ i ≤ n ^ j := by
  intro j hle
  induction hle with
  | refl => exact Nat.le_refl _
  | @step j _ ih => exact Nat.le_trans ih (by
      have := Nat.mul_le_mul_left (n ^ j) hx
      rwa [show Nat.succ 0 = 1 from rfl, Nat.mul_one] at this)

end Nat

namespace Nat
theorem shiftLeft_eq (a b : Nat) : a <<< b = a * 2 ^ b := by
  induction b generalizing a with
  | zero => exact (Nat.mul_one a).symm
  | succ b ih =>
    show Nat.shiftLeft (2 * a) b = a * (2 ^ b * 2)
    rw [show Nat.shiftLeft (2 * a) b = (2 * a) * 2 ^ b from ih (2 * a), Nat.mul_comm 2 a, Nat.mul_assoc, Nat.mul_comm 2]
theorem div_div_eq_div_mul (m n k : Nat) : m / n / k = m / (n * k) := by
  cases Nat.eq_or_lt_of_le (Nat.zero_le n) with
  | inl h =>
    subst h
    rw [Nat.zero_mul]
    cases k with
    | zero => rfl
    | succ k => exact div_eq_of_lt (Nat.zero_lt_succ k)
  | inr hn =>
    cases Nat.eq_or_lt_of_le (Nat.zero_le k) with
    | inl h => subst h; rfl
    | inr hk =>
      refine (div_mod_of_eq (q := m / n / k) (r := n * (m / n % k) + m % n) ?_ ?_).1.symm
      · have h1 := Nat.mul_le_mul_left n (Nat.succ_le_of_lt (Nat.mod_lt (m / n) hk))
        rw [Nat.mul_succ] at h1
        exact Nat.lt_of_lt_of_le (Nat.add_lt_add_left (Nat.mod_lt m hn) _) h1
      · rw [Nat.mul_assoc, ← Nat.add_assoc, ← Nat.left_distrib, div_add_mod, div_add_mod]
theorem shiftRight_eq_div_pow (m n : Nat) : m >>> n = m / 2 ^ n := by
  induction n with
  | zero => exact ((div_mod_of_eq (b := 1) (q := m) (r := 0) Nat.zero_lt_one (by rw [Nat.one_mul]; rfl)).1).symm
  | succ n ih =>
    show (m >>> n) / 2 = m / (2 ^ n * 2)
    rw [ih, div_div_eq_div_mul]
end Nat

/-! ## Words -/

namespace UInt8
@[simp] theorem toNat_lt (n : UInt8) : n.toNat < 2 ^ 8 := n.toBitVec.isLt
@[simp] theorem toNat_ofNat' {n : Nat} : (ofNat n).toNat = n % 2 ^ 8 := rfl
@[simp] protected theorem ofNat_toNat {x : UInt8} : ofNat x.toNat = x := UInt8.toNat.inj (Nat.mod_eq_of_lt x.toNat_lt)
theorem lt_iff_toNat_lt {a b : UInt8} : a < b ↔ a.toNat < b.toNat := .rfl
theorem le_iff_toNat_le {a b : UInt8} : a ≤ b ↔ a.toNat ≤ b.toNat := .rfl
@[simp] theorem toNat_toUInt64 (x : UInt8) : x.toUInt64.toNat = x.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_lt_of_le x.toNat_lt (by decide))
end UInt8

namespace UInt64
@[simp] theorem toNat_lt (n : UInt64) : n.toNat < 2 ^ 64 := n.toBitVec.isLt
@[simp] theorem toNat_ofNat' {n : Nat} : (ofNat n).toNat = n % 2 ^ 64 := rfl
@[simp] protected theorem ofNat_toNat {x : UInt64} : ofNat x.toNat = x := UInt64.toNat.inj (Nat.mod_eq_of_lt x.toNat_lt)
@[simp] protected theorem toNat_add (a b : UInt64) : (a + b).toNat = (a.toNat + b.toNat) % 2 ^ 64 := rfl
@[simp] protected theorem toNat_mul (a b : UInt64) : (a * b).toNat = a.toNat * b.toNat % 2 ^ 64 := rfl
@[simp] protected theorem toNat_div (a b : UInt64) : (a / b).toNat = a.toNat / b.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (by
    show a.toNat / b.toNat ≤ a.toNat
    have h := Nat.div_add_mod a.toNat b.toNat
    cases Nat.eq_or_lt_of_le (Nat.zero_le b.toNat) with
    | inl hb => rw [← hb]; exact Nat.zero_le _
    | inr hb =>
      refine Nat.le_trans ?_ (Nat.le_trans (Nat.le_add_right _ (a.toNat % b.toNat)) (Nat.le_of_eq h))
      have := Nat.mul_le_mul_right (a.toNat / b.toNat) hb
      rwa [show Nat.succ 0 = 1 from rfl, Nat.one_mul] at this) a.toNat_lt)
@[simp] protected theorem toNat_shiftLeft (a b : UInt64) : (a <<< b).toNat = a.toNat <<< (b.toNat % 64) % 2 ^ 64 := rfl
@[simp] protected theorem toNat_shiftRight (a b : UInt64) : (a >>> b).toNat = a.toNat >>> (b.toNat % 64) :=
  Nat.mod_eq_of_lt (by
    show a.toNat >>> (b.toNat % 64) < 2 ^ 64
    rw [Nat.shiftRight_eq_div_pow]
    refine Nat.div_lt_of_lt_mul (Nat.lt_of_lt_of_le a.toNat_lt ?_)
    have := Nat.mul_le_mul_right (2 ^ 64) (Nat.pos_pow_two (b.toNat % 64))
    rwa [show Nat.succ 0 = 1 from rfl, Nat.one_mul] at this)
@[simp] theorem toNat_toUInt8 (x : UInt64) : x.toUInt8.toNat = x.toNat % 2 ^ 8 := rfl
theorem lt_iff_toNat_lt {a b : UInt64} : a < b ↔ a.toNat < b.toNat := .rfl
theorem le_iff_toNat_le {a b : UInt64} : a ≤ b ↔ a.toNat ≤ b.toNat := .rfl
end UInt64

/-! ## Lists, arrays -/

namespace List
variable {α : Type u} {β : Type v}
@[simp] theorem foldl_nil {f : β → α → β} {b : β} : [].foldl f b = b := rfl
@[simp] theorem foldl_cons {a : α} {l : List α} {f : β → α → β} {b : β} : (a :: l).foldl f b = l.foldl f (f b a) := rfl
@[simp] theorem getElem?_nil {i : Nat} : ([] : List α)[i]? = none := rfl
@[simp] theorem getElem?_cons_zero {l : List α} {a : α} : (a :: l)[0]? = some a := rfl
@[simp] theorem getElem?_cons_succ {l : List α} {a : α} {i : Nat} : (a :: l)[i + 1]? = l[i]? := rfl
theorem getElem?_eq_getElem {l : List α} {i : Nat} (h : i < l.length) : l[i]? = some l[i] := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih => cases i with
    | zero => rfl
    | succ i => exact ih (Nat.le_of_succ_le_succ h)
end List

private theorem List.concat_eq {α : Type u} (l : List α) (a : α) : List.concat l a = l ++ [a] := by
  induction l with
  | nil => rfl
  | cons x l ih => exact congrArg (x :: ·) ih

namespace Array
variable {α : Type u} {β : Type v}
theorem ext' {xs ys : Array α} (h : xs.toList = ys.toList) : xs = ys := by
  cases xs; cases ys; cases h; rfl
@[simp] theorem length_toList {xs : Array α} : xs.toList.length = xs.size := rfl
@[simp] theorem getElem_toList {xs : Array α} {i : Nat} (h : i < xs.size) : xs.toList[i] = xs[i] := rfl
theorem toList_push {xs : Array α} {x : α} : (xs.push x).toList = xs.toList ++ [x] := List.concat_eq _ _
@[simp] theorem getElem_push_eq {xs : Array α} {x : α} : (xs.push x)[xs.size]'(by rw [size_push]; exact Nat.lt_succ_self _) = x := by
  have aux : ∀ (l l' : List α) (i : Nat) (h : i < l'.length), l' = l ++ [x] → i = l.length → l'.get ⟨i, h⟩ = x := by
    intro l
    induction l with
    | nil => intro l' i h e e'; subst e; subst e'; rfl
    | cons a l ih => intro l' i h e e'; subst e; subst e'; exact ih _ _ (Nat.le_of_succ_le_succ h) rfl rfl
  exact aux xs.toList _ _ _ (List.concat_eq _ _) rfl
private theorem foldlAux_eq (f : β → α → β) (xs : Array α) :
    (fuel i : Nat) → (b : β) → fuel + i = xs.size → foldlAux f xs fuel i b = (xs.toList.drop i).foldl f b := by
  have drop_length : ∀ (l : List α), l.drop l.length = [] := by
    intro l; induction l with | nil => rfl | cons a l ih => exact ih
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
    rw [drop_length]; rfl
  | succ n ih =>
    intro i b h
    have hi : i < xs.size := by rw [← h, Nat.succ_add]; exact Nat.lt_succ_of_le (Nat.le_add_left _ _)
    rw [drop_lt xs.toList i hi]
    show (if h : i < xs.size then foldlAux f xs n (i + 1) (f b (xs.getInternal i h)) else b) = _
    rw [dif_pos hi]
    exact ih (i + 1) _ (by rw [← h, Nat.succ_add]; rfl)
@[simp] theorem foldl_toList (f : β → α → β) {init : β} {xs : Array α} : xs.toList.foldl f init = xs.foldl f init :=
  (foldlAux_eq f xs xs.size 0 init rfl).symm
end Array

/-! ## Octet strings -/

private theorem List.take_length_le {α : Type u} (l : List α) (n : Nat) (h : l.length ≤ n) : l.take n = l := by
  induction l generalizing n with
  | nil => cases n <;> rfl
  | cons a l ih => cases n with
    | zero => exact absurd h (Nat.not_succ_le_zero _)
    | succ n => exact congrArg (a :: ·) (ih n (Nat.le_of_succ_le_succ h))
private theorem List.drop_length_le {α : Type u} (l : List α) (n : Nat) (h : l.length ≤ n) : l.drop n = [] := by
  induction l generalizing n with
  | nil => cases n <;> rfl
  | cons a l ih => cases n with
    | zero => exact absurd h (Nat.not_succ_le_zero _)
    | succ n => exact ih n (Nat.le_of_succ_le_succ h)
private theorem List.length_drop' {α : Type u} (l : List α) (n : Nat) : (l.drop n).length = l.length - n := by
  induction l generalizing n with
  | nil => cases n with
    | zero => rfl
    | succ n => exact (show (0 : Nat) = 0 - (n + 1) by
        rw [Nat.sub_succ]; exact Nat.le_antisymm (Nat.zero_le _) (Nat.le_trans (Nat.pred_le_pred (Nat.sub_le 0 n)) (Nat.zero_le _)))
  | cons a l ih => cases n with
    | zero => rfl
    | succ n => exact (ih n).trans (Nat.succ_sub_succ_eq_sub _ _).symm
private theorem List.length_take' {α : Type u} (l : List α) (n : Nat) : (l.take n).length = min n l.length := by
  induction l generalizing n with
  | nil => cases n with
    | zero => rfl
    | succ n => exact (if_neg (Nat.not_succ_le_zero n)).symm
  | cons a l ih => cases n with
    | zero => exact (if_pos (Nat.zero_le _)).symm
    | succ n =>
      show (l.take n).length + 1 = if n + 1 ≤ l.length + 1 then n + 1 else l.length + 1
      rw [ih n]
      show (if n ≤ l.length then n else l.length) + 1 = _
      by_cases h : n ≤ l.length
      · rw [if_pos h, if_pos (Nat.succ_le_succ h)]
      · rw [if_neg h, if_neg (fun h' => h (Nat.le_of_succ_le_succ h'))]

namespace ByteArray

theorem ext {x y : ByteArray} (data : x.data = y.data) : x = y := by
  cases x; cases y; cases data; rfl
@[simp] theorem size_data {a : ByteArray} : a.data.size = a.size := rfl
@[simp] theorem data_push {a : ByteArray} {b : UInt8} : (a.push b).data = a.data.push b := rfl
theorem getElem_eq_getElem_data {a : ByteArray} {i : Nat} {h : i < a.size} : a[i] = a.data[i]'h := rfl

private theorem extract_toList (a : ByteArray) (b e : Nat) :
    (a.extract b e).data.toList = (a.data.toList.drop b).take (e - b) := by
  show [].take 0 ++ ((a.data.toList.drop b).take (e - b) ++ List.drop _ []) = _
  rw [List.drop_length_le [] _ (Nat.zero_le _), List.append_nil]
  rfl

@[simp] theorem toList_data_append {l l' : ByteArray} : (l ++ l').data.toList = l.data.toList ++ l'.data.toList := by
  have h1 : l.data.toList.take l.size = l.data.toList := List.take_length_le _ _ (Nat.le_refl _)
  have h2 : l.data.toList.drop (l.size + ((l'.data.toList.drop 0).take l'.size).length) = [] :=
    List.drop_length_le _ _ (Nat.le_add_right _ _)
  have h3 : (l'.data.toList.drop 0).take l'.size = l'.data.toList := List.take_length_le _ _ (Nat.le_refl _)
  show l.data.toList.take l.size ++ ((l'.data.toList.drop 0).take l'.size
    ++ l.data.toList.drop (l.size + ((l'.data.toList.drop 0).take l'.size).length)) = _
  rw [h1, h2, h3, List.append_nil]

@[simp] theorem size_append {a b : ByteArray} : (a ++ b).size = a.size + b.size :=
  (congrArg List.length toList_data_append).trans (List.length_append _ _)

@[simp] theorem size_extract {a : ByteArray} {b e : Nat} : (a.extract b e).size = min e a.size - b := by
  show (a.extract b e).data.toList.length = _
  rw [extract_toList, List.length_take', List.length_drop']
  show (if e - b ≤ a.size - b then e - b else a.size - b) = (if e ≤ a.size then e else a.size) - b
  have mono : ∀ {m n : Nat} (k : Nat), m ≤ n → m - k ≤ n - k := by
    intro m n k h
    induction k with
    | zero => exact h
    | succ k ih => exact Nat.pred_le_pred ih
  by_cases h : e ≤ a.size
  · rw [if_pos h, if_pos (mono b h)]
  · rw [if_neg h]
    have h' := mono b (Nat.le_of_lt (Nat.lt_of_not_le h))
    by_cases h'' : e - b ≤ a.size - b
    · rw [if_pos h'']; exact Nat.le_antisymm h'' h'
    · rw [if_neg h'']

theorem getElem_extract_aux {xs : ByteArray} {i start stop : Nat} (h : i < (xs.extract start stop).size) : start + i < xs.size := by
  rw [size_extract] at h
  have h1 : min stop xs.size ≤ xs.size := by
    show (if stop ≤ xs.size then stop else xs.size) ≤ xs.size
    by_cases h : stop ≤ xs.size
    · rw [if_pos h]; exact h
    · rw [if_neg h]; exact Nat.le_refl _
  have h2 : start ≤ min stop xs.size := by
    cases Nat.le_total start (min stop xs.size) with
    | inl h' => exact h'
    | inr h' =>
      have : min stop xs.size - start = 0 := by
        have aux : ∀ (m n : Nat), m ≤ n → m - n = 0 := by
          intro m n hle
          induction hle with
          | refl => exact Nat.sub_self m
          | step _ ih => rw [Nat.sub_succ, ih]; rfl
        exact aux _ _ h'
      rw [this] at h
      exact absurd h (Nat.not_lt_zero i)
  have h3 := Nat.add_lt_add_left h start
  rw [Nat.add_comm start (_ - _), Nat.sub_add_cancel h2] at h3
  exact Nat.lt_of_lt_of_le h3 h1

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
    rw [← extract_toList]; exact h
  have h2 : i < (b.data.toList.drop start).length := by
    rw [List.length_take'] at h1
    refine Nat.lt_of_lt_of_le h1 ?_
    show (if _ ≤ _ then _ else _) ≤ _
    by_cases h : stop - start ≤ (b.data.toList.drop start).length
    · rw [if_pos h]; exact h
    · rw [if_neg h]; exact Nat.le_refl _
  show (b.extract start stop).data.toList.get ⟨i, h⟩ = b.data.toList.get ⟨start + i, hx⟩
  exact (cast _ _ h h1 (extract_toList b start stop)).trans ((get_take _ _ _ h1 h2).trans (get_drop _ _ _ h2 hx))

end ByteArray
