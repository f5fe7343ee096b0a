//! Where the interpreter takes instructions from.

use crate::program::{NO_TARGET, Op, Program};
use crate::table::Opcode;

/// Instructions by a number of the source's own.
pub(super) trait Source {
    /// An instruction and the number of the one behind it.
    fn fetch(&self, at: u32) -> (Op, u32);

    /// Where a static jump goes.
    fn target(&self, op: &Op) -> Option<u32>;

    /// The basic block that starts at a position.
    fn block(&self, pc: u64) -> Option<u32>;

    /// The cost of the basic block that starts at an instruction.
    fn cost(&self, at: u32) -> u64;

    /// The position of an instruction.
    fn position(&self, at: u32) -> u64;
}

/// The predecoded program: the numbers are indices.
#[derive(Clone, Copy)]
pub(super) struct Predecoded<'a> {
    program: &'a Program,
    ops: &'a [Op],
    costs: &'a [u32],
}

impl<'a> Predecoded<'a> {
    pub(super) fn new(program: &'a Program) -> Self {
        Self { program, ops: program.ops(), costs: program.costs() }
    }
}

/// Behind the last instruction, which is a trap and is therefore never passed.
const BEHIND: Op = Op { opcode: Opcode::Trap, a: 0, b: 0, d: 0, x: 0, y: 0, pc: 0 };

impl Source for Predecoded<'_> {
    #[inline(always)]
    fn fetch(&self, at: u32) -> (Op, u32) {
        (*self.ops.get(at as usize).unwrap_or(&BEHIND), at.wrapping_add(1))
    }

    #[inline(always)]
    fn target(&self, op: &Op) -> Option<u32> {
        (op.y != NO_TARGET).then_some(op.y)
    }

    #[inline]
    fn block(&self, pc: u64) -> Option<u32> {
        self.program.block_index(pc)
    }

    #[inline(always)]
    fn cost(&self, at: u32) -> u64 {
        self.costs.get(at as usize).copied().map_or(1, u64::from)
    }

    fn position(&self, at: u32) -> u64 {
        self.program.position_of(at)
    }
}

/// The code itself, decoded step by step: the numbers are positions.
#[derive(Clone, Copy)]
pub(super) struct Direct<'a>(pub(super) &'a Program);

impl Source for Direct<'_> {
    #[inline]
    fn fetch(&self, at: u32) -> (Op, u32) {
        self.0.decode(at)
    }

    #[inline]
    fn target(&self, op: &Op) -> Option<u32> {
        self.0.target(op)
    }

    #[inline]
    fn block(&self, pc: u64) -> Option<u32> {
        u32::try_from(pc).ok().filter(|_| self.0.is_block_start(pc))
    }

    fn cost(&self, at: u32) -> u64 {
        self.0.block_cost(u64::from(at))
    }

    fn position(&self, at: u32) -> u64 {
        u64::from(at)
    }
}
