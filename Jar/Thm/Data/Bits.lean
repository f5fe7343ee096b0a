/-!
# Bits of naturals

Masks, sums without carry and sign bits in terms of arithmetic: the functions 𝓑ₙ of Gray Paper 0.7.2, appendix A.4, for naturals of any size.
-/
namespace Jar

/-- The bits of `a` above those of `b`. -/
theorem testBit_mul_add {a b n : Nat} (h : b < 2 ^ n) (i : Nat) :
    (a * 2 ^ n + b).testBit i = if i < n then b.testBit i else a.testBit (i - n) := by
  rw [Nat.testBit_eq_decide_div_mod_eq, Nat.testBit_eq_decide_div_mod_eq, Nat.testBit_eq_decide_div_mod_eq]
  by_cases low : i < n
  · rw [ite_eq_left low]
    have split : a * 2 ^ n + b = b + a * (2 * 2 ^ (n - i - 1)) * 2 ^ i := by
      have e : n = n - i - 1 + 1 + i := by omega
      have p : 2 ^ n = 2 * 2 ^ (n - i - 1) * 2 ^ i := by
        rw [Nat.mul_comm 2, ← Nat.pow_succ, ← Nat.pow_add]
        exact congrArg (2 ^ ·) e
      rw [p, Nat.add_comm, Nat.mul_assoc a]
    rw [split, Nat.add_mul_div_right _ _ (Nat.two_pow_pos i), Nat.mul_left_comm a 2]
    have parity : (b / 2 ^ i + 2 * (a * 2 ^ (n - i - 1))) % 2 = b / 2 ^ i % 2 := by omega
    rw [parity]
  · rw [ite_eq_right low]
    have p : 2 ^ i = 2 ^ n * 2 ^ (i - n) := by
      rw [← Nat.pow_add]
      exact congrArg (2 ^ ·) (by omega)
    rw [p, ← Nat.div_div_eq_div_mul, Nat.add_comm, Nat.add_mul_div_right _ _ (Nat.two_pow_pos n), Nat.div_eq_of_lt h, Nat.zero_add]

theorem testBit_of_lt {x i : Nat} (h : x < 2 ^ i) : x.testBit i = false := by
  rw [Nat.testBit_eq_decide_div_mod_eq, Nat.div_eq_of_lt h]
  rfl

theorem zero_testBit (i : Nat) : (0 : Nat).testBit i = false :=
  testBit_of_lt (Nat.two_pow_pos i)

/-- The low bits. -/
theorem testBit_mod (x n i : Nat) : (x % 2 ^ n).testBit i = (decide (i < n) && x.testBit i) := by
  have bound := Nat.mod_lt x (Nat.two_pow_pos n)
  have whole : x.testBit i = (x / 2 ^ n * 2 ^ n + x % 2 ^ n).testBit i := by
    rw [Nat.mul_comm, Nat.div_add_mod]
  rw [whole, testBit_mul_add bound]
  by_cases low : i < n
  · rw [ite_eq_left low, decide_eq_true low, Bool.true_and]
  · rw [ite_eq_right low, decide_eq_false low, Bool.false_and]
    exact testBit_of_lt (Nat.lt_of_lt_of_le bound (Nat.pow_le_pow_right (by decide) (Nat.le_of_not_lt low)))

/-- The high bits. -/
theorem testBit_div (x n i : Nat) : (x / 2 ^ n).testBit i = x.testBit (i + n) := by
  rw [Nat.testBit_eq_decide_div_mod_eq, Nat.testBit_eq_decide_div_mod_eq, Nat.div_div_eq_div_mul, ← Nat.pow_add, Nat.add_comm]

/-- A mask of ones. -/
theorem testBit_ones (n i : Nat) : (2 ^ n - 1).testBit i = decide (i < n) := by
  by_cases low : i < n
  · have p : 2 ^ n = 2 * 2 ^ (n - i - 1) * 2 ^ i := by
      rw [Nat.mul_comm 2, ← Nat.pow_succ, ← Nat.pow_add]
      exact congrArg (2 ^ ·) (by omega)
    have pos := Nat.two_pow_pos (n - i - 1)
    have pos' := Nat.two_pow_pos i
    have split : 2 ^ n - 1 = (2 * 2 ^ (n - i - 1) - 1) * 2 ^ i + (2 ^ i - 1) := by
      have e : 2 * 2 ^ (n - i - 1) = 2 * 2 ^ (n - i - 1) - 1 + 1 := by omega
      rw [p]
      generalize 2 * 2 ^ (n - i - 1) - 1 = m at e
      rw [e, Nat.succ_mul]
      omega
    have below : 2 ^ i - 1 < 2 ^ i := by omega
    rw [split, testBit_mul_add below, ite_eq_right (Nat.lt_irrefl i), Nat.sub_self, decide_eq_true low,
      Nat.testBit_eq_decide_div_mod_eq, Nat.pow_zero, Nat.div_one]
    exact decide_eq_true (by omega)
  · rw [decide_eq_false low]
    have := Nat.pow_le_pow_right (show 0 < 2 by decide) (Nat.le_of_not_lt low)
    have := Nat.two_pow_pos n
    exact testBit_of_lt (by omega)

