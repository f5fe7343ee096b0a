import Jar.Data.Bytes

/-!
# Well-balanced binary Merkle trees

Gray Paper 0.7.2, appendix E.1 and E.1.1: the node function N, the trace T, the root M_B of a well-balanced tree, and what the paper leaves to the
reader: how a trace is checked. Everything takes the hash function as an argument.
-/
namespace Jar.Merkle

/-- ℍ₀: the hash that stands for nothing. -/
def zeroHash : ByteArray := zeros 32

/-- `$node`, in front of what an inner node hashes. -/
def nodePrefix : ByteArray := ⟨#[0x6e, 0x6f, 0x64, 0x65]⟩

/-- Has everything 32 octets? -/
def allHashes : List ByteArray → Bool
  | [] => true
  | item :: items => item.size == 32 && allHashes items

variable (hash : ByteArray → ByteArray)

/-- What an inner node hashes. -/
def nodeInput (left right : ByteArray) : ByteArray := nodePrefix ++ left ++ right

/-- The number of items in the left half: ⌈n/2⌉. -/
@[inline] def leftCount (n : Nat) : Nat := (n + 1) / 2

/-- The left half; the middle item belongs to it. -/
@[inline] def leftHalf (items : List ByteArray) : List ByteArray := items.take (leftCount items.length)

/-- The right half. -/
@[inline] def rightHalf (items : List ByteArray) : List ByteArray := items.drop (leftCount items.length)

/-- N: the item itself if it is alone, else the hash of both halves. -/
def node (items : List ByteArray) : ByteArray :=
  if _h : 1 < items.length then hash (nodeInput (node (leftHalf items)) (node (rightHalf items)))
  else match items with
    | [] => zeroHash
    | item :: _ => item
termination_by items.length
decreasing_by
  all_goals
    simp only [leftHalf, rightHalf, List.length_take, List.length_drop, leftCount]
    omega

/-- T: the opposite nodes on the way from the root to item `i`, from top to bottom. -/
def trace (items : List ByteArray) (i : Nat) : List ByteArray :=
  if _h : 1 < items.length then
    if i < leftCount items.length then node hash (rightHalf items) :: trace (leftHalf items) i
    else node hash (leftHalf items) :: trace (rightHalf items) (i - leftCount items.length)
  else []
termination_by items.length
decreasing_by
  all_goals
    simp only [leftHalf, rightHalf, List.length_take, List.length_drop, leftCount]
    omega

/-- The root of a tree of `count` leaves, from leaf `i` and its trace; `none` if the trace has not the right length. -/
def climb (count i : Nat) (leaf : ByteArray) : (path : List ByteArray) → Option ByteArray
  | [] => if count = 1 then some leaf else none
  | sibling :: path =>
    if count ≤ 1 then none
    else if i < leftCount count then (climb (leftCount count) i leaf path).map fun below => hash (nodeInput below sibling)
    else (climb (count - leftCount count) (i - leftCount count) leaf path).map fun below => hash (nodeInput sibling below)

/-- M_B: the root of a well-balanced tree; a single item is hashed. -/
def wellBalancedRoot (items : List ByteArray) : ByteArray :=
  match items with
  | [item] => hash item
  | items => node hash items

/-- Is `item` the one at `i` < `count` below the root, as the path claims? -/
def verifyWellBalanced (root : ByteArray) (count i : Nat) (item : ByteArray) (path : List ByteArray) : Bool :=
  decide (i < count ∧ climb hash count i (if count = 1 then hash item else item) path = some root)

end Jar.Merkle
