import Jar.Thm.Merkle.ProofInputs

/-!
# Proofs about the state trie are complete and sound

For maps of keys of 31 octets (Gray Paper 0.7.2, appendix D) and any hash function with 32 octets of output.
-/
namespace Jar.Merkle

variable {hash : ByteArray → ByteArray}

/-! ## Soundness -/

/-- What leads to the identity of a sub-trie says what the entries say. -/
theorem climbTrie_sound (hash32 : ∀ x, (hash x).size = 32) {key : ByteArray} {ending : Option Entry}
    (endingSize : ∀ entry, ending = some entry → entry.key.size = 31) {left : Nat} {siblings : List ByteArray} {entries : List Entry}
    {identity : ByteArray} (sized : ∀ x, x ∈ siblings → x.size = 32) (map : Below key left entries)
    (h : climbTrie hash key ending left siblings = some identity) (near : clearFirstBit identity = clearFirstBit (subtrie hash left entries)) :
    answer key ending = lookup key entries
      ∨ TrieCollision hash (subtrieInputs hash left entries) (climbTrieInputs hash key ending left siblings) := by
  induction left generalizing siblings entries identity with
  | zero =>
    match entries with
    | [] => exact climbTrie_sound_nil h near
    | [entry] => exact climbTrie_sound_single endingSize sized map h near
    | a :: b :: entries => exact map.not_two.elim
  | succ left ih =>
    match entries with
    | [] => exact climbTrie_sound_nil h near
    | [entry] => exact climbTrie_sound_single endingSize sized map h near
    | a :: b :: entries =>
      have inputs : subtrieInputs hash (left + 1) (a :: b :: entries) =
          branchNode (subtrie hash left (side false (keyBits - (left + 1)) (a :: b :: entries)))
              (subtrie hash left (side true (keyBits - (left + 1)) (a :: b :: entries)))
            :: (subtrieInputs hash left (side false (keyBits - (left + 1)) (a :: b :: entries))
              ++ subtrieInputs hash left (side true (keyBits - (left + 1)) (a :: b :: entries))) := rfl
      have here := map.side
      have found := lookup_side key (keyBits - (left + 1)) (a :: b :: entries)
      rw [subtrie_succ] at near
      rw [inputs]
      generalize a :: b :: entries = entries at near here found map inputs ⊢
      cases siblings with
      | nil =>
        rw [climbTrie_nil] at h
        injection h with h
        cases ending with
        | none =>
          refine .inr (.inr ⟨_, .inl List.mem_cons_self, ?_⟩)
          rw [← near, ← h, endingIdentity, clearFirstBit_zeroHash]
        | some entry =>
          rw [climbTrieInputs_nil]
          rw [← h, endingIdentity] at near
          cases equal_or_trieCollision List.mem_cons_self (leafNode_mem entry) near.symm with
          | inl same => exact (branchNode_ne_leafNode (by rw [subtrie_size hash32]; decide) entry same).elim
          | inr collision => exact .inr collision
      | cons sibling siblings =>
        obtain ⟨below, e, eq⟩ := climbTrie_cons h
        rw [climbTrieInputs_cons e]
        rw [eq] at near
        cases equal_or_trieCollision List.mem_cons_self List.mem_cons_self near.symm with
        | inr collision => exact .inr collision
        | inl same =>
          have siblingSize := sized sibling List.mem_cons_self
          have belowSize := climbTrie_size hash32 e
          have sizedRest : ∀ x, x ∈ siblings → x.size = 32 := fun x m => sized x (List.mem_cons_of_mem _ m)
          cases bit : bitAt key (keyBits - (left + 1)) with
          | true =>
            rw [bit, ite_eq_left rfl] at same
            rw [bit] at here found
            have eq := (branchNode_inj same (by rw [siblingSize, subtrie_size hash32])).2
            cases ih sizedRest here e (congrArg clearFirstBit eq.symm) with
            | inl there => exact .inl (there.trans found)
            | inr collision =>
              exact .inr (collision.mono (fun x m => List.mem_cons_of_mem _ (List.mem_append.mpr (.inr m))) fun x m => List.mem_cons_of_mem _ m)
          | false =>
            rw [bit, ite_eq_right Bool.false_ne_true] at same
            rw [bit] at here found
            have eq := (branchNode_inj same (by rw [belowSize, subtrie_size hash32])).1
            cases ih sizedRest here e eq.symm with
            | inl there => exact .inl (there.trans found)
            | inr collision =>
              exact .inr (collision.mono (fun x m => List.mem_cons_of_mem _ (List.mem_append.mpr (.inl m))) fun x m => List.mem_cons_of_mem _ m)
