import Jar.Kernel.Value
import Jar.Data.SortedMap

/-!
# Encodings of values

docs/kernel.md, encoding: what `MAKE_IMAGE` reads, and the value file, which is as long as the graph of distinct values. A node says everything of a value but the
values in it, which are numbers of nodes before it (K15). A file is read node by node; it is refused if it is not the file of the value that it holds.
-/
namespace Jar.Kernel

open Codec

/-! ## Images that pin Images -/

/-- The pages of a Data. -/
def dataPages : Codec (Array PageOctets) := sequence (octets 4096) (some mostPages)

/-- The tags of caps. -/
inductive Kind where
  | data | cnode | image | inst | type
deriving DecidableEq, Inhabited

/-- The tag of a kind. -/
def Kind.tag : Kind → UInt8
  | .data => 0 | .cnode => 1 | .image => 2 | .inst => 3 | .type => 4

/-- The kind of a tag. -/
def Kind.ofTag? : UInt8 → Option Kind
  | 0 => some .data
  | 1 => some .cnode
  | 2 => some .image
  | 3 => some .inst
  | 4 => some .type
  | _ => none

/-- The name of a kind. -/
def Kind.name : Kind → String
  | .data => "data" | .cnode => "cnode" | .image => "image" | .inst => "instance" | .type => "type"

/-- 𝓔 of a kind. -/
def Kind.codec : Codec Kind := enumeration Kind.tag Kind.ofTag? Kind.name

/-- Reads the Image at an index, nested at most `depth` deep, and the index behind it. -/
def readImage (bytes : ByteArray) : (depth : Nat) → (i : Nat) → Option (Image × Nat)
  | 0, _ => none
  | depth + 1, i =>
    match Shape.codec.get bytes i with
    | .error _ => none
    | .ok shape next =>
      match natural64.get bytes next with
      | .error _ => none
      | .ok count next =>
        if count.toNat ≤ 256 then
          match readPins (readImage bytes depth) #[] count.toNat next with
          | none => none
          | some (pins, next) => (Image.make? shape pins.toList).map fun image => (image, next)
        else none
where
  /-- Reads `count` pins more, slots ascending. -/
  readPins (image : Nat → Option (Image × Nat)) (done : Array (UInt8 × Pin)) : (count : Nat) → (i : Nat) → Option (Array (UInt8 × Pin) × Nat)
    | 0, i => some (done, i)
    | count + 1, i =>
      match word8.get bytes i with
      | .error _ => none
      | .ok slot next =>
        if mayFollow (fun (a : UInt8 × Pin) slot => a.1 < slot) done slot then
          match Kind.codec.get bytes next with
          | .ok .data next =>
            match dataPages.get bytes next with
            | .ok pages next => readPins image (done.push (slot, .data (Data.ofArray pages))) count next
            | .error _ => none
          | .ok .image next =>
            match image next with
            | some (pinned, next) => readPins image (done.push (slot, .image pinned)) count next
            | none => none
          | _ => none
        else none

/-- How deep Images nest in what `MAKE_IMAGE` reads. -/
def deepestImage : Nat := 8

/-- The octets are zero from `i` on. -/
def isZeroFrom (bytes : ByteArray) (i : Nat) : Bool := Pvm.isZeroRange bytes i (bytes.size - i)

/-- The Image that octets encode, behind which all is zero. A native one is none of these (K1). -/
def makeImage (octets : ByteArray) : Option Image :=
  match readImage octets deepestImage 0 with
  | some (image, next) => if isZeroFrom octets next && image.shape.native?.isNone then some image else none
  | none => none

/-! ## Nodes -/

/-- The number of a node. -/
abbrev NodeId := UInt32

/-- What a node says, by its kind. -/
@[reducible] def Body : Kind → Type
  | .data => Array PageOctets
  | .cnode => UInt8 × Array (UInt16 × NodeId)
  | .image => Shape × Array (UInt8 × NodeId)
  | .inst => NodeId × Array Hash × Array (UInt8 × NodeId) × Status
  | .type => Hash

/-- A value with numbers in the place of values. -/
abbrev Node := Sigma Body

/-- 𝓔 of what a node says. -/
def bodyCodec : (kind : Kind) → Codec (Body kind)
  | .data => dataPages
  | .cnode => word8 ⬝ dictionary "slot" "value" (fun a b => a < b) word16 word32
  | .image => imageCodec word32
  | .inst => field "image" word32 ⬝ field "lineage" (sequence Codec.hash) ⬝ field "slots" (byOctet word32) ⬝ field "status" statusCodec
  | .type => Codec.hash

/-- 𝓔 of a node. -/
def nodeCodec : Codec Node := dependent Kind.codec bodyCodec

/-- 𝓔 of a value file. -/
def fileCodec : Codec (Array Node) := sequence nodeCodec

/-! ## Writing -/

/-- A file that is being written: its nodes, and the numbers of the values that are there. -/
structure Writer where
  nodes : Array Node
  seen : SortedMap Hash NodeId

namespace Writer

/-- The number of a value, zero if it has none yet. -/
def idOf (writer : Writer) (hash : Hash) : NodeId := (writer.seen.find? hash).getD 0

/-- A node more. -/
def add (writer : Writer) (hash : Hash) (node : Node) : Writer :=
  { nodes := writer.nodes.push node, seen := writer.seen.insert hash writer.nodes.size.toUInt32 }

/-- A Data, unless it is there. -/
def data (writer : Writer) (hash : Hash) (data : Data) : Writer :=
  if writer.seen.contains hash then writer else writer.add hash ⟨.data, data.toArray⟩

