//! Programs that are compiled region by region, when they are first entered.
#![expect(unsafe_code, reason = "code is written to a mapping and entered by address")]

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, Weak};

use javm::{Opcode, Program};

use super::cache;
use super::compiler::{Compiler, Region};
use super::flow::Segment;
use super::lower;
use super::plan::{Place, Plan};
use super::replay::replay;
use super::trampoline::{Trampoline, trampoline};
use super::worker::Desk;
use crate::compiled::{Called, Compiled, Entry, Left, Reason};
use crate::context::{Context, Leave};
use crate::mapping::{Mapping, Protection};
use crate::pool::lock;
use crate::window::Window;

/// Octets of code per instruction that there is room for; a region that takes more is interpreted.
pub(crate) const ROOM: usize = 256;
/// Steps of the interpreter while a region is being compiled elsewhere.
const MEANWHILE: u64 = 1024;

/// A region where it can run.
#[derive(Debug)]
struct Placed {
    /// Host address.
    function: u64,
    sites: Box<[(u32, u32)]>,
    segments: Box<[Segment]>,
}

/// A region: not asked for yet, or `None` if it cannot be compiled.
#[derive(Debug, Default)]
struct Slot {
    placed: OnceLock<Option<Placed>>,
    asked: AtomicBool,
}

/// What is taken of a mapping.
#[derive(Debug, Default)]
struct Space {
    next: usize,
    /// Where each region starts, ascending.
    starts: Vec<(usize, u32)>,
}

/// A program and those of its regions that are compiled so far. All machines that run it share it.
#[derive(Debug)]
pub struct Regions {
    me: Weak<Self>,
    program: Arc<Program>,
    compiler: Compiler,
    plan: Plan,
    /// Addresses for all code that the program may get.
    mapping: Mapping,
    trampoline: Trampoline,
    space: Mutex<Space>,
    slots: Box<[Slot]>,
    /// Host addresses of the functions, which compiled code reads.
    functions: Box<[AtomicU64]>,
    /// Who compiles in the background.
    desk: Option<Desk>,
}

impl Regions {
    /// Plans a program, and compiles nothing of it; `None` if the system refuses the memory. `region` is the weight that
    /// a region aims at, `room` the octets of code per instruction that there is room for.
    pub(crate) fn new(
        program: Arc<Program>,
        compiler: Compiler,
        desk: Option<Desk>,
        (region, room): (usize, usize),
    ) -> Option<Arc<Self>> {
        let plan = Plan::new(&program, region);
        let trampoline = trampoline();
        let regions = plan.regions();
        let length = page_size() * (regions + 2) + room * program.ops().len();
        let length = length.next_multiple_of(page_size());
        let mapping = Mapping::new(length, Protection::Nothing).ok()?;
        write(&mapping, 0, &trampoline.code)?;
        let missing = address(&mapping, trampoline.missing);
        let next = page_size();
        Some(Arc::new_cyclic(|me| Self {
            me: Weak::clone(me),
            program,
            compiler,
            space: Mutex::new(Space { next, starts: Vec::new() }),
            slots: (0..regions).map(|_| Slot::default()).collect(),
            functions: (0..regions).map(|_| AtomicU64::new(missing)).collect(),
            plan,
            mapping,
            trampoline,
            desk,
        }))
    }

    /// Octets of memory that the program takes in compiled form so far.
    pub(crate) fn size(&self) -> usize {
        let placed = self.slots.iter().filter_map(|slot| slot.placed.get()?.as_ref());
        let tables: usize =
            placed.map(|placed| placed.sites.len() * 8 + placed.segments.len() * 12).sum();
        lock(&self.space).next + tables + self.plan.size() + self.slots.len() * 64
    }

    /// How many regions can run, and how many there are.
    pub(crate) fn progress(&self) -> (usize, usize) {
        let ready = self.slots.iter().filter(|slot| matches!(slot.placed.get(), Some(Some(_))));
        (ready.count(), self.slots.len())
    }

