prelude
import Init.Data.List.Lemmas
import Init.Data.Int.DivMod
/-! `omega`: coefficients as a list of integers; entries beyond its end are 0. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v w

namespace List
variable {α : Type u} {β : Type v} {γ : Type w}
/-- Like `zipWith`, to the end of the longer list. -/
def zipWithAll (f : Option α → Option β → γ) : List α → List β → List γ
  | [], bs => bs.map fun b => f none (some b)
  | a :: as, [] => (a :: as).map fun a => f (some a) none
  | a :: as, b :: bs => f (some a) (some b) :: zipWithAll f as bs
/-- Position of the first element that satisfies `p`. -/
@[inline] def findIdx? (p : α → Bool) (l : List α) : Option Nat := go l 0
where
  @[specialize] go : List α → Nat → Option Nat
    | [], _ => none
    | a :: l, i => if p a then some i else go l (i + 1)
instance decidableBAll (p : α → Prop) [DecidablePred p] : (l : List α) → Decidable (∀ x, x ∈ l → p x)
  | [] => isTrue fun _ h => absurd h not_mem_nil
  | x :: xs => match (inferInstance : Decidable (p x)) with
    | isTrue h₁ => match decidableBAll p xs with
      | isTrue h₂ => isTrue fun
        | _, .head _ => h₁
        | y, .tail _ h => h₂ y h
      | isFalse h₂ => isFalse fun h => h₂ fun y hm => h y (mem_cons_of_mem x hm)
    | isFalse h₁ => isFalse fun h => h₁ (h x mem_cons_self)
end List

namespace Lean.Omega
abbrev IntList := List Int

namespace IntList
def get (xs : IntList) (i : Nat) : Int := xs[i]?.getD 0
/-- Like `List.set`, with zeroes put before `i` if the list is shorter. -/
def set (xs : IntList) (i : Nat) (y : Int) : IntList :=
  match xs, i with
  | [], 0 => [y]
  | [], i + 1 => 0 :: set [] i y
  | _ :: xs, 0 => y :: xs
  | x :: xs, i + 1 => x :: set xs i y
/-- The first entry that is not 0. -/
def leading (xs : IntList) : Int := xs.find? (! · == 0) |>.getD 0
def add (xs ys : IntList) : IntList := List.zipWithAll (fun x y => x.getD 0 + y.getD 0) xs ys
instance : Add IntList := ⟨add⟩
def mul (xs ys : IntList) : IntList := List.zipWith (· * ·) xs ys
instance : Mul IntList := ⟨mul⟩
def neg (xs : IntList) : IntList := xs.map fun x => -x
instance : Neg IntList := ⟨neg⟩
def sub (xs ys : IntList) : IntList := List.zipWithAll (fun x y => x.getD 0 - y.getD 0) xs ys
instance : Sub IntList := ⟨sub⟩
def smul (xs : IntList) (i : Int) : IntList := xs.map fun x => i * x
instance : HMul Int IntList IntList where
  hMul i xs := xs.smul i
def combo (a : Int) (xs : IntList) (b : Int) (ys : IntList) : IntList :=
  List.zipWithAll (fun x y => a * x.getD 0 + b * y.getD 0) xs ys
def sum (xs : IntList) : Int := xs.foldr (· + ·) 0
def dot (xs ys : IntList) : Int := (xs * ys).sum
def sdiv (xs : IntList) (g : Int) : IntList := xs.map fun x => x / g
def gcd (xs : IntList) : Nat := xs.foldr (fun x g => Nat.gcd x.natAbs g) 0
abbrev bmod (x : IntList) (m : Nat) : IntList := x.map (Int.bmod · m)
/-- By how much reducing the coefficients changes the (reduced) value. -/
abbrev bmod_dot_sub_dot_bmod (m : Nat) (a b : IntList) : Int := (Int.bmod (dot a b) m) - dot (bmod a m) b

variable {x y : Int} {i : Nat} {xs ys : IntList}
theorem get_nil : get ([] : IntList) i = 0 := rfl
theorem get_cons_zero : get (x :: xs) 0 = x := rfl
theorem get_cons_succ : get (x :: xs) (i + 1) = get xs i := rfl
theorem get_of_length_le {xs : IntList} (h : xs.length ≤ i) : xs.get i = 0 := by
  induction xs generalizing i with
  | nil => rfl
  | cons x xs ih => cases i with
    | zero => exact absurd h (Nat.not_succ_le_zero _)
    | succ i => exact ih (Nat.le_of_succ_le_succ h)
theorem bmod_length (x : IntList) (m : Nat) : (bmod x m).length ≤ x.length := by
  induction x with
  | nil => exact Nat.le_refl 0
  | cons x xs ih => exact Nat.succ_le_succ ih

