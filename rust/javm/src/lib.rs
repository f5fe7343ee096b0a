//! The virtual machine of the Gray Paper 0.7.2, appendix A.
//!
//! [`Program::parse`] checks a blob and decodes it once; an [`Engine`] runs it over a [`State`]. What the paper leaves open is
//! decided in `docs/machine.md`; code refers to those decisions as D1, D2, ….

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod bits;
mod engine;
pub mod init;
mod instruction;
mod interpreter;
mod memory;
mod program;
mod psi;
mod state;
pub mod table;

pub use engine::{Engine, Instance, Machines, Outcome, UNLIMITED, start};
pub use instruction::{Instruction, Operands, Reg};
pub use interpreter::{Interpreter, Machine, View};
pub use memory::{
    Access, FIRST_PAGE, Fault, Inaccessible, MapError, Memory, MemoryBuilder, PAGE_COUNT,
    PAGE_SIZE, Pages, Ram,
};
pub use program::{Encoded, Field, Form, NO_TARGET, Op, Parts, Program, ProgramError};
pub use psi::psi;
pub use state::{Exit, GasModel, Heap, Rules, Start, State};
pub use table::{Class, Opcode, Row, Shape, TABLE};
