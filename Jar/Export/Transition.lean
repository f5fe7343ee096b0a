import Jar.Chain.Import
import Jar.Export.Arguments

/-!
# Whole blocks, for C

The transition Υ of Gray Paper 0.7.2, section 4.1, as one question (function 96 of docs/wire.md), and as a session: a state that stays an object of Lean
between blocks. A session is a value: what a block makes of it is another, and the first stays what it is.
-/
namespace Jar.Export

open Jar.Wire Jar.Wire.Decoder

/-- What import is told beside state and block. -/
def context : Decoder Chain.Context := do
  let parent ← take Codec.hash
  let ancestors ← take (Codec.optional (Codec.sequence slotAndHash))
  return { parent, ancestors, clock := ← take (Codec.optional Codec.word32) }

/-- What is wrong with octets: as in the answer about a protocol type. -/
def malformedBlock (error : DecodeError) : ByteArray :=
  putPath (putLe ((ByteArray.empty.push 2).push (kindCode error.kind)) error.offset.toUInt64 8) true error.path

/-- Why entries are not those of a state. -/
def malformedState (error : State.Error) : ByteArray :=
  (ByteArray.empty.push 3) ++ (refusedState error).extract 1 (refusedState error).size

/-- A state between two blocks. -/
structure Opened where
  protocol : Chain.Protocol
  σ : State
  /-- M_σ(σ). -/
  root : Hash

/-- Takes in the rules of a chain and the entries of a state. -/
def opened : Decoder (Except State.Error Opened) := do
  let protocol ← protocol
  let map ← stateEntries
  return match State.ofMap protocol.params map with
    | .ok σ => .ok { protocol, σ, root := Chain.rootOf protocol.params σ }
    | .error error => .error error

/-- The entries of a state. -/
def entriesOf (state : Opened) : ByteArray := stateMap.encode (state.σ.toMap state.protocol.params).toList.toArray

/-- What a block makes of a state: a new state, or the value that says why there is none. -/
def imported (state : Opened) (context : Chain.Context) (octets : ByteArray) : Except ByteArray Opened :=
  match (Block.codec state.protocol.params).decode octets with
  | .error error => .error (malformedBlock error)
  | .ok block =>
    match Chain.transitionFrom state.protocol Crypto.linkedScheme state.σ state.root context block with
    | .error rejection => .error (rejected rejection)
    | .ok σ => .ok { state with σ, root := Chain.rootOf state.protocol.params σ }

/-- Function 96: a block on a state. -/
def answerBlock : (code : Nat) → Option (Decoder ByteArray)
  | 96 => some do
    let state ← opened
    let context ← context
    let octets ← take Codec.blob
    return match state with
      | .error error => malformedState error
      | .ok state =>
        match imported state context octets with
        | .error value => value
        | .ok state => (ByteArray.empty.push 1 ++ state.root.bytes) ++ entriesOf state
  | _ => none

/-! ## Sessions -/

/-- What Rust holds: the state, if there is one, and the answer to the question that made it. -/
structure Session where
  state : Option Opened
  answer : ByteArray

/-- An answer to a question that was understood. -/
def understood (value : ByteArray) : ByteArray := ByteArray.empty.push 1 ++ value

/-- An answer to octets that are no question. -/
def misunderstood (error : ErrorCode) (offset : Nat) : ByteArray := putNat (putNat (ByteArray.empty.push 0) error.toNat 1) offset 8

/-- The session with a state, whose answer is the root. -/
def sessionWith (state : Opened) : Session :=
  { state := some state, answer := understood (ByteArray.empty.push 1 ++ state.root.bytes) }

/-- Begins a session: rules of the chain and entries of a state. -/
@[export jar_state_load] def stateLoad (bytes : ByteArray) : Session :=
  match whole opened bytes with
  | .malformed error offset => { state := none, answer := misunderstood error offset }
  | .ok (.error error) _ => { state := none, answer := understood (malformedState error) }
  | .ok (.ok state) _ => sessionWith state

/-- A block on a session's state. A block that is rejected leaves the state as it is. -/
@[export jar_state_apply] def stateApply (session : Session) (bytes : ByteArray) : Session :=
  match session.state with
  | none => session
  | some state =>
    match whole (do return (← context, ← take Codec.blob)) bytes with
    | .malformed error offset => { session with answer := misunderstood error offset }
    | .ok (context, octets) _ =>
      match imported state context octets with
      | .error value => { session with answer := understood value }
      | .ok state => sessionWith state

/-- The answer to the question that made the session. -/
@[export jar_state_answer] def stateAnswer (session : Session) : ByteArray := session.answer

/-- The root of the session's state; no octets if there is no state. -/
@[export jar_state_root] def stateRoot (session : Session) : ByteArray :=
  match session.state with
  | none => .empty
  | some state => state.root.bytes

/-- The entries of the session's state; no octets if there is no state. -/
@[export jar_state_entries] def stateEntriesOf (session : Session) : ByteArray :=
  match session.state with
  | none => .empty
  | some state => entriesOf state

end Jar.Export