/-! ### the dot product is linear -/
@[simp] theorem dot_nil_left : dot ([] : IntList) ys = 0 := rfl
@[simp] theorem dot_nil_right : dot xs ([] : IntList) = 0 := by cases xs <;> rfl
@[simp] theorem dot_cons₂ : dot (x :: xs) (y :: ys) = x * y + dot xs ys := rfl
/-- What `zipWithAll` with a linear function does to the dot product. -/
private theorem dot_zipWithAll (f : Int → Int → Int) (a b : Int) (hf : ∀ x y, f x y = a * x + b * y) (xs ys zs : IntList) :
    dot (List.zipWithAll (fun x y => f (x.getD 0) (y.getD 0)) xs ys) zs = a * dot xs zs + b * dot ys zs := by
  have left : ∀ (xs zs : IntList), dot (xs.map fun x => f x 0) zs = a * dot xs zs := fun xs => by
    induction xs with
    | nil => intro zs; exact (Int.mul_zero a).symm
    | cons x xs ih => intro zs; cases zs with
      | nil => simp only [dot_nil_right, Int.mul_zero]
      | cons z zs =>
        show f x 0 * z + dot (xs.map _) zs = _
        rw [ih, hf, dot_cons₂, Int.mul_zero, Int.add_zero, Int.mul_add, Int.mul_assoc]
  have right : ∀ (ys zs : IntList), dot (ys.map fun y => f 0 y) zs = b * dot ys zs := fun ys => by
    induction ys with
    | nil => intro zs; exact (Int.mul_zero b).symm
    | cons x xs ih => intro zs; cases zs with
      | nil => simp only [dot_nil_right, Int.mul_zero]
      | cons z zs =>
        show f 0 x * z + dot (xs.map _) zs = _
        rw [ih, hf, dot_cons₂, Int.mul_zero, Int.zero_add, Int.mul_add, Int.mul_assoc]
  induction xs generalizing ys zs with
  | nil => rw [dot_nil_left, Int.mul_zero, Int.zero_add]; exact right ys zs
  | cons x xs ih => cases ys with
    | nil => rw [dot_nil_left, Int.mul_zero, Int.add_zero]; exact left (x :: xs) zs
    | cons y ys => cases zs with
      | nil => simp only [dot_nil_right, Int.mul_zero, Int.add_zero]
      | cons z zs =>
        show f x y * z + dot (List.zipWithAll _ xs ys) zs = _
        rw [ih, hf]
        simp only [dot_cons₂, Int.mul_add, Int.add_mul, Int.mul_assoc, Int.add_assoc, Int.add_left_comm]
theorem dot_distrib_left (xs ys zs : IntList) : (xs + ys).dot zs = xs.dot zs + ys.dot zs := by
  have := dot_zipWithAll (· + ·) 1 1 (fun x y => by rw [Int.one_mul, Int.one_mul]) xs ys zs
  rw [Int.one_mul, Int.one_mul] at this; exact this
theorem dot_sub_left (xs ys zs : IntList) : (xs - ys).dot zs = xs.dot zs - ys.dot zs := by
  have := dot_zipWithAll (· - ·) 1 (-1) (fun x y => by rw [Int.one_mul, ← Int.neg_eq_neg_one_mul]; rfl) xs ys zs
  rw [Int.one_mul, ← Int.neg_eq_neg_one_mul] at this; exact this
theorem dot_combo_left (a : Int) (xs : IntList) (b : Int) (ys zs : IntList) :
    (combo a xs b ys).dot zs = a * xs.dot zs + b * ys.dot zs :=
  dot_zipWithAll (fun x y => a * x + b * y) a b (fun _ _ => rfl) xs ys zs
theorem dot_smul_left (xs ys : IntList) (i : Int) : (i * xs).dot ys = i * xs.dot ys := by
  show dot (smul xs i) ys = _
  induction xs generalizing ys with
  | nil => exact (Int.mul_zero i).symm
  | cons x xs ih => cases ys with
    | nil => rw [dot_nil_right, dot_nil_right, Int.mul_zero]
    | cons y ys =>
      show i * x * y + dot (smul xs i) ys = _
      rw [ih, dot_cons₂, Int.mul_add, Int.mul_assoc]
theorem dot_neg_left (xs ys : IntList) : (-xs).dot ys = -(xs.dot ys) := by
  show dot (neg xs) ys = _
  induction xs generalizing ys with
  | nil => rfl
  | cons x xs ih => cases ys with
    | nil => rw [dot_nil_right, dot_nil_right]; rfl
    | cons y ys =>
      show -x * y + dot (neg xs) ys = _
      rw [ih, dot_cons₂, Int.neg_add, Int.neg_mul]
theorem dot_set_left (xs ys : IntList) (i : Nat) (z : Int) :
    dot (xs.set i z) ys = dot xs ys + (z - xs.get i) * ys.get i := by
  induction i generalizing xs ys with
  | zero => cases ys with
    | nil => rw [dot_nil_right, dot_nil_right, get_nil, Int.mul_zero]; rfl
    | cons y ys => cases xs with
      | nil =>
        show z * y + 0 = 0 + (z - 0) * y
        rw [Int.sub_zero, Int.add_zero, Int.zero_add]
      | cons x xs =>
        show z * y + dot xs ys = x * y + dot xs ys + (z - x) * y
        rw [Int.add_right_comm, ← Int.add_mul, Int.add_comm x, Int.sub_add_cancel]
  | succ i ih => cases ys with
    | nil => rw [dot_nil_right, dot_nil_right, get_nil, Int.mul_zero]; rfl
    | cons y ys => cases xs with
      | nil =>
        show 0 * y + dot (set [] i z) ys = 0 + (z - get [] i) * get ys i
        rw [ih, Int.zero_mul, Int.zero_add]; rfl
      | cons x xs =>
        show x * y + dot (set xs i z) ys = x * y + dot xs ys + (z - get xs i) * get ys i
        rw [ih, Int.add_assoc]
