//! Well-balanced binary trees (Gray Paper 0.7.2, appendix E.1 and E.1.1). Specification: `Jar/Merkle/Binary.lean`.

use crate::Hashing;
use jar_types::Hash;

/// Why a path does not lead from a leaf to a root.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// There is no such place.
    #[error("place {index}: expected one below {count}")]
    Index {
        /// The place.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// A path of another length than the way from the root to the place.
    #[error("place {index} of {count}: a path of {found} nodes, expected {expected}")]
    Length {
        /// The place.
        index: usize,
        /// How many there are.
        count: usize,
        /// The nodes that it has.
        found: usize,
        /// The nodes on the way.
        expected: usize,
    },
    /// A page with another number of leaves.
    #[error("page {index}: {found} leaves, expected {expected}")]
    Page {
        /// Which.
        index: usize,
        /// The leaves that it has.
        found: usize,
        /// The leaves of such a page.
        expected: usize,
    },
    /// It leads to another root.
    #[error("the path leads to {found}, expected {expected}")]
    Root {
        /// Where it leads.
        found: Hash,
        /// Where it should.
        expected: Hash,
    },
}

/// What an inner node hashes, in `input`.
fn node_input(input: &mut Vec<u8>, left: &[u8], right: &[u8]) {
    input.clear();
    input.extend_from_slice(b"node");
    input.extend_from_slice(left);
    input.extend_from_slice(right);
}

/// The hash of an inner node.
pub(crate) fn join(hashing: Hashing, left: &[u8], right: &[u8]) -> Hash {
    let mut input = Vec::with_capacity(left.len().saturating_add(right.len()).saturating_add(4));
    node_input(&mut input, left, right);
    hashing.hash(&input)
}

/// The items of the two halves; the middle item belongs to the left one.
fn halves<T>(items: &[T]) -> (&[T], &[T]) {
    items.split_at(items.len().div_ceil(2))
}

/// N: the item itself if it is alone, else the hash of both halves; the zero hash of no items. Calls itself for halves: as deep as a
/// length has bits.
#[must_use]
pub fn node<T: AsRef<[u8]>>(hashing: Hashing, items: &[T]) -> Vec<u8> {
    match items {
        [] => Hash::default().0.to_vec(),
        [item] => item.as_ref().to_vec(),
        _ => root(hashing, items).0.to_vec(),
    }
}

/// N of other than one item.
fn root<T: AsRef<[u8]>>(hashing: Hashing, items: &[T]) -> Hash {
    if items.is_empty() {
        return Hash::default();
    }
    let (left, right) = halves(items);
    let mut input = Vec::new();
    match (left, right) {
        ([left], [right]) => node_input(&mut input, left.as_ref(), right.as_ref()),
        (left, [right]) => node_input(&mut input, &root(hashing, left).0, right.as_ref()),
        (left, right) => node_input(&mut input, &root(hashing, left).0, &root(hashing, right).0),
    }
    hashing.hash(&input)
}

/// M_B: the root of a well-balanced tree; a single item is hashed, no item at all gives the zero hash.
///
/// Items of two numbers can have one root, as the paper has it: the reader of a proof must know how many there are.
#[must_use]
pub fn well_balanced_root<T: AsRef<[u8]>>(hashing: Hashing, items: &[T]) -> Hash {
    match items {
        [item] => hashing.hash(item.as_ref()),
        _ => root(hashing, items),
    }
}

/// M_B of each of many lists of one length, of which `item` gives the item of a list at a place: as [`well_balanced_root`] of each, but
/// the nodes at one place of all lists are hashed at once.
#[must_use]
pub fn well_balanced_roots<'a>(
    hashing: Hashing,
    lists: usize,
    length: usize,
    item: &impl Fn(usize, usize) -> &'a [u8],
) -> Vec<Hash> {
    match length {
        0 => vec![Hash::default(); lists],
        1 => hashing.hash_all((0..lists).map(|list| item(list, 0))),
        _ => roots(hashing, lists, (0, length), item),
    }
}

