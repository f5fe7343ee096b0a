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

end

end Jar.Chain