where
  /-- An empty sub-trie. -/
  climbTrie_sound_nil {left : Nat} {siblings : List ByteArray} {identity : ByteArray} (h : climbTrie hash key ending left siblings = some identity)
      (near : clearFirstBit identity = clearFirstBit (subtrie hash left [])) :
      answer key ending = lookup key []
        ∨ TrieCollision hash (subtrieInputs hash left []) (climbTrieInputs hash key ending left siblings) := by
    cases climbTrie_hashed h with
    | inl empty => rw [empty.2]; exact .inl rfl
    | inr hashed =>
      obtain ⟨x, m, e⟩ := hashed
      rw [subtrie_nil, clearFirstBit_zeroHash, e] at near
      exact .inr (.inr ⟨x, .inr m, near⟩)
  /-- A single leaf. -/
  climbTrie_sound_single {left : Nat} {siblings : List ByteArray} {entry : Entry} {identity : ByteArray}
      (endingSize : ∀ entry, ending = some entry → entry.key.size = 31) (sized : ∀ x, x ∈ siblings → x.size = 32) (map : Below key left [entry])
      (h : climbTrie hash key ending left siblings = some identity) (near : clearFirstBit identity = clearFirstBit (subtrie hash left [entry])) :
      answer key ending = lookup key [entry]
        ∨ TrieCollision hash (subtrieInputs hash left [entry]) (climbTrieInputs hash key ending left siblings) := by
    rw [subtrieInputs_single]
    rw [subtrie_single] at near
    cases siblings with
    | nil =>
      rw [climbTrie_nil] at h
      injection h with h
      rw [← h] at near
      cases ending with
      | none =>
        rw [endingIdentity, clearFirstBit_zeroHash] at near
        exact .inr (.inr ⟨_, .inl (leafNode_mem entry), near.symm⟩)
      | some other =>
        rw [climbTrieInputs_nil]
        cases equal_or_trieCollision (leafNode_mem entry) (leafNode_mem other) near.symm with
        | inr collision => exact .inr collision
        | inl same =>
          cases leafNode_inj (map.sizes entry List.mem_cons_self) (endingSize other rfl) same with
          | inr collision => exact .inr collision.trie
          | inl same => rw [← same]; exact .inl rfl
    | cons sibling siblings => cases left with
      | zero => exact nomatch h
      | succ left =>
        obtain ⟨below, e, eq⟩ := climbTrie_cons h
        rw [climbTrieInputs_cons e]
        rw [eq] at near
        cases equal_or_trieCollision (leafNode_mem entry) List.mem_cons_self near.symm with
        | inr collision => exact .inr collision
        | inl same =>
          split at same
          · exact (branchNode_ne_leafNode (by rw [sized sibling List.mem_cons_self]; decide) entry same.symm).elim
          · exact (branchNode_ne_leafNode (by rw [climbTrie_size hash32 e]; decide) entry same.symm).elim

theorem isSized_iff {proof : TrieProof} :
    proof.isSized = true ↔ (∀ x, x ∈ proof.siblings → x.size = 32) ∧ ∀ entry, proof.ending = some entry → entry.key.size = 31 := by
  rw [TrieProof.isSized, Bool.and_eq_true, allHashes_iff]
  cases proof.ending with
  | none => exact ⟨fun h => ⟨h.1, fun _ e => nomatch e⟩, fun h => ⟨h.1, rfl⟩⟩
  | some entry =>
    refine ⟨fun h => ⟨h.1, fun other e => ?_⟩, fun h => ⟨h.1, ?_⟩⟩
    · injection e with e
      rw [← e]
      exact eq_of_beq h.2
    · show (entry.key.size == 31) = true
      rw [h.2 entry rfl]
      rfl

/-- **Soundness, for membership and its absence**: what a checked proof says about a key is what the map says, or what was hashed holds a collision. -/
theorem check_sound (hash32 : ∀ x, (hash x).size = 32) {entries : List Entry} (distinct : DistinctKeys entries)
    (sizes : ∀ entry, entry ∈ entries → entry.key.size = 31) {key : ByteArray} {proof : TrieProof} {found : Option ByteArray}
    (h : check hash (trieRoot hash entries) key proof = some found) :
    found = lookup key entries
      ∨ TrieCollision hash (subtrieInputs hash keyBits entries) (climbTrieInputs hash key proof.ending keyBits proof.siblings) := by
  rw [check] at h
  split at h
  · next ok =>
    injection h with h
    rw [← h]
    obtain ⟨sized, endingSize⟩ := isSized_iff.mp ok.1
    exact climbTrie_sound hash32 endingSize sized (.all distinct sizes) ok.2 rfl
  · exact nomatch h

/-! ## Completeness -/

