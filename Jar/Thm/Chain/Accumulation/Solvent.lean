import Jar.Thm.Chain.Accumulation.Total

/-!
# Theorems: no block leaves a service below its threshold

About Gray Paper 0.7.2, sections 9.3 and 12: a service that held its threshold balance before a block holds it after, and so does a service that the block made. There is no
exception, whatever the accounts are.
-/
namespace Jar.Chain

open HostCalls Account

/-- Who held the threshold balance, or was not there, holds it after. -/
def KeepsSolvent (p : Params) (before after : Services) : Prop :=
  ∀ service account, after.find? service = some account → (∀ old, before.find? service = some old → isSolvent p old = true) →
    isSolvent p account = true

theorem KeepsSolvent.refl (p : Params) (services : Services) : KeepsSolvent p services services := fun _ account found held => held account found

theorem KeepsSolvent.trans {p : Params} {a b c : Services} (first : KeepsSolvent p a b) (second : KeepsSolvent p b c) : KeepsSolvent p a c :=
  fun service account found held => second service account found fun old there => first service old there held

/-- An account may come that holds its threshold balance if the one of before did. -/
theorem KeepsSolvent.insert {p : Params} {before after : Services} (k : KeepsSolvent p before after) (o : after.Ordered) {service : ServiceId}
    {account : ServiceAccount} (h : (∀ old, before.find? service = some old → isSolvent p old = true) → isSolvent p account = true) :
    KeepsSolvent p before (after.insert service account) := by
  intro other found e held
  cases (inferInstance : Decidable (other = service)) with
  | isTrue same =>
    subst same
    rw [SortedMap.find?_insert_same o] at e
    cases e
    exact h held
  | isFalse ne =>
    rw [SortedMap.find?_insert_other o ne] at e
    exact k other found e held

/-- What stays of the accounts of a service's context: those of others, or such that hold their threshold balance. -/
structure Solvent (p : Params) (service : ServiceId) (start : Services) (account : ServiceAccount) (x : Implications) : Prop where
  index : x.service = service
  ordered : x.state.services.Ordered
  held : isSolvent p account = true → isSolvent p x.self = true
  others : KeepsOthers p start x.state.services

/-- Host calls keep the accounts in order, and whose context it is. -/
theorem answerAccumulate_ordered {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} (o : pair.regular.state.services.Ordered) :
    (answerAccumulate block source call machine pair).context.regular.state.services.Ordered ∧
      (answerAccumulate block source call machine pair).context.regular.service = pair.regular.service :=
  have ledger := answerAccumulate_ledger (service := pair.regular.service) (start := pair.regular.state.services) (limit := pair.regular.wealth)
    ⟨rfl, o, Nat.le_refl _, fun _ _ _ => rfl⟩
  ⟨ledger.ordered, ledger.own⟩

theorem answerAccumulate_keepsSolvent {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} {service : ServiceId} {start : Services} {self : ServiceAccount} (fit : ThresholdsFit block.protocol.params)
    (h : Solvent block.protocol.params service start self pair.regular) :
    Solvent block.protocol.params service start self (answerAccumulate block source call machine pair).context.regular where
  index := (answerAccumulate_ordered h.ordered).2.trans h.index
  ordered := (answerAccumulate_ordered h.ordered).1
  held := fun held => answerAccumulate_solvent (h.held held)
  others := fun service account found => by
    cases answerAccumulate_others h.ordered fit service account found with
    | inl before => exact h.others service account before
    | inr held => exact .inr held

/-- **The accumulation of a service leaves nobody below the threshold** who was not below it before. -/
theorem invokeAccumulate_solvent {block : AccumulationBlock} {state : PartialState} {service : ServiceId} {gas : Gas}
    {inputs : List AccumulationInput} (fit : ThresholdsFit block.protocol.params) (o : state.services.Ordered) :
    KeepsSolvent block.protocol.params state.services (invokeAccumulate block state service gas inputs).state.services := by
  cases found : state.services.find? service with
  | none =>
    unfold invokeAccumulate
    rw [found]
    exact .refl _ _
  | some account =>
    have credited : KeepsSolvent block.protocol.params state.services
        (state.services.insert service (Account.credit account (received inputs))) :=
      (KeepsSolvent.refl _ _).insert o fun held => credit_solvent _ (held account found)
    cases invokeAccumulate_keeps (block := block) (state := state) (service := service) (gas := gas) (inputs := inputs)
        (holds := Solvent block.protocol.params service (state.services.insert service (Account.credit account (received inputs)))
          (Account.credit account (received inputs))) (fun h => answerAccumulate_keepsSolvent fit h) found
        ⟨rfl, SortedMap.ordered_insert o .., id, .same _ rfl⟩ with
    | inl e => rw [e]; exact credited
    | inr e =>
      obtain ⟨x, yield, used, h, e⟩ := e
      rw [e]
      refine credited.trans ?_
      show KeepsSolvent _ _ (x.state.services.insert x.service x.self)
      have others : KeepsSolvent block.protocol.params (state.services.insert service (Account.credit account (received inputs))) x.state.services :=
        fun t found there held => (h.others t found there).elim (held found) id
      rw [h.index]
      exact others.insert h.ordered fun held => h.held (held _ (SortedMap.find?_insert_same o ..))

