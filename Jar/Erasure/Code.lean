import Jar.Data.Bytes
import Jar.Data.Log2
import Jar.Erasure.Field

/-!
# The systematic erasure code

Gray Paper 0.7.2, appendices H.1 and H.3, for any number of original and of all shards: 342 of 1,023 in the full protocol. A column of words, one of each
original shard, is the values of a polynomial at the first points; the other shards have its values at other points. Interpolation is Lagrange's,
in a number of steps that is linear in the number of points, for each point asked for.

With P, the least power of two that is not below the number of original shards, the polynomial has the value zero at the points between that number and P, and
the other shards begin at point P. So have it the algorithm that appendix H cites as the same transform and the public vectors. H.3 itself
has no such zeros, and no gap: the same only if the original shards are a power of two (docs/commitments.md).
-/
namespace Jar.Erasure

/-- ĩ: the field element of a number. -/
def point (i : Nat) : UInt16 := ofWord i.toUInt16

/-- P: how many points the polynomial goes through, the least power of two that is not below the number of original shards. -/
def nodes (original : Nat) : Nat := 2 ^ ceilLog2 original

/-- The number of the point of shard `i`: those behind the original ones begin at P. -/
def place (original i : Nat) : Nat := if i < original then i else i - original + nodes original

/-! ## Interpolation -/

/-- Behind `before`, the product of what precedes: for each factor the product of all others; and the product of all factors here. -/
def otherProducts (before : UInt16) : List UInt16 → List UInt16 × UInt16
  | [] => ([], 1)
  | factor :: factors =>
    match otherProducts (multiply before factor) factors with
    | (products, after) => (multiply before after :: products, multiply factor after)

/-- The differences of `x` to points. -/
def differences (x : UInt16) : (points : List UInt16) → List UInt16
  | [] => []
  | y :: points => (x ^^^ y) :: differences x points

/-- The product of the differences of `x` to all other points. -/
def denominator (x : UInt16) : (points : List UInt16) → UInt16
  | [] => 1
  | y :: points => if x = y then denominator x points else multiply (x ^^^ y) (denominator x points)

/-- For each of the `points` the inverse of its denominator among `all`. -/
def inverses (all : List UInt16) : (points : List UInt16) → List UInt16
  | [] => []
  | x :: points => inverse (denominator x all) :: inverses all points

/-- Products of elements at the same place. -/
def products : List UInt16 → List UInt16 → List UInt16
  | a :: as, b :: bs => multiply a b :: products as bs
  | _, _ => []

/-- What each value contributes to the value at `x`: the Lagrange polynomials. -/
def weights (points inverses : List UInt16) (x : UInt16) : List UInt16 :=
  products (otherProducts 1 (differences x points)).1 inverses

/-- Σ wᵢ · value(i), from `i` on. -/
@[specialize] def weightedSum (value : Nat → UInt16) (i : Nat) : (weights : List UInt16) → UInt16
  | [] => 0
  | weight :: weights => multiply weight (value i) ^^^ weightedSum value (i + 1) weights

/-! ## Words -/

/-- 𝓔₂⁻¹: word `i` of octets; zero beyond the end. -/
def wordAt (bytes : ByteArray) (i : Nat) : UInt16 :=
  (byteAt bytes (2 * i)).toUInt16 ||| ((byteAt bytes (2 * i + 1)).toUInt16 <<< 8)

/-- Appends 𝓔₂ of `count` words from number `i` on. -/
@[specialize] def putWords (word : Nat → UInt16) (bytes : ByteArray) (i : Nat) : (count : Nat) → ByteArray
  | 0 => bytes
  | count + 1 => putWords word ((bytes.push (word i).toUInt8).push (word i >>> 8).toUInt8) (i + 1) count

/-- The octets of `count` words. -/
@[specialize] def ofWords (word : Nat → UInt16) (count : Nat) : ByteArray :=
  putWords word (ByteArray.emptyWithCapacity (2 * count)) 0 count

