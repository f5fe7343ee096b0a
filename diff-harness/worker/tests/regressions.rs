//! Every kept case and question through the worker itself: the specification and Rust give the expected answer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

use jar_diff_core::protocol::{Hex, Reply, Request, Trial, receive, send};
use jar_diff_core::{Verdict, compare};
use jar_diff_engines::Ask;
use jar_diff_questions::ask;
use jar_diff_wire::Case;
use std::path::Path;
use std::process::{Command, Stdio};

/// Asks a worker with these engines, or the usual ones, for every kept case or question.
fn every(about: Ask, arguments: &[&str], wanted: &[&str]) {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_jar-diff-worker"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (worker.stdin.take().unwrap(), worker.stdout.take().unwrap());
    let Reply::Ready { engines, .. } = receive(&mut output).unwrap() else { panic!("not ready") };
    assert_eq!(engines, wanted);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../regressions");
    for folder in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(folder.join("case.bin")).unwrap();
        if ask(&bytes) != about {
            continue;
        }
        let expected = std::fs::read(folder.join("expected.obs")).unwrap();
        let history = jar_diff_core::history::read(&folder).unwrap();
        let history = history.iter().map(|case| Hex(case.encode().unwrap())).collect();
        let trial = Trial { history, case: Hex(bytes.clone()) };
        send(&mut input, &Request::Observe { cases: vec![trial] }).unwrap();
        let rows = loop {
            match receive(&mut output).unwrap() {
                Reply::Alive(_) => {}
                Reply::Observed { rows } => break rows,
                other => panic!("{other:?}"),
            }
        };
        let answers = rows.first().unwrap();
        assert!(answers.first().unwrap().bytes() == expected, "{}", folder.display());
        let verdict = compare(answers, Case::decode(&bytes).ok().as_ref());
        assert_eq!(verdict, Verdict::Equal, "{}", folder.display());
    }
    send(&mut input, &Request::Stop).unwrap();
    assert!(worker.wait().unwrap().success());
}

#[test]
fn the_worker_answers_every_regression_as_expected() {
    every(Ask::Machine, &[], &["lean", "interpreter", "fixed", "switch"]);
}

#[test]
fn the_worker_answers_every_question_as_expected() {
    every(Ask::Protocol, &["--engines", "lean,rust"], &["lean", "rust"]);
}
