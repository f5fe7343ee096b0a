//! Constant-depth binary trees (Gray Paper 0.7.2, appendix E.1.2). Specification: `Jar/Merkle/ConstantDepth.lean`.

use crate::Hashing;
use crate::binary::{PathError, climb};
use jar_types::Hash;

/// ⌈log₂ max(1, n)⌉: how deep the tree of n items is.
#[must_use]
pub fn depth(count: usize) -> u32 {
    // The number of bits of n − 1.
    usize::BITS.saturating_sub(count.saturating_sub(1).leading_zeros())
}

/// The node above two.
fn joined([left, right]: &[Hash; 2]) -> [u8; 68] {
    let mut input = [0; 68];
    let (prefix, nodes) = input.split_at_mut(4);
    let (start, end) = nodes.split_at_mut(Hash::SIZE);
    prefix.copy_from_slice(b"node");
    start.copy_from_slice(&left.0);
    end.copy_from_slice(&right.0);
    input
}

/// `$leaf` and an item.
fn leaf_input(item: &[u8]) -> Vec<u8> {
    [b"leaf", item].concat()
}

/// A tree with all its nodes: less than three times as many hashes as items.
///
/// Leaves beyond the last item are the zero hash; a node over such leaves alone is held once for each level.
#[derive(Clone, Debug)]
pub struct ConstantDepthTree {
    /// From the leaves to the root; each without the nodes that are over no item.
    levels: Vec<Vec<Hash>>,
    /// For each level the node that is over no item.
    empty: Vec<Hash>,
}

impl ConstantDepthTree {
    /// The tree of items.
    #[must_use]
    pub fn new<T: AsRef<[u8]>>(hashing: Hashing, items: &[T]) -> Self {
        let mut leaves = Vec::with_capacity(items.len());
        // Some at a time, because each is copied behind its prefix.
        for some in items.chunks(16) {
            let inputs: Vec<Vec<u8>> = some.iter().map(|item| leaf_input(item.as_ref())).collect();
            leaves.extend(hashing.hash_all(inputs.iter().map(Vec::as_slice)));
        }
        Self::of_leaves(hashing, leaves)
    }

    /// The tree whose leaves, which are hashed already, are given.
    fn of_leaves(hashing: Hashing, leaves: Vec<Hash>) -> Self {
        let depth = depth(leaves.len());
        let (mut levels, mut empty) = (Vec::new(), vec![Hash::default()]);
        let (mut level, mut nothing) = (leaves, Hash::default());
        for _ in 0..depth {
            let (pairs, last) = level.as_chunks::<2>();
            let mut inputs: Vec<[u8; 68]> = pairs.iter().map(joined).collect();
            inputs.extend(last.iter().map(|last| joined(&[*last, nothing])));
            let mut above = Vec::new();
            hashing.hash_each(&inputs, &mut above);
            levels.push(std::mem::replace(&mut level, above));
            nothing = hashing.hash(&joined(&[nothing, nothing]));
            empty.push(nothing);
        }
        levels.push(level);
        Self { levels, empty }
    }

    /// How many items there are.
    fn count(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    /// M: the root; the zero hash if there are no items.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.levels.last().and_then(|top| top.first()).copied().unwrap_or_default()
    }

    /// J_x: the path from the root to page `index` of 2^`exponent` leaves, from top to bottom; `None` if there is no such page.
    /// With exponent 0, the path to an item.
    #[must_use]
    pub fn path(&self, exponent: u32, index: usize) -> Option<Vec<Hash>> {
        self.page(exponent, index)?;
        let sibling = |(height, (level, empty)): (u32, (&Vec<Hash>, &Hash))| {
            let place = index.checked_shr(height.saturating_sub(exponent)).unwrap_or(0) ^ 1;
            level.get(place).copied().unwrap_or(*empty)
        };
        let below_root = self.levels.len().saturating_sub(1);
        let levels = (0u32..).zip(self.levels.iter().zip(&self.empty)).take(below_root);
        let mut path: Vec<Hash> =
            levels.skip_while(|(height, _)| *height < exponent).map(sibling).collect();
        path.reverse();
        Some(path)
    }

    /// L_x: page `index` of 2^`exponent` leaves; the last one may be shorter. `None` if there is no such page.
    #[must_use]
    pub fn page(&self, exponent: u32, index: usize) -> Option<&[Hash]> {
        let leaves = self.levels.first()?;
        let (start, size) = page_at(leaves.len(), exponent, index)?;
        leaves.get(start..)?.get(..size)
    }

    /// How many pages of 2^`exponent` leaves there are.
    #[must_use]
    pub fn pages(&self, exponent: u32) -> usize {
        1usize
            .checked_shl(exponent)
            .map_or(usize::from(self.count() > 0), |size| self.count().div_ceil(size))
    }
}

/// Where a page starts, and how many leaves it has; `None` if there is no such page.
fn page_at(count: usize, exponent: u32, index: usize) -> Option<(usize, usize)> {
    let Some(size) = 1usize.checked_shl(exponent) else {
        return (index == 0 && count > 0).then_some((0, count));
    };
    let start = index.checked_mul(size)?;
    let left = count.checked_sub(start).filter(|left| *left > 0)?;
    Some((start, left.min(size)))
}

/// Is this page `index` of 2^`exponent` leaves of the `count` items below the root M, as the path claims?
///
/// `verifyPage_path`: L_x and J_x are accepted. `verifyPage_sound`: an accepted page is the page, or there is a collision.
///
/// # Errors
/// It is not, or the page or the path has not the size of such a page or path.
pub fn verify_page(
    hashing: Hashing,
    root: &Hash,
    exponent: u32,
    (count, index): (usize, usize),
    leaves: &[Hash],
    path: &[Hash],
) -> Result<(), PathError> {
    let (_, size) = page_at(count, exponent, index).ok_or(PathError::Index { index, count })?;
    if leaves.len() != size {
        return Err(PathError::Page { index, found: leaves.len(), expected: size });
    }
    // Only a page that is full is filled up to 2^exponent leaves; that of the only one may be smaller.
    let (depth, exponent) = (depth(count), exponent.min(depth(count)));
    let mut tree = ConstantDepthTree::of_leaves(hashing, leaves.to_vec());
    let mut node = tree.root();
    while tree.empty.len() <= exponent as usize {
        let nothing = tree.empty.last().copied().unwrap_or_default();
        node = hashing.hash(&joined(&[node, nothing]));
        tree.empty.push(hashing.hash(&joined(&[nothing, nothing])));
    }
    let pages = 1usize.checked_shl(depth.saturating_sub(exponent)).unwrap_or(usize::MAX);
    climb(hashing, root, (pages, index), &node.0, path)
}

/// Is `item` the one at `index` of `count` items below the root M, as the path claims?
///
/// `verifyItem_path`: J_0 is accepted. `verifyItem_sound`: an accepted item is there, or there is a collision.
///
/// # Errors
/// It is not, or the path is not a path to such a place.
pub fn verify_item(
    hashing: Hashing,
    root: &Hash,
    (count, index): (usize, usize),
    item: &[u8],
    path: &[Hash],
) -> Result<(), PathError> {
    if index >= count {
        return Err(PathError::Index { index, count });
    }
    let leaf = hashing.hash(&leaf_input(item));
    let leaves = 1usize.checked_shl(depth(count)).unwrap_or(usize::MAX);
    climb(hashing, root, (leaves, index), &leaf.0, path)
}
