/-! `omega`: goals of every kind that the tactic decides. `OmegaBad.lean` has the false ones. -/

set_option linter.unusedVariables false

section linear
variable (a b c x y z : Nat) (i j k : Int)
example (h : x < y) : x + 1 ≤ y := by omega
example (h : x < y) (h' : y < z) : x + 2 ≤ z := by omega
example (h : x ≤ y) (h' : y ≤ x) : x = y := by omega
example : x + y = y + x := by omega
example : 2 * (x + y) = x + x + 2 * y := by omega
example (h : 3 * x = 7 * y) (h' : 0 < y) : 7 ≤ x * 3 := by omega
example (h : x + 5 ≤ 3) : False := by omega
example (h : x ≥ 5) (h' : x > 4 → y = 2) : y = 2 := by omega
example : 0 ≤ x := by omega
example (h : x = y + 1) : y < x := by omega
example (h : Nat.succ x = y) : y = x + 1 := by omega
example : i - j + j = i := by omega
example (h : i < j) : i + 1 ≤ j := by omega
example (h : i < j) : ¬j ≤ i := by omega
example (h : 2 * i = 2 * j + 1) : False := by omega
example (h : -i < 0) : 0 < i := by omega
example (h : i ≤ 3) (h' : -i ≤ -3) : i = 3 := by omega
example (h : 3 * i + 5 * j = 1) (h' : 0 ≤ i) (h'' : i ≤ 1) : False := by omega
example (h : 7 * i - 3 * j = 1) (hi : 0 < i) (hi' : i < 3) : i = 1 ∧ j = 2 := by omega
example (h : i + 2 * j + 3 * k = 0) (h' : i = j) (h'' : j = 3) : k = -3 := by omega
example (h : 12 * i + 21 * j + 33 * k = 5) : False := by omega
example (h : i * 0 = 1) : False := by omega
example (h : 2 * (i - 3 * j) = 4) : i = 2 + 3 * j := by omega
example (h : (x : Int) = i) : 0 ≤ i := by omega
example (h : (x : Int) < y) : x < y := by omega
example (h : ((x + 2 * y : Nat) : Int) = i) : i = x + 2 * (y : Int) := by omega
example (h : x + y = 10) (h' : 2 * x + 4 * y = 32) : x = 4 ∧ y = 6 := by omega
example (a b c d e f g h' l m n p : Nat) (h : a + b + c + d + e + f + g + h' + l + m + n + p = 0) : p = 0 ∧ n = 0 := by omega
end linear

section logic
variable (p q r x y z : Nat) (i j : Int)
example (h : x ≠ y) : x < y ∨ y < x := by omega
example (h : i ≠ j) (h' : i ≤ j) : i < j := by omega
example (h : x = 1 ∨ x = 2 ∨ x = 3) : x ≤ 3 := by omega
example (h : ¬(x < 3 ∧ y < 3)) (h' : x = 0) : 3 ≤ y := by omega
example (h : ¬(x = 1 ∨ x = 2)) (h' : 0 < x) : 3 ≤ x := by omega
example (h : x < 2 ↔ y < 2) (h' : x = 0) : y ≤ 1 := by omega
example (h : ¬(x < 2 ↔ y < 2)) (h' : x = 0) : 2 ≤ y := by omega
example (h : x < 2 → y < 2) (h' : x = 1) : y ≠ 2 := by omega
example (h : ¬(x < 2 → y < 2)) : x ≤ 1 ∧ 2 ≤ y := by omega
example (h : ¬¬x = 1) : x = 1 := by omega
example (h : x < 3 ∧ 3 < x) : 1 = 2 := by omega
example (h : x > 3) (h' : x < 3) : p = q := by omega
example (h : ∃ n, x = 2 * n) : x ≠ 1 := by omega
example : x < y ∨ y ≤ x := by omega
example : x = y ↔ x ≤ y ∧ y ≤ x := by omega
example : ¬(x < y ∧ y < x) := by omega
example : x < y → ¬y < x := by omega
example (h : x = 0 → y = y + 1) : 0 < x := by omega
example (n : { n : Nat // n < 5 }) : n.val ≤ 4 := by have := n.property; omega
end logic

section division
variable (m n x y : Nat) (i j : Int)
example (h : x % 2 = 1) : x / 2 * 2 + 1 = x := by omega
example : x / 2 ≤ x := by omega
example : x % 8 < 8 := by omega
example : x / 4 * 4 + x % 4 = x := by omega
example (h : x < 256) : x / 16 < 16 := by omega
example (h : x / 4 = 3) : 12 ≤ x ∧ x ≤ 15 := by omega
example : (x + 7) / 8 * 8 ≥ x := by omega
example : (x + 7) / 8 * 8 < x + 8 := by omega
example : x / 0 = 0 := by omega
example : x % 0 = x := by omega
example : i / 2 * 2 ≤ i := by omega
example : 0 ≤ i % 5 ∧ i % 5 < 5 := by omega
example : i / -2 = -(i / 2) := by omega
example (h : i = -7) : i / 2 = -4 ∧ i % 2 = 1 := by omega
example (h : 2 ∣ x) (h' : x % 2 = 1) : False := by omega
example (h : ¬2 ∣ x) : x % 2 = 1 := by omega
example (h : (3 : Int) ∣ i) : i % 3 = 0 := by omega
example (h : 4 ∣ x) : 2 ∣ x := by omega
example (h : x % 4 = 3) : x % 2 = 1 := by omega
example : x / 2 / 3 = x / 6 := by omega
example : (x % 10) % 5 = x % 5 := by omega
end division

section subtraction
variable (a b c x y : Nat)
example : x - y ≤ x := by omega
example (h : y ≤ x) : x - y + y = x := by omega
example : x - x = 0 := by omega
example (h : x - y = 0) : x ≤ y := by omega
example (h : x < y) : x - y = 0 := by omega
example : x - (x - y) ≤ y := by omega
example : a - b - c = a - (b + c) := by omega
example (h : 0 < x) : x - 1 < x := by omega
example (h : 4 ≤ x) : 2 * x - 8 = 2 * (x - 4) := by omega
example : a - b = a - min a b := by omega
end subtraction

section functions
variable (a b c x y : Nat) (i j k : Int) (P : Prop) [Decidable P]
example : min x y ≤ x := by omega
example : min x y + max x y = x + y := by omega
example (h : x ≤ y) : max x y = y := by omega
example : min i j ≤ max i j := by omega
example : min i (min j k) ≤ k := by omega
example : (if x < y then (x : Int) else y) ≤ y := by omega
example : (if P then i else j) ≤ max i j := by omega
example (h : x < y) : (if x < y then 1 else 2 : Int) = 1 := by omega
example : i ≤ i.natAbs := by omega
example : (i.natAbs : Int) = max i (-i) := by omega
example (h : i.natAbs = 0) : i = 0 := by omega
example : (i.toNat : Int) = max i 0 := by omega
example (h : 0 ≤ i) : (i.toNat : Int) = i := by omega
example (h : (x, y).1 = 3) : x = 3 := by omega
example : Int.negSucc x < 0 := by omega
example (h : Prod.Lex (· < ·) (· < ·) (a, b) (x, y)) : a ≤ x := by omega
example (h : ¬Prod.Lex (· < ·) (· < ·) (a, b) (x, y)) : x ≤ a := by omega
example : let z := x + 1; x < z := by intro z; omega
end functions

section fin
variable {n : Nat}
example (i : Fin 7) : i.val ≤ 6 := by omega
example (i : Fin n) : i.val < n := by omega
example (i j : Fin n) (h : i < j) : i.val + 1 ≤ j.val := by omega
example (i j : Fin n) (h : ¬i ≤ j) : j < i := by omega
example (i j : Fin n) (h : i ≠ j) (h' : i ≤ j) : i.val < j.val := by omega
example (i j : Fin n) (h : i ≤ j) (h' : j ≤ i) : i = j := by omega
example (i j : Fin 8) (h : i = j) : i.val = j.val := by omega
example (i : Fin 8) (h : i.val < 7) : (i + 1).val = i.val + 1 := by omega
example (i : Fin 8) : (i - i).val = 0 := by omega
example (i : Fin 8) : (2 * i).val % 2 = 0 := by omega
example : (3 : Fin 8).val = 3 := by omega
example (x : BitVec 8) : x.toNat < 256 := by omega
end fin

section words
variable (x y : BitVec 8)
example (h : x < y) : x ≤ y := by bv_omega
example : x + y = y + x := by bv_omega
example (h : x.toNat + y.toNat < 2 ^ 8) : x ≤ x + y := by bv_omega
example (h : x ≠ 0) : 0 < x := by bv_omega
example : x - y + y = x := by bv_omega
example (h : x < 128) : (2 * x).toNat = 2 * x.toNat := by bv_omega
example (a b : UInt64) (h : a < b) : a.toNat + 1 ≤ b.toNat := by have := UInt64.lt_iff_toNat_lt.mp h; omega
example (a : UInt64) (h : a.toNat < 100) : (a + 1).toNat = a.toNat + 1 := by simp only [UInt64.toNat_add, UInt64.reduceToNat]; omega
end words

section powers
variable (n x y : Nat)
example : 2 ^ 10 = 1024 := by omega
example (h : x < 2 ^ 8) : x ≤ 255 := by omega
example : 2 ^ (n + 1) = 2 * 2 ^ n := by omega
example : 2 ^ (n + 1 + 1) = 4 * 2 ^ n := by omega
example : x <<< 3 = 8 * x := by omega
example : x >>> 4 = x / 16 := by omega
example (h : x < 65536) : x >>> 8 < 256 := by omega
example : x >>> 1 <<< 1 ≤ x := by omega
example : x % 2 ^ 16 < 65536 := by omega
example : x % 2 ^ n < 2 ^ n := by omega
example : x / 2 ^ 3 = x / 8 := by omega
example : (x : Int) % 2 ^ n < 2 ^ n := by omega
end powers

/-! Proofs that use it as a step, options, termination, indices. -/
theorem sum_bound (xs : List Nat) (h : ∀ i, i < xs.length → xs.length < 10) (n : Nat) : n < xs.length → n < 9 := by
  intro hn
  have := h n hn
  omega
theorem no_axioms_but_three (x y : Nat) (h : x < y) (h' : ¬(x + 1 < y ∧ y < 5)) : y = x + 1 ∨ 5 ≤ y := by omega
/-- info: 'no_axioms_but_three' depends on axioms: [propext, Classical.choice, Quot.sound] -/
#guard_msgs in #print axioms no_axioms_but_three
example (x y : Nat) (h : x < y) : x - y = 0 := by omega +splitNatSub
example (x y : Nat) (h : x < y) : x ≤ y := by omega -splitNatSub -splitMinMax
def log (n : Nat) : Nat := if h : 2 ≤ n then log (n / 2) + 1 else 0
def ack : Nat → Nat → Nat
  | 0, n => n + 1
  | m + 1, 0 => ack m 1
  | m + 1, n + 1 => ack m (ack (m + 1) n)
termination_by m n => (m, n)
def countdown (n : Nat) (acc : List Nat) : List Nat :=
  if h : n > 3 then countdown (n - 3) (n :: acc) else acc
termination_by n
decreasing_by omega
def third (xs : Array Nat) (h : 5 ≤ xs.size) (i : Nat) (hi : i ≤ 1) : Nat := xs[2 * i + 1]
def plainIf (n : Nat) : Nat := if n = 0 then 0 else plainIf (n - 1)
def halves (n : Nat) : Nat := if 10 < n then halves (n / 2) + 1 else 0

/-! Neighbours: `ac_rfl`, chosen occurrences, commands that check. -/
section neighbours
variable (a b c d : Nat) (i j k : Int) (p q r : Prop)
example : a + b + c = c + b + a := by ac_rfl
example : a * b * c + 0 = c * (b * a) := by ac_rfl
example : a * b + c * d = d * c + b * a := by ac_rfl
example : i + (j + k) + i = k + i + (i + j) := by ac_rfl
example : (p ∧ q ∧ r ∧ p) = (r ∧ q ∧ p) := by ac_rfl
example : (p ∨ q ∨ False ∨ r) = (r ∨ p ∨ q ∨ p) := by ac_rfl
example (f : Nat → Nat) : f (a + b + c) = f (b + c + a) := by ac_rfl
example (f : Nat → Nat → Nat) (h : a = b) : f a a = f a b := by rw (occs := .pos [2]) [h]
example (f : Nat → Nat → Nat) (h : a = b) : f a a = f b a := by rw (occs := .neg [2, 3]) [h]
example : 3 + a + 4 = a + 7 := by simp +arith
example (h : a + b + 1 ≤ b + 3) : a ≤ 2 := by simp +arith at h; exact h
example (h : a + b + 1 ≤ b) : False := by simp +arith at h
example (h : 2 * a + 3 * b + c = a + c + 3 * b + 5) : a = 5 := by simp +arith at h; exact h
example (h : ¬a < b + 3) : b + 3 ≤ a := by simp +arith at h; exact h
example (f : Nat → Nat) (h : f (a + 1 + b) = 3) : f (b + a + 1) = 3 := by simp +arith at h ⊢; exact h
example (h : a + 5 = 7) : a = 2 := by simp at h; exact h
example (h : a + 5 ≤ b + 7) : a ≤ b + 2 := by simp at h; exact h
example : ¬a + 5 < 3 := by simp
example : 2 ∣ 6 ∧ ¬(2 : Int) ∣ 7 := by simp
example (h : (a : Int) ≤ b) : a ≤ b := by exact_mod_cast h
example (h : a = b + 2) : (a : Int) = b + 2 := by exact_mod_cast h
example (h : (a : Int) ^ 2 < b * c) : a ^ 2 < b * c := mod_cast h
example (h : a ∣ b) : (a : Int) ∣ b := by norm_cast
example (h : a ≤ b) : ((b - a : Nat) : Int) = b - a := by push_cast [h]; rfl
example (h : (↑(a + b) : Int) = i) : ↑a + ↑b = i := by push_cast at h; exact h
example : ∃ x y : Nat, x < y := ⟨0, 1, by omega⟩
example : ∃ (x y : Nat) (_ : x < y), x + 1 = y := ⟨0, 1, by omega, rfl⟩
example (xs : List Nat) (h : ∀ x ∈ xs, x < 3) : ∀ y > 2, y ∉ xs := fun y hy hm => by have := h y hm; omega
example : ∃ x ≤ 5, x ≥ 5 := ⟨5, by omega⟩
end neighbours
#guard 1 + 1 == 2
#guard (2 : Nat) ≤ 3
/--
error: Expression
  1 + 1 == 3
did not evaluate to `true`
-/
#guard_msgs in #guard 1 + 1 == 3
