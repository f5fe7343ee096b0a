//! A guard page whose faults a signal handler resolves, as a compiler back end with guard pages would: it takes the faults of its own
//! page and leaves all others to the handler that was there before.
#![expect(unsafe_code, reason = "signal handlers and page protection")]

use std::io::{Error, Result};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::SeqCst};

const SIZE: usize = 4096;

static START: AtomicUsize = AtomicUsize::new(0);
static HANDLED: AtomicU32 = AtomicU32::new(0);
static PREVIOUS: OnceLock<libc::sigaction> = OnceLock::new();

type Handler = extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void);

/// The one guard page of this process.
pub(crate) struct Page(*mut u8);

impl Page {
    /// Maps the page without access and installs the handler.
    pub(crate) fn new() -> Result<Self> {
        // SAFETY: a fresh private mapping; no memory of ours changes.
        let page = unsafe {
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            libc::mmap(std::ptr::null_mut(), SIZE, libc::PROT_NONE, flags, -1, 0)
        };
        if page == libc::MAP_FAILED {
            return Err(Error::last_os_error());
        }
        START.store(page as usize, SeqCst);
        let handler: Handler = on_fault;
        // SAFETY: all-zero is a valid `sigaction`; the handler has the type that SA_SIGINFO asks for and only calls async-signal-safe
        // functions; SA_ONSTACK lets overflows of the stack reach it.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            let mut previous: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = handler as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            if libc::sigaction(libc::SIGSEGV, std::ptr::null(), &raw mut previous) != 0 {
                return Err(Error::last_os_error());
            }
            PREVIOUS.get_or_init(|| previous);
            if libc::sigaction(libc::SIGSEGV, &raw const action, std::ptr::null_mut()) != 0 {
                return Err(Error::last_os_error());
            }
        }
        Ok(Self(page.cast()))
    }

    /// Writes to the protected page. True if the handler made it possible.
    pub(crate) fn fault(&self, octet: u8) -> bool {
        let before = self.handled();
        // SAFETY: the page is mapped as long as the process lives; the handler makes it accessible and the write is done again.
        let written = unsafe {
            let place = self.0.add(usize::from(octet));
            place.write_volatile(octet);
            place.read_volatile() == octet
        };
        // SAFETY: as in `new`.
        let protected = unsafe { libc::mprotect(self.0.cast(), SIZE, libc::PROT_NONE) } == 0;
        written && protected && self.handled() == before.wrapping_add(1)
    }

    /// Faults that the handler has taken.
    pub(crate) fn handled(&self) -> u32 {
        HANDLED.load(SeqCst)
    }
}

extern "C" fn on_fault(
    signal: libc::c_int,
    info: *mut libc::siginfo_t,
    context: *mut libc::c_void,
) {
    let start = START.load(SeqCst);
    // SAFETY: the kernel gives a valid `siginfo_t` to a handler with SA_SIGINFO.
    let address = unsafe { (*info).si_addr() } as usize;
    if (start..start.wrapping_add(SIZE)).contains(&address) {
        HANDLED.fetch_add(1, SeqCst);
        // SAFETY: our own page, mapped; `mprotect` is a plain system call.
        unsafe { libc::mprotect(start as *mut _, SIZE, libc::PROT_READ | libc::PROT_WRITE) };
        return;
    }
    match PREVIOUS.get() {
        Some(previous) if previous.sa_sigaction > 1 => {
            // SAFETY: neither SIG_DFL (0) nor SIG_IGN (1), so it is the handler that Rust or Lean installed, both with SA_SIGINFO.
            let handler: Handler = unsafe { std::mem::transmute(previous.sa_sigaction) };
            handler(signal, info, context);
        }
        // SAFETY: resets the handler; the instruction faults again and ends the process.
        _ => unsafe {
            libc::signal(signal, libc::SIG_DFL);
        },
    }
}

/// Writes where nothing is mapped. Never comes back if all is well.
pub(crate) fn wild_write() -> bool {
    // SAFETY: deliberately not: the point is that the write ends the process. The address lies in the zero page, which is never mapped.
    unsafe { (16 as *mut u8).write_volatile(1) };
    false
}
