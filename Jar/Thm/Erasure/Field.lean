import Jar.Thm.Erasure.Xor

/-!
# The field laws

Gray Paper 0.7.2, appendix H.2: the product makes the words a field, and the Cantor basis is one. Everything is reduced to
sixteen single bits by linearity; what is left there the kernel computes. In particular no list of 65,536 elements is gone through:
the inverse exists because the only elements with b² = b are 0 and 1, and a · a^(2^16 − 2) is one of them.
-/
namespace Jar.Erasure

/-! ## The product is bilinear -/

theorem timesAlpha_linear : Linear timesAlpha :=
  Linear.shiftLeft_one.add (Linear.select (j := 15) (by decide) 0x002d fun _ => rfl)

theorem multiplyLow_left (b : UInt16) (n : Nat) : Linear fun a => multiplyLow a b n := by
  induction n generalizing b with
  | zero => exact Linear.const_zero
  | succ n ih =>
    refine Linear.add ?_ ((ih (b >>> 1)).comp timesAlpha_linear)
    intro x y
    split
    · exact (xor_self 0).symm
    · rfl

theorem multiplyLow_right (a : UInt16) (n : Nat) : Linear fun b => multiplyLow a b n := by
  induction n generalizing a with
  | zero => exact Linear.const_zero
  | succ n ih => exact Linear.add (Linear.select (j := 0) (by decide) a fun _ => rfl) ((ih (timesAlpha a)).comp Linear.shiftRight_one)

theorem multiply_left (b : UInt16) : Linear fun a => multiply a b := multiplyLow_left b 16

theorem multiply_right (a : UInt16) : Linear (multiply a) := multiplyLow_right a 16

theorem multiply_xor (a b c : UInt16) : multiply a (b ^^^ c) = multiply a b ^^^ multiply a c := multiply_right a b c

theorem xor_multiply (a b c : UInt16) : multiply (a ^^^ b) c = multiply a c ^^^ multiply b c := multiply_left c a b

theorem multiply_zero (a : UInt16) : multiply a 0 = 0 := (multiply_right a).zero

theorem zero_multiply (a : UInt16) : multiply 0 a = 0 := (multiply_left a).zero

theorem combine_linear (vectors : List UInt16) : Linear fun word => combine word vectors := by
  induction vectors with
  | nil => exact Linear.const_zero
  | cons v vectors ih => exact Linear.add (Linear.select (j := 0) (by decide) v fun _ => rfl) (ih.comp Linear.shiftRight_one)

-- From here on the elaborator must not compute products; the kernel does where a table says so.
attribute [local irreducible] multiply timesAlpha combine

/-! ## Commutative, associative, with one -/

theorem multiply_comm (a b : UInt16) : multiply a b = multiply b a := by
  have table : below 16 (fun i => below 16 fun j => multiply (bit i) (bit j) == multiply (bit j) (bit i)) = true := by decide +kernel
  refine (multiply_right a).ext (multiply_left a) (fun j hj => ?_) b
  exact (multiply_left (bit j)).ext (multiply_right (bit j)) (fun i hi => eq_of_beq (of_below (of_below table i hi) j hj)) a

theorem multiply_one (a : UInt16) : multiply a 1 = a := by
  have table : below 16 (fun i => multiply (bit i) 1 == bit i) = true := by decide +kernel
  exact Linear.ext (f := fun a => multiply a 1) (g := fun a => a) (multiply_left 1) Linear.id (fun i hi => eq_of_beq (of_below table i hi)) a

theorem one_multiply (a : UInt16) : multiply 1 a = a := by
  rw [multiply_comm, multiply_one]

theorem multiply_timesAlpha (a b : UInt16) : multiply a (timesAlpha b) = timesAlpha (multiply a b) := by
  have table : below 16 (fun i => below 16 fun j => multiply (bit i) (timesAlpha (bit j)) == timesAlpha (multiply (bit i) (bit j))) = true := by
    decide +kernel
  refine Linear.ext (f := fun b => multiply a (timesAlpha b))
    (g := fun b => timesAlpha (multiply a b)) ((multiply_right a).comp timesAlpha_linear) (timesAlpha_linear.comp (multiply_right a))
    (fun j hj => ?_) b
  exact Linear.ext (f := fun a => multiply a (timesAlpha (bit j))) (g := fun a => timesAlpha (multiply a (bit j)))
    (multiply_left _) (timesAlpha_linear.comp (multiply_left (bit j)))
    (fun i hi => eq_of_beq (of_below (of_below table i hi) j hj)) a

