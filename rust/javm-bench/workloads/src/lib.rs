//! The workloads of the benches: one function each, from octets to a number.
//!
//! The same functions run natively and, wrapped by `guests/`, as programs of the machine. A result is folded from everything that
//! was computed, so no compiler can leave any of it out. `None` is the answer to an input of another form than the workload wants.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "inputs")]
extern crate alloc;

mod emulator;
mod field;
mod folding;
mod hashes;
#[cfg(feature = "inputs")]
mod inputs;
mod plain;
mod poseidon2;
#[cfg(feature = "inputs")]
mod prover;
mod signatures;
mod verifier;
mod words;

pub use emulator::emulator;
pub use field::{goldilocks_mul, poly_eval};
pub use folding::fri_fold;
pub use hashes::{blake2b, keccak};
#[cfg(feature = "inputs")]
pub use inputs::{WORKLOADS, Workload};
pub use plain::{fib, sieve, sort};
pub use poseidon2::poseidon2;
pub use signatures::{ecrecover, ed25519};
pub use verifier::mini_verifier;
