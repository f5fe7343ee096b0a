import Jar.Chain.Accumulation.Parallel
import Jar.Thm.Chain.Accumulate
import Jar.Thm.Data.SortedMapDifference
import Jar.Thm.Data.SortedSet

/-!
# Theorems: services that accumulate at once make no balance

About (**d** ∪ **n**) \ **m** of Gray Paper 0.7.2, section 12.2. Each service accumulates on the accounts of before, so what they did has to fit together.
-/
namespace Jar.Chain.Accumulation

/-- What accounts that were made hold. -/
def madeBy (before after : Services) : List ServiceId → Nat
  | [] => 0
  | t :: rest => (match before.find? t, after.find? t with | none, some account => balanceOf account | _, _ => 0) + madeBy before after rest

/-- What accounts that were removed held. -/
def lostBy (before after : Services) : List ServiceId → Nat
  | [] => 0
  | t :: rest => (match before.find? t, after.find? t with | some account, none => balanceOf account | _, _ => 0) + lostBy before after rest

/-- What was made or removed changes the balances by that, and no account of before. -/
structure Applied (before after : Services) (touched : List ServiceId) (changes applied : Changes) : Prop where
  ordered : applied.services.Ordered
  balance : applied.services.sum balanceOf ≤ changes.services.sum balanceOf + madeBy before after touched
  removed : before.sumAt balanceOf applied.removed = before.sumAt balanceOf changes.removed + lostBy before after touched
  kept : ∀ t account, before.find? t = some account → applied.services.find? t = changes.services.find? t

theorem applyTouched_one (before after : Services) (t : ServiceId) {changes : Changes} (o : changes.services.Ordered) :
    Applied before after [t] changes (applyTouched before after changes t) := by
  unfold applyTouched
  cases b : before.find? t with
  | none =>
    cases a : after.find? t with
    | none =>
      refine ⟨o, Nat.le_add_right .., ?_, fun _ _ _ => rfl⟩
      unfold lostBy; rw [b]; rfl
    | some account =>
      refine ⟨SortedMap.ordered_insert o .., ?_, ?_, fun u other found => ?_⟩
      · have s := SortedMap.sum_insert balanceOf o t account
        unfold madeBy madeBy
        rw [b, a]
        show (changes.services.insert t account).sum balanceOf ≤ _ + (balanceOf account + 0)
        omega
      · unfold lostBy; rw [b, a]; rfl
      · exact SortedMap.find?_insert_other o (fun e => by rw [e, b] at found; exact nomatch found) account
  | some account =>
    cases a : after.find? t with
    | none =>
      refine ⟨o, Nat.le_add_right .., ?_, fun _ _ _ => rfl⟩
      unfold lostBy lostBy
      rw [b, a]
      show before.at? balanceOf t + _ = _ + (balanceOf account + 0)
      unfold SortedMap.at?
      rw [b]
      show balanceOf account + _ = _
      omega
    | some other =>
      refine ⟨o, Nat.le_add_right .., ?_, fun _ _ _ => rfl⟩
      unfold lostBy; rw [b, a]; rfl

theorem applyTouched_all (before after : Services) (touched : List ServiceId) {changes : Changes} (o : changes.services.Ordered) :
    Applied before after touched changes (touched.foldl (applyTouched before after) changes) := by
  induction touched generalizing changes with
  | nil => exact ⟨o, Nat.le_refl _, rfl, fun _ _ _ => rfl⟩
  | cons t rest ih =>
    have one := applyTouched_one before after t o
    have all := ih one.ordered
    have b := one.balance
    have r := one.removed
    have b' := all.balance
    have r' := all.removed
    have made : madeBy before after (t :: rest) = madeBy before after [t] + madeBy before after rest := by
      show _ + madeBy before after rest = _ + 0 + madeBy before after rest
      rw [Nat.add_zero]
    have lost : lostBy before after (t :: rest) = lostBy before after [t] + lostBy before after rest := by
      show _ + lostBy before after rest = _ + 0 + lostBy before after rest
      rw [Nat.add_zero]
    rw [List.foldl_cons]
    exact ⟨all.ordered, by omega, by omega, fun t account found => (all.kept t account found).trans (one.kept t account found)⟩

