//! Sessions: states that stay with Lean, forks of them, and questions that are none.

use jar_lean_oracle::{Oracle, Session, with_oracle};

/// Octets of the components of a tiny state that are all zero: C(1) to C(16).
const ZEROS: [usize; 16] = [
    2,
    2 * 80 * 32,
    2,
    6 * 336 + 144 + 1 + 12 * 33 + 1,
    4,
    4 * 32,
    6 * 336,
    6 * 336,
    6 * 336,
    2,
    4,
    4 + 2 * 4 + 4 + 4 + 1,
    2 * 6 * 24 + 2 * 8 + 1,
    12,
    12,
    1,
];

/// The tiny parameters, as (value, octets).
const TINY: [(u64, usize); 33] = [
    (10, 8),
    (1, 8),
    (100, 8),
    (2, 2),
    (32, 4),
    (12, 4),
    (10_000_000, 8),
    (50_000_000, 8),
    (1_000_000_000, 8),
    (20_000_000, 8),
    (8, 2),
    (16, 2),
    (8, 2),
    (3, 2),
    (14_400, 4),
    (3, 2),
    (8, 2),
    (6, 2),
    (80, 2),
    (4, 2),
    (128, 2),
    (5, 2),
    (6, 2),
    (64_000, 4),
    (13_791_360, 4),
    (4_000_000, 4),
    (4, 4),
    (3_072, 4),
    (1_026, 4),
    (49_152, 4),
    (128, 4),
    (3_072, 4),
    (10, 4),
];

fn params() -> Vec<u8> {
    TINY.iter().flat_map(|(value, octets)| value.to_le_bytes().into_iter().take(*octets)).collect()
}

/// A natural below 2^14.
fn natural(value: usize) -> Vec<u8> {
    if value < 128 { vec![value as u8] } else { vec![0x80 | (value >> 8) as u8, value as u8] }
}

/// The key of C(i).
fn key(i: u8) -> Vec<u8> {
    [&[i][..], &[0; 30]].concat()
}

/// The entries of the state of zeros, but for one component.
fn entries(without: Option<u8>) -> Vec<u8> {
    let kept: Vec<(u8, usize)> = (1..).zip(ZEROS).filter(|(i, _)| Some(*i) != without).collect();
    let mut octets = natural(kept.len());
    for (i, size) in kept {
        octets.extend([key(i), natural(size), vec![0; size]].concat());
    }
    octets
}

/// An empty block of tiny parameters for a parent and a slot, nothing in it signed.
fn block(parent: u8, slot: u32) -> Vec<u8> {
    let mut octets = vec![parent; 32];
    octets.extend([0; 64]);
    octets.extend(slot.to_le_bytes());
    octets.extend([0; 2 + 2 + 96 + 1 + 96 + 7]);
    octets
}

/// A question for a block on a parent's state, with a clock at slot 9.
fn apply(parent: u8, block: &[u8]) -> Vec<u8> {
    [&[parent; 32][..], &[0, 1, 9, 0, 0, 0], &natural(block.len()), block].concat()
}

fn load(oracle: &Oracle, without: Option<u8>) -> Session<'_> {
    oracle.session(&[params(), entries(without)].concat())
}

fn answer(session: &Session<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    session.answer(&mut out);
    out
}

fn root(session: &Session<'_>) -> Vec<u8> {
    let mut out = vec![1; 3];
    session.root(&mut out);
    out
}

fn state(session: &Session<'_>) -> Vec<u8> {
    let mut out = vec![1; 3];
    session.entries(&mut out);
    out
}

/// Function 3 of `jar_answer`, whose blobs have lengths of four octets.
fn root_of_zeros(oracle: &Oracle) -> Vec<u8> {
    let mut question = vec![3, 16, 0, 0, 0];
    for (i, size) in (1..).zip(ZEROS) {
        question.extend([key(i), (size as u32).to_le_bytes().to_vec(), vec![0; size]].concat());
    }
    let mut out = Vec::new();
    oracle.answer(&question, &mut out);
    assert_eq!(out.remove(0), 1);
    out
}

