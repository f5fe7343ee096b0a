//! The command: help, exit codes, the socket's file.

use crate::process::{Target, command};
use std::os::unix::net::UnixListener;
use std::process::Command;

fn code(arguments: &[&str]) -> Option<i32> {
    command(arguments).status().unwrap().code()
}

#[test]
fn help_is_no_failure_and_wrong_usage_is_one() {
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&["target", "--help"]), Some(0));
    for wrong in [&[][..], &["other"], &["target"], &["target", "--socket", "x", "--engine", "y"]] {
        assert_eq!(code(wrong), Some(1), "{wrong:?}");
    }
}

#[test]
fn a_socket_that_cannot_be_had_is_a_failure() {
    let running = Target::start(&[]);
    let path = running.socket.to_str().unwrap();
    assert_eq!(code(&["target", "--socket", path]), Some(1), "somebody listens");
    let (_client, _) = running.connect();
    assert_eq!(code(&["target", "--socket", "/nowhere/at/all"]), Some(1));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "kept").unwrap();
    assert_eq!(code(&["target", "--socket", file.to_str().unwrap()]), Some(1));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "kept");
}

#[test]
fn a_socket_left_behind_is_replaced_and_a_signal_removes_it() {
    let mut target = Target::start(&[]);
    let stale = target.socket.with_extension("old");
    drop(UnixListener::bind(&stale).unwrap());
    let mut second = command(&["target", "--socket", stale.to_str().unwrap()]).spawn().unwrap();
    while std::os::unix::net::UnixStream::connect(&stale).is_err() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    for (child, socket) in [(&mut second, &stale), (&mut target.child, &target.socket)] {
        let signal = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        assert!(signal.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(0));
        assert!(!socket.exists());
    }
}
