//! Words from octets, words from a seed, and one word from many.

/// The little-endian words of an input; `None` if it is not made of whole words.
pub(crate) fn words(input: &[u8]) -> Option<impl Iterator<Item = u64> + '_> {
    let (words, rest) = input.as_chunks();
    rest.is_empty().then(|| words.iter().map(|word| u64::from_le_bytes(*word)))
}

/// The one word that an input is.
pub(crate) fn word(input: &[u8]) -> Option<u64> {
    input.try_into().ok().map(u64::from_le_bytes)
}

/// Folds words into one: each is mixed in by exclusive or, a multiplication by an odd number and a rotation, so order counts.
pub(crate) fn fold(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().fold(0xcbf2_9ce4_8422_2325, |sum: u64, word| {
        (sum ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
    })
}

/// The generator SplitMix64: words from a seed.
pub(crate) struct SplitMix(pub(crate) u64);

impl SplitMix {
    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ word >> 31
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_the_published_words_of_seed_1234567() {
        let mut generator = SplitMix(1_234_567);
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973];
        assert_eq!([generator.next(), generator.next()], expected);
    }

    #[test]
    fn a_fold_sees_every_word_and_their_order() {
        let folds = [fold([1, 2]), fold([2, 1]), fold([1, 3]), fold([1]), fold([1, 2, 0])];
        for (index, one) in folds.iter().enumerate() {
            assert!(folds.iter().skip(index + 1).all(|other| one != other));
        }
    }
}
