//! Compiled programs.
#![expect(unsafe_code, reason = "code is written to a mapping and entered by address")]

use std::sync::Arc;

use javm::{Opcode, Program};

use crate::compiled::{Compiled, Entry, Left, Reason};
use crate::context::{Context, Leave};
use crate::lower::{self, AccessSite, Addressing, CELL, LONGEST, Lowered, NO_CODE};
use crate::mapping::{Mapping, Protection};
use crate::pool::Arenas;
use crate::window::Window;

/// Programs with more instructions or jump table entries are not compiled, so that offsets have 31 bits.
const MOST: usize = 1 << 24;
/// Octets for the stubs.
const STUBS: usize = 4096;

/// A compiled program. It depends on nothing but the program and the way of addressing: both gas models use it.
#[derive(Debug)]
pub struct Code {
    program: Arc<Program>,
    /// Executable; `None` only while it is dropped.
    mapping: Option<Mapping>,
    arenas: Arc<Arenas>,
    lowered: Lowered,
    /// Offset of the jump table, behind the code.
    table: usize,
    /// Octets used.
    used: usize,
}

/// The jump table: host addresses, 0 where an entry is no block; slot i + 1 belongs to entry i.
fn write_table(
    program: &Program,
    lowered: &Lowered,
    addressing: Addressing,
    code: u64,
    to: &mut [u8],
) {
    let charge = u64::from(lower::charge_length(addressing));
    for (entry, place) in (0u64..).zip(to.chunks_exact_mut(8).skip(1)) {
        let index = program.jump_entry(entry).and_then(|target| program.block_index(target));
        let body = index.and_then(|index| lowered.offsets.get(index as usize));
        let address =
            body.map_or(0, |body| code.wrapping_add(u64::from(*body)).wrapping_sub(charge));
        place.copy_from_slice(&address.to_le_bytes());
    }
    if let Some(zero) = to.first_chunk_mut::<8>() {
        *zero = [0; 8];
    }
}

impl Code {
    /// Compiles a program; `None` if it is too large or the system refuses the memory.
    pub(crate) fn new(
        program: Arc<Program>,
        addressing: Addressing,
        arenas: Arc<Arenas>,
    ) -> Option<Self> {
        let instructions = program.ops().len();
        let entries = match program.jump_entry_size() {
            0 => 0,
            _ => usize::try_from(program.jump_table_length()).ok()?,
        };
        if instructions == 0 || instructions > MOST || entries > MOST {
            return None;
        }
        let table_length = (entries + 1) * 8;
        let length = STUBS + instructions * (LONGEST + CELL as usize) + 64 + table_length;
        let mapping = arenas.take(length).ok()?;
        let start = mapping.start();
        // SAFETY: the mapping is writable, of this length, initialised (with zeros or old code) and nobody else's: arenas
        // hand it out once.
        let octets = unsafe { std::slice::from_raw_parts_mut(start.as_ptr(), mapping.length()) };
        let lowered = lower::lower(&program, addressing, octets);
        let table = (lowered.length as usize).next_multiple_of(8);
        let used = table + table_length;
        if lowered.overflowed || used > octets.len() {
            return None;
        }
        let place = octets.get_mut(table..used)?;
        write_table(&program, &lowered, addressing, start.as_ptr() as u64, place);
        mapping.protect(0..mapping.length(), Protection::ReadExecute).ok()?;
        Some(Self { program, mapping: Some(mapping), arenas, lowered, table, used })
    }

    fn address(&self, offset: usize) -> u64 {
        let start = self.mapping.as_ref().map_or(0, |mapping| mapping.start().as_ptr() as u64);
        start.wrapping_add(offset as u64)
    }

    /// Octets of memory that the program takes in compiled form.
    pub(crate) fn size(&self) -> usize {
        self.used + self.lowered.offsets.len() * 4 + self.lowered.sites.len() * 8
    }

    /// The first instruction of the block whose charge failed, from the return address on its cell.
    fn leader(&self, address: u64) -> Option<u32> {
        let offset = address.wrapping_sub(self.address(self.lowered.sled as usize));
        let cell = (offset / u64::from(CELL)).checked_sub(1)?;
        self.lowered.leaders.get(usize::try_from(cell).ok()?).copied()
    }

    /// The instruction whose access is at a code offset.
    fn site(&self, offset: u64) -> Option<u32> {
        let sites = &self.lowered.sites;
        let place =
            sites.binary_search_by_key(&offset, |AccessSite { offset, .. }| u64::from(*offset));
        sites.get(place.ok()?).map(|site| site.index)
    }

    /// The number of instructions from this one to the end of its block.
    fn rest(&self, index: u32) -> u64 {
        self.program.costs().get(index as usize).copied().map_or(0, u64::from)
    }

    fn entry_at(&self, index: u32) -> Option<Entry> {
        let offset = *self.lowered.offsets.get(index as usize)?;
        let trap = self.program.ops().get(index as usize)?.opcode == Opcode::Trap;
        let address = (offset != NO_CODE && !trap).then(|| self.address(offset as usize))?;
        Some(Entry { address, rest: self.rest(index), charge: 0 })
    }
}

impl Compiled for Code {
    fn attach(&self, context: &mut Context) {
        context.table = self.address(self.table);
        context.code_start = self.address(0);
        context.code_end = self.address(self.table);
        context.fault_stub = self.address(self.lowered.stubs.fault as usize);
        context.stack = 0;
    }

    fn entry(&self, pc: u64) -> Option<Entry> {
        self.entry_at(self.program.index_of(pc)?)
    }

    fn detour(&self, _: u64) -> u64 {
        1
    }

    fn left(&self, window: &mut Window) -> Left {
        let context = window.context();
        let argument = context.argument;
        let leave = Leave::of(context.leave);
        let index = match leave {
            Leave::OutOfGas => self.leader(argument),
            Leave::Fault => self.site(argument),
            _ => u32::try_from(argument).ok(),
        };
        let index = index.unwrap_or(u32::MAX);
        let reason = match leave {
            Leave::OutOfGas => Reason::OutOfGas(self.rest(index)),
            Leave::Unpaid => Reason::Unpaid,
            Leave::Interpret | Leave::Fault | Leave::Missing => Reason::Interpret,
            Leave::HostCall => {
                let x = self.program.ops().get(index as usize).map_or(0, |op| op.x);
                let behind = index.saturating_add(1);
                let identifier = x as i32 as i64 as u64;
                let next = self.program.position_of(behind);
                Reason::HostCall(identifier, next, self.entry_at(behind))
            }
        };
        Left { pc: self.program.position_of(index), rest: self.rest(index), reason }
    }

    unsafe fn enter(&self, context: *mut Context) {
        let address = self.address(self.lowered.stubs.enter as usize);
        // SAFETY: the stub at this address has this signature, is executable, keeps what the convention preserves, and
        // outlives the call because `self` owns its mapping.
        let enter: extern "sysv64" fn(*mut Context) =
            unsafe { std::mem::transmute(address as usize as *const ()) };
        enter(context);
    }
}

impl Drop for Code {
    fn drop(&mut self) {
        if let Some(mapping) = self.mapping.take() {
            self.arenas.put(mapping, self.used);
        }
    }
}
