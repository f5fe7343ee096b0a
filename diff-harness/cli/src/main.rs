//! `jar-diff`: the supervisor of differential campaigns. Links no Lean; talks to workers that do.
#![forbid(unsafe_code)]

mod args;
mod campaign;
mod cases;
mod questions;
mod registry;
mod remote;
mod run;
mod soak;
mod stats;
mod vectors;
mod warm;

use args::{Cli, Command, RegressionAction, VectorKind};
use clap::Parser;
use jar_diff_core::ObserveError;
use jar_diff_core::finding::FilingError;
use jar_diff_gen::seed_of;
use std::io::IsTerminal;
use std::process::ExitCode;

/// No divergence.
const CLEAN: u8 = 0;
/// Usage or environment.
const FAILED: u8 = 1;
/// A divergence was found.
const DIVERGED: u8 = 3;

/// Why a command could not be carried out.
#[derive(Debug)]
struct Failure(String);

impl From<ObserveError> for Failure {
    fn from(error: ObserveError) -> Self {
        Self(error.to_string())
    }
}

impl From<FilingError> for Failure {
    fn from(error: FilingError) -> Self {
        Self(error.to_string())
    }
}

/// May standard output be coloured?
fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap's own code for the others would be 2.
            let code = if error.use_stderr() { FAILED } else { CLEAN };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let done = match &cli.command {
        Command::Run(args) => run::run(args),
        Command::Replay { cases, worker } => cases::replay(cases, worker),
        Command::Shrink { case, budget, out, worker } => {
            cases::shrink(case, *budget, out.as_deref(), worker)
        }
        Command::Explain { case, worker } => cases::explain(case, worker),
        Command::Soak { operations, duration, seed } => {
            soak::run(seed_of(seed), *operations, *duration)
        }
        Command::Report { out } => cases::report(out),
        Command::Coverage { cases, lane, seed, json } => {
            cases::coverage(*cases, *lane, seed, *json)
        }
        Command::Vectors { kind: VectorKind::Pvm { folder, per_instruction, worker } } => {
            vectors::pvm(folder, *per_instruction, worker)
        }
        Command::Regressions { action: RegressionAction::Bless { folder, worker } } => {
            cases::bless(folder, worker)
        }
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(Failure(message)) => {
            eprintln!("jar-diff: {message}");
            ExitCode::from(FAILED)
        }
    }
}
