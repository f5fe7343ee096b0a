import Jar.Thm.Chain.Accumulation
import Jar.Thm.Chain.HostCalls.Gas
import Jar.Thm.Chain.Invocation

/-!
# Theorems: accumulation ends

About Gray Paper 0.7.2, section 12.2: every round takes a report or a transfer, transfers are paid for, so the rounds that the model allows are never used up.
-/
namespace Jar.Chain

open HostCalls

/-! ## One service -/

/-- What transfers carry was used by the accumulation that made them. -/
theorem invokeWithHost_within {rules : Pvm.Rules} {code : ByteArray} {entry : Nat} {gas : Gas} {arguments : ByteArray} {block : AccumulationBlock}
    {source : FetchSource} {pair : ImplicationsPair} (r : pair.regular.transfers = #[]) (e : pair.exceptional.transfers = #[]) :
    Within (invokeWithHost rules code entry gas arguments (accumulateHost block source) pair).gasUsed.toNat 0
      (invokeWithHost rules code entry gas arguments (accumulateHost block source) pair).context := by
  have none : Within 0 0 pair := ⟨by rw [r]; exact Nat.le_refl 0, by rw [e]; exact Nat.le_refl 0⟩
  unfold invokeWithHost
  split
  · exact none
  · split
    · exact none
    · rename_i registers memory heapBreak heapLimit _ _ program _
      have start : Within gas.toNat gas.toNat pair := ⟨by rw [r]; exact Nat.le_refl _, by rw [e]; exact Nat.le_refl _⟩
      have ran := runWithHost_keeps (rules := rules) (program := program) (host := accumulateHost block source) (Within gas.toNat)
        (fun h le => h.le le) (fun h => accumulateHost_within h) (gas.toNat + 1)
        (machine := { pc := entry, gas, charged := false, registers, memory, heapBreak, heapLimit }) start
      dsimp only
      cases c : runWithHost rules program (accumulateHost block source) (gas.toNat + 1)
        { pc := entry, gas, charged := false, registers, memory, heapBreak, heapLimit } pair with
      | mk reason rest =>
        cases rest with
        | mk machine context =>
          rw [c] at ran
          dsimp only at ran ⊢
          have used := returned_gasUsed gas reason machine context
          rw [returned_context]
          have a := ran.regular
          have b := ran.exceptional
          exact ⟨by omega, by omega⟩

theorem collapse_debt {invoked : Invoked ImplicationsPair} (h : Within invoked.gasUsed.toNat 0 invoked.context) :
    debt (collapse invoked).transfers.toList ≤ (collapse invoked).gasUsed.toNat := by
  have r := h.regular
  have e := h.exceptional
  rw [Nat.zero_add] at r e
  unfold collapse
  split
  · split
    · exact r
    · exact r
  · exact e

theorem invokeAccumulate_debt (block : AccumulationBlock) (state : PartialState) (service : ServiceId) (gas : Gas) (inputs : List AccumulationInput) :
    debt (invokeAccumulate block state service gas inputs).transfers.toList ≤ (invokeAccumulate block state service gas inputs).gasUsed.toNat := by
  unfold invokeAccumulate
  split
  · exact Nat.le_refl 0
  · dsimp only
    unfold invokeWithAccount
    split
    · exact Nat.le_refl 0
    · split
      · exact Nat.le_refl 0
      · exact collapse_debt (invokeWithHost_within rfl rfl)

namespace Accumulation

/-! ## One round -/

theorem debt_outcomes (outcomes : List (ServiceId × ServiceOutcome)) (all : Array DeferredTransfer) :
    debt (outcomes.foldl (fun all (_, outcome) => all ++ outcome.transfers) all).toList
      = debt all.toList + debt (outcomes.foldl (fun all (_, outcome) => all ++ outcome.transfers) #[]).toList := by
  induction outcomes generalizing all with
  | nil => exact (Nat.add_zero _).symm
  | cons outcome rest ih =>
    show debt (rest.foldl _ (all ++ outcome.2.transfers)).toList = _ + debt (rest.foldl _ (#[] ++ outcome.2.transfers)).toList
    rw [ih, ih (#[] ++ outcome.2.transfers), Array.toList_append, Array.toList_append, debt_append, debt_append]
    show _ = _ + (0 + debt outcome.2.transfers.toList + _)
    omega

theorem debt_works_le (block : AccumulationBlock) (state : PartialState) (works : List (ServiceId × Work)) :
    debt ((works.map fun (service, work) => (service, accumulateService block state service work)).foldl
        (fun all (_, outcome) => all ++ outcome.transfers) #[]).toList
      ≤ sumGas ((works.map fun (service, work) => (service, accumulateService block state service work)).map fun (service, outcome) =>
        (service, outcome.gasUsed)) := by
  induction works with
  | nil => exact Nat.le_refl 0
  | cons work rest ih =>
    rw [List.map_cons, List.map_cons, sumGas_cons]
    show debt ((rest.map _).foldl _ (#[] ++ (accumulateService block state work.1 work.2).transfers)).toList ≤ _
    rw [debt_outcomes, Array.toList_append, debt_append]
    have one : debt (accumulateService block state work.1 work.2).transfers.toList ≤ (accumulateService block state work.1 work.2).gasUsed.toNat :=
      invokeAccumulate_debt ..
    show 0 + debt _ + _ ≤ _
    dsimp only at ih ⊢
    omega

/-- **The transfers of a round carry less gas than the round used.** -/
theorem accumulateParallel_debt {block : AccumulationBlock} {state : PartialState} {transfers : Array DeferredTransfer} {reports : List WorkReport}
    {free : FreeGas} {round : Round} (h : accumulateParallel block state transfers reports free = .ok round) :
    debt round.transfers.toList ≤ sumGas round.gasUsed := by
  unfold accumulateParallel at h
  simp only at h
  split at h
  · cases h
    exact debt_works_le block state (worksOf transfers reports free).toList
  · exact nomatch h

end Accumulation

end Jar.Chain
