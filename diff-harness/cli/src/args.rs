//! The command line.

use crate::Failure;
use crate::remote::Starter;
use clap::{Args, Parser, Subcommand};
use jar_diff_engines::Ask;
use jar_diff_gen::{Generator, Lane, Settings};
use std::path::PathBuf;
use std::time::Duration;

/// Compares the Lean specification of the virtual machine with every Rust engine.
///
/// Exit codes: 0 no divergence; 1 usage or environment (no worker, no specification, unreadable file); 3 a divergence was found.
#[derive(Debug, Parser)]
#[command(name = "jar-diff", version, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "Examples:
  jar-diff run --for 60s                          a minute of all lanes, a random seed
  jar-diff run --for 8h --jobs 2 --out runs/night
  jar-diff run --lane single --cases 500000 --seed $(git rev-parse HEAD)
  jar-diff replay runs/night/findings/<bucket>    is it still there? exit code 3 if so
  jar-diff shrink case.bin --for 60s --out small
  jar-diff vectors pvm programs/                  public program vectors";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a campaign: generate cases, run every engine, compare, file what differs.
    #[command(after_help = "Examples:
  jar-diff run --for 20m --jobs 2 --out runs/noon
  jar-diff run --lane single --cases 500000 --seed $(git rev-parse HEAD)
  jar-diff run --lane single --cases table                       the whole enumeration
  jar-diff run --lane program --first 1200 --cases 1 --seed 7    one case again
  jar-diff run --lane codec --for 5m                             the protocol's types instead of the machine
  jar-diff run --engines lean,interpreter                        two engines only

