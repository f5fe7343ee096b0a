import Jar.Pvm.Access

/-!
# Standard program initialisation

Y of Gray Paper 0.7.2, appendix A.7, with the heap of docs/machine.md, D5 and D12.
-/
namespace Jar.Pvm

/-- Z_Z, the size of a major zone in octets. -/
def zoneSize : Nat := 0x10000

/-- Z_I, the size of the zone of arguments in octets. -/
def argumentZone : Nat := 0x1000000

/-- P(x): `x` rounded up to pages. -/
def roundToPages (x : Nat) : Nat := pageSize * State.pageCeiling x

/-- Z(x): `x` rounded up to major zones. -/
def roundToZones (x : Nat) : Nat := zoneSize * ((x + zoneSize - 1) / zoneSize)

/-- The parts of a standard program. -/
structure StandardProgram where
  /-- **c**, a program blob. -/
  code : ByteArray
  /-- **o**, read-only data. -/
  readOnly : ByteArray
  /-- **w**, initial heap data. -/
  heap : ByteArray
  /-- z, further pages of the heap. -/
  heapPages : Nat
  /-- s, the size of the stack in octets. -/
  stackSize : Nat

/-- What Y gives: the program blob and the state to start from. -/
structure Initial where
  code : ByteArray
  registers : Registers
  memory : Memory
  heapBreak : Nat
  heapLimit : Nat

/-- The parts of a standard program; `none` if the octets are not one (D12). -/
def parseStandard (bytes : ByteArray) : Option StandardProgram :=
  let readOnlySize := (readLe bytes 0 3).toNat
  let heapSize := (readLe bytes 3 3).toNat
  let readOnlyEnd := 11 + readOnlySize
  let heapEnd := readOnlyEnd + heapSize
  let codeSize := (readLe bytes heapEnd 4).toNat
  if bytes.size < 11 ∨ bytes.size ≠ heapEnd + 4 + codeSize then none
  else
    some {
      code := bytes.extract (heapEnd + 4) bytes.size
      readOnly := bytes.extract 11 readOnlyEnd
      heap := bytes.extract readOnlyEnd heapEnd
      heapPages := (readLe bytes 6 2).toNat
      stackSize := (readLe bytes 8 3).toNat
    }

/-- Appends `count` pages from page `number` on; their content is that of `data` from `offset` on, and zeros. -/
def appendPages (pages : Array Page) (access : Access) (data : ByteArray) (number offset : Nat) : (count : Nat) → Array Page
  | 0 => pages
  | count + 1 =>
    let content := if offset < data.size then data.extract offset (min (offset + pageSize) data.size) else .empty
    appendPages (pages.push { number, access, data := content, touched := false }) access data (number + 1)
      (offset + pageSize) count

/-- The address where the heap begins: 2Z_Z + Z(|**o**|). -/
def StandardProgram.heapStart (program : StandardProgram) : Nat :=
  2 * zoneSize + roundToZones program.readOnly.size

/-- The octets of the heap: P(|**w**|) + z·Z_P. -/
def StandardProgram.heapSize (program : StandardProgram) : Nat :=
  roundToPages program.heap.size + program.heapPages * pageSize

/-- The address behind the stack: 2^32 − 2Z_Z − Z_I. -/
def stackTop : Nat := 0x100000000 - 2 * zoneSize - argumentZone

/-- The address of the arguments: 2^32 − Z_Z − Z_I. -/
def argumentStart : Nat := 0x100000000 - zoneSize - argumentZone

/-- Do the sections fit into the address space? -/
def StandardProgram.fits (program : StandardProgram) : Bool :=
  5 * zoneSize + roundToZones program.readOnly.size + roundToZones (program.heap.size + program.heapPages * pageSize)
    + roundToZones program.stackSize + argumentZone ≤ 0x100000000

/-- The memory of a standard program and its arguments. -/
def StandardProgram.memory (program : StandardProgram) (arguments : ByteArray) : Memory :=
  let pages := appendPages #[] .readOnly program.readOnly (zoneSize / pageSize) 0
    (State.pageCeiling program.readOnly.size)
  let pages := appendPages pages .writable program.heap (program.heapStart / pageSize) 0 (program.heapSize / pageSize)
  let stackPages := State.pageCeiling program.stackSize
  let pages := appendPages pages .writable .empty (stackTop / pageSize - stackPages) 0 stackPages
  let pages := appendPages pages .readOnly arguments (argumentStart / pageSize) 0 (State.pageCeiling arguments.size)
  { pages }

/-- Y(**p**, **a**). -/
def standardInitial (bytes arguments : ByteArray) : Option Initial :=
  match parseStandard bytes with
  | none => none
  | some program =>
    if arguments.size ≤ argumentZone && program.fits then
      some {
        code := program.code
        registers := {
          r0 := haltAddress, r1 := stackTop.toUInt64, r7 := argumentStart.toUInt64, r8 := arguments.size.toUInt64 }
        memory := program.memory arguments
        heapBreak := program.heapStart + program.heapSize
        heapLimit := 0x100000000 - 3 * zoneSize - argumentZone - roundToZones program.stackSize
      }
    else none

end Jar.Pvm
