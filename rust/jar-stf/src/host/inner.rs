//! Inner machines (B.6): `machine`, `peek`, `poke`, `pages`, `invoke`, `expunge`. They run on the engine of the outer one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use javm::{
    Access, Exit, FIRST_PAGE, Instance, Memory, MemoryBuilder, PAGE_COUNT, PAGE_SIZE, Program,
    State, UNLIMITED,
};

use super::guest::pieces;
use super::result::{HUH, OK, OOB, WHO};
use super::{Guest, Stop};
use crate::invocation::{Setup, start};

/// B.1: how a run of an inner machine ended.
pub mod end {
    /// It halted.
    pub const HALT: u64 = 0;
    /// It panicked.
    pub const PANIC: u64 = 1;
    /// It accessed an inaccessible page, whose address is in φ₈.
    pub const FAULT: u64 = 2;
    /// It made a host call, whose number is in φ₈.
    pub const HOST: u64 = 3;
    /// It ran out of gas.
    pub const OOG: u64 = 4;
}

/// **m**: the inner machines of an invocation. Each stays set up between its runs.
#[derive(Default)]
pub(crate) struct Inners {
    machines: BTreeMap<u64, Box<dyn Instance>>,
    /// The indices below the greatest one that no machine has.
    free: BTreeSet<u64>,
}

/// Octets of gas and registers in memory.
const PARTS_SIZE: usize = 8 * 14;

impl Inners {
    /// Ω_M.
    pub(crate) fn machine(&mut self, setup: &Setup<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
        let [address, length, pc] = guest.registers(7);
        let Ok(program) = Program::parse(&guest.read(address, length)?) else { return Ok(HUH) };
        let rules = setup.protocol.machine;
        let state = || State { pc, ..State::default() };
        let machine = start(setup.machines, &Arc::new(program), rules, state);
        // Without gaps, the machines have the indices below their number.
        let index = self.free.pop_first().unwrap_or(self.machines.len() as u64);
        self.machines.insert(index, machine);
        Ok(index)
    }

    /// Ω_P: from an inner machine.
    pub(crate) fn peek(&mut self, guest: &mut Guest<'_>) -> Result<u64, Stop> {
        let [index, to, from, length] = guest.registers(7);
        if !guest.is_writable(to, length) {
            return Err(Stop::Panic);
        }
        let Some(inner) = self.machines.get_mut(&index) else { return Ok(WHO) };
        copy(&Guest::new(inner.as_mut()), from, guest, to, length)
    }

    /// Ω_O: into an inner machine.
    pub(crate) fn poke(&mut self, guest: &Guest<'_>) -> Result<u64, Stop> {
        let [index, from, to, length] = guest.registers(7);
        if !guest.is_readable(from, length) {
            return Err(Stop::Panic);
        }
        let Some(inner) = self.machines.get_mut(&index) else { return Ok(WHO) };
        copy(guest, from, &mut Guest::new(inner.as_mut()), to, length)
    }

    /// Ω_Z.
    pub(crate) fn pages(&mut self, guest: &Guest<'_>) -> u64 {
        let [index, page, count, rights] = guest.registers(7);
        let Some(inner) = self.machines.get_mut(&index) else { return WHO };
        let end = page.checked_add(count).filter(|end| *end < u64::from(PAGE_COUNT));
        let Some(end) = end.filter(|_| rights <= 4 && page >= u64::from(FIRST_PAGE)) else {
            return HUH;
        };
        // Both are less than 2^20.
        let range = page as u32..end as u32;
        let keep = rights > 2;
        if keep && range.clone().any(|page| inner.access(page).is_none()) {
            return HUH;
        }
        let access = match rights {
            0 => None,
            1 | 3 => Some(Access::ReadOnly),
            _ => Some(Access::Writable),
        };
        let state = inner.snapshot();
        let memory = with_pages(&state.memory, range, access, keep);
        inner.restore(State { memory, ..state });
        OK
    }

