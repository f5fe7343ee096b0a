//! Changes, before they are made.

use super::leaf::Leaf;
use crate::hashing::hash_nodes;
use jar_types::{Hash, StateKey};

/// A change of a key.
pub(super) struct Change {
    pub(super) key: StateKey,
    pub(super) action: Action,
}

/// What happens to a key.
pub(super) enum Action {
    /// It is new.
    Insert(Leaf),
    /// It is there, with another value.
    Replace(Leaf),
    /// It is there and goes.
    Remove,
}

impl Change {
    /// The leaf that comes.
    pub(super) fn leaf(&self) -> Option<&Leaf> {
        match &self.action {
            Action::Insert(leaf) | Action::Replace(leaf) => Some(leaf),
            Action::Remove => None,
        }
    }
}

/// The changes that are asked for, with the leaves that they want.
pub(super) fn wanted<'a>(
    changes: impl Iterator<Item = (StateKey, Option<&'a [u8]>)>,
) -> Vec<(StateKey, Option<Leaf>)> {
    changes.map(|(key, value)| (key, value.map(|value| Leaf::new(&key, value)))).collect()
}

/// A change, if it changes something: `old` is the leaf at its key.
pub(super) fn effective(
    key: &StateKey,
    wanted: Option<&Leaf>,
    old: Option<&[u8; 64]>,
) -> Option<Change> {
    let action = match (old, wanted) {
        (None, None) => return None,
        (Some(old), Some(leaf)) if *old == leaf.0 => return None,
        (None, Some(leaf)) => Action::Insert(*leaf),
        (Some(_), Some(leaf)) => Action::Replace(*leaf),
        (Some(_), None) => Action::Remove,
    };
    Some(Change { key: *key, action })
}

/// The identities of the leaves that come, one for each change that brings one.
pub(super) fn identities(changes: &[Change]) -> Vec<Hash> {
    let leaves: Vec<[u8; 64]> =
        changes.iter().filter_map(|c| c.leaf().map(|leaf| leaf.0)).collect();
    let mut identities = Vec::with_capacity(leaves.len());
    hash_nodes(&leaves, &mut identities);
    identities
}
