import Jar.Thm.Types.StateMap

/-!
# The inverse of T

Gray Paper 0.7.2, appendix D.1: a state that has a form is found again in it: every component, every account, every item. Maps are compared by what
is found in them. The keys of storage are hashed in T(σ); the state holds them hashed, so nothing is lost.
-/
namespace Jar

open Codec

/-- An item of an account. -/
def Services.item (services : Services) (s : ServiceId) (a : ItemKey) : Option ByteArray :=
  match services.find? s with
  | some account => account.items.find? a
  | none => none

/-- The fixed part of an account. -/
def Services.info (services : Services) (s : ServiceId) : Option ServiceInfo :=
  match services.find? s with
  | some account => some account.info
  | none => none

/-- All maps of the accounts are in order. -/
structure Services.Ordered (services : Services) : Prop where
  ordered : SortedMap.Ordered services
  items : ∀ s account, services.find? s = some account → account.items.Ordered

namespace State

/-! ## Fixed parts -/

/-- The accounts that a list of entries has, without items. -/
def infos : List (StateKey × ByteArray) → List (ServiceId × ServiceAccount)
  | [] => []
  | (k, v) :: rest =>
    match k.kind with
    | .service s =>
      match ServiceInfo.codec.decode v with
      | .ok info => (s, { info, items := .empty }) :: infos rest
      | .error _ => infos rest
    | _ => infos rest

theorem addAll_addInfo {as : List (StateKey × ByteArray)} (services : Services)
    (h : ∀ k v s, (k, v) ∈ as → k.kind = .service s → ∃ info, ServiceInfo.codec.decode v = .ok info) :
    addAll addInfo services as = .ok (services.insertAll (infos as)) := by
  induction as generalizing services with
  | nil => rfl
  | cons a as ih =>
    have ih := fun services => ih services fun k v s hm => h k v s (List.mem_cons.mpr (.inr hm))
    show (match addInfo services a.1 a.2 with | .ok services => addAll addInfo services as | .error error => .error error) = _
    unfold addInfo infos
    cases e : a.1.kind with
    | service s =>
      obtain ⟨info, d⟩ := h a.1 a.2 s (List.mem_cons.mpr (.inl rfl)) e
      dsimp only
      rw [d]
      exact ih _
    | component i => exact ih _
    | item s b => exact ih _

