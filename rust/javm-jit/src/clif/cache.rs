//! What processors need to be told about new code.
#![expect(unsafe_code, reason = "caches are maintained by instructions and a system call")]

/// Makes code that was written visible to all threads that get to know its address afterwards. On x86-64 it is already.
///
/// # Safety
/// The range is readable.
#[cfg(target_arch = "x86_64")]
pub(super) const unsafe fn synchronise(_: *const u8, _: usize) {}

/// The same: cleans the data cache and drops what the instruction cache has of the range, line by line, and makes all
/// threads of the process fetch their instructions again.
///
/// # Safety
/// The range is readable.
#[cfg(target_arch = "aarch64")]
pub(super) unsafe fn synchronise(start: *const u8, length: usize) {
    use std::arch::asm;
    /// The least line that the architecture allows.
    const LINE: usize = 16;
    let lines = || (0..length).step_by(LINE).map(|offset| start.wrapping_add(offset));
    // SAFETY: the instructions change caches only, of addresses that are readable.
    unsafe {
        lines().for_each(|line| asm!("dc cvau, {}", in(reg) line, options(nostack)));
        asm!("dsb ish", options(nostack));
        lines().for_each(|line| asm!("ic ivau, {}", in(reg) line, options(nostack)));
        asm!("dsb ish", "isb", options(nostack));
    }
    const REGISTER: i32 = libc::MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE;
    const BARRIER: i32 = libc::MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE;
    for command in [REGISTER, BARRIER] {
        // SAFETY: takes numbers only. Kernels without it interrupt the other threads when `mprotect` changes rights.
        unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) };
    }
}
