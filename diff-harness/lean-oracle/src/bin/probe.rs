//! Does one thing that may end the process, for the acceptance tests.

#[path = "probe/guard.rs"]
mod guard;

use std::process::ExitCode;

use jar_lean_oracle::probe::Probe;
use jar_lean_oracle::{Oracle, OracleError, with_oracle};

const HELP: &str = "\
Does one thing with the compiled specification that may end the process.

Usage: lean-oracle-probe COMMAND

  version          print the ABI version
  panic            panic in Lean: exit code 134
  deep N           recurse N deep in Lean: exit code 0, or 134 if the stack is too small
  abort            call abort: exit code 134
  faults N THEN    handle N faults on a guard page, between calls of Lean; then exit, panic, overflow
                   (of the stack, in Lean) or wild (a fault elsewhere, which must not be handled)

Example: lean-oracle-probe deep 1000000
Exit code 2: wrong arguments; 1: any other failure.";

/// A depth that no stack allows.
const TOO_DEEP: u64 = 1_000_000_000;

/// What to do, from the command line.
enum Command {
    Version,
    Panic,
    Deep(u64),
    Abort,
    Faults(u32, Then),
}

/// What comes after the faults.
enum Then {
    Exit,
    Panic,
    Overflow,
    Wild,
}

fn parse(words: &[&str]) -> Option<Command> {
    Some(match words {
        ["version"] => Command::Version,
        ["panic"] => Command::Panic,
        ["abort"] => Command::Abort,
        ["deep", n] => Command::Deep(n.parse().ok()?),
        ["faults", n, then] => {
            let then = match *then {
                "exit" => Then::Exit,
                "panic" => Then::Panic,
                "overflow" => Then::Overflow,
                "wild" => Then::Wild,
                _ => return None,
            };
            Command::Faults(n.parse().ok()?, then)
        }
        _ => return None,
    })
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if matches!(words.as_slice(), ["--help" | "-h"]) {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let Some(command) = parse(&words) else {
        eprintln!("{HELP}");
        return ExitCode::from(2);
    };
    match with_oracle(|oracle| execute(oracle, command)).and_then(|result| result) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("wrong result");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn execute(oracle: &Oracle, command: Command) -> Result<bool, OracleError> {
    let probe = Probe::new(oracle)?;
    match command {
        Command::Version => println!("{}", oracle.abi_version()),
        Command::Abort => std::process::abort(),
        Command::Deep(n) => return Ok(probe.deep(n)),
        Command::Panic => survive_panic(&probe),
        Command::Faults(n, then) => return Ok(faults(&probe, n, &then)),
    }
    Ok(true)
}

fn survive_panic(probe: &Probe<'_>) {
    probe.panic();
    println!("the panic was survived");
}

/// Faults between calls of Lean, then something else.
fn faults(probe: &Probe<'_>, n: u32, then: &Then) -> bool {
    let Ok(page) = guard::Page::new() else { return false };
    let mut out = Vec::new();
    for round in 0..n {
        if !page.fault(round as u8) {
            return false;
        }
        let input = round.to_le_bytes();
        probe.echo(&input, &mut out);
        if out != input {
            return false;
        }
    }
    println!("{} faults handled", page.handled());
    match then {
        Then::Exit => page.handled() == n,
        Then::Panic => {
            survive_panic(probe);
            false
        }
        Then::Overflow => probe.deep(TOO_DEEP),
        Then::Wild => guard::wild_write(),
    }
}
