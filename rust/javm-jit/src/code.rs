//! Compiled programs.
//!
//! A mapping holds first what is written while code runs: the jump table, and the slots of jumps from region to region;
//! then the stubs and the code. A region is compiled when it is entered for the first time. Entries of the jump table and
//! slots get the address of a block when they are used for the first time, so compiling a region changes no other one.
#![expect(unsafe_code, reason = "code is written to a mapping and entered by address")]

use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use javm::{Opcode, PAGE_SIZE, Program};

use crate::arenas::Arenas;
use crate::compiled::{Called, Compiled, Entry, Left, Reason};
use crate::context::{Context, Leave};
use crate::disk::Image;
use crate::lower::{self, Addressing, CELL, Call, LONGEST, Map, SLACK, Slots, Stubs};
use crate::mapping::{Mapping, Protection};
use crate::pool::lock;
use crate::window::Window;

/// Programs with more jump table entries are not compiled.
const MOST_ENTRIES: u64 = 1 << 24;
/// Neither are those whose code might take more addresses: offsets have 31 bits.
const MOST_OCTETS: usize = (1 << 31) - (1 << 20);
/// Octets that an instruction may need: its own and its part of what follows the code.
const PER_INSTRUCTION: usize = LONGEST + 16;

/// How a program is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// One region.
    Whole,
    /// Regions that end with the first block that reaches this many octets.
    Regions(u32),
}

/// A compiled region.
#[derive(Debug)]
struct Region {
    /// Offset of its code in the mapping.
    start: usize,
    map: Map,
}

/// What compiling regions has taken so far.
#[derive(Debug, Default)]
struct Taken {
    /// Offset behind the last code.
    end: usize,
    /// Targets of the slots.
    slots: Vec<u32>,
    /// Offset and number of the regions, ascending.
    order: Vec<(usize, usize)>,
}

/// A compiled program. It depends on nothing but the program and the way of addressing: both gas models use it.
#[derive(Debug)]
pub struct Code {
    program: Arc<Program>,
    addressing: Addressing,
    /// `None` only while it is dropped.
    mapping: Option<Mapping>,
    arenas: Arc<Arenas>,
    stubs: Stubs,
    /// Octets of the jump table, and offset of the stubs.
    table: usize,
    code: usize,
    /// Position of the first instruction of each region.
    starts: Box<[u32]>,
    regions: Box<[OnceLock<Option<Region>>]>,
    taken: Mutex<Taken>,
    /// Octets of memory that it takes at the moment.
    size: AtomicUsize,
}

/// Where regions start: at the start of the code, and at the first block from each multiple of the size on.
fn starts(program: &Program, cut: Cut) -> Box<[u32]> {
    let end = program.code().len() as u32;
    let mut starts = vec![0];
    let Cut::Regions(size) = cut else { return starts.into() };
    let mut at = size;
    while at < end {
        at = program.next_instruction(at);
        while at < end && !program.is_block_start(at.into()) {
            at = program.next_instruction(at + 1);
        }
        if at < end {
            starts.push(at);
        }
        at = at.saturating_add(size);
    }
    starts.into()
}

/// Octets that the code of a region may need, in whole pages.
fn room(program: &Program, region: Range<u32>) -> usize {
    let instructions = program.instructions_between(region.start, region.end) as usize;
    (instructions * PER_INSTRUCTION + 2 * SLACK).next_multiple_of(PAGE_SIZE)
}

impl Code {
    /// Prepares a program to be compiled; `None` if it is too large or the system refuses the memory.
    pub(crate) fn new(
        program: Arc<Program>,
        addressing: Addressing,
        arenas: Arc<Arenas>,
        cut: Cut,
    ) -> Option<Self> {
        let end = u32::try_from(program.code().len()).ok()?;
        let entries = match program.jump_entry_size() {
            0 => 0,
            _ => program.jump_table_length(),
        };
        if program.next_instruction(0) == end || entries > MOST_ENTRIES {
            return None;
        }
        let starts = starts(&program, cut);
        let table = (entries as usize + 1) * 8;
        // Every instruction may be a jump out of its region, and the last one besides fall out of it.
        let instructions = program.instructions_between(0, end) as usize;
        let slots = if starts.len() > 1 { (instructions + starts.len()) * 8 } else { 0 };
        let code = (table + slots).next_multiple_of(PAGE_SIZE);
        let (octets, stubs) = Stubs::of(addressing);
        let first = code + octets.len().next_multiple_of(16);
        let regions = room(&program, 0..end) + starts.len() * (PAGE_SIZE + 2 * SLACK);
        let length = first.next_multiple_of(PAGE_SIZE) + regions;
        if length > MOST_OCTETS {
            return None;
        }
        let mapping = arenas.take(length, table).ok()?;
        let mut this = Self {
            program,
            addressing,
            mapping: Some(mapping),
            arenas,
            stubs: *stubs,
            table,
            code,
            regions: starts.iter().map(|_| OnceLock::new()).collect(),
            starts,
            taken: Mutex::new(Taken { end: first, ..Taken::default() }),
            size: AtomicUsize::new(table + first - code),
        };
        // SAFETY: nobody else knows the mapping yet.
        let place = unsafe { this.octets(code..first) }?;
        place.get_mut(..octets.len())?.copy_from_slice(octets);
        if this.starts.len() > 1 {
            this.taken.get_mut().ok()?.end = this.seal(code, first)?;
        }
        Some(this)
    }

