use super::*;
use jar_types::{ServiceId, StateKey};
use std::collections::BTreeMap;

fn info() -> ServiceInfo {
    ServiceInfo {
        version: Default::default(),
        code_hash: Hash([1; 32]),
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

#[test]
fn the_threshold_is_that_of_the_paper() {
    let params = Params::full();
    let with = |items, bytes, deposit_offset| {
        threshold(&ServiceInfo { items, bytes, deposit_offset, ..info() }, &params)
    };
    assert_eq!(with(0, 0, 0), 100);
    assert_eq!(with(3, 7, 0), 137);
    assert_eq!(with(3, 7, 36), 101);
    assert_eq!(with(3, 7, 137), 0);
    assert_eq!(with(3, 7, 138), 0);
    // A threshold beyond every balance is not the greatest balance.
    let beyond = u128::from(u64::MAX) + 100 + 10 * u128::from(u32::MAX);
    assert_eq!(with(u32::MAX, u64::MAX, 0), beyond);
    let mut account = Account::new(ServiceInfo { bytes: u64::MAX, balance: u64::MAX, ..info() });
    assert!(!account.affords(&params));
    account.info.deposit_offset = 100;
    assert!(account.affords(&params));
}

#[test]
fn history_says_when_a_preimage_was_there() {
    let available = |history: &[Slot]| -> Vec<Slot> {
        (0..10).filter(|slot| was_available(&Request(history.to_vec()), *slot)).collect()
    };
    assert_eq!(available(&[]), []);
    assert_eq!(available(&[7]), [7, 8, 9]);
    assert_eq!(available(&[2, 4]), [2, 3]);
    assert_eq!(available(&[2, 4, 8]), [2, 3, 8, 9]);
}

#[test]
fn a_lookup_needs_preimage_and_history() {
    let octets: Octets = (*b"preimage").into();
    let hash = blake2b(&octets);
    let mut account = Account::new(info());
    account.set_item(preimage_key(&hash), Arc::clone(&octets));
    assert_eq!(account.historical_lookup(5, &hash), None);
    account.set_request(request_key(&hash, 9).unwrap(), &Request(vec![1]));
    assert_eq!(account.historical_lookup(5, &hash), None, "of another length");
    account.set_request(request_key(&hash, 8).unwrap(), &Request(vec![5]));
    assert_eq!(account.historical_lookup(5, &hash), Some(&octets));
    assert_eq!(account.historical_lookup(4, &hash), None);
    account.remove_item(preimage_key(&hash));
    assert_eq!(account.historical_lookup(5, &hash), None);
}

#[test]
fn code_is_behind_metadata() {
    let split = |octets: &[u8]| {
        let code = ServiceCode::split(&octets.into())?;
        Some((code.metadata().to_vec(), code.octets().to_vec()))
    };
    assert_eq!(split(&[2, 8, 9, 1, 2]), Some((vec![2, 8, 9], vec![1, 2])));
    assert_eq!(split(&[2, 8, 9]), Some((vec![2, 8, 9], vec![])));
    assert_eq!(split(&[0]), Some((vec![0], vec![])));
    assert_eq!(split(&[2, 8]), None);
    assert_eq!(split(&[]), None);
    assert_eq!(split(&[0x80]), None);
    assert_eq!(split(&[0xff; 9]), None, "a length that overflows");
}

/// What an account holds, as the serialized state has it.
fn map(accounts: &Accounts) -> BTreeMap<StateKey, Vec<u8>> {
    let mut map = BTreeMap::new();
    for (service, account) in accounts.iter() {
        map.insert(StateKey::service(service), encode(&account.info));
        for (key, value) in account.items() {
            map.insert(StateKey::item(service, key), value.to_vec());
        }
    }
    map
}

fn edit(accounts: &mut Accounts, service: ServiceId, change: impl FnOnce(&mut Account)) {
    let mut account = accounts.get(service).cloned().unwrap_or_else(|| Account::new(info()));
    change(&mut account);
    accounts.insert(service, account);
}

#[test]
fn changes_lead_from_the_settled_state_to_this_one() {
    let mut accounts = Accounts::new();
    for service in 0..4 {
        edit(&mut accounts, service, |account| {
            for key in 0..3u8 {
                account.set_item(storage_key(&[key]), [key, service as u8].into());
            }
        });
    }
    accounts.settle();
    assert!(accounts.changes().is_empty());
    let before = accounts.clone();
    edit(&mut accounts, 0, |account| {
        account.set_item(storage_key(&[0]), [9].into());
        account.remove_item(storage_key(&[1]));
        account.set_item(storage_key(&[7]), [7].into());
        account.remove_item(storage_key(&[7]));
        account.remove_item(storage_key(&[8]));
    });
    accounts.remove(1);
    // Removed and made again, with less.
    edit(&mut accounts, 2, |account| account.set_item(storage_key(&[5]), [5].into()));
    accounts.remove(2);
    edit(&mut accounts, 2, |account| account.set_item(storage_key(&[2]), [2].into()));
    edit(&mut accounts, 9, |account| account.info.balance = 5);
    let changes = accounts.changes();
    let mut reached = map(&before);
    for (key, value) in &changes {
        match value {
            Some(value) => reached.insert(*key, value.to_vec()),
            None => reached.remove(key),
        };
    }
    assert_eq!(reached, map(&accounts));
    assert!(!changes.contains_key(&StateKey::service(3)), "untouched");
    assert!(!changes.contains_key(&StateKey::item(0, &storage_key(&[2]))), "untouched");
    assert_eq!(before.to_data().len(), 4, "the copy stays as it was");
    assert_eq!(Accounts::from_data(&accounts.to_data()).to_data(), accounts.to_data());
    accounts.settle();
    assert!(accounts.changes().is_empty());
}
