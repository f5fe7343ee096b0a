import Jar.Types.Params
import Jar.Types.Fields

/-!
# Tickets

Gray Paper 0.7.2, sections 6.2, 6.5 and 6.7.
-/
namespace Jar

open Codec

/-- 𝕋: a ticket. -/
structure Ticket where
  /-- y: the ticket's identifier, the output of its proof. -/
  id : Hash
  /-- e: the entry index. -/
  attempt : UInt8
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Ticket`. -/
def Ticket.codec : Codec Ticket :=
  record (field "id" hash ⬝ field "attempt" natural8)
    (fun t => (t.id, t.attempt)) (fun (id, attempt) => { id, attempt })

/-- An item of 𝐄_T: the proof of a ticket. -/
structure TicketProof where
  /-- e: the entry index. -/
  attempt : UInt8
  /-- p: the proof. -/
  signature : RingVrfSignature
deriving DecidableEq, Inhabited

/-- 𝓔 of a `TicketProof`. -/
def TicketProof.codec : Codec TicketProof :=
  record (field "attempt" natural8 ⬝ field "signature" ringVrfSignature)
    (fun t => (t.attempt, t.signature)) (fun (attempt, signature) => { attempt, signature })

/-- The tickets of an epoch, as the header marks them. -/
abbrev TicketsMark := Array Ticket

/-- 𝓔 of a `TicketsMark`. -/
def TicketsMark.codec (p : Params) : Codec TicketsMark := vector p.epochLength.toNat Ticket.codec

/-- γ_S: what seals the blocks of an epoch. -/
inductive SealKeys where
  /-- A ticket for each slot. -/
  | tickets (tickets : TicketsMark)
  /-- Fallback: a key for each slot. -/
  | keys (keys : Array BandersnatchPublic)
deriving DecidableEq

instance : Inhabited SealKeys := ⟨.tickets #[]⟩

/-- 𝓔 of `SealKeys`: tag 0 or 1. -/
def SealKeys.codec (p : Params) : Codec SealKeys :=
  record (either (label "tickets" (TicketsMark.codec p)) (label "keys" (vector p.epochLength.toNat bandersnatchPublic)))
    (fun | .tickets all => ⟨false, all⟩ | .keys all => ⟨true, all⟩)
    (fun | ⟨false, all⟩ => .tickets all | ⟨true, all⟩ => .keys all)
    (by intro s; cases s <;> rfl) (by intro ⟨t, s⟩; cases t <;> rfl)

end Jar
