import Jar.Chain.Assurances
import Jar.Thm.Chain.Rule

/-!
# What assurances do

Gray Paper 0.7.2, section 11.2: a report becomes available exactly if more than two thirds of the validators assure its core, each of which signed; and a report
ceases to wait only if it became available or timed out.
-/
namespace Jar.Chain

open Crypto

/-- What a step gives is one value. -/
theorem ok_inj {α : Type} {a b : α} (h : (Except.ok a : Result α) = .ok b) : a = b := by injection h

/-- The threshold is "more than two thirds". -/
theorem supermajority_le (p : Params) (n : Nat) : p.supermajority ≤ n ↔ 2 * p.validators.toNat < 3 * n := by
  unfold Params.supermajority
  omega

/-- A core is assured exactly if more than two thirds of the validators assure it. -/
theorem isAssured_iff (p : Params) (extrinsic : Array Assurance) (core : Nat) :
    isAssured p extrinsic core = true ↔ 2 * p.validators.toNat < 3 * assuranceCount core extrinsic.toList := by
  unfold isAssured
  exact ⟨fun h => (supermajority_le p _).mp (of_decide_eq_true h), fun h => decide_eq_true ((supermajority_le p _).mpr h)⟩

/-- The assurances of a core. -/
def assurancesOf (core : Nat) : List Assurance → List Assurance
  | [] => []
  | assurance :: rest => if bitAt assurance.bitfield core = true then assurance :: assurancesOf core rest else assurancesOf core rest

theorem assurancesOf_length (core : Nat) (l : List Assurance) : (assurancesOf core l).length = assuranceCount core l := by
  induction l with
  | nil => rfl
  | cons a l ih =>
    unfold assurancesOf assuranceCount
    cases bitAt a.bitfield core with
    | true => exact congrArg (· + 1) ih
    | false => exact ih

theorem mem_assurancesOf {core : Nat} {l : List Assurance} {a : Assurance} (h : a ∈ assurancesOf core l) : a ∈ l ∧ bitAt a.bitfield core = true := by
  induction l with
  | nil => exact absurd h List.not_mem_nil
  | cons b l ih =>
    unfold assurancesOf at h
    by_cases c : bitAt b.bitfield core = true
    · rw [ite_eq_left c] at h
      exact (List.mem_cons.mp h).elim (fun e => by rw [e]; exact ⟨List.mem_cons_self, c⟩) fun m => ⟨List.mem_cons_of_mem _ (ih m).1, (ih m).2⟩
    · rw [ite_eq_right c] at h
      exact ⟨List.mem_cons_of_mem _ (ih h).1, (ih h).2⟩

/-- Assurances come from different validators, in ascending order. -/
def AscendingValidators : List Assurance → Prop := Ascends fun a b => decide (a.validatorIndex < b.validatorIndex)

theorem AscendingValidators.above {a : Assurance} {l : List Assurance} (h : AscendingValidators (a :: l)) :
    ∀ b, b ∈ l → decide (a.validatorIndex < b.validatorIndex) = true :=
  Ascends.first (before := fun (a b : Assurance) => decide (a.validatorIndex < b.validatorIndex))
    (fun _ _ _ x y => decide_eq_true (UInt16.lt_trans (of_decide_eq_true x) (of_decide_eq_true y))) h

theorem AscendingValidators.ofCore {core : Nat} {l : List Assurance} (h : AscendingValidators l) : AscendingValidators (assurancesOf core l) := by
  induction l with
  | nil => trivial
  | cons a l ih =>
    have tail := ih (Ascends.tail h)
    unfold assurancesOf
    by_cases c : bitAt a.bitfield core = true
    · rw [ite_eq_left c]
      generalize e : assurancesOf core l = kept at tail
      cases kept with
      | nil => trivial
      | cons b kept =>
        have m : b ∈ assurancesOf core l := by rw [e]; exact List.mem_cons_self
        exact ⟨AscendingValidators.above h b (mem_assurancesOf m).1, tail⟩
    · rw [ite_eq_right c]
      exact tail