    #[inline]
    fn start(&self) -> *mut u8 {
        self.mapping.as_ref().map_or(std::ptr::null_mut(), |mapping| mapping.start().as_ptr())
    }

    #[inline]
    fn address(&self, offset: usize) -> u64 {
        (self.start() as u64).wrapping_add(offset as u64)
    }

    /// A part of the mapping, to write code to.
    ///
    /// # Safety
    /// The part is writable, and nobody else reads, writes or executes it meanwhile.
    #[expect(clippy::mut_from_ref, reason = "the mapping is not in the struct; see the conditions")]
    unsafe fn octets(&self, range: Range<usize>) -> Option<&mut [u8]> {
        let length = self.mapping.as_ref()?.length();
        if range.start > range.end || range.end > length {
            return None;
        }
        // SAFETY: the range lies in the mapping, whose pages hold zeros or old code; the rest is promised by the caller.
        Some(unsafe { std::slice::from_raw_parts_mut(self.start().add(range.start), range.len()) })
    }

    /// Makes the pages executable that hold the code between two offsets, and no longer writable; the offset behind them.
    fn seal(&self, from: usize, to: usize) -> Option<usize> {
        let (from, to) = (from & !(PAGE_SIZE - 1), to.next_multiple_of(PAGE_SIZE));
        self.mapping.as_ref()?.protect(from..to, Protection::ReadExecute).ok()?;
        Some(to)
    }

    /// The positions of a region.
    fn range(&self, number: usize) -> Option<Range<u32>> {
        let end = self.program.code().len() as u32;
        let next = self.starts.get(number + 1).copied().unwrap_or(end);
        Some(*self.starts.get(number)?..next)
    }

    /// A region, which is compiled if it is not yet; none if the system refuses the memory.
    fn region(&self, number: usize) -> Option<&Region> {
        let place = self.regions.get(number)?;
        if let Some(region) = place.get() {
            return region.as_ref();
        }
        let mut taken = lock(&self.taken);
        // Another thread may have been faster.
        place.get_or_init(|| self.compile(number, &mut taken)).as_ref()
    }

    fn compile(&self, number: usize, taken: &mut Taken) -> Option<Region> {
        let range = self.range(number)?;
        let start = taken.end;
        let end = (start + room(&self.program, range.clone())).min(self.mapping.as_ref()?.length());
        // SAFETY: behind what is taken the mapping is writable and unused; who takes more holds the lock.
        let octets = unsafe { self.octets(start..end) }?;
        let exits = self.stubs.exits((start - self.code) as u32);
        let first = taken.slots.len() as u32;
        let slots = Slots { first, offset: self.table as i64 - start as i64 };
        // SAFETY: no engine is made on a processor without the features.
        let lowered =
            unsafe { lower::lower(&self.program, self.addressing, exits, range, slots, octets) }?;
        for (slot, target) in (taken.slots.len()..).zip(lowered.far) {
            self.publish(
                self.table + slot * 8,
                self.address(self.code) + u64::from(self.stubs.far),
            );
            taken.slots.push(target);
            self.size.fetch_add(12, Ordering::Relaxed);
        }
        self.finish(number, start, lowered.length as usize, lowered.map, taken)
    }

    /// Makes code executable that has been written.
    fn finish(
        &self,
        number: usize,
        start: usize,
        length: usize,
        map: Map,
        taken: &mut Taken,
    ) -> Option<Region> {
        let behind = self.seal(start, start + length)?;
        taken.order.push((start, number));
        let end = if self.starts.len() > 1 { behind } else { start + length };
        let grown = end.saturating_sub(taken.end) + map.size();
        self.size.fetch_add(grown, Ordering::Relaxed);
        taken.end = end;
        Some(Region { start, map })
    }

