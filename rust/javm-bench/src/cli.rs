//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use bench_kit::{Form, Table, processor};
use clap::{Args, Parser, Subcommand};

use crate::check::check;
use crate::engines::{self, Engine, Engines};
use crate::large::large;
use crate::measure::{Effort, Metric, measure, measure_apart};
use crate::report::{EXECUTION, Measured, figure_tables, figures, target_table, time_tables};
use crate::workload::{Group, Octets, Workload, assembled, guests};

/// Times the engines of the machine, ours and others, on the same program octets.
///
/// Without a command: `table`. Exit code 0: every result was right; 1: one was wrong, or something failed. Targets that are
/// missed do not count.
#[derive(Debug, Parser)]
#[command(name = "javm-bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    table: TableArgs,
    /// Given by `cargo bench`; means nothing.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Checks all results, then times and prints the whole table.
    Table(TableArgs),
    /// Checks all results and times nothing: a few seconds.
    Check(Filters),
    /// Lists engines and workloads.
    List,
}

#[derive(Clone, Debug, Default, Args)]
struct Filters {
    /// Only workloads whose name contains one of these.
    #[arg(long, short, value_name = "NAME")]
    workload: Vec<String>,
    /// Only the engines of these names.
    #[arg(long, short, value_name = "NAME")]
    engine: Vec<String>,
}

#[derive(Clone, Debug, Default, Args)]
struct TableArgs {
    #[command(flatten)]
    filters: Filters,
    /// Also the memory walks that need gigabytes.
    #[arg(long)]
    large_walks: bool,
    /// Few samples: to see that it works, not to quote.
    #[arg(long)]
    quick: bool,
    /// Print Markdown.
    #[arg(long)]
    markdown: bool,
    /// Print only targets, ratios and execution times.
    #[arg(long)]
    brief: bool,
    /// Also write everything that was measured to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Sizes of the large programs.
const SIZES: [usize; 4] = [64_000, 256_000, 1_000_000, 4_000_000];

/// Code beyond so many octets is not for `clif`: it hands such programs over.
const SLOW: usize = 300_000;

impl Filters {
    fn wants(&self, workload: &str) -> bool {
        self.workload.is_empty()
            || self.workload.iter().any(|part| workload.contains(part.as_str()))
    }

