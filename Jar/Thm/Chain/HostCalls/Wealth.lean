import Jar.Thm.Chain.HostCalls.Balance
import Jar.Thm.Data.SortedMapErase

/-!
# Theorems: nothing is made or lost

About Gray Paper 0.7.2, appendix B.7: new, transfer and eject move balances between accounts and transfers under way, and keep their sum. Ejecting into an
account that would hold more than 2^64 − 1 is the exception.
-/
namespace Jar.Chain

open HostCalls

/-- The balance of an account, as a natural. -/
def balanceOf (account : ServiceAccount) : Nat := account.info.balance.toNat

/-- The amounts of transfers. -/
def sumAmounts : List DeferredTransfer → Nat
  | [] => 0
  | transfer :: rest => transfer.amount.toNat + sumAmounts rest

theorem sumAmounts_append (as : List DeferredTransfer) (transfer : DeferredTransfer) :
    sumAmounts (as ++ [transfer]) = sumAmounts as + transfer.amount.toNat := by
  induction as with
  | nil => show transfer.amount.toNat + 0 = 0 + transfer.amount.toNat; omega
  | cons a as ih => show a.amount.toNat + sumAmounts (as ++ [transfer]) = a.amount.toNat + sumAmounts as + _; omega

/-- What all accounts and the transfers under way hold. -/
def Implications.wealth (x : Implications) : Nat := x.finalState.services.sum balanceOf + sumAmounts x.transfers.toList

/-- What is noted for a service in a map, if anything. -/
def noted (services : Services) (service : ServiceId) : Nat := ((services.find? service).map balanceOf).getD 0

theorem wealth_eq {x : Implications} (o : x.state.services.Ordered) :
    x.wealth + noted x.state.services x.service = x.state.services.sum balanceOf + balanceOf x.self + sumAmounts x.transfers.toList := by
  have h := SortedMap.sum_insert balanceOf o x.service x.self
  show (x.state.services.insert x.service x.self).sum balanceOf + _ + noted _ _ = _
  unfold noted
  omega

theorem debit_balance (account : ServiceAccount) (amount : Nat) : balanceOf (Account.debit account amount) = account.info.balance.toNat - amount :=
  UInt64.toNat_ofNat_of_lt' (Nat.lt_of_le_of_lt (Nat.sub_le ..) account.info.balance.toNat_lt)

theorem credit_balance {account : ServiceAccount} {amount : Nat} (h : account.info.balance.toNat + amount < 2 ^ 64) :
    balanceOf (Account.credit account amount) = account.info.balance.toNat + amount := by
  have e : min (account.info.balance.toNat + amount) (2 ^ 64 - 1) = account.info.balance.toNat + amount := Nat.min_eq_left (by omega)
  show (min (account.info.balance.toNat + amount) (2 ^ 64 - 1)).toUInt64.toNat = _
  rw [e]
  exact UInt64.toNat_ofNat_of_lt' h

namespace HostCalls

variable {p : Params} {slot : Slot} {machine : Machine} {x : Implications}

theorem transferred_wealth (o : x.state.services.Ordered) {transfer : DeferredTransfer} (h : transfer.amount.toNat ≤ x.self.info.balance.toNat) :
    { x with self := Account.debit x.self transfer.amount.toNat, transfers := x.transfers.push transfer : Implications }.wealth = x.wealth := by
  have before := wealth_eq o
  have after := wealth_eq (x := { x with self := Account.debit x.self transfer.amount.toNat, transfers := x.transfers.push transfer }) o
  have d := debit_balance x.self transfer.amount.toNat
  have s : balanceOf x.self = x.self.info.balance.toNat := rfl
  dsimp only at after
  rw [Array.toList_push, sumAmounts_append] at after
  omega

/-- **A transfer keeps the sum** of balances and transfers under way. -/
theorem transfer_wealth (o : x.state.services.Ordered) : (transfer p machine x).context.wealth = x.wealth := by
  unfold transfer
  dsimp only
  split
  · rfl
  · rename_i memo _
    split
    · rfl
    · rename_i destination _ _
      split
      · rfl
      · split
        · rfl
        · rename_i h
          split
          · rfl
          · exact transferred_wealth o (transfer := { source := x.service, destination, amount := machine.registers.r8, memo, gas := machine.registers.r9 })
              (by dsimp only; omega)

