import Jar.Types.Tickets

/-!
# Headers

Gray Paper 0.7.2, section 5 and appendix C.2.
-/
namespace Jar

open Codec

/-- Of a validator, what an epoch mark holds. -/
structure EpochMarkKeys where
  /-- k_b. -/
  bandersnatch : BandersnatchPublic
  /-- k_e. -/
  ed25519 : Ed25519Public
deriving DecidableEq, Inhabited

/-- 𝓔 of a `EpochMarkKeys`. -/
def EpochMarkKeys.codec : Codec EpochMarkKeys :=
  record (field "bandersnatch" bandersnatchPublic ⬝ field "ed25519" ed25519Public)
    (fun e => (e.bandersnatch, e.ed25519)) (fun (bandersnatch, ed25519) => { bandersnatch, ed25519 })

/-- H_E: what the first header of an epoch says of the next. -/
structure EpochMark where
  /-- η₀. -/
  entropy : Hash
  /-- η₁. -/
  ticketsEntropy : Hash
  /-- The keys of the next epoch's validators. -/
  validators : Array EpochMarkKeys
deriving DecidableEq, Inhabited

/-- 𝓔 of a `EpochMark`. -/
def EpochMark.codec (p : Params) : Codec EpochMark :=
  record (field "entropy" hash ⬝ field "tickets_entropy" hash ⬝ field "validators" (vector p.validators.toNat EpochMarkKeys.codec))
    (fun e => (e.entropy, e.ticketsEntropy, e.validators))
    (fun (entropy, ticketsEntropy, validators) => { entropy, ticketsEntropy, validators })

/-- A header without its seal: what the seal signs. -/
structure UnsignedHeader where
  /-- H_P: the hash of the parent's header. -/
  parent : Hash
  /-- H_R: the root of the state before this block. -/
  parentStateRoot : Hash
  /-- H_X: the commitment to the extrinsic. -/
  extrinsicHash : Hash
  /-- H_T. -/
  slot : Slot
  /-- H_E. -/
  epochMark : Option EpochMark
  /-- H_W: the winning tickets. -/
  ticketsMark : Option TicketsMark
  /-- H_I. -/
  authorIndex : ValidatorIndex
  /-- H_V. -/
  entropySource : VrfSignature
  /-- H_O: validators that misbehaved. -/
  offendersMark : Array Ed25519Public
deriving DecidableEq, Inhabited

/-- The fields of an unsigned header. -/
def UnsignedHeader.fields (p : Params) : Codec UnsignedHeader :=
  iso (field "parent" hash ⬝ field "parent_state_root" hash ⬝ field "extrinsic_hash" hash ⬝ field "slot" word32 ⬝
    field "epoch_mark" (optional (EpochMark.codec p)) ⬝ field "tickets_mark" (optional (TicketsMark.codec p)) ⬝
    field "author_index" word16 ⬝ field "entropy_source" vrfSignature ⬝ field "offenders_mark" (sequence ed25519Public))
    (fun u => (u.parent, u.parentStateRoot, u.extrinsicHash, u.slot, u.epochMark, u.ticketsMark, u.authorIndex, u.entropySource,
      u.offendersMark))
    (fun (parent, parentStateRoot, extrinsicHash, slot, epochMark, ticketsMark, authorIndex, entropySource, offendersMark) =>
      { parent, parentStateRoot, extrinsicHash, slot, epochMark, ticketsMark, authorIndex, entropySource, offendersMark })

/-- 𝓔_U of a header: what is signed. -/
def UnsignedHeader.codec (p : Params) : Codec UnsignedHeader :=
  record (UnsignedHeader.fields p) id id

/-- ℍ: a header. -/
structure Header where
  /-- All but the seal. -/
  unsigned : UnsignedHeader
  /-- H_S: the seal. -/
  seal : VrfSignature
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Header`: the fields of the unsigned one and the seal behind them. -/
def Header.codec (p : Params) : Codec Header :=
  record (UnsignedHeader.fields p ⬝ field "seal" vrfSignature) (fun h => (h.unsigned, h.seal)) (fun (unsigned, seal) => { unsigned, seal })

end Jar
