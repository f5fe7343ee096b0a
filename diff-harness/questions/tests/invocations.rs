//! The questions of lane `invocations`: they are well-formed, their programs run, and what can happen happens.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use jar_diff_engines::Engine;
use jar_diff_questions::watch::{CALLS, CONTEXTS, RESULTS, possible};
use jar_diff_questions::{Answer, Native, Question, invocation};
use std::collections::{BTreeMap, BTreeSet};

/// A word for what a question came to.
fn word(question: &[u8], answer: &[u8]) -> String {
    let subject = Question::read(question).unwrap().subject();
    let answer = Answer::read(answer).unwrap_or_else(|| panic!("{subject}: no answer"));
    let shown = answer.shown().unwrap_or_default();
    let result = shown.get("result").map(serde_json::Value::to_string).unwrap_or_default();
    let result = if result.contains("ok") { "ok".to_owned() } else { result };
    match subject.as_str() {
        "accumulation" => format!("{subject} {}", answer.name()),
        "report" if shown.get("Report").is_some() => format!("{subject} made"),
        "report" => format!("{subject} {shown}"),
        _ => format!("{subject} {result}"),
    }
}

#[test]
fn programs_run_and_calls_have_every_result() {
    let mut native = Native::default();
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for number in 0..2000 {
        let (mut question, mut answer) = (Vec::new(), Vec::new());
        invocation(5, number, &mut question);
        native.observe_bytes(&question, &mut answer);
        *words.entry(word(&question, &answer)).or_insert(0) += 1;
    }
    let count = |word: &str| words.get(word).copied().unwrap_or_default();
    assert!(count("accumulation given") > 1000 && count("refinement ok") > 200, "{words:#?}");
    assert!(count("authorization ok") > 40 && count("report made") > 25, "{words:#?}");
    for word in [
        "accumulation accumulation.service_conflict",
        "refinement {\"bad_code\":null}",
        "refinement {\"code_oversize\":null}",
        "refinement {\"out_of_gas\":null}",
        "refinement {\"panic\":null}",
        "report {\"Refused\":\"Limits\"}",
        "report {\"Refused\":\"Data\"}",
    ] {
        assert!(count(word) > 0, "{word}: {words:#?}");
    }
    let met: BTreeSet<(u8, u8, u8)> = native.met().into_iter().map(|(cell, _)| cell).collect();
    let name = |(context, call, result): &(u8, u8, u8)| {
        let [context, call, result] = [context, call, result].map(|place| usize::from(*place));
        format!("{} {} {}", CONTEXTS[context], CALLS[call], RESULTS[result])
    };
    // What so few questions need not meet: calls that a context does not know, and gas that is just enough.
    let rare = |cell: &str| {
        ["WHAT", "out-of-gas", "gas 0", "checkpoint 0", "fetch 0", "new 0"]
            .iter()
            .any(|rare| cell.contains(rare))
    };
    let all = (0..3).flat_map(|context| (0..28).map(move |call| (context, call)));
    let all = all.flat_map(|(context, call)| {
        possible(context, call).into_iter().map(move |result| (context, call, result))
    });
    let never: Vec<String> =
        all.filter(|cell| !met.contains(cell)).map(|cell| name(&cell)).collect();
    let missing: Vec<&String> = never.iter().filter(|cell| !rare(cell)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(never.len() < 60, "{never:#?}");
}
