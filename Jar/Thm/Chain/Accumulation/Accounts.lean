import Jar.Thm.Chain.Accumulation.Total

/-!
# Theorems: what accumulation keeps of accounts

About Gray Paper 0.7.2, section 12: what all host calls keep of a service's own account, and new accounts have, holds of every account after accumulation of which it held before, or which was not there.
-/
namespace Jar.Chain

open HostCalls Account

/-- An account that was good before, or not there, is good after. -/
def Keeps (good : ServiceAccount → Prop) (before after : Services) : Prop :=
  ∀ service account, after.find? service = some account → (∀ old, before.find? service = some old → good old) → good account

/-- What new accounts have, and all that is done to accounts keeps. -/
structure Law (block : AccumulationBlock) (good : ServiceAccount → Prop) : Prop where
  made : MakesGood block.protocol.params good
  credited : ∀ account amount, good account → good (credit account amount)
  called : ∀ {source call machine} {pair : ImplicationsPair}, good pair.regular.self →
    good (answerAccumulate block source call machine pair).context.regular.self
  integrated : ∀ account hash length slots preimage, good account →
    good { setRequest account hash length slots with items := (setRequest account hash length slots).items.insert (preimageItem hash) preimage }
  stamped : ∀ account slot, good account → good { account with info := { account.info with lastAccumulationSlot := slot } }

theorem Keeps.refl (good : ServiceAccount → Prop) (services : Services) : Keeps good services services := fun _ account found held => held account found

theorem Keeps.trans {good : ServiceAccount → Prop} {a b c : Services} (first : Keeps good a b) (second : Keeps good b c) : Keeps good a c :=
  fun service account found held => second service account found fun old there => first service old there held

/-- An account may come that is good if the one of before was. -/
theorem Keeps.insert {good : ServiceAccount → Prop} {before after : Services} (k : Keeps good before after) (o : after.Ordered) {service : ServiceId}
    {account : ServiceAccount} (h : (∀ old, before.find? service = some old → good old) → good account) :
    Keeps good before (after.insert service account) := by
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

/-- What stays of the accounts of a service's context: those of others, or good ones. -/
structure Kind (good : ServiceAccount → Prop) (service : ServiceId) (start : Services) (account : ServiceAccount) (x : Implications) : Prop where
  index : x.service = service
  ordered : x.state.services.Ordered
  held : good account → good x.self
  others : KeepsOthers good start x.state.services

/-- Host calls keep the accounts in order, and whose context it is. -/
theorem answerAccumulate_ordered {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} (o : pair.regular.state.services.Ordered) :
    (answerAccumulate block source call machine pair).context.regular.state.services.Ordered ∧
      (answerAccumulate block source call machine pair).context.regular.service = pair.regular.service :=
  have ledger := answerAccumulate_ledger (service := pair.regular.service) (start := pair.regular.state.services) (limit := pair.regular.wealth)
    ⟨rfl, o, Nat.le_refl _, fun _ _ _ => rfl⟩
  ⟨ledger.ordered, ledger.own⟩

theorem answerAccumulate_kind {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} {service : ServiceId} {start : Services} {self : ServiceAccount} {good : ServiceAccount → Prop}
    (law : Law block good)     (h : Kind good service start self pair.regular) :
    Kind good service start self (answerAccumulate block source call machine pair).context.regular where
  index := (answerAccumulate_ordered h.ordered).2.trans h.index
  ordered := (answerAccumulate_ordered h.ordered).1
  held := fun held => law.called (h.held held)
  others := fun service account found => by
    cases answerAccumulate_others h.ordered law.made service account found with
    | inl before => exact h.others service account before
    | inr held => exact .inr held

