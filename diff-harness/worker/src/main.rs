//! Serves `jar-diff`: runs cases on the specification and on every Rust engine, and compares.
//!
//! Speaks the protocol of `jar_diff_core::protocol` on standard input and output; not for people. Everything runs on the
//! oracle's thread with its large stack. Exit code 0: the supervisor is done; 1: no oracle, or a broken pipe; 134: the specification
//! panicked or a stack overflowed.
#![forbid(unsafe_code)]

use jar_diff_core::serve::serve;
use jar_diff_engines::{Engine, Javm};
use jar_lean_oracle::{Oracle, with_oracle};
use javm::Interpreter;
use std::io::{BufWriter, stdin, stdout};
use std::process::ExitCode;

/// All engines, the reference first.
fn engines(oracle: &Oracle) -> Vec<Box<dyn Engine + '_>> {
    vec![Box::new(oracle), Box::new(Javm::new(Interpreter))]
}

fn main() -> ExitCode {
    let served = with_oracle(|oracle| {
        let mut output = BufWriter::new(stdout().lock());
        serve(&mut engines(oracle), &mut stdin().lock(), &mut output)
    });
    let message = match served {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(error)) => error.to_string(),
        Err(error) => format!("the specification cannot be used: {error}"),
    };
    eprintln!("jar-diff-worker: {message}");
    ExitCode::FAILURE
}
