import Jar.Data.Log2
import Jar.Merkle.Binary

/-!
# Constant-depth binary Merkle trees

Gray Paper 0.7.2, appendix E.1.2: the preprocessor C, the root M, the path J_x to a page of 2^x leaves and the page L_x itself, and how they are checked.
-/
namespace Jar.Merkle

/-- `$leaf`, in front of an item that is hashed. -/
def leafPrefix : ByteArray := ⟨#[0x6c, 0x65, 0x61, 0x66]⟩

variable (hash : ByteArray → ByteArray)

/-- The leaf of an item. -/
def leafHash (item : ByteArray) : ByteArray := hash (leafPrefix ++ item)

/-- Fills up with the zero hash. -/
def fill (size : Nat) (leaves : List ByteArray) : List ByteArray :=
  leaves ++ List.replicate (size - leaves.length) zeroHash

/-- C: the leaves, filled up to a power of two. -/
def constantLeaves (items : List ByteArray) : List ByteArray :=
  fill (2 ^ ceilLog2 items.length) (items.map (leafHash hash))

/-- M: the root of a constant-depth tree. -/
def constantDepthRoot (items : List ByteArray) : ByteArray :=
  node hash (constantLeaves hash items)

/-- J_x: the path from the root to page `i` of 2^`x` leaves, from top to bottom. -/
def pagePath (x : Nat) (items : List ByteArray) (i : Nat) : List ByteArray :=
  (trace hash (constantLeaves hash items) (2 ^ x * i)).take (ceilLog2 items.length - x)

/-- L_x: page `i` of 2^`x` leaves; the last may be shorter. -/
def page (x : Nat) (items : List ByteArray) (i : Nat) : List ByteArray :=
  ((items.drop (2 ^ x * i)).take (2 ^ x)).map (leafHash hash)

/-- The root above page `i` of a tree of `count` items, from the page and its path. -/
def climbPage (x count i : Nat) (leaves path : List ByteArray) : Option ByteArray :=
  let depth := ceilLog2 count
  climb hash (2 ^ (depth - x)) i (node hash (fill (2 ^ min x depth) leaves)) path

/-- Is this page `i` of the `count` items below the root, as the path claims? -/
def verifyPage (root : ByteArray) (x count i : Nat) (leaves path : List ByteArray) : Bool :=
  decide (2 ^ x * i < count ∧ leaves.length = min (2 ^ x) (count - 2 ^ x * i) ∧ allHashes leaves = true
    ∧ climbPage hash x count i leaves path = some root)

/-- Is `item` the one at `i` of the `count` items below the root, as the path claims? -/
def verifyItem (root : ByteArray) (count i : Nat) (item : ByteArray) (path : List ByteArray) : Bool :=
  decide (i < count ∧ climb hash (2 ^ ceilLog2 count) i (leafHash hash item) path = some root)

end Jar.Merkle
