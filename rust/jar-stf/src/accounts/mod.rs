//! Service accounts (Gray Paper 0.7.2, section 9): what an account holds, its footprint and threshold balance, lookups of preimages.
//!
//! An account's items stand under item keys, as in the serialized state. Accounts and their items are persistent maps: a copy costs
//! nothing, and a change costs what it touches.

mod all;

pub use all::Accounts;

use std::sync::Arc;

use jar_codec::{decode, encode, natural};
use jar_crypto::blake2b;
use jar_types::{Hash, ItemKey, Params, Request, ServiceAccount, ServiceInfo, Slot};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

/// Octets that many states share.
pub type Octets = Arc<[u8]>;

/// Octets that a stored item counts for besides its key and its value (9.8).
const STORAGE_OCTETS: u64 = 34;
/// Octets that a request counts for besides the length of its preimage (9.8).
pub(crate) const REQUEST_OCTETS: u64 = 81;

/// 𝔸: an account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The fixed part.
    pub info: ServiceInfo,
    items: RedBlackTreeMapSync<ItemKey, Octets>,
    /// Keys of items that were changed since the accounts were settled.
    touched: RedBlackTreeSetSync<ItemKey>,
}

/// The code of a service: what is behind the metadata in the preimage of the code hash (9.4).
#[derive(Clone, Debug)]
pub struct ServiceCode {
    preimage: Octets,
    start: usize,
}

impl ServiceCode {
    /// Splits a preimage; `None` if no metadata with its length is in front.
    #[must_use]
    pub fn split(preimage: &Octets) -> Option<Self> {
        let (length, prefix) = natural::decode(preimage).ok()?;
        let start = usize::try_from(length).ok()?.checked_add(prefix)?;
        (start <= preimage.len()).then(|| Self { preimage: Arc::clone(preimage), start })
    }

    /// c: the code.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        self.preimage.get(self.start..).unwrap_or_default()
    }

    /// m: the metadata, with its length in front.
    #[must_use]
    pub fn metadata(&self) -> &[u8] {
        self.preimage.get(..self.start).unwrap_or_default()
    }
}

/// The key of what a service stores under `key`.
#[must_use]
pub fn storage_key(key: &[u8]) -> ItemKey {
    ItemKey::storage(key, blake2b)
}

/// The key of the preimage of `hash`.
#[must_use]
pub fn preimage_key(hash: &Hash) -> ItemKey {
    ItemKey::preimage(hash, blake2b)
}

/// The key of the request for the preimage of `hash`; `None` if `length` is the length of no preimage, 2^32 or more.
#[must_use]
pub fn request_key(hash: &Hash, length: u64) -> Option<ItemKey> {
    u32::try_from(length).ok().map(|length| ItemKey::request(hash, length, blake2b))
}

/// I of 9.7: whether a preimage with this history was available in a slot.
#[must_use]
pub fn was_available(request: &Request, slot: Slot) -> bool {
    match *request.0.as_slice() {
        [from] => from <= slot,
        [from, to] => from <= slot && slot < to,
        [from, to, again] => (from <= slot && slot < to) || again <= slot,
        _ => false,
    }
}

impl Account {
    /// An account without items.
    #[must_use]
    pub fn new(info: ServiceInfo) -> Self {
        let (items, touched) = (RedBlackTreeMapSync::new_sync(), RedBlackTreeSetSync::new_sync());
        Self { info, items, touched }
    }

    /// The account as data.
    #[must_use]
    pub fn to_data(&self) -> ServiceAccount {
        let items = self.items.iter().map(|(key, value)| (*key, value.to_vec())).collect();
        ServiceAccount { info: self.info, items }
    }

    /// The items, ascending by key.
    pub fn items(&self) -> impl Iterator<Item = (&ItemKey, &Octets)> {
        self.items.iter()
    }

    /// An item.
    #[must_use]
    pub fn item(&self, key: &ItemKey) -> Option<&Octets> {
        self.items.get(key)
    }

