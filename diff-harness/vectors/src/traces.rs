//! Traces: a state, a block, the state after it.

use crate::files::{self, Tally, VectorError};
use jar_codec::{Decode, Encode};
use jar_types::{Block, Header, Params};
use std::path::{Path, PathBuf};

/// An entry of the trie.
#[derive(Debug, Encode, Decode)]
pub(crate) struct Entry<'a> {
    pub(crate) key: [u8; 31],
    pub(crate) value: &'a [u8],
}

/// A state as entries of the trie, with its root.
#[derive(Debug, Encode, Decode)]
pub(crate) struct RawState<'a> {
    pub(crate) state_root: [u8; 32],
    pub(crate) entries: Vec<Entry<'a>>,
}

/// A file of a trace.
#[derive(Debug, Encode, Decode)]
#[codec(context = Params)]
pub(crate) struct TraceStep<'a> {
    pub(crate) before: RawState<'a>,
    pub(crate) block: Block<&'a [u8]>,
    pub(crate) after: RawState<'a>,
}

/// The file `genesis.bin` of a trace.
#[derive(Debug, Encode, Decode)]
#[codec(context = Params)]
pub(crate) struct Genesis<'a> {
    pub(crate) header: Header,
    pub(crate) state: RawState<'a>,
}

/// The files of all traces in a folder of folders.
fn paths(folder: &Path) -> Result<Vec<PathBuf>, VectorError> {
    let mut folders = files::entries(folder)?;
    folders.retain(|path| path.is_dir());
    if folders.is_empty() {
        let path = folder.to_owned();
        return Err(VectorError::Empty { path, expected: "a folder for each trace" });
    }
    let files: Result<Vec<Vec<PathBuf>>, _> =
        folders.iter().map(|folder| files::binaries(folder)).collect();
    Ok(files?.concat())
}

/// Checks the octets of every file of all traces in a folder: the states that they begin with, and their steps.
pub(crate) fn check(
    folder: &Path,
    genesis: fn(&[u8]) -> Result<(), String>,
    step: fn(&[u8]) -> Result<(), String>,
) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    for path in paths(folder)? {
        let octets = files::read(&path)?;
        let outcome = if is_genesis(&path) { genesis(&octets) } else { step(&octets) };
        tally.add(&path, outcome);
    }
    Ok(tally)
}

/// Is a file the state that a trace begins with?
fn is_genesis(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "genesis")
}
