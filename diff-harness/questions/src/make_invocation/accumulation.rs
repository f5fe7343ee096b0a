//! Blocks in which several services accumulate reports and each other's transfers.

use super::calls::Stage;
use super::guest::{Guest, LOG};
use super::things::{Account, Places, Things};
use super::{any, once_in};
use crate::sections as ask;
use jar_codec::sample::{Sample, Source};
use jar_codec::{encode, natural};
use jar_crypto::blake2b;
use jar_types::{
    AccumulatedQueue, AuthQueues, Hash, Params, Privileges, ReadyQueue, ServiceAccount, ServiceId,
    Slot, ValidatorSet, WorkDigest, WorkReport,
};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers of host calls in accumulation, those with more results more often.
const NUMBERS: [u64; 48] = [
    0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 14, 14, 15, 15, 16, 17, 17, 18, 18, 18, 18, 19,
    20, 20, 20, 20, 20, 21, 21, 22, 22, 23, 23, 23, 24, 24, 24, 25, 26, 26, 26, 99,
];

/// Calls of other contexts, and numbers that are none.
const OTHERS: [u64; 12] = [6, 7, 8, 9, 10, 11, 12, 13, 27, 100, 101, 300];

/// The code of a service and the gas that it needs.
fn program(source: &mut Source, things: &Things, own: ServiceId) -> (Vec<u8>, u64) {
    let count = source.up_to(11);
    let mut guest = Guest::new(source, 5, count);
    let places = Places::new(&mut guest, things);
    let stage = Stage { things, places, own };
    if things.conflict {
        stage.seize(&mut guest);
    }
    for _ in 0..count {
        let number = guest.pick(&NUMBERS);
        let number = if number == 99 { guest.pick(&OTHERS) } else { number };
        stage.call(&mut guest, number);
    }
    // What the calls gave goes into storage.
    let key = guest.put(b"log");
    let length = guest.calls().saturating_mul(16);
    guest.call(4, &[key.into(), 3.into(), LOG.into(), length.into()]);
    guest.end(LOG, 32);
    let gas = guest.gas();
    (guest.preimage(), gas)
}

/// The index that a service's first new service has, as long as it is free.
fn first_index(service: ServiceId, entropy: &Hash, slot: Slot) -> ServiceId {
    let mut octets = Vec::new();
    natural::encode(u64::from(service), &mut octets);
    octets.extend(entropy.0);
    natural::encode(u64::from(slot), &mut octets);
    let [a, b, c, d, ..] = blake2b(&octets).0;
    let least = jar_stf::MIN_PUBLIC_INDEX;
    let count = u32::MAX.saturating_sub(least).saturating_sub(255);
    u32::from_le_bytes([a, b, c, d]).checked_rem(count).unwrap_or(0).saturating_add(least)
}

/// Services with programs, and the gas that each needs.
struct Cast {
    accounts: BTreeMap<ServiceId, ServiceAccount>,
    gas: BTreeMap<ServiceId, u64>,
}

impl Cast {
    fn new(source: &mut Source, params: &Params, things: &Things) -> Self {
        let mut cast = Self { accounts: BTreeMap::new(), gas: BTreeMap::new() };
        let most = source.up_to(3).saturating_add(1);
        for &service in things.services.iter().take(most) {
            let (code, gas) = program(source, things, service);
            let mut account = Account::new(blake2b(&code));
            match source.up_to(30) {
                // No code, or one without a length in front.
                0 => {}
                1 => account.0.info.code_hash = account.provide(&[200, 1, 2], vec![1]),
                2 => account.0.info.code_hash = account.provide(&[1, 2, 3, 4], vec![1]),
                _ => drop(account.provide(&code, vec![1])),
            }
            account.fill(source, things);
            account.fund(source, params);
            account.0.info.min_memo_gas = any(source, &[0, 0, 10, 100, 1000]).unwrap_or_default();
            cast.accounts.insert(service, account.0);
            cast.gas.insert(service, gas);
        }
        cast
    }

