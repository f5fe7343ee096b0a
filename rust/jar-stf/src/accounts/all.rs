//! δ: all accounts, and what changed of them.

use std::collections::BTreeMap;

use jar_codec::encode;
use jar_types::{ItemKey, ServiceAccount, ServiceId, StateKey};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

use super::{Account, Octets};

/// δ: accounts by service. A copy costs nothing; it and the original change independently.
#[derive(Clone, Debug)]
pub struct Accounts {
    map: RedBlackTreeMapSync<ServiceId, Account>,
    /// Services whose accounts were changed, made or removed since the accounts were settled.
    touched: RedBlackTreeSetSync<ServiceId>,
    /// Items of accounts that were removed since.
    gone: RedBlackTreeSetSync<StateKey>,
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            map: RedBlackTreeMapSync::new_sync(),
            touched: RedBlackTreeSetSync::new_sync(),
            gone: RedBlackTreeSetSync::new_sync(),
        }
    }
}

impl Accounts {
    /// No accounts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Accounts from data; settled.
    #[must_use]
    pub fn from_data<B: AsRef<[u8]>>(data: &BTreeMap<ServiceId, ServiceAccount<B>>) -> Self {
        let mut accounts = Self::new();
        for (&service, from) in data {
            let mut account = Account::new(from.info);
            for (key, value) in &from.items {
                account.items.insert_mut(*key, value.as_ref().into());
            }
            accounts.map.insert_mut(service, account);
        }
        accounts
    }

    /// The accounts as data.
    #[must_use]
    pub fn to_data(&self) -> BTreeMap<ServiceId, ServiceAccount> {
        self.map.iter().map(|(service, account)| (*service, account.to_data())).collect()
    }

    /// The account of a service.
    #[must_use]
    pub fn get(&self, service: ServiceId) -> Option<&Account> {
        self.map.get(&service)
    }

    /// Whether a service has an account.
    #[must_use]
    pub fn contains(&self, service: ServiceId) -> bool {
        self.map.contains_key(&service)
    }

    /// The accounts, ascending by service.
    pub fn iter(&self) -> impl Iterator<Item = (ServiceId, &Account)> {
        self.map.iter().map(|(service, account)| (*service, account))
    }

    /// Sets the account of a service. An account that was there before must be the one that this came from, or have been removed.
    pub fn insert(&mut self, service: ServiceId, account: Account) {
        self.map.insert_mut(service, account);
        self.touched.insert_mut(service);
    }

    /// Removes the account of a service with its items.
    pub fn remove(&mut self, service: ServiceId) {
        let Some(account) = self.map.get(&service) else { return };
        for key in account.items.keys().chain(account.touched.iter()) {
            self.gone.insert_mut(StateKey::item(service, key));
        }
        self.map.remove_mut(&service);
        self.touched.insert_mut(service);
    }

    /// An item of a service's account.
    #[must_use]
    pub fn item(&self, service: ServiceId, key: &ItemKey) -> Option<&Octets> {
        self.get(service)?.item(key)
    }

    /// What the serialized state has to be told: keys with their values, none for what is gone. Ascending by key; values may be those that
    /// were there before. Costs what was touched since the accounts were settled.
    #[must_use]
    pub fn changes(&self) -> BTreeMap<StateKey, Option<Octets>> {
        let mut changes: BTreeMap<_, _> = self.gone.iter().map(|key| (*key, None)).collect();
        for &service in self.touched.iter() {
            let account = self.get(service);
            let info = account.map(|account| encode(&account.info).into());
            changes.insert(StateKey::service(service), info);
            for key in account.iter().flat_map(|account| account.touched.iter()) {
                let value = account.and_then(|account| account.item(key)).cloned();
                changes.insert(StateKey::item(service, key), value);
            }
        }
        changes
    }

    /// From here on, changes are those from here on.
    pub fn settle(&mut self) {
        for service in std::mem::take(&mut self.touched).iter() {
            if let Some(account) = self.map.get_mut(service) {
                account.touched = RedBlackTreeSetSync::new_sync();
            }
        }
        self.gone = RedBlackTreeSetSync::new_sync();
    }
}
