/-! Tactics in ordinary use. -/
namespace Tac
theorem t_rw (a b c : Nat) (h : a = b) (h2 : b = c) : a = c := by rw [h, h2]
theorem t_rw_at (a b c : Nat) (h : a = b) (h2 : a = c) : b = c := by rw [h] at h2; exact h2
theorem t_simp (p q : Prop) (hp : p) (hq : q) : p ∧ q ∧ True := by simp [hp, hq]
theorem t_simp_hyp (x y : Nat) (h : x = y ∧ True) : y = x := by simp at h; exact h.symm
theorem t_simp_arith (x : Nat) : x + 0 = x := by simp
theorem t_simp_lit : 2 + 3 * 4 = 14 := by simp
theorem t_simp_u64 : (2 + 3 : UInt64) = 5 := by simp
theorem t_decide : 10 < 20 ∧ 3 ∣ 9 ∨ 5 = 5 := by right; decide
theorem t_decide2 : (5 : UInt64) + 3 = 8 := by decide
theorem t_decide3 : ∀ b : Bool, (b || !b) = true := by decide
theorem t_cases (p q : Prop) (h : p ∨ q) : q ∨ p := by
  cases h with
  | inl h => exact Or.inr h
  | inr h => exact Or.inl h
theorem t_rcases (p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r) := by
  rcases h with ⟨hp, hq | hr⟩
  · exact Or.inl ⟨hp, hq⟩
  · exact Or.inr ⟨hp, hr⟩
theorem t_obtain (p : Nat → Prop) (h : ∃ x, p x) : ∃ y, p y := by
  obtain ⟨x, hx⟩ := h
  exact ⟨x, hx⟩
theorem t_exists : ∃ x : Nat, x = 3 := by exists 3
theorem t_calc (a b c : Nat) (h : a = b) (h2 : b = c) : a = c := calc
  a = b := h
  _ = c := h2
theorem t_calc_lt (a b c : Nat) (h : a < b) (h2 : b ≤ c) : a < c := calc
  a < b := h
  _ ≤ c := h2
theorem t_constructor (p q : Prop) (hp : p) (hq : q) : p ∧ q := by constructor <;> assumption
theorem t_contra (h : 1 = 2) : False := by contradiction
theorem t_contra2 (n : Nat) (h : n + 1 = 0) : False := by cases h
theorem t_inj (a b : Nat) (h : some a = some b) : a = b := by injection h
theorem t_simp_inj (a b : Nat) (h : some a = some b) : a = b := by simp at h; exact h
theorem t_split (n : Nat) : (if n = 0 then 1 else 2) > 0 := by
  split
  · decide
  · decide
theorem t_split_match (o : Option Nat) : (match o with | none => 1 | some _ => 2) ≤ 2 := by
  split
  · decide
  · exact Nat.le_refl _
theorem t_bycases (p : Prop) [Decidable p] (q : Prop) (h : p → q) (h' : ¬p → q) : q := by
  by_cases hp : p
  · exact h hp
  · exact h' hp
theorem t_have (a : Nat) : a = a := by
  have h : a = a := rfl
  show a = a
  exact h
theorem t_funext (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g := by
  apply funext
  intro x
  exact h x
theorem t_generalize (a b : Nat) : (a + b) * 0 = 0 := by
  generalize a + b = c
  rfl
theorem t_simp_all (a b : Nat) (h : a = 0) (h2 : b = a) : b = 0 := by simp_all
theorem t_specialize (p : Nat → Prop) (h : ∀ n, p n) : p 3 := by
  specialize h 3
  exact h
theorem t_refine (p q : Prop) (hp : p) (hq : q) : p ∧ q := by
  refine ⟨?_, ?_⟩
  · exact hp
  · exact hq
theorem t_case (n : Nat) : n = n := by
  induction n
  case zero => rfl
  case succ n ih => rfl
theorem t_subst (a b : Nat) (h : a = b) (p : Nat → Prop) (hp : p a) : p b := by subst h; exact hp
theorem t_unfold (n : Nat) : id n = n := by unfold id; rfl
theorem t_simpa (a b : Nat) (h : a + 0 = b) : a = b := by simpa using h
theorem t_intro_pat (p q : Prop) : p ∧ q → q := by
  intro ⟨_, hq⟩
  exact hq
theorem t_exact_q (p q : Prop) (h : p ↔ q) (hp : p) : q := by rw [← h]; exact hp
theorem t_nomatch (h : False) : 1 = 2 := nomatch h
theorem t_native : 2^10 = 1024 := by rfl
theorem t_decide_big : 2^64 % 7 = 2 := by decide
theorem t_delta (f : Nat → Nat) (h : f 0 = 1) : f 0 + 1 = 2 := by rw [h]
theorem t_nofun : ¬ (some 1 = (none : Option Nat)) := by nofun
end Tac
