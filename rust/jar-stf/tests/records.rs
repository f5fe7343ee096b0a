//! What blocks leave behind, against the formulas of the paper as they stand there: the extrinsic hash, history, pools of
//! authorizers, preimages, statistics. Values are random ones that decode.
#![forbid(unsafe_code)]

use jar_codec::sample::{Sample, Source};
use jar_codec::{Encode, encode, natural};
use jar_crypto::{blake2b, blake2b_of, keccak};
use jar_merkle::{Hashing, mmr_append, super_peak};
use jar_stf::accounts::Accounts;
use jar_stf::preimages::PreimageKeys;
use jar_stf::statistics::Activity;
use jar_stf::{Rule, authorizations, header, history, preimages, statistics};
use jar_types::{
    AccumulationOutput, AuthPools, AuthQueues, CoreIndex, CoreRecord, Ed25519Public, Extrinsic,
    Gas, Hash, ItemKey, Params, Preimage, RecentHistory, Request, ServiceAccount, ServiceId,
    ServiceInfo, ServiceRecord, Slot, Statistics, ValidatorIndex, ValidatorSet, WorkReport,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PARAMS: Params = Params::tiny();

fn sample<T: Sample<Params>>(source: &mut Source) -> T {
    T::sample(source, &PARAMS)
}

/// An extrinsic whose indices are those of validators and cores.
fn extrinsic(source: &mut Source) -> Extrinsic {
    let mut extrinsic: Extrinsic = sample(source);
    for guarantee in &mut extrinsic.guarantees {
        guarantee.report.core_index %= 2;
        for digest in &mut guarantee.report.results {
            digest.service_id %= 4;
        }
    }
    extrinsic.assurances.iter_mut().for_each(|assurance| assurance.validator_index %= 6);
    extrinsic.preimages.iter_mut().for_each(|preimage| preimage.requester %= 6);
    extrinsic
}

fn octets<T: Encode>(items: &[T]) -> Vec<u8> {
    let mut octets = Vec::new();
    natural::encode(items.len() as u64, &mut octets);
    items.iter().for_each(|item| item.encode(&mut octets));
    octets
}

proptest! {
    #[test]
    fn the_extrinsic_hash_is_that_of_the_paper(seed: u64) {
        let extrinsic = extrinsic(&mut Source::new(seed, 4));
        let reports: Vec<Hash> =
            extrinsic.guarantees.iter().map(|of| blake2b(&encode(&of.report))).collect();
        let guarantees: Vec<Vec<u8>> = extrinsic.guarantees.iter().zip(&reports).map(|(of, report)| {
            [&report.0[..], &of.slot.to_le_bytes(), &octets(&of.signatures)].concat()
        }).collect();
        let mut reported = Vec::new();
        natural::encode(guarantees.len() as u64, &mut reported);
        reported.extend(guarantees.concat());
        let parts = [
            octets(&extrinsic.tickets),
            octets(&extrinsic.preimages),
            reported,
            octets(&extrinsic.assurances),
            encode(&extrinsic.disputes),
        ];
        let hashes: Vec<u8> = parts.iter().flat_map(|part| blake2b(part).0).collect();
        prop_assert_eq!(header::report_hashes(&extrinsic.guarantees), reports.clone());
        prop_assert_eq!(header::extrinsic_hash(&extrinsic, &reports), blake2b(&hashes));
    }

    #[test]
    fn history_keeps_the_latest_blocks(seed: u64) {
        let source = &mut Source::new(seed, 9);
        let recent: RecentHistory = sample(source);
        let (root, hash, outputs): (Hash, Hash, Hash) = (sample(source), sample(source), sample(source));
        let reported: BTreeMap<Hash, Hash> = sample(source);
        let updated = history::update_parent(&recent, root);
        let mut expected = recent.clone();
        if let Some(latest) = expected.history.last_mut() {
            latest.state_root = root;
        }
        prop_assert_eq!(&updated, &expected);

        let after = history::append(&PARAMS, updated, hash, outputs, reported.clone());
        mmr_append(Hashing::Keccak, &mut expected.mmr, outputs);
        prop_assert_eq!(&after.mmr, &expected.mmr);
        let (new, old) = after.history.split_last().unwrap();
        prop_assert_eq!((new.header_hash, new.state_root), (hash, Hash::default()));
        prop_assert_eq!(new.beefy_root, super_peak(Hashing::Keccak, &expected.mmr));
        prop_assert_eq!(&new.reported, &reported);
        let kept = recent.history.len().min(7);
        prop_assert_eq!(old, &expected.history[recent.history.len() - kept..]);
    }

    #[test]
    fn pools_lose_what_was_used_and_get_what_is_next(seed: u64, slot: Slot, few in 1u8..4) {
        let source = &mut Source::new(seed, 8);
        // Few different hashes, so that pools have some of them more than once.
        let narrow = |hash: &mut Hash| *hash = Hash([hash.0[0] % few; 32]);
        let (mut pools, queues): (AuthPools, AuthQueues) = (sample(source), sample(source));
        pools.0.iter_mut().flat_map(|pool| &mut pool.0).for_each(narrow);
        let cores: BTreeSet<CoreIndex> = (0..2).filter(|_| source.number() & 1 == 1).collect();
        let used: Vec<(CoreIndex, Hash)> =
            cores.into_iter().map(|core| (core, Hash([source.number() as u8 % few; 32]))).collect();
        let after = authorizations::authorizations(&PARAMS, &pools, &queues, slot, used.clone());
        for core in 0..2 {
            let mut pool = pools.0[core].0.clone();
            if let Some((_, hash)) = used.iter().find(|(of, _)| usize::from(*of) == core) {
                let rest = pool.iter().skip_while(|held| *held != hash).skip(1).copied();
                pool = pool.iter().take_while(|held| *held != hash).copied().chain(rest).collect();
            }
            pool.push(queues.0[core].0[slot as usize % 80]);
            let latest = pool.len().saturating_sub(8);
            prop_assert_eq!(&after.0[core].0, &pool[latest..]);
        }
    }

    #[test]
    fn validators_are_credited_for_what_they_did(seed: u64, parent_slot in 0u32..40, ahead in 1u32..30) {
        let source = &mut Source::new(seed, 5);
        let (before, active): (Statistics, ValidatorSet) = (sample(source), sample(source));
        let (extrinsic, author) = (extrinsic(source), (seed % 6) as ValidatorIndex);
        let reporters: BTreeSet<Ed25519Public> =
            active.0.iter().map(|keys| keys.ed25519).filter(|key| key.0[0] & 1 == 1).collect();
        let slot = parent_slot + ahead;
        let after = statistics::statistics::<_, Vec<u8>>(&PARAMS, &before, &Activity {
            parent_slot, slot, author, active: &active, extrinsic: &extrinsic,
            reporters: &reporters, available: &[], accumulated: &BTreeMap::new(),
        });
        let same = parent_slot / 12 == slot / 12;
        prop_assert_eq!(&after.vals_last, if same { &before.vals_last } else { &before.vals_curr });
        let octets: usize = extrinsic.preimages.iter().map(|preimage| preimage.blob.len()).sum();
        for v in 0..6u16 {
            let index = usize::from(v);
            let a = if same { before.vals_curr[index] } else { Default::default() };
            let mine = |count: usize| if v == author { count as u32 } else { 0 };
            let assured = extrinsic.assurances.iter().filter(|of| of.validator_index == v).count();
            let reported = reporters.contains(&active.0[index].ed25519);
            let record = after.vals_curr[index];
            prop_assert_eq!(record.blocks, a.blocks.saturating_add(mine(1)));
            prop_assert_eq!(record.tickets, a.tickets.saturating_add(mine(extrinsic.tickets.len())));
            prop_assert_eq!(record.pre_images, a.pre_images.saturating_add(mine(extrinsic.preimages.len())));
            prop_assert_eq!(record.pre_images_size, a.pre_images_size.saturating_add(mine(octets)));
            prop_assert_eq!(record.guarantees, a.guarantees.saturating_add(u32::from(reported)));
            prop_assert_eq!(record.assurances, a.assurances.saturating_add(assured as u32));
        }
    }

    #[test]
    fn cores_and_services_have_the_sums_of_their_digests(seed: u64) {
        let source = &mut Source::new(seed, 5);
        let (before, active): (Statistics, ValidatorSet) = (sample(source), sample(source));
        let extrinsic = extrinsic(source);
        let mut available: Vec<WorkReport> = sample(source);
        available.iter_mut().for_each(|report| report.core_index %= 2);
        let accumulated: BTreeMap<ServiceId, (Gas, u32)> =
            (0..source.up_to(3)).map(|_| (source.number() as u32 % 9, (source.natural(), source.fitting()))).collect();
        let after = statistics::statistics(&PARAMS, &before, &Activity {
            parent_slot: 1, slot: 2, author: 0, active: &active, extrinsic: &extrinsic,
            reporters: &BTreeSet::new(), available: &available, accumulated: &accumulated,
        });
        let digests = |keep: &dyn Fn(&WorkReport, ServiceId) -> bool| -> [u128; 6] {
            let mut sums = [0; 6];
            for report in extrinsic.guarantees.iter().map(|of| &of.report) {
                for digest in report.results.iter().filter(|of| keep(report, of.service_id)) {
                    let load = digest.refine_load;
                    let loads = [1, u128::from(load.gas_used), load.imports.into(),
                        load.extrinsic_count.into(), load.extrinsic_size.into(), load.exports.into()];
                    sums.iter_mut().zip(loads).for_each(|(sum, load)| *sum += load);
                }
            }
            sums
        };
        for (core, record) in (0..2u16).zip(&after.cores) {
            let [_, gas, imports, count, size, exports] = digests(&|report, _| report.core_index == core);
            let bundles: u128 = extrinsic.guarantees.iter().filter(|of| of.report.core_index == core)
                .map(|of| u128::from(of.report.package_spec.length)).sum();
            let load: u128 = available.iter().filter(|of| of.core_index == core)
                .map(|of| u128::from(of.package_spec.length)
                    + 4104 * (u128::from(of.package_spec.exports_count) * 65).div_ceil(64)).sum();
            let popular = extrinsic.assurances.iter().filter(|of| of.bitfield.get(core.into()) == Some(true));
            prop_assert_eq!(*record, CoreRecord {
                da_load: fit(load), popularity: popular.count() as u16, imports: fit(imports),
                extrinsic_count: fit(count), extrinsic_size: fit(size), exports: fit(exports),
                bundle_size: fit(bundles), gas_used: fit(gas),
            });
        }
        let named: BTreeSet<ServiceId> = extrinsic.guarantees.iter()
            .flat_map(|of| &of.report.results).map(|digest| digest.service_id)
            .chain(extrinsic.preimages.iter().map(|preimage| preimage.requester))
            .chain(accumulated.keys().copied()).collect();
        prop_assert!(after.services.keys().eq(&named));
        for (service, record) in &after.services {
            let [items, gas, imports, count, size, exports] = digests(&|_, of| of == *service);
            let provided: Vec<u128> = extrinsic.preimages.iter().filter(|of| of.requester == *service)
                .map(|of| of.blob.len() as u128).collect();
            let (used, accumulations) = accumulated.get(service).copied().unwrap_or_default();
            prop_assert_eq!(*record, ServiceRecord {
                provided_count: provided.len() as u16, provided_size: fit(provided.iter().sum()),
                refinement_count: fit(items), refinement_gas_used: fit(gas), imports: fit(imports),
                extrinsic_count: fit(count), extrinsic_size: fit(size), exports: fit(exports),
                accumulate_count: accumulations, accumulate_gas_used: used,
            });
        }
    }
}

/// What a record holds of a sum.
fn fit<T: TryFrom<u128> + jar_codec::Natural>(sum: u128) -> T {
    let most = sum.min(u128::from(T::MAX));
    T::try_from(most).unwrap_or_else(|_| unreachable!())
}

#[test]
fn outputs_of_accumulation_are_items_of_a_keccak_tree() {
    let output = |service, octet| AccumulationOutput { service, hash: Hash([octet; 32]) };
    let item = |of: AccumulationOutput| [&of.service.to_le_bytes(), &of.hash.0[..]].concat();
    assert_eq!(history::accumulation_root(&[]), Hash::default());
    let [a, b] = [output(1, 7), output(0x0102_0304, 9)];
    assert_eq!(history::accumulation_root(&[a]), keccak(&item(a)));
    let node = keccak(&[&b"node"[..], &item(a), &item(b)].concat());
    assert_eq!(history::accumulation_root(&[a, b]), node);
}

/// Services 1 and 2 ask for "wanted" and have "there"; service 1 asked for "gone" twice.
fn accounts() -> Accounts {
    let info = ServiceInfo {
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
    };
    let item = |octets: &[u8], slots: &[Slot]| {
        let key = ItemKey::request(&blake2b(octets), octets.len() as u32, blake2b);
        (key, encode(&Request(slots.to_vec())))
    };
    let account = |items| ServiceAccount { info, items: BTreeMap::from_iter(items) };
    Accounts::from_data(&BTreeMap::from([
        (1, account(vec![item(b"wanted", &[]), item(b"there", &[3]), item(b"gone", &[3, 5])])),
        (2, account(vec![item(b"wanted", &[]), item(b"also wanted", &[]), item(b"there", &[3])])),
    ]))
}

fn preimage(requester: ServiceId, octets: &[u8]) -> Preimage {
    Preimage { requester, blob: octets.to_vec() }
}

#[test]
fn preimages_are_sorted_and_wanted() {
    let check = |preimages: &[Preimage]| preimages::check_preimages(&accounts(), preimages);
    let [first, second, third] =
        [preimage(1, b"wanted"), preimage(2, b"also wanted"), preimage(2, b"wanted")];
    let all = [first.clone(), second.clone(), third.clone()];
    let keys = all.iter().map(|preimage| PreimageKeys::of(&preimage.blob)).collect();
    assert_eq!(check(&all), Ok(keys));
    let (order, unneeded) = (Rule::PreimagesOrder, Rule::PreimagesUnneeded);
    assert_eq!(check(&[first.clone(), third.clone(), second.clone()]), Err(order.at(2)));
    assert_eq!(check(&[second.clone(), first.clone()]), Err(order.at(1)));
    assert_eq!(check(&[first.clone(), first.clone()]), Err(order.at(1)));
    for octets in ["there", "gone", "never wanted", "wante"] {
        assert_eq!(check(&[preimage(1, octets.as_bytes())]), Err(unneeded.at(0)), "{octets}");
        assert_eq!(check(&[preimage(0, b"wanted"), first.clone()]), Err(unneeded.at(0)));
    }
    assert_eq!(check(&[first, preimage(1, b"wanted more"), third]), Err(unneeded.at(1)));
}

#[test]
fn what_is_still_wanted_is_integrated() {
    let all = [preimage(1, b"wanted"), preimage(2, b"also wanted"), preimage(2, b"wanted")];
    let before = accounts();
    let keys = preimages::check_preimages(&before, &all).unwrap();
    // Accumulation removes service 1, and brings one of service 2's preimages itself.
    let mut after = before.clone();
    after.remove(1);
    preimages::integrate(&mut after, &all[2..], &keys[2..], 8);
    preimages::integrate(&mut after, &all, &keys, 9);
    assert!(!after.contains(1));
    let account = after.get(2).unwrap();
    for (octets, slot) in [(&b"wanted"[..], 8), (b"also wanted", 9)] {
        let hash = blake2b(octets);
        assert_eq!(account.request(&hash, octets.len() as u64), Some(Request(vec![slot])));
        assert_eq!(account.preimage(&hash).map(|held| held.to_vec()), Some(octets.to_vec()));
    }
}

#[test]
fn the_header_without_seal_is_what_a_seal_signs() {
    let header: jar_types::Header = sample(&mut Source::new(3, 3));
    let octets = encode(&header);
    assert_eq!(header.encode_unsigned(), octets[..octets.len() - 96]);
    assert_eq!(blake2b_of(&header), blake2b(&octets));
}
