//! Accounts as the vectors write them: storage under its own keys, preimages and requests apart.

use jar_codec::{Decode, Encode, encode};
use jar_crypto::blake2b;
use jar_diff_questions::sections as questions;
use jar_types::{
    Blob, Hash, ItemKey, Params, Request, ServiceAccount, ServiceId, ServiceInfo, Slot,
};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// What of an account a section's vectors write.
pub(super) trait Part {
    /// The account; what they do not write is zero or absent.
    fn account(&self) -> ServiceAccount;
}

/// Accounts, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
pub(super) struct Accounts<T>(Vec<Entry<T>>);

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
struct Entry<T> {
    id: ServiceId,
    data: T,
}

impl<T: Part> Accounts<T> {
    /// δ.
    pub(super) fn accounts(&self) -> questions::Accounts {
        let accounts = self.0.iter().map(|entry| (entry.id, entry.data.account()));
        questions::Accounts(accounts.collect())
    }
}

/// Shown as what the state's map holds: keys of storage cannot be got back from there.
impl<T: Part> Serialize for Accounts<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        shown(&self.accounts()).serialize(to)
    }
}

/// The entries of the state's map, as text: account, item, value.
pub(super) fn shown(accounts: &questions::Accounts) -> BTreeMap<String, BTreeMap<String, Shown>> {
    let item = |(key, value): (&ItemKey, &Blob)| {
        (
            format!("item {key}"),
            Shown::Item(format!("{} octets, hash {}", value.len(), blake2b(value))),
        )
    };
    let of = |account: &ServiceAccount| {
        let mut items: BTreeMap<String, Shown> = account.items.iter().map(item).collect();
        items.insert("info".to_owned(), Shown::Info(account.info));
        items
    };
    accounts.0.iter().map(|(id, account)| (id.to_string(), of(account))).collect()
}

/// A part of an account.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Shown {
    Info(ServiceInfo),
    Item(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
struct Stored {
    key: Blob,
    value: Blob,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
struct PreimageOf {
    hash: Hash,
    blob: Blob,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
struct RequestOf {
    hash: Hash,
    length: u32,
    slots: Vec<Slot>,
}

/// All of an account.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
pub(super) struct AccountOf {
    service: ServiceInfo,
    storage: Vec<Stored>,
    items: AccountItems,
}

/// Preimages and requests alone.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
pub(super) struct AccountItems {
    preimage_blobs: Vec<PreimageOf>,
    preimage_requests: Vec<RequestOf>,
}

impl Part for AccountItems {
    fn account(&self) -> ServiceAccount {
        let preimage = |of: &PreimageOf| (ItemKey::preimage(&of.hash, blake2b), of.blob.clone());
        let request = |of: &RequestOf| {
            let key = ItemKey::request(&of.hash, of.length, blake2b);
            (key, encode(&Request(of.slots.clone())))
        };
        let preimages = self.preimage_blobs.iter().map(preimage);
        let items = preimages.chain(self.preimage_requests.iter().map(request)).collect();
        ServiceAccount { info: no_info(), items }
    }
}

impl Part for ServiceInfo {
    fn account(&self) -> ServiceAccount {
        ServiceAccount { info: *self, items: BTreeMap::new() }
    }
}

impl Part for AccountOf {
    fn account(&self) -> ServiceAccount {
        let mut account = self.items.account();
        account.info = self.service;
        let stored = |of: &Stored| (ItemKey::storage(&of.key, blake2b), of.value.clone());
        account.items.extend(self.storage.iter().map(stored));
        account
    }
}

/// Zeros.
fn no_info() -> ServiceInfo {
    ServiceInfo {
        version: Default::default(),
        code_hash: Hash::default(),
        balance: 0,
        min_item_gas: 0,
        min_memo_gas: 0,
        bytes: 0,
        deposit_offset: 0,
        items: 0,
        creation_slot: 0,
        last_accumulation_slot: 0,
        parent_service: 0,
    }
}
