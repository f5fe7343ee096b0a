import Jar.Data.SortedMap
import Jar.Kernel.Path
import Jar.Pvm.State

/-!
# Memory of an Instance

docs/kernel.md, memory: what the mappings of an Image make of the Data that they name, and what is put back (K7, K8, K14). Pages share the octets of
their source until they are written.
-/
namespace Jar.Kernel

open Pvm

/-- A mapping that was laid out. -/
structure Base where
  /-- Its number in the Image. -/
  index : Nat
  mapping : Mapping
  /-- The slot of its Data; nothing if what is written is not put back. -/
  path : Option Path
  /-- The Data as it was then. -/
  data : Data
  readOnly : Bool

/-- A Data of no pages. -/
def Data.none : Data := Data.ofPages 0 Pages.none

/-- The Data that a mapping's source names; an empty slot has no pages. -/
def sourceOf (slots : Slots) (word : UInt64) : Except Answer (Path × Data) :=
  match Path.read slots word with
  | .error answer => .error answer
  | .ok path =>
    match (path.get? slots).map Cap.view with
    | none => .ok (path, Data.none)
    | some (.data d) => .ok (path, d)
    | some _ => .error .kind

/-- Does a source hold more pages than its mapping? -/
def exceeds (slots : Slots) (mapping : Mapping) : Bool :=
  match mapping.source with
  | none => false
  | some word =>
    match sourceOf slots word with
    | .ok (_, data) => mapping.pages.toNat < data.count
    | .error _ => false

/-- Lays out mappings, those in `loose` as if they were ephemeral (L29). -/
def basesOf (slots : Slots) (pinned : List UInt8) (loose : Array UInt8) (index : Nat) : List Mapping → Except Answer (List Base)
  | [] => .ok []
  | mapping :: rest => do
    let base : Base ←
      match mapping.source with
      | none => .ok { index, mapping, path := none, data := Data.none, readOnly := false }
      | some word =>
        if loose.contains index.toUInt8 then .ok { index, mapping, path := none, data := Data.none, readOnly := false }
        else
          match sourceOf slots word with
          | .error answer => .error answer
          | .ok (path, data) => .ok { index, mapping, path := some path, data, readOnly := isPinnedSource pinned mapping.source }
    return base :: (← basesOf slots pinned loose (index + 1) rest)

/-- Appends the pages of a mapping from page `i` on; `captured` has those of ephemeral ones. -/
def layPages (base : Base) (captured : SortedMap UInt32 PageOctets) (pages : Array Page) (i : Nat) : (count : Nat) → Array Page
  | 0 => pages
  | count + 1 =>
    let number := base.mapping.start.toNat + i
    let data :=
      match base.path with
      | some _ => if i < base.data.count then ((base.data.pages.get? (treeHeight base.data.count) i).map Octets.bytes).getD .empty else .empty
      | none => ((captured.find? number.toUInt32).map Octets.bytes).getD .empty
    let access := if base.readOnly then Access.readOnly else .writable
    layPages base captured (pages.push { number, access, data, touched := false }) (i + 1) count

/-- The memory of mappings, and the mappings; IMAGE if a source has too many pages. -/
def layOut (image : Image) (slots : Slots) (loose : Array UInt8) (captured : Array (UInt32 × PageOctets)) : Except Answer (Memory × List Base) := do
  let mappings := image.shape.mappings.toList
  if mappings.any (exceeds slots) then .error .image
  else
    let bases ← basesOf slots (image.pins.map Prod.fst) loose 0 mappings
    let captured := SortedMap.empty.insertAll captured.toList
    let pages := bases.foldl (fun pages base => layPages base captured pages 0 base.mapping.pages.toNat) #[]
    return ({ pages }, bases)

/-- The octets of a page. -/
def pageOctets (page : Page) : PageOctets := (Octets.ofBytes? 4096 (fullPage page.data)).getD (Octets.zero 4096)

/-- Pages of a mapping, in front of others: those from `i` on that `keep` takes. -/
def collect (memory : Memory) (position : Nat) (keep : Nat → Page → Bool) (i : Nat) : (count : Nat) → List (Nat × PageOctets)
  | 0 => []
  | count + 1 =>
    let rest := collect memory position keep (i + 1) count
    match memory.pages[position + i]? with
    | some page => if keep i page then (i, pageOctets page) :: rest else rest
    | none => rest

/-- The pages of a mapping that differ from its Data, by their number in it. -/
def Base.written (base : Base) (memory : Memory) : List (Nat × PageOctets) :=
  collect memory (memory.position base.mapping.start.toNat) (fun i page => page.touched && pageOctets page != base.data.page i) 0 base.mapping.pages.toNat

/-- The pages of a mapping that are not zero. -/
def Base.captured (base : Base) (memory : Memory) : List (UInt32 × PageOctets) :=
  (collect memory (memory.position base.mapping.start.toNat) (fun _ page => page.data.size != 0 && pageOctets page != Octets.zero 4096) 0
    base.mapping.pages.toNat).map fun (i, octets) => ((base.mapping.start.toNat + i).toUInt32, octets)

/-- Did an operation name the source, the way to it or something below it (K7)? -/
def Base.isNamed (base : Base) (named : List Path) : Bool :=
  match base.path with
  | some path => named.any path.meets
  | none => false

/-- What putting pages into sources comes to. -/
structure Settled where
  slots : Slots
  /-- Pages that were put. -/
  pages : Nat := 0
  /-- Pages of quota: those beyond the end of a source. -/
  quota : Nat := 0

/-- Puts what was written into the sources, in ascending order. -/
def settle (memory : Memory) (named : List Path) (settled : Settled) : List Base → Settled
  | [] => settled
  | base :: rest =>
    match base.path with
    | none => settle memory named settled rest
    | some path =>
      if base.readOnly || base.isNamed named then settle memory named settled rest
      else
        match base.written memory with
        | [] => settle memory named settled rest
        | written =>
          let count := written.foldl (fun most page => max most (page.1 + 1)) base.data.count
          let data := (base.data.grow count).setAll written
          settle memory named {
            slots := path.set settled.slots (some (View.cap (.data data)))
            pages := settled.pages + written.length
            quota := settled.quota + (count - base.data.count) } rest

end Jar.Kernel
