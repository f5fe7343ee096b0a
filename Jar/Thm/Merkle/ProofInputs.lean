import Jar.Merkle.Proof
import Jar.Thm.Merkle.ConstantDepth
import Jar.Thm.Merkle.Trie

/-!
# Proofs about the state trie: what is hashed

For any hash function. A branch (Gray Paper 0.7.2, appendix D.2.1) keeps 255 bits of its left identity, and an empty sub-trie has the identity zero. So
what a wrong proof exhibits is one of two things among the octet strings that were hashed: two whose hashes agree in the last 255 bits, or one whose
hash is zero there.
-/
namespace Jar.Merkle

variable {hash : ByteArray → ByteArray}

/-- Two different octet strings, one in each list, have hashes that agree but for the first bit; or one of all has a hash that is zero but for the
first bit. -/
def TrieCollision (hash : ByteArray → ByteArray) (xs ys : List ByteArray) : Prop :=
  (∃ x, x ∈ xs ∧ ∃ y, y ∈ ys ∧ x ≠ y ∧ clearFirstBit (hash x) = clearFirstBit (hash y))
    ∨ ∃ x, (x ∈ xs ∨ x ∈ ys) ∧ clearFirstBit (hash x) = zeroHash

theorem Collision.trie {xs ys : List ByteArray} (h : Collision hash xs ys) : TrieCollision hash xs ys := by
  obtain ⟨x, mx, y, my, ne, e⟩ := h
  exact .inl ⟨x, mx, y, my, ne, congrArg clearFirstBit e⟩

