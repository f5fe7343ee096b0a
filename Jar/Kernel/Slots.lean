import Jar.Kernel.Encoding
import Jar.Kernel.Path

/-!
# Operations on slots

docs/kernel.md, operations: those that need nothing but the Instance that runs. Each takes what the Instance has and gives what it has afterwards, or a status; so a
status changes nothing, and what an operation does to copies cannot be said, as there is no other value that it takes.
-/
namespace Jar.Kernel

/-- What the running Instance has. -/
structure Own where
  image : Image
  lineage : Lineage
  slots : Slots
  /-- Slots that operations named as a destination or took something out of (K7). -/
  named : List Path
  /-- Origins of callees that are held. -/
  reserved : List Path
  /-- Quota that remains. -/
  quota : UInt64

/-- What an operation gives. -/
structure Done where
  own : Own
  /-- φ7. -/
  value : UInt64 := 0
  /-- What it costs beside 10 and its paths. -/
  work : Nat := 0
  /-- Pages of quota. -/
  pages : Nat := 0

/-- What an operation comes to. -/
abbrev Try (α : Type) := Except Answer α

/-- A status unless a condition holds. -/
def ensure (condition : Bool) (answer : Answer) : Try Unit := if condition then .ok () else .error answer

namespace Own

/-- Reads a path. -/
def path (own : Own) (word : UInt64) : Try Path := Path.read own.slots word

/-- RESERVED if one of the paths meets an origin. -/
def free (own : Own) (paths : List Path) : Try Unit :=
  ensure (!paths.any fun path => own.reserved.any path.meets) .reserved

/-- The cap in a slot. -/
def cap (own : Own) (path : Path) : Try Cap :=
  match path.get? own.slots with
  | some cap => .ok cap
  | none => .error .empty

/-- PINNED if a slot is. -/
def unpinned (own : Own) (path : Path) : Try Unit := ensure (!path.isPinned own.image) .pinned

/-- PINNED or OCCUPIED if a slot is. -/
def vacant (own : Own) (path : Path) : Try Unit := do
  own.unpinned path
  ensure (path.get? own.slots).isNone .occupied

/-- Puts something into a slot. -/
def put (own : Own) (path : Path) (cap : Option Cap) : Own :=
  { own with slots := path.set own.slots cap, named := path :: own.named }

/-- The Instance in a slot. -/
def inst (own : Own) (path : Path) : Try Instance := do
  match (← own.cap path).view with
  | .inst i => .ok i
  | _ => .error .kind

/-- The Data in a slot. -/
def data (own : Own) (path : Path) : Try Data := do
  match (← own.cap path).view with
  | .data d => .ok d
  | _ => .error .kind

/-- The Image in a slot. -/
def imageAt (own : Own) (path : Path) : Try Image := do
  match (← own.cap path).view with
  | .image m => .ok m
  | _ => .error .kind

/-- The image_hash that a Type in a slot names. -/
def type (own : Own) (path : Path) : Try Hash := do
  match (← own.cap path).view with
  | .type t => .ok t
  | _ => .error .kind

/-- COPY. -/
def copy (own : Own) (a b : UInt64) : Try Done := do
  let source ← own.path a
  let target ← own.path b
  own.free [source, target]
  let cap ← own.cap source
  own.unpinned target
  return { own := own.put target (some cap) }

/-- MOVE. -/
def move (own : Own) (a b : UInt64) : Try Done := do
  let source ← own.path a
  let target ← own.path b
  own.free [source, target]
  let cap ← own.cap source
  own.unpinned source
  own.vacant target
  ensure (!source.isAbove target) .badSlot
  return { own := (own.put source none).put target (some cap) }

/-- DROP. -/
def drop (own : Own) (a : UInt64) : Try Done := do
  let path ← own.path a
  own.free [path]
  let _ ← own.cap path
  own.unpinned path
  return { own := own.put path none }

/-- SWAP. -/
def swap (own : Own) (a b : UInt64) : Try Done := do
  let first ← own.path a
  let second ← own.path b
  own.free [first, second]
  own.unpinned first
  own.unpinned second
  ensure (!first.isAbove second && !second.isAbove first) .badSlot
  return { own := (own.put first (second.get? own.slots)).put second (first.get? own.slots) }

/-- MINT_CNODE. -/
def mintCNode (own : Own) (a k : UInt64) : Try Done := do
  let target ← own.path a
  own.free [target]
  ensure (k ≤ 16) .badSlot
  own.vacant target
  let pages := max 1 (2 ^ k.toNat * 32 / 4096)
  ensure (pages ≤ own.quota.toNat) .quota
  return { own := own.put target (some (View.cap (.cnode k.toUInt8 Slots.empty))), work := pages, pages }

