//! Sets of code positions as bits, with rank.

/// A set of numbers below a bound, one bit each, with a running count per word so that [`BitSet::rank`] is constant time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BitSet {
    words: Box<[u64]>,
    /// Number of members below each word.
    ranks: Box<[u32]>,
}

/// Word and bit of a member.
const fn split(member: usize) -> (usize, u64) {
    (member >> 6, 1u64.wrapping_shl((member & 63) as u32))
}

impl BitSet {
    /// The set with these words; bit i of word w is the number 64 w + i.
    pub(crate) fn new(words: Vec<u64>) -> Self {
        let mut below = 0u32;
        let rank = |word: &u64| {
            let next = below.wrapping_add(word.count_ones());
            std::mem::replace(&mut below, next)
        };
        let ranks = words.iter().map(rank).collect();
        Self { words: words.into(), ranks }
    }

    /// Words that hold numbers below `bound`.
    pub(crate) fn room(bound: usize) -> Vec<u64> {
        vec![0; bound.div_ceil(64)]
    }

    /// Adds a member to words that are not yet a set; without effect beyond the room.
    pub(crate) fn insert(words: &mut [u64], member: usize) {
        let (word, bit) = split(member);
        if let Some(word) = words.get_mut(word) {
            *word |= bit;
        }
    }

    /// Membership.
    #[inline]
    pub(crate) fn contains(&self, member: usize) -> bool {
        let (word, bit) = split(member);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// The number of members below `member`, if it is a member itself.
    #[inline]
    pub(crate) fn rank(&self, member: usize) -> Option<u32> {
        let (index, bit) = split(member);
        let word = *self.words.get(index)?;
        let below = *self.ranks.get(index)?;
        let inside = (word & bit.wrapping_sub(1)).count_ones();
        (word & bit != 0).then(|| below.wrapping_add(inside))
    }

    /// The distance from `from` to the next member, looking at 25 numbers at least; large if there is none so near.
    #[inline]
    pub(crate) fn distance(&self, from: usize) -> usize {
        let (index, shift) = (from >> 6, (from & 63) as u32);
        let low = self.words.get(index).copied().unwrap_or(0);
        let high = index.checked_add(1).and_then(|next| self.words.get(next)).copied().unwrap_or(0);
        let both = (u128::from(high) << 64 | u128::from(low)).wrapping_shr(shift);
        both.trailing_zeros() as usize
    }

    /// The set as octets, lowest bit first, for numbers below `bound`.
    pub(crate) fn octets(&self, bound: usize) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_le_bytes()).take(bound.div_ceil(8)).collect()
    }

    /// The greatest member that is at most `to`.
    pub(crate) fn last(&self, to: usize) -> Option<usize> {
        let (last, bit) = split(to);
        for (index, word) in self.words.iter().enumerate().take(last.saturating_add(1)).rev() {
            let mask = if index == last { bit | bit.wrapping_sub(1) } else { u64::MAX };
            let rest = word & mask;
            if rest != 0 {
                return Some((index << 6) | rest.ilog2() as usize);
            }
        }
        None
    }

    /// How many members there are.
    pub(crate) fn count(&self) -> usize {
        let last = self.words.last().map_or(0, |word| word.count_ones());
        self.ranks.last().map_or(0, |below| below.wrapping_add(last)) as usize
    }

    /// The members, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                // Clears the lowest bit; at the end there is none.
                rest &= rest.checked_sub(1)?;
                Some((index << 6) | bit as usize)
            })
        })
    }
}
