//! Images: what Instances are (K1).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use jar_codec::{Encode, Output, natural};
use jar_types::Hash;
use javm::{FIRST_PAGE, PAGE_COUNT, Program, ProgramError};

use crate::cap::Cap;
use crate::hashing::{Domain, hash_of};
use crate::path::Path;
use crate::slots::Slots;

/// An Image has at most so many mappings.
pub const MAX_MAPPINGS: usize = 64;
/// A list of slots has at most so many.
pub const MAX_LIST: usize = 8;
/// Images pin Images so deep, the outermost counted.
pub const MAX_DEPTH: usize = 8;

/// What runs.
#[derive(Clone, Debug)]
pub enum Code {
    /// A program.
    Program(Arc<Program>),
    /// What the kernel does itself.
    Native(u8),
}

/// Where the pages of a mapping come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The Data in a slot.
    Persistent(Path),
    /// Zeros.
    Ephemeral,
}

/// A range of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// First page.
    pub start: u32,
    /// How many pages.
    pub pages: u32,
    /// What is there.
    pub source: Source,
}

impl Mapping {
    /// Its pages; none beyond the last number.
    #[must_use]
    pub fn range(&self) -> Range<u32> {
        self.start..self.start.saturating_add(self.pages)
    }
}

/// Where a call enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The start of a basic block.
    pub pc: u32,
    /// Registers at first; φ7 … φ10 are the arguments.
    pub registers: [u64; 13],
}

/// The parts of an Image.
#[derive(Clone, Debug)]
pub struct Parts {
    /// What runs.
    pub code: Code,
    /// Memory, ascending.
    pub mappings: Vec<Mapping>,
    /// Where calls enter.
    pub endpoints: BTreeMap<u8, Endpoint>,
    /// Where handles of gas meters may be, in the order of preference.
    pub gas_slots: Vec<u8>,
    /// Where handles of quota meters may be, in the order of preference.
    pub quota_slots: Vec<u8>,
    /// Where the catcher is.
    pub catcher: Option<u8>,
    /// Caps, Data and Images only, that come with the Image.
    pub pinned: BTreeMap<u8, Cap>,
}

impl Parts {
    /// Nothing but code.
    #[must_use]
    pub fn of(code: Code) -> Self {
        Self {
            code,
            mappings: Vec::new(),
            endpoints: BTreeMap::new(),
            gas_slots: Vec::new(),
            quota_slots: Vec::new(),
            catcher: None,
            pinned: BTreeMap::new(),
        }
    }
}

/// Why parts are no Image (K1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidImage {
    /// The program does not parse.
    #[error("the program: {0}")]
    Program(ProgramError),
    /// An endpoint enters where no basic block starts.
    #[error("endpoint {endpoint}: no basic block starts at {pc}")]
    Entry {
        /// Which endpoint.
        endpoint: u8,
        /// Its position.
        pc: u32,
    },
    /// More mappings than there may be.
    #[error("{0} mappings, expected at most 64")]
    Mappings(usize),
    /// A mapping begins before page 16, ends beyond 2^32, has no page, or does not come after the one before it.
    #[error("mapping {0}: not within pages 0x10 to 0xfffff behind the one before it, or empty")]
    Range(usize),
    /// A source that is no slot which may be one.
    #[error("mapping {0}: slot 0, or something in a pinned slot, as its source")]
    Source(usize),
    /// Two writable mappings have sources of which one is the other or goes through it.
    #[error("mapping {0}: a writable mapping before it has the same source")]
    SameSource(usize),
    /// Slot 0 in a list, or one twice, or too many.
    #[error("{0}: slot 0, a slot twice, or more than 8")]
    Slots(&'static str),
    /// A pinned slot is 0 or holds neither Data nor a program's Image.
    #[error("pinned slot {0}: slot 0, or neither Data nor an Image of a program")]
    Pinned(u8),
    /// Images pin Images too deep.
    #[error("Images pin Images more than 8 deep")]
    Depth,
}

/// A valid Image. A clone shares it.
#[derive(Clone, Debug)]
pub struct Image(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    parts: Parts,
    depth: usize,
    hash: OnceLock<Hash>,
}

impl Image {
    /// Checks the parts.
    ///
    /// # Errors
    /// See [`InvalidImage`].
    pub fn new(parts: Parts) -> Result<Self, InvalidImage> {
        check_endpoints(&parts)?;
        check_slots(&parts)?;
        check_mappings(&parts)?;
        let depth = check_pinned(&parts)?;
        Ok(Self(Arc::new(Inner { parts, depth, hash: OnceLock::new() })))
    }

