//! The kernel (`docs/kernel.md`): Instances call each other, operations move caps between slots, meters bound both.
//!
//! [`call`] runs an Instance to its end. The stack of calls is on the heap. A call takes over the slots and the memory of its Instance
//! by reference; a fault forgets them. Results do not depend on the engine.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod activation;
mod calls;
mod images;
mod kernel;
mod layout;
mod meters;
pub mod native;
mod operations;
mod status;
mod yields;

pub use images::Images;
pub use kernel::{Applied, Attestor, Context, End, MAX_DEPTH, NoAttestations, OPERATION, call};
pub use meters::{Meter, Meters};
pub use status::{FaultKind, Status, op};