theorem mem_infos {as : List (StateKey × ByteArray)} {s : ServiceId} {account : ServiceAccount} :
    (s, account) ∈ infos as ↔ ∃ k v info, (k, v) ∈ as ∧ k.kind = .service s ∧ ServiceInfo.codec.decode v = .ok info
      ∧ account = { info, items := .empty } := by
  have cons : ∀ {a : StateKey × ByteArray} {as : List (StateKey × ByteArray)} {P : StateKey → ByteArray → Prop},
      (∃ k v, (k, v) ∈ a :: as ∧ P k v) ↔ P a.1 a.2 ∨ ∃ k v, (k, v) ∈ as ∧ P k v := by
    intro a as P
    refine ⟨fun ⟨k, v, hm, hp⟩ => ?_, fun h => h.elim (fun hp => ⟨a.1, a.2, List.mem_cons.mpr (.inl rfl), hp⟩)
      fun ⟨k, v, hm, hp⟩ => ⟨k, v, List.mem_cons.mpr (.inr hm), hp⟩⟩
    cases List.mem_cons.mp hm with
    | inl e => subst e; exact .inl hp
    | inr hm => exact .inr ⟨k, v, hm, hp⟩
  have swap : ∀ as : List (StateKey × ByteArray), (∃ k v info, (k, v) ∈ as ∧ k.kind = .service s ∧ ServiceInfo.codec.decode v = .ok info
      ∧ account = { info, items := .empty }) ↔ ∃ k v, (k, v) ∈ as ∧ (k.kind = .service s ∧ ∃ info, ServiceInfo.codec.decode v = .ok info
      ∧ account = { info, items := .empty }) := fun as =>
    ⟨fun ⟨k, v, info, h1, h2, h3⟩ => ⟨k, v, h1, h2, info, h3⟩, fun ⟨k, v, h1, h2, info, h3⟩ => ⟨k, v, info, h1, h2, h3⟩⟩
  rw [swap]
  induction as with
  | nil => exact ⟨fun h => (nomatch h), fun ⟨k, v, h, _⟩ => nomatch h⟩
  | cons a as ih =>
    rw [cons, ← propext ih]
    show (s, account) ∈ (match a.1.kind with
      | .service t => match ServiceInfo.codec.decode a.2 with
        | .ok info => (t, (⟨info, .empty⟩ : ServiceAccount)) :: infos as
        | .error _ => infos as
      | _ => infos as) ↔ _
    cases a.1.kind with
    | service t =>
      dsimp only
      cases ServiceInfo.codec.decode a.2 with
      | ok info =>
        dsimp only
        rw [List.mem_cons]
        refine ⟨fun h => h.elim (fun h => .inl ?_) .inr, fun h => h.elim (fun ⟨h1, info', h2, h3⟩ => .inl ?_) .inr⟩
        · injection h with h1 h2
          exact ⟨by rw [h1], info, rfl, h2⟩
        · injection h1 with h1
          injection h2 with h2
          rw [h1, h2, h3]
      | error error =>
        exact ⟨.inr, fun h => h.elim (fun ⟨_, info, h, _⟩ => nomatch h) id⟩
    | component i => exact ⟨.inr, fun h => h.elim (fun ⟨h, _⟩ => nomatch h) id⟩
    | item t b => exact ⟨.inr, fun h => h.elim (fun ⟨h, _⟩ => nomatch h) id⟩

/-! ## Items -/

/-- The last value of an item in a list of entries. -/
def lastItem (s : ServiceId) (a : ItemKey) : List (StateKey × ByteArray) → Option ByteArray
  | [] => none
  | (k, v) :: rest =>
    match lastItem s a rest with
    | some w => some w
    | none => if k.kind = .item s a then some v else none

theorem lastItem_some {s : ServiceId} {a : ItemKey} {as : List (StateKey × ByteArray)} {v : ByteArray} (h : lastItem s a as = some v) :
    ∃ k, (k, v) ∈ as ∧ k.kind = .item s a := by
  induction as with
  | nil => exact nomatch h
  | cons b as ih =>
    have h : (match lastItem s a as with | some w => some w | none => if b.1.kind = .item s a then some b.2 else none) = some v := h
    cases e : lastItem s a as with
    | some w =>
      rw [e] at h
      obtain ⟨k, h1, h2⟩ := ih (e.trans h)
      exact ⟨k, List.mem_cons.mpr (.inr h1), h2⟩
    | none =>
      rw [e] at h
      have h : (if b.1.kind = .item s a then some b.2 else none) = some v := h
      by_cases c : b.1.kind = .item s a
      · rw [ite_eq_left c] at h
        exact ⟨b.1, List.mem_cons.mpr (.inl (by rw [← Option.some.inj h])), c⟩
      · rw [ite_eq_right c] at h
        exact nomatch h

theorem lastItem_isSome {s : ServiceId} {a : ItemKey} {as : List (StateKey × ByteArray)} {k : StateKey} {v : ByteArray} (h : (k, v) ∈ as)
    (hk : k.kind = .item s a) : ∃ w, lastItem s a as = some w := by
  induction as with
  | nil => exact nomatch h
  | cons b as ih =>
    cases e : lastItem s a as with
    | some w => exact ⟨w, by rw [lastItem, e]⟩
    | none =>
      cases List.mem_cons.mp h with
      | inl e' => exact ⟨b.2, by rw [lastItem, e, ← e', ite_eq_left hk]⟩
      | inr h =>
        obtain ⟨w, hw⟩ := ih h
        rw [e] at hw
        exact nomatch hw

