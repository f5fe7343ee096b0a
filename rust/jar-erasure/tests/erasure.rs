//! The code against appendix H, written here once more as the paper has it: the field, its basis, interpolation.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use jar_codec::encode;
use jar_erasure::*;
use jar_merkle::{Hashing, well_balanced_root};
use jar_types::{Hash, Params};
use proptest::collection::vec;
use proptest::prelude::*;

/// v₀ … v₁₅ of H.2.
const BASIS: [u16; 16] = [
    0x0001, 0xacca, 0x3c0e, 0x163e, 0xc582, 0xed2e, 0x914c, 0x4012, 0x6c98, 0x10d8, 0x6a72, 0xb900,
    0xfdb8, 0xfb34, 0xff38, 0x991e,
];

fn element(word: u16) -> u16 {
    BASIS
        .iter()
        .enumerate()
        .fold(0, |sum, (bit, v)| sum ^ if word >> bit & 1 == 1 { *v } else { 0 })
}

fn multiply(mut a: u16, mut b: u16) -> u16 {
    let mut product = 0;
    while b != 0 {
        product ^= if b & 1 == 1 { a } else { 0 };
        a = a << 1 ^ if a & 0x8000 == 0 { 0 } else { 0x002d };
        b >>= 1;
    }
    product
}

/// a^(2^16 − 2).
fn inverse(a: u16) -> u16 {
    let (mut result, mut power) = (1, a);
    for _ in 1..16 {
        power = multiply(power, power);
        result = multiply(result, power);
    }
    result
}

/// The element at point x of the polynomial that has these elements at the first points.
fn interpolated(values: &[u16], x: u16) -> u16 {
    let points: Vec<u16> = (0..values.len() as u16).map(element).collect();
    let term = |(i, value): (usize, &u16)| {
        let factors = points.iter().enumerate().filter(|(j, _)| *j != i);
        let (up, down) = factors.fold((1, 1), |(up, down), (_, point)| {
            (multiply(up, x ^ point), multiply(down, points[i] ^ point))
        });
        multiply(*value, multiply(up, inverse(down)))
    };
    values.iter().enumerate().map(term).fold(0, |sum, term| sum ^ term)
}

/// Word `place` of a shard.
fn word(shard: &[u8], place: usize) -> u16 {
    u16::from_le_bytes([shard[2 * place], shard[2 * place + 1]])
}

fn blob(size: usize) -> Vec<u8> {
    (0..size).map(|index| (index * 31 + index / 255) as u8).collect()
}

fn padded(code: &Code, blob: &[u8]) -> Vec<u8> {
    let mut blob = blob.to_vec();
    blob.resize(code.shard_size(blob.len()) * code.original(), 0);
    blob
}

fn codes() -> [Code; 2] {
    [Params::tiny(), Params::full()].map(|params| Code::new(&params).unwrap())
}

#[test]
fn the_first_shards_are_the_blob() {
    for mut code in codes() {
        for size in [0, 1, 2, 3, 683, 684, 685, 4104, 10_000, 100_000] {
            let blob = blob(size);
            let shards = code.encode(&blob).unwrap();
            assert_eq!(shards.count(), code.total());
            assert_eq!(shards.size(), code.shard_size(size));
            let first: Vec<u8> = shards.iter().take(code.original()).flatten().copied().collect();
            assert_eq!(first, padded(&code, &blob));
            assert_eq!(shards.get(code.total()), None);
        }
    }
}

/// Behind the original shards are zeros up to a power of two, and only then the other shards: see `Code`.
#[test]
fn other_shards_have_the_values_of_the_polynomial() {
    let others = [(1, 4), (3, 5), (5, 7), (8, 12), (9, 40)];
    let others = others.map(|(original, total)| (Code::of(original, total).unwrap(), 1000));
    for (mut code, size) in codes().into_iter().zip([150, 4104 * 6]).chain(others) {
        let shards = code.encode(&blob(size)).unwrap();
        let power = code.original().next_power_of_two();
        let words = shards.size() / 2;
        for place in [0, words / 2, words - 1] {
            let originals = shards.iter().take(code.original());
            let mut values: Vec<u16> = originals.map(|shard| element(word(shard, place))).collect();
            values.resize(power, 0);
            for index in [code.original(), code.original() + 1, code.total() - 1] {
                let point = power + (index - code.original());
                let expected = interpolated(&values, element(point as u16));
                assert_eq!(element(word(shards.get(index).unwrap(), place)), expected);
            }
        }
    }
}

