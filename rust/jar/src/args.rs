//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The JAR chain.
///
/// Exit codes: 0 asked to stop (SIGINT, SIGTERM); 1 usage or environment (the socket cannot be bound, the host lacks the engine).
#[derive(Debug, Parser)]
#[command(name = "jar", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer the fuzz protocol, version 1, on a Unix socket.
    #[command(after_help = "Examples:
  jar target --socket /tmp/jam_target.sock
  jar target --socket /tmp/jam_target.sock --engine interpreter --verbose
  jar target --socket /tmp/jam_target.sock --params full --blocks 64

One connection is served at a time; others wait. A peer that breaks the protocol loses its connection, and nothing else happens:
the chain stays, also for the next connection, until a state is set anew. What happens is said on standard error.
Exit codes: 0 asked to stop (SIGINT, SIGTERM); 1 usage or environment.")]
    Target(TargetArgs),
}

#[derive(Debug, Args)]
pub(crate) struct TargetArgs {
    /// Where to listen. A socket that nobody listens on any more is replaced.
    #[arg(long, value_name = "PATH")]
    pub(crate) socket: PathBuf,
    /// What runs services.
    #[arg(long, value_enum, default_value_t = EngineName::best())]
    pub(crate) engine: EngineName,
    /// The chain's parameters.
    #[arg(long, value_enum, default_value_t = ParamsName::Tiny)]
    pub(crate) params: ParamsName,
    /// How far behind the longest chain's last block forks may begin.
    #[arg(long, default_value_t = 64)]
    pub(crate) depth: u64,
    /// How many blocks are held with their states at most.
    #[arg(long, default_value_t = 1024, value_parser = clap::value_parser!(u32).range(4..))]
    pub(crate) blocks: u32,
    /// The longest message that is taken, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..4096))]
    pub(crate) max_frame: u32,
    /// How long a message may take from its first octet to its last, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) transfer_timeout: u64,
    /// Say of every block what became of it.
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// The parameters of the public test vectors, or of the paper.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ParamsName {
    /// 6 validators, 2 cores.
    Tiny,
    /// 1023 validators, 341 cores.
    Full,
}

/// An engine.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum EngineName {
    /// Steps through programs.
    Interpreter,
    /// Compiles programs in one pass.
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    Fixed,
    /// Compiles programs with Cranelift's code generator.
    #[cfg(all(target_os = "linux", feature = "clif"))]
    Clif,
}

impl EngineName {
    /// The fastest for services, which run briefly.
    const fn best() -> Self {
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        return Self::Fixed;
        #[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
        Self::Interpreter
    }
}
