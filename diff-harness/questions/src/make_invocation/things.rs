//! What accounts hold and programs ask for: preimages, storage, services.

use super::{any, guest::Guest, once_in};
use jar_codec::encode;
use jar_codec::sample::Source;
use jar_crypto::blake2b;
use jar_types::{Hash, ItemKey, Params, Request, ServiceAccount, ServiceId, ServiceInfo, Slot};
use std::collections::BTreeMap;

/// Storage keys.
pub(super) const KEYS: [&[u8]; 4] = [b"", b"a", b"some key", &[7; 40]];

/// What all programs of a question know.
pub(super) struct Things {
    pub(super) slot: Slot,
    /// Does every service make itself the registrar, to make the same service?
    pub(super) conflict: bool,
    /// Services that may be there.
    pub(super) services: Vec<ServiceId>,
    /// Preimages that may be there.
    pub(super) blobs: Vec<Vec<u8>>,
}

impl Things {
    pub(super) fn new(source: &mut Source) -> Self {
        let slot = (source.up_to(20) as u32).saturating_add(70);
        let blob = |length: usize| (0..length).map(|_| source.number() as u8).collect();
        let blobs = [0, 1, 13, 32, 100].into_iter().map(blob).collect();
        let conflict = once_in(source, 40);
        Self { slot, conflict, services: vec![1, 2, 300, 0x1_0005, 0xffff_fff0], blobs }
    }

    /// The slots of a request in one of its phases, near the end of the period in which it may not be forgotten.
    pub(super) fn slots(&self, source: &mut Source) -> Vec<Slot> {
        let ago = |ago: u32| self.slot.saturating_sub(ago);
        let end: Slot = any(source, &[31, 32, 33, 34, 40, 1, 0]).unwrap_or_default();
        let (first, last) = (ago(end.saturating_add(5)), ago(end));
        match source.up_to(4) {
            0 => vec![],
            1 => vec![first],
            2 | 3 => vec![first, last],
            _ => vec![first, last, last.saturating_add(1)],
        }
    }
}

/// Where a program has these things.
pub(super) struct Places {
    /// Hash, octets and length of each blob.
    pub(super) blobs: Vec<(u64, u64, u64)>,
    /// Storage keys and their lengths.
    pub(super) keys: Vec<(u64, u64)>,
    /// Services for each core, twelve octets each of service and gas behind them.
    pub(super) services: u64,
    pub(super) entries: u64,
    /// A page's worth of anything.
    pub(super) anything: u64,
}

impl Places {
    pub(super) fn new(guest: &mut Guest, things: &Things) -> Self {
        let blob =
            |blob: &Vec<u8>| (guest.put(&blake2b(blob).0), guest.put(blob), blob.len() as u64);
        let blobs = things.blobs.iter().map(blob).collect();
        let keys = KEYS.iter().map(|key| (guest.put(key), key.len() as u64)).collect();
        let mut some = |count: usize| -> Vec<ServiceId> {
            (0..count).filter_map(|_| any(&mut guest.source, &things.services)).collect()
        };
        let (of_cores, free) = (some(2), some(3));
        let services = guest.put(&of_cores.map_octets());
        let entry = |service: ServiceId| {
            let gas = u64::from(service).wrapping_rem(7).wrapping_mul(300).to_le_bytes();
            [&service.to_le_bytes()[..], &gas].concat()
        };
        let entries: Vec<u8> = free.into_iter().flat_map(entry).collect();
        let entries = guest.put(&entries);
        Self { blobs, keys, services, entries, anything: super::guest::READ_ONLY }
    }
}

/// Numbers as octets.
trait MapOctets {
    fn map_octets(self) -> Vec<u8>;
}

impl MapOctets for Vec<ServiceId> {
    fn map_octets(self) -> Vec<u8> {
        self.into_iter().flat_map(u32::to_le_bytes).collect()
    }
}

/// An account in the making, its footprint kept.
pub(super) struct Account(pub(super) ServiceAccount);

impl Account {
    pub(super) fn new(code_hash: Hash) -> Self {
        let info = ServiceInfo {
            version: Default::default(),
            code_hash,
            balance: 0,
            min_item_gas: 10,
            min_memo_gas: 0,
            bytes: 0,
            deposit_offset: 0,
            items: 0,
            creation_slot: 3,
            last_accumulation_slot: 4,
            parent_service: 5,
        };
        Self(ServiceAccount { info, items: BTreeMap::new() })
    }

    fn grow(&mut self, items: u32, octets: u64) {
        let info = &mut self.0.info;
        info.items = info.items.saturating_add(items);
        info.bytes = info.bytes.saturating_add(octets);
    }

    pub(super) fn store(&mut self, key: &[u8], value: Vec<u8>) {
        let size = (key.len() as u64).saturating_add(value.len() as u64);
        if self.0.items.insert(ItemKey::storage(key, blake2b), value).is_none() {
            self.grow(1, size.saturating_add(34));
        }
    }

    pub(super) fn request(&mut self, hash: &Hash, length: u32, slots: Vec<Slot>) {
        let key = ItemKey::request(hash, length, blake2b);
        if self.0.items.insert(key, encode(&Request(slots))).is_none() {
            self.grow(2, u64::from(length).saturating_add(81));
        }
    }

    /// A preimage with its request.
    pub(super) fn provide(&mut self, blob: &[u8], slots: Vec<Slot>) -> Hash {
        let hash = blake2b(blob);
        self.request(&hash, blob.len() as u32, slots);
        self.0.items.insert(ItemKey::preimage(&hash, blake2b), blob.to_vec());
        hash
    }

    /// A balance around the threshold or far from it.
    pub(super) fn fund(&mut self, source: &mut Source, params: &Params) {
        self.0.info.deposit_offset = any(source, &[0, 0, 0, 50, 100_000]).unwrap_or_default();
        let threshold = jar_stf::accounts::threshold(&self.0.info, params) as u64;
        let more = [0, 1, 50, 101, 301, 1000, 100_000, 1_000_000_000, 1 << 62];
        self.0.info.balance = match source.up_to(11) {
            0 => threshold.saturating_sub(1),
            1 => u64::MAX,
            _ => threshold.saturating_add(any(source, &more).unwrap_or_default()),
        };
    }

    /// Storage, preimages and requests by chance.
    pub(super) fn fill(&mut self, source: &mut Source, things: &Things) {
        for key in KEYS {
            if once_in(source, 2) {
                let length = any(source, &[0, 1, 5, 40, 300]).unwrap_or_default();
                self.store(key, vec![0x55; length]);
            }
        }
        for blob in &things.blobs {
            let slots = things.slots(source);
            let (hash, length) = (blake2b(blob), blob.len() as u32);
            match source.up_to(4) {
                0 if once_in(source, 6) => {
                    // Octets that are no request's.
                    let key = ItemKey::request(&hash, length, blake2b);
                    self.0.items.insert(key, vec![1, 2]);
                }
                0 => {}
                1 => self.request(&hash, length, slots),
                _ if slots.is_empty() => self.request(&hash, length, slots),
                _ => drop(self.provide(blob, slots)),
            }
        }
    }
}
