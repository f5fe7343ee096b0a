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
