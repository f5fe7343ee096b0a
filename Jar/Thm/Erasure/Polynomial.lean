import Jar.Thm.Data.Lists
import Jar.Thm.Erasure.Field

/-!
# Polynomials

Functions on the field (Gray Paper 0.7.2, appendix H.3) that are polynomials of bounded degree, and that as many values determine them as they have
coefficients.
-/
namespace Jar.Erasure

attribute [local irreducible] multiply

/-- The value of a polynomial; the first coefficient is the constant one. -/
def evaluate : (coefficients : List UInt16) → (x : UInt16) → UInt16
  | [], _ => 0
  | c :: cs, x => c ^^^ multiply x (evaluate cs x)

theorem evaluate_cons (c : UInt16) (cs : List UInt16) (x : UInt16) : evaluate (c :: cs) x = c ^^^ multiply x (evaluate cs x) := by
  rw [evaluate]

/-- A polynomial with at most `n` coefficients. -/
def Polynomial (n : Nat) (f : UInt16 → UInt16) : Prop := ∃ cs : List UInt16, cs.length ≤ n ∧ ∀ x, f x = evaluate cs x

/-- The coefficients of a sum. -/
def addCoefficients : List UInt16 → List UInt16 → List UInt16
  | [], bs => bs
  | a :: as, [] => a :: as
  | a :: as, b :: bs => (a ^^^ b) :: addCoefficients as bs

theorem addCoefficients_length {as bs : List UInt16} {n : Nat} (ha : as.length ≤ n) (hb : bs.length ≤ n) : (addCoefficients as bs).length ≤ n := by
  induction as generalizing bs n with
  | nil => exact hb
  | cons a as ih => cases bs with
    | nil => exact ha
    | cons b bs => cases n with
      | zero => exact absurd ha (Nat.not_succ_le_zero _)
      | succ n => exact Nat.succ_le_succ (ih (Nat.le_of_succ_le_succ ha) (Nat.le_of_succ_le_succ hb))

theorem evaluate_add (as bs : List UInt16) (x : UInt16) : evaluate (addCoefficients as bs) x = evaluate as x ^^^ evaluate bs x := by
  induction as generalizing bs with
  | nil => exact (zero_xor _).symm
  | cons a as ih => cases bs with
    | nil => exact (xor_zero _).symm
    | cons b bs =>
      rw [addCoefficients, evaluate, evaluate, evaluate, ih, multiply_xor]
      ac_rfl

/-- The coefficients of a multiple. -/
def scaleCoefficients (a : UInt16) : List UInt16 → List UInt16
  | [] => []
  | c :: cs => multiply a c :: scaleCoefficients a cs

theorem scaleCoefficients_length (a : UInt16) (cs : List UInt16) : (scaleCoefficients a cs).length = cs.length := by
  induction cs with
  | nil => rfl
  | cons c cs ih => rw [scaleCoefficients, List.length_cons, List.length_cons, ih]

theorem evaluate_scale (a : UInt16) (cs : List UInt16) (x : UInt16) : evaluate (scaleCoefficients a cs) x = multiply a (evaluate cs x) := by
  induction cs with
  | nil => exact (multiply_zero a).symm
  | cons c cs ih =>
    rw [scaleCoefficients, evaluate, evaluate, ih, multiply_xor]
    ac_rfl

namespace Polynomial

variable {n : Nat} {f g : UInt16 → UInt16}

theorem mono {m : Nat} (h : Polynomial n f) (le : n ≤ m) : Polynomial m f := by
  obtain ⟨cs, length, e⟩ := h
  exact ⟨cs, Nat.le_trans length le, e⟩

