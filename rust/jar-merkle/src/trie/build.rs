//! A trie of many keys at once.

use super::change::Change;
use super::nodes::Link;
use super::shape::Shape;
use super::{bit_at, first_difference};
use jar_types::Hash;

impl Shape<'_> {
    /// Puts leaves into the empty trie. Keys ascend, so that each branch is finished when a key comes that differs before its bit.
    pub(super) fn build(&mut self, identities: &[Hash]) {
        let changes = self.changes();
        self.nodes.reserve(changes.len());
        // Branches from the top downwards, whose right side is not known yet.
        let mut open: Vec<u32> = Vec::new();
        let mut last: Option<(Link, Hash)> = None;
        let leaves = changes.iter().filter_map(Change::leaf).zip(identities);
        for (number, (leaf, identity)) in leaves.enumerate() {
            let new = (Link::leaf(self.nodes.new_leaf(leaf)), *identity);
            let previous = number.checked_sub(1).and_then(|before| changes.get(before));
            if let (Some(previous), Some(finished)) = (previous, last) {
                let bit = first_difference(&previous.key, &leaf.key()).unwrap_or_default();
                debug_assert!(bit_at(&leaf.key(), bit));
                let (link, identity) = self.close(&mut open, finished, Some(bit));
                let sides = [identity, Hash::default()];
                let branch = self.nodes.new_branch(bit, [link, Link::NOTHING], sides);
                self.mark(branch, number);
                open.push(branch);
            }
            last = Some(new);
        }
        if let Some(finished) = last {
            self.top = self.close(&mut open, finished, None);
        }
    }

    /// Gives the branches behind a bit their right side, from below; all of them without a bit. The identity is that of a leaf: those
    /// of branches come when they are hashed.
    fn close(
        &mut self,
        open: &mut Vec<u32>,
        last: (Link, Hash),
        bit: Option<usize>,
    ) -> (Link, Hash) {
        let mut finished = last;
        while let Some(branch) = open.pop() {
            if bit.is_some_and(|bit| self.nodes.branch(branch).bit() < bit) {
                open.push(branch);
                break;
            }
            self.nodes.set_link(branch, 1, finished.0);
            self.nodes.set_identity(branch, 1, finished.1);
            finished = (Link::branch(branch), Hash::default());
        }
        finished
    }
}