/-- Where no account was made in the place of one that was there, accounts before and after are what was removed and made. -/
theorem parts_of_touched {before after : Services} {touched : List ServiceId}
    (fresh : ∀ t, t ∈ touched → (before.find? t).isSome = true → after.find? t = none) :
    before.sumAt balanceOf touched = lostBy before after touched ∧ after.sumAt balanceOf touched = madeBy before after touched := by
  induction touched with
  | nil => exact ⟨rfl, rfl⟩
  | cons t rest ih =>
    have rest := ih fun u m => fresh u (List.mem_cons.mpr (.inr m))
    have here := fresh t (List.mem_cons.mpr (.inl rfl))
    unfold lostBy madeBy SortedMap.sumAt SortedMap.at?
    cases b : before.find? t with
    | none =>
      cases a : after.find? t with
      | none => exact ⟨congrArg _ rest.1, congrArg _ rest.2⟩
      | some account => exact ⟨congrArg _ rest.1, congrArg _ rest.2⟩
    | some account =>
      rw [here (by rw [b]; rfl)]
      exact ⟨congrArg _ rest.1, congrArg _ rest.2⟩

theorem mem_distinct (services : List ServiceId) (t : ServiceId) : t ∈ distinct services ↔ t ∈ services := by
  have form : distinct services = (SortedSet.toArray (SortedSet.ofList services)).toList := rfl
  rw [form, SortedSet.mem_toArray (SortedSet.ordered_ofList services), SortedSet.has_ofList]

theorem once_distinct (services : List ServiceId) : Once (distinct services) := SortedMap.once_keys (SortedSet.ordered_ofList services)

/-- One accumulation is taken in: what accounts gain and transfers take is paid by what came in, and by accounts that are to go. -/
theorem applyOutcome_balance {before : Services} {service : ServiceId} {income : Nat} {outcome : ServiceOutcome} {changes : Changes}
    {account : ServiceAccount} (ob : before.Ordered) (found : before.find? service = some account)
    (spent : Spent before service income outcome)
    (fresh : ∀ t, t ∈ outcome.touched → (before.find? t).isSome = true → outcome.state.services.find? t = none)
    (o : changes.services.Ordered) (waiting : changes.services.find? service = some account) :
    (applyOutcome before changes service outcome).services.Ordered ∧
    (applyOutcome before changes service outcome).services.sum balanceOf + sumAmounts outcome.transfers.toList
        + before.sumAt balanceOf changes.removed
      ≤ changes.services.sum balanceOf + income + before.sumAt balanceOf (applyOutcome before changes service outcome).removed ∧
    ∀ t account, t ≠ service → before.find? t = some account →
      (applyOutcome before changes service outcome).services.find? t = changes.services.find? t := by
  obtain ⟨own, present⟩ := spent.present
  unfold applyOutcome
  dsimp only
  rw [found, present]
  dsimp only
  let touched := distinct outcome.touched
  have oc : (changes.services.insert service own).Ordered := SortedMap.ordered_insert o ..
  have applied := applyTouched_all before outcome.state.services touched
    (changes := { changes with services := changes.services.insert service own }) oc
  have absent : service ∉ touched := fun m => by
    rw [fresh service ((mem_distinct ..).mp m) (by rw [found]; rfl)] at present
    exact nomatch present
  have difference := SortedMap.sum_difference balanceOf (keys := service :: touched) ⟨absent, once_distinct _⟩ spent.ordered ob fun t m =>
    spent.others t (fun e => m (List.mem_cons.mpr (.inl e))) fun h => m (List.mem_cons.mpr (.inr ((mem_distinct ..).mpr h)))
  have parts := parts_of_touched (before := before) (after := outcome.state.services) (touched := touched) fun t m =>
    fresh t ((mem_distinct ..).mp m)
  have s := SortedMap.sum_insert balanceOf o service own
  rw [waiting] at s
  have s : (changes.services.insert service own).sum balanceOf + balanceOf account = changes.services.sum balanceOf + balanceOf own := s
  have b : before.sumAt balanceOf (service :: touched) = balanceOf account + before.sumAt balanceOf touched := by
    show before.at? balanceOf service + _ = _
    unfold SortedMap.at?
    rw [found]
    rfl
  have a : outcome.state.services.sumAt balanceOf (service :: touched) = balanceOf own + outcome.state.services.sumAt balanceOf touched := by
    show outcome.state.services.at? balanceOf service + _ = _
    unfold SortedMap.at?
    rw [present]
    rfl
  rw [a, b, parts.1, parts.2] at difference
  have balance := applied.balance
  have removed := applied.removed
  have paid := spent.balance
  dsimp only at balance removed
  refine ⟨applied.ordered, ?_, fun t other ne f => ?_⟩
  · dsimp only [touched] at *
    omega
  · exact (applied.kept t other f).trans (SortedMap.find?_insert_other o ne own)

end Jar.Chain.Accumulation
