//! Progress on standard error: one line that is rewritten on a terminal, one line per finished step otherwise.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Counts finished steps of a known number.
pub(crate) struct Progress {
    total: usize,
    started: Instant,
    done: Mutex<usize>,
}

impl Progress {
    /// `total` steps will be counted.
    pub(crate) fn new(total: usize) -> Self {
        Self { total, started: Instant::now(), done: Mutex::new(0) }
    }

    /// One step is finished; `messages` are printed above the bar.
    pub(crate) fn step(&self, what: &str, seconds: f64, messages: &[String]) {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done += 1;
        let mut err = std::io::stderr().lock();
        let bar = err.is_terminal();
        let clear = if bar { "\r\x1b[K" } else { "" };
        let mut text = String::new();
        for message in messages {
            text.push_str(&format!("{clear}{message}\n"));
        }
        let (n, total, elapsed) = (*done, self.total, self.started.elapsed().as_secs());
        if bar {
            let full = 24 * n / total.max(1);
            let cells: String = (0..24).map(|i| if i < full { '█' } else { '░' }).collect();
            text.push_str(&format!("{clear}{cells} {n}/{total}  {elapsed} s  {what}"));
            if n == total {
                text.push_str(clear);
            }
        } else {
            text.push_str(&format!("[{n}/{total}] {what} ({seconds:.1} s)\n"));
        }
        // Progress is a courtesy: a closed standard error must not end the build.
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }
}
