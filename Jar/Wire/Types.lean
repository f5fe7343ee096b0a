import Jar.Types.Block
import Jar.Types.State
import Jar.Types.WorkPackage

/-!
# Protocol types on the wire

The answers to requests "decode this, encode it again, and say what it is" (docs/wire.md): for every protocol type by number, for the parameters of
the public vectors. Gray Paper 0.7.2, appendices C and D.1.
-/
namespace Jar.Wire

open Codec

/-- The octet that stands for what is wrong. -/
def kindCode : ErrorKind → UInt8
  | .truncated => 1
  | .notShortest => 2
  | .tooLarge => 3
  | .tooFewOctets => 4
  | .tooMany => 5
  | .tag => 6
  | .constant => 7
  | .notAscending => 8
  | .unusedBits => 9
  | .trailing => 10

/-- Appends a path: names behind dots, indices in brackets. -/
def putPath (out : ByteArray) : (first : Bool) → List Step → ByteArray
  | _, [] => out
  | first, .field name :: rest => putPath (Text.putString (if first then out else out.push 46) name) false rest
  | _, .item index :: rest => putPath ((Text.putNat (out.push 91) index).push 93) false rest

/-- An answer: what is wrong, where. -/
def refused (kind : UInt8) (offset : Nat) (path : List Step) : ByteArray :=
  putPath (putLe ((ByteArray.empty.push 1).push kind) offset.toUInt64 8) true path

/-- An answer: a key without a value, or without an account, or of nothing. -/
def refusedKey (kind : UInt8) (key : StateKey) : ByteArray :=
  Text.putDigits (refused kind 0 [.field "0x"]) key.bytes 0 31

/-- An answer: the encoding, and the value as text. -/
def accepted (encoding : ByteArray) (text : ByteArray → ByteArray) : ByteArray :=
  text (putLe (ByteArray.empty.push 0) encoding.size.toUInt64 8 ++ encoding)

/-- An answer to a request that names no type or no parameters, or is too short. -/
def unknown : ByteArray := ByteArray.empty.push 2

/-- Decodes a value that begins at `i` and encodes it again. If `whole`, nothing may follow it. Offsets count from `i`. -/
def roundtrip {α : Type} (c : Codec α) (whole : Bool) (bytes : ByteArray) (i : Nat) : ByteArray :=
  match c.get bytes i with
  | .ok value next =>
    if whole && next != bytes.size then refused (kindCode .trailing) (next - i) []
    else accepted (c.encode value) (c.text · value)
  | .error error => refused (kindCode error.kind) (error.offset - i) error.path

/-- T(σ) on the wire: a dictionary from state keys to octets. -/
def stateMap : Codec (Array (StateKey × ByteArray)) := dictionary "key" "value" Octets.before (octets 31) blob

/-- An answer: why a map is not the form of a state. -/
def refusedState : State.Error → ByteArray
  | .malformed _ error => refused (kindCode error.kind) error.offset error.path
  | .missing i => refusedKey 11 (.component i)
  | .noAccount key => refusedKey 12 key
  | .unknownKey key => refusedKey 13 key

/-- Decodes the entries of T(σ), takes σ out of them, and encodes T(σ) again. Errors within the value of a key have their offset there. -/
def roundtripState (p : Params) (whole : Bool) (bytes : ByteArray) (i : Nat) : ByteArray :=
  match stateMap.get bytes i with
  | .ok entries next =>
    if whole && next != bytes.size then refused (kindCode .trailing) (next - i) []
    else
      match State.ofMap p (SortedMap.empty.insertAll entries.toList) with
      | .ok σ => accepted (stateMap.encode (σ.toMap p).toList.toArray) id
      | .error error => refusedState error
  | .error error => refused (kindCode error.kind) (error.offset - i) error.path

/-- A type: its name, and what to do for each set of parameters. -/
structure Entry where
  name : String
  tiny : Bool → ByteArray → Nat → ByteArray
  full : Bool → ByteArray → Nat → ByteArray

