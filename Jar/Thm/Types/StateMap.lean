import Jar.Thm.Data.SortedMapLaws
import Jar.Thm.Types.Codecs
import Jar.Thm.Types.StateKey
import Jar.Types.State

/-!
# What T(σ) holds

Gray Paper 0.7.2, appendix D.1: under each key of a state lies the value that the paper says, and nothing else lies in T(σ).
-/
namespace Jar

open Codec

/-- 𝓔 of η is lawful. -/
instance entropy_lawful : Lawful entropy := by unfold entropy; infer_instance

/-- 𝓔 of θ is lawful. -/
instance lastOutputs_lawful : Lawful lastOutputs := by unfold lastOutputs; infer_instance

/-- An account that has a form: its maps are in order, and no item has the key of something else. A hash that began with 23 zero octets
could make such a key. -/
structure ServiceAccount.Valid (s : ServiceId) (account : ServiceAccount) : Prop where
  ordered : account.items.Ordered
  info : ServiceInfo.codec.valid account.info = true
  items : ∀ a v, (a, v) ∈ account.items.toList → (StateKey.item s a).kind = .item s a

/-- A state that has a form. -/
structure State.Valid (p : Params) (σ : State) : Prop where
  authPools : (AuthPools.codec p).valid σ.authPools = true
  authQueues : (AuthQueues.codec p).valid σ.authQueues = true
  recent : (RecentHistory.codec p).valid σ.recent = true
  safrole : (SafroleState.codec p).valid σ.safrole = true
  disputes : DisputesRecords.codec.valid σ.disputes = true
  entropy : Jar.entropy.valid σ.entropy = true
  stagingValidators : (ValidatorSet.codec p).valid σ.stagingValidators = true
  activeValidators : (ValidatorSet.codec p).valid σ.activeValidators = true
  previousValidators : (ValidatorSet.codec p).valid σ.previousValidators = true
  assignments : (AvailabilityAssignments.codec p).valid σ.assignments = true
  privileges : (Privileges.codec p).valid σ.privileges = true
  statistics : (Statistics.codec p).valid σ.statistics = true
  ready : (ReadyQueue.codec p).valid σ.ready = true
  accumulated : (AccumulatedQueue.codec p).valid σ.accumulated = true
  lastOutputs : Jar.lastOutputs.valid σ.lastOutputs = true
  ordered : σ.services.Ordered
  services : ∀ s account, (s, account) ∈ σ.services.toList → account.Valid s

namespace State

/-! ## Entries -/

theorem mem_items {s : ServiceId} {all : List (ItemKey × ByteArray)} {rest : List (StateKey × ByteArray)} {e : StateKey × ByteArray} :
    e ∈ accountEntries.items s all rest ↔ (∃ a v, (a, v) ∈ all ∧ e = (.item s a, v)) ∨ e ∈ rest := by
  induction all with
  | nil => exact ⟨.inr, fun h => h.elim (fun ⟨a, v, h, _⟩ => nomatch h) id⟩
  | cons b all ih =>
    rw [accountEntries.items, List.mem_cons, ih]
    refine ⟨fun h => ?_, fun h => ?_⟩
    · cases h with
      | inl h => exact .inl ⟨b.1, b.2, List.mem_cons.mpr (.inl rfl), h⟩
      | inr h => exact h.elim (fun ⟨a, v, h, e⟩ => .inl ⟨a, v, List.mem_cons.mpr (.inr h), e⟩) .inr
    · cases h with
      | inl h =>
        obtain ⟨a, v, h, e⟩ := h
        cases List.mem_cons.mp h with
        | inl h => subst h; exact .inl e
        | inr h => exact .inr (.inl ⟨a, v, h, e⟩)
      | inr h => exact .inr (.inr h)

