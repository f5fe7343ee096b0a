import Jar.Chain.Accumulate
import Jar.Thm.Chain.HostCalls.Ledger
import Jar.Thm.Chain.Invocation

/-!
# Theorems: the accumulation of one service

About Ψ_A of Gray Paper 0.7.2, appendix B.4: what every host call keeps, holds of the dimension that counts in the end. So one accumulation makes no balance.
-/
namespace Jar.Chain

open HostCalls

/-- Of the exceptional dimension a host call keeps what it is, or makes it the regular one. -/
theorem answerAccumulate_exceptional {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} : (answerAccumulate block source call machine pair).context.exceptional = pair.exceptional ∨
      (answerAccumulate block source call machine pair).context.exceptional = pair.regular := by
  unfold answerAccumulate
  dsimp only
  split <;> first
    | exact .inl rfl
    | exact .inr rfl

/-- What every host call keeps of the regular dimension. -/
def Kept (block : AccumulationBlock) (holds : Implications → Prop) : Prop :=
  ∀ {source : FetchSource} {call : Option HostCall} {machine : Machine} {pair : ImplicationsPair}, holds pair.regular →
    holds (answerAccumulate block source call machine pair).context.regular

section
variable {block : AccumulationBlock} {holds : Implications → Prop} (kept : Kept block holds)
include kept

theorem accumulateHost_keeps {source : FetchSource} {number : UInt64} {machine : Machine} {pair : ImplicationsPair}
    (h : holds pair.regular ∧ holds pair.exceptional) :
    holds (accumulateHost block source number machine pair).context.regular ∧
      holds (accumulateHost block source number machine pair).context.exceptional := by
  unfold accumulateHost paid
  split
  · exact h
  · refine ⟨kept h.1, ?_⟩
    cases answerAccumulate_exceptional (block := block) (source := source) (call := HostCall.find? number HostCall.jam)
        (machine := { machine with gas := machine.gas - hostCallGas }) (pair := pair) with
    | inl e => rw [e]; exact h.2
    | inr e => rw [e]; exact h.1

theorem invokeWithHost_keeps {rules : Pvm.Rules} {code : ByteArray} {entry : Nat} {gas : Gas} {arguments : ByteArray} {source : FetchSource}
    {pair : ImplicationsPair} (h : holds pair.regular ∧ holds pair.exceptional) :
    holds (invokeWithHost rules code entry gas arguments (accumulateHost block source) pair).context.regular ∧
      holds (invokeWithHost rules code entry gas arguments (accumulateHost block source) pair).context.exceptional := by
  unfold invokeWithHost
  split
  · exact h
  · split
    · exact h
    · rename_i registers memory heapBreak heapLimit _ _ program _
      have ran := runWithHost_keeps (rules := rules) (program := program) (host := accumulateHost block source)
        (fun _ pair => holds pair.regular ∧ holds pair.exceptional) (fun h _ => h) (fun h => accumulateHost_keeps kept h) (gas.toNat + 1)
        (machine := { pc := entry, gas, charged := false, registers, memory, heapBreak, heapLimit }) h
      dsimp only
      cases c : runWithHost rules program (accumulateHost block source) (gas.toNat + 1)
        { pc := entry, gas, charged := false, registers, memory, heapBreak, heapLimit } pair with
      | mk reason rest =>
        cases rest with
        | mk machine context =>
          rw [c] at ran
          rw [returned_context]
          exact ran

/-- What an accumulation that runs gives is the outcome of a context of which all that host calls keep is true. -/
theorem runAccumulate_keeps {state : PartialState} {service : ServiceId} {self : ServiceAccount} {gas : Gas} {inputs : List AccumulationInput}
    {code : ByteArray} (start : holds (Implications.start block state service self)) :
    ∃ x yield used, holds x ∧ runAccumulate block state service self gas inputs code = x.outcome yield used := by
  unfold runAccumulate
  have ran := invokeWithHost_keeps kept (rules := block.protocol.machine) (code := code) (entry := accumulateEntry) (gas := gas)
    (arguments := [block.slot.toUInt64, service.toUInt64, inputs.length.toUInt64].foldl Codec.putNatural .empty)
    (source := accumulateSource block inputs)
    (pair := { regular := Implications.start block state service self, exceptional := Implications.start block state service self }) ⟨start, start⟩
  unfold collapse
  dsimp only
  split
  · split
    · exact ⟨_, _, _, ran.1, rfl⟩
    · exact ⟨_, _, _, ran.1, rfl⟩
  · exact ⟨_, _, _, ran.2, rfl⟩

