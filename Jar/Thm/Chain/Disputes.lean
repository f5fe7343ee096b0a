import Jar.Chain.Disputes
import Jar.Thm.Chain.Rule
import Jar.Thm.Data.SortedSet

/-!
# Verdicts

What verdicts come to, and what they leave in the records: Gray Paper 0.7.2, section 10.
-/
namespace Jar.Chain

open Crypto

/-- **What a verdict comes to**, by its judgments that the report is valid. -/
def Gives (p : Params) (verdict : Verdict) (outcome : Outcome) : Prop := outcomeOf? p (approvals verdict) = some outcome

/-- A good report has the judgments of more than two thirds of the validators for it. -/
theorem gives_good {p : Params} {verdict : Verdict} (h : Gives p verdict .good) : approvals verdict = p.supermajority := by
  unfold Gives outcomeOf? at h
  split at h
  · assumption
  · split at h
    · exact nomatch h
    · split at h
      · exact nomatch h
      · exact nomatch h

/-- A bad report has none. -/
theorem gives_bad {p : Params} {verdict : Verdict} (h : Gives p verdict .bad) : approvals verdict = 0 := by
  unfold Gives outcomeOf? at h
  split at h
  · exact nomatch h
  · split at h
    · assumption
    · split at h
      · exact nomatch h
      · exact nomatch h

/-- A report that cannot be judged has those of a third. -/
theorem gives_wonky {p : Params} {verdict : Verdict} (h : Gives p verdict .wonky) : approvals verdict = p.validators.toNat / 3 := by
  unfold Gives outcomeOf? at h
  split at h
  · exact nomatch h
  · split at h
    · exact nomatch h
    · split at h
      · assumption
      · exact nomatch h

/-- Each verdict comes to something, and there is nothing else. -/
theorem mem_outcomes {p : Params} {verdicts : Array Verdict} {all : List (Hash × Outcome)} (h : outcomes p verdicts = .ok all) (report : Hash)
    (outcome : Outcome) : (report, outcome) ∈ all ↔ ∃ verdict, verdict ∈ verdicts.toList ∧ verdict.target = report ∧ Gives p verdict outcome := by
  have go : ∀ (l : List Verdict) (i : Nat) (all : List (Hash × Outcome)), outcomes.go p l i = .ok all →
      ((report, outcome) ∈ all ↔ ∃ verdict, verdict ∈ l ∧ verdict.target = report ∧ Gives p verdict outcome) := by
    intro l
    induction l with
    | nil =>
      intro i all h
      unfold outcomes.go at h
      injection h with h
      rw [← h]
      exact ⟨fun m => absurd m List.not_mem_nil, fun ⟨_, m, _⟩ => absurd m List.not_mem_nil⟩
    | cons verdict l ih =>
      intro i all h
      unfold outcomes.go at h
      split at h
      · exact nomatch h
      · rename_i own gives
        split at h
        · rename_i rest more
          injection h with h
          rw [← h, List.mem_cons, ih _ _ more]
          refine ⟨fun m => ?_, fun ⟨other, m, target, outcome'⟩ => ?_⟩
          · cases m with
            | inl e =>
              injection e with e1 e2
              exact ⟨verdict, List.mem_cons_self, e1.symm, by rw [e2]; exact gives⟩
            | inr m =>
              obtain ⟨other, m, target, outcome'⟩ := m
              exact ⟨other, List.mem_cons_of_mem _ m, target, outcome'⟩
          · cases List.mem_cons.mp m with
            | inl e =>
              rw [e] at target outcome'
              have : some outcome = some own := outcome'.symm.trans gives
              injection this with this
              exact .inl (by rw [target, this])
            | inr m => exact .inr ⟨other, m, target, outcome'⟩
        · exact nomatch h
  exact go _ _ _ h