/-- Slots with what an Image pins. -/
def overlay (slots : Slots) (pins : List (UInt8 × Pin)) : Slots :=
  pins.foldl (fun slots pin => slots.set ownBits pin.1.toNat (some pin.2.cap)) slots

/-- Slots without what an Image pins. -/
def strip (slots : Slots) (pins : List (UInt8 × Pin)) : Slots := pins.foldl (fun slots pin => slots.set ownBits pin.1.toNat none) slots

/-- A slot of the Instance's own, as a path. -/
def ownPath (slot : UInt8) : Path := { word := 1 + 256 * slot.toUInt64, slots := [slot.toNat] }

/-- SET_IMAGE: the old pins go, the new ones come, the lineage gets one Image more. -/
def setImage (own : Own) (a : UInt64) : Try Done := do
  let path ← own.path a
  own.free [path]
  let image ← own.imageAt path
  ensure (image.pins.all fun pin => (own.slots.get? ownBits pin.1.toNat).isNone || own.image.isPinned pin.1) .occupied
  ensure image.shape.native?.isNone .image
  return {
    own := { own with
      image
      lineage := own.lineage.extend image.hash
      slots := overlay (strip own.slots own.image.pins) image.pins
      named := (own.image.pins ++ image.pins).map (fun pin => ownPath pin.1) ++ own.named }
    work := own.image.pins.length + image.pins.length }

/-- DERIVE_SPAWN: an Idle child; its lineage is that of self with one Image more. -/
def deriveSpawn (own : Own) (a b c : UInt64) : Try Done := do
  let imagePath ← own.path a
  let nodePath ← own.path b
  let target ← own.path c
  own.free [imagePath, nodePath, target]
  let image ← own.imageAt imagePath
  match (← own.cap nodePath).view with
  | .cnode k slots =>
    ensure (k = 8) .kind
    ensure (image.pins.all fun pin => (slots.get? ownBits pin.1.toNat).isNone) .occupied
    own.vacant target
    ensure image.shape.native?.isNone .image
    ensure (!nodePath.isAbove target) .badSlot
    let child : Instance := { image, lineage := own.lineage.extend image.hash, slots := overlay slots image.pins, status := none }
    return { own := (own.put nodePath none).put target (some (View.cap (.inst child))), work := image.pins.length }
  | _ => .error .kind

/-- The largest Data that MAKE_IMAGE reads, in pages. -/
def imagePages : Nat := 4096

/-- MAKE_IMAGE. Whether the octets are an Image is found out by work that is paid for: `none` if they are not (K24). -/
def mintImage (own : Own) (a b : UInt64) : Try (Nat × Option Done) := do
  let source ← own.path a
  let target ← own.path b
  own.free [source, target]
  let data ← own.data source
  own.vacant target
  ensure (data.count ≤ imagePages) .image
  return (data.count, (makeImage data.octets).map fun image => { own := own.put target (some (View.cap (.image image))), work := data.count })

/-- SAME_TYPE. -/
def sameType (own : Own) (a b : UInt64) : Try Done := do
  let first ← own.path a
  let second ← own.path b
  own.free [first, second]
  let i ← own.inst first
  let j ← own.inst second
  return { own, value := if i.lineage.imageHash = j.lineage.imageHash then 1 else 0 }

/-- TYPE_OF. -/
def typeOf (own : Own) (a b : UInt64) : Try Done := do
  let source ← own.path a
  let target ← own.path b
  own.free [source, target]
  let i ← own.inst source
  own.vacant target
  return { own := own.put target (some (View.cap (.type i.lineage.imageHash))) }

/-- SUBTYPE. -/
def subtype (own : Own) (a b : UInt64) : Try Done := do
  let first ← own.path a
  let second ← own.path b
  own.free [first, second]
  let i ← own.inst first
  let t ← own.type second
  let hashes := Lineage.imageHashes i.lineage.lineage
  return { own, value := if hashes.any (· = t) then 1 else 0, work := hashes.length }

/-- TYPE_EQ. -/
def typeEq (own : Own) (a b : UInt64) : Try Done := do
  let first ← own.path a
  let second ← own.path b
  own.free [first, second]
  let s ← own.type first
  let t ← own.type second
  return { own, value := if s = t then 1 else 0 }

/-- SAME_TYPE_AS. -/
def sameTypeAs (own : Own) (a b : UInt64) : Try Done := do
  let first ← own.path a
  let second ← own.path b
  own.free [first, second]
  let i ← own.inst first
  let t ← own.type second
  return { own, value := if i.lineage.imageHash = t then 1 else 0 }

end Own

end Jar.Kernel