    /// The engines that are wanted, and why others are not there.
    fn engines(&self) -> anyhow::Result<(Engines, Vec<String>)> {
        let (all, missing) = engines::all();
        for name in &self.engine {
            let known = all.iter().any(|engine| engine.name() == name);
            anyhow::ensure!(known, "there is no engine {name}: see `javm-bench list`");
        }
        let wanted = |name: &str| self.engine.is_empty() || self.engine.iter().any(|e| e == name);
        Ok((all.into_iter().filter(|engine| wanted(engine.name())).collect(), missing))
    }
}

/// Everything but large programs.
pub(crate) fn workloads() -> anyhow::Result<Vec<Workload>> {
    let mut all = guests()?;
    all.extend(assembled()?);
    Ok(all)
}

fn progress(text: &str) {
    eprintln!("{text}");
}

/// The programs that large ones are made of.
fn parts(all: &[Workload]) -> Vec<Workload> {
    let standard = |workload: &&Workload| {
        workload.group == Group::Compute && matches!(workload.octets, Octets::Standard(_))
    };
    all.iter().filter(standard).cloned().collect()
}

fn check_all(filters: &Filters, engines: &[Box<dyn Engine>]) -> anyhow::Result<()> {
    let all = workloads()?;
    let mut checked = 0;
    for workload in all.iter().filter(|w| filters.wants(&w.name) && !w.is_apart()) {
        progress(&format!("check {}", workload.name));
        check(workload, engines)?;
        checked += 1;
    }
    println!("{checked} workloads: every result is right on {} engines", engines.len());
    Ok(())
}

fn list() -> anyhow::Result<()> {
    let (engines, missing) = engines::all();
    for engine in engines {
        println!("{:<20} {}", engine.name(), engine.about());
    }
    for reason in missing {
        println!("not here: {reason}");
    }
    println!();
    for workload in workloads()? {
        println!(
            "{:<20} {:?}, {} octets of code",
            workload.name,
            workload.group,
            workload.code_size()?
        );
    }
    Ok(())
}

/// Compile times of large programs.
fn compiling(
    all: &[Workload],
    engines: &[Box<dyn Engine>],
    effort: Effort,
    measured: &mut Measured,
) -> anyhow::Result<()> {
    let parts = parts(all);
    for size in SIZES {
        let workload = large(&parts, size)?;
        progress(&format!("compile {}", workload.name));
        let slow = |name: &str| name.starts_with("clif") && size > SLOW;
        let (mut fast, _) = engines::all();
        fast.retain(|engine| {
            let wanted = engines.iter().any(|other| other.name() == engine.name());
            wanted && engine.compiles() && !slow(engine.name())
        });
        check(&workload, &fast)?;
        measured.rows.extend(measure(&workload, &fast, &[Metric::Compile], effort)?);
    }
    Ok(())
}

fn table(args: &TableArgs) -> anyhow::Result<()> {
    let (engines, missing) = args.filters.engines()?;
    let effort = if args.quick { Effort::QUICK } else { Effort::FULL };
    let names = engines.iter().map(|e| (e.name().to_owned(), e.about().to_owned())).collect();
    let mut measured = Measured { engines: names, missing, rows: Vec::new() };
    let all = workloads()?;
    let wanted = all.iter().filter(|workload| args.filters.wants(&workload.name));
    for workload in wanted {
        if workload.is_apart() && !args.large_walks {
            progress(&format!("left out: {} (see --large-walks)", workload.name));
            continue;
        }
        progress(&format!("check and time {}", workload.name));
        check(workload, &engines)?;
        let rows = match workload.is_apart() {
            true => measure_apart(workload, &engines)?,
            false => measure(workload, &engines, &Metric::SAMPLED, effort)?,
        };
        measured.rows.extend(rows);
    }
    if args.filters.wants("compile") {
        compiling(&all, &engines, effort, &mut measured)?;
    }
    print(args, &measured)
}

fn print(args: &TableArgs, measured: &Measured) -> anyhow::Result<()> {
    let figures = figures(measured);
    let form = if args.markdown { Form::Markdown } else { Form::Text };
    let mut tables = vec![target_table(&figures)];
    let (of_figures, of_times) = (figure_tables(measured, &figures), time_tables(measured));
    if args.brief {
        tables.extend(of_figures.into_iter().take(2));
        tables.extend(of_times.into_iter().filter(|table: &Table| table.heading() == EXECUTION));
    } else {
        tables.extend(of_figures);
        tables.extend(of_times);
    }
    for table in tables.iter().filter(|table| !table.is_empty()) {
        println!("{}", table.write(form));
    }
    for (name, about) in &measured.engines {
        println!("{}**{name}**: {about}.", if args.markdown { "- " } else { "" });
    }
    println!(
        "\nOn {}. Medians; processor time of the thread, † wall time. Every result was checked before it was timed.",
        processor()
    );
    for reason in &measured.missing {
        println!("Not here: {reason}");
    }
    if let Some(path) = &args.json {
        let all = serde_json::json!({ "measured": measured, "figures": figures });
        std::fs::write(path, serde_json::to_vec_pretty(&all)?)
            .with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// The program: parses the command line and carries it out.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = u8::from(error.use_stderr());
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let done = match &cli.command {
        None => table(&cli.table),
        Some(Command::Table(args)) => table(args),
        Some(Command::Check(filters)) => {
            filters.engines().and_then(|(engines, _)| check_all(filters, &engines))
        }
        Some(Command::List) => list(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