theorem timesAlpha_bit {j : Nat} (h : j < 15) : timesAlpha (bit j) = bit (j + 1) := by
  have table : below 15 (fun j => timesAlpha (bit j) == bit (j + 1)) = true := by decide +kernel
  exact eq_of_beq (of_below table j h)

theorem multiply_assoc (a b c : UInt16) : multiply (multiply a b) c = multiply a (multiply b c) := by
  refine (multiply_right (multiply a b)).ext ((multiply_right a).comp (multiply_right b)) (fun j hj => ?_) c
  induction j with
  | zero =>
    have one : bit 0 = 1 := rfl
    rw [one, multiply_one, multiply_one]
  | succ j ih =>
    rw [← timesAlpha_bit (Nat.lt_of_succ_lt_succ hj), multiply_timesAlpha, multiply_timesAlpha, multiply_timesAlpha,
      ih (Nat.lt_of_lt_of_le (Nat.lt_succ_self j) (Nat.le_of_lt hj))]

instance : Std.Associative multiply := ⟨multiply_assoc⟩
instance : Std.Commutative multiply := ⟨multiply_comm⟩

/-! ## Inverses -/

/-- The square, which is linear because 2 = 0. -/
def square (a : UInt16) : UInt16 := multiply a a

theorem square_linear : Linear square := by
  intro a b
  unfold square
  rw [xor_multiply, multiply_xor, multiply_xor, multiply_comm b a, ← xor_assoc, xor_assoc (multiply a a), xor_self, xor_zero]

/-- The square of the square …, `n` times. -/
def squares (a : UInt16) : (n : Nat) → UInt16
  | 0 => a
  | n + 1 => squares (square a) n

theorem squares_linear (n : Nat) : Linear fun a => squares a n := by
  induction n with
  | zero => exact Linear.id
  | succ n ih => exact ih.comp square_linear

/-- a^(2^16) = a. -/
theorem squares_sixteen (a : UInt16) : squares a 16 = a := by
  have table : below 16 (fun i => squares (bit i) 16 == bit i) = true := by decide +kernel
  exact Linear.ext (f := fun a => squares a 16) (g := fun a => a) (squares_linear 16) Linear.id (fun i hi => eq_of_beq (of_below table i hi)) a

theorem square_productOfSquares (a : UInt16) (n : Nat) : square (productOfSquares a n) = productOfSquares (square a) n := by
  induction n generalizing a with
  | zero => rw [productOfSquares, productOfSquares, square, multiply_one]
  | succ n ih =>
    have := ih (square a)
    unfold square at this ⊢
    rw [productOfSquares, productOfSquares, ← this]
    ac_rfl

theorem multiply_productOfSquares (a : UInt16) (n : Nat) : multiply a (productOfSquares a n) = squares a n := by
  induction n generalizing a with
  | zero => rw [productOfSquares, squares, multiply_one]
  | succ n ih =>
    have := ih (square a)
    unfold square at this
    rw [productOfSquares, ← multiply_assoc, this, squares]
    rfl

theorem productOfSquares_succ (a : UInt16) (n : Nat) : productOfSquares a (n + 1) = multiply (productOfSquares a n) (squares a n) := by
  induction n generalizing a with
  | zero => rw [productOfSquares, productOfSquares, productOfSquares, squares, multiply_one, one_multiply]
  | succ n ih =>
    have := ih (square a)
    unfold square at this
    rw [productOfSquares, this, productOfSquares, squares, multiply_assoc]
    rfl

/-- From b² + b all of b but its lowest bit can be had. -/
def recoverRoot : List UInt16 :=
  [0xacca, 0xcbda, 0xcbd8, 0xcdf0, 0xcbdc, 0x602e, 0xcdf8, 0x6c1e, 0xcbcc, 0x0e34, 0x600e, 0x0000, 0xcdb8, 0x767a, 0x6c9e, 0x8db6]

