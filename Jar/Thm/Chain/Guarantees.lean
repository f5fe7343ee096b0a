import Jar.Chain.Guarantees
import Jar.Thm.Chain.Assurances
import Jar.Thm.Chain.DisputesAccepted

/-!
# What guarantees do

Gray Paper 0.7.2, sections 11.4 and 11.5: a report comes to wait on a core only by a guarantee, and none that waits is replaced; all guarantors were assigned to the core
and signed.
-/
namespace Jar.Chain

open Crypto

/-! ## ρ′ -/

/-- Puts a report on its core. -/
def putReport (slot : Slot) (pending : AvailabilityAssignments) (guarantee : Guarantee) : AvailabilityAssignments :=
  pending.setIfInBounds guarantee.report.coreIndex.toNat (some { report := guarantee.report, timeout := slot })

theorem putReport_other {slot : Slot} {pending : AvailabilityAssignments} {guarantee : Guarantee} {core : Nat}
    (other : guarantee.report.coreIndex.toNat ≠ core) : (putReport slot pending guarantee)[core]? = pending[core]? := by
  unfold putReport Array.setIfInBounds
  split
  · exact Array.getElem?_set_ne _ other
  · rfl

theorem putReport_own {slot : Slot} {pending : AvailabilityAssignments} {guarantee : Guarantee}
    (inside : guarantee.report.coreIndex.toNat < pending.size) :
    (putReport slot pending guarantee)[guarantee.report.coreIndex.toNat]? = some (some { report := guarantee.report, timeout := slot }) := by
  unfold putReport Array.setIfInBounds
  rw [dite_eq_left inside]
  exact Array.getElem?_set_self inside

theorem putReport_size {slot : Slot} {pending : AvailabilityAssignments} {guarantee : Guarantee} :
    (putReport slot pending guarantee).size = pending.size := Array.size_setIfInBounds

/-- The guarantees' cores ascend. -/
def AscendingCores : List Guarantee → Prop := Ascends fun a b => decide (a.report.coreIndex < b.report.coreIndex)

theorem AscendingCores.above {a : Guarantee} {l : List Guarantee} (h : AscendingCores (a :: l)) :
    ∀ b, b ∈ l → a.report.coreIndex.toNat < b.report.coreIndex.toNat := fun b m =>
  UInt16.lt_iff_toNat_lt.mp (of_decide_eq_true (Ascends.first (before := fun (a b : Guarantee) => decide (a.report.coreIndex < b.report.coreIndex))
    (fun _ _ _ x y => decide_eq_true (UInt16.lt_trans (of_decide_eq_true x) (of_decide_eq_true y))) h b m))

theorem foldl_putReport_other {slot : Slot} {core : Nat} (l : List Guarantee) (pending : AvailabilityAssignments)
    (other : ∀ g, g ∈ l → g.report.coreIndex.toNat ≠ core) : (l.foldl (putReport slot) pending)[core]? = pending[core]? := by
  induction l generalizing pending with
  | nil => rfl
  | cons g l ih =>
    rw [List.foldl_cons, ih _ fun g m => other g (List.mem_cons_of_mem _ m), putReport_other (other g List.mem_cons_self)]

theorem foldl_putReport_size {slot : Slot} (l : List Guarantee) (pending : AvailabilityAssignments) :
    (l.foldl (putReport slot) pending).size = pending.size := by
  induction l generalizing pending with
  | nil => rfl
  | cons g l ih => rw [List.foldl_cons, ih, putReport_size]

theorem foldl_putReport_own {slot : Slot} (l : List Guarantee) (pending : AvailabilityAssignments) (order : AscendingCores l) {g : Guarantee}
    (m : g ∈ l) (inside : g.report.coreIndex.toNat < pending.size) :
    (l.foldl (putReport slot) pending)[g.report.coreIndex.toNat]? = some (some { report := g.report, timeout := slot }) := by
  induction l generalizing pending with
  | nil => exact absurd m List.not_mem_nil
  | cons head l ih =>
    rw [List.foldl_cons]
    cases List.mem_cons.mp m with
    | inl e =>
      subst e
      rw [foldl_putReport_other l _ fun other n e => absurd (order.above other n) (by rw [e]; exact Nat.lt_irrefl _)]
      exact putReport_own inside
    | inr m => exact ih _ (Ascends.tail order) m (by rw [putReport_size]; exact inside)

