import Jar.Merkle.Trie

/-!
# Proofs about the state trie

The branches of Gray Paper 0.7.2, appendix D.2, on the way to a key prove what the map holds there: a value or nothing. The paper
defines no format of such proofs; this is ours.
-/
namespace Jar.Merkle

/-- The opposite identities on the way to a key, from top to bottom, and what lies at the end: nothing, or a leaf, which may be of another key. -/
structure TrieProof where
  siblings : List ByteArray
  ending : Option Entry

variable (hash : ByteArray → ByteArray)

/-- The siblings and the ending below the sub-trie of entries that agree in all bits but the last `left` ones. -/
def proveBelow (key : ByteArray) : (left : Nat) → (entries : List Entry) → TrieProof
  | _, [] => { siblings := [], ending := none }
  | _, [entry] => { siblings := [], ending := some entry }
  | 0, _ :: _ :: _ => { siblings := [], ending := none }
  | left + 1, entries =>
    let i := keyBits - (left + 1)
    let bit := bitAt key i
    let below := proveBelow key left (side bit i entries)
    { below with siblings := subtrie hash left (side (!bit) i entries) :: below.siblings }

/-- The proof of what a map holds at a key. -/
def prove (key : ByteArray) (entries : List Entry) : TrieProof :=
  proveBelow hash key keyBits entries

/-- The identity of what lies at the end. -/
def endingIdentity : Option Entry → ByteArray
  | none => zeroHash
  | some entry => hash (leafNode hash entry)

/-- The identity of a sub-trie from a proof; `none` if there are more siblings than bits. -/
def climbTrie (key : ByteArray) (ending : Option Entry) : (left : Nat) → (siblings : List ByteArray) → Option ByteArray
  | _, [] => some (endingIdentity hash ending)
  | 0, _ :: _ => none
  | left + 1, sibling :: siblings =>
    (climbTrie key ending left siblings).map fun below =>
      if bitAt key (keyBits - (left + 1)) then hash (branchNode sibling below) else hash (branchNode below sibling)

/-- What an ending says about a key: its value, or that it has none. -/
def answer (key : ByteArray) : Option Entry → Option ByteArray
  | none => none
  | some entry => if entry.key = key then some entry.value else none

/-- Has every sibling 32 octets, and the key of the leaf 31? -/
def TrieProof.isSized (proof : TrieProof) : Bool :=
  allHashes proof.siblings && match proof.ending with
    | none => true
    | some entry => entry.key.size == 31

/-- What a proof proves about a key below a root: `some` of its value or of nothing; `none` if the proof is wrong. -/
def check (root key : ByteArray) (proof : TrieProof) : Option (Option ByteArray) :=
  if proof.isSized = true ∧ climbTrie hash key proof.ending keyBits proof.siblings = some root then some (answer key proof.ending)
  else none

end Jar.Merkle
