import Jar.Thm.Types.StateInverse

/-!
# A state is found again in its form

Gray Paper 0.7.2, appendix D.1: T⁻¹(T(σ)) = σ.
-/
namespace Jar

open Codec

/-- The same state: equal components, and maps in which the same is found. -/
structure State.Same (σ τ : State) : Prop where
  authPools : σ.authPools = τ.authPools
  authQueues : σ.authQueues = τ.authQueues
  recent : σ.recent = τ.recent
  safrole : σ.safrole = τ.safrole
  disputes : σ.disputes = τ.disputes
  entropy : σ.entropy = τ.entropy
  stagingValidators : σ.stagingValidators = τ.stagingValidators
  activeValidators : σ.activeValidators = τ.activeValidators
  previousValidators : σ.previousValidators = τ.previousValidators
  assignments : σ.assignments = τ.assignments
  slot : σ.slot = τ.slot
  privileges : σ.privileges = τ.privileges
  statistics : σ.statistics = τ.statistics
  ready : σ.ready = τ.ready
  accumulated : σ.accumulated = τ.accumulated
  lastOutputs : σ.lastOutputs = τ.lastOutputs
  info : ∀ s, Services.info σ.services s = Services.info τ.services s
  item : ∀ s a, Services.item σ.services s a = Services.item τ.services s a

namespace State

variable {p : Params} {σ : State}

/-- Under C(i) lies a component. -/
theorem componentOf_toMap (h : σ.Valid p) {α : Type} {c : Codec α} [Lawful c] {i : UInt8} (name : String) {x : α} (hv : c.valid x = true)
    (hm : (i, c.encode x) ∈ σ.components p) : componentOf (σ.toMap p) i name c = .ok x := by
  rw [componentOf, (find?_toMap h _ _).mpr (mem_entries.mpr (.inl ⟨i, hm, rfl⟩))]
  dsimp only
  rw [decode_encode hv]

/-- What the accounts of T(σ) are taken from. -/
theorem info_of_entry (h : σ.Valid p) {k : StateKey} {v : ByteArray} {s : ServiceId} (hm : (k, v) ∈ (σ.toMap p).toList) (hk : k.kind = .service s) :
    ∃ account, σ.services.find? s = some account ∧ ServiceInfo.codec.decode v = .ok account.info := by
  have e := entry_of_kind h ((mem_toMap h k v).mp hm)
  rw [hk] at e
  obtain ⟨account, found, ev⟩ := e
  have valid := h.services s account ((SortedMap.find?_iff h.ordered s account).mp found)
  exact ⟨account, found, by rw [ev]; exact decode_encode valid.info⟩

