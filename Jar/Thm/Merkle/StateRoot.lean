import Jar.Merkle.StateRoot
import Jar.Thm.Merkle.Proof
import Jar.Thm.Types.StateMap

/-!
# The state root

Gray Paper 0.7.2, appendix D.2: the root depends on what the map holds alone, not on the shape of the tree that stores it; and proofs against the root
of a state say what T(σ) says.
-/
namespace Jar.Merkle

theorem trieEntries_mem {e : Entry} {entries : List (StateKey × ByteArray)} (h : e ∈ trieEntries entries) :
    ∃ a, a ∈ entries ∧ e.key = a.1.bytes := by
  induction entries with
  | nil => exact absurd h List.not_mem_nil
  | cons a entries ih =>
    cases List.mem_cons.mp h with
    | inl same => exact ⟨a, List.mem_cons_self, by rw [same]⟩
    | inr m =>
      obtain ⟨b, mb, e⟩ := ih m
      exact ⟨b, List.mem_cons_of_mem _ mb, e⟩

theorem trieEntries_size {entries : List (StateKey × ByteArray)} (e : Entry) (h : e ∈ trieEntries entries) : e.key.size = 31 := by
  obtain ⟨a, _, same⟩ := trieEntries_mem h
  rw [same, a.1.size_eq]

theorem bytes_injective {a b : StateKey} (h : a.bytes = b.bytes) : a = b := by
  cases a; cases b
  dsimp only at h
  subst h
  rfl

theorem trieEntries_distinct {entries : List (StateKey × ByteArray)} (h : SortedMap.Ascending entries) : DistinctKeys (trieEntries entries) := by
  induction entries with
  | nil => trivial
  | cons a entries ih =>
    refine ⟨fun e m same => ?_, ih h.2⟩
    obtain ⟨b, mb, eb⟩ := trieEntries_mem m
    exact LawfulKeyOrder.ne (h.1 b mb) (bytes_injective (same.symm.trans eb))

theorem lookup_trieEntries (key : StateKey) {entries : List (StateKey × ByteArray)} (h : SortedMap.Ascending entries) :
    lookup key.bytes (trieEntries entries) = SortedMap.lookup key entries := by
  induction entries with
  | nil => rfl
  | cons a entries ih =>
    rw [trieEntries, lookup, SortedMap.lookup, ih h.2]
    by_cases same : a.1 = key
    · rw [same, LawfulKeyOrder.irrefl, ite_eq_left rfl]
      rfl
    · rw [ite_eq_right (fun e => same (bytes_injective e))]
      cases before : KeyOrder.before key a.1 with
      | true => rw [ite_eq_left rfl, SortedMap.lookup_before fun b m => LawfulKeyOrder.trans _ _ _ before (h.1 b m)]
      | false =>
        cases after : KeyOrder.before a.1 key with
        | true => rfl
        | false => exact absurd (LawfulKeyOrder.total _ _ after before) same

variable {hash : ByteArray → ByteArray}

/-- **The root depends on what the map holds alone.** -/
theorem mapRoot_congr {a b : StateMap} (ha : a.Ordered) (hb : b.Ordered) (same : ∀ key, a.find? key = b.find? key) :
    mapRoot hash a = mapRoot hash b := by
  refine trieRoot_map (trieEntries_distinct ha) (trieEntries_distinct hb) fun key => ?_
  by_cases sized : key.size = 31
  · have := same ⟨key, sized⟩
    rw [SortedMap.find?_eq a ha, SortedMap.find?_eq b hb, ← lookup_trieEntries _ ha, ← lookup_trieEntries _ hb] at this
    exact this
  · have none : ∀ map : StateMap, lookup key (trieEntries map.toList) = .none := by
      intro map
      cases e : lookup key (trieEntries map.toList) with
      | none => rfl
      | some value => exact absurd (trieEntries_size _ (mem_of_lookup e)) sized
    rw [none, none]

/-- **Completeness**: a proof against the state root says what T(σ) holds. -/
theorem check_state_prove (hash32 : ∀ x, (hash x).size = 32) (p : Params) (σ : State) (key : StateKey) :
    check hash (stateRoot hash p σ) key.bytes (prove hash key.bytes (trieEntries (σ.toMap p).toList)) = some ((σ.toMap p).find? key) := by
  rw [SortedMap.find?_eq _ (State.toMap_ordered p σ), ← lookup_trieEntries _ (State.toMap_ordered p σ)]
  exact check_prove hash32 (trieEntries_distinct (State.toMap_ordered p σ)) trieEntries_size key.bytes

/-- **Soundness**: what is proved against the state root is what T(σ) holds, or what was hashed holds a collision. -/
theorem check_state_sound (hash32 : ∀ x, (hash x).size = 32) {p : Params} {σ : State} {key : StateKey} {proof : TrieProof} {found : Option ByteArray}
    (h : check hash (stateRoot hash p σ) key.bytes proof = some found) :
    found = (σ.toMap p).find? key ∨ TrieCollision hash (subtrieInputs hash keyBits (trieEntries (σ.toMap p).toList))
      (climbTrieInputs hash key.bytes proof.ending keyBits proof.siblings) := by
  rw [SortedMap.find?_eq _ (State.toMap_ordered p σ), ← lookup_trieEntries _ (State.toMap_ordered p σ)]
  exact check_sound hash32 (trieEntries_distinct (State.toMap_ordered p σ)) trieEntries_size h

end Jar.Merkle
