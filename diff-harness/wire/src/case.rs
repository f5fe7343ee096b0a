//! A question to the machine.

use crate::{FIRST_PAGE, NO_STEP_LIMIT, PAGE_COUNT, PAGE_SIZE, REGISTERS};
use thiserror::Error;

/// Which kind of blob a case carries. The number on the wire is 1 or 2.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Program {
    /// A program blob; the case itself gives registers, pages and heap.
    Raw,
    /// A standard program (Gray Paper 0.7.2, A.7); its initialisation gives registers, pages and heap.
    Standard {
        /// The arguments, less than 2^32 octets.
        arguments: Vec<u8>,
    },
}

/// How gas is charged (`docs/machine.md`, D3). The discriminant is the number on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum GasModel {
    /// 1 before every step (Gray Paper 0.7.2).
    #[default]
    PerInstruction = 0,
    /// A whole basic block before its first step (Gray Paper 0.8.0, A.4).
    PerBlock = 1,
}

/// Access to a mapped page. The discriminant is the number on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Access {
    /// Loads only.
    ReadOnly = 1,
    /// Loads and stores.
    Writable = 2,
}

/// A page that is mapped when the run begins.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Page {
    /// Page number, 16 … 2^20 − 1: the address divided by 4,096.
    pub number: u32,
    /// What the program may do with it.
    pub access: Access,
    /// The first octets, at most 4,096, the last of them not zero; the rest of the page is zero.
    pub content: Vec<u8>,
}

impl Page {
    /// A page with this content; zeros at its end are removed, as the byte form demands.
    #[must_use]
    pub fn new(number: u32, access: Access, mut content: Vec<u8>) -> Self {
        let used = content.iter().rposition(|octet| *octet != 0);
        content.truncate(used.map_or(0, |last| last.saturating_add(1)));
        Self { number, access, content }
    }

    /// Does the page hold exactly these 4,096 octets?
    #[must_use]
    pub fn content_is(&self, octets: &[u8; PAGE_SIZE]) -> bool {
        octets
            .split_at_checked(self.content.len())
            .is_some_and(|(head, tail)| head == self.content && tail.iter().all(|o| *o == 0))
    }
}

/// What the host does when its turn comes: the n-th reply answers the n-th host call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reply {
    /// Gas that the reply costs.
    pub gas: u64,
    /// New register values, `None` where the register keeps its own.
    pub registers: [Option<u64>; REGISTERS],
    /// Octets written to the program's memory, after the registers are set.
    pub poke: Option<Poke>,
}

/// A write of the host to the program's memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Poke {
    /// Address of the first octet.
    pub address: u32,
    /// 1 … 4,096 octets.
    pub octets: Vec<u8>,
}

/// One question to the machine: program, initial state, host script, limits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Case {
    /// Kind of the blob.
    pub program: Program,
    /// How gas is charged.
    pub gas_model: GasModel,
    /// Initial program counter, an index into the instruction data.
    pub pc: u32,
    /// Initial gas.
    pub gas: u64,
    /// The run ends after this many steps; [`NO_STEP_LIMIT`] = never.
    pub step_limit: u64,
    /// First address above the heap (`docs/machine.md`, D5). Zero for a standard program.
    pub heap_break: u32,
    /// Greatest value that the break can reach, at least `heap_break`. Zero for a standard program.
    pub heap_limit: u32,
    /// Initial registers. All zero for a standard program.
    pub registers: [u64; REGISTERS],
    /// Program blob or standard program, less than 2^32 octets.
    pub blob: Vec<u8>,
    /// Mapped pages in ascending order of number, at most 65,535. None for a standard program.
    pub pages: Vec<Page>,
    /// Script of the host, at most 65,535 replies.
    pub replies: Vec<Reply>,
}

