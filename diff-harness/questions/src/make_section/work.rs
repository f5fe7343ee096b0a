//! Accumulation without programs (queues, dependencies, gas that nobody uses), preimages.

use super::records::{Made, near};
use super::reports::report;
use super::{World, any, at, hash, once_in};
use crate::sections as ask;
use jar_codec::encode;
use jar_codec::sample::{Sample, Source};
use jar_crypto::blake2b;
use jar_types::{
    AccumulatedQueue, AuthQueues, Hash, ItemKey, Preimage, Privileges, ReadyQueue, ReadyReport,
    Request, ServiceAccount, ServiceInfo, ValidatorSet, WorkReport,
};
use std::collections::{BTreeMap, BTreeSet};

/// Accounts of services 0 to 3, most of them, with requests for these preimages.
fn accounts(source: &mut Source, wanted: &[Preimage]) -> ask::Accounts {
    let mut accounts = BTreeMap::new();
    for id in 0..4u32 {
        if once_in(source, 4) {
            continue;
        }
        let info = ServiceInfo::sample(source, &());
        let mut items = BTreeMap::new();
        for preimage in wanted.iter().filter(|preimage| preimage.requester == id) {
            let hash = blake2b(&preimage.blob);
            let slots = any(source, &[0, 0, 0, 0, 0, 1, 2, 3]).unwrap_or_default();
            let request = Request((0..slots).map(|slot| slot as u32).collect());
            let key = ItemKey::request(&hash, preimage.blob.len() as u32, blake2b);
            items.insert(key, encode(&request));
        }
        accounts.insert(id, ServiceAccount { info, items });
    }
    ask::Accounts(accounts)
}

fn preimages(source: &mut Source) -> Vec<Preimage> {
    let count = source.up_to(4);
    let one = |_| {
        let length = source.up_to(4);
        let blob = (0..length).map(|_| source.up_to(2) as u8).collect();
        Preimage { requester: source.up_to(3) as u32, blob }
    };
    let mut all: Vec<Preimage> = (0..count).map(one).collect();
    all.sort_by(|a, b| (a.requester, &a.blob).cmp(&(b.requester, &b.blob)));
    all.dedup();
    all
}

/// Preimages that are wanted by accounts; such that are not, now and then.
fn provided(source: &mut Source, broken: bool) -> (ask::Accounts, Vec<Preimage>) {
    let mut all = preimages(&mut *source);
    let mut accounts = accounts(source, &all);
    if !broken {
        let wanted = |preimage: &Preimage| {
            let key =
                ItemKey::request(&blake2b(&preimage.blob), preimage.blob.len() as u32, blake2b);
            let account = accounts.0.get(&preimage.requester);
            account.and_then(|account| account.items.get(&key)).is_some_and(|slots| *slots == [0])
        };
        all.retain(wanted);
        return (accounts, all);
    }
    match source.up_to(3) {
        0 => all.reverse(),
        1 => all.extend(all.last().cloned()),
        2 => accounts.0.values_mut().for_each(|account| account.items.clear()),
        _ => {}
    }
    (accounts, all)
}

pub(super) fn check_preimages(_: &World, source: &mut Source, broken: bool) -> Made {
    let (accounts, preimages) = provided(source, broken);
    Some(encode(&ask::CheckPreimages { accounts, preimages }))
}

pub(super) fn integrate_preimages(_: &World, source: &mut Source, _: bool) -> Made {
    // After accumulation they may be wanted no more.
    let once = once_in(source, 2);
    let (accounts, preimages) = provided(source, once);
    Some(encode(&ask::IntegratePreimages { accounts, preimages, slot: near(source) }))
}

pub(super) fn accumulation(world: &World, source: &mut Source, _: bool) -> Made {
    let params = &world.params;
    let before = near(source);
    let step = any(source, &[1, 1, 1, 2, 5, 12, 13, 30])?;
    let packages: Vec<Hash> = (0..12).map(|_| hash(source)).collect();
    let mut next = 0usize;
    let mut waiting = |source: &mut Source| {
        let core = source.up_to(1) as u16;
        let mut report = report(world, source, core);
        next = next.saturating_add(1);
        report.package_spec.hash = packages.get(next).copied().unwrap_or_default();
        plain(source, &mut report, &packages);
        report
    };
    let mut ready = vec![Vec::new(); params.epoch_slots()];
    for _ in 0..source.up_to(5) {
        let report = waiting(source);
        let dependencies = needs(&report);
        let place = source.up_to(11);
        at(&mut ready, place, |slot| slot.push(ReadyReport { report, dependencies }));
    }
    let reports = (0..source.up_to(3)).map(|_| waiting(source)).collect();
    let mut accumulated = vec![BTreeSet::new(); params.epoch_slots()];
    for _ in 0..source.up_to(2) {
        let known = any(source, &packages)?;
        at(&mut accumulated, source.up_to(11), |slot| {
            slot.insert(known);
        });
    }
    let mut privileges = Privileges::sample(source, params);
    privileges.always_acc.retain(|service, _| service % 2 == 0);
    Some(encode(&ask::Accumulate {
        before,
        slot: before.saturating_add(step),
        entropy: hash(source),
        ready: ReadyQueue(ready),
        accumulated: AccumulatedQueue(accumulated),
        privileges,
        staging: ValidatorSet::sample(source, params),
        queues: AuthQueues::sample(source, params),
        accounts: accounts(source, &[]),
        reports,
    }))
}

/// Dependencies among the packages at hand, services that may be there.
fn plain(source: &mut Source, report: &mut WorkReport, packages: &[Hash]) {
    report.context.prerequisites.clear();
    report.segment_root_lookup.clear();
    for _ in 0..source.up_to(2) {
        let package = any(source, packages).unwrap_or_default();
        if once_in(source, 2) {
            report.context.prerequisites.insert(package);
        } else {
            report.segment_root_lookup.insert(package, package);
        }
    }
    for digest in &mut report.results {
        digest.service_id = source.up_to(4) as u32;
        let most = if once_in(source, 4) { 30_000_000 } else { 1_000_000 };
        digest.accumulate_gas = source.up_to(most) as u64;
    }
}

/// What a report waits for.
fn needs(report: &WorkReport) -> BTreeSet<Hash> {
    let prerequisites = report.context.prerequisites.iter();
    prerequisites.chain(report.segment_root_lookup.keys()).copied().collect()
}
