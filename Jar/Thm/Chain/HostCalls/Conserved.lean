import Jar.Thm.Chain.Accumulation.Context
import Jar.Thm.Chain.HostCalls.Ledger

/-!
# Theorems: host calls conserve balance

About Gray Paper 0.7.2, appendix B.4 and B.7: no host call changes what all accounts and the transfers under way hold, if that is less than 2^64 and there are fewer services than indices for
them (`Few`): the next index is always free then.
-/
namespace Jar.Chain

open HostCalls

/-- There are indices enough for services, however many more are made. -/
def Few (start : Services) (touched : List ServiceId) : Prop := countOf start + touched.length + 43 ≤ publicIndices

theorem Few.less {start : Services} {t : ServiceId} {touched : List ServiceId} (h : Few start (t :: touched)) : Few start touched := by
  unfold Few at *
  rw [List.length_cons] at h
  omega

/-- What is exactly so in a context, while services are few: nothing is lost, and the next index is free. -/
structure Exact (limit : Nat) (x : Implications) : Prop where
  wealth : x.wealth = limit
  isPublic : IsPublic x.nextId
  free : x.account? x.nextId = none

/-- What every host call keeps of a service's context. -/
structure Conserved (start : Services) (limit : Nat) (x : Implications) : Prop where
  ordered : x.state.services.Ordered
  own : ∃ account, x.state.services.find? x.service = some account
  count : countOf x.state.services ≤ countOf start + x.touched.length
  exactly : Few start x.touched → Exact limit x

theorem SameBalances.conserved {x y : Implications} {start : Services} {limit : Nat} (h : SameBalances x y) (c : Conserved start limit x) :
    Conserved start limit y where
  ordered := by rw [h.services]; exact c.ordered
  own := by rw [h.services, h.service]; exact c.own
  count := by rw [h.services, h.touched]; exact c.count
  exactly := fun few => by
    rw [h.touched] at few
    have e := c.exactly few
    refine ⟨by rw [h.wealth c.ordered]; exact e.wealth, by rw [h.nextId]; exact e.isPublic, ?_⟩
    have found := h.account? y.nextId
    rw [h.nextId, e.free] at found
    rw [h.nextId]
    cases f : y.account? x.nextId with
    | none => rfl
    | some account => rw [f] at found; exact nomatch found

theorem account?_none {x : Implications} {t : ServiceId} (h : x.account? t = none) : t ≠ x.service ∧ x.state.services.find? t = none := by
  unfold Implications.account? at h
  split at h
  · exact nomatch h
  · rename_i ne
    exact ⟨ne, h⟩

theorem account?_of {x : Implications} {t : ServiceId} (ne : t ≠ x.service) (h : x.state.services.find? t = none) : x.account? t = none := by
  unfold Implications.account?
  rw [ite_eq_right ne]
  exact h

theorem countOf_insert {services : Services} (o : services.Ordered) (t : ServiceId) (account : ServiceAccount) :
    countOf (services.insert t account) ≤ countOf services + 1 := by
  have s := SortedMap.sum_insert (fun _ : ServiceAccount => 1) o t account
  unfold countOf
  omega

theorem countOf_erase {services : Services} (o : services.Ordered) (t : ServiceId) : countOf (services.erase t) ≤ countOf services := by
  have s := SortedMap.sum_erase (fun _ : ServiceAccount => 1) o t
  unfold countOf
  omega

namespace HostCalls

variable {p : Params} {slot : Slot} {machine : Machine} {x : Implications} {start : Services} {limit : Nat}

theorem transfer_nextId : (transfer p machine x).context.nextId = x.nextId := by
  unfold transfer
  dsimp only
  repeat (first | rfl | split)

theorem transfer_account? (t : ServiceId) (h : x.account? t = none) : (transfer p machine x).context.account? t = none := by
  have parts := account?_none h
  exact account?_of (by rw [transfer_service]; exact parts.1) (by rw [transfer_services]; exact parts.2)

