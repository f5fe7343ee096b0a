//! `jar`: the chain as a command.
#![forbid(unsafe_code)]

mod args;
mod engines;
mod target;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;

/// Asked to stop, or only asked for help.
const DONE: u8 = 0;
/// Usage or environment.
const FAILED: u8 = 1;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap's own code for the others would be 2.
            let code = if error.use_stderr() { FAILED } else { DONE };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let Command::Target(args) = cli.command;
    match target::run(&args) {
        Ok(never) => match never {},
        Err(error) => {
            eprintln!("jar target: {error}");
            ExitCode::from(FAILED)
        }
    }
}
