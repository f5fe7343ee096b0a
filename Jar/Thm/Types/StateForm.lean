import Jar.Thm.Types.StateExact

/-!
# A map is the form of the state that it gives

Gray Paper 0.7.2, appendix D.1: T(T⁻¹(m)) = m.
-/
namespace Jar.State

open Codec

/-- Every component of a list lies under its key. -/
def AllLie (map : StateMap) : List (UInt8 × ByteArray) → Prop
  | [] => True
  | e :: es => map.find? (.component e.1) = some e.2 ∧ AllLie map es

theorem AllLie.find {map : StateMap} {es : List (UInt8 × ByteArray)} (h : AllLie map es) {i : UInt8} {v : ByteArray} (hm : (i, v) ∈ es) :
    map.find? (.component i) = some v := by
  induction es with
  | nil => exact nomatch hm
  | cons e es ih =>
    cases List.mem_cons.mp hm with
    | inl e' => subst e'; exact h.1
    | inr hm => exact ih h.2 hm

/-- Each index of a component has one. -/
theorem exists_component (p : Params) (σ : State) {i : UInt8} (h : 1 ≤ i ∧ i ≤ 16) : ∃ v, (i, v) ∈ σ.components p := by
  have table : below 256 (fun k => decide (1 ≤ UInt8.ofNat k ∧ UInt8.ofNat k ≤ 16 →
      ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] : List UInt8).any (· == UInt8.ofNat k) = true)) = true := by decide +kernel
  have t := of_decide_eq_true (of_below table i.toNat i.toNat_lt)
  rw [UInt8.ofNat_toNat] at t
  have t : ((σ.components p).map Prod.fst).any (· == i) = true := t h
  have find : ∀ es : List (UInt8 × ByteArray), (es.map Prod.fst).any (· == i) = true → ∃ v, (i, v) ∈ es := by
    intro es
    induction es with
    | nil => intro h; exact nomatch h
    | cons e es ih =>
      intro h
      have h : (e.1 == i || (es.map Prod.fst).any (· == i)) = true := h
      rw [Bool.or_eq_true, beq_iff_eq] at h
      cases h with
      | inl h => exact ⟨e.2, List.mem_cons.mpr (.inl (by rw [← h]))⟩
      | inr h => obtain ⟨v, hv⟩ := ih h; exact ⟨v, List.mem_cons.mpr (.inr hv)⟩
  exact find _ t

