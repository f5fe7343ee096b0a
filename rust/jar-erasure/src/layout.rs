//! Where the octets of words are.
//!
//! A word of the paper is two octets side by side, the lower one first. `reed-solomon-simd` takes blocks of 64 octets, 32 words: first
//! the lower octets of all, then the higher ones; the last block may be shorter. The code treats words one by one, so that this is all
//! that is different.

/// How many words a block has.
const WORDS: usize = 32;

/// Puts words side by side into blocks. Both have the same size, which is even.
pub(crate) fn split(words: &[u8], blocks: &mut [u8]) {
    let (full_words, last_words) = words.as_chunks::<{ 2 * WORDS }>();
    let (full_blocks, last_block) = blocks.as_chunks_mut::<{ 2 * WORDS }>();
    for (words, block) in full_words.iter().zip(full_blocks) {
        split_block(words, block);
    }
    split_block(last_words, last_block);
}

#[inline(always)]
fn split_block(words: &[u8], block: &mut [u8]) {
    let (low, high) = block.split_at_mut(words.len() / 2);
    let (words, _) = words.as_chunks::<2>();
    for (([from_low, from_high], low), high) in words.iter().zip(low).zip(high) {
        (*low, *high) = (*from_low, *from_high);
    }
}

/// Puts words from blocks side by side.
pub(crate) fn join(blocks: &[u8], words: &mut [u8]) {
    let (full_blocks, last_block) = blocks.as_chunks::<{ 2 * WORDS }>();
    let (full_words, last_words) = words.as_chunks_mut::<{ 2 * WORDS }>();
    for (block, words) in full_blocks.iter().zip(full_words) {
        join_block(block, words);
    }
    join_block(last_block, last_words);
}

#[inline(always)]
fn join_block(block: &[u8], words: &mut [u8]) {
    let (low, high) = block.split_at(block.len() / 2);
    let (words, _) = words.as_chunks_mut::<2>();
    for (([to_low, to_high], low), high) in words.iter_mut().zip(low).zip(high) {
        (*to_low, *to_high) = (*low, *high);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_block_is_split_in_its_middle() {
        let mut blocks = [0; 70];
        let words: [u8; 70] = core::array::from_fn(|index| index as u8);
        split(&words, &mut blocks);
        assert_eq!(blocks[..3], [0, 2, 4]);
        assert_eq!(blocks[32..35], [1, 3, 5]);
        assert_eq!(blocks[64..], [64, 66, 68, 65, 67, 69]);
    }

    proptest! {
        #[test]
        fn words_come_back(words: Vec<[u8; 2]>) {
            let words = words.concat();
            let (mut blocks, mut back) = (vec![0; words.len()], vec![0; words.len()]);
            split(&words, &mut blocks);
            join(&blocks, &mut back);
            prop_assert_eq!(back, words);
        }
    }
}
