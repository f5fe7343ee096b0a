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

/// A branch with keys on both sides, as who searches needs it. Four are a line of cache.
#[derive(Clone, Copy, Debug)]
pub(super) struct Branch {
    pub(super) links: [Link; 2],
    /// Not zero while it must be hashed: one more than the number of a key below or once below it.
    pub(super) mark: u32,
    /// How many branches and tries name it, and in the lowest eight bits the first bit in which keys below differ.
    names_and_bit: u32,
}

/// The identities of the children of a branch, as they are hashed: a line of cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Identities([Hash; 2]);

impl Branch {
    /// The first bit in which keys below differ.
    pub(super) fn bit(&self) -> usize {
        usize::from(self.names_and_bit as u8)
    }

    /// One name.
    const NAME: u32 = 1 << 8;

    /// Has it one name?
    fn is_alone(&self) -> bool {
        self.names_and_bit >> 8 == 1
    }

    /// One more name. A branch that has as many as can be counted keeps them for ever.
    fn name(&mut self) {
        self.names_and_bit =
            self.names_and_bit.checked_add(Self::NAME).unwrap_or(self.names_and_bit);
    }

    /// One name less; was it the last?
    fn forget(&mut self) -> bool {
        if self.names_and_bit < u32::MAX - Self::NAME {
            self.names_and_bit -= Self::NAME;
        }
        self.names_and_bit < Self::NAME
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
///
/// What is said of a branch is in two places: who searches reads the first, who hashes the second.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    branches: Vec<Branch>,
    identities: Vec<Identities>,
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
            + self.identities.capacity() * size_of::<Identities>()
            + self.leaves.capacity() * size_of::<LeafNode>()
            + (self.leaf_names.capacity()
                + self.free_branches.capacity()
                + self.free_leaves.capacity())
                * size_of::<u32>()
    }

    /// Room for as many more.
    pub(super) fn reserve(&mut self, leaves: usize) {
        self.branches.reserve(leaves);
        self.identities.reserve(leaves);
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
        &self.identities[branch as usize].0
    }

    /// Both identities, side by side.
    #[inline]
    pub(super) fn octets(&self, branch: u32) -> [u8; 64] {
        let [left, right] = self.identities(branch);
        let mut octets = [0; 64];
        let (first, last) = octets.split_at_mut(Hash::SIZE);
        first.copy_from_slice(&left.0);
        last.copy_from_slice(&right.0);
        octets
    }

    /// Both identities, side by side; the first octet also has the bits of `lost`.
    #[inline]
    pub(super) fn set_octets(&mut self, branch: u32, octets: &[u8; 64], lost: u8) {
        let [left, right] = &mut self.identities[branch as usize].0;
        let (first, last) = octets.split_at(Hash::SIZE);
        left.0.copy_from_slice(first);
        left.0[0] |= lost;
        right.0.copy_from_slice(last);
    }

    #[inline]
    pub(super) fn set_identity(&mut self, branch: u32, side: usize, identity: Hash) {
        self.identities[branch as usize].0[side] = identity;
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
        let branch = Branch { links, mark: 0, names_and_bit: Branch::NAME | bit as u32 };
        if let Some(index) = self.free_branches.pop() {
            self.branches[index as usize] = branch;
            self.identities[index as usize] = Identities(sides);
            return index;
        }
        self.branches.push(branch);
        self.identities.push(Identities(sides));
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
            Kind::Branch(branch) => self.branch_mut(branch).name(),
        }
    }

    /// The branch itself if it has one name, else a copy with one, which takes over the mark.
    pub(super) fn own(&mut self, branch: u32) -> u32 {
        let node = self.branch_mut(branch);
        if node.is_alone() {
            return branch;
        }
        let old = *node;
        node.forget();
        node.mark = 0;
        old.links.into_iter().for_each(|link| self.share(link));
        let identities = *self.identities(branch);
        let copy = self.new_branch(old.bit(), old.links, identities);
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
                    if node.forget() {
                        links.extend(node.links);
                        self.free_branches.push(branch);
                    }
                }
            }
        }
    }
}
