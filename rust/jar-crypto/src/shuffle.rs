//! The shuffle (Gray Paper 0.7.2, appendix F). Its specification is `Jar/Data/Shuffle.lean`; that every item stays as often as it
//! was is `count_shuffle` and `count_shuffleByHash` in `Jar/Thm/Data/Shuffle.lean`.

use crate::blake2b;
use jar_types::Hash;

/// 𝓕 with a sequence of numbers: what `numbers[i]` modulo the number of items left selects comes to place i, and the last item
/// left takes its place. Numbers beyond those needed do not count.
///
/// Returns `None` if there are fewer numbers than items.
#[must_use]
pub fn shuffle_with<T>(mut items: Vec<T>, numbers: &[u32]) -> Option<Vec<T>> {
    let numbers = numbers.get(..items.len())?;
    let mut shuffled = Vec::with_capacity(items.len());
    for number in numbers {
        // There are as many numbers as items, and each takes one: the remainder is that of a number above zero.
        let index = u64::from(*number).checked_rem(items.len() as u64)?;
        shuffled.push(items.swap_remove(usize::try_from(index).ok()?));
    }
    Some(shuffled)
}

/// 𝓠_l: `count` numbers from a seed, eight from each hash of the seed and a counter.
pub fn sequence_from_hash(count: usize, seed: &Hash) -> impl Iterator<Item = u32> {
    let block = |block: u32| {
        let mut input = [0; Hash::SIZE + 4];
        let (start, end) = input.split_at_mut(Hash::SIZE);
        start.copy_from_slice(&seed.0);
        end.copy_from_slice(&block.to_le_bytes());
        let hash = blake2b(&input);
        let (words, _) = hash.0.as_chunks::<4>();
        let mut numbers = [0; 8];
        numbers.iter_mut().zip(words).for_each(|(to, word)| *to = u32::from_le_bytes(*word));
        numbers
    };
    (0..=u32::MAX).flat_map(block).take(count)
}

/// 𝓕 with the numbers that come from a seed: for fewer than 2^35 items, which is more than a number of 32 bits can select.
#[must_use]
pub fn shuffle<T>(items: Vec<T>, seed: &Hash) -> Vec<T> {
    let numbers: Vec<u32> = sequence_from_hash(items.len(), seed).collect();
    shuffle_with(items, &numbers).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The formula of the paper, which moves items one by one.
    fn formula(items: &[u16], numbers: &[u32]) -> Vec<u16> {
        let [.., last] = items else { return Vec::new() };
        let chosen = numbers[0] as usize % items.len();
        let mut rest = items.to_vec();
        rest[chosen] = *last;
        let rest = formula(&rest[..items.len() - 1], &numbers[1..]);
        [vec![items[chosen]], rest].concat()
    }

    #[test]
    fn too_few_numbers_are_none() {
        assert_eq!(shuffle_with(vec![1, 2, 3], &[7, 7]), None);
        assert_eq!(shuffle_with(Vec::<u8>::new(), &[]), Some(Vec::new()));
    }

    proptest! {
        #[test]
        fn the_formula_holds(items: Vec<u16>, seed: [u8; 32]) {
            let numbers: Vec<u32> = sequence_from_hash(items.len(), &Hash(seed)).collect();
            prop_assert_eq!(numbers.len(), items.len());
            prop_assert_eq!(shuffle(items.clone(), &Hash(seed)), formula(&items, &numbers));
        }

        #[test]
        fn every_item_stays(items: Vec<u16>, seed: [u8; 32]) {
            let mut shuffled = shuffle(items.clone(), &Hash(seed));
            let mut items = items;
            items.sort_unstable();
            shuffled.sort_unstable();
            prop_assert_eq!(shuffled, items);
        }
    }
}
