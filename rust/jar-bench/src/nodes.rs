//! What of the state trie a block makes anew (Gray Paper 0.7.2, appendix D.2): counted on the paper's own trie, node by node.

use crate::trace::Entries;
use jar_crypto::blake2b;
use jar_merkle::Leaf;
use jar_types::{Hash, StateKey};
use std::collections::HashMap;

/// What must be hashed for the root of a state, if the nodes of the one before it are known.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    /// Nodes that were not there.
    pub(crate) nodes: Vec<[u8; 64]>,
    /// Values of new leaves that a leaf does not hold itself.
    pub(crate) values: Vec<Vec<u8>>,
}

/// Nodes by what they hash to.
type Nodes = HashMap<Hash, [u8; 64]>;

/// What is in one trie and not in the other.
pub(crate) fn changed(before: &Entries, after: &Entries) -> Changed {
    let old = trie(before);
    let new = trie(after);
    let mut changed = Changed::default();
    for (identity, node) in new {
        if !old.contains_key(&identity) {
            changed.nodes.push(node);
        }
    }
    let is_new =
        |(key, value): &(&StateKey, &Vec<u8>)| value.len() > 32 && before.get(*key) != Some(*value);
    changed.values = after.iter().filter(is_new).map(|(_, value)| value.clone()).collect();
    changed
}

/// All nodes of the trie of a map.
fn trie(entries: &Entries) -> Nodes {
    let leaves: Vec<(StateKey, [u8; 64])> =
        entries.iter().map(|(key, value)| (*key, *Leaf::new(key, value).octets())).collect();
    let mut nodes = Nodes::new();
    root(&leaves, 0, &mut nodes);
    nodes
}

/// M: the root of leaves whose keys agree before a bit.
fn root(leaves: &[(StateKey, [u8; 64])], bit: usize, nodes: &mut Nodes) -> Hash {
    let node = match leaves {
        [] => return Hash::default(),
        [(_, leaf)] => *leaf,
        _ => {
            let is_right = |key: &StateKey| {
                key.0.get(bit / 8).is_some_and(|octet| octet & (0x80 >> (bit % 8)) != 0)
            };
            let middle = leaves.partition_point(|(key, _)| !is_right(key));
            let (left, right) = leaves.split_at(middle);
            let next = bit.saturating_add(1);
            let mut sides = [root(left, next, nodes).0, root(right, next, nodes).0];
            let [[first, ..], _] = &mut sides;
            *first &= 0x7f;
            let mut node = [0; 64];
            node.copy_from_slice(sides.as_flattened());
            node
        }
    };
    let identity = blake2b(&node);
    nodes.insert(identity, node);
    identity
}

#[cfg(test)]
mod tests {
    use super::*;
    use jar_merkle::Forest;

    #[test]
    fn what_changed_is_what_a_change_must_hash() {
        let key = |first: u8, last: u8| {
            let mut key = StateKey([0; 31]);
            (key.0[0], key.0[30]) = (first, last);
            key
        };
        let mut before = Entries::new();
        before.insert(key(0x00, 0), vec![1; 40]);
        before.insert(key(0x01, 0), vec![2]);
        before.insert(key(0x80, 0), vec![3]);
        let mut after = before.clone();
        after.insert(key(0x01, 0), vec![4; 33]);
        let changed = changed(&before, &after);
        // The leaf, and the branches at bits 7 to 0 above it.
        assert_eq!(changed.nodes.len(), 1 + 8);
        assert_eq!(changed.values, vec![vec![4; 33]]);
        assert!(super::changed(&after, &after).nodes.is_empty());
    }

    #[test]
    fn the_trie_is_that_of_the_forest() {
        let entries: Entries = (0..50u8)
            .map(|number| (StateKey([number.wrapping_mul(37); 31]), vec![number; 20]))
            .collect();
        let mut nodes = Nodes::new();
        let leaves: Vec<_> =
            entries.iter().map(|(key, value)| (*key, *Leaf::new(key, value).octets())).collect();
        let found = root(&leaves, 0, &mut nodes);
        assert_eq!(found, Forest::new().build(&entries).unwrap().root());
    }
}
