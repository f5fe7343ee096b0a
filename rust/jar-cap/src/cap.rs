//! Caps: the five kinds of values.

use jar_types::Hash;

use crate::data::Data;
use crate::hashing::{Domain, hash_of};
use crate::image::Image;
use crate::instance::Instance;
use crate::slots::{CNode, Slots};

/// A value that a slot holds. A clone costs nothing.
#[derive(Clone, Debug)]
pub enum Cap {
    /// Pages of octets.
    Data(Data),
    /// Slots.
    CNode(CNode),
    /// What an Instance is.
    Image(Image),
    /// Something that can be called.
    Instance(Instance),
    /// An image_hash.
    Type(Hash),
}

impl Cap {
    /// The hash, if there is not much to do for it.
    pub(crate) fn known_hash(&self) -> Option<Hash> {
        match self {
            Self::Data(data) => Some(data.hash()),
            Self::Image(image) => Some(image.hash()),
            Self::Type(hash) => Some(hash_of(Domain::Type, &[&hash.0])),
            Self::CNode(cnode) => cnode.known_hash(),
            Self::Instance(instance) => instance.known_hash(),
        }
    }

    fn compute(&self) -> Option<Hash> {
        match self {
            Self::CNode(cnode) => Some(cnode.compute()),
            Self::Instance(instance) => Some(instance.compute()),
            _ => self.known_hash(),
        }
    }

    /// The slots of a CNode or an Instance.
    #[must_use]
    pub fn slots(&self) -> Option<&Slots> {
        match self {
            Self::CNode(cnode) => Some(cnode.slots()),
            Self::Instance(instance) => Some(instance.slots()),
            _ => None,
        }
    }

    /// Computes the hashes of all caps in slots, innermost first, however deep they nest.
    pub(crate) fn settle(slots: &Slots) {
        let mut open: Vec<&Self> = Vec::new();
        slots.for_each_open(&mut |cap| open.push(cap));
        while let Some(cap) = open.last().copied() {
            let before = open.len();
            if cap.known_hash().is_none()
                && let Some(slots) = cap.slots()
            {
                slots.for_each_open(&mut |cap| open.push(cap));
            }
            if open.len() == before {
                cap.compute();
                open.pop();
            }
        }
    }

    /// The hash of the value.
    #[must_use]
    pub fn hash(&self) -> Hash {
        if let Some(hash) = self.known_hash() {
            return hash;
        }
        if let Some(slots) = self.slots() {
            Self::settle(slots);
        }
        self.compute().unwrap_or_default()
    }

    /// Gives the value up; the caps in it that nobody else has are appended.
    pub(crate) fn drain(self, to: &mut Vec<Self>) {
        match self {
            Self::CNode(cnode) => cnode.drain(to),
            Self::Instance(instance) => instance.drain(to),
            Self::Data(_) | Self::Image(_) | Self::Type(_) => {}
        }
    }
}

/// Equal hashes.
impl PartialEq for Cap {
    fn eq(&self, other: &Self) -> bool {
        self.hash() == other.hash()
    }
}

impl Eq for Cap {}
