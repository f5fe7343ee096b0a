//! Folders of vectors, and what came of them.

use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Why vectors cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VectorError {
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
pub(crate) struct Tally {
    /// How many are as expected.
    pub(crate) passed: usize,
    /// The others, a line each.
    pub(crate) differences: Vec<String>,
}

impl Tally {
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

/// The JSON in a file.
pub(crate) fn read_json(path: &Path) -> Result<serde_json::Value, VectorError> {
    let octets = read(path)?;
    let json = serde_json::from_slice(&octets);
    json.map_err(|source| VectorError::Json { path: path.to_owned(), source })
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