/-- The accounts of T(σ), without items. -/
theorem find?_infos (h : σ.Valid p) (s : ServiceId) :
    (SortedMap.empty.insertAll (infos (σ.toMap p).toList)).find? s
      = match σ.services.find? s with | some account => some { info := account.info, items := .empty } | none => none := by
  cases e : σ.services.find? s with
  | some account =>
    have hs := (SortedMap.find?_iff h.ordered s account).mp e
    have hm : (StateKey.service s, ServiceInfo.codec.encode account.info) ∈ (σ.toMap p).toList :=
      (mem_toMap h _ _).mpr (mem_entries.mpr (.inr ⟨s, account, hs, .inl ⟨rfl, rfl⟩⟩))
    refine SortedMap.find?_insertAll_same SortedMap.ordered_empty (mem_infos.mpr ⟨_, _, account.info, hm, StateKey.kind_service s,
      decode_encode (h.services s account hs).info, rfl⟩) fun w hw => ?_
    obtain ⟨k, v, info, hkv, hk, d, ew⟩ := mem_infos.mp hw
    obtain ⟨account', found, d'⟩ := info_of_entry h hkv hk
    rw [d] at d'
    injection d' with d'
    rw [ew, d', Option.some.inj (found.symm.trans e)]
  | none =>
    refine SortedMap.find?_insertAll_other SortedMap.ordered_empty fun w hw => ?_
    obtain ⟨k, v, info, hkv, hk, d, ew⟩ := mem_infos.mp hw
    obtain ⟨account', found, d'⟩ := info_of_entry h hkv hk
    rw [e] at found
    exact nomatch found

/-- The items of T(σ) are those of σ. -/
theorem lastItem_toMap (h : σ.Valid p) (s : ServiceId) (a : ItemKey) : lastItem s a (σ.toMap p).toList = Services.item σ.services s a := by
  cases e : lastItem s a (σ.toMap p).toList with
  | some w =>
    obtain ⟨k, hm, hk⟩ := lastItem_some e
    have e' := entry_of_kind h ((mem_toMap h k w).mp hm)
    rw [hk] at e'
    obtain ⟨account, found, hw⟩ := e'
    rw [Services.item, found]
    exact hw.symm
  | none =>
    cases e' : Services.item σ.services s a with
    | none => rfl
    | some w =>
      unfold Services.item at e'
      cases found : σ.services.find? s with
      | none => rw [found] at e'; exact nomatch e'
      | some account =>
        rw [found] at e'
        have hs := (SortedMap.find?_iff h.ordered s account).mp found
        have valid := h.services s account hs
        have ha := (SortedMap.find?_iff valid.ordered a w).mp e'
        have hm : (StateKey.item s a, w) ∈ (σ.toMap p).toList :=
          (mem_toMap h _ _).mpr (mem_entries.mpr (.inr ⟨s, account, hs, .inr ⟨a, ha, rfl⟩⟩))
        obtain ⟨x, hx⟩ := lastItem_isSome hm (valid.items a w ha)
        rw [e] at hx
        exact nomatch hx

/-- The accounts of T(σ) are those of σ. -/
theorem servicesOf_toMap (h : σ.Valid p) : ∃ after : Services, servicesOf (σ.toMap p) = .ok after ∧ after.Ordered
    ∧ (∀ s, after.info s = Services.info σ.services s) ∧ ∀ s a, after.item s a = Services.item σ.services s a := by
  have first := addAll_addInfo (as := (σ.toMap p).toList) .empty fun k v s hm hk => by
    obtain ⟨account, _, d⟩ := info_of_entry h hm hk
    exact ⟨account.info, d⟩
  have found := find?_infos h
  have ordered : (SortedMap.empty.insertAll (infos (σ.toMap p).toList)).Ordered := SortedMap.ordered_insertAll SortedMap.ordered_empty _
  generalize SortedMap.empty.insertAll (infos (σ.toMap p).toList) = services at first found ordered
  have info : ∀ s, Services.info services s = Services.info σ.services s := by
    intro s
    unfold Services.info
    rw [found]
    cases σ.services.find? s <;> rfl
  have o : Services.Ordered services := ⟨ordered, fun s account e => by
    rw [found] at e
    cases e' : σ.services.find? s with
    | some account' =>
      rw [e'] at e
      rw [← Option.some.inj e]
      exact SortedMap.ordered_empty
    | none => rw [e'] at e; exact nomatch e⟩
  obtain ⟨after, e, oa, ia, fa⟩ := addAll_addItem o (as := (σ.toMap p).toList) (fun k v s a hm hk => by
    have e := entry_of_kind h ((mem_toMap h k v).mp hm)
    rw [hk] at e
    obtain ⟨account, hf, _⟩ := e
    rw [info, Services.info, hf]
    exact ⟨_, rfl⟩) fun k v i hm hk => by
    have e := entry_of_kind h ((mem_toMap h k v).mp hm)
    rw [hk] at e
    exact component_range e
  refine ⟨after, ?_, oa, fun s => by rw [ia, info], fun s a => ?_⟩
  · rw [servicesOf, first]
    exact e
  · rw [fa, lastItem_toMap h]
    cases e' : Services.item σ.services s a with
    | some w => rfl
    | none =>
      dsimp only
      unfold Services.item
      rw [found]
      cases σ.services.find? s <;> rfl

/-- Finds an entry in the list of components. -/
local macro "member" : tactic => `(tactic| (unfold components; repeat (first | exact List.Mem.head _ | apply List.Mem.tail)))

/-- **T⁻¹ inverts T**: a state that has a form is found again in it. -/
theorem ofMap_toMap (h : σ.Valid p) : ∃ τ, ofMap p (σ.toMap p) = .ok τ ∧ τ.Same σ ∧ Services.Ordered τ.services := by
  obtain ⟨services, es, os, is, fs⟩ := servicesOf_toMap h
  have e1 := componentOf_toMap h (i := 1) "auth_pools" h.authPools (by member)
  have e2 := componentOf_toMap h (i := 2) "auth_queues" h.authQueues (by member)
  have e3 := componentOf_toMap h (i := 3) "recent" h.recent (by member)
  have e4 := componentOf_toMap h (i := 4) "safrole" h.safrole (by member)
  have e5 := componentOf_toMap h (i := 5) "disputes" h.disputes (by member)
  have e6 := componentOf_toMap h (i := 6) "entropy" h.entropy (by member)
  have e7 := componentOf_toMap h (i := 7) "staging_validators" h.stagingValidators (by member)
  have e8 := componentOf_toMap h (i := 8) "active_validators" h.activeValidators (by member)
  have e9 := componentOf_toMap h (i := 9) "previous_validators" h.previousValidators (by member)
  have e10 := componentOf_toMap h (i := 10) "assignments" h.assignments (by member)
  have e11 := componentOf_toMap h (i := 11) "slot" (c := word32) (x := σ.slot) rfl (by member)
  have e12 := componentOf_toMap h (i := 12) "privileges" h.privileges (by member)
  have e13 := componentOf_toMap h (i := 13) "statistics" h.statistics (by member)
  have e14 := componentOf_toMap h (i := 14) "ready" h.ready (by member)
  have e15 := componentOf_toMap h (i := 15) "accumulated" h.accumulated (by member)
  have e16 := componentOf_toMap h (i := 16) "last_outputs" h.lastOutputs (by member)
  refine ⟨{ σ with services }, ?_, ⟨rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, is, fs⟩, os⟩
  unfold ofMap
  rw [e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15, e16, es]
  rfl

end State

end Jar
