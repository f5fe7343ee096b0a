import Jar.Types.Accounts
import Jar.Types.Accumulation
import Jar.Types.Authorization
import Jar.Types.Availability
import Jar.Types.Block
import Jar.Types.Disputes
import Jar.Types.Guarantees
import Jar.Types.Header
import Jar.Types.History
import Jar.Types.Params
import Jar.Types.Preimages
import Jar.Types.Safrole
import Jar.Types.Statistics
import Jar.Types.Tickets
import Jar.Types.Validators
import Jar.Types.WorkPackage
import Jar.Types.WorkReport
import Jar.Thm.Codec.Counted
import Jar.Thm.Types.WorkResult

/-!
# The codecs of the protocol types are lawful

Gray Paper 0.7.2, appendix C.2. Each instance follows from the laws of the combinators; the theorems of `Jar/Thm/Codec/Lawful.lean` then hold for the type:
`decode_encode`, `encode_of_decode`, `get_put`, `next_le` and the others.
-/
namespace Jar

open Codec

instance : Lawful hashes := by unfold hashes; infer_instance

instance (keyName valueName : String) : Lawful (hashDictionary keyName valueName) := by unfold hashDictionary; infer_instance

/-! ## Params -/

instance Params.lawful : Lawful Params.codec := by unfold Params.codec; infer_instance

/-! ## Validators -/

instance ValidatorKeys.lawful : Lawful ValidatorKeys.codec := by unfold ValidatorKeys.codec; infer_instance
instance ValidatorSet.lawful (p : Params) : Lawful (ValidatorSet.codec p) := by unfold ValidatorSet.codec; infer_instance

/-! ## Tickets -/

instance Ticket.lawful : Lawful Ticket.codec := by unfold Ticket.codec; infer_instance
instance TicketProof.lawful : Lawful TicketProof.codec := by unfold TicketProof.codec; infer_instance
instance TicketsMark.lawful (p : Params) : Lawful (TicketsMark.codec p) := by unfold TicketsMark.codec; infer_instance
instance SealKeys.lawful (p : Params) : Lawful (SealKeys.codec p) := by unfold SealKeys.codec; infer_instance

/-! ## Header -/

instance EpochMarkKeys.lawful : Lawful EpochMarkKeys.codec := by unfold EpochMarkKeys.codec; infer_instance
instance EpochMark.lawful (p : Params) : Lawful (EpochMark.codec p) := by unfold EpochMark.codec; infer_instance
instance UnsignedHeader.fields_lawful (p : Params) : Lawful (UnsignedHeader.fields p) := by unfold UnsignedHeader.fields; infer_instance
instance UnsignedHeader.lawful (p : Params) : Lawful (UnsignedHeader.codec p) := by unfold UnsignedHeader.codec; exact record_lawful
instance Header.lawful (p : Params) : Lawful (Header.codec p) := by unfold Header.codec; infer_instance

/-! ## Disputes -/

instance Judgment.lawful : Lawful Judgment.codec := by unfold Judgment.codec; infer_instance
instance Verdict.lawful (p : Params) : Lawful (Verdict.codec p) := by unfold Verdict.codec; infer_instance
instance Culprit.lawful : Lawful Culprit.codec := by unfold Culprit.codec; infer_instance
instance Fault.lawful : Lawful Fault.codec := by unfold Fault.codec; infer_instance
instance DisputesExtrinsic.lawful (p : Params) : Lawful (DisputesExtrinsic.codec p) := by unfold DisputesExtrinsic.codec; infer_instance
instance DisputesRecords.lawful : Lawful DisputesRecords.codec := by unfold DisputesRecords.codec; infer_instance

/-! ## WorkReport -/

instance RefineContext.lawful : Lawful RefineContext.codec := by unfold RefineContext.codec; infer_instance
instance PackageSpec.lawful : Lawful PackageSpec.codec := by unfold PackageSpec.codec; infer_instance
instance RefineLoad.lawful : Lawful RefineLoad.codec := by unfold RefineLoad.codec; infer_instance
instance WorkDigest.lawful : Lawful WorkDigest.codec := by unfold WorkDigest.codec; infer_instance
instance WorkReport.lawful : Lawful WorkReport.codec := by unfold WorkReport.codec; infer_instance

/-! ## WorkPackage -/

