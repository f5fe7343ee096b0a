//! The cryptography of Gray Paper 0.7.2, section 3.8 and appendices F and G: Blake2b, Keccak, Ed25519, Bandersnatch, the shuffle.
//!
//! Nothing here is our own: each function calls a kept library and says exactly what it accepts. Signatures are features,
//! `ed25519` and `bandersnatch`, because what only hashes should not build them.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

#[cfg(feature = "bandersnatch")]
mod bandersnatch;
#[cfg(feature = "ed25519")]
mod ed25519;
mod hash;
#[cfg(feature = "bandersnatch")]
mod multiples;
#[cfg(feature = "bandersnatch")]
mod ring;
mod shuffle;

#[cfg(feature = "bandersnatch")]
pub use bandersnatch::{
    BandersnatchSecret, OpenVrfSignature, VrfError, VrfInput, VrfVerifier, ietf_vrf_output,
    ietf_vrf_verify,
};
#[cfg(feature = "ed25519")]
pub use ed25519::{Ed25519Item, Ed25519Secret, ed25519_verify, ed25519_verify_batch};
pub use hash::{Blake2b, blake2b, blake2b_each, blake2b_many, blake2b_of, keccak};
#[cfg(feature = "bandersnatch")]
pub use ring::{
    OpenRingSignature, Ring, RingProver, RingProvingKey, RingVerifier, ring_vrf_output,
};
pub use shuffle::{sequence_from_hash, shuffle, shuffle_with};
