//! Which headers a block descends from.

use super::Held;
use super::tree::Tree;
use crate::guarantees::Ancestors;
use jar_types::{Hash, Slot};
use std::collections::{HashMap, VecDeque};

/// Headers that are final, as far back as lookup anchors of later blocks may be.
#[derive(Debug)]
pub(super) struct Finalized {
    slots: HashMap<Hash, Slot>,
    /// By slot.
    order: VecDeque<(Hash, Slot)>,
    /// L.
    age: Slot,
}

impl Finalized {
    pub(super) fn new(age: Slot) -> Self {
        Self { slots: HashMap::new(), order: VecDeque::new(), age }
    }

    /// Adds the header after those that are there, and forgets those too old for it.
    pub(super) fn push(&mut self, header: Hash, slot: Slot) {
        if self.slots.insert(header, slot).is_none() {
            self.order.push_back((header, slot));
        }
        let oldest = slot.saturating_sub(self.age);
        while let Some((old, _)) = self.order.pop_front_if(|(_, slot)| *slot < oldest) {
            self.slots.remove(&old);
        }
    }
}

/// 𝐀 of a child of a block.
pub(super) struct AncestorsOf<'a> {
    pub(super) tree: &'a Tree<Held>,
    pub(super) finalized: &'a Finalized,
    pub(super) block: Hash,
}

impl Ancestors for AncestorsOf<'_> {
    fn contains(&self, header: &Hash, slot: Slot) -> bool {
        let Some(node) = self.tree.get(header) else {
            return self.finalized.slots.get(header) == Some(&slot);
        };
        node.slot == slot && self.tree.ancestor_at(&self.block, node.height) == Some(*header)
    }
}
