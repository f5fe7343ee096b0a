//! Guest memory as a window of addresses.
//!
//! The rights and the first content of every page are those of the memory that the machine started with (plus what `sbrk`
//! opened). A page of the window is closed until it is accessed for the first time; then it gets its content and its
//! protection. So a start costs nothing, whatever the memory holds, and a restart costs what was touched.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use javm::{Access, Fault, Inaccessible, Memory, PAGE_COUNT, PAGE_SIZE, Ram};

use crate::context::Context;
use crate::pool::Windows;
use crate::reservation::{Page, Reservation};

/// So many open pages are kept open, with their first content restored, over a restart.
const KEPT: usize = 64;
/// So many pages, at most, are opened at once when accesses walk up or down.
const AHEAD: u32 = 64;
/// So many runs of pages, at most, are open in one window: each costs the process two of its mappings, of which the system
/// allows some 65,000.
const RUNS: u32 = 1024;

const ZEROS: [u8; PAGE_SIZE] = [0; PAGE_SIZE];

/// The memory of one machine.
#[derive(Debug)]
pub struct Window {
    reservation: Reservation,
    pool: Arc<Windows>,
    /// Rights and content at the start.
    origin: Memory,
    /// The breaks before the first and after the last `sbrk`, and the pages between them.
    moved: Option<(u32, u32)>,
    opened: Range<u32>,
    /// Pages that are not closed, in the order in which they were opened.
    open: Vec<u32>,
    /// Runs of them, at most.
    runs: u32,
    /// How many pages the next step of a walk opens.
    ahead: u32,
    /// An access could not be done for want of mappings; its step is to be done elsewhere.
    failed: bool,
}

fn pages_of(address: u32, length: usize) -> (u32, u32) {
    let last = address.wrapping_add(length.saturating_sub(1) as u32);
    (address >> 12, last >> 12)
}