    /// Ω_K. Gives φ₇ and, where it changes, φ₈.
    pub(crate) fn invoke(&mut self, guest: &mut Guest<'_>) -> Result<(u64, Option<u64>), Stop> {
        let [index, address] = guest.registers(7);
        if !guest.is_writable(address, PARTS_SIZE as u64) {
            return Err(Stop::Panic);
        }
        let octets = guest.array::<PARTS_SIZE>(address)?;
        let Some(inner) = self.machines.get_mut(&index) else { return Ok((WHO, None)) };
        let (words, _) = octets.as_chunks::<8>();
        let mut words = words.iter().map(|word| u64::from_le_bytes(*word));
        inner.set_gas(words.next().unwrap_or_default());
        let mut parts = Guest::new(inner.as_mut());
        (0..).zip(words).for_each(|(register, word)| parts.set_register(register, word));
        let exit = run(inner.as_mut());
        let words = [inner.gas()].into_iter().chain(inner.registers());
        guest.write(address, &words.flat_map(u64::to_le_bytes).collect::<Vec<u8>>())?;
        Ok(match exit {
            Exit::HostCall(number) => (end::HOST, Some(number)),
            Exit::PageFault(page) => (end::FAULT, Some(u64::from(page))),
            Exit::OutOfGas => (end::OOG, None),
            Exit::Panic => (end::PANIC, None),
            Exit::Halt => (end::HALT, None),
        })
    }

    /// Ω_X.
    pub(crate) fn expunge(&mut self, guest: &Guest<'_>) -> u64 {
        let index = guest.register(7);
        let Some(inner) = self.machines.remove(&index) else { return WHO };
        self.free.insert(index);
        let last = self.machines.last_key_value().map(|(index, _)| *index);
        while self.free.last().is_some_and(|free| last.is_none_or(|last| last < *free)) {
            self.free.pop_last();
        }
        inner.pc()
    }
}

/// Ψ, and the instruction counter that the paper leaves: behind a host call, 0 after the end.
fn run(inner: &mut dyn Instance) -> Exit {
    loop {
        let Some(exit) = inner.run(UNLIMITED).exit else { continue };
        match exit {
            Exit::HostCall(_) => inner.resume(),
            Exit::Halt | Exit::Panic => inner.restore(State { pc: 0, ..inner.snapshot() }),
            Exit::OutOfGas | Exit::PageFault(_) => {}
        }
        return exit;
    }
}

/// Copies octets from one machine to another, of which either is checked already, the inner one is not.
fn copy(
    source: &Guest<'_>,
    from: u64,
    target: &mut Guest<'_>,
    to: u64,
    length: u64,
) -> Result<u64, Stop> {
    if !source.is_readable(from, length) || !target.is_writable(to, length) {
        return Ok(OOB);
    }
    for (at, size) in pieces(from, length).ok_or(Stop::Panic)? {
        let to = to.saturating_add(at.saturating_sub(from));
        target.write(to, &source.read(at, size as u64)?)?;
    }
    Ok(OK)
}

/// A memory with other rights for a range of pages, whose content stays or is zero.
fn with_pages(memory: &Memory, range: Range<u32>, access: Option<Access>, keep: bool) -> Memory {
    const ZEROS: [u8; PAGE_SIZE] = [0; PAGE_SIZE];
    let mut builder = MemoryBuilder::new();
    for page in memory.accessible() {
        let Some((old, content)) = memory.page(page) else { continue };
        let inside = range.contains(&page);
        let access = if inside { access } else { Some(old) };
        let Some(access) = access.filter(|_| !inside || keep) else { continue };
        // Pages are mapped once each, and those of a memory can be: this cannot fail.
        let _ = if *content == ZEROS {
            builder.map_zero(page..page.saturating_add(1), access)
        } else {
            builder.map(page, access, content)
        };
    }
    if let Some(access) = access.filter(|_| !keep) {
        let _ = builder.map_zero(range, access);
    }
    builder.build()
}
