//! Code mappings that are kept for the next program.

use std::io;
use std::ops::Range;
use std::sync::Mutex;

use javm::PAGE_SIZE;

use crate::mapping::{Mapping, Protection};
use crate::pool::lock;

/// So many code mappings, at most, wait for use,
const ARENAS: usize = 16;
/// each with at most so many octets that were used.
const ARENA_USED: usize = 4 << 20;

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
