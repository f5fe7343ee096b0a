import Jar.Erasure.Code
import Jar.Thm.Erasure.Polynomial

/-!
# Interpolation

Gray Paper 0.7.2, appendix H.3: there is one polynomial of bounded degree through given points, and `weights` finds its values. So a code word is determined by
any of its parts that are enough.
-/
namespace Jar.Erasure

attribute [local irreducible] multiply

/-- The value at `x` of the polynomial that has value number `i` at point number `i`. -/
def interpolate (points : List UInt16) (value : Nat → UInt16) (x : UInt16) : UInt16 :=
  weightedSum value 0 (weights points (inverses points points) x)

/-- The product of factors. -/
def product : List UInt16 → UInt16
  | [] => 1
  | factor :: factors => multiply factor (product factors)

theorem otherProducts_snd (before : UInt16) (factors : List UInt16) : (otherProducts before factors).2 = product factors := by
  induction factors generalizing before with
  | nil => rfl
  | cons factor factors ih =>
    rw [otherProducts, product]
    exact congrArg (multiply factor) (ih _)

theorem otherProducts_fst (before factor : UInt16) (factors : List UInt16) : (otherProducts before (factor :: factors)).1 =
    multiply before (product factors) :: (otherProducts (multiply before factor) factors).1 := by
  rw [← otherProducts_snd (multiply before factor) factors, otherProducts]

/-! ## A polynomial -/

theorem Polynomial.timesDifferences {n : Nat} {before : UInt16 → UInt16} (h : Polynomial n before) (points : List UInt16) :
    Polynomial (n + points.length) fun x => multiply (before x) (product (differences x points)) := by
  induction points generalizing n before with
  | nil => exact h.congr fun x => by rw [differences, product, multiply_one]
  | cons y points ih =>
    have e := ih (h.times y)
    rw [List.length_cons, Nat.add_comm points.length, ← Nat.add_assoc]
    exact e.congr fun x => by rw [differences, product, multiply_assoc]

theorem Polynomial.weightedSum {n m : Nat} {before : UInt16 → UInt16} (h : Polynomial n before) (points inverses : List UInt16)
    (value : Nat → UInt16) (i : Nat) (bound : n + points.length ≤ m + 1) :
    Polynomial m fun x => weightedSum value i (products (otherProducts (before x) (differences x points)).1 inverses) := by
  induction points generalizing n before inverses i with
  | nil => exact Polynomial.zero m
  | cons y points ih => cases inverses with
    | nil => exact (Polynomial.zero m).congr fun x => by rw [differences, otherProducts_fst]; rfl
    | cons v inverses =>
      rw [List.length_cons] at bound
      refine Polynomial.congr ((((h.timesDifferences points).scale v).scale (value i)).mono (by omega) |>.add
        (ih (h.times y) inverses (i + 1) (by omega))) fun x => ?_
      rw [differences, otherProducts_fst, products, Erasure.weightedSum]

/-- An interpolation has as many coefficients as points. -/
theorem interpolate_polynomial (points : List UInt16) (value : Nat → UInt16) : Polynomial points.length (interpolate points value) :=
  (Polynomial.const 1).weightedSum points (inverses points points) value 0 (Nat.le_of_eq (Nat.add_comm 1 _))

/-! ## Through the points -/

theorem weightedSum_zero (factors inverses : List UInt16) (value : Nat → UInt16) (i : Nat) :
    weightedSum value i (products (otherProducts 0 factors).1 inverses) = 0 := by
  induction factors generalizing inverses i with
  | nil => rfl
  | cons factor factors ih => cases inverses with
    | nil => rw [otherProducts_fst]; rfl
    | cons v inverses =>
      rw [otherProducts_fst, products, weightedSum, zero_multiply, zero_multiply, zero_multiply, zero_multiply, ih, xor_zero]

theorem product_differences_of_mem {x : UInt16} {points : List UInt16} (h : x ∈ points) : product (differences x points) = 0 := by
  induction points with
  | nil => exact absurd h List.not_mem_nil
  | cons y points ih =>
    rw [differences, product]
    cases List.mem_cons.mp h with
    | inl e => rw [e, xor_self, zero_multiply]
    | inr m => rw [ih m, multiply_zero]

theorem denominator_of_not_mem {x : UInt16} {points : List UInt16} (h : ∀ y, y ∈ points → y ≠ x) :
    denominator x points = product (differences x points) := by
  induction points with
  | nil => rfl
  | cons y points ih =>
    rw [denominator, ite_eq_right (h y List.mem_cons_self).symm, differences, product, ih fun y m => h y (List.mem_cons_of_mem _ m)]