theorem dot_of_left_zero (w : ∀ x, x ∈ xs → x = 0) : dot xs ys = 0 := by
  induction xs generalizing ys with
  | nil => rfl
  | cons x xs ih => cases ys with
    | nil => rfl
    | cons y ys =>
      rw [dot_cons₂, w x List.mem_cons_self, ih fun x h => w x (List.mem_cons_of_mem _ h), Int.zero_mul]; rfl

/-! ### greatest common divisor -/
theorem gcd_cons_div_left : (gcd (x :: xs) : Int) ∣ x :=
  Int.dvd_trans (Int.ofNat_dvd.mpr (Nat.gcd_dvd_left _ _)) Int.natAbs_dvd_self
theorem gcd_cons_div_right : gcd (x :: xs) ∣ gcd xs := Nat.gcd_dvd_right _ _
theorem gcd_cons_div_right' : (gcd (x :: xs) : Int) ∣ (gcd xs : Int) := Int.ofNat_dvd.mpr gcd_cons_div_right
theorem gcd_dvd (xs : IntList) {a : Int} (m : a ∈ xs) : (xs.gcd : Int) ∣ a := by
  induction xs with
  | nil => exact absurd m List.not_mem_nil
  | cons x xs ih => cases m with
    | head => exact gcd_cons_div_left
    | tail _ m => exact Int.dvd_trans gcd_cons_div_right' (ih m)
theorem eq_zero_of_gcd_eq_zero (h : xs.gcd = 0) (x : Int) (m : x ∈ xs) : x = 0 := by
  have d := gcd_dvd xs m
  rw [h] at d; exact Int.zero_dvd.mp d
theorem gcd_dvd_dot_left (xs ys : IntList) : (xs.gcd : Int) ∣ dot xs ys := by
  induction xs generalizing ys with
  | nil => exact Int.dvd_zero _
  | cons x xs ih => cases ys with
    | nil => exact Int.dvd_zero _
    | cons y ys => exact Int.dvd_add (Int.dvd_trans gcd_cons_div_left (Int.dvd_mul_right x y)) (Int.dvd_trans gcd_cons_div_right' (ih ys))
theorem dot_sdiv_left (xs ys : IntList) {d : Int} (h : d ∣ xs.gcd) : dot (xs.sdiv d) ys = (dot xs ys) / d := by
  by_cases z : d = 0
  · rw [z, Int.ediv_zero]
    apply dot_of_left_zero
    intro x m
    clear h
    induction xs with
    | nil => exact absurd m List.not_mem_nil
    | cons a xs ih => cases m with
      | head => exact Int.ediv_zero a
      | tail _ m => exact ih m
  · have scaled : d * dot (xs.sdiv d) ys = dot xs ys := by
      induction xs generalizing ys with
      | nil => exact Int.mul_zero d
      | cons x xs ih => cases ys with
        | nil => exact Int.mul_zero d
        | cons y ys =>
          show d * (x / d * y + dot (sdiv xs d) ys) = x * y + dot xs ys
          rw [Int.mul_add, ih ys (Int.dvd_trans h gcd_cons_div_right'), ← Int.mul_assoc,
            Int.mul_ediv_cancel' (Int.dvd_trans h gcd_cons_div_left)]
    rw [← scaled, Int.mul_ediv_cancel_left _ z]

/-! ### balanced remainder -/
theorem dvd_bmod_dot_sub_dot_bmod (m : Nat) (xs ys : IntList) : (m : Int) ∣ bmod_dot_sub_dot_bmod m xs ys := by
  have sum : (m : Int) ∣ dot xs ys - dot (bmod xs m) ys := by
    induction xs generalizing ys with
    | nil => exact Int.dvd_zero _
    | cons x xs ih => cases ys with
      | nil => exact Int.dvd_zero _
      | cons y ys =>
        show (m : Int) ∣ x * y + dot xs ys - (Int.bmod x m * y + dot (bmod xs m) ys)
        rw [← Int.sub_sub, Int.add_comm, Int.add_sub_assoc, ← Int.sub_mul, Int.add_comm, Int.add_sub_assoc]
        exact Int.dvd_add (Int.dvd_trans Int.dvd_self_sub_bmod (Int.dvd_mul_right _ y)) (ih ys)
  have := Int.dvd_sub sum (Int.dvd_self_sub_bmod (x := dot xs ys) (m := m))
  rw [Int.sub_eq_add_neg, Int.neg_sub, Int.add_comm, Int.sub_eq_add_neg (a := dot xs ys), ← Int.add_assoc, Int.sub_add_cancel] at this
  exact this
end IntList
end Lean.Omega
