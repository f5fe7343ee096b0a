//! Generators of cases.
//!
//! | lane | cases | module |
//! |---|---|---|
//! | `single` | every opcode × every boundary class, enumerated | [`single`], classes in [`axes`] |
//! | `program` | programs of up to 64 instructions with jumps, memory, host calls | [`program`] |
//! | `bytes` | raw and mutated octets for the decoders | [`bytes`] |
//!
//! A case is a function of (seed, lane, number): nothing depends on the cases before it.
#![forbid(unsafe_code)]

pub mod axes;
pub mod bytes;
pub mod choices;
pub mod coverage;
pub mod lane;
mod layout;
mod plan;
pub mod program;
pub mod settings;
mod shape;
pub mod single;
mod situations;
mod values;

pub use choices::{Choices, Prng, Recorded, Recorder, seed_of};
pub use coverage::Coverage;
pub use lane::{Generator, Lane};
pub use plan::Space;
pub use settings::Settings;
pub use shape::{Effect, effect};
