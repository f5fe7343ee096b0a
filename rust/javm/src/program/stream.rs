//! The predecoded program: what the interpreter runs, made when it is first asked for.

use super::JumpTable;
use super::code::{Code, REACH};
use super::decode::{Encoded, NO_TARGET, Op, jumps};
use crate::bits::BitSet;

/// The instructions of a program, none if the bitmask marks none, in the order of their positions, so that the next one in
/// the array is the one at pc + 1 + skip. To make that so it holds, beside the positions in the bitmask, a trap where a gap
/// of more than 24 octets cuts the skip short, and one at the end of the code.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    ops: Box<[Op]>,
    /// Per instruction: the number of instructions to the end of its basic block.
    costs: Box<[u32]>,
    /// Positions of the instructions.
    positions: BitSet,
    /// Per entry of the jump table: the block that it leads to, or [`NO_TARGET`]. Entries of no octets are not here.
    destinations: Box<[u32]>,
}

/// The marked positions, and those that a skip leads to.
fn positions(code: &Code) -> BitSet {
    let length = code.length();
    let mut words = BitSet::room(length.saturating_add(1));
    let mut last = None;
    for pc in code.marked() {
        BitSet::insert(&mut words, pc);
        if let Some(last) = last.replace(pc)
            && pc.saturating_sub(last) > REACH
        {
            BitSet::insert(&mut words, last.saturating_add(REACH));
        }
    }
    if let Some(last) = last {
        BitSet::insert(&mut words, last.saturating_add(REACH).min(length));
    }
    BitSet::new(words)
}

impl Stream {
    pub(super) fn new(code: &Code, jump_table: &JumpTable) -> Self {
        let positions = positions(code);
        let block = |position: Option<usize>| {
            let start = position.filter(|position| code.is_block_start(*position));
            start.and_then(|start| positions.rank(start)).unwrap_or(NO_TARGET)
        };
        let destinations = jump_table.entries().map(|entry| block(usize::try_from(entry).ok()));
        let destinations = destinations.collect();
        let mut ops = Vec::with_capacity(positions.count());
        for pc in positions.iter() {
            let mut op = Encoded::at(code, pc as u32).decode();
            if jumps(op.opcode) {
                op.y = block(usize::try_from(op.target()).ok());
            }
            ops.push(op);
        }
        let ops: Box<[Op]> = ops.into();
        let mut costs: Box<[u32]> = vec![0; ops.len()].into();
        let mut cost = 0u32;
        for (op, place) in ops.iter().zip(&mut costs).rev() {
            cost = if op.opcode.terminates() { 1 } else { cost.wrapping_add(1) };
            *place = cost;
        }
        Self { ops, costs, positions, destinations }
    }

    /// The predecoded instructions.
    #[inline]
    pub(crate) fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// The cost of each instruction's block from it on.
    #[inline]
    pub(crate) fn costs(&self) -> &[u32] {
        &self.costs
    }

    /// The index of the instruction at a position.
    #[inline]
    pub(crate) fn position(&self, pc: usize) -> Option<u32> {
        self.positions.rank(pc)
    }
    /// The block to which an entry of the jump table leads.
    #[inline]
    pub(crate) fn destination(&self, entry: u64) -> Option<u32> {
        let block = self.destinations.get(usize::try_from(entry).ok()?);
        block.copied().filter(|block| *block != NO_TARGET)
    }
}
