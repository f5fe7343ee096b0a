//! Where nodes are kept, and who names them.
#![expect(
    clippy::indexing_slicing,
    reason = "links are made here and name nodes of this forest only; `Forest` checks the tries that it is given"
)]

use super::leaf::Leaf;
use super::{KEY_BITS, bit_at};
use jar_types::{Hash, StateKey};

/// Names a branch, a leaf, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link(u32);

/// What a link names.
pub(super) enum Kind {
    Nothing,
    Leaf(u32),
    Branch(u32),
}

impl Link {
    pub(super) const NOTHING: Self = Self(u32::MAX);
    const LEAF: u32 = 1 << 31;
    /// More nodes of a kind than this cannot be named.
    pub(super) const LIMIT: usize = Self::LEAF as usize - 1;

    pub(super) const fn branch(index: u32) -> Self {
        Self(index)
    }

    pub(super) const fn leaf(index: u32) -> Self {
        Self(index | Self::LEAF)
    }

    #[inline]
    pub(super) const fn kind(self) -> Kind {
        if self.0 == u32::MAX {
            Kind::Nothing
        } else if self.0 & Self::LEAF != 0 {
            Kind::Leaf(self.0 & !Self::LEAF)
        } else {
            Kind::Branch(self.0)
        }
    }
}

/// A branch with keys on both sides: two lines of cache, side by side, so that who reads one soon has both.
#[derive(Clone, Copy, Debug)]
#[repr(align(128))]
pub(super) struct Branch {
    /// The identities of the children, as they are hashed.
    pub(super) identities: [Hash; 2],
    pub(super) links: [Link; 2],
    /// How many branches and tries name it.
    names: u32,
    /// Not zero while it must be hashed: one more than the number of a key below or once below it.
    pub(super) mark: u32,
    bit: u8,
}

impl Branch {
    /// The first bit in which keys below differ.
    pub(super) fn bit(&self) -> usize {
        usize::from(self.bit)
    }

    /// On which side a key is.
    #[inline]
    pub(super) fn side(&self, key: &StateKey) -> usize {
        usize::from(bit_at(key, self.bit()))
    }
}

#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct LeafNode([u8; 64]);

/// The nodes of a forest. Those that nobody names are used again.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    branches: Vec<Branch>,
    free_branches: Vec<u32>,
    leaves: Vec<LeafNode>,
    /// How many branches and tries name a leaf.
    leaf_names: Vec<u32>,
    free_leaves: Vec<u32>,
}

impl Nodes {
    /// How many of both kinds are in use.
    pub(super) fn used(&self) -> usize {
        let branches = self.branches.len() - self.free_branches.len();
        branches + self.leaves.len() - self.free_leaves.len()
    }

    pub(super) fn memory(&self) -> usize {
        self.branches.capacity() * size_of::<Branch>()
            + self.leaves.capacity() * size_of::<LeafNode>()
            + (self.leaf_names.capacity()
                + self.free_branches.capacity()
                + self.free_leaves.capacity())
                * size_of::<u32>()
    }

    /// Room for as many more.
    pub(super) fn reserve(&mut self, leaves: usize) {
        self.branches.reserve(leaves);
        self.leaves.reserve(leaves);
        self.leaf_names.reserve(leaves);
    }

    #[inline]
    pub(super) fn branch(&self, index: u32) -> &Branch {
        &self.branches[index as usize]
    }

    #[inline]
    pub(super) fn branch_mut(&mut self, index: u32) -> &mut Branch {
        &mut self.branches[index as usize]
    }

    #[inline]
    pub(super) fn identities(&self, branch: u32) -> &[Hash; 2] {
        &self.branch(branch).identities
    }

    #[inline]
    pub(super) fn set_identity(&mut self, branch: u32, side: usize, identity: Hash) {
        self.branch_mut(branch).identities[side] = identity;
    }

    #[inline]
    pub(super) fn set_link(&mut self, branch: u32, side: usize, link: Link) {
        self.branches[branch as usize].links[side] = link;
    }

