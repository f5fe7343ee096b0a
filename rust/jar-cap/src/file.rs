//! Value files: how values leave the process, each distinct one once.

use std::collections::{HashMap, HashSet};

use jar_codec::{Decode, DecodeError, Encode, ErrorKind, Output, Reader, natural};
use jar_types::Hash;

use crate::cap::Cap;
use crate::data::Page;
use crate::decode::{self, ImageError};
use crate::image::Image;
use crate::instance::{Instance, Lineage, Paused, Status};
use crate::path::Path;
use crate::slots::{CNode, MAX_K, Slots};

/// Why octets are no value file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// They are not a sequence of nodes.
    #[error(transparent)]
    Encoding(#[from] DecodeError),
    /// A node is no Image.
    #[error("node {node}: {error}")]
    Image {
        /// Which node.
        node: usize,
        /// Why.
        error: Box<ImageError>,
    },
    /// A node refers to one that does not come before it, or that is of another kind than it may be.
    #[error("node {node}: refers to {number}, which is no node before it of the wanted kind")]
    Reference {
        /// Which node.
        node: usize,
        /// What it refers to.
        number: u32,
    },
    /// A node is not as its kind wants it.
    #[error("node {node}: {what}")]
    Node {
        /// Which node.
        node: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// The nodes are not those of a walk from the last one, each once, in its order.
    #[error("node {0}: not at its place in the walk from the root")]
    Order(usize),
    /// There is no node.
    #[error("no node")]
    Empty,
}

/// The caps inside a cap, in the order of a walk.
fn inner(cap: &Cap) -> Vec<Cap> {
    match cap {
        Cap::Data(_) | Cap::Type(_) => Vec::new(),
        Cap::Image(image) => image.parts().pinned.values().cloned().collect(),
        Cap::CNode(cnode) => {
            cnode.slots().entries().into_iter().map(|(_, cap)| cap.clone()).collect()
        }
        Cap::Instance(instance) => {
            let slots = instance.slots().entries().into_iter().map(|(_, cap)| cap.clone());
            std::iter::once(Cap::Image(instance.image().clone())).chain(slots).collect()
        }
    }
}

/// All distinct values from a root, in the order in which a walk leaves them.
fn walk(root: &Cap) -> Vec<(Hash, Cap)> {
    let mut left = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![(root.clone(), false)];
    while let Some((cap, entered)) = open.pop() {
        let hash = cap.hash();
        if entered {
            left.push((hash, cap));
        } else if seen.insert(hash) {
            let caps = inner(&cap);
            open.push((cap, true));
            open.extend(caps.into_iter().rev().map(|cap| (cap, false)));
        }
    }
    left
}

/// The value file of a cap.
#[must_use]
pub fn to_file(root: &Cap) -> Vec<u8> {
    let nodes = walk(root);
    let numbers: HashMap<Hash, u32> =
        (0u32..).zip(&nodes).map(|(number, (hash, _))| (*hash, number)).collect();
    let number = |cap: &Cap| numbers.get(&cap.hash()).copied().unwrap_or_default();
    let mut to = Vec::new();
    natural::encode(nodes.len() as u64, &mut to);
    for (_, cap) in &nodes {
        encode_node(cap, &number, &mut to);
    }
    to
}

fn encode_node(cap: &Cap, number: &dyn Fn(&Cap) -> u32, to: &mut Vec<u8>) {
    match cap {
        Cap::Data(data) => {
            to.write(&[0]);
            decode::encode_data(data, to);
        }
        Cap::CNode(cnode) => {
            to.write(&[1, cnode.slots().k()]);
            let entries = cnode.slots().entries();
            natural::encode(entries.len() as u64, to);
            for (slot, cap) in entries {
                (slot as u16).encode(to);
                number(cap).encode(to);
            }
        }
        Cap::Image(image) => {
            to.write(&[2]);
            image.encode_with(to, &mut |cap, to| number(cap).encode(to));
        }
        Cap::Instance(instance) => {
            to.write(&[3]);
            number(&Cap::Image(instance.image().clone())).encode(to);
            let lineage = instance.lineage().images();
            natural::encode(lineage.len() as u64, to);
            lineage.iter().for_each(|hash| to.write(&hash.0));
            let entries = instance.slots().entries();
            natural::encode(entries.len() as u64, to);
            for (slot, cap) in entries {
                (slot as u8).encode(to);
                number(cap).encode(to);
            }
            instance.status().encode(to);
        }
        Cap::Type(hash) => {
            to.write(&[4]);
            to.write(&hash.0);
        }
    }
}

/// The cap that a value file holds.
///
/// # Errors
/// See [`FileError`].
pub fn from_file(octets: &[u8]) -> Result<Cap, FileError> {
    let mut input = Reader::new(octets);
    let count = input.count(2, usize::MAX)?;
    let mut nodes: Vec<Cap> = Vec::with_capacity(count);
    for node in 0..count {
        let cap = Nodes { node, before: &nodes }.read(&mut input)?;
        nodes.push(cap);
    }
    if input.left() != 0 {
        return Err(input.error(ErrorKind::Trailing { left: input.left() }).into());
    }
    let root = nodes.last().ok_or(FileError::Empty)?.clone();
    let walked = walk(&root);
    for (node, cap) in nodes.iter().enumerate() {
        if walked.get(node).map(|(hash, _)| *hash) != Some(cap.hash()) {
            return Err(FileError::Order(node));
        }
    }
    Ok(root)
}

/// A node, and those before it.
struct Nodes<'a> {
    node: usize,
    before: &'a [Cap],
}

