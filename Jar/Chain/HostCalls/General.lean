import Jar.Chain.Accounts
import Jar.Chain.Invocation
import Jar.Chain.HostCalls.Table
import Jar.Types.Accumulation
import Jar.Types.WorkPackage

/-!
# General host calls

Gray Paper 0.7.2, appendix B.5: gas, fetch, lookup, read, write, info. Gas is paid by the caller of these functions; what they give is how the machine goes on.
A range that the machine may not access panics before any other result is given, as the paper's cases are ordered.
-/
namespace Jar.Chain.HostCalls

open Pvm (Outcome)

/-- Goes on with a result in φ₇. -/
@[inline] def answer (machine : Machine) (result : UInt64) : Outcome :=
  .next { machine with registers := machine.registers.set .r7 result }

/-- Answers a host call whose number stands for nothing here. -/
def answerUnknown (machine : Machine) : Pvm.Outcome := answer machine HostResult.what

/-- Pays for a host call. -/
@[inline] def paid {X : Type} (machine : Machine) (context : X) (call : Machine → Called X) : Called X :=
  if machine.gas < hostCallGas then { outcome := .exit .outOfGas machine, context }
  else call { machine with gas := machine.gas - hostCallGas }

/-- ☇. -/
@[inline] def panic (machine : Machine) : Outcome := .exit .panic machine

/-- The octets of a range, if it is readable. -/
@[inline] def range? (machine : Machine) (address length : UInt64) : Option ByteArray := machine.memory.peek address.toNat length.toNat

/-- The hash at an address, if it is readable. -/
def hash? (machine : Machine) (address : UInt64) : Option Hash := (machine.memory.peek address.toNat 32).bind (Octets.ofBytes? 32)

/-- The word as an index of a service, if it is one. -/
@[inline] def serviceId? (word : UInt64) : Option ServiceId := if word < 0x100000000 then some word.toUInt32 else none

/-- Writes at most `length` octets of a value, from `first` on, and gives its size; `NONE` if there is no value. -/
def deliver (machine : Machine) (target first length : UInt64) (value : Option ByteArray) : Outcome :=
  let octets := value.getD .empty
  let f := min first.toNat octets.size
  let l := min length.toNat (octets.size - f)
  let result := if value.isSome then octets.size.toUInt64 else HostResult.none
  match machine with
  | { pc, gas, charged, registers, memory, heapBreak, heapLimit } =>
    match memory.poke target.toNat (octets.extract f (f + l)) with
    | .done memory => .next { pc, gas, charged, registers := registers.set .r7 result, memory, heapBreak, heapLimit }
    | .fault _ memory => .exit .panic { pc, gas, charged, registers, memory, heapBreak, heapLimit }

/-- Ω_G: the gas that is left. -/
def gas (machine : Machine) : Outcome := answer machine machine.gas

/-! ## fetch -/

/-- What `fetch` can give. -/
structure FetchSource where
  /-- **c**: the parameters, encoded. -/
  parameters : ByteArray
  /-- n. -/
  entropy : Option Hash := none
  /-- **r**: the authorizer's trace. -/
  trace : Option ByteArray := none
  /-- i: the number of the work item. -/
  item : Option Nat := none
  /-- ī: the imported segments of each item. -/
  imports : Option (Array (Array ByteArray)) := none
  /-- x̄: the extrinsics of each item. -/
  extrinsics : Option (Array (Array ByteArray)) := none
  /-- p, and its encoding. -/
  package : Option (WorkPackage × ByteArray) := none
  /-- 𝓔 of each input of accumulation, and of them all. -/
  inputs : Option (Array ByteArray × ByteArray) := none

/-- S(w): what is told of a work item. -/
def itemSummary (out : ByteArray) (item : WorkItem) : ByteArray :=
  let out := putLe out item.service.toUInt64 4 ++ item.codeHash.bytes
  let out := putLe (putLe out item.refineGasLimit 8) item.accumulateGasLimit 8
  let out := putLe (putLe out item.exportCount.toUInt64 2) item.importSegments.size.toUInt64 2
  putLe (putLe out item.extrinsic.size.toUInt64 2) item.payload.size.toUInt64 4

/-- The element that a register names. -/
@[inline] def elementOf {α : Type} (items : Array α) (index : UInt64) : Option α := items[index.toNat]?

