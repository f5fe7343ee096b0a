import Jar.Chain.HostCalls.General

/-!
# Host calls about inner machines

Gray Paper 0.7.2, appendix B.6: machine, peek, poke, pages, invoke, expunge. An inner machine is taken out of the context while it changes, so that its
memory has one owner. What it does costs the outer machine nothing: its gas is what the outer one says.
-/
namespace Jar.Chain

/-- 𝕄: an inner machine. -/
structure InnerMachine where
  /-- **p**, parsed. -/
  program : Pvm.Program
  /-- **u**. -/
  memory : Pvm.Memory
  /-- i. -/
  pc : Nat

/-- The inner machines of a refinement. -/
structure InnerMachines where
  /-- **m**. -/
  machines : SortedMap UInt32 InnerMachine
  /-- No smaller number is free. -/
  leastFree : UInt32

namespace InnerMachines

/-- None. -/
def none : InnerMachines := { machines := .empty, leastFree := 0 }

/-- The machine that a register names. -/
def find? (inner : InnerMachines) (word : UInt64) : Option InnerMachine :=
  (HostCalls.serviceId? word).bind fun number => inner.machines.find? number

/-- The machine that a register names, and the others. -/
@[noinline] def take (inner : InnerMachines) (word : UInt64) : Option (InnerMachine × InnerMachines) :=
  match inner with
  | { machines, leastFree } =>
    match HostCalls.serviceId? word with
    | Option.none => Option.none
    | some number =>
      match machines.find? number with
      | Option.none => Option.none
      | some machine => some (machine, { machines := machines.erase number, leastFree })

/-- Puts a machine where a register says. -/
def put (inner : InnerMachines) (word : UInt64) (machine : InnerMachine) : InnerMachines :=
  { inner with machines := inner.machines.insert word.toUInt32 machine }

/-- The first number from one on that no machine has. -/
def freeFrom (machines : SortedMap UInt32 InnerMachine) (number : UInt32) : (fuel : Nat) → UInt32
  | 0 => number
  | fuel + 1 => if machines.contains number then freeFrom machines (number + 1) fuel else number

/-- With a new machine, and its number: the least that is free. -/
def add (inner : InnerMachines) (machine : InnerMachine) : UInt32 × InnerMachines :=
  let number := freeFrom inner.machines inner.leastFree 0x100000000
  (number, { machines := inner.machines.insert number machine, leastFree := number + 1 })

/-- Without a machine. -/
def drop (inner : InnerMachines) (word : UInt64) : InnerMachines :=
  { machines := inner.machines.erase word.toUInt32, leastFree := min inner.leastFree word.toUInt32 }

end InnerMachines

namespace HostCalls

