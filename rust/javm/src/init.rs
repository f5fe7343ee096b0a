//! Standard program initialisation Y (Gray Paper 0.7.2, A.7; decisions D5 and D12).

use crate::memory::{Access, MapError, MemoryBuilder, PAGE_SIZE};
use crate::state::{Heap, Start, State};

/// Z_Z: the zones of the layout begin at multiples of this.
const ZONE: u64 = 1 << 16;
/// Z_I: room for the arguments.
const INPUT: u64 = 1 << 24;
const PAGE: u64 = PAGE_SIZE as u64;

/// A part of a standard program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The lengths in front: |o|, |w|, z and s.
    Header,
    /// o, read-only data.
    ReadOnly,
    /// w, initial heap.
    Heap,
    /// |c|, the length of the program blob.
    CodeLength,
    /// c, the program blob.
    Code,
}

/// Why a standard program cannot be initialised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InitError {
    /// The blob ends inside a section.
    #[error("{section:?} at offset {offset}: expected {expected} octets, found {found}")]
    Truncated {
        /// The section.
        section: Section,
        /// Its start.
        offset: usize,
        /// Octets that it needs.
        expected: u64,
        /// Octets left.
        found: usize,
    },
    /// Octets are left over.
    #[error("offset {offset}: expected the end, found {count} more octets")]
    Trailing {
        /// The first of them.
        offset: usize,
        /// How many.
        count: usize,
    },
    /// The zones do not fit into the address space.
    #[error("the zones need {needed:#x} octets, expected at most 2^32")]
    Size {
        /// Left side of the size condition.
        needed: u64,
    },
    /// Too many arguments.
    #[error("{length} octets of arguments, expected at most 2^24")]
    Arguments {
        /// |a|.
        length: usize,
    },
    /// A zone cannot be mapped. The size condition excludes it.
    #[error(transparent)]
    Map(#[from] MapError),
}

/// The fields of a standard program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandardProgram<'a> {
    /// o: read-only data.
    pub read_only: &'a [u8],
    /// w: initial content of the heap.
    pub heap: &'a [u8],
    /// z: further heap pages.
    pub heap_pages: u16,
    /// s: octets of stack, below 2^24.
    pub stack: u32,
    /// c: the program blob.
    pub code: &'a [u8],
}

struct Rest<'a> {
    octets: &'a [u8],
    offset: usize,
}

impl<'a> Rest<'a> {
    fn take(&mut self, section: Section, expected: u64) -> Result<&'a [u8], InitError> {
        let (offset, found) = (self.offset, self.octets.len());
        let split = usize::try_from(expected).ok().and_then(|at| self.octets.split_at_checked(at));
        let error = InitError::Truncated { section, offset, expected, found };
        let (head, tail) = split.ok_or(error)?;
        self.octets = tail;
        self.offset = offset.saturating_add(head.len());
        Ok(head)
    }

    /// A little-endian number of at most eight octets.
    fn number(&mut self, section: Section, size: u64) -> Result<u64, InitError> {
        let octets = self.take(section, size)?;
        Ok(octets.iter().rev().fold(0, |value, octet| value << 8 | u64::from(*octet)))
    }
}

/// P: up to a whole page.
fn pages(octets: u64) -> u64 {
    octets.next_multiple_of(PAGE)
}

/// Z: up to a whole zone.
fn zones(octets: u64) -> u64 {
    octets.next_multiple_of(ZONE)
}

impl<'a> StandardProgram<'a> {
    /// Finds the fields.
    ///
    /// # Errors
    /// The first section that is not as decision D12 wants it.
    pub fn parse(blob: &'a [u8]) -> Result<Self, InitError> {
        let mut rest = Rest { octets: blob, offset: 0 };
        let read_only = rest.number(Section::Header, 3)?;
        let heap = rest.number(Section::Header, 3)?;
        let heap_pages = rest.number(Section::Header, 2)? as u16;
        let stack = rest.number(Section::Header, 3)? as u32;
        let read_only = rest.take(Section::ReadOnly, read_only)?;
        let heap = rest.take(Section::Heap, heap)?;
        let code = rest.number(Section::CodeLength, 4)?;
        let code = rest.take(Section::Code, code)?;
        if !rest.octets.is_empty() {
            return Err(InitError::Trailing { offset: rest.offset, count: rest.octets.len() });
        }
        Ok(Self { read_only, heap, heap_pages, stack, code })
    }

