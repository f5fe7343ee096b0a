//! Programs: the blob and what follows from it (Gray Paper 0.7.2, A.1 to A.3; decisions D3, D9, D11).

mod blob;
mod code;
mod decode;
mod error;
mod stream;

use std::sync::OnceLock;

pub use blob::Parts;
pub use decode::{Encoded, Form, NO_TARGET, Op};
pub use error::{Field, ProgramError};

use crate::instruction::{Instruction, Operands, operands};
use crate::table::Opcode;
use code::Code;
use stream::Stream;

/// A parsed program; immutable, so that machines can share it.
///
/// Its size is that of its blob. What the interpreter runs, made at the first run, takes at most 21 times the code and 4 times
/// the jump table more.
#[derive(Clone, Debug)]
pub struct Program {
    code: Code,
    jump_table: JumpTable,
    stream: OnceLock<Stream>,
    digest: OnceLock<[u8; 32]>,
}

/// The jump table as it is in the blob: `count` entries of `size` octets.
#[derive(Clone, Debug, PartialEq, Eq)]
struct JumpTable {
    count: u64,
    size: u8,
    octets: Box<[u8]>,
}

impl JumpTable {
    fn entry(&self, index: u64) -> Option<u64> {
        if index >= self.count {
            return None;
        }
        if self.size == 0 {
            return Some(0);
        }
        let size = usize::from(self.size);
        let from = usize::try_from(index).ok()?.checked_mul(size)?;
        let octets = self.octets.get(from..)?.get(..size.min(8))?;
        Some(octets.iter().rev().fold(0, |value, octet| value << 8 | u64::from(*octet)))
    }

    /// The entries that take octets.
    fn entries(&self) -> impl Iterator<Item = u64> + '_ {
        let count = if self.size == 0 { 0 } else { self.count };
        (0..count).map_while(|index| self.entry(index))
    }
}

