//! What ends a worker with the specification, and what the supervisor's side learns from it: exit codes, last words and, from the
//! signs of life, case and engine.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

use jar_diff_core::planted::contains;
use jar_diff_core::protocol::{At, FrameError, Reply, Request, receive, send};
use jar_diff_gen::{Generator, Lane, Settings};
use jar_lean_oracle::CRASH_EXIT_CODE;
use javm::Opcode;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How a batch ended that a planted death is in.
struct Ended {
    code: Option<i32>,
    signal: Option<i32>,
    /// Signs of life, in order.
    signs: Vec<At>,
    stderr: String,
    after: Duration,
}

/// Runs 300 cases of lane `single` with a planted death; kills the worker after `patience` of signs of life.
fn batch(fatal: &str, careful: bool, patience: Duration) -> Ended {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_jar-diff-worker"))
        .env("JAR_DIFF_WORKER_FATAL", fatal)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (worker.stdin.take().unwrap(), worker.stdout.take().unwrap());
    assert!(matches!(receive(&mut output), Ok(Reply::Ready { .. })));
    let began = Instant::now();
    let lane = "single".to_owned();
    send(&mut input, &Request::Batch { lane, seed: 7, first: 0, count: 300, careful }).unwrap();
    let mut signs = Vec::new();
    loop {
        match receive(&mut output) {
            Ok(Reply::Alive(at)) => signs.push(at),
            Ok(other) => panic!("{fatal}: {other:?}"),
            Err(FrameError::Pipe(_)) => break,
            Err(error) => panic!("{fatal}: {error}"),
        }
        if began.elapsed() > patience {
            worker.kill().unwrap();
        }
    }
    let status = worker.wait().unwrap();
    let (code, signal) = (status.code(), status.signal());
    let mut stderr = String::new();
    worker.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    Ended { code, signal, signs, stderr, after: began.elapsed() }
}

/// The last sign of life is the reference at the first case of the lane that has the opcode.
fn assert_guilty(ended: &Ended, fatal: &str) {
    let opcode = Opcode::from_name(fatal.split_once(':').unwrap().1).unwrap();
    let mut generator = Generator::new(Settings::default());
    let first = (0..300).find(|&number| {
        generator.generate(Lane::Single, 7, number, |_, _| {});
        contains(&generator.case, opcode)
    });
    let last = ended.signs.last().unwrap();
    assert_eq!((Some(last.number), last.engine.as_str()), (first, "lean"), "{fatal}");
}

const LONG: Duration = Duration::from_secs(60);

#[test]
fn a_panic_in_lean_ends_the_worker_at_the_case_that_it_named() {
    let ended = batch("panic:rot_l_64", true, LONG);
    assert_eq!(ended.code, Some(CRASH_EXIT_CODE));
    assert!(ended.stderr.contains("PANIC at Probe.panics"), "{}", ended.stderr);
    assert_guilty(&ended, "panic:rot_l_64");
}

#[test]
fn an_overflow_of_the_stack_in_lean_ends_the_worker_at_the_case_that_it_named() {
    let ended = batch("overflow:sub_64", true, LONG);
    assert_eq!(ended.code, Some(CRASH_EXIT_CODE));
    assert!(ended.stderr.contains("overflowed its stack"), "{}", ended.stderr);
    assert_guilty(&ended, "overflow:sub_64");
}

#[test]
fn an_abort_is_recognised_too() {
    let ended = batch("abort:trap", true, LONG);
    assert_eq!(ended.code, Some(CRASH_EXIT_CODE));
    assert_guilty(&ended, "abort:trap");
}

/// The handler of faults in compiled code is there: `fixed` has run every case before this one.
#[test]
fn a_fault_that_is_not_the_guests_ends_the_worker_at_the_case_that_it_named() {
    let ended = batch("fault:rot_l_64", true, LONG);
    assert_eq!((ended.code, ended.signal), (None, Some(11)), "{}", ended.stderr);
    assert_guilty(&ended, "fault:rot_l_64");
}

#[test]
fn a_hanging_worker_still_says_where_it_is() {
    for fatal in ["hang:rot_l_64", "spin:rot_l_64"] {
        // Without care: the signs of life come from a thread of their own.
        let ended = batch(fatal, false, Duration::from_millis(2_500));
        assert_eq!(ended.signal, Some(9), "it was killed");
        assert!(ended.signs.len() >= 2 && ended.after < Duration::from_secs(20));
        assert_guilty(&ended, fatal);
    }
}

#[test]
fn a_switch_that_means_nothing_is_an_error() {
    let output = Command::new(env!("CARGO_BIN_EXE_jar-diff-worker"))
        .env("JAR_DIFF_WORKER_FATAL", "panic:rot_l_65")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("expected panic, overflow, abort, fault, hang or spin"), "{said}");
}