/-- Only 0 and 1 are their own squares. -/
theorem square_eq_self {b : UInt16} (h : square b = b) : b = 0 ∨ b = 1 := by
  have table : below 16 (fun i => combine (square (bit i) ^^^ bit i) recoverRoot == bit i &&& 0xfffe) = true := by decide +kernel
  have all := Linear.ext (f := fun b => combine (square b ^^^ b) recoverRoot) (g := fun b => b &&& 0xfffe)
    ((combine_linear recoverRoot).comp (square_linear.add Linear.id))
    (Linear.mask 0xfffe) (fun i hi => eq_of_beq (of_below table i hi)) b
  rw [h, xor_self, (combine_linear recoverRoot).zero] at all
  have split : b = (b &&& 0xfffe) ^^^ (b &&& bit 0) := by
    have table : below 16 (fun i => (bit i &&& 0xfffe) ^^^ (bit i &&& bit 0) == bit i) = true := by decide +kernel
    exact Linear.ext (f := fun b => b) (g := fun b => (b &&& 0xfffe) ^^^ (b &&& bit 0)) Linear.id ((Linear.mask 0xfffe).add (Linear.mask (bit 0)))
      (fun i hi => (eq_of_beq (of_below table i hi)).symm) b
  rw [← all, zero_xor] at split
  cases mask_bit (j := 0) (by decide) b with
  | inl e => exact .inl (split.trans e)
  | inr e => exact .inr (split.trans e)

/-- **Every element but zero has an inverse.** -/
theorem multiply_inverse {a : UInt16} (h : a ≠ 0) : multiply a (inverse a) = 1 := by
  have norm : multiply a (inverse a) = productOfSquares a 16 := by
    have step : ∀ n, productOfSquares a (n + 1) = multiply a (productOfSquares (multiply a a) n) := fun n => by rw [productOfSquares]
    rw [inverse, ← step]
  have own : square (productOfSquares a 16) = productOfSquares a 16 := by
    rw [square_productOfSquares, productOfSquares_succ]
    have last : squares (square a) 15 = a := squares_sixteen a
    rw [last, multiply_comm, productOfSquares]
    rfl
  rw [norm]
  cases square_eq_self own with
  | inl zero =>
    have := multiply_productOfSquares a 16
    rw [zero, multiply_zero, squares_sixteen] at this
    exact absurd this.symm h
  | inr one => exact one

/-- A product is zero only if a factor is. -/
theorem eq_zero_of_multiply {a b : UInt16} (h : multiply a b = 0) : a = 0 ∨ b = 0 :=
  if ha : a = 0 then .inl ha
  else .inr (by
    have := congrArg (multiply (inverse a)) h
    rw [← multiply_assoc, multiply_comm (inverse a), multiply_inverse ha, one_multiply, multiply_zero] at this
    exact this)

/-! ## The Cantor basis -/

theorem toWord_ofWord (word : UInt16) : toWord (ofWord word) = word := by
  have table : below 16 (fun i => toWord (ofWord (bit i)) == bit i) = true := by decide +kernel
  exact Linear.ext (f := fun w => toWord (ofWord w)) (g := fun w => w) ((combine_linear alphaBasis).comp (combine_linear cantorBasis)) Linear.id
    (fun i hi => eq_of_beq (of_below table i hi)) word

theorem ofWord_toWord (element : UInt16) : ofWord (toWord element) = element := by
  have table : below 16 (fun i => ofWord (toWord (bit i)) == bit i) = true := by decide +kernel
  exact Linear.ext (f := fun e => ofWord (toWord e)) (g := fun e => e) ((combine_linear cantorBasis).comp (combine_linear alphaBasis)) Linear.id
    (fun i hi => eq_of_beq (of_below table i hi)) element

theorem ofWord_zero : ofWord 0 = 0 := (combine_linear cantorBasis).zero

theorem ofWord_xor (a b : UInt16) : ofWord (a ^^^ b) = ofWord a ^^^ ofWord b := combine_linear cantorBasis a b

theorem toWord_xor (a b : UInt16) : toWord (a ^^^ b) = toWord a ^^^ toWord b := combine_linear alphaBasis a b

theorem ofWord_injective {a b : UInt16} (h : ofWord a = ofWord b) : a = b := by
  rw [← toWord_ofWord a, h, toWord_ofWord]

/-- The basis is Cantor's: v₀ = 1 and vᵢ₊₁² + vᵢ₊₁ = vᵢ. -/
theorem cantorBasis_spec : ofWord (bit 0) = 1
    ∧ below 15 (fun i => square (ofWord (bit (i + 1))) ^^^ ofWord (bit (i + 1)) == ofWord (bit i)) = true := by
  decide +kernel

end Jar.Erasure
