import Jar.Pvm.Rules
import Jar.Wire.Codec

/-!
# Cases

A question to the machine and its octets: docs/wire.md, "Case, version 1". Exactly one octet string encodes a case.
-/
namespace Jar.Wire

open Jar.Pvm

/-- What the blob of a case is. -/
inductive Kind where
  /-- A program blob. -/
  | raw
  /-- A standard program with arguments. -/
  | standard
deriving DecidableEq, Inhabited

/-- Octets that the host writes. -/
structure Poke where
  address : Nat
  data : ByteArray
deriving DecidableEq, Inhabited

/-- The host's answer to one call. -/
structure Reply where
  /-- What the call costs. -/
  gas : UInt64
  /-- New values of φ₀ … φ₁₂, `none` where a register keeps its own. -/
  values : List (Option UInt64)
  poke : Option Poke
deriving DecidableEq, Inhabited

/-- A question to the machine. -/
structure Case where
  kind : Kind
  gasModel : GasModel
  pc : Nat
  gas : UInt64
  stepLimit : UInt64
  heapBreak : Nat
  heapLimit : Nat
  registers : Registers
  blob : ByteArray
  pages : Array Page
  replies : Array Reply
  arguments : ByteArray
deriving Inhabited

/-- The step limit that stands for none. -/
def noStepLimit : UInt64 := 0xffffffffffffffff

/-- `JARC`, least significant octet first. -/
def caseMagic : Nat := 0x4352414a

/-- The version of both formats. -/
def formatVersion : Nat := 1

namespace Case

/-- Is every page number possible and above the ones before? -/
def nextNumberOk (pages : Array Page) (number : Nat) : Bool :=
  lastNumber pages < number && number < pageCount

/-- Does the content of a page end with an octet other than zero, or is it empty? -/
def contentOk (content : ByteArray) : Bool :=
  content.size == 0 || byteAt content (content.size - 1) != 0

open Decoder

/-- A page of initial memory. -/
@[inline] def page (done : Array Page) : Decoder Page := do
  let number ← such (natural 4) (nextNumberOk done)
  let access ← access
  let size ← such (natural 2) fun size => size ≤ pageSize
  let data ← such (octets size) contentOk
  return { number, access, data, touched := false }

/-- A word for each set bit of `mask`, `n` bits, lowest first. -/
def maskedWords (mask : Nat) : (n : Nat) → Decoder (List (Option UInt64))
  | 0 => fun _ i => .ok [] i
  | n + 1 => fun bytes i =>
    if mask % 2 = 1 then
      match word bytes i with
      | .ok value next =>
        match maskedWords (mask / 2) n bytes next with
        | .ok values next => .ok (some value :: values) next
        | .malformed error offset => .malformed error offset
      | .malformed error offset => .malformed error offset
    else
      match maskedWords (mask / 2) n bytes i with
      | .ok values next => .ok (none :: values) next
      | .malformed error offset => .malformed error offset

/-- What the host writes. -/
def poke : Decoder (Option Poke) := do
  let flag ← such (natural 1) fun flag => flag ≤ 1
  if flag = 0 then return none
  else
    let address ← natural 4
    let size ← such (natural 2) fun size => decide (1 ≤ size) && decide (size ≤ pageSize)
    let data ← octets size
    return some { address, data }

/-- A host reply. -/
def reply : Decoder Reply := do
  let gas ← word
  let mask ← such (natural 2) fun mask => mask < 0x2000
  let values ← maskedWords mask 13
  let poke ← poke
  return { gas, values, poke }

/-- What the blob is. -/
@[inline] def kindField : Decoder Kind := do
  let code ← such (natural 1) fun code => code == 1 || code == 2
  return if code = 1 then .raw else .standard

/-- When gas is charged. -/
@[inline] def gasModelField : Decoder GasModel := do
  let code ← such (natural 1) fun code => code ≤ 1
  return if code = 0 then .perInstruction else .perBlock

