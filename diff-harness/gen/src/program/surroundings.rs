//! What surrounds a generated program: memory, registers, heap, host, gas.

use crate::choices::Choices;
use crate::values::register;
use jar_diff_wire::{Access, Case, Page, Poke, Program, Reply};
use javm::init::StandardProgram;

const PAGE: u64 = 4096;
/// Where a standard program's read-only data begin (GP 0.7.2, A.7: one zone of 64 KiB in).
const ZONE: u64 = 1 << 16;

/// Initial state of a program, drawn before its code so that the code can aim at it.
pub(super) struct Surroundings {
    pages: Vec<Page>,
    heap: (u32, u32),
    /// The parts of a standard program: read-only data, writable data, heap pages, stack octets, arguments.
    standard: Option<Standard>,
    /// Addresses worth pointing at: first addresses of accessible runs of octets.
    pub(super) targets: Vec<u64>,
}

struct Standard {
    read_only: Vec<u8>,
    writable: Vec<u8>,
    heap_pages: u16,
    stack: u32,
    arguments: Vec<u8>,
}

fn octets(length: u64, choices: &mut impl Choices) -> Vec<u8> {
    (0..length).map(|_| choices.bits() as u8).collect()
}

impl Surroundings {
    pub(super) fn draw(standard: bool, choices: &mut impl Choices) -> Self {
        if standard { Self::standard(choices) } else { Self::raw(choices) }
    }

    fn raw(choices: &mut impl Choices) -> Self {
        let mut number = 16 + choices.below(4) as u32;
        let mut pages = Vec::new();
        for _ in 0..choices.below(6) {
            let access = if choices.percent(70) { Access::Writable } else { Access::ReadOnly };
            let length = choices.pick(&[0, 16, 64, 200]);
            pages.push(Page::new(number, access, octets(length, choices)));
            // Half of the pages have a neighbour to straddle into.
            number += if choices.percent(50) { 1 } else { 2 + choices.below(300) as u32 };
        }
        let targets = pages.iter().map(|page| u64::from(page.number) * PAGE).collect();
        let start = (u64::from(number) * PAGE + choices.pick(&[0, 1, 77, PAGE - 1])) as u32;
        let heap = match choices.below(3) {
            0 => (0, 0),
            _ => (start, start + choices.pick(&[0, 1, 4096, 12_288, 40_000])),
        };
        Self { pages, heap, standard: None, targets }
    }

    fn standard(choices: &mut impl Choices) -> Self {
        let standard = Standard {
            read_only: octets(choices.pick(&[0, 1, 40, 300]), choices),
            writable: octets(choices.pick(&[0, 1, 40, 300, 4097]), choices),
            heap_pages: choices.pick(&[0, 1, 2, 3]),
            stack: choices.pick(&[0, 1, 4096, 9000]),
            arguments: octets(choices.pick(&[0, 1, 32, 200]), choices),
        };
        let data = 2 * ZONE + if standard.read_only.is_empty() { 0 } else { ZONE };
        let top = (1 << 32) - 2 * ZONE - (1 << 24);
        let arguments = (1 << 32) - ZONE - (1 << 24);
        let targets = vec![ZONE, data, data, top - 64, top - PAGE, arguments];
        Self { pages: Vec::new(), heap: (0, 0), standard: Some(standard), targets }
    }

    /// An address that is probably accessible.
    pub(super) fn aim(&self, choices: &mut impl Choices) -> u64 {
        let base = choices.pick(&self.targets);
        if base == 0 { 0x1_0000 + choices.below(64) } else { base + choices.below(256) }
    }

    /// The blob of a case with this code, and whether it can be initialised as far as it is known here.
    pub(super) fn blob(&self, code: Vec<u8>) -> (Vec<u8>, bool) {
        let Some(parts) = &self.standard else { return (code, true) };
        let blob = parts.blob(&code);
        let program = StandardProgram::parse(&blob);
        let initialised =
            program.is_ok_and(|program| program.state(&parts.arguments, 0, 0).is_ok());
        (blob, initialised)
    }

    /// A case with other contents, rights and arguments where this one has its own. Where pages lie stays mostly as it is: that is
    /// what the code aims at.
    pub(super) fn varied(&self, blob: &[u8], choices: &mut impl Choices) -> Case {
        let mut case = self.case(blob, choices);
        if let Program::Standard { arguments } = &mut case.program
            && choices.percent(50)
        {
            *arguments = octets(choices.pick(&[0, 1, 32, 200]), choices);
        }
        if !case.pages.is_empty() && choices.percent(5) {
            let gone = choices.index(case.pages.len());
            case.pages.remove(gone);
        }
        for page in &mut case.pages {
            if choices.percent(6) {
                page.access = match page.access {
                    Access::ReadOnly => Access::Writable,
                    Access::Writable => Access::ReadOnly,
                };
            }
            if choices.percent(50) {
                let length = choices.pick(&[0, 16, 64, 200]);
                *page = Page::new(page.number, page.access, octets(length, choices));
            }
        }
        case
    }

    /// A case with registers and replies of its own.
    pub(super) fn case(&self, blob: &[u8], choices: &mut impl Choices) -> Case {
        let replies = self.replies(choices);
        let mut case = match &self.standard {
            None => Case::raw(blob.to_vec()),
            Some(parts) => Case::standard(blob.to_vec(), parts.arguments.clone()),
        };
        if case.program == Program::Raw {
            for value in &mut case.registers {
                *value = register(choices.index(31), 0, choices);
            }
            // The loop counter stays small, two registers point at memory.
            for (index, value) in case.registers.iter_mut().enumerate() {
                if index == super::body::COUNTER {
                    *value = choices.between(1, 20);
                } else if super::body::POINTERS.contains(&index) {
                    *value = choices.pick(&self.targets) + choices.below(64);
                }
            }
            (case.heap_break, case.heap_limit) = self.heap;
            case.pages.clone_from(&self.pages);
        }
        case.replies = replies;
        case
    }

    fn replies(&self, choices: &mut impl Choices) -> Vec<Reply> {
        (0..choices.below(4))
            .map(|_| {
                let mut reply =
                    Reply { gas: choices.pick(&[0, 0, 1, 10, 500]), ..Reply::default() };
                for register in reply.registers.iter_mut().skip(7) {
                    *register = choices.percent(25).then(|| choices.bits() >> choices.below(64));
                }
                if choices.percent(40) {
                    let address = self.aim(choices) as u32;
                    let length = choices.between(1, 40);
                    reply.poke = Some(Poke { address, octets: octets(length, choices) });
                }
                reply
            })
            .collect()
    }
}

impl Standard {
    /// The standard program of these parts and this code.
    fn blob(&self, code: &[u8]) -> Vec<u8> {
        let program = StandardProgram {
            read_only: &self.read_only,
            heap: &self.writable,
            heap_pages: self.heap_pages,
            stack: self.stack,
            code,
        };
        program.write()
    }
}
