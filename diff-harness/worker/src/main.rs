//! Serves `jar-diff`: runs cases on the specification and on every Rust engine, and compares.
//!
//! `jar-diff-worker [--engines NAME,…]`; the first engine is the reference. Speaks the protocol of `jar_diff_core::protocol` on standard input and output; not for people. Everything runs on the
//! oracle's thread with its large stack. Exit code 0: the supervisor is done; 1: no oracle, or a broken pipe; 134: the specification
//! panicked or a stack overflowed.
#![forbid(unsafe_code)]

mod engines;
mod fatal;

use engines::engines;
use jar_diff_core::serve::serve;
use jar_lean_oracle::with_oracle;
use std::io::{BufWriter, stdin, stdout};
use std::process::ExitCode;

/// The names after `--engines`, if there are any.
fn asked() -> Result<Option<String>, String> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next(), arguments.next(), arguments.next()) {
        (None, ..) => Ok(None),
        (Some(option), Some(names), None) if option == "--engines" => Ok(Some(names)),
        (Some(option), ..) => Err(format!("{option:?}: expected --engines NAME,… or nothing")),
    }
}

fn main() -> ExitCode {
    let served = with_oracle(|oracle| {
        let mut engines = engines(oracle, asked()?.as_deref())?;
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
