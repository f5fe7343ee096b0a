//! The state trie (Gray Paper 0.7.2, appendix D.2). Specification: `Jar/Merkle/Trie.lean` and `Jar/Merkle/Proof.lean`.
//!
//! # Layout
//!
//! The paper's trie has a branch for each bit in which keys still agree. Kept are only branches with keys on both sides, so that n
//! keys have n − 1 branches, whatever they are: 148 octets for each key, values not included. The identity of a child is kept in its
//! parent, as the parent hashes it: who hashes a branch reads it and nothing else. Links and counts are apart from identities, so that
//! a search reads little. Between two branches whose bits are not next to
//! each other, the nodes that are not kept are hashed again when what is below them changes.
//!
//! # Many states
//!
//! A [`Forest`] holds the nodes of many tries, a [`Trie`] is the root of one. Branches and leaves count who names them. A trie is
//! changed in place if nobody else has it; of one that others have too, the branches on the way are copied and the rest is shared.
//! So a fork costs nothing until it is changed, and then what changes.
//!
//! # A batch of changes
//!
//! One search goes on to all keys at once, reads each branch on the ways once, and drops what changes nothing ([`search`]). Then the
//! trie gets its new shape, and branches to be hashed are marked ([`shape`]); a trie of many keys that was empty is built from left to
//! right ([`build`]). Last, from the lowest generation to the root, all nodes of one generation are hashed side by side, each once ([`rehash`]).
//! No function here calls itself, and nothing is as large as keys are long.

mod build;
mod change;
mod leaf;
mod nodes;
mod proof;
mod rehash;
mod search;
mod shape;

pub use leaf::{Entry, Leaf};
pub use proof::{ProofError, ProveError, TrieProof};

use crate::Hashing;
use jar_types::{Hash, StateKey};
use nodes::{Link, Nodes};
use shape::Shape;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The number of bits of a key.
const KEY_BITS: usize = 248;

/// Bit `index` of a key, from the most significant one of the first octet (3.7.3). Zero beyond the end.
fn bit_at(key: &StateKey, index: usize) -> bool {
    key.0.get(index / 8).is_some_and(|octet| octet & (0x80 >> (index % 8)) != 0)
}

/// The first bit in which two keys differ.
fn first_difference(a: &StateKey, b: &StateKey) -> Option<usize> {
    let mut octets = a.0.iter().zip(&b.0).map(|(a, b)| a ^ b);
    let index = octets.clone().position(|difference| difference != 0)?;
    let difference = octets.nth(index)?;
    Some(index * 8 + difference.leading_zeros() as usize)
}

/// Why a forest does not do what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrieError {
    /// The trie is of another forest.
    #[error("the trie is not of this forest")]
    Foreign,
    /// There could be no room for all changes.
    #[error(
        "{nodes} nodes and {changes} changes: expected fewer, for at most 2^31 nodes of a kind"
    )]
    Full {
        /// How many there are.
        nodes: usize,
        /// The changes asked for.
        changes: usize,
    },
}

/// The tries of many states. See the head of this module for what is where.
///
/// A trie that is dropped leaves its nodes to the forest, which takes them back at its next change.
#[derive(Debug, Default)]
pub struct Forest {
    nodes: Nodes,
    returned: Returned,
}

/// Roots that nobody names any more.
type Returned = Arc<Mutex<Vec<Link>>>;

/// The trie of a state: a root in a [`Forest`]. A clone is as good as the trie and costs nothing.
#[derive(Clone)]
pub struct Trie(Arc<Top>);

/// The root of a trie.
struct Top {
    link: Link,
    identity: Hash,
    returned: Returned,
}

impl Drop for Top {
    fn drop(&mut self) {
        if self.link != Link::NOTHING {
            self.returned.lock().unwrap_or_else(PoisonError::into_inner).push(self.link);
        }
    }
}

impl fmt::Debug for Trie {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_tuple("Trie").field(&self.0.identity).finish()
    }
}

impl Trie {
    /// M: the root, which commits to every key and value (`trieRoot_commits`).
    #[must_use]
    pub fn root(&self) -> Hash {
        self.0.identity
    }
}

impl Forest {
    /// A forest without nodes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The trie of no keys, whose root is the zero hash.
    #[must_use]
    pub fn empty(&self) -> Trie {
        self.planted(Link::NOTHING, Hash::default())
    }

    fn planted(&self, link: Link, identity: Hash) -> Trie {
        Trie(Arc::new(Top { link, identity, returned: Arc::clone(&self.returned) }))
    }

    /// The trie of a map, such as T(σ).
    ///
    /// # Errors
    /// There is no room.
    pub fn build<V: AsRef<[u8]>>(
        &mut self,
        map: &BTreeMap<StateKey, V>,
    ) -> Result<Trie, TrieError> {
        let empty = self.empty();
        self.change(empty, map.iter().map(|(key, value)| (*key, Some(value.as_ref()))))
    }

