//! What the tester asks of a case's program: its instructions, and the case as text.

use jar_diff_wire::{Case, Program as Kind};
use jar_diff_wire::text::{Hex, print_case};
use javm::init::StandardProgram;
use javm::{Instruction, Opcode, Program};

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
    let blob = match case.program {
        Kind::Raw => case.blob.as_slice(),
        Kind::Standard { .. } => StandardProgram::parse(&case.blob).ok()?.code,
    };
    Program::parse(blob).ok()
}

/// The instruction at a position of a case's program.
#[must_use]
pub fn instruction_at(case: &Case, pc: u64) -> Option<Line> {
    let instruction = program(case)?.instruction_at(pc);
    let opcode = instruction.opcode;
    Some(Line { name: opcode.name().to_owned(), opcode, text: text(&instruction) })
}

/// An instruction as text.
#[must_use]
pub fn text(instruction: &Instruction) -> String {
    format!("{} {:?}", instruction.opcode.name(), instruction.operands)
}

/// A case as text.
#[must_use]
pub fn case_text(case: &Case) -> String {
    print_case(case, &Hex).unwrap_or_else(|error| error.to_string())
}
