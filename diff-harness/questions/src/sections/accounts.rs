//! Accounts as entries of the state's map.

use jar_codec::{Decode, DecodeError, Encode, ErrorKind, Output, Reader, decode, encode};
use jar_types::{Blob, KeyKind, ServiceAccount, ServiceId, StateKey};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// δ, encoded as the dictionary of its entries in T(σ).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accounts(pub BTreeMap<ServiceId, ServiceAccount>);

impl Accounts {
    /// The entries.
    #[must_use]
    pub fn entries(&self) -> BTreeMap<[u8; 31], Blob> {
        let mut map = BTreeMap::new();
        for (&service, account) in &self.0 {
            map.insert(StateKey::service(service).0, encode(&account.info));
            let items = account.items.iter();
            map.extend(items.map(|(item, value)| (StateKey::item(service, item).0, value.clone())));
        }
        map
    }
}

impl Encode for Accounts {
    fn size(&self) -> usize {
        self.entries().size()
    }

    fn encode(&self, to: &mut impl Output) {
        self.entries().encode(to);
    }
}

impl<'a, C: ?Sized> Decode<'a, C> for Accounts {
    const MIN_SIZE: usize = 1;

    fn decode(input: &mut Reader<'a>, context: &C) -> Result<Self, DecodeError> {
        let start = input.clone();
        let entries: BTreeMap<[u8; 31], Blob> = BTreeMap::decode(input, context)?;
        let mut accounts: BTreeMap<ServiceId, ServiceAccount> = BTreeMap::new();
        for (key, value) in &entries {
            if let KeyKind::Service(service) = StateKey(*key).kind() {
                let info = decode(value, context).map_err(|_| start.error(not_one(255)))?;
                accounts.insert(service, ServiceAccount { info, items: BTreeMap::new() });
            }
        }
        for (key, value) in entries {
            let (service, item) = match StateKey(key).kind() {
                KeyKind::Service(_) => continue,
                KeyKind::Item(service, item) => (service, item),
                KeyKind::Component(index) => return Err(start.error(not_one(index))),
            };
            let account = accounts.get_mut(&service);
            let account = account.ok_or_else(|| start.error(not_one(0)))?;
            account.items.insert(item, value);
        }
        Ok(Self(accounts))
    }
}

/// An entry that is none of an account that is there.
const fn not_one(found: u8) -> ErrorKind {
    ErrorKind::Tag { found, expected: "of entries of accounts" }
}

impl Serialize for Accounts {
    /// The entries by account.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let hex = |octets: &[u8]| -> String {
            octets.iter().map(|octet| format!("{octet:02x}")).collect()
        };
        let account = |account: &ServiceAccount| {
            let items = account.items.iter();
            let items: BTreeMap<String, String> =
                items.map(|(key, value)| (key.to_string(), hex(value))).collect();
            (account.info, items)
        };
        let all = self.0.iter().map(|(service, of)| (service.to_string(), account(of)));
        all.collect::<BTreeMap<_, _>>().serialize(to)
    }
}
