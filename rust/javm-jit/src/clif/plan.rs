//! What is decided about a program before any of it is compiled: its regions, and where they can be entered.

use std::ops::Range;

use javm::{Class, NO_TARGET, Op, Program};

/// No place.
pub(crate) const NOWHERE: u64 = u64::MAX;

/// A place where a region is entered: its number above the number of the entry in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) region: u32,
    pub(crate) entry: u32,
}

impl Place {
    /// As one number, never [`NOWHERE`].
    pub(crate) const fn packed(self) -> u64 {
        (self.region as u64) << 32 | self.entry as u64
    }

    pub(crate) const fn unpacked(packed: u64) -> Self {
        Self { region: (packed >> 32) as u32, entry: packed as u32 }
    }
}

/// Regions and entries of a program.
#[derive(Debug)]
pub(crate) struct Plan {
    /// First instruction of each region, and behind the last one the number of instructions.
    starts: Vec<u32>,
    /// Instructions that are entries, ascending.
    entries: Vec<u32>,
    /// For each region the number of entries before it.
    before: Vec<u32>,
    /// The jump table as packed places: slot i + 1 belongs to entry i, and holds [`NOWHERE`] if that is no block.
    table: Vec<u64>,
}

/// What an instruction costs the compiler, in units of an addition: entries and ends of blocks cost most.
pub(crate) const fn weight(op: &Op) -> usize {
    match op.opcode.class() {
        Class::JumpIndirect => 16,
        Class::Divide => 10,
        Class::Jump | Class::Branch | Class::Fallthrough | Class::Trap => 6,
        Class::HostCall | Class::Heap => 4,
        _ => 1,
    }
}

/// Whether what follows is never reached by going on.
fn leaves(op: &Op) -> bool {
    matches!(op.opcode.class(), Class::Jump | Class::JumpIndirect | Class::Trap)
}

/// Whether compiled code ends here for a while and goes on behind.
pub(crate) fn pauses(op: &Op) -> bool {
    matches!(op.opcode.class(), Class::HostCall | Class::Heap)
}

/// Where regions start. They end from three quarters of the size on where code does not go on, from the size on between
/// two blocks, and at one and a half times the size wherever they are.
fn cut(ops: &[Op], size: usize) -> Vec<u32> {
    let (early, longest) = (size / 4 * 3, size / 2 * 3);
    let mut starts = vec![0];
    let mut length = 0usize;
    let mut before: Option<&Op> = None;
    for (index, op) in (0u32..).zip(ops) {
        let cuts = before.is_some_and(|before| {
            let between = before.opcode.terminates() || pauses(before);
            length >= early && leaves(before) || length >= size && between || length >= longest
        });
        if cuts {
            starts.push(index);
            length = 0;
        }
        length = length.saturating_add(weight(op));
        before = Some(op);
    }
    starts.push(ops.len() as u32);
    starts
}

fn region_of(starts: &[u32], index: u32) -> usize {
    starts.partition_point(|start| *start <= index).saturating_sub(1)
}

/// Instructions that are entries: where regions start, where other regions and the jump table go, the heads of loops, and
/// what follows a pause. Execution is never long without one of them.
fn entries(program: &Program, starts: &[u32]) -> Vec<bool> {
    let ops = program.ops();
    let mut marks = vec![false; ops.len()];
    let mut mark = |index: u32| {
        if let Some(place) = marks.get_mut(index as usize) {
            *place = true;
        }
    };
    starts.iter().for_each(|start| mark(*start));
    for (index, op) in (0u32..).zip(ops) {
        if pauses(op) {
            mark(index.saturating_add(1));
        }
        let jumps = matches!(op.opcode.class(), Class::Jump | Class::Branch);
        if jumps && op.y != NO_TARGET {
            let away = region_of(starts, op.y) != region_of(starts, index);
            if op.y <= index || away {
                mark(op.y);
            }
        }
    }
    targets(program).flatten().for_each(mark);
    marks
}

/// Where the entries of the jump table go. A table whose entries have no octets is left to the interpreter.
fn targets(program: &Program) -> impl Iterator<Item = Option<u32>> + '_ {
    let count = if program.jump_entry_size() == 0 { 0 } else { program.jump_table_length() };
    (0..count).map(|entry| program.block_index(program.jump_entry(entry)?))
}

impl Plan {
    /// With regions that aim at this weight.
    pub(crate) fn new(program: &Program, size: usize) -> Self {
        let starts = cut(program.ops(), size);
        let marks = entries(program, &starts);
        let marked = (0u32..).zip(&marks).filter(|(_, marked)| **marked);
        let entries: Vec<u32> = marked.map(|(index, _)| index).collect();
        let before = |start: &u32| entries.partition_point(|entry| entry < start) as u32;
        let before = starts.iter().map(before).collect();
        let mut plan = Self { starts, entries, before, table: vec![NOWHERE] };
        let place = |target: Option<u32>| target.and_then(|target| plan.place(target));
        let table: Vec<u64> =
            targets(program).map(|target| place(target).map_or(NOWHERE, Place::packed)).collect();
        plan.table.extend(table);
        plan
    }

    /// How many regions there are.
    pub(crate) fn regions(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The instructions of a region.
    pub(crate) fn region(&self, region: u32) -> Range<u32> {
        let at = |index: usize| self.starts.get(index).copied().unwrap_or_default();
        at(region as usize)..at((region as usize).saturating_add(1))
    }

    /// The entries of a region, ascending.
    pub(crate) fn entries(&self, region: u32) -> &[u32] {
        let at = |index: usize| self.before.get(index).copied().unwrap_or_default() as usize;
        let range = at(region as usize)..at((region as usize).saturating_add(1));
        self.entries.get(range).unwrap_or_default()
    }

    /// The region that holds an instruction.
    pub(crate) fn region_of(&self, index: u32) -> u32 {
        region_of(&self.starts, index) as u32
    }

    /// The place of an instruction, if it is an entry.
    pub(crate) fn place(&self, index: u32) -> Option<Place> {
        let position = self.entries.binary_search(&index).ok()?;
        let region = self.region_of(index);
        let before = self.before.get(region as usize)?;
        Some(Place { region, entry: (position as u32).checked_sub(*before)? })
    }

    /// The instruction at a place.
    pub(crate) fn index(&self, place: Place) -> Option<u32> {
        self.entries(place.region).get(place.entry as usize).copied()
    }

    /// The jump table.
    pub(crate) fn table(&self) -> &[u64] {
        &self.table
    }

    /// Octets that this takes.
    pub(crate) fn size(&self) -> usize {
        (self.starts.len() + self.before.len() + self.entries.len()) * 4 + self.table.len() * 8
    }
}
