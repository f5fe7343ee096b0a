import Jar.Thm.Chain.Accumulate
import Jar.Thm.Chain.HostCalls.Conserved

/-!
# Theorems: the accumulation of a service conserves balance

About Ψ_A of Gray Paper 0.7.2, appendix B.4: all accounts and the transfers that it makes hold exactly what the accounts before and the transfers that came in held.
-/
namespace Jar.Chain

open HostCalls

/-- **The accumulation of a service conserves balance**: all accounts and the transfers that it makes hold what the accounts before and the transfers that came in held, if
this is less than 2^64 and services are few. -/
theorem invokeAccumulate_conserved {block : AccumulationBlock} {state : PartialState} {service : ServiceId} {gas : Gas}
    {inputs : List AccumulationInput} (o : state.services.Ordered) {account : ServiceAccount} (found : state.services.find? service = some account)
    (fits : state.services.sum balanceOf + received inputs < 2 ^ 64)
    (few : Few state.services (invokeAccumulate block state service gas inputs).touched) :
    (invokeAccumulate block state service gas inputs).state.services.sum balanceOf
        + sumAmounts (invokeAccumulate block state service gas inputs).transfers.toList
      = state.services.sum balanceOf + received inputs := by
  let self := Account.credit account (received inputs)
  let services := state.services.insert service self
  have os : services.Ordered := SortedMap.ordered_insert o ..
  have own : services.find? service = some self := SortedMap.find?_insert_same o ..
  have erased := SortedMap.sum_erase balanceOf o service
  rw [found] at erased
  have erased : (state.services.erase service).sum balanceOf + account.info.balance.toNat = state.services.sum balanceOf := erased
  have credited : balanceOf self = account.info.balance.toNat + received inputs := credit_balance (by omega)
  have total : services.sum balanceOf = state.services.sum balanceOf + received inputs := by
    have s := SortedMap.sum_insert balanceOf o service self
    rw [found] at s
    have s : services.sum balanceOf + account.info.balance.toNat = state.services.sum balanceOf + balanceOf self := s
    omega
  have count : countOf services = countOf state.services := by
    have s := SortedMap.sum_insert (fun _ : ServiceAccount => 1) o service self
    rw [found] at s
    exact Nat.add_right_cancel s
  have start : Conserved state.services (state.services.sum balanceOf + received inputs)
      (Implications.start block { state with services } service self) := by
    refine ⟨os, ⟨self, own⟩, Nat.le_of_eq count, fun few => ?_⟩
    have first := firstNewIndex_free block os service (by
      have few : countOf state.services + 0 + 43 ≤ publicIndices := few
      omega)
    refine ⟨?_, first.1, account?_of (fun same => ?_) first.2⟩
    · have w := wealth_eq (x := Implications.start block { state with services } service self) os
      have n : noted services service = balanceOf self := by unfold noted; rw [own]; rfl
      have w : (Implications.start block { state with services } service self).wealth + noted services service
        = services.sum balanceOf + balanceOf self + 0 := w
      omega
    · have same : firstNewIndex block services service = service := same
      have none := first.2
      rw [same, own] at none
      exact nomatch none
  cases invokeAccumulate_keeps (holds := Conserved state.services (state.services.sum balanceOf + received inputs))
      (fun c => answerAccumulate_conserved fits c) (gas := gas) found start with
  | inl e => rw [e]; exact total
  | inr e =>
    obtain ⟨x, yield, used, c, e⟩ := e
    rw [e] at few ⊢
    exact (c.exactly few).wealth

end Jar.Chain