/-- **Ψ_A**: a service that is not there does nothing; one without code takes what transfers bring; of any other all that host calls keep is true in the end. -/
theorem invokeAccumulate_keeps {state : PartialState} {service : ServiceId} {gas : Gas} {inputs : List AccumulationInput} {account : ServiceAccount}
    (found : state.services.find? service = some account)
    (start : holds (Implications.start block
      { state with services := state.services.insert service (Account.credit account (received inputs)) } service
      (Account.credit account (received inputs)))) :
    invokeAccumulate block state service gas inputs
        = .idle { state with services := state.services.insert service (Account.credit account (received inputs)) } ∨
      ∃ x yield used, holds x ∧ invokeAccumulate block state service gas inputs = x.outcome yield used := by
  unfold invokeAccumulate
  rw [found]
  dsimp only
  unfold invokeWithAccount
  split
  · exact .inl rfl
  · split
    · exact .inl rfl
    · exact .inr (runAccumulate_keeps kept start)

end

/-! ## Balances -/

/-- What the accumulation of a service did to balances. -/
structure Spent (before : Services) (service : ServiceId) (income : Nat) (outcome : ServiceOutcome) : Prop where
  ordered : outcome.state.services.Ordered
  /-- The service is there still. -/
  present : ∃ account, outcome.state.services.find? service = some account
  /-- Accounts that it neither is nor made nor removed are as before. -/
  others : ∀ t, t ≠ service → t ∉ outcome.touched → outcome.state.services.find? t = before.find? t
  /-- Accounts and transfers hold no more than accounts before, and what came in. -/
  balance : outcome.state.services.sum balanceOf + sumAmounts outcome.transfers.toList ≤ before.sum balanceOf + income

/-- **An accumulation makes no balance**: all accounts and the transfers that it makes hold no more than the accounts before and the transfers that came in. -/
theorem invokeAccumulate_spent {block : AccumulationBlock} {state : PartialState} {service : ServiceId} {gas : Gas}
    {inputs : List AccumulationInput} (o : state.services.Ordered) {account : ServiceAccount} (found : state.services.find? service = some account) :
    Spent state.services service (received inputs) (invokeAccumulate block state service gas inputs) := by
  let self := Account.credit account (received inputs)
  let services := state.services.insert service self
  have os : services.Ordered := SortedMap.ordered_insert o ..
  have own : services.find? service = some self := SortedMap.find?_insert_same o ..
  have total : services.sum balanceOf ≤ state.services.sum balanceOf + received inputs := by
    have s := SortedMap.sum_insert balanceOf o service self
    rw [found] at s
    have s : services.sum balanceOf + account.info.balance.toNat = state.services.sum balanceOf + balanceOf self := s
    have c : balanceOf self ≤ account.info.balance.toNat + received inputs := credit_balance_le ..
    omega
  have start : Ledger service services (state.services.sum balanceOf + received inputs)
      (Implications.start block { state with services } service self) := by
    refine ⟨rfl, os, ?_, fun _ _ _ => rfl⟩
    have w := wealth_eq (x := Implications.start block { state with services } service self) os
    have n : noted services service = balanceOf self := by unfold noted; rw [own]; rfl
    have w : (Implications.start block { state with services } service self).wealth + noted services service
      = services.sum balanceOf + balanceOf self + 0 := w
    omega
  have before : ∀ t, t ≠ service → services.find? t = state.services.find? t := fun t ne => SortedMap.find?_insert_other o ne self
  cases invokeAccumulate_keeps (holds := Ledger service services (state.services.sum balanceOf + received inputs))
      (fun l => answerAccumulate_ledger l) (gas := gas) found start with
  | inl e => rw [e]; exact ⟨os, ⟨_, own⟩, fun t ne _ => before t ne, total⟩
  | inr e =>
    obtain ⟨x, yield, used, l, e⟩ := e
    rw [e]
    have s := l.own
    subst s
    refine ⟨SortedMap.ordered_insert l.ordered .., ⟨_, SortedMap.find?_insert_same l.ordered ..⟩, fun t ne touched => ?_, l.wealth⟩
    show (x.state.services.insert x.service x.self).find? t = _
    rw [SortedMap.find?_insert_other l.ordered ne, l.others t ne touched]
    exact before t ne

end Jar.Chain