/-- Ω_M: a new inner machine. -/
def machine (machine : Machine) (inner : InnerMachines) : Called InnerMachines :=
  let φ := machine.registers
  match range? machine φ.r7 φ.r8 with
  | none => { outcome := panic machine, context := inner }
  | some blob =>
    match Pvm.deblob blob with
    | none => { outcome := answer machine HostResult.huh, context := inner }
    | some program =>
      let (number, inner) := inner.add { program, memory := { pages := #[] }, pc := φ.r9.toNat }
      { outcome := answer machine number.toUInt64, context := inner }

/-- Writes octets and goes on with results in φ₇ and φ₈. -/
def writeAndAnswer (machine : Machine) (address : UInt64) (octets : ByteArray) (first second : UInt64) : Pvm.Outcome :=
  match machine with
  | { pc, gas, charged, registers, memory, heapBreak, heapLimit } =>
    match memory.poke address.toNat octets with
    | .done memory => .next { pc, gas, charged, registers := (registers.set .r7 first).set .r8 second, memory, heapBreak, heapLimit }
    | .fault _ memory => .exit .panic { pc, gas, charged, registers, memory, heapBreak, heapLimit }

/-- Ω_P: copies out of an inner machine. -/
def peek (machine : Machine) (inner : InnerMachines) : Called InnerMachines :=
  let φ := machine.registers
  if !machine.memory.isWritableRange φ.r8.toNat φ.r10.toNat then { outcome := panic machine, context := inner }
  else match inner.find? φ.r7 with
    | none => { outcome := answer machine HostResult.who, context := inner }
    | some source =>
      match source.memory.peek φ.r9.toNat φ.r10.toNat with
      | none => { outcome := answer machine HostResult.oob, context := inner }
      | some octets => { outcome := writeAndAnswer machine φ.r8 octets HostResult.ok φ.r8, context := inner }

/-- Ω_O: copies into an inner machine. -/
def poke (machine : Machine) (inner : InnerMachines) : Called InnerMachines :=
  let φ := machine.registers
  match range? machine φ.r8 φ.r10 with
  | none => { outcome := panic machine, context := inner }
  | some octets =>
    match inner.take φ.r7 with
    | none => { outcome := answer machine HostResult.who, context := inner }
    | some ({ program, memory, pc }, others) =>
      match memory.poke φ.r9.toNat octets with
      | .done memory => { outcome := answer machine HostResult.ok, context := others.put φ.r7 { program, memory, pc } }
      | .fault _ memory => { outcome := answer machine HostResult.oob, context := others.put φ.r7 { program, memory, pc } }

/-! ## pages -/

/-- Appends `count` pages of zeros. -/
def freshPages (pages : Array Pvm.Page) (access : Pvm.Access) (number : Nat) : (count : Nat) → Array Pvm.Page
  | 0 => pages
  | count + 1 => freshPages (pages.push { number, access, data := .empty, touched := true }) access (number + 1) count

/-- The pages between two positions of the memory. -/
@[inline] def pagesBetween (memory : Pvm.Memory) (low high : Nat) : Array Pvm.Page := memory.pages.extract low high

/-- The memory with other rights on `count` pages from a number on: 0 none, 1 and 3 to read, 2 and 4 to write; below 3 their octets become zero. -/
def setPages (memory : Pvm.Memory) (number count rights : Nat) : Pvm.Memory :=
  let low := memory.position number
  let high := memory.position (number + count)
  let access : Pvm.Access := if rights = 2 ∨ rights = 4 then .writable else .readOnly
  let before := pagesBetween memory 0 low
  let changed :=
    if rights = 0 then before
    else if rights < 3 then freshPages before access number count
    else before ++ (pagesBetween memory low high).map fun page => { page with access, touched := true }
  { pages := changed ++ pagesBetween memory high memory.pages.size }

/-- Ω_Z: rights on pages of an inner machine. -/
def pages (machine : Machine) (inner : InnerMachines) : Called InnerMachines :=
  let φ := machine.registers
  match inner.find? φ.r7 with
  | none => { outcome := answer machine HostResult.who, context := inner }
  | some { program, memory, pc } =>
    let number := φ.r8.toNat
    let count := φ.r9.toNat
    let rights := φ.r10.toNat
    if 4 < rights ∨ number < Pvm.firstPage ∨ Pvm.pageCount ≤ number + count then { outcome := answer machine HostResult.huh, context := inner }
    else if 2 < rights ∧ memory.position (number + count) - memory.position number < count then
      { outcome := answer machine HostResult.huh, context := inner }
    else { outcome := answer machine HostResult.ok, context := inner.put φ.r7 { program, memory := setPages memory number count rights, pc } }

/-! ## invoke, expunge -/

/-- The registers in octets from an offset on. -/
def registersAt (octets : ByteArray) (offset : Nat) : Pvm.Registers :=
  let word (i : Nat) : UInt64 := readLe octets (offset + 8 * i) 8
  { r0 := word 0, r1 := word 1, r2 := word 2, r3 := word 3, r4 := word 4, r5 := word 5, r6 := word 6, r7 := word 7, r8 := word 8, r9 := word 9
    r10 := word 10, r11 := word 11, r12 := word 12 }

/-- 𝓔₈ of gas and registers. -/
def gasAndRegisters (gas : Gas) (registers : Pvm.Registers) : ByteArray :=
  registers.toList.foldl (fun out word => putLe out word 8) (putLe .empty gas 8)

/-- What the outer machine is told of an exit: φ₇, and φ₈ if it changes. -/
def exitResult : Pvm.Exit → UInt64 × Option UInt64
  | .hostCall number => (HostResult.innerHost, some number)
  | .pageFault address => (HostResult.innerFault, some address)
  | .outOfGas => (HostResult.innerOutOfGas, none)
  | .panic => (HostResult.innerPanic, none)
  | .halt => (HostResult.innerHalt, none)

/-- Where an inner machine goes on: behind the instruction if it makes a host call. -/
def counterAfter (program : Pvm.Program) (reason : Pvm.Exit) (state : Pvm.State) : Nat :=
  match reason with
  | .hostCall _ => program.next state.pc
  | _ => Pvm.reportedCounter reason state

/-- Ω_K: runs an inner machine. -/
def invoke (rules : Pvm.Rules) (machine : Machine) (inner : InnerMachines) : Called InnerMachines :=
  let φ := machine.registers
  match machine.memory.isWritableRange φ.r8.toNat 112, range? machine φ.r8 112 with
  | true, some octets =>
    match inner.take φ.r7 with
    | none => { outcome := answer machine HostResult.who, context := inner }
    | some ({ program, memory, pc }, others) =>
      match Pvm.run rules program
        { pc, gas := readLe octets 0 8, charged := false, registers := registersAt octets 8, memory, heapBreak := 0, heapLimit := 0 } with
      | (reason, state) =>
        let result := exitResult reason
        { outcome := writeAndAnswer machine φ.r8 (gasAndRegisters state.gas state.registers) result.1 (result.2.getD φ.r8)
          context := others.put φ.r7 { program, memory := state.memory, pc := counterAfter program reason state } }
  | _, _ => { outcome := panic machine, context := inner }

/-- Ω_X: removes an inner machine, and tells where it was. -/
def expunge (machine : Machine) (inner : InnerMachines) : Called InnerMachines :=
  let number := machine.registers.r7
  match inner.find? number with
  | none => { outcome := answer machine HostResult.who, context := inner }
  | some removed => { outcome := answer machine removed.pc.toUInt64, context := inner.drop number }

end HostCalls

end Jar.Chain