    /// The trie after changes: a key gets a value, or with `None` goes. Changes that change nothing cost a search.
    ///
    /// `trieRoot_map`: the root depends on the map alone, not on how it came about. The trie given is used up; a clone of it stays as
    /// it is.
    ///
    /// # Errors
    /// The trie is of another forest, or there is no room. Then nothing has changed.
    pub fn update<V: AsRef<[u8]>>(
        &mut self,
        trie: Trie,
        changes: &BTreeMap<StateKey, Option<V>>,
    ) -> Result<Trie, TrieError> {
        self.change(trie, changes.iter().map(|(key, value)| (*key, value.as_ref().map(V::as_ref))))
    }

    /// Changes whose keys ascend.
    fn change<'a>(
        &mut self,
        trie: Trie,
        changes: impl ExactSizeIterator<Item = (StateKey, Option<&'a [u8]>)>,
    ) -> Result<Trie, TrieError> {
        self.check(&trie)?;
        self.collect();
        let (nodes, count) = (self.nodes.used(), changes.len());
        // At most all branches on the ways are copied, and each change brings a leaf and a branch.
        let copies = count.saturating_mul(KEY_BITS).min(nodes);
        if nodes.saturating_add(copies).saturating_add(count) >= Link::LIMIT {
            return Err(TrieError::Full { nodes, changes: count });
        }
        let root = trie.0.link;
        let found = if root == Link::NOTHING {
            search::Found::nothing(changes)
        } else {
            search::search(&self.nodes, root, &change::wanted(changes))
        };
        if found.changes.is_empty() {
            return Ok(trie);
        }
        let (link, identity) = (root, trie.0.identity);
        match Arc::try_unwrap(trie.0) {
            // Nobody else has it.
            Ok(mut top) => top.link = Link::NOTHING,
            Err(_) => self.nodes.share(link),
        }
        let identities = change::identities(&found.changes);
        let mut shape = Shape::new(&mut self.nodes, (link, identity), &found.changes);
        let works = if link == Link::NOTHING {
            shape.build(&identities);
            shape.marked()
        } else {
            shape.apply(&found, &identities)
        };
        let (link, identity) = shape.rehash(&works);
        Ok(self.planted(link, identity))
    }

    /// What a trie holds at a key.
    ///
    /// # Errors
    /// The trie is of another forest.
    pub fn get(&self, trie: &Trie, key: &StateKey) -> Result<Option<Leaf>, TrieError> {
        self.check(trie)?;
        let leaf = self.nodes.nearest(trie.0.link, key).map(|leaf| Leaf(*self.nodes.leaf(leaf)));
        Ok(leaf.filter(|leaf| leaf.key() == *key))
    }

    /// The octets that the nodes of all tries take, with what is reserved.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.nodes.memory()
    }

    /// Takes back the nodes of the tries that were dropped. Every change does this first.
    pub fn collect(&mut self) {
        let mut returned = self.returned.lock().unwrap_or_else(PoisonError::into_inner);
        let links = std::mem::take(&mut *returned);
        drop(returned);
        links.into_iter().for_each(|link| self.nodes.release(link));
    }

    /// How many leaves and branches are in use.
    #[cfg(test)]
    fn in_use(&self) -> usize {
        self.nodes.used()
    }

    fn check(&self, trie: &Trie) -> Result<(), TrieError> {
        let own = Arc::ptr_eq(&trie.0.returned, &self.returned);
        if own { Ok(()) } else { Err(TrieError::Foreign) }
    }
}

/// B, as octets.
fn branch_node(left: &Hash, right: &Hash) -> [u8; 64] {
    let mut node = [left.0, right.0];
    let [[first, ..], _] = &mut node;
    *first &= 0x7f;
    let mut octets = [0; 64];
    octets.copy_from_slice(node.as_flattened());
    octets
}

/// The node over a sub-trie all of whose keys have this bit.
fn chain_node(identity: &Hash, bit: bool) -> [u8; 64] {
    let nothing = Hash::default();
    if bit { branch_node(&nothing, identity) } else { branch_node(identity, &nothing) }
}

/// Blake2b of a node.
fn hash_node(node: &[u8; 64]) -> Hash {
    Hashing::Blake2b.hash(node)
}

/// The identity that a sub-trie whose first branch is at bit `at` has for a parent at bit `from` − 1.
fn identity_at(nodes: &Nodes, branch: u32, from: usize, key: &StateKey) -> Hash {
    let at = nodes.branch(branch).bit();
    let [left, right] = nodes.identities(branch);
    let own = hash_node(&branch_node(left, right));
    (from..at).rev().fold(own, |below, bit| hash_node(&chain_node(&below, bit_at(key, bit))))
}

#[cfg(test)]
mod tests;