    /// Services whose code says who may remove them.
    fn leave(&mut self, source: &mut Source, params: &Params, things: &Things) {
        for service in 50..=52u32 {
            let owner = any(source, &[1, 1, 1, 2, 300]).unwrap_or_default();
            let mut hash = Hash::default();
            hash.0.iter_mut().zip(u32::to_le_bytes(owner)).for_each(|(to, octet)| *to = octet);
            let mut account = Account::new(hash);
            let blob = any(source, &things.blobs).unwrap_or_default();
            let slots = if once_in(source, 3) {
                things.slots(source)
            } else {
                let end = any(source, &[32, 33, 34]).unwrap_or_default();
                vec![9, things.slot.saturating_sub(end)]
            };
            account.request(&blake2b(&blob), blob.len() as u32, slots);
            if once_in(source, 8) {
                account.store(b"more", vec![1]);
            }
            account.fund(source, params);
            if once_in(source, 6) {
                continue;
            }
            self.accounts.insert(service, account.0);
        }
    }

    /// Services where a new one would be.
    fn crowd(&mut self, source: &mut Source, entropy: &Hash, slot: Slot) {
        for &service in self.gas.keys() {
            let first = first_index(service, entropy, slot);
            for index in [first, first.saturating_add(1), first.saturating_add(42)] {
                if once_in(source, 8) {
                    self.accounts.insert(index, Account::new(Hash::default()).0);
                }
            }
        }
    }

    /// Somebody, who may not be there.
    fn somebody(&self, source: &mut Source) -> ServiceId {
        let all: Vec<ServiceId> = self.gas.keys().copied().collect();
        if once_in(source, 8) { 77 } else { any(source, &all).unwrap_or_default() }
    }

    fn privileges(&self, source: &mut Source, params: &Params) -> Privileges {
        let mut free = BTreeMap::new();
        for _ in 0..source.up_to(4).saturating_sub(2) {
            let service = self.somebody(source);
            let gas = self.gas.get(&service).copied().unwrap_or_default();
            free.insert(service, any(source, &[0, 10, gas, gas, 100_000]).unwrap_or_default());
        }
        Privileges {
            bless: self.somebody(source),
            assign: (0..params.core_count()).map(|_| self.somebody(source)).collect(),
            designate: self.somebody(source),
            register: self.somebody(source),
            always_acc: free,
        }
    }

    fn report(&self, source: &mut Source, params: &Params) -> WorkReport {
        let mut report = WorkReport::sample(source, params);
        report.context.prerequisites.clear();
        report.segment_root_lookup.clear();
        report.package_spec.hash = Hash::sample(source, &());
        let digest = |_| {
            let mut digest = WorkDigest::sample(source, &());
            digest.service_id = self.somebody(source);
            let gas = self.gas.get(&digest.service_id).copied().unwrap_or(1000);
            let some = [gas, gas, gas, gas.saturating_add(1000), 0, 100_000];
            digest.accumulate_gas = any(source, &some).unwrap_or_default();
            digest
        };
        let count = any(&mut Source::new(report.auth_gas_used, 0), &[1, 1, 2, 3]);
        report.results = (0..count.unwrap_or(1)).map(digest).collect();
        report
    }
}

/// Arguments of function 75.
pub(super) fn question(source: &mut Source, params: &Params) -> Vec<u8> {
    let things = Things::new(source);
    let entropy = Hash::sample(source, &());
    let mut cast = Cast::new(source, params, &things);
    cast.leave(source, params, &things);
    cast.crowd(source, &entropy, things.slot);
    let privileges = cast.privileges(source, params);
    let reports = (0..source.up_to(3)).map(|_| cast.report(source, params)).collect();
    encode(&ask::Accumulate {
        before: things.slot.saturating_sub(1),
        slot: things.slot,
        entropy,
        ready: ReadyQueue(vec![Vec::new(); params.epoch_slots()]),
        accumulated: AccumulatedQueue(vec![BTreeSet::new(); params.epoch_slots()]),
        privileges,
        staging: ValidatorSet::sample(source, params),
        queues: AuthQueues::sample(source, params),
        accounts: ask::Accounts(cast.accounts),
        reports,
    })
}
