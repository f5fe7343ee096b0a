//! The engine [`Clif`]: Cranelift's code generator over regions of a program.

mod cache;
mod code;
mod compiler;
mod engine;

mod flow;
mod lower;
mod plan;
mod replay;
mod trampoline;
mod worker;

pub use compiler::Optimise;
pub use engine::{Clif, ClifError, ClifInstance};
