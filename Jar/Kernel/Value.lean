import Jar.Kernel.Data
import Jar.Kernel.Image

/-!
# Values

docs/kernel.md, values: Images with what they pin, Instances, CNodes, caps. `CapOf h` is the type of caps whose hash is `h`, as in `Jar.Kernel.Data`: an Image that
is not valid (K1) or a value with a wrong hash cannot be written down. `Cap.view` and `View.cap` take caps apart and put them together.
-/
namespace Jar.Kernel

open Codec

/-! ## Images -/

/-- The hash of an Image whose pins have these hashes. -/
def imageHash (shape : Shape) (pins : List (UInt8 × Hash)) : Hash :=
  Domain.image.hash ((imageCodec Codec.hash).encode (shape, pins.toArray))

mutual
/-- A valid Image with a hash. -/
inductive ImageOf : Hash → Type where
  | mk {h : Hash} {l : List (UInt8 × Hash)} (shape : Shape) (pins : PinsOf l) (right : h = imageHash shape l)
      (valid : shape.isValid (l.map Prod.fst) = true) : ImageOf h
/-- Pinned caps with their slots and hashes. -/
inductive PinsOf : List (UInt8 × Hash) → Type where
  | nil : PinsOf []
  | data {l : List (UInt8 × Hash)} (slot : UInt8) (data : Data) (rest : PinsOf l) : PinsOf ((slot, data.hash) :: l)
  | image {h : Hash} {l : List (UInt8 × Hash)} (slot : UInt8) (image : ImageOf h) (rest : PinsOf l) : PinsOf ((slot, h) :: l)
end

/-- An Image. -/
structure Image where
  hash : Hash
  image : ImageOf hash

/-- What may be pinned. -/
inductive Pin where
  | data (data : Data)
  | image (image : Image)

/-- The hash of what is pinned. -/
def Pin.hash : Pin → Hash
  | .data d => d.hash
  | .image m => m.hash

/-- The slots and hashes of pins. -/
def pinHashes : List (UInt8 × Pin) → List (UInt8 × Hash)
  | [] => []
  | (slot, pin) :: rest => (slot, pin.hash) :: pinHashes rest

/-- Pins with their hashes. -/
def pinsOf : (pins : List (UInt8 × Pin)) → PinsOf (pinHashes pins)
  | [] => .nil
  | (slot, .data d) :: rest => .data slot d (pinsOf rest)
  | (slot, .image m) :: rest => .image slot m.image (pinsOf rest)

/-- Pins without their hashes. -/
def PinsOf.toList {l : List (UInt8 × Hash)} : PinsOf l → List (UInt8 × Pin)
  | .nil => []
  | .data slot d rest => (slot, .data d) :: rest.toList
  | .image (h := h) slot m rest => (slot, .image ⟨h, m⟩) :: rest.toList

namespace Image

/-- What the Image says beside its pins. -/
def shape : Image → Shape
  | ⟨_, .mk shape _ _ _⟩ => shape

/-- The pinned caps. -/
def pins : Image → List (UInt8 × Pin)
  | ⟨_, .mk _ pins _ _⟩ => pins.toList

/-- The Image of these parts, if it is valid. -/
def make? (shape : Shape) (pins : List (UInt8 × Pin)) : Option Image :=
  if valid : shape.isValid ((pinHashes pins).map Prod.fst) = true then
    some { hash := imageHash shape (pinHashes pins), image := .mk shape (pinsOf pins) rfl valid }
  else none

/-- Is the slot pinned? -/
def isPinned (image : Image) (slot : UInt8) : Bool := image.pins.any fun pin => pin.1 == slot

end Image

/-! ## Lineage and status -/

/-- The Images by which an Instance was made, with the image_hash that they give (K14). -/
inductive LineageOf : Hash → Type where
  | genesis {h : Hash} (image : Hash) (right : h = genesisHash image) : LineageOf h
  | extend {before h : Hash} (earlier : LineageOf before) (image : Hash) (right : h = extensionHash before image) : LineageOf h

