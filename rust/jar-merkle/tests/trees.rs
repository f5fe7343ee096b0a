//! Trees against the definitions of appendix E, written here once more as the paper has them.

use jar_merkle::{ConstantDepthTree, Hashing, PathError, depth, trace, verify_item, verify_page};
use jar_merkle::{verify_well_balanced, well_balanced_root};
use jar_types::Hash;
use proptest::collection::vec;
use proptest::prelude::*;

const H: Hashing = Hashing::Blake2b;

/// N.
fn node(items: &[Vec<u8>]) -> Vec<u8> {
    match items {
        [] => vec![0; 32],
        [item] => item.clone(),
        _ => {
            let (left, right) = items.split_at(items.len().div_ceil(2));
            H.hash(&[b"node".to_vec(), node(left), node(right)].concat()).0.to_vec()
        }
    }
}

/// T.
fn trace_formula(items: &[Vec<u8>], index: usize) -> Vec<Vec<u8>> {
    if items.len() < 2 {
        return Vec::new();
    }
    let (left, right) = items.split_at(items.len().div_ceil(2));
    let (other, rest) = if index < left.len() {
        (right, trace_formula(left, index))
    } else {
        (left, trace_formula(right, index - left.len()))
    };
    [vec![node(other)], rest].concat()
}

/// C.
fn leaves(items: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let hash = |item: &Vec<u8>| H.hash(&[b"leaf", &item[..]].concat()).0.to_vec();
    let mut leaves: Vec<Vec<u8>> = items.iter().map(hash).collect();
    leaves.resize(items.len().next_power_of_two(), vec![0; 32]);
    leaves
}

fn blobs(hashes: &[Hash]) -> Vec<Vec<u8>> {
    hashes.iter().map(|hash| hash.0.to_vec()).collect()
}

proptest! {
    #[test]
    fn well_balanced_trees(items in vec(vec(any::<u8>(), 12), 0..40), hint: prop::sample::Index) {
        let root = well_balanced_root(H, &items);
        match &items[..] {
            [item] => prop_assert_eq!(root, H.hash(item)),
            _ => prop_assert_eq!(root.0.to_vec(), node(&items)),
        }
        let count = items.len();
        for (index, item) in items.iter().enumerate() {
            let path = trace(H, &items, index).unwrap();
            prop_assert_eq!(&path, &trace_formula(&items, index));
            let check = |place, item: &[u8], path: &[Vec<u8>]| {
                verify_well_balanced(H, &root, place, item, path)
            };
            prop_assert_eq!(check((count, index), item, &path), Ok(()));
            let mut other = item.clone();
            other[hint.index(12)] ^= 1;
            prop_assert!(check((count, index), &other, &path).is_err());
            let place = hint.index(count);
            if items[place] != *item {
                prop_assert!(check((count, place), item, &path).is_err());
            }
            for step in 0..path.len() {
                let mut changed = path.clone();
                let at = hint.index(changed[step].len());
                changed[step][at] ^= 0x80;
                prop_assert!(check((count, index), item, &changed).is_err());
                changed.remove(step);
                let short = check((count, index), item, &changed);
                let refused = matches!(short, Err(PathError::Length { .. }));
                prop_assert!(refused);
            }
        }
        prop_assert_eq!(trace(H, &items, count), None);
        let outside = verify_well_balanced::<Vec<u8>>(H, &root, (count, count), &[], &[]);
        prop_assert_eq!(outside, Err(PathError::Index { index: count, count }));
    }

    #[test]
    fn constant_depth_trees(
        items in vec(vec(any::<u8>(), 0..9), 0..70),
        exponent in 0u32..9,
        hint: prop::sample::Index,
    ) {
        let tree = ConstantDepthTree::new(H, &items);
        let (root, leaves, count) = (tree.root(), leaves(&items), items.len());
        prop_assert_eq!(root.0.to_vec(), node(&leaves));
        prop_assert_eq!(tree.pages(exponent), count.div_ceil(1 << exponent));
        for index in 0..tree.pages(exponent) {
            let (path, page) =
                (tree.path(exponent, index).unwrap(), tree.page(exponent, index).unwrap());
            let start = index << exponent;
            let mut expected = trace_formula(&leaves, start);
            expected.truncate(depth(count).saturating_sub(exponent) as usize);
            prop_assert_eq!(blobs(&path), expected);
            prop_assert_eq!(blobs(page), &leaves[start..count.min(start + (1 << exponent))]);
            let check = |place, page: &[Hash], path: &[Hash]| {
                verify_page(H, &root, exponent, place, page, path)
            };
            prop_assert_eq!(check((count, index), page, &path), Ok(()));
            let mut changed = page.to_vec();
            changed[hint.index(page.len())].0[hint.index(32)] ^= 4;
            prop_assert!(check((count, index), &changed, &path).is_err());
            prop_assert!(check((count, index), &page[1..], &path).is_err());
            for step in 0..path.len() {
                let mut changed = path.clone();
                changed[step].0[hint.index(32)] ^= 4;
                prop_assert!(check((count, index), page, &changed).is_err());
                changed.remove(step);
                prop_assert!(check((count, index), page, &changed).is_err());
            }
        }
        prop_assert_eq!(tree.path(exponent, tree.pages(exponent)), None);
        for (index, item) in items.iter().enumerate() {
            let path = tree.path(0, index).unwrap();
            prop_assert_eq!(verify_item(H, &root, (count, index), item, &path), Ok(()));
            let other = [&item[..], &[0]].concat();
            prop_assert!(verify_item(H, &root, (count, index), &other, &path).is_err());
        }
        prop_assert!(verify_item(H, &root, (count, count), &[], &[]).is_err());
    }
}

#[test]
fn depths_are_logarithms() {
    let expected = [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (64, 6), (65, 7), (3072, 12)];
    for (count, logarithm) in expected {
        assert_eq!(depth(count), logarithm);
    }
    assert_eq!(depth(usize::MAX), usize::BITS);
}

/// Sizes and exponents that only an attacker asks for cost nothing.
#[test]
fn absurd_places_are_refused() {
    let root = Hash::default();
    let page = verify_page(H, &root, u32::MAX, (usize::MAX, 0), &[], &[]);
    assert_eq!(page, Err(PathError::Page { index: 0, found: 0, expected: usize::MAX }));
    let page = verify_page(H, &root, 6, (usize::MAX, usize::MAX), &[], &[]);
    assert_eq!(page, Err(PathError::Index { index: usize::MAX, count: usize::MAX }));
    let path = [root; 62];
    let item = verify_item(H, &root, (1 << 62, (1 << 62) - 1), &[], &path);
    assert!(matches!(item, Err(PathError::Root { .. })), "{item:?}");
    let long = verify_item(H, &root, (usize::MAX, 0), &[], &path);
    assert!(matches!(long, Err(PathError::Length { expected: 64, .. })), "{long:?}");
}
