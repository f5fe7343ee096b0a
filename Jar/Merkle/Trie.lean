import Jar.Merkle.Binary

/-!
# The state trie

Gray Paper 0.7.2, appendix D.2: nodes of 64 octets and the root of a map from keys of 31 octets to values. Bits are counted from the most significant
one of the first octet, as section 3.7.3 says.
-/
namespace Jar.Merkle

/-- A key of 31 octets and its value. -/
structure Entry where
  key : ByteArray
  value : ByteArray
deriving DecidableEq

/-- The number of bits of a key. -/
def keyBits : Nat := 248

/-- Bit `i` of a key. -/
def bitAt (key : ByteArray) (i : Nat) : Bool :=
  byteAt key (i / 8) &&& (0x80 >>> (i % 8).toUInt8) != 0

/-- The first bit is lost in a branch. -/
def clearFirstBit (identity : ByteArray) : ByteArray :=
  setByte identity 0 (byteAt identity 0 &&& 0x7f)

/-- B: a branch. -/
def branchNode (left right : ByteArray) : ByteArray := clearFirstBit left ++ right

variable (hash : ByteArray → ByteArray)

/-- L: a leaf, with a value of at most 32 octets in it or with the hash of a longer one. -/
def leafNode (entry : Entry) : ByteArray :=
  let size := entry.value.size
  if size ≤ 32 then ByteArray.empty.push (0x80 + size.toUInt8) ++ entry.key ++ entry.value ++ zeros (32 - size)
  else ByteArray.empty.push 0xc0 ++ entry.key ++ hash entry.value

/-- The entries whose bit `i` is as given. -/
def side (bit : Bool) (i : Nat) : List Entry → List Entry
  | [] => []
  | entry :: entries => if bitAt entry.key i = bit then entry :: side bit i entries else side bit i entries

/-- M: the identity of the sub-trie of entries that agree in all bits but the last `left` ones. Two entries that agree in all bits are not told
apart; a map has none. -/
def subtrie : (left : Nat) → (entries : List Entry) → ByteArray
  | _, [] => zeroHash
  | _, [entry] => hash (leafNode hash entry)
  | 0, _ :: _ :: _ => zeroHash
  | left + 1, entries =>
    let i := keyBits - (left + 1)
    hash (branchNode (subtrie left (side false i entries)) (subtrie left (side true i entries)))

/-- The root of a map. -/
def trieRoot (entries : List Entry) : ByteArray := subtrie hash keyBits entries

end Jar.Merkle