/-- A lineage. -/
structure Lineage where
  imageHash : Hash
  lineage : LineageOf imageHash

namespace Lineage

/-- That of an Instance of genesis. -/
def genesis (image : Hash) : Lineage := { imageHash := genesisHash image, lineage := .genesis image rfl }

/-- With an Image more. -/
def extend (lineage : Lineage) (image : Hash) : Lineage :=
  { imageHash := extensionHash lineage.imageHash image, lineage := .extend lineage.lineage image rfl }

/-- The Images, newest first, in front of others. -/
def images {h : Hash} : LineageOf h → List Hash
  | .genesis image _ => [image]
  | .extend earlier image _ => image :: images earlier

/-- The image_hashes, newest first. -/
def imageHashes {h : Hash} : LineageOf h → List Hash
  | .genesis _ _ => [h]
  | .extend earlier _ _ => h :: imageHashes earlier

/-- The lineage of Images, oldest first. -/
def ofImages? : List Hash → Option Lineage
  | [] => none
  | image :: rest => some (rest.foldl extend (genesis image))

end Lineage

/-- What a paused Instance needs to go on. -/
structure Paused where
  pc : UInt64
  registers : Pvm.Registers
  /-- Pages of ephemeral mappings that are not zero, by number. -/
  pages : Array (UInt32 × PageOctets)
  /-- The mappings that were written. -/
  written : Array UInt8
  /-- The slot of the callee that it waits for. -/
  waiting : Option UInt64

/-- 𝓔 of a paused Instance. -/
def Paused.codec : Codec Paused :=
  record (field "pc" word64 ⬝ field "registers" Kernel.registers ⬝ field "pages" (dictionary "page" "octets" (fun a b => a < b) word32 (octets 4096)) ⬝
      field "written" (sequence word8) ⬝ field "waiting" (optional word64))
    (fun p => (p.pc, p.registers, p.pages, p.written, p.waiting)) (fun (pc, registers, pages, written, waiting) => { pc, registers, pages, written, waiting })

/-- Idle, or paused. -/
abbrev Status := Option Paused

/-- 𝓔 of a status. -/
def statusCodec : Codec Status := optional Paused.codec

/-! ## Caps -/

mutual
/-- Caps with a hash. -/
inductive CapOf : Hash → Type where
  | data {h : Hash} (data : Data) (right : h = data.hash) : CapOf h
  | cnode {root h : Hash} (k : UInt8) (slots : SlotsOf root) (right : h = cnodeHash k root) : CapOf h
  | image {h : Hash} (image : ImageOf h) : CapOf h
  | inst {root h : Hash} (image : Image) (lineage : Lineage) (slots : SlotsOf root) (status : Status)
      (right : h = instanceHash image.hash lineage.imageHash root (statusCodec.encode status)) : CapOf h
  | type {h : Hash} (imageHash : Hash) (right : h = typeHash imageHash) : CapOf h
/-- Trees of slots with a root. -/
inductive SlotsOf : Hash → Type where
  /-- Empty slots, any number of them. -/
  | empty {h : Hash} (right : h = zeroHash) : SlotsOf h
  | cap {h : Hash} (cap : CapOf h) : SlotsOf h
  | fork {hl hr h : Hash} (l : SlotsOf hl) (r : SlotsOf hr) (right : h = slotsHash hl hr) : SlotsOf h
end

/-- A cap. -/
structure Cap where
  hash : Hash
  cap : CapOf hash

/-- A tree of slots. -/
structure Slots where
  root : Hash
  tree : SlotsOf root

/-- An Instance. -/
structure Instance where
  image : Image
  lineage : Lineage
  slots : Slots
  status : Status

/-- A cap, taken apart. -/
inductive View where
  | data (data : Data)
  | cnode (k : UInt8) (slots : Slots)
  | image (image : Image)
  | inst (instance_ : Instance)
  | type (imageHash : Hash)

