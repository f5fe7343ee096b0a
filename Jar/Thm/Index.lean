import Jar.Thm.Crypto.Examples
import Jar.Thm.Crypto.Hash
import Jar.Thm.Data.Shuffle
import Jar.Thm.Data.SortedMapLaws
import Jar.Thm.Erasure.Recover
import Jar.Thm.Erasure.Segments
import Jar.Thm.Merkle.ConstantDepth
import Jar.Thm.Merkle.Mmr
import Jar.Thm.Merkle.Proof
import Jar.Thm.Merkle.StateRoot
import Jar.Thm.Pvm.Arithmetic
import Jar.Thm.Pvm.ArithmeticBits
import Jar.Thm.Pvm.ArithmeticDecode
import Jar.Thm.Pvm.ArithmeticDivision
import Jar.Thm.Pvm.ArithmeticProduct
import Jar.Thm.Pvm.ArithmeticShift
import Jar.Thm.Pvm.Blob
import Jar.Thm.Pvm.Blocks
import Jar.Thm.Pvm.Examples
import Jar.Thm.Pvm.Gas
import Jar.Thm.Pvm.InvariantSearch
import Jar.Thm.Pvm.Opcode
import Jar.Thm.Pvm.Registers
import Jar.Thm.Pvm.Steps
import Jar.Thm.Pvm.Heap
import Jar.Thm.Pvm.Writes
import Jar.Thm.Types.Header
import Jar.Thm.Types.StateForm
import Jar.Thm.Wire.Examples
import Jar.Thm.Wire.Export
import Jar.Thm.Wire.Invariant
import Jar.Thm.Wire.Types

/-!
# The theorems that we claim

About the machine of Gray Paper 0.7.2, appendix A, hash functions, commitments, shuffle and erasure code (section 3.8.1, appendices D.2, E, F, H), and the
formats of docs/wire.md. Each line prints the axioms behind one of them.
-/
open Jar.Pvm

/-! The instruction table and decoding. -/
#print axioms length_opcodeRows
#print axioms opcodeRows_ascending
#print axioms opcodeRows_names
#print axioms opcodeRows_operations
#print axioms operationOf_eq_rowOperation
#print axioms decode_of_none
#print axioms decode_of_row
#print axioms operation_decodeAs
#print axioms isBlockStart_iff

/-! Gas and termination, for both gas models. -/
#print axioms step_gas_le
#print axioms steps_gas_le
#print axioms run_gas_le
#print axioms potential_decreases
#print axioms run_exits

/-! Memory. -/
#print axioms step_memory
#print axioms Memory.isReadable_kept
#print axioms Memory.isWritable_kept
#print axioms Memory.page?_of_not_writable
#print axioms Memory.poke_kept
#print axioms sbrk_memory

/-! Invariants: what is true of every state that the machine can have, and that the search for pages is complete there. -/
#print axioms Memory.page?_eq_some_iff
#print axioms Memory.isReadable_iff
#print axioms Memory.isWritable_iff
#print axioms Memory.isReadable_reserved
#print axioms Memory.store_wellFormed
#print axioms Memory.poke_wellFormed
#print axioms Memory.mapRange_wellFormed
#print axioms standardInitial_sound
#print axioms step_wellFormed
#print axioms run_wellFormed
#print axioms Jar.Wire.Case.start_wellFormed
#print axioms Jar.Wire.runScript_wellFormed
#print axioms Jar.Wire.Case.run_encodable
#print axioms Jar.Export.decode_run_of_ok
#print axioms Jar.Export.decode_run

/-! Composition of runs. -/
#print axioms steps_add
#print axioms steps_add_of_running
#print axioms steps_add_of_exited
#print axioms stepMany_eq

/-! Registers. -/
#print axioms Registers.length_toList
#print axioms Registers.get_set_same
#print axioms Registers.get_set_other

/-! Single rules, evaluated by the kernel. -/
#print axioms binary_facts_hold
#print axioms unary_facts_hold
#print axioms relation_facts_hold
#print axioms decoding_facts_hold

/-! Rules of two words: each is the paper's formula on exact integers. -/
#print axioms Jar.signed_eq
#print axioms Jar.signExtend_eq
#print axioms Jar.toNat_extend32
#print axioms Formula.integer_natural
#print axioms Formula.natural_integer
#print axioms Formula.quotient_remainder
#print axioms Condition.holds_eq
#print axioms BinaryOp.add64_eq
#print axioms BinaryOp.sub64_eq
#print axioms BinaryOp.mul64_eq
#print axioms BinaryOp.add32_eq
#print axioms BinaryOp.sub32_eq
#print axioms BinaryOp.mul32_eq
#print axioms BinaryOp.mulUpperUU_eq
#print axioms BinaryOp.mulUpperSU_eq
#print axioms BinaryOp.mulUpperSS_eq
#print axioms BinaryOp.divU64_eq
#print axioms BinaryOp.divS64_eq
#print axioms BinaryOp.remU64_eq
#print axioms BinaryOp.remS64_eq
#print axioms BinaryOp.divU32_eq
#print axioms BinaryOp.divS32_eq
#print axioms BinaryOp.remU32_eq
#print axioms BinaryOp.remS32_eq
#print axioms BinaryOp.shiftLeft64_eq
#print axioms BinaryOp.shiftRight64_eq
#print axioms BinaryOp.shiftRightS64_eq
#print axioms BinaryOp.shiftLeft32_eq
#print axioms BinaryOp.shiftRight32_eq
#print axioms BinaryOp.shiftRightS32_eq
#print axioms BinaryOp.rotateLeft64_eq
#print axioms BinaryOp.rotateRight64_eq
#print axioms BinaryOp.rotateLeft32_eq
#print axioms BinaryOp.rotateRight32_eq
#print axioms BinaryOp.setLtU_eq
#print axioms BinaryOp.setLtS_eq
#print axioms BinaryOp.maxU_eq
#print axioms BinaryOp.maxS_eq
#print axioms BinaryOp.minU_eq
#print axioms BinaryOp.minS_eq
#print axioms BinaryOp.and_eq
#print axioms BinaryOp.or_eq
#print axioms BinaryOp.xor_eq
#print axioms BinaryOp.andInv_eq
#print axioms BinaryOp.orInv_eq
#print axioms BinaryOp.xnor_eq

