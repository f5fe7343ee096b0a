//! What the tester asks of a case's program: its instructions and the pages with which it starts.

use jar_diff_wire::{Case, Page};
use javm::{Instruction, Opcode, Operands, Program};

/// An instruction of a case, as a card shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Name of the opcode.
    pub name: String,
    /// The opcode.
    pub opcode: Opcode,
    /// The whole instruction as text.
    pub text: String,
}

/// The program of a case, if it has one.
#[must_use]
pub fn program(case: &Case) -> Option<Program> {
    match case.initial_pages() {
        Some(_) => Program::parse(&case.blob).ok(),
        None => standard_code(&case.blob).and_then(|code| Program::parse(code).ok()),
    }
}

/// The instruction at a position of a case's program.
#[must_use]
pub fn instruction_at(case: &Case, pc: u64) -> Option<Line> {
    let instruction = program(case)?.instruction_at(pc);
    let opcode = instruction.opcode;
    Some(Line { name: opcode.name().to_owned(), opcode, text: text(&instruction) })
}
