//! A program as a list of instructions with symbolic targets: what generators make and minimisers edit.

use std::collections::BTreeSet;

use javm::{Opcode, Operands, Program};

use crate::encode::{Widths, encode};
use crate::layout::LayoutError;

/// A place in a listing; defined by [`Item::Label`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(pub u32);

/// Where a static jump goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// To a label.
    Label(Label),
    /// To the position of the jump plus this: any position, also none where an instruction starts.
    Relative(i64),
}

/// One instruction of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The opcode.
    pub opcode: Opcode,
    /// Operands, of the opcode's shape.
    pub operands: Operands<Target>,
    /// Octets of the immediates and the offset; the default is the shortest.
    pub widths: Widths,
}

/// One element of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// The position of what follows has this name.
    Label(Label),
    /// An instruction; the bitmask marks its first octet.
    Code(Code),
    /// Octets that no [`Code`] encodes to; the bitmask marks the first one.
    Raw(Vec<u8>),
    /// Octets that the bitmask does not mark.
    Data(Vec<u8>),
}

/// The jump table of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JumpTable {
    /// Entries of no octets (z = 0): all are 0, and there may be any number of them.
    Zeros(u64),
    /// Entries of `size` octets each.
    Entries {
        /// z, at least 1.
        size: u8,
        /// The entries.
        entries: Vec<Entry>,
    },
}

/// An entry of the jump table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// The position of a label.
    Label(Label),
    /// Any position.
    Absolute(u64),
}

impl Default for JumpTable {
    fn default() -> Self {
        Self::Zeros(0)
    }
}

/// A program as a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Jump table.
    pub jump_table: JumpTable,
    /// The code in order.
    pub items: Vec<Item>,
}

impl Listing {
    /// The listing of a program: [`Listing::to_blob`] gives its blob again. Labels are numbered by position.
    #[must_use]
    pub fn from_program(program: &Program) -> Self {
        let listing = Self::read(program, false);
        // Shortest widths depend on each other; in the rare program where that gives other octets, name every width.
        match listing.to_blob() {
            Ok(blob) if blob == program.to_blob() => listing,
            _ => Self::read(program, true),
        }
    }

    fn read(program: &Program, exact: bool) -> Self {
        let code = program.code();
        let starts: Vec<usize> = program.instruction_starts().map(|pc| pc as usize).collect();
        let ends = starts.iter().skip(1).copied().chain([code.len()]);
        let pieces = starts.iter().copied().zip(ends);
        let mut found: Vec<(usize, Item)> = Vec::new();
        let lead = starts.first().copied().unwrap_or(code.len());
        if lead > 0 {
            found.push((0, Item::Data(code.get(..lead).unwrap_or_default().to_vec())));
        }
        found.extend(pieces.map(|(from, to)| {
            let octets = code.get(from..to).unwrap_or_default();
            (from, read_item(program, from, octets, exact))
        }));
        let places: BTreeSet<u64> =
            found.iter().map(|(pc, _)| *pc as u64).chain([code.len() as u64]).collect();
        let mut used = BTreeSet::new();
        let mut label = |to: u64| {
            let place = places.contains(&to).then_some(to).and_then(|to| u32::try_from(to).ok())?;
            used.insert(place);
            Some(Label(place))
        };
        for (pc, item) in &mut found {
            if let Item::Code(code) = item {
                code.operands = code.operands.map_target(|target| match target {
                    Target::Relative(offset) => {
                        let to = (*pc as u64).checked_add_signed(offset);
                        to.and_then(&mut label).map_or(target, Target::Label)
                    }
                    Target::Label(_) => target,
                });
            }
        }
        let jump_table = match program.jump_entry_size() {
            0 => JumpTable::Zeros(program.jump_table_length()),
            size => {
                let entries = (0..program.jump_table_length()).map_while(|i| program.jump_entry(i));
                let entry = |to| label(to).map_or(Entry::Absolute(to), Entry::Label);
                JumpTable::Entries { size, entries: entries.map(entry).collect() }
            }
        };
        let mut items = Vec::with_capacity(found.len().saturating_add(used.len()));
        for (pc, item) in found {
            items.extend(
                u32::try_from(pc)
                    .ok()
                    .filter(|pc| used.remove(pc))
                    .map(|pc| Item::Label(Label(pc))),
            );
            items.push(item);
        }
        items.extend(used.into_iter().map(|end| Item::Label(Label(end))));
        Self { jump_table, items }
    }

    /// The program blob.
    ///
    /// # Errors
    /// An item that cannot be encoded, or a label that is missing or defined twice.
    pub fn to_blob(&self) -> Result<Vec<u8>, LayoutError> {
        crate::layout::blob(self)
    }

    /// Forgets the widths of all offsets, so that edits cannot make a jump too long for its width.
    pub fn relax(&mut self) {
        for item in &mut self.items {
            if let Item::Code(code) = item
                && code.operands.target().is_some()
            {
                code.widths.y = None;
            }
        }
    }

    /// A label that no item defines or uses.
    #[must_use]
    pub fn fresh_label(&self) -> Label {
        let entries = match &self.jump_table {
            JumpTable::Entries { entries, .. } => entries.as_slice(),
            JumpTable::Zeros(_) => &[],
        };
        let listed = entries.iter().filter_map(|entry| match entry {
            Entry::Label(Label(number)) => Some(*number),
            Entry::Absolute(_) => None,
        });
        let in_code = self.items.iter().filter_map(|item| match item {
            Item::Label(Label(number)) => Some(*number),
            Item::Code(code) => match code.operands.target() {
                Some(Target::Label(Label(number))) => Some(*number),
                _ => None,
            },
            Item::Raw(_) | Item::Data(_) => None,
        });
        Label(in_code.chain(listed).max().map_or(0, |highest| highest.saturating_add(1)))
    }
}

/// The item for the octets from one marked position to the next.
fn read_item(program: &Program, pc: usize, octets: &[u8], exact: bool) -> Item {
    let instruction = program.instruction_at(pc as u64);
    let relative = instruction.operands.map_target(|to| to.wrapping_sub(pc as i64));
    let Some(widths) = Widths::read(instruction.opcode.shape(), octets) else {
        return Item::Raw(octets.to_vec());
    };
    if encode(instruction.opcode, &relative, widths).as_deref() != Ok(octets) {
        return Item::Raw(octets.to_vec());
    }
    let widths = if exact { widths } else { widths.shortened(&relative) };
    let operands = relative.map_target(Target::Relative);
    Item::Code(Code { opcode: instruction.opcode, operands, widths })
}
