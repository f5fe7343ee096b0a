//! Builds the Lean specification without Lake: the module graph, parallel incremental compilation, and a static
//! archive of the generated C for the one crate that links it.
//!
//! The same calls serve both toolchains (official Lean, or the offline kit of `lean-kit/`), so that exported names and
//! initialisers are identical in both. `ci/setup` chooses the toolchain and writes `.lean/toolchain.json`.
//!
//! A build script needs five lines:
//!
//! ```no_run
//! # fn main() -> Result<(), jar_lean_build::Error> {
//! use jar_lean_build::{Build, Toolchain};
//! let root = std::path::Path::new("../..");
//! let toolchain = Toolchain::load(root)?;
//! let linkage = Build::new(&toolchain, root)?.build_archive("Jar.Export")?;
//! for line in linkage.cargo_directives() {
//!     println!("{line}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! `cargo_directives` tells Cargo which files to watch, what to link and in which order. A link argument (the run-time
//! path) reaches only targets of the package whose build script prints it; a package that depends on that one takes
//! [`Linkage::link_args`] from its own build script.
#![forbid(unsafe_code)]

mod digest;
mod error;
mod graph;
mod header;
pub mod lint;
mod message;
pub mod names;
mod objects;
mod oleans;
mod progress;
mod schedule;
mod toolchain;

pub use error::Error;
pub use graph::{Graph, Module, is_module_name};
pub use message::{Message, Severity};
pub use objects::Linkage;
pub use oleans::{Build, Report};
pub use toolchain::{InitSources, Mode, Toolchain};