/-! Rules of one word, immediates, offsets and loads. -/
#print axioms UnaryOp.countSetBits64_eq
#print axioms UnaryOp.countSetBits32_eq
#print axioms UnaryOp.leadingZeroBits64_eq
#print axioms UnaryOp.leadingZeroBits32_eq
#print axioms UnaryOp.trailingZeroBits64_eq
#print axioms UnaryOp.trailingZeroBits32_eq
#print axioms UnaryOp.signExtend8_eq
#print axioms UnaryOp.signExtend16_eq
#print axioms UnaryOp.zeroExtend16_eq
#print axioms UnaryOp.reverseBytes_eq
#print axioms immediate_eq
#print axioms offsetFrom_eq
#print axioms loadExtend_eq

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

/-! Hash functions. -/
#print axioms Jar.Crypto.blake2b_size
#print axioms Jar.Crypto.blake2b256_size
#print axioms Jar.Crypto.keccak256_size
#print axioms Jar.Crypto.Keccak.pad_size
#print axioms Jar.Crypto.Keccak.pad_injective
#print axioms Jar.Crypto.blake2b_abc
#print axioms Jar.Crypto.blake2b256_facts_hold
#print axioms Jar.Crypto.keccak256_facts_hold

/-! Merkle trees, for any hash function: paths are complete, and what they prove is there, or a collision is at hand. -/
#print axioms Jar.Merkle.climb_trace
#print axioms Jar.Merkle.climb_sound
#print axioms Jar.Merkle.node_injective
#print axioms Jar.Merkle.verifyWellBalanced_trace
#print axioms Jar.Merkle.verifyWellBalanced_sound
#print axioms Jar.Merkle.ceilLog2_spec
#print axioms Jar.Merkle.verifyItem_path
#print axioms Jar.Merkle.verifyItem_sound
#print axioms Jar.Merkle.verifyPage_path
#print axioms Jar.Merkle.verifyPage_sound

/-! Merkle mountain ranges. -/
#print axioms Jar.Merkle.mmrAppend_represents
#print axioms Jar.Merkle.mmrOf_represents
#print axioms Jar.Merkle.Represents.peaks_unique
#print axioms Jar.Merkle.superPeak_unique
#print axioms Jar.Merkle.superPeak_concat

/-! The state trie: its root is a function of the map, and commits to it; proofs of membership and of its absence. -/
#print axioms Jar.Merkle.leafNode_inj
#print axioms Jar.Merkle.branchNode_inj
#print axioms Jar.Merkle.branchNode_ne_leafNode
#print axioms Jar.Merkle.trieRoot_order
#print axioms Jar.Merkle.trieRoot_map
#print axioms Jar.Merkle.trieRoot_insertions
#print axioms Jar.Merkle.check_prove
#print axioms Jar.Merkle.check_sound
#print axioms Jar.Merkle.trieRoot_commits
#print axioms Jar.Merkle.mapRoot_congr
#print axioms Jar.Merkle.check_state_prove
#print axioms Jar.Merkle.check_state_sound

/-! Shuffling. -/
#print axioms Jar.count_shuffle
#print axioms Jar.count_shuffleByHash
#print axioms Jar.sequenceFromHash_getElem?

/-! The erasure code: the field, interpolation, recovery from any shards that are enough. -/
#print axioms Jar.Erasure.multiply_comm
#print axioms Jar.Erasure.multiply_assoc
#print axioms Jar.Erasure.multiply_one
#print axioms Jar.Erasure.multiply_xor
#print axioms Jar.Erasure.multiply_inverse
#print axioms Jar.Erasure.toWord_ofWord
#print axioms Jar.Erasure.ofWord_toWord
#print axioms Jar.Erasure.cantorBasis_spec
#print axioms Jar.Erasure.Polynomial.eq_zero
#print axioms Jar.Erasure.interpolate_node
#print axioms Jar.Erasure.interpolate_unique
#print axioms Jar.Erasure.interpolate_xor
#print axioms Jar.Erasure.encode_original
#print axioms Jar.Erasure.recover_encode
#print axioms Jar.Erasure.recover_encode_blob
#print axioms Jar.Erasure.pagedProof_size
#print axioms Jar.Erasure.pagedProof_accepted

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
