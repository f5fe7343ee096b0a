import Jar.Chain.Accumulation.Context
import Jar.Chain.HostCalls.General

/-!
# Host calls of privileged services

Gray Paper 0.7.2, appendix B.7: bless, assign, designate. Each changes the caller's own context; what of it counts is decided in 12.2.
-/
namespace Jar.Chain.HostCalls

open Pvm (Outcome)

/-- The words of four octets in a string, `count` from an offset on. -/
def words32 (octets : ByteArray) (offset : Nat) (words : Array UInt32) : (count : Nat) → Array UInt32
  | 0 => words
  | count + 1 => words32 octets (offset + 4) (words.push (readLe octets offset 4).toUInt32) count

/-- Services and their gas, `count` from an offset on: of two for one service the later holds. -/
def gasEntries (octets : ByteArray) (offset : Nat) (entries : SortedMap ServiceId Gas) : (count : Nat) → SortedMap ServiceId Gas
  | 0 => entries
  | count + 1 =>
    gasEntries octets (offset + 12) (entries.insert (readLe octets offset 4).toUInt32 (readLe octets (offset + 4) 8)) count

/-- Ω_B: all privileges. -/
def bless (p : Params) (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  let cores := p.cores.toNat
  match machine.memory.peek φ.r8.toNat (4 * cores), machine.memory.peek φ.r11.toNat (12 * φ.r12.toNat) with
  | some assigners, some entries =>
    match serviceId? φ.r7, serviceId? φ.r9, serviceId? φ.r10 with
    | some manager, some delegator, some registrar =>
      let privileges := {
        bless := manager
        assign := words32 assigners 0 (Array.emptyWithCapacity cores) cores
        designate := delegator
        register := registrar
        alwaysAcc := (gasEntries entries 0 .empty (entries.size / 12)).toList.toArray }
      { outcome := answer machine HostResult.ok, context := { x with state := { x.state with privileges } } }
    | _, _, _ => { outcome := answer machine HostResult.who, context := x }
  | _, _ => { outcome := panic machine, context := x }

/-- The hashes in a string, `count` from an offset on. -/
def hashesIn (octets : ByteArray) (offset : Nat) (hashes : Array Hash) : (count : Nat) → Array Hash
  | 0 => hashes
  | count + 1 => hashesIn octets (offset + 32) (hashes.push (.generate 32 fun i => byteAt octets (offset + i))) count

/-- Ω_A: the authorizer queue of a core, and who sets it from then on. -/
def assign (p : Params) (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  let length := p.authQueue.toNat
  match machine.memory.peek φ.r8.toNat (32 * length) with
  | none => { outcome := panic machine, context := x }
  | some octets =>
    let core := φ.r7.toNat
    if p.cores.toNat ≤ core then { outcome := answer machine HostResult.core, context := x }
    else if x.state.privileges.assign[core]? ≠ some x.service then { outcome := answer machine HostResult.huh, context := x }
    else match serviceId? φ.r9 with
      | none => { outcome := answer machine HostResult.who, context := x }
      | some assigner =>
        let queue := hashesIn octets 0 (Array.emptyWithCapacity length) length
        let state := x.state
        let state := { state with
          authQueues := state.authQueues.setIfInBounds core queue
          privileges := { state.privileges with assign := state.privileges.assign.setIfInBounds core assigner } }
        { outcome := answer machine HostResult.ok, context := { x with state } }

/-- Ω_D: the validators after the next epoch. -/
def designate (p : Params) (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match machine.memory.peek φ.r7.toNat (336 * p.validators.toNat) with
  | none => { outcome := panic machine, context := x }
  | some octets =>
    if x.service ≠ x.state.privileges.designate then { outcome := answer machine HostResult.huh, context := x }
    else match (ValidatorSet.codec p).decode octets with
      | .ok stagingValidators =>
        { outcome := answer machine HostResult.ok, context := { x with state := { x.state with stagingValidators } } }
      | .error _ => { outcome := panic machine, context := x }

end Jar.Chain.HostCalls
