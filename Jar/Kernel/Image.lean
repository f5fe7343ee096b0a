import Jar.Codec.Sequences
import Jar.Codec.Strings
import Jar.Kernel.Hash
import Jar.Pvm.Program
import Jar.Pvm.Registers
import Jar.Pvm.Rules

/-!
# What an Image says

docs/kernel.md, values: the parts of an Image beside its pinned caps, their codec, and K1, the validity of an Image. Paths are read in `Jar.Kernel.Path`;
a source that is no path of any Instance is found when the Image is called.
-/
namespace Jar.Kernel

open Codec Pvm

/-- The native Images, by what their Instances do (K19). -/
inductive Native where
  | meterAuthority | gas | quota | markerFactory | marker | catcher | attestationAuthority
deriving DecidableEq, Inhabited

namespace Native

/-- The octet of a kind. -/
def tag : Native → UInt8
  | .meterAuthority => 0 | .gas => 1 | .quota => 2 | .markerFactory => 3 | .marker => 4 | .catcher => 5 | .attestationAuthority => 6

/-- The kind of an octet. -/
def ofTag? : UInt8 → Option Native
  | 0 => some .meterAuthority
  | 1 => some .gas
  | 2 => some .quota
  | 3 => some .markerFactory
  | 4 => some .marker
  | 5 => some .catcher
  | 6 => some .attestationAuthority
  | _ => none

/-- The name of a kind. -/
def name : Native → String
  | .meterAuthority => "meterAuthority" | .gas => "gas" | .quota => "quota" | .markerFactory => "markerFactory" | .marker => "marker"
  | .catcher => "catcher" | .attestationAuthority => "attestationAuthority"

/-- The number of endpoints of a kind. -/
def endpoints : Native → Nat
  | .meterAuthority => 3
  | .markerFactory | .catcher => 2
  | .attestationAuthority => 1
  | .gas | .quota | .marker => 0

end Native

/-- A range of memory and where its pages come from. -/
structure Mapping where
  /-- The number of the first page. -/
  start : UInt32
  /-- The number of pages. -/
  pages : UInt32
  /-- The path of the Data, as a word (K2); nothing for ephemeral memory. -/
  source : Option UInt64
deriving DecidableEq

/-- Where a call begins. -/
structure Endpoint where
  entry : UInt32
  registers : Registers
deriving DecidableEq

/-- The code: a program blob, or what the kernel does itself. -/
abbrev Code := Sigma (Codec.Either ByteArray Native)

/-- An Image without its pinned caps. -/
structure Shape where
  code : Code
  mappings : Array Mapping
  endpoints : Array (UInt8 × Endpoint)
  gasSlots : Array UInt8
  quotaSlots : Array UInt8
  catcherSlot : Option UInt8

/-- 𝓔 of the registers: 13 words. -/
def registers : Codec Registers :=
  record (word64 ⬝ word64 ⬝ word64 ⬝ word64 ⬝ word64 ⬝ word64 ⬝ word64 ⬝ word64 ⬝ word64 ⬝ word64 ⬝ word64 ⬝ word64 ⬝ word64)
    (fun φ => (φ.r0, φ.r1, φ.r2, φ.r3, φ.r4, φ.r5, φ.r6, φ.r7, φ.r8, φ.r9, φ.r10, φ.r11, φ.r12))
    (fun (r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12) => { r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12 })

/-- 𝓔 of a native kind. -/
def native : Codec Native := enumeration Native.tag Native.ofTag? Native.name

/-- 𝓔 of the code: tag 0 and a blob, or tag 1 and a kind. -/
def code : Codec Code := either (label "program" Codec.blob) (label "native" native)

/-- 𝓔 of a mapping. -/
def Mapping.codec : Codec Mapping :=
  record (field "start" word32 ⬝ field "pages" word32 ⬝ field "source" (optional word64))
    (fun m => (m.start, m.pages, m.source)) (fun (start, pages, source) => { start, pages, source })

/-- 𝓔 of an endpoint. -/
def Endpoint.codec : Codec Endpoint :=
  record (field "entry" word32 ⬝ field "registers" Kernel.registers) (fun e => (e.entry, e.registers)) (fun (entry, registers) => { entry, registers })

/-- A dictionary from slots or endpoint numbers. -/
def byOctet {α : Type} (c : Codec α) : Codec (Array (UInt8 × α)) := dictionary "slot" "value" (fun a b => a < b) word8 c