/-- Takes a cap apart. -/
def Cap.view : Cap → View
  | ⟨_, .data d _⟩ => .data d
  | ⟨_, .cnode (root := root) k slots _⟩ => .cnode k ⟨root, slots⟩
  | ⟨h, .image m⟩ => .image ⟨h, m⟩
  | ⟨_, .inst (root := root) image lineage slots status _⟩ => .inst { image, lineage, slots := ⟨root, slots⟩, status }
  | ⟨_, .type t _⟩ => .type t

/-- Puts a cap together; this is where it is hashed. -/
def View.cap : View → Cap
  | .data d => ⟨d.hash, .data d rfl⟩
  | .cnode k slots => ⟨cnodeHash k slots.root, .cnode k slots.tree rfl⟩
  | .image m => ⟨m.hash, .image m.image⟩
  | .inst i =>
    ⟨instanceHash i.image.hash i.lineage.imageHash i.slots.root (statusCodec.encode i.status), .inst i.image i.lineage i.slots.tree i.status rfl⟩
  | .type t => ⟨typeHash t, .type t rfl⟩

/-- What is pinned, as a cap. -/
def Pin.cap : Pin → Cap
  | .data d => View.cap (.data d)
  | .image m => View.cap (.image m)

/-! ## Slots -/

namespace Slots

/-- No caps. -/
def empty : Slots := { root := zeroHash, tree := .empty rfl }

/-- One slot. -/
def one : Option Cap → Slots
  | none => empty
  | some ⟨h, cap⟩ => { root := h, tree := .cap cap }

/-- Two trees side by side; nothing beside nothing is nothing. -/
def fork : Slots → Slots → Slots
  | ⟨_, .empty _⟩, ⟨_, .empty _⟩ => empty
  | ⟨hl, l⟩, ⟨hr, r⟩ => { root := slotsHash hl hr, tree := .fork l r rfl }

/-- The left and the right half. -/
def halves : Slots → Slots × Slots
  | ⟨_, .fork (hl := hl) (hr := hr) l r _⟩ => (⟨hl, l⟩, ⟨hr, r⟩)
  | _ => (empty, empty)

/-- The cap of slot `i` of 2^`k`. -/
def get? (slots : Slots) (k i : Nat) : Option Cap :=
  match k with
  | 0 =>
    match slots with
    | ⟨h, .cap cap⟩ => some ⟨h, cap⟩
    | _ => none
  | k + 1 =>
    let (l, r) := slots.halves
    if i < 2 ^ k then l.get? k i else r.get? k (i - 2 ^ k)

/-- The 2^`k` slots with something else in slot `i`. -/
def set (slots : Slots) (k i : Nat) (cap : Option Cap) : Slots :=
  match k with
  | 0 => one cap
  | k + 1 =>
    let (l, r) := slots.halves
    if i < 2 ^ k then fork (l.set k i cap) r else fork l (r.set k (i - 2 ^ k) cap)

/-- The occupied ones of 2^`k` slots, ascending, in front of others; the first slot is number `start`. -/
def entriesBefore (slots : Slots) (k start : Nat) (rest : List (Nat × Cap)) : List (Nat × Cap) :=
  match k with
  | 0 =>
    match slots with
    | ⟨h, .cap cap⟩ => (start, ⟨h, cap⟩) :: rest
    | _ => rest
  | k + 1 =>
    match slots with
    | ⟨_, .fork (hl := hl) (hr := hr) l r _⟩ => entriesBefore ⟨hl, l⟩ k start (entriesBefore ⟨hr, r⟩ k (start + 2 ^ k) rest)
    | _ => rest

/-- The occupied ones of 2^`k` slots, ascending. -/
def toList (slots : Slots) (k : Nat) : List (Nat × Cap) := slots.entriesBefore k 0 []

/-- The slots that have these caps. -/
def ofList (k : Nat) (caps : List (Nat × Cap)) : Slots := caps.foldl (fun slots entry => slots.set k entry.1 (some entry.2)) empty

end Slots

/-- log₂ of the number of slots of an Instance. -/
def ownBits : Nat := 8

end Jar.Kernel
