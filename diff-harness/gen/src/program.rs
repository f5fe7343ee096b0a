//! Lane `program`: whole programs, valid by construction except where they are meant not to be.
//!
//! Choices come before code: which groups of opcodes this program uses (swarm), then the graph of blocks, then what fills
//! them, then how it ends. Jumps go forward; back edges go through a counter register, or are left to gas and the step
//! limit. Registers that memory operations use point into mapped pages. About one program in seven is ill-formed
//! on purpose.

mod body;
mod dials;
mod spoil;
mod surroundings;

use crate::axes::Axis;
use crate::choices::{Choices, Prng};
use crate::plan::Space;
use crate::settings::Settings;
use body::Body;
use jar_diff_engines::spelt_out;
use jar_diff_wire::Case;
use javm::{Opcode, Program};
use javm_asm::{Entry, Item, JumpTable, Listing};

/// A generated case and what was intended.
#[derive(Clone, Debug)]
pub struct Made {
    /// The case; its fields are in range.
    pub case: Case,
    /// Is its program meant to parse?
    pub well_formed: bool,
    /// Opcodes in the code as generated.
    pub opcodes: Vec<Opcode>,
}

impl Made {
    /// A reject: meant to be well-formed and is not.
    #[must_use]
    pub fn is_reject(&self) -> bool {
        let parses = |case: &Case| Program::parse(&case.blob).is_ok();
        let well = match &self.case.program {
            jar_diff_wire::Program::Raw => parses(&self.case),
            jar_diff_wire::Program::Standard { .. } => {
                spelt_out(&self.case).is_some_and(|case| parses(&case))
            }
        };
        self.case.check().is_err() || self.well_formed && !well
    }

    /// Reports the cells of the coverage table that the case hits.
    pub fn hits(&self, space: &Space, mut hit: impl FnMut(usize, usize)) {
        for &opcode in &self.opcodes {
            if let Some(row) = space.row(opcode) {
                hit(row, Axis::Program.first_column());
            }
        }
    }
}

/// Makes case `number` of the lane.
#[must_use]
pub fn generate(settings: &Settings, seed: u64, number: u64) -> Made {
    from_choices(settings, &mut Prng::for_case(seed, 2, number))
}

/// Makes a case from any source of decisions.
#[must_use]
pub fn from_choices(settings: &Settings, choices: &mut impl Choices) -> Made {
    let standard = choices.percent(settings.standard_percent);
    let surroundings = surroundings::Surroundings::draw(standard, choices);
    let body = Body::draw(settings, &surroundings, choices);
    let entry = choices.percent(settings.late_entry_percent).then(|| body.some_label(choices));
    let listing = body.into_listing(choices);
    let opcodes = listing
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Code(code) => Some(code.opcode),
            _ => None,
        })
        .collect();
    let pc = entry.and_then(|label| position(&listing, label)).unwrap_or(0);
    let Ok(blob) = listing.to_blob() else {
        // Every label is defined once and every operand fits: a reject if it ever happens.
        let case = surroundings.into_case(settings, Vec::new(), 0, choices);
        return Made { case, well_formed: true, opcodes };
    };
    let spoilt = choices.percent(settings.ill_formed_percent);
    let blob = if spoilt { spoil::spoil(&blob, choices) } else { blob };
    let mut case = surroundings.into_case(settings, blob, pc, choices);
    if spoilt && choices.percent(10) {
        case.pc = choices.bits() as u32 >> choices.below(32);
    }
    dials::set(&mut case, settings, choices);
    Made { case, well_formed: !spoilt, opcodes }
}

/// The position of a label: what a jump-table entry for it would say.
fn position(listing: &Listing, label: javm_asm::Label) -> Option<u32> {
    let jump_table = JumpTable::Entries { size: 4, entries: vec![Entry::Label(label)] };
    let probe = Listing { jump_table, ..listing.clone() };
    let program = Program::parse(&probe.to_blob().ok()?).ok()?;
    u32::try_from(program.jump_entry(0)?).ok()
}
