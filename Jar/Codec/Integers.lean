import Jar.Codec.Basic
import Jar.Codec.Text

/-!
# Codecs of integers and tags

Gray Paper 0.7.2, appendix C.1.1 (naturals of variable length), C.1.3 (tags) and C.1.7 (fixed length).
-/
namespace Jar.Codec

variable {α β : Type}

/-- 𝓔ₙ of a word of `n` ≤ 8 octets. -/
@[inline] def fixedWidth (n : Nat) (toWord : α → UInt64) (ofWord : UInt64 → α) : Codec α where
  put bytes value := putLe bytes (toWord value) n
  get bytes i := if i + n ≤ bytes.size then .ok (ofWord (readLe bytes i n)) (i + n) else .fail .truncated i
  valid _ := true
  least := n
  text out value := Text.putNat out (toWord value).toNat

/-- 𝓔₁. -/
def word8 : Codec UInt8 := fixedWidth 1 UInt8.toUInt64 UInt64.toUInt8
/-- 𝓔₂. -/
def word16 : Codec UInt16 := fixedWidth 2 UInt16.toUInt64 UInt64.toUInt16
/-- 𝓔₄. -/
def word32 : Codec UInt32 := fixedWidth 4 UInt32.toUInt64 UInt64.toUInt32
/-- 𝓔₈. -/
def word64 : Codec UInt64 := fixedWidth 8 id id

/-- Why no natural can be read: too few octets, or not the shortest encoding. -/
@[noinline] def naturalError (bytes : ByteArray) (i : Nat) : ErrorKind :=
  if i + 1 + followers (byteAt bytes i) ≤ bytes.size then .notShortest else .truncated

/-- 𝓔 of a natural below 2^64. -/
def natural64 : Codec UInt64 where
  put bytes value := putNatural bytes value
  get bytes i :=
    match decodeNatural bytes i with
    | some { value, next } => .ok value next
    | none => .fail (naturalError bytes i) i
  valid _ := true
  least := 1
  text out value := Text.putNat out value.toNat

/-- A codec of values that stand for some values of another type. The error is reported where the value begins. -/
@[inline] def embed (c : Codec α) (to : β → α) (of? : α → Option β) (kind : ErrorKind) (print : ByteArray → β → ByteArray) : Codec β where
  put bytes value := c.put bytes (to value)
  get bytes i :=
    match c.get bytes i with
    | .ok value next =>
      match of? value with
      | some value => .ok value next
      | none => .fail kind i
    | .error error => .error error
  valid value := c.valid (to value)
  least := c.least
  text := print

/-- 𝓔 of a natural below 2^32. -/
def natural32 : Codec UInt32 :=
  embed natural64 UInt32.toUInt64 (fun x => if x.toUInt32.toUInt64 = x then some x.toUInt32 else none) .tooLarge
    fun out value => Text.putNat out value.toNat

/-- 𝓔 of a natural below 2^16. -/
def natural16 : Codec UInt16 :=
  embed natural64 UInt16.toUInt64 (fun x => if x.toUInt16.toUInt64 = x then some x.toUInt16 else none) .tooLarge
    fun out value => Text.putNat out value.toNat

/-- 𝓔 of a natural below 2^8. -/
def natural8 : Codec UInt8 :=
  embed natural64 UInt8.toUInt64 (fun x => if x.toUInt8.toUInt64 = x then some x.toUInt8 else none) .tooLarge
    fun out value => Text.putNat out value.toNat

/-- An octet that is always the same. -/
def constant (x : UInt8) : Codec Unit :=
  embed word8 (fun _ => x) (fun y => if y = x then some () else none) .constant fun out _ => Text.putNat out x.toNat

/-- A value of an enumeration: one octet, as the tags of the protocol are below 2^7. -/
@[inline] def enumeration (to : α → UInt8) (of? : UInt8 → Option α) (name : α → String) : Codec α :=
  embed word8 to of? .tag fun out value => Text.putString out ("\"" ++ name value ++ "\"")

/-- A truth value: 0 or 1. -/
def boolean : Codec Bool :=
  embed word8 (fun b => if b then 1 else 0) (fun x => if x = 0 then some false else if x = 1 then some true else none) .tag
    fun out value => Text.putString out (if value then "true" else "false")

end Jar.Codec