/// Why a [`Case`] value has no byte form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum InvalidCase {
    /// The limit of the heap lies below its break.
    #[error("heap limit {limit:#x} is below the break {heap_break:#x}")]
    Heap {
        /// The break.
        heap_break: u32,
        /// The limit.
        limit: u32,
    },
    /// A standard program brings its own state.
    #[error("a standard program takes `{field}` from its initialisation: expected none or zero")]
    StandardState {
        /// The field that is not zero.
        field: &'static str,
    },
    /// Too long for its length field.
    #[error("`{field}` has {length} elements: expected at most {max}")]
    Length {
        /// The collection.
        field: &'static str,
        /// How many elements it has.
        length: usize,
        /// How many it may have.
        max: usize,
    },
    /// A page number out of range or not above its predecessor's.
    #[error(
        "page {index} has number {number:#x}: expected more than that of the page before, in 0x10 … 0xfffff"
    )]
    PageNumber {
        /// Position in `pages`.
        index: usize,
        /// Its number.
        number: u32,
    },
    /// Page content longer than a page, or with a zero at its end.
    #[error("page {index}: expected at most 4096 octets of content, the last not zero")]
    PageContent {
        /// Position in `pages`.
        index: usize,
    },
    /// A poke of nothing or of more than a page.
    #[error("reply {index}: poke of {length} octets: expected 1 … 4096")]
    Poke {
        /// Position in `replies`.
        index: usize,
        /// Length of the poke.
        length: usize,
    },
}

const U16_MAX: usize = u16::MAX as usize;
const U32_MAX: usize = u32::MAX as usize;

fn check_length(field: &'static str, length: usize, max: usize) -> Result<(), InvalidCase> {
    if length <= max { Ok(()) } else { Err(InvalidCase::Length { field, length, max }) }
}

impl Case {
    /// A case of a raw program with nothing else: no gas, no pages, all zero, no step limit.
    #[must_use]
    pub fn raw(blob: Vec<u8>) -> Self {
        Self {
            program: Program::Raw,
            gas_model: GasModel::PerInstruction,
            pc: 0,
            gas: 0,
            step_limit: NO_STEP_LIMIT,
            heap_break: 0,
            heap_limit: 0,
            registers: [0; REGISTERS],
            blob,
            pages: Vec::new(),
            replies: Vec::new(),
        }
    }

    /// A case of a standard program with these arguments: no gas, no step limit.
    #[must_use]
    pub fn standard(blob: Vec<u8>, arguments: Vec<u8>) -> Self {
        Self { program: Program::Standard { arguments }, ..Self::raw(blob) }
    }

    /// The pages with which the run begins, if the case itself gives them. For a standard program they are those of its
    /// initialisation, which this crate does not know.
    #[must_use]
    pub fn initial_pages(&self) -> Option<&[Page]> {
        matches!(self.program, Program::Raw).then_some(self.pages.as_slice())
    }

    /// Is every field in its range? Exactly these cases have a byte form.
    ///
    /// # Errors
    /// The first field that is not.
    pub fn check(&self) -> Result<(), InvalidCase> {
        if let Program::Standard { arguments } = &self.program {
            self.check_standard(arguments)?;
        }
        if self.heap_limit < self.heap_break {
            return Err(InvalidCase::Heap { heap_break: self.heap_break, limit: self.heap_limit });
        }
        check_length("blob", self.blob.len(), U32_MAX)?;
        check_length("pages", self.pages.len(), U16_MAX)?;
        check_length("replies", self.replies.len(), U16_MAX)?;
        let mut least = FIRST_PAGE;
        for (index, page) in self.pages.iter().enumerate() {
            if page.number < least || page.number >= PAGE_COUNT {
                return Err(InvalidCase::PageNumber { index, number: page.number });
            }
            if page.content.len() > PAGE_SIZE || page.content.last() == Some(&0) {
                return Err(InvalidCase::PageContent { index });
            }
            least = page.number.saturating_add(1);
        }
        for (index, reply) in self.replies.iter().enumerate() {
            let length = reply.poke.as_ref().map_or(1, |poke| poke.octets.len());
            if length == 0 || length > PAGE_SIZE {
                return Err(InvalidCase::Poke { index, length });
            }
        }
        Ok(())
    }

    fn check_standard(&self, arguments: &[u8]) -> Result<(), InvalidCase> {
        check_length("arguments", arguments.len(), U32_MAX)?;
        let state = [
            ("heap break", self.heap_break == 0),
            ("heap limit", self.heap_limit == 0),
            ("registers", self.registers == [0; REGISTERS]),
            ("pages", self.pages.is_empty()),
        ];
        match state.into_iter().find(|(_, zero)| !zero) {
            Some((field, _)) => Err(InvalidCase::StandardState { field }),
            None => Ok(()),
        }
    }
}