theorem proveBelow_succ {key : ByteArray} {left : Nat} {a b : Entry} {entries : List Entry} :
    proveBelow hash key (left + 1) (a :: b :: entries) =
      { siblings :=
          subtrie hash left (side (!bitAt key (keyBits - (left + 1))) (keyBits - (left + 1)) (a :: b :: entries))
            :: (proveBelow hash key left (side (bitAt key (keyBits - (left + 1))) (keyBits - (left + 1)) (a :: b :: entries))).siblings
        ending := (proveBelow hash key left (side (bitAt key (keyBits - (left + 1))) (keyBits - (left + 1)) (a :: b :: entries))).ending } := rfl

theorem climbTrie_prove {key : ByteArray} {left : Nat} {entries : List Entry} (map : Below key left entries) :
    climbTrie hash key (proveBelow hash key left entries).ending left (proveBelow hash key left entries).siblings = some (subtrie hash left entries)
      ∧ answer key (proveBelow hash key left entries).ending = lookup key entries := by
  induction left generalizing entries with
  | zero =>
    match entries with
    | [] => exact ⟨rfl, rfl⟩
    | [entry] => exact ⟨rfl, rfl⟩
    | a :: b :: entries => exact map.not_two.elim
  | succ left ih =>
    match entries with
    | [] => exact ⟨rfl, rfl⟩
    | [entry] => exact ⟨rfl, rfl⟩
    | a :: b :: entries =>
      obtain ⟨climb, found⟩ := ih map.side
      rw [lookup_side] at found
      rw [proveBelow_succ, subtrie_succ]
      refine ⟨?_, found⟩
      rw [climbTrie, climb]
      generalize a :: b :: entries = entries
      generalize keyBits - (left + 1) = i
      cases bitAt key i <;> rfl

theorem proveBelow_sized (hash32 : ∀ x, (hash x).size = 32) {key : ByteArray} {left : Nat} {entries : List Entry}
    (sizes : ∀ entry, entry ∈ entries → entry.key.size = 31) : (proveBelow hash key left entries).isSized = true := by
  have single : ∀ entry : Entry, entry.key.size = 31 → ({ siblings := [], ending := some entry } : TrieProof).isSized = true := by
    intro entry size
    refine isSized_iff.mpr ⟨fun x m => absurd m List.not_mem_nil, fun other e => ?_⟩
    injection e with e
    rw [← e, size]
  induction left generalizing entries with
  | zero =>
    match entries with
    | [] => rfl
    | [entry] => exact single entry (sizes entry List.mem_cons_self)
    | a :: b :: entries => rfl
  | succ left ih =>
    match entries with
    | [] => rfl
    | [entry] => exact single entry (sizes entry List.mem_cons_self)
    | a :: b :: entries =>
      obtain ⟨sized, endingSize⟩ := isSized_iff.mp (ih (entries := side (bitAt key (keyBits - (left + 1))) (keyBits - (left + 1)) (a :: b :: entries))
        fun entry m => sizes entry (mem_side.mp m).1)
      rw [proveBelow_succ]
      refine isSized_iff.mpr ⟨fun x m => ?_, endingSize⟩
      cases List.mem_cons.mp m with
      | inl e => rw [e, subtrie_size hash32]
      | inr m => exact sized x m

/-- **Completeness**: the proof of a key is accepted and says what the map says. -/
theorem check_prove (hash32 : ∀ x, (hash x).size = 32) {entries : List Entry} (distinct : DistinctKeys entries)
    (sizes : ∀ entry, entry ∈ entries → entry.key.size = 31) (key : ByteArray) :
    check hash (trieRoot hash entries) key (prove hash key entries) = some (lookup key entries) := by
  obtain ⟨climb, found⟩ := climbTrie_prove (hash := hash) (.all distinct sizes : Below key keyBits entries)
  rw [check, prove, ite_eq_left ⟨proveBelow_sized hash32 sizes, climb⟩, found]

/-- **The root commits to the map**: maps with one root agree at every key, or what was hashed for the one and on the way to the key in the other holds a
collision. -/
theorem trieRoot_commits (hash32 : ∀ x, (hash x).size = 32) {xs ys : List Entry} (hx : DistinctKeys xs) (hy : DistinctKeys ys)
    (xSizes : ∀ entry, entry ∈ xs → entry.key.size = 31) (ySizes : ∀ entry, entry ∈ ys → entry.key.size = 31)
    (e : trieRoot hash xs = trieRoot hash ys) (key : ByteArray) :
    lookup key ys = lookup key xs ∨ TrieCollision hash (subtrieInputs hash keyBits xs)
      (climbTrieInputs hash key (prove hash key ys).ending keyBits (prove hash key ys).siblings) :=
  check_sound hash32 hx xSizes (e ▸ check_prove hash32 hy ySizes key)

end Jar.Merkle