/-- **The accumulation of a service keeps accounts good.** -/
theorem invokeAccumulate_accounts {block : AccumulationBlock} {state : PartialState} {service : ServiceId} {gas : Gas}
    {inputs : List AccumulationInput} {good : ServiceAccount → Prop} (law : Law block good) (o : state.services.Ordered) :
    Keeps good state.services (invokeAccumulate block state service gas inputs).state.services := by
  cases found : state.services.find? service with
  | none =>
    unfold invokeAccumulate
    rw [found]
    exact .refl _ _
  | some account =>
    have credited : Keeps good state.services
        (state.services.insert service (Account.credit account (received inputs))) :=
      (Keeps.refl _ _).insert o fun held => law.credited _ _ (held account found)
    cases invokeAccumulate_keeps (block := block) (state := state) (service := service) (gas := gas) (inputs := inputs)
        (holds := Kind good service (state.services.insert service (Account.credit account (received inputs)))
          (Account.credit account (received inputs))) (fun h => answerAccumulate_kind law h) found
        ⟨rfl, SortedMap.ordered_insert o .., id, .same _ rfl⟩ with
    | inl e => rw [e]; exact credited
    | inr e =>
      obtain ⟨x, yield, used, h, e⟩ := e
      rw [e]
      refine credited.trans ?_
      show Keeps _ _ (x.state.services.insert x.service x.self)
      have others : Keeps good (state.services.insert service (Account.credit account (received inputs))) x.state.services :=
        fun t found there held => (h.others t found there).elim (held found) id
      rw [h.index]
      exact others.insert h.ordered fun held => h.held (held _ (SortedMap.find?_insert_same o ..))

namespace Accumulation

/-- The changes of a round so far keep accounts good. -/
structure GoodChanges (good : ServiceAccount → Prop) (before : Services) (changes : Changes) : Prop where
  ordered : changes.services.Ordered
  kept : Keeps good before changes.services

theorem applyTouched_accounts {good : ServiceAccount → Prop} {before after : Services} (k : Keeps good before after) (touched : List ServiceId) {changes : Changes}
    (h : GoodChanges good before changes) : GoodChanges good before (touched.foldl (applyTouched before after) changes) := by
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

theorem applyOutcome_accounts {good : ServiceAccount → Prop} {before : Services} {outcome : ServiceOutcome} (k : Keeps good before outcome.state.services)
    (service : ServiceId) {changes : Changes} (h : GoodChanges good before changes) :
    GoodChanges good before (applyOutcome before changes service outcome) := by
  unfold applyOutcome
  dsimp only
  refine applyTouched_accounts k _ ?_
  split
  · rename_i account _ found
    exact ⟨SortedMap.ordered_insert h.ordered .., h.kept.insert h.ordered fun held => k service account found held⟩
  · exact h

theorem changesOf_accounts {block : AccumulationBlock} {state : PartialState} {good : ServiceAccount → Prop} (law : Law block good)
    (o : state.services.Ordered) (works : List (ServiceId × Work)) {changes : Changes}
    (h : GoodChanges good state.services changes) :
    GoodChanges good state.services (changesOf state.services (outcomesOf block state works) changes) := by
  induction works generalizing changes with
  | nil => exact h
  | cons work rest ih => exact ih (applyOutcome_accounts (invokeAccumulate_accounts law o) work.1 h)

theorem eraseAll_accounts {good : ServiceAccount → Prop} {before : Services} (keys : List ServiceId) {services : Services} (o : services.Ordered)
    (k : Keeps good before services) : Keeps good before (keys.foldl (fun services t => services.erase t) services) := by
  induction keys generalizing services with
  | nil => exact k
  | cons t rest ih =>
    exact ih (SortedMap.ordered_erase o t) fun service account found held => k service account (SortedMap.find?_of_erase o found) held

theorem integratePreimages_accounts {block : AccumulationBlock} {good : ServiceAccount → Prop} (law : Law block good) {before : Services} (slot : Slot) (preimages : List (ServiceId × ByteArray)) {services : Services}
    (o : services.Ordered) (k : Keeps good before services) : Keeps good before (integratePreimages services slot preimages) := by
  induction preimages generalizing services with
  | nil => exact k
  | cons preimage rest ih =>
    refine ih (integratePreimage_keeps o slot preimage.1 preimage.2).1 ?_
    unfold integratePreimage
    dsimp only
    split
    · rename_i account found
      split
      · exact k.insert o fun held => law.integrated _ _ _ _ _ (k preimage.1 account found held)
      · exact k
    · exact k

