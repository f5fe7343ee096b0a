import Jar.Kernel.Yield
import Jar.Pvm.Range

/-!
# Operations

docs/kernel.md, operations: what `ecalli n` does, turns of the kernel, and runs until the outermost apply ends. A turn is one run of the machine and what its exit asks
for. Every turn pays for gas or takes an activation off the stack, so the fuel of `runAll` is never used up.
-/
namespace Jar.Kernel

open Pvm

/-- The operations that need nothing but what the Instance has: the words that are paths, and the effect. -/
def ownOperation (own : Own) (a b c : UInt64) : (n : UInt64) → Option (List UInt64 × Try Done)
  | 1 => some ([a, b], own.copy a b)
  | 2 => some ([a, b], own.move a b)
  | 3 => some ([a], own.drop a)
  | 4 => some ([a, b], own.swap a b)
  | 5 => some ([a], own.mintCNode a b)
  | 17 => some ([a], own.setImage a)
  | 18 => some ([a, b, c], own.deriveSpawn a b c)
  | 20 => some ([a, b], own.sameType a b)
  | 21 => some ([a, b], own.typeOf a b)
  | 29 => some ([a, b], own.subtype a b)
  | 30 => some ([a, b], own.typeEq a b)
  | 31 => some ([a, b], own.sameTypeAs a b)
  | _ => none

/-- What paths cost. -/
def walkAll (words : List UInt64) : Nat := words.foldl (fun price word => price + Path.walk word) 0

