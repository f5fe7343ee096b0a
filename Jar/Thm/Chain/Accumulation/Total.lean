import Jar.Thm.Chain.Import
import Jar.Thm.Chain.Accumulation.Clean

/-!
# Theorems: no block makes balance

About Gray Paper 0.7.2, sections 12.2 to 12.4: the balances of all accounts after a block are no more than before it. The exceptions are those of `Clean`, in each round. What is
lost: transfers to services that are not there, what comes in for a service that is removed, what an account cannot hold.
-/
namespace Jar.Chain

namespace Accumulation

/-- Every round of Δ₊ is clean. -/
def CleanRounds (block : AccumulationBlock) : (rounds gas : Nat) → Array DeferredTransfer → List WorkReport → PartialState → FreeGas → Prop
  | 0, _, _, _, _, _ => True
  | rounds + 1, gas, transfers, reports, state, free =>
    let i := affordable gas reports
    if transfers.size = 0 ∧ i = 0 ∧ free.size = 0 then True
    else
      Clean state.services (outcomesOf block state (worksOf transfers (reports.take i) free).toList) ∧
      ∀ round, accumulateParallel block state transfers (reports.take i) free = .ok round →
        CleanRounds block rounds (transfers.foldl (fun sum transfer => sum + transfer.gas.toNat) gas - sumGas round.gasUsed) round.transfers
          (reports.drop i) round.state .empty

/-- **Rounds make no balance.** -/
theorem accumulateRounds_balance {block : AccumulationBlock} {rounds gas : Nat} {transfers : Array DeferredTransfer} {reports : List WorkReport}
    {state : PartialState} {free : FreeGas} {done : Rounds} (o : state.services.Ordered)
    (clean : CleanRounds block rounds gas transfers reports state free)
    (h : accumulateRounds block rounds gas transfers reports state free = .ok done) :
    done.state.services.Ordered ∧ done.state.services.sum balanceOf ≤ state.services.sum balanceOf + sumAmounts transfers.toList := by
  induction rounds generalizing gas transfers reports state free done with
  | zero =>
    cases h
    exact ⟨o, Nat.le_add_right ..⟩
  | succ rounds ih =>
    unfold accumulateRounds at h
    unfold CleanRounds at clean
    simp only at h clean
    split at h
    · cases h
      exact ⟨o, Nat.le_add_right ..⟩
    · rename_i busy
      rw [ite_eq_right busy] at clean
      obtain ⟨round, first, h⟩ := bind_ok h
      obtain ⟨rest, later, h⟩ := bind_ok h
      cases h
      have one := accumulateParallel_balance o clean.1 first
      have all := ih one.1 (clean.2 round first) later
      exact ⟨all.1, Nat.le_trans all.2 one.2⟩

theorem stamp_keeps (slot : Slot) {services : Services} (o : services.Ordered) (works : Counts) :
    (stamp slot services works).Ordered ∧ (stamp slot services works).sum balanceOf = services.sum balanceOf := by
  have go : ∀ (entries : List (ServiceId × (Gas × UInt32))) {services : Services}, services.Ordered →
      (entries.foldl (fun services entry => match services.find? entry.1 with
        | some account => services.insert entry.1 { account with info := { account.info with lastAccumulationSlot := slot } }
        | none => services) services).Ordered ∧
      (entries.foldl (fun services entry => match services.find? entry.1 with
        | some account => services.insert entry.1 { account with info := { account.info with lastAccumulationSlot := slot } }
        | none => services) services).sum balanceOf = services.sum balanceOf := by
    intro entries
    induction entries with
    | nil => exact fun o => ⟨o, rfl⟩
    | cons entry rest ih =>
      intro services o
      rw [List.foldl_cons]
      cases found : services.find? entry.1 with
      | none => exact ih o
      | some account =>
        have s := SortedMap.sum_insert balanceOf o entry.1 { account with info := { account.info with lastAccumulationSlot := slot } }
        rw [found] at s
        have all := ih (SortedMap.ordered_insert o entry.1 { account with info := { account.info with lastAccumulationSlot := slot } })
        exact ⟨all.1, all.2.trans (Nat.add_right_cancel s)⟩
  unfold stamp
  rw [SortedMap.fold_eq]
  exact go works.toList o

end Accumulation

open Accumulation

/-- Every round of the accumulation of a block is clean. -/
def CleanAccumulation (protocol : Protocol) (newSlot : Slot) (entropy : Hash) (ready : ReadyQueue) (accumulated : AccumulatedQueue)
    (privileges : Privileges) (stagingValidators : ValidatorSet) (authQueues : AuthQueues) (services : Services) (available : Array WorkReport) : Prop :=
  let reports := (Queue.accumulatable protocol.params newSlot ready accumulated available).reports.toList
  let free := SortedMap.empty.insertAll privileges.alwaysAcc.toList
  let gas := blockGas protocol.params free
  CleanRounds { protocol, slot := newSlot, entropy } (enoughRounds gas reports free) gas #[] reports
    { services, stagingValidators, authQueues, privileges } free

/-- **Accumulation makes no balance.** -/
theorem accumulate_balance {protocol : Protocol} {slot newSlot : Slot} {entropy : Hash} {ready : ReadyQueue} {accumulated : AccumulatedQueue}
    {privileges : Privileges} {stagingValidators : ValidatorSet} {authQueues : AuthQueues} {services : Services} {available : Array WorkReport}
    {after : Accumulated} (o : services.Ordered)
    (clean : CleanAccumulation protocol newSlot entropy ready accumulated privileges stagingValidators authQueues services available)
    (h : accumulate protocol slot newSlot entropy ready accumulated privileges stagingValidators authQueues services available = .ok after) :
    after.services.Ordered ∧ after.services.sum balanceOf ≤ services.sum balanceOf := by
  unfold accumulate at h
  dsimp only at h
  obtain ⟨rounds, ran, h⟩ := bind_ok h
  cases h
  have all := accumulateRounds_balance o clean ran
  have stamped := stamp_keeps newSlot all.1
    (worksDone rounds.gasUsed ((Queue.accumulatable protocol.params newSlot ready accumulated available).reports.toList.take rounds.count))
  exact ⟨stamped.1, Nat.le_trans (Nat.le_of_eq stamped.2) all.2⟩

open Crypto in
/-- **No block makes balance**: after an accepted block all accounts together hold no more than before it. -/
theorem transition_balance {protocol : Protocol} {scheme : SignatureScheme} {σ σ' : State} {root : Hash} {context : Context} {block : Block}
    (o : σ.services.Ordered)
    (clean : ∀ checked, check protocol.params scheme σ root context block = .ok checked →
      CleanAccumulation protocol block.header.unsigned.slot (checked.rotation.entropy.getD 0 default) σ.ready σ.accumulated σ.privileges
        σ.stagingValidators σ.authQueues σ.services checked.available)
    (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    σ'.services.Ordered ∧ σ'.services.sum balanceOf ≤ σ.services.sum balanceOf := by
  unfold transitionFrom at h
  split at h
  · rename_i checked found
    unfold posterior at h
    dsimp only at h
    obtain ⟨done, ran, h⟩ := bind_ok h
    cases h
    have all := accumulate_balance o (clean checked found) ran
    have preimages := integratePreimages_keeps (block.extrinsic.preimages.toList.map fun preimage => (preimage.requester, preimage.blob)) all.1
      block.header.unsigned.slot
    exact ⟨preimages.1, Nat.le_trans (Nat.le_of_eq preimages.2) all.2⟩
  · exact nomatch h

end Jar.Chain
