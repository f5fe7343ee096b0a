import Jar.Chain.Hashing
import Jar.Chain.Rule
import Jar.Chain.Time
import Jar.Crypto.Signatures
import Jar.Data.SortedMap
import Jar.Types.Safrole

/-!
# Tickets

Gray Paper 0.7.2, section 6.7: the tickets of a block and the accumulator of the best ones. How tickets are made is not said here.
-/
namespace Jar.Chain

/-- 𝐧: the tickets that proofs stand for, not looked at whether they are proofs; the first that has no output is none. -/
def ticketsOf (scheme : Crypto.SignatureScheme) (proofs : Array TicketProof) : Result (Array Ticket) :=
  go proofs.toList 0 #[]
where
  /-- From a proof on. -/
  go : List TicketProof → Nat → Array Ticket → Result (Array Ticket)
    | [], _, tickets => .ok tickets
    | proof :: rest, number, tickets =>
      match scheme.ringOutput proof.signature with
      | some id => go rest (number + 1) (tickets.push { id, attempt := proof.attempt })
      | none => .error { rule := .tickets .proof, item := number }

/-- Tickets by identifier. -/
def ticketMap (tickets : List Ticket) (map : SortedMap Hash Ticket) : SortedMap Hash Ticket :=
  map.insertAll (tickets.map fun ticket => (ticket.id, ticket))

/-- γ_A′: of the tickets held and the new ones those with the least identifiers, at most E, in ascending order. -/
def bestTickets (p : Params) (held new : Array Ticket) : Array Ticket :=
  (((ticketMap new.toList (ticketMap held.toList .empty)).toList.map (·.2)).take p.epochLength.toNat).toArray

/-- Is the ticket's proof one of a member of the ring? -/
def isTicketProof (p : Params) (scheme : Crypto.SignatureScheme) (root : RingCommitment) (entropy : Hash) (proof : TicketProof) : Bool :=
  scheme.ringVerify p.validators.toUInt32 root (ticketContext ++ entropy.bytes.push proof.attempt) .empty proof.signature

/-- **The tickets of a block**: γ′ from H_T, η′, γ (empty in a new epoch) and 𝐄_T. -/
def addTickets (p : Params) (scheme : Crypto.SignatureScheme) (slot : Slot) (entropy : Array Hash) (safrole : SafroleState)
    (proofs : Array TicketProof) : Result SafroleState := do
  demand (phase p slot < p.contestEnd.toNat || proofs.size == 0) (.tickets .afterContest)
  demand (proofs.size ≤ p.blockTickets.toNat) (.tickets .tooMany)
  demandAll proofs (.tickets .attempt) fun _ proof => proof.attempt.toNat < p.ticketEntries.toNat
  let new ← ticketsOf scheme proofs
  demandAscending new (.tickets .order) fun a b => a.id.before b.id
  let held := ticketMap safrole.ticketAccumulator.toList .empty
  demandAll new (.tickets .duplicate) fun _ ticket => !held.contains ticket.id
  let best := bestTickets p safrole.ticketAccumulator new
  let kept := ticketMap best.toList .empty
  demandAll new (.tickets .useless) fun _ ticket => kept.contains ticket.id
  demandAll proofs (.tickets .proof) fun _ proof => isTicketProof p scheme safrole.epochRoot (entropy.getD 2 default) proof
  return { safrole with ticketAccumulator := best }

end Jar.Chain
