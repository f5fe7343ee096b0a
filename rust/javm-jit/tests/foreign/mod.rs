//! A fault handler of somebody else in this process, and faults that are theirs.

use std::sync::atomic::{AtomicUsize, Ordering};

static HANDLED: AtomicUsize = AtomicUsize::new(0);
static PAGE: AtomicUsize = AtomicUsize::new(0);

/// Makes the page accessible that its owner faults on.
extern "C" fn somebody_else(_: libc::c_int, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    let page = PAGE.load(Ordering::Relaxed);
    // SAFETY: the kernel passes a valid structure; the page is a mapping of the test.
    unsafe {
        assert_eq!((*info).si_addr() as usize & !0xfff, page);
        libc::mprotect(page as *mut libc::c_void, 4096, libc::PROT_READ | libc::PROT_WRITE);
    }
    HANDLED.fetch_add(1, Ordering::Relaxed);
}

/// Installs the handler, with a page for it.
pub(crate) fn install() {
    // SAFETY: installs a handler of the right signature, and maps a page for it.
    let page = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) =
            somebody_else;
        action.sa_sigaction = handler as usize;
        action.sa_flags = libc::SA_SIGINFO;
        assert_eq!(libc::sigaction(libc::SIGSEGV, &action, std::ptr::null_mut()), 0);
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        libc::mmap(std::ptr::null_mut(), 4096, libc::PROT_NONE, flags, -1, 0)
    };
    PAGE.store(page as usize, Ordering::Relaxed);
}

/// Faults on the page of the handler.
pub(crate) fn fault() {
    let page = PAGE.load(Ordering::Relaxed) as *mut libc::c_void;
    // SAFETY: the page is the one of the handler, which makes it writable.
    unsafe {
        libc::mprotect(page, 4096, libc::PROT_NONE);
        page.cast::<u8>().write_volatile(5);
    }
}

/// How many faults the handler has handled.
pub(crate) fn handled() -> usize {
    HANDLED.load(Ordering::Relaxed)
}