instance ImportSpec.lawful : Lawful ImportSpec.codec := by unfold ImportSpec.codec; infer_instance
instance ExtrinsicSpec.lawful : Lawful ExtrinsicSpec.codec := by unfold ExtrinsicSpec.codec; infer_instance
instance WorkItem.lawful : Lawful WorkItem.codec := by unfold WorkItem.codec; infer_instance
instance WorkPackage.lawful : Lawful WorkPackage.codec := by unfold WorkPackage.codec; infer_instance

/-! ## Availability -/

instance Assurance.lawful (p : Params) : Lawful (Assurance.codec p) := by unfold Assurance.codec; infer_instance
instance AvailabilityAssignment.lawful : Lawful AvailabilityAssignment.codec := by unfold AvailabilityAssignment.codec; infer_instance
instance AvailabilityAssignments.lawful (p : Params) : Lawful (AvailabilityAssignments.codec p) := by unfold AvailabilityAssignments.codec; infer_instance

/-! ## Guarantees -/

instance Credential.lawful : Lawful Credential.codec := by unfold Credential.codec; infer_instance
instance Guarantee.lawful : Lawful Guarantee.codec := by unfold Guarantee.codec; infer_instance

/-! ## Preimages -/

instance Preimage.lawful : Lawful Preimage.codec := by unfold Preimage.codec; infer_instance

/-! ## Block -/

instance Extrinsic.lawful (p : Params) : Lawful (Extrinsic.codec p) := by unfold Extrinsic.codec; infer_instance
instance Block.lawful (p : Params) : Lawful (Block.codec p) := by unfold Block.codec; infer_instance

/-! ## Authorization -/

instance AuthPools.lawful (p : Params) : Lawful (AuthPools.codec p) := by unfold AuthPools.codec; infer_instance
instance AuthQueues.lawful (p : Params) : Lawful (AuthQueues.codec p) := by unfold AuthQueues.codec; infer_instance

/-! ## History -/

instance RecentBlock.lawful : Lawful RecentBlock.codec := by unfold RecentBlock.codec; infer_instance
/-- 𝓔_M is lawful. -/
instance : Lawful peaks := by unfold peaks; exact record_lawful
instance RecentHistory.lawful (p : Params) : Lawful (RecentHistory.codec p) := by unfold RecentHistory.codec; infer_instance

/-! ## Accounts -/

instance ServiceInfo.lawful : Lawful ServiceInfo.codec := by unfold ServiceInfo.codec; infer_instance
instance Request.lawful : Lawful Request.codec := by unfold Request.codec; infer_instance
instance Privileges.lawful (p : Params) : Lawful (Privileges.codec p) := by unfold Privileges.codec; infer_instance

/-! ## Accumulation -/

instance ReadyReport.lawful : Lawful ReadyReport.codec := by unfold ReadyReport.codec; infer_instance
instance ReadyQueue.lawful (p : Params) : Lawful (ReadyQueue.codec p) := by unfold ReadyQueue.codec; infer_instance
instance AccumulatedQueue.lawful (p : Params) : Lawful (AccumulatedQueue.codec p) := by unfold AccumulatedQueue.codec; infer_instance
instance AccumulationOutput.lawful : Lawful AccumulationOutput.codec := by unfold AccumulationOutput.codec; infer_instance
instance DeferredTransfer.lawful : Lawful DeferredTransfer.codec := by unfold DeferredTransfer.codec; infer_instance
instance OperandTuple.lawful : Lawful OperandTuple.codec := by unfold OperandTuple.codec; infer_instance
instance AccumulationInput.lawful : Lawful AccumulationInput.codec := by unfold AccumulationInput.codec; infer_instance

/-! ## Statistics -/

instance ValidatorRecord.lawful : Lawful ValidatorRecord.codec := by unfold ValidatorRecord.codec; infer_instance
instance CoreRecord.lawful : Lawful CoreRecord.codec := by unfold CoreRecord.codec; infer_instance
instance ServiceRecord.lawful : Lawful ServiceRecord.codec := by unfold ServiceRecord.codec; infer_instance
instance Statistics.lawful (p : Params) : Lawful (Statistics.codec p) := by unfold Statistics.codec; infer_instance

/-! ## Safrole -/

instance SafroleState.lawful (p : Params) : Lawful (SafroleState.codec p) := by unfold SafroleState.codec; infer_instance

end Jar
