//! Which engines a worker runs, and what it says when one is not there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

use jar_diff_core::protocol::{Reply, receive};
use std::process::{Command, Stdio};

/// The engines that the worker says it runs, or its last words.
fn engines(asked: &[&str]) -> Result<Vec<String>, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_jar-diff-worker"))
        .args(asked)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    match receive(&mut output.stdout.as_slice()) {
        Ok(Reply::Ready { engines, .. }) => Ok(engines),
        _ => {
            assert_eq!(output.status.code(), Some(1));
            Err(String::from_utf8(output.stderr).unwrap())
        }
    }
}

#[test]
fn a_worker_runs_what_it_is_asked_for_in_that_order() {
    for names in ["lean", "interpreter,fixed", "fixed,switch,lean", "lean,interpreter,fixed,switch"]
    {
        assert_eq!(engines(&["--engines", names]).unwrap().join(","), names);
    }
}

#[test]
fn an_engine_that_is_not_there_is_an_error() {
    for (asked, expected) in [
        (
            &["--engines", "lean,quick"][..],
            "no engine \"quick\": this worker has lean, interpreter",
        ),
        (&["--engines", ""], "no engine \"\""),
        (&["--engines", "lean,fixed,lean"], "engine lean is named twice"),
        (&["--engines", "lean,switch"], "switch is made of the Rust engines of the run"),
        (&["--engine", "lean"], "expected --engines NAME,… or nothing"),
        (&["--engines"], "expected --engines NAME,… or nothing"),
    ] {
        let said = engines(asked).unwrap_err();
        assert!(said.contains(expected), "{asked:?}: {said}");
    }
}
