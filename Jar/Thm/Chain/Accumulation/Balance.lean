import Jar.Thm.Chain.Accumulation.Income
import Jar.Thm.Chain.Accumulation.Parallel

/-!
# Theorems: a round makes no balance

About Δ* of Gray Paper 0.7.2, section 12.2. Each service of a round works on the accounts of before; where what they do fits together, they make no balance.
-/
namespace Jar.Chain.Accumulation

/-- The accounts after the accumulations of a round, before any is removed. -/
def changesOf (before : Services) (outcomes : List (ServiceId × ServiceOutcome)) (changes : Changes) : Changes :=
  outcomes.foldl (init := changes) fun changes (service, outcome) => applyOutcome before changes service outcome

/-- The accounts before a round. -/
def noChanges (before : Services) : Changes := { services := before, made := .empty, removed := [], apart := true }

/-- What services of a round do fits together. -/
structure Fits (before : Services) (outcomes : List (ServiceId × ServiceOutcome)) : Prop where
  /-- No accumulation makes a service anew in the place of one that was there. -/
  fresh : ∀ service outcome, (service, outcome) ∈ outcomes → ∀ t, t ∈ outcome.touched → (before.find? t).isSome = true →
    outcome.state.services.find? t = none
  /-- No service is removed by two. -/
  once : Once (changesOf before outcomes (noChanges before)).removed
  /-- No service that another removes spends anything. -/
  kept : ∀ t, t ∈ (changesOf before outcomes (noChanges before)).removed →
    before.at? balanceOf t ≤ (changesOf before outcomes (noChanges before)).services.at? balanceOf t

/-- The amounts of the transfers of all. -/
def amountsMade : List (ServiceId × ServiceOutcome) → Nat
  | [] => 0
  | (_, outcome) :: rest => sumAmounts outcome.transfers.toList + amountsMade rest

/-- What the services of a round do. -/
def outcomesOf (block : AccumulationBlock) (state : PartialState) (works : List (ServiceId × Work)) : List (ServiceId × ServiceOutcome) :=
  works.map fun (service, work) => (service, accumulateService block state service work)

theorem accumulateService_spent {block : AccumulationBlock} {state : PartialState} {service : ServiceId} {work : Work}
    (o : state.services.Ordered) {account : ServiceAccount} (found : state.services.find? service = some account) :
    Spent state.services service (incomeOf work) (accumulateService block state service work) := by
  have spent := invokeAccumulate_spent (block := block) (gas := (min work.gas (2 ^ 64 - 1)).toUInt64)
    (inputs := work.transfers.reverse ++ work.operands.reverse) o found
  rw [received_inputs] at spent
  exact spent

theorem accumulateService_absent {block : AccumulationBlock} {state : PartialState} {service : ServiceId} {work : Work}
    (found : state.services.find? service = none) : accumulateService block state service work = .idle state := by
  unfold accumulateService invokeAccumulate
  rw [found]

