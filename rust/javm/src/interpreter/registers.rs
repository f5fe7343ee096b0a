//! The registers while the machine runs.

use crate::instruction::Reg;

/// Thirteen registers in an array of sixteen, so that an index of four bits is always in it.
pub(super) struct Registers([u64; 16]);

impl Registers {
    pub(super) fn new(registers: &[u64; Reg::COUNT]) -> Self {
        let mut all = [0; 16];
        all.iter_mut().zip(registers).for_each(|(to, from)| *to = *from);
        Self(all)
    }

    /// The thirteen registers.
    pub(super) fn all(&self) -> [u64; Reg::COUNT] {
        self.0.first_chunk().copied().unwrap_or_default()
    }

    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "four bits index an array of sixteen")]
    pub(super) fn get(&self, register: u8) -> u64 {
        self.0[usize::from(register & 15)]
    }

    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "four bits index an array of sixteen")]
    pub(super) fn set(&mut self, register: u8, value: u64) {
        self.0[usize::from(register & 15)] = value;
    }
}