theorem TrieCollision.mono {xs ys xs' ys' : List ByteArray} (h : TrieCollision hash xs ys) (hx : ∀ x, x ∈ xs → x ∈ xs')
    (hy : ∀ y, y ∈ ys → y ∈ ys') : TrieCollision hash xs' ys' := by
  cases h with
  | inl h =>
    obtain ⟨x, mx, y, my, ne, e⟩ := h
    exact .inl ⟨x, hx x mx, y, hy y my, ne, e⟩
  | inr h =>
    obtain ⟨x, m, e⟩ := h
    exact .inr ⟨x, m.elim (fun m => .inl (hx x m)) fun m => .inr (hy x m), e⟩

theorem equal_or_trieCollision {x y : ByteArray} {xs ys : List ByteArray} (hx : x ∈ xs) (hy : y ∈ ys)
    (e : clearFirstBit (hash x) = clearFirstBit (hash y)) : x = y ∨ TrieCollision hash xs ys :=
  if h : x = y then .inl h else .inr (.inl ⟨x, hx, y, hy, h, e⟩)

/-! ## What is hashed -/

variable (hash) in
/-- What is hashed for the identity of a sub-trie. -/
def subtrieInputs : (left : Nat) → (entries : List Entry) → List ByteArray
  | _, [] => []
  | _, [entry] => leafInputs hash entry
  | 0, _ :: _ :: _ => []
  | left + 1, entries =>
    let i := keyBits - (left + 1)
    branchNode (subtrie hash left (side false i entries)) (subtrie hash left (side true i entries))
      :: (subtrieInputs left (side false i entries) ++ subtrieInputs left (side true i entries))

variable (hash) in
/-- What is hashed when a proof is checked. -/
def climbTrieInputs (key : ByteArray) (ending : Option Entry) : (left : Nat) → (siblings : List ByteArray) → List ByteArray
  | _, [] => match ending with
    | none => []
    | some entry => leafInputs hash entry
  | 0, _ :: _ => []
  | left + 1, sibling :: siblings =>
    match climbTrie hash key ending left siblings with
    | none => []
    | some below =>
      (if bitAt key (keyBits - (left + 1)) then branchNode sibling below else branchNode below sibling)
        :: climbTrieInputs key ending left siblings

theorem leafNode_mem (entry : Entry) : leafNode hash entry ∈ leafInputs hash entry := List.mem_cons_self

theorem subtrieInputs_single (left : Nat) (entry : Entry) : subtrieInputs hash left [entry] = leafInputs hash entry := by
  cases left <;> rfl

theorem endingIdentity_size (hash32 : ∀ x, (hash x).size = 32) (ending : Option Entry) : (endingIdentity hash ending).size = 32 := by
  cases ending with
  | none => exact zeroHash_size
  | some entry => exact hash32 _

theorem climbTrie_nil {key : ByteArray} {ending : Option Entry} (left : Nat) :
    climbTrie hash key ending left [] = some (endingIdentity hash ending) := by
  cases left <;> rfl

theorem climbTrieInputs_nil {key : ByteArray} {entry : Entry} (left : Nat) :
    climbTrieInputs hash key (some entry) left [] = leafInputs hash entry := by
  cases left <;> rfl

theorem climbTrie_cons {key : ByteArray} {ending : Option Entry} {left : Nat} {sibling identity : ByteArray} {siblings : List ByteArray}
    (h : climbTrie hash key ending (left + 1) (sibling :: siblings) = some identity) :
    ∃ below, climbTrie hash key ending left siblings = some below
      ∧ identity = hash (if bitAt key (keyBits - (left + 1)) then branchNode sibling below else branchNode below sibling) := by
  rw [climbTrie] at h
  cases e : climbTrie hash key ending left siblings with
  | none => rw [e] at h; exact nomatch h
  | some below =>
    rw [e] at h
    injection h with h
    refine ⟨below, rfl, h.symm.trans ?_⟩
    split <;> rfl

theorem climbTrie_size (hash32 : ∀ x, (hash x).size = 32) {key identity : ByteArray} {ending : Option Entry} {left : Nat} {siblings : List ByteArray}
    (h : climbTrie hash key ending left siblings = some identity) : identity.size = 32 := by
  cases siblings with
  | nil =>
    rw [climbTrie_nil] at h
    injection h with h
    rw [← h, endingIdentity_size hash32]
  | cons sibling siblings => cases left with
    | zero => exact nomatch h
    | succ left =>
      obtain ⟨below, _, e⟩ := climbTrie_cons h
      rw [e, hash32]

theorem climbTrieInputs_cons {key below : ByteArray} {ending : Option Entry} {left : Nat} {sibling : ByteArray} {siblings : List ByteArray}
    (h : climbTrie hash key ending left siblings = some below) : climbTrieInputs hash key ending (left + 1) (sibling :: siblings) =
      (if bitAt key (keyBits - (left + 1)) then branchNode sibling below else branchNode below sibling)
        :: climbTrieInputs hash key ending left siblings := by
  rw [climbTrieInputs, h]

/-- Every identity but the empty one is the hash of an octet string that was hashed. -/
theorem climbTrie_hashed {key identity : ByteArray} {ending : Option Entry} {left : Nat} {siblings : List ByteArray}
    (h : climbTrie hash key ending left siblings = some identity) :
    (siblings = [] ∧ ending = none) ∨ ∃ x, x ∈ climbTrieInputs hash key ending left siblings ∧ identity = hash x := by
  cases siblings with
  | nil =>
    rw [climbTrie_nil] at h
    injection h with h
    cases ending with
    | none => exact .inl ⟨rfl, rfl⟩
    | some entry => exact .inr ⟨_, by rw [climbTrieInputs_nil]; exact leafNode_mem entry, h.symm⟩
  | cons sibling siblings => cases left with
    | zero => exact nomatch h
    | succ left =>
      obtain ⟨below, e, eq⟩ := climbTrie_cons h
      exact .inr ⟨_, by rw [climbTrieInputs_cons e]; exact List.mem_cons_self, eq⟩

/-! ## Keys on the way -/

/-- The entries have sound keys that agree with a key in all bits but the last `left` ones. -/
structure Below (key : ByteArray) (left : Nat) (entries : List Entry) : Prop where
  distinct : DistinctKeys entries
  sizes : ∀ entry, entry ∈ entries → entry.key.size = 31
  agree : ∀ entry, entry ∈ entries → ∀ i, i < keyBits - left → bitAt entry.key i = bitAt key i

theorem Below.side {key : ByteArray} {left : Nat} {entries : List Entry} (h : Below key (left + 1) entries) :
    Below key left (side (bitAt key (keyBits - (left + 1))) (keyBits - (left + 1)) entries) where
  distinct := h.distinct.side _ _
  sizes := fun entry m => h.sizes entry (mem_side.mp m).1
  agree := fun entry m i hi => by
    obtain ⟨m, here⟩ := mem_side.mp m
    by_cases e : i = keyBits - (left + 1)
    · rw [e, here]
    · exact h.agree entry m i (by omega)

/-- At the end there is one key only. -/
theorem Below.not_two {key : ByteArray} {a b : Entry} {entries : List Entry} (h : Below key 0 (a :: b :: entries)) : False := by
  refine h.distinct.1 b List.mem_cons_self (key_ext ?_ ?_ fun i hi => ?_)
  · exact h.sizes b (List.mem_cons_of_mem a List.mem_cons_self)
  · exact h.sizes a List.mem_cons_self
  · rw [h.agree b (List.mem_cons_of_mem a List.mem_cons_self) i hi, h.agree a List.mem_cons_self i hi]

theorem Below.all {key : ByteArray} {entries : List Entry} (distinct : DistinctKeys entries)
    (sizes : ∀ entry, entry ∈ entries → entry.key.size = 31) : Below key keyBits entries where
  distinct := distinct
  sizes := sizes
  agree := fun _ _ i hi => absurd hi (by rw [Nat.sub_self]; exact Nat.not_lt_zero i)

end Jar.Merkle
