import Jar.Chain.Import
import Jar.Thm.Chain.Guarantees
import Jar.Thm.Chain.DisputesAccepted

/-!
# What is true of an accepted block

Gray Paper 0.7.2, sections 4 and 5: an accepted block extends the state's own block, its author sealed it, and what waits on a core changes only as the paper says.
-/
namespace Jar.Chain

open Crypto

variable {protocol : Protocol} {p : Params} {scheme : SignatureScheme} {σ σ' : State} {root : Hash} {context : Context} {block : Block}
  {checked : Checked}

/-- What every rule gave for a block that keeps them all. -/
theorem check_ok (h : check p scheme σ root context block = .ok checked) :
    (∃ u, checkHeader p σ.slot root context block = .ok u) ∧
    checkAuthor p scheme σ block = .ok (checked.disputed, checked.rotation) ∧
    addTickets p scheme block.header.unsigned.slot checked.rotation.entropy checked.rotation.safrole block.extrinsic.tickets = .ok checked.safrole ∧
    (∃ pending,
      assurances p scheme checked.disputed.assignments checked.rotation.active block.header.unsigned.slot block.header.unsigned.parent
        block.extrinsic.assurances = .ok (pending, checked.available) ∧
      guarantees p scheme pending checked.rotation.active checked.rotation.previous checked.rotation.entropy checked.disputed.records.offenders
        checked.recent σ.authPools σ.services σ.ready σ.accumulated σ.assignments block.header.unsigned.slot context.ancestors
        block.extrinsic.guarantees = .ok (checked.assignments, checked.reporters)) ∧
    checked.recent = updateParent σ.recent block.header.unsigned.parentStateRoot ∧
    ∃ u, checkPreimages σ.services block.extrinsic.preimages = .ok u := by
  unfold check at h
  obtain ⟨_, header, h⟩ := bind_ok h
  obtain ⟨⟨disputed, rotation⟩, author, h⟩ := bind_ok h
  obtain ⟨safrole, tickets, h⟩ := bind_ok h
  obtain ⟨⟨pending, available⟩, assured, h⟩ := bind_ok h
  obtain ⟨⟨assignments, reporters⟩, guaranteed, h⟩ := bind_ok h
  obtain ⟨_, preimages, h⟩ := bind_ok h
  have h := ok_inj h
  subst h
  exact ⟨⟨_, header⟩, author, tickets, ⟨pending, assured, guaranteed⟩, rfl, ⟨_, preimages⟩⟩

/-- An accepted block keeps all rules, and its posterior is made of what they gave. -/
theorem accepted_checked (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    ∃ checked, check protocol.params scheme σ root context block = .ok checked ∧ posterior protocol σ block checked = .ok σ' := by
  unfold transitionFrom at h
  split at h
  · rename_i checked found
    exact ⟨checked, found, h⟩
  · exact nomatch h

/-- τ′ and ρ′. -/
theorem posterior_ok (h : posterior protocol σ block checked = .ok σ') :
    σ'.slot = block.header.unsigned.slot ∧ σ'.assignments = checked.assignments := by
  unfold posterior at h
  obtain ⟨_, _, h⟩ := bind_ok h
  have h := ok_inj h
  subst h
  exact ⟨rfl, rfl⟩

/-- **The posterior state's slot is the header's.** -/
theorem transition_slot_header (h : transitionFrom protocol scheme σ root context block = .ok σ') : σ'.slot = block.header.unsigned.slot := by
  obtain ⟨_, _, made⟩ := accepted_checked h
  exact (posterior_ok made).1

/-- **An accepted block extends the block of the state**: its header names that block and the state's root, commits to the extrinsic, and its slot is later, but not
in the future. -/
theorem transition_header (h : transition protocol scheme σ context block = .ok σ') :
    block.header.unsigned.parent = context.parent ∧ block.header.unsigned.parentStateRoot = rootOf protocol.params σ ∧
    block.header.unsigned.extrinsicHash = extrinsicHash protocol.params block.extrinsic ∧ σ.slot < block.header.unsigned.slot ∧
    (∀ now, context.clock = some now → block.header.unsigned.slot ≤ now) ∧ block.header.unsigned.authorIndex < protocol.params.validators := by
  obtain ⟨_, found, _⟩ := accepted_checked (show transitionFrom protocol scheme σ (rootOf protocol.params σ) context block = .ok σ' from h)
  obtain ⟨_, header⟩ := (check_ok found).1
  unfold checkHeader checkSlot at header
  obtain ⟨_, parent, header⟩ := bind_ok header
  obtain ⟨_, after, header⟩ := bind_ok header
  obtain ⟨_, begun, header⟩ := bind_ok header
  obtain ⟨_, root, header⟩ := bind_ok header
  obtain ⟨_, extrinsic, author⟩ := bind_ok header
  refine ⟨of_decide_eq_true (demand_ok parent), of_decide_eq_true (demand_ok root), of_decide_eq_true (demand_ok extrinsic),
    of_decide_eq_true (demand_ok after), fun now e => ?_, of_decide_eq_true (demand_ok author)⟩
  have begun := demand_ok begun
  unfold hasBegun at begun
  rw [e] at begun
  exact of_decide_eq_true begun

/-! ## What waits on cores -/

/-- The disputes of an accepted block. -/
theorem checkAuthor_disputes {disputed : Disputed} {rotation : Rotation} (h : checkAuthor p scheme σ block = .ok (disputed, rotation)) :
    disputes p scheme σ.disputes σ.assignments σ.slot σ.activeValidators σ.previousValidators block.extrinsic.disputes = .ok disputed := by
  unfold checkAuthor at h
  obtain ⟨own, byRules, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  split at h
  · exact nomatch h
  · obtain ⟨_, _, h⟩ := bind_ok h
    obtain ⟨_, _, h⟩ := bind_ok h
    obtain ⟨_, _, h⟩ := bind_ok h
    have e : own = disputed := congrArg (·.1) (ok_inj h)
    rw [← e]
    exact byRules

/-- A verdict of the block says of the report that it is bad, or that nobody knows. -/
def JudgedAgainst (p : Params) (extrinsic : DisputesExtrinsic) (report : WorkReport) : Prop :=
  ∃ verdict, verdict ∈ extrinsic.verdicts.toList ∧ verdict.target = reportHash report ∧ (Gives p verdict .bad ∨ Gives p verdict .wonky)

theorem keep_some (dropped : SortedSet Hash) (entry : AvailabilityAssignment) :
    keep dropped (some entry) = if dropped.has (reportHash entry.report) then none else some entry := rfl

/-- ρ†, core by core: disputes take away reports only, those that were judged against. -/
theorem pending_after_disputes {records : DisputesRecords} {assignments : AvailabilityAssignments} {slot : Slot} {active previous : ValidatorSet}
    {extrinsic : DisputesExtrinsic} {disputed : Disputed} (h : disputes p scheme records assignments slot active previous extrinsic = .ok disputed)
    (core : Nat) : disputed.assignments[core]? = assignments[core]? ∨
      disputed.assignments[core]? = some none ∧ ∃ entry, assignments[core]? = some (some entry) ∧ JudgedAgainst p extrinsic entry.report := by
  cases disputes_ok h with
  | inl none => exact .inl (by rw [none.2])
  | inr found =>
    obtain ⟨all, accepted⟩ := found
    rw [accepted.assignments]
    unfold withoutJudged
    split
    · exact .inl rfl
    · rw [← Array.getElem?_toList, List.toList_toArray, getElem?_map, Array.getElem?_toList]
      cases at_ : assignments[core]? with
      | none => exact .inl rfl
      | some entry =>
        cases entry with
        | none => exact .inl rfl
        | some entry =>
          rw [Option.map, keep_some]
          by_cases gone : (SortedSet.ofList (judged .bad all ++ judged .wonky all)).has (reportHash entry.report) = true
          · rw [ite_eq_left gone]
            refine .inr ⟨rfl, entry, rfl, ?_⟩
            cases List.mem_append.mp ((SortedSet.has_ofList _ _).mp gone) with
            | inl m =>
              obtain ⟨verdict, m, e, gives⟩ := (mem_outcomes accepted.verdicts.outcomes _ _).mp ((mem_judged .bad all _).mp m)
              exact ⟨verdict, m, e, .inl gives⟩
            | inr m =>
              obtain ⟨verdict, m, e, gives⟩ := (mem_outcomes accepted.verdicts.outcomes _ _).mp ((mem_judged .wonky all _).mp m)
              exact ⟨verdict, m, e, .inr gives⟩
          · rw [ite_eq_right gone]
            exact .inl rfl

/-- What the sections of reports gave for an accepted block. -/
theorem accepted_reports (h : transitionFrom protocol scheme σ root context block = .ok σ') : ∃ (checked : Checked) (pending : AvailabilityAssignments),
    disputes protocol.params scheme σ.disputes σ.assignments σ.slot σ.activeValidators σ.previousValidators block.extrinsic.disputes
      = .ok checked.disputed ∧
    assurances protocol.params scheme checked.disputed.assignments checked.rotation.active block.header.unsigned.slot block.header.unsigned.parent
      block.extrinsic.assurances = .ok (pending, checked.available) ∧
    guarantees protocol.params scheme pending checked.rotation.active checked.rotation.previous checked.rotation.entropy
      checked.disputed.records.offenders checked.recent σ.authPools σ.services σ.ready σ.accumulated σ.assignments block.header.unsigned.slot
      context.ancestors block.extrinsic.guarantees = .ok (σ'.assignments, checked.reporters) := by
  obtain ⟨checked, found, made⟩ := accepted_checked h
  obtain ⟨_, author, _, ⟨pending, assured, guaranteed⟩, _⟩ := check_ok found
  rw [(posterior_ok made).2]
  exact ⟨checked, pending, checkAuthor_disputes author, assured, guaranteed⟩

/-- **A report leaves its core only if it was judged against, more than two thirds of the validators assured its core, or it timed out.** -/
theorem report_leaves (h : transitionFrom protocol scheme σ root context block = .ok σ') {core : Nat} {entry : AvailabilityAssignment}
    (was : σ.assignments[core]? = some (some entry)) : σ'.assignments[core]? = some (some entry) ∨
      JudgedAgainst protocol.params block.extrinsic.disputes entry.report ∨
      2 * protocol.params.validators.toNat < 3 * assuranceCount core block.extrinsic.assurances.toList ∨
      entry.timeout.toNat + protocol.params.assuranceTimeout.toNat ≤ block.header.unsigned.slot.toNat := by
  obtain ⟨checked, pending, judged, assured, guaranteed⟩ := accepted_reports h
  cases pending_after_disputes judged core with
  | inr gone =>
    obtain ⟨_, other, at_, against⟩ := gone
    rw [was] at at_
    rw [← Option.some.inj (Option.some.inj at_)] at against
    exact .inr (.inl against)
  | inl same =>
    by_cases enough : 2 * protocol.params.validators.toNat < 3 * assuranceCount core block.extrinsic.assurances.toList
    · exact .inr (.inr (.inl enough))
    · by_cases late : block.header.unsigned.slot.toNat < entry.timeout.toNat + protocol.params.assuranceTimeout.toNat
      · exact .inl (waits_after_guarantees guaranteed ((pending_after_assurances assured core entry).mpr ⟨by rw [same, was], enough, late⟩))
      · exact .inr (.inr (.inr (Nat.le_of_not_lt late)))

/-- **A report comes to a core only by a guarantee in the block**, and waits from the block's slot on. -/
theorem report_comes (h : transitionFrom protocol scheme σ root context block = .ok σ') {core : Nat} {entry : AvailabilityAssignment}
    (waits : σ'.assignments[core]? = some (some entry)) : σ.assignments[core]? = some (some entry) ∨
      ∃ g, g ∈ block.extrinsic.guarantees.toList ∧ g.report.coreIndex.toNat = core ∧
        entry = { report := g.report, timeout := block.header.unsigned.slot } := by
  obtain ⟨checked, pending, judged, assured, guaranteed⟩ := accepted_reports h
  cases appears_by_guarantee guaranteed core with
  | inr new =>
    obtain ⟨g, m, own, _, at_⟩ := new
    rw [waits] at at_
    exact .inr ⟨g, m, own, Option.some.inj (Option.some.inj at_)⟩
  | inl same =>
    rw [waits] at same
    have before := ((pending_after_assurances assured core entry).mp same.symm).1
    cases pending_after_disputes judged core with
    | inl same => exact .inl (by rw [← same]; exact before)
    | inr gone =>
      rw [gone.1] at before
      exact nomatch Option.some.inj before

end Jar.Chain
