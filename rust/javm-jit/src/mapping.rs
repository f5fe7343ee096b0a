//! Anonymous memory mappings: the only place that calls the memory functions of the system.
#![expect(unsafe_code, reason = "mappings are made and changed by system calls")]

use std::io;
use std::ops::Range;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Mappings of this crate that exist, for tests.
static LIVE: AtomicUsize = AtomicUsize::new(0);

/// How many mappings this crate holds at the moment.
#[must_use]
pub fn live_mappings() -> usize {
    LIVE.load(Ordering::Relaxed)
}

/// What may be done with pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protection {
    Nothing,
    Read,
    ReadWrite,
    ReadExecute,
}

impl Protection {
    const fn bits(self) -> i32 {
        match self {
            Self::Nothing => libc::PROT_NONE,
            Self::Read => libc::PROT_READ,
            Self::ReadWrite => libc::PROT_READ | libc::PROT_WRITE,
            Self::ReadExecute => libc::PROT_READ | libc::PROT_EXEC,
        }
    }
}

/// A private anonymous mapping, unmapped when dropped.
#[derive(Debug)]
pub(crate) struct Mapping {
    start: NonNull<u8>,
    length: usize,
}

// SAFETY: a mapping belongs to the process, not to a thread; the struct is its only owner.
unsafe impl Send for Mapping {}
// SAFETY: the shared methods only change protections and hand out addresses; who uses an address says why that is sound.
unsafe impl Sync for Mapping {}

const FLAGS: i32 = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;

impl Mapping {
    /// Reserves addresses.
    pub(crate) fn new(length: usize, protection: Protection) -> io::Result<Self> {
        // SAFETY: no address is asked for, so no existing mapping changes.
        let start =
            unsafe { libc::mmap(std::ptr::null_mut(), length, protection.bits(), FLAGS, -1, 0) };
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let start = NonNull::new(start.cast()).ok_or_else(io::Error::last_os_error)?;
        LIVE.fetch_add(1, Ordering::Relaxed);
        Ok(Self { start, length })
    }

    /// The first address.
    pub(crate) const fn start(&self) -> NonNull<u8> {
        self.start
    }

    /// Octets.
    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// The address of a range, if the range is ours.
    fn part(&self, range: &Range<usize>) -> io::Result<(*mut libc::c_void, usize)> {
        if range.start > range.end || range.end > self.length {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        // SAFETY: the offset is at most the length of the mapping.
        let address = unsafe { self.start.as_ptr().add(range.start) };
        Ok((address.cast(), range.end - range.start))
    }

    /// Changes the protection of whole pages.
    pub(crate) fn protect(&self, range: Range<usize>, protection: Protection) -> io::Result<()> {
        let (address, length) = self.part(&range)?;
        // SAFETY: the range lies in this mapping. That nobody relies on the old protection is up to the owner of the
        // mapping, who does not hold references into pages that it closes.
        match unsafe { libc::mprotect(address, length, protection.bits()) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// Overwrites the first octets, which are writable and nobody else's, with zeros.
    #[cfg(target_arch = "x86_64")]
    pub(crate) fn zero(&self, count: usize) {
        // SAFETY: the octets lie in the mapping; the rest is up to the caller, who has just got it from a pool.
        unsafe { self.start.as_ptr().write_bytes(0, count.min(self.length)) };
    }

    /// Replaces whole pages by inaccessible ones of zeros, and gives their memory back.
    pub(crate) fn clear(&self, range: Range<usize>) -> io::Result<()> {
        let (address, length) = self.part(&range)?;
        let flags = FLAGS | libc::MAP_FIXED;
        // SAFETY: the range lies in this mapping, so no other one is replaced; see `protect` for references.
        let done = unsafe { libc::mmap(address, length, libc::PROT_NONE, flags, -1, 0) };
        if done == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        Ok(())
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
        // SAFETY: the mapping is ours, and nothing that borrows from it is left.
        unsafe { libc::munmap(self.start.as_ptr().cast(), self.length) };
    }
}
