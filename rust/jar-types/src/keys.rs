//! Keys of the state's trie (Gray Paper 0.7.2, D.1).

use crate::primitives::hex;
use crate::{Blob, Hash, ServiceId};
use core::fmt;

/// C: where the trie holds a part of the state. 31 octets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateKey(pub [u8; 31]);

/// Where the trie holds an item of an account: the 27 octets of a hash that C(s, h) keeps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey(pub [u8; 27]);

/// What a key is the key of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// C(i): a component, 1 to 254.
    Component(u8),
    /// C(255, s): the fixed part of an account.
    Service(ServiceId),
    /// C(s, h): an item of an account.
    Item(ServiceId, ItemKey),
}

impl StateKey {
    /// C(i).
    #[must_use]
    pub const fn component(index: u8) -> Self {
        let mut key = [0; 31];
        let [first, ..] = &mut key;
        *first = index;
        Self(key)
    }

    /// C(255, s): the octets of the service's index at odd places.
    #[must_use]
    pub const fn service(service: ServiceId) -> Self {
        let [a, b, c, d] = service.to_le_bytes();
        let mut key = [0; 31];
        let [k0, k1, _, k3, _, k5, _, k7, ..] = &mut key;
        (*k0, *k1, *k3, *k5, *k7) = (255, a, b, c, d);
        Self(key)
    }

    /// C(s, h): the octets of the service's index between the first ones of the item's key.
    #[must_use]
    pub fn item(service: ServiceId, item: &ItemKey) -> Self {
        let [a, b, c, d] = service.to_le_bytes();
        let [h0, h1, h2, h3, rest @ ..] = &item.0;
        let mut key = [0; 31];
        let (start, end) = key.split_at_mut(8);
        start.copy_from_slice(&[a, *h0, b, *h1, c, *h2, d, *h3]);
        end.copy_from_slice(rest);
        Self(key)
    }

    /// What this is the key of. An item's key could look like one of the other kinds only if its hash had 23 zeros.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        let [a, h0, b, h1, c, h2, d, h3, rest @ ..] = &self.0;
        let service = ServiceId::from_le_bytes([*h0, *h1, *h2, *h3]);
        if *self == Self::service(service) {
            KeyKind::Service(service)
        } else if *self == Self::component(*a) {
            KeyKind::Component(*a)
        } else {
            let mut item = [0; 27];
            let (start, end) = item.split_at_mut(4);
            start.copy_from_slice(&[*h0, *h1, *h2, *h3]);
            end.copy_from_slice(rest);
            KeyKind::Item(ServiceId::from_le_bytes([*a, *b, *c, *d]), ItemKey(item))
        }
    }
}

impl ItemKey {
    /// What is hashed before a key of storage.
    pub const STORAGE: u32 = u32::MAX;
    /// What is hashed before the hash of a preimage.
    const PREIMAGE: u32 = u32::MAX - 1;

    /// The key of what a service stores under `key`; `blake2b` is the hash function of the paper.
    #[must_use]
    pub fn storage(key: &[u8], blake2b: impl FnOnce(&[u8]) -> Hash) -> Self {
        Self::hashed(Self::STORAGE, key, blake2b)
    }

    /// The key of the preimage of `hash`.
    #[must_use]
    pub fn preimage(hash: &Hash, blake2b: impl FnOnce(&[u8]) -> Hash) -> Self {
        Self::hashed(Self::PREIMAGE, &hash.0, blake2b)
    }

    /// The key of the request for the preimage of `hash`, of `length` octets.
    #[must_use]
    pub fn request(hash: &Hash, length: u32, blake2b: impl FnOnce(&[u8]) -> Hash) -> Self {
        Self::hashed(length, &hash.0, blake2b)
    }

    /// The first octets of the hash of 𝓔_4(discriminator) ⌢ key.
    fn hashed(discriminator: u32, key: &[u8], blake2b: impl FnOnce(&[u8]) -> Hash) -> Self {
        let mut octets = Blob::with_capacity(key.len().saturating_add(4));
        octets.extend_from_slice(&discriminator.to_le_bytes());
        octets.extend_from_slice(key);
        Self::of_hash(&blake2b(&octets))
    }

    /// The key that a hash of what is hashed before and of the key makes.
    #[must_use]
    pub const fn of_hash(hash: &Hash) -> Self {
        let [kept @ .., _, _, _, _, _] = hash.0;
        Self(kept)
    }
}

#[cfg(feature = "sample")]
impl<C: ?Sized> jar_codec::sample::Sample<C> for ItemKey {
    fn sample(source: &mut jar_codec::sample::Source, context: &C) -> Self {
        Self(jar_codec::sample::Sample::sample(source, context))
    }
}

macro_rules! hexadecimal {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex(&self.0, to)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex(&self.0, to)
            }
        }
    )*};
}

hexadecimal!(StateKey, ItemKey);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn octets_are_where_the_paper_puts_them() {
        let mut service = [0; 31];
        service[..8].copy_from_slice(&[255, 0xdd, 0, 0xcc, 0, 0xbb, 0, 0xaa]);
        assert_eq!(StateKey::service(0xaabb_ccdd).0, service);
        let item = ItemKey(core::array::from_fn(|index| index as u8));
        let key = StateKey::item(0xaabb_ccdd, &item).0;
        assert_eq!(key[..10], [0xdd, 0, 0xcc, 1, 0xbb, 2, 0xaa, 3, 4, 5]);
        assert_eq!(key[30], 26);
        assert_eq!(StateKey::component(3).kind(), KeyKind::Component(3));
        assert_eq!(StateKey::service(0).kind(), KeyKind::Service(0));
    }

    proptest! {
        #[test]
        fn kinds_are_told_apart(service: u32, item: [u8; 27], index in 0u8..255) {
            let item = ItemKey(item);
            prop_assert_eq!(StateKey::item(service, &item).kind(), KeyKind::Item(service, item));
            prop_assert_eq!(StateKey::service(service).kind(), KeyKind::Service(service));
            prop_assert_eq!(StateKey::component(index).kind(), KeyKind::Component(index));
        }
    }
}
