//! Changes of shape: which nodes there are, and which must be hashed.

use super::change::{Action, Change};
use super::leaf::Leaf;
use super::nodes::{Kind, Link, Nodes};
use super::rehash::{Work, Works};
use super::search::{Found, Origin, Visit};
use super::{KEY_BITS, first_difference};
use jar_types::{Hash, StateKey};

/// Where a node is named.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// By the trie.
    Top,
    /// By a branch, on one side.
    Side(u32, usize),
}

/// A trie while a batch of changes is made. Branches from the top to each change are its own: with one name.
pub(super) struct Shape<'a> {
    pub(super) nodes: &'a mut Nodes,
    pub(super) top: (Link, Hash),
    changes: &'a [Change],
    /// Keys below branches that moved though no change is below them.
    others: Vec<StateKey>,
}

impl<'a> Shape<'a> {
    pub(super) fn new(nodes: &'a mut Nodes, top: (Link, Hash), changes: &'a [Change]) -> Self {
        Self { nodes, top, changes, others: Vec::new() }
    }

    pub(super) const fn changes(&self) -> &'a [Change] {
        self.changes
    }

    fn link(&self, place: Place) -> Link {
        match place {
            Place::Top => self.top.0,
            Place::Side(branch, 0) => {
                let [left, _] = self.nodes.branch(branch).links;
                left
            }
            Place::Side(branch, _) => {
                let [_, right] = self.nodes.branch(branch).links;
                right
            }
        }
    }

    fn identity(&self, place: Place) -> Hash {
        match place {
            Place::Top => self.top.1,
            Place::Side(branch, side) => {
                let [left, right] = *self.nodes.identities(branch);
                if side == 0 { left } else { right }
            }
        }
    }

    fn put(&mut self, place: Place, link: Link) {
        match place {
            Place::Top => self.top.0 = link,
            Place::Side(branch, side) => self.nodes.set_link(branch, side, link),
        }
    }

    pub(super) fn put_identity(&mut self, place: Place, identity: Hash) {
        match place {
            Place::Top => self.top.1 = identity,
            Place::Side(branch, side) => self.nodes.set_identity(branch, side, identity),
        }
    }

    /// The key of a mark.
    pub(super) fn key_of(&self, mark: u32) -> Option<&StateKey> {
        let number = (mark as usize).checked_sub(1)?;
        match number.checked_sub(self.changes.len()) {
            None => self.changes.get(number).map(|change| &change.key),
            Some(number) => self.others.get(number),
        }
    }

    /// A branch must be hashed; the change is below it, or was.
    pub(super) fn mark(&mut self, branch: u32, change: usize) {
        let branch = self.nodes.branch_mut(branch);
        if branch.mark == 0 {
            branch.mark = change as u32 + 1;
        }
    }

    /// A branch without a change below must be hashed, because its parent is another one.
    fn mark_moved(&mut self, branch: u32) {
        let node = self.nodes.branch(branch);
        let [left, _] = node.links;
        if node.mark != 0 {
            return;
        }
        // Any leaf below will do.
        if let Some(leaf) = self.nodes.nearest(left, &StateKey([0; 31])) {
            self.others.push(self.nodes.key(leaf));
            let mark = self.changes.len() + self.others.len();
            self.nodes.branch_mut(branch).mark = mark as u32;
        }
    }

    /// Makes all changes; what must be hashed then.
    ///
    /// The branches above keys that are there become the trie's own first, all at once. If no key comes or goes, that is all that happens
    /// to branches.
    pub(super) fn apply(&mut self, found: &Found, identities: &[Hash]) -> Works {
        let stays = self.changes.iter().all(|change| matches!(change.action, Action::Replace(_)));
        let (mut works, mut own) = (Works::default(), Vec::with_capacity(found.visits.len()));
        // For each visit the number of its branch among those to be hashed.
        let mut numbers: Vec<u32> = Vec::with_capacity(found.visits.len());
        for visit in &found.visits {
            let Visit { mark, bit, level, .. } = *visit;
            if mark == 0 {
                own.push(visit.branch);
                numbers.push(u32::MAX);
                continue;
            }
            let branch = self.nodes.own(visit.branch);
            if branch != visit.branch {
                self.put(place(&own, visit.from), Link::branch(branch));
            }
            own.push(branch);
            if stays {
                let above = numbers.get(visit.from.number as usize).copied();
                let number = above.unwrap_or(Origin::TOP.number);
                let from = Origin { number, side: visit.from.side };
                numbers.push(works.push(Work { branch, mark, from, bit, level }));
            } else {
                self.nodes.branch_mut(branch).mark = mark;
            }
        }
        // First the values, because the places of others change then.
        let mut identities_left = identities.iter();
        for (change, from) in self.changes.iter().zip(&found.places) {
            let Some(leaf) = change.leaf() else { continue };
            let identity = identities_left.next().copied().unwrap_or_default();
            if matches!(change.action, Action::Replace(_)) {
                self.replace(place(&own, *from), leaf, identity);
            }
        }
        if stays {
            return works;
        }
        let mut identities = identities.iter();
        for (number, change) in self.changes.iter().enumerate() {
            let identity = change.leaf().and_then(|_| identities.next()).copied();
            match &change.action {
                Action::Replace(_) => {}
                Action::Remove => self.remove(number, &change.key),
                Action::Insert(leaf) => {
                    self.insert(number, &change.key, (leaf, identity.unwrap_or_default()));
                }
            }
        }
        self.marked()
    }

    /// Goes on to a key, through branches before a bit: each becomes the trie's own and is marked. Returns where it ends and where it
    /// was before.
    fn walk(&mut self, number: usize, key: &StateKey, until: usize) -> (Place, Option<Place>) {
        let (mut place, mut before) = (Place::Top, None);
        while let Kind::Branch(branch) = self.link(place).kind() {
            if self.nodes.branch(branch).bit() >= until {
                break;
            }
            let own = self.nodes.own(branch);
            if own != branch {
                self.put(place, Link::branch(own));
            }
            self.mark(own, number);
            before = Some(place);
            place = Place::Side(own, self.nodes.branch(own).side(key));
        }
        (place, before)
    }

    /// Another value for the key that is at a place.
    fn replace(&mut self, place: Place, leaf: &Leaf, identity: Hash) {
        if let Kind::Leaf(old) = self.link(place).kind() {
            let new = self.nodes.replace_leaf(old, leaf);
            self.put(place, Link::leaf(new));
            self.put_identity(place, identity);
        }
    }

    /// A key that is not there.
    fn insert(&mut self, number: usize, key: &StateKey, (leaf, identity): (&Leaf, Hash)) {
        let nearest = self.nodes.nearest(self.top.0, key);
        let difference = nearest.and_then(|leaf| first_difference(key, &self.nodes.key(leaf)));
        let new = Link::leaf(self.nodes.new_leaf(leaf));
        let Some(bit) = difference else {
            self.top = (new, identity);
            return;
        };
        let (place, _) = self.walk(number, key, bit);
        let (old, old_identity) = (self.link(place), self.identity(place));
        if let Kind::Branch(branch) = old.kind() {
            self.mark_moved(branch);
        }
        let (links, sides) = if super::bit_at(key, bit) {
            ([old, new], [old_identity, identity])
        } else {
            ([new, old], [identity, old_identity])
        };
        let branch = self.nodes.new_branch(bit, links, sides);
        self.mark(branch, number);
        self.put(place, Link::branch(branch));
    }

    /// A key that is there goes, and its branch with it.
    fn remove(&mut self, number: usize, key: &StateKey) {
        let (place, before) = self.walk(number, key, KEY_BITS);
        let gone = self.link(place);
        self.nodes.release(gone);
        let (Place::Side(branch, side), Some(before)) = (place, before) else {
            self.top = (Link::NOTHING, Hash::default());
            return;
        };
        let sibling = Place::Side(branch, 1 - side);
        let (link, identity) = (self.link(sibling), self.identity(sibling));
        self.nodes.free_branch(branch);
        self.put(before, link);
        match link.kind() {
            Kind::Branch(moved) => self.mark_moved(moved),
            _ => self.put_identity(before, identity),
        }
    }
}

/// Where something was found, if the branches of the visits are now these.
fn place(own: &[u32], from: Origin) -> Place {
    own.get(from.number as usize)
        .map_or(Place::Top, |branch| Place::Side(*branch, from.side.into()))
}