/-- The arguments of a standard program; other programs have none. -/
def argumentsOf (kind : Kind) : Decoder ByteArray :=
  match kind with
  | .raw => return .empty
  | .standard => do
    let size ← natural 4
    octets size

/-- A case, without regard to what follows. -/
def decoder : Decoder Case := do
  let _ ← such (natural 4) (· == caseMagic) .magic
  let _ ← such (natural 1) (· == formatVersion) .version
  let kind ← kindField
  let gasModel ← gasModelField
  let _ ← such (natural 1) (· == 0)
  let pc ← such word fun pc => pc < 0x100000000
  let gas ← word
  let stepLimit ← word
  let heapBreak ← such (natural 4) fun heapBreak => kind == .raw || heapBreak == 0
  let heapLimit ← such (natural 4) fun heapLimit => heapBreak ≤ heapLimit && (kind == .raw || heapLimit == 0)
  let registers ← such Decoder.registers fun registers => kind == .raw || registers == {}
  let size ← natural 4
  let blob ← octets size
  let pageTotal ← such (natural 2) fun total => kind == .raw || total == 0
  let pages ← many page #[] pageTotal
  let replyTotal ← natural 2
  let replies ← many (fun _ => reply) #[] replyTotal
  let arguments ← argumentsOf kind
  return {
    kind, gasModel, pc := pc.toNat, gas, stepLimit, heapBreak, heapLimit, registers, blob, pages, replies, arguments }

/-- The case that the octets encode. -/
def decode (bytes : ByteArray) : Decoded Case :=
  Decoder.whole decoder bytes

/-- Appends a page. -/
def putPage (bytes : ByteArray) (page : Page) : ByteArray :=
  putNat (putNat (putNat bytes page.number 4) (accessCode page.access) 1) page.data.size 2 ++ page.data

/-- The bits of the values that are given. -/
def maskOf : List (Option UInt64) → Nat
  | [] => 0
  | none :: values => 2 * maskOf values
  | some _ :: values => 2 * maskOf values + 1

/-- Appends the values that are given. -/
def putValues (bytes : ByteArray) : List (Option UInt64) → ByteArray
  | [] => bytes
  | none :: values => putValues bytes values
  | some value :: values => putValues (putLe bytes value 8) values

/-- Appends what the host writes. -/
def putPoke (bytes : ByteArray) : Option Poke → ByteArray
  | none => putNat bytes 0 1
  | some poke => putNat (putNat (putNat bytes 1 1) poke.address 4) poke.data.size 2 ++ poke.data

/-- Appends a reply. -/
def putReply (bytes : ByteArray) (reply : Reply) : ByteArray :=
  putPoke (putValues (putNat (putLe bytes reply.gas 8) (maskOf reply.values) 2) reply.values) reply.poke

/-- The octets of the fields in front of the registers. -/
def putHead (bytes : ByteArray) (c : Case) : ByteArray :=
  let bytes := putNat (putNat bytes caseMagic 4) formatVersion 1
  let bytes := putNat bytes (match c.kind with | .raw => 1 | .standard => 2) 1
  let bytes := putNat bytes (match c.gasModel with | .perInstruction => 0 | .perBlock => 1) 1
  let bytes := putNat (putNat bytes 0 1) c.pc 8
  let bytes := putLe (putLe bytes c.gas 8) c.stepLimit 8
  putNat (putNat bytes c.heapBreak 4) c.heapLimit 4

/-- The octets of a case. -/
def encode (c : Case) : ByteArray :=
  let bytes := putRegisters (putHead (ByteArray.emptyWithCapacity (160 + c.blob.size)) c) c.registers
  let bytes := putNat bytes c.blob.size 4 ++ c.blob
  let bytes := c.pages.foldl putPage (putNat bytes c.pages.size 2)
  let bytes := c.replies.foldl putReply (putNat bytes c.replies.size 2)
  match c.kind with
  | .raw => bytes
  | .standard => putNat bytes c.arguments.size 4 ++ c.arguments

end Case

end Jar.Wire