/-- What the rules say of each assurance. -/
theorem checkAssurances_ok {p : Params} {scheme : SignatureScheme} {pending : AvailabilityAssignments} {validators : ValidatorSet} {parent : Hash}
    {extrinsic : Array Assurance} {u : Unit} (h : checkAssurances p scheme pending validators parent extrinsic = .ok u) :
    AscendingValidators extrinsic.toList ∧ ∀ a, a ∈ extrinsic.toList →
      a.anchor = parent ∧ a.validatorIndex < p.validators ∧ assuresPending a.bitfield pending.toList 0 = true ∧
        assuranceSigned scheme validators parent a = true := by
  unfold checkAssurances at h
  obtain ⟨_, anchor, h⟩ := bind_ok h
  obtain ⟨_, index, h⟩ := bind_ok h
  obtain ⟨_, order, h⟩ := bind_ok h
  obtain ⟨_, engaged, signed⟩ := bind_ok h
  refine ⟨demandAscending_ok order, fun a m => ?_⟩
  obtain ⟨_, anchor⟩ := demandAll_ok anchor a m
  obtain ⟨_, index⟩ := demandAll_ok index a m
  obtain ⟨_, engaged⟩ := demandAll_ok engaged a m
  obtain ⟨_, signed⟩ := demandAll_ok signed a m
  exact ⟨of_decide_eq_true anchor, of_decide_eq_true index, engaged, signed⟩

theorem availableReports_cons (assured : Nat → Bool) (pending : AvailabilityAssignment) (l : List (Option AvailabilityAssignment)) (core : Nat) :
    availableReports assured (some pending :: l) core =
      if assured core then pending.report :: availableReports assured l (core + 1) else availableReports assured l (core + 1) := rfl

/-- The reports of assured cores are those that wait on them. -/
theorem mem_availableReports {assured : Nat → Bool} {r : WorkReport} : ∀ (l : List (Option AvailabilityAssignment)) (core : Nat),
    r ∈ availableReports assured l core ↔ ∃ i pending, l[i]? = some (some pending) ∧ assured (core + i) = true ∧ pending.report = r := by
  intro l
  induction l with
  | nil =>
    intro core
    refine ⟨fun m => absurd m List.not_mem_nil, fun ⟨i, _, h, _⟩ => ?_⟩
    rw [List.getElem?_nil] at h
    exact nomatch h
  | cons head l ih =>
    intro core
    have later : (r ∈ availableReports assured l (core + 1)) ↔
        ∃ i pending, (head :: l)[i + 1]? = some (some pending) ∧ assured (core + (i + 1)) = true ∧ pending.report = r := by
      rw [ih (core + 1)]
      simp only [List.getElem?_cons_succ, Nat.add_assoc, Nat.add_comm 1]
    have split : (∃ i pending, (head :: l)[i]? = some (some pending) ∧ assured (core + i) = true ∧ pending.report = r) ↔
        (∃ pending, head = some pending ∧ assured core = true ∧ pending.report = r) ∨ r ∈ availableReports assured l (core + 1) := by
      rw [later]
      constructor
      · intro ⟨i, pending, at_, hit, own⟩
        cases i with
        | zero => exact .inl ⟨pending, Option.some.inj at_, hit, own⟩
        | succ i => exact .inr ⟨i, pending, at_, hit, own⟩
      · intro h
        exact h.elim (fun ⟨pending, e, hit, own⟩ => ⟨0, pending, congrArg some e, hit, own⟩) fun ⟨i, rest⟩ => ⟨i + 1, rest⟩
    rw [split]
    cases head with
    | none => exact ⟨.inr, fun h => h.elim (fun ⟨_, e, _⟩ => nomatch e) id⟩
    | some pending =>
      rw [availableReports_cons]
      cases c : assured core with
      | false =>
        rw [ite_eq_right (by decide)]
        exact ⟨.inr, fun h => h.elim (fun ⟨_, _, hit, _⟩ => nomatch hit) id⟩
      | true =>
        rw [ite_eq_left rfl, List.mem_cons]
        constructor
        · exact fun h => h.elim (fun e => .inl ⟨pending, rfl, rfl, e.symm⟩) .inr
        · exact fun h => h.elim (fun ⟨other, e, _, own⟩ => .inl (by rw [← own, Option.some.inj e])) .inr