theorem changesOf_balance {block : AccumulationBlock} {state : PartialState} (ob : state.services.Ordered) (works : List (ServiceId × Work))
    (once : Once (works.map (·.1))) {changes : Changes} (o : changes.services.Ordered)
    (waiting : ∀ s account, s ∈ works.map (·.1) → state.services.find? s = some account → changes.services.find? s = some account)
    (fresh : ∀ service outcome, (service, outcome) ∈ outcomesOf block state works → ∀ t, t ∈ outcome.touched →
      (state.services.find? t).isSome = true → outcome.state.services.find? t = none) :
    (changesOf state.services (outcomesOf block state works) changes).services.Ordered ∧
    (changesOf state.services (outcomesOf block state works) changes).services.sum balanceOf + amountsMade (outcomesOf block state works)
        + state.services.sumAt balanceOf changes.removed
      ≤ changes.services.sum balanceOf + SortedMap.sumList incomeOf works
        + state.services.sumAt balanceOf (changesOf state.services (outcomesOf block state works) changes).removed := by
  induction works generalizing changes with
  | nil => exact ⟨o, Nat.le_refl _⟩
  | cons work rest ih =>
    obtain ⟨s, work⟩ := work
    show (changesOf state.services (outcomesOf block state rest) (applyOutcome state.services changes s (accumulateService block state s work))).services.Ordered ∧
      (changesOf state.services (outcomesOf block state rest) (applyOutcome state.services changes s (accumulateService block state s work))).services.sum
          balanceOf + (sumAmounts (accumulateService block state s work).transfers.toList + amountsMade (outcomesOf block state rest))
          + state.services.sumAt balanceOf changes.removed
        ≤ changes.services.sum balanceOf + (incomeOf work + SortedMap.sumList incomeOf rest) + state.services.sumAt balanceOf
          (changesOf state.services (outcomesOf block state rest) (applyOutcome state.services changes s (accumulateService block state s work))).removed
    have later : ∀ service outcome, (service, outcome) ∈ outcomesOf block state rest → ∀ t, t ∈ outcome.touched →
        (state.services.find? t).isSome = true → outcome.state.services.find? t = none :=
      fun service outcome m => fresh service outcome (List.mem_cons.mpr (.inr m))
    cases found : state.services.find? s with
    | none =>
      have idle := accumulateService_absent (block := block) (work := work) found
      have same : applyOutcome state.services changes s (accumulateService block state s work) = changes := by
        rw [idle]
        unfold applyOutcome
        dsimp only
        rw [found]
        rfl
      have none : sumAmounts (accumulateService block state s work).transfers.toList = 0 := by rw [idle]; rfl
      rw [same, none]
      have all := ih once.2 o (fun t account m => waiting t account (List.mem_cons.mpr (.inr m))) later
      exact ⟨all.1, by have := all.2; omega⟩
    | some account =>
      have one := applyOutcome_balance ob found (accumulateService_spent (block := block) (work := work) ob found)
        (fresh s _ (List.mem_cons.mpr (.inl rfl))) o (waiting s account (List.mem_cons.mpr (.inl rfl)) found)
      have all := ih once.2 one.1 (fun t account m f => (one.2.2 t account (fun e => once.1 (by rw [← e]; exact m)) f).trans
        (waiting t account (List.mem_cons.mpr (.inr m)) f)) later
      exact ⟨all.1, by have := all.2; have := one.2.1; omega⟩