/-- The entries of accounts. -/
theorem mem_serviceEntries {all : List (ServiceId × ServiceAccount)} {e : StateKey × ByteArray} :
    e ∈ serviceEntries all ↔ ∃ s account, (s, account) ∈ all ∧
      (e = (.service s, ServiceInfo.codec.encode account.info) ∨ ∃ a v, (a, v) ∈ account.items.toList ∧ e = (.item s a, v)) := by
  induction all with
  | nil => exact ⟨fun h => (nomatch h), fun ⟨s, account, h, _⟩ => nomatch h⟩
  | cons b all ih =>
    rw [serviceEntries, accountEntries, List.mem_cons, mem_items, ih]
    refine ⟨fun h => ?_, fun ⟨s, account, h, h'⟩ => ?_⟩
    · cases h with
      | inl h => exact ⟨b.1, b.2, List.mem_cons.mpr (.inl rfl), .inl h⟩
      | inr h =>
        cases h with
        | inl h => exact ⟨b.1, b.2, List.mem_cons.mpr (.inl rfl), .inr h⟩
        | inr h =>
          obtain ⟨s, account, h, h'⟩ := h
          exact ⟨s, account, List.mem_cons.mpr (.inr h), h'⟩
    · cases List.mem_cons.mp h with
      | inl e =>
        subst e
        exact h'.elim .inl fun h => .inr (.inl h)
      | inr h => exact .inr (.inr ⟨s, account, h, h'⟩)

theorem mem_map_component {all : List (UInt8 × ByteArray)} {e : StateKey × ByteArray} :
    e ∈ all.map (fun (i, v) => (StateKey.component i, v)) ↔ ∃ i v, (i, v) ∈ all ∧ e = (.component i, v) := by
  induction all with
  | nil => exact ⟨fun h => (nomatch h), fun ⟨i, v, h, _⟩ => nomatch h⟩
  | cons b all ih =>
    rw [List.map_cons, List.mem_cons, ih]
    refine ⟨fun h => ?_, fun ⟨i, v, h, e⟩ => ?_⟩
    · cases h with
      | inl h => exact ⟨b.1, b.2, List.mem_cons.mpr (.inl rfl), h⟩
      | inr h => obtain ⟨i, v, h, e⟩ := h; exact ⟨i, v, List.mem_cons.mpr (.inr h), e⟩
    · cases List.mem_cons.mp h with
      | inl h => subst h; exact .inl e
      | inr h => exact .inr ⟨i, v, h, e⟩

/-- The entries of a state: components, fixed parts of accounts, items. -/
theorem mem_entries {p : Params} {σ : State} {k : StateKey} {v : ByteArray} : (k, v) ∈ σ.entries p ↔
    (∃ i, (i, v) ∈ σ.components p ∧ k = .component i) ∨ ∃ s account, (s, account) ∈ σ.services.toList ∧
      ((k = .service s ∧ v = ServiceInfo.codec.encode account.info) ∨ ∃ a, (a, v) ∈ account.items.toList ∧ k = .item s a) := by
  rw [entries, List.mem_append, mem_map_component, mem_serviceEntries]
  refine ⟨fun h => h.elim (fun ⟨i, w, h, e⟩ => .inl ⟨i, ?_⟩) (fun ⟨s, account, h, h'⟩ => .inr ⟨s, account, h, h'.elim (fun e => .inl ?_)
    (fun ⟨a, w, h, e⟩ => .inr ⟨a, ?_⟩)⟩), fun h => h.elim (fun ⟨i, h, e⟩ => .inl ⟨i, v, h, by rw [e]⟩)
    (fun ⟨s, account, h, h'⟩ => .inr ⟨s, account, h, h'.elim (fun e => .inl (by rw [e.1, e.2])) (fun ⟨a, h, e⟩ => .inr ⟨a, v, h, by rw [e]⟩)⟩)⟩
  · injection e with e1 e2
    rw [e2]; exact ⟨h, e1⟩
  · injection e with e1 e2
    exact ⟨e1, e2⟩
  · injection e with e1 e2
    rw [e2]; exact ⟨h, e1⟩

/-! ## Each key has one value -/

/-- Do keys ascend? -/
def ascendingKeys : List UInt8 → Bool
  | [] => true
  | k :: ks => ks.all (KeyOrder.before k) && ascendingKeys ks

theorem ascending_of_keys {as : List (UInt8 × ByteArray)} (h : ascendingKeys (as.map Prod.fst) = true) : SortedMap.Ascending as := by
  have all : ∀ (k : UInt8) (as : List (UInt8 × ByteArray)), (as.map Prod.fst).all (KeyOrder.before k) = true → SortedMap.BeforeAll k as := by
    intro k as
    induction as with
    | nil => intro _ a ha; exact nomatch ha
    | cons b as ih =>
      intro h
      have h : (KeyOrder.before k b.1 && (as.map Prod.fst).all (KeyOrder.before k)) = true := h
      rw [Bool.and_eq_true] at h
      intro a ha
      cases List.mem_cons.mp ha with
      | inl e => rw [e]; exact h.1
      | inr ha => exact ih h.2 a ha
  induction as with
  | nil => exact trivial
  | cons a as ih =>
    have h : ((as.map Prod.fst).all (KeyOrder.before a.1) && ascendingKeys (as.map Prod.fst)) = true := h
    rw [Bool.and_eq_true] at h
    exact ⟨all a.1 as h.1, ih h.2⟩

theorem components_ascending (p : Params) (σ : State) : SortedMap.Ascending (σ.components p) :=
  ascending_of_keys (show ascendingKeys [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] = true by decide)

theorem component_range {p : Params} {σ : State} {i : UInt8} {v : ByteArray} (h : (i, v) ∈ σ.components p) : 1 ≤ i ∧ i ≤ 16 := by
  have aux : ∀ as : List (UInt8 × ByteArray), (as.map Prod.fst).all (fun i => decide (1 ≤ i ∧ i ≤ 16)) = true → (i, v) ∈ as → 1 ≤ i ∧ i ≤ 16 := by
    intro as
    induction as with
    | nil => intro _ h; exact nomatch h
    | cons a as ih =>
      intro h hm
      have h : (decide (1 ≤ a.1 ∧ a.1 ≤ 16) && (as.map Prod.fst).all (fun i => decide (1 ≤ i ∧ i ≤ 16))) = true := h
      rw [Bool.and_eq_true] at h
      cases List.mem_cons.mp hm with
      | inl e => subst e; exact of_decide_eq_true h.1
      | inr hm => exact ih h.2 hm
  exact aux (σ.components p) (show ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] : List UInt8).all (fun i => decide (1 ≤ i ∧ i ≤ 16)) = true by decide) h

