//! The command line.

use crate::measure::{Measured, Plan, measure};
use crate::report::{OURS, blocks, counts, target_table, targets, times};
use crate::target::{Address, Peer};
use crate::trace::{Trace, find};
use anyhow::{Context, ensure};
use bench_kit::{Form, processor};
use clap::{Parser, ValueEnum};
use jar_types::Params;
use std::path::PathBuf;
use std::process::ExitCode;

/// Times the import of traces: in this process, by `jar target`, by other nodes; beside the cryptography that cannot be left out.
///
/// Every root is compared; a wrong one ends the command. Exit code 0: all roots were right; 1: one was wrong, or something failed.
/// Bounds that are missed do not count.
#[derive(Debug, Parser)]
#[command(
    name = "jar-bench",
    version,
    after_help = "Examples:
  jar-bench traces
  jar-bench traces/safrole --engine interpreter --no-target
  jar-bench traces --target other=unix:/tmp/jam_target.sock --json times.json
  jar-bench traces --peer-command 'typeberry=ci/peers/typeberry/run {socket}'"
)]
struct Cli {
    /// Traces, or folders of traces: `genesis.bin` and a file for each block, as in the JAM test vectors 0.7.2.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// The engines that run services here and in `jar target`.
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_value = "fixed,interpreter")]
    engine: Vec<String>,
    /// The parameters of the chain.
    #[arg(long, value_enum, default_value_t = ParamsName::Tiny)]
    params: ParamsName,
    /// Also a node that listens already.
    #[arg(long, value_name = "NAME=unix:PATH", value_parser = listening)]
    target: Vec<Peer>,
    /// Also a node that is started with this command, in which {socket} is where it shall listen.
    #[arg(long, value_name = "NAME=COMMAND", value_parser = started)]
    peer_command: Vec<Peer>,
    /// Without `jar target` (which lies beside this command).
    #[arg(long)]
    no_target: bool,
    /// Rounds that count; one more comes before them.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// Print Markdown.
    #[arg(long)]
    markdown: bool,
    /// Print only bounds and mean times.
    #[arg(long)]
    brief: bool,
    /// Also write everything that was measured to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// The parameters of the public test vectors, or of the paper.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ParamsName {
    /// 6 validators, 2 cores.
    Tiny,
    /// 1023 validators, 341 cores.
    Full,
}

impl ParamsName {
    fn params(self) -> Params {
        match self {
            Self::Tiny => Params::tiny(),
            Self::Full => Params::full(),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Tiny => "tiny",
            Self::Full => "full",
        }
    }
}

/// `NAME=unix:PATH`.
fn listening(text: &str) -> Result<Peer, String> {
    let peer = text.split_once("=unix:").map(|(name, path)| Peer {
        name: name.to_owned(),
        address: Address::Socket(PathBuf::from(path)),
        threads: None,
    });
    peer.ok_or_else(|| "expected NAME=unix:PATH".to_owned())
}

/// `NAME=COMMAND`.
fn started(text: &str) -> Result<Peer, String> {
    let (name, command) = text.split_once('=').ok_or("expected NAME=COMMAND")?;
    if !command.contains("{socket}") {
        return Err("expected {socket} in the command".to_owned());
    }
    let address = Address::Command(command.to_owned());
    Ok(Peer { name: name.to_owned(), address, threads: None })
}

impl Cli {
    /// `jar target` with the first engine, on all cores and on one; then the others.
    fn peers(&self) -> anyhow::Result<Vec<Peer>> {
        let mut peers = Vec::new();
        if let (false, Some(engine)) = (self.no_target, self.engine.first()) {
            let jar = std::env::current_exe()?.with_file_name("jar");
            ensure!(jar.exists(), "{}: build it with cargo build -p jar", jar.display());
            let params = self.params.name();
            let command = format!(
                "'{}' target --socket {{socket}} --engine {engine} --params {params}",
                jar.display()
            );
            for (name, threads) in [(OURS.to_owned(), None), (format!("{OURS}, one core"), Some(1))]
            {
                peers.push(Peer { name, address: Address::Command(command.clone()), threads });
            }
        }
        peers.extend(self.target.iter().chain(&self.peer_command).cloned());
        Ok(peers)
    }

    fn run(&self) -> anyhow::Result<()> {
        let params = self.params.params();
        let traces: anyhow::Result<Vec<Vec<Trace>>> =
            self.folders.iter().map(|folder| find(folder, &params)).collect();
        let engines = self.engine.clone();
        let plan = Plan { engines, peers: self.peers()?, rounds: usize::from(self.rounds) };
        let mut all = Vec::new();
        for trace in traces?.iter().flatten() {
            eprintln!("{}: {} blocks", trace.name, trace.steps.len());
            all.push(measure(&plan, trace)?);
        }
        self.print(&all)
    }

    fn print(&self, all: &[Measured]) -> anyhow::Result<()> {
        let targets = targets(all);
        let form = if self.markdown { Form::Markdown } else { Form::Text };
        let mut tables = vec![target_table(&targets), times(all)];
        if !self.brief {
            tables.extend([blocks(all), counts(all)]);
        }
        for table in tables.iter().filter(|table| !table.is_empty()) {
            println!("{}", table.write(form));
        }
        println!(
            "On {}. Medians of {} rounds; processor time of one thread, † wall time. Every root was compared.",
            processor(),
            self.rounds
        );
        if let Some(path) = &self.json {
            let all = serde_json::json!({ "measured": all, "targets": targets });
            std::fs::write(path, serde_json::to_vec_pretty(&all)?)
                .with_context(|| path.display().to_string())?;
        }
        Ok(())
    }
}

/// The program: parses the command line and carries it out.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = u8::from(error.use_stderr());
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
