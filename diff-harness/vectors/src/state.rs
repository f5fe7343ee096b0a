//! Traces: a state, a block, the state after it.

use crate::files::{self, Tally, VectorError};
use jar_codec::{Decode, Encode, decode, encode};
use jar_types::{Block, Header, Params, State, StateKey};
use std::collections::BTreeMap;
use std::path::Path;

/// An entry of the trie.
#[derive(Debug, Encode, Decode)]
struct Entry<'a> {
    key: [u8; 31],
    value: &'a [u8],
}

/// A state as entries of the trie, with its root.
#[derive(Debug, Encode, Decode)]
struct RawState<'a> {
    state_root: [u8; 32],
    entries: Vec<Entry<'a>>,
}

/// A file of a trace.
#[derive(Debug, Encode, Decode)]
#[codec(context = Params)]
struct TraceStep<'a> {
    before: RawState<'a>,
    block: Block<&'a [u8]>,
    after: RawState<'a>,
}

/// The file `genesis.bin` of a trace.
#[derive(Debug, Encode, Decode)]
#[codec(context = Params)]
struct Genesis<'a> {
    header: Header,
    state: RawState<'a>,
}

/// Decodes every file of every trace of a folder and takes the states apart and together again.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(folder: &Path) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    let mut folders = files::entries(folder)?;
    folders.retain(|path| path.is_dir());
    if folders.is_empty() {
        let path = folder.to_owned();
        return Err(VectorError::Empty { path, expected: "a folder for each trace" });
    }
    for path in folders.iter().map(|folder| files::binaries(folder)) {
        for path in path? {
            let genesis = path.file_stem().is_some_and(|stem| stem == "genesis");
            let octets = files::read(&path)?;
            tally.add(&path, if genesis { check_genesis(&octets) } else { check_step(&octets) });
        }
    }
    Ok(tally)
}

fn check_genesis(octets: &[u8]) -> Result<(), String> {
    let genesis: Genesis<'_> = same(octets)?;
    check_state(&genesis.state)
}

fn check_step(octets: &[u8]) -> Result<(), String> {
    let step: TraceStep<'_> = same(octets)?;
    check_state(&step.before).map_err(|error| format!("before: {error}"))?;
    check_state(&step.after).map_err(|error| format!("after: {error}"))
}

/// The value of these octets, which encodes to them.
fn same<'a, T: Decode<'a, Params> + Encode>(octets: &'a [u8]) -> Result<T, String> {
    let value: T = decode(octets, &Params::tiny()).map_err(|error| error.to_string())?;
    if encode(&value) == octets {
        Ok(value)
    } else {
        Err("what was decoded encodes to other octets".to_owned())
    }
}

/// The entries are T of a state.
fn check_state(raw: &RawState<'_>) -> Result<(), String> {
    let entries = raw.entries.iter().map(|entry| (StateKey(entry.key), entry.value));
    let map: BTreeMap<StateKey, &[u8]> = entries.collect();
    if map.len() != raw.entries.len() {
        return Err("a key twice".to_owned());
    }
    let state: State<&[u8]> =
        State::from_map(&map, &Params::tiny()).map_err(|error| error.to_string())?;
    let again = state.to_map();
    let other = map.iter().find(|(key, value)| again.get(key).is_none_or(|new| new != *value));
    match other {
        None if again.len() == map.len() => Ok(()),
        None => Err(format!("{} entries became {}", map.len(), again.len())),
        Some((key, _)) => Err(format!("{key}: another value after T⁻¹ and T")),
    }
}
