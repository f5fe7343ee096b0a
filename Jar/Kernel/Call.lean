import Jar.Kernel.Activation
import Jar.Kernel.Native

/-!
# Calls

docs/kernel.md, calls: CALL, HALT, faults, and what all operations share: prices, yields that nobody sees coming (K12). A function here takes the stack without its
top, and the top in its parts, and gives the next turn.
-/
namespace Jar.Kernel

open Pvm

/-- The kernel between two runs of the machine. -/
structure World where
  rules : Rules
  services : Services
  /-- Innermost first. -/
  stack : List Frame

/-- How the outermost apply ends. -/
inductive Ending where
  | halted (value : UInt64) (inst : Instance)
  | faulted (kind pc : UInt64)
  /-- An attestation is missing or wrong. -/
  | rejected

/-- What a turn comes to. -/
inductive Turn where
  | next (world : World)
  | ended (ending : Ending) (services : Services)

/-- The largest number of activations on the stack (K4). -/
def mostActivations : Nat := 1024

/-- The kinds of faults. -/
inductive Fault where
  | panic | pageFault | outOfGas | uncaught | collapse

/-- The number of a kind. -/
def Fault.number : Fault → UInt64
  | .panic => 0 | .pageFault => 1 | .outOfGas => 2 | .uncaught => 3 | .collapse => 4

/-- The activation faults: its caller goes on, with its slots as they were and all quota as it was. -/
def fault (rules : Rules) (services : Services) (core : Core) (rest : List Frame) (kind : Fault) : Turn :=
  let services := { services with meters := { services.meters with quota := core.before } }
  let pc := core.machine.pc.toUInt64
  match rest with
  | [] => .ended (.faulted kind.number pc) services
  | .mk caller held :: rest => .next { rules, services, stack := .mk (caller.reply .faulted (kind.number + 256 * pc)) held :: rest }

/-- The nearest activation that catches a marker: those passed, it, its place for the marker, those below. -/
def catcherOf (marker : Hash) : List Frame → Option (List Frame × Frame × Nat × List Frame)
  | [] => none
  | frame :: rest =>
    match placeOf marker (catchSetOf frame.core.image frame.core.slots) with
    | some place => some ([], frame, place, rest)
    | none =>
      match catcherOf marker rest with
      | some (passed, owner, place, rest) => some (frame :: passed, owner, place, rest)
      | none => none

