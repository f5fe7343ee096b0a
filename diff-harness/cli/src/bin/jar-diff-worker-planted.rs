//! A worker without the specification: two interpreters, the second with a bug planted by `JAR_DIFF_PLANT` (see
//! `jar_diff_core::planted`; none by default); or, for `flaw:…`, two interpreters, one with the flaw, and `switch` made of
//! a sound one and that one; or, for `slip:KIND:TYPE`, the Rust libraries and what slips at that type. The tests of the supervisor talk
//! to it.
#![forbid(unsafe_code)]

use jar_diff_core::planted::{Bug, Flaw, Flawed, Planted, Slipping};
use jar_diff_core::serve::serve;
use jar_diff_engines::{Engine, Javm, Switch};
use jar_diff_questions::Native;
use javm::Interpreter;
use std::io::{BufWriter, stdin, stdout};
use std::process::ExitCode;

fn engines(plant: &str) -> Result<Vec<Box<dyn Engine>>, String> {
    let sound = Box::new(Javm::new(Interpreter));
    if let Some(flaw) = plant.strip_prefix("flaw:") {
        let flaw: Flaw = flaw.parse()?;
        let switch = Switch::new(vec![Box::new(Interpreter), Box::new(Flawed(flaw))]);
        return Ok(vec![sound, Box::new(Javm::new(Flawed(flaw))), Box::new(switch)]);
    }
    if let Some(slip) = plant.strip_prefix("slip:") {
        let (slip, subject) = slip.split_once(':').ok_or("slip:KIND:TYPE")?;
        let planted = Slipping::new(Native::default(), slip.parse()?, subject);
        return Ok(vec![Box::new(Native::default()), Box::new(planted)]);
    }
    let bug: Bug = plant.parse()?;
    Ok(vec![sound, Box::new(Planted::new(Javm::new(Interpreter), bug))])
}

fn main() -> ExitCode {
    let plant = std::env::var("JAR_DIFF_PLANT").unwrap_or_else(|_| "swap:trap:trap".to_owned());
    let mut engines = match engines(&plant) {
        Ok(engines) => engines,
        Err(message) => {
            eprintln!("JAR_DIFF_PLANT: {message}");
            return ExitCode::FAILURE;
        }
    };
    match serve(&mut engines, &mut stdin().lock(), &mut BufWriter::new(stdout())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("jar-diff-worker-planted: {error}");
            ExitCode::FAILURE
        }
    }
}
