//! What instructions do to memory, whatever holds it.

use super::{Fault, Memory};

/// Memory as instructions see it: what the interpreter runs over.
pub trait Ram {
    /// Reads N octets at `address`, modulo 2^32.
    ///
    /// # Errors
    /// The first octet that is not readable, in the order of decision D7.
    fn load<const N: usize>(&mut self, address: u32) -> Result<[u8; N], Fault>;

    /// Writes N octets at `address`, modulo 2^32.
    ///
    /// # Errors
    /// The first octet that is not writable, in the order of decision D7; nothing is written then.
    fn store<const N: usize>(&mut self, address: u32, octets: [u8; N]) -> Result<(), Fault>;

    /// Makes the inaccessible pages in ⌈old/4096⌉ … ⌈new/4096⌉ − 1 writable and zero (decision D5).
    fn open(&mut self, old: u32, new: u32);
}

impl Ram for Memory {
    #[inline(always)]
    fn load<const N: usize>(&mut self, address: u32) -> Result<[u8; N], Fault> {
        Self::load(self, address)
    }

    #[inline(always)]
    fn store<const N: usize>(&mut self, address: u32, octets: [u8; N]) -> Result<(), Fault> {
        Self::store(self, address, octets)
    }

    fn open(&mut self, old: u32, new: u32) {
        Self::open(self, old, new);
    }
}
