import Jar.Thm.Crypto.Examples
import Jar.Thm.Crypto.Hash
import Jar.Thm.Crypto.Signatures
import Jar.Thm.Data.Shuffle
import Jar.Thm.Erasure.Recover
import Jar.Thm.Erasure.Segments
import Jar.Thm.Merkle.ConstantDepth
import Jar.Thm.Merkle.Mmr
import Jar.Thm.Merkle.Proof
import Jar.Thm.Merkle.StateRoot

/-!
# The theorems that we claim: functions of the protocol

Hash functions, signatures, commitments, shuffle and erasure code: Gray Paper 0.7.2, section 3.8, appendices D.2, E, F, G, H.
-/

/-! Hash functions. -/
#print axioms Jar.Crypto.blake2b_size
#print axioms Jar.Crypto.blake2b256_size
#print axioms Jar.Crypto.keccak256_size
#print axioms Jar.Crypto.Keccak.pad_size
#print axioms Jar.Crypto.Keccak.pad_injective
#print axioms Jar.Crypto.blake2b_abc
#print axioms Jar.Crypto.blake2b256_facts_hold
#print axioms Jar.Crypto.keccak256_facts_hold

/-! Signatures, for any scheme. -/
#print axioms Jar.Crypto.SignatureScheme.vrfHash_isSome
#print axioms Jar.Crypto.SignatureScheme.ringHash_isSome
#print axioms Jar.Crypto.SignatureScheme.vrfHash_unique

/-! Merkle trees, for any hash function: paths are complete, and what they prove is there, or a collision is at hand. -/
#print axioms Jar.Merkle.climb_trace
#print axioms Jar.Merkle.climb_sound
#print axioms Jar.Merkle.node_injective
#print axioms Jar.Merkle.verifyWellBalanced_trace
#print axioms Jar.Merkle.verifyWellBalanced_sound
#print axioms Jar.ceilLog2_spec
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
#print axioms Jar.Erasure.place_two_pow
#print axioms Jar.Erasure.encode_getElem?
#print axioms Jar.Erasure.encode_original
#print axioms Jar.Erasure.codeWord_xor
#print axioms Jar.Erasure.recover_encode
#print axioms Jar.Erasure.recover_encode_blob
#print axioms Jar.Erasure.pagedProof_size
#print axioms Jar.Erasure.pagedProof_accepted