/// N of each of many lists, of more than one item from a place on.
fn roots<'a>(
    hashing: Hashing,
    lists: usize,
    (start, count): (usize, usize),
    item: &impl Fn(usize, usize) -> &'a [u8],
) -> Vec<Hash> {
    let left = count.div_ceil(2);
    let halves = [(start, left), (start.saturating_add(left), count.saturating_sub(left))];
    let below = halves.map(|half| (half.1 > 1).then(|| roots(hashing, lists, half, item)));
    let (mut inputs, mut ends) = (Vec::new(), Vec::with_capacity(lists));
    for list in 0..lists {
        inputs.extend_from_slice(b"node");
        for ((place, _), below) in halves.iter().zip(&below) {
            match below {
                Some(below) => {
                    inputs.extend_from_slice(below.get(list).map_or(&[], |hash| &hash.0))
                }
                None => inputs.extend_from_slice(item(list, *place)),
            }
        }
        ends.push(inputs.len());
    }
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let input = |(start, end): (usize, &usize)| inputs.get(start..*end).unwrap_or_default();
    hashing.hash_all(starts.zip(&ends).map(input))
}

/// T: the opposite nodes on the way from the root to an item, from top to bottom; `None` if there is no such item.
///
/// The last one is an item itself, and so has an item's size.
#[must_use]
pub fn trace<T: AsRef<[u8]>>(hashing: Hashing, items: &[T], index: usize) -> Option<Vec<Vec<u8>>> {
    let (mut items, mut index, mut trace) = (items, index, Vec::new());
    items.get(index)?;
    while items.len() > 1 {
        let (left, right) = halves(items);
        match index.checked_sub(left.len()) {
            None => {
                trace.push(node(hashing, right));
                items = left;
            }
            Some(rest) => {
                trace.push(node(hashing, left));
                (items, index) = (right, rest);
            }
        }
    }
    Some(trace)
}

/// On which side of each node on the way from the root the place is: true for the right one.
fn sides(mut count: usize, mut index: usize) -> Vec<bool> {
    let mut sides = Vec::new();
    while count > 1 {
        let left = count.div_ceil(2);
        sides.push(index >= left);
        (count, index) = match index.checked_sub(left) {
            None => (left, index),
            Some(rest) => (count.saturating_sub(left), rest),
        };
    }
    sides
}

/// Does the path lead from a leaf to the root of a tree of `count` leaves?
pub(crate) fn climb<T: AsRef<[u8]>>(
    hashing: Hashing,
    root: &Hash,
    (count, index): (usize, usize),
    leaf: &[u8],
    path: &[T],
) -> Result<(), PathError> {
    if index >= count {
        return Err(PathError::Index { index, count });
    }
    let sides = sides(count, index);
    if path.len() != sides.len() {
        let (found, expected) = (path.len(), sides.len());
        return Err(PathError::Length { index, count, found, expected });
    }
    let mut below: Option<Hash> = None;
    for (sibling, right) in path.iter().zip(sides).rev() {
        let node = below.as_ref().map_or(leaf, |hash| &hash.0);
        let (left, right) = if right { (sibling.as_ref(), node) } else { (node, sibling.as_ref()) };
        below = Some(join(hashing, left, right));
    }
    let found = match below {
        Some(found) => found,
        // A tree of one leaf, which is its root.
        None => Hash(leaf.try_into().unwrap_or_default()),
    };
    if found == *root { Ok(()) } else { Err(PathError::Root { found, expected: *root }) }
}

/// Is `item` the one at `index` of `count` items below the root M_B, as its trace claims?
///
/// `verifyWellBalanced_trace`: traces are accepted. `verifyWellBalanced_sound`: what is accepted is there, or there is a
/// collision, if the items have one size that the caller knows: this does not ask for sizes.
///
/// # Errors
/// It is not, or the path is not a path to such a place.
pub fn verify_well_balanced<T: AsRef<[u8]>>(
    hashing: Hashing,
    root: &Hash,
    (count, index): (usize, usize),
    item: &[u8],
    path: &[T],
) -> Result<(), PathError> {
    if count == 1 {
        return climb(hashing, root, (count, index), &hashing.hash(item).0, path);
    }
    climb(hashing, root, (count, index), item, path)
}
