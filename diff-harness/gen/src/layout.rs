//! The code of one enumeration case: octets and bitmask, laid out by hand so that it may be wrong on purpose.

use javm::Parts;

/// Longest code of an enumeration case; below 64 so that a bitmask fits a word.
pub(crate) const CODE_MAX: usize = 63;

/// Instruction data and bitmask.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    octets: [u8; CODE_MAX],
    length: usize,
    starts: u64,
}

impl Layout {
    pub(crate) const fn new() -> Self {
        Self { octets: [0; CODE_MAX], length: 0, starts: 0 }
    }

    /// Appends an octet that begins an instruction.
    pub(crate) fn start(&mut self, opcode: u8) {
        self.mark(self.length);
        self.octet(opcode);
    }

    /// Appends an octet. Beyond [`CODE_MAX`] it is dropped; no case comes near.
    pub(crate) fn octet(&mut self, octet: u8) {
        if let Some(slot) = self.octets.get_mut(self.length) {
            *slot = octet;
            self.length += 1;
        }
    }

    /// Appends the low `length` octets of a number, little-endian.
    pub(crate) fn number(&mut self, value: u64, length: usize) {
        for &octet in value.to_le_bytes().iter().take(length) {
            self.octet(octet);
        }
    }

    /// Overwrites the `length` octets at a position; what lies beyond the end is dropped.
    pub(crate) fn patch(&mut self, position: usize, value: u64, length: usize) {
        let end = self.length.min(position + length);
        if let Some(slots) = self.octets.get_mut(position..end) {
            for (slot, octet) in slots.iter_mut().zip(value.to_le_bytes()) {
                *slot = octet;
            }
        }
    }

    /// Marks a position as the beginning of an instruction.
    pub(crate) const fn mark(&mut self, position: usize) {
        self.starts |= 1 << (position & 63);
    }

    /// Unmarks it.
    pub(crate) const fn unmark(&mut self, position: usize) {
        self.starts &= !(1 << (position & 63));
    }

    /// Cuts the code.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn code(&self) -> &[u8] {
        self.octets.get(..self.length).unwrap_or(&[])
    }

    /// The program blob of this code with a jump table of already encoded entries (`docs/machine.md`, D11).
    pub(crate) fn blob(&self, entries: u8, width: u8, table: &[u8]) -> Vec<u8> {
        let within = self.starts & ((1 << self.length) - 1);
        let mask = within.to_le_bytes();
        let parts = Parts {
            entries: u64::from(entries),
            entry_size: width,
            jump_table: table,
            code: self.code(),
            bitmask: mask.get(..self.length.div_ceil(8)).unwrap_or(&mask),
        };
        parts.write()
    }
}