    #[inline]
    pub(super) fn leaf(&self, index: u32) -> &[u8; 64] {
        &self.leaves[index as usize].0
    }

    /// The key of a leaf.
    pub(super) fn key(&self, leaf: u32) -> StateKey {
        Leaf(*self.leaf(leaf)).key()
    }

    /// The next node on the way to a key, from a branch.
    #[inline]
    pub(super) fn next(&self, branch: u32, key: &StateKey) -> Link {
        let branch = self.branch(branch);
        branch.links[branch.side(key)]
    }

    /// The leaf at the end of the way to a key, which agrees with it in more bits than, or as many as, any other leaf does: all keys
    /// below a branch agree in the bits before its own.
    pub(super) fn nearest(&self, mut link: Link, key: &StateKey) -> Option<u32> {
        loop {
            match link.kind() {
                Kind::Nothing => return None,
                Kind::Leaf(leaf) => return Some(leaf),
                Kind::Branch(branch) => link = self.next(branch, key),
            }
        }
    }

    /// A new branch with one name.
    pub(super) fn new_branch(&mut self, bit: usize, links: [Link; 2], sides: [Hash; 2]) -> u32 {
        debug_assert!(bit < KEY_BITS);
        let branch = Branch { identities: sides, links, names: 1, mark: 0, bit: bit as u8 };
        if let Some(index) = self.free_branches.pop() {
            self.branches[index as usize] = branch;
            return index;
        }
        self.branches.push(branch);
        (self.branches.len() - 1) as u32
    }

    /// A new leaf with one name.
    pub(super) fn new_leaf(&mut self, leaf: &Leaf) -> u32 {
        if let Some(index) = self.free_leaves.pop() {
            self.leaves[index as usize] = LeafNode(leaf.0);
            self.leaf_names[index as usize] = 1;
            return index;
        }
        self.leaves.push(LeafNode(leaf.0));
        self.leaf_names.push(1);
        (self.leaves.len() - 1) as u32
    }

    /// One more name for a node.
    pub(super) fn share(&mut self, link: Link) {
        match link.kind() {
            Kind::Nothing => {}
            Kind::Leaf(leaf) => self.leaf_names[leaf as usize] += 1,
            Kind::Branch(branch) => self.branch_mut(branch).names += 1,
        }
    }

    /// The branch itself if it has one name, else a copy with one, which takes over the mark.
    pub(super) fn own(&mut self, branch: u32) -> u32 {
        if self.branch(branch).names == 1 {
            return branch;
        }
        let old = *self.branch(branch);
        old.links.into_iter().for_each(|link| self.share(link));
        let from = self.branch_mut(branch);
        from.names -= 1;
        from.mark = 0;
        let copy = self.new_branch(old.bit(), old.links, old.identities);
        self.branch_mut(copy).mark = old.mark;
        copy
    }

    /// Puts a leaf where another one with the same key is, in its place if that has one name.
    pub(super) fn replace_leaf(&mut self, old: u32, leaf: &Leaf) -> u32 {
        let names = &mut self.leaf_names[old as usize];
        if *names == 1 {
            self.leaves[old as usize] = LeafNode(leaf.0);
            return old;
        }
        *names -= 1;
        self.new_leaf(leaf)
    }

    /// A branch that nobody names any more, whose children have found other names.
    pub(super) fn free_branch(&mut self, branch: u32) {
        self.free_branches.push(branch);
    }

    /// One name less for a node; if it was the last, also for what it names.
    pub(super) fn release(&mut self, link: Link) {
        let mut links = vec![link];
        while let Some(link) = links.pop() {
            match link.kind() {
                Kind::Nothing => {}
                Kind::Leaf(leaf) => {
                    let names = &mut self.leaf_names[leaf as usize];
                    *names -= 1;
                    if *names == 0 {
                        self.free_leaves.push(leaf);
                    }
                }
                Kind::Branch(branch) => {
                    let node = self.branch_mut(branch);
                    node.names -= 1;
                    if node.names == 0 {
                        links.extend(node.links);
                        self.free_branches.push(branch);
                    }
                }
            }
        }
    }
}
