import Jar.Codec.Integers
import Jar.Data.Octets

/-!
# Codecs of octet and bit strings

Gray Paper 0.7.2, appendix C.1.1 (octets), C.1.3 (length discriminator) and C.1.4 (bits).
-/
namespace Jar

/-- The bit at `i` of a string of bits packed into octets, least significant first; unset beyond the end. -/
@[inline] def bitAt (bytes : ByteArray) (i : Nat) : Bool :=
  (byteAt bytes (i / 8) >>> (i % 8).toUInt8) &&& 1 == 1

/-- Are these octets the packed form of `n` bits? The unused bits of the last octet are unset. -/
def isBits (n : Nat) (bytes : ByteArray) : Bool :=
  bytes.size == (n + 7) / 8 && (n % 8 == 0 || byteAt bytes (n / 8) >>> (n % 8).toUInt8 == 0)

namespace Codec

/-- `n` octets, no length. -/
def octets (n : Nat) : Codec (Octets n) where
  put bytes value := bytes ++ value.bytes
  get bytes i :=
    if h : i + n ≤ bytes.size then
      .ok ⟨bytes.extract i (i + n), by rw [ByteArray.size_extract, Nat.min_eq_left h, Nat.add_sub_cancel_left]⟩ (i + n)
    else .fail .truncated i
  valid _ := true
  least := n
  text out value := Text.putBytes out value.bytes

/-- ↕𝔹: octets behind their number. -/
def blob : Codec ByteArray where
  put bytes value := putNatural bytes value.size.toUInt64 ++ value
  get bytes i :=
    match natural64.get bytes i with
    | .ok count next =>
      let n := count.toNat
      if next + n ≤ bytes.size then .ok (bytes.extract next (next + n)) (next + n) else .fail .tooFewOctets i
    | .error error => .error error
  valid value := value.size < 2 ^ 64
  least := 1
  text out value := Text.putBytes out value

/-- `n` bits, packed into octets, no length. -/
def bits (n : Nat) : Codec ByteArray where
  put bytes value := bytes ++ value
  get bytes i :=
    let size := (n + 7) / 8
    if i + size ≤ bytes.size then
      let value := bytes.extract i (i + size)
      if isBits n value then .ok value (i + size) else .fail .unusedBits (i + n / 8)
    else .fail .truncated i
  valid value := isBits n value
  least := 0
  text out value := Text.putBytes out value

end Codec

end Jar
