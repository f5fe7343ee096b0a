import Jar.Thm.Data.SortedMapLaws
import Jar.Thm.Pvm.Blob
import Jar.Thm.Types.Header
import Jar.Thm.Types.StateForm
import Jar.Thm.Wire.Examples
import Jar.Thm.Wire.Export
import Jar.Thm.Wire.Types

/-!
# The theorems that we claim: octets and values

Gray Paper 0.7.2, appendix C and D.1, and the formats of docs/wire.md.
-/

/-! Octet formats: cases, observations, program blobs, naturals of the protocol codec. Exactly one octet string per value. -/
#print axioms Jar.Wire.Case.decode_ok_iff
#print axioms Jar.Wire.Case.decode_encode
#print axioms Jar.Wire.Case.encode_of_decode
#print axioms Jar.Wire.Case.wellFormed_iff
#print axioms Jar.Wire.Case.encode_injective
#print axioms Jar.Wire.Case.decode_malformed
#print axioms Jar.Wire.Observation.decode_ok_iff
#print axioms Jar.Wire.Observation.decode_encode
#print axioms Jar.Wire.Observation.encode_of_decode
#print axioms Jar.Wire.Observation.wellFormed_iff
#print axioms Jar.Wire.Observation.decode_encode_filled
#print axioms Jar.Wire.Observation.decode_malformed
#print axioms Jar.Wire.Lawful.ok_append
#print axioms Jar.Export.caseRoundtrip_of_ok
#print axioms Jar.Export.observationRoundtrip_of_ok
#print axioms Jar.Export.run_of_malformed
#print axioms Jar.Export.run_of_ok
#print axioms Jar.Wire.exampleCase_roundtrip
#print axioms Jar.Wire.exampleStandard_roundtrip
#print axioms Jar.Wire.example_not_wellFormed
#print axioms Jar.Wire.exampleObservation_roundtrip
#print axioms Jar.Codec.decodeNatural_iff
#print axioms Jar.Pvm.deblob_iff
#print axioms Jar.Pvm.deblob_enblob
#print axioms Jar.Pvm.enblob_of_deblob

/-! The codec layer: what a lawful codec is, that the combinators keep the law, and that every protocol type's codec is lawful. -/
#print axioms Jar.Codec.get_put
#print axioms Jar.Codec.extract_of_get
#print axioms Jar.Codec.valid_of_get
#print axioms Jar.Codec.next_le
#print axioms Jar.Codec.decode_iff
#print axioms Jar.Codec.decode_encode
#print axioms Jar.Codec.encode_of_decode
#print axioms Jar.Codec.encode_injective
#print axioms Jar.Codec.decode_error
#print axioms Jar.Codec.pair_lawful
#print axioms Jar.Codec.field_lawful
#print axioms Jar.Codec.record_lawful
#print axioms Jar.Codec.dependent_lawful
#print axioms Jar.Codec.either_lawful
#print axioms Jar.Codec.optional_lawful
#print axioms Jar.Codec.vector_lawful
#print axioms Jar.Codec.sequence_lawful
#print axioms Jar.Codec.set_lawful
#print axioms Jar.Codec.dictionary_lawful
#print axioms Jar.ValidatorKeys.lawful
#print axioms Jar.ValidatorSet.lawful
#print axioms Jar.Ticket.lawful
#print axioms Jar.TicketProof.lawful
#print axioms Jar.TicketsMark.lawful
#print axioms Jar.SealKeys.lawful
#print axioms Jar.EpochMarkKeys.lawful
#print axioms Jar.EpochMark.lawful
#print axioms Jar.UnsignedHeader.lawful
#print axioms Jar.Header.lawful
#print axioms Jar.Judgment.lawful
#print axioms Jar.Verdict.lawful
#print axioms Jar.Culprit.lawful
#print axioms Jar.Fault.lawful
#print axioms Jar.DisputesExtrinsic.lawful
#print axioms Jar.DisputesRecords.lawful
#print axioms Jar.RefineContext.lawful
#print axioms Jar.PackageSpec.lawful
#print axioms Jar.WorkResult.lawful
#print axioms Jar.RefineLoad.lawful
#print axioms Jar.WorkDigest.lawful
#print axioms Jar.WorkReport.lawful
#print axioms Jar.ImportSpec.lawful
#print axioms Jar.ExtrinsicSpec.lawful
#print axioms Jar.WorkItem.lawful
#print axioms Jar.WorkPackage.lawful
#print axioms Jar.Assurance.lawful
#print axioms Jar.AvailabilityAssignment.lawful
#print axioms Jar.AvailabilityAssignments.lawful
#print axioms Jar.Credential.lawful
#print axioms Jar.Guarantee.lawful
#print axioms Jar.Preimage.lawful
#print axioms Jar.Extrinsic.lawful
#print axioms Jar.Block.lawful
#print axioms Jar.AuthPools.lawful
#print axioms Jar.AuthQueues.lawful
#print axioms Jar.RecentBlock.lawful
#print axioms Jar.RecentHistory.lawful
#print axioms Jar.ServiceInfo.lawful
#print axioms Jar.Request.lawful
#print axioms Jar.Privileges.lawful
#print axioms Jar.ReadyReport.lawful
#print axioms Jar.ReadyQueue.lawful
#print axioms Jar.AccumulatedQueue.lawful
#print axioms Jar.AccumulationOutput.lawful
#print axioms Jar.DeferredTransfer.lawful
#print axioms Jar.OperandTuple.lawful
#print axioms Jar.AccumulationInput.lawful
#print axioms Jar.ValidatorRecord.lawful
#print axioms Jar.CoreRecord.lawful
#print axioms Jar.ServiceRecord.lawful
#print axioms Jar.Statistics.lawful
#print axioms Jar.SafroleState.lawful
#print axioms Jar.Header.encode_eq
#print axioms Jar.Wire.roundtrip_of_ok

/-! Sorted maps: what the operations do to the list of entries, and what is found afterwards. -/
#print axioms Jar.SortedMap.find?_eq
#print axioms Jar.SortedMap.toList_insert
#print axioms Jar.SortedMap.toList_erase
#print axioms Jar.SortedMap.ordered_insert
#print axioms Jar.SortedMap.find?_insert_same
#print axioms Jar.SortedMap.find?_insert_other
#print axioms Jar.SortedMap.find?_iff
#print axioms Jar.SortedMap.toList_ext

/-! The state's form T(σ): what it holds; the state is found again in it; a map that gives a state is its form. -/
#print axioms Jar.StateKey.kind_component
#print axioms Jar.StateKey.kind_service
#print axioms Jar.State.mem_entries
#print axioms Jar.State.entry_unique
#print axioms Jar.State.find?_toMap
#print axioms Jar.State.ofMap_toMap
#print axioms Jar.State.toMap_ofMap
