//! Code and bitmask as the decoder wants them: with room behind, so that a position needs one load of each.

use super::decode::FORMS;

/// Octets from a position on that are to be had at once.
pub(super) const WINDOW: usize = 16;
/// Zeros behind the code: so many that its positions have a window, and no others.
const ZEROS: [u8; 15] = [0; WINDOW.saturating_sub(1)];
/// Set bits behind the bitmask.
const ONES: [u8; 16] = [0xff; 16];
/// The greatest skip.
const MAX_SKIP: u32 = 24;
/// So many marks are to be had at once.
const MARKS: usize = 57;
/// From there to the next instruction.
pub(super) const REACH: usize = 25;

/// The code **c** and the bitmask **k**, extended with zeros and ones as in A.2 and A.5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code {
    octets: Box<[u8]>,
    mask: Box<[u8]>,
    length: usize,
}

/// The bits of an octet from a position on.
const fn from_bit(at: usize) -> u8 {
    0xffu8.wrapping_shl((at & 7) as u32)
}

impl Code {
    pub(super) fn new(code: &[u8], bitmask: &[u8]) -> Self {
        let mut mask = Vec::with_capacity(bitmask.len().saturating_add(ONES.len()));
        mask.extend_from_slice(bitmask);
        if let Some(last) = mask.last_mut()
            && code.len() & 7 != 0
        {
            *last |= from_bit(code.len());
        }
        mask.extend_from_slice(&ONES);
        let mut octets = Vec::with_capacity(code.len().saturating_add(ZEROS.len()));
        octets.extend_from_slice(code);
        octets.extend_from_slice(&ZEROS);
        Self { octets: octets.into(), mask: mask.into(), length: code.len() }
    }

    pub(super) const fn length(&self) -> usize {
        self.length
    }

    pub(super) fn octets(&self) -> &[u8] {
        self.octets.get(..self.length).unwrap_or_default()
    }

    /// The bitmask as it was.
    pub(super) fn bitmask(&self) -> Vec<u8> {
        let mut mask: Vec<u8> = self.mask.iter().copied().take(self.length.div_ceil(8)).collect();
        if let Some(last) = mask.last_mut()
            && self.length & 7 != 0
        {
            *last &= !from_bit(self.length);
        }
        mask
    }

    /// The octets from a position on, if it is in the code.
    #[inline]
    pub(super) fn window(&self, pc: usize) -> Option<&[u8; WINDOW]> {
        self.octets.get(pc..)?.first_chunk()
    }

    /// The marks from a position on, lowest bit first: [`MARKS`] at least.
    #[inline]
    pub(super) fn marks(&self, pc: usize) -> u64 {
        let octets = self.mask.get(pc >> 3..).and_then(|rest| rest.first_chunk());
        octets.map_or(u64::MAX, |octets| u64::from_le_bytes(*octets) >> (pc & 7))
    }

    #[inline]
    pub(super) fn is_marked(&self, pc: usize) -> bool {
        pc < self.length && self.marks(pc) & 1 != 0
    }

    /// skip (A.2) by the marks from a position on.
    #[inline]
    pub(super) const fn skip_by(marks: u64) -> u32 {
        (marks >> 1 | 1 << MAX_SKIP).trailing_zeros()
    }

    /// skip (A.2): position of the next set bit behind `pc`, minus one more.
    #[inline]
    pub(super) fn skip(&self, pc: usize) -> u32 {
        if pc < self.length { Self::skip_by(self.marks(pc)) } else { 0 }
    }

    /// What the octet at a position says if the bitmask marks it and it is a valid opcode.
    #[inline]
    pub(super) fn form(&self, pc: usize) -> Option<&'static super::decode::Form> {
        let octet = self.octets.get(pc).filter(|_| self.is_marked(pc))?;
        FORMS.get(usize::from(*octet)).filter(|form| form.is_valid())
    }

    /// The greatest marked position below `pc` whose skip may lead to it.
    fn before(&self, pc: usize) -> Option<usize> {
        let from = pc.saturating_sub(REACH);
        let count = pc.saturating_sub(from) as u32;
        let marks = self.marks(from) & 1u64.wrapping_shl(count).wrapping_sub(1);
        Some(from.saturating_add(marks.checked_ilog2()? as usize))
    }

    /// Membership in ϖ (A.3). The greatest marked position below decides: a skip leads to the next mark, never beyond.
    #[inline]
    pub(super) fn is_block_start(&self, pc: usize) -> bool {
        if self.form(pc).is_none() {
            return false;
        }
        let terminates = |at| self.form(at).is_some_and(|form| form.terminates());
        pc == 0 || self.before(pc).is_some_and(terminates)
    }

    /// The first marked position from `pc` on, or the length.
    pub(super) fn next_marked(&self, pc: usize) -> usize {
        let mut at = pc;
        while at < self.length {
            let zeros = self.marks(at).trailing_zeros() as usize;
            at = at.saturating_add(zeros.min(MARKS));
            if zeros < MARKS {
                break;
            }
        }
        at.min(self.length)
    }

    /// The number of marked positions from `from` on and below `to`.
    pub(super) fn count_marked(&self, from: usize, to: usize) -> u32 {
        let (mut at, mut count) = (from, 0u32);
        let to = to.min(self.length);
        while at < to {
            let room = to.saturating_sub(at).min(MARKS);
            let marks = self.marks(at) & 1u64.wrapping_shl(room as u32).wrapping_sub(1);
            count = count.saturating_add(marks.count_ones());
            at = at.saturating_add(room);
        }
        count
    }

    /// The marked positions, ascending.
    pub(super) fn marked(&self) -> impl Iterator<Item = usize> + '_ {
        let mut next = 0usize;
        std::iter::from_fn(move || {
            let at = self.next_marked(next);
            next = at.saturating_add(1);
            (at < self.length).then_some(at)
        })
    }

    /// The number of steps from a position to the first terminator or invalid instruction, inclusive.
    pub(super) fn steps_to_end(&self, pc: usize) -> u64 {
        let (mut at, mut steps) = (pc, 1u64);
        while self.form(at).is_some_and(|form| !form.terminates()) {
            at = at.saturating_add(1).saturating_add(self.skip(at) as usize);
            steps = steps.saturating_add(1);
        }
        steps
    }

    /// 𝔏 of D3: the greatest block start at or below a position, or the position itself.
    pub(super) fn leader(&self, pc: usize) -> usize {
        let mut at = pc;
        loop {
            if self.is_block_start(at) {
                return at;
            }
            // The next mark below, however far.
            let mut below = at;
            at = loop {
                let Some(last) = below.checked_sub(1) else { return pc };
                if self.is_marked(last) {
                    break last;
                }
                below = last;
            };
        }
    }
}
