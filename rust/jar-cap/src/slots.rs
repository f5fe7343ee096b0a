//! Slots, CNodes, and the way from one to the other.

use std::sync::{Arc, OnceLock};

use jar_types::Hash;

use crate::cap::Cap;
use crate::hashing::{Domain, hash_of};
use crate::path::{Path, PathError};
use crate::tree::{Element, Tree};

/// The greatest k of a CNode.
pub const MAX_K: u8 = 16;

impl Element for Cap {
    fn leaf(&self) -> Hash {
        self.hash()
    }

    fn empty(_: u8) -> Hash {
        Hash::default()
    }

    fn node(left: &Hash, right: &Hash) -> Hash {
        let zero = Hash::default();
        if *left == zero && *right == zero {
            return zero;
        }
        hash_of(Domain::SlotNode, &[&left.0, &right.0])
    }

    fn is_open(&self) -> bool {
        self.known_hash().is_none()
    }
}

/// 2^k slots, each empty or with a cap. A clone shares them; a change copies what it changes.
#[derive(Clone, Debug)]
pub struct Slots(Tree<Cap>);

impl Slots {
    /// 2^k empty slots, k at most [`MAX_K`].
    #[must_use]
    pub fn new(k: u8) -> Self {
        Self(Tree::new(k.min(MAX_K)))
    }

    /// The logarithm of the number of slots.
    #[must_use]
    pub fn k(&self) -> u8 {
        self.0.bits()
    }

    /// The cap in a slot; none beyond the last one.
    #[must_use]
    pub fn get(&self, slot: u32) -> Option<&Cap> {
        self.0.get(slot)
    }

    /// Fills or empties a slot and returns what was there; nothing happens beyond the last one.
    pub fn set(&mut self, slot: u32, cap: Option<Cap>) -> Option<Cap> {
        if cap.is_none() && self.get(slot).is_none() {
            return None;
        }
        self.0.set(slot, cap)
    }

    /// Slots that are not empty, ascending.
    #[must_use]
    pub fn entries(&self) -> Vec<(u32, &Cap)> {
        let mut entries = Vec::new();
        self.0.for_each(&mut |slot, cap| entries.push((slot, cap)));
        entries
    }

    /// How many slots are not empty.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.0.len()
    }

    /// The root of the tree of slots.
    #[must_use]
    pub fn root(&self) -> Hash {
        Cap::settle(self);
        self.0.hash()
    }

    pub(crate) fn known_root(&self) -> Hash {
        self.0.hash()
    }

    pub(crate) fn for_each_open<'a>(&'a self, visit: &mut dyn FnMut(&'a Cap)) {
        self.0.for_each_open(visit);
    }

    /// The cap at a path.
    ///
    /// # Errors
    /// See [`PathError`]; an empty slot at the end of the path is none.
    pub fn at(&self, path: Path) -> Result<Option<&Cap>, PathError> {
        let mut slots = self;
        let mut rest = path.indices();
        loop {
            let slot = rest.next(slots.k())?;
            let cap = slots.get(slot);
            if rest.is_empty() {
                return Ok(cap);
            }
            slots = match cap {
                None => return Err(PathError::Empty),
                Some(Cap::CNode(cnode)) => cnode.slots(),
                Some(_) => return Err(PathError::Kind),
            };
        }
    }

    /// Fills or empties the slot at a path and returns what was there.
    ///
    /// # Errors
    /// See [`PathError`]; nothing has changed then.
    pub fn put(&mut self, path: Path, cap: Option<Cap>) -> Result<Option<Cap>, PathError> {
        self.at(path)?;
        // The CNodes on the way, from outside in, taken out so that they are not copied for being shared with their slots.
        let mut rest = path.indices();
        let mut way: Vec<(u32, CNode)> = Vec::new();
        let mut slot = rest.next(self.k())?;
        while !rest.is_empty() {
            let slots = way.last_mut().map_or(&mut *self, |(_, cnode)| cnode.slots_mut());
            let Some(Cap::CNode(cnode)) = slots.set(slot, None) else {
                return Err(PathError::Kind);
            };
            let next = rest.next(cnode.slots().k())?;
            way.push((slot, cnode));
            slot = next;
        }
        let slots = way.last_mut().map_or(&mut *self, |(_, cnode)| cnode.slots_mut());
        let old = slots.set(slot, cap);
        while let Some((slot, cnode)) = way.pop() {
            let slots = way.last_mut().map_or(&mut *self, |(_, cnode)| cnode.slots_mut());
            slots.set(slot, Some(Cap::CNode(cnode)));
        }
        Ok(old)
    }
}

/// Values nest as deep as guests like: what the last owner leaves is dropped one by one.
impl Drop for Slots {
    fn drop(&mut self) {
        let mut left = Vec::new();
        self.0.drain(&mut left);
        while let Some(cap) = left.pop() {
            cap.drain(&mut left);
        }
    }
}

/// A node of 2^k slots as a value.
#[derive(Clone, Debug)]
pub struct CNode(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    hash: OnceLock<Hash>,
    slots: Slots,
}

impl CNode {
    /// A CNode with these slots.
    #[must_use]
    pub fn new(slots: Slots) -> Self {
        Self(Arc::new(Inner { hash: OnceLock::new(), slots }))
    }

    /// Its slots.
    #[must_use]
    pub fn slots(&self) -> &Slots {
        &self.0.slots
    }

    /// Its slots, to be changed; those of other owners stay.
    pub fn slots_mut(&mut self) -> &mut Slots {
        let inner = Arc::make_mut(&mut self.0);
        inner.hash = OnceLock::new();
        &mut inner.slots
    }

    pub(crate) fn known_hash(&self) -> Option<Hash> {
        self.0.hash.get().copied()
    }

    /// The hash, if those of the caps in it are known.
    pub(crate) fn compute(&self) -> Hash {
        let slots = &self.0.slots;
        *self.0.hash.get_or_init(|| hash_of(Domain::CNode, &[&[slots.k()], &slots.known_root().0]))
    }

    /// Gives up the slots; what nobody else has is appended.
    pub(crate) fn drain(self, to: &mut Vec<Cap>) {
        if let Some(mut inner) = Arc::into_inner(self.0) {
            inner.slots.0.drain(to);
        }
    }
}

impl Slots {
    pub(crate) fn give_up(&mut self, to: &mut Vec<Cap>) {
        self.0.drain(to);
    }
}
