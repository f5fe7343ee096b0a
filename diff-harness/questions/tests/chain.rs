//! Questions about chains: made, answered by Rust, made smaller.
#![forbid(unsafe_code)]
#![expect(clippy::panic, reason = "in a test it is an assertion")]

use jar_diff_engines::Engine;
use jar_diff_questions::chain::{ChainAnswer, ChainQuestion, Step, count};
use jar_diff_questions::{Answer, Kind, NATIVE_PLAIN, Native, Question, make, smaller};

/// A number on a walk without contests, whose proofs take long.
const NUMBER: u64 = 23;

fn made() -> Vec<u8> {
    let mut octets = Vec::new();
    make(Kind::Chain, 5, NUMBER, &mut octets);
    octets
}

fn answered(engine: &mut Native, octets: &[u8]) -> (Vec<u8>, ChainAnswer) {
    let mut out = Vec::new();
    engine.observe_bytes(octets, &mut out);
    let Some(Answer::Chain(answer)) = Answer::read(&out) else { panic!("no answer") };
    (out, *answer)
}

#[test]
fn blocks_are_imported_rejected_and_damaged() {
    let octets = made();
    assert_eq!(made(), octets, "the same seed and number make the same question");
    let (out, answer) = answered(&mut Native::default(), &octets);
    let imported = answer.steps.iter().filter(|step| matches!(step, Step::Imported { .. })).count();
    let rejected = answer.steps.iter().filter(|step| matches!(step, Step::Rejected { .. })).count();
    assert!(imported >= 5 && rejected >= 5, "{answer:?}");
    assert!(answer.last.is_some() && answer.entries.is_none());
    let counts = count(&octets, &out);
    assert_eq!(counts.iter().filter(|count| **count == (0, 0)).count(), imported);
    assert_eq!(count(&octets, &[]), []);
    // Who does not say why says less, of the same blocks.
    let (_, plain) = answered(&mut Native::new(NATIVE_PLAIN, Box::new(javm::Interpreter)), &octets);
    let refused = plain.steps.iter().filter(|step| **step == Step::Refused).count();
    assert_eq!(refused, answer.steps.len() - imported);
}

#[test]
fn one_block_is_left_with_the_state_of_its_parent() {
    let octets = made();
    let (_, answer) = answered(&mut Native::default(), &octets);
    let request = Question::read(&octets).unwrap().request;
    let (_, whole) = ChainQuestion::read(request).unwrap();
    let mut compared = 0;
    for one in smaller(&octets) {
        let (_, alone) = ChainQuestion::read(Question::read(&one).unwrap().request).unwrap();
        let [block] = alone.blocks.as_slice() else { continue };
        let place = whole.blocks.iter().position(|other| other == block).unwrap();
        let (_, again) = answered(&mut Native::default(), &one);
        assert_eq!(again.steps.first(), answer.steps.get(place));
        compared += 1;
    }
    assert!(compared >= 10, "{compared}");
}

#[test]
fn answers_that_differ_say_where() {
    let octets = made();
    let (_, answer) = answered(&mut Native::default(), &octets);
    let mut other = answer.clone();
    let place = 3;
    *other.steps.get_mut(place).unwrap() = Step::Orphan;
    assert_eq!(answer.first_difference(&other), Some(place));
    let (a, b) = (Answer::Chain(Box::new(answer.clone())), Answer::Chain(Box::new(other)));
    assert!(a.first_mismatch(&b).unwrap().1.starts_with("block 3: "));
    let same = Answer::Chain(Box::new(answer));
    assert_eq!(a.first_mismatch(&same), None);
}