    /// Sets an item. The footprint is the caller's.
    pub fn set_item(&mut self, key: ItemKey, value: Octets) {
        self.items.insert_mut(key, value);
        self.touched.insert_mut(key);
    }

    /// Removes an item. The footprint is the caller's.
    pub fn remove_item(&mut self, key: ItemKey) {
        if self.items.remove_mut(&key) {
            self.touched.insert_mut(key);
        }
    }

    /// a_p\[h\]: a preimage.
    #[must_use]
    pub fn preimage(&self, hash: &Hash) -> Option<&Octets> {
        self.item(&preimage_key(hash))
    }

    /// a_l\[h, z\]: the history of a preimage that was requested. An item that is no history counts as none.
    #[must_use]
    pub fn request(&self, hash: &Hash, length: u64) -> Option<Request> {
        let octets = self.item(&request_key(hash, length)?)?;
        decode(octets, &()).ok()
    }

    /// Sets the history of a preimage.
    pub(crate) fn set_request(&mut self, key: ItemKey, request: &Request) {
        self.set_item(key, encode(request).into());
    }

    /// a_c: the code; none without a preimage of the code hash that begins with metadata.
    #[must_use]
    pub fn code(&self) -> Option<ServiceCode> {
        ServiceCode::split(self.preimage(&self.info.code_hash)?)
    }

    /// Λ: the preimage of a hash if it was available in a slot (9.7).
    #[must_use]
    pub fn historical_lookup(&self, slot: Slot, hash: &Hash) -> Option<&Octets> {
        let preimage = self.preimage(hash)?;
        let request = self.request(hash, preimage.len() as u64)?;
        was_available(&request, slot).then_some(preimage)
    }

    /// a_t: the threshold balance (9.8), as a natural that no balance has to reach.
    #[must_use]
    pub fn threshold(&self, params: &Params) -> u128 {
        threshold(&self.info, params)
    }

    /// Whether the balance is at least the threshold: what every change of storage has to keep.
    #[must_use]
    pub fn affords(&self, params: &Params) -> bool {
        self.threshold(params) <= u128::from(self.info.balance)
    }
}

/// a_t of the fixed part of an account (9.8).
#[must_use]
pub fn threshold(info: &ServiceInfo, params: &Params) -> u128 {
    let product = |price: u64, amount: u64| u128::from(price).saturating_mul(u128::from(amount));
    u128::from(params.base_deposit)
        .saturating_add(product(params.item_deposit, u64::from(info.items)))
        .saturating_add(product(params.octet_deposit, info.bytes))
        .saturating_sub(u128::from(info.deposit_offset))
}

/// a_i and a_o with an item of storage replaced: lengths of its key, of its old value and of its new one (9.8).
pub(crate) fn with_stored(info: &mut ServiceInfo, key: u64, old: Option<u64>, new: Option<u64>) {
    let octets = |value: u64| STORAGE_OCTETS.saturating_add(key).saturating_add(value);
    if let Some(old) = old {
        info.items = info.items.saturating_sub(1);
        info.bytes = info.bytes.saturating_sub(octets(old));
    }
    if let Some(new) = new {
        info.items = info.items.saturating_add(1);
        info.bytes = info.bytes.saturating_add(octets(new));
    }
}

/// a_i and a_o with a request for a preimage of some length more (9.8).
pub(crate) fn with_request(info: &mut ServiceInfo, length: u64) {
    info.items = info.items.saturating_add(2);
    info.bytes = info.bytes.saturating_add(REQUEST_OCTETS.saturating_add(length));
}

/// a_i and a_o with a request for a preimage of some length less (9.8).
pub(crate) fn without_request(info: &mut ServiceInfo, length: u64) {
    info.items = info.items.saturating_sub(2);
    info.bytes = info.bytes.saturating_sub(REQUEST_OCTETS.saturating_add(length));
}

#[cfg(test)]
mod tests;
