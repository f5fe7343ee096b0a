//! The state transition of the Gray Paper 0.7.2: one module per section, the invocations of services (appendix B), the import of
//! blocks. The specification is `Jar/Chain`, module by module; `docs/transition.md` is the plan of both.
//!
//! Nothing here reads a clock, a file or a random number.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

pub mod accounts;
pub mod accumulation;
pub mod assignments;
pub mod assurances;
pub mod authorizations;
mod caches;
pub mod chain;
pub mod disputes;
pub mod guarantees;
pub mod header;
pub mod history;
pub mod host;
pub mod import;
pub mod invocation;
pub mod live;
pub mod package;
mod parallel;
pub mod preimages;
mod protocol;
pub mod queue;
mod rule;
pub mod safrole;
pub mod statistics;
#[cfg(test)]
mod testing;

pub use caches::{Caches, Recent};
pub use protocol::{MIN_PUBLIC_INDEX, Protocol};
pub use rule::{Rejection, Rule};
