//! Availability: the erasure code (Gray Paper 0.7.2, appendix H), segments with their paged proofs (14.3.1), the erasure root
//! (14.4.1).
//!
//! The specification is `Jar/Erasure`. Proved about it in `Jar/Thm/Erasure`: any shards that are enough give the blob back.
//!
//! The code itself is `reed-solomon-simd`. See [`Code`] for the points of its shards, which are those of the public vectors and not
//! those of H.3, and `layout` for the places of its octets.

#![forbid(unsafe_code)]

mod code;
mod layout;
mod segments;

pub use code::{Code, ErasureError, Shards};
pub use segments::{
    PAGE_EXPONENT, PagedProof, SEGMENT_SIZE, erasure_root, paged_proofs, segments_root,
};
