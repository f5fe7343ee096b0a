//! Where the interpreter takes instructions from.

use std::borrow::Borrow;

use crate::program::{NO_TARGET, Op, Program};

/// Instructions by a number of the source's own.
pub(super) trait Source {
    /// An instruction, owned or not.
    type Fetched: Borrow<Op>;

    /// An instruction and the number of the one behind it. There is always one, since a trap comes before the end.
    fn fetch(&self, at: u32) -> Option<(Self::Fetched, u32)>;

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

impl<'a> Source for Predecoded<'a> {
    type Fetched = &'a Op;

    #[inline(always)]
    fn fetch(&self, at: u32) -> Option<(&'a Op, u32)> {
        Some((self.ops.get(at as usize)?, at.wrapping_add(1)))
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
    type Fetched = Op;

    #[inline]
    fn fetch(&self, at: u32) -> Option<(Op, u32)> {
        let encoded = self.0.encoded(at);
        Some((encoded.decode(), encoded.behind))
    }

    #[inline]
    fn target(&self, op: &Op) -> Option<u32> {
        self.0.target(op.pc, op.y)
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
