import Jar.Kernel.Memory
import Jar.Kernel.Meter
import Jar.Kernel.Slots
import Jar.Pvm.Run

/-!
# Activations

docs/kernel.md, calls: running Instances, what they hold, and how a chain of them becomes values and comes back (collapse, K11, L21, L22, L29). An activation that waits
for a callee keeps its slots as they were before the call: so a fault has nothing to restore.
-/
namespace Jar.Kernel

open Pvm

/-- A running Instance without what it holds. -/
structure Core where
  /-- The Image that the Instance will have; `code` is the one that runs. -/
  image : Image
  lineage : Lineage
  code : Image
  program : Program
  /-- The slots; while it waits, those before the call. -/
  slots : Slots
  /-- K7. -/
  named : List Path
  bases : List Base
  machine : State
  /-- The slot of the caller's that it was called in. -/
  origin : Path
  /-- The active meters. -/
  gas : Nat
  quota : Nat
  /-- All quota as it was at the call (L20, L32). -/
  before : Table

/-- An activation: a running Instance and the chains that it holds paused, innermost activation first. -/
inductive Frame where
  | mk (core : Core) (held : List (List Frame))

namespace Frame

/-- The activation without what it holds. -/
def core : Frame → Core
  | .mk core _ => core

/-- The chains that it holds. -/
def held : Frame → List (List Frame)
  | .mk _ held => held

end Frame

/-- The slot of its owner's that a chain was called in. -/
def originOf : (chain : List Frame) → Option Path
  | [] => none
  | [frame] => some frame.core.origin
  | _ :: rest => originOf rest

/-- Was a chain called in this slot? -/
def isAt (path : Path) (chain : List Frame) : Bool :=
  match originOf chain with
  | some origin => origin.slots == path.slots
  | none => false

/-- The chain that is held in a slot. -/
def heldAt? (held : List (List Frame)) (path : Path) : Option (List Frame) := held.find? (isAt path)

/-- The chains that are held elsewhere. -/
def heldWithout (held : List (List Frame)) (path : Path) : List (List Frame) := held.filter fun chain => !isAt path chain

/-- The origins of chains. -/
def origins (held : List (List Frame)) : List Path := held.filterMap originOf

/-- What a collapse costs: quota is taken as it goes, the pages that were put are paid for at the end (K26). -/
structure Bill where
  quota : Table
  pages : Nat := 0

namespace Core

/-- φ7 and φ8. -/
def reply (core : Core) (answer : Answer) (value : UInt64) : Core :=
  { core with machine := { core.machine with registers := { core.machine.registers with r7 := value, r8 := answer.number } } }

/-- Goes on behind the operation. -/
def advance (core : Core) : Core := { core with machine := { core.machine with pc := core.program.next core.machine.pc } }

/-- The answer to an operation. -/
def answer (core : Core) (answer : Answer) (value : UInt64 := 0) : Core := (core.reply answer value).advance

/-- What operations see. -/
def own (core : Core) (held : List (List Frame)) (quota : UInt64) : Own :=
  { image := core.image, lineage := core.lineage, slots := core.slots, named := core.named, reserved := origins held, quota }

/-- What operations leave. -/
def withOwn (core : Core) (own : Own) : Core :=
  { core with image := own.image, lineage := own.lineage, slots := own.slots, named := own.named }

/-- Slot 0. -/
def slotZero (core : Core) : Option Cap := core.slots.get? ownBits 0

/-- Another cap in slot 0. -/
def setZero (core : Core) (cap : Option Cap) : Core := { core with slots := core.slots.set ownBits 0 cap }

/-- The value of an activation that is paused, and the bill; `none` if it cannot be one. -/
def pause (core : Core) (slots : Slots) (bill : Bill) (waiting : Option Path) : Option (Cap × Bill) :=
  if core.image.hash = core.code.hash then
    let memory := core.machine.memory
    let settled := settle memory core.named { slots } core.bases
    let loose := core.bases.filter fun base => base.path.isNone || base.isNamed core.named
    match bill.quota.spend? core.quota settled.quota with
    | none => none
    | some quota =>
      let status : Paused := {
        pc := core.machine.pc.toUInt64
        registers := core.machine.registers
        pages := loose.foldl (fun pages base => pages ++ (base.captured memory).toArray) #[]
        written := ((loose.filter fun base => base.mapping.source.isSome).map fun base => base.index.toUInt8).toArray
        waiting := waiting.map Path.word }
      some (View.cap (.inst { image := core.image, lineage := core.lineage, slots := settled.slots, status := some status }), { quota, pages := bill.pages + settled.pages })
  else none