/-- Taking in an item of an account that is there. -/
theorem addItem_item {services : Services} (o : services.Ordered) {k : StateKey} {s : ServiceId} {a : ItemKey} (hk : k.kind = .item s a)
    (v : ByteArray) {account : ServiceAccount} (found : services.find? s = some account) :
    ∃ after : Services, addItem services k v = .ok after ∧ after.Ordered ∧ (∀ t, after.info t = services.info t)
      ∧ ∀ t b, after.item t b = if StateKey.Kind.item t b = .item s a then some v else services.item t b := by
  refine ⟨services.insert s { account with items := account.items.insert a v }, ?_, ⟨SortedMap.ordered_insert o.ordered _ _, ?_⟩, ?_, ?_⟩
  · rw [addItem, hk]
    dsimp only
    rw [found]
  · intro t account' h
    by_cases e : t = s
    · subst e
      rw [SortedMap.find?_insert_same o.ordered] at h
      rw [← Option.some.inj h]
      exact SortedMap.ordered_insert (o.items _ _ found) _ _
    · rw [SortedMap.find?_insert_other o.ordered e] at h
      exact o.items t account' h
  · intro t
    unfold Services.info
    by_cases e : t = s
    · subst e
      rw [SortedMap.find?_insert_same o.ordered, found]
    · rw [SortedMap.find?_insert_other o.ordered e]
  · intro t b
    unfold Services.item
    by_cases e : t = s
    · subst e
      rw [SortedMap.find?_insert_same o.ordered, found]
      dsimp only
      by_cases eb : b = a
      · subst eb
        rw [ite_eq_left rfl, SortedMap.find?_insert_same (o.items _ _ found)]
      · rw [ite_eq_right (fun h => by injection h with _ h; exact eb h), SortedMap.find?_insert_other (o.items _ _ found) eb]
    · rw [ite_eq_right (fun h => by injection h with h _; exact e h), SortedMap.find?_insert_other o.ordered e]

theorem addAll_addItem {as : List (StateKey × ByteArray)} {services : Services} (o : services.Ordered)
    (there : ∀ k v s a, (k, v) ∈ as → k.kind = .item s a → ∃ info, services.info s = some info)
    (known : ∀ k v i, (k, v) ∈ as → k.kind = .component i → 1 ≤ i ∧ i ≤ 16) :
    ∃ after : Services, addAll addItem services as = .ok after ∧ after.Ordered ∧ (∀ t, after.info t = services.info t)
      ∧ ∀ t b, after.item t b = match lastItem t b as with | some w => some w | none => services.item t b := by
  induction as generalizing services with
  | nil => exact ⟨services, rfl, o, fun _ => rfl, fun _ _ => rfl⟩
  | cons c as ih =>
    show ∃ after : Services, (match addItem services c.1 c.2 with | .ok services => addAll addItem services as | .error error => .error error)
      = .ok after ∧ _
    have known' := fun k v i hm => known k v i (List.mem_cons.mpr (.inr hm))
    have other : (∀ s a, c.1.kind ≠ .item s a) → addItem services c.1 c.2 = .ok services := by
      intro h
      unfold addItem
      cases e : c.1.kind with
      | component i => exact ite_eq_left (known c.1 c.2 i (List.mem_cons.mpr (.inl rfl)) e)
      | service s => rfl
      | item s a => exact absurd e (h s a)
    cases Classical.em (∃ s a, c.1.kind = .item s a) with
    | inl h =>
      obtain ⟨s, a, hk⟩ := h
      obtain ⟨info, hi⟩ := there c.1 c.2 s a (List.mem_cons.mpr (.inl rfl)) hk
      have found : ∃ account, services.find? s = some account := by
        unfold Services.info at hi
        cases e : services.find? s with
        | some account => exact ⟨account, rfl⟩
        | none => rw [e] at hi; exact nomatch hi
      obtain ⟨account, found⟩ := found
      obtain ⟨middle, e1, o1, i1, f1⟩ := addItem_item o hk c.2 found
      obtain ⟨after, e2, o2, i2, f2⟩ := ih o1 (fun k v t b hm hk' => by
        rw [i1]; exact there k v t b (List.mem_cons.mpr (.inr hm)) hk') known'
      refine ⟨after, by rw [e1]; exact e2, o2, fun t => by rw [i2, i1], fun t b => ?_⟩
      rw [f2, f1, lastItem]
      cases lastItem t b as with
      | some w => rfl
      | none =>
        dsimp only
        rw [hk]
        by_cases e : StateKey.Kind.item t b = .item s a
        · rw [ite_eq_left e, ite_eq_left e.symm]
        · rw [ite_eq_right e, ite_eq_right fun e' => e e'.symm]
    | inr h =>
      obtain ⟨after, e2, o2, i2, f2⟩ := ih o (fun k v t b hm hk' => there k v t b (List.mem_cons.mpr (.inr hm)) hk') known'
      have hn : ∀ s a, c.1.kind ≠ .item s a := fun s a e => h ⟨s, a, e⟩
      refine ⟨after, by rw [other hn]; exact e2, o2, i2, fun t b => ?_⟩
      rw [f2, lastItem]
      cases lastItem t b as with
      | some w => rfl
      | none =>
        dsimp only
        rw [ite_eq_right (hn t b)]

end State

end Jar