    /// Left side of the size condition. Lengths that fit into their fields cannot exceed it.
    fn needed(&self) -> u64 {
        [
            ZONE.saturating_mul(5),
            zones(self.read_only.len() as u64),
            zones((self.heap.len() as u64).saturating_add(self.more_heap())),
            zones(u64::from(self.stack)),
            INPUT,
        ]
        .into_iter()
        .fold(0, u64::saturating_add)
    }

    /// z Z_P.
    fn more_heap(&self) -> u64 {
        u64::from(self.heap_pages).saturating_mul(PAGE)
    }

    /// The state in which the program starts, at a position and with gas. Memory that is only zero is not allocated.
    ///
    /// # Errors
    /// The size condition, or more than 2^24 octets of arguments.
    pub fn state(&self, arguments: &[u8], pc: u64, gas: u64) -> Result<State, InitError> {
        let length = arguments.len();
        if length as u64 > INPUT {
            return Err(InitError::Arguments { length });
        }
        let needed = self.needed();
        if needed > 1 << 32 {
            return Err(InitError::Size { needed });
        }
        // The size condition keeps every sum below in range; saturation never takes place.
        let top = 1u64 << 32;
        let heap = zones(self.read_only.len() as u64).saturating_add(ZONE.saturating_mul(2));
        let data_end = heap.saturating_add(pages(self.heap.len() as u64));
        let heap_end = data_end.saturating_add(self.more_heap());
        let input = top.saturating_sub(ZONE).saturating_sub(INPUT);
        let stack_end = input.saturating_sub(ZONE);
        let stack = stack_end.saturating_sub(pages(u64::from(self.stack)));
        let limit = stack_end.saturating_sub(zones(u64::from(self.stack))).saturating_sub(ZONE);

        let mut memory = MemoryBuilder::new();
        map(&mut memory, ZONE, self.read_only, Access::ReadOnly)?;
        map(&mut memory, heap, self.heap, Access::Writable)?;
        memory.map_zero(page(data_end)..page(heap_end), Access::Writable)?;
        memory.map_zero(page(stack)..page(stack_end), Access::Writable)?;
        map(&mut memory, input, arguments, Access::ReadOnly)?;

        let mut registers = [0; 13];
        let [r0, r1, _, _, _, _, _, r7, r8, ..] = &mut registers;
        *r0 = top.saturating_sub(ZONE);
        *r1 = stack_end;
        *r7 = input;
        *r8 = length as u64;
        let heap = Heap { brk: heap_end as u32, limit: limit.max(heap_end) as u32 };
        Ok(Start { pc, gas, registers, heap }.with_memory(memory.build()))
    }

    /// The blob; inverse of [`StandardProgram::parse`] where the lengths fit their fields.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut blob = Vec::new();
        let number = |value: u64, size: usize, blob: &mut Vec<u8>| {
            blob.extend(value.to_le_bytes().into_iter().take(size));
        };
        number(self.read_only.len() as u64, 3, &mut blob);
        number(self.heap.len() as u64, 3, &mut blob);
        number(u64::from(self.heap_pages), 2, &mut blob);
        number(u64::from(self.stack), 3, &mut blob);
        blob.extend_from_slice(self.read_only);
        blob.extend_from_slice(self.heap);
        number(self.code.len() as u64, 4, &mut blob);
        blob.extend_from_slice(self.code);
        blob
    }
}

/// Page of an address, which is at the start of one.
const fn page(address: u64) -> u32 {
    (address >> 12) as u32
}

/// Maps content from an address on.
fn map(
    memory: &mut MemoryBuilder,
    address: u64,
    content: &[u8],
    access: Access,
) -> Result<(), MapError> {
    for (number, chunk) in (page(address)..).zip(content.chunks(PAGE_SIZE)) {
        memory.map(number, access, chunk)?;
    }
    Ok(())
}

