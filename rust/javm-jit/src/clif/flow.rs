//! The blocks of a region, which registers differ from those in the context at each of them, and what the replay of an
//! access that faults needs.
//!
//! A host access cannot tell where the code generator keeps guest registers. So compiled code writes the registers that
//! changed to the context once per block, before its first access: a checkpoint. The stretch from there to the end of the
//! block is a segment. After a fault the interpreter does the instructions of the segment again from the checkpoint
//! ([`super::replay`]); stores are done already and left out. A load whose place a later store of the segment may have
//! changed puts what it got into a log, which answers it in the replay. Where the replay does not need what its register
//! was at the checkpoint, the log is the place of that register in the context: so it is saved for the next one already.

use std::ops::Range;

use javm::{Class, Op, Opcode, Program, Shape};

use super::plan::{Plan, pauses};
use crate::context::LOG;

/// A set of guest registers, and the gas.
pub(crate) type Set = u16;

/// The gas in such a set: every charge changes it.
pub(crate) const GAS: Set = 1 << 13;

const fn one(register: u8) -> Set {
    1 << (register & 15)
}

/// Whether an instruction accesses memory.
pub(crate) fn accesses(op: &Op) -> bool {
    matches!(op.opcode.class(), Class::Load | Class::Store)
}

/// The register that an instruction sets, if it sets one.
pub(crate) fn sets(op: &Op) -> Option<u8> {
    match op.opcode.class() {
        Class::Store | Class::Branch | Class::Trap | Class::Fallthrough | Class::HostCall => None,
        _ => match op.opcode.shape() {
            Shape::TwoReg | Shape::ThreeReg => Some(op.d),
            Shape::None | Shape::Imm | Shape::TwoImm | Shape::Offset => None,
            _ if op.opcode == Opcode::JumpInd => None,
            _ => Some(op.a),
        },
    }
}

/// The registers that an instruction reads or sets.
fn mentions(op: &Op) -> Set {
    let (a, b, d) = (one(op.a), one(op.b), one(op.d));
    match op.opcode.shape() {
        Shape::None | Shape::Imm | Shape::TwoImm | Shape::Offset => 0,
        Shape::RegExtImm | Shape::RegImm | Shape::RegTwoImm | Shape::RegImmOffset => a,
        Shape::TwoReg => a | d,
        Shape::TwoRegImm | Shape::TwoRegOffset | Shape::TwoRegTwoImm => a | b,
        Shape::ThreeReg => a | b | d,
    }
}

/// The registers that an instruction reads.
fn reads(op: &Op) -> Set {
    let (a, b, d) = (one(op.a), one(op.b), one(op.d));
    match op.opcode.shape() {
        Shape::TwoReg => a,
        Shape::ThreeReg if op.opcode.class() == Class::Select => a | b | d,
        Shape::ThreeReg => a | b,
        // Some of them set r_A only; it counts all the same, except for loads.
        _ if op.opcode.class() == Class::Load => mentions(op) & !one(op.a) | base(op),
        _ => mentions(op),
    }
}

/// The register in the address of a load.
fn base(op: &Op) -> Set {
    if op.opcode.shape() == Shape::TwoRegImm { one(op.b) } else { 0 }
}

/// Where a load puts what it got, for the replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Log {
    /// In the place of its register.
    Register(u8),
    /// In this place of the log.
    Place(u8),
}

/// Where the loads of a segment that are logged put what they got, in their order; `ops` are its instructions up to the last
/// of them.
pub(crate) fn logs(ops: &[Op]) -> Vec<Log> {
    let mut taken: Set = 0;
    let mut place = 0;
    let mut logs = Vec::new();
    for op in ops {
        taken |= reads(op);
        if op.opcode.class() != Class::Load {
            continue;
        }
        if taken & one(op.a) == 0 {
            logs.push(Log::Register(op.a));
            taken |= one(op.a);
        } else {
            logs.push(Log::Place(place));
            place = place.saturating_add(1);
        }
    }
    logs
}

/// Part of a block between a checkpoint and the next one or the end of the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Its first access.
    pub(crate) start: u32,
    /// Behind its last instruction.
    pub(crate) end: u32,
    /// Loads before this instruction are logged.
    pub(crate) logged: u32,
}

/// A straight line of instructions that is entered at its first one only.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) range: Range<u32>,
    /// Registers that may differ from the context at its start.
    pub(crate) dirty: Set,
}

/// The blocks of a region.
#[derive(Debug)]
pub(crate) struct Flow {
    /// Ascending; each instruction of the region is in one.
    pub(crate) blocks: Vec<Block>,
    pub(crate) segments: Vec<Segment>,
    /// Registers that the region reads or sets.
    pub(crate) mentioned: Set,
    /// Registers that may differ from the context where some block is left for elsewhere.
    pub(crate) dirty: Set,
}

/// The segments of a block.
fn segments(ops: &[Op], range: &Range<u32>, to: &mut Vec<Segment>) {
    let op = |index: u32| ops.get(index as usize);
    let accesses: Vec<(u32, bool)> = range
        .clone()
        .filter_map(|index| op(index).filter(|op| accesses(op)).map(|op| (index, op)))
        .map(|(index, op)| (index, op.opcode.class() == Class::Load))
        .collect();
    let mut rest = accesses.as_slice();
    while let Some((start, _)) = rest.first() {
        let (head, tail) = rest.split_at(rest.len().min(LOG));
        let before_last = head.split_last().map_or(&[][..], |(_, before)| before);
        let last_store = before_last.iter().rfind(|(_, load)| !load);
        to.push(Segment {
            start: *start,
            end: tail.first().map_or(range.end, |(next, _)| *next),
            logged: last_store.map_or(*start, |(index, _)| *index),
        });
        rest = tail;
    }
}

