import Jar.Pvm.Run

/-!
# Theorems: runs compose

About the recursion Ψ of Gray Paper 0.7.2, appendix A.1: running `n` and then `m` steps is running `n + m` steps, and counting in chunks changes
nothing.
-/
namespace Jar.Pvm

variable {rules : Rules} {program : Program}

/-- The equation of `steps` for at least one step. -/
theorem steps_succ (n : Nat) (s : State) :
    steps rules program (n + 1) s =
      match step rules program s with
      | .next t => steps rules program n t
      | .exit reason t => .exited reason n t := rfl

/-- A run that goes on after `n` steps can be taken up where it stands. -/
theorem steps_add_of_running {n m : Nat} {s s' : State} (h : steps rules program n s = .running s') :
    steps rules program (n + m) s = steps rules program m s' := by
  induction n generalizing s with
  | zero =>
    unfold steps at h
    injection h with h
    rw [Nat.zero_add, h]
  | succ n ih =>
    rw [Nat.add_right_comm]
    rw [steps_succ] at h ⊢
    cases hs : step rules program s with
    | next t =>
      rw [hs] at h
      exact ih h
    | exit reason t =>
      rw [hs] at h
      cases h

/-- More steps than a run needs change nothing but the number left. -/
theorem steps_add_of_exited {n m left : Nat} {s s' : State} {reason : Exit}
    (h : steps rules program n s = .exited reason left s') :
    steps rules program (n + m) s = .exited reason (left + m) s' := by
  induction n generalizing s with
  | zero =>
    unfold steps at h
    cases h
  | succ n ih =>
    rw [Nat.add_right_comm]
    rw [steps_succ] at h ⊢
    cases hs : step rules program s with
    | next t =>
      rw [hs] at h
      exact ih h
    | exit reason t =>
      rw [hs] at h
      cases h
      rfl

/-- What a result becomes when `m` more steps are allowed. -/
def Result.continue (rules : Rules) (program : Program) (m : Nat) : Result → Result
  | .running s => steps rules program m s
  | .exited reason left s => .exited reason (left + m) s

/-- `n + m` steps are `n` steps and then `m` steps. -/
theorem steps_add (n m : Nat) (s : State) :
    steps rules program (n + m) s = (steps rules program n s).continue rules program m := by
  cases h : steps rules program n s with
  | running t => exact steps_add_of_running h
  | exited reason left t => exact steps_add_of_exited h

/-- Chunks of steps are steps. -/
theorem stepChunks_eq (count : Nat) (s : State) :
    stepChunks rules program count s = steps rules program (count * chunk) s := by
  induction count generalizing s with
  | zero =>
    rw [Nat.zero_mul]
    rfl
  | succ count ih =>
    rw [Nat.succ_mul, Nat.add_comm (count * chunk) chunk, steps_add]
    unfold stepChunks
    cases h : steps rules program chunk s with
    | running t => exact ih t
    | exited reason left t => rfl

/-- `stepMany` is `steps`. -/
theorem stepMany_eq (n : Nat) (s : State) : stepMany rules program n s = steps rules program n s := by
  have e : n % chunk + n / chunk * chunk = n := by
    rw [Nat.mul_comm]
    exact Nat.mod_add_div n chunk
  have split : steps rules program n s = steps rules program (n % chunk + n / chunk * chunk) s := by rw [e]
  rw [split, steps_add]
  unfold stepMany
  cases h : steps rules program (n % chunk) s with
  | running t => exact stepChunks_eq _ t
  | exited reason left t => rfl

end Jar.Pvm
