//! Hashes of all marked branches, bit by bit.

use super::nodes::{Kind, Link};
use super::shape::{Place, Shape};
use super::{KEY_BITS, bit_at, branch_node, chain_node};
use crate::hashing::hash_nodes;
use jar_types::Hash;

/// How many nodes are put side by side to be hashed.
const BATCH: usize = 1 << 14;

/// A branch to be hashed, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Work {
    pub(super) branch: u32,
    pub(super) mark: u32,
    pub(super) place: Place,
    /// The bit at which its place wants it: see [`Shape::level`].
    pub(super) level: u8,
}

/// Branches to be hashed, by their bits.
pub(super) type Levels = Vec<Vec<Work>>;

/// No branches.
pub(super) fn no_levels() -> Levels {
    vec![Vec::new(); KEY_BITS]
}

/// The identity of a sub-trie at some bit, which its parent wants at an earlier one.
struct Chain {
    identity: Hash,
    mark: u32,
    place: Place,
    level: u8,
}

impl Shape<'_> {
    /// Hashes all marked branches; the top as it is then.
    pub(super) fn rehash(mut self, mut levels: Levels) -> (Link, Hash) {
        let mut chains: Vec<Chain> = Vec::new();
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        for (bit, level) in levels.iter_mut().enumerate().rev() {
            let level = std::mem::take(level);
            let waiting = std::mem::take(&mut chains);
            for works in level.chunks(BATCH) {
                inputs.clear();
                outputs.clear();
                inputs.extend(works.iter().map(|work| {
                    let [left, right] = self.nodes.identities(work.branch);
                    branch_node(left, right)
                }));
                hash_nodes(&inputs, &mut outputs);
                for (work, identity) in works.iter().zip(&outputs) {
                    let Work { mark, place, level, .. } = *work;
                    let chain = Chain { identity: *identity, mark, place, level };
                    self.deliver(bit, chain, &mut chains);
                }
            }
            for some in waiting.chunks(BATCH) {
                inputs.clear();
                outputs.clear();
                inputs.extend(some.iter().map(|chain| {
                    let right = self.key_of(chain.mark).is_some_and(|key| bit_at(key, bit));
                    chain_node(&chain.identity, right)
                }));
                hash_nodes(&inputs, &mut outputs);
                for (chain, identity) in some.iter().zip(&outputs) {
                    let chain = Chain { identity: *identity, ..*chain };
                    self.deliver(bit, chain, &mut chains);
                }
            }
        }
        self.top
    }

    /// Puts an identity at a bit where it belongs, or among those that go on to the next bit.
    fn deliver(&mut self, bit: usize, chain: Chain, chains: &mut Vec<Chain>) {
        if usize::from(chain.level) == bit {
            self.put_identity(chain.place, chain.identity);
        } else {
            chains.push(chain);
        }
    }

    /// All marked branches, by their bits. The marks go.
    pub(super) fn marked(&mut self) -> Levels {
        let mut levels = no_levels();
        let mut links = vec![(self.top.0, Place::Top)];
        while let Some((link, place)) = links.pop() {
            let Kind::Branch(branch) = link.kind() else { continue };
            let node = self.nodes.branch_mut(branch);
            let mark = std::mem::take(&mut node.mark);
            if mark == 0 {
                continue;
            }
            let (bit, [left, right]) = (node.bit(), node.links);
            links.push((right, Place::Side(branch, 1)));
            links.push((left, Place::Side(branch, 0)));
            let level = self.level(place);
            if let Some(works) = levels.get_mut(bit) {
                works.push(Work { branch, mark, place, level });
            }
        }
        levels
    }
}
