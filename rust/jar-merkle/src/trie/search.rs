//! The search for many keys at once.
//!
//! Each branch on the ways is read once, a generation at a time: children of the same number of branches below the root. Nothing is done
//! with one before all are read, so that many wait for memory at the same time. A search for one key after the other would
//! wait at every step.

use super::bit_at;
use super::change::{Action, Change, effective};
use super::leaf::Leaf;
use super::nodes::{Kind, Link, Nodes};
use jar_types::StateKey;

/// Where a branch or a leaf is: on a side of an earlier one of a list of branches, or at the top.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// The number of the branch; `u32::MAX` without one.
    pub(super) number: u32,
    pub(super) side: u8,
}

impl Origin {
    /// No branch above.
    pub(super) const TOP: Self = Self { number: u32::MAX, side: 0 };
}

/// A branch on the way to some keys.
pub(super) struct Visit {
    pub(super) branch: u32,
    pub(super) from: Origin,
    links: [Link; 2],
    pub(super) bit: u8,
    /// The bit behind that of the branch above.
    pub(super) level: u8,
    /// Which keys, in the order of the search.
    keys: (u32, u32),
    /// Not zero if a key that is there changes below: one more than the number of that change.
    pub(super) mark: u32,
}

/// A branch or a leaf on the way to some keys, or nothing, before it is read.
struct Arrival {
    link: Link,
    from: Origin,
    level: u8,
    keys: (u32, u32),
}

/// What a search found.
pub(super) struct Found {
    /// Branches, those above before those below.
    pub(super) visits: Vec<Visit>,
    /// What changes something. Keys ascend if the trie has none.
    pub(super) changes: Vec<Change>,
    /// For each change, where the search for it ended.
    pub(super) places: Vec<Origin>,
}

impl Found {
    /// What is found of changes in a trie without keys.
    pub(super) fn nothing<'a>(changes: impl Iterator<Item = (StateKey, Option<&'a [u8]>)>) -> Self {
        let insert = |(key, value): (StateKey, Option<&[u8]>)| {
            let leaf = Leaf::new(&key, value?);
            Some(Change { key, action: Action::Insert(leaf) })
        };
        let changes = changes.filter_map(insert).collect();
        Self { visits: Vec::new(), changes, places: Vec::new() }
    }
}

/// Goes on to all keys from a root. The branches on the way to a key that is not there may be beyond the bit where it leaves the trie.
pub(super) fn search(nodes: &Nodes, root: Link, wanted: &[(StateKey, Option<Leaf>)]) -> Found {
    let keys: Vec<StateKey> = wanted.iter().map(|(key, _)| *key).collect();
    let is_right = |number: u32, bit: u8| {
        keys.get(number as usize).is_some_and(|key| bit_at(key, usize::from(bit)))
    };
    let mut order: Vec<u32> = (0..wanted.len() as u32).collect();
    let (mut visits, mut ends) = (Vec::with_capacity(wanted.len()), Vec::new());
    let keys = (0, order.len() as u32);
    let mut arrivals = vec![Arrival { link: root, from: Origin::TOP, level: 0, keys }];
    let mut next = 0;
    while !arrivals.is_empty() {
        for arrival in arrivals.drain(..) {
            let Arrival { link, from, level, keys } = arrival;
            if let Kind::Branch(branch) = link.kind() {
                let node = nodes.branch(branch);
                let (links, bit) = (node.links, node.bit() as u8);
                visits.push(Visit { branch, from, links, bit, level, keys, mark: 0 });
            } else {
                ends.push(arrival);
            }
        }
        for (number, visit) in visits.iter().enumerate().skip(next) {
            let Visit { bit, links: [left, right], keys: (start, end), .. } = *visit;
            let mut arrive = |side, link, keys| {
                let from = Origin { number: number as u32, side };
                arrivals.push(Arrival { link, from, level: bit + 1, keys });
            };
            let some = order.get_mut(start as usize..end as usize).unwrap_or_default();
            if let [key] = some {
                let side = is_right(*key, bit);
                arrive(side.into(), if side { right } else { left }, (start, end));
                continue;
            }
            let middle = start + partition(some, |key| is_right(*key, bit)) as u32;
            for (side, link, (start, end)) in
                [(0, left, (start, middle)), (1, right, (middle, end))]
            {
                if start != end {
                    arrive(side, link, (start, end));
                }
            }
        }
        next = visits.len();
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
            if let (Some(_), Some(visit)) = (old, visits.get_mut(end.from.number as usize)) {
                visit.mark = changes.len() as u32;
            }
        }
    }
    for number in (0..visits.len()).rev() {
        let Some(Visit { from, mark, .. }) = visits.get(number) else { continue };
        let (above, mark) = (from.number as usize, *mark);
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
