/-! Every theorem here is false or lacks a proof; each must be rejected, on its own line. -/
theorem successor (x : Nat) : x + 1 = x := by simp
theorem arithmetic : 2 + 2 = 5 := by decide
theorem arithmeticInKernel : 2 + 2 = 5 := by decide +kernel
theorem byReflexivity : (255 : UInt8) + 1 = 1 := rfl
theorem bigNumbers : 2 ^ 100 % 7 = 3 := by decide
theorem induction (n : Nat) : n * 2 = n := by induction n <;> simp_all
theorem fromNothing (p : Prop) : p := by trivial
theorem wrongCase (a b : Nat) (h : a ≤ b) : a < b := by cases h <;> assumption
theorem fromFalseRewrite (a b : Nat) (h : a = b) : a = b + 1 := by rw [h]
theorem unknownName : True := by exact noSuchTheorem
theorem loop (n : Nat) : n = n + 1 := loop n
theorem signed : (-7 : Int) / 2 = -3 := by decide
theorem bytes : (ByteArray.mk #[1, 2]).size = 3 := by decide
theorem lessThanItself (x : Nat) : x < x := by omega
theorem strictFromWeak (x y : Nat) (h : x ≤ y) : x < y := by omega
theorem negativeNatural (i : Int) : 0 ≤ i := by omega
theorem naturalSubtraction (x y : Nat) : x - y + y = x := by omega
theorem halving (x : Nat) : x / 2 * 2 = x := by omega
theorem remainder (x : Nat) (h : x % 4 = 1) : x % 8 = 1 := by omega
theorem negativeDivision (i : Int) (h : i = -7) : i / 2 = -3 := by omega
theorem wrongBranch (x y : Int) : (if x < y then x else y) = x := by omega
theorem oneOfTwo (x : Nat) (h : x = 1 ∨ x = 2) : x = 1 := by omega
theorem realSolution (x y : Int) (h : 2 * x = 3 * y) (h' : 0 < x) : 4 ≤ x := by omega
theorem oneSide (x y : Nat) (h : x < 2 → y < 2) (h' : y = 0) : x < 2 := by omega
theorem finWraps (i : Fin 8) : (i + 1).val = i.val + 1 := by omega
theorem shiftLoses (x : Nat) : x >>> 1 <<< 1 = x := by omega
theorem powers (n : Nat) : 2 ^ (n + 1) = 2 ^ n + 1 := by omega
theorem nonlinear (x y : Nat) (h : x * y = 6) : x ≤ 5 := by omega
theorem consistent (x y z : Int) (h : x < y) (h' : y < z) : False := by omega
theorem maximum (x y : Int) : max x y = x := by omega
theorem strong (i j : Int) (h : i.natAbs = j.natAbs) : i = j := by omega
theorem acWrong (a b c : Nat) : a + b + c = a + b + b := by ac_rfl
theorem acSubtraction (a b : Nat) : a - b = b - a := by ac_rfl
theorem wordsWrap (x : BitVec 8) : x < x + 1 := by bv_omega
theorem linearSimp (x y : Nat) (h : x + y + 1 ≤ y + 3) : x ≤ 1 := by simp +arith at h; exact h
theorem modCast (x y : Nat) (h : (x : Int) ≤ y) : x < y := by exact_mod_cast h
