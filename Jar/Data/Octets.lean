import Jar.Data.Bytes

/-!
# Octet strings of fixed length

Gray Paper 0.7.2, section 3.7.4: 𝔹ₙ. Hashes, keys and signatures are such strings; at run time one is its octets and nothing else.
-/
namespace Jar

/-- 𝔹ₙ: `n` octets. -/
structure Octets (n : Nat) where
  bytes : ByteArray
  size_eq : bytes.size = n
deriving DecidableEq

namespace Octets

/-- The string, if it has `n` octets. -/
@[inline] def ofBytes? (n : Nat) (bytes : ByteArray) : Option (Octets n) :=
  if h : bytes.size = n then some ⟨bytes, h⟩ else none

/-- Octets all zero, such as ℍ₀. -/
def zero (n : Nat) : Octets n :=
  let rec size_go : ∀ (k : Nat) (bytes : ByteArray), (zeros.go k bytes).size = bytes.size + k
    | 0, _ => rfl
    | k + 1, bytes => by rw [zeros.go, size_go k, ByteArray.size_push, Nat.add_assoc, Nat.add_comm 1]
  ⟨zeros n, by rw [zeros, size_go]; exact Nat.zero_add n⟩

/-- Appends `left` octets, the next of which is `f i`. -/
def generateFrom (f : Nat → UInt8) : (left : Nat) → (i : Nat) → ByteArray → ByteArray
  | 0, _, bytes => bytes
  | left + 1, i, bytes => generateFrom f left (i + 1) (bytes.push (f i))

theorem size_generateFrom (f : Nat → UInt8) : ∀ (left i : Nat) (bytes : ByteArray), (generateFrom f left i bytes).size = bytes.size + left
  | 0, _, _ => rfl
  | left + 1, i, bytes => by rw [generateFrom, size_generateFrom f left, ByteArray.size_push, Nat.add_assoc, Nat.add_comm 1]

/-- The octets `f 0`, `f 1`, … -/
def generate (n : Nat) (f : Nat → UInt8) : Octets n :=
  ⟨generateFrom f n 0 (ByteArray.emptyWithCapacity n), by rw [size_generateFrom]; exact Nat.zero_add n⟩

/-- The octet at `i`; zero beyond the end. -/
@[inline] def octet {n : Nat} (octets : Octets n) (i : Nat) : UInt8 := byteAt octets.bytes i

instance (n : Nat) : Inhabited (Octets n) := ⟨zero n⟩

end Octets

/-- Is the first string before the second in lexicographic order, from the index `i` on? `left` octets of each are compared. -/
def octetsBefore (a b : ByteArray) (i : Nat) : (left : Nat) → Bool
  | 0 => false
  | left + 1 =>
    let x := byteAt a i
    let y := byteAt b i
    x < y || (x == y && octetsBefore a b (i + 1) left)

/-- The order of strings of one length: lexicographic, octets as naturals. -/
@[inline] def Octets.before {n : Nat} (a b : Octets n) : Bool := octetsBefore a.bytes b.bytes 0 n

end Jar
