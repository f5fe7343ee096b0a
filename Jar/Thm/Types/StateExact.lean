import Jar.Thm.Types.State
import Jar.Thm.Types.StateKeyExact

/-!
# Only forms of states have states

Gray Paper 0.7.2, appendix D.1: if T⁻¹ gives a state for a map, that map is T of the state, which has a form.
-/
namespace Jar

open Codec

namespace State

/-! ## What the steps of the inverse have seen -/

theorem bind_ok {ε α β : Type} {x : Except ε α} {f : α → Except ε β} {y : β} (h : (x >>= f) = .ok y) : ∃ a, x = .ok a ∧ f a = .ok y := by
  cases x with
  | ok a => exact ⟨a, rfl, h⟩
  | error e => exact nomatch h

theorem componentOf_ok {α : Type} {c : Codec α} [Lawful c] {map : StateMap} {i : UInt8} {name : String} {x : α}
    (h : componentOf map i name c = .ok x) : map.find? (.component i) = some (c.encode x) ∧ c.valid x = true := by
  unfold componentOf at h
  cases e : map.find? (.component i) with
  | none => rw [e] at h; exact nomatch h
  | some bytes =>
    rw [e] at h
    dsimp only at h
    cases d : c.decode bytes with
    | ok y =>
      rw [d] at h
      injection h with h
      subst h
      obtain ⟨e1, e2⟩ := encode_of_decode d
      exact ⟨by rw [e1], e2⟩
    | error error => rw [d] at h; exact nomatch h

theorem addAll_addInfo_ok {as : List (StateKey × ByteArray)} {services after : Services} (h : addAll addInfo services as = .ok after) :
    ∀ k v s, (k, v) ∈ as → k.kind = .service s → ∃ info, ServiceInfo.codec.decode v = .ok info := by
  induction as generalizing services with
  | nil => intro k v s hm; exact nomatch hm
  | cons a as ih =>
    have h : (match addInfo services a.1 a.2 with | .ok services => addAll addInfo services as | .error error => .error error) = .ok after := h
    cases e : addInfo services a.1 a.2 with
    | error error => rw [e] at h; exact nomatch h
    | ok middle =>
      rw [e] at h
      intro k v s hm hk
      cases List.mem_cons.mp hm with
      | inr hm => exact ih h k v s hm hk
      | inl e' =>
        subst e'
        rw [addInfo, hk] at e
        dsimp only at e
        cases d : ServiceInfo.codec.decode v with
        | ok info => exact ⟨info, rfl⟩
        | error error => rw [d] at e; exact nomatch e

