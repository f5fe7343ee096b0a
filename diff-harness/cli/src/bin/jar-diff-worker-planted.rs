//! A worker without the specification: two interpreters, the second with a bug planted by `JAR_DIFF_PLANT` (see
//! `jar_diff_core::planted`; none by default). The tests of the supervisor talk to it.
#![forbid(unsafe_code)]

use jar_diff_core::planted::{Bug, Planted};
use jar_diff_core::serve::serve;
use jar_diff_engines::{Engine, Javm};
use javm::Interpreter;
use std::io::{BufWriter, stdin, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    let plant = std::env::var("JAR_DIFF_PLANT").unwrap_or_else(|_| "swap:trap:trap".to_owned());
    let bug: Bug = match plant.parse() {
        Ok(bug) => bug,
        Err(message) => {
            eprintln!("JAR_DIFF_PLANT: {message}");
            return ExitCode::FAILURE;
        }
    };
    let planted = Planted::new(Javm::new(Interpreter), bug);
    let mut engines: Vec<Box<dyn Engine>> =
        vec![Box::new(Javm::new(Interpreter)), Box::new(planted)];
    match serve(&mut engines, &mut stdin().lock(), &mut BufWriter::new(stdout())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("jar-diff-worker-planted: {error}");
            ExitCode::FAILURE
        }
    }
}
