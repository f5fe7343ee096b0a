//! What the tester asks of a case's program: its instructions, and the case as text.

use jar_diff_wire::text::{BlobNotation, Hex, LineError, print_case};
use jar_diff_wire::{Case, Program as Kind};
use javm::init::StandardProgram;
use javm::{Instruction, Opcode, Program};
use javm_asm::{Code, Item, Listing, Target, Widths, assemble, disassemble};

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
    Some(Line { name: opcode.name().to_owned(), opcode, text: text(&instruction, pc) })
}

/// An instruction at a position as text.
#[must_use]
pub fn text(instruction: &Instruction, pc: u64) -> String {
    let relative = |to: i64| Target::Relative(to.wrapping_sub(pc as i64));
    let operands = instruction.operands.map_target(relative);
    let code = Code { opcode: instruction.opcode, operands, widths: Widths::default() };
    let listing = Listing { items: vec![Item::Code(code)], ..Listing::default() };
    let text = listing.to_text();
    let line = text.lines().map(str::trim).find(|line| line.starts_with(instruction.opcode.name()));
    let line = line.unwrap_or(instruction.opcode.name());
    line.split(';').next().unwrap_or(line).trim().to_owned()
}

/// A case as text.
#[must_use]
pub fn case_text(case: &Case) -> String {
    print_case(case, &Assembly).unwrap_or_else(|error| error.to_string())
}

/// The notation of program blobs as assembler text (`program: asm`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Assembly;

impl BlobNotation for Assembly {
    fn print(&self, blob: &[u8], standard: bool) -> Option<(&'static str, String)> {
        let text = disassemble(&Program::parse(blob).ok().filter(|_| !standard)?);
        let faithful = assemble(&text).is_ok_and(|again| again == blob);
        if faithful { Some(("asm", text)) } else { Hex.print(blob, standard) }
    }

    fn parse(&self, name: &str, text: &str, standard: bool) -> Option<Result<Vec<u8>, LineError>> {
        if name != "asm" || standard {
            return Hex.parse(name, text, standard);
        }
        Some(assemble(text).map_err(|error| LineError {
            line: error.line.saturating_sub(1),
            message: error.to_string(),
        }))
    }
}