impl Segment {
    /// The instructions among which loads are logged.
    pub(crate) fn logging<'a>(&self, ops: &'a [Op]) -> &'a [Op] {
        ops.get(self.start as usize..self.logged as usize).unwrap_or_default()
    }
}

/// What a block does to the set of registers that differ from the context.
struct Effect {
    /// It has a checkpoint, after which only `sets` differ.
    cleans: bool,
    sets: Set,
}

fn effect(program: &Program, range: &Range<u32>, segments: &[Segment]) -> Effect {
    let ops = program.ops();
    let Some(last) = segments.iter().rfind(|segment| range.contains(&segment.start)) else {
        let charges = program.is_block_start(program.position_of(range.start));
        let slice = ops.get(range.start as usize..range.end as usize).unwrap_or_default();
        let gas = if charges { GAS } else { 0 };
        let sets = slice.iter().filter_map(sets).fold(gas, |all, register| all | one(register));
        return Effect { cleans: false, sets };
    };
    let mut logs = logs(last.logging(ops)).into_iter();
    let slice = ops.get(last.start as usize..range.end as usize).unwrap_or_default();
    let mut dirty = 0;
    for op in slice {
        let log = if op.opcode.class() == Class::Load { logs.next() } else { None };
        match (log, sets(op)) {
            (Some(Log::Register(register)), _) => dirty &= !one(register),
            (_, Some(register)) => dirty |= one(register),
            _ => {}
        }
    }
    Effect { cleans: true, sets: dirty }
}

impl Flow {
    pub(crate) fn new(program: &Program, plan: &Plan, region: u32) -> Self {
        let ops = program.ops();
        let range = plan.region(region);
        let slice = ops.get(range.start as usize..range.end as usize).unwrap_or_default();
        let mut starts: Vec<u32> = vec![range.start];
        for (behind, op) in (range.start.saturating_add(1)..range.end).zip(slice) {
            if op.opcode.terminates() || pauses(op) {
                starts.push(behind);
            }
        }
        let ends = starts.iter().skip(1).copied().chain([range.end]);
        let blocks: Vec<Block> = starts
            .iter()
            .zip(ends)
            .map(|(start, end)| Block { range: *start..end, dirty: 0 })
            .collect();
        let mut all = Vec::new();
        blocks.iter().for_each(|block| segments(ops, &block.range, &mut all));
        let mentioned = slice.iter().fold(0, |all, op| all | mentions(op));
        // The gas at any rate: where it does not cover a block, the charge is done and no checkpoint is reached.
        let mut flow = Self { blocks, segments: all, mentioned, dirty: GAS };
        flow.spread(program, plan, region);
        flow
    }

    /// The block that starts at an instruction.
    pub(crate) fn block(&self, index: u32) -> Option<usize> {
        self.blocks.binary_search_by_key(&index, |block| block.range.start).ok()
    }

    /// Computes what differs at the start of each block: whatever differs at the end of a block that goes there.
    fn spread(&mut self, program: &Program, plan: &Plan, region: u32) {
        let ops = program.ops();
        let effects: Vec<Effect> = self
            .blocks
            .iter()
            .map(|block| effect(program, &block.range, segments_in(&self.segments, &block.range)))
            .collect();
        let entries: Vec<usize> =
            plan.entries(region).iter().filter_map(|entry| self.block(*entry)).collect();
        let mut dispatched: Set = 0;
        let mut waiting: Vec<usize> = (0..self.blocks.len()).rev().collect();
        while let Some(number) = waiting.pop() {
            let (Some(block), Some(effect)) = (self.blocks.get(number), effects.get(number)) else {
                continue;
            };
            let out = if effect.cleans { effect.sets } else { block.dirty | effect.sets };
            self.dirty |= out;
            let last = block.range.end.checked_sub(1).and_then(|last| ops.get(last as usize));
            let behind = block.range.end;
            let Some(last) = last else { continue };
            let class = last.opcode.class();
            if class == Class::JumpIndirect && dispatched | out != dispatched {
                dispatched |= out;
                for entry in &entries {
                    self.add(*entry, dispatched, &mut waiting);
                }
            }
            let target = matches!(class, Class::Jump | Class::Branch).then_some(last.y);
            let next = matches!(class, Class::Branch | Class::Fallthrough).then_some(behind);
            for to in [target, next].into_iter().flatten() {
                if let Some(to) = self.block(to) {
                    self.add(to, out, &mut waiting);
                }
            }
        }
    }

    /// Adds to what differs at a block, which is to be looked at again if that is news.
    fn add(&mut self, number: usize, set: Set, waiting: &mut Vec<usize>) {
        if let Some(block) = self.blocks.get_mut(number)
            && block.dirty | set != block.dirty
        {
            block.dirty |= set;
            waiting.push(number);
        }
    }
}

/// Those of some segments that lie in a range.
fn segments_in<'a>(segments: &'a [Segment], range: &Range<u32>) -> &'a [Segment] {
    let from = segments.partition_point(|segment| segment.start < range.start);
    let to = segments.partition_point(|segment| segment.start < range.end);
    segments.get(from..to).unwrap_or_default()
}