Ctrl-C finishes the batches and prints the summary. Exit code 0: no divergence; 3: findings; 1: could not run.")]
    Run(RunArgs),
    /// Run filed cases on every engine and print where they differ.
    #[command(after_help = "Examples:
  jar-diff replay runs/noon/findings/*
  jar-diff replay case.bin other.txt

Exit code 0: the engines agree on all, if only in refusing a damaged one; 3: they differ on some; 1: a file is no case of this version.")]
    Replay {
        /// Case files (`.bin`, or text) or folders of findings.
        #[arg(required = true)]
        cases: Vec<PathBuf>,
        #[command(flatten)]
        worker: WorkerArgs,
    },
    /// Make a differing case small and file it.
    #[command(after_help = "Examples:
  jar-diff shrink runs/noon/findings/<bucket> --for 5m
  jar-diff shrink case.bin --out small

Exit code 3: it still differs; 0: the engines agree on it, so there is nothing to make small.")]
    Shrink {
        /// A case file or the folder of a finding.
        case: PathBuf,
        /// Time to spend.
        #[arg(long = "for", value_parser = duration, default_value = "60s")]
        budget: Duration,
        /// Folder for the result [default: the case's own folder].
        #[arg(long)]
        out: Option<PathBuf>,
        #[command(flatten)]
        worker: WorkerArgs,
    },
    /// Print the card of a case: steps, states, program, rule.
    #[command(after_help = "Examples:
  jar-diff explain runs/noon/findings/<bucket>
  jar-diff explain case.txt")]
    Explain {
        /// A case file or the folder of a finding.
        case: PathBuf,
        #[command(flatten)]
        worker: WorkerArgs,
    },
    /// Rebuild the HTML pages of a campaign's findings.
    #[command(after_help = "Example:
  jar-diff report runs/noon        then open runs/noon/findings/index.html")]
    Report {
        /// The campaign's output folder.
        out: PathBuf,
    },
    /// Print the table opcode × boundary class that a number of cases covers.
    #[command(after_help = "Examples:
  jar-diff coverage --cases 1000000
  jar-diff coverage --lane program --json")]
    Coverage {
        /// How many cases.
        #[arg(long, default_value_t = 1_000_000)]
        cases: u64,
        /// Which lane.
        #[arg(long, default_value = "single")]
        lane: Lane,
        /// Seed: a number or any text.
        #[arg(long, default_value = "0")]
        seed: String,
        /// Machine-readable output.
        #[arg(long)]
        json: bool,
    },
    /// Run public test vectors on every engine.
    Vectors {
        #[command(subcommand)]
        kind: VectorKind,
    },
    /// Cases kept for good.
    Regressions {
        #[command(subcommand)]
        action: RegressionAction,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum VectorKind {
    /// PVM programs as JSON files (w3f jamtestvectors, pull request 3), charged per block.
    #[command(after_help = "Examples:
  jar-diff vectors pvm programs/
  jar-diff vectors pvm programs/ --per-instruction")]
    Pvm {
        /// The folder with the JSON files.
        folder: PathBuf,
        /// Charge per instruction instead.
        #[arg(long)]
        per_instruction: bool,
        #[command(flatten)]
        worker: WorkerArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegressionAction {
    /// Write the reference's present answers as the expected ones, showing what changes.
    #[command(after_help = "Example:
  jar-diff regressions bless       then look at the difference before it is committed")]
    Bless {
        /// The folder of regressions.
        #[arg(default_value = "diff-harness/regressions")]
        folder: PathBuf,
        #[command(flatten)]
        worker: WorkerArgs,
    },
}

/// The engines that answer questions, of a run that names none.
const QUESTIONED: &str = "lean,rust";

#[derive(Debug, Args)]
pub(crate) struct WorkerArgs {
    /// The worker binary [default: jar-diff-worker beside this program].
    #[arg(long)]
    worker: Option<PathBuf>,
    /// Engines, the reference first; the worker says which it has [default: lean,interpreter,fixed,switch; for questions
    /// lean,rust].
    #[arg(long, value_name = "NAME,…")]
    engines: Option<String>,
}

impl WorkerArgs {
    /// Starts workers for cases of the machine or for questions, with the engines asked for or the usual ones.
    pub(crate) fn starter(&self, ask: Ask) -> Result<Starter, Failure> {
        let usual = match ask {
            Ask::Machine => None,
            Ask::Protocol => Some(QUESTIONED),
        };
        let engines = self.engines.as_deref().or(usual);
        Starter::find(self.worker.as_deref(), engines).map_err(Failure)
    }
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// How long, e.g. 90s, 20m, 8h [default: 60s unless --cases is given].
    #[arg(long = "for", value_parser = duration)]
    pub(crate) duration: Option<Duration>,
    /// How many cases; `table`: as many as lane single has until every pair of boundary classes is met.
    #[arg(long, value_parser = cases)]
    pub(crate) cases: Option<u64>,
    /// Number of the first case.
    #[arg(long, default_value_t = 0)]
    pub(crate) first: u64,
    /// single, program, bytes or mix of the machine; codec, functions or transition.
    #[arg(long, default_value = "mix")]
    pub(crate) lane: Lane,
    /// Seed: a number or any text, such as a commit hash [default: random, printed].
    #[arg(long)]
    pub(crate) seed: Option<String>,
    /// Workers [default: one per processor].
    #[arg(long)]
    pub(crate) jobs: Option<usize>,
    /// Folder for findings and summary (default: `runs/<seed>`).
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Time to spend on making each finding small.
    #[arg(long, value_parser = duration, default_value = "30s")]
    pub(crate) shrink: Duration,
    /// End when the first finding is filed.
    #[arg(long)]
    pub(crate) stop_at_first: bool,
    /// Replace a worker whose resident set exceeds so many MiB.
    #[arg(long, default_value_t = 2048)]
    pub(crate) rss_max: u64,
    /// Print the summary as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) worker: WorkerArgs,
}

/// A number of cases, or `table`.
fn cases(text: &str) -> Result<u64, String> {
    match text {
        "table" => Ok(Generator::new(Settings::default()).space().size()),
        _ => text.parse().map_err(|_| format!("{text:?}: expected a number, or \"table\"")),
    }
}

/// A time such as `500ms`, `60s`, `20m` or `8h`.
fn duration(text: &str) -> Result<Duration, String> {
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let wrong = || format!("{text:?}: expected a number with ms, s, m or h");
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(wrong()),
    };
    number.checked_mul(millis).map(Duration::from_millis).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn numbers_of_cases() {
        assert_eq!(cases("20"), Ok(20));
        assert!(cases("table").is_ok_and(|all| all > 100_000));
        assert!(cases("all").is_err() && cases("-1").is_err());
    }

    #[test]
    fn durations() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("8h"), Ok(Duration::from_secs(28_800)));
        assert_eq!(duration("5ms"), Ok(Duration::from_millis(5)));
        assert!(duration("8").is_err() && duration("h").is_err() && duration("1 s").is_err());
    }
}