theorem addAll_addItem_ok {as : List (StateKey × ByteArray)} {services after : Services} (o : services.Ordered)
    (h : addAll addItem services as = .ok after) :
    (∀ k v s a, (k, v) ∈ as → k.kind = .item s a → ∃ info, services.info s = some info)
      ∧ ∀ k v i, (k, v) ∈ as → k.kind = .component i → 1 ≤ i ∧ i ≤ 16 := by
  induction as generalizing services with
  | nil => exact ⟨fun k v s a hm => (nomatch hm), fun k v i hm => (nomatch hm)⟩
  | cons c as ih =>
    have h : (match addItem services c.1 c.2 with | .ok services => addAll addItem services as | .error error => .error error) = .ok after := h
    have cons : ∀ {P : StateKey → ByteArray → Prop}, P c.1 c.2 → (∀ k v, (k, v) ∈ as → P k v) → ∀ k v, (k, v) ∈ c :: as → P k v := by
      intro P h1 h2 k v hm
      cases List.mem_cons.mp hm with
      | inl e => subst e; exact h1
      | inr hm => exact h2 k v hm
    cases hk : c.1.kind with
    | item s a =>
      cases found : services.find? s with
      | none => rw [addItem, hk] at h; dsimp only at h; rw [found] at h; exact nomatch h
      | some account =>
        obtain ⟨middle, e1, o1, i1, _⟩ := addItem_item o hk c.2 found
        rw [e1] at h
        obtain ⟨h1, h2⟩ := ih o1 h
        refine ⟨fun k v t b hm => cons (P := fun k _ => k.kind = .item t b → ∃ info, services.info t = some info) (fun e => ?_)
            (fun k v hm e => by rw [← i1]; exact h1 k v t b hm e) k v hm,
          fun k v i hm => cons (P := fun k _ => k.kind = .component i → 1 ≤ i ∧ i ≤ 16) (fun e => ?_) (fun k v hm => h2 k v i hm) k v hm⟩
        · rw [hk] at e
          injection e with e _
          subst e
          exact ⟨account.info, by rw [Services.info, found]⟩
        · rw [hk] at e; exact nomatch e
    | component j =>
      have e1 : addItem services c.1 c.2 = if 1 ≤ j ∧ j ≤ 16 then .ok services else .error (.unknownKey c.1) := by rw [addItem, hk]
      by_cases r : 1 ≤ j ∧ j ≤ 16
      · rw [e1, ite_eq_left r] at h
        obtain ⟨h1, h2⟩ := ih o h
        refine ⟨fun k v t b hm => cons (P := fun k _ => k.kind = .item t b → ∃ info, services.info t = some info)
            (fun e => by rw [hk] at e; exact nomatch e) (fun k v hm => h1 k v t b hm) k v hm,
          fun k v i hm => cons (P := fun k _ => k.kind = .component i → 1 ≤ i ∧ i ≤ 16) (fun e => ?_) (fun k v hm => h2 k v i hm) k v hm⟩
        rw [hk] at e
        injection e with e
        rw [← e]; exact r
      · rw [e1, ite_eq_right r] at h; exact nomatch h
    | service s =>
      have e1 : addItem services c.1 c.2 = .ok services := by rw [addItem, hk]
      rw [e1] at h
      obtain ⟨h1, h2⟩ := ih o h
      exact ⟨fun k v t b hm => cons (P := fun k _ => k.kind = .item t b → ∃ info, services.info t = some info)
          (fun e => by rw [hk] at e; exact nomatch e) (fun k v hm => h1 k v t b hm) k v hm,
        fun k v i hm => cons (P := fun k _ => k.kind = .component i → 1 ≤ i ∧ i ≤ 16) (fun e => by rw [hk] at e; exact nomatch e)
          (fun k v hm => h2 k v i hm) k v hm⟩

/-! ## Accounts -/

/-- What the accounts of a map are. -/
structure Mirrors (map : StateMap) (services : Services) : Prop where
  ordered : services.Ordered
  info : ∀ s info, services.info s = some info ↔ (StateKey.service s, ServiceInfo.codec.encode info) ∈ map.toList ∧ ServiceInfo.codec.valid info = true
  decodes : ∀ k v s, (k, v) ∈ map.toList → k.kind = .service s → ∃ info, services.info s = some info ∧ v = ServiceInfo.codec.encode info
  item : ∀ s a v, services.item s a = some v ↔ (StateKey.item s a, v) ∈ map.toList ∧ (StateKey.item s a).kind = .item s a
  known : ∀ k v i, (k, v) ∈ map.toList → k.kind = .component i → 1 ≤ i ∧ i ≤ 16

theorem unique {map : StateMap} (o : map.Ordered) {k : StateKey} {v w : ByteArray} (hv : (k, v) ∈ map.toList) (hw : (k, w) ∈ map.toList) : v = w :=
  Option.some.inj (((SortedMap.find?_iff o k v).mpr hv).symm.trans ((SortedMap.find?_iff o k w).mpr hw))

