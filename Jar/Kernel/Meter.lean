import Jar.Kernel.Path

/-!
# Meters

docs/kernel.md, meters: what remains of gas and quota, by id; ids are consecutive and 0 is the root. Nothing here makes an amount: `spend` takes, `transfer` moves.
-/
namespace Jar.Kernel

/-- id ↦ what remains. -/
abbrev Table := Array UInt64

namespace Table

/-- What remains in a meter; nothing where there is none. -/
def remains (table : Table) (id : Nat) : UInt64 := table[id]?.getD 0

/-- The table after an amount was taken from a meter that has it. -/
def spend? (table : Table) (id amount : Nat) : Option Table :=
  if h : id < table.size then
    if amount ≤ table[id].toNat then some (table.set id (table[id] - amount.toUInt64) h) else none
  else if amount = 0 then some table else none

/-- The table after an amount went from a meter that has it to another; `none` also if the other cannot hold it. -/
def transfer? (table : Table) (source target : Nat) (amount : UInt64) : Option Table :=
  if h : source < table.size then
    if amount ≤ table[source] then
      let table' := table.set source (table[source] - amount) h
      if h' : target < table'.size then
        if table'[target].toNat + amount.toNat < 2 ^ 64 then some (table'.set target (table'[target] + amount) h') else none
      else none
    else none
  else none

/-- The sum of words. -/
def sumOf : List UInt64 → Nat
  | [] => 0
  | word :: rest => word.toNat + sumOf rest

/-- All that remains. -/
def total (table : Table) : Nat := sumOf table.toList

end Table

/-- The meters of a block. -/
structure Meters where
  gas : Table
  quota : Table

/-- The first word of a Data. -/
def Data.word (data : Data) : UInt64 := readLe (data.read 0 8) 0 8

/-- The Data in a slot of an Instance's own. -/
def Slots.data? (slots : Slots) (i : Nat) : Option Data :=
  match (slots.get? ownBits i).map Cap.view with
  | some (.data d) => some d
  | _ => none

/-- The Instance that a cap is. -/
def Cap.instance? (cap : Cap) : Option Instance :=
  match cap.view with
  | .inst i => some i
  | _ => none

/-- The native Instance of a kind in a slot. -/
def Slots.native? (slots : Slots) (i : Nat) (kind : Native) : Option Instance :=
  match (slots.get? ownBits i).bind Cap.instance? with
  | some inst => if inst.image.shape.native? = some kind then some inst else none
  | none => none

/-- The id that the handle in a slot names, if the table has it. -/
def handle? (slots : Slots) (kind : Native) (table : Table) (slot : UInt8) : Option Nat :=
  match (slots.native? slot.toNat kind).bind fun handle => handle.slots.data? 1 with
  | some data => if data.word.toNat < table.size then some data.word.toNat else none
  | none => none

/-- The active meter: that of the first slot with a handle, or another. -/
def activeMeter (slots : Slots) (kind : Native) (table : Table) (otherwise : Nat) : List UInt8 → Nat
  | [] => otherwise
  | slot :: rest =>
    match handle? slots kind table slot with
    | some id => id
    | none => activeMeter slots kind table otherwise rest

end Jar.Kernel
