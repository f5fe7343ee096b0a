import Jar.Thm.Chain.HostCalls.Others

/-!
# Theorems: no host call makes balance

About Gray Paper 0.7.2, appendix B.7, without any condition: whatever a service calls, all accounts and the transfers under way never hold more than before, and
accounts that the service neither is nor made nor removed stay as they were. What can be lost is what an account cannot hold, and what lay under an index that was not free.
-/
namespace Jar.Chain

open HostCalls

theorem credit_balance_le (account : ServiceAccount) (amount : Nat) :
    balanceOf (Account.credit account amount) ≤ account.info.balance.toNat + amount := by
  show (min (account.info.balance.toNat + amount) (2 ^ 64 - 1)).toUInt64.toNat ≤ _
  have e : (min (account.info.balance.toNat + amount) (2 ^ 64 - 1)).toUInt64.toNat = min (account.info.balance.toNat + amount) (2 ^ 64 - 1) :=
    UInt64.toNat_ofNat_of_lt' (Nat.lt_of_le_of_lt (Nat.min_le_right ..) (by decide))
  rw [e]
  exact Nat.min_le_left ..

/-- The accounts and transfers of a service's context hold no more than a limit, and accounts that it did not touch are those of the start. -/
structure Ledger (service : ServiceId) (start : Services) (limit : Nat) (x : Implications) : Prop where
  own : x.service = service
  ordered : x.state.services.Ordered
  wealth : x.wealth ≤ limit
  others : ∀ t, t ≠ service → t ∉ x.touched → x.state.services.find? t = start.find? t

theorem SameBalances.wealth {x y : Implications} (h : SameBalances x y) (o : x.state.services.Ordered) : y.wealth = x.wealth := by
  have before := wealth_eq o
  have after := wealth_eq (x := y) (by rw [h.services]; exact o)
  have b : balanceOf y.self = balanceOf x.self := congrArg UInt64.toNat h.balance
  rw [h.service, h.services, h.transfers, b] at after
  omega

theorem SameBalances.ledger {x y : Implications} {service : ServiceId} {start : Services} {limit : Nat} (h : SameBalances x y)
    (l : Ledger service start limit x) : Ledger service start limit y where
  own := h.service.trans l.own
  ordered := by rw [h.services]; exact l.ordered
  wealth := by rw [h.wealth l.ordered]; exact l.wealth
  others := by rw [h.services, h.touched]; exact l.others

namespace HostCalls

variable {p : Params} {slot : Slot} {machine : Machine} {x : Implications} {service : ServiceId} {start : Services} {limit : Nat}

theorem transfer_touched : (transfer p machine x).context.touched = x.touched := by
  unfold transfer
  dsimp only
  repeat (first | rfl | split)

theorem transfer_service : (transfer p machine x).context.service = x.service := by
  unfold transfer
  dsimp only
  repeat (first | rfl | split)

theorem transfer_ledger (l : Ledger service start limit x) : Ledger service start limit (transfer p machine x).context where
  own := transfer_service.trans l.own
  ordered := by rw [transfer_services]; exact l.ordered
  wealth := by rw [transfer_wealth l.ordered]; exact l.wealth
  others := by rw [transfer_services, transfer_touched]; exact l.others

/-- A new account is paid by the service, even if it takes the place of another. -/
theorem withNew_wealth_le (o : x.state.services.Ordered) {index : ServiceId} {account : ServiceAccount}
    (h : account.info.balance.toNat ≤ x.self.info.balance.toNat) : (withNew x index account).wealth ≤ x.wealth := by
  have before := wealth_eq o
  have after := wealth_eq (x := withNew x index account) (SortedMap.ordered_insert o index account)
  have sum := SortedMap.sum_insert balanceOf o index account
  have d : balanceOf (withNew x index account).self = x.self.info.balance.toNat - account.info.balance.toNat := debit_balance ..
  have s : balanceOf x.self = x.self.info.balance.toNat := rfl
  have a : balanceOf account = account.info.balance.toNat := rfl
  have sum : (withNew x index account).state.services.sum balanceOf + noted x.state.services index = x.state.services.sum balanceOf + balanceOf account := sum
  have t : (withNew x index account).transfers = x.transfers := rfl
  rw [t] at after
  cases (inferInstance : Decidable (x.service = index)) with
  | isTrue same =>
    have found : noted (withNew x index account).state.services (withNew x index account).service = balanceOf account := by
      show noted (x.state.services.insert index account) x.service = _
      unfold noted
      rw [same, SortedMap.find?_insert_same o]
      rfl
    rw [same] at before
    omega
  | isFalse ne =>
    have found : noted (withNew x index account).state.services (withNew x index account).service = noted x.state.services x.service := by
      show noted (x.state.services.insert index account) x.service = _
      unfold noted
      rw [SortedMap.find?_insert_other o ne]
    omega