theorem congr (h : Polynomial n f) (e : ∀ x, g x = f x) : Polynomial n g := by
  obtain ⟨cs, length, e'⟩ := h
  exact ⟨cs, length, fun x => (e x).trans (e' x)⟩

theorem zero (n : Nat) : Polynomial n fun _ => 0 := ⟨[], Nat.zero_le n, fun _ => rfl⟩

theorem const (c : UInt16) : Polynomial 1 fun _ => c := ⟨[c], Nat.le_refl 1, fun x => by rw [evaluate, evaluate, multiply_zero, xor_zero]⟩

theorem add (hf : Polynomial n f) (hg : Polynomial n g) : Polynomial n fun x => f x ^^^ g x := by
  obtain ⟨as, ha, ea⟩ := hf
  obtain ⟨bs, hb, eb⟩ := hg
  exact ⟨addCoefficients as bs, addCoefficients_length ha hb, fun x => by dsimp only; rw [ea, eb, evaluate_add]⟩

theorem scale (hf : Polynomial n f) (a : UInt16) : Polynomial n fun x => multiply (f x) a := by
  obtain ⟨cs, length, e⟩ := hf
  exact ⟨scaleCoefficients a cs, by rw [scaleCoefficients_length]; exact length, fun x => by dsimp only; rw [e, evaluate_scale, multiply_comm]⟩

/-- One linear factor more. -/
theorem times (hf : Polynomial n f) (a : UInt16) : Polynomial (n + 1) fun x => multiply (f x) (x ^^^ a) := by
  obtain ⟨cs, length, e⟩ := hf
  refine ⟨addCoefficients (0 :: cs) (scaleCoefficients a cs), addCoefficients_length (Nat.succ_le_succ length) ?_, fun x => ?_⟩
  · rw [scaleCoefficients_length]
    exact Nat.le_succ_of_le length
  · dsimp only
    rw [e, evaluate_add, evaluate_scale, evaluate, zero_xor, multiply_xor, multiply_comm, multiply_comm _ a]

end Polynomial

/-! ## Roots -/

/-- The quotient by x − `a`. -/
def quotient (a : UInt16) : List UInt16 → List UInt16
  | [] => []
  | [_] => []
  | _ :: c :: cs => evaluate (c :: cs) a :: quotient a (c :: cs)

theorem quotient_length {a : UInt16} {cs : List UInt16} {n : Nat} (h : cs.length ≤ n + 1) : (quotient a cs).length ≤ n := by
  induction cs generalizing n with
  | nil => exact Nat.zero_le n
  | cons c cs ih => cases cs with
    | nil => exact Nat.zero_le n
    | cons d cs => cases n with
      | zero => exact absurd (Nat.le_of_succ_le_succ h) (Nat.not_succ_le_zero _)
      | succ n => exact Nat.succ_le_succ (ih (Nat.le_of_succ_le_succ h))

theorem evaluate_quotient (a : UInt16) (cs : List UInt16) (x : UInt16) :
    evaluate cs x ^^^ evaluate cs a = multiply (x ^^^ a) (evaluate (quotient a cs) x) := by
  induction cs with
  | nil => simp only [quotient, evaluate, multiply_zero, xor_zero]
  | cons c cs ih => cases cs with
    | nil => simp only [quotient, evaluate, multiply_zero, xor_self]
    | cons d cs =>
      -- c + x·p(x) + c + a·p(a) = x·(p(x) + p(a)) + (x + a)·p(a)
      have e : evaluate (c :: d :: cs) x ^^^ evaluate (c :: d :: cs) a
          = multiply x (evaluate (d :: cs) x ^^^ evaluate (d :: cs) a) ^^^ multiply (x ^^^ a) (evaluate (d :: cs) a) := by
        rw [evaluate_cons, evaluate_cons c (d :: cs) a]
        generalize evaluate (d :: cs) x = p
        generalize evaluate (d :: cs) a = q
        rw [multiply_xor, xor_multiply]
        have left : (c ^^^ multiply x p) ^^^ (c ^^^ multiply a q) = (c ^^^ c) ^^^ (multiply x p ^^^ multiply a q) := by ac_rfl
        have right : (multiply x p ^^^ multiply x q) ^^^ (multiply x q ^^^ multiply a q)
            = (multiply x q ^^^ multiply x q) ^^^ (multiply x p ^^^ multiply a q) := by ac_rfl
        rw [left, right, xor_self, xor_self]
      rw [e, ih, quotient]
      have step : evaluate (evaluate (d :: cs) a :: quotient a (d :: cs)) x
          = evaluate (d :: cs) a ^^^ multiply x (evaluate (quotient a (d :: cs)) x) := rfl
      rw [step, multiply_xor]
      ac_rfl

/-- No element is there twice. -/
def Distinct : List UInt16 → Prop
  | [] => True
  | x :: xs => (∀ y, y ∈ xs → y ≠ x) ∧ Distinct xs

/-- **A polynomial with more roots than its degree is zero.** -/
theorem Polynomial.eq_zero {n : Nat} {f : UInt16 → UInt16} (h : Polynomial n f) {roots : List UInt16} (distinct : Distinct roots)
    (enough : n ≤ roots.length) (zero : ∀ z, z ∈ roots → f z = 0) (x : UInt16) : f x = 0 := by
  obtain ⟨cs, length, e⟩ := h
  rw [e]
  replace zero : ∀ z, z ∈ roots → evaluate cs z = 0 := fun z m => by rw [← e, zero z m]
  clear e
  induction n generalizing cs roots with
  | zero => rw [List.length_eq_zero_iff.mp (Nat.le_antisymm length (Nat.zero_le _)), evaluate]
  | succ n ih => cases roots with
    | nil => exact absurd enough (Nat.not_succ_le_zero n)
    | cons z roots =>
      have factor : ∀ x, evaluate cs x = multiply (x ^^^ z) (evaluate (quotient z cs) x) := by
        intro x
        rw [← evaluate_quotient, zero z List.mem_cons_self, xor_zero]
      rw [factor, ih distinct.2 (Nat.le_of_succ_le_succ enough) (quotient z cs) (quotient_length length) ?_, multiply_zero]
      intro y m
      have := zero y (List.mem_cons_of_mem z m)
      rw [factor] at this
      exact (eq_zero_of_multiply this).resolve_left fun same => distinct.1 y m (xor_eq_zero.mp same)

end Jar.Erasure
