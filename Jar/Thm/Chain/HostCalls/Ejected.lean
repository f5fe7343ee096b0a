import Jar.Thm.Chain.HostCalls.Ledger
import Jar.Thm.Types.StateKey
import Jar.Thm.Types.Codecs

/-!
# Theorems: who can remove a service

About eject of Gray Paper 0.7.2, appendix B.7: a service that was there and is gone allowed the one service that accumulates to remove it, by its code hash, which names a single one.
-/
namespace Jar

namespace Chain

open HostCalls

/-- **A code hash allows one service at most.** -/
theorem ejectable_inj {a b : ServiceId} (h : ejectable a = ejectable b) : a = b := by
  have same : Codec.word32.encode a = Codec.word32.encode b := by
    have size : ∀ s : ServiceId, (Codec.word32.encode s).size = 4 := fun s => putLe_size ..
    refine octetList_inj (List.ext_getElem? fun j => ?_)
    by_cases hj : j < 4
    · rw [octetList_getElem? (by rw [size]; exact hj), octetList_getElem? (by rw [size]; exact hj)]
      have e := congrArg (fun octets => octets.octet j) h
      have e : (ejectable a).octet j = (ejectable b).octet j := e
      unfold ejectable at e
      dsimp only at e
      rw [Octets.octet_generate _ (by omega), Octets.octet_generate _ (by omega)] at e
      exact congrArg some e
    · rw [List.getElem?_eq_none (by rw [octetList_length, size]; exact Nat.le_of_not_lt hj),
        List.getElem?_eq_none (by rw [octetList_length, size]; exact Nat.le_of_not_lt hj)]
  have decoded := congrArg Codec.word32.decode same
  rw [Codec.decode_encode rfl, Codec.decode_encode rfl] at decoded
  injection decoded

/-- Nothing that `eject` asks for is there. -/
def Stays (p : Params) (slot : Slot) (account : ServiceAccount) : Prop := ∀ hash, isLeft p slot account hash = false

