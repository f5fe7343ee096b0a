import Jar.Types.Tickets
import Jar.Types.Validators

/-!
# Safrole

Gray Paper 0.7.2, section 6.2.
-/
namespace Jar

open Codec

/-- γ: the state of Safrole. -/
structure SafroleState where
  /-- γ_P: the validators of the next epoch. -/
  pending : ValidatorSet
  /-- γ_Z: the ring root of the next epoch's validators. -/
  epochRoot : RingCommitment
  /-- γ_S. -/
  sealKeys : SealKeys
  /-- γ_A: the best tickets for the next epoch. -/
  ticketAccumulator : Array Ticket
deriving DecidableEq, Inhabited

/-- 𝓔 of a `SafroleState`. -/
def SafroleState.codec (p : Params) : Codec SafroleState :=
  record (field "pending" (ValidatorSet.codec p) ⬝ field "epoch_root" ringCommitment ⬝ field "seal_keys" (SealKeys.codec p) ⬝
    field "ticket_accumulator" (sequence Ticket.codec (some p.epochLength.toNat)))
    (fun s => (s.pending, s.epochRoot, s.sealKeys, s.ticketAccumulator))
    (fun (pending, epochRoot, sealKeys, ticketAccumulator) => { pending, epochRoot, sealKeys, ticketAccumulator })

end Jar
