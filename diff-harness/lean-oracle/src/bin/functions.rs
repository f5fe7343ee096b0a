//! Runs the public vectors of functions on the specification.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[path = "functions/chain.rs"]
mod chain;
#[path = "functions/scheme.rs"]
mod scheme;

use jar_lean_oracle::{Oracle, OracleError, with_oracle};
use jar_vectors::{VectorError, rings, signatures};
use scheme::Specification;
use serde::Deserialize;
use thiserror::Error;

const HELP: &str = "\
Runs public vectors of the protocol's functions on the compiled specification.

Usage: lean-oracle-functions COMMAND FOLDER

  units       the folder with shuffle/ and erasure/tiny/: the shuffle; encoding, and recovery from every pair of shards
  traces      a folder of traces in binary form: the state root of the state before each block
  signatures  the folder with ed25519/ and vectors/, as `jar-vectors signatures` wants it
  rings       the folder stf/safrole/tiny: ring commitments and tickets
  transition  any folder with sub-transitions, traces, recorded sessions below it, as `jar-vectors transition` wants it

The vectors of the folder trie/ follow Gray Paper 0.2.2, which took the bits of a key in another order; the traces are those of
the present trie.

Example: lean-oracle-functions units jam-test-vectors
Exit code 0: all as expected; 3: an answer differs; 2: wrong arguments; 1: the data are missing or damaged.";

#[derive(Debug, Error)]
enum Failure {
    #[error("{path}: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{path}: {source}")]
    Json { path: PathBuf, source: serde_json::Error },
    #[error("{path}: {what}")]
    Damaged { path: PathBuf, what: &'static str },
    #[error("no vectors in {0}")]
    Empty(PathBuf),
    #[error(transparent)]
    Vectors(#[from] VectorError),
    #[error(transparent)]
    Oracle(#[from] OracleError),
}

/// What was compared.
#[derive(Default)]
struct Tally {
    agreed: u64,
    differed: u64,
}

impl Tally {
    fn compare(&mut self, what: &str, found: &[u8], expected: &[u8]) {
        if found == expected {
            self.agreed = self.agreed.saturating_add(1);
        } else {
            self.differed = self.differed.saturating_add(1);
            println!("{what}: differs");
        }
    }

    fn take(&mut self, counted: jar_vectors::Tally) {
        self.agreed = self.agreed.saturating_add(counted.passed as u64);
        self.differed = self.differed.saturating_add(counted.differences.len() as u64);
        counted.differences.iter().for_each(|difference| println!("{difference}"));
    }
}

#[derive(Deserialize)]
struct Shuffle {
    input: u32,
    entropy: String,
    output: Vec<u32>,
}

#[derive(Deserialize)]
struct Erasure {
    data: String,
    shards: Vec<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let run = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--help" | "-h"] => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        ["units", folder] => answer_all(PathBuf::from(folder), units),
        ["traces", folder] => answer_all(PathBuf::from(folder), traces),
        ["signatures", folder] => answer_all(PathBuf::from(folder), |oracle, folder, tally| {
            tally.take(signatures::run(folder, &Specification(oracle))?);
            Ok(())
        }),
        ["transition", folder] => return chain::run(PathBuf::from(folder)),
        ["rings", folder] => answer_all(PathBuf::from(folder), |oracle, folder, tally| {
            tally.take(rings::run(folder, &Specification(oracle))?);
            Ok(())
        }),
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match run {
        Ok(tally) => {
            println!("{} answers agree, {} differ", tally.agreed, tally.differed);
            if tally.differed == 0 { ExitCode::SUCCESS } else { ExitCode::from(3) }
        }
        Err(error) => {
            eprintln!("lean-oracle-functions: {error}");
            ExitCode::FAILURE
        }
    }
}

type Run = fn(&Oracle, &Path, &mut Tally) -> Result<(), Failure>;

fn answer_all(folder: PathBuf, run: Run) -> Result<Tally, Failure> {
    with_oracle(move |oracle| {
        let mut tally = Tally::default();
        run(oracle, &folder, &mut tally)?;
        if tally.agreed == 0 && tally.differed == 0 {
            Err(Failure::Empty(folder))
        } else {
            Ok(tally)
        }
    })?
}

/// The answer without its status; a malformed question has none.
fn answer(oracle: &Oracle, question: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    oracle.answer(question, &mut out);
    match out.split_first() {
        Some((1, value)) => value.to_vec(),
        _ => Vec::new(),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|source| Failure::Read { path: path.to_owned(), source })
}

fn json<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, Failure> {
    serde_json::from_slice(&read(path)?)
        .map_err(|source| Failure::Json { path: path.to_owned(), source })
}

/// The files below a folder whose names end so, in order of their paths.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    let failure = |source| Failure::Read { path: folder.to_owned(), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn hex(path: &Path, text: &str) -> Result<Vec<u8>, Failure> {
    let damaged =
        || Failure::Damaged { path: path.to_owned(), what: "expected hexadecimal octets" };
    let digits: Option<Vec<u32>> =
        text.trim_start_matches("0x").chars().map(|c| c.to_digit(16)).collect();
    digits
        .ok_or_else(damaged)?
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high << 4 | low).map_err(|_| damaged()),
            _ => Err(damaged()),
        })
        .collect()
}

