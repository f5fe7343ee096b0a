//! The codecs of Lean and Rust are one codec: same octets, same errors at the same places.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests; a panic is a failed test"
)]

#[path = "../../wire/tests/strategies/mod.rs"]
mod strategies;

use jar_diff_wire::{Case, DecodeError, MalformedCase, Outcome};
use jar_lean_oracle::{Oracle, with_oracle};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What Lean must answer: the octets themselves, or the error that Rust found.
fn expected<T>(bytes: &[u8], decoded: &Result<T, DecodeError>) -> Vec<u8> {
    match decoded {
        Ok(_) => bytes.to_vec(),
        Err(error) => Outcome::Malformed(MalformedCase::from(error)).encode(),
    }
}

fn case_agrees(oracle: &Oracle, bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut out = Vec::new();
    oracle.case_roundtrip(bytes, &mut out);
    let decoded = Case::decode(bytes);
    prop_assert_eq!(&out, &expected(bytes, &decoded), "{:?}", decoded);
    if decoded.is_err() {
        let mut answer = Vec::new();
        oracle.run(bytes, &mut answer);
        prop_assert_eq!(answer, out, "a run reports what the decoder found");
    }
    Ok(())
}

fn outcome_agrees(oracle: &Oracle, bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut out = Vec::new();
    oracle.observation_roundtrip(bytes, &mut out);
    let decoded = Outcome::decode(bytes);
    prop_assert_eq!(out, expected(bytes, &decoded), "{:?}", decoded);
    Ok(())
}

type Edit = (prop::sample::Index, u8, u8);

/// Changes, inserts, removes an octet, or cuts the string off. Small octets are likely: they reach deeper.
fn edited(mut bytes: Vec<u8>, (place, octet, how): Edit) -> Vec<u8> {
    if bytes.is_empty() {
        return bytes;
    }
    let place = place.index(bytes.len());
    match how % 5 {
        0 => bytes[place] = octet,
        1 => bytes[place] = octet % 4,
        2 => bytes.insert(place, octet % 4),
        3 => drop(bytes.remove(place)),
        _ => bytes.truncate(place),
    }
    bytes
}

/// Compares on many values and on edits of each. A value in disagreement is shrunk.
fn check<T: std::fmt::Debug>(
    strategy: impl Strategy<Value = (T, Vec<Edit>)> + Send,
    encode: impl Fn(&T) -> Vec<u8> + Send,
    agrees: impl Fn(&Oracle, &[u8]) -> Result<(), TestCaseError> + Send,
) {
    let config = Config { failure_persistence: None, ..Config::with_cases(5000) };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    with_oracle(move |oracle| {
        let result = TestRunner::new_with_rng(config, rng).run(&strategy, |(value, edits)| {
            let bytes = encode(&value);
            agrees(oracle, &bytes)?;
            agrees(oracle, &edits.into_iter().fold(bytes, edited))
        });
        result.unwrap_or_else(|error| panic!("{error}"));
    })
    .unwrap();
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    proptest::collection::vec(any::<Edit>(), 1..4)
}

#[test]
fn case_codecs_agree() {
    check((strategies::case(), edits()), |case| case.encode().unwrap(), case_agrees);
}

#[test]
fn observation_codecs_agree() {
    check((strategies::outcome(), edits()), Outcome::encode, outcome_agrees);
}