/-- All bits of `n` flipped. -/
theorem testBit_complement {x n : Nat} (h : x < 2 ^ n) {i : Nat} (inside : i < n) : (2 ^ n - 1 - x).testBit i = !x.testBit i := by
  have p : 2 ^ n = 2 * 2 ^ (n - i - 1) * 2 ^ i := by
    rw [Nat.mul_comm 2, ← Nat.pow_succ, ← Nat.pow_add]
    exact congrArg (2 ^ ·) (by omega)
  have pos := Nat.two_pow_pos i
  have whole := Nat.div_add_mod x (2 ^ i)
  have rest := Nat.mod_lt x pos
  have bound : x / 2 ^ i < 2 * 2 ^ (n - i - 1) := (Nat.div_lt_iff_lt_mul pos).mpr (p ▸ h)
  rw [Nat.testBit_eq_decide_div_mod_eq (x := x)]
  generalize x / 2 ^ i = q at whole bound ⊢
  generalize x % 2 ^ i = r at whole rest
  have split : 2 ^ n - 1 - x = (2 * 2 ^ (n - i - 1) - 1 - q) * 2 ^ i + (2 ^ i - 1 - r) := by
    have e : 2 * 2 ^ (n - i - 1) = 2 * 2 ^ (n - i - 1) - 1 - q + 1 + q := by omega
    rw [p]
    generalize 2 * 2 ^ (n - i - 1) - 1 - q = m at e
    rw [e, Nat.add_mul, Nat.succ_mul, ← whole, Nat.mul_comm q]
    omega
  have below : 2 ^ i - 1 - r < 2 ^ i := by omega
  rw [split, testBit_mul_add below, ite_eq_right (Nat.lt_irrefl i), Nat.sub_self, Nat.testBit_eq_decide_div_mod_eq, Nat.pow_zero, Nat.div_one]
  by_cases odd : q % 2 = 1
  · rw [decide_eq_true odd]
    exact decide_eq_false (by omega)
  · rw [decide_eq_false odd]
    exact decide_eq_true (by omega)

/-- A mask takes the remainder. -/
theorem and_ones (x n : Nat) : x &&& (2 ^ n - 1) = x % 2 ^ n := by
  apply Nat.eq_of_testBit_eq
  intro i
  rw [Nat.testBit_and, testBit_ones, testBit_mod]
  cases x.testBit i <;> cases decide (i < n) <;> rfl

theorem or_swap (x y : Nat) : x ||| y = y ||| x := by
  apply Nat.eq_of_testBit_eq
  intro i
  rw [Nat.testBit_or, Nat.testBit_or]
  cases x.testBit i <;> cases y.testBit i <;> rfl

/-- A sum without carry. -/
theorem or_eq_add {a b n : Nat} (h : b < 2 ^ n) : a * 2 ^ n ||| b = a * 2 ^ n + b := by
  apply Nat.eq_of_testBit_eq
  intro i
  have high := testBit_mul_add (a := a) (Nat.two_pow_pos n) i
  rw [Nat.add_zero, zero_testBit] at high
  rw [Nat.testBit_or, testBit_mul_add h, high]
  by_cases low : i < n
  · rw [ite_eq_left low, ite_eq_left low, Bool.false_or]
  · rw [ite_eq_right low, ite_eq_right low, testBit_of_lt (Nat.lt_of_lt_of_le h (Nat.pow_le_pow_right (by decide) (Nat.le_of_not_lt low))), Bool.or_false]

/-- Flipping the top bit of `k + 1`. -/
theorem xor_top {x k : Nat} (h : x < 2 ^ (k + 1)) : x ^^^ 2 ^ k = if x < 2 ^ k then x + 2 ^ k else x - 2 ^ k := by
  have pos := Nat.two_pow_pos k
  rw [Nat.pow_succ] at h
  have flip : ∀ c d b : Nat, c ^^^ 1 = d → b < 2 ^ k → (c * 2 ^ k + b) ^^^ 2 ^ k = d * 2 ^ k + b := by
    intro c d b e hb
    apply Nat.eq_of_testBit_eq
    intro i
    have one := testBit_mul_add (a := 1) pos i
    rw [Nat.add_zero, Nat.one_mul, zero_testBit] at one
    rw [Nat.testBit_xor, testBit_mul_add hb, testBit_mul_add hb, one]
    by_cases low : i < k
    · rw [ite_eq_left low, ite_eq_left low, ite_eq_left low]
      cases b.testBit i <;> rfl
    · rw [ite_eq_right low, ite_eq_right low, ite_eq_right low, ← e, Nat.testBit_xor]
  by_cases low : x < 2 ^ k
  · rw [ite_eq_left low]
    have := flip 0 1 x rfl low
    rw [Nat.zero_mul, Nat.zero_add, Nat.one_mul] at this
    rw [this, Nat.add_comm]
  · rw [ite_eq_right low]
    have := flip 1 0 (x - 2 ^ k) rfl (by omega)
    rw [Nat.zero_mul, Nat.zero_add, Nat.one_mul, Nat.add_sub_of_le (Nat.le_of_not_lt low)] at this
    exact this

end Jar
