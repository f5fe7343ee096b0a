//! What the differential tester says to every machine and what it hears back.
//!
//! A [`Case`] is one question (program, initial state, script of the host), an [`Outcome`] the complete answer.
//! Both have exactly one byte form, defined in `docs/wire.md` and, with proofs, in `Jar/Wire`; the same bytes are corpus,
//! regression file, inter-process message and argument of the specification's functions. [`text`] is the form for people.
//!
//! Decoding is strict and total: it never panics, and allocates no more than the input's own size calls for.
#![forbid(unsafe_code)]
#![deny(clippy::arithmetic_side_effects)]

mod bytes;
mod case;
mod case_codec;
mod error;
mod observation;
mod observation_codec;
pub mod text;

pub use case::{Access, Case, GasModel, InvalidCase, Page, Poke, Program, Reply};
pub use error::{DecodeError, ErrorCode};
pub use observation::{
    Call, Exit, ExitKind, MalformedCase, Observation, ObservedPage, Outcome, UnknownExit,
};
pub use observation_codec::{ObservationHead, ObservationWriter};

/// Octets in a page.
pub const PAGE_SIZE: usize = 4096;
/// Number of the first page that can be mapped (the 64 KiB below are reserved).
pub const FIRST_PAGE: u32 = 16;
/// Pages of the address space; the greatest page number is one less.
pub const PAGE_COUNT: u32 = 1 << 20;
/// General-purpose registers of the machine.
pub const REGISTERS: usize = 13;
/// A step limit that means "none".
pub const NO_STEP_LIMIT: u64 = u64::MAX;