namespace Accumulation

/-- The changes of a round so far leave nobody below the threshold. -/
structure SolventChanges (p : Params) (before : Services) (changes : Changes) : Prop where
  ordered : changes.services.Ordered
  kept : KeepsSolvent p before changes.services

theorem applyTouched_solvent {p : Params} {before after : Services} (k : KeepsSolvent p before after) (touched : List ServiceId) {changes : Changes}
    (h : SolventChanges p before changes) : SolventChanges p before (touched.foldl (applyTouched before after) changes) := by
  induction touched generalizing changes with
  | nil => exact h
  | cons t rest ih =>
    rw [List.foldl_cons]
    refine ih ?_
    unfold applyTouched
    split
    · rename_i account _ found
      exact ⟨SortedMap.ordered_insert h.ordered .., h.kept.insert h.ordered fun held => k t account found held⟩
    · exact ⟨h.ordered, h.kept⟩
    · exact h

theorem applyOutcome_solvent {p : Params} {before : Services} {outcome : ServiceOutcome} (k : KeepsSolvent p before outcome.state.services)
    (service : ServiceId) {changes : Changes} (h : SolventChanges p before changes) :
    SolventChanges p before (applyOutcome before changes service outcome) := by
  unfold applyOutcome
  dsimp only
  refine applyTouched_solvent k _ ?_
  split
  · rename_i account _ found
    exact ⟨SortedMap.ordered_insert h.ordered .., h.kept.insert h.ordered fun held => k service account found held⟩
  · exact h

theorem changesOf_solvent {block : AccumulationBlock} {state : PartialState} (fit : ThresholdsFit block.protocol.params)
    (o : state.services.Ordered) (works : List (ServiceId × Work)) {changes : Changes}
    (h : SolventChanges block.protocol.params state.services changes) :
    SolventChanges block.protocol.params state.services (changesOf state.services (outcomesOf block state works) changes) := by
  induction works generalizing changes with
  | nil => exact h
  | cons work rest ih => exact ih (applyOutcome_solvent (invokeAccumulate_solvent fit o) work.1 h)

theorem eraseAll_solvent {p : Params} {before : Services} (keys : List ServiceId) {services : Services} (o : services.Ordered)
    (k : KeepsSolvent p before services) : KeepsSolvent p before (keys.foldl (fun services t => services.erase t) services) := by
  induction keys generalizing services with
  | nil => exact k
  | cons t rest ih =>
    exact ih (SortedMap.ordered_erase o t) fun service account found held => k service account (SortedMap.find?_of_erase o found) held

theorem integratePreimages_solvent {p : Params} {before : Services} (slot : Slot) (preimages : List (ServiceId × ByteArray)) {services : Services}
    (o : services.Ordered) (k : KeepsSolvent p before services) : KeepsSolvent p before (integratePreimages services slot preimages) := by
  induction preimages generalizing services with
  | nil => exact k
  | cons preimage rest ih =>
    refine ih (integratePreimage_keeps o slot preimage.1 preimage.2).1 ?_
    unfold integratePreimage
    dsimp only
    split
    · rename_i account found
      split
      · exact k.insert o fun held => k preimage.1 account found held
      · exact k
    · exact k

theorem stamp_solvent {p : Params} {before : Services} (slot : Slot) (works : Counts) {services : Services} (o : services.Ordered)
    (k : KeepsSolvent p before services) : KeepsSolvent p before (stamp slot services works) := by
  have go : ∀ (entries : List (ServiceId × (Gas × UInt32))) {services : Services}, services.Ordered → KeepsSolvent p before services →
      KeepsSolvent p before (entries.foldl (fun services entry => match services.find? entry.1 with
        | some account => services.insert entry.1 { account with info := { account.info with lastAccumulationSlot := slot } }
        | none => services) services) := by
    intro entries
    induction entries with
    | nil => exact fun _ k => k
    | cons entry rest ih =>
      intro services o k
      rw [List.foldl_cons]
      cases found : services.find? entry.1 with
      | none => exact ih o k
      | some account =>
        exact ih (SortedMap.ordered_insert o entry.1 { account with info := { account.info with lastAccumulationSlot := slot } })
          (k.insert o fun held => k entry.1 account found held)
  unfold stamp
  rw [SortedMap.fold_eq]
  exact go works.toList o k

