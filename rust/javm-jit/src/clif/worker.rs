//! Compilation on a thread of its own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;

use super::code::Regions;

/// What the thread is told.
enum Order {
    /// To compile a region, unless nobody has the program any more.
    Compile(Weak<Regions>, u32),
    /// To end.
    End,
}

/// Where regions are ordered.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    orders: Sender<Order>,
}

impl Desk {
    /// Orders a region. Of an engine that is gone it is never compiled.
    pub(crate) fn ask(&self, program: Weak<Regions>, region: u32) {
        // The error says that the engine is gone.
        let _ = self.orders.send(Order::Compile(program, region));
    }
}

/// The thread; it ends when this is dropped, behind the region that it is at.
#[derive(Debug)]
pub(crate) struct Worker {
    desk: Desk,
    closed: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

fn work(orders: &Receiver<Order>, closed: &AtomicBool) {
    while let Ok(Order::Compile(program, region)) = orders.recv() {
        if closed.load(Ordering::Relaxed) {
            return;
        }
        if let Some(program) = program.upgrade() {
            program.compile(region);
        }
    }
}

impl Worker {
    /// # Errors
    /// The system refuses a thread.
    pub(crate) fn new() -> std::io::Result<Self> {
        let (orders, received) = channel();
        let closed = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&closed);
        let thread = std::thread::Builder::new().name("clif".into());
        let thread = thread.spawn(move || work(&received, &seen))?;
        Ok(Self { desk: Desk { orders }, closed, thread: Some(thread) })
    }

    pub(crate) fn desk(&self) -> Desk {
        self.desk.clone()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
        // The error says that the thread has ended already.
        let _ = self.desk.orders.send(Order::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