impl Window {
    /// A window onto a memory, from the pool, to which it goes back.
    ///
    /// # Errors
    /// The system refuses the addresses.
    pub(crate) fn new(pool: Arc<Windows>, origin: Memory) -> io::Result<Self> {
        let (reservation, open) = pool.take()?;
        let mut window = Self {
            reservation,
            pool,
            origin,
            moved: None,
            opened: 0..0,
            open,
            runs: 0,
            ahead: 1,
            failed: false,
        };
        if window.suits() {
            window.rewind();
            window.count_runs();
        } else if !window.close_all() {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        Ok(window)
    }

    /// Registers and the like.
    pub(crate) fn context(&self) -> &Context {
        self.reservation.context()
    }

    /// The same, to change.
    pub(crate) fn context_mut(&mut self) -> &mut Context {
        self.reservation.context_mut()
    }

    /// Where the context is.
    pub(crate) fn context_pointer(&mut self) -> *mut Context {
        self.reservation.context_pointer()
    }

    /// Rights of a page.
    pub(crate) fn access(&self, page: u32) -> Option<Access> {
        match self.origin.page(page) {
            Some((access, _)) => Some(access),
            None => self.opened.contains(&page).then_some(Access::Writable),
        }
    }

    /// The content that a page had at the start.
    fn first_content(&self, page: u32) -> &[u8; PAGE_SIZE] {
        self.origin.page(page).map_or(&ZEROS, |(_, content)| content)
    }

    fn content(&self, page: u32) -> &[u8; PAGE_SIZE] {
        self.reservation.content(page).unwrap_or_else(|| self.first_content(page))
    }

    /// Whether an access failed for want of mappings since this was asked last.
    pub(crate) fn take_failed(&mut self) -> bool {
        std::mem::take(&mut self.failed)
    }

    /// Opens an accessible page, and some of zeros beyond it if accesses walk; whether that worked.
    fn open_page(&mut self, page: u32) -> bool {
        let Some(access) = self.access(page) else { return false };
        if self.reservation.state(page) != Page::Closed {
            return true;
        }
        let writable = access == Access::Writable;
        let state = if writable { Page::Writable } else { Page::Readable };
        let (below, above) = (page.wrapping_sub(1), page.wrapping_add(1));
        let up = self.reservation.state(below) == state;
        let down = !up && self.reservation.state(above) == state;
        // Pages that differ from both neighbours cost mappings.
        if !up && !down && self.runs >= RUNS {
            return false;
        }
        self.runs = self.runs.saturating_add(u32::from(!up && !down));
        self.ahead = if up || down { self.ahead.saturating_mul(2).min(AHEAD) } else { 1 };
        let content = self.origin.page(page).map(|(_, content)| content);
        let content = content.filter(|content| **content != ZEROS);
        let more = if content.is_some() { 0 } else { self.ahead.saturating_sub(1) };
        let alike = |other: &u32| self.alike(*other, access);
        let pages = if down {
            let least = page.saturating_sub(more);
            let run = (least..page).rev().take_while(alike).count();
            page.saturating_sub(run as u32)..above
        } else {
            let most = above.saturating_add(more).min(PAGE_COUNT);
            let run = (above..most).take_while(alike).count();
            page..above.saturating_add(run as u32)
        };
        let done = self.reservation.open(pages.clone(), writable, content).is_ok();
        if done {
            self.open.extend(pages);
        }
        done
    }

    /// Opens the pages of an access that is allowed. If the system refuses, the error is not the instruction's: see
    /// [`Window::take_failed`].
    fn open_pages(&mut self, first: u32, last: u32) -> Result<(), Fault> {
        if self.open_page(first) && self.open_page(last) {
            return Ok(());
        }
        self.failed = true;
        Err(Fault::Low)
    }

    /// Whether a page can be opened along with one before it: same rights, zeros, closed.
    fn alike(&self, page: u32, access: Access) -> bool {
        self.reservation.state(page) == Page::Closed
            && self.access(page) == Some(access)
            && *self.first_content(page) == ZEROS
    }

    /// Checks an access of an instruction (decision D7).
    fn check(&self, address: u32, length: usize, write: bool) -> Result<(), Fault> {
        let allowed = |page| match self.access(page) {
            None => false,
            Some(Access::ReadOnly) => !write,
            Some(Access::Writable) => true,
        };
        let (first, last) = pages_of(address, length);
        if !allowed(first) {
            return Err(Fault::at(address));
        }
        if !allowed(last) {
            return Err(Fault::at(last << 12));
        }
        Ok(())
    }

    /// Whether compiled code can do an access now, without a fault.
    #[cfg(feature = "clif")]
    pub(crate) fn is_open(&self, address: u32, length: usize, write: bool) -> bool {
        let (first, last) = pages_of(address, length);
        [first, last].iter().all(|page| match self.reservation.state(*page) {
            Page::Closed => false,
            Page::Readable => !write,
            Page::Writable => true,
        })
    }

    #[cold]
    fn load_slow<const N: usize>(&mut self, address: u32) -> Result<[u8; N], Fault> {
        self.check(address, N, false)?;
        let (first, last) = pages_of(address, N);
        self.open_pages(first, last)?;
        let mut octets = [0; N];
        let mut at = address;
        for octet in &mut octets {
            let place = self.content(at >> 12).get((at & 0xfff) as usize);
            *octet = place.copied().unwrap_or_default();
            at = at.wrapping_add(1);
        }
        Ok(octets)
    }

    #[cold]
    fn store_slow<const N: usize>(&mut self, address: u32, octets: [u8; N]) -> Result<(), Fault> {
        self.check(address, N, true)?;
        let (first, last) = pages_of(address, N);
        self.open_pages(first, last)?;
        let mut at = address;
        for octet in octets {
            let page = self.reservation.content_mut(at >> 12);
            if let Some(place) = page.and_then(|page| page.get_mut((at & 0xfff) as usize)) {
                *place = octet;
            }
            at = at.wrapping_add(1);
        }
        Ok(())
    }

    /// Copies memory out, for the host.
    pub(crate) fn read(&self, address: u64, to: &mut [u8]) -> Result<(), Inaccessible> {
        let mut rest = to;
        let mut at = address;
        while !rest.is_empty() {
            let page = u32::try_from(at >> 12).ok().filter(|page| self.access(*page).is_some());
            let page = page.ok_or(Inaccessible { address: at })?;
            let from = (at & 0xfff) as usize;
            let length = rest.len().min(PAGE_SIZE - from);
            let (head, tail) = rest.split_at_mut(length);
            head.copy_from_slice(self.content(page).get(from..from + length).unwrap_or_default());
            rest = tail;
            at = at.saturating_add(length as u64);
        }
        Ok(())
    }

    /// Copies into memory, for the host; `None` if pages cannot be opened, and some may have been written then.
    pub(crate) fn write(&mut self, address: u64, from: &[u8]) -> Option<Result<(), Inaccessible>> {
        let end = address.saturating_add(from.len() as u64);
        let mut at = address;
        while at < end {
            let page = u32::try_from(at >> 12).ok();
            if page.and_then(|page| self.access(page)) != Some(Access::Writable) {
                return Some(Err(Inaccessible { address: at }));
            }
            at = (at | 0xfff).saturating_add(1);
        }
        let mut rest = from;
        let mut at = address;
        while !rest.is_empty() {
            let page = (at >> 12) as u32;
            if !self.open_page(page) {
                return None;
            }
            let offset = (at & 0xfff) as usize;
            let (head, tail) = rest.split_at(rest.len().min(PAGE_SIZE - offset));
            let place = self.reservation.content_mut(page)?;
            place.get_mut(offset..offset + head.len())?.copy_from_slice(head);
            rest = tail;
            at = at.saturating_add(head.len() as u64);
        }
        Some(Ok(()))
    }

    /// Open pages whose content is not the one of the start.
    fn changed(&self) -> impl Iterator<Item = u32> + '_ {
        let open = self.open.iter().copied();
        open.filter(|page| self.reservation.content(*page) != Some(self.first_content(*page)))
    }