/-- **A round leaves nobody below the threshold**, and accounts in order. -/
theorem accumulateParallel_solvent {block : AccumulationBlock} {state : PartialState} {transfers : Array DeferredTransfer}
    {reports : List WorkReport} {free : FreeGas} {round : Round} (fit : ThresholdsFit block.protocol.params) (o : state.services.Ordered)
    (h : accumulateParallel block state transfers reports free = .ok round) :
    round.state.services.Ordered ∧ KeepsSolvent block.protocol.params state.services round.state.services := by
  have all := changesOf_solvent (block := block) fit o (worksOf transfers reports free).toList
    (changes := noChanges state.services) ⟨o, .refl _ _⟩
  unfold accumulateParallel at h
  simp only at h
  split at h
  · cases h
    exact ⟨(integratePreimages_keeps _ (SortedMap.ordered_eraseAll all.ordered _) block.slot).1,
      integratePreimages_solvent block.slot _ (SortedMap.ordered_eraseAll all.ordered _) (eraseAll_solvent _ all.ordered all.kept)⟩
  · exact nomatch h

theorem accumulateRounds_solvent {block : AccumulationBlock} {rounds gas : Nat} {transfers : Array DeferredTransfer} {reports : List WorkReport}
    {state : PartialState} {free : FreeGas} {done : Rounds} (fit : ThresholdsFit block.protocol.params) (o : state.services.Ordered)
    (h : accumulateRounds block rounds gas transfers reports state free = .ok done) :
    done.state.services.Ordered ∧ KeepsSolvent block.protocol.params state.services done.state.services := by
  induction rounds generalizing gas transfers reports state free done with
  | zero =>
    cases h
    exact ⟨o, .refl _ _⟩
  | succ rounds ih =>
    unfold accumulateRounds at h
    simp only at h
    split at h
    · cases h
      exact ⟨o, .refl _ _⟩
    · obtain ⟨round, first, h⟩ := bind_ok h
      obtain ⟨rest, later, h⟩ := bind_ok h
      cases h
      have one := accumulateParallel_solvent fit o first
      have all := ih one.1 later
      exact ⟨all.1, one.2.trans all.2⟩

end Accumulation

open Accumulation

/-- **Accumulation leaves no service below its threshold** that was not below it before. -/
theorem accumulate_solvent {protocol : Protocol} {slot newSlot : Slot} {entropy : Hash} {ready : ReadyQueue} {accumulated : AccumulatedQueue}
    {privileges : Privileges} {stagingValidators : ValidatorSet} {authQueues : AuthQueues} {services : Services} {available : Array WorkReport}
    {after : Accumulated} (fit : ThresholdsFit protocol.params) (o : services.Ordered)
    (h : accumulate protocol slot newSlot entropy ready accumulated privileges stagingValidators authQueues services available = .ok after) :
    after.services.Ordered ∧ KeepsSolvent protocol.params services after.services := by
  unfold accumulate at h
  dsimp only at h
  obtain ⟨rounds, ran, h⟩ := bind_ok h
  cases h
  have all := accumulateRounds_solvent fit o ran
  exact ⟨(stamp_keeps newSlot all.1 _).1, stamp_solvent newSlot _ all.1 all.2⟩

open Crypto in
/-- **No block leaves a service below its threshold balance**: who held it before, or was made by the block, holds it after; and accounts stay in order. -/
theorem transition_solvent {protocol : Protocol} {scheme : SignatureScheme} {σ σ' : State} {root : Hash} {context : Context} {block : Block}
    (fit : ThresholdsFit protocol.params) (o : σ.services.Ordered) (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    σ'.services.Ordered ∧ KeepsSolvent protocol.params σ.services σ'.services := by
  obtain ⟨checked, _, made⟩ := accepted_checked h
  unfold posterior at made
  dsimp only at made
  obtain ⟨done, ran, made⟩ := bind_ok made
  cases made
  have all := accumulate_solvent fit o ran
  exact ⟨(integratePreimages_keeps _ all.1 block.header.unsigned.slot).1, integratePreimages_solvent _ _ all.1 all.2⟩

end Jar.Chain
