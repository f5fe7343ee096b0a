//! Questions that nothing was done to have answers.
#![forbid(unsafe_code)]
#![expect(clippy::indexing_slicing, reason = "helpers of tests; a panic is a failed test")]

use jar_diff_engines::Engine;
use jar_diff_questions::{Answer, DAMAGES, FUNCTIONS, Kind, Native, Question, TYPES, make};

/// The valid questions among the first of a kind, with the place of their subject and what Rust answers.
fn valid(kind: Kind, subjects: usize) -> impl Iterator<Item = (usize, Vec<u8>, Vec<u8>)> {
    let made = (0u64..).map(move |number| {
        let mut question = Vec::new();
        (make(kind, 5, number, &mut question), question)
    });
    let valid = made.filter(|(class, _)| DAMAGES[usize::from(class.damage)] == "valid");
    valid.take(30 * subjects).map(|(class, question)| {
        let mut answer = Vec::new();
        Native::default().observe_bytes(&question, &mut answer);
        (usize::from(class.subject), question, answer)
    })
}

#[test]
fn values_are_accepted_as_they_are() {
    for (subject, question, answer) in valid(Kind::Codec, TYPES.len()) {
        let octets = question[9..].to_vec();
        let name = TYPES[subject].name;
        assert_eq!(Question::read(&question).map(|q| q.subject()).as_deref(), Some(name));
        match Answer::read(&answer) {
            Some(Answer::Accepted { octets: found, .. }) => assert_eq!(found, octets, "{name}"),
            // Octets of parameters are drawn, and need not be parameters; a sampled state may be of other ones.
            other => assert_eq!(name, "params", "{other:?}"),
        }
    }
}

#[test]
fn functions_have_values_and_checks_accept() {
    for (subject, _, answer) in valid(Kind::Function, FUNCTIONS.len()) {
        let (code, name) = FUNCTIONS[subject];
        // A tree of no items has no place to ask for; a map of no keys has no more to say.
        let Some(answer) = Answer::read(&answer) else {
            assert!([17, 21].contains(&code), "{name}: no answer");
            continue;
        };
        let Answer::Accepted { octets, .. } = answer else { panic!("{name}: {answer:?}") };
        match code {
            5 => assert_eq!(octets[0], 1, "{name}"),
            19 | 22 => assert!(octets[0] <= 1, "{name}"),
            _ => {}
        }
    }
    let checks = valid(Kind::Function, FUNCTIONS.len())
        .filter(|(subject, ..)| [19, 22].contains(&FUNCTIONS[*subject].0));
    let accepted = checks.filter(|(.., answer)| answer.last() == Some(&1)).count();
    assert!(accepted > 50, "{accepted} of 60 proofs are accepted");
}