theorem stamp_accounts {block : AccumulationBlock} {good : ServiceAccount → Prop} (law : Law block good) {before : Services} (slot : Slot) (works : Counts) {services : Services} (o : services.Ordered)
    (k : Keeps good before services) : Keeps good before (stamp slot services works) := by
  have go : ∀ (entries : List (ServiceId × (Gas × UInt32))) {services : Services}, services.Ordered → Keeps good before services →
      Keeps good before (entries.foldl (fun services entry => match services.find? entry.1 with
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
          (k.insert o fun held => law.stamped _ _ (k entry.1 account found held))
  unfold stamp
  rw [SortedMap.fold_eq]
  exact go works.toList o k

/-- **A round keeps accounts good**, and in order. -/
theorem accumulateParallel_accounts {block : AccumulationBlock} {state : PartialState} {transfers : Array DeferredTransfer}
    {reports : List WorkReport} {free : FreeGas} {round : Round} {good : ServiceAccount → Prop} (law : Law block good) (o : state.services.Ordered)
    (h : accumulateParallel block state transfers reports free = .ok round) :
    round.state.services.Ordered ∧ Keeps good state.services round.state.services := by
  have all := changesOf_accounts (block := block) law o (worksOf transfers reports free).toList
    (changes := noChanges state.services) ⟨o, .refl _ _⟩
  unfold accumulateParallel at h
  simp only at h
  split at h
  · cases h
    exact ⟨(integratePreimages_keeps _ (SortedMap.ordered_eraseAll all.ordered _) block.slot).1,
      integratePreimages_accounts law block.slot _ (SortedMap.ordered_eraseAll all.ordered _) (eraseAll_accounts _ all.ordered all.kept)⟩
  · exact nomatch h

theorem accumulateRounds_accounts {block : AccumulationBlock} {rounds gas : Nat} {transfers : Array DeferredTransfer} {reports : List WorkReport}
    {state : PartialState} {free : FreeGas} {done : Rounds} {good : ServiceAccount → Prop} (law : Law block good) (o : state.services.Ordered)
    (h : accumulateRounds block rounds gas transfers reports state free = .ok done) :
    done.state.services.Ordered ∧ Keeps good state.services done.state.services := by
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
      have one := accumulateParallel_accounts law o first
      have all := ih one.1 later
      exact ⟨all.1, one.2.trans all.2⟩

end Accumulation

open Accumulation

/-- **Accumulation keeps accounts good.** -/
theorem accumulate_accounts {protocol : Protocol} {slot newSlot : Slot} {entropy : Hash} {ready : ReadyQueue} {accumulated : AccumulatedQueue}
    {privileges : Privileges} {stagingValidators : ValidatorSet} {authQueues : AuthQueues} {services : Services} {available : Array WorkReport}
    {after : Accumulated} {good : ServiceAccount → Prop}
    (law : Law { protocol, slot := newSlot, entropy } good) (o : services.Ordered)
    (h : accumulate protocol slot newSlot entropy ready accumulated privileges stagingValidators authQueues services available = .ok after) :
    after.services.Ordered ∧ Keeps good services after.services := by
  unfold accumulate at h
  dsimp only at h
  obtain ⟨rounds, ran, h⟩ := bind_ok h
  cases h
  have all := accumulateRounds_accounts law o ran
  exact ⟨(stamp_keeps newSlot all.1 _).1, stamp_accounts law newSlot _ all.1 all.2⟩

open Crypto in
/-- **A block keeps accounts good**, and in order. -/
theorem transition_accounts {protocol : Protocol} {scheme : SignatureScheme} {σ σ' : State} {root : Hash} {context : Context} {block : Block}
    {good : ServiceAccount → Prop} (law : ∀ block : AccumulationBlock, block.protocol = protocol → Law block good) (o : σ.services.Ordered) (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    σ'.services.Ordered ∧ Keeps good σ.services σ'.services := by
  obtain ⟨checked, _, made⟩ := accepted_checked h
  unfold posterior at made
  dsimp only at made
  obtain ⟨done, ran, made⟩ := bind_ok made
  cases made
  have all := accumulate_accounts (law _ rfl) o ran
  exact ⟨(integratePreimages_keeps _ all.1 block.header.unsigned.slot).1, integratePreimages_accounts (law { protocol, slot := 0, entropy := default } rfl) _ _ all.1 all.2⟩

end Jar.Chain
