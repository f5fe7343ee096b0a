import Jar.Chain.Accumulation.Context
import Jar.Chain.HostCalls.General

/-!
# Host calls that make, change, pay and remove services

Gray Paper 0.7.2, appendix B.7: new, upgrade, transfer, eject.
-/
namespace Jar.Chain.HostCalls

open Pvm (Outcome)

/-- **a**: a new account with a request for its code, and as much as it must hold. -/
def newAccount (p : Params) (slot : Slot) (parent : ServiceId) (codeHash : Hash) (length : UInt32) (minItemGas minMemoGas : Gas) (gratis : Balance) :
    ServiceAccount :=
  let octets := Account.requestFootprint length
  { info := {
      codeHash, minItemGas, minMemoGas
      balance := (Account.thresholdOf p Account.requestItems octets gratis).toUInt64
      bytes := octets
      depositOffset := gratis
      items := Account.requestItems
      creationSlot := slot
      lastAccumulationSlot := 0
      parentService := parent }
    items := SortedMap.empty.insert (requestItem codeHash length) (Request.codec.encode #[]) }

/-- The context with a new account, paid by the service. -/
def withNew (x : Implications) (service : ServiceId) (account : ServiceAccount) : Implications :=
  { x with
    self := Account.debit x.self account.info.balance.toNat
    state := { x.state with services := x.state.services.insert service account }
    touched := service :: x.touched }

/-- Ω_N: a new service. -/
def new (p : Params) (slot : Slot) (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match hash? machine φ.r7, serviceId? φ.r8 with
  | some codeHash, some length =>
    let account := newAccount p slot x.service codeHash length φ.r9 φ.r10 φ.r11
    if φ.r11 ≠ 0 ∧ x.service ≠ x.state.privileges.bless then { outcome := answer machine HostResult.huh, context := x }
    else if x.self.info.balance.toNat < account.info.balance.toNat + Account.threshold p x.self then
      { outcome := answer machine HostResult.cash, context := x }
    else if x.service = x.state.privileges.register ∧ φ.r12.toNat < minPublicIndex then
      let service := φ.r12.toUInt32
      if (x.account? service).isSome then { outcome := answer machine HostResult.full, context := x }
      else { outcome := answer machine φ.r12, context := withNew x service account }
    else
      let nextId := unusedIndex x.state.services (indexAfter x.nextId 42)
      { outcome := answer machine x.nextId.toUInt64, context := { withNew x x.nextId account with nextId } }
  | _, _ => { outcome := panic machine, context := x }

/-- Ω_U: other code, and other gas limits. -/
def upgrade (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match hash? machine φ.r7 with
  | none => { outcome := panic machine, context := x }
  | some codeHash =>
    let self := { x.self with info := { x.self.info with codeHash, minItemGas := φ.r8, minMemoGas := φ.r9 } }
    { outcome := answer machine HostResult.ok, context := { x with self } }

/-- Ω_T: a transfer, which costs the gas that it carries. -/
def transfer (p : Params) (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match (machine.memory.peek φ.r10.toNat 128).bind (Octets.ofBytes? 128) with
  | none => { outcome := panic machine, context := x }
  | some memo =>
    match (serviceId? φ.r7).bind fun service => (x.account? service).map fun account => (service, account.info.minMemoGas) with
    | none => { outcome := answer machine HostResult.who, context := x }
    | some (destination, least) =>
      if φ.r9 < least then { outcome := answer machine HostResult.low, context := x }
      else if x.self.info.balance.toNat < φ.r8.toNat + Account.threshold p x.self then
        { outcome := answer machine HostResult.cash, context := x }
      else if machine.gas < φ.r9 then { outcome := .exit .outOfGas machine, context := x }
      else
        let transfer := { source := x.service, destination, amount := φ.r8, memo, gas := φ.r9 }
        let self := Account.debit x.self φ.r8.toNat
        { outcome := answer { machine with gas := machine.gas - φ.r9 } HostResult.ok
          context := { x with self, transfers := x.transfers.push transfer } }

/-- 𝓔₃₂ of an index: the code hash by which a service allows another to remove it. -/
def ejectable (service : ServiceId) : Hash :=
  let index := Codec.word32.encode service
  .generate 32 (byteAt index)

/-- Has it been as long since a slot as an unreferenced preimage must stay? -/
@[inline] def isExpired (p : Params) (slot since : Slot) : Bool := since.toNat + p.expungePeriod.toNat < slot.toNat

/-- Is a request of an account the only thing that it has left, and is it over? -/
def isLeft (p : Params) (slot : Slot) (account : ServiceAccount) (hash : Hash) : Bool :=
  let length := max 81 account.info.bytes - 81
  account.info.items = 2 && (serviceId? length).isSome &&
    match Account.request? account hash length.toUInt32 with
    | some slots =>
      match slots.toList with
      | [_, y] => isExpired p slot y
      | _ => false
    | none => false

/-- Ω_J: removes a service that allows it, and takes what it has. -/
def eject (p : Params) (slot : Slot) (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match hash? machine φ.r8 with
  | none => { outcome := panic machine, context := x }
  | some hash =>
    match (serviceId? φ.r7).bind fun service => (x.state.services.find? service).map fun account => (service, account) with
    | none => { outcome := answer machine HostResult.who, context := x }
    | some (service, account) =>
      if service = x.service ∨ account.info.codeHash ≠ ejectable x.service then { outcome := answer machine HostResult.who, context := x }
      else if isLeft p slot account hash then
        { outcome := answer machine HostResult.ok
          context := { x with
            self := Account.credit x.self account.info.balance.toNat
            state := { x.state with services := x.state.services.erase service }
            touched := service :: x.touched } }
      else { outcome := answer machine HostResult.huh, context := x }

end Jar.Chain.HostCalls