mutual
/-- An Image and what it pins, unless it is there. -/
def image {h : Hash} (writer : Writer) : ImageOf h → Writer
  | .mk (l := l) shape pins _ _ =>
    if writer.seen.contains h then writer
    else
      let writer := writer.pins pins
      writer.add h ⟨.image, (shape, (l.map fun pin => (pin.1, writer.idOf pin.2)).toArray)⟩
/-- What is pinned. -/
def pins {l : List (UInt8 × Hash)} (writer : Writer) : PinsOf l → Writer
  | .nil => writer
  | .data _ d rest => (writer.data d.hash d).pins rest
  | .image _ m rest => (writer.image m).pins rest
end

/-- The numbers of the caps in slots. -/
def idsOf (writer : Writer) (slots : Slots) (k : Nat) : List (Nat × NodeId) :=
  (slots.toList k).map fun (i, cap) => (i, writer.idOf cap.hash)

mutual
/-- A cap and what is in it, unless it is there. -/
def cap {h : Hash} (writer : Writer) : CapOf h → Writer
  | .data d _ => writer.data h d
  | .cnode (root := root) k slots _ =>
    if writer.seen.contains h then writer
    else
      let writer := writer.slots slots
      writer.add h ⟨.cnode, (k, ((writer.idsOf ⟨root, slots⟩ k.toNat).map fun (i, id) => (i.toUInt16, id)).toArray)⟩
  | .image m => writer.image m
  | .inst (root := root) m lineage slots status _ =>
    if writer.seen.contains h then writer
    else
      let writer := (writer.image m.image).slots slots
      writer.add h ⟨.inst, (writer.idOf m.hash, (Lineage.images lineage.lineage).reverse.toArray,
        ((writer.idsOf ⟨root, slots⟩ ownBits).map fun (i, id) => (i.toUInt8, id)).toArray, status)⟩
  | .type t _ => if writer.seen.contains h then writer else writer.add h ⟨.type, t⟩
/-- The caps in slots, ascending. -/
def slots {h : Hash} (writer : Writer) : SlotsOf h → Writer
  | .empty _ => writer
  | .cap c => writer.cap c
  | .fork l r _ => (writer.slots l).slots r
end

end Writer

/-- The value file of a cap. -/
def nodesOf (cap : Cap) : Array Node := (Writer.cap { nodes := #[], seen := .empty } cap.cap).nodes

/-- The octets of the value file of a cap. -/
def encodeValue (cap : Cap) : ByteArray := fileCodec.encode (nodesOf cap)

/-! ## Reading -/

/-- The entries of a dictionary with caps in the place of numbers, if each slot is below a bound. -/
def capsOf (done : Array Cap) (bound : Nat) : List (Nat × NodeId) → Option (List (Nat × Cap))
  | [] => some []
  | (i, id) :: rest =>
    if i < bound then
      match done[id.toNat]?, capsOf done bound rest with
      | some cap, some caps => some ((i, cap) :: caps)
      | _, _ => none
    else none

/-- The Image of a cap, if it is one. -/
def Cap.image? (cap : Cap) : Option Image :=
  match cap.view with
  | .image m => some m
  | _ => none

/-- What a cap pins as, if it may be pinned. -/
def Cap.pin? (cap : Cap) : Option Pin :=
  match cap.view with
  | .data d => some (.data d)
  | .image m => some (.image m)
  | _ => none

/-- What numbers of nodes pin. -/
def pinsFrom (done : Array Cap) : List (UInt8 × NodeId) → Option (List (UInt8 × Pin))
  | [] => some []
  | (slot, id) :: rest =>
    match done[id.toNat]?.bind Cap.pin?, pinsFrom done rest with
    | some pin, some pins => some ((slot, pin) :: pins)
    | _, _ => none

/-- Do slots hold what an Image pins (L27)? -/
def holdsPins (slots : Slots) (image : Image) : Bool :=
  image.pins.all fun pin => (slots.get? ownBits pin.1.toNat).map Cap.hash == some pin.2.hash

/-- The value of a node, whose inner values are known. -/
def valueOf (done : Array Cap) : Node → Option Cap
  | ⟨.data, pages⟩ => some (View.cap (.data (Data.ofArray pages)))
  | ⟨.cnode, (k, slots)⟩ =>
    if k ≤ 16 then
      (capsOf done (2 ^ k.toNat) (slots.toList.map fun (i, id) => (i.toNat, id))).map fun caps => View.cap (.cnode k (Slots.ofList k.toNat caps))
    else none
  | ⟨.image, (shape, pins)⟩ => do
    let image ← Image.make? shape (← pinsFrom done pins.toList)
    return View.cap (.image image)
  | ⟨.inst, (image, images, slots, status)⟩ => do
    let image ← (← done[image.toNat]?).image?
    let lineage ← Lineage.ofImages? images.toList
    let caps ← capsOf done (2 ^ ownBits) (slots.toList.map fun (i, id) => (i.toNat, id))
    let slots := Slots.ofList ownBits caps
    if images.toList.getLast? = some image.hash && holdsPins slots image then return View.cap (.inst { image, lineage, slots, status }) else none
  | ⟨.type, t⟩ => some (View.cap (.type t))

/-- The values of nodes, one after another. -/
def valuesOf (done : Array Cap) : List Node → Option (Array Cap)
  | [] => some done
  | node :: rest =>
    match valueOf done node with
    | some cap => valuesOf (done.push cap) rest
    | none => none

/-- The cap whose value file the octets are. -/
def decodeValue (octets : ByteArray) : Option Cap :=
  match fileCodec.decode octets with
  | .error _ => none
  | .ok nodes =>
    match valuesOf #[] nodes.toList with
    | none => none
    | some caps =>
      match caps.back? with
      | none => none
      | some cap => if encodeValue cap = octets then some cap else none

end Jar.Kernel
