//! Lane `program`: whole programs, valid by construction except where they are meant not to be.
//!
//! Choices come before code: which groups of opcodes this program uses (swarm), then the graph of blocks, then what fills
//! them, then how it ends. Jumps go forward; back edges go through a counter register, or are left to gas and the step
//! limit. Registers that memory operations use point into mapped pages. About one program in seven is ill-formed
//! on purpose. Every program is run with [`INPUTS`] inputs.

mod body;
mod dials;
mod spoil;
mod surroundings;

use crate::axes::Axis;
use crate::choices::{Choices, Prng};
use crate::plan::Space;
use crate::settings::Settings;
use body::Body;
use dials::Trial;
use jar_diff_wire::{Case, GasModel};
use javm::{Opcode, Program};
use javm_asm::{Entry, Item, JumpTable, Listing};
use surroundings::Surroundings;

/// Cases that share one program: lane `program` gives the numbers 0 to 15 one program, 16 to 31 the next. Decoding and compiling
/// is paid once, so most of the time goes into runs.
pub const INPUTS: u64 = 16;

/// A generated program, and what its cases have in common.
pub struct Frame {
    surroundings: Surroundings,
    blob: Vec<u8>,
    /// Where the first case starts.
    pc: u32,
    gas_model: GasModel,
    /// Positions of basic blocks, for cases that start elsewhere.
    blocks: Vec<u32>,
    /// Is the program meant to parse?
    pub well_formed: bool,
    /// A reject: meant to be well-formed, and is not.
    pub reject: bool,
    /// Opcodes in the code as generated, each once.
    pub opcodes: Vec<Opcode>,
    /// For the gas that a run takes.
    trial: Trial,
}

impl Frame {
    /// Draws a program.
    #[must_use]
    pub fn draw(settings: &Settings, choices: &mut impl Choices) -> Self {
        let standard = choices.percent(settings.standard_percent);
        let surroundings = Surroundings::draw(standard, choices);
        let body = Body::draw(settings, &surroundings, choices);
        let entry = choices.percent(settings.late_entry_percent).then(|| body.some_label(choices));
        let listing = body.into_listing(choices);
        let code = listing.items.iter().filter_map(|item| match item {
            Item::Code(code) => Some(code.opcode),
            _ => None,
        });
        let mut opcodes: Vec<Opcode> = code.collect();
        opcodes.sort_unstable();
        opcodes.dedup();
        let mut pc = entry.and_then(|label| position(&listing, label)).unwrap_or(0);
        // Every label is defined once and every operand fits: a reject if it ever happens.
        let code = listing.to_blob().unwrap_or_default();
        let spoilt = choices.percent(settings.ill_formed_percent);
        let code = if spoilt { spoil::spoil(&code, choices) } else { code };
        if spoilt && choices.percent(10) {
            pc = choices.bits() as u32 >> choices.below(32);
        }
        let per_block = choices.percent(settings.per_block_percent);
        let parsed = Program::parse(&code).ok();
        let blocks = parsed.iter().flat_map(Program::blocks).map(|pc| pc as u32).collect();
        let (blob, initialised) = surroundings.blob(code);
        Self {
            surroundings,
            blob,
            pc,
            gas_model: if per_block { GasModel::PerBlock } else { GasModel::PerInstruction },
            blocks,
            well_formed: !spoilt,
            reject: !(spoilt || parsed.is_some() && initialised),
            opcodes,
            trial: Trial::default(),
        }
    }

    /// The first case of the program: as the program was made for.
    #[must_use]
    pub fn first(&mut self, settings: &Settings, choices: &mut impl Choices) -> Case {
        let mut case = self.surroundings.case(&self.blob, choices);
        case.pc = self.pc;
        case.gas_model = self.gas_model;
        self.trial.set(&mut case, settings.steps_max, settings, choices);
        case
    }

    /// A further case: other registers, contents and rights of pages, arguments, replies, gas, now and then another start.
    #[must_use]
    pub fn further(&mut self, settings: &Settings, choices: &mut impl Choices) -> Case {
        let mut case = self.surroundings.varied(&self.blob, choices);
        let elsewhere = choices.percent(settings.late_entry_percent);
        case.pc = if elsewhere { choices.pick(&self.blocks) } else { self.pc };
        case.gas_model = self.gas_model;
        self.trial.set(&mut case, settings.steps_further, settings, choices);
        case
    }

    /// Reports the cells of the coverage table that a case of this program hits.
    pub fn hits(&self, space: &Space, mut hit: impl FnMut(usize, usize)) {
        for &opcode in &self.opcodes {
            if let Some(row) = space.row(opcode) {
                hit(row, Axis::Program.first_column());
            }
        }
    }
}

/// The programs of the lane: keeps the last one, since the next case mostly has it too.
#[derive(Default)]
pub struct Lane {
    last: Option<((u64, u64), Frame)>,
}

impl Lane {
    /// Makes case `number` and its program.
    pub fn generate(&mut self, settings: &Settings, seed: u64, number: u64) -> (&Frame, Case) {
        let key = (seed, number / INPUTS);
        let last = self.last.take().filter(|(of, _)| *of == key);
        let mut choices = Prng::for_case(seed, 2, key.1);
        let frame = last.map_or_else(|| Frame::draw(settings, &mut choices), |(_, frame)| frame);
        let (_, frame) = self.last.insert((key, frame));
        let choices = &mut Prng::for_case(seed, 4, number);
        let first = number.is_multiple_of(INPUTS);
        let case =
            if first { frame.first(settings, choices) } else { frame.further(settings, choices) };
        (frame, case)
    }
}

/// Makes a program and its first case from any source of decisions.
#[must_use]
pub fn from_choices(settings: &Settings, choices: &mut impl Choices) -> (Frame, Case) {
    let mut frame = Frame::draw(settings, choices);
    let case = frame.first(settings, choices);
    (frame, case)
}

/// The position of a label: what a jump-table entry for it would say.
fn position(listing: &Listing, label: javm_asm::Label) -> Option<u32> {
    let jump_table = JumpTable::Entries { size: 4, entries: vec![Entry::Label(label)] };
    let probe = Listing { jump_table, ..listing.clone() };
    let program = Program::parse(&probe.to_blob().ok()?).ok()?;
    u32::try_from(program.jump_entry(0)?).ok()
}
