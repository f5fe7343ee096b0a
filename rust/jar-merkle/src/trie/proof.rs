//! What a state holds at a key: proofs of it and their check. The paper defines no format of them; the specification's is
//! `TrieProof` in `Jar/Merkle/Proof.lean`.

use super::leaf::{Entry, Leaf};
use super::nodes::Kind;
use super::{Forest, KEY_BITS, Trie, TrieError, bit_at, first_difference, hash_node};
use super::{branch_node, identity_at};
use jar_crypto::blake2b;
use jar_types::{Blob, Hash, StateKey};

/// What a map holds at a key: the way there, and what lies at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrieProof {
    /// The opposite identities on the way to the key, from top to bottom. The first bit of one on the left is not hashed, and so
    /// counts for nothing.
    pub siblings: Vec<Hash>,
    /// Nothing, or an entry, which may be of another key.
    pub ending: Option<Entry>,
}

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// More siblings than a key has bits.
    #[error("{found} siblings: expected at most 248")]
    TooLong {
        /// How many.
        found: usize,
    },
    /// It leads to another root.
    #[error("the proof leads to {found}, expected {expected}")]
    Root {
        /// Where it leads.
        found: Hash,
        /// Where it should.
        expected: Hash,
    },
}

/// Why there is no proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProveError {
    /// Of the forest.
    #[error(transparent)]
    Trie(#[from] TrieError),
    /// A value of more than 32 octets was not given.
    #[error("{key}: expected its value with hash {hash}, found none")]
    NoValue {
        /// Whose.
        key: StateKey,
        /// The hash of it.
        hash: Hash,
    },
    /// Another value was given than the trie has.
    #[error("{key}: expected its value with hash {hash}, found one with hash {found}")]
    OtherValue {
        /// Whose.
        key: StateKey,
        /// The hash of it.
        hash: Hash,
        /// The hash of what was given.
        found: Hash,
    },
}

impl TrieProof {
    /// What the map with this root holds at a key: its value, or `None`, which is proved as well.
    ///
    /// `check_sound`: what a proof that is accepted says is what the map says, or there is a collision.
    ///
    /// # Errors
    /// The proof proves nothing about the key below this root.
    pub fn check(&self, root: &Hash, key: &StateKey) -> Result<Option<&[u8]>, ProofError> {
        let found = self.siblings.len();
        if found > KEY_BITS {
            return Err(ProofError::TooLong { found });
        }
        let ending = self.ending.as_ref();
        let end = ending
            .map_or(Hash::default(), |entry| hash_node(&Leaf::new(&entry.key, &entry.value).0));
        let found = self.siblings.iter().enumerate().rev().fold(end, |below, (bit, sibling)| {
            let node = if bit_at(key, bit) {
                branch_node(sibling, &below)
            } else {
                branch_node(&below, sibling)
            };
            hash_node(&node)
        });
        if found != *root {
            return Err(ProofError::Root { found, expected: *root });
        }
        Ok(ending.filter(|entry| entry.key == *key).map(|entry| entry.value.as_slice()))
    }
}

impl Forest {
    /// The proof of what a trie holds at a key. A trie has no values of more than 32 octets: if one is in the proof, it comes from
    /// `value_of`.
    ///
    /// `check_prove`: the proof is accepted, and says what the map says.
    ///
    /// # Errors
    /// The trie is of another forest; the value is missing or another.
    pub fn prove(
        &self,
        trie: &Trie,
        key: &StateKey,
        value_of: impl FnOnce(&StateKey) -> Option<Blob>,
    ) -> Result<TrieProof, ProveError> {
        self.check(trie)?;
        let nodes = &self.nodes;
        let mut siblings = Vec::new();
        let nearest = nodes.nearest(trie.0.link, key).map(|leaf| nodes.key(leaf));
        let differs = nearest.and_then(|near| first_difference(key, &near)).unwrap_or(KEY_BITS);
        let mut link = trie.0.link;
        let leaf = loop {
            let from = siblings.len();
            match link.kind() {
                Kind::Nothing => break None,
                Kind::Leaf(leaf) => break Some(Leaf(*nodes.leaf(leaf))),
                Kind::Branch(branch) => {
                    let node = nodes.branch(branch);
                    if node.bit() > differs {
                        // The way leaves the trie before this branch.
                        let near = nearest.unwrap_or(*key);
                        siblings.resize(differs, Hash::default());
                        siblings.push(identity_at(nodes, branch, differs.saturating_add(1), &near));
                        break None;
                    }
                    siblings.resize(node.bit().max(from), Hash::default());
                    let [left, right] = *nodes.identities(branch);
                    siblings.push(if node.side(key) == 0 { right } else { left });
                    link = nodes.next(branch, key);
                }
            }
        };
        let ending = leaf.map(|leaf| entry(&leaf, value_of)).transpose()?;
        Ok(TrieProof { siblings, ending })
    }
}

/// A leaf with its value.
fn entry(
    leaf: &Leaf,
    value_of: impl FnOnce(&StateKey) -> Option<Blob>,
) -> Result<Entry, ProveError> {
    let key = leaf.key();
    let Some(hash) = leaf.value_hash() else {
        return Ok(Entry { key, value: leaf.value().unwrap_or_default().to_vec() });
    };
    let value = value_of(&key).ok_or(ProveError::NoValue { key, hash })?;
    let found = blake2b(&value);
    if found == hash && value.len() > 32 {
        Ok(Entry { key, value })
    } else {
        Err(ProveError::OtherValue { key, hash, found })
    }
}
