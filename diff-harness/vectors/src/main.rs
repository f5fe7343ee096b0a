//! `jar-vectors`: public test vectors, the data of others, on the Rust libraries of the protocol.
//!
//! Each kind says which folder it wants. A folder or a file that is missing is an error, never a pass.
#![forbid(unsafe_code)]

use clap::{Parser, Subcommand};
use jar_stf::invocation::Machines;
use jar_vectors::{
    Native, NativeChain, Tally, VectorError, codec, erasure, pedersen, rings, shuffle, signatures,
    state, transition, trie,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// All as expected.
const PASSED: u8 = 0;
/// Usage or environment.
const FAILED: u8 = 1;
/// A vector disagrees.
const DIFFERENT: u8 = 3;

/// Runs public test vectors.
///
/// Exit codes: 0 all as expected; 1 usage, or a folder or file that is missing or unreadable; 3 a vector disagrees.
#[derive(Debug, Parser)]
#[command(
    name = "jar-vectors",
    version,
    after_help = "Examples:
  jar-vectors codec jam-test-vectors/codec
  jar-vectors state jam-test-vectors/traces
  jar-vectors trie jam-test-vectors/traces"
)]
struct Cli {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// Encoded values with their JSON: each decodes, equals the JSON, and encodes to the same octets.
    ///
    /// The folder is `codec` of the JAM test vectors 0.7.2, with `tiny/` and `full/`.
    Codec {
        /// The folder.
        folder: PathBuf,
    },
    /// Traces of blocks: every state is T of a state, every block decodes, and both encode to the same octets.
    ///
    /// The folder is `traces` of the JAM test vectors 0.7.2: folders of `.bin` files, parameters tiny.
    State {
        /// The folder.
        folder: PathBuf,
    },
    /// Sub-transitions, traces, recorded sessions: whatever of these is below the folder, each kind counted.
    Transition {
        /// The folder.
        folder: PathBuf,
        /// The engine that runs services.
        #[arg(long, default_value = "interpreter", value_parser = ["interpreter", "fixed"])]
        engine: String,
    },
    /// The erasure code: shards as expected, and the data again from the first and from the last shards that are enough.
    ///
    /// The folder is `erasure` of the JAM test vectors 0.7.2, with `tiny/`, and with `full/` if the collection has it.
    Erasure {
        /// The folder.
        folder: PathBuf,
    },
    /// The shuffle by a seed.
    ///
    /// The folder is `shuffle` of the JAM test vectors, with `shuffle_tests.json`.
    Shuffle {
        /// The folder.
        folder: PathBuf,
    },
    /// The roots of all states of traces: of the trie as it is built, and as it comes from the state before by what changed;
    /// proofs of every entry.
    ///
    /// The folder is `traces` of the JAM test vectors 0.7.2, parameters tiny. The set `trie/trie.json` of these vectors is of Gray
    /// Paper 0.2.2, with other bits and other nodes: for that file this says so, as an error.
    Trie {
        /// The folder.
        folder: PathBuf,
    },
    /// Safrole: the commitments to the rings come out, tickets that were taken verify and yield their identities.
    ///
    /// The folder is `stf/safrole/tiny` of the JAM test vectors 0.7.2.
    Rings {
        /// The folder.
        folder: PathBuf,
    },
    /// Ed25519 signatures that ZIP 215 accepts; Bandersnatch signatures of one key and of rings.
    ///
    /// The folder has `ed25519/vectors.json` and `vectors/bandersnatch_sha-512_ell2_{ietf,ring}.json`, as published with the
    /// specification of the Bandersnatch VRFs (challenges of 32 octets).
    Signatures {
        /// The folder.
        folder: PathBuf,
    },
    /// The part of a ring signature that hides the key, by itself: it verifies, and its commitment opens.
    ///
    /// The folder has `vectors/bandersnatch_sha-512_ell2_pedersen.json`. The protocol has no such signatures: this is its library.
    Pedersen {
        /// The folder.
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap's own code for the others would be 2.
            let code = if error.use_stderr() { FAILED } else { PASSED };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let done = match &cli.kind {
        Kind::Codec { folder } => codec::run(folder),
        Kind::Transition { folder, engine } => return transition(folder, engine),
        Kind::State { folder } => state::run(folder),
        Kind::Rings { folder } => rings::run(folder, &Native),
        Kind::Signatures { folder } => signatures::run(folder, &Native),
        Kind::Pedersen { folder } => pedersen::run(folder),
        Kind::Erasure { folder } => erasure::run(folder),
        Kind::Shuffle { folder } => shuffle::run(folder),
        Kind::Trie { folder } => trie::run(folder),
    };
    ExitCode::from(report(done))
}

/// An engine of the machine, or what the host lacks.
fn machines(engine: &str) -> Result<Box<dyn Machines>, String> {
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    if engine == "fixed" {
        let fixed = javm_jit::Fixed::new().map_err(|error| error.to_string())?;
        return Ok(Box::new(fixed));
    }
    if engine == "interpreter" {
        return Ok(Box::new(javm::Interpreter));
    }
    Err("it compiles for x86-64 Linux only".to_owned())
}

/// A line for each kind behind what differs and what is not understood.
fn transition(folder: &Path, engine: &str) -> ExitCode {
    let mut chain = match (machines(engine), machines(engine)) {
        (Ok(sections), Ok(import)) => NativeChain::new(engine, sections, import),
        (Err(lack), _) | (_, Err(lack)) => {
            eprintln!("jar-vectors: engine {engine} does not run here: {lack}");
            return ExitCode::from(FAILED);
        }
    };
    let done = transition::find(folder).and_then(|found| {
        let all = transition::run(&found, &mut chain)?;
        Ok((found, all))
    });
    match done {
        Ok((found, all)) => ExitCode::from(transition::print(&found, &all)),
        Err(error) => ExitCode::from(report(Err(error))),
    }
}

fn report(done: Result<Tally, VectorError>) -> u8 {
    match done {
        Ok(tally) => {
            tally.differences.iter().for_each(|difference| println!("{difference}"));
            println!("{}/{}", tally.passed, tally.passed + tally.differences.len());
            if tally.differences.is_empty() { PASSED } else { DIFFERENT }
        }
        Err(error) => {
            eprintln!("jar-vectors: {error}");
            FAILED
        }
    }
}
