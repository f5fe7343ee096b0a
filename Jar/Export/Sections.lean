import Jar.Chain.Import
import Jar.Export.Arguments

/-!
# Sections of the transition, for C

Functions 64 to 80 of docs/wire.md: each is one function of `Jar/Chain` (Gray Paper 0.7.2, sections 5 to 13), the one that import calls.
-/
namespace Jar.Export

open Jar.Wire Codec Crypto

/-- 𝐄_G, and other sequences. -/
@[inline] def takeAll {α : Type} (c : Codec α) : Decoder (Array α) := take (sequence c)

/-- Functions 64 to 67: header, Safrole, seal. -/
def answerHeader (scheme : SignatureScheme) : (code : Nat) → Option (Decoder ByteArray)
  | 64 => some do
    let p := (← protocol).params
    let extrinsic ← take (Extrinsic.codec p)
    return value (put hash (Chain.extrinsicHash p extrinsic))
  | 65 => some do
    let p := (← protocol).params
    let slot ← take word32
    let newSlot ← take word32
    let output ← take hash
    let entropy ← take Jar.entropy
    let previous ← take (ValidatorSet.codec p)
    let active ← take (ValidatorSet.codec p)
    let safrole ← take (SafroleState.codec p)
    let staging ← take (ValidatorSet.codec p)
    let offenders ← take hashes
    let rotation := Chain.rotate p scheme slot newSlot output entropy previous active safrole staging offenders
    return value fun out => put (Jar.entropy ⬝ ValidatorSet.codec p ⬝ ValidatorSet.codec p ⬝ SafroleState.codec p ⬝ optional (EpochMark.codec p) ⬝
      optional (TicketsMark.codec p)) (rotation.entropy, rotation.previous, rotation.active, rotation.safrole, rotation.epochMark, rotation.ticketsMark) out
  | 66 => some do
    let p := (← protocol).params
    let slot ← take word32
    let entropy ← take Jar.entropy
    let safrole ← take (SafroleState.codec p)
    return given (Chain.addTickets p scheme slot entropy safrole (← takeAll TicketProof.codec)) (put (SafroleState.codec p))
  | 67 => some do
    let p := (← protocol).params
    let header ← take (Header.codec p)
    let entropy ← take Jar.entropy
    let active ← take (ValidatorSet.codec p)
    return given (Chain.checkSeal p scheme header entropy active (← take (SealKeys.codec p))) (put boolean)
  | _ => none

/-- Functions 68 to 71: recent history, authorizations, disputes. -/
def answerRecords (scheme : SignatureScheme) : (code : Nat) → Option (Decoder ByteArray)
  | 68 => some do
    let p := (← protocol).params
    let recent ← take (RecentHistory.codec p)
    return value (put (RecentHistory.codec p) (Chain.updateParent recent (← take hash)))
  | 69 => some do
    let p := (← protocol).params
    let recent ← take (RecentHistory.codec p)
    let headerHash ← take hash
    let accumulationRoot ← take hash
    return value (put (RecentHistory.codec p) (Chain.append p recent headerHash accumulationRoot (← takeAll Guarantee.codec)))
  | 70 => some do
    let p := (← protocol).params
    let pools ← take (AuthPools.codec p)
    let queues ← take (AuthQueues.codec p)
    let slot ← take word32
    return value (put (AuthPools.codec p) (Chain.authorizations p pools queues slot (← takeAll Guarantee.codec)))
  | 71 => some do
    let p := (← protocol).params
    let records ← take DisputesRecords.codec
    let assignments ← take (AvailabilityAssignments.codec p)
    let slot ← take word32
    let active ← take (ValidatorSet.codec p)
    let previous ← take (ValidatorSet.codec p)
    let extrinsic ← take (DisputesExtrinsic.codec p)
    return given (Chain.disputes p scheme records assignments slot active previous extrinsic) fun disputed =>
      put (DisputesRecords.codec ⬝ AvailabilityAssignments.codec p ⬝ sequence ed25519Public)
        (disputed.records, disputed.assignments, disputed.offendersMark)
  | _ => none

/-- Appends an assignment of validators to cores. -/
def putGuarantors (p : Params) (guarantors : Chain.Guarantors) (out : ByteArray) : ByteArray :=
  put (vector p.validators.toNat word16 ⬝ ValidatorSet.codec p) (guarantors.cores, guarantors.keys) out

