//! A chain with its forks (Gray Paper 0.7.2, 4.3, 5.3, section 19): blocks are imported on any block that is held; the states of
//! all of them share what they have in common.
//!
//! All is in memory and nothing is ever half done, so there is nothing to repair after a crash: a chain that is lost is made again from
//! its start.

mod ancestry;
mod tree;

use crate::import::{self, Environment, ImportError, Prior};
use crate::invocation::{Machines, Programs, Setup};
use crate::live::LiveState;
use crate::{Caches, Protocol, Rule, header};
use ancestry::{AncestorsOf, Finalized};
use jar_crypto::blake2b_of;
use jar_merkle::{Forest, Trie, TrieError};
use jar_types::{Blob, Block, Hash, Slot, StateError, StateKey};
use std::collections::BTreeMap;
use std::sync::Arc;
use tree::Tree;

/// How much of a chain is held. Finality does the same where it is known ([`Chain::finalize`]); these are the bounds without it.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// Blocks behind the longest chain's last that stay. What is deeper counts as final.
    pub depth: u64,
    /// Blocks at most, at least 4. Beyond that the shortest forks go, the oldest first; if there are none, the oldest block of the longest
    /// chain counts as final.
    pub blocks: usize,
}

impl Default for Retention {
    fn default() -> Self {
        Self { depth: 64, blocks: 1024 }
    }
}

/// Where a chain begins.
#[derive(Debug)]
pub struct Start {
    /// The hash of the header that the state belongs to.
    pub header: Hash,
    /// The slot of that header.
    pub slot: Slot,
    /// σ.
    pub state: LiveState,
    /// Hashes and slots of the headers before it; none if they are unknown: then lookup anchors are not checked.
    pub ancestry: Option<Vec<(Hash, Slot)>>,
}