    /// What a file holds of a program that is compiled whole.
    pub(crate) fn image(&self) -> Option<Image> {
        let region = self.regions.first().filter(|_| self.regions.len() == 1)?.get()?.as_ref()?;
        let end = lock(&self.taken).end;
        // SAFETY: what is taken lies in the mapping and is sealed: it does not change as long as `self` lives.
        let code = unsafe {
            std::slice::from_raw_parts(self.start().add(self.code), end.checked_sub(self.code)?)
        };
        let start = (region.start - self.code) as u32;
        Some(Image { code: code.to_vec(), start, map: region.map.clone() })
    }

    /// A program that was compiled whole.
    pub(crate) fn from_image(
        program: Arc<Program>,
        addressing: Addressing,
        arenas: Arc<Arenas>,
        image: Image,
    ) -> Option<Self> {
        let mut this = Self::new(program, addressing, arenas, Cut::Whole)?;
        let end = this.code + image.code.len();
        // SAFETY: nobody else knows the code yet, and nothing of it is sealed.
        unsafe { this.octets(this.code..end) }?.copy_from_slice(&image.code);
        let start = this.code + image.start as usize;
        let mut taken = std::mem::take(this.taken.get_mut().ok()?);
        let region = this.finish(0, start, end.checked_sub(start)?, image.map, &mut taken)?;
        this.regions = Box::new([OnceLock::from(Some(region))]);
        this.taken = Mutex::new(taken);
        Some(this)
    }

    /// Writes an address to the jump table or to a slot.
    fn publish(&self, offset: usize, address: u64) {
        if !offset.is_multiple_of(8) || offset + 8 > self.code {
            return;
        }
        // SAFETY: the place lies before the code, so it is always writable, and it is aligned; compiled code reads it at
        // once, and other threads write it atomically as well.
        let place = unsafe { AtomicU64::from_ptr(self.start().add(offset).cast()) };
        place.store(address, Ordering::Release);
    }

    /// The region with the code at an offset, and the offset in it.
    fn region_at(&self, offset: usize) -> Option<(&Region, u32)> {
        let number = {
            let taken = lock(&self.taken);
            let behind = taken.order.partition_point(|(start, _)| *start <= offset);
            taken.order.get(behind.checked_sub(1)?)?.1
        };
        let region = self.regions.get(number)?.get()?.as_ref()?;
        Some((region, (offset - region.start) as u32))
    }

    /// The region of a position.
    fn region_of(&self, pc: u32) -> Option<&Region> {
        self.region(self.starts.partition_point(|start| *start <= pc).checked_sub(1)?)
    }

    /// The address of a basic block with its charge.
    fn block(&self, pc: u32) -> Option<u64> {
        let region = self.region_of(pc)?;
        let body = region.map.block(pc)?.body;
        let charge = lower::charge_length(self.addressing);
        Some(self.address(region.start + body.wrapping_sub(charge) as usize))
    }

    /// The number of instructions from a position to the end of its block.
    fn rest(&self, pc: u32) -> u64 {
        let place = self.region_of(pc).and_then(|region| region.map.place(&self.program, pc));
        // What is no instruction is a trap, which ends the block.
        let marked = self.program.is_instruction_start(pc.into());
        place.filter(|_| marked).map_or(1, |place| place.rest.into())
    }

    /// Compiles what is not yet; the octets that the program takes.
    pub(crate) fn all(&self) -> Option<usize> {
        (0..self.regions.len()).try_for_each(|number| self.region(number).map(|_| ()))?;
        Some(self.size())
    }

    /// Octets of memory that the program takes in compiled form.
    pub(crate) fn size(&self) -> usize {
        self.size.load(Ordering::Relaxed)
    }

    /// The indirect jump at a position found its entry empty: fills it if it names a block.
    fn fill(&self, pc: u32, context: &Context) -> Option<()> {
        let op = self.program.decode(pc);
        let (base, offset) = match op.opcode {
            Opcode::LoadImmJumpInd => (op.b, op.y),
            _ => (op.a, op.x),
        };
        let base = *context.registers.get(usize::from(base))?;
        let address = (base as u32).wrapping_add(offset);
        let index = u64::from(address / 2).checked_sub(1).filter(|_| address % 2 == 0)?;
        let target = self.program.jump_entry(index)?;
        let target = u32::try_from(target).ok().filter(|_| self.program.is_block_start(target))?;
        let place = (index as usize + 1) * 8;
        if place < self.table {
            self.publish(place, self.block(target)?);
        }
        Some(())
    }

