/-! every declared tactic form at least once; must check without error -/
set_option linter.unusedVariables false
namespace Forms
variable (p q r : Prop)
-- context
example : p → q → p := by intro hp _; exact hp
example : p → q → p := by intros hp hq; assumption
example : p → q → p := by intros; assumption
example : p ∧ q → q := by intro | ⟨_, h⟩ => exact h
example (a b : Nat) (h : a = b) (h' : b = 3) : a = 3 := by revert h; intro e; rename b = 3 => k; clear p q r; exact e.trans k
example (a b : Nat) (h : a = b) (h' : b = 3) : a = 3 := by revert h h'; intro h h'; subst h; exact h'
example (a b c : Nat) (h : a = b) (h' : b = c) : a = c := by subst_vars; rfl
example (h : ∀ n : Nat, n = n) : 2 = 2 := by specialize h 2; exact h
example : p → p := by intro; rename_i h; exact h
example (a b : Nat) : a + b = a + b := by generalize h : a + b = c; rfl
example (a b : Nat) (h : a + b = 3) : 3 = a + b := by generalize a + b = c at h ⊢; exact h.symm
-- closing
example (h : 1 = 2) : p := by contradiction
example (h : p) (h' : ¬ p) : q := by contradiction
example [Decidable p] (h : ¬ ¬ p) : p := by false_or_by_contra; contradiction
example (h : p) : p := by trivial
example : True ∧ 2 = 2 := by trivial
example : 2 = 2 := by eq_refl
example : 2 = 2 := by apply_rfl
example : p ↔ p := by rfl
example : HEq 2 2 := by rfl
example : 2 + 2 = 4 := by decide
example : 2 + 2 = 4 := by decide +kernel
example : Inhabited Nat := by infer_instance
example : False → p := by nofun
example (h : False) : p := by nomatch h
-- terms as proofs
example (h : p → q) (hp : p) : q := by apply h; exact hp
example (hp : p) (hq : q) : p ∧ q := by refine ⟨?a, ?b⟩; case b => exact hq
                                        case a => exact hp
example (hp : p) (hq : q) : p ∧ q := by refine' ⟨_, _⟩ <;> assumption
example (h : False) : p := by exfalso; exact h
example (hp : p) (hq : q) : p ∧ q := by constructor; exact hp; exact hq
example (hp : p) : p ∨ q := by left; exact hp
example (hq : q) : p ∨ q := by right; exact hq
example : ∃ x : Nat, x = 3 := by exists 3
example : ∃ x : Nat, ∃ y : Nat, x = y + 1 := by exists 3, 2
example (hp : p) (hq : q) (hr : r) : p ∧ q ∧ r := by and_intros <;> assumption
example (n : Nat) (h : n = 1 + 1) : 2 = n := by change n = 2 at h; change 2 = n; exact h.symm
-- goals and control
example (h : p ∧ q) : q ∧ p := by
  constructor
  · exact h.2
  . exact h.1
example (h : p ∨ q) : q ∨ p := by
  cases h
  case inl h => exact .inr h
  case inr h => exact .inl h
example (h : p ∨ q) (h1 : p → r) (h2 : q → r) : r := by
  cases h
  case' inl h => apply h1
  case' inr h => apply h2
  all_goals assumption
example (h : p ∨ p) : p := by
  cases h
  case inl h | inr h => exact h
example (hp : p) (hq : q) : p ∧ q := by constructor; any_goals assumption
example (hp : p) (hq : q) : p ∧ q := by constructor; focus exact hp
                                        exact hq
example (hp : p) (hq : q) : p ∧ q := by constructor; rotate_left; exact hq; exact hp
example (hp : p) (hq : q) : p ∧ q := by constructor; rotate_right 1; exact hq; exact hp
example (hp : p) : p := by skip; trace_state; trace "note"; exact hp; done
example (hp : p) : p := by
  fail_if_success (fail "no")
  fail_if_success fail
  (exact hp)
example (hp : p) : p := by first | fail | exact hp
example (hp : p) : p := by try fail
                           exact hp
example : 2 = 2 := by with_reducible rfl
example : 2 = 2 := by with_reducible_and_instances rfl
example : 2 = 2 := by with_unfolding_all rfl
example (hp : p) : p ∧ p ∧ p := by repeat (first | exact hp | constructor)
example (hp : p) : p ∧ p ∧ p := by repeat' constructor
                                   all_goals exact hp
example (hp : p) : p ∧ p ∧ p := by repeat1' constructor
                                   all_goals exact hp
example : p → p := by intro; next h => exact h
example (hp : p) : p := by show_term exact hp
-- declarations
example (hp : p) (h : p → q) : q := by
  have hq : q := h hp
  have : q := by exact hq
  have ⟨a, b⟩ : q ∧ p := ⟨this, hp⟩
  have f (x : Nat) : x = x := rfl
  let n := 2
  let ⟨x, y⟩ := (1, 2)
  let rec g : Nat → Nat | 0 => 0 | k + 1 => g k
  show q
  exact hq
example (hp : p) (h : p → q) : q := by
  suffices x : p by exact h x
  exact hp
example (hp : p) (h : p → q) : q := by
  suffices x : p from h x
  exact hp
example (hp : p) : p := by show p from hp
example (hp : p) : p := by show p by exact hp
-- rewriting
example (a b c : Nat) (h : a = b) (h2 : b = c) : a = c := by rewrite [h, h2]; rfl
example (a b c : Nat) (h : a = b) (h2 : c = b) : a = c := by rw [h, ← h2]
example (a b c : Nat) (h : a = b) (h2 : c = b) : a = c := by rw [h, <- h2,]
example (a b c : Nat) (h : a = b) (h2 : a = c) (h3 : a = 7) : b = c := by rw [h] at h2 h3; exact h2
example (a b c : Nat) (h : a = b) (h2 : a = c) : b = c ∧ a = b := by rw [h] at h2 ⊢; exact ⟨h2, rfl⟩
example (a b c : Nat) (h : a = b) (h2 : a = c) : b = c := by rw [h] at *; exact h2
example (a b c : Nat) (h : a = b) (h2 : a = c) : b = c := by rwa [h] at h2
example (a b c : Nat) (h : a = b) (h2 : b = c) : a = c := by rwa [h]
def two := 2
def dbl (n : Nat) := n + n
example : two = 2 := by unfold two; rfl
example (h : two = dbl 1) : 2 = 1 + 1 := by unfold two dbl at h; exact h
example : two = 2 := by delta two; rfl
example (h : two = 3) : 2 = 3 := by delta two at h; exact h
example (n : Nat) : (if n = 0 then 1 else 2) ≤ 2 := by split <;> decide
example (n : Nat) (h : (if n = 0 then 1 else 2) = 1) : n = 0 := by
  split at h
  · assumption
  · contradiction
example (a b : Nat) (h : some a = some b) : a = b := by injection h with h
example (a b c d : Nat) (h : (a, b) = (c, d)) : a = c := by injections
example (a b : Nat) (h : a = b) : a + 1 = b + 1 := by congr
example (a b : Nat) (h : a = b) : (a + 1) + 1 = (b + 1) + 1 := by congr 2
-- simp
example (h : p) : p ∧ True := by simp [h]
example (h : p) : p ∧ True := by simp only [h, and_true]
example (h : p) : p ∧ True := by simp [*]
example (h : p ∧ True) : p := by simp at h; exact h
example (h : p ∧ True) (h' : q ∧ True) : p ∧ q := by simp at h h' ⊢; exact ⟨h, h'⟩
example (h : p ∧ True) : p := by simp at *; exact h
example (h : p ∧ True) : p := by simp +contextual -decide (maxSteps := 1000) at h; exact h
example (a b : Nat) (h : a = b) : b = a := by simp [← h]
example (a b : Nat) (h : a = b) : b = a := by simp [↓h, -ne_eq]
example (h : p ∧ True) : p := by simp? at h; exact h
example (h : p) : p ∧ True := by simp? [h]
example (h : p → q) (hp : p) (f : p → q → r) : r ∧ True := by simp_all
example (h : p → q) (hp : p) (f : p → q → r) : r ∧ True := by simp_all only [and_true]
example : two = 2 := by dsimp [two]
example : two = 2 := by dsimp only [two]
example (h : two = 3) : 2 = 3 := by dsimp [two] at h; exact h
example (h : p ∧ True) : p := by simpa using h
example (hp : p) : p ∧ True := by simpa
example (h : p ∧ True) (e : p = q) : q := by simpa [e] using h
example (h : p ∧ True) : p := by simpa only [and_true] using h
example (h : p ∧ True) : p := by simpa? using h
@[simp] theorem two_eq : two = 2 := rfl
@[simp ←] theorem dbl_eq : 0 + 1 = dbl 1 - 1 := rfl
@[simp ↓ high] theorem two_eq' : two = 2 := rfl
example (f : Nat → Nat) (h : ∀ n, n = 0 → f n = 1) : f 0 = 1 := by simp (disch := rfl) [h]
-- cases, induction
example (a b : Nat) : a + b = b + a := by
  induction a with
  | zero => simp
  | succ n ih => exact (Nat.succ_add n b).trans (congrArg Nat.succ ih)
example (a b : Nat) : a + b = b + a := by
  induction a generalizing b with
  | zero => simp
  | succ n ih => rw [Nat.succ_add, ih]; rfl
example (n : Nat) : n = 0 ∨ 0 < n := by
  induction n using Nat.rec with
  | zero => left; rfl
  | _ => right; exact Nat.zero_lt_succ _
example (n : Nat) : n = 0 ∨ 0 < n := by
  cases n using Nat.casesOn with
  | zero => left; rfl
  | succ n => right; exact Nat.zero_lt_succ _
example (n : Nat) : n = 0 ∨ 0 < n := by
  cases h : n with
  | zero => left; rfl
  | succ m => ?_
  right; exact Nat.zero_lt_succ _
inductive T | a | b | c (n : Nat) (m : Nat)
example (t : T) : t = t := by
  cases t with
  | a | b => rfl
  | @c n _ => rfl
example (t : T) : t = t := by
  cases t with rfl
def f : Nat → Nat | 0 => 0 | 1 => 0 | n + 2 => f n
theorem f0 (n : Nat) : f n = 0 := by
  fun_induction f n with
  | case1 => rfl
  | case2 => rfl
  | case3 n ih => exact ih
example (n : Nat) : f n = 0 := by fun_induction f <;> first | rfl | assumption
example (n : Nat) : f n = 0 := by
  fun_cases f n
  · rfl
  · rfl
  · exact f0 _
example [Decidable p] (h : p → q) (h' : ¬ p → q) : q := by
  by_cases hp : p
  case pos => exact h hp
  case neg => exact h' hp
example [Decidable p] (hq : q) : q := by by_cases p <;> exact hq
example (o : Option Nat) : o = o := by
  match o with
  | none => rfl
  | some x => rfl
-- patterns
example (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r) := by
  rcases h with ⟨hp, hq | hr⟩
  · exact .inl ⟨hp, hq⟩
  · exact .inr ⟨hp, hr⟩
example (h : p ∧ q) : q := by rcases h with ⟨-, (h : q)⟩; exact h
example (h : p ∨ p) : p := by rcases h with _ | _ <;> assumption
example (h : ∃ x : Nat, x = 3 ∧ p) : p := by obtain ⟨x, rfl, hp⟩ := h; exact hp
example (h : ∃ x : Nat, x = 3 ∧ p) : p := by obtain ⟨x, ⟨rfl, hp⟩⟩ : ∃ x : Nat, x = 3 ∧ p := h; exact hp
example (h : p) : p ∧ p := by
  obtain ⟨a, b⟩ : p ∧ p
  · exact ⟨h, h⟩
  exact ⟨a, b⟩
example : p ∧ q → q := by rintro ⟨_, hq⟩; exact hq
example : p → p ∨ q → p := by rintro hp (h | h) <;> exact hp
example : ∀ n : Nat, n = 0 → p → p := by rintro (n : Nat) rfl hp; exact hp
example : p ∧ q → q := by rintro @⟨_, hq⟩; exact hq
-- calc
example (a b c : Nat) (h : a = b) (h2 : b = c) : a = c := by
  calc
    a = b := h
    _ = c := h2
example (a b c d : Nat) (h : a = b) (h2 : b = c) (h3 : c = d) : a = d := calc a
  _ = b := h
  _ = c := by rw [h2]
  _ = d := h3
example (a b c : Nat) (h : a < b) (h2 : b = c) : a < c := by
  calc a < b := h
    _ = c := h2
-- ext, conv, ‹›, replace
@[ext] structure Pt where
  x : Nat
  y : Nat
example (a b : Pt) (h : a.x = b.x) (h' : a.y = b.y) : a = b := by ext <;> assumption
example (a b : Pt) : a = b ↔ a.x = b.x ∧ a.y = b.y := Pt.ext_iff
@[ext (iff := false) high] structure Pt3 extends Pt where
  z : Nat
example (a b : Nat × Nat) (h : a.1 = b.1) (h2 : a.2 = b.2) : a = b := by ext <;> assumption
example (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g := by ext x; exact h x
example (f g : Nat → Nat × Nat) (h : ∀ x, f x = g x) : f = g := by ext x : 1; exact h x
example (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g := by apply_ext_theorem; intro x; exact h x
example (a b : Nat) (h : a = b) : a + a = b + a := by
  conv =>
    lhs
    arg 1
    rw [h]
example (a b : Nat) (h : a = b) : a + a = b + a := by conv => enter [1, 1]; rw [h]
example (a b : Nat) (h : a = b) : a + a = b + a := by conv => { lhs; arg 1; { rw [h] } }
example (a b : Nat) (h : a = b) : a + a = b + a := by conv in (occs := 1) a => rw [h]
example (a b : Nat) (h : a + 0 = b) : a = b := by conv at h => lhs; simp
                                                  exact h
example (f g : Nat → Nat) (h : ∀ x, f x = g x) : (fun x => f x) = g := by conv => lhs; ext x; rw [h]
example (f g : Nat → Nat) (h : ∀ x, f x = g x) : (fun x => f x) = g := by conv => lhs; enter [x]; rw [h]
example : two = 2 := by conv => lhs; unfold two
example : two = 2 := by conv => lhs; delta two
example : two + 0 = 2 := by conv => lhs; change 2
example : two + 0 = 2 := by conv => lhs; reduce
example : two + 0 = 2 := by conv => first | rw [and_true] | (rhs; whnf)
                            rfl
example (a b : Nat) (h : a = b) : a + 0 = b := by conv => lhs; dsimp only [Nat.add_zero]; rw [h]
example (a b : Nat) (h : a = b) : a + 0 = b := by conv => lhs; tactic' => skip
                                                  exact h
example (h : p ∧ q) : p := by cases ‹p ∧ _›; assumption
example (h : p) (f : p → q) : q := by replace h := f h; exact h
example (h : p → q) (hp : p) (f : p → q → r) : r ∧ True := by simp_all?
example : two = 2 := by dsimp? [two]
-- macros with lists of arguments
syntax "total " term,* : term
macro_rules
  | `(total) => `(0)
  | `(total $x) => `($x)
  | `(total $x, $xs,*) => `($x + total $xs,*)
example : (total 1, 2, 3) = 6 := rfl
-- compiler-side helpers that go through the same syntax
inductive Col | r | g | b deriving DecidableEq
structure U where x : Nat := by exact 3
example : ({} : U).x = 3 := by decide
end Forms
/- our declaration, not the one of the same name compiled into libleanshared, must be in force (see lean-kit/lean.c) -/
namespace Lean.Parser.Tactic
syntax (name := sleep) "own_sleep " num : tactic
example : True := by own_sleep 1; trivial
end Lean.Parser.Tactic
