//! Merkle mountain ranges (Gray Paper 0.7.2, appendix E.2). Specification: `Jar/Merkle/Mmr.lean`.

use crate::Hashing;
use jar_types::{Hash, Peak};

/// A: appends an item to a range; at index i is the root of a tree of 2^i items, or nothing. A peak that is there already is
/// joined with the new one and moves up. At most as many hashes as there are peaks.
///
/// `mmrAppend_represents`: a range that stands for a list then stands for that list and the item.
pub fn mmr_append(hashing: Hashing, range: &mut Vec<Peak>, item: Hash) {
    let mut new = item;
    for place in range.iter_mut() {
        match place.take() {
            None => {
                *place = Some(new);
                return;
            }
            Some(peak) => new = hashing.hash(&[peak.0, new.0].concat()),
        }
    }
    range.push(Some(new));
}

/// M_R: one hash for the range. The paper's hash function here is Keccak.
///
/// `superPeak_unique`: it depends on the items alone, not on how the range came about.
#[must_use]
pub fn super_peak(hashing: Hashing, range: &[Peak]) -> Hash {
    let join = |below: Hash, peak: Hash| hashing.hash(&[b"peak", &below.0[..], &peak.0].concat());
    range.iter().flatten().copied().reduce(join).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The root of a perfect tree.
    fn perfect(items: &[Hash]) -> Hash {
        match items {
            [item] => *item,
            _ => {
                let (left, right) = items.split_at(items.len() / 2);
                Hashing::Keccak.hash(&[perfect(left).0, perfect(right).0].concat())
            }
        }
    }

    proptest! {
        #[test]
        fn a_range_stands_for_its_items(items in prop::collection::vec(any::<[u8; 32]>(), 0..70)) {
            let items: Vec<Hash> = items.into_iter().map(Hash).collect();
            let mut range = Vec::new();
            items.iter().for_each(|item| mmr_append(Hashing::Keccak, &mut range, *item));
            let mut rest = &items[..];
            for (index, peak) in range.iter().enumerate().rev() {
                prop_assert_eq!(peak.is_some(), items.len() >> index & 1 == 1);
                if let Some(peak) = peak {
                    let (tree, after) = rest.split_at(1 << index);
                    prop_assert_eq!(*peak, perfect(tree));
                    rest = after;
                }
            }
            prop_assert!(rest.is_empty());
        }
    }

    #[test]
    fn super_peaks_go_from_the_lowest() {
        let [a, b, c] = [1, 2, 3].map(|octet| Hash([octet; 32]));
        let join = |a: Hash, b: Hash| Hashing::Keccak.hash(&[b"peak", &a.0[..], &b.0].concat());
        assert_eq!(super_peak(Hashing::Keccak, &[]), Hash::default());
        assert_eq!(super_peak(Hashing::Keccak, &[None, Some(a)]), a);
        let range = [Some(a), None, Some(b), Some(c)];
        assert_eq!(super_peak(Hashing::Keccak, &range), join(join(a, b), c));
    }
}
