//! Runs a case and counts how often Lean copied an array, for the test that updates happen in place. Linked with wrappers around
//! the runtime's copying functions (`build.rs`).
#![expect(unsafe_code, reason = "reads the counters of the C wrappers")]

use std::io::Read;
use std::process::ExitCode;

use jar_lean_oracle::probe::Probe;
use jar_lean_oracle::with_oracle;

const HELP: &str = "\
Reads a case from standard input, runs it in the compiled specification and prints the number of arrays and byte strings that Lean
copied because they were shared, and their octets.

Usage: lean-oracle-copies < FILE
       lean-oracle-copies --control    count a copy that must take place: of 1,000 octets

Example: lean-oracle-copies < case.bin
Exit code 2: wrong arguments; 1: any other failure.";

unsafe extern "C" {
    fn jar_copies_take(count: *mut u64, size: *mut u64);
}

/// Copies and octets copied since the last call.
fn take() -> (u64, u64) {
    let (mut count, mut size) = (0, 0);
    // SAFETY: the function writes the two integers and keeps no pointer. The counters are not atomic; only the oracle's thread counts and reads.
    unsafe { jar_copies_take(&raw mut count, &raw mut size) };
    (count, size)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let control = match words.as_slice() {
        [] => false,
        ["--control"] => true,
        ["--help" | "-h"] => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    let mut case = Vec::new();
    if !control && let Err(error) = std::io::stdin().read_to_end(&mut case) {
        eprintln!("cannot read the case: {error}");
        return ExitCode::FAILURE;
    }
    let counted = with_oracle(|oracle| {
        let mut out = Vec::new();
        let probe = Probe::new(oracle)?;
        take();
        match control {
            true => probe.share(&[7; 1000], &mut out),
            false => oracle.run(&case, &mut out),
        }
        Ok((take(), out.len()))
    });
    match counted.and_then(|result| result) {
        Ok(((count, octets), answer)) => {
            println!("copies {count} octets {octets} answer {answer}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
