import Jar.Data.Bytes

/-!
# Naturals of variable length

Gray Paper 0.7.2, appendix C.1.3: 𝓔 of a natural below 2^64. The first octet has as many leading ones as octets follow; its other
bits are the most significant ones of the value. Only the shortest encoding of a value is one (docs/machine.md, D11).
-/
namespace Jar.Codec

/-- A natural and the index behind its encoding. -/
structure DecodedNatural where
  value : UInt64
  next : Nat

/-- The number of leading ones of an octet: how many octets follow the first. -/
def followers (first : UInt8) : Nat :=
  if first < 0x80 then 0 else if first < 0xc0 then 1 else if first < 0xe0 then 2
  else if first < 0xf0 then 3 else if first < 0xf8 then 4 else if first < 0xfc then 5
  else if first < 0xfe then 6 else if first < 0xff then 7 else 8

/-- The octet of `n` leading ones and zeros otherwise: 2^8 − 2^(8−n). -/
def leadingOnes (n : Nat) : UInt8 :=
  if n = 8 then 0xff else ~~~(0xff >>> n.toUInt8)

/-- The bits of a first octet that belong to the value, if `n` octets follow. -/
def highBits (first : UInt8) (n : Nat) : UInt8 :=
  if n = 8 then 0 else first &&& (0xff >>> n.toUInt8)

/-- The smallest natural that needs `n` following octets: 2^(7n), and 0 if none follows. -/
def leastWith (n : Nat) : UInt64 :=
  if n = 0 then 0 else 1 <<< (7 * n.toUInt64)

/-- 𝓔⁻¹: the natural whose canonical encoding begins at `i`; `none` if there is not one. -/
def decodeNatural (bytes : ByteArray) (i : Nat) : Option DecodedNatural :=
  if i < bytes.size then
    let first := byteAt bytes i
    let n := followers first
    if bytes.size < i + 1 + n then none
    else
      let value := (highBits first n).toUInt64 <<< (8 * n.toUInt64) + readLe bytes (i + 1) n
      if value < leastWith n then none else some { value, next := i + 1 + n }
  else none

/-- How many octets must follow the first, if `n` are too few or just enough and `n + left` are enough. -/
def followersOf (value : UInt64) (n : Nat) : (left : Nat) → Nat
  | 0 => n
  | left + 1 => if value < leastWith (n + 1) then n else followersOf value (n + 1) left

/-- 𝓔: appends the encoding of a natural. -/
def putNatural (bytes : ByteArray) (value : UInt64) : ByteArray :=
  let n := followersOf value 0 8
  let high := if n = 8 then 0 else value >>> (8 * n.toUInt64)
  putLe (bytes.push (leadingOnes n + high.toUInt8)) value n

end Jar.Codec
