//! Programs: the blob and what is computed from it once (Gray Paper 0.7.2, A.1 to A.3; decisions D3, D9, D11).

mod analysis;
mod blob;
mod error;

pub use blob::Parts;
pub use error::{Field, ProgramError};

use crate::bits::BitSet;
use crate::instruction::{Instruction, Operands, operands};
use crate::table::Opcode;
use analysis::Stream;
pub use analysis::{NO_TARGET, Op};

/// A parsed program; immutable, so that machines can share it.
///
/// Its size is bounded by about 21 times the code plus the jump table as it is in the blob.
#[derive(Clone, Debug)]
pub struct Program {
    code: Box<[u8]>,
    /// Bitmask k: instruction starts.
    starts: BitSet,
    jump_table: JumpTable,
    /// ϖ: basic-block starts.
    blocks: BitSet,
    stream: Stream,
}

/// The jump table as it is in the blob: `count` entries of `size` octets.
#[derive(Clone, Debug, PartialEq, Eq)]
struct JumpTable {
    count: u64,
    size: u8,
    octets: Box<[u8]>,
}

/// Equal blobs; everything else follows from them.
impl PartialEq for Program {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
            && self.starts == other.starts
            && self.jump_table == other.jump_table
    }
}

impl Eq for Program {}

impl Program {
    /// Reads a program blob.
    ///
    /// # Errors
    /// The first field that is not as decision D11 wants it.
    pub fn parse(blob: &[u8]) -> Result<Self, ProgramError> {
        let parts = Parts::read(blob)?;
        let starts = parts.bitmask();
        let blocks = analysis::blocks(parts.code, &starts);
        let stream = Stream::new(parts.code, &starts, &blocks);
        Ok(Self {
            code: parts.code.into(),
            starts,
            jump_table: JumpTable {
                count: parts.entries,
                size: parts.entry_size,
                octets: parts.jump_table.into(),
            },
            blocks,
            stream,
        })
    }

    /// The blob; inverse of [`Program::parse`].
    #[must_use]
    pub fn to_blob(&self) -> Vec<u8> {
        let bitmask = self.starts.octets(self.code.len());
        let table = &self.jump_table;
        Parts {
            entries: table.count,
            entry_size: table.size,
            jump_table: &table.octets,
            code: &self.code,
            bitmask: &bitmask,
        }
        .write()
    }

    /// The instruction data **c**.
    #[must_use]
    pub fn code(&self) -> &[u8] {
        &self.code
    }

    /// Whether the bitmask **k** marks this position.
    #[must_use]
    #[inline]
    pub fn is_instruction_start(&self, pc: u64) -> bool {
        usize::try_from(pc).is_ok_and(|pc| self.starts.contains(pc))
    }

    /// Whether a basic block starts at this position (the set ϖ).
    #[must_use]
    #[inline]
    pub fn is_block_start(&self, pc: u64) -> bool {
        usize::try_from(pc).is_ok_and(|pc| self.blocks.contains(pc))
    }

    /// skip(pc): distance from this position to the next instruction minus one, at most 24.
    #[must_use]
    pub fn skip(&self, pc: u64) -> u8 {
        usize::try_from(pc).map_or(0, |pc| analysis::skip(&self.starts, self.code.len(), pc))
    }

    /// The instruction at any position (decision D9): outside the bitmask and beyond the code it is a trap.
    #[must_use]
    pub fn instruction_at(&self, pc: u64) -> Instruction {
        let skip = self.skip(pc);
        let trap = Instruction { opcode: Opcode::Trap, skip, operands: Operands::None };
        let Ok(pc) = usize::try_from(pc) else { return trap };
        match analysis::opcode(&self.code, &self.starts, pc) {
            Some(opcode) => {
                Instruction { opcode, skip, operands: operands(opcode, &self.code, pc, skip) }
            }
            None => trap,
        }
    }

    /// Positions that the bitmask marks, ascending.
    pub fn instruction_starts(&self) -> impl Iterator<Item = u64> + '_ {
        self.starts.iter().map(|pc| pc as u64)
    }

    /// Positions where basic blocks start (ϖ), ascending.
    pub fn blocks(&self) -> impl Iterator<Item = u64> + '_ {
        self.blocks.iter().map(|pc| pc as u64)
    }

    /// The number of jump table entries |j|; with entries of no octets it may be any number.
    #[must_use]
    #[inline]
    pub fn jump_table_length(&self) -> u64 {
        self.jump_table.count
    }

    /// The octets per jump table entry z.
    #[must_use]
    #[inline]
    pub fn jump_entry_size(&self) -> u8 {
        self.jump_table.size
    }

    /// An entry of the jump table, read from the blob.
    #[must_use]
    pub fn jump_entry(&self, index: u64) -> Option<u64> {
        let table = &self.jump_table;
        if index >= table.count {
            return None;
        }
        if table.size == 0 {
            return Some(0);
        }
        let size = usize::from(table.size);
        let from = usize::try_from(index).ok()?.checked_mul(size)?;
        let octets = table.octets.get(from..)?.get(..size.min(8))?;
        Some(octets.iter().rev().fold(0, |value, octet| value << 8 | u64::from(*octet)))
    }

    /// The cost of the basic block that contains a position (decision D3, per-block model).
    #[must_use]
    pub fn block_cost(&self, pc: u64) -> u64 {
        let position = usize::try_from(pc).unwrap_or(usize::MAX);
        if analysis::opcode(&self.code, &self.starts, position).is_none() {
            return 1;
        }
        let start = self.blocks.last(position).unwrap_or(position);
        self.stream.position(start).and_then(|index| self.stream.cost(index)).map_or(1, u64::from)
    }

    /// The same for an instruction of the stream.
    #[must_use]
    #[inline]
    pub fn cost_at(&self, index: usize) -> u64 {
        let pc = self.position_of(index as u32);
        if self.is_block_start(pc) {
            return self.stream.cost(index as u32).map_or(1, u64::from);
        }
        self.block_cost(pc)
    }

    /// The index in the stream of the instruction at a position.
    #[must_use]
    #[inline]
    pub fn index_of(&self, pc: u64) -> Option<u32> {
        self.stream.position(usize::try_from(pc).ok()?)
    }

    /// The index in the stream of the basic block that starts at a position.
    #[must_use]
    #[inline]
    pub fn block_index(&self, pc: u64) -> Option<u32> {
        if self.is_block_start(pc) { self.index_of(pc) } else { None }
    }

    /// The position of an instruction in the stream.
    #[must_use]
    #[inline]
    pub fn position_of(&self, index: u32) -> u64 {
        self.stream.ops().get(index as usize).map_or(0, |op| u64::from(op.pc))
    }

    /// The predecoded instructions, in the order of their positions: behind each one is the one at pc + 1 + skip. Where the
    /// bitmask marks any instruction at all, the last one is a trap.
    #[must_use]
    #[inline]
    pub fn ops(&self) -> &[Op] {
        self.stream.ops()
    }

    /// For each predecoded instruction the number of instructions from it to the end of its basic block, inclusive.
    #[must_use]
    #[inline]
    pub fn costs(&self) -> &[u32] {
        self.stream.costs()
    }

    /// The predecoded instructions and where they are.
    pub(crate) fn stream(&self) -> &Stream {
        &self.stream
    }
}
