//! Hashes of all marked branches, generation by generation.

use super::nodes::{Kind, Link};
use super::search::Origin;
use super::shape::Shape;
use super::{bit_at, chain_node};
use crate::hashing::hash_nodes;
use jar_types::Hash;
use std::collections::VecDeque;
use std::ops::Range;

/// A branch to be hashed, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Work {
    pub(super) branch: u32,
    pub(super) mark: u32,
    /// Where in the list the branch is that wants it.
    pub(super) from: Origin,
    pub(super) bit: u8,
    /// The bit at which its place wants it: one behind that of the branch above.
    pub(super) level: u8,
}

/// Branches to be hashed, those above before those below.
#[derive(Default)]
pub(super) struct Works {
    list: Vec<Work>,
    /// The first of each generation: those with as many branches above them.
    starts: Vec<usize>,
}

impl Works {
    /// One more, of the last generation or the next one; its number.
    pub(super) fn push(&mut self, work: Work) -> u32 {
        let number = self.list.len();
        if self.starts.last().is_none_or(|start| work.from.number as usize >= *start) {
            self.starts.push(number);
        }
        self.list.push(work);
        number as u32
    }

    fn of(&self, range: &Range<usize>) -> &[Work] {
        self.list.get(range.clone()).unwrap_or_default()
    }
}

/// The nodes of a generation, side by side, as they are hashed.
#[derive(Default)]
struct Generation {
    nodes: Vec<[u8; 64]>,
    /// The first bits of the identities on the left, which nodes lack.
    lost: Vec<u8>,
}

impl Generation {
    /// Puts an identity on a side of a node.
    fn put(&mut self, index: usize, side: u8, identity: &Hash) {
        let (Some(node), Some(lost)) = (self.nodes.get_mut(index), self.lost.get_mut(index)) else {
            return;
        };
        let (left, right) = node.split_at_mut(Hash::SIZE);
        if side == 1 {
            right.copy_from_slice(&identity.0);
            return;
        }
        left.copy_from_slice(&identity.0);
        if let [first, ..] = left {
            *lost = *first & 0x80;
            *first &= 0x7f;
        }
    }
}

/// Puts identities where they belong in the generation above, whose first number is `start`.
fn deliver(works: &[Work], identities: &[Hash], start: usize, to: &mut Generation) {
    for (work, identity) in works.iter().zip(identities) {
        let index = (work.from.number as usize).wrapping_sub(start);
        to.put(index, work.from.side, identity);
    }
}

impl Shape<'_> {
    /// Hashes all branches of a list, the lowest generation first; the top as it is then.
    pub(super) fn rehash(mut self, works: &Works) -> (Link, Hash) {
        let mut end = works.list.len();
        let mut here = Generation::default();
        let (mut outputs, mut below) = (Vec::new(), end..end);
        for start in works.starts.iter().rev() {
            let range = *start..end;
            end = *start;
            self.read(works.of(&range), &mut here);
            // What the generation below came to.
            deliver(works.of(&below), &outputs, range.start, &mut here);
            outputs.clear();
            hash_nodes(&here.nodes, &mut outputs);
            self.hash_chains(works.of(&range), &mut outputs);
            self.write(works.of(&range), &here);
            below = range;
        }
        if let Some(identity) = outputs.first() {
            self.top.1 = *identity;
        }
        self.top
    }

    /// Nothing else happens in this loop, so that many branches wait for memory at the same time.
    fn read(&self, works: &[Work], to: &mut Generation) {
        to.nodes.clear();
        to.lost.clear();
        to.nodes.extend(works.iter().map(|work| self.nodes.octets(work.branch)));
        for [first, ..] in &mut to.nodes {
            to.lost.push(*first & 0x80);
            *first &= 0x7f;
        }
    }

    fn write(&mut self, works: &[Work], from: &Generation) {
        for ((work, node), lost) in works.iter().zip(&from.nodes).zip(&from.lost) {
            self.nodes.set_octets(work.branch, node, *lost);
        }
    }

    /// Between a branch and the one above are nodes that are not kept, one for each bit; they are hashed one over the other, those
    /// of many branches side by side.
    fn hash_chains(&self, works: &[Work], identities: &mut [Hash]) {
        let is_chain = |(number, work): (usize, &Work)| (work.level < work.bit).then_some(number);
        let mut chains: Vec<usize> = works.iter().enumerate().filter_map(is_chain).collect();
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        let mut up = 0;
        while !chains.is_empty() {
            up += 1;
            inputs.clear();
            outputs.clear();
            for number in &chains {
                let (Some(work), Some(identity)) = (works.get(*number), identities.get(*number))
                else {
                    continue;
                };
                let bit = usize::from(work.bit).saturating_sub(up);
                let right = self.key_of(work.mark).is_some_and(|key| bit_at(key, bit));
                inputs.push(chain_node(identity, right));
            }
            hash_nodes(&inputs, &mut outputs);
            for (number, output) in chains.iter().zip(&outputs) {
                identities.get_mut(*number).into_iter().for_each(|identity| *identity = *output);
            }
            let goes_on = |work: &Work| usize::from(work.level) + up < usize::from(work.bit);
            chains.retain(|number| works.get(*number).is_some_and(goes_on));
        }
    }

    /// All marked branches. The marks go.
    pub(super) fn marked(&mut self) -> Works {
        let mut works = Works::default();
        let mut links = VecDeque::from([(self.top.0, Origin::TOP, 0)]);
        while let Some((link, from, level)) = links.pop_front() {
            let Kind::Branch(branch) = link.kind() else { continue };
            let node = self.nodes.branch_mut(branch);
            let mark = std::mem::take(&mut node.mark);
            if mark == 0 {
                continue;
            }
            let (bit, [left, right]) = (node.bit() as u8, node.links);
            let number = works.push(Work { branch, mark, from, bit, level });
            links.push_back((left, Origin { number, side: 0 }, bit + 1));
            links.push_back((right, Origin { number, side: 1 }, bit + 1));
        }
        works
    }
}
