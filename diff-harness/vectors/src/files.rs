//! Folders of vectors, and what came of them.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Why vectors cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VectorError {
    /// A folder or a file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is no JSON.
    #[error("{path}: {source}", path = path.display())]
    Json {
        /// Which.
        path: PathBuf,
        /// What and where.
        source: serde_json::Error,
    },
    /// A file of a kind that is not known.
    #[error("{path}: expected one of {expected}", path = path.display())]
    Unknown {
        /// Which.
        path: PathBuf,
        /// The names that there are.
        expected: String,
    },
    /// Vectors of something else than what is here.
    #[error("{path}: of another version, not comparable: {reason}", path = path.display())]
    OtherVersion {
        /// Where.
        path: PathBuf,
        /// What is different.
        reason: &'static str,
    },
    /// Nobody answers a session.
    #[error("{path}: nobody answers: {why}", path = path.display())]
    Target {
        /// The session.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// No vectors at all.
    #[error("{path}: expected {expected}, found none", path = path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
        /// What should be in it.
        expected: &'static str,
    },
}

/// What came of vectors.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many are as expected.
    pub passed: usize,
    /// The others, a line each.
    pub differences: Vec<String>,
}

impl Tally {
    /// Adds what came of others.
    pub(crate) fn join(&mut self, other: Self) {
        self.passed += other.passed;
        self.differences.extend(other.differences);
    }

    /// Counts a vector.
    pub(crate) fn add<E: Display>(&mut self, path: &Path, outcome: Result<(), E>) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(error) => self.differences.push(format!("{}: {error}", path.display())),
        }
    }
}

/// The content of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, VectorError> {
    std::fs::read(path).map_err(|source| VectorError::File { path: path.to_owned(), source })
}

/// What is in a folder, in the order of the names.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, VectorError> {
    let file = |source| VectorError::File { path: folder.to_owned(), source };
    let entries = std::fs::read_dir(folder).map_err(file)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| Ok(entry.map_err(file)?.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

/// The `.bin` files of a folder, in the order of the names; at least one.
pub(crate) fn binaries(folder: &Path) -> Result<Vec<PathBuf>, VectorError> {
    let mut paths = entries(folder)?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "bin"));
    if paths.is_empty() {
        let path = folder.to_owned();
        return Err(VectorError::Empty { path, expected: "files *.bin" });
    }
    Ok(paths)
}

/// The `.json` files of a folder, in the order of the names; at least one.
pub(crate) fn jsons(folder: &Path) -> Result<Vec<PathBuf>, VectorError> {
    let mut paths = entries(folder)?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    if paths.is_empty() {
        let path = folder.to_owned();
        return Err(VectorError::Empty { path, expected: "files *.json" });
    }
    Ok(paths)
}

/// A file of JSON as a value.
pub(crate) fn read_as<T: DeserializeOwned>(path: &Path) -> Result<T, VectorError> {
    let octets = read(path)?;
    let value = serde_json::from_slice(&octets);
    value.map_err(|source| VectorError::Json { path: path.to_owned(), source })
}

/// A file of JSON as an array of cases; at least one.
pub(crate) fn read_cases<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, VectorError> {
    let cases: Vec<T> = read_as(path)?;
    if cases.is_empty() {
        return Err(VectorError::Empty { path: path.to_owned(), expected: "an array of cases" });
    }
    Ok(cases)
}

/// Octets in hexadecimal, with or without `0x`.
#[derive(Clone, Debug)]
pub(crate) struct HexBlob(pub(crate) Vec<u8>);

impl<'de> Deserialize<'de> for HexBlob {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let digits = text.strip_prefix("0x").unwrap_or(&text).as_bytes();
        let (pairs, rest) = digits.as_chunks::<2>();
        let digit = |digit: u8| char::from(digit).to_digit(16);
        let octet = |&[high, low]: &[u8; 2]| Some((digit(high)? << 4 | digit(low)?) as u8);
        let octets: Option<Vec<u8>> = pairs.iter().map(octet).collect();
        let octets = octets.filter(|_| rest.is_empty());
        octets.map(Self).ok_or_else(|| D::Error::custom("expected pairs of hexadecimal digits"))
    }
}

/// `N` octets in hexadecimal.
#[derive(Clone, Debug)]
pub(crate) struct Hex<const N: usize>(pub(crate) [u8; N]);

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let HexBlob(octets) = HexBlob::deserialize(from)?;
        let found = octets.len();
        let wrong = |_| D::Error::custom(format!("expected {N} octets, found {found}"));
        octets.try_into().map(Self).map_err(wrong)
    }
}
