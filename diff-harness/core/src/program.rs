//! What the tester asks of a case's program: its instructions, and the case as text.

use jar_diff_wire::text::{BlobNotation, Hex, LineError, print_case};
use jar_diff_wire::{Case, Exit, Observation, Page, Program as Kind};
use javm::init::StandardProgram;
use javm::{Instruction, Opcode, Program};
use javm_asm::{Code, Item, Listing, Target, Widths, assemble, disassemble};
use std::collections::BTreeMap;

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
    Some(line(&program(case)?, pc))
}

/// The instruction at a position of a program.
#[must_use]
pub fn line(program: &Program, pc: u64) -> Line {
    let instruction = program.instruction_at(pc);
    let opcode = instruction.opcode;
    Line { name: opcode.name().to_owned(), opcode, text: text(&instruction, pc) }
}

/// Where the code lies in a program blob, which ends with code and bitmask.
#[must_use]
pub fn code_offset(blob: &[u8]) -> Option<usize> {
    let parts = javm::Parts::read(blob).ok()?;
    blob.len().checked_sub(parts.code.len() + parts.bitmask.len())
}

/// The raw case that goes on from an observation after `steps` steps of `case`; `None` if the run had ended or cannot be described
/// by a case.
#[must_use]
pub fn resumed(case: &Case, there: &Observation, steps: u64) -> Option<Case> {
    if there.exit != Exit::StepLimit {
        return None;
    }
    let mut pages: BTreeMap<u32, Page> =
        case.pages.iter().map(|page| (page.number, page.clone())).collect();
    for page in &there.pages {
        pages.insert(page.number, Page::new(page.number, page.access, page.content.to_vec()));
    }
    Some(Case {
        pc: u32::try_from(there.pc).ok()?,
        gas: there.gas,
        step_limit: case.step_limit.saturating_sub(steps),
        heap_break: there.heap_break,
        registers: there.registers,
        pages: pages.into_values().collect(),
        replies: case.replies.get(there.calls.len()..)?.to_vec(),
        ..case.clone()
    })
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
