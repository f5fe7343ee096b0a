//! Leaves: 64 octets.

use jar_crypto::blake2b;
use jar_types::{Blob, Hash, StateKey};

/// The longest value that a leaf holds itself.
const EMBEDDED: usize = 32;

/// The first octet of a leaf with the hash of its value.
const REGULAR: u8 = 0xc0;

/// The first octet of a leaf with its value of size zero.
const FIRST_EMBEDDED: u8 = 0x80;

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: StateKey,
    /// The value.
    pub value: Blob,
}

/// L: the node of a key and its value, or the hash of a value of more than 32 octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf(pub(super) [u8; 64]);

impl Leaf {
    /// The leaf of a key and a value.
    #[must_use]
    pub fn new(key: &StateKey, value: &[u8]) -> Self {
        if value.len() <= EMBEDDED {
            Self::with(FIRST_EMBEDDED | value.len() as u8, key, value)
        } else {
            Self::with(REGULAR, key, &blake2b(value).0)
        }
    }

    fn with(first: u8, key: &StateKey, rest: &[u8]) -> Self {
        let mut node = [0; 64];
        let (head, value) = node.split_at_mut(EMBEDDED);
        head.iter_mut().zip([first].iter().chain(&key.0)).for_each(|(to, octet)| *to = *octet);
        value.iter_mut().zip(rest).for_each(|(to, octet)| *to = *octet);
        Self(node)
    }

    /// The node.
    #[must_use]
    pub const fn octets(&self) -> &[u8; 64] {
        &self.0
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> StateKey {
        let mut key = StateKey([0; 31]);
        key.0.iter_mut().zip(self.0.iter().skip(1)).for_each(|(to, octet)| *to = *octet);
        key
    }

    /// The value, if it has at most 32 octets.
    #[must_use]
    pub fn value(&self) -> Option<&[u8]> {
        let (head, value) = self.0.split_at(EMBEDDED);
        let [first, ..] = head else { return None };
        let size = usize::from(first.checked_sub(FIRST_EMBEDDED)?);
        value.get(..size)
    }

    /// The hash of the value, if it is longer.
    #[must_use]
    pub fn value_hash(&self) -> Option<Hash> {
        let [first, ..] = &self.0;
        let (_, value) = self.0.split_at(EMBEDDED);
        if *first == REGULAR { value.try_into().ok().map(Hash) } else { None }
    }
}
