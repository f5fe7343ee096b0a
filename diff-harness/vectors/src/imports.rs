//! Traces through import: the block of each step on the state before it must give the state after it, root and every entry.

use crate::files::{self, Tally, VectorError};
use crate::sections::params_of;
use crate::traces::{RawState, TraceStep};
use crate::transition::Chain;
use jar_codec::{Step as Part, decode};
use jar_types::{Blob, Block, Hash, Params, RecentHistory, StateKey};
use std::collections::BTreeMap;
use std::path::Path;

/// A block to import.
#[derive(Debug)]
pub struct Step<'a> {
    /// The chain's numbers.
    pub params: &'a Params,
    /// The entries of the state before it.
    pub before: BTreeMap<StateKey, &'a [u8]>,
    /// The hash of the header that this state belongs to.
    pub parent: Hash,
    /// The block.
    pub block: Block<&'a [u8]>,
}

/// What import gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// The root and the entries of the state after the block.
    Accepted(Hash, BTreeMap<StateKey, Blob>),
    /// The block is invalid: why.
    Rejected(String),
}

/// Whether a file is called as the files of traces are.
pub(crate) fn is_step(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    stem == "genesis" || stem.len() == 8 && stem.bytes().all(|digit| digit.is_ascii_digit())
}

/// Imports the block of every step of a trace.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub(crate) fn run(folder: &Path, chain: &mut dyn Chain) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    for path in files::binaries(folder)? {
        if path.file_stem().is_some_and(|stem| stem == "genesis") {
            // A state without a block; `jar-vectors state` has checked it.
            continue;
        }
        let octets = files::read(&path)?;
        let mut outcome = Err("no parameters".to_owned());
        for params in params_of(&path) {
            outcome = check(&octets, &params, chain);
            if outcome.is_ok() {
                break;
            }
        }
        tally.add(&path, outcome);
    }
    Ok(tally)
}

fn check(octets: &[u8], params: &Params, chain: &mut dyn Chain) -> Result<(), String> {
    let TraceStep { before, block, after } =
        decode(octets, params).map_err(|error| error.to_string())?;
    let (root, after_root) = (Hash(before.state_root), Hash(after.state_root));
    let (before, after) = (entries(&before), entries(&after));
    let parent = parent(&before, params)?.unwrap_or(block.header.parent);
    // A block that is invalid leaves the state as it is.
    let changes = root != after_root;
    match chain.import(&Step { params, before, parent, block })? {
        Imported::Rejected(_) if !changes => Ok(()),
        Imported::Rejected(why) => Err(format!("expected a state, found a rejection: {why}")),
        Imported::Accepted(..) if !changes => Err("expected a rejection, found a state".to_owned()),
        Imported::Accepted(found, entries) => {
            difference(&after, &entries)?;
            if found == after_root {
                Ok(())
            } else {
                Err(format!("root {found}, expected {after_root}"))
            }
        }
    }
}

fn entries<'a>(state: &RawState<'a>) -> BTreeMap<StateKey, &'a [u8]> {
    state.entries.iter().map(|entry| (StateKey(entry.key), entry.value)).collect()
}

/// The hash of the header that a state belongs to: that of its latest recent block, if it has one.
fn parent(state: &BTreeMap<StateKey, &[u8]>, params: &Params) -> Result<Option<Hash>, String> {
    let recent = state.get(&StateKey::component(3)).ok_or("the state has no recent history")?;
    let recent: RecentHistory =
        decode(recent, params).map_err(|error| error.within(Part::Field("recent")).to_string())?;
    Ok(recent.history.last().map(|block| block.header_hash))
}

/// The first entry in which a state differs.
fn difference(
    expected: &BTreeMap<StateKey, &[u8]>,
    found: &BTreeMap<StateKey, Blob>,
) -> Result<(), String> {
    for (key, value) in expected {
        match found.get(key) {
            Some(other) if other == value => {}
            Some(other) => {
                let at = other.iter().zip(*value).position(|(a, b)| a != b);
                let at = at.unwrap_or(other.len().min(value.len()));
                return Err(format!(
                    "{key}: {} octets, expected {}, the first difference at {at}",
                    other.len(),
                    value.len()
                ));
            }
            None => return Err(format!("{key}: expected {} octets, found none", value.len())),
        }
    }
    match found.keys().find(|key| !expected.contains_key(*key)) {
        Some(key) => Err(format!("{key}: found, expected none")),
        None => Ok(()),
    }
}
