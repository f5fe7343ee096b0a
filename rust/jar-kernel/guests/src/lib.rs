//! Programs for the kernel in assembler: a body of text per endpoint, macros for operations, and sample authorities
//! (docs/kernel.md) that tests, vectors and benches use.

#![forbid(unsafe_code)]

mod samples;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use jar_cap::{Code, Endpoint, Image, InvalidImage, Mapping, Parts, Path, Source};
use jar_kernel::op;
use javm::{Program, ProgramError};
use javm_asm::AsmError;
pub use samples::{counter, reader, recursion, yielder};

/// Why text is no guest.
#[derive(Debug, thiserror::Error)]
pub enum GuestError {
    /// It does not assemble.
    #[error(transparent)]
    Text(#[from] AsmError),
    /// It is no program.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// It is no Image.
    #[error(transparent)]
    Image(#[from] InvalidImage),
}

/// The number of the path to one of the own slots.
#[must_use]
pub const fn slot(number: u8) -> u64 {
    Path::of(number).number()
}

/// An operation with constant arguments, from φ7 on.
#[must_use]
pub fn operation(number: u64, arguments: &[u64]) -> String {
    let mut text = String::new();
    for (register, argument) in (7..).zip(arguments) {
        // The assembler reads immediates as signed numbers.
        let _ = writeln!(text, "    load_imm_64 r{register}, {}", *argument as i64);
    }
    text + &format!("    ecalli {number}\n")
}

/// HALT with a constant.
#[must_use]
pub fn halt(value: u64) -> String {
    operation(op::HALT, &[value])
}

/// HALT with what φ7 has.
#[must_use]
pub fn halt_result() -> String {
    operation(op::HALT, &[])
}

/// HALT with status · 2^32 + result of the operation before.
#[must_use]
pub fn halt_status() -> String {
    "    shlo_l_imm_64 r8, r8, 32\n    add_64 r7, r7, r8\n".to_owned() + &halt_result()
}

/// CALL of an own slot with constant arguments.
#[must_use]
pub fn call(target: u8, endpoint: u64, arguments: &[u64]) -> String {
    let all: Vec<u64> = [slot(target), endpoint].iter().chain(arguments).copied().collect();
    operation(op::CALL, &all)
}

/// A persistent mapping of an own slot.
#[must_use]
pub const fn persistent(start: u32, pages: u32, source: u8) -> Mapping {
    Mapping { start, pages, source: Source::Persistent(Path::of(source)) }
}

/// An Image whose endpoints have these bodies; one that runs past its end traps.
///
/// # Errors
/// See [`GuestError`].
pub fn image(bodies: &[(u8, String)], edit: impl FnOnce(&mut Parts)) -> Result<Image, GuestError> {
    let mut text = String::from(".jump_table 4\n.entries");
    for (number, _) in bodies {
        let _ = write!(text, " @endpoint{number}");
    }
    text.push('\n');
    for (number, body) in bodies {
        let _ = writeln!(text, "@endpoint{number}:\n{body}    trap");
    }
    let program = Program::parse(&javm_asm::assemble(&text)?)?;
    let entry = |(index, (number, _)): (u64, &(u8, String))| {
        let pc = u32::try_from(program.jump_entry(index)?).ok()?;
        Some((*number, Endpoint { pc, registers: [0; 13] }))
    };
    let endpoints: BTreeMap<u8, Endpoint> = (0..).zip(bodies).filter_map(entry).collect();
    let mut parts = Parts::of(Code::Program(Arc::new(program)));
    parts.endpoints = endpoints;
    edit(&mut parts);
    Ok(Image::new(parts)?)
}