theorem withNew_wealth (o : x.state.services.Ordered) {service : ServiceId} {account : ServiceAccount} (free : x.account? service = none)
    (h : account.info.balance.toNat ≤ x.self.info.balance.toNat) : (withNew x service account).wealth = x.wealth := by
  have ne : service ≠ x.service := by
    intro e
    unfold Implications.account? at free
    rw [ite_eq_left e] at free
    exact nomatch free
  have absent : x.state.services.find? service = none := by
    unfold Implications.account? at free
    rw [ite_eq_right ne] at free
    exact free
  have before := wealth_eq o
  have after := wealth_eq (x := withNew x service account) (SortedMap.ordered_insert o service account)
  have sum := SortedMap.sum_insert balanceOf o service account
  rw [absent] at sum
  have same : noted (withNew x service account).state.services (withNew x service account).service = noted x.state.services x.service :=
    congrArg (fun found => (Option.map balanceOf found).getD 0) (SortedMap.find?_insert_other o (Ne.symm ne) account)
  have d : balanceOf (withNew x service account).self = x.self.info.balance.toNat - account.info.balance.toNat := debit_balance ..
  have s : balanceOf x.self = x.self.info.balance.toNat := rfl
  have a : balanceOf account = account.info.balance.toNat := rfl
  have sum : (withNew x service account).state.services.sum balanceOf + 0 = x.state.services.sum balanceOf + balanceOf account := sum
  have t : (withNew x service account).transfers = x.transfers := rfl
  rw [t] at after
  omega

/-- **A new service is paid by the service that makes it.** The index that is next for a new service must be free. -/
theorem new_wealth (o : x.state.services.Ordered) (free : x.account? x.nextId = none) : (new p slot machine x).context.wealth = x.wealth := by
  unfold new
  dsimp only
  split
  · split
    · rfl
    · split
      · rfl
      · rename_i enough
        split
        · split
          · rfl
          · rename_i absent
            refine withNew_wealth o ?_ (by omega)
            cases e : x.account? machine.registers.r12.toUInt32 with
            | none => rfl
            | some account => rw [e] at absent; exact absurd rfl absent
        · exact withNew_wealth (account := newAccount ..) o free (by omega)
  · rfl

/-- An account that a register names. -/
theorem found_of_register {services : Services} {word : UInt64} {index : ServiceId} {account : ServiceAccount}
    (found : ((serviceId? word).bind fun service => (services.find? service).map fun account => (service, account)) = some (index, account)) :
    services.find? index = some account := by
  cases w : serviceId? word with
  | none => rw [w] at found; exact nomatch found
  | some s =>
    rw [w] at found
    replace found : Option.map _ (services.find? s) = some (index, account) := found
    cases f : services.find? s with
    | none => rw [f] at found; exact nomatch found
    | some a =>
      rw [f] at found
      cases found
      exact f

/-- Who ejects an account gets what it held, if there is room for it. -/
theorem ejected_wealth (o : x.state.services.Ordered) {index : ServiceId} {account : ServiceAccount}
    (found : x.state.services.find? index = some account) (ne : index ≠ x.service)
    (room : x.self.info.balance.toNat + account.info.balance.toNat < 2 ^ 64) :
    { x with
      self := Account.credit x.self account.info.balance.toNat
      state := { x.state with services := x.state.services.erase index }
      touched := index :: x.touched : Implications }.wealth = x.wealth := by
  have before := wealth_eq o
  have after := wealth_eq (x := { x with
    self := Account.credit x.self account.info.balance.toNat
    state := { x.state with services := x.state.services.erase index }
    touched := index :: x.touched }) (SortedMap.ordered_erase o index)
  have sum := SortedMap.sum_erase balanceOf o index
  rw [found] at sum
  have same : noted (x.state.services.erase index) x.service = noted x.state.services x.service :=
    congrArg (fun found => (Option.map balanceOf found).getD 0) (SortedMap.find?_erase_other o (Ne.symm ne))
  have c := credit_balance room
  have s : balanceOf x.self = x.self.info.balance.toNat := rfl
  have sum : (x.state.services.erase index).sum balanceOf + account.info.balance.toNat = x.state.services.sum balanceOf := sum
  dsimp only at after ⊢
  omega

/-- **Ejecting keeps the sum**, unless the account would hold more than it can. -/
theorem eject_wealth (o : x.state.services.Ordered)
    (room : ∀ service account, x.state.services.find? service = some account → x.self.info.balance.toNat + account.info.balance.toNat < 2 ^ 64) :
    (eject p slot machine x).context.wealth = x.wealth := by
  unfold eject
  dsimp only
  split
  · rfl
  · split
    · rfl
    · rename_i index account found
      split
      · rfl
      · rename_i other
        split
        · have found := found_of_register found
          exact ejected_wealth o found (fun e => other (.inl e)) (room index account found)
        · rfl

end HostCalls

end Jar.Chain
