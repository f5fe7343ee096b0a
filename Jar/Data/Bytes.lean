/-!
# Octet strings

Total access to octets and little-endian naturals. Gray Paper 0.7.2, section 3.7.4 (blobs) and appendix C.1 (𝓔ₙ, the
fixed-length little-endian encoding), restricted to n ≤ 8.
-/
namespace Jar

/-- The octet at `i`; zero beyond the end. -/
@[inline] def byteAt (bytes : ByteArray) (i : Nat) : UInt8 :=
  if h : i < bytes.size then bytes[i] else 0

/-- Overwrites the octet at `i`; nothing happens beyond the end. -/
@[inline] def setByte (bytes : ByteArray) (i : Nat) (value : UInt8) : ByteArray :=
  if h : i < bytes.size then bytes.set i value h else bytes

/-- 𝓔ₙ⁻¹: the natural that the `n` octets from `i` on encode, least significant first, modulo 2^64. -/
def readLe (bytes : ByteArray) (i : Nat) : (n : Nat) → UInt64
  | 0 => 0
  | n + 1 => (byteAt bytes i).toUInt64 + 256 * readLe bytes (i + 1) n

/-- 𝓔ₙ in place: overwrites the `n` octets from `i` on by the low octets of `value`, least significant first. -/
def writeLe (bytes : ByteArray) (i : Nat) (value : UInt64) : (n : Nat) → ByteArray
  | 0 => bytes
  | n + 1 => writeLe (setByte bytes i value.toUInt8) (i + 1) (value / 256) n

/-- 𝓔ₙ at the end: appends the `n` low octets of `value`, least significant first. -/
def putLe (bytes : ByteArray) (value : UInt64) : (n : Nat) → ByteArray
  | 0 => bytes
  | n + 1 => putLe (bytes.push value.toUInt8) (value / 256) n

/-- `n` octets of value zero. -/
def zeros (n : Nat) : ByteArray :=
  go n (ByteArray.emptyWithCapacity n)
where
  go : Nat → ByteArray → ByteArray
    | 0, bytes => bytes
    | n + 1, bytes => go n (bytes.push 0)

end Jar