#[test]
fn every_pair_of_the_small_chain_gives_the_blob() {
    let [mut code, _] = codes();
    for size in [1, 4, 63, 64, 128, 4104] {
        let blob = blob(size);
        let shards = code.encode(&blob).unwrap();
        for a in 0..6 {
            for b in (0..6).filter(|b| *b != a) {
                let some = [a, b].map(|index| (index, shards.get(index).unwrap()));
                assert_eq!(code.recover(shards.size(), some).unwrap(), padded(&code, &blob));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn enough_shards_give_the_blob(
        blob in vec(any::<u8>(), 0..9000),
        order in Just((0..1023usize).collect::<Vec<_>>()).prop_shuffle(),
        missing in 1usize..=342,
    ) {
        let [_, mut code] = codes();
        let shards = code.encode(&blob).unwrap();
        let all = order.iter().map(|index| (*index, shards.get(*index).unwrap()));
        let size = shards.size();
        prop_assert_eq!(code.recover(size, all.clone()).unwrap(), padded(&code, &blob));
        let few = code.recover(size, all.take(342 - missing));
        let (found, expected) = (342 - missing, 342);
        prop_assert_eq!(few, Err(ErasureError::TooFew { found, expected, size }));
    }

    #[test]
    fn shards_that_are_none_do_not_count(blob in vec(any::<u8>(), 5..600)) {
        let [mut code, _] = codes();
        let shards = code.encode(&blob).unwrap();
        let size = shards.size();
        let [first, last] = [4, 5].map(|index| (index, shards.get(index).unwrap().to_vec()));
        let bad = [(6, first.1.clone()), (usize::MAX, first.1.clone()), (0, vec![0; size + 2])];
        let twice = [first.clone(), (4, vec![0; size])];
        let all = bad.clone().into_iter().chain(twice.clone()).chain([last]);
        prop_assert_eq!(code.recover(size, all).unwrap(), padded(&code, &blob));
        let few = code.recover(size, bad.into_iter().chain(twice));
        prop_assert_eq!(few, Err(ErasureError::TooFew { found: 1, expected: 2, size }));
        prop_assert_eq!(code.recover(3, [(0, [0; 3])]), Err(ErasureError::Odd { size: 3 }));
    }
}

#[test]
fn codes_that_are_none_are_refused() {
    for (original, total) in [(0, 3), (3, 3), (4, 3), (40_000, 80_000)] {
        let refused = Code::of(original, total);
        assert!(matches!(refused, Err(ErasureError::Code { .. })), "{original}:{total}");
    }
}

fn segments(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|index| blob(SEGMENT_SIZE + index)[index..].to_vec()).collect()
}

#[test]
fn segments_are_encoded_as_blobs_are() {
    for mut code in codes() {
        let segments = segments(3);
        let together = code.encode_segments(&segments).unwrap();
        for index in 0..code.total() {
            let mut alone = Vec::new();
            for segment in &segments {
                alone.extend_from_slice(code.encode(segment).unwrap().get(index).unwrap());
            }
            assert_eq!(together.get(index).unwrap(), alone);
        }
    }
}

#[test]
fn paged_proofs_prove_their_pages() {
    for count in [0, 1, 63, 64, 65, 200] {
        let segments = segments(count);
        let root = segments_root(&segments).unwrap();
        let proofs = paged_proofs(&segments).unwrap();
        assert_eq!(proofs.len(), count.div_ceil(64));
        for (index, proof) in proofs.iter().enumerate() {
            let segment = proof.to_segment();
            assert_eq!(segment.len(), SEGMENT_SIZE);
            assert_eq!(&PagedProof::from_segment(&segment).unwrap(), proof);
            assert_eq!(proof.verify(&root, count, index), Ok(()));
            assert!(proof.verify(&root, count, index + 1).is_err());
            for at in 0..encode(proof).len() {
                let mut changed = segment.clone();
                changed[at] ^= 1;
                let checked = PagedProof::from_segment(&changed)
                    .is_ok_and(|proof| proof.verify(&root, count, index).is_ok());
                assert!(!checked, "octet {at} of proof {index} of {count}");
            }
            let mut longer = segment.clone();
            longer[SEGMENT_SIZE - 1] = 1;
            assert!(PagedProof::from_segment(&longer).is_err());
        }
    }
    let wrong = segments_root(&[vec![0; SEGMENT_SIZE], vec![0; 7]]);
    assert_eq!(wrong, Err(ErasureError::Segment { index: 1, found: 7 }));
}

/// 14.4.1, with each segment encoded by itself.
fn root_formula(code: &mut Code, bundle: &[u8], segments: &[Vec<u8>]) -> Hash {
    let proofs = paged_proofs(segments).unwrap();
    let rows: Vec<Shards> = segments
        .iter()
        .cloned()
        .chain(proofs.iter().map(PagedProof::to_segment))
        .map(|row| code.encode(&row).unwrap())
        .collect();
    let bundle = code.encode(bundle).unwrap();
    let leaf = |index| {
        let column: Vec<&[u8]> = rows.iter().map(|row| row.get(index).unwrap()).collect();
        let root = well_balanced_root(Hashing::Blake2b, &column);
        [Hashing::Blake2b.hash(bundle.get(index).unwrap()).0, root.0].concat()
    };
    let leaves: Vec<Vec<u8>> = (0..code.total()).map(leaf).collect();
    well_balanced_root(Hashing::Blake2b, &leaves)
}

#[test]
fn erasure_roots_are_those_of_the_formula() {
    for mut code in codes() {
        for (size, count) in [(0, 0), (1, 0), (5000, 1), (20_000, 66)] {
            let (bundle, segments) = (blob(size), segments(count));
            let root = erasure_root(&mut code, &bundle, &segments).unwrap();
            assert_eq!(root, root_formula(&mut code, &bundle, &segments));
        }
    }
}
