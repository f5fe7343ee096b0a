import Jar.Codec.Natural
import Jar.Erasure.Code
import Jar.Merkle.ConstantDepth

/-!
# Segments and the erasure root

Gray Paper 0.7.2, section 14.3.1: the paged proofs P of exported segments; section 14.4.1: zero padding 𝓟 and the erasure root u, for any number of shards. The
hash function is an argument; the protocol's is Blake2b.
-/
namespace Jar.Erasure

open Merkle

/-- W_G: the size of a segment in octets. -/
def segmentSize : Nat := 4104

/-- The paged proofs speak of 2^6 segments each. -/
def pageExponent : Nat := 6

/-- 𝓟ₙ: zeros up to a multiple of `n`. -/
def zeroPad (n : Nat) (bytes : ByteArray) : ByteArray := bytes ++ zeros (n - ((bytes.size + n - 1) % n + 1))

/-- Appends 𝓔(↕**h**) of hashes: their number and the hashes. -/
def putHashes (bytes : ByteArray) (hashes : List ByteArray) : ByteArray :=
  hashes.foldl (· ++ ·) (Codec.putNatural bytes hashes.length.toUInt64)

variable (hash : ByteArray → ByteArray)

/-- The paged proof of page `i`: the path to the page, and its leaves. -/
def pagedProof (segments : List ByteArray) (i : Nat) : ByteArray :=
  zeroPad segmentSize (putHashes (putHashes .empty (pagePath hash pageExponent segments i)) (page hash pageExponent segments i))

/-- The paged proofs of `count` pages from number `i` on. -/
def pagedProofsFrom (segments : List ByteArray) (i : Nat) : (count : Nat) → List ByteArray
  | 0 => []
  | count + 1 => pagedProof hash segments i :: pagedProofsFrom segments (i + 1) count

/-- P: the paged proofs of all segments. -/
def pagedProofs (segments : List ByteArray) : List ByteArray :=
  pagedProofsFrom hash segments 0 ((segments.length + 2 ^ pageExponent - 1) / 2 ^ pageExponent)

/-- The first of every list that has one. -/
def heads : List (List ByteArray) → List ByteArray
  | [] => []
  | [] :: rows => heads rows
  | (first :: _) :: rows => first :: heads rows

/-- Every list but for its first. -/
def tails : List (List ByteArray) → List (List ByteArray)
  | [] => []
  | [] :: rows => [] :: tails rows
  | (_ :: rest) :: rows => rest :: tails rows

/-- For each of `count` validators the root of the tree of its shards, one of each row. Without any row it is the root of no items. -/
def columnRoots : (count : Nat) → (rows : List (List ByteArray)) → List ByteArray
  | 0, _ => []
  | count + 1, rows => wellBalancedRoot hash (heads rows) :: columnRoots count (tails rows)

/-- Joins the items at the same place. -/
def joined : List ByteArray → List ByteArray → List ByteArray
  | a :: as, b :: bs => (a ++ b) :: joined as bs
  | _, _ => []

/-- u: the root over what each of `total` validators gets: the hash of its shard of the bundle, and the root of its shards of the segments and of
their paged proofs. -/
def erasureRoot (original total : Nat) (bundle : ByteArray) (segments : List ByteArray) : ByteArray :=
  let bundleHashes := (encode original total bundle).map hash
  let rows := (segments ++ pagedProofs hash segments).map (encode original total)
  wellBalancedRoot hash (joined bundleHashes (columnRoots hash total rows))

end Jar.Erasure
