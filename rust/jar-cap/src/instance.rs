//! Instances.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jar_codec::{Encode, Output};
use jar_types::Hash;

use crate::cap::Cap;
use crate::data::Page;
use crate::hashing::{self, Domain, hash_of};
use crate::image::Image;
use crate::path::Path;
use crate::slots::Slots;

/// The image_hash of an Instance and those that it was extended from, newest first (K13). Never empty; a clone shares it.
#[derive(Clone, Debug)]
pub struct Lineage {
    newest: Hash,
    /// The hash of the Image that the newest step led to.
    image: Hash,
    length: u64,
    older: Option<Arc<Self>>,
}

impl Lineage {
    /// Of an Instance that genesis makes from the Image with this hash.
    #[must_use]
    pub fn genesis(image: &Hash) -> Self {
        Self { newest: hashing::genesis(image), image: *image, length: 1, older: None }
    }

    /// After the Image with this hash.
    #[must_use]
    pub fn extended(&self, image: &Hash) -> Self {
        Self {
            newest: hashing::extension(&self.newest, image),
            image: *image,
            length: self.length.saturating_add(1),
            older: Some(Arc::new(self.clone())),
        }
    }

    /// The lineage that leads along the Images with these hashes, oldest first.
    pub(crate) fn of(images: &[Hash]) -> Option<Self> {
        let (oldest, rest) = images.split_first()?;
        Some(rest.iter().fold(Self::genesis(oldest), |lineage, image| lineage.extended(image)))
    }

    /// The hashes of the Images that it leads along, oldest first: what is encoded.
    pub(crate) fn images(&self) -> Vec<Hash> {
        let mut images: Vec<Hash> = self.steps().map(|step| step.image).collect();
        images.reverse();
        images
    }

    /// Whether the newest step leads to the Image with this hash.
    pub(crate) fn leads_to(&self, image: &Hash) -> bool {
        self.image == *image
    }

    /// The image_hash.
    #[must_use]
    pub fn newest(&self) -> Hash {
        self.newest
    }

    /// How many hashes it has.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    fn steps(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |lineage| lineage.older.as_deref())
    }

    /// All hashes, newest first.
    pub fn hashes(&self) -> impl Iterator<Item = Hash> + '_ {
        self.steps().map(|step| step.newest)
    }
}

/// A lineage is as long as guests like.
impl Drop for Lineage {
    fn drop(&mut self) {
        let mut next = self.older.take();
        while let Some(mut lineage) = next.and_then(Arc::into_inner) {
            next = lineage.older.take();
        }
    }
}

/// Where a paused Instance goes on.
#[derive(Clone, Debug)]
pub struct Paused {
    /// Position in the code.
    pub pc: u64,
    /// Registers.
    pub registers: [u64; 13],
    /// Pages of ephemeral mappings that are not zero, by their numbers.
    pub ephemeral: BTreeMap<u32, Page>,
    /// Mappings with pages that were written, by their places in the Image, ascending.
    pub written: Vec<u8>,
    /// The slot of the paused Instance that it waits for.
    pub waiting: Option<Path>,
}

/// Whether an Instance can be called or resumed.
#[derive(Clone, Debug, Default)]
pub enum Status {
    /// It can be called.
    #[default]
    Idle,
    /// It can be resumed.
    Paused(Box<Paused>),
}

impl Status {
    /// Appends the encoding.
    pub(crate) fn encode(&self, to: &mut impl Output) {
        let Self::Paused(paused) = self else { return to.write(&[0]) };
        to.write(&[1]);
        paused.pc.encode(to);
        paused.registers.iter().for_each(|register| register.encode(to));
        jar_codec::natural::encode(paused.ephemeral.len() as u64, to);
        for (number, page) in &paused.ephemeral {
            number.encode(to);
            to.write(page.octets());
        }
        paused.written.encode(to);
        paused.waiting.map(Path::number).encode(to);
    }
}

/// An Image with slots of its own. A clone shares them.
#[derive(Clone, Debug)]
pub struct Instance(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    hash: OnceLock<Hash>,
    image: Image,
    lineage: Lineage,
    slots: Slots,
    status: Status,
}

impl Instance {
    /// An Instance of these parts; `slots` has 256 of them, the pinned ones filled as the Image says.
    #[must_use]
    pub fn new(image: Image, lineage: Lineage, slots: Slots, status: Status) -> Self {
        Self(Arc::new(Inner { hash: OnceLock::new(), image, lineage, slots, status }))
    }

    /// An idle Instance of genesis: the pins of the Image over these slots.
    #[must_use]
    pub fn genesis(image: Image, mut slots: Slots) -> Self {
        image.pin(&mut slots);
        let lineage = Lineage::genesis(&image.hash());
        Self::new(image, lineage, slots, Status::Idle)
    }

    /// What it is.
    #[must_use]
    pub fn image(&self) -> &Image {
        &self.0.image
    }

    /// The image_hash and what it was extended from.
    #[must_use]
    pub fn lineage(&self) -> &Lineage {
        &self.0.lineage
    }

    /// What it has.
    #[must_use]
    pub fn slots(&self) -> &Slots {
        &self.0.slots
    }

    /// Whether it can be called.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.0.status
    }

    /// The hash of the value.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Cap::Instance(self.clone()).hash()
    }

    pub(crate) fn known_hash(&self) -> Option<Hash> {
        self.0.hash.get().copied()
    }

    /// The hash, if those of the caps in the slots are known.
    pub(crate) fn compute(&self) -> Hash {
        let inner = &self.0;
        *inner.hash.get_or_init(|| {
            let mut status = Vec::new();
            inner.status.encode(&mut status);
            let root = inner.slots.known_root();
            let (image, image_hash) = (inner.image.hash(), inner.lineage.newest());
            hash_of(Domain::Instance, &[&image.0, &image_hash.0, &root.0, &status])
        })
    }

    /// Gives up the slots; what nobody else has is appended.
    pub(crate) fn drain(self, to: &mut Vec<Cap>) {
        if let Some(mut inner) = Arc::into_inner(self.0) {
            inner.slots.give_up(to);
        }
    }
}
