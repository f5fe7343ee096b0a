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
structure Solvent (p : Params) (start : Services) (self : ServiceAccount) (x : Implications) : Prop where
  ordered : x.state.services.Ordered
  own : isSolvent p self = true → isSolvent p x.self = true
  others : KeepsOthers p start x.state.services

theorem answerAccumulate_ordered {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} (o : pair.regular.state.services.Ordered) :
    (answerAccumulate block source call machine pair).context.regular.state.services.Ordered :=
  (answerAccumulate_ledger (service := pair.regular.service) (start := pair.regular.state.services) (limit := pair.regular.wealth)
    ⟨rfl, o, Nat.le_refl _, fun _ _ _ => rfl⟩).ordered

theorem answerAccumulate_keepsSolvent {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} {start : Services} {self : ServiceAccount} (fit : ThresholdsFit block.protocol.params)
    (h : Solvent block.protocol.params start self pair.regular) :
    Solvent block.protocol.params start self (answerAccumulate block source call machine pair).context.regular where
  ordered := answerAccumulate_ordered h.ordered
  own := fun held => answerAccumulate_solvent (h.own held)
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
    exact .refl ..
  | some account =>
    have credited : KeepsSolvent block.protocol.params state.services
        (state.services.insert service (Account.credit account (received inputs))) :=
      (KeepsSolvent.refl ..).insert o fun held => credit_solvent _ (held account found)
    cases invokeAccumulate_keeps (block := block) (state := state) (service := service) (gas := gas) (inputs := inputs)
        (holds := Solvent block.protocol.params (state.services.insert service (Account.credit account (received inputs)))
          (Account.credit account (received inputs))) (fun h => answerAccumulate_keepsSolvent fit h) found
        ⟨SortedMap.ordered_insert o .., id, .same _ rfl⟩ with
    | inl e => rw [e]; exact credited
    | inr e =>
      obtain ⟨x, yield, used, h, e⟩ := e
      rw [e]
      refine credited.trans ?_
      show KeepsSolvent _ _ (x.state.services.insert x.service x.self)
      have others : KeepsSolvent block.protocol.params (state.services.insert service (Account.credit account (received inputs))) x.state.services :=
        fun t found there held => (h.others t found there).elim (held found) id
      have same := (invokeAccumulate_service found e)
      rw [same]
      exact others.insert h.ordered fun held => h.own (held _ (SortedMap.find?_insert_same o ..))

end Jar.Chain
