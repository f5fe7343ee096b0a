//! Assembler, disassembler and structured listings of programs for [`javm`].
//!
//! Three forms of a program: the blob that the machine takes, the [`Listing`] that tools edit, and text. The ways between
//! them lose nothing: every valid blob has a listing and a text that give the same octets again.

#![forbid(unsafe_code)]

mod builder;
mod encode;
mod layout;
mod listing;
pub mod text;

pub use builder::ProgramBuilder;
pub use encode::{EncodeError, Widths};
pub use layout::LayoutError;
pub use listing::{Code, Entry, Item, JumpTable, Label, Listing, Target};
pub use text::{AsmError, assemble, disassemble};
