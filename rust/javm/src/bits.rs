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

    /// The number of members below `member`, if it is a member itself.
    #[inline]
    pub(crate) fn rank(&self, member: usize) -> Option<u32> {
        let (index, bit) = split(member);
        let word = *self.words.get(index)?;
        let below = *self.ranks.get(index)?;
        let inside = (word & bit.wrapping_sub(1)).count_ones();
        (word & bit != 0).then(|| below.wrapping_add(inside))
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