end Core

mutual
/-- An activation as a value; `callee` is the value that it waits for, with its slot. -/
def Frame.pause (bill : Bill) (callee : Option (Path × Cap)) : Frame → Option (Cap × Bill)
  | .mk core held =>
    match collapse core.slots bill (callee.map Prod.fst) held with
    | none => none
    | some (slots, bill) =>
      match callee with
      | none => core.pause slots bill none
      | some (path, cap) => core.pause (path.set (slots.set ownBits 0 none) (some cap)) bill (some path)
/-- A chain as values, from its innermost activation outwards. -/
def pauseChain (bill : Bill) (callee : Option (Path × Cap)) : List Frame → Option (Option (Path × Cap) × Bill)
  | [] => some (callee, bill)
  | frame :: outer =>
    match frame.pause bill callee with
    | none => none
    | some (cap, bill) => pauseChain bill (some (frame.core.origin, cap)) outer
/-- Puts the chains that are held into their slots as values; the one in `live` is running and no longer held.
The order does not matter: origins do not meet, and what one cannot pay makes the whole fail. -/
def collapse (slots : Slots) (bill : Bill) (live : Option Path) : List (List Frame) → Option (Slots × Bill)
  | [] => some (slots, bill)
  | chain :: rest =>
    if (originOf chain).map Path.slots = live.map Path.slots then collapse slots bill live rest
    else
      match pauseChain bill none chain with
      | none => none
      | some (none, bill) => collapse slots bill live rest
      | some (some (path, cap), bill) => collapse (path.set slots (some cap)) bill live rest
end

/-- Who calls: the meters that a callee falls back to, and the tables. -/
structure Caller where
  gas : Nat
  quota : Nat
  meters : Meters

/-- An activation of an Instance with these slots, pages and registers. -/
def activate (caller : Caller) (origin : Path) (inst : Instance) (slots : Slots) (loose : Array UInt8) (captured : Array (UInt32 × PageOctets))
    (pc : Nat) (registers : Registers) : Except Answer Core := do
  match inst.image.shape.code with
  | ⟨true, _⟩ => .error .image
  | ⟨false, blob⟩ =>
    match deblob blob with
    | none => .error .image
    | some program =>
      let (memory, bases) ← layOut inst.image inst.slots loose captured
      return {
        image := inst.image, lineage := inst.lineage, code := inst.image, program, slots, named := [], bases, origin
        machine := { pc, gas := 0, charged := false, registers, memory, heapBreak := 0, heapLimit := 0 }
        gas := activeMeter inst.slots .gas caller.meters.gas caller.gas inst.image.shape.gasSlots.toList
        quota := activeMeter inst.slots .quota caller.meters.quota caller.quota inst.image.shape.quotaSlots.toList
        before := caller.meters.quota }

/-- The chain of a Paused Instance, innermost first, in front of outer ones; `left` bounds its length. -/
def rebuild (caller : Caller) (origin : Path) (inst : Instance) (outer : List Frame) : (left : Nat) → Except Answer (List Frame)
  | 0 => .error .depth
  | left + 1 =>
    match inst.status with
    | none => .error .state
    | some paused => do
      let core ← activate caller origin inst inst.slots paused.written paused.pages paused.pc.toNat paused.registers
      let chain := Frame.mk core [] :: outer
      match paused.waiting with
      | none => .ok chain
      | some word =>
        match Path.read inst.slots word with
        | .error _ => .error .state
        | .ok path =>
          match (path.get? inst.slots).bind Cap.instance? with
          | none => .error .state
          | some inner => rebuild { caller with gas := core.gas, quota := core.quota } path inner chain left

end Jar.Kernel