#[test]
fn a_session_keeps_its_state() {
    with_oracle(|oracle| {
        let session = load(oracle, None);
        assert_eq!(answer(&session), [&[1, 1][..], &root_of_zeros(oracle)].concat());
        assert_eq!(root(&session), root_of_zeros(oracle));
        assert_eq!(state(&session), entries(None));
    })
    .unwrap();
}

#[test]
fn rejections_name_the_first_rule_that_is_broken() {
    with_oracle(|oracle| {
        let session = load(oracle, None);
        let rejected = |parent, block: &[u8]| answer(&session.apply(&apply(parent, block)));
        // Parent, slot not after the state's, slot after the clock's, state root: rules 1 to 4.
        assert_eq!(rejected(8, &block(7, 9)), [1, 0, 1, 0, 0, 0, 0, 0]);
        assert_eq!(rejected(7, &block(7, 0)), [1, 0, 2, 0, 0, 0, 0, 0]);
        assert_eq!(rejected(7, &block(7, 10)), [1, 0, 3, 0, 0, 0, 0, 0]);
        assert_eq!(rejected(7, &block(7, 9)), [1, 0, 4, 0, 0, 0, 0, 0]);
    })
    .unwrap();
}

#[test]
fn forks_and_rejections_leave_the_state() {
    with_oracle(|oracle| {
        let session = load(oracle, None);
        let forks: Vec<_> = (0..3).map(|fork| session.apply(&apply(8, &block(fork, 9)))).collect();
        drop(session);
        for fork in forks {
            let next = fork.apply(&apply(7, &block(7, 10)));
            drop(fork);
            assert_eq!(answer(&next), [1, 0, 3, 0, 0, 0, 0, 0]);
            assert_eq!(state(&next), entries(None));
            assert_eq!(root(&next), root_of_zeros(oracle));
        }
    })
    .unwrap();
}

#[test]
fn octets_that_are_no_block_have_a_place() {
    with_oracle(|oracle| {
        let session = load(oracle, None);
        let mut bad = block(7, 9);
        bad[100] = 2;
        let bad = session.apply(&apply(7, &bad));
        assert_eq!(
            answer(&bad),
            [&[1, 2, 6, 100, 0, 0, 0, 0, 0, 0, 0][..], b"header.epoch_mark"].concat()
        );
        let longer = session.apply(&apply(7, &[block(7, 9), vec![0]].concat()));
        assert_eq!(answer(&longer)[..3], [1, 2, 10]);
        assert_eq!(root(&longer), root(&session));
    })
    .unwrap();
}

#[test]
fn what_is_no_question_makes_no_state() {
    with_oracle(|oracle| {
        let empty = oracle.session(&[]);
        assert_eq!(answer(&empty), [0, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
        let next = empty.apply(&apply(7, &block(7, 9)));
        for session in [&empty, &next] {
            assert_eq!(answer(session), [0, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
            assert!(root(session).is_empty() && state(session).is_empty());
        }
        let partial = load(oracle, Some(11));
        assert_eq!(answer(&partial)[..3], [1, 3, 11]);
        assert!(root(&partial).is_empty());
        let session = load(oracle, None);
        let misunderstood = session.apply(&[0; 31]);
        assert_eq!(answer(&misunderstood), [0, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(state(&misunderstood), entries(None));
    })
    .unwrap();
}

#[test]
fn question_96_answers_as_a_session_does() {
    with_oracle(|oracle| {
        let mut out = Vec::new();
        let head = [&[96][..], &params(), &entries(None)].concat();
        oracle.answer(&[head.clone(), apply(7, &block(7, 10))].concat(), &mut out);
        assert_eq!(out, [1, 0, 3, 0, 0, 0, 0, 0]);
        oracle.answer(&[head, apply(7, &[0])].concat(), &mut out);
        assert_eq!(out[..3], [1, 2, 1]);
    })
    .unwrap();
}
