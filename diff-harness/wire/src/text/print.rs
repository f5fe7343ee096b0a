//! Writing cases and outcomes as text.

use super::{BlobNotation, Hex};
use crate::{
    Access, Case, Exit, GasModel, NO_STEP_LIMIT, Observation, Outcome, PAGE_SIZE, Poke, Program,
    Reply,
};
use core::fmt::Write as _;

/// Octets in a line of a dump.
pub(super) const OCTETS_PER_LINE: usize = 32;

/// Appends a formatted line; writing to a `String` cannot fail.
macro_rules! line {
    ($text:expr, $($format:tt)*) => {
        let _ = writeln!($text, $($format)*);
    };
}

/// Appends octets as hex, in groups of four.
pub(super) fn push_octets(text: &mut String, octets: &[u8]) {
    for (index, group) in octets.chunks(4).enumerate() {
        if index > 0 {
            text.push(' ');
        }
        for octet in group {
            let _ = write!(text, "{octet:02x}");
        }
    }
}

pub(super) fn case(case: &Case, notation: &dyn BlobNotation) -> String {
    let mut text = String::new();
    let standard = matches!(case.program, Program::Standard { .. });
    line!(text, "kind: {}", if standard { "standard" } else { "raw" });
    let model = match case.gas_model {
        GasModel::PerInstruction => "per-instruction",
        GasModel::PerBlock => "per-block",
    };
    line!(text, "pre: gas-model = {model}");
    line!(text, "pre: gas = {}", case.gas);
    line!(text, "pre: pc = {}", case.pc);
    if case.step_limit != NO_STEP_LIMIT {
        line!(text, "pre: step-limit = {}", case.step_limit);
    }
    if (case.heap_break, case.heap_limit) != (0, 0) {
        line!(text, "pre: heap = {:#x} .. {:#x}", case.heap_break, case.heap_limit);
    }
    for (index, register) in case.registers.iter().enumerate().filter(|(_, r)| **r != 0) {
        line!(text, "pre: r{index} = {register:#x}");
    }
    for page in &case.pages {
        line!(text, "pre: page {:#x} {}", page.number, access(page.access));
        dump(&mut text, "pre:", page.number, &page.content);
    }
    for reply in &case.replies {
        print_reply(&mut text, reply);
    }
    if let Program::Standard { arguments } = &case.program {
        for octets in arguments.chunks(OCTETS_PER_LINE) {
            text.push_str("arguments: ");
            push_octets(&mut text, octets);
            text.push('\n');
        }
    }
    let blob = notation.print(&case.blob, standard).or_else(|| Hex.print(&case.blob, standard));
    if let Some((name, blob)) = blob {
        line!(text, "program: {name}");
        text.push_str(&blob);
    }
    text
}

fn access(access: Access) -> &'static str {
    match access {
        Access::ReadOnly => "read-only",
        Access::Writable => "writable",
    }
}

/// The lines of a page that are not all zero.
fn dump(text: &mut String, key: &str, number: u32, content: &[u8]) {
    let start = u64::from(number).saturating_mul(PAGE_SIZE as u64);
    for (octets, offset) in content.chunks(OCTETS_PER_LINE).zip((0u64..).step_by(OCTETS_PER_LINE)) {
        if octets.iter().any(|octet| *octet != 0) {
            let _ = write!(text, "{key} {:#010x} = ", start.saturating_add(offset));
            push_octets(text, octets);
            text.push('\n');
        }
    }
}

fn print_reply(text: &mut String, reply: &Reply) {
    line!(text, "reply: gas = {}", reply.gas);
    for (index, register) in reply.registers.iter().enumerate() {
        if let Some(register) = register {
            line!(text, "reply: r{index} = {register:#x}");
        }
    }
    if let Some(Poke { address, octets }) = &reply.poke {
        for (line, offset) in octets.chunks(OCTETS_PER_LINE).zip((0u64..).step_by(OCTETS_PER_LINE))
        {
            let _ =
                write!(text, "reply: poke {:#010x} = ", u64::from(*address).saturating_add(offset));
            push_octets(text, line);
            text.push('\n');
        }
    }
}

pub(super) fn outcome(outcome: &Outcome) -> String {
    let mut text = String::new();
    match outcome {
        Outcome::Malformed(malformed) => {
            line!(text, "post: malformed = {} at {}", malformed.code, malformed.offset);
        }
        Outcome::Ran(observation) => print_observation(&mut text, observation),
    }
    text
}

fn print_observation(text: &mut String, observation: &Observation) {
    let name = match observation.exit {
        Exit::Halt => "halt",
        Exit::Panic => "panic",
        Exit::OutOfGas => "out-of-gas",
        Exit::PageFault(_) => "page-fault",
        Exit::HostCall(_) => "host-call",
        Exit::StepLimit => "step-limit",
        Exit::InvalidProgram => "invalid-program",
    };
    match observation.exit {
        Exit::PageFault(address) => {
            line!(text, "post: exit = {name} {address:#x}");
        }
        Exit::HostCall(identifier) => {
            line!(text, "post: exit = {name} {identifier}");
        }
        _ => {
            line!(text, "post: exit = {name}");
        }
    }
    line!(text, "post: gas = {}", observation.gas);
    line!(text, "post: pc = {}", observation.pc);
    if observation.heap_break != 0 {
        line!(text, "post: heap-break = {:#x}", observation.heap_break);
    }
    for (index, register) in observation.registers.iter().enumerate().filter(|(_, r)| **r != 0) {
        line!(text, "post: r{index} = {register:#x}");
    }
    for page in &observation.pages {
        line!(text, "post: page {:#x} {}", page.number, access(page.access));
        dump(text, "post:", page.number, page.content.as_slice());
    }
    for call in &observation.calls {
        let _ = write!(text, "call: {} gas = {}", call.identifier, call.gas);
        for (index, argument) in (7..).zip(call.arguments) {
            let _ = write!(text, " r{index} = {argument:#x}");
        }
        text.push('\n');
    }
}
