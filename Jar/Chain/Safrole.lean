import Jar.Chain.SealKeys
import Jar.Chain.Time
import Jar.Crypto.Signatures
import Jar.Data.SortedSet
import Jar.Types.Header
import Jar.Types.Safrole

/-!
# Safrole: what an epoch changes

Gray Paper 0.7.2, sections 6.3 (keys), 6.4 (entropy), 6.5 (seal keys) and 6.6 (markers). Seals are in `Seal`, tickets in `Tickets`.
-/
namespace Jar.Chain

/-- What stands for a key that is no longer to be used. -/
def nullKeys : ValidatorKeys := { bandersnatch := .zero 32, ed25519 := .zero 32, bls := .zero 144, metadata := .zero 128 }

/-- Φ: the validators, offenders replaced by null keys. -/
def withoutOffenders (offenders : Array Ed25519Public) (validators : ValidatorSet) : ValidatorSet :=
  let offenders := SortedSet.ofArray offenders
  (validators.toList.map fun keys => if offenders.has keys.ed25519 then nullKeys else keys).toArray

/-- η′: the accumulator takes in the output of H_V; in a new epoch, its old value moves into the history. -/
def nextEntropy (isNewEpoch : Bool) (entropy : Array Hash) (output : Hash) : Array Hash :=
  let η₀ := entropy.getD 0 default
  let η₁ := entropy.getD 1 default
  let η₂ := entropy.getD 2 default
  let η₃ := entropy.getD 3 default
  let accumulator := blake (η₀.bytes ++ output.bytes)
  if isNewEpoch then #[accumulator, η₀, η₁, η₂] else #[accumulator, η₁, η₂, η₃]

/-- What Safrole gives for a block, but for its tickets. -/
structure Rotation where
  /-- η′. -/
  entropy : Array Hash
  /-- λ′. -/
  previous : ValidatorSet
  /-- κ′. -/
  active : ValidatorSet
  /-- γ′; in a new epoch without tickets. -/
  safrole : SafroleState
  /-- The epoch mark that the header must have. -/
  epochMark : Option EpochMark
  /-- The tickets mark that the header must have. -/
  ticketsMark : Option TicketsMark

/-- Are the tickets for the next epoch complete? -/
def isSaturated (p : Params) (safrole : SafroleState) : Bool := safrole.ticketAccumulator.size = p.epochLength.toNat

/-- γ_S′: in an epoch that follows directly, the tickets of a contest that ended with enough of them; otherwise keys of a new epoch's validators. -/
def nextSealKeys (p : Params) (slot newSlot : Slot) (entropy : Array Hash) (active : ValidatorSet) (safrole : SafroleState) : SealKeys :=
  if epoch p newSlot = epoch p slot + 1 ∧ p.contestEnd.toNat ≤ phase p slot ∧ isSaturated p safrole then
    .tickets (outsideIn safrole.ticketAccumulator)
  else if epoch p newSlot = epoch p slot then safrole.sealKeys
  else .keys (fallbackKeys p (entropy.getD 2 default) active)

/-- H_E as it must be in a new epoch, from η and γ_P′. -/
def epochMarkOf (entropy : Array Hash) (pending : ValidatorSet) : EpochMark where
  entropy := entropy.getD 0 default
  ticketsEntropy := entropy.getD 1 default
  validators := pending.map fun keys => { bandersnatch := keys.bandersnatch, ed25519 := keys.ed25519 }

/-- H_W as it must be: the tickets in the first block after the contest, if they are complete. -/
def ticketsMarkOf (p : Params) (slot newSlot : Slot) (safrole : SafroleState) : Option TicketsMark :=
  if epoch p newSlot = epoch p slot ∧ phase p slot < p.contestEnd.toNat ∧ p.contestEnd.toNat ≤ phase p newSlot ∧ isSaturated p safrole then
    some (outsideIn safrole.ticketAccumulator)
  else none

/-- **Safrole's rotation**, from τ, H_T, 𝒴(H_V), η, λ, κ, γ, ι and ψ_O′. A ring that is too large has zeros for a root, for which nothing verifies. -/
def rotate (p : Params) (scheme : Crypto.SignatureScheme) (slot newSlot : Slot) (output : Hash) (entropy : Array Hash)
    (previous active : ValidatorSet) (safrole : SafroleState) (staging : ValidatorSet) (offenders : Array Ed25519Public) : Rotation :=
  let isNewEpoch : Bool := epoch p slot < epoch p newSlot
  let entropy' := nextEntropy isNewEpoch entropy output
  let previous' := if isNewEpoch then active else previous
  let active' := if isNewEpoch then safrole.pending else active
  let sealKeys := nextSealKeys p slot newSlot entropy' active' safrole
  let pending := if isNewEpoch then withoutOffenders offenders staging else safrole.pending
  { entropy := entropy', previous := previous', active := active'
    safrole :=
      if isNewEpoch then
        { pending, sealKeys, ticketAccumulator := #[]
          epochRoot := (scheme.ringCommitment (pending.map (·.bandersnatch))).getD (.zero 144) }
      else { safrole with sealKeys }
    epochMark := if isNewEpoch then some (epochMarkOf entropy pending) else none
    ticketsMark := ticketsMarkOf p slot newSlot safrole }

end Jar.Chain