theorem component_ne {p : Params} {σ : State} {i : UInt8} {v : ByteArray} (h : (i, v) ∈ σ.components p) : i ≠ 255 := by
  intro e
  subst e
  exact absurd (component_range h).2 (by decide)

/-- What an entry is, by the kind of its key. -/
theorem entry_of_kind {p : Params} {σ : State} (h : σ.Valid p) {k : StateKey} {v : ByteArray} (hm : (k, v) ∈ σ.entries p) :
    match k.kind with
    | .component i => (i, v) ∈ σ.components p
    | .service s => ∃ account, σ.services.find? s = some account ∧ v = ServiceInfo.codec.encode account.info
    | .item s a => ∃ account, σ.services.find? s = some account ∧ account.items.find? a = some v := by
  cases mem_entries.mp hm with
  | inl hm =>
    obtain ⟨i, hi, e⟩ := hm
    subst e
    rw [StateKey.kind_component (component_ne hi)]
    exact hi
  | inr hm =>
    obtain ⟨s, account, hs, h'⟩ := hm
    have found := (SortedMap.find?_iff h.ordered s account).mpr hs
    have valid := h.services s account hs
    cases h' with
    | inl e =>
      rw [e.1, StateKey.kind_service]
      exact ⟨account, found, e.2⟩
    | inr e =>
      obtain ⟨a, ha, e⟩ := e
      rw [e, valid.items a v ha]
      exact ⟨account, found, (SortedMap.find?_iff valid.ordered a v).mpr ha⟩

/-- No key has two values. -/
theorem entry_unique {p : Params} {σ : State} (h : σ.Valid p) {k : StateKey} {v w : ByteArray} (hv : (k, v) ∈ σ.entries p)
    (hw : (k, w) ∈ σ.entries p) : w = v := by
  have ev := entry_of_kind h hv
  have ew := entry_of_kind h hw
  cases e : k.kind with
  | component i =>
    rw [e] at ev ew
    have ev := (SortedMap.lookup_iff (components_ascending p σ) i v).mpr ev
    have ew := (SortedMap.lookup_iff (components_ascending p σ) i w).mpr ew
    exact Option.some.inj (ew.symm.trans ev)
  | service s =>
    rw [e] at ev ew
    obtain ⟨account, f1, e1⟩ := ev
    obtain ⟨account', f2, e2⟩ := ew
    rw [e1, e2, Option.some.inj (f2.symm.trans f1)]
  | item s a =>
    rw [e] at ev ew
    obtain ⟨account, f1, e1⟩ := ev
    obtain ⟨account', f2, e2⟩ := ew
    rw [Option.some.inj (f2.symm.trans f1)] at e2
    exact Option.some.inj (e2.symm.trans e1)

theorem toMap_ordered (p : Params) (σ : State) : (σ.toMap p).Ordered := SortedMap.ordered_insertAll SortedMap.ordered_empty _

/-- **T(σ) holds the entries and nothing else.** -/
theorem find?_toMap {p : Params} {σ : State} (h : σ.Valid p) (k : StateKey) (v : ByteArray) :
    (σ.toMap p).find? k = some v ↔ (k, v) ∈ σ.entries p := by
  refine ⟨fun e => ?_, fun hm => SortedMap.find?_insertAll_same SortedMap.ordered_empty hm fun w hw => entry_unique h hm hw⟩
  cases Classical.em (∃ w, (k, w) ∈ σ.entries p) with
  | inl hw =>
    obtain ⟨w, hw⟩ := hw
    have e' := SortedMap.find?_insertAll_same SortedMap.ordered_empty hw fun x hx => entry_unique h hw hx
    have e' : (σ.toMap p).find? k = some w := e'
    rw [e] at e'
    injection e' with e'
    rw [e']; exact hw
  | inr hn =>
    have e' : (σ.toMap p).find? k = SortedMap.empty.find? k := SortedMap.find?_insertAll_other SortedMap.ordered_empty fun w hw => hn ⟨w, hw⟩
    rw [e] at e'
    exact nomatch e'

theorem mem_toMap {p : Params} {σ : State} (h : σ.Valid p) (k : StateKey) (v : ByteArray) :
    (k, v) ∈ (σ.toMap p).toList ↔ (k, v) ∈ σ.entries p := by
  rw [← SortedMap.find?_iff (toMap_ordered p σ), find?_toMap h]

end State

end Jar