/-- A yield of a marker: the owner goes on behind its call and holds the chain. `none` if nobody catches it. `number` is for φ9. -/
def yieldTo (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (marker : Cap) (number : Option UInt64) :
    Option Turn :=
  match catcherOf marker.hash rest with
  | none => none
  | some (passed, .mk owner others, place, rest) =>
    let chain := .mk (core.setZero none) held :: passed
    let others := match originOf chain with
      | some origin => chain :: heldWithout others origin
      | none => others
    let owner := (owner.setZero core.slotZero).reply .yielded place.toUInt64
    let owner := match number with
      | some n => { owner with machine := { owner.machine with registers := { owner.machine.registers with r9 := n } } }
      | none => owner
    some (.next { rules, services, stack := .mk owner others :: rest })

/-- The gas does not cover what is next. -/
def outOfGas (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) : Turn :=
  match yieldTo rules services core held rest WellKnown.outOfGas.cap none with
  | some turn => turn
  | none => fault rules services core rest .outOfGas

/-- Goes on if the price of an operation is paid. -/
@[inline] def paying (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (price : Nat)
    (next : Services → Turn) : Turn :=
  match services.meters.gas.spend? core.gas (10 + price) with
  | none => outOfGas rules services core held rest
  | some gas => next { services with meters := { services.meters with gas } }

/-- The top goes on behind its operation with an answer. -/
def answered (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (answer : Answer) (value : UInt64) : Turn :=
  .next { rules, services, stack := .mk (core.answer answer value) held :: rest }

/-- An operation gave a status; one that says that quota is short is a yield if somebody catches it (K12). -/
def refused (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (walk : Nat) (answer : Answer) : Turn :=
  let status := paying rules services core held rest walk fun services => answered rules services core held rest answer 0
  if answer = .quota then
    match yieldTo rules services core held rest WellKnown.outOfQuota.cap none with
    | some turn => turn
    | none => status
  else status

/-- HALT: pages go into their sources, held chains become values, the value goes to its origin. -/
def halt (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (value : UInt64) : Turn :=
  let settled := settle core.machine.memory core.named { slots := core.slots } core.bases
  match services.meters.quota.spend? core.quota settled.quota with
  | none => refused rules services core held rest 0 .quota
  | some quota =>
    paying rules services core held rest settled.pages fun services =>
      match collapse settled.slots { quota } none held with
      | none => fault rules services core rest .collapse
      | some (slots, bill) =>
        match services.meters.gas.spend? core.gas bill.pages with
        | none => fault rules services core rest .outOfGas
        | some gas =>
          let services := { services with meters := { gas, quota := bill.quota } }
          let inst : Instance := { image := core.image, lineage := core.lineage, slots, status := none }
          match rest with
          | [] => .ended (.halted value inst) services
          | .mk caller others :: rest =>
            let back : Instance := { inst with slots := inst.slots.set ownBits 0 none }
            let caller := caller.setZero (inst.slots.get? ownBits 0)
            let caller := { caller with slots := core.origin.set caller.slots (some (View.cap (.inst back))) }
            .next { rules, services, stack := .mk (caller.reply .ok value) (heldWithout others core.origin) :: rest }

/-- Whom a CALL calls: the checks in their order, and the activation or the service. -/
inductive Callee where
  | activation (core : Core) (mappings : Nat)
  | service (kind : Native) (inst : Instance)

/-- A path that may be called: not in slot 0 (L18), not an origin. -/
def callPath (own : Own) (word : UInt64) : Try Path := do
  let path ← own.path word
  ensure (path.slots.head? != some 0) .badSlot
  return path

/-- Finds whom a CALL calls. -/
def callee (services : Services) (core : Core) (held : List (List Frame)) (depth : Nat) (word endpoint a b c d : UInt64) : Try (Path × Callee) := do
  let own := core.own held 0
  let path ← callPath own word
  own.free [path]
  let inst ← own.inst path
  ensure inst.status.isNone .state
  match inst.image.shape.endpoints.toList.find? fun entry => entry.1.toUInt64 = endpoint with
  | none => .error .image
  | some (_, entry) =>
    match inst.image.shape.native? with
    | some kind => return (path, .service kind inst)
    | none =>
      let registers := { entry.registers with r7 := a, r8 := b, r9 := c, r10 := d }
      let caller : Caller := { gas := core.gas, quota := core.quota, meters := services.meters }
      let new ← activate caller path inst (inst.slots.set ownBits 0 core.slotZero) #[] #[] entry.entry.toNat registers
      ensure (depth < mostActivations) .depth
      return (path, .activation new inst.image.shape.mappings.size)

/-- CALL. -/
def call (rules : Rules) (scheme : Crypto.SignatureScheme) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame)
    (word endpoint a b c d : UInt64) : Turn :=
  match callee services core held (rest.length + 1) word endpoint a b c d with
  | .error answer => refused rules services core held rest (Path.walk word) answer
  | .ok (_, .activation new mappings) =>
    paying rules services core held rest (Path.walk word + mappings) fun services =>
      .next { rules, services, stack := .mk new [] :: .mk core.advance held :: rest }
  | .ok (path, .service kind inst) =>
    paying rules services core held rest (Path.walk word) fun services =>
      match serve scheme services kind inst core.slotZero endpoint a b c d with
      | .reject => .ended .rejected services
      | .status answer => answered rules services core held rest answer 0
      | .served served =>
        let core := core.setZero served.slotZero
        let core := { core with slots := path.set core.slots (some (View.cap (.inst served.inst))) }
        answered rules served.services core held rest .ok served.value

end Jar.Kernel
