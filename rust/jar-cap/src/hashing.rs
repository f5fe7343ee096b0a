//! Domains of hashes: the first octet of every preimage (docs/kernel.md, "Encoding and hashes").

use jar_codec::Output;
use jar_crypto::Blake2b;
use jar_types::Hash;

/// What a hash is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Domain {
    /// A Data.
    Data = 0x01,
    /// A page of a Data.
    Page = 0x02,
    /// A node of the tree of pages.
    PageNode = 0x03,
    /// A CNode.
    CNode = 0x10,
    /// A node of the tree of slots.
    SlotNode = 0x11,
    /// An Image.
    Image = 0x20,
    /// An Instance.
    Instance = 0x30,
    /// A Type.
    Type = 0x40,
    /// The image_hash of an Instance of genesis.
    Genesis = 0x50,
    /// The image_hash after another Image.
    Extension = 0x51,
    /// What the numbers of a block's markers are made from.
    Seed = 0x60,
    /// The number of a marker.
    Marker = 0x61,
}

/// H(domain ‖ parts).
#[must_use]
pub fn hash_of(domain: Domain, parts: &[&[u8]]) -> Hash {
    let mut hasher = Blake2b::new();
    hasher.write(&[domain as u8]);
    parts.iter().for_each(|part| hasher.write(part));
    hasher.finish()
}

/// The image_hash of an Instance that genesis makes from an Image.
#[must_use]
pub fn genesis(image: &Hash) -> Hash {
    hash_of(Domain::Genesis, &[&image.0])
}

/// The image_hash of what goes from an image_hash to another Image.
#[must_use]
pub fn extension(from: &Hash, image: &Hash) -> Hash {
    hash_of(Domain::Extension, &[&from.0, &image.0])
}