theorem transfer_conserved (c : Conserved start limit x) : Conserved start limit (transfer p machine x).context where
  ordered := by rw [transfer_services]; exact c.ordered
  own := by rw [transfer_services, transfer_service]; exact c.own
  count := by rw [transfer_services, transfer_touched]; exact c.count
  exactly := fun few => by
    rw [transfer_touched] at few
    have e := c.exactly few
    exact ⟨(transfer_wealth c.ordered).trans e.wealth, by rw [transfer_nextId]; exact e.isPublic, by rw [transfer_nextId]; exact transfer_account? _ e.free⟩

/-- What a context with a new account keeps, but for the next index. -/
theorem withNew_conserved (c : Conserved start limit x) (index : ServiceId) (account : ServiceAccount) :
    (withNew x index account).state.services.Ordered ∧ (∃ account', (withNew x index account).state.services.find? x.service = some account') ∧
      countOf (withNew x index account).state.services ≤ countOf start + (withNew x index account).touched.length := by
  refine ⟨SortedMap.ordered_insert c.ordered .., ?_, ?_⟩
  · show ∃ account', (x.state.services.insert index account).find? x.service = some account'
    cases (inferInstance : Decidable (x.service = index)) with
    | isTrue same => rw [same]; exact ⟨account, SortedMap.find?_insert_same c.ordered ..⟩
    | isFalse ne => rw [SortedMap.find?_insert_other c.ordered ne]; exact c.own
  · have n := countOf_insert c.ordered index account
    have count := c.count
    show countOf (x.state.services.insert index account) ≤ countOf start + (x.touched.length + 1)
    omega

/-- A new account for an index that is free and not the next one. -/
theorem withNew_registered (c : Conserved start limit x) {index : ServiceId} {account : ServiceAccount} (small : index.toNat < minPublicIndex)
    (free : x.account? index = none) (h : account.info.balance.toNat ≤ x.self.info.balance.toNat) : Conserved start limit (withNew x index account) :=
  have made := withNew_conserved c index account
  { ordered := made.1, own := made.2.1, count := made.2.2
    exactly := fun few => by
      have e := c.exactly few.less
      refine ⟨(withNew_wealth c.ordered free h).trans e.wealth, e.isPublic, ?_⟩
      have next := account?_none e.free
      refine account?_of (x := withNew x index account) next.1 ?_
      show (x.state.services.insert index account).find? x.nextId = none
      rw [SortedMap.find?_insert_other c.ordered fun same => ?_]
      · exact next.2
      · have := e.isPublic.1
        rw [same] at this
        omega }

/-- A new account for the next index. -/
theorem withNew_next (c : Conserved start limit x) {account : ServiceAccount} (h : account.info.balance.toNat ≤ x.self.info.balance.toNat) :
    Conserved start limit { withNew x x.nextId account with nextId := unusedIndex x.state.services (indexAfter x.nextId 42) } :=
  have made := withNew_conserved c x.nextId account
  { ordered := made.1, own := made.2.1, count := made.2.2
    exactly := fun few => by
      have e := c.exactly few.less
      have count := c.count
      have room : countOf x.state.services + 43 ≤ publicIndices := by
        have few : countOf start + (x.touched.length + 1) + 43 ≤ publicIndices := few
        omega
      have next := unusedIndex_free c.ordered (indexAfter_public x.nextId 42) (by omega)
      have other := unusedIndex_next c.ordered e.isPublic room
      refine ⟨(withNew_wealth c.ordered e.free h).trans e.wealth, next.1, account?_of (fun same => ?_) ?_⟩
      · obtain ⟨account', own⟩ := c.own
        have same : unusedIndex x.state.services (indexAfter x.nextId 42) = x.service := same
        rw [← same, next.2] at own
        exact nomatch own
      · show (x.state.services.insert x.nextId account).find? (unusedIndex x.state.services (indexAfter x.nextId 42)) = none
        rw [SortedMap.find?_insert_other c.ordered other]
        exact next.2 }

theorem new_conserved (c : Conserved start limit x) : Conserved start limit (new p slot machine x).context := by
  unfold new
  dsimp only
  split
  · split
    · exact c
    · split
      · exact c
      · rename_i enough
        split
        · rename_i registrar
          split
          · exact c
          · rename_i absent
            refine withNew_registered c ?_ ?_ (by omega)
            · have small := registrar.2
              have e : machine.registers.r12.toUInt32.toNat = machine.registers.r12.toNat % 2 ^ 32 := UInt64.toNat_toUInt32 _
              rw [e]
              unfold minPublicIndex at *
              omega
            · cases f : x.account? machine.registers.r12.toUInt32 with
              | none => rfl
              | some account => rw [f] at absent; exact absurd rfl absent
        · exact withNew_next c (account := newAccount ..) (by omega)
  · exact c