/// The initial state of a standard program and its program blob: the function Y.
///
/// # Errors
/// See [`InitError`].
pub fn initialise<'a>(
    blob: &'a [u8],
    arguments: &[u8],
    gas: u64,
) -> Result<(&'a [u8], State), InitError> {
    let program = StandardProgram::parse(blob)?;
    Ok((program.code, program.state(arguments, 0, gas)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program<'a>(read_only: &'a [u8], heap: &'a [u8]) -> StandardProgram<'a> {
        StandardProgram { read_only, heap, heap_pages: 3, stack: 5000, code: &[0, 0, 0] }
    }

    #[test]
    fn the_layout_is_that_of_the_paper() {
        let read_only = vec![1u8; 70_000];
        let heap = [0u8, 0, 7];
        let state = program(&read_only, &heap).state(&[9; 4097], 5, 77).unwrap();
        let at = |address: u64| {
            let page = state.memory.page((address >> 12) as u32);
            page.map(|(access, content)| (access, content[(address & 4095) as usize]))
        };
        use Access::{ReadOnly, Writable};
        assert_eq!(at(0xffff), None);
        assert_eq!(at(0x1_0000), Some((ReadOnly, 1)));
        assert_eq!(at(0x1_0000 + 69_999), Some((ReadOnly, 1)));
        assert_eq!(at(0x1_0000 + 70_000), Some((ReadOnly, 0)));
        assert_eq!(at(0x1_0000 + 73_728), None, "18 pages");
        // Two zones of read-only data from zone 1 on, one zone free: the heap is in zone 4.
        assert_eq!(at(0x4_0000 - 1), None);
        assert_eq!(at(0x4_0002), Some((Writable, 7)));
        assert_eq!(at(0x4_3fff), Some((Writable, 0)));
        assert_eq!(at(0x4_4000), None);
        assert_eq!(state.heap, Heap { brk: 0x4_4000, limit: 0xfefc_0000 });
        assert_eq!(at(0xfefe_0000 - 8193), None);
        assert_eq!(at(0xfefe_0000 - 8192), Some((Writable, 0)));
        assert_eq!(at(0xfefe_0000 - 1), Some((Writable, 0)));
        assert_eq!(at(0xfefe_0000), None);
        assert_eq!(at(0xfeff_0000 + 4096), Some((ReadOnly, 9)));
        assert_eq!(at(0xfeff_0000 + 4097), Some((ReadOnly, 0)));
        assert_eq!(at(0xfeff_0000 + 8192), None);
        let registers = [0xffff_0000, 0xfefe_0000, 0, 0, 0, 0, 0, 0xfeff_0000, 4097, 0, 0, 0, 0];
        assert_eq!((state.pc, state.gas, state.registers), (5, 77, registers));
        assert!(state.memory.touched().is_empty());
    }

    #[test]
    fn every_truncation_and_every_tail_is_refused() {
        let blob = program(&[1, 2], &[3]).write();
        assert_eq!(StandardProgram::parse(&blob), Ok(program(&[1, 2], &[3])));
        for end in 0..blob.len() {
            let error = StandardProgram::parse(&blob[..end]).unwrap_err();
            assert!(matches!(error, InitError::Truncated { .. }), "{end}: {error}");
        }
        let longer = [&blob[..], &[0]].concat();
        let trailing = InitError::Trailing { offset: blob.len(), count: 1 };
        assert_eq!(StandardProgram::parse(&longer), Err(trailing));
    }

    #[test]
    fn the_largest_lengths_of_zeros_allocate_no_content() {
        let program = StandardProgram {
            read_only: &[],
            heap: &[],
            heap_pages: u16::MAX,
            stack: 0xff_ffff,
            code: &[],
        };
        let state = StandardProgram::parse(&program.write()).unwrap().state(&[], 0, 0).unwrap();
        assert_eq!(state.memory.accessible().count(), 65_535 + 4096);
        assert!(state.memory.allocated() < 1 << 16, "{}", state.memory.allocated());
    }

    #[test]
    fn zones_beyond_the_address_space_are_refused() {
        let large = |stack| StandardProgram { stack, ..program(&[], &[]) };
        // 5 zones, none for o, one for w, and the input: what is left is the largest stack.
        let room = u32::MAX - 6 * (1 << 16) - (1 << 24) + 1;
        let needed = (1 << 32) + (1 << 16);
        assert_eq!(large(room + 1).state(&[], 0, 0).unwrap_err(), InitError::Size { needed });
        let state = large(room).state(&[], 0, 0).unwrap();
        assert_eq!(state.heap, Heap { brk: 0x2_3000, limit: 0x3_0000 });
        assert_eq!(state.memory.page(0x40).map(|(access, _)| access), Some(Access::Writable));
        assert_eq!(state.memory.page(0x3f), None);
    }

    #[test]
    fn too_many_arguments_are_refused() {
        let arguments = vec![0; (1 << 24) + 1];
        let refused = program(&[], &[]).state(&arguments, 0, 0).unwrap_err();
        assert_eq!(refused, InitError::Arguments { length: arguments.len() });
        assert!(program(&[], &[]).state(&arguments[1..], 0, 0).is_ok());
    }
}
