//! The cryptography of Gray Paper 0.7.2, section 3.8 and appendix G: Blake2b, Keccak, Ed25519, Bandersnatch.
//!
//! Nothing here is our own: each function calls a kept library and says exactly what it accepts. Signatures are features,
//! `ed25519` and `bandersnatch`, because what only hashes should not build them.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod hash;

pub use hash::{Blake2b, blake2b, blake2b_many, blake2b_of, keccak};
