//! The functions of the protocol, through the entry point: hashes against other implementations, and commitments and codes against themselves.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

use jar_lean_oracle::{Oracle, with_oracle};
use sha3::Digest;

const BLAKE2B: u8 = 0;
const KECCAK: u8 = 1;

fn ask(oracle: &Oracle, question: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    oracle.answer(question, &mut out);
    assert_eq!(out[0], 1, "malformed: code {}, offset {}", out[1], out[2]);
    out.split_off(1)
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap().to_le_bytes()
}

fn blob(octets: &[u8]) -> Vec<u8> {
    [&number(octets.len())[..], octets].concat()
}

fn blobs<T: AsRef<[u8]>>(items: &[T]) -> Vec<u8> {
    [number(items.len()).to_vec(), items.iter().flat_map(|item| blob(item.as_ref())).collect()]
        .concat()
}

/// Takes blobs apart; what is left follows.
fn unblobs(mut octets: &[u8]) -> (Vec<Vec<u8>>, &[u8]) {
    let mut take = |n: usize| {
        let (taken, rest) = octets.split_at(n);
        octets = rest;
        taken
    };
    let count = u32::from_le_bytes(take(4).try_into().unwrap());
    let items = (0..count)
        .map(|_| {
            let size = u32::from_le_bytes(take(4).try_into().unwrap());
            take(size as usize).to_vec()
        })
        .collect();
    (items, octets)
}

/// Octets without a pattern.
fn noise(seed: u64, size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size + 32);
    let mut block = 0_u64;
    while out.len() < size {
        out.extend(blake2b(&[seed.to_le_bytes(), block.to_le_bytes()].concat()));
        block += 1;
    }
    out.truncate(size);
    out
}

fn blake2b(octets: &[u8]) -> Vec<u8> {
    blake2b_simd::Params::new().hash_length(32).hash(octets).as_bytes().to_vec()
}

#[test]
fn hashes_are_those_of_other_implementations() {
    with_oracle(|oracle| {
        let sizes = (0..=600).chain([1000, 4104, 65_535, 65_536, 1_000_000]);
        for size in sizes {
            let message = noise(1, size);
            let ours = |which| ask(oracle, &[&[1, which][..], &blob(&message)].concat());
            assert_eq!(ours(BLAKE2B), blake2b(&message), "Blake2b of {size} octets");
            assert_eq!(
                ours(KECCAK),
                sha3::Keccak256::digest(&message).to_vec(),
                "Keccak of {size} octets"
            );
        }
    })
    .unwrap();
}

#[test]
fn any_third_of_the_shards_recovers_a_segment() {
    with_oracle(|oracle| {
        let counts = [&342_u16.to_le_bytes()[..], &1023_u16.to_le_bytes()].concat();
        let segment = noise(2, 4104);
        let (shards, rest) = {
            let answer = ask(oracle, &[&[32][..], &counts, &blob(&segment)].concat());
            let (shards, rest) = unblobs(&answer);
            (shards, rest.len())
        };
        assert_eq!((shards.len(), rest), (1023, 0));
        assert_eq!(shards[..342].concat(), segment, "the first shards are the segment");
        for step in [1_usize, 2, 700] {
            let mut question = [&[33][..], &counts, &number(6), &number(342)].concat();
            for i in 0..342 {
                let index = (1022 + step * i) % 1023;
                question.extend(u16::try_from(index).unwrap().to_le_bytes());
                question.extend(&shards[index]);
            }
            let answer = ask(oracle, &question);
            assert_eq!((answer[0], &answer[1..]), (1, &segment[..]), "every {step}th shard");
        }
        // One too few, and one twice.
        let mut question = [&[33][..], &counts, &number(6), &number(342)].concat();
        for index in (600..941).chain([600]) {
            question.extend(u16::try_from(index).unwrap().to_le_bytes());
            question.extend(&shards[index]);
        }
        assert_eq!(ask(oracle, &question), [0], "341 different shards are too few");
    })
    .unwrap();
}

#[test]
fn traces_lead_to_roots() {
    with_oracle(|oracle| {
        for count in (1..=17_usize).chain([64, 100, 129]) {
            let items: Vec<Vec<u8>> = (0..count).map(|i| noise(i as u64, 40)).collect();
            for which in [BLAKE2B, KECCAK] {
                let root = ask(oracle, &[&[18, which][..], &blobs(&items)].concat());
                for (i, item) in items.iter().enumerate() {
                    let path =
                        ask(oracle, &[&[17, which][..], &number(i), &blobs(&items)].concat());
                    let check = |item: &[u8], path: &[u8]| {
                        ask(
                            oracle,
                            &[
                                &[19, which][..],
                                &root,
                                &number(count),
                                &number(i),
                                &blob(item),
                                path,
                            ]
                            .concat(),
                        )
                    };
                    assert_eq!(check(item, &path), [1], "item {i} of {count}");
                    assert_eq!(check(&noise(999, 40), &path), [0], "a wrong item");
                    let mut damaged = path.clone();
                    if let Some(last) = damaged.last_mut().filter(|_| count > 1) {
                        *last ^= 1;
                        assert_eq!(check(item, &damaged), [0], "a damaged path");
                    }
                }
            }
        }
    })
    .unwrap();
}