/-- 𝓔 of the parts of an Image. -/
def Shape.codec : Codec Shape :=
  record (field "code" Kernel.code ⬝ field "mappings" (sequence Mapping.codec) ⬝ field "endpoints" (byOctet Endpoint.codec) ⬝
      field "gasSlots" (sequence word8) ⬝ field "quotaSlots" (sequence word8) ⬝ field "catcherSlot" (optional word8))
    (fun s => (s.code, s.mappings, s.endpoints, s.gasSlots, s.quotaSlots, s.catcherSlot))
    (fun (code, mappings, endpoints, gasSlots, quotaSlots, catcherSlot) => { code, mappings, endpoints, gasSlots, quotaSlots, catcherSlot })

/-- 𝓔 of an Image, if `pin` is that of what it pins. -/
def imageCodec {α : Type} (pin : Codec α) : Codec (Shape × Array (UInt8 × α)) :=
  record (field "shape" Shape.codec ⬝ field "pinned" (byOctet pin)) id id

/-! ## Validity, K1 -/

/-- The index octets of a path of the right form: 1 to 7 of them, and zeros behind. -/
def pathOctets (path : UInt64) : Option (List UInt8) :=
  let count := (path &&& 0xff).toNat
  if 1 ≤ count ∧ count ≤ 7 ∧ (count = 7 ∨ path >>> (8 * (count + 1)).toUInt64 = 0) then
    some (octetsFrom (path >>> 8) count)
  else none
where
  /-- The low octets of a word. -/
  octetsFrom (word : UInt64) : Nat → List UInt8
    | 0 => []
    | n + 1 => word.toUInt8 :: octetsFrom (word >>> 8) n

/-- Has an array no octet twice, and none that is zero? -/
def distinctSlots (slots : List UInt8) : Bool :=
  match slots with
  | [] => true
  | slot :: rest => slot != 0 && !rest.contains slot && distinctSlots rest

/-- Is the source a pinned slot? -/
def isPinnedSource (pinned : List UInt8) (source : Option UInt64) : Bool :=
  match source.bind pathOctets with
  | some [slot] => pinned.contains slot
  | _ => false

/-- Is a source nothing, or a path that may be one? -/
def sourceIsValid (pinned : List UInt8) (source : Option UInt64) : Bool :=
  match source with
  | none => true
  | some path =>
    match pathOctets path with
    | none | some [] => false
    | some (slot :: rest) => slot != 0 && (rest.isEmpty || !pinned.contains slot)

/-- Do mappings lie one behind the other from page `first` on, with sources that may be theirs and that no other writable one has? -/
def mappingsAreValid (pinned : List UInt8) (first : Nat) (used : List UInt64) : List Mapping → Bool
  | [] => true
  | mapping :: rest =>
    let stop := mapping.start.toNat + mapping.pages.toNat
    first ≤ mapping.start.toNat && stop ≤ pageCount && 0 < mapping.pages.toNat && sourceIsValid pinned mapping.source &&
      match mapping.source with
      | none => mappingsAreValid pinned stop used rest
      | some path =>
        if isPinnedSource pinned mapping.source then mappingsAreValid pinned stop used rest
        else !used.contains path && mappingsAreValid pinned stop (path :: used) rest

/-- Does the code parse, and does every endpoint begin a basic block? A native Image has the endpoints of its kind, all zero, and nothing else. -/
def codeIsValid (shape : Shape) (pinned : List UInt8) : Bool :=
  match shape.code with
  | ⟨false, blob⟩ =>
    match deblob blob with
    | none => false
    | some program => shape.endpoints.all fun (_, endpoint) => program.isBlockStart endpoint.entry.toNat
  | ⟨true, kind⟩ =>
    shape.mappings.isEmpty && shape.gasSlots.isEmpty && shape.quotaSlots.isEmpty && shape.catcherSlot.isNone && pinned.isEmpty &&
      shape.endpoints.toList == (List.range kind.endpoints).map fun i => (i.toUInt8, { entry := 0, registers := {} })

/-- K1. -/
def Shape.isValid (shape : Shape) (pinned : List UInt8) : Bool :=
  codeIsValid shape pinned && shape.mappings.size ≤ 64 && mappingsAreValid pinned firstPage [] shape.mappings.toList &&
    distinctSlots shape.gasSlots.toList && shape.gasSlots.size ≤ 8 && distinctSlots shape.quotaSlots.toList && shape.quotaSlots.size ≤ 8 &&
    shape.catcherSlot != some 0 && !pinned.contains 0

/-- Is the Image native? -/
def Shape.native? (shape : Shape) : Option Native :=
  match shape.code with
  | ⟨false, _⟩ => none
  | ⟨true, kind⟩ => some kind

end Jar.Kernel
