import Jar.Thm.Chain.Accumulation.Accounts

/-!
# Theorems: no block leaves a service below its threshold

About Gray Paper 0.7.2, sections 9.3 and 12: a service that held its threshold balance before a block holds it after, and so does a service that the block made. There is no
exception, whatever the accounts are.
-/
namespace Jar.Chain

open HostCalls Account

/-- Holding the threshold balance is kept by all that is done to accounts. -/
theorem law_solvent {block : AccumulationBlock} (fit : ThresholdsFit block.protocol.params) : Law block (isSolvent block.protocol.params · = true) where
  made := makes_solvent fit
  credited := fun _ amount h => credit_solvent amount h
  called := fun h => answerAccumulate_solvent h
  integrated := fun _ _ _ _ _ h => h
  stamped := fun _ _ h => h

/-- Who held the threshold balance, or was not there, holds it after. -/
abbrev KeepsSolvent (p : Params) (before after : Services) : Prop := Keeps (isSolvent p · = true) before after

/-- **Accumulation leaves no service below its threshold** that was not below it before. -/
theorem accumulate_solvent {protocol : Protocol} {slot newSlot : Slot} {entropy : Hash} {ready : ReadyQueue} {accumulated : AccumulatedQueue}
    {privileges : Privileges} {stagingValidators : ValidatorSet} {authQueues : AuthQueues} {services : Services} {available : Array WorkReport}
    {after : Accumulated} (fit : ThresholdsFit protocol.params) (o : services.Ordered)
    (h : accumulate protocol slot newSlot entropy ready accumulated privileges stagingValidators authQueues services available = .ok after) :
    after.services.Ordered ∧ KeepsSolvent protocol.params services after.services :=
  accumulate_accounts (law_solvent (block := { protocol, slot := newSlot, entropy }) fit) o h

open Crypto in
/-- **No block leaves a service below its threshold balance**: who held it before, or was made by the block, holds it after; and accounts stay in order. -/
theorem transition_solvent {protocol : Protocol} {scheme : SignatureScheme} {σ σ' : State} {root : Hash} {context : Context} {block : Block}
    (fit : ThresholdsFit protocol.params) (o : σ.services.Ordered) (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    σ'.services.Ordered ∧ KeepsSolvent protocol.params σ.services σ'.services :=
  transition_accounts (fun block e => by subst e; exact law_solvent fit) o h

end Jar.Chain
