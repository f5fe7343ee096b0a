//! Workloads: program octets, where they start, and what they must give.

mod assembled;
mod guests;

use std::sync::Arc;

use anyhow::Context;
use javm::init::StandardProgram;
use javm::{Access, Heap, Memory, MemoryBuilder, PAGE_SIZE, Program, Start, State};

pub(crate) use assembled::{HOST_CALLS, assembled};
pub(crate) use guests::guests;

/// Gas that no workload uses up, and that every engine can count.
pub(crate) const GAS: u64 = 1 << 60;

/// The register of the first argument and of the result.
const RESULT: usize = 7;

/// Z_Z: where memory begins, and the distance between its zones.
const ZONE: u32 = 1 << 16;

/// Octets of heap beyond which a workload is run in one engine at a time.
const APART: u32 = 1 << 26;

/// What a workload is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Group {
    /// Computation, in Rust: what the geometric means are about.
    Compute,
    /// Computation, a few instructions in a loop, in assembler.
    Kernel,
    /// The cost of starting and of leaving.
    Calls,
    /// First touches and walks of memory.
    Memory,
    /// Nothing but compiling: large programs.
    Large,
}

/// The octets that every engine gets.
#[derive(Clone, Debug)]
pub(crate) enum Octets {
    /// A standard program (Gray Paper 0.7.2, A.7).
    Standard(Vec<u8>),
    /// A program blob in the layout of a standard program with so many octets of zeros as its heap, which may be more
    /// than the standard format can say.
    Zeroed {
        /// The blob.
        blob: Vec<u8>,
        /// Octets of heap, a multiple of the page size.
        size: u32,
    },
}

/// The parts of [`Octets`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Image<'a> {
    /// Content of the read-only zone.
    pub(crate) read_only: &'a [u8],
    /// Content of the start of the heap.
    pub(crate) heap: &'a [u8],
    /// Octets of the heap that are accessible, content included; whole pages.
    pub(crate) heap_size: u32,
    /// Octets of stack.
    pub(crate) stack: u32,
    /// The program blob.
    pub(crate) blob: &'a [u8],
}

/// What a run must give.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expected {
    /// Registers by index.
    pub(crate) registers: Vec<(usize, u64)>,
    /// Gas: one per instruction. Whole blocks are paid for and run, so that it is the same in both gas models.
    pub(crate) gas: u64,
    /// Host calls.
    pub(crate) calls: u64,
}

/// The same computation as native code; its result is that of the first expected register.
pub(crate) type Native = Arc<dyn Fn() -> u64>;

/// A program, its start and its result.
#[derive(Clone)]
pub(crate) struct Workload {
    /// A short name.
    pub(crate) name: String,
    /// What it is for.
    pub(crate) group: Group,
    /// The program.
    pub(crate) octets: Octets,
    /// Arguments, in the zone that they have.
    pub(crate) arguments: Vec<u8>,
    /// Program counter at the start.
    pub(crate) pc: u32,
    /// Registers at the start where they are not those of the standard initialisation.
    pub(crate) registers: Vec<(usize, u64)>,
    /// What it must give.
    pub(crate) expected: Expected,
    /// The same in Rust.
    pub(crate) native: Option<Native>,
}

impl Octets {
    /// The parts.
    ///
    /// # Errors
    /// The octets are no standard program.
    pub(crate) fn image(&self) -> anyhow::Result<Image<'_>> {
        match self {
            Self::Standard(octets) => {
                let program = StandardProgram::parse(octets)?;
                let StandardProgram { read_only, heap, heap_pages, stack, code: blob } = program;
                let content = heap.len().next_multiple_of(PAGE_SIZE);
                let more = usize::from(heap_pages).saturating_mul(PAGE_SIZE);
                let heap_size = u32::try_from(content.saturating_add(more))?;
                Ok(Image { read_only, heap, heap_size, stack, blob })
            }
            Self::Zeroed { blob, size } => {
                Ok(Image { read_only: &[], heap: &[], heap_size: *size, stack: 0, blob })
            }
        }
    }
}

/// A memory of one zone of zeros, where the heap of a standard program without read-only data is.
fn zeroed(size: u32) -> anyhow::Result<Memory> {
    let first = 2 * ZONE / PAGE_SIZE as u32;
    let mut memory = MemoryBuilder::new();
    memory.map_zero(first..first.saturating_add(size / PAGE_SIZE as u32), Access::Writable)?;
    Ok(memory.build())
}

impl Workload {
    /// The state in which it starts, and the octets of its program blob.
    ///
    /// # Errors
    /// The octets are no standard program.
    pub(crate) fn state(&self) -> anyhow::Result<(&[u8], State)> {
        let (blob, mut state) = match &self.octets {
            Octets::Standard(octets) => {
                let program = StandardProgram::parse(octets)?;
                (program.code, program.state(&self.arguments, u64::from(self.pc), GAS)?)
            }
            Octets::Zeroed { blob, size } => {
                let empty = StandardProgram {
                    read_only: &[],
                    heap: &[],
                    heap_pages: 0,
                    stack: 0,
                    code: &[],
                };
                let registers = empty.state(&[], 0, 0)?.registers;
                let (pc, heap) = (u64::from(self.pc), Heap::default());
                let start = Start { pc, gas: GAS, registers, heap };
                (blob.as_slice(), start.with_memory(zeroed(*size)?))
            }
        };
        for (index, value) in &self.registers {
            let register = state.registers.get_mut(*index);
            *register.context("a start register above 12")? = *value;
        }
        Ok((blob, state))
    }

    /// Whether its machines do not fit into memory together: it is run in one engine at a time.
    pub(crate) fn is_apart(&self) -> bool {
        matches!(self.octets, Octets::Zeroed { size, .. } if size > APART)
    }

    /// The program.
    ///
    /// # Errors
    /// The octets are no program.
    pub(crate) fn program(&self) -> anyhow::Result<Arc<Program>> {
        Ok(Arc::new(Program::parse(self.octets.image()?.blob)?))
    }

    /// Octets of code.
    pub(crate) fn code_size(&self) -> anyhow::Result<usize> {
        Ok(self.program()?.code().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heap_of_zeros_lies_where_the_standard_layout_has_it() {
        let workload = assembled().unwrap().into_iter().find(|w| w.name == "touch").unwrap();
        let (_, state) = workload.state().unwrap();
        let Octets::Standard(octets) = &workload.octets else { panic!("not standard") };
        let other = Octets::Zeroed {
            blob: StandardProgram::parse(octets).unwrap().code.to_vec(),
            size: workload.octets.image().unwrap().heap_size,
        };
        let (_, zeroed) = Workload { octets: other, ..workload.clone() }.state().unwrap();
        // The stack, of which the other has none, lies in the upper half.
        let lower = |page: &u32| *page < 1 << 19;
        let pages = |state: &State| state.memory.accessible().filter(lower).collect::<Vec<_>>();
        assert_eq!(pages(&state).len(), 4_096);
        assert_eq!(pages(&state), pages(&zeroed));
        assert_eq!(state.registers, zeroed.registers);
    }
}
