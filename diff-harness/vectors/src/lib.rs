//! Public test vectors, the data of others: how they are read and what must come of them.
//!
//! `jar-vectors` runs them on the Rust libraries of the protocol. Signatures are asked of a [`Scheme`], so that those of the
//! specification answer to the same vectors (`lean-oracle-functions`).
#![forbid(unsafe_code)]

pub mod codec;
pub mod erasure;
mod files;
pub mod imports;
mod native;
pub mod pedersen;
pub mod recorded;
pub mod rings;
mod scheme;
pub mod sections;
pub mod shuffle;
pub mod signatures;
pub mod state;
mod traces;
pub mod transition;
pub mod trie;

pub use files::{Tally, VectorError};
pub use native::NativeChain;
pub use scheme::{Native, Scheme};