    /// A jump to another region found its slot empty: fills it. The target.
    fn link(&self, slot: u64) -> Option<u32> {
        let slot = usize::try_from(slot).ok()?;
        let target = *lock(&self.taken).slots.get(slot)?;
        if let Some(address) = self.block(target) {
            self.publish(self.table + slot * 8, address);
        }
        Some(target)
    }

    /// What the code says about a host call at an address.
    #[inline(always)]
    fn call(&self, address: u64) -> Option<Call> {
        let mapping = self.mapping.as_ref()?;
        let offset = (address as usize).wrapping_sub(mapping.start().as_ptr() as usize);
        if offset < self.code || offset > mapping.length() - Call::SIZE {
            return None;
        }
        // SAFETY: the place lies in the mapping, which is readable everywhere; sealed code does not change.
        let octets =
            unsafe { mapping.start().as_ptr().add(offset).cast::<[u8; Call::SIZE]>().read() };
        Some(Call::read(&octets))
    }

    /// The block whose charge failed, from the return address on its cell.
    fn uncharged(&self, address: u64) -> Option<Left> {
        let offset = usize::try_from(address.checked_sub(self.address(0))?).ok()?;
        let (region, offset) = self.region_at(offset)?;
        let cell = (offset.checked_sub(region.map.sled)? / CELL).checked_sub(1)?;
        let block = region.map.blocks().get(cell as usize)?;
        let (pc, rest) = (block.pc.into(), block.cost().into());
        Some(Left { pc, rest, reason: Reason::OutOfGas })
    }

    /// The instruction whose access, at an offset from the stubs, was not permitted.
    fn faulted(&self, offset: u64) -> Option<Left> {
        let (region, offset) = self.region_at(self.code + usize::try_from(offset).ok()?)?;
        let pc = region.map.at_offset(&self.program, offset)?;
        Some(self.interpreted(pc))
    }

    fn interpreted(&self, pc: u32) -> Left {
        Left { pc: pc.into(), rest: self.rest(pc), reason: Reason::Interpret }
    }
}

impl Compiled for Code {
    fn attach(&self, context: &mut Context) {
        let end = self.mapping.as_ref().map_or(0, Mapping::length);
        context.table = self.address(0);
        context.code_start = self.address(self.code);
        context.code_end = self.address(end);
        context.fault_stub = self.address(self.code + self.stubs.fault as usize);
        context.stack = 0;
    }

    fn entry(&self, pc: u64) -> Option<Entry> {
        if !self.program.is_instruction_start(pc) {
            return None;
        }
        let pc = u32::try_from(pc).ok()?;
        if self.program.encoded(pc).opcode == Opcode::Trap {
            return None;
        }
        let region = self.region_of(pc)?;
        let place = region.map.place(&self.program, pc)?;
        let address = self.address(region.start + place.offset? as usize);
        Some(Entry { address, rest: place.rest.into(), charge: 0 })
    }

    #[inline(always)]
    fn called(&self, context: &Context) -> Option<Called> {
        if context.leave != Leave::HostCall as u64 {
            return None;
        }
        let call = self.call(context.argument)?;
        Some(Called {
            pc: call.pc.into(),
            identifier: call.identifier as i32 as i64 as u64,
            rest: call.rest.into(),
            behind: call.behind.into(),
            address: context.argument + Call::SIZE as u64,
        })
    }

    #[cold]
    fn left(&self, window: &mut Window) -> Left {
        let context = window.context();
        let argument = context.argument;
        let pc = argument as u32;
        let left = match Leave::of(context.leave) {
            Leave::HostCall => None,
            Leave::Interpret | Leave::Missing => Some(self.interpreted(pc)),
            Leave::Unpaid => Some(Left { pc: pc.into(), rest: 1, reason: Reason::Unpaid }),
            Leave::OutOfGas => self.uncharged(argument),
            Leave::Fault => self.faulted(argument),
            Leave::Indirect => {
                let _ = self.fill(pc, context);
                Some(self.interpreted(pc))
            }
            Leave::Far => self.link(argument).map(|target| {
                let (pc, rest) = (target.into(), self.rest(target));
                Left { pc, rest, reason: Reason::Unpaid }
            }),
        };
        // Compiled code leaves no other way; were it so, the machine would stand where no instruction is.
        left.unwrap_or(Left { pc: u64::MAX, rest: 0, reason: Reason::Interpret })
    }

    #[inline(always)]
    unsafe fn enter(&self, context: *mut Context) {
        let address = self.address(self.code + self.stubs.enter as usize);
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
            let end = lock(&self.taken).end;
            self.arenas.put(mapping, self.code..end);
        }
    }
}
