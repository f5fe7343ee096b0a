//! Serves `jar-diff`: runs cases on the specification and on every Rust engine, and compares.
//!
//! Speaks the protocol of `jar_diff_core::protocol` on standard input and output; not for people. Everything runs on the
//! oracle's thread with its large stack. Exit code 0: the supervisor is done; 1: no oracle, or a broken pipe; 134: the specification
//! panicked or a stack overflowed.
#![forbid(unsafe_code)]

mod fatal;

use fatal::{Fatal, SWITCH};
use jar_diff_core::serve::serve;
use jar_diff_engines::{Engine, Javm};
use jar_lean_oracle::{Oracle, with_oracle};
use javm::Interpreter;
use std::io::{BufWriter, stdin, stdout};
use std::process::ExitCode;

/// All engines, the reference first.
fn engines(oracle: &Oracle) -> Result<Vec<Box<dyn Engine + '_>>, String> {
    let reference: Box<dyn Engine> = match std::env::var(SWITCH) {
        Ok(how) => Box::new(Fatal::new(oracle, &how)?),
        Err(_) => Box::new(oracle),
    };
    Ok(vec![reference, Box::new(Javm::new(Interpreter))])
}

fn main() -> ExitCode {
    let served = with_oracle(|oracle| {
        let mut engines = engines(oracle)?;
        serve(&mut engines, &mut stdin().lock(), &mut BufWriter::new(stdout()))
            .map_err(|error| error.to_string())
    });
    let message = match served {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(message)) => message,
        Err(error) => format!("the specification cannot be used: {error}"),
    };
    eprintln!("jar-diff-worker: {message}");
    ExitCode::FAILURE
}
