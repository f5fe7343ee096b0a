//! Which headers a block descends from.

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
pub(super) struct AncestorsOf<'a, T> {
    pub(super) tree: &'a Tree<T>,
    pub(super) finalized: &'a Finalized,
    pub(super) block: Hash,
}

impl<T: Sync> Ancestors for AncestorsOf<'_, T> {
    fn contains(&self, header: &Hash, slot: Slot) -> bool {
        let Some(node) = self.tree.get(header) else {
            return self.finalized.slots.get(header) == Some(&slot);
        };
        node.slot == slot && self.tree.ancestor_at(&self.block, node.height) == Some(*header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn hash(number: u8) -> Hash {
        Hash([number; 32])
    }

    #[test]
    fn ancestors_are_those_of_the_fork() {
        // 1 and 2 came before the start, 3; on it 4 with the children 5 and 6.
        let mut finalized = Finalized::new(20);
        for number in 1..=3 {
            finalized.push(hash(number), Slot::from(number) * 10);
        }
        let mut tree = Tree::new(hash(3), 30, ());
        tree.insert(hash(4), hash(3), 40, false, ());
        tree.insert(hash(5), hash(4), 50, false, ());
        tree.insert(hash(6), hash(4), 60, false, ());
        let known = |tree: &Tree<()>, finalized: &Finalized, block: u8| -> Vec<u8> {
            let of = AncestorsOf { tree, finalized, block: hash(block) };
            let slot = |number: u8| Slot::from(number) * 10;
            assert!((0..9).all(|number| !of.contains(&hash(number), slot(number) + 1)));
            (0..9).filter(|number| of.contains(&hash(*number), slot(*number))).collect()
        };
        assert_eq!(known(&tree, &finalized, 5), [1, 2, 3, 4, 5]);
        assert_eq!(known(&tree, &finalized, 6), [1, 2, 3, 4, 6]);
        assert_eq!(known(&tree, &finalized, 3), [1, 2, 3]);
        // With 6 final, 5 is no ancestor of anything, and what is more than 20 slots older is forgotten.
        for (hash, slot) in tree.reroot(&hash(6)).unwrap() {
            finalized.push(hash, slot);
        }
        tree.insert(hash(7), hash(6), 70, false, ());
        assert_eq!(known(&tree, &finalized, 7), [4, 6, 7]);
        assert_eq!(finalized.order.len(), finalized.slots.len());
    }
}
