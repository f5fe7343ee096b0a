//! What the generator means to be valid is valid, and it breaks every rule of every section.
#![forbid(unsafe_code)]

use jar_diff_engines::Engine as _;
use jar_diff_questions::{Answer, DAMAGES, Kind, Native, Question, make, outcome, outcome_name};
use jar_stf::Rule;
use std::collections::BTreeSet;

/// Rules that import asks and no section does, and those that need programs.
const ELSEWHERE: [&str; 8] = [
    "header.parent",
    "header.slot_in_future",
    "header.parent_state_root",
    "header.extrinsic_hash",
    "header.epoch_mark",
    "header.tickets_mark",
    "header.offenders_mark",
    "accumulation.service_conflict",
];

#[test]
fn valid_questions_are_valid_and_every_rule_is_broken() {
    let (mut native, mut octets, mut answer) = (Native::default(), Vec::new(), Vec::new());
    let mut broken: BTreeSet<&str> = BTreeSet::new();
    for number in 0..12_000 {
        let class = make(Kind::Section, 5, number, &mut octets);
        native.observe_bytes(&octets, &mut answer);
        let way = DAMAGES[usize::from(class.damage)];
        let subject = Question::read(&octets).unwrap().subject();
        // What import rejects before it asks a section has no answer.
        let Some(read) = Answer::read(&answer) else {
            assert!(way != "valid" && way != "rule", "{number}: {subject}");
            continue;
        };
        match &read {
            Answer::Rejected { .. } => {
                assert!(way != "valid", "{number}: {subject}: {}", read.summary());
                broken.insert(outcome_name(outcome(&answer)));
            }
            Answer::Refused { .. } => {
                assert!(way != "valid" && way != "rule", "{number}: {subject}")
            }
            Answer::Given { .. } => assert!(read.shown().is_some(), "{number}: {subject}"),
            Answer::Accepted { .. } | Answer::Chain(_) | Answer::Unknown => {
                panic!("{number}: {subject}: {read:?}")
            }
        }
    }
    let all = Rule::ALL.iter().map(|rule| rule.name());
    let never: Vec<&str> =
        all.filter(|name| !broken.contains(name) && !ELSEWHERE.contains(name)).collect();
    assert_eq!(never, Vec::<&str>::new());
}
