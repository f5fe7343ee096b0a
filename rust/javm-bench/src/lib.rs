//! Benches of the machine of the Gray Paper, appendix A.
//!
//! The same program octets go to every engine: the interpreter and the compilers of this repository, polkavm from the crate
//! registry, and, as native Rust, the processor itself. No engine is timed on a program whose result it gets wrong.
//! `docs/performance.md` says what is measured and how.
#![forbid(unsafe_code)]

mod check;
mod cli;
mod engines;
mod large;
mod measure;
mod report;
mod workload;

pub use cli::main;
