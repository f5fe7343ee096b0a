import Jar.Chain.Hashing
import Jar.Types.Block

/-!
# The header

Gray Paper 0.7.2, section 5: the hash of a header and the commitment H_X to the extrinsic. What else a header has to satisfy is looked at where
the rest of the condition is: parent, slot, state root and author in `Import`, the markers in `Safrole` and `Disputes`, the signatures in `Seal`.
-/
namespace Jar.Chain

open Codec

/-- The hash of a header, by which its children name it. -/
def headerHash (p : Params) (header : Header) : Hash := blake ((Header.codec p).encode header)

/-- The hash of a report. -/
def reportHash (report : WorkReport) : Hash := blake (WorkReport.codec.encode report)

/-- 𝐠: what H_X takes of a guarantee. The report stands there by its hash, so that it can be shown to be in the block without the others. -/
def guaranteeCommitment (guarantee : Guarantee) : Hash × Slot × Array Credential :=
  (reportHash guarantee.report, guarantee.slot, guarantee.signatures)

/-- 𝐚: what H_X is the commitment to, part by part. -/
def extrinsicParts (p : Params) (extrinsic : Extrinsic) : List ByteArray := [
  (sequence TicketProof.codec).encode extrinsic.tickets,
  (sequence Preimage.codec).encode extrinsic.preimages,
  (sequence (hash ⬝ word32 ⬝ sequence Credential.codec)).encode (extrinsic.guarantees.toList.map guaranteeCommitment).toArray,
  (sequence (Assurance.codec p)).encode extrinsic.assurances,
  (DisputesExtrinsic.codec p).encode extrinsic.disputes]

/-- The hashes of octet strings, one after another, behind others. -/
def hashesBehind (bytes : ByteArray) : List ByteArray → ByteArray
  | [] => bytes
  | part :: parts => hashesBehind (bytes ++ (blake part).bytes) parts

/-- **H_X**: the commitment to an extrinsic. -/
def extrinsicHash (p : Params) (extrinsic : Extrinsic) : Hash := blake (hashesBehind .empty (extrinsicParts p extrinsic))

end Jar.Chain
