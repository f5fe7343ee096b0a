//! Compiled execution of programs of [`javm`] on x86-64 Linux.
#![cfg(all(target_arch = "x86_64", target_os = "linux"))]

mod asm;
mod code;
mod context;
mod engine;
mod instance;
mod lower;
mod mapping;
mod pool;
mod reservation;
mod run;
mod signal;
mod window;

pub use engine::{Fixed, FixedError};
pub use instance::FixedInstance;
pub use lower::Addressing;
pub use mapping::live_mappings;
