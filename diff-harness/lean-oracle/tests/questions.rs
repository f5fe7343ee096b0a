//! The specification and the Rust libraries answer the same questions about the protocol's types and functions.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

use jar_diff_engines::Engine;
use jar_diff_questions::{Answer, Kind, Native, Question, TYPES, invocation, make};
use jar_lean_oracle::with_oracle;
use std::ops::Range;

#[test]
fn the_types_are_the_same_by_number_and_name() {
    let mut out = Vec::new();
    with_oracle(|oracle| oracle.codec_types(&mut out)).unwrap();
    let lean = String::from_utf8(out).unwrap();
    let mut types: Vec<_> = TYPES.iter().collect();
    types.sort_by_key(|kind| kind.number);
    let name = |kind: &jar_diff_questions::Type| format!("{} {}", kind.number, kind.name);
    let rust: Vec<String> = types.into_iter().map(name).collect();
    assert_eq!(rust, lean.lines().collect::<Vec<_>>());
}

#[test]
fn answers_agree() {
    with_oracle(|mut oracle| {
        let (mut question, mut lean, mut rust) = (Vec::new(), Vec::new(), Vec::new());
        for kind in [Kind::Codec, Kind::Function] {
            for number in 0..4000 {
                make(kind, 1, number, &mut question);
                Native::default().observe_bytes(&question, &mut rust);
                if rust.is_empty() {
                    // Arguments without a value.
                    continue;
                }
                oracle.observe_bytes(&question, &mut lean);
                let answers = (Answer::read(&lean).unwrap(), Answer::read(&rust).unwrap());
                assert_eq!(answers.0.first_mismatch(&answers.1), None, "{kind:?} {number}");
                assert_eq!(lean, rust, "{kind:?} {number}");
            }
        }
    })
    .unwrap();
}

/// A question about the code of `original` and `total` shards, without its end.
fn code_question(function: u8, original: u16, total: u16) -> Vec<u8> {
    let mut question = Vec::new();
    Question::begin(Kind::Function, &mut question);
    question.push(function);
    question.extend([original.to_le_bytes(), total.to_le_bytes()].concat());
    question
}

/// Asks both for the shards of octets, and for the octets from the shards of each choice; both must say the same, and Rust what they were.
fn codes_agree(
    (original, total): (u16, u16),
    octets: &[u8],
    choices: impl Iterator<Item = Vec<u16>>,
) -> usize {
    let name = format!("{original}:{total}");
    let ask = |question: &[u8], name: &str| {
        let (mut lean, mut rust) = (Vec::new(), Vec::new());
        Native::default().observe_bytes(question, &mut rust);
        with_oracle(|mut oracle| oracle.observe_bytes(question, &mut lean)).unwrap();
        assert!(!rust.is_empty(), "{name} has no answer");
        assert!(lean == rust, "{name}: {} and {}", hex(&lean), hex(&rust));
        rust.split_off(7)
    };
    let mut question = code_question(32, original, total);
    question.extend((octets.len() as u32).to_le_bytes());
    question.extend(octets);
    let encoded = ask(&question, &name);
    let size = octets.len().div_ceil(usize::from(original) * 2) * 2;
    let shards: Vec<&[u8]> =
        encoded[4..].chunks(size + 4).map(|shard| shard.split_at(4).1).collect();
    assert_eq!(shards.len(), usize::from(total));
    let mut padded = octets.to_vec();
    padded.resize(size * usize::from(original), 0);
    choices
        .map(|choice| {
            let mut question = code_question(33, original, total);
            question.extend((size as u32 / 2).to_le_bytes());
            question.extend((choice.len() as u32).to_le_bytes());
            for index in &choice {
                question.extend(index.to_le_bytes());
                question.extend(shards[usize::from(*index)]);
            }
            let recovered = ask(&question, &format!("{name} of {choice:?}"));
            assert_eq!(recovered, [&[1], padded.as_slice()].concat(), "{name} of {choice:?}");
        })
        .count()
}

fn hex(octets: &[u8]) -> String {
    octets.iter().take(80).map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn small_codes_agree_on_all_shards_that_are_enough() {
    let mut count = 0;
    for original in 1..=6_u16 {
        for total in original + 1..=original + 4 {
            let enough = |mask: &u32| mask.count_ones() == u32::from(original);
            let choice = |mask: u32| (0..total).filter(|bit| mask >> bit & 1 == 1).collect();
            let choices = (0..1_u32 << total).filter(enough).map(choice);
            let octets: Vec<u8> =
                (0..u32::from(original) * 4 - 1).map(|place| (place * 37 + 11) as u8).collect();
            count += codes_agree((original, total), &octets, choices);
        }
    }
    // Σ of the binomial coefficients of total and original
    assert_eq!(count, 780);
}

/// Shards that are far apart or close together, few and many of the original ones.
#[test]
fn large_codes_agree() {
    let run = |range: Range<u16>, total: u16| range.map(|index| index % total).collect::<Vec<_>>();
    let segment: Vec<u8> = (0..4104_u32).map(|place| (place * place / 7) as u8).collect();
    let scattered =
        |seed: u32| (0..342_u32).map(|place| ((place * 389 + seed) % 1023) as u16).collect();
    let choices = [run(342..684, 1023), run(681..1023, 1023), run(200..542, 1023)];
    let all = choices.into_iter().chain([scattered(1), scattered(77)]);
    assert_eq!(codes_agree((342, 1023), &segment, all), 5);
    let some = [run(33..66, 99), run(66..99, 99), run(80..113, 99)].into_iter();
    assert_eq!(codes_agree((33, 99), &segment, some), 3);
}

#[test]
fn services_do_the_same() {
    with_oracle(|mut oracle| {
        let (mut question, mut lean, mut rust) = (Vec::new(), Vec::new(), Vec::new());
        let mut native = Native::default();
        for number in 0..600 {
            invocation(1, number, &mut question);
            native.observe_bytes(&question, &mut rust);
            oracle.observe_bytes(&question, &mut lean);
            let answers = (Answer::read(&lean).unwrap(), Answer::read(&rust).unwrap());
            assert_eq!(answers.0.first_mismatch(&answers.1), None, "{number}");
            assert!(lean == rust, "{number}");
        }
    })
    .unwrap();
}
