//! Programs of the machine for the benches: octets, arguments and what a run must give.
//!
//! They are made from the functions of `javm-workloads` by `ci/guests` (see `guests/README.md`) and lie beside this crate:
//! `manifest.toml` says what each is, `<name>.jam` is a standard program (Gray Paper 0.7.2, A.7), `<name>.in` its arguments.
//! A program starts at position 0 with the registers of the standard initialisation and halts with its result in φ₇.

#![forbid(unsafe_code)]

mod number;

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.toml";

/// One program, as the manifest has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Name, of the workload and of the files.
    pub name: String,
    /// What it computes.
    pub about: String,
    /// Where it starts.
    pub pc: u64,
    /// φ₇ at the halt.
    #[serde(with = "number")]
    pub result: u64,
    /// Gas of the run if each instruction costs 1.
    pub gas_per_instruction: u64,
    /// Gas of the run if blocks are paid for, with their number of instructions.
    pub gas_per_block: u64,
    /// Octets of instruction data.
    pub code: u64,
    /// Instructions in it.
    pub instructions: u64,
    /// Octets of the standard program.
    pub size: u64,
    /// SHA-256 of the standard program, hexadecimal.
    pub sha256: String,
    /// SHA-256 of the arguments, hexadecimal.
    pub input_sha256: String,
}

/// All programs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// One entry per program.
    #[serde(rename = "program")]
    pub programs: Vec<Entry>,
}

/// A program with its octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// What the manifest says.
    pub entry: Entry,
    /// The standard program.
    pub octets: Vec<u8>,
    /// The arguments.
    pub input: Vec<u8>,
}

/// Why programs cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ProgramsError {
    /// A file cannot be read or written.
    #[error("{path}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The manifest is not as [`Manifest`] has it.
    #[error("the manifest of the programs")]
    Manifest(#[from] toml::de::Error),
    /// The manifest cannot be written.
    #[error("writing the manifest of the programs")]
    Format(#[from] toml::ser::Error),
    /// A file is not the one that the manifest speaks of.
    #[error("{path}: SHA-256 is {found}, the manifest says {expected}")]
    Hash {
        /// The file.
        path: PathBuf,
        /// Of its content.
        found: String,
        /// Of the manifest.
        expected: String,
    },
}

/// The folder of the programs that are part of the repository.
#[must_use]
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// SHA-256 of octets, hexadecimal.
#[must_use]
pub fn sha256(octets: &[u8]) -> String {
    struct Hex<'a>(&'a [u8]);
    impl fmt::Display for Hex<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
        }
    }
    Hex(&Sha256::digest(octets)).to_string()
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> ProgramsError {
    let path = path.to_owned();
    move |source| ProgramsError::File { path, source }
}

/// A file whose hash is known.
fn read(path: PathBuf, expected: &str) -> Result<Vec<u8>, ProgramsError> {
    let octets = fs::read(&path).map_err(failed(&path))?;
    let found = sha256(&octets);
    if found == expected {
        return Ok(octets);
    }
    Err(ProgramsError::Hash { path, found, expected: expected.to_owned() })
}

/// All programs of a folder, in the order of the manifest.
///
/// # Errors
/// A file is missing or another one than the manifest says.
pub fn load(folder: &Path) -> Result<Vec<Guest>, ProgramsError> {
    let path = folder.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(failed(&path))?;
    let manifest: Manifest = toml::from_str(&text)?;
    let guest = |entry: Entry| {
        let octets = read(folder.join(format!("{}.jam", entry.name)), &entry.sha256)?;
        let input = read(folder.join(format!("{}.in", entry.name)), &entry.input_sha256)?;
        Ok(Guest { entry, octets, input })
    };
    manifest.programs.into_iter().map(guest).collect()
}

/// Writes programs and their manifest into a folder, which is made if there is none.
///
/// # Errors
/// A file cannot be written.
pub fn store(folder: &Path, guests: &[Guest]) -> Result<(), ProgramsError> {
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let write = |name: String, octets: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, octets).map_err(failed(&path))
    };
    for Guest { entry, octets, input } in guests {
        write(format!("{}.jam", entry.name), octets)?;
        write(format!("{}.in", entry.name), input)?;
    }
    let programs = guests.iter().map(|guest| guest.entry.clone()).collect();
    let text = toml::to_string(&Manifest { programs })?;
    write(MANIFEST.to_owned(), format!("# Written by ci/guests.\n\n{text}").as_bytes())
}