/-- Two accounts hold no more than all. -/
theorem pair_le_wealth (o : x.state.services.Ordered) {index : ServiceId} {account : ServiceAccount} (ne : index ≠ x.service)
    (found : x.state.services.find? index = some account) : x.self.info.balance.toNat + account.info.balance.toNat ≤ x.wealth := by
  have om : x.finalState.services.Ordered := SortedMap.ordered_insert o x.service x.self
  have f : x.finalState.services.find? index = some account := (SortedMap.find?_insert_other o ne x.self).trans found
  have s : x.finalState.services.find? x.service = some x.self := SortedMap.find?_insert_same o ..
  have first := SortedMap.sum_erase balanceOf om index
  have second := SortedMap.sum_erase balanceOf (SortedMap.ordered_erase om index) x.service
  rw [f] at first
  rw [SortedMap.find?_erase_other om (Ne.symm ne), s] at second
  have first : (x.finalState.services.erase index).sum balanceOf + account.info.balance.toNat = x.finalState.services.sum balanceOf := first
  have second : ((x.finalState.services.erase index).erase x.service).sum balanceOf + x.self.info.balance.toNat
    = (x.finalState.services.erase index).sum balanceOf := second
  unfold Implications.wealth
  omega

theorem ejected_conserved (fits : limit < 2 ^ 64) (c : Conserved start limit x) {index : ServiceId} {account : ServiceAccount}
    (found : x.state.services.find? index = some account) (ne : index ≠ x.service) :
    Conserved start limit { x with
      self := Account.credit x.self account.info.balance.toNat
      state := { x.state with services := x.state.services.erase index }
      touched := index :: x.touched } where
  ordered := SortedMap.ordered_erase c.ordered index
  own := by
    show ∃ account', (x.state.services.erase index).find? x.service = some account'
    rw [SortedMap.find?_erase_other c.ordered (Ne.symm ne)]
    exact c.own
  count := by
    have n := countOf_erase c.ordered index
    have count := c.count
    show countOf (x.state.services.erase index) ≤ countOf start + (x.touched.length + 1)
    omega
  exactly := fun few => by
    have e := c.exactly few.less
    have next := account?_none e.free
    refine ⟨?_, e.isPublic, account?_of next.1 ?_⟩
    · have pair := pair_le_wealth c.ordered ne found
      rw [e.wealth] at pair
      rw [← e.wealth]
      exact ejected_wealth c.ordered found ne (by omega)
    · show (x.state.services.erase index).find? x.nextId = none
      cases f : (x.state.services.erase index).find? x.nextId with
      | none => rfl
      | some account' =>
        have f := SortedMap.find?_of_erase c.ordered f
        rw [next.2] at f
        exact nomatch f

theorem eject_conserved (fits : limit < 2 ^ 64) (c : Conserved start limit x) : Conserved start limit (eject p slot machine x).context := by
  unfold eject
  dsimp only
  split
  · exact c
  · split
    · exact c
    · rename_i index account found
      split
      · exact c
      · rename_i other
        split
        · exact ejected_conserved fits c (found_of_register found) fun e => other (.inl e)
        · exact c

end HostCalls

theorem answerAccumulate_conserved {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} {start : Services} {limit : Nat} (fits : limit < 2 ^ 64) (c : Conserved start limit pair.regular) :
    Conserved start limit (answerAccumulate block source call machine pair).context.regular := by
  cases (inferInstance : Decidable (call = some .new)) with
  | isTrue n => rw [n]; exact new_conserved c
  | isFalse n =>
    cases (inferInstance : Decidable (call = some .transfer)) with
    | isTrue t => rw [t]; exact transfer_conserved c
    | isFalse t =>
      cases (inferInstance : Decidable (call = some .eject)) with
      | isTrue e => rw [e]; exact eject_conserved fits c
      | isFalse e => exact (answerAccumulate_balances block source call machine pair n t e).conserved c

end Jar.Chain
