//! Which code belongs to which instruction.

use std::ops::Range;

use javm::Program;

/// Positions of the program per [`Word`].
const SPAN: u32 = 64;

/// Marks, in the place of an offset, the second instruction of a pair: it has no code of its own.
const SECOND: u32 = 1 << 31;

/// A basic block; or instructions that none leads to, up to the end of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Position of the first instruction.
    pub(crate) pc: u32,
    /// Offset of its code, behind the charge.
    pub(crate) body: u32,
    /// Its number.
    pub(crate) first: u32,
    /// The number of instructions, twice; one more if there is a charge.
    cost: u32,
}

impl Block {
    /// Octets of the four fields.
    pub(crate) const SIZE: usize = 16;

    /// Whether it is a basic block.
    pub(crate) const fn is_charged(&self) -> bool {
        self.cost & 1 != 0
    }

    pub(crate) const fn cost(&self) -> u32 {
        self.cost >> 1
    }

    /// The number of instructions from this one to the end.
    pub(crate) const fn rest(&self, number: u32) -> u32 {
        self.cost().saturating_sub(number.saturating_sub(self.first))
    }

    pub(crate) fn fields(&self) -> [u32; 4] {
        [self.pc, self.body, self.first, self.cost]
    }

    pub(crate) const fn of([pc, body, first, cost]: [u32; 4]) -> Self {
        Self { pc, body, first, cost }
    }
}

/// What comes before some positions of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Word {
    instruction: u32,
    block: u32,
}

/// Code offsets of the instructions of a region, and its blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Map {
    /// Positions of the region.
    pub(crate) range: Range<u32>,
    /// Offset of the sled.
    pub(crate) sled: u32,
    offsets: Vec<u32>,
    blocks: Vec<Block>,
    words: Vec<Word>,
}

/// An instruction of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Offset of its code, if it has some.
    pub(crate) offset: Option<u32>,
    /// The number of instructions from it to the end of its block.
    pub(crate) rest: u32,
}

impl Map {
    pub(crate) fn new(range: Range<u32>) -> Self {
        // Three octets an instruction, five instructions a block: what is usual.
        let length = range.len();
        Self {
            offsets: Vec::with_capacity(length / 3 + 8),
            blocks: Vec::with_capacity(length / 16 + 8),
            words: Vec::with_capacity(length / SPAN as usize + 2),
            range,
            sled: 0,
        }
    }

    /// The map with these tables, as [`Map::tables`] gives them.
    pub(crate) fn from_tables(
        range: Range<u32>,
        sled: u32,
        offsets: Vec<u32>,
        blocks: Vec<Block>,
        words: impl Iterator<Item = [u32; 2]>,
    ) -> Self {
        let words = words.map(|[instruction, block]| Word { instruction, block }).collect();
        Self { range, sled, offsets, blocks, words }
    }

    /// Offsets, blocks, and what comes before each word.
    pub(crate) fn tables(&self) -> (&[u32], &[Block], impl Iterator<Item = [u32; 2]> + '_) {
        let words = self.words.iter().map(|word| [word.instruction, word.block]);
        (&self.offsets, &self.blocks, words)
    }

    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Octets of the tables.
    pub(crate) fn size(&self) -> usize {
        size_of_val(&*self.offsets) + size_of_val(&*self.blocks) + size_of_val(&*self.words)
    }

    /// The instruction at this position comes next.
    #[inline]
    pub(crate) fn word(&mut self, pc: u32) {
        let word = ((pc - self.range.start) / SPAN) as usize;
        while self.words.len() <= word {
            let (instruction, block) = (self.offsets.len() as u32, self.blocks.len() as u32);
            self.words.push(Word { instruction, block });
        }
    }

    /// Its code starts here.
    #[inline]
    pub(crate) fn instruction(&mut self, offset: u32) {
        self.offsets.push(offset);
    }

    /// So does that of the instruction at a position, which the one before did along with its own.
    pub(crate) fn second(&mut self, pc: u32) {
        self.word(pc);
        let offset = self.offsets.last().copied().unwrap_or_default();
        self.offsets.push(offset | SECOND);
    }

    /// The number of the last instruction.
    pub(crate) fn number(&self) -> u32 {
        (self.offsets.len() as u32).saturating_sub(1)
    }

    #[inline]
    pub(crate) fn begin(&mut self, pc: u32, body: u32, charged: bool) {
        let first = self.offsets.len() as u32;
        self.blocks.push(Block { pc, body, first, cost: charged.into() });
    }

    /// The last block has a trap more than instructions.
    pub(crate) fn implicit(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            block.cost += 2;
        }
    }

    /// The last block ends with the last instruction.
    #[inline]
    pub(crate) fn close(&mut self) -> Block {
        let end = self.offsets.len() as u32;
        let Some(block) = self.blocks.last_mut() else { return Block::of([0; 4]) };
        block.cost += (end - block.first) * 2;
        *block
    }

    pub(crate) fn shrink(&mut self) {
        self.offsets.shrink_to_fit();
        self.blocks.shrink_to_fit();
    }

    /// The basic block that starts at a position, if it is known already.
    #[inline]
    pub(crate) fn block(&self, pc: u32) -> Option<&Block> {
        let word = pc.checked_sub(self.range.start)? / SPAN;
        let first = self.words.get(word as usize)?.block;
        let mut near = self.blocks.get(first as usize..)?.iter();
        near.find(|block| block.pc >= pc).filter(|block| block.pc == pc && block.is_charged())
    }

    /// The instruction at a position, which the program marks.
    pub(crate) fn place(&self, program: &Program, pc: u32) -> Option<Place> {
        let from = pc.checked_sub(self.range.start)? / SPAN;
        let word = self.words.get(from as usize)?;
        let from = self.range.start + from * SPAN;
        let number = word.instruction + program.instructions_between(from, pc);
        let offset = *self.offsets.get(number as usize)?;
        let near = self.blocks.get(word.block as usize..)?.iter();
        let later = near.take_while(|block| block.pc <= pc).count();
        let block = self.blocks.get((word.block as usize + later).checked_sub(1)?)?;
        Some(Place { offset: (offset & SECOND == 0).then_some(offset), rest: block.rest(number) })
    }

    /// The position of the instruction whose code is at an offset.
    pub(crate) fn at_offset(&self, program: &Program, offset: u32) -> Option<u32> {
        let behind = self.offsets.partition_point(|start| start & !SECOND <= offset);
        let until = self.offsets.get(..behind)?;
        let number = until.iter().rposition(|start| start & SECOND == 0)? as u32;
        let words = self.words.partition_point(|word| word.instruction <= number);
        // Several words may start with the same instruction: it is in the last of them, or behind.
        let word = self.words.get(words.checked_sub(1)?)?;
        let mut pc = self.range.start + (words as u32 - 1) * SPAN;
        pc = program.next_instruction(pc);
        for _ in word.instruction..number {
            pc = program.next_instruction(pc + 1);
        }
        Some(pc)
    }
}