/// Why a chain does not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The entries are no state.
    #[error("state: {0}")]
    State(#[from] StateError),
    /// A key is there twice.
    #[error("state: {0}: expected one entry, found two")]
    Twice(StateKey),
    /// There is no room for the trie.
    #[error("state: {0}")]
    Trie(#[from] TrieError),
}

/// Why a block is not on the chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Nothing is held under the hash that the block names as its parent: it never was, was rejected, or is too old.
    #[error("parent {0}: expected a block that is held")]
    UnknownParent(Hash),
    /// Undecodable, or breaks a rule.
    #[error("{0}")]
    Import(#[from] ImportError),
    /// There is no room for the trie.
    #[error("state trie: {0}")]
    Trie(#[from] TrieError),
}

/// What a block gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The hash of its header.
    pub header: Hash,
    /// The root of the state after it.
    pub root: Hash,
    /// Whether it was held before.
    pub known: bool,
}

/// A chain.
#[derive(Debug)]
pub struct Chain {
    protocol: Protocol,
    retention: Retention,
    caches: Arc<Caches>,
    programs: Programs,
    forest: Forest,
    tree: Tree<Held>,
    finalized: Finalized,
    /// Whether lookup anchors are checked.
    ancestry: bool,
}

/// What is held of a block.
#[derive(Debug)]
struct Held {
    state: LiveState,
    trie: Trie,
    /// Whether it was imported; the start was not.
    imported: bool,
}

impl LiveState {
    /// The state with these entries, in any order, and what T(σ) is.
    ///
    /// # Errors
    /// They are none.
    pub fn from_entries<V: AsRef<[u8]>>(
        entries: impl IntoIterator<Item = (StateKey, V)>,
        params: &jar_types::Params,
    ) -> Result<Self, StartError> {
        let mut map = BTreeMap::new();
        for (key, value) in entries {
            if map.insert(key, value).is_some() {
                return Err(StartError::Twice(key));
            }
        }
        Ok(Self::from_map(&map, params)?)
    }
}

impl Chain {
    /// A chain that begins with a state.
    ///
    /// # Errors
    /// There is no room for the trie.
    pub fn new(protocol: Protocol, retention: Retention, start: Start) -> Result<Self, StartError> {
        Self::with_caches(protocol, retention, start, Arc::new(Caches::new()))
    }

    /// The same with caches that other chains may use as well.
    ///
    /// # Errors
    /// There is no room for the trie.
    pub fn with_caches(
        protocol: Protocol,
        retention: Retention,
        start: Start,
        caches: Arc<Caches>,
    ) -> Result<Self, StartError> {
        let Start { header, slot, state, ancestry } = start;
        let mut forest = Forest::new();
        let trie = forest.build(&state.to_map())?;
        let mut finalized = Finalized::new(protocol.params.lookup_anchor_age);
        for (hash, slot) in ancestry.iter().flatten() {
            finalized.push(*hash, *slot);
        }
        finalized.push(header, slot);
        let tree = Tree::new(header, slot, Held { state, trie, imported: false });
        Ok(Self {
            protocol,
            retention,
            caches,
            programs: Programs::default(),
            forest,
            tree,
            finalized,
            ancestry: ancestry.is_some(),
        })
    }

    /// Imports a block on the block that it names as its parent. A block that is held already is not looked at again.
    ///
    /// `clock` is the slot that has begun last; without it, blocks may be of any slot.
    ///
    /// # Errors
    /// The block is not imported, and the chain is as it was.
    pub fn import(
        &mut self,
        machines: &dyn Machines,
        octets: &[u8],
        clock: Option<Slot>,
    ) -> Result<Imported, ChainError> {
        let params = &self.protocol.params;
        let block = import::decode(params, octets).map_err(ImportError::from)?;
        if let Some(imported) = self.known(&block)? {
            return Ok(imported);
        }
        let parent = block.header.parent;
        let on = self.tree.get(&parent).ok_or(ChainError::UnknownParent(parent))?;
        let ancestors = AncestorsOf { tree: &self.tree, finalized: &self.finalized, block: parent };
        let prior = Prior {
            state: &on.held.state,
            root: on.held.trie.root(),
            header: parent,
            ancestors: if self.ancestry { Some(&ancestors) } else { None },
            clock,
        };
        let setup = Setup {
            protocol: &self.protocol,
            machines,
            programs: &self.programs,
            log: None,
            parallel: cfg!(feature = "parallel"),
        };
        let environment = Environment { setup, caches: &self.caches };
        let done = import::transition(&environment, &prior, &block).map_err(ImportError::from)?;
        let (state, entries) = on.held.state.apply(done.changes);
        let trie = self.forest.update(on.held.trie.clone(), &entries)?;
        let imported = Imported { header: done.header, root: trie.root(), known: false };
        let held = Held { state, trie, imported: true };
        self.tree.insert(done.header, parent, block.header.slot, done.ticketed, held);
        self.bound(&done.header);
        Ok(imported)
    }

    /// What importing a block gave that is held already. Its header decides the state only together with the extrinsic that it
    /// commits to.
    fn known(&self, block: &Block<&[u8]>) -> Result<Option<Imported>, ImportError> {
        let header = blake2b_of(&block.header);
        let Some(node) = self.tree.get(&header).filter(|node| node.held.imported) else {
            return Ok(None);
        };
        let reports = header::report_hashes(&block.extrinsic.guarantees);
        let committed = header::extrinsic_hash(&block.extrinsic, &reports);
        Rule::HeaderExtrinsicHash.demand(block.header.extrinsic_hash == committed)?;
        Ok(Some(Imported { header, root: node.held.trie.root(), known: true }))
    }

    /// Keeps within the bounds after a block was added.
    fn bound(&mut self, added: &Hash) {
        let depth = self.tree.tallest().1.saturating_sub(self.retention.depth);
        if let Some(deep) = self.tree.ancestor_at(&self.tree.tallest().0, depth) {
            let _ = self.finalize(&deep);
        }
        while self.tree.len() > self.retention.blocks.max(4) {
            if self.tree.remove_shortest_fork(added) {
                continue;
            }
            let next = self.tree.root_height().saturating_add(1);
            let oldest = self.tree.ancestor_at(&self.tree.tallest().0, next);
            if !oldest.is_some_and(|oldest| self.finalize(&oldest)) {
                return;
            }
        }
    }

    /// Makes a block final: it, and what descends from it, is all that stays. Whether it is held.
    pub fn finalize(&mut self, header: &Hash) -> bool {
        let Some(path) = self.tree.reroot(header) else { return false };
        path.into_iter().for_each(|(hash, slot)| self.finalized.push(hash, slot));
        true
    }

    /// The latest final block; the start, if there is no later one.
    #[must_use]
    pub fn finalized(&self) -> Hash {
        self.tree.root()
    }

    /// The best block (19): of those behind which no two unfinalized blocks of one slot are known, the one with most ancestors
    /// sealed by tickets; of equals the one with most ancestors; of these the one that came first.
    #[must_use]
    pub fn best(&self) -> Hash {
        self.tree.best()
    }

    /// The block with most ancestors (4.3); of equals the one that came first.
    #[must_use]
    pub fn longest(&self) -> Hash {
        self.tree.tallest().0
    }

    /// The root of the state after a block.
    #[must_use]
    pub fn root(&self, header: &Hash) -> Option<Hash> {
        self.tree.get(header).map(|node| node.held.trie.root())
    }

    /// The state after a block.
    #[must_use]
    pub fn state(&self, header: &Hash) -> Option<&LiveState> {
        self.tree.get(header).map(|node| &node.held.state)
    }

    /// The entries of the state after a block.
    #[must_use]
    pub fn entries(&self, header: &Hash) -> Option<BTreeMap<StateKey, Blob>> {
        self.state(header).map(LiveState::to_map)
    }

    /// How many blocks are held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.len()
    }

    /// Whether nothing but the start or the latest final block is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tree.len() <= 1
    }

    /// The rules.
    #[must_use]
    pub const fn protocol(&self) -> &Protocol {
        &self.protocol
    }
}
