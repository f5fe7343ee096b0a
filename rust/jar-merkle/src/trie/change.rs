//! Changes, before they are made.

use super::leaf::Leaf;
use super::nodes::{Kind, Link, Nodes};
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

/// How many searches go on at once. Each waits for memory at every step.
const SEARCHES: usize = 16;

/// The changes that change something below a root.
pub(super) fn effective<'a>(
    nodes: &Nodes,
    root: Link,
    changes: impl Iterator<Item = (StateKey, Option<&'a [u8]>)>,
) -> Vec<Change> {
    let wanted: Vec<(StateKey, Option<Leaf>)> =
        changes.map(|(key, value)| (key, value.map(|value| Leaf::new(&key, value)))).collect();
    let mut effective = Vec::with_capacity(wanted.len());
    for some in wanted.chunks(SEARCHES) {
        let mut ends = [root; SEARCHES];
        let mut moved = true;
        while moved {
            moved = false;
            for (end, (key, _)) in ends.iter_mut().zip(some) {
                if let Kind::Branch(branch) = end.kind() {
                    *end = nodes.next(branch, key);
                    moved = true;
                }
            }
        }
        for (end, (key, leaf)) in ends.iter().zip(some) {
            let old = match end.kind() {
                Kind::Leaf(old) if nodes.key(old) == *key => Some(nodes.leaf(old)),
                _ => None,
            };
            let action = match (old, leaf) {
                (None, None) => continue,
                (Some(old), Some(leaf)) if *old == leaf.0 => continue,
                (None, Some(leaf)) => Action::Insert(*leaf),
                (Some(_), Some(leaf)) => Action::Replace(*leaf),
                (Some(_), None) => Action::Remove,
            };
            effective.push(Change { key: *key, action });
        }
    }
    effective
}

/// The identities of the leaves that come, one for each change that brings one.
pub(super) fn identities(changes: &[Change]) -> Vec<Hash> {
    let leaves: Vec<[u8; 64]> = changes.iter().filter_map(|c| c.leaf().map(|leaf| leaf.0)).collect();
    let mut identities = Vec::with_capacity(leaves.len());
    hash_nodes(&leaves, &mut identities);
    identities
}