/-- An operation of `ownOperation`. -/
def perform (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (words : List UInt64) (result : Try Done) : Turn :=
  match result with
  | .error answer => refused rules services core held rest (walkAll words) answer
  | .ok done =>
    match services.meters.quota.spend? core.quota done.pages with
    | none => refused rules services core held rest (walkAll words) .quota
    | some quota =>
      paying rules services core held rest (walkAll words + done.work) fun services =>
        answered rules { services with meters := { services.meters with quota } } (core.withOwn done.own) held rest .ok done.value

/-- The fault of a buffer: that of its first page that is not accessible (L25). -/
def bufferFault (accessible : Nat → Bool) (address n : Nat) : Fault :=
  go (address / pageSize) (n / pageSize + 2)
where
  go (number : Nat) : Nat → Fault
    | 0 => .pageFault
    | left + 1 => if number < pageCount && accessible number then go (number + 1) left else if number < firstPage then .panic else .pageFault

/-- READ_DATA. -/
def readData (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (word offset address length : UInt64) : Turn :=
  let own := core.own held 0
  let source : Try Data := do
    let path ← own.path word
    own.free [path]
    own.data path
  match source with
  | .error answer => refused rules services core held rest (Path.walk word) answer
  | .ok data =>
    let n := min length.toNat (4096 * data.count - offset.toNat)
    paying rules services core held rest (Path.walk word + (n + 4095) / 4096) fun services =>
      let memory := core.machine.memory
      if !memory.isWritableRange address.toNat n then fault rules services core rest (bufferFault memory.isWritable address.toNat n)
      else
        match memory.poke address.toNat (data.read offset.toNat n) with
        | .fault _ _ => fault rules services core rest .pageFault
        | .done memory => answered rules services { core with machine := { core.machine with memory } } held rest .ok n.toUInt64

/-- MINT_DATA. -/
def mintData (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (address length word : UInt64) : Turn :=
  let quota := services.meters.quota.remains core.quota
  let own := core.own held quota
  let pages := (length.toNat + 4095) / 4096
  let target : Try Path := do
    let path ← own.path word
    own.free [path]
    own.vacant path
    ensure (pages ≤ quota.toNat) .quota
    return path
  match target with
  | .error answer => refused rules services core held rest (Path.walk word) answer
  | .ok path =>
    paying rules services core held rest (Path.walk word + pages) fun services =>
      let memory := core.machine.memory
      match memory.peek address.toNat length.toNat, services.meters.quota.spend? core.quota pages with
      | some octets, some quota =>
        answered rules { services with meters := { services.meters with quota } } (core.withOwn (own.put path (some (View.cap (.data (Data.ofOctets octets))))))
          held rest .ok 0
      | _, _ => fault rules services core rest (bufferFault memory.isReadable address.toNat length.toNat)

/-- MAKE_IMAGE. -/
def makeImageAt (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (a b : UInt64) : Turn :=
  match (core.own held 0).mintImage a b with
  | .error answer => refused rules services core held rest (walkAll [a, b]) answer
  | .ok (work, made) =>
    paying rules services core held rest (walkAll [a, b] + work) fun services =>
      match made with
      | none => answered rules services core held rest .image 0
      | some done => answered rules services (core.withOwn done.own) held rest .ok 0

/-- What `ecalli n` does. -/
def operate (rules : Rules) (scheme : Crypto.SignatureScheme) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (n : UInt64) :
    Turn :=
  let φ := core.machine.registers
  match ownOperation (core.own held (services.meters.quota.remains core.quota)) φ.r7 φ.r8 φ.r9 n with
  | some (words, result) => perform rules services core held rest words result
  | none =>
    if n = 0 then halt rules services core held rest φ.r7
    else if n = 16 then yield_ rules services core held rest φ.r7
    else if n = 19 then makeImageAt rules services core held rest φ.r7 φ.r8
    else if n = 22 then readData rules services core held rest φ.r7 φ.r8 φ.r9 φ.r10
    else if n = 23 then mintData rules services core held rest φ.r7 φ.r8 φ.r9
    else if n = 26 then call rules scheme services core held rest φ.r7 φ.r8 φ.r9 φ.r10 φ.r11 φ.r12
    else if n = 27 then resume rules services core held rest φ.r7
    else if n = 28 then dropPaused rules services core held rest φ.r7
    else
      paying rules services core held rest 0 fun services =>
        if n = 32 then answered rules services core held rest .ok (services.meters.gas.remains core.gas)
        else if n < 64 then answered rules services core held rest .what 0
        else
          match yieldTo rules services (core.answer .ok) held rest WellKnown.operation.cap (some n) with
          | some turn => turn
          | none => answered rules services core held rest .what 0

/-- One run of the machine, and what its exit asks for. -/
def turn (scheme : Crypto.SignatureScheme) (world : World) : Turn :=
  match world with
  | { rules, services, stack } =>
    match stack with
    | [] => .ended .rejected services
    | .mk core held :: rest =>
      match core with
      | { image, lineage, code, program, slots, named, bases, machine, origin, gas, quota, before } =>
        let remains := services.meters.gas.remains gas
        match run rules program { machine with gas := remains } with
        | (exit, machine) =>
          let table := (services.meters.gas.spend? gas (remains - machine.gas).toNat).getD services.meters.gas
          let services := { services with meters := { services.meters with gas := table } }
          let core : Core := { image, lineage, code, program, slots, named, bases, machine, origin, gas, quota, before }
          match exit with
          | .halt | .panic => fault rules services core rest .panic
          | .pageFault _ => fault rules services core rest .pageFault
          | .outOfGas => outOfGas rules services core held rest
          | .hostCall n => operate rules scheme services core held rest n

/-- Turns until the end, at most `fuel`. -/
def turns (scheme : Crypto.SignatureScheme) (world : World) : (fuel : Nat) → Ending × Services
  | 0 => (.rejected, world.services)
  | fuel + 1 =>
    match turn scheme world with
    | .next world => turns scheme world fuel
    | .ended ending services => (ending, services)

/-- More turns than gas can pay: one that pays pays one at least and puts 1,024 activations on the stack at most, any other takes one off. -/
def enoughTurns (world : World) : Nat := (mostActivations + 1) * (world.services.meters.gas.total + 1) + world.stack.length

/-- Turns until the end. -/
def runAll (scheme : Crypto.SignatureScheme) (world : World) : Ending × Services := turns scheme world (enoughTurns world)

end Jar.Kernel
