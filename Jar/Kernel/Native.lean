import Jar.Crypto.Signatures
import Jar.Kernel.Meter

/-!
# Native Images

docs/kernel.md, kernel services (K19 to K22, L24): what the kernel does itself behind the endpoints of its Images. A service takes its arguments, what is in the
caller's slot 0 and the kernel's own state, and gives a word, what is in slot 0 afterwards, and the Instance that was called.
-/
namespace Jar.Kernel

open Codec

/-- The parts of a native Image. -/
def nativeShape (kind : Native) : Shape where
  code := ⟨true, kind⟩
  mappings := #[]
  endpoints := ((List.range kind.endpoints).map fun i => (i.toUInt8, { entry := 0, registers := {} })).toArray
  gasSlots := #[]
  quotaSlots := #[]
  catcherSlot := none

/-- Native Images are valid. -/
theorem nativeShape_valid (kind : Native) : (nativeShape kind).isValid [] = true := by cases kind <;> rfl

/-- The Image of a kind. -/
def nativeImage (kind : Native) : Image where
  hash := imageHash (nativeShape kind) []
  image := ImageOf.mk (l := []) (nativeShape kind) .nil rfl (nativeShape_valid kind)

/-- An Instance of a native Image with a Data in slot 1. -/
def nativeWith (kind : Native) (octets : ByteArray) : Cap :=
  let image := nativeImage kind
  View.cap (.inst {
    image, lineage := Lineage.genesis image.hash, slots := Slots.empty.set ownBits 1 (some (View.cap (.data (Data.ofOctets octets)))), status := none })

/-- An Instance of a native Image with nothing in it. -/
def nativeBare (kind : Native) : Cap :=
  let image := nativeImage kind
  View.cap (.inst { image, lineage := Lineage.genesis image.hash, slots := Slots.empty, status := none })

/-- A marker (K21). -/
def markerCap (name : ByteArray) : Cap := nativeWith .marker name

/-- The well-known markers. -/
inductive WellKnown where
  | outOfGas | outOfQuota | operation

/-- The number of a well-known marker. -/
def WellKnown.number : WellKnown → UInt64
  | .outOfGas => 0 | .outOfQuota => 1 | .operation => 2

/-- A well-known marker. -/
def WellKnown.cap (marker : WellKnown) : Cap := markerCap (putLe .empty marker.number 8)

/-- The largest catch set. -/
def catchMost : Nat := 127

/-- The hashes that a Data lists behind their number, if it may be one of a catcher (K22). -/
def catchSet? (data : Data) : Option (List Hash) :=
  let octets := data.read 0 4096
  let count := (readLe octets 0 8).toNat
  if data.count = 1 ∧ count ≤ catchMost then some ((List.range count).map fun i => Octets.generate 32 fun j => byteAt octets (8 + 32 * i + j))
  else none

/-- The Data of a catch set. -/
def catchData (hashes : List Hash) : Data := Data.ofOctets (hashes.foldl (fun out hash => out ++ hash.bytes) (putLe .empty hashes.length.toUInt64 8))

/-- The catch set of an Instance's Image and slots. -/
def catchSetOf (image : Image) (slots : Slots) : List Hash :=
  match image.shape.catcherSlot with
  | none => []
  | some slot =>
    match ((slots.native? slot.toNat .catcher).bind fun catcher => catcher.slots.data? 1).bind catchSet? with
    | some hashes => hashes
    | none => []

/-- The place of a hash in a list. -/
def placeOf (hash : Hash) : List Hash → Option Nat
  | [] => none
  | h :: rest => if h = hash then some 0 else (placeOf hash rest).map (· + 1)

/-- A set with a hash more. -/
def insertHash (hash : Hash) : List Hash → List Hash
  | [] => [hash]
  | h :: rest => if hash.before h then hash :: h :: rest else if h = hash then h :: rest else h :: insertHash hash rest

/-- What the kernel itself has during a block. -/
structure Services where
  meters : Meters
  /-- The number of markers that were made. -/
  markers : UInt64
  seed : Hash
  /-- Attestations that were not used. -/
  attestations : List Ed25519Signature

/-- What a service gives. -/
structure Served where
  services : Services
  value : UInt64 := 0
  /-- The caller's slot 0. -/
  slotZero : Option Cap
  /-- The Instance that was called. -/
  inst : Instance

/-- How a service ends. -/
inductive Service where
  | served (served : Served)
  | status (answer : Answer)
  /-- The block is not valid. -/
  | reject

