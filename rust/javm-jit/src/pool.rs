//! What is kept for the next machine: windows.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::reservation::Reservation;

/// So many windows, at most, wait for use.
const WINDOWS: usize = 64;

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