theorem amountsMade_eq (outcomes : List (ServiceId × ServiceOutcome)) :
    sumAmounts (outcomes.foldl (fun all (_, outcome) => all ++ outcome.transfers) #[]).toList = amountsMade outcomes := by
  have both : ∀ as bs, sumAmounts (as ++ bs) = sumAmounts as + sumAmounts bs := by
    intro as bs
    induction as with
    | nil => exact (Nat.zero_add _).symm
    | cons a as ih => show a.amount.toNat + sumAmounts (as ++ bs) = a.amount.toNat + sumAmounts as + sumAmounts bs; omega
  have go : ∀ (outcomes : List (ServiceId × ServiceOutcome)) (all : Array DeferredTransfer),
      sumAmounts (outcomes.foldl (fun all (_, outcome) => all ++ outcome.transfers) all).toList = sumAmounts all.toList + amountsMade outcomes := by
    intro outcomes
    induction outcomes with
    | nil => exact fun _ => rfl
    | cons outcome rest ih =>
      intro all
      rw [List.foldl_cons, ih, Array.toList_append, both]
      exact Nat.add_assoc ..
  exact (go outcomes #[]).trans (Nat.zero_add _)

/-! ## Preimages -/

theorem integratePreimage_keeps {services : Services} (o : services.Ordered) (slot : Slot) (service : ServiceId) (preimage : ByteArray) :
    (integratePreimage services slot service preimage).Ordered ∧
      (integratePreimage services slot service preimage).sum balanceOf = services.sum balanceOf := by
  unfold integratePreimage
  dsimp only
  split
  · rename_i account found
    split
    · refine ⟨SortedMap.ordered_insert o .., ?_⟩
      have s := SortedMap.sum_insert balanceOf o service
        { Account.setRequest account (blake preimage) preimage.size.toUInt32 #[slot] with
          items := (Account.setRequest account (blake preimage) preimage.size.toUInt32 #[slot]).items.insert (preimageItem (blake preimage)) preimage }
      rw [found] at s
      exact Nat.add_right_cancel s
    · exact ⟨o, rfl⟩
  · exact ⟨o, rfl⟩

/-- **Preimages that come in change no balance.** -/
theorem integratePreimages_keeps (preimages : List (ServiceId × ByteArray)) {services : Services} (o : services.Ordered) (slot : Slot) :
    (integratePreimages services slot preimages).Ordered ∧
      (integratePreimages services slot preimages).sum balanceOf = services.sum balanceOf := by
  induction preimages generalizing services with
  | nil => exact ⟨o, rfl⟩
  | cons preimage rest ih =>
    have one := integratePreimage_keeps o slot preimage.1 preimage.2
    have all := ih one.1
    exact ⟨all.1, all.2.trans one.2⟩

/-- A round in which all fits makes no balance. -/
theorem accumulateParallel_fits {block : AccumulationBlock} {state : PartialState} {transfers : Array DeferredTransfer}
    {reports : List WorkReport} {free : FreeGas} {round : Round} (o : state.services.Ordered)
    (clean : Fits state.services (outcomesOf block state (worksOf transfers reports free).toList))
    (h : accumulateParallel block state transfers reports free = .ok round) :
    round.state.services.Ordered ∧
    round.state.services.sum balanceOf + sumAmounts round.transfers.toList ≤ state.services.sum balanceOf + sumAmounts transfers.toList := by
  have incomes := worksOf_incomes transfers reports free
  have all := changesOf_balance (block := block) o (worksOf transfers reports free).toList (SortedMap.once_keys incomes.ordered)
    (changes := noChanges state.services) o (fun _ _ _ found => found) clean.fresh
  have erased := SortedMap.sum_eraseAll balanceOf clean.once all.1
  have ordered := SortedMap.ordered_eraseAll all.1 (changesOf state.services (outcomesOf block state (worksOf transfers reports free).toList)
    (noChanges state.services)).removed
  have kept : ∀ keys : List ServiceId, (∀ t, t ∈ keys → state.services.at? balanceOf t ≤
      (changesOf state.services (outcomesOf block state (worksOf transfers reports free).toList) (noChanges state.services)).services.at? balanceOf t) →
      state.services.sumAt balanceOf keys ≤
      (changesOf state.services (outcomesOf block state (worksOf transfers reports free).toList) (noChanges state.services)).services.sumAt balanceOf keys := by
    intro keys
    induction keys with
    | nil => exact fun _ => Nat.le_refl 0
    | cons t rest ih =>
      exact fun h => Nat.add_le_add (h t (List.mem_cons.mpr (.inl rfl))) (ih fun u m => h u (List.mem_cons.mpr (.inr m)))
  have kept := kept _ clean.kept
  have made := amountsMade_eq (outcomesOf block state (worksOf transfers reports free).toList)
  have income : SortedMap.sumList incomeOf (worksOf transfers reports free).toList = sumAmounts transfers.toList := incomes.amount
  have none : state.services.sumAt balanceOf (noChanges state.services).removed = 0 := rfl
  have start : (noChanges state.services).services = state.services := rfl
  unfold accumulateParallel at h
  simp only at h
  split at h
  · cases h
    have after := integratePreimages_keeps ((outcomesOf block state (worksOf transfers reports free).toList).flatMap fun (_, outcome) =>
      outcome.provisions.toPairs) ordered block.slot
    refine ⟨after.1, ?_⟩
    have total := all.2
    have sum := after.2
    refine Nat.le_trans (Nat.le_of_eq (congrArg (· + _) sum)) ?_
    show _ + sumAmounts ((outcomesOf block state (worksOf transfers reports free).toList).foldl (fun all (_, outcome) => all ++ outcome.transfers) #[]).toList ≤ _
    rw [made]
    rw [start, none, income] at total
    omega
  · exact nomatch h

/-! ## The exception is one -/

/-- An account that holds so much. -/
def holding (balance : Balance) : ServiceAccount := { info := { (default : ServiceInfo) with balance }, items := .empty }

/-- Service 1 ejected service 2, which held 100, and made it anew with 30. -/
def remade (state : PartialState) : ServiceOutcome :=
  { ServiceOutcome.idle { state with services := (SortedMap.empty.insert 1 (holding 170)).insert 2 (holding 30) } with touched := [2, 2] }

/-- **A service that is ejected and made anew at once keeps what was taken from it**: 70 come from nowhere. So `Clean.fresh` is needed. -/
theorem remade_balance (state : PartialState) :
    let before : Services := (SortedMap.empty.insert 1 (holding 100)).insert 2 (holding 100)
    before.sum balanceOf = 200 ∧ (remade state).state.services.sum balanceOf = 200 ∧
      (servicesAfter before [(1, remade state)]).1.sum balanceOf = 270 := ⟨rfl, rfl, rfl⟩

end Jar.Chain.Accumulation