/-- The table of a kind of meter: 0 for gas, 1 for quota. -/
def Meters.table? (meters : Meters) (kind : UInt64) : Option Table :=
  if kind = 0 then some meters.gas else if kind = 1 then some meters.quota else none

/-- With another table of a kind. -/
def Meters.withTable (meters : Meters) (kind : UInt64) (table : Table) : Meters :=
  if kind = 0 then { meters with gas := table } else { meters with quota := table }

/-- MeterAuthority: mint, transfer, read. -/
def serveMeters (services : Services) (inst : Instance) (zero : Option Cap) (endpoint kind a b c : UInt64) : Service :=
  match services.meters.table? kind with
  | none => .status .state
  | some table =>
    if endpoint = 0 then
      let handle := nativeWith (if kind = 0 then .gas else .quota) (putLe .empty table.size.toUInt64 8)
      .served {
        services := { services with meters := services.meters.withTable kind (table.push 0) }
        value := table.size.toUInt64, slotZero := some handle, inst }
    else if endpoint = 1 then
      match table.transfer? a.toNat b.toNat c with
      | none => .status .state
      | some table => .served { services := { services with meters := services.meters.withTable kind table }, slotZero := zero, inst }
    else
      match table[a.toNat]? with
      | none => .status .state
      | some remains => .served { services, value := remains, slotZero := zero, inst }

/-- MarkerFactory: marker, catcher. -/
def serveFactory (services : Services) (inst : Instance) (endpoint : UInt64) : Service :=
  if endpoint = 0 then
    let name := Domain.marker.hash (services.seed.bytes ++ putLe .empty services.markers 8)
    .served { services := { services with markers := services.markers + 1 }, slotZero := some (markerCap name.bytes), inst }
  else .served { services, slotZero := some (nativeWith .catcher (putLe .empty 0 8)), inst }

/-- Catcher: add, remove. -/
def serveCatcher (services : Services) (inst : Instance) (zero : Option Cap) (endpoint : UInt64) : Service :=
  match zero with
  | none => .status .empty
  | some marker =>
    if (Cap.instance? marker).isNone then .status .kind
    else
      match (inst.slots.data? 1).bind catchSet? with
      | none => .status .state
      | some hashes =>
        let found := (placeOf marker.hash hashes).isSome
        let with_ (hashes : List Hash) : Instance :=
          { inst with slots := inst.slots.set ownBits 1 (some (View.cap (.data (catchData hashes)))) }
        if endpoint = 0 then
          if found then .served { services, slotZero := zero, inst }
          else if catchMost ≤ hashes.length then .status .occupied
          else .served { services, value := 1, slotZero := zero, inst := with_ (insertHash marker.hash hashes) }
        else if found then .served { services, value := 1, slotZero := zero, inst := with_ (hashes.filter (· ≠ marker.hash)) }
        else .served { services, slotZero := zero, inst }

/-- The Data in a slot of a CNode. -/
def nodeData (slots : Slots) (k i : Nat) : Except Answer Data :=
  match (slots.get? k i).map Cap.view with
  | none => .error .empty
  | some (.data d) => .ok d
  | some _ => .error .kind

/-- AttestationAuthority, verifying: the next attestation is a signature of exactly this key and blob. -/
def serveAttestation (scheme : Crypto.SignatureScheme) (services : Services) (inst : Instance) (zero : Option Cap) : Service :=
  match zero.map Cap.view with
  | none => .status .empty
  | some (.cnode k slots) =>
    match nodeData slots k.toNat 0, nodeData slots k.toNat 1 with
    | .error answer, _ => .status answer
    | _, .error answer => .status answer
    | .ok key, .ok blob =>
      if key.count = 0 ∨ 4096 * blob.count < 8 + blob.word.toNat then .status .state
      else
      let key : Octets 32 := Octets.generate 32 (byteAt (key.read 0 32))
      match services.attestations with
      | [] => .reject
      | signature :: rest =>
        if scheme.ed25519Verify key (blob.read 8 blob.word.toNat) signature then .served { services := { services with attestations := rest }, slotZero := zero, inst }
        else .reject
  | some _ => .status .kind

/-- A call of a native Instance; its endpoint is one that it has. -/
def serve (scheme : Crypto.SignatureScheme) (services : Services) (kind : Native) (inst : Instance) (zero : Option Cap) (endpoint a b c d : UInt64) : Service :=
  match kind with
  | .meterAuthority => serveMeters services inst zero endpoint a b c d
  | .markerFactory => serveFactory services inst endpoint
  | .catcher => serveCatcher services inst zero endpoint
  | .attestationAuthority => serveAttestation scheme services inst zero
  | .gas | .quota | .marker => .status .image

end Jar.Kernel