/-- **v**: what `fetch` gives for φ₁₀, φ₁₁ and φ₁₂. -/
def fetched (source : FetchSource) (kind a b : UInt64) : Option ByteArray :=
  match kind.toNat with
  | 0 => some source.parameters
  | 1 => source.entropy.map (·.bytes)
  | 2 => source.trace
  | 3 => source.extrinsics.bind fun all => (elementOf all a).bind (elementOf · b)
  | 4 => source.extrinsics.bind fun all => source.item.bind fun i => (all[i]?).bind (elementOf · a)
  | 5 => source.imports.bind fun all => (elementOf all a).bind (elementOf · b)
  | 6 => source.imports.bind fun all => source.item.bind fun i => (all[i]?).bind (elementOf · a)
  | 7 => source.package.map (·.2)
  | 8 => source.package.map (·.1.authorizerConfig)
  | 9 => source.package.map (·.1.authorization)
  | 10 => source.package.map fun (package, _) => RefineContext.codec.encode package.context
  | 11 => source.package.map fun (package, _) => package.items.foldl itemSummary (Codec.putNatural .empty package.items.size.toUInt64)
  | 12 => source.package.bind fun (package, _) => (elementOf package.items a).map (itemSummary .empty)
  | 13 => source.package.bind fun (package, _) => (elementOf package.items a).map (·.payload)
  | 14 => source.inputs.map (·.2)
  | 15 => source.inputs.bind fun (each, _) => elementOf each a
  | _ => none

/-- Ω_Y. -/
def fetch (source : FetchSource) (machine : Machine) : Outcome :=
  let φ := machine.registers
  deliver machine φ.r7 φ.r8 φ.r9 (fetched source φ.r10 φ.r11 φ.r12)

/-! ## Accounts -/

/-- The account that a register names: the caller's own if it is 2^64 − 1. -/
def accountOf (own : ServiceId) (self : ServiceAccount) (services : Services) (word : UInt64) : Option ServiceAccount :=
  if word = HostResult.none ∨ word = own.toUInt64 then some self
  else (serviceId? word).bind fun service => services.find? service

/-- Ω_L: a preimage. -/
def lookup (own : ServiceId) (self : ServiceAccount) (services : Services) (machine : Machine) : Outcome :=
  let φ := machine.registers
  match hash? machine φ.r8 with
  | none => panic machine
  | some hash =>
    deliver machine φ.r9 φ.r10 φ.r11 ((accountOf own self services φ.r7).bind fun account => Account.preimage? account hash)

/-- Ω_R: a value in storage. -/
def read (own : ServiceId) (self : ServiceAccount) (services : Services) (machine : Machine) : Outcome :=
  let φ := machine.registers
  match range? machine φ.r8 φ.r9 with
  | none => panic machine
  | some key =>
    deliver machine φ.r10 φ.r11 φ.r12 ((accountOf own self services φ.r7).bind fun account => Account.read? account key)

/-- What `write` is to store: `none` if a range is not readable, no value if its length is zero. -/
def written? (machine : Machine) : Option (ByteArray × Option ByteArray) :=
  let φ := machine.registers
  match range? machine φ.r7 φ.r8 with
  | none => none
  | some key =>
    if φ.r10 = 0 then some (key, none)
    else match range? machine φ.r9 φ.r10 with
      | some value => some (key, some value)
      | none => none

/-- Ω_W: stores or removes a value, if the balance covers what is stored then. -/
def write (p : Params) (self : ServiceAccount) (machine : Machine) : Called ServiceAccount :=
  match written? machine with
  | none => { outcome := panic machine, context := self }
  | some (key, value) =>
    match Account.write self key value with
    | (account, old) =>
      if Account.isSolvent p account then
        { outcome := answer machine (match old with | some old => old.size.toUInt64 | none => HostResult.none), context := account }
      else { outcome := answer machine HostResult.full, context := self }

/-- What is told of an account. -/
def accountSummary (p : Params) (account : ServiceAccount) : ByteArray :=
  let info := account.info
  let out := putLe info.codeHash.bytes info.balance 8
  let out := putLe (putLe out (Account.threshold p account).toUInt64 8) info.minItemGas 8
  let out := putLe (putLe (putLe out info.minMemoGas 8) info.bytes 8) info.items.toUInt64 4
  let out := putLe (putLe out info.depositOffset 8) info.creationSlot.toUInt64 4
  putLe (putLe out info.lastAccumulationSlot.toUInt64 4) info.parentService.toUInt64 4

/-- Ω_I: the record of an account. -/
def info (p : Params) (own : ServiceId) (self : ServiceAccount) (services : Services) (machine : Machine) : Outcome :=
  let φ := machine.registers
  deliver machine φ.r8 φ.r9 φ.r10 ((accountOf own self services φ.r7).map (accountSummary p))

end Jar.Chain.HostCalls