/-- A verdict of an accepted block comes to something. -/
theorem gives_some {p : Params} {verdicts : Array Verdict} {all : List (Hash × Outcome)} (h : outcomes p verdicts = .ok all) {verdict : Verdict}
    (m : verdict ∈ verdicts.toList) : ∃ outcome, Gives p verdict outcome := by
  have go : ∀ (l : List Verdict) (i : Nat) (all : List (Hash × Outcome)), outcomes.go p l i = .ok all → verdict ∈ l →
      ∃ outcome, Gives p verdict outcome := by
    intro l
    induction l with
    | nil => intro i all _ m; exact absurd m List.not_mem_nil
    | cons first l ih =>
      intro i all h m
      unfold outcomes.go at h
      split at h
      · exact nomatch h
      · rename_i own gives
        cases List.mem_cons.mp m with
        | inl e => exact ⟨own, by rw [e]; exact gives⟩
        | inr m =>
          split at h
          · rename_i rest more
            exact ih _ _ more m
          · exact nomatch h
  exact go _ _ _ h m

/-- The reports of an outcome are those that came to it. -/
theorem mem_judged (outcome : Outcome) (all : List (Hash × Outcome)) (report : Hash) : report ∈ judged outcome all ↔ (report, outcome) ∈ all := by
  induction all with
  | nil => exact ⟨fun m => absurd m List.not_mem_nil, fun m => absurd m List.not_mem_nil⟩
  | cons entry all ih =>
    obtain ⟨own, own'⟩ := entry
    rw [List.mem_cons, judged]
    split
    · rename_i e
      rw [List.mem_cons, ih, e]
      exact ⟨fun m => m.elim (fun e => .inl (by rw [e])) .inr, fun m => m.elim (fun e => by injection e with e; exact .inl e) .inr⟩
    · rename_i ne
      rw [ih]
      exact ⟨.inr, fun m => m.elim (fun e => by injection e with _ e; exact absurd e.symm ne) id⟩

/-- Verdicts by report. -/
theorem verdict_unique {verdicts : List Verdict} (h : Ascends (fun a b => a.target.before b.target) verdicts) {a b : Verdict}
    (ha : a ∈ verdicts) (hb : b ∈ verdicts) (e : a.target = b.target) : a = b :=
  h.unique (fun a b c h1 h2 => LawfulKeyOrder.trans (κ := Hash) a.target b.target c.target h1 h2)
    (fun a b h => LawfulKeyOrder.ne (κ := Hash) (a := a.target) (b := b.target) h) ha hb e

/-- What is true of the verdicts of an accepted block. -/
structure VerdictsAccepted (p : Params) (slot : Slot) (records : Records) (verdicts : Array Verdict) (all : List (Hash × Outcome)) : Prop where
  /-- They ascend by report. -/
  ascends : Ascends (fun a b => a.target.before b.target) verdicts.toList
  /-- Their judgments ascend by validator. -/
  judgments : ∀ verdict, verdict ∈ verdicts.toList → judgmentsAscend verdict = true
  /-- They are of the state's epoch or the one before. -/
  ages : ∀ verdict, verdict ∈ verdicts.toList → verdict.age.toNat = epoch p slot ∨ verdict.age.toNat + 1 = epoch p slot
  /-- This is what they come to. -/
  outcomes : outcomes p verdicts = .ok all
  /-- None is on a report that was judged before. -/
  fresh : ∀ verdict, verdict ∈ verdicts.toList → records.contains verdict.target = false

theorem checkVerdicts_ok {p : Params} {slot : Slot} {records : Records} {verdicts : Array Verdict} {all : List (Hash × Outcome)}
    (h : checkVerdicts p slot records verdicts = .ok all) : VerdictsAccepted p slot records verdicts all := by
  unfold checkVerdicts at h
  obtain ⟨_, ascends, h⟩ := bind_ok h
  obtain ⟨_, judgments, h⟩ := bind_ok h
  obtain ⟨_, ages, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨found, outcomes, h⟩ := bind_ok h
  obtain ⟨_, fresh, h⟩ := bind_ok h
  injection h with h
  refine ⟨demandAscending_ok ascends, fun verdict m => ?_, fun verdict m => ?_, by rw [← h]; exact outcomes, fun verdict m => ?_⟩
  · obtain ⟨_, c⟩ := demandAll_ok judgments verdict m
    exact c
  · obtain ⟨_, c⟩ := demandAll_ok ages verdict m
    rw [Bool.or_eq_true, decide_eq_true_eq, decide_eq_true_eq] at c
    exact c
  · obtain ⟨_, c⟩ := demandAll_ok fresh verdict m
    cases e : records.contains verdict.target with
    | false => rfl
    | true => rw [e] at c; exact nomatch c

end Jar.Chain