theorem denominator_ne_zero (x : UInt16) (points : List UInt16) : denominator x points ≠ 0 := by
  induction points with
  | nil => rw [denominator]; decide
  | cons y points ih =>
    rw [denominator]
    split
    · exact ih
    · next ne => exact fun e => (eq_zero_of_multiply e).elim (fun e => ne (xor_eq_zero.mp e)) ih

theorem weightedSum_node {points inverses : List UInt16} (distinct : Distinct points) {x v before : UInt16} {value : Nat → UInt16} {i j : Nat}
    (here : points[j]? = some x) (there : inverses[j]? = some v) :
    weightedSum value i (products (otherProducts before (differences x points)).1 inverses)
      = multiply (multiply (multiply before (denominator x points)) v) (value (i + j)) := by
  induction points generalizing inverses i j before with
  | nil => rw [List.getElem?_nil] at here; exact nomatch here
  | cons y points ih => cases inverses with
    | nil => rw [List.getElem?_nil] at there; exact nomatch there
    | cons w inverses =>
      rw [differences, otherProducts_fst, products, weightedSum, denominator]
      cases j with
      | zero =>
        rw [List.getElem?_cons_zero] at here there
        injection here with here
        injection there with there
        subst here there
        rw [xor_self, multiply_zero, weightedSum_zero, xor_zero, ite_eq_left rfl, denominator_of_not_mem distinct.1, Nat.add_zero]
      | succ j =>
        rw [List.getElem?_cons_succ] at here there
        have m := mem_of_getElem? here
        rw [product_differences_of_mem m, multiply_zero, zero_multiply, zero_multiply, zero_xor, ih distinct.2 here there,
          ite_eq_right (distinct.1 x m), multiply_assoc before, Nat.add_right_comm, Nat.add_assoc]

theorem inverses_getElem? {all points : List UInt16} {j : Nat} {x : UInt16} (h : points[j]? = some x) :
    (inverses all points)[j]? = some (inverse (denominator x all)) := by
  induction points generalizing j with
  | nil => rw [List.getElem?_nil] at h; exact nomatch h
  | cons y points ih => cases j with
    | zero =>
      rw [List.getElem?_cons_zero] at h
      injection h with h
      rw [h]
      rfl
    | succ j => exact ih h

/-- **An interpolation goes through its points.** -/
theorem interpolate_node {points : List UInt16} (distinct : Distinct points) {value : Nat → UInt16} {j : Nat} {x : UInt16} (h : points[j]? = some x) :
    interpolate points value x = value j := by
  rw [interpolate, weights, weightedSum_node distinct h (inverses_getElem? h), one_multiply, multiply_inverse (denominator_ne_zero x points),
    one_multiply, Nat.zero_add]

/-- **Any part of a code word that is large enough determines it**: the polynomial through points of another is the other. -/
theorem interpolate_unique {points others : List UInt16} (distinct : Distinct others) (enough : points.length ≤ others.length)
    (exact' : others.length ≤ points.length) (value value' : Nat → UInt16)
    (h : ∀ j y, others[j]? = some y → value' j = interpolate points value y) (x : UInt16) :
    interpolate others value' x = interpolate points value x := by
  have difference := (interpolate_polynomial others value').mono exact' |>.add (interpolate_polynomial points value)
  refine xor_eq_zero.mp (difference.eq_zero distinct enough (fun z m => ?_) x)
  have index : ∀ {l : List UInt16}, z ∈ l → ∃ j, l[j]? = some z := by
    intro l m
    induction l with
    | nil => exact absurd m List.not_mem_nil
    | cons a l ih =>
      cases List.mem_cons.mp m with
      | inl e => exact ⟨0, by rw [e]; rfl⟩
      | inr m =>
        obtain ⟨j, e⟩ := ih m
        exact ⟨j + 1, e⟩
  obtain ⟨j, e⟩ := index m
  rw [interpolate_node distinct e, h j z e, xor_self]

/-- **The code is linear.** -/
theorem interpolate_xor (points : List UInt16) (value value' : Nat → UInt16) (x : UInt16) :
    interpolate points (fun i => value i ^^^ value' i) x = interpolate points value x ^^^ interpolate points value' x := by
  have sum : ∀ (ws : List UInt16) (i : Nat),
      weightedSum (fun i => value i ^^^ value' i) i ws = weightedSum value i ws ^^^ weightedSum value' i ws := by
    intro ws
    induction ws with
    | nil => intro i; exact (xor_self 0).symm
    | cons w ws ih =>
      intro i
      rw [weightedSum, weightedSum, weightedSum, ih, multiply_xor]
      ac_rfl
  exact sum _ 0

end Jar.Erasure
