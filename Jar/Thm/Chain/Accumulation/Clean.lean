import Jar.Thm.Chain.Accumulation.Balance
import Jar.Thm.Chain.HostCalls.Ejected

/-!
# Theorems: when a round makes no balance

About Δ* of Gray Paper 0.7.2, section 12.2. `Clean` names the exceptions: all else fits together, because a service that can be removed can be so by one alone, and has no code.
-/
namespace Jar.Chain

open HostCalls

namespace Accumulation

/-- **The exceptions**: what must not be in a round, so that it makes no balance. -/
structure Clean (before : Services) (outcomes : List (ServiceId × ServiceOutcome)) : Prop where
  /-- No accumulation makes a service anew in the place of one that was there, having removed it or not: the account of before would stay, though its balance was taken. -/
  fresh : ∀ service outcome, (service, outcome) ∈ outcomes → ∀ t, t ∈ outcome.touched → (before.find? t).isSome = true →
    outcome.state.services.find? t = none
  /-- No service that can be removed has code: it would be a preimage of a hash that is four octets and 28 zeros. -/
  uncoded : ∀ t account, before.find? t = some account → (∃ service, account.info.codeHash = ejectable service) → Account.code? account = none

variable {block : AccumulationBlock} {state : PartialState}

/-- Who is gone allowed it. -/
theorem accumulateService_gone (o : state.services.Ordered) {service : ServiceId} {work : Work} {t : ServiceId} {old : ServiceAccount}
    (there : state.services.find? t = some old) (absent : (accumulateService block state service work).state.services.find? t = none) :
    old.info.codeHash = ejectable service := by
  cases found : state.services.find? service with
  | none =>
    rw [accumulateService_absent found] at absent
    have absent : state.services.find? t = none := absent
    rw [absent] at there
    exact nomatch there
  | some account =>
    obtain ⟨own, present⟩ := (accumulateService_spent (block := block) (work := work) o found).present
    have ne : t ≠ service := fun e => by rw [e, present] at absent; exact nomatch absent
    let self := Account.credit account (received (work.transfers.reverse ++ work.operands.reverse))
    have os : (state.services.insert service self).Ordered := SortedMap.ordered_insert o ..
    have there' : (state.services.insert service self).find? t = some old := (SortedMap.find?_insert_other o ne self).trans there
    cases invokeAccumulate_keeps (holds := Ejecting block service (state.services.insert service self)) (fun e => answerAccumulate_ejecting e)
        (gas := (min work.gas (2 ^ 64 - 1)).toUInt64) (inputs := work.transfers.reverse ++ work.operands.reverse) found
        ⟨rfl, os, .same _ rfl, fun u account there none => by
          have none : (state.services.insert service self).find? u = Option.none := none
          rw [none] at there
          exact nomatch there⟩ with
    | inl e =>
      unfold accumulateService at absent
      rw [e] at absent
      have absent : (state.services.insert service self).find? t = none := absent
      rw [there'] at absent
      exact nomatch absent
    | inr e =>
      obtain ⟨x, yield, used, k, e⟩ := e
      unfold accumulateService at absent
      rw [e] at absent
      replace absent : (x.state.services.insert x.service x.self).find? t = none := absent
      rw [SortedMap.find?_insert_other k.ordered (by rw [k.own]; exact ne)] at absent
      exact k.gone t old there' absent

/-- A service without code takes what comes in, and does nothing. -/
theorem accumulateService_uncoded (o : state.services.Ordered) {service : ServiceId} {work : Work} {account : ServiceAccount}
    (found : state.services.find? service = some account) (uncoded : Account.code? account = none) :
    ∃ own, (accumulateService block state service work).state.services.find? service = some own ∧ balanceOf account ≤ balanceOf own := by
  refine ⟨Account.credit account (received (work.transfers.reverse ++ work.operands.reverse)), ?_, ?_⟩
  · unfold accumulateService invokeAccumulate
    rw [found]
    dsimp only
    unfold invokeWithAccount
    have none : Account.code? (Account.credit account (received (work.transfers.reverse ++ work.operands.reverse))) = none := uncoded
    rw [none]
    exact SortedMap.find?_insert_same o ..
  · have e : balanceOf (Account.credit account (received (work.transfers.reverse ++ work.operands.reverse)))
        = min (account.info.balance.toNat + received (work.transfers.reverse ++ work.operands.reverse)) (2 ^ 64 - 1) :=
      UInt64.toNat_ofNat_of_lt' (Nat.lt_of_le_of_lt (Nat.min_le_right ..) (by decide))
    have b := account.info.balance.toNat_lt
    rw [e]
    exact Nat.le_min.mpr ⟨Nat.le_add_right .., by show account.info.balance.toNat ≤ _; omega⟩

/-- What is so of the changes of a round after some services. -/
structure Tidy (before : Services) (done : ServiceId → Prop) (changes : Changes) : Prop where
  ordered : changes.services.Ordered
  once : Once changes.removed
  removed : ∀ t, t ∈ changes.removed → ∃ s account, done s ∧ before.find? t = some account ∧ account.info.codeHash = ejectable s
  kept : ∀ t account, before.find? t = some account → Account.code? account = none →
    ∃ own, changes.services.find? t = some own ∧ balanceOf account ≤ balanceOf own

theorem applyTouched_removed {before after : Services} (touched : List ServiceId) (once : Once touched) {changes : Changes} (o : Once changes.removed)
    (new : ∀ t, t ∈ touched → (before.find? t).isSome = true → after.find? t = none → t ∉ changes.removed) :
    Once (touched.foldl (applyTouched before after) changes).removed ∧
      ∀ t, t ∈ (touched.foldl (applyTouched before after) changes).removed → t ∈ changes.removed ∨
        ((before.find? t).isSome = true ∧ after.find? t = none) := by
  induction touched generalizing changes with
  | nil => exact ⟨o, fun _ m => .inl m⟩
  | cons t rest ih =>
    rw [List.foldl_cons]
    have later : ∀ u, u ∈ rest → (before.find? u).isSome = true → after.find? u = none → u ∉ changes.removed :=
      fun u m => new u (List.mem_cons.mpr (.inr m))
    have same : (applyTouched before after changes t).removed = changes.removed ∨
        ((applyTouched before after changes t).removed = t :: changes.removed ∧ (before.find? t).isSome = true ∧ after.find? t = none) := by
      unfold applyTouched
      cases b : before.find? t with
      | none => cases a : after.find? t <;> exact .inl rfl
      | some account =>
        cases a : after.find? t with
        | none => exact .inr ⟨rfl, rfl, rfl⟩
        | some other => exact .inl rfl
    cases same with
    | inl e =>
      have all := ih once.2 (changes := applyTouched before after changes t) (by rw [e]; exact o) (by rw [e]; exact later)
      rw [e] at all
      exact all
    | inr e =>
      obtain ⟨e, there, gone⟩ := e
      have all := ih once.2 (changes := applyTouched before after changes t)
        (by rw [e]; exact ⟨new t (List.mem_cons.mpr (.inl rfl)) there gone, o⟩)
        (by
          rw [e]
          intro u m b a h
          cases List.mem_cons.mp h with
          | inl same => rw [same] at m; exact once.1 m
          | inr h => exact later u m b a h)
      rw [e] at all
      refine ⟨all.1, fun u m => ?_⟩
      cases all.2 u m with
      | inl m =>
        cases List.mem_cons.mp m with
        | inl same => rw [same]; exact .inr ⟨there, gone⟩
        | inr m => exact .inl m
      | inr h => exact .inr h

theorem applyOutcome_tidy (o : state.services.Ordered) {service : ServiceId} {work : Work} {done : ServiceId → Prop} {changes : Changes}
    (fresh : ¬ done service) (h : Tidy state.services done changes) :
    Tidy state.services (fun s => s = service ∨ done s) (applyOutcome state.services changes service (accumulateService block state service work)) := by
  have more : ∀ t, t ∈ changes.removed → ∃ s account, (s = service ∨ done s) ∧ state.services.find? t = some account ∧
      account.info.codeHash = ejectable s := fun t m => by
    obtain ⟨s, account, d, rest⟩ := h.removed t m
    exact ⟨s, account, .inr d, rest⟩
  cases found : state.services.find? service with
  | none =>
    have same : applyOutcome state.services changes service (accumulateService block state service work) = changes := by
      rw [accumulateService_absent found]
      unfold applyOutcome
      dsimp only
      rw [found]
      rfl
    rw [same]
    exact ⟨h.ordered, h.once, more, h.kept⟩
  | some account =>
    obtain ⟨own, present⟩ := (accumulateService_spent (block := block) (work := work) o found).present
    unfold applyOutcome
    dsimp only
    rw [found, present]
    dsimp only
    have allowed : ∀ t, (state.services.find? t).isSome = true → (accumulateService block state service work).state.services.find? t = none →
        ∃ old, state.services.find? t = some old ∧ old.info.codeHash = ejectable service := fun t b a => by
      cases there : state.services.find? t with
      | none => rw [there] at b; exact nomatch b
      | some old => exact ⟨old, rfl, accumulateService_gone o there a⟩
    have oc : (changes.services.insert service own).Ordered := SortedMap.ordered_insert h.ordered ..
    have applied := applyTouched_all state.services (accumulateService block state service work).state.services
      (distinct (accumulateService block state service work).touched)
      (changes := { changes with services := changes.services.insert service own }) oc
    have removed := applyTouched_removed (before := state.services) (after := (accumulateService block state service work).state.services)
      (distinct (accumulateService block state service work).touched) (once_distinct _)
      (changes := { changes with services := changes.services.insert service own }) h.once fun t _ b a m => by
        obtain ⟨old, there, hash⟩ := allowed t b a
        obtain ⟨s, old', d, there', hash'⟩ := h.removed t m
        rw [there] at there'
        rw [← Option.some.inj there', hash] at hash'
        exact fresh (by rw [ejectable_inj hash']; exact d)
    refine ⟨applied.ordered, removed.1, fun t m => ?_, fun t old there uncoded => ?_⟩
    · cases removed.2 t m with
      | inl m => exact more t m
      | inr e =>
        obtain ⟨old, there, hash⟩ := allowed t e.1 e.2
        exact ⟨service, old, .inl rfl, there, hash⟩
    · rw [applied.kept t old there]
      show ∃ own', (changes.services.insert service own).find? t = some own' ∧ _
      cases (inferInstance : Decidable (t = service)) with
      | isTrue same =>
        rw [same] at there ⊢
        rw [SortedMap.find?_insert_same h.ordered]
        obtain ⟨own', present', le⟩ := accumulateService_uncoded (block := block) (work := work) o there uncoded
        rw [present] at present'
        exact ⟨own, rfl, by rw [Option.some.inj present']; exact le⟩
      | isFalse ne =>
        rw [SortedMap.find?_insert_other h.ordered ne]
        exact h.kept t old there uncoded

theorem changesOf_tidy (o : state.services.Ordered) (works : List (ServiceId × Work)) (once : Once (works.map (·.1))) {done : ServiceId → Prop}
    {changes : Changes} (fresh : ∀ s, s ∈ works.map (·.1) → ¬ done s) (h : Tidy state.services done changes) :
    ∃ done, Tidy state.services done (changesOf state.services (outcomesOf block state works) changes) := by
  induction works generalizing changes done with
  | nil => exact ⟨done, h⟩
  | cons work rest ih =>
    refine ih once.2 (fun s m d => ?_) (applyOutcome_tidy (block := block) (work := work.2) o (fresh work.1 (List.mem_cons.mpr (.inl rfl))) h)
    cases d with
    | inl e => rw [e] at m; exact once.1 m
    | inr d => exact fresh s (List.mem_cons.mpr (.inr m)) d

/-- **All fits together in a round, but for the exceptions.** -/
theorem Clean.fits (o : state.services.Ordered) {works : List (ServiceId × Work)} (once : Once (works.map (·.1)))
    (clean : Clean state.services (outcomesOf block state works)) : Fits state.services (outcomesOf block state works) := by
  obtain ⟨done, tidy⟩ := changesOf_tidy (block := block) o works once (done := fun _ => False) (changes := noChanges state.services)
    (fun _ _ h => h) ⟨o, trivial, fun _ m => absurd m List.not_mem_nil, fun t account there _ => ⟨account, there, Nat.le_refl _⟩⟩
  refine ⟨clean.fresh, tidy.once, fun t m => ?_⟩
  obtain ⟨s, account, _, there, hash⟩ := tidy.removed t m
  obtain ⟨own, found, le⟩ := tidy.kept t account there (clean.uncoded t account there ⟨s, hash⟩)
  unfold SortedMap.at?
  rw [there, found]
  exact le

/-- **A round makes no balance**: accounts after it and the transfers that it makes hold no more than the accounts before and the transfers that came in. -/
theorem accumulateParallel_balance {transfers : Array DeferredTransfer} {reports : List WorkReport} {free : FreeGas} {round : Round}
    (o : state.services.Ordered) (clean : Clean state.services (outcomesOf block state (worksOf transfers reports free).toList))
    (h : accumulateParallel block state transfers reports free = .ok round) :
    round.state.services.Ordered ∧
    round.state.services.sum balanceOf + sumAmounts round.transfers.toList ≤ state.services.sum balanceOf + sumAmounts transfers.toList :=
  accumulateParallel_fits o (clean.fits o (SortedMap.once_keys (worksOf_incomes transfers reports free).ordered)) h

end Accumulation

end Jar.Chain
