//! Blocks that are not final, by their parents; the root is the latest that is.

use jar_types::{Hash, Slot};
use std::collections::{BTreeSet, HashMap};

/// A block.
#[derive(Debug)]
pub(super) struct Node<T> {
    pub(super) parent: Hash,
    children: Vec<Hash>,
    pub(super) slot: Slot,
    /// Blocks between it and the start.
    pub(super) height: u64,
    /// Blocks since the start, it among them, that were sealed by tickets.
    tickets: u64,
    /// How many blocks came before it.
    sequence: u64,
    pub(super) held: T,
}

/// Blocks with a common ancestor, the root.
#[derive(Debug)]
pub(super) struct Tree<T> {
    nodes: HashMap<Hash, Node<T>>,
    root: Hash,
    /// Blocks without children: height, sequence, hash.
    leaves: BTreeSet<(u64, u64, Hash)>,
    tallest: (Hash, u64),
    inserted: u64,
}

impl<T> Tree<T> {
    pub(super) fn new(root: Hash, slot: Slot, held: T) -> Self {
        let node = Node {
            parent: root,
            children: Vec::new(),
            slot,
            height: 0,
            tickets: 0,
            sequence: 0,
            held,
        };
        Self {
            nodes: HashMap::from([(root, node)]),
            root,
            leaves: BTreeSet::from([(0, 0, root)]),
            tallest: (root, 0),
            inserted: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn get(&self, hash: &Hash) -> Option<&Node<T>> {
        self.nodes.get(hash)
    }

    pub(super) const fn root(&self) -> Hash {
        self.root
    }

    pub(super) fn root_height(&self) -> u64 {
        self.nodes.get(&self.root).map_or(0, |root| root.height)
    }

    /// The first of the blocks with most ancestors, and its height.
    pub(super) const fn tallest(&self) -> (Hash, u64) {
        self.tallest
    }

    /// Adds a block; nothing happens if its parent is not there, or it is there itself.
    pub(super) fn insert(&mut self, hash: Hash, parent: Hash, slot: Slot, ticketed: bool, held: T) {
        if self.nodes.contains_key(&hash) {
            return;
        }
        let Some(above) = self.nodes.get_mut(&parent) else { return };
        self.leaves.remove(&(above.height, above.sequence, parent));
        above.children.push(hash);
        self.inserted = self.inserted.saturating_add(1);
        let (height, sequence) = (above.height.saturating_add(1), self.inserted);
        let tickets = above.tickets.saturating_add(u64::from(ticketed));
        let children = Vec::new();
        let node = Node { parent, children, slot, height, tickets, sequence, held };
        self.nodes.insert(hash, node);
        self.leaves.insert((height, sequence, hash));
        if height > self.tallest.1 {
            self.tallest = (hash, height);
        }
    }

    /// The ancestor of a block, or itself, at a height from the root's on.
    pub(super) fn ancestor_at(&self, hash: &Hash, height: u64) -> Option<Hash> {
        let mut hash = *hash;
        let mut node = self.nodes.get(&hash)?;
        if height < self.root_height() || node.height < height {
            return None;
        }
        while node.height > height {
            hash = node.parent;
            node = self.nodes.get(&hash)?;
        }
        Some(hash)
    }

    /// Makes a block the root and drops all that does not descend from it. Gives hashes and slots of the blocks after the old root up to
    /// the new one; `None` if it is not there.
    pub(super) fn reroot(&mut self, hash: &Hash) -> Option<Vec<(Hash, Slot)>> {
        let mut path = Vec::new();
        let mut at = *hash;
        while at != self.root {
            let node = self.nodes.get(&at)?;
            path.push((at, node.slot));
            at = node.parent;
        }
        path.reverse();
        let root_known = self.nodes.contains_key(&at);
        for (next, _) in &path {
            self.drop_except(at, next);
            at = *next;
        }
        self.root = at;
        if !self.nodes.contains_key(&self.tallest.0) {
            let last = self.leaves.last().map_or(0, |leaf| leaf.0);
            let first = self.leaves.range((last, 0, Hash::default())..).next();
            self.tallest = first.map_or((self.root, 0), |(height, _, hash)| (*hash, *height));
        }
        root_known.then_some(path)
    }

    /// Drops a block and all its descendants except one child's.
    fn drop_except(&mut self, hash: Hash, kept: &Hash) {
        let mut dropped = vec![hash];
        while let Some(hash) = dropped.pop() {
            let Some(node) = self.nodes.remove(&hash) else { continue };
            self.leaves.remove(&(node.height, node.sequence, hash));
            dropped.extend(node.children.into_iter().filter(|child| child != kept));
        }
    }

    /// Drops the lowest block without children, the oldest of equals; not the tallest block, the root, or `spared`. Whether there was one.
    pub(super) fn remove_shortest_fork(&mut self, spared: &Hash) -> bool {
        let kept = |hash: &Hash| *hash == self.tallest.0 || *hash == self.root || hash == spared;
        let Some(leaf) = self.leaves.iter().find(|(_, _, hash)| !kept(hash)).copied() else {
            return false;
        };
        self.leaves.remove(&leaf);
        let Some(node) = self.nodes.remove(&leaf.2) else { return false };
        if let Some(parent) = self.nodes.get_mut(&node.parent) {
            parent.children.retain(|child| *child != leaf.2);
            if parent.children.is_empty() {
                self.leaves.insert((parent.height, parent.sequence, node.parent));
            }
        }
        true
    }

    /// The block that maximizes tickets, then height, then age, among those behind which every slot has one block.
    pub(super) fn best(&self) -> Hash {
        let mut blocks_of: HashMap<Slot, usize> = HashMap::new();
        for node in self.nodes.values() {
            let count = blocks_of.entry(node.slot).or_default();
            *count = count.saturating_add(1);
        }
        let mut best = (0, 0, u64::MAX, self.root);
        let mut open = vec![self.root];
        while let Some(hash) = open.pop() {
            let Some(node) = self.nodes.get(&hash) else { continue };
            let alone = blocks_of.get(&node.slot) == Some(&1);
            if hash != self.root && !alone {
                continue;
            }
            let rank = (node.tickets, node.height, u64::MAX.saturating_sub(node.sequence));
            if rank > (best.0, best.1, best.2) || hash == self.root {
                best = (rank.0, rank.1, rank.2, hash);
            }
            open.extend(&node.children);
        }
        best.3
    }
}

#[cfg(test)]
mod tests;
