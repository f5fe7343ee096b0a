/-!
# Finite checks

A property of all naturals below a bound, checked one by one by the kernel.
-/
namespace Jar

/-- Is `p` true of every natural below `n`? -/
def below : (n : Nat) → (p : Nat → Bool) → Bool
  | 0, _ => true
  | n + 1, p => p n && below n p

theorem of_below {n : Nat} {p : Nat → Bool} (h : below n p = true) : ∀ k, k < n → p k = true := by
  induction n with
  | zero => intro k hk; exact absurd hk (Nat.not_lt_zero k)
  | succ n ih =>
    intro k hk
    rw [below, Bool.and_eq_true] at h
    cases Nat.eq_or_lt_of_le (Nat.le_of_lt_succ hk) with
    | inl e => rw [e]; exact h.1
    | inr hk => exact ih h.2 k hk

end Jar