/// Equal blobs; everything else follows from them.
impl PartialEq for Program {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code && self.jump_table == other.jump_table
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
        Ok(Self {
            code: Code::new(parts.code, parts.bitmask),
            jump_table: JumpTable {
                count: parts.entries,
                size: parts.entry_size,
                octets: parts.jump_table.into(),
            },
            stream: OnceLock::new(),
            digest: OnceLock::new(),
        })
    }

    /// The blob; inverse of [`Program::parse`].
    #[must_use]
    pub fn to_blob(&self) -> Vec<u8> {
        let bitmask = self.code.bitmask();
        let table = &self.jump_table;
        Parts {
            entries: table.count,
            entry_size: table.size,
            jump_table: &table.octets,
            code: self.code.octets(),
            bitmask: &bitmask,
        }
        .write()
    }

    /// The instruction data **c**.
    #[must_use]
    pub fn code(&self) -> &[u8] {
        self.code.octets()
    }

    /// Blake2b-256 of the blob, computed once.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        self.digest.get_or_init(|| {
            let mut digest = [0; 32];
            let hash = blake2b_simd::Params::new().hash_length(32).hash(&self.to_blob());
            digest.iter_mut().zip(hash.as_bytes()).for_each(|(to, from)| *to = *from);
            digest
        })
    }

    /// Whether the bitmask **k** marks this position.
    #[must_use]
    #[inline]
    pub fn is_instruction_start(&self, pc: u64) -> bool {
        usize::try_from(pc).is_ok_and(|pc| self.code.is_marked(pc))
    }

    /// Whether a basic block starts at this position (the set ϖ).
    #[must_use]
    #[inline]
    pub fn is_block_start(&self, pc: u64) -> bool {
        usize::try_from(pc).is_ok_and(|pc| self.code.is_block_start(pc))
    }

    /// skip(pc): distance from this position to the next instruction minus one, at most 24.
    #[must_use]
    pub fn skip(&self, pc: u64) -> u8 {
        usize::try_from(pc).map_or(0, |pc| self.code.skip(pc) as u8)
    }

    /// The instruction at any position (decision D9): outside the bitmask and beyond the code it is a trap.
    #[must_use]
    pub fn instruction_at(&self, pc: u64) -> Instruction {
        let skip = self.skip(pc);
        match u32::try_from(pc) {
            Ok(pc) => {
                let op = self.decode(pc);
                Instruction { opcode: op.opcode, skip, operands: operands(&op) }
            }
            Err(_) => Instruction { opcode: Opcode::Trap, skip, operands: Operands::None },
        }
    }

    /// The instruction at a position, its operands not decoded yet: what a pass over the code needs.
    #[must_use]
    #[inline(always)]
    pub fn encoded(&self, pc: u32) -> Encoded {
        Encoded::at(&self.code, pc)
    }

    /// The instruction at a position as fields.
    #[must_use]
    #[inline]
    pub fn decode(&self, pc: u32) -> Op {
        self.encoded(pc).decode()
    }

    /// The basic block to which an instruction at a position jumps by a distance, if there is one there.
    #[must_use]
    #[inline]
    pub fn target(&self, pc: u32, distance: u32) -> Option<u32> {
        let target = u32::try_from(decode::target(pc, distance)).ok()?;
        self.code.is_block_start(target as usize).then_some(target)
    }

    /// The first position from `pc` on that the bitmask marks, or the size of the code.
    #[must_use]
    pub fn next_instruction(&self, pc: u32) -> u32 {
        self.code.next_marked(pc as usize) as u32
    }

    /// How many positions of a range the bitmask marks.
    #[must_use]
    pub fn instructions_between(&self, from: u32, to: u32) -> u32 {
        self.code.count_marked(from as usize, to as usize)
    }

    /// Positions that the bitmask marks, ascending.
    pub fn instruction_starts(&self) -> impl Iterator<Item = u64> + '_ {
        self.code.marked().map(|pc| pc as u64)
    }

    /// Positions where basic blocks start (ϖ), ascending.
    pub fn blocks(&self) -> impl Iterator<Item = u64> + '_ {
        self.instruction_starts().filter(|pc| self.is_block_start(*pc))
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
        self.jump_table.entry(index)
    }

    /// The cost of the basic block that contains a position (decision D3, per-block model).
    #[must_use]
    pub fn block_cost(&self, pc: u64) -> u64 {
        let position = usize::try_from(pc).unwrap_or(usize::MAX);
        if self.code.form(position).is_none() {
            return 1;
        }
        self.code.steps_to_end(self.code.leader(position))
    }

    /// The index in the stream of the instruction at a position.
    #[must_use]
    #[inline]
    pub fn index_of(&self, pc: u64) -> Option<u32> {
        self.stream().position(usize::try_from(pc).ok()?)
    }

    /// The index in the stream of the basic block that starts at a position.
    #[must_use]
    #[inline]
    pub fn block_index(&self, pc: u64) -> Option<u32> {
        if self.is_block_start(pc) { self.index_of(pc) } else { None }
    }

    /// The index in the stream of the basic block to which an entry of the jump table leads, if it leads to one.
    #[must_use]
    #[inline]
    pub fn jump_index(&self, index: u64) -> Option<u32> {
        if self.jump_table.size == 0 {
            return self.block_index(self.jump_entry(index)?);
        }
        self.stream().destination(index)
    }

    /// The position of an instruction in the stream.
    #[must_use]
    #[inline]
    pub fn position_of(&self, index: u32) -> u64 {
        self.ops().get(index as usize).map_or(0, |op| u64::from(op.pc))
    }

    /// The predecoded instructions, in the order of their positions: behind each one is the one at pc + 1 + skip. Where the
    /// bitmask marks any instruction at all, the last one is a trap.
    #[must_use]
    #[inline]
    pub fn ops(&self) -> &[Op] {
        self.stream().ops()
    }

    /// For each predecoded instruction the number of instructions from it to the end of its basic block, inclusive.
    #[must_use]
    #[inline]
    pub fn costs(&self) -> &[u32] {
        self.stream().costs()
    }

    /// The predecoded instructions and where they are.
    #[inline]
    fn stream(&self) -> &Stream {
        self.stream.get_or_init(|| Stream::new(&self.code, &self.jump_table))
    }
}
