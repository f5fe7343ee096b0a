//! The search for many keys at once.
//!
//! Each branch on the ways is read once, and many of them wait for memory at the same time: a search for one key after the other would
//! wait at every step.

use super::bit_at;
use super::change::{Change, effective};
use super::leaf::Leaf;
use super::nodes::{Kind, Link, Nodes};
use jar_types::StateKey;

/// Where a branch or a leaf was found: on a side of an earlier visit, or at the top.
#[derive(Clone, Copy)]
pub(super) struct From {
    /// The number of the visit; `TOP` without one.
    pub(super) visit: u32,
    pub(super) side: u8,
}

impl From {
    /// No visit.
    pub(super) const TOP: u32 = u32::MAX;
}

/// A branch on the way to some keys.
pub(super) struct Visit {
    pub(super) branch: u32,
    pub(super) from: From,
    pub(super) bit: u8,
    /// The bit behind that of the branch above.
    pub(super) level: u8,
    /// Which keys, in the order of the search.
    keys: (u32, u32),
    /// Not zero if a key that is there changes below: one more than the number of that change.
    pub(super) mark: u32,
}

/// A leaf on the way to some keys, or nothing.
struct End {
    link: Link,
    from: From,
    keys: (u32, u32),
}

/// What a search found.
pub(super) struct Found {
    /// Branches, those above before those below.
    pub(super) visits: Vec<Visit>,
    /// What changes something. Keys ascend if the trie has no branches.
    pub(super) changes: Vec<Change>,
    /// Where the leaf is, for each change of a key that is there.
    pub(super) places: Vec<From>,
}

/// Goes on to all keys from a root. The branches on the way to a key that is not there may be beyond the bit where it leaves the trie.
pub(super) fn search(nodes: &Nodes, root: Link, wanted: &[(StateKey, Option<Leaf>)]) -> Found {
    let keys: Vec<StateKey> = wanted.iter().map(|(key, _)| *key).collect();
    let is_right = |number: u32, bit: u8| {
        keys.get(number as usize).is_some_and(|key| bit_at(key, usize::from(bit)))
    };
    let mut order: Vec<u32> = (0..wanted.len() as u32).collect();
    let (mut visits, mut ends) = (Vec::with_capacity(wanted.len()), Vec::new());
    let mut arrive = |visits: &mut Vec<Visit>, link: Link, from: From, level: u8, keys| {
        match link.kind() {
            // Its bit is asked for now and needed when its turn comes.
            Kind::Branch(branch) => {
                let bit = nodes.branch(branch).bit() as u8;
                visits.push(Visit { branch, from, bit, level, keys, mark: 0 });
            }
            _ => ends.push(End { link, from, keys }),
        }
    };
    arrive(&mut visits, root, From { visit: From::TOP, side: 0 }, 0, (0, order.len() as u32));
    let mut next = 0;
    while let Some(Visit { branch, bit, keys: (start, end), .. }) = visits.get(next) {
        let (branch, bit, start, end) = (*branch, *bit, *start, *end);
        let [left, right] = nodes.branch(branch).links;
        let from = |side| From { visit: next as u32, side };
        let some = order.get_mut(start as usize..end as usize).unwrap_or_default();
        if let [number] = some {
            let side = is_right(*number, bit);
            let link = if side { right } else { left };
            arrive(&mut visits, link, from(side.into()), bit + 1, (start, end));
        } else {
            let middle = start + partition(some, |number| is_right(*number, bit)) as u32;
            for (side, link, (start, end)) in
                [(0, left, (start, middle)), (1, right, (middle, end))]
            {
                if start != end {
                    arrive(&mut visits, link, from(side), bit + 1, (start, end));
                }
            }
        }
        next += 1;
    }
    let (mut changes, mut places) = (Vec::with_capacity(wanted.len()), Vec::new());
    for end in &ends {
        let (start, behind) = end.keys;
        let old = match end.link.kind() {
            Kind::Leaf(leaf) => Some((nodes.key(leaf), nodes.leaf(leaf))),
            _ => None,
        };
        for number in order.get(start as usize..behind as usize).unwrap_or_default() {
            let Some((key, leaf)) = wanted.get(*number as usize) else { continue };
            let old = old.filter(|(old, _)| old == key).map(|(_, leaf)| leaf);
            let Some(change) = effective(key, leaf.as_ref(), old) else { continue };
            changes.push(change);
            places.push(end.from);
            if let (Some(_), Some(visit)) = (old, visits.get_mut(end.from.visit as usize)) {
                visit.mark = changes.len() as u32;
            }
        }
    }
    for number in (0..visits.len()).rev() {
        let Some(Visit { from, mark, .. }) = visits.get(number) else { continue };
        let (above, mark) = (from.visit as usize, *mark);
        if let (true, Some(above)) = (mark != 0, visits.get_mut(above)) {
            above.mark = mark;
        }
    }
    Found { visits, changes, places }
}

/// Brings what is right behind what is not; how many are not.
fn partition(numbers: &mut [u32], is_right: impl Fn(&u32) -> bool) -> usize {
    let mut left = 0;
    for at in 0..numbers.len() {
        if numbers.get(at).is_some_and(|number| !is_right(number)) {
            numbers.swap(left, at);
            left += 1;
        }
    }
    left
}
