//! The states and the blocks of traces.

use crate::files::{Tally, VectorError};
use crate::traces::{self, Genesis, RawState, TraceStep};
use jar_codec::{Decode, Encode, decode, encode};
use jar_types::{Params, State, StateKey};
use std::collections::BTreeMap;
use std::path::Path;

/// Decodes every file of every trace of a folder and takes the states apart and together again.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(folder: &Path) -> Result<Tally, VectorError> {
    traces::check(folder, check_genesis, check_step)
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