    /// Compiles all regions that are not compiled yet; whether all are now.
    pub(crate) fn compile_all(&self) -> bool {
        (0..self.slots.len() as u32).filter(|region| !self.compile(*region)).count() == 0
    }

    /// Compiles a region unless it is done or in work, in which case the result is awaited; whether it can run.
    pub(crate) fn compile(&self, region: u32) -> bool {
        let Some(slot) = self.slots.get(region as usize) else { return false };
        let make = || self.place(region, self.compiler.compile(&self.program, &self.plan, region)?);
        let placed = slot.placed.get_or_init(make).as_ref();
        // Not before: who comes there may want to know about its faults.
        if let (Some(placed), Some(function)) = (placed, self.functions.get(region as usize)) {
            function.store(placed.function, Ordering::Release);
        }
        placed.is_some()
    }

    /// Whether a region can run now; if not, it is compiled, here or in the background.
    fn ready(&self, region: u32) -> bool {
        let Some(slot) = self.slots.get(region as usize) else { return false };
        match (slot.placed.get(), &self.desk) {
            (Some(placed), _) => placed.is_some(),
            (None, None) => self.compile(region),
            (None, Some(desk)) => {
                if !slot.asked.swap(true, Ordering::Relaxed) {
                    desk.ask(Weak::clone(&self.me), region);
                }
                false
            }
        }
    }

    /// Whether a region is being compiled elsewhere.
    fn pending(&self, region: u32) -> bool {
        let slot = self.slots.get(region as usize);
        self.desk.is_some() && slot.is_some_and(|slot| slot.placed.get().is_none())
    }

    /// Gives code its place.
    fn place(&self, number: u32, region: Region) -> Option<Placed> {
        let mut space = lock(&self.space);
        let start = space.next;
        let end = start.checked_add(region.code.len())?.next_multiple_of(page_size());
        if end > self.mapping.length() {
            return None;
        }
        write(&self.mapping, start, &region.code)?;
        space.next = end;
        space.starts.push((start, number));
        let function = address(&self.mapping, start);
        Some(Placed { function, sites: region.sites, segments: region.segments })
    }

    /// The region whose code is at an offset, and the offset in it.
    fn region_at(&self, offset: usize) -> Option<(u32, u32)> {
        let space = lock(&self.space);
        let after = space.starts.partition_point(|(start, _)| *start <= offset);
        let (start, region) = space.starts.get(after.checked_sub(1)?)?;
        Some((*region, offset.wrapping_sub(*start) as u32))
    }

    /// The instruction whose access faulted; puts the registers in order.
    fn faulted(&self, window: &mut Window) -> Option<u32> {
        let (region, offset) = self.region_at(usize::try_from(window.context().faulted).ok()?)?;
        let placed = self.slots.get(region as usize)?.placed.get()?.as_ref()?;
        let site = placed.sites.binary_search_by_key(&offset, |(offset, _)| *offset).ok()?;
        let (_, index) = *placed.sites.get(site)?;
        let after = placed.segments.partition_point(|segment| segment.start <= index);
        let segment = placed.segments.get(after.checked_sub(1)?)?;
        Some(replay(window, &self.program, *segment, index))
    }

    /// The number of instructions from this one to the end of its block.
    fn rest(&self, index: u32) -> u64 {
        self.program.costs().get(index as usize).copied().map_or(0, u64::from)
    }

    /// The entry at an instruction, which is at this place.
    fn entry_at(&self, index: u32, place: Place) -> Option<Entry> {
        let op = self.program.ops().get(index as usize)?;
        if op.opcode == Opcode::Trap || !self.ready(place.region) {
            return None;
        }
        let rest = self.rest(index);
        let charge = if self.program.is_block_start(op.pc.into()) { rest } else { 0 };
        Some(Entry { address: place.packed(), rest, charge })
    }
}

impl Compiled for Regions {
    fn attach(&self, context: &mut Context) {
        context.table = self.plan.table().as_ptr() as u64;
        context.regions = self.functions.as_ptr() as u64;
        context.code_start = address(&self.mapping, 0);
        context.code_end = address(&self.mapping, self.mapping.length());
        context.fault_stub = address(&self.mapping, self.trampoline.fault);
        // Until the first entry tells: there are frames.
        context.stack = 1;
    }