/-- Shards of `words` words, one behind the other, as elements. -/
def elements (bytes : ByteArray) (count : Nat) : ByteArray := ofWords (fun i => ofWord (wordAt bytes i)) count

/-- Word `p` of a shard from the words `p` of those whose elements lie one behind the other in `values`. -/
def extrapolate (values : ByteArray) (words : Nat) (weights : List UInt16) (p : Nat) : UInt16 :=
  toWord (weightedSum (fun i => wordAt values (i * words + p)) 0 weights)

/-! ## Encoding and recovery -/

/-- The points from number `i` on. -/
def pointsFrom (i : Nat) : (count : Nat) → List UInt16
  | 0 => []
  | count + 1 => point i :: pointsFrom (i + 1) count

/-- The number of words of a shard, if a blob of `size` octets is split into `original` shards and filled up with zeros. -/
def shardWords (original size : Nat) : Nat := (size + 2 * original - 1) / (2 * original)

/-- C: `total` shards, of which the first `original` are the blob, filled up with zeros. -/
def encode (original total : Nat) (blob : ByteArray) : List ByteArray :=
  let words := shardWords original blob.size
  let points := pointsFrom 0 (nodes original)
  shards words points (inverses points points) (elements blob (original * words)) 0 total
where
  /-- The shards from number `i` on. -/
  shards (words : Nat) (points inverses : List UInt16) (values : ByteArray) (i : Nat) : (count : Nat) → List ByteArray
    | 0 => []
    | count + 1 =>
      (if i < original then ofWords (fun p => wordAt blob (i * words + p)) words
        else ofWords (extrapolate values words (weights points inverses (point (place original i)))) words)
        :: shards words points inverses values (i + 1) count

/-- A shard and its number. -/
structure Shard where
  index : Nat
  octets : ByteArray

/-- The octets of the shard of a number. -/
def find (i : Nat) : List Shard → Option ByteArray
  | [] => none
  | shard :: shards => if shard.index = i then some shard.octets else find i shards

/-- The shards below `total` with the size asked for, each number once, at most `count` of them. -/
def select (total size : Nat) (chosen : List Shard) : (count : Nat) → List Shard → List Shard
  | count + 1, shard :: shards =>
    if shard.index < total ∧ shard.octets.size = size ∧ find shard.index chosen = none then select total size (chosen ++ [shard]) count shards
    else select total size chosen (count + 1) shards
  | _, _ => chosen

/-- Appends the elements of shards. -/
def gather (words : Nat) (out : ByteArray) : List Shard → ByteArray
  | [] => out
  | shard :: shards => gather words (putWords (fun p => ofWord (wordAt shard.octets p)) out 0 words) shards

/-- The points of shards. -/
def pointsOf (original : Nat) : List Shard → List UInt16
  | [] => []
  | shard :: shards => point (place original shard.index) :: pointsOf original shards

/-- R: the blob of which any `original` shards of `words` words are given, with the zeros that filled it up; `none` if there are too few. Behind the shards
come the points that always have the value zero, which is what lies behind the end of the values. -/
def recover (original total words : Nat) (shards : List Shard) : Option ByteArray :=
  let chosen := select total (2 * words) [] original shards
  if chosen.length = original then
    let points := pointsOf original chosen ++ pointsFrom original (nodes original - original)
    let values := gather words (ByteArray.emptyWithCapacity (2 * original * words)) chosen
    some (originals words chosen points (inverses points points) values (ByteArray.emptyWithCapacity (2 * original * words)) 0 original)
  else none
where
  /-- Appends the original shards from number `i` on; those that are there need no arithmetic. -/
  originals (words : Nat) (chosen : List Shard) (points inverses : List UInt16) (values out : ByteArray) (i : Nat) : (count : Nat) → ByteArray
    | 0 => out
    | count + 1 =>
      let out := match find i chosen with
        | some octets => putWords (wordAt octets) out 0 words
        | none => putWords (extrapolate values words (weights points inverses (point i))) out 0 words
      originals words chosen points inverses values out (i + 1) count

end Jar.Erasure