theorem servicesOf_ok {map : StateMap} (o : map.Ordered) {after : Services} (h : servicesOf map = .ok after) : Mirrors map after := by
  unfold servicesOf at h
  cases e : addAll addInfo .empty map.toList with
  | error error => rw [e] at h; exact nomatch h
  | ok services =>
    rw [e] at h
    have h : addAll addItem services map.toList = .ok after := h
    have dec := addAll_addInfo_ok e
    rw [addAll_addInfo .empty dec] at e
    injection e with e
    have info_unique : ∀ s (w w' : ServiceAccount), (s, w) ∈ infos map.toList → (s, w') ∈ infos map.toList → w' = w := by
      intro s w w' hw hw'
      obtain ⟨k, v, info, h1, h2, h3, h4⟩ := mem_infos.mp hw
      obtain ⟨k', v', info', h1', h2', h3', h4'⟩ := mem_infos.mp hw'
      rw [StateKey.eq_service h2] at h1
      rw [StateKey.eq_service h2'] at h1'
      rw [unique o h1' h1, h3] at h3'
      injection h3' with h3'
      rw [h4, h4', h3']
    have ordered : SortedMap.Ordered services := by rw [← e]; exact SortedMap.ordered_insertAll SortedMap.ordered_empty _
    have found : ∀ s (w : ServiceAccount), services.find? s = some w ↔ (s, w) ∈ infos map.toList := by
      intro s w
      rw [← e]
      refine ⟨fun f => ?_, fun hm => SortedMap.find?_insertAll_same SortedMap.ordered_empty hm fun w' hw' => info_unique s w w' hm hw'⟩
      cases Classical.em (∃ w', (s, w') ∈ infos map.toList) with
      | inl hw =>
        obtain ⟨w', hw'⟩ := hw
        have f' := SortedMap.find?_insertAll_same SortedMap.ordered_empty hw' fun x hx => info_unique s w' x hw' hx
        have f : (SortedMap.empty.insertAll (infos map.toList)).find? s = some w := f
        rw [f'] at f
        rw [← Option.some.inj f]; exact hw'
      | inr hn =>
        have f' := SortedMap.find?_insertAll_other (as := infos map.toList) SortedMap.ordered_empty fun w' hw' => hn ⟨w', hw'⟩
        have f : (SortedMap.empty.insertAll (infos map.toList)).find? s = some w := f
        rw [f'] at f
        exact nomatch f
    have info : ∀ s (info : ServiceInfo), Services.info services s = some info ↔ (s, (⟨info, .empty⟩ : ServiceAccount)) ∈ infos map.toList := by
      intro s info
      rw [← found]
      unfold Services.info
      cases f : services.find? s with
      | none => exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
      | some account =>
        obtain ⟨_, _, info', _, _, _, ea⟩ := mem_infos.mp ((found s account).mp f)
        subst ea
        exact ⟨fun h => by rw [← Option.some.inj h], fun h => by
          have h := Option.some.inj h
          injection h with h
          rw [h]⟩
    have o1 : Services.Ordered services := ⟨ordered, fun s account f => by
      obtain ⟨_, _, _, _, _, _, ea⟩ := mem_infos.mp ((found s account).mp f)
      rw [ea]
      exact SortedMap.ordered_empty⟩
    have none : ∀ s a, Services.item services s a = Option.none := by
      intro s a
      unfold Services.item
      cases f : services.find? s with
      | none => rfl
      | some account =>
        obtain ⟨_, _, _, _, _, _, ea⟩ := mem_infos.mp ((found s account).mp f)
        rw [ea]
        rfl
    obtain ⟨there, known⟩ := addAll_addItem_ok o1 h
    obtain ⟨after', e2, o2, i2, f2⟩ := addAll_addItem o1 there known
    rw [h] at e2
    injection e2 with e2
    subst e2
    refine ⟨o2, fun s info' => ?_, fun k v s hm hk => ?_, fun s a v => ?_, known⟩
    · rw [i2, info, mem_infos]
      refine ⟨fun ⟨k, v, x, h1, h2, h3, h4⟩ => ?_, fun ⟨h1, h2⟩ => ⟨_, _, info', h1, StateKey.kind_service s, decode_encode h2, rfl⟩⟩
      injection h4 with h4
      obtain ⟨e1, e2⟩ := encode_of_decode h3
      rw [h4, e1, ← StateKey.eq_service h2]
      exact ⟨h1, e2⟩
    · obtain ⟨x, hx⟩ := dec k v s hm hk
      exact ⟨x, by rw [i2, info]; exact mem_infos.mpr ⟨k, v, x, hm, hk, hx, rfl⟩, (encode_of_decode hx).1.symm⟩
    · rw [f2, none]
      cases l : lastItem s a map.toList with
      | some w =>
        obtain ⟨k, h1, h2⟩ := lastItem_some l
        have ek := StateKey.eq_item h2
        rw [ek] at h1 h2
        exact ⟨fun h => by rw [← Option.some.inj h]; exact ⟨h1, h2⟩, fun h => by rw [unique o h.1 h1]⟩
      | none =>
        refine ⟨fun h => (nomatch h), fun ⟨h1, h2⟩ => ?_⟩
        obtain ⟨w, hw⟩ := lastItem_isSome h1 h2
        rw [l] at hw
        exact nomatch hw

end State

end Jar