/-- Functions 72 to 74: reports. -/
def answerReports (scheme : SignatureScheme) : (code : Nat) → Option (Decoder ByteArray)
  | 72 => some do
    let p := (← protocol).params
    let pending ← take (AvailabilityAssignments.codec p)
    let active ← take (ValidatorSet.codec p)
    let slot ← take word32
    let parent ← take hash
    let extrinsic ← takeAll (Assurance.codec p)
    return given (Chain.assurances p scheme pending active slot parent extrinsic)
      (put (AvailabilityAssignments.codec p ⬝ sequence WorkReport.codec))
  | 73 => some do
    let p := (← protocol).params
    let entropy ← take Jar.entropy
    let active ← take (ValidatorSet.codec p)
    let previous ← take (ValidatorSet.codec p)
    let offenders ← take hashes
    let (now, before) := Chain.guarantors p entropy active previous offenders (← take word32)
    return value fun out => putGuarantors p before (putGuarantors p now out)
  | 74 => some do
    let p := (← protocol).params
    let pending ← take (AvailabilityAssignments.codec p)
    let active ← take (ValidatorSet.codec p)
    let previous ← take (ValidatorSet.codec p)
    let entropy ← take Jar.entropy
    let offenders ← take hashes
    let recent ← take (RecentHistory.codec p)
    let pools ← take (AuthPools.codec p)
    let services ← services
    let ready ← take (ReadyQueue.codec p)
    let accumulated ← take (AccumulatedQueue.codec p)
    let reported ← take (AvailabilityAssignments.codec p)
    let slot ← take word32
    let ancestors ← take (optional (sequence slotAndHash))
    let extrinsic ← takeAll Guarantee.codec
    return given (Chain.guarantees p scheme pending active previous entropy offenders recent pools services ready accumulated reported slot ancestors
      extrinsic) (put (AvailabilityAssignments.codec p ⬝ hashes))
  | _ => none

/-- 𝐒: gas and number of items by service. -/
def counts : Codec Chain.AccumulationCounts := dictionary "service" "counts" (fun a b => a < b) word32 (word64 ⬝ word32)

/-- Function 75: accumulation. -/
def answerAccumulation : (code : Nat) → Option (Decoder ByteArray)
  | 75 => some do
    let protocol ← protocol
    let p := protocol.params
    let slot ← take word32
    let newSlot ← take word32
    let entropy ← take hash
    let ready ← take (ReadyQueue.codec p)
    let accumulated ← take (AccumulatedQueue.codec p)
    let privileges ← take (Privileges.codec p)
    let staging ← take (ValidatorSet.codec p)
    let queues ← take (AuthQueues.codec p)
    let services ← services
    let available ← takeAll WorkReport.codec
    return given (Chain.accumulate protocol slot newSlot entropy ready accumulated privileges staging queues services available) fun done out =>
      put (Privileges.codec p ⬝ ValidatorSet.codec p ⬝ AuthQueues.codec p ⬝ ReadyQueue.codec p ⬝ AccumulatedQueue.codec p ⬝ Jar.lastOutputs ⬝ counts)
        (done.privileges, done.stagingValidators, done.authQueues, done.ready, done.accumulated, done.lastOutputs, done.counts)
        (putServices done.services out)
  | _ => none

/-- Functions 76 to 78: preimages, statistics. -/
def answerIntegration : (code : Nat) → Option (Decoder ByteArray)
  | 76 => some do
    let _ ← protocol
    let services ← services
    return given (Chain.checkPreimages services (← takeAll Preimage.codec)) fun _ out => out
  | 77 => some do
    let _ ← protocol
    let services ← services
    let preimages ← takeAll Preimage.codec
    return value (putServices (Chain.integrate services preimages (← take word32)))
  | 78 => some do
    let p := (← protocol).params
    let prior ← take (Statistics.codec p)
    let slot ← take word32
    let newSlot ← take word32
    let author ← take word16
    let active ← take (ValidatorSet.codec p)
    let extrinsic ← take (Extrinsic.codec p)
    let reporters ← take hashes
    let available ← takeAll WorkReport.codec
    return value (put (Statistics.codec p) (Chain.statistics p prior slot newSlot author active extrinsic reporters available (← take counts)))
  | _ => none

/-- Functions 79 and 80: the order of slots, the root that history takes in. -/
def answerParts : (code : Nat) → Option (Decoder ByteArray)
  | 79 => some do
    let _ ← protocol
    let before ← take word32
    return given (Chain.checkSlot before (← take word32)) fun _ out => out
  | 80 => some do
    let _ ← protocol
    return value (put hash (Chain.accumulationRoot (← take Jar.lastOutputs)))
  | _ => none

/-- All of them. -/
def answerSection (scheme : SignatureScheme) (code : Nat) : Option (Decoder ByteArray) :=
  answerHeader scheme code <|> answerRecords scheme code <|> answerReports scheme code <|> answerAccumulation code <|>
    answerIntegration code <|> answerParts code

end Jar.Export