    /// Its parts.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.0.parts
    }

    /// The cap that is pinned in a slot.
    #[must_use]
    pub fn pinned(&self, slot: u8) -> Option<&Cap> {
        self.0.parts.pinned.get(&slot)
    }

    /// Whether a path is one of the pinned slots.
    #[must_use]
    pub fn is_pinned(&self, path: Path) -> bool {
        path.own().is_some_and(|slot| self.pinned(slot).is_some())
    }

    /// Whether the kernel itself answers.
    #[must_use]
    pub fn native(&self) -> Option<u8> {
        match self.0.parts.code {
            Code::Native(kind) => Some(kind),
            Code::Program(_) => None,
        }
    }

    /// Whether a mapping of this Image can be written.
    #[must_use]
    pub fn is_writable(&self, mapping: &Mapping) -> bool {
        match mapping.source {
            Source::Persistent(path) => !self.is_pinned(path),
            Source::Ephemeral => true,
        }
    }

    /// Fills the pinned slots.
    pub fn pin(&self, slots: &mut Slots) {
        for (slot, cap) in &self.0.parts.pinned {
            slots.set(u32::from(*slot), Some(cap.clone()));
        }
    }

    /// The hash of the value.
    #[must_use]
    pub fn hash(&self) -> Hash {
        *self.0.hash.get_or_init(|| {
            let mut octets = Vec::new();
            self.encode_with(&mut octets, &mut |cap, to| to.write(&cap.hash().0));
            hash_of(Domain::Image, &[&octets])
        })
    }

    /// Appends the encoding, with pinned caps as the function writes them.
    pub(crate) fn encode_with(&self, to: &mut Vec<u8>, pinned: &mut dyn FnMut(&Cap, &mut Vec<u8>)) {
        let parts = self.parts();
        match &parts.code {
            Code::Program(program) => {
                to.write(&[0]);
                program.to_blob().encode(to);
            }
            Code::Native(kind) => to.write(&[1, *kind]),
        }
        natural::encode(parts.mappings.len() as u64, to);
        for mapping in &parts.mappings {
            mapping.start.encode(to);
            mapping.pages.encode(to);
            let path = match mapping.source {
                Source::Persistent(path) => Some(path.number()),
                Source::Ephemeral => None,
            };
            path.encode(to);
        }
        natural::encode(parts.endpoints.len() as u64, to);
        for (number, endpoint) in &parts.endpoints {
            to.write(&[*number]);
            endpoint.pc.encode(to);
            endpoint.registers.iter().for_each(|register| register.encode(to));
        }
        parts.gas_slots.encode(to);
        parts.quota_slots.encode(to);
        parts.catcher.encode(to);
        natural::encode(parts.pinned.len() as u64, to);
        for (slot, cap) in &parts.pinned {
            to.write(&[*slot]);
            pinned(cap, to);
        }
    }
}

/// Equal hashes.
impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.hash() == other.hash()
    }
}

impl Eq for Image {}

fn check_endpoints(parts: &Parts) -> Result<(), InvalidImage> {
    let Code::Program(program) = &parts.code else { return Ok(()) };
    for (endpoint, Endpoint { pc, .. }) in &parts.endpoints {
        if !program.is_block_start(u64::from(*pc)) {
            return Err(InvalidImage::Entry { endpoint: *endpoint, pc: *pc });
        }
    }
    Ok(())
}

fn check_slots(parts: &Parts) -> Result<(), InvalidImage> {
    let catcher: Vec<u8> = parts.catcher.into_iter().collect();
    let lists = [("gas", &parts.gas_slots), ("quota", &parts.quota_slots), ("catcher", &catcher)];
    for (name, list) in lists {
        let mut once = list.clone();
        once.sort_unstable();
        once.dedup();
        if list.contains(&0) || once.len() != list.len() || list.len() > MAX_LIST {
            return Err(InvalidImage::Slots(name));
        }
    }
    Ok(())
}

fn check_mappings(parts: &Parts) -> Result<(), InvalidImage> {
    let mappings = &parts.mappings;
    if mappings.len() > MAX_MAPPINGS {
        return Err(InvalidImage::Mappings(mappings.len()));
    }
    let mut free = FIRST_PAGE;
    let mut written: Vec<Path> = Vec::new();
    for (place, mapping) in mappings.iter().enumerate() {
        let end = mapping.start.checked_add(mapping.pages);
        let end = end.filter(|end| *end <= PAGE_COUNT && mapping.pages > 0);
        free = end.filter(|_| mapping.start >= free).ok_or(InvalidImage::Range(place))?;
        let Source::Persistent(path) = mapping.source else { continue };
        let pinned = parts.pinned.contains_key(&path.first());
        if path.first() == 0 || (pinned && path.own().is_none()) {
            return Err(InvalidImage::Source(place));
        }
        if pinned {
            continue;
        }
        if written.iter().any(|other| other.meets(&path)) {
            return Err(InvalidImage::SameSource(place));
        }
        written.push(path);
    }
    Ok(())
}

/// The depth of the Image.
fn check_pinned(parts: &Parts) -> Result<usize, InvalidImage> {
    let mut deepest = 0;
    for (slot, cap) in &parts.pinned {
        match cap {
            Cap::Image(image) if *slot != 0 && image.native().is_none() => {
                deepest = deepest.max(image.0.depth);
            }
            Cap::Data(_) if *slot != 0 => {}
            _ => return Err(InvalidImage::Pinned(*slot)),
        }
    }
    if deepest >= MAX_DEPTH { Err(InvalidImage::Depth) } else { Ok(deepest.saturating_add(1)) }
}
