import Jar.Thm.Chain.Disputes

/-!
# Disputes of an accepted block

Records only grow, a report is judged once and in one way, and reports that were judged, but not as good, no longer wait: Gray Paper 0.7.2, section 10. For any
scheme of signatures.
-/
namespace Jar.Chain

open Crypto SortedSet

variable {p : Params} {scheme : SignatureScheme} {records : DisputesRecords} {assignments : AvailabilityAssignments} {slot : Slot}
  {active previous : ValidatorSet} {extrinsic : DisputesExtrinsic} {disputed : Disputed}

/-- What is true of the disputes of an accepted block. -/
structure DisputesAccepted (p : Params) (scheme : SignatureScheme) (records : DisputesRecords) (assignments : AvailabilityAssignments) (slot : Slot)
    (active previous : ValidatorSet) (extrinsic : DisputesExtrinsic) (disputed : Disputed) (all : List (Hash × Outcome)) : Prop where
  /-- The rules of verdicts. -/
  verdicts : VerdictsAccepted p slot (.ofState records) extrinsic.verdicts all
  /-- The rules of culprits and faults. -/
  offenders : checkOffenders (.ofState records) ((Records.ofState records).withOutcomes all) all
    (.ofList ((previous ++ active).toList.map (·.ed25519))) extrinsic = .ok ()
  /-- The rules of signatures. -/
  signatures : checkSignatures p scheme slot active previous extrinsic = .ok ()
  /-- What is recorded. -/
  records : disputed.records = (((Records.ofState records).withOutcomes all).withOffenders (offendersOf extrinsic).toList).toState
  /-- What waits. -/
  assignments : disputed.assignments = withoutJudged all assignments
  /-- The mark. -/
  mark : disputed.offendersMark = offendersOf extrinsic

