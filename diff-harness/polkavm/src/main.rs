//! `jar-diff-polkavm`: polkavm against our interpreter, without the specification, and how often each declared difference
//! was met. `jar-diff run --lane polkavm` compares with the specification.
#![forbid(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use jar_diff_core::compare::{Verdict, compare};
use jar_diff_core::program::case_text;
use jar_diff_core::protocol::Answer;
use jar_diff_engines::{Engine, Javm};
use jar_diff_gen::lane::Made;
use jar_diff_gen::{Generator, Lane, Settings};
use jar_diff_polkavm::{Backend, Foreign, Ledger, declared};
use javm::Interpreter;

/// Cases after which a declared difference that was never met is an error.
const ENOUGH: u64 = 500_000;

/// Runs lane polkavm on our interpreter and both back ends of polkavm.
///
/// Exit code 0: no difference that is not declared; 1: the engines cannot be set up; 3: a difference, or after 500,000 cases
/// a declared one that was never met.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    /// Cases to run.
    #[arg(long, default_value_t = 20_000)]
    cases: u64,
    /// The first one.
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Seed of the cases.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Stop after so many seconds.
    #[arg(long)]
    seconds: Option<u64>,
    /// Differences to show.
    #[arg(long, default_value_t = 10)]
    show: u64,
}

fn answer(engine: &mut dyn Engine, generator: &Generator) -> Answer {
    let (name, mut out) = (engine.name(), Vec::new());
    let run = || engine.observe(&generator.case, &generator.bytes, &mut out);
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(()) => Answer::observed(name, out),
        Err(_) => Answer::panicked(name, "a panic".to_owned()),
    }
}

fn run(cli: &Cli) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let ledger = Ledger::default();
    let mut ours = Javm::new(Interpreter);
    let mut theirs = Vec::new();
    for backend in [Backend::Interpreter, Backend::Compiler] {
        theirs.push(Foreign::new(backend, ledger.clone())?);
    }
    let mut generator = Generator::new(Settings::default());
    let end = cli.seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let (mut ran, mut differences) = (0, 0);
    for number in cli.first..cli.first.saturating_add(cli.cases) {
        if end.is_some_and(|end| Instant::now() > end) {
            break;
        }
        if generator.generate(Lane::Polkavm, cli.seed, number, |_, _| {}) != Made::Case {
            continue;
        }
        ran += 1;
        let mut answers = vec![answer(&mut ours, &generator)];
        for engine in &mut theirs {
            if engine.takes(&generator.bytes) {
                answers.push(answer(engine, &generator));
            }
        }
        if let Verdict::Diverged(difference) = compare(&answers, Some(&generator.case)) {
            differences += 1;
            if differences <= cli.show {
                println!("case {number}: {}: {}", difference.engines, difference.field);
                println!("{}\n{}", difference.exits, difference.detail);
                for answer in &answers {
                    if let Ok(jar_diff_wire::Outcome::Ran(seen)) =
                        jar_diff_wire::Outcome::decode(answer.bytes())
                    {
                        println!(
                            "{}: {:x?} pc {:#x} gas {} {:x?}",
                            answer.engine, seen.exit, seen.pc, seen.gas, seen.registers
                        );
                    }
                }
                for words in
                    answers.iter().filter_map(|answer| std::str::from_utf8(answer.bytes()).ok())
                {
                    println!("{words}");
                }
                if cli.show == 1 {
                    println!("{}", case_text(&generator.case));
                }
            }
        }
    }
    println!("{ran} cases, {differences} with a difference that is not declared");
    let counts = ledger.counts();
    let mut unused = 0;
    for (id, entry) in declared()? {
        let count = counts.get(&id).copied().unwrap_or(0);
        unused += u64::from(count == 0);
        println!("{count:>9}  {id:?}: {}", entry.what);
    }
    let stale = unused > 0 && ran >= ENOUGH;
    Ok(if differences > 0 || stale { ExitCode::from(3) } else { ExitCode::SUCCESS })
}

fn main() -> ExitCode {
    run(&Cli::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
