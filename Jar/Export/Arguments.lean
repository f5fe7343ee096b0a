import Jar.Chain.Protocol
import Jar.Chain.Rule
import Jar.Wire.Codec
import Jar.Wire.Types

/-!
# Arguments and values of the transition, for C

How docs/wire.md writes what the functions of `Jar/Chain` take and give: values of protocol types (Gray Paper 0.7.2, appendix C) one after another.
-/
namespace Jar.Export

open Jar.Wire Jar.Wire.Decoder

/-- A value of a protocol type. -/
@[inline] def take {α : Type} (c : Codec α) : Decoder α := fun bytes i =>
  match c.get bytes i with
  | .ok value next => .ok value next
  | .error error => .malformed (if error.kind = .truncated ∨ error.kind = .tooFewOctets then .truncated else .value) error.offset

/-- The rules of a chain: Gray Paper 0.7.2 with these parameters. -/
def protocol : Decoder Chain.Protocol := do return .jam (← take Params.codec)

/-- A pair in a sequence. -/
def slotAndHash : Codec (Slot × Hash) := Codec.pair Codec.word32 Codec.hash

/-- The entries of a state, or of accounts. -/
def stateEntries : Decoder StateMap := do return SortedMap.empty.insertAll (← take stateMap).toList

/-- Is the key of an account or of its items? -/
def isOfService (key : StateKey) : Bool :=
  match key.kind with
  | .component _ => false
  | _ => true

/-- δ, as its entries in T(σ). -/
def services : Decoder Services := fun bytes i =>
  match stateEntries bytes i with
  | .malformed error offset => .malformed error offset
  | .ok map next =>
    if map.toList.all fun entry => isOfService entry.1 then
      match State.servicesOf map with
      | .ok services => .ok services next
      | .error _ => .malformed .value i
    else .malformed .value i

/-- Appends a value of a protocol type. -/
@[inline] def put {α : Type} (c : Codec α) (value : α) (out : ByteArray) : ByteArray := c.put out value

/-- Appends δ. -/
def putServices (services : Services) (out : ByteArray) : ByteArray :=
  put stateMap (SortedMap.empty.insertAll (State.serviceEntries services.toList)).toList.toArray out

/-- A rejection: 0, the number of the rule in two octets, the item in four. -/
def rejected (rejection : Chain.Rejection) : ByteArray :=
  putNat (putNat (ByteArray.empty.push 0) rejection.rule.number 2) rejection.item 4

/-- What a section gives: 1 and the values, or the rejection. -/
@[inline] def given {α : Type} (result : Chain.Result α) (values : α → ByteArray → ByteArray) : ByteArray :=
  match result with
  | .ok value => values value (ByteArray.empty.push 1)
  | .error rejection => rejected rejection

/-- What a function gives that cannot reject. -/
@[inline] def value (values : ByteArray → ByteArray) : ByteArray := values (ByteArray.empty.push 1)

end Jar.Export
