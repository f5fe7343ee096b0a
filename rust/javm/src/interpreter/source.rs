//! Where the interpreter takes instructions from.

use std::ops::Deref;

use crate::program::{NO_TARGET, Op, Program};
use crate::table::Opcode;

/// Instructions by a number of the source's own.
pub(super) trait Source {
    /// Instructions that follow one another.
    type Line: Line;

    /// The instructions from a number on, at most so many. There are so many or a trap comes before the end.
    fn line(&self, at: u32, most: u64) -> Self::Line;

    /// Where a static jump goes.
    fn target(&self, op: &Op) -> Option<u32>;

    /// The basic block to which an entry of the jump table leads.
    fn entry(&self, index: u64) -> Option<u32>;

    /// The cost of the basic block that starts at an instruction.
    fn cost(&self, at: u32) -> u64;

    /// The position of an instruction.
    fn position(&self, at: u32) -> u64;
}

/// Instructions that follow one another, jumps or not: what is left of as many as may be run.
pub(super) trait Line {
    /// An instruction, owned or not.
    type Fetched: Deref<Target = Op>;

    /// Takes the next instruction. `None` at the end.
    fn next(&mut self) -> Option<Self::Fetched>;

    /// The opcode of the next instruction, if it costs nothing to know.
    fn peek(&self) -> Option<Opcode>;

    /// How many may still be taken.
    fn left(&self) -> u64;

    /// The number of the next instruction.
    fn at(&self) -> u32;

    /// The same two, where nothing can be taken any more: the number of the next instruction, and how many are left of as many
    /// as might have been taken.
    fn end(&self) -> (u32, u64);
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
    type Line = Slice<'a>;

    #[inline(always)]
    fn line(&self, at: u32, most: u64) -> Slice<'a> {
        let ops = self.ops.get(at as usize..).unwrap_or_default();
        let count = usize::try_from(most).map_or(ops.len(), |most| most.min(ops.len()));
        let ops = ops.get(..count).unwrap_or_default();
        let count = ops.len();
        Slice {
            rest: ops.iter(),
            end: at.wrapping_add(count as u32),
            beyond: most.saturating_sub(count as u64),
        }
    }

    #[inline(always)]
    fn target(&self, op: &Op) -> Option<u32> {
        (op.y != NO_TARGET).then_some(op.y)
    }

    #[inline]
    fn entry(&self, index: u64) -> Option<u32> {
        self.program.jump_index(index)
    }

    #[inline(always)]
    fn cost(&self, at: u32) -> u64 {
        self.costs.get(at as usize).copied().map_or(1, u64::from)
    }

    fn position(&self, at: u32) -> u64 {
        self.program.position_of(at)
    }
}

/// Instructions of the predecoded program.
#[derive(Debug)]
pub(super) struct Slice<'a> {
    rest: std::slice::Iter<'a, Op>,
    /// The number behind the last one.
    end: u32,
    /// How many more might be taken if the program were longer.
    beyond: u64,
}

impl<'a> Line for Slice<'a> {
    type Fetched = &'a Op;

    #[inline(always)]
    fn next(&mut self) -> Option<&'a Op> {
        self.rest.next()
    }

    #[inline(always)]
    fn peek(&self) -> Option<Opcode> {
        self.rest.as_slice().first().map(|op| op.opcode)
    }

    #[inline(always)]
    fn left(&self) -> u64 {
        self.beyond.wrapping_add(self.rest.len() as u64)
    }

    #[inline(always)]
    fn at(&self) -> u32 {
        self.end.wrapping_sub(self.rest.len() as u32)
    }

    #[inline(always)]
    fn end(&self) -> (u32, u64) {
        (self.end, self.beyond)
    }
}

/// The code itself, decoded step by step: the numbers are positions.
#[derive(Clone, Copy)]
pub(super) struct Direct<'a>(pub(super) &'a Program);

/// An instruction that was just decoded.
#[derive(Debug)]
pub(super) struct Decoded(Op);

impl Deref for Decoded {
    type Target = Op;

    #[inline(always)]
    fn deref(&self) -> &Op {
        &self.0
    }
}

/// Instructions yet to be decoded.
#[derive(Debug)]
pub(super) struct Encodings<'a> {
    program: &'a Program,
    at: u32,
    left: u64,
}

impl Line for Encodings<'_> {
    type Fetched = Decoded;

    #[inline]
    fn next(&mut self) -> Option<Decoded> {
        self.left = self.left.checked_sub(1)?;
        let encoded = self.program.encoded(self.at);
        self.at = encoded.behind;
        Some(Decoded(encoded.decode()))
    }

    fn peek(&self) -> Option<Opcode> {
        None
    }

    fn left(&self) -> u64 {
        self.left
    }

    fn at(&self) -> u32 {
        self.at
    }

    fn end(&self) -> (u32, u64) {
        (self.at, self.left)
    }
}

impl<'a> Source for Direct<'a> {
    type Line = Encodings<'a>;

    fn line(&self, at: u32, most: u64) -> Encodings<'a> {
        Encodings { program: self.0, at, left: most }
    }

    #[inline]
    fn target(&self, op: &Op) -> Option<u32> {
        self.0.target(op.pc, op.y)
    }

    #[inline]
    fn entry(&self, index: u64) -> Option<u32> {
        let pc = self.0.jump_entry(index)?;
        u32::try_from(pc).ok().filter(|_| self.0.is_block_start(pc))
    }

    fn cost(&self, at: u32) -> u64 {
        self.0.block_cost(u64::from(at))
    }

    fn position(&self, at: u32) -> u64 {
        u64::from(at)
    }
}