impl Nodes<'_> {
    fn wrong(&self, what: &'static str) -> FileError {
        FileError::Node { node: self.node, what }
    }

    fn reference(&self, input: &mut Reader<'_>) -> Result<Cap, FileError> {
        let number = u32::decode(input, &())?;
        let cap = usize::try_from(number).ok().and_then(|number| self.before.get(number));
        cap.cloned().ok_or(FileError::Reference { node: self.node, number })
    }

    fn read(&self, input: &mut Reader<'_>) -> Result<Cap, FileError> {
        match input.octet()? {
            0 => Ok(Cap::Data(decode::data(input)?)),
            1 => self.cnode(input),
            2 => self.image(input),
            3 => self.instance(input),
            4 => Ok(Cap::Type(hash(input)?)),
            found => Err(input.error(ErrorKind::Tag { found, expected: "0 to 4" }).into()),
        }
    }

    fn cnode(&self, input: &mut Reader<'_>) -> Result<Cap, FileError> {
        let k = input.octet()?;
        if k > MAX_K {
            return Err(self.wrong("a CNode with k beyond 16"));
        }
        let mut slots = Slots::new(k);
        for (slot, cap) in
            decode::dictionary::<u16, _, FileError>(input, 6, &mut |input| self.reference(input))?
        {
            if u32::from(slot) >> k != 0 {
                return Err(self.wrong("a slot beyond the CNode"));
            }
            slots.set(u32::from(slot), Some(cap));
        }
        Ok(Cap::CNode(CNode::new(slots)))
    }

    fn image(&self, input: &mut Reader<'_>) -> Result<Cap, FileError> {
        let wrong = |error| FileError::Image { node: self.node, error: Box::new(error) };
        let mut missing = None;
        let parts = decode::parts(input, &mut |input| {
            self.reference(input).map_err(|error| {
                let place = input.error(ErrorKind::Truncated { expected: 1, left: 0 });
                missing = Some(error);
                ImageError::Encoding(place)
            })
        });
        if let Some(error) = missing {
            return Err(error);
        }
        let image = Image::new(parts.map_err(wrong)?).map_err(|error| wrong(error.into()))?;
        Ok(Cap::Image(image))
    }

    fn instance(&self, input: &mut Reader<'_>) -> Result<Cap, FileError> {
        let Cap::Image(image) = self.reference(input)? else {
            return Err(self.wrong("an Instance whose first reference is no Image"));
        };
        let count = input.count(Hash::SIZE, usize::MAX)?;
        let hashes = (0..count).map(|_| hash(input)).collect::<Result<Vec<_>, _>>()?;
        let lineage = Lineage::of(&hashes).filter(|lineage| lineage.leads_to(&image.hash()));
        let lineage = lineage.ok_or(self.wrong("a lineage that does not lead to the Image"))?;
        let mut slots = Slots::new(8);
        for (slot, cap) in
            decode::dictionary::<u8, _, FileError>(input, 5, &mut |input| self.reference(input))?
        {
            slots.set(u32::from(slot), Some(cap));
        }
        for (slot, pinned) in &image.parts().pinned {
            if slots.get(u32::from(*slot)) != Some(pinned) {
                return Err(self.wrong("a pinned slot without what is pinned there"));
            }
        }
        let status = match input.octet()? {
            0 => Status::Idle,
            1 => Status::Paused(Box::new(self.paused(&image, input)?)),
            found => {
                return Err(input.error(ErrorKind::Tag { found, expected: "0 or 1" }).into());
            }
        };
        Ok(Cap::Instance(Instance::new(image, lineage, slots, status)))
    }

    fn paused(&self, image: &Image, input: &mut Reader<'_>) -> Result<Paused, FileError> {
        let pc = u64::decode(input, &())?;
        let registers = decode::registers(input)?;
        let ephemeral = decode::dictionary::<u32, Page, FileError>(input, 4100, &mut |input| {
            Ok(decode::page(input)?)
        })?;
        if ephemeral.values().any(|page| page.octets().iter().all(|octet| *octet == 0)) {
            return Err(self.wrong("an ephemeral page of zeros"));
        }
        let written = Vec::<u8>::decode(input, &())?;
        let ascends = written.is_sorted_by(|a, b| a < b);
        let most = image.parts().mappings.len();
        if !ascends || written.iter().any(|place| usize::from(*place) >= most) {
            return Err(self.wrong("written mappings that the Image does not have, or twice"));
        }
        let waiting = match Option::<u64>::decode(input, &())? {
            None => None,
            Some(number) => Some(
                Path::parse(number).map_err(|_| self.wrong("a waiting slot that is no path"))?,
            ),
        };
        Ok(Paused { pc, registers, ephemeral, written, waiting })
    }
}

fn hash(input: &mut Reader<'_>) -> Result<Hash, DecodeError> {
    input.array().map(|octets| Hash(*octets))
}
