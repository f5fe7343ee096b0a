import Jar.Data.Log2

/-!
# Logarithms

What Jar/Data/Log2.lean promises.
-/
namespace Jar

/-- ⌈log₂⌉ is the least exponent that is enough. -/
theorem ceilLog2_spec (n : Nat) : n ≤ 2 ^ ceilLog2 n ∧ ∀ k, n ≤ 2 ^ k → ceilLog2 n ≤ k := by
  have below : ∀ m n, n < m → n ≤ 2 ^ ceilLog2 n ∧ ∀ k, n ≤ 2 ^ k → ceilLog2 n ≤ k := by
    intro m
    induction m with
    | zero => intro n h; exact absurd h (Nat.not_lt_zero n)
    | succ m ih =>
      intro n h
      rw [ceilLog2]
      by_cases few : n ≤ 1
      · rw [dite_eq_left few]
        exact ⟨few, fun k _ => Nat.zero_le k⟩
      · rw [dite_eq_right few]
        obtain ⟨enough, least⟩ := ih ((n + 1) / 2) (by omega)
        refine ⟨?_, fun k hk => ?_⟩
        · rw [Nat.pow_succ]
          omega
        · cases k with
          | zero => exact absurd hk few
          | succ k =>
            rw [Nat.pow_succ] at hk
            exact Nat.succ_le_succ (least k (by omega))
  exact below (n + 1) n (Nat.lt_succ_self n)

theorem le_two_pow_ceilLog2 (n : Nat) : n ≤ 2 ^ ceilLog2 n := (ceilLog2_spec n).1

end Jar
