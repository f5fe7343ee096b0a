import Jar.Thm.Chain.Accumulation.Items
import Jar.Thm.Chain.Accumulation.Solvent
import Jar.Thm.Chain.Invariant

/-!
# What is true of every state of a chain

What every accepted block keeps (Gray Paper 0.7.2, section 4.1), in one structure, so that it holds of all states that blocks lead to from a first state in which it holds.
-/
namespace Jar.Chain

open Crypto

/-- Every service holds its threshold balance. -/
def AllSolvent (p : Params) (services : Services) : Prop := ∀ service account, services.find? service = some account → Account.isSolvent p account = true

/-- What is true of a state of a chain. -/
structure Invariant (p : Params) (σ : State) : Prop where
  /-- Tickets ascend and are at most E; histories, pools, entropy and records of cores have their sizes. -/
  bounded : Bounded p σ
  /-- No report is judged in two ways. -/
  judgedOnce : JudgedOnce σ.disputes
  /-- There is a record of this epoch for each validator. -/
  current : σ.statistics.valsCurr.size = p.validators.toNat
  /-- There is a record of the last epoch for each validator. -/
  last : σ.statistics.valsLast.size = p.validators.toNat
  /-- The accounts ascend by index and their items by key: each is there once. -/
  ordered : Services.Ordered σ.services
  /-- Every service holds its threshold balance. -/
  solvent : AllSolvent p σ.services

/-- **Every accepted block keeps the invariant.** -/
theorem transition_preserves {protocol : Protocol} {scheme : SignatureScheme} {σ σ' : State} {root : Hash} {context : Context} {block : Block}
    (fit : ThresholdsFit protocol.params) (i : Invariant protocol.params σ) (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    Invariant protocol.params σ' := by
  have accounts := transition_solvent fit i.ordered.ordered h
  have records := transition_validators h i.current i.last
  exact ⟨transition_bounded h, transition_judgedOnce h i.judgedOnce, records.1, records.2, transition_ordered i.ordered h, fun service account found =>
    accounts.2 service account found fun old there => i.solvent service old there⟩

/-- The states that accepted blocks lead to, whatever roots, parents and clocks are asked for. -/
inductive Reachable (protocol : Protocol) (scheme : SignatureScheme) (first : State) : State → Prop where
  | first : Reachable protocol scheme first first
  | block {σ σ' : State} {root : Hash} {context : Context} {block : Block} : Reachable protocol scheme first σ →
    transitionFrom protocol scheme σ root context block = .ok σ' → Reachable protocol scheme first σ'

/-- **The invariant holds of every state of a chain** whose first state has it. -/
theorem reachable_invariant {protocol : Protocol} {scheme : SignatureScheme} {first σ : State} (fit : ThresholdsFit protocol.params)
    (i : Invariant protocol.params first) (h : Reachable protocol scheme first σ) : Invariant protocol.params σ := by
  induction h with
  | first => exact i
  | block _ made ih => exact transition_preserves fit ih made

/-- **Offenders stay recorded** along a chain, and time does not go back. -/
theorem reachable_grows {protocol : Protocol} {scheme : SignatureScheme} {first σ : State} (h : Reachable protocol scheme first σ) :
    first.slot ≤ σ.slot ∧ (∀ key, key ∈ first.disputes.offenders.toList → key ∈ σ.disputes.offenders.toList) ∧
      ∀ outcome report, report ∈ (recordOf first.disputes outcome).toList → report ∈ (recordOf σ.disputes outcome).toList := by
  induction h with
  | first => exact ⟨UInt32.le_refl _, fun _ m => m, fun _ _ m => m⟩
  | block _ made ih =>
    have records := transition_records_grow made
    have later := transition_slot made
    refine ⟨?_, fun key m => records.1 key (ih.2.1 key m), fun outcome report m => records.2 outcome report (ih.2.2 outcome report m)⟩
    rw [UInt32.le_iff_toNat_le]
    rw [UInt32.lt_iff_toNat_lt] at later
    exact Nat.le_trans (UInt32.le_iff_toNat_le.mp ih.1) (Nat.le_of_lt later)

end Jar.Chain