/-- A service that was just made cannot be ejected. -/
theorem makes_staying (p : Params) (slot : Slot) : MakesGood p (Stays p slot) := by
  intro made parent codeHash length minItemGas minMemoGas gratis hash
  have fresh : ∀ l, Account.request? (newAccount p made parent codeHash length minItemGas minMemoGas gratis) hash l = none ∨
      Account.request? (newAccount p made parent codeHash length minItemGas minMemoGas gratis) hash l = some #[] := by
    intro l
    have items : (newAccount p made parent codeHash length minItemGas minMemoGas gratis).items
      = SortedMap.empty.insert (requestItem codeHash length) (Request.codec.encode #[]) := rfl
    unfold Account.request?
    rw [items]
    cases Classical.em (requestItem hash l = requestItem codeHash length) with
    | inl e =>
      rw [e, SortedMap.find?_insert_same SortedMap.ordered_empty]
      dsimp only
      rw [Codec.decode_encode (c := Request.codec) (a := #[]) rfl]
      exact .inr rfl
    | inr ne =>
      rw [SortedMap.find?_insert_other SortedMap.ordered_empty ne]
      exact .inl rfl
  unfold isLeft
  dsimp only
  cases fresh (max 81 (newAccount p made parent codeHash length minItemGas minMemoGas gratis).info.bytes - 81).toUInt32 with
  | inl e => rw [e]; exact Bool.and_false _
  | inr e => rw [e]; exact Bool.and_false _

/-- Of the accounts of the start, those that are gone allowed it. -/
structure Ejecting (block : AccumulationBlock) (service : ServiceId) (start : Services) (x : Implications) : Prop where
  own : x.service = service
  ordered : x.state.services.Ordered
  others : KeepsOthers (Stays block.protocol.params block.slot) start x.state.services
  gone : ∀ t account, start.find? t = some account → x.state.services.find? t = none → account.info.codeHash = ejectable service

section
variable {block : AccumulationBlock} {service : ServiceId} {start : Services} {x : Implications}

theorem Ejecting.withNew (e : Ejecting block service start x) (index : ServiceId) (account : ServiceAccount) :
    ∀ t old, start.find? t = some old → (withNew x index account).state.services.find? t = none → old.info.codeHash = ejectable service := by
  intro t old there absent
  refine e.gone t old there ?_
  replace absent : (x.state.services.insert index account).find? t = none := absent
  cases (inferInstance : Decidable (t = index)) with
  | isTrue same =>
    rw [same, SortedMap.find?_insert_same e.ordered] at absent
    exact nomatch absent
  | isFalse ne =>
    rw [SortedMap.find?_insert_other e.ordered ne] at absent
    exact absent

theorem new_gone {machine : Machine} (e : Ejecting block service start x) :
    ∀ t old, start.find? t = some old → (new block.protocol.params block.slot machine x).context.state.services.find? t = none →
      old.info.codeHash = ejectable service := by
  unfold new
  dsimp only
  split
  · split
    · exact e.gone
    · split
      · exact e.gone
      · split
        · split
          · exact e.gone
          · exact e.withNew _ _
        · exact e.withNew _ _
  · exact e.gone

theorem eject_gone {machine : Machine} (e : Ejecting block service start x) :
    ∀ t old, start.find? t = some old → (eject block.protocol.params block.slot machine x).context.state.services.find? t = none →
      old.info.codeHash = ejectable service := by
  unfold eject
  dsimp only
  split
  · exact e.gone
  · rename_i hash _
    split
    · exact e.gone
    · rename_i index account found
      split
      · exact e.gone
      · rename_i other
        split
        · rename_i left
          have found := found_of_register found
          intro t old there absent
          replace absent : (x.state.services.erase index).find? t = none := absent
          cases (inferInstance : Decidable (t = index)) with
          | isTrue same =>
            subst same
            cases e.others t account found with
            | inl before =>
              rw [there] at before
              rw [Option.some.inj before, ← e.own]
              exact Classical.byContradiction fun h => other (.inr h)
            | inr stays =>
              have left : isLeft block.protocol.params block.slot account hash = true := left
              rw [stays hash] at left
              exact nomatch left
          | isFalse ne =>
            rw [SortedMap.find?_erase_other e.ordered ne] at absent
            exact e.gone t old there absent
        · exact e.gone

theorem answerAccumulate_ejecting {source : FetchSource} {call : Option HostCall} {machine : Machine} {pair : ImplicationsPair}
    (e : Ejecting block service start pair.regular) :
    Ejecting block service start (answerAccumulate block source call machine pair).context.regular := by
  have ledger := answerAccumulate_ledger (block := block) (source := source) (call := call) (machine := machine) (service := service)
    (start := pair.regular.state.services) (limit := pair.regular.wealth) ⟨e.own, e.ordered, Nat.le_refl _, fun _ _ _ => rfl⟩
  refine ⟨ledger.own, ledger.ordered, fun t account found => ?_, ?_⟩
  · cases answerAccumulate_others e.ordered (makes_staying block.protocol.params block.slot) t account found with
    | inl before => exact e.others t account before
    | inr stays => exact .inr stays
  · cases (inferInstance : Decidable (call = some .new)) with
    | isTrue n => rw [n]; exact new_gone e
    | isFalse n =>
      cases (inferInstance : Decidable (call = some .transfer)) with
      | isTrue t =>
        rw [t]
        intro t old there none
        exact e.gone t old there (Eq.trans (congrArg (·.find? t) transfer_services).symm none)
      | isFalse t =>
        cases (inferInstance : Decidable (call = some .eject)) with
        | isTrue j => rw [j]; exact eject_gone e
        | isFalse j =>
          intro t' old there none
          rw [(answerAccumulate_balances block source call machine pair n t j).services] at none
          exact e.gone t' old there none

end

end Chain

end Jar