/-- ρ‡ is ρ† but for reports that are gone. -/
theorem getElem?_stillPending {assured : Nat → Bool} {late : AvailabilityAssignment → Bool} :
    ∀ (l : List (Option AvailabilityAssignment)) (core i : Nat), (stillPending assured late l core)[i]? =
      (l[i]?).map fun entry => entry.bind fun pending => if assured (core + i) || late pending then none else some pending := by
  intro l
  induction l with
  | nil => intro core i; unfold stillPending; rw [List.getElem?_nil]; rfl
  | cons head l ih =>
    intro core i
    cases head with
    | none =>
      cases i with
      | zero => rfl
      | succ i =>
        unfold stillPending
        rw [List.getElem?_cons_succ, List.getElem?_cons_succ, ih, Nat.add_assoc, Nat.add_comm 1]
    | some pending =>
      cases i with
      | zero => rfl
      | succ i =>
        unfold stillPending
        rw [List.getElem?_cons_succ, List.getElem?_cons_succ, ih, Nat.add_assoc, Nat.add_comm 1]

/-! ## What an accepted extrinsic does -/

section
variable {p : Params} {scheme : SignatureScheme} {pending pending' : AvailabilityAssignments} {validators : ValidatorSet} {slot : Slot} {parent : Hash}
  {extrinsic : Array Assurance} {available : Array WorkReport}

/-- The value of `assurances`. -/
theorem assurances_ok (h : assurances p scheme pending validators slot parent extrinsic = .ok (pending', available)) :
    (∃ u, checkAssurances p scheme pending validators parent extrinsic = .ok u) ∧
      pending'.toList = stillPending (isAssured p extrinsic) (timedOut p slot) pending.toList 0 ∧
      available.toList = availableReports (isAssured p extrinsic) pending.toList 0 := by
  unfold assurances at h
  obtain ⟨u, check, h⟩ := bind_ok h
  have e : ((stillPending (isAssured p extrinsic) (timedOut p slot) pending.toList 0).toArray,
      (availableReports (isAssured p extrinsic) pending.toList 0).toArray) = (pending', available) := ok_inj h
  exact ⟨⟨u, check⟩, (congrArg (·.1.toList) e).symm, (congrArg (·.2.toList) e).symm⟩

/-- **A report becomes available exactly if it waits on a core that more than two thirds of the validators assure.** -/
theorem available_iff (h : assurances p scheme pending validators slot parent extrinsic = .ok (pending', available)) (r : WorkReport) :
    r ∈ available.toList ↔ ∃ core entry : _, pending[core]? = some (some entry) ∧ entry.report = r ∧
      2 * p.validators.toNat < 3 * assuranceCount core extrinsic.toList := by
  rw [(assurances_ok h).2.2, mem_availableReports]
  simp only [Nat.zero_add, isAssured_iff, Array.getElem?_toList]
  exact ⟨fun ⟨i, entry, at_, hit, own⟩ => ⟨i, entry, at_, own, hit⟩, fun ⟨i, entry, at_, own, hit⟩ => ⟨i, entry, at_, hit, own⟩⟩

/-- **More than two thirds of the validators signed that they have their part of it**: different ones, each below V, each for this parent and this core. -/
theorem available_signed (h : assurances p scheme pending validators slot parent extrinsic = .ok (pending', available)) {r : WorkReport}
    (m : r ∈ available.toList) : ∃ core entry : _, pending[core]? = some (some entry) ∧ entry.report = r ∧
      ∃ voters : List Assurance, 2 * p.validators.toNat < 3 * voters.length ∧ AscendingValidators voters ∧ ∀ a, a ∈ voters →
        bitAt a.bitfield core = true ∧ a.anchor = parent ∧ a.validatorIndex < p.validators ∧ assuranceSigned scheme validators parent a = true := by
  obtain ⟨core, entry, at_, own, enough⟩ := (available_iff h r).mp m
  obtain ⟨u, check⟩ := (assurances_ok h).1
  obtain ⟨order, each⟩ := checkAssurances_ok check
  refine ⟨core, entry, at_, own, assurancesOf core extrinsic.toList, ?_, order.ofCore, fun a m => ?_⟩
  · rw [assurancesOf_length]
    exact enough
  · obtain ⟨m, bit⟩ := mem_assurancesOf m
    obtain ⟨anchor, index, _, signed⟩ := each a m
    exact ⟨bit, anchor, index, signed⟩

/-- **ρ‡, core by core**: a report waits on exactly if it waited, is not available and not timed out. -/
theorem pending_after_assurances (h : assurances p scheme pending validators slot parent extrinsic = .ok (pending', available)) (core : Nat)
    (entry : AvailabilityAssignment) : pending'[core]? = some (some entry) ↔ pending[core]? = some (some entry) ∧
      ¬ 2 * p.validators.toNat < 3 * assuranceCount core extrinsic.toList ∧ slot.toNat < entry.timeout.toNat + p.assuranceTimeout.toNat := by
  rw [← Array.getElem?_toList, (assurances_ok h).2.1, getElem?_stillPending, Array.getElem?_toList, Nat.zero_add, ← isAssured_iff]
  cases e : pending[core]? with
  | none => exact ⟨nofun, fun x => nomatch x.1⟩
  | some found =>
    cases found with
    | none => exact ⟨nofun, fun x => nomatch (Option.some.inj x.1)⟩
    | some found =>
      have late : ¬ timedOut p slot found = true ↔ slot.toNat < found.timeout.toNat + p.assuranceTimeout.toNat := by
        unfold timedOut
        exact ⟨fun no => Nat.lt_of_not_le fun c => no (decide_eq_true c), fun lt c => Nat.not_le_of_gt lt (of_decide_eq_true c)⟩
      by_cases gone : (isAssured p extrinsic core || timedOut p slot found) = true
      · constructor
        · intro x
          have x := Option.some.inj x
          dsimp only [Option.bind] at x
          rw [ite_eq_left gone] at x
          exact nomatch x
        · intro ⟨x, no, no'⟩
          rw [← Option.some.inj (Option.some.inj x), ← late] at no'
          exact absurd gone (by rw [Bool.not_eq_true] at no no'; rw [no, no']; decide)
      · have gone : isAssured p extrinsic core = false ∧ timedOut p slot found = false := by
          cases x : isAssured p extrinsic core <;> cases y : timedOut p slot found <;> rw [x, y] at gone
          · exact ⟨rfl, rfl⟩
          all_goals exact absurd (by decide) gone
        have same : ((some (some found)).map fun entry => entry.bind fun pending =>
            if isAssured p extrinsic core || timedOut p slot pending then none else some pending) = some (some found) := by
          dsimp only [Option.map, Option.bind]
          rw [gone.1, gone.2]
          rfl
        rw [same]
        constructor
        · intro x
          refine ⟨x, by rw [gone.1]; decide, ?_⟩
          rw [← Option.some.inj (Option.some.inj x), ← late, gone.2]
          decide
        · exact fun x => x.1

/-- **A report ceases to wait only if it became available or timed out.** -/
theorem gone_after_assurances (h : assurances p scheme pending validators slot parent extrinsic = .ok (pending', available)) {core : Nat}
    {entry : AvailabilityAssignment} (was : pending[core]? = some (some entry)) (gone : pending'[core]? ≠ some (some entry)) :
    entry.report ∈ available.toList ∨ entry.timeout.toNat + p.assuranceTimeout.toNat ≤ slot.toNat := by
  by_cases enough : 2 * p.validators.toNat < 3 * assuranceCount core extrinsic.toList
  · exact .inl ((available_iff h _).mpr ⟨core, entry, was, rfl, enough⟩)
  · by_cases late : slot.toNat < entry.timeout.toNat + p.assuranceTimeout.toNat
    · exact absurd ((pending_after_assurances h core entry).mpr ⟨was, enough, late⟩) gone
    · exact .inr (Nat.le_of_not_lt late)

/-- ρ‡ has the cores of ρ†. -/
theorem size_after_assurances (h : assurances p scheme pending validators slot parent extrinsic = .ok (pending', available)) :
    pending'.size = pending.size := by
  have length : ∀ (l : List (Option AvailabilityAssignment)) (core : Nat),
      (stillPending (isAssured p extrinsic) (timedOut p slot) l core).length = l.length := by
    intro l
    induction l with
    | nil => intro core; rfl
    | cons head l ih =>
      intro core
      cases head with
      | none => exact congrArg (· + 1) (ih (core + 1))
      | some pending => exact congrArg (· + 1) (ih (core + 1))
  rw [← Array.length_toList, (assurances_ok h).2.1, length, Array.length_toList]

end

end Jar.Chain
