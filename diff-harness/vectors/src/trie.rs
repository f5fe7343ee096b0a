//! The roots of the states of traces.

use crate::files::{Tally, VectorError};
use crate::traces::{self, Genesis, RawState, TraceStep};
use jar_codec::decode;
use jar_merkle::{Forest, Trie};
use jar_types::{Hash, Params, StateKey};
use std::collections::BTreeMap;
use std::path::Path;

/// Why `trie.json` cannot be compared.
const OTHER_VERSION: &str = "its roots are those of Gray Paper 0.2.2, which takes the bits of a key from the least significant one and \
    writes other first octets of nodes; give the folder of the traces, whose roots are of 0.7.2";

/// Computes the root of every state of the traces of a folder.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(folder: &Path) -> Result<Tally, VectorError> {
    let single = folder.join("trie.json");
    if single.exists() {
        return Err(VectorError::OtherVersion { path: single, reason: OTHER_VERSION });
    }
    traces::check(folder, check_genesis, check_step)
}

type Map<'a> = BTreeMap<StateKey, &'a [u8]>;

fn check_genesis(octets: &[u8]) -> Result<(), String> {
    let genesis: Genesis<'_> =
        decode(octets, &Params::tiny()).map_err(|error| error.to_string())?;
    check_state(&mut Forest::new(), &genesis.state).map(drop)
}

fn check_step(octets: &[u8]) -> Result<(), String> {
    let step: TraceStep<'_> = decode(octets, &Params::tiny()).map_err(|error| error.to_string())?;
    let mut forest = Forest::new();
    let (before, old) =
        check_state(&mut forest, &step.before).map_err(|error| format!("before: {error}"))?;
    let (after, new) =
        check_state(&mut forest, &step.after).map_err(|error| format!("after: {error}"))?;
    // Forwards and back, in a fork of each.
    for (name, trie, from, to, root) in [
        ("forwards", &before, &old, &new, after.root()),
        ("back", &after, &new, &old, before.root()),
    ] {
        let gone = from.keys().filter(|key| !to.contains_key(*key)).map(|key| (*key, None));
        let come = to.iter().map(|(key, value)| (*key, Some(*value)));
        let changed = forest.update(trie.clone(), &gone.chain(come).collect());
        let found = changed.map_err(|error| error.to_string())?.root();
        if found != root {
            return Err(format!("{name}: root {found}, expected {root}"));
        }
    }
    Ok(())
}

/// The trie of a state and its map: root, entries and their proofs are right.
fn check_state<'a>(forest: &mut Forest, raw: &RawState<'a>) -> Result<(Trie, Map<'a>), String> {
    let map: Map<'a> = raw.entries.iter().map(|entry| (StateKey(entry.key), entry.value)).collect();
    let trie = forest.build(&map).map_err(|error| error.to_string())?;
    let (found, expected) = (trie.root(), Hash(raw.state_root));
    if found != expected {
        return Err(format!("root {found}, expected {expected}"));
    }
    for (key, value) in &map {
        let mut absent = *key;
        let [.., last] = &mut absent.0;
        *last ^= 1;
        for (key, value) in [(key, Some(*value)), (&absent, map.get(&absent).copied())] {
            let given = |key: &StateKey| map.get(key).map(|value| value.to_vec());
            let proof = forest.prove(&trie, key, given).map_err(|error| error.to_string())?;
            let proved = proof.check(&expected, key).map_err(|error| error.to_string())?;
            if proved != value {
                return Err(format!("{key}: its proof says something else"));
            }
        }
    }
    Ok((trie, map))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_of_another_version_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(run(folder.path()), Err(VectorError::Empty { .. })));
        std::fs::write(folder.path().join("trie.json"), "[]").unwrap();
        assert!(matches!(run(folder.path()), Err(VectorError::OtherVersion { .. })));
    }
}