    fn entry(&self, pc: u64) -> Option<Entry> {
        let index = self.program.index_of(pc)?;
        self.entry_at(index, self.plan.place(index)?)
    }

    fn detour(&self, pc: u64) -> u64 {
        let Some(index) = self.program.index_of(pc) else { return 1 };
        let region = self.plan.region_of(index);
        if self.pending(region) {
            return MEANWHILE;
        }
        let end = self.plan.region(region).end;
        self.rest(index).min(u64::from(end.saturating_sub(index))).max(1)
    }

    fn is_predecoded(&self) -> bool {
        true
    }

    fn called(&self, context: &Context) -> Option<Called> {
        let (Leave::HostCall, index) = lower::left(context.argument) else { return None };
        let op = self.program.ops().get(index as usize)?;
        Some(Called {
            pc: op.pc.into(),
            identifier: op.x as i32 as i64 as u64,
            rest: self.rest(index),
            behind: self.program.position_of(index.saturating_add(1)),
            address: context.target,
        })
    }

    fn left(&self, window: &mut Window) -> Left {
        let context = window.context();
        let (leave, index) = lower::left(context.argument);
        let target = context.target;
        let index = match leave {
            Leave::Fault => self.faulted(window).unwrap_or(u32::MAX),
            Leave::Missing => self.plan.index(Place::unpacked(target)).unwrap_or(u32::MAX),
            _ => index,
        };
        let (pc, rest) = (self.program.position_of(index), self.rest(index));
        let reason = match leave {
            Leave::OutOfGas => Reason::OutOfGas,
            Leave::Unpaid => Reason::Unpaid,
            // What is not compiled yet, nobody has paid for, unless it is in the middle of a block.
            Leave::Missing if self.program.is_block_start(pc) => Reason::Unpaid,
            _ => Reason::Interpret,
        };
        Left { pc, rest, reason }
    }

    unsafe fn enter(&self, context: *mut Context) {
        let enter = address(&self.mapping, self.trampoline.enter);
        // SAFETY: the stub at this address has this signature, is executable, keeps what the convention preserves, and
        // outlives the call because `self` owns its mapping.
        let enter: extern "C" fn(*mut Context, u64) =
            unsafe { std::mem::transmute(enter as usize as *const ()) };
        loop {
            // SAFETY: the caller's context; compiled code does not run.
            let place = Place::unpacked(unsafe { (*context).target });
            let function = self.functions.get(place.region as usize);
            let function = function.map(|function| function.load(Ordering::Acquire));
            let Some(function) = function else { return };
            enter(context, function);
            // SAFETY: see above.
            let (leave, target) =
                unsafe { (lower::left((*context).argument).0, (*context).target) };
            if leave != Leave::Missing || !self.ready(Place::unpacked(target).region) {
                return;
            }
        }
    }
}

fn address(mapping: &Mapping, offset: usize) -> u64 {
    (mapping.start().as_ptr() as u64).wrapping_add(offset as u64)
}

/// The length of host pages.
fn page_size() -> usize {
    // SAFETY: asks for a number.
    let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    usize::try_from(size).unwrap_or(1 << 16)
}

/// Writes code to pages of a mapping that hold nothing yet, and makes them executable.
fn write(mapping: &Mapping, at: usize, code: &[u8]) -> Option<()> {
    let pages = at..at.checked_add(code.len())?.next_multiple_of(page_size());
    mapping.protect(pages.clone(), Protection::ReadWrite).ok()?;
    // SAFETY: the pages lie in the mapping, are writable since the line above, and hold nothing that runs: each is written
    // once, by whoever took it.
    unsafe {
        let to = mapping.start().as_ptr().add(at);
        std::ptr::copy_nonoverlapping(code.as_ptr(), to, code.len());
    }
    mapping.protect(pages, Protection::ReadExecute).ok()?;
    // SAFETY: see above; the range is readable.
    unsafe { cache::synchronise(mapping.start().as_ptr().add(at), code.len()) };
    Some(())
}
