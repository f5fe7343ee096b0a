//! A map from state keys while it changes: one forest for all its states, changes in batches, forks of earlier states.

use super::Value;
use super::read::Rest;
use super::trees::put_proof;
use jar_merkle::{Forest, Trie, TrieError};
use jar_types::{Blob, StateKey};
use std::collections::BTreeMap;

/// What is done, or asked.
enum Operation {
    Set(StateKey, Option<Blob>),
    Root,
    Prove(StateKey),
    Back(u8),
}

fn operation(rest: &mut Rest<'_>) -> Result<Operation, super::Fault> {
    Ok(match rest.octet(4)? {
        0 => {
            let entry = rest.entry()?;
            Operation::Set(entry.key, Some(entry.value))
        }
        1 => Operation::Set(rest.key()?, None),
        2 => Operation::Root,
        3 => Operation::Prove(rest.key()?),
        _ => Operation::Back(rest.octet(u8::MAX)?),
    })
}

/// A state of the map.
#[derive(Clone)]
struct State {
    trie: Trie,
    values: BTreeMap<StateKey, Blob>,
}

struct Run {
    forest: Forest,
    now: State,
    remembered: Vec<State>,
    /// What changed since the trie did.
    changes: BTreeMap<StateKey, Option<Blob>>,
    out: Vec<u8>,
}

pub(super) fn run(mut rest: Rest<'_>) -> Value {
    let operations = rest.list(operation)?;
    rest.end()?;
    let forest = Forest::new();
    let now = State { trie: forest.empty(), values: BTreeMap::new() };
    let (remembered, changes, out) = (Vec::new(), BTreeMap::new(), Vec::new());
    let mut run = Run { forest, now, remembered, changes, out };
    for operation in operations {
        // No forest is full that a question fills.
        if run.perform(operation).is_err() {
            return Ok(None);
        }
    }
    Ok(Some(run.out))
}

impl Run {
    fn perform(&mut self, operation: Operation) -> Result<(), TrieError> {
        match operation {
            Operation::Set(key, value) => {
                match &value {
                    Some(value) => self.now.values.insert(key, value.clone()),
                    None => self.now.values.remove(&key),
                };
                self.changes.insert(key, value);
            }
            Operation::Root => {
                self.settle()?;
                self.out.extend(self.now.trie.root().0);
                self.remembered.push(self.now.clone());
            }
            Operation::Prove(key) => {
                self.settle()?;
                let State { trie, values } = &self.now;
                // The values are those of the trie.
                if let Ok(proof) = self.forest.prove(trie, &key, |key| values.get(key).cloned()) {
                    put_proof(&mut self.out, &proof);
                }
            }
            Operation::Back(number) => {
                if let Some(state) = self.remembered.get(usize::from(number)) {
                    self.now = state.clone();
                    self.changes.clear();
                }
            }
        }
        Ok(())
    }

    /// Makes the changes. The trie is given up, so that one that nobody remembers is changed in place.
    fn settle(&mut self) -> Result<(), TrieError> {
        let trie = std::mem::replace(&mut self.now.trie, self.forest.empty());
        self.now.trie = self.forest.update(trie, &self.changes)?;
        self.changes.clear();
        Ok(())
    }
}
