import Jar.Chain.HostCalls.Economy

/-!
# Host calls about preimages, and the output

Gray Paper 0.7.2, appendix B.7: query, solicit, forget, yield, provide.
-/
namespace Jar.Chain.HostCalls

/-- The slots of a request whose length is a word. A length beyond 2^32 − 1 is nobody's. -/
def requestOf (account : ServiceAccount) (hash : Hash) (length : UInt64) : Option Request :=
  if length < 0x100000000 then Account.request? account hash length.toUInt32 else none

/-- A slot in the high half of a word. -/
@[inline] def high (slot : Slot) : UInt64 := slot.toUInt64 <<< 32

/-- What `query` gives in φ₇ and φ₈. -/
def described : Option Request → UInt64 × UInt64
  | none => (HostResult.none, 0)
  | some slots =>
    match slots.toList with
    | [] => (0, 0)
    | [x] => (1 + high x, 0)
    | [x, y] => (2 + high x, y.toUInt64)
    | x :: y :: z :: _ => (3 + high x, y.toUInt64 + high z)

/-- Ω_Q: what is known of a request. -/
def query (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match hash? machine φ.r7 with
  | none => { outcome := panic machine, context := x }
  | some hash =>
    match described (requestOf x.self hash φ.r8) with
    | (first, second) =>
      { outcome := .next { machine with registers := (machine.registers.set .r7 first).set .r8 second }, context := x }

/-- The account that asks for a preimage, for the first time or again; `none` if it cannot. -/
def solicited (slot : Slot) (account : ServiceAccount) (hash : Hash) (length : UInt64) : Option ServiceAccount :=
  if length < 0x100000000 then
    match Account.request? account hash length.toUInt32 with
    | none => some (Account.addRequest account hash length.toUInt32)
    | some slots => if slots.size = 2 then some (Account.setRequest account hash length.toUInt32 (slots.push slot)) else none
  else none

/-- Ω_S: asks for a preimage. -/
def solicit (p : Params) (slot : Slot) (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match hash? machine φ.r7 with
  | none => { outcome := panic machine, context := x }
  | some hash =>
    match solicited slot x.self hash φ.r8 with
    | none => { outcome := answer machine HostResult.huh, context := x }
    | some self =>
      if Account.isSolvent p self then { outcome := answer machine HostResult.ok, context := { x with self } }
      else { outcome := answer machine HostResult.full, context := x }

/-- The account that does not need a preimage any more; `none` if it cannot say so now. -/
def forgotten (p : Params) (slot : Slot) (account : ServiceAccount) (hash : Hash) (length : UInt64) : Option ServiceAccount :=
  match requestOf account hash length with
  | none => none
  | some slots =>
    let length := length.toUInt32
    match slots.toList with
    | [] => some (Account.dropRequest account hash length)
    | [x] => some (Account.setRequest account hash length #[x, slot])
    | [_, y] => if isExpired p slot y then some (Account.dropRequest account hash length) else none
    | _ :: y :: w :: _ => if isExpired p slot y then some (Account.setRequest account hash length #[w, slot]) else none

/-- Ω_F: gives up a preimage. -/
def forget (p : Params) (slot : Slot) (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match hash? machine φ.r7 with
  | none => { outcome := panic machine, context := x }
  | some hash =>
    match forgotten p slot x.self hash φ.r8 with
    | none => { outcome := answer machine HostResult.huh, context := x }
    | some self => { outcome := answer machine HostResult.ok, context := { x with self } }

/-- Ω_♉: the hash that the service commits to. -/
def yield (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match hash? machine φ.r7 with
  | none => { outcome := panic machine, context := x }
  | some hash => { outcome := answer machine HostResult.ok, context := { x with yield := some hash } }

/-- Ω_♈: a preimage for a service that asks for it. -/
def provide (machine : Machine) (x : Implications) : Called Implications :=
  let φ := machine.registers
  match range? machine φ.r8 φ.r9 with
  | none => { outcome := panic machine, context := x }
  | some preimage =>
    let service := if φ.r7 = HostResult.none then some x.service else serviceId? φ.r7
    match service.bind fun service => (x.account? service).map fun account => (service, account) with
    | none => { outcome := answer machine HostResult.who, context := x }
    | some (service, account) =>
      let hash := blake preimage
      match requestOf account hash φ.r9 with
      | some slots =>
        if slots.isEmpty && !x.provisions.has service hash then
          { outcome := answer machine HostResult.ok, context := { x with provisions := x.provisions.add service hash preimage } }
        else { outcome := answer machine HostResult.huh, context := x }
      | none => { outcome := answer machine HostResult.huh, context := x }

end Jar.Chain.HostCalls