#[test]
fn pages_lead_to_roots() {
    with_oracle(|oracle| {
        for count in [1_usize, 2, 3, 5, 8, 63, 64, 65, 200] {
            let items: Vec<Vec<u8>> = (0..count).map(|i| noise(i as u64, 50)).collect();
            let root = ask(oracle, &[&[20, BLAKE2B][..], &blobs(&items)].concat());
            for x in [0_u8, 1, 3, 6, 9] {
                for i in 0..count.div_ceil(1 << x) {
                    let answer =
                        ask(oracle, &[&[21, BLAKE2B, x][..], &number(i), &blobs(&items)].concat());
                    let (path, rest) = unblobs(&answer);
                    let (leaves, rest) = unblobs(rest);
                    assert_eq!(rest.len(), 0);
                    let check = |leaves: &[Vec<u8>]| {
                        ask(
                            oracle,
                            &[
                                &[22, BLAKE2B][..],
                                &root,
                                &[x],
                                &number(count),
                                &number(i),
                                &blobs(leaves),
                                &blobs(&path),
                            ]
                            .concat(),
                        )
                    };
                    assert_eq!(check(&leaves), [1], "page {i} of 2^{x} of {count}");
                    let mut damaged = leaves.clone();
                    damaged[0][0] ^= 1;
                    assert_eq!(check(&damaged), [0], "a damaged leaf");
                    assert_eq!(check(&leaves[1..]), [0], "a leaf too few");
                }
            }
        }
    })
    .unwrap();
}

#[test]
fn the_trie_proves_what_it_holds_and_what_not() {
    with_oracle(|oracle| {
        for count in [0_usize, 1, 2, 3, 10, 100] {
            let entry =
                |i: usize| [noise(i as u64, 31), blob(&noise(i as u64 + 1000, i % 70))].concat();
            let entries = [number(count).to_vec(), (0..count).flat_map(entry).collect()].concat();
            let root = ask(oracle, &[&[3][..], &entries].concat());
            let reversed =
                [number(count).to_vec(), (0..count).rev().flat_map(entry).collect()].concat();
            assert_eq!(
                ask(oracle, &[&[3][..], &reversed].concat()),
                root,
                "the order does not matter"
            );
            for i in 0..=count {
                let key = noise(i as u64, 31);
                let proof = ask(oracle, &[&[4][..], &key, &entries].concat());
                let check = |root: &[u8], proof: &[u8]| {
                    ask(oracle, &[&[5][..], root, &key, proof].concat())
                };
                let held: Vec<u8> = if i < count {
                    [&[1, 1][..], &noise(i as u64 + 1000, i % 70)].concat()
                } else {
                    vec![1, 0]
                };
                assert_eq!(check(&root, &proof), held, "key {i} of {count}");
                let mut other = root.clone();
                other[5] ^= 4;
                assert_eq!(check(&other, &proof), [0], "another root");
            }
        }
    })
    .unwrap();
}

#[test]
fn ranges_grow() {
    with_oracle(|oracle| {
        let mut range = number(0).to_vec();
        for n in 0..40_usize {
            range = ask(oracle, &[&[23, KECCAK][..], &noise(n as u64, 32), &range].concat());
            assert_eq!(ask(oracle, &[&[24, KECCAK][..], &range].concat()).len(), 32);
        }
        assert_eq!(range[..4], number(6), "40 items: peaks 3 and 5");
        let flags: Vec<u8> = range_flags(&range[4..]);
        assert_eq!(flags, [0, 0, 0, 1, 0, 1]);
    })
    .unwrap();
}

fn range_flags(mut octets: &[u8]) -> Vec<u8> {
    let mut flags = Vec::new();
    while let Some((flag, rest)) = octets.split_first() {
        flags.push(*flag);
        octets = &rest[32 * usize::from(*flag)..];
    }
    flags
}

#[test]
fn an_erasure_root_is_of_everything_in_it() {
    with_oracle(|oracle| {
        let counts = [2, 0, 6, 0];
        let root = |bundle: &[u8], segments: &[Vec<u8>]| {
            ask(
                oracle,
                &[&[35][..], &counts, &blob(bundle), &number(segments.len()), &segments.concat()]
                    .concat(),
            )
        };
        let bundle = noise(7, 1000);
        let segments: Vec<Vec<u8>> = (0..3).map(|i| noise(20 + i, 4104)).collect();
        let all = root(&bundle, &segments);
        assert_eq!(all.len(), 32);
        assert_ne!(all, root(&bundle, &segments[..2]));
        assert_ne!(all, root(&bundle[..999], &segments));
        let pages = ask(oracle, &[&[34][..], &number(3), &segments.concat()].concat());
        let (pages, _) = unblobs(&pages);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [4104]);
        assert_eq!(pages[0][..2], [0, 3], "no path above the only page; three leaves");
        assert_eq!(pages[0][2..34], blake2b(&[&b"leaf"[..], &segments[0]].concat()));
    })
    .unwrap();
}

#[test]
fn malformed_questions_say_where() {
    with_oracle(|oracle| {
        let mut out = Vec::new();
        for (question, code, offset) in [
            (&[][..], 4, 0_u8),
            (&[0], 3, 0),
            (&[99], 3, 0),
            (&[1], 4, 1),
            (&[1, 2], 3, 1),
            (&[1, 0, 1, 0, 0, 0], 4, 6),
            (&[1, 0, 0, 0, 0, 0, 0], 5, 6),
            (&[32, 0, 0], 3, 1),
            (&[32, 2, 0, 1, 0], 3, 3),
        ] {
            oracle.answer(question, &mut out);
            assert_eq!(out, [0, code, offset, 0, 0, 0, 0, 0, 0, 0], "{question:?}");
        }
    })
    .unwrap();
}
