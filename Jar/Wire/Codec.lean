import Jar.Data.Bytes
import Jar.Pvm.Memory
import Jar.Pvm.Registers

/-!
# Readers and writers of wire fields

What the formats of docs/wire.md have in common: errors with their offset, fields of fixed size, registers, flags. A reader takes the octets and an
index and gives a value and the index behind it. A writer appends to octets.
-/
namespace Jar.Wire

open Jar.Pvm

/-- Why octets are not an encoding. -/
inductive ErrorCode where
  /-- The first four octets are not the format's. -/
  | magic
  /-- Unknown version. -/
  | version
  /-- A field outside its range. -/
  | value
  /-- A field that does not fit in what is left. -/
  | truncated
  /-- Octets after the end. -/
  | trailing
deriving DecidableEq, Inhabited

/-- The octet that stands for the error. -/
def ErrorCode.toNat : ErrorCode → Nat
  | .magic => 1 | .version => 2 | .value => 3 | .truncated => 4 | .trailing => 5

/-- A value and the index behind it, or an error and its offset. -/
inductive Decoded (α : Type) where
  | ok (value : α) (next : Nat)
  | malformed (error : ErrorCode) (offset : Nat)
deriving Inhabited

/-- A reader. -/
def Decoder (α : Type) : Type := ByteArray → Nat → Decoded α

namespace Decoder

/-- Reads nothing. -/
@[inline] protected def pure {α : Type} (value : α) : Decoder α :=
  fun _ i => .ok value i

/-- One reader after the other. -/
@[inline] protected def bind {α β : Type} (first : Decoder α) (second : α → Decoder β) : Decoder β :=
  fun bytes i =>
    match first bytes i with
    | .ok value next => second value bytes next
    | .malformed error offset => .malformed error offset

instance : Monad Decoder where
  pure := Decoder.pure
  bind := Decoder.bind

/-- A field of `n` ≤ 7 octets. -/
@[inline] def natural (n : Nat) : Decoder Nat :=
  fun bytes i => if i + n ≤ bytes.size then .ok (readLe bytes i n).toNat (i + n) else .malformed .truncated i

/-- A field of 8 octets. -/
@[inline] def word : Decoder UInt64 :=
  fun bytes i => if i + 8 ≤ bytes.size then .ok (readLe bytes i 8) (i + 8) else .malformed .truncated i

/-- A field whose value must satisfy a condition; the error is reported at the field's start. -/
@[inline] def such {α : Type} (field : Decoder α) (condition : α → Bool) (error : ErrorCode := .value) : Decoder α :=
  fun bytes i =>
    match field bytes i with
    | .ok value next => if condition value then .ok value next else .malformed error i
    | .malformed error offset => .malformed error offset

/-- A run of `n` octets. -/
@[inline] def octets (n : Nat) : Decoder ByteArray :=
  fun bytes i => if i + n ≤ bytes.size then .ok (bytes.extract i (i + n)) (i + n) else .malformed .truncated i

/-- The registers, one field. -/
def registers : Decoder Registers :=
  fun bytes i =>
    if i + 104 ≤ bytes.size then
      .ok {
        r0 := readLe bytes i 8, r1 := readLe bytes (i + 8) 8, r2 := readLe bytes (i + 16) 8
        r3 := readLe bytes (i + 24) 8, r4 := readLe bytes (i + 32) 8, r5 := readLe bytes (i + 40) 8
        r6 := readLe bytes (i + 48) 8, r7 := readLe bytes (i + 56) 8, r8 := readLe bytes (i + 64) 8
        r9 := readLe bytes (i + 72) 8, r10 := readLe bytes (i + 80) 8, r11 := readLe bytes (i + 88) 8
        r12 := readLe bytes (i + 96) 8 } (i + 104)
    else .malformed .truncated i

/-- The access of a page. -/
@[inline] def access : Decoder Access := do
  let code ← such (natural 1) fun code => code == 1 || code == 2
  return if code = 1 then .readOnly else .writable

/-- `count` items after those in `done`; `item` sees them. -/
@[specialize] def many {α : Type} (item : Array α → Decoder α) (done : Array α) : (count : Nat) → Decoder (Array α)
  | 0 => fun _ i => .ok done i
  | count + 1 => fun bytes i =>
    match item done bytes i with
    | .ok value next => many item (done.push value) count bytes next
    | .malformed error offset => .malformed error offset

/-- The whole input. -/
@[inline] def whole {α : Type} (decoder : Decoder α) (bytes : ByteArray) : Decoded α :=
  match decoder bytes 0 with
  | .ok value next => if next = bytes.size then .ok value next else .malformed .trailing next
  | .malformed error offset => .malformed error offset

end Decoder

/-- Appends registers. -/
def putRegisters (bytes : ByteArray) (registers : Registers) : ByteArray :=
  let bytes := putLe (putLe (putLe (putLe bytes registers.r0 8) registers.r1 8) registers.r2 8) registers.r3 8
  let bytes := putLe (putLe (putLe (putLe bytes registers.r4 8) registers.r5 8) registers.r6 8) registers.r7 8
  let bytes := putLe (putLe (putLe (putLe bytes registers.r8 8) registers.r9 8) registers.r10 8) registers.r11 8
  putLe bytes registers.r12 8

/-- Appends a natural. -/
@[inline] def putNat (bytes : ByteArray) (value n : Nat) : ByteArray :=
  putLe bytes value.toUInt64 n

/-- The octet of an access. -/
@[inline] def accessCode : Access → Nat
  | .readOnly => 1
  | .writable => 2

/-- The number of the last page, or of the last reserved one: the next must be above. -/
def lastNumber (pages : Array Page) : Nat :=
  if h : pages.size - 1 < pages.size then pages[pages.size - 1].number else firstPage - 1

end Jar.Wire
