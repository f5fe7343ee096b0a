//! The Lean specification, compiled and linked, as a safe type.
//!
//! [`with_oracle`] starts a thread with a stack as large as Lean's own main thread and gives its closure an [`Oracle`]. Every function of the
//! specification takes and gives octets. Rust sees no reference count of Lean (`c/shim.c` holds them), and of objects only those that a [`Session`] keeps.
//!
//! What cannot be caught ends the process, recognisably: a panic in Lean (which would otherwise go on with a default value) and an overflow of the
//! stack end it with exit code [`CRASH_EXIT_CODE`]. So whatever must survive a mistake in the specification runs the oracle in a process of its own.
//!
//! With Lean linked, Rust's own panics unwind as ever; see `build.rs` for why that takes care. A package with programs of its own that link this crate
//! needs, in its build script, the run-time path of Lean's library, and should test its programs with [`foreign_unwinder`]:
//!
//! ```no_run
//! // build.rs
//! println!("cargo::rustc-link-arg=-Wl,-rpath,{}", std::env::var("DEP_JAR_LEAN_LIB_DIR").unwrap());
//! ```
#![deny(clippy::arithmetic_side_effects)]

mod chain;
mod ffi;
mod linkage;
mod oracle;
pub mod probe;
mod session;
mod signatures;

pub use linkage::{LinkageError, foreign_unwinder};
pub use oracle::{Oracle, OracleError, with_oracle};
pub use session::Session;

/// Version of the functions' contract that this crate was written for; `jar_abi_version` of the specification must give the same.
pub const ABI_VERSION: u32 = 3;

/// Exit code of a process in which Lean panicked or a stack overflowed.
pub const CRASH_EXIT_CODE: i32 = 134;

/// Stack of the oracle's thread in octets. Lean's recursion takes one frame per element; pages are only backed when touched.
pub const STACK_SIZE: usize = 1 << 30;