/-- What a map and the state that it gives have in common. -/
theorem form_of_mirrors {p : Params} {map : StateMap} {σ : State} (o : map.Ordered) (lie : AllLie map (σ.components p))
    (m : Mirrors map σ.services) (valid : σ.Valid p) : (σ.toMap p).toList = map.toList := by
  have item_iff : ∀ s a v, Services.item σ.services s a = some v ↔ ∃ account, σ.services.find? s = some account ∧ account.items.find? a = some v := by
    intro s a v
    unfold Services.item
    cases σ.services.find? s with
    | none => exact ⟨fun h => (nomatch h), fun ⟨_, h, _⟩ => (nomatch h)⟩
    | some account => exact ⟨fun h => ⟨account, rfl, h⟩, fun ⟨_, h, h'⟩ => by rw [Option.some.inj h]; exact h'⟩
  have info_iff : ∀ s x, Services.info σ.services s = some x ↔ ∃ account, σ.services.find? s = some account ∧ account.info = x := by
    intro s x
    unfold Services.info
    cases σ.services.find? s with
    | none => exact ⟨fun h => (nomatch h), fun ⟨_, h, _⟩ => (nomatch h)⟩
    | some account => exact ⟨fun h => ⟨account, rfl, Option.some.inj h⟩, fun ⟨_, h, h'⟩ => by rw [← h', Option.some.inj h]⟩
  have same : ∀ k v, (σ.toMap p).find? k = some v ↔ map.find? k = some v := by
    intro k v
    rw [find?_toMap valid, SortedMap.find?_iff o]
    refine ⟨fun h => ?_, fun h => ?_⟩
    · have e := entry_of_kind valid h
      cases hk : k.kind with
      | component i =>
        rw [hk] at e
        rw [StateKey.eq_component hk]
        exact (SortedMap.find?_iff o _ _).mp (lie.find e)
      | service s =>
        rw [hk] at e
        obtain ⟨account, f, ev⟩ := e
        rw [StateKey.eq_service hk, ev]
        exact ((m.info s account.info).mp ((info_iff s _).mpr ⟨account, f, rfl⟩)).1
      | item s a =>
        rw [hk] at e
        rw [StateKey.eq_item hk]
        exact ((m.item s a v).mp ((item_iff s a v).mpr e)).1
    · rw [mem_entries]
      cases hk : k.kind with
      | component i =>
        obtain ⟨w, hw⟩ := exists_component p σ (m.known k v i h hk)
        have ek := StateKey.eq_component hk
        rw [ek] at h ⊢
        have e := (SortedMap.find?_iff o _ _).mp (lie.find hw)
        rw [unique o h e]
        exact .inl ⟨i, hw, rfl⟩
      | service s =>
        obtain ⟨x, hx, ev⟩ := m.decodes k v s h hk
        obtain ⟨account, f, ea⟩ := (info_iff s x).mp hx
        exact .inr ⟨s, account, (SortedMap.find?_iff valid.ordered s account).mp f, .inl ⟨StateKey.eq_service hk, by rw [ev, ea]⟩⟩
      | item s a =>
        have ek := StateKey.eq_item hk
        rw [ek] at h hk
        obtain ⟨account, f, fa⟩ := (item_iff s a v).mp ((m.item s a v).mpr ⟨h, hk⟩)
        have hs := (SortedMap.find?_iff valid.ordered s account).mp f
        exact .inr ⟨s, account, hs, .inr ⟨a, (SortedMap.find?_iff (valid.services s account hs).ordered a v).mp fa, ek⟩⟩
  refine SortedMap.toList_ext (toMap_ordered p σ) o fun k => ?_
  cases e : map.find? k with
  | some v => exact (same k v).mpr e
  | none =>
    cases e' : (σ.toMap p).find? k with
    | none => rfl
    | some v => rw [(same k v).mp e'] at e; exact nomatch e

/-- **T inverts T⁻¹**: a map that gives a state is the form of that state, which has a form. -/
theorem toMap_ofMap {p : Params} {map : StateMap} {σ : State} (o : map.Ordered) (h : ofMap p map = .ok σ) :
    σ.Valid p ∧ (σ.toMap p).toList = map.toList := by
  unfold ofMap at h
  obtain ⟨x1, e1, h⟩ := bind_ok h
  obtain ⟨x2, e2, h⟩ := bind_ok h
  obtain ⟨x3, e3, h⟩ := bind_ok h
  obtain ⟨x4, e4, h⟩ := bind_ok h
  obtain ⟨x5, e5, h⟩ := bind_ok h
  obtain ⟨x6, e6, h⟩ := bind_ok h
  obtain ⟨x7, e7, h⟩ := bind_ok h
  obtain ⟨x8, e8, h⟩ := bind_ok h
  obtain ⟨x9, e9, h⟩ := bind_ok h
  obtain ⟨x10, e10, h⟩ := bind_ok h
  obtain ⟨x11, e11, h⟩ := bind_ok h
  obtain ⟨x12, e12, h⟩ := bind_ok h
  obtain ⟨x13, e13, h⟩ := bind_ok h
  obtain ⟨x14, e14, h⟩ := bind_ok h
  obtain ⟨x15, e15, h⟩ := bind_ok h
  obtain ⟨x16, e16, h⟩ := bind_ok h
  obtain ⟨services, es, h⟩ := bind_ok h
  injection h with h
  have m := servicesOf_ok o es
  have c1 := componentOf_ok e1
  have c2 := componentOf_ok e2
  have c3 := componentOf_ok e3
  have c4 := componentOf_ok e4
  have c5 := componentOf_ok e5
  have c6 := componentOf_ok e6
  have c7 := componentOf_ok e7
  have c8 := componentOf_ok e8
  have c9 := componentOf_ok e9
  have c10 := componentOf_ok e10
  have c11 := componentOf_ok e11
  have c12 := componentOf_ok e12
  have c13 := componentOf_ok e13
  have c14 := componentOf_ok e14
  have c15 := componentOf_ok e15
  have c16 := componentOf_ok e16
  have accounts : ∀ s account, (s, account) ∈ services.toList → account.Valid s := by
    intro s account hs
    have f := (SortedMap.find?_iff m.ordered.ordered s account).mpr hs
    have ordered := m.ordered.items s account f
    refine ⟨ordered, ((m.info s account.info).mp (by rw [Services.info, f])).2, fun a v ha => ?_⟩
    exact ((m.item s a v).mp (by rw [Services.item, f]; exact (SortedMap.find?_iff ordered a v).mpr ha)).2
  have valid : σ.Valid p := by
    subst h
    exact ⟨c1.2, c2.2, c3.2, c4.2, c5.2, c6.2, c7.2, c8.2, c9.2, c10.2, c12.2, c13.2, c14.2, c15.2, c16.2, m.ordered.ordered, accounts⟩
  refine ⟨valid, form_of_mirrors o ?_ (by subst h; exact m) valid⟩
  subst h
  exact ⟨c1.1, c2.1, c3.1, c4.1, c5.1, c6.1, c7.1, c8.1, c9.1, c10.1, c11.1, c12.1, c13.1, c14.1, c15.1, c16.1, trivial⟩

end Jar.State
