//! The addresses of one window: a table of page states, the context, 4 GiB for the guest, a guard.
//!
//! The table says what the protection of each guest page is. It is the invariant of all accesses here: a page is only
//! touched if the table allows it, and only [`Reservation::open`] and [`Reservation::close`] change both together.
#![expect(unsafe_code, reason = "guest memory is reached by address")]

use std::io;
use std::ops::Range;
use std::sync::Arc;

use javm::{PAGE_COUNT, PAGE_SIZE};

use crate::context::Context;
use crate::mapping::{Mapping, Protection};

/// The context lies this far below the guest's address 0.
pub(crate) const CONTEXT_BELOW_BASE: i32 = PAGE_SIZE as i32;
const STATES: usize = PAGE_COUNT as usize;
const BASE: usize = STATES + PAGE_SIZE;
const GUEST: usize = 1 << 32;
/// The longest access at the last address reaches seven octets into it.
const GUARD: usize = 1 << 16;

const _: () = assert!(size_of::<Context>() <= PAGE_SIZE);

/// The state of a guest page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// Every access faults.
    Closed,
    /// Loads work.
    Readable,
    /// Loads and stores work.
    Writable,
}

/// Address space for one machine.
#[derive(Debug)]
pub(crate) struct Reservation {
    mapping: Arc<Mapping>,
}

/// The offsets of guest pages in the mapping.
const fn offsets(pages: &Range<u32>) -> Range<usize> {
    BASE + pages.start as usize * PAGE_SIZE..BASE + pages.end as usize * PAGE_SIZE
}

impl Reservation {
    pub(crate) fn new() -> io::Result<Self> {
        let mapping = Mapping::new(BASE + GUEST + GUARD, Protection::Nothing)?;
        mapping.protect(0..BASE, Protection::ReadWrite)?;
        let mut reservation = Self { mapping: Arc::new(mapping) };
        let base = reservation.base();
        reservation.context_mut().base = base;
        Ok(reservation)
    }

    /// The same addresses for another owner: the one before must not use them any more.
    pub(crate) fn hand_over(&self) -> Self {
        Self { mapping: Arc::clone(&self.mapping) }
    }

    /// Host address of the guest's address 0.
    pub(crate) fn base(&self) -> u64 {
        (self.mapping.start().as_ptr() as u64).wrapping_add(BASE as u64)
    }

    /// The addresses at which an access of guest code can fault.
    pub(crate) const fn reach(base: u64) -> Range<u64> {
        base..base + (GUEST + GUARD) as u64
    }

    pub(crate) fn context_pointer(&self) -> *mut Context {
        // SAFETY: the context's page lies in the mapping.
        unsafe { self.mapping.start().as_ptr().add(STATES).cast() }
    }

    pub(crate) fn context(&self) -> &Context {
        // SAFETY: the page is readable, aligned, holds only integers (zero at first), and compiled code, which writes to
        // it, does not run while `self` is borrowed: to run takes `&mut`.
        unsafe { &*self.context_pointer() }
    }

    pub(crate) fn context_mut(&mut self) -> &mut Context {
        // SAFETY: see `context`; the borrow is exclusive.
        unsafe { &mut *self.context_pointer() }
    }

    pub(crate) fn state(&self, page: u32) -> Page {
        let index = (page & (PAGE_COUNT - 1)) as usize;
        // SAFETY: the index is below the size of the table, whose pages are readable.
        match unsafe { self.mapping.start().as_ptr().add(index).read() } {
            0 => Page::Closed,
            1 => Page::Readable,
            _ => Page::Writable,
        }
    }

    fn set_state(&mut self, page: u32, state: Page) {
        let index = (page & (PAGE_COUNT - 1)) as usize;
        // SAFETY: the index is below the size of the table, whose pages are writable; the borrow is exclusive.
        unsafe { self.mapping.start().as_ptr().add(index).write(state as u8) };
    }

    /// Makes closed pages accessible, the first with a content (else zeros).
    ///
    /// # Errors
    /// The system refuses another mapping; the pages stay closed.
    pub(crate) fn open(
        &mut self,
        pages: Range<u32>,
        writable: bool,
        content: Option<&[u8; PAGE_SIZE]>,
    ) -> io::Result<()> {
        let range = offsets(&pages);
        let needs_write = writable || content.is_some();
        let first = if needs_write { Protection::ReadWrite } else { Protection::Read };
        if let Err(error) = self.mapping.protect(range.clone(), first) {
            // Some of the pages may have got their rights.
            self.mapping.clear(range)?;
            return Err(error);
        }
        if let Some(content) = content {
            let from = offsets(&(pages.start..pages.start)).start;
            // SAFETY: the page lies in the mapping, is writable since the line above, and nothing else refers to it.
            unsafe {
                let to = self.mapping.start().as_ptr().add(from);
                std::ptr::copy_nonoverlapping(content.as_ptr(), to, PAGE_SIZE);
            }
            if !writable && let Err(error) = self.mapping.protect(range, Protection::Read) {
                self.mapping.clear(offsets(&pages))?;
                return Err(error);
            }
        }
        let state = if writable { Page::Writable } else { Page::Readable };
        pages.for_each(|page| self.set_state(page, state));
        Ok(())
    }

    /// Makes a range of pages inaccessible and forgets their content; `open` lists those of them that are not closed.
    ///
    /// # Errors
    /// The system refuses; the reservation must not be used any more.
    pub(crate) fn close(&mut self, pages: Range<u32>, open: &[u32]) -> io::Result<()> {
        self.mapping.clear(offsets(&pages))?;
        open.iter().for_each(|page| self.set_state(*page, Page::Closed));
        Ok(())
    }

    /// The content of a page that is not closed.
    pub(crate) fn content(&self, page: u32) -> Option<&[u8; PAGE_SIZE]> {
        if page >= PAGE_COUNT || self.state(page) == Page::Closed {
            return None;
        }
        // SAFETY: the page lies in the mapping and is readable by the table; octets are of any value; writers need
        // `&mut self`.
        Some(unsafe { &*self.mapping.start().as_ptr().add(offsets(&(page..page)).start).cast() })
    }

    /// The content of a writable page.
    pub(crate) fn content_mut(&mut self, page: u32) -> Option<&mut [u8; PAGE_SIZE]> {
        if page >= PAGE_COUNT || self.state(page) != Page::Writable {
            return None;
        }
        // SAFETY: see `content`; writable by the table; the borrow is exclusive.
        Some(unsafe {
            &mut *self.mapping.start().as_ptr().add(offsets(&(page..page)).start).cast()
        })
    }
}