    /// Visits the pages that were changed or mapped since the start, and those that the start counts so.
    pub(crate) fn touched(&self, visit: &mut dyn FnMut(u32, Access, &[u8; PAGE_SIZE])) {
        let mapped = self.opened.clone().filter(|page| self.origin.page(*page).is_none());
        let mut pages: Vec<u32> = self.origin.touched();
        pages.extend(self.changed());
        pages.extend(mapped);
        pages.sort_unstable();
        pages.dedup();
        for page in pages {
            if let Some(access) = self.access(page) {
                visit(page, access, self.content(page));
            }
        }
    }

    /// The memory as a value.
    pub(crate) fn memory(&self) -> Memory {
        let mut memory = self.origin.clone();
        if let Some((from, to)) = self.moved {
            memory.open(from, to);
        }
        for page in self.changed() {
            // A changed page is writable, so this is never refused.
            let _ = memory.write(u64::from(page) << 12, self.content(page));
        }
        memory
    }

    /// Back to the first content, or on to another memory; whether the window may be used further.
    pub(crate) fn reset(&mut self, other: Option<Memory>) -> bool {
        let keep = self.open.len() <= KEPT && self.origin.touched().is_empty();
        let opened = std::mem::replace(&mut self.opened, 0..0);
        self.moved = None;
        self.failed = false;
        let same = other.is_none();
        match other {
            Some(memory) => self.origin = memory,
            None => self.origin.reset(),
        }
        // To write pages anew is cheaper than to close and open them.
        if same && keep {
            if !opened.is_empty() && !self.close_opened(opened) {
                return false;
            }
            self.rewind();
            return true;
        }
        if self.open.len() <= KEPT && self.suits() {
            self.rewind();
            return true;
        }
        self.close_all()
    }

    /// Gives open pages their first content.
    fn rewind(&mut self) {
        for page in &self.open {
            let first = self.origin.page(*page).map_or(&ZEROS, |(_, content)| content);
            if let Some(content) = self.reservation.content_mut(*page) {
                content.copy_from_slice(first);
            }
        }
    }

    fn count_runs(&mut self) {
        let state = |page: u32| self.reservation.state(page);
        let alone = |page: &&u32| state(page.wrapping_sub(1)) != state(**page);
        self.runs = self.open.iter().filter(alone).count() as u32;
    }

    /// Whether the pages that another machine left open may stay open for this one: they can be overwritten, or are read-only
    /// and hold the right content.
    fn suits(&self) -> bool {
        self.open.iter().all(|page| {
            match (self.origin.page(*page), self.reservation.state(*page)) {
                (Some((Access::Writable, _)), state) => state == Page::Writable,
                (Some((Access::ReadOnly, content)), Page::Readable) => {
                    self.reservation.content(*page) == Some(content)
                }
                _ => false,
            }
        })
    }

    fn close_all(&mut self) -> bool {
        self.ahead = 1;
        self.runs = 0;
        let open = std::mem::take(&mut self.open);
        open.is_empty() || self.reservation.close(0..PAGE_COUNT, &open).is_ok()
    }

    /// Closes the pages that `sbrk` opened.
    fn close_opened(&mut self, opened: Range<u32>) -> bool {
        let origin = &self.origin;
        let gone = |page: &u32| opened.contains(page) && origin.page(*page).is_none();
        let closed: Vec<u32> = self.open.iter().copied().filter(gone).collect();
        if closed.is_empty() {
            return true;
        }
        // Pages between them that were accessible before are open only by chance: all are closed alike.
        let mut all = self.open.clone();
        all.retain(|page| opened.contains(page));
        self.open.retain(|page| !opened.contains(page));
        let done = self.reservation.close(opened, &all).is_ok();
        self.count_runs();
        done
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if self.open.len() <= KEPT || self.close_all() {
            self.pool.put(&self.reservation, std::mem::take(&mut self.open));
        }
    }
}

impl Ram for Window {
    #[inline]
    fn load<const N: usize>(&mut self, address: u32) -> Result<[u8; N], Fault> {
        if let Some(page) = self.reservation.content(address >> 12)
            && let Some(rest) = page.get((address & 0xfff) as usize..)
            && let Some(octets) = rest.first_chunk()
        {
            return Ok(*octets);
        }
        self.load_slow(address)
    }

    #[inline]
    fn store<const N: usize>(&mut self, address: u32, octets: [u8; N]) -> Result<(), Fault> {
        if let Some(page) = self.reservation.content_mut(address >> 12)
            && let Some(rest) = page.get_mut((address & 0xfff) as usize..)
            && let Some(place) = rest.first_chunk_mut()
        {
            *place = octets;
            return Ok(());
        }
        self.store_slow(address, octets)
    }

    fn open(&mut self, old: u32, new: u32) {
        let first = self.moved.map_or(old, |(first, _)| first);
        self.moved = Some((first, new));
        let pages = |address: u32| address.div_ceil(PAGE_SIZE as u32);
        let start = pages(first).max(javm::FIRST_PAGE);
        self.opened = start..pages(new).max(start);
    }
}
