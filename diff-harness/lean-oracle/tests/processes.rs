//! What ends a process does so quickly and recognisably.
#![expect(clippy::unwrap_used, reason = "helpers of tests; a panic is a failed test")]

mod common;

use common::probe;
use jar_lean_oracle::{ABI_VERSION, CRASH_EXIT_CODE, foreign_unwinder};
use std::time::Duration;

#[test]
fn binary_runs_without_ld_library_path() {
    let ended = probe(&["version"], Duration::from_secs(10));
    assert_eq!(
        (ended.code, ended.stdout.trim()),
        (Some(0), ABI_VERSION.to_string().as_str()),
        "{}",
        ended.stderr
    );
}

#[test]
fn lean_panic_kills_worker_with_134_in_2s() {
    let ended = probe(&["panic"], Duration::from_secs(10));
    assert_eq!(ended.code, Some(CRASH_EXIT_CODE), "{ended:?}");
    assert_eq!(ended.stdout, "", "the panic must not be survived");
    assert!(ended.stderr.contains("PANIC at Probe.panics"), "{ended:?}");
    assert!(ended.after < Duration::from_secs(2), "{ended:?}");
}

#[test]
fn abort_kills_worker_with_134() {
    let ended = probe(&["abort"], Duration::from_secs(10));
    assert_eq!((ended.code, ended.signal), (Some(CRASH_EXIT_CODE), None), "{ended:?}");
}

#[test]
fn deep_list_1e6_ok_on_1gib_stack() {
    let ended = probe(&["deep", "1000000"], Duration::from_secs(60));
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

#[test]
fn lean_stack_overflow_is_reported_not_hung() {
    let ended = probe(&["deep", "1000000000"], Duration::from_secs(60));
    assert_eq!(ended.code, Some(CRASH_EXIT_CODE), "{ended:?}");
    assert!(ended.stderr.contains("thread 'oracle'"), "{ended:?}");
    assert!(ended.stderr.contains("overflowed its stack"), "{ended:?}");
}

#[test]
fn guest_fault_and_lean_coexist() {
    let ended = probe(&["faults", "10000", "exit"], Duration::from_secs(60));
    assert_eq!((ended.code, ended.stdout.trim()), (Some(0), "10000 faults handled"), "{ended:?}");
    let ended = probe(&["faults", "10000", "overflow"], Duration::from_secs(60));
    assert_eq!(ended.code, Some(CRASH_EXIT_CODE), "{ended:?}");
    assert!(ended.stderr.contains("overflowed its stack"), "{ended:?}");
    let ended = probe(&["faults", "10000", "wild"], Duration::from_secs(60));
    assert_eq!(ended.signal, Some(libc::SIGSEGV), "{ended:?}");
    let ended = probe(&["faults", "10000", "panic"], Duration::from_secs(60));
    assert_eq!(ended.code, Some(CRASH_EXIT_CODE), "{ended:?}");
}

/// Every reference to the unwinder must name libgcc's version; one without binds to the unwinder inside Lean's library.
#[test]
fn no_binary_takes_the_unwinder_of_lean() {
    let me = std::env::current_exe().unwrap();
    let binaries = [
        me.as_path(),
        env!("CARGO_BIN_EXE_lean-oracle-probe").as_ref(),
        env!("CARGO_BIN_EXE_lean-oracle-copies").as_ref(),
    ];
    for binary in binaries {
        let foreign = foreign_unwinder(binary).unwrap();
        assert!(foreign.is_empty(), "{}: {foreign:?}", binary.display());
    }
    assert!(foreign_unwinder("Cargo.toml".as_ref()).is_err(), "no program");
}
