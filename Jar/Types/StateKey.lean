import Jar.Types.Fields

/-!
# State keys

Gray Paper 0.7.2, appendix D.1: the constructor C, and what a key of 31 octets says. Of the hash that C(s, h) keeps, 27 octets remain, the *item key*
of an account; so an account is held by item keys, and only who knows a storage key can find its value. The hash is an argument.
-/
namespace Jar

/-- A key of the state's serialized form. -/
abbrev StateKey := Octets 31
/-- The octets of a hash that C(s, h) keeps. -/
abbrev ItemKey := Octets 27

namespace StateKey

/-- The octet `i` of 𝓔₄(s). -/
@[inline] def serviceOctet (service : ServiceId) (i : Nat) : UInt8 := byteAt (Codec.word32.encode service) i

/-- 𝓔₄⁻¹ of four octets. -/
def serviceOf (a b c d : UInt8) : ServiceId :=
  (readLe ((((ByteArray.emptyWithCapacity 4).push a).push b |>.push c).push d) 0 4).toUInt32

/-- C(i): of a component of the state. -/
def component (i : UInt8) : StateKey := .generate 31 fun j => if j = 0 then i else 0

/-- C(255, s): of an account's fixed part. -/
def service (s : ServiceId) : StateKey :=
  .generate 31 fun j => if j = 0 then 255 else if j < 8 ∧ j % 2 = 1 then serviceOctet s (j / 2) else 0

/-- C(s, h), from what it keeps of the hash of h. -/
def item (s : ServiceId) (a : ItemKey) : StateKey :=
  .generate 31 fun j => if j < 8 then if j % 2 = 0 then serviceOctet s (j / 2) else a.octet (j / 2) else a.octet (j - 4)

/-- What a key is of. -/
inductive Kind where
  | component (i : UInt8)
  | service (s : ServiceId)
  | item (s : ServiceId) (a : ItemKey)
deriving DecidableEq

/-- What the key is of. A key of an item could look like one of another kind only if its hash began with 23 zero octets. -/
def kind (key : StateKey) : Kind :=
  let i := key.octet 0
  let s := serviceOf (key.octet 1) (key.octet 3) (key.octet 5) (key.octet 7)
  if key = service s then .service s
  else if key = component i then .component i
  else
    .item (serviceOf i (key.octet 2) (key.octet 4) (key.octet 6)) (.generate 27 fun j => if j < 4 then key.octet (2 * j + 1) else key.octet (j + 4))

end StateKey

namespace ItemKey

variable (blake : ByteArray → Hash)

/-- What C(s, h) keeps of the hash of h. -/
def ofBytes (h : ByteArray) : ItemKey := .generate 27 (blake h).octet

/-- The item of a storage key. -/
def storage (key : ByteArray) : ItemKey := ofBytes blake (Codec.word32.encode 0xffffffff ++ key)

/-- The item of a preimage. -/
def preimage (hash : Hash) : ItemKey := ofBytes blake (Codec.word32.encode 0xfffffffe ++ hash.bytes)

/-- The item of a request: a hash and a length. -/
def request (hash : Hash) (length : UInt32) : ItemKey := ofBytes blake (Codec.word32.encode length ++ hash.bytes)

end ItemKey

end Jar
