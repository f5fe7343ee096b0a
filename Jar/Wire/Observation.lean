import Jar.Pvm.State
import Jar.Wire.Case

/-!
# Observations

The complete answer to a case and its octets: docs/wire.md, "Observation, version 1".
-/
namespace Jar.Wire

open Jar.Pvm

/-- How a run ended. -/
inductive Ending where
  /-- The machine's own exit. -/
  | exit (reason : Exit)
  | stepLimit
  | invalidProgram
deriving DecidableEq, Inhabited

/-- A host call that was answered: what the host saw. -/
structure Call where
  identifier : UInt64
  gas : UInt64
  r7 : UInt64
  r8 : UInt64
  r9 : UInt64
  r10 : UInt64
  r11 : UInt64
  r12 : UInt64
deriving DecidableEq, Inhabited

/-- The end of a run. -/
structure Report where
  ending : Ending
  gas : UInt64
  pc : Nat
  heapBreak : Nat
  registers : Registers
  /-- The pages that were touched. -/
  pages : Array Page
  calls : Array Call
deriving Inhabited

/-- The answer to a case. -/
inductive Observation where
  | ran (report : Report)
  | malformed (error : ErrorCode) (offset : Nat)
deriving Inhabited

/-- `JARO`, least significant octet first. -/
def observationMagic : Nat := 0x4f52414a

/-- The octet of an ending. -/
def Ending.code : Ending → Nat
  | .exit .halt => 0
  | .exit .panic => 1
  | .exit .outOfGas => 2
  | .exit (.pageFault _) => 3
  | .exit (.hostCall _) => 4
  | .stepLimit => 5
  | .invalidProgram => 6

/-- The address or identifier that belongs to an ending. -/
def Ending.payload : Ending → UInt64
  | .exit (.pageFault address) => address
  | .exit (.hostCall identifier) => identifier
  | _ => 0

/-- The ending of a code and a payload. -/
def Ending.ofCode (code : Nat) (payload : UInt64) : Ending :=
  match code with
  | 0 => .exit .halt
  | 1 => .exit .panic
  | 2 => .exit .outOfGas
  | 3 => .exit (.pageFault payload)
  | 4 => .exit (.hostCall payload)
  | 5 => .stepLimit
  | _ => .invalidProgram

namespace Observation

/-- Appends a page with all its octets. -/
def putPage (bytes : ByteArray) (page : Page) : ByteArray :=
  putNat (putNat bytes page.number 4) (accessCode page.access) 1 ++ fullPage page.data

/-- Appends a call. -/
def putCall (bytes : ByteArray) (call : Call) : ByteArray :=
  let bytes := putLe (putLe (putLe (putLe bytes call.identifier 8) call.gas 8) call.r7 8) call.r8 8
  putLe (putLe (putLe (putLe bytes call.r9 8) call.r10 8) call.r11 8) call.r12 8

/-- Appends the first six octets. -/
def putHead (bytes : ByteArray) (status : Nat) : ByteArray :=
  putNat (putNat (putNat bytes observationMagic 4) formatVersion 1) status 1

/-- The octets of a report. -/
def putReport (bytes : ByteArray) (report : Report) : ByteArray :=
  let bytes := putNat (putNat (putHead bytes 0) report.ending.code 1) 0 1
  let bytes := putLe (putLe bytes report.ending.payload 8) report.gas 8
  let bytes := putNat (putNat (putNat bytes report.pc 8) report.heapBreak 4) report.calls.size 4
  let bytes := putNat (putRegisters bytes report.registers) report.pages.size 4
  report.calls.foldl putCall (report.pages.foldl putPage bytes)

/-- The octets of an observation. -/
def encode (observation : Observation) : ByteArray :=
  match observation with
  | .ran report =>
    putReport (ByteArray.emptyWithCapacity (148 + 4101 * report.pages.size + 64 * report.calls.size)) report
  | .malformed error offset =>
    putNat (putNat (putNat (putHead (ByteArray.emptyWithCapacity 16) 1) error.toNat 1) 0 1) offset 8

open Decoder

/-- A page. -/
@[inline] def page (done : Array Page) : Decoder Page := do
  let number ← such (natural 4) (Case.nextNumberOk done)
  let access ← access
  let data ← octets pageSize
  return { number, access, data, touched := true }

/-- A call. -/
def call : Decoder Call := do
  let identifier ← word
  let gas ← word
  let r7 ← word
  let r8 ← word
  let r9 ← word
  let r10 ← word
  let r11 ← word
  let r12 ← word
  return { identifier, gas, r7, r8, r9, r10, r11, r12 }

/-- A report, from the exit kind on. -/
def report : Decoder Observation := do
  let code ← such (natural 1) fun code => code ≤ 6
  let _ ← such (natural 1) (· == 0)
  let payload ← such word fun payload => code == 3 || code == 4 || payload == 0
  let gas ← word
  let pc ← word
  let heapBreak ← natural 4
  let callTotal ← natural 4
  let registers ← Decoder.registers
  let pageTotal ← natural 4
  let pages ← many page #[] pageTotal
  let calls ← many (fun _ => call) #[] callTotal
  return .ran { ending := Ending.ofCode code payload, gas, pc := pc.toNat, heapBreak, registers, pages, calls }

/-- The octet of an error. -/
def errorOf (code : Nat) : ErrorCode :=
  match code with
  | 1 => .magic
  | 2 => .version
  | 3 => .value
  | 4 => .truncated
  | _ => .trailing

/-- The rest of the answer to a malformed case. -/
def refusal : Decoder Observation := do
  let code ← such (natural 1) fun code => decide (1 ≤ code) && decide (code ≤ 5)
  let _ ← such (natural 1) (· == 0)
  let offset ← word
  return .malformed (errorOf code) offset.toNat

/-- An observation, without regard to what follows. -/
def decoder : Decoder Observation := do
  let _ ← such (natural 4) (· == observationMagic) .magic
  let _ ← such (natural 1) (· == formatVersion) .version
  let status ← such (natural 1) fun status => status ≤ 1
  if status = 0 then report else refusal

/-- The observation that the octets encode. -/
def decode (bytes : ByteArray) : Decoded Observation :=
  Decoder.whole decoder bytes

end Observation

end Jar.Wire
