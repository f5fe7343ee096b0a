//! polkavm 0.30 as an engine of the differential tester: its interpreter and its compiler.
//!
//! Its opcode numbers are those of the Gray Paper 0.7.2. Its memory is paged by the host (its dynamic paging), so that a case
//! may have any pages, and faults are reported with their page. Where it is meant to differ from the machine of this
//! repository, [`Difference`] says so; nothing else is tolerated.
#![forbid(unsafe_code)]

mod differences;
mod engine;
mod machine;

pub use differences::{Declared, Difference, DifferencesError, Field, Ledger, declared};
pub use engine::{Backend, Foreign, ForeignError};
