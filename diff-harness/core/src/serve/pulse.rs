//! The worker's signs of life.
//!
//! What runs is kept in atomics, which cost nothing, and a thread of its own tells the supervisor once a second, so that
//! it hears which case and which engine hang. With care, every run of an engine is announced, so that it knows what a worker died of.

use crate::protocol::{At, FrameError, GENERATOR, Reply, send};
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Between two signs of life.
const BEAT: Duration = Duration::from_secs(1);

/// The output, and what is being worked on.
pub(super) struct Pulse<'w, W> {
    output: Mutex<&'w mut W>,
    engines: Vec<String>,
    busy: AtomicBool,
    careful: AtomicBool,
    number: AtomicU64,
    engine: AtomicUsize,
}

impl<'w, W: Write + Send> Pulse<'w, W> {
    pub(super) fn new(output: &'w mut W, engines: Vec<String>) -> Self {
        Self {
            output: Mutex::new(output),
            engines,
            busy: AtomicBool::new(false),
            careful: AtomicBool::new(false),
            number: AtomicU64::new(0),
            engine: AtomicUsize::new(0),
        }
    }

    /// Sends a final reply: nothing is being worked on any more.
    pub(super) fn say(&self, reply: &Reply) -> Result<(), FrameError> {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        self.busy.store(false, Ordering::Relaxed);
        send(*output, reply)
    }

    /// From now on, are engines announced before they run?
    pub(super) fn set_careful(&self, careful: bool) {
        self.careful.store(careful, Ordering::Relaxed);
    }

    /// A case is about to be made and run.
    pub(super) fn case(&self, number: u64) -> Result<(), FrameError> {
        self.number.store(number, Ordering::Relaxed);
        self.busy.store(true, Ordering::Relaxed);
        self.engine(usize::MAX)
    }

    /// An engine is about to run; the generator, if there is none of this number.
    pub(super) fn engine(&self, index: usize) -> Result<(), FrameError> {
        self.engine.store(index, Ordering::Relaxed);
        if self.careful.load(Ordering::Relaxed) { self.beat() } else { Ok(()) }
    }

    fn beat(&self) -> Result<(), FrameError> {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.busy.load(Ordering::Relaxed) {
            return Ok(());
        }
        let engine = self.engines.get(self.engine.load(Ordering::Relaxed));
        let engine = engine.map_or(GENERATOR, String::as_str).to_owned();
        let number = self.number.load(Ordering::Relaxed);
        send(*output, &Reply::Alive(At { number, engine }))
    }

    /// Does some work with signs of life once a second.
    pub(super) fn while_beating<R>(&self, work: impl FnOnce(&Self) -> R) -> R {
        let (end, ended) = channel();
        std::thread::scope(|scope| {
            scope.spawn(move || self.beat_until(&ended));
            let result = work(self);
            drop::<std::sync::mpsc::Sender<()>>(end);
            result
        })
    }

    fn beat_until(&self, ended: &Receiver<()>) {
        while ended.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
            if self.beat().is_err() {
                // Nobody listens any more, and the engine may never come back.
                std::process::exit(1);
            }
        }
    }
}
