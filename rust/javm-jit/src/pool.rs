//! What is kept for the next machine: windows and code mappings.

use std::io;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use javm::PAGE_SIZE;

use crate::mapping::{Mapping, Protection};
use crate::reservation::Reservation;

/// So many windows, at most, wait for use.
const WINDOWS: usize = 64;
/// So many code mappings, at most, wait for use,
const ARENAS: usize = 16;
/// each with at most so many octets that were used.
const ARENA_USED: usize = 4 << 20;

/// A lock whose holder cannot leave something half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Windows, each with its pages that are open still.
#[derive(Debug, Default)]
pub(crate) struct Windows(Mutex<Vec<(Reservation, Vec<u32>)>>);

impl Windows {
    /// A window and its open pages, which hold what another machine left.
    pub(crate) fn take(&self) -> io::Result<(Reservation, Vec<u32>)> {
        let waiting = lock(&self.0).pop();
        waiting.map_or_else(|| Ok((Reservation::new()?, Vec::new())), Ok)
    }

    /// Takes over a window whose owner is about to end.
    pub(crate) fn put(&self, reservation: &Reservation, open: Vec<u32>) {
        let mut waiting = lock(&self.0);
        if waiting.len() < WINDOWS {
            waiting.push((reservation.hand_over(), open));
        }
    }
}

/// Mappings for code, writable.
#[derive(Debug, Default)]
pub(crate) struct Arenas(Mutex<Vec<Mapping>>);

impl Arenas {
    /// A writable mapping of at least this length that starts with so many zeros.
    pub(crate) fn take(&self, length: usize, zeros: usize) -> io::Result<Mapping> {
        let mut waiting = lock(&self.0);
        let fitting = waiting.iter().enumerate().filter(|(_, mapping)| mapping.length() >= length);
        if let Some((index, _)) = fitting.min_by_key(|(_, mapping)| mapping.length()) {
            let mapping = waiting.swap_remove(index);
            drop(waiting);
            mapping.zero(zeros);
            return Ok(mapping);
        }
        drop(waiting);
        Mapping::new(length.next_multiple_of(1 << 16), Protection::ReadWrite)
    }

    /// Takes back a mapping that nobody executes any more; what is not writable lies in the range.
    pub(crate) fn put(&self, mapping: Mapping, code: Range<usize>) {
        let code = code.start..code.end.next_multiple_of(PAGE_SIZE);
        if code.end > ARENA_USED || mapping.protect(code, Protection::ReadWrite).is_err() {
            return;
        }
        let mut waiting = lock(&self.0);
        if waiting.len() < ARENAS {
            waiting.push(mapping);
        }
    }
}
