//! Commitments: binary Merkle trees and mountain ranges (Gray Paper 0.7.2, appendix E), the state trie (appendix D.2).
//!
//! The specification is `Jar/Merkle`, and what is proved about it is in `Jar/Thm/Merkle`: names of theorems stand at what they are
//! about.
//!
//! * [`well_balanced_root`], [`trace`], [`verify_well_balanced`]: M_B, T and the check of a trace.
//! * [`ConstantDepthTree`]: M with the paths J_x and the pages L_x; [`verify_page`], [`verify_item`].
//! * [`mmr_append`], [`super_peak`]: A and M_R.
//! * [`Forest`]: many states' tries at once, which share what they have in common; [`TrieProof`]: what a state holds at a key.

#![forbid(unsafe_code)]

mod binary;
mod constant_depth;
mod hashing;
mod mmr;
mod trie;

pub use binary::{
    PathError, node, trace, verify_well_balanced, well_balanced_root, well_balanced_roots,
};
pub use constant_depth::{ConstantDepthTree, depth, verify_item, verify_page};
pub use hashing::Hashing;
pub use mmr::{mmr_append, super_peak};
pub use trie::{Entry, Forest, Leaf, ProofError, ProveError, Trie, TrieError, TrieProof};