/-- **The rules of disputes, read off an accepted block**, or there was no dispute and nothing changed. -/
theorem disputes_ok (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed) :
    (hasNone extrinsic = true ∧ disputed = { records, assignments, offendersMark := #[] }) ∨
    ∃ all, DisputesAccepted p scheme records assignments slot active previous extrinsic disputed all := by
  unfold disputes at h
  split at h
  · rename_i none
    injection h with h
    exact .inl ⟨none, h.symm⟩
  · obtain ⟨all, verdicts, h⟩ := bind_ok h
    obtain ⟨_, offenders, h⟩ := bind_ok h
    obtain ⟨_, signatures, h⟩ := bind_ok h
    injection h with h
    exact .inr ⟨all, checkVerdicts_ok verdicts, offenders, signatures, by rw [← h], by rw [← h], by rw [← h]⟩

/-! ## What is recorded -/

/-- The part of the records that holds the reports of an outcome. -/
def recordOf (records : DisputesRecords) : Outcome → Array Hash
  | .good => records.good
  | .bad => records.bad
  | .wonky => records.wonky

theorem accepted_recorded {all : List (Hash × Outcome)}
    (accepted : DisputesAccepted p scheme records assignments slot active previous extrinsic disputed all) (outcome : Outcome) (report : Hash) :
    report ∈ (recordOf disputed.records outcome).toList ↔ report ∈ (recordOf records outcome).toList ∨ (report, outcome) ∈ all := by
  rw [accepted.records, ← mem_judged]
  cases outcome with
  | good => exact mem_addAll records.good _ report
  | bad => exact mem_addAll records.bad _ report
  | wonky => exact mem_addAll records.wonky _ report

/-- **Good, bad and wonky reports stay what they are.** -/
theorem disputes_records_grow (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed) (outcome : Outcome)
    {report : Hash} (m : report ∈ (recordOf records outcome).toList) : report ∈ (recordOf disputed.records outcome).toList := by
  cases disputes_ok h with
  | inl none => rw [none.2]; exact m
  | inr some =>
    obtain ⟨all, accepted⟩ := some
    exact (accepted_recorded accepted outcome report).mpr (.inl m)

/-- **What is new among them, a verdict of the block came to.** -/
theorem disputes_records_new (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed) (outcome : Outcome)
    {report : Hash} (m : report ∈ (recordOf disputed.records outcome).toList) : report ∈ (recordOf records outcome).toList ∨
      ∃ verdict, verdict ∈ extrinsic.verdicts.toList ∧ verdict.target = report ∧ Gives p verdict outcome := by
  cases disputes_ok h with
  | inl none => rw [none.2] at m; exact .inl m
  | inr some =>
    obtain ⟨all, accepted⟩ := some
    exact ((accepted_recorded accepted outcome report).mp m).elim .inl fun m => .inr ((mem_outcomes accepted.verdicts.outcomes report outcome).mp m)

/-- **Offenders stay offenders**: ψ_O ⊆ ψ_O′; and the new ones are those of the mark. -/
theorem disputes_offenders (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed) (key : Ed25519Public) :
    key ∈ disputed.records.offenders.toList ↔ key ∈ records.offenders.toList ∨ key ∈ disputed.offendersMark.toList := by
  cases disputes_ok h with
  | inl none => rw [none.2]; exact ⟨.inl, fun m => m.elim id fun m => absurd m List.not_mem_nil⟩
  | inr some =>
    obtain ⟨all, accepted⟩ := some
    rw [accepted.records, accepted.mark]
    exact mem_addAll records.offenders _ key

/-- ψ_O ⊆ ψ_O′. -/
theorem disputes_offenders_grow (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed) {key : Ed25519Public}
    (m : key ∈ records.offenders.toList) : key ∈ disputed.records.offenders.toList :=
  (disputes_offenders h key).mpr (.inl m)

/-! ## Judged once -/

/-- No report is recorded with two outcomes. -/
def JudgedOnce (records : DisputesRecords) : Prop :=
  ∀ (report : Hash) (a b : Outcome), report ∈ (recordOf records a).toList → report ∈ (recordOf records b).toList → a = b

theorem contains_of_mem {outcome : Outcome} {report : Hash} (m : report ∈ (recordOf records outcome).toList) :
    (Records.ofState records).contains report = true := by
  unfold Records.contains
  rw [Bool.or_eq_true, Bool.or_eq_true]
  cases outcome with
  | good => exact .inl (.inl ((has_ofArray _ _).mpr m))
  | bad => exact .inl (.inr ((has_ofArray _ _).mpr m))
  | wonky => exact .inr ((has_ofArray _ _).mpr m)

/-- **A report is judged in one way at most**, if it was so before. -/
theorem disputes_judgedOnce (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed) (once : JudgedOnce records) :
    JudgedOnce disputed.records := by
  cases disputes_ok h with
  | inl none => rw [none.2]; exact once
  | inr some =>
    obtain ⟨all, accepted⟩ := some
    intro report a b ha hb
    have ha := (accepted_recorded accepted a report).mp ha
    have hb := (accepted_recorded accepted b report).mp hb
    rw [mem_outcomes accepted.verdicts.outcomes] at ha hb
    have apart : ∀ {c : Outcome}, report ∈ (recordOf records c).toList → ∀ verdict, verdict ∈ extrinsic.verdicts.toList → verdict.target ≠ report := by
      intro c old verdict m e
      have new := accepted.verdicts.fresh verdict m
      rw [e, contains_of_mem old] at new
      exact nomatch new
    cases ha with
    | inl ha =>
      cases hb with
      | inl hb => exact once report a b ha hb
      | inr hb =>
        obtain ⟨verdict, m, e, _⟩ := hb
        exact absurd e (apart ha verdict m)
    | inr ha =>
      obtain ⟨verdict, m, e, gives⟩ := ha
      cases hb with
      | inl hb => exact absurd e (apart hb verdict m)
      | inr hb =>
        obtain ⟨verdict', m', e', gives'⟩ := hb
        have same := verdict_unique accepted.verdicts.ascends m m' (e.trans e'.symm)
        rw [← same] at gives'
        have : some a = some b := gives.symm.trans gives'
        injection this

/-! ## What no longer waits -/

/-- **What waits after disputes waited before, and no verdict of the block was against it.** -/
theorem disputes_assignments (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed) {assignment : AvailabilityAssignment}
    (m : some assignment ∈ disputed.assignments.toList) : some assignment ∈ assignments.toList ∧
      ∀ verdict, verdict ∈ extrinsic.verdicts.toList → verdict.target = reportHash assignment.report → Gives p verdict .good := by
  cases disputes_ok h with
  | inl none =>
    refine ⟨by rw [none.2] at m; exact m, fun verdict m => ?_⟩
    have empty := none.1
    unfold hasNone at empty
    rw [Bool.and_eq_true, Bool.and_eq_true, beq_iff_eq, ← Array.length_toList] at empty
    rw [List.length_eq_zero_iff.mp empty.1.1] at m
    exact absurd m List.not_mem_nil
  | inr some =>
    obtain ⟨all, accepted⟩ := some
    rw [accepted.assignments] at m
    have kept : Option.some assignment ∈ assignments.toList ∧
        reportHash assignment.report ∉ judged .bad all ++ judged .wonky all := by
      unfold withoutJudged at m
      split at m
      · rename_i none
        rw [none]
        exact ⟨m, List.not_mem_nil⟩
      · rw [List.toList_toArray] at m
        obtain ⟨own, m, e⟩ := mem_map m
        cases own with
        | none => exact nomatch e
        | some own =>
          unfold keep at e
          dsimp only at e
          split at e
          · exact nomatch e
          · rename_i free
            injection e with e
            subst e
            exact ⟨m, fun bad => free ((has_ofList _ _).mpr bad)⟩
    refine ⟨kept.1, fun verdict m e => ?_⟩
    obtain ⟨outcome, gives⟩ := gives_some accepted.verdicts.outcomes m
    have entry : (reportHash assignment.report, outcome) ∈ all :=
      (mem_outcomes accepted.verdicts.outcomes _ outcome).mpr ⟨verdict, m, e, gives⟩
    cases outcome with
    | good => exact gives
    | bad => exact absurd (List.mem_append.mpr (.inl ((mem_judged .bad all _).mpr entry))) kept.2
    | wonky => exact absurd (List.mem_append.mpr (.inr ((mem_judged .wonky all _).mpr entry))) kept.2

/-! ## Who said so -/

theorem all_mem {α : Type} {condition : α → Bool} {l : List α} (h : l.all condition = true) {a : α} (m : a ∈ l) : condition a = true := by
  induction l with
  | nil => exact absurd m List.not_mem_nil
  | cons b l ih =>
    have h : (condition b && l.all condition) = true := h
    rw [Bool.and_eq_true] at h
    exact (List.mem_cons.mp m).elim (fun e => by rw [e]; exact h.1) (ih h.2)

/-- **Each judgment of an accepted block is signed** by a validator of the state's epoch or of the one before. -/
theorem disputes_judgments_signed (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed) {verdict : Verdict}
    {judgment : Judgment} (m : verdict ∈ extrinsic.verdicts.toList) (n : judgment ∈ verdict.votes.toList) :
    ∃ judge, (if verdict.age.toNat = epoch p slot then active else previous)[judgment.index.toNat]? = some judge ∧
      scheme.ed25519Verify judge.ed25519 (judgmentContext judgment.vote ++ verdict.target.bytes) judgment.signature = true := by
  cases disputes_ok h with
  | inl none =>
    have empty := none.1
    unfold hasNone at empty
    rw [Bool.and_eq_true, Bool.and_eq_true, beq_iff_eq, ← Array.length_toList] at empty
    rw [List.length_eq_zero_iff.mp empty.1.1] at m
    exact absurd m List.not_mem_nil
  | inr some =>
    obtain ⟨all, accepted⟩ := some
    have signatures := accepted.signatures
    unfold checkSignatures at signatures
    obtain ⟨_, judgments, _⟩ := bind_ok signatures
    obtain ⟨_, c⟩ := demandAll_ok judgments verdict m
    unfold judgmentsSigned at c
    have c := all_mem c n
    split at c
    · rename_i judge found
      exact ⟨judge, found, c⟩
    · exact nomatch c

/-- **Each new offender is a validator** of this epoch or the last, and was no offender yet. -/
theorem disputes_offender (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed) {key : Ed25519Public}
    (m : key ∈ disputed.offendersMark.toList) :
    key ∉ records.offenders.toList ∧ ∃ keys, (keys ∈ previous.toList ∨ keys ∈ active.toList) ∧ keys.ed25519 = key := by
  cases disputes_ok h with
  | inl none => rw [none.2] at m; exact absurd m List.not_mem_nil
  | inr some =>
    obtain ⟨all, accepted⟩ := some
    rw [accepted.mark] at m
    unfold offendersOf at m
    rw [List.toList_toArray] at m
    have rules := accepted.offenders
    unfold checkOffenders at rules
    obtain ⟨_, _, rules⟩ := bind_ok rules
    obtain ⟨_, _, rules⟩ := bind_ok rules
    obtain ⟨_, _, rules⟩ := bind_ok rules
    obtain ⟨_, _, rules⟩ := bind_ok rules
    obtain ⟨_, _, rules⟩ := bind_ok rules
    obtain ⟨_, _, rules⟩ := bind_ok rules
    obtain ⟨_, culpritNew, rules⟩ := bind_ok rules
    obtain ⟨_, faultNew, rules⟩ := bind_ok rules
    obtain ⟨_, culpritKey, faultKey⟩ := bind_ok rules
    have both : (Records.ofState records).offenders.has key = false ∧
        (SortedSet.ofList ((previous ++ active).toList.map (·.ed25519))).has key = true := by
      cases List.mem_append.mp m with
      | inl m =>
        obtain ⟨culprit, m, e⟩ := mem_map m
        obtain ⟨_, new⟩ := demandAll_ok culpritNew culprit m
        obtain ⟨_, known⟩ := demandAll_ok culpritKey culprit m
        rw [← e] at new known
        exact ⟨Bool.not_eq_true' _ |>.mp new, known⟩
      | inr m =>
        obtain ⟨fault, m, e⟩ := mem_map m
        obtain ⟨_, new⟩ := demandAll_ok faultNew fault m
        obtain ⟨_, known⟩ := demandAll_ok faultKey fault m
        rw [← e] at new known
        exact ⟨Bool.not_eq_true' _ |>.mp new, known⟩
    refine ⟨fun old => ?_, ?_⟩
    · have := (has_ofArray records.offenders key).mpr old
      rw [show (ofArray records.offenders).has key = false from both.1] at this
      exact nomatch this
    · obtain ⟨keys, n, e⟩ := mem_map ((has_ofList _ _).mp both.2)
      rw [Array.toList_append] at n
      exact ⟨keys, List.mem_append.mp n, e.symm⟩

end Jar.Chain
