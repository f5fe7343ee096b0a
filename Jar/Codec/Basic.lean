import Jar.Codec.Natural

/-!
# Codecs

Gray Paper 0.7.2, appendix C: what an encoding is to this model. A codec holds all that is said about a type's octets: how they are
written and read, which values have an encoding, and a text for people and comparisons (docs/wire.md). `Jar/Thm/Codec` says what makes a codec lawful.
-/
namespace Jar

/-- What is wrong with octets. -/
inductive ErrorKind where
  /-- The octets end within a field of fixed size or a natural. -/
  | truncated
  /-- Not the shortest encoding of a natural. -/
  | notShortest
  /-- A natural that its field cannot hold. -/
  | tooLarge
  /-- More items than the octets that are left can hold. -/
  | tooFewOctets
  /-- More items than the type allows. -/
  | tooMany
  /-- A tag that stands for nothing. -/
  | tag
  /-- An octet that is always the same, but is not. -/
  | constant
  /-- An item of a set or a key of a dictionary that is not above the one before. -/
  | notAscending
  /-- Ones behind the last bit of a bit string. -/
  | unusedBits
  /-- Octets behind the value. -/
  | trailing
deriving DecidableEq, Inhabited

/-- A step from a value to a part of it. -/
inductive Step where
  /-- The field of a record, or `key` or `value` in a dictionary. -/
  | field (name : String)
  /-- The item of a sequence. -/
  | item (index : Nat)

/-- What is wrong, at which octet, in which part of the value. -/
structure DecodeError where
  kind : ErrorKind
  offset : Nat
  path : List Step := []

/-- The same error, seen from the whole that the part belongs to. -/
def DecodeError.within (error : DecodeError) (step : Step) : DecodeError :=
  { error with path := step :: error.path }

/-- A value and the index behind it, or an error. -/
inductive Decoded (α : Type) where
  | ok (value : α) (next : Nat)
  | error (error : DecodeError)

/-- An error without a path. -/
@[inline] def Decoded.fail {α : Type} (kind : ErrorKind) (offset : Nat) : Decoded α :=
  .error { kind, offset }

/-- 𝓔 and 𝓔⁻¹ for a type. -/
structure Codec (α : Type) where
  /-- Appends the encoding of a value. -/
  put : ByteArray → α → ByteArray
  /-- Reads the value whose encoding begins at an index. -/
  get : ByteArray → Nat → Decoded α
  /-- Does the value have an encoding that is read as that value? -/
  valid : α → Bool
  /-- No valid value has fewer octets. Lengths that depend on parameters count as zero (docs/types.md). -/
  least : Nat
  /-- Appends the value as text. -/
  text : ByteArray → α → ByteArray

namespace Codec

/-- The encoding of a value. -/
def encode {α : Type} (c : Codec α) (value : α) : ByteArray :=
  c.put .empty value

/-- The value that the whole of the octets encodes. -/
def decode {α : Type} (c : Codec α) (bytes : ByteArray) : Except DecodeError α :=
  match c.get bytes 0 with
  | .ok value next => if next = bytes.size then .ok value else .error { kind := .trailing, offset := next }
  | .error error => .error error

/-- Errors below a field or an item name it. -/
@[inline] def within {α : Type} (step : Step) : Decoded α → Decoded α
  | .ok value next => .ok value next
  | .error error => .error (error.within step)

end Codec

end Jar