/-- A type whose codec depends on the parameters. -/
def scaled {α : Type} (name : String) (c : Params → Codec α) : Entry :=
  { name, tiny := roundtrip (c .tiny), full := roundtrip (c .full) }

/-- A type whose codec does not. -/
def plain {α : Type} (name : String) (c : Codec α) : Entry :=
  { name, tiny := roundtrip c, full := roundtrip c }

/-- All types. The number of a type is its position. -/
def types : Array Entry := #[
  scaled "block" Block.codec, scaled "header" Header.codec, scaled "unsigned_header" UnsignedHeader.codec, scaled "extrinsic" Extrinsic.codec,
  plain "tickets_extrinsic" (sequence TicketProof.codec), plain "preimages_extrinsic" (sequence Preimage.codec),
  plain "guarantees_extrinsic" (sequence Guarantee.codec), scaled "assurances_extrinsic" (fun p => sequence (Assurance.codec p)),
  scaled "disputes_extrinsic" DisputesExtrinsic.codec, plain "refine_context" RefineContext.codec, plain "package_spec" PackageSpec.codec,
  plain "work_result" WorkResult.codec, plain "refine_load" RefineLoad.codec, plain "work_digest" WorkDigest.codec,
  plain "work_report" WorkReport.codec, plain "import_spec" ImportSpec.codec, plain "extrinsic_spec" ExtrinsicSpec.codec,
  plain "work_item" WorkItem.codec, plain "work_package" WorkPackage.codec, plain "validator_keys" ValidatorKeys.codec,
  scaled "validator_set" ValidatorSet.codec, plain "ticket" Ticket.codec, scaled "tickets_mark" TicketsMark.codec,
  scaled "epoch_mark" EpochMark.codec, scaled "seal_keys" SealKeys.codec, scaled "safrole_state" SafroleState.codec,
  plain "disputes_records" DisputesRecords.codec, scaled "availability_assignments" AvailabilityAssignments.codec,
  scaled "auth_pools" AuthPools.codec, scaled "auth_queues" AuthQueues.codec, scaled "recent_history" RecentHistory.codec,
  plain "service_info" ServiceInfo.codec, plain "request" Request.codec, scaled "privileges" Privileges.codec,
  scaled "ready_queue" ReadyQueue.codec, scaled "accumulated_queue" AccumulatedQueue.codec, plain "last_outputs" Jar.lastOutputs,
  plain "deferred_transfer" DeferredTransfer.codec, plain "operand_tuple" OperandTuple.codec,
  plain "accumulation_input" AccumulationInput.codec, scaled "statistics" Statistics.codec, plain "entropy" Jar.entropy,
  plain "slot" word32, plain "params" Params.codec, plain "state_entries" stateMap,
  { name := "state", tiny := roundtripState .tiny, full := roundtripState .full }]

/-- Answers a request: number of the type, parameters (0 tiny, 1 full), extent (0 whole, 1 what begins here), octets. -/
def answerCodec (request : ByteArray) : ByteArray :=
  let number := (byteAt request 0).toNat
  let parameters := byteAt request 1
  let extent := byteAt request 2
  if h : 3 ≤ request.size ∧ parameters ≤ 1 ∧ extent ≤ 1 ∧ number < types.size then
    let entry := types[number]'h.2.2.2
    (if parameters = 0 then entry.tiny else entry.full) (extent = 0) request 3
  else unknown

/-- The types as text: a line "number name" for each. -/
def typesText : ByteArray :=
  lines .empty 0 types.toList
where
  /-- Appends the lines. -/
  lines (out : ByteArray) (number : Nat) : List Entry → ByteArray
    | [] => out
    | entry :: rest => lines ((Text.putString ((Text.putNat out number).push 32) entry.name).push 10) (number + 1) rest

end Jar.Wire