/-! ## The rules -/

section
variable {p : Params} {scheme : SignatureScheme} {pending pending' : AvailabilityAssignments} {active previous : ValidatorSet} {entropy : Array Hash}
  {offenders : Array Ed25519Public} {recent : RecentHistory} {pools : AuthPools} {services : Services} {ready : ReadyQueue}
  {accumulated : AccumulatedQueue} {reported : AvailabilityAssignments} {slot : Slot} {ancestors : Option Ancestors} {extrinsic : Array Guarantee}
  {keys : Array Ed25519Public}

/-- M or M*, as the slot of a guarantee asks. -/
def guarantorsFor (p : Params) (active previous : ValidatorSet) (entropy : Array Hash) (offenders : Array Ed25519Public) (slot : Slot)
    (guarantee : Guarantee) : Guarantors :=
  guarantorsAt p slot guarantee.slot (guarantors p entropy active previous offenders slot).1 (guarantors p entropy active previous offenders slot).2

/-- The value of `guarantees`, and what was asked before. -/
theorem guarantees_ok (h : guarantees p scheme pending active previous entropy offenders recent pools services ready accumulated reported slot ancestors
    extrinsic = .ok (pending', keys)) :
    (∃ u, checkGuarantees p (guarantorsFor p active previous entropy offenders slot) slot extrinsic = .ok u) ∧
      (∃ u, checkCores pending pools extrinsic = .ok u) ∧
      (∀ g, g ∈ extrinsic.toList → guarantorsSigned scheme (guarantorsFor p active previous entropy offenders slot g) g = true) ∧
      pending' = extrinsic.toList.foldl (putReport slot) pending := by
  unfold guarantees at h
  obtain ⟨_, form, h⟩ := bind_ok h
  obtain ⟨_, cores, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, signed, h⟩ := bind_ok h
  refine ⟨⟨_, form⟩, ⟨_, cores⟩, fun g m => ?_, (congrArg (·.1) (ok_inj h)).symm⟩
  obtain ⟨_, signed⟩ := demandAll_ok signed g m
  exact signed

/-- What the rules of form say of each guarantee. -/
theorem checkGuarantees_ok {guarantorsOf : Guarantee → Guarantors} {u : Unit} (h : checkGuarantees p guarantorsOf slot extrinsic = .ok u) :
    AscendingCores extrinsic.toList ∧ ∀ g, g ∈ extrinsic.toList → g.report.coreIndex < p.cores ∧
      (2 ≤ g.signatures.size ∧ g.signatures.size ≤ 3) ∧ guarantorsAssigned (guarantorsOf g) g = true := by
  unfold checkGuarantees at h
  obtain ⟨_, core, h⟩ := bind_ok h
  obtain ⟨_, order, h⟩ := bind_ok h
  obtain ⟨_, count, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, _, assigned⟩ := bind_ok h
  refine ⟨demandAscending_ok order, fun g m => ?_⟩
  obtain ⟨_, core⟩ := demandAll_ok core g m
  obtain ⟨_, count⟩ := demandAll_ok count g m
  obtain ⟨_, assigned⟩ := demandAll_ok assigned g m
  rw [Bool.and_eq_true] at count
  exact ⟨of_decide_eq_true core, ⟨of_decide_eq_true count.1, of_decide_eq_true count.2⟩, assigned⟩

/-- No report waits on the core of a guarantee. -/
theorem core_free (h : guarantees p scheme pending active previous entropy offenders recent pools services ready accumulated reported slot ancestors
    extrinsic = .ok (pending', keys)) {g : Guarantee} (m : g ∈ extrinsic.toList) : pending[g.report.coreIndex.toNat]? = some none := by
  obtain ⟨_, cores⟩ := (guarantees_ok h).2.1
  unfold checkCores at cores
  obtain ⟨_, free, _⟩ := bind_ok cores
  obtain ⟨_, free⟩ := demandAll_ok free g m
  exact of_decide_eq_true free

theorem lt_of_getElem? {α : Type} {xs : Array α} {i : Nat} {a : α} (h : xs[i]? = some a) : i < xs.size := by
  by_cases inside : i < xs.size
  · exact inside
  · rw [Array.getElem?_eq_none (Nat.le_of_not_lt inside)] at h
    exact nomatch h

/-- **A guaranteed report waits on its core from this slot on.** -/
theorem guaranteed_waits (h : guarantees p scheme pending active previous entropy offenders recent pools services ready accumulated reported slot ancestors
    extrinsic = .ok (pending', keys)) {g : Guarantee} (m : g ∈ extrinsic.toList) :
    pending'[g.report.coreIndex.toNat]? = some (some { report := g.report, timeout := slot }) := by
  obtain ⟨⟨_, form⟩, _, _, e⟩ := guarantees_ok h
  rw [e]
  exact foldl_putReport_own _ _ (checkGuarantees_ok form).1 m (lt_of_getElem? (core_free h m))

/-- **A report appears only by a guarantee**, on a core that was free; all other cores stay as they were. -/
theorem appears_by_guarantee (h : guarantees p scheme pending active previous entropy offenders recent pools services ready accumulated reported slot
    ancestors extrinsic = .ok (pending', keys)) (core : Nat) : pending'[core]? = pending[core]? ∨
      ∃ g, g ∈ extrinsic.toList ∧ g.report.coreIndex.toNat = core ∧ pending[core]? = some none ∧
        pending'[core]? = some (some { report := g.report, timeout := slot }) := by
  cases Classical.em (∃ g, g ∈ extrinsic.toList ∧ g.report.coreIndex.toNat = core) with
  | inl own =>
    obtain ⟨g, m, e⟩ := own
    exact .inr ⟨g, m, e, by rw [← e]; exact core_free h m, by rw [← e]; exact guaranteed_waits h m⟩
  | inr other =>
    refine .inl ?_
    rw [(guarantees_ok h).2.2.2]
    exact foldl_putReport_other _ _ fun g m e => other ⟨g, m, e⟩

/-- **Guarantees replace no report that waits.** -/
theorem waits_after_guarantees (h : guarantees p scheme pending active previous entropy offenders recent pools services ready accumulated reported slot
    ancestors extrinsic = .ok (pending', keys)) {core : Nat} {entry : AvailabilityAssignment} (was : pending[core]? = some (some entry)) :
    pending'[core]? = some (some entry) := by
  cases appears_by_guarantee h core with
  | inl same => rw [same, was]
  | inr new =>
    obtain ⟨_, _, _, free, _⟩ := new
    rw [was] at free
    exact nomatch Option.some.inj free

/-- ρ′ has the cores of ρ‡. -/
theorem size_after_guarantees (h : guarantees p scheme pending active previous entropy offenders recent pools services ready accumulated reported slot
    ancestors extrinsic = .ok (pending', keys)) : pending'.size = pending.size := by
  rw [(guarantees_ok h).2.2.2]
  exact foldl_putReport_size _ _

/-- **Two or three guarantors, each assigned to the report's core, signed it.** -/
theorem guarantors_assigned (h : guarantees p scheme pending active previous entropy offenders recent pools services ready accumulated reported slot
    ancestors extrinsic = .ok (pending', keys)) {g : Guarantee} (m : g ∈ extrinsic.toList) :
    (2 ≤ g.signatures.size ∧ g.signatures.size ≤ 3) ∧ ∀ credential, credential ∈ g.signatures.toList →
      (guarantorsFor p active previous entropy offenders slot g).cores[credential.validatorIndex.toNat]? = some g.report.coreIndex ∧
      ∃ validator : ValidatorKeys,
        (guarantorsFor p active previous entropy offenders slot g).keys[credential.validatorIndex.toNat]? = some validator ∧
        scheme.ed25519Verify validator.ed25519 (guaranteeMessage g.report) credential.signature = true := by
  obtain ⟨⟨_, form⟩, _, signed, _⟩ := guarantees_ok h
  obtain ⟨_, count, assigned⟩ := (checkGuarantees_ok form).2 g m
  have signed := signed g m
  unfold guarantorsAssigned at assigned
  unfold guarantorsSigned at signed
  refine ⟨count, fun credential n => ⟨of_decide_eq_true (all_mem assigned n), ?_⟩⟩
  have signed := all_mem signed n
  split at signed
  · exact nomatch signed
  · rename_i validator found
    exact ⟨validator, found, signed⟩

end

end Jar.Chain