fn length(octets: &[u8]) -> [u8; 4] {
    u32::try_from(octets.len()).unwrap_or(u32::MAX).to_le_bytes()
}

/// Blobs, each behind its length, behind their number.
fn blobs(blobs: &[Vec<u8>]) -> Vec<u8> {
    let mut out = u32::try_from(blobs.len()).unwrap_or(u32::MAX).to_le_bytes().to_vec();
    for blob in blobs {
        out.extend(length(blob));
        out.extend(blob);
    }
    out
}

fn units(oracle: &Oracle, folder: &Path, tally: &mut Tally) -> Result<(), Failure> {
    for path in files(&folder.join("shuffle"), "json")? {
        for (number, case) in json::<Vec<Shuffle>>(&path)?.iter().enumerate() {
            let mut question = vec![2];
            question.extend(hex(&path, &case.entropy)?);
            question.extend(case.input.to_le_bytes());
            let expected: Vec<u8> =
                case.output.iter().flat_map(|item| item.to_le_bytes()).collect();
            tally.compare(
                &format!("{} #{number}", path.display()),
                &answer(oracle, &question),
                &expected,
            );
        }
    }
    for path in files(&folder.join("erasure/tiny"), "json")? {
        erasure(oracle, &path, tally)?;
    }
    Ok(())
}

/// Two original shards of six.
const COUNTS: [u8; 4] = [2, 0, 6, 0];

fn erasure(oracle: &Oracle, path: &Path, tally: &mut Tally) -> Result<(), Failure> {
    let case: Erasure = json(path)?;
    let data = hex(path, &case.data)?;
    let shards = case.shards.iter().map(|shard| hex(path, shard)).collect::<Result<Vec<_>, _>>()?;
    let mut question = vec![32];
    question.extend(COUNTS);
    question.extend(length(&data));
    question.extend(&data);
    tally.compare(
        &format!("{} encoded", path.display()),
        &answer(oracle, &question),
        &blobs(&shards),
    );

    // The original shards together are the data, filled up.
    let original: Vec<u8> = shards.iter().take(2).flatten().copied().collect();
    if !original.starts_with(&data) {
        return Err(Failure::Damaged {
            path: path.to_owned(),
            what: "expected the data in the first two shards",
        });
    }
    let words = shards.first().map_or(0, |shard| shard.len() / 2);
    for (i, first) in shards.iter().enumerate() {
        for (j, second) in shards.iter().enumerate().filter(|(j, _)| *j != i) {
            let mut question = vec![33];
            question.extend(COUNTS);
            question.extend(u32::try_from(words).unwrap_or(u32::MAX).to_le_bytes());
            question.extend(2_u32.to_le_bytes());
            for (index, shard) in [(i, first), (j, second)] {
                question.extend(u16::try_from(index).unwrap_or(u16::MAX).to_le_bytes());
                question.extend(shard);
            }
            let mut expected = vec![1];
            expected.extend(&original);
            tally.compare(
                &format!("{} from {i} and {j}", path.display()),
                &answer(oracle, &question),
                &expected,
            );
        }
    }
    Ok(())
}

/// What is left to read of a file.
struct Rest<'a> {
    path: &'a Path,
    octets: &'a [u8],
}

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Failure> {
        let (taken, rest) = self.octets.split_at_checked(count).ok_or_else(|| self.damaged())?;
        self.octets = rest;
        Ok(taken)
    }

    /// A natural of the protocol's codec below 2^28.
    fn natural(&mut self) -> Result<usize, Failure> {
        let first = self.take(1)?.first().copied().unwrap_or(0);
        let more = first.leading_ones() as usize;
        if more > 3 {
            return Err(self.damaged());
        }
        let low =
            self.take(more)?.iter().rev().fold(0, |value, octet| value << 8 | usize::from(*octet));
        Ok(low | (usize::from(first) & (0x7f >> more)) << (8 * more))
    }

    fn damaged(&self) -> Failure {
        Failure::Damaged {
            path: self.path.to_owned(),
            what: "expected a state root and the keys and values of the state",
        }
    }
}

fn traces(oracle: &Oracle, folder: &Path, tally: &mut Tally) -> Result<(), Failure> {
    for path in files(folder, "bin")? {
        if path.file_stem().is_some_and(|name| name == "genesis") {
            continue;
        }
        let octets = read(&path)?;
        let mut rest = Rest { path: &path, octets: &octets };
        let root = rest.take(32)?;
        let count = rest.natural()?;
        let mut question = vec![3];
        question.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
        for _ in 0..count {
            question.extend(rest.take(31)?);
            let size = rest.natural()?;
            let value = rest.take(size)?;
            question.extend(length(value));
            question.extend(value);
        }
        tally.compare(&path.display().to_string(), &answer(oracle, &question), root);
    }
    Ok(())
}