theorem withNew_ledger (l : Ledger service start limit x) {index : ServiceId} {account : ServiceAccount}
    (h : account.info.balance.toNat ≤ x.self.info.balance.toNat) : Ledger service start limit (withNew x index account) where
  own := l.own
  ordered := SortedMap.ordered_insert l.ordered ..
  wealth := Nat.le_trans (withNew_wealth_le l.ordered h) l.wealth
  others := fun t own touched => by
    have parts := fun h => touched (List.mem_cons.mpr h)
    show (x.state.services.insert index account).find? t = _
    rw [SortedMap.find?_insert_other l.ordered fun e => parts (.inl e)]
    exact l.others t own fun m => parts (.inr m)

theorem _root_.Jar.Chain.Ledger.next (l : Ledger service start limit x) (nextId : ServiceId) : Ledger service start limit { x with nextId } :=
  ⟨l.own, l.ordered, l.wealth, l.others⟩

theorem new_ledger (l : Ledger service start limit x) : Ledger service start limit (new p slot machine x).context := by
  unfold new
  dsimp only
  split
  · split
    · exact l
    · split
      · exact l
      · rename_i enough
        split
        · split
          · exact l
          · exact withNew_ledger l (by omega)
        · exact (withNew_ledger l (account := newAccount ..) (by omega)).next _
  · exact l

/-- Who ejects an account gets no more than it held. -/
theorem ejected_wealth_le (o : x.state.services.Ordered) {index : ServiceId} {account : ServiceAccount}
    (found : x.state.services.find? index = some account) (ne : index ≠ x.service) :
    { x with
      self := Account.credit x.self account.info.balance.toNat
      state := { x.state with services := x.state.services.erase index }
      touched := index :: x.touched : Implications }.wealth ≤ x.wealth := by
  have before := wealth_eq o
  have after := wealth_eq (x := { x with
    self := Account.credit x.self account.info.balance.toNat
    state := { x.state with services := x.state.services.erase index }
    touched := index :: x.touched }) (SortedMap.ordered_erase o index)
  have sum := SortedMap.sum_erase balanceOf o index
  rw [found] at sum
  have same : noted (x.state.services.erase index) x.service = noted x.state.services x.service :=
    congrArg (fun found => (Option.map balanceOf found).getD 0) (SortedMap.find?_erase_other o (Ne.symm ne))
  have c := credit_balance_le x.self account.info.balance.toNat
  have s : balanceOf x.self = x.self.info.balance.toNat := rfl
  have sum : (x.state.services.erase index).sum balanceOf + account.info.balance.toNat = x.state.services.sum balanceOf := sum
  dsimp only at after ⊢
  omega

theorem eject_ledger (l : Ledger service start limit x) : Ledger service start limit (eject p slot machine x).context := by
  unfold eject
  dsimp only
  split
  · exact l
  · split
    · exact l
    · rename_i index account found
      split
      · exact l
      · rename_i other
        split
        · have found := found_of_register found
          have ne : index ≠ x.service := fun e => other (.inl e)
          refine ⟨l.own, SortedMap.ordered_erase l.ordered _, Nat.le_trans (ejected_wealth_le l.ordered found ne) l.wealth, fun t own touched => ?_⟩
          have parts := fun h => touched (List.mem_cons.mpr h)
          show (x.state.services.erase index).find? t = _
          rw [SortedMap.find?_erase_other l.ordered fun e => parts (.inl e)]
          exact l.others t own fun m => parts (.inr m)
        · exact l

end HostCalls

/-- **No host call makes balance**, and none changes an account that is not touched. -/
theorem answerAccumulate_ledger {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} {service : ServiceId} {start : Services} {limit : Nat} (l : Ledger service start limit pair.regular) :
    Ledger service start limit (answerAccumulate block source call machine pair).context.regular := by
  cases (inferInstance : Decidable (call = some .new)) with
  | isTrue n => rw [n]; exact new_ledger l
  | isFalse n =>
    cases (inferInstance : Decidable (call = some .transfer)) with
    | isTrue t => rw [t]; exact transfer_ledger l
    | isFalse t =>
      cases (inferInstance : Decidable (call = some .eject)) with
      | isTrue e => rw [e]; exact eject_ledger l
      | isFalse e => exact (answerAccumulate_balances block source call machine pair n t e).ledger l

end Jar.Chain
