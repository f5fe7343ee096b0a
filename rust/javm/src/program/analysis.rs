//! What is computed from a program once: skip distances, basic blocks, predecoded instructions, block costs.

use crate::bits::BitSet;
use crate::instruction::{Operands, operands};
use crate::table::Opcode;

/// skip (A.2): position of the next set bit behind `pc`, minus one more; the bitmask is followed by ones.
pub(super) fn skip(starts: &BitSet, length: usize, pc: usize) -> u8 {
    const MAX: usize = 24;
    if pc >= length {
        return 0;
    }
    let next = pc.saturating_add(1);
    // At most 25 positions matter: two words.
    let distance = starts.distance(next).min(length.saturating_sub(next));
    distance.min(MAX) as u8
}

/// The valid opcode at `pc`, if the bitmask marks one there.
pub(super) fn opcode(code: &[u8], starts: &BitSet, pc: usize) -> Option<Opcode> {
    if !starts.contains(pc) {
        return None;
    }
    Opcode::from_byte(*code.get(pc)?)
}

/// The set ϖ (A.3).
pub(super) fn blocks(code: &[u8], starts: &BitSet) -> BitSet {
    let mut words = BitSet::room(code.len());
    let mut add = |pc: usize| {
        if opcode(code, starts, pc).is_some() {
            BitSet::insert(&mut words, pc);
        }
    };
    add(0);
    for pc in starts.iter() {
        if opcode(code, starts, pc).is_some_and(Opcode::terminates) {
            add(after(pc, skip(starts, code.len(), pc)));
        }
    }
    BitSet::new(words)
}

/// pc + 1 + skip.
fn after(pc: usize, skip: u8) -> usize {
    pc.saturating_add(1).saturating_add(usize::from(skip))
}

/// In the place of a predecoded jump target: not in ϖ.
pub const NO_TARGET: u32 = u32::MAX;

/// A predecoded instruction: what engines run or compile.
#[derive(Clone, Copy, Debug)]
pub struct Op {
    /// The opcode; [`Opcode::Trap`] where the code holds no valid one.
    pub opcode: Opcode,
    /// Index of r_A, at most 12.
    pub a: u8,
    /// Index of r_B, at most 12.
    pub b: u8,
    /// Index of r_D, at most 12.
    pub d: u8,
    /// ν_X: to be sign-extended; the low half of an immediate of eight octets.
    pub x: u32,
    /// ν_Y: to be sign-extended; or the high half; or the index of the target in the stream, or [`NO_TARGET`].
    pub y: u32,
    /// Position in the code.
    pub pc: u32,
}

/// One cache line holds four.
const _: () = assert!(size_of::<Op>() == 16);

/// The instructions of a program, none if the bitmask marks none, in the order of their positions, so that the next one in the array is the one at
/// pc + 1 + skip. To make that so it holds, beside the positions in the bitmask, a trap where a gap of more than 24 octets
/// cuts the skip short, and one at the end of the code.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    ops: Box<[Op]>,
    /// Per instruction: the number of instructions to the end of its basic block.
    costs: Box<[u32]>,
    /// Positions of the instructions.
    positions: BitSet,
}

impl Stream {
    pub(super) fn new(code: &[u8], starts: &BitSet, blocks: &BitSet) -> Self {
        let mut words = BitSet::room(code.len().saturating_add(1));
        for pc in starts.iter() {
            BitSet::insert(&mut words, pc);
            BitSet::insert(&mut words, after(pc, skip(starts, code.len(), pc)));
        }
        let positions = BitSet::new(words);
        let target = |to: i64| {
            let to = usize::try_from(to).ok().filter(|to| blocks.contains(*to));
            to.and_then(|to| positions.rank(to)).unwrap_or(NO_TARGET)
        };
        let decode = |pc: usize| {
            let opcode = opcode(code, starts, pc).unwrap_or(Opcode::Trap);
            let skip = skip(starts, code.len(), pc);
            Op::new(opcode, &operands(opcode, code, pc, skip), target, pc as u32)
        };
        let mut ops = Vec::with_capacity(positions.count());
        ops.extend(positions.iter().map(decode));
        let ops: Box<[Op]> = ops.into();
        let mut costs: Box<[u32]> = vec![0; ops.len()].into();
        let mut cost = 0u32;
        for (op, place) in ops.iter().zip(&mut costs).rev() {
            cost = if op.opcode.terminates() { 1 } else { cost.wrapping_add(1) };
            *place = cost;
        }
        Self { ops, costs, positions }
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

    /// The number of instructions from this one to the end of its basic block, inclusive.
    pub(crate) fn cost(&self, index: u32) -> Option<u32> {
        self.costs.get(index as usize).copied()
    }
}

impl Op {
    fn new(opcode: Opcode, operands: &Operands, target: impl Fn(i64) -> u32, pc: u32) -> Self {
        let blank = Self { opcode, a: 0, b: 0, d: 0, x: 0, y: 0, pc };
        // Truncation to 32 bits is undone by sign extension, except for the immediate of eight octets.
        match *operands {
            Operands::None => blank,
            Operands::Imm { x } => Self { x: x as u32, ..blank },
            Operands::RegExtImm { a, x } => {
                Self { a: a.index(), x: x as u32, y: (x >> 32) as u32, ..blank }
            }
            Operands::TwoImm { x, y } => Self { x: x as u32, y: y as u32, ..blank },
            Operands::Offset { target: to } => Self { y: target(to), ..blank },
            Operands::RegImm { a, x } => Self { a: a.index(), x: x as u32, ..blank },
            Operands::RegTwoImm { a, x, y } => {
                Self { a: a.index(), x: x as u32, y: y as u32, ..blank }
            }
            Operands::RegImmOffset { a, x, target: to } => {
                Self { a: a.index(), x: x as u32, y: target(to), ..blank }
            }
            Operands::TwoReg { d, a } => Self { a: a.index(), d: d.index(), ..blank },
            Operands::TwoRegImm { a, b, x } => {
                Self { a: a.index(), b: b.index(), x: x as u32, ..blank }
            }
            Operands::TwoRegOffset { a, b, target: to } => {
                Self { a: a.index(), b: b.index(), y: target(to), ..blank }
            }
            Operands::TwoRegTwoImm { a, b, x, y } => {
                Self { a: a.index(), b: b.index(), x: x as u32, y: y as u32, ..blank }
            }
            Operands::ThreeReg { a, b, d } => {
                Self { a: a.index(), b: b.index(), d: d.index(), ..blank }
            }
        }
    }
}
