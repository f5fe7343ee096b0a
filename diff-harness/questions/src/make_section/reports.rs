//! Assurances and guarantees.

use super::records::{Made, near, other};
use super::{World, at, hash, once_in, some};
use crate::sections as ask;
use jar_codec::encode;
use jar_codec::sample::{Sample, Source};
use jar_types::{
    AccumulatedQueue, AuthPool, AuthPools, AvailabilityAssignment, AvailabilityAssignments, Bits,
    Ed25519Signature, EntropyPool, Guarantee, Hash, ReadyQueue, ReadyReport, RecentBlock,
    RecentHistory, RefineContext, ServiceAccount, ServiceInfo, Slot, WorkDigest, WorkReport,
    WorkResult,
};
use std::collections::{BTreeMap, BTreeSet};

/// A report that may wait on a core.
pub(super) fn report(world: &World, source: &mut Source, core: u16) -> WorkReport {
    let mut report = WorkReport::sample(source, &world.params);
    report.core_index = core;
    report.package_spec.hash = hash(source);
    report
}

fn assignments(world: &World, source: &mut Source, slot: Slot) -> AvailabilityAssignments {
    let place = |core: usize| {
        let waits = source.up_to(3) > 0;
        let timeout = slot.saturating_sub(source.up_to(7) as u32);
        let report = report(world, source, core as u16);
        waits.then_some(AvailabilityAssignment { report, timeout })
    };
    AvailabilityAssignments((0..world.params.core_count()).map(place).collect())
}

pub(super) fn assurances(world: &World, source: &mut Source, broken: bool) -> Made {
    let (slot, parent) = (near(source), hash(source));
    let assignments = assignments(world, source, slot);
    let engaged: Vec<bool> = assignments.0.iter().map(Option::is_some).collect();
    let count = if once_in(source, 2) { 5 } else { source.up_to(6) };
    let mut assurances = Vec::new();
    for index in some(source, count, 6) {
        let bits: Bits = engaged.iter().map(|there| *there && source.up_to(5) > 0).collect();
        assurances.push(world.keys().assurance(&world.active, index, parent, bits)?);
    }
    let mut active = world.active.clone();
    if broken {
        let place = source.up_to(assurances.len().saturating_sub(1));
        match source.up_to(5) {
            0 => at(&mut assurances, place, |one| one.anchor = other(one.anchor)),
            1 => at(&mut assurances, place, |one| {
                one.validator_index = (source.up_to(2) as u16).saturating_add(6);
            }),
            2 => assurances.reverse(),
            3 => {
                let twice = assurances.get(place).cloned();
                assurances.extend(twice);
            }
            4 => {
                let all: Bits = engaged.iter().map(|_| true).collect();
                let index = source.up_to(5) as u16;
                assurances = vec![world.keys().assurance(&world.active, index, parent, all)?];
            }
            _ if once_in(source, 2) => active.0.reverse(),
            _ => at(&mut assurances, place, |one| one.signature = Ed25519Signature([7; 64])),
        }
    }
    Some(encode(&ask::Assurances { assignments, active, slot, parent, assurances }))
}

/// The recent blocks that contexts can name.
fn recent(source: &mut Source) -> RecentHistory {
    let block = |_| {
        let mut block = RecentBlock::sample(source, &());
        (block.header_hash, block.state_root, block.beefy_root) =
            (hash(source), hash(source), hash(source));
        block
    };
    RecentHistory { history: (0..8).map(block).collect(), mmr: Vec::new() }
}

fn info(source: &mut Source) -> ServiceInfo {
    let mut info = ServiceInfo::sample(source, &());
    info.min_item_gas = source.up_to(1000) as u64;
    info
}

/// Changes a question so that it breaks a rule; guarantees are signed again behind it.
type Break = fn(&mut ask::Guarantees, &mut Source);

/// One for each rule that does not depend on signatures.
const BREAKS: [Break; 24] = [
    |of, _| at(&mut of.guarantees, 0, |one| one.report.core_index = 2),
    |of, _| of.guarantees.reverse(),
    |of, _| at(&mut of.guarantees, 0, |one| one.signatures.truncate(1)),
    |of, _| at(&mut of.guarantees, 0, |one| one.signatures.reverse()),
    |of, _| {
        at(&mut of.guarantees, 0, |one| at(&mut one.signatures, 1, |by| by.validator_index = 6))
    },
    |of, _| at(&mut of.guarantees, 0, |one| one.report.results.clear()),
    |of, source| {
        at(&mut of.guarantees, 0, |one| {
            one.report.context.prerequisites.extend((0..9).map(|_| hash(source)));
        })
    },
    |of, _| at(&mut of.guarantees, 0, |one| one.report.auth_output = vec![0; 48 << 10]),
    |of, _| at(&mut of.guarantees, 0, |one| one.slot = of.slot.saturating_add(1)),
    // The last slot of the rotation before the last, its first one, earlier ones.
    |of, source| {
        let back = [5, 8, 9].get(source.up_to(2)).copied().unwrap_or_default();
        let of_rotation = of.slot % 4;
        at(&mut of.guarantees, 0, |one| {
            one.slot = of.slot.saturating_sub(of_rotation).saturating_sub(back);
        });
    },
    |of, _| at(&mut of.guarantees, 0, |one| one.report.core_index ^= 1),
    |of, source| {
        for (core, (free, before)) in (0..).zip(of.assignments.0.iter_mut().zip(&mut of.before.0)) {
            let report = of.guarantees.first().map(|one| one.report.clone());
            let timeout = of.slot.saturating_sub(source.up_to(4) as u32);
            let waits = report.map(|mut report| {
                report.core_index = core;
                report.package_spec.hash = hash(source);
                AvailabilityAssignment { report, timeout }
            });
            (*free, *before) = (waits.clone(), waits);
        }
    },
    |of, _| at(&mut of.pools.0, 0, |pool| pool.0.clear()),
    |of, _| {
        at(&mut of.guarantees, 0, |one| at(&mut one.report.results, 0, |of| of.service_id ^= 4))
    },
    |of, source| {
        at(&mut of.guarantees, 0, |one| {
            at(&mut one.report.results, 0, |of| of.code_hash = hash(source));
        })
    },
    |of, _| {
        let accounts = of.accounts.0.values_mut();
        accounts.for_each(|account| account.info.min_item_gas = 1_000_000);
    },
    |of, _| {
        at(&mut of.guarantees, 0, |one| {
            at(&mut one.report.results, 0, |of| {
                of.accumulate_gas = if of.accumulate_gas % 2 == 0 { 10_000_001 } else { u64::MAX };
            })
        })
    },
    |of, source| {
        let Some(package) = of.guarantees.first().map(|one| one.report.package_spec) else {
            return;
        };
        match source.up_to(3) {
            0 => at(&mut of.recent.history, source.up_to(7), |block| {
                block.reported.insert(package.hash, package.exports_root);
            }),
            1 => at(&mut of.accumulated.0, source.up_to(11), |set| {
                set.insert(package.hash);
            }),
            2 => at(&mut of.guarantees, 1, |one| one.report.package_spec.hash = package.hash),
            _ => {
                let report = of.guarantees.first().map(|one| one.report.clone());
                let ready =
                    report.map(|report| ReadyReport { report, dependencies: BTreeSet::new() });
                at(&mut of.ready.0, source.up_to(11), |slot| slot.extend(ready));
            }
        }
    },
    |of, source| at(&mut of.guarantees, 0, |one| one.report.context.anchor = hash(source)),
    |of, source| at(&mut of.guarantees, 0, |one| one.report.context.state_root = hash(source)),
    |of, source| at(&mut of.guarantees, 0, |one| one.report.context.beefy_root = hash(source)),
    |of, _| {
        let old = of.slot.saturating_sub(14_401);
        at(&mut of.guarantees, 0, |one| one.report.context.lookup_anchor_slot = old);
    },
    |of, source| {
        of.ancestors = Some(vec![ask::Ancestor { slot: of.slot, header: hash(source) }]);
    },
    |of, source| {
        at(&mut of.guarantees, 0, |one| {
            if once_in(source, 2) {
                one.report.context.prerequisites.insert(hash(source));
            } else {
                let known = of.recent.history.iter().find_map(|block| block.reported.keys().next());
                let (package, root) = (known.copied().unwrap_or_default(), hash(source));
                one.report.segment_root_lookup.insert(package, root);
            }
        })
    },
];

pub(super) fn guarantees(world: &World, source: &mut Source, broken: bool) -> Made {
    let mut of = valid(world, source)?;
    if !broken {
        sign(world, &mut of)?;
        return Some(encode(&of));
    }
    let way = source.up_to(BREAKS.len().saturating_add(1));
    match BREAKS.get(way) {
        Some(break_rule) => {
            break_rule(&mut of, source);
            sign(world, &mut of)?;
        }
        None if way == BREAKS.len() => {
            sign(world, &mut of)?;
            // The guarantors of the rotation stay assigned without their keys.
            let active = of.active.0.iter().chain(&of.previous.0);
            let punished = active.map(|keys| keys.ed25519).filter(|_| source.up_to(2) == 0);
            of.offenders = punished.collect();
        }
        None => {
            sign(world, &mut of)?;
            at(&mut of.guarantees, 0, |one| {
                at(&mut one.signatures, 1, |by| {
                    by.signature = Ed25519Signature([9; 64]);
                })
            });
        }
    }
    Some(encode(&of))
}

/// A question whose guarantees lack signatures alone.
fn valid(world: &World, source: &mut Source) -> Option<ask::Guarantees> {
    let params = &world.params;
    let entropy = EntropyPool([hash(source), hash(source), hash(source), hash(source)]);
    // Late enough for a lookup anchor to be too old.
    let slot = near(source).saturating_add(19_200);
    let mut recent = recent(source);
    let services: BTreeMap<u32, ServiceInfo> =
        (0..2).map(|_| (source.up_to(3) as u32, info(source))).collect();
    let authorizer = hash(source);
    let of = params;
    let guarantors = jar_stf::assignments::guarantors(
        of,
        &entropy,
        &world.active,
        &world.previous,
        &BTreeSet::new(),
        slot,
    );
    let rotation = Slot::from(params.rotation_period);
    let mut guarantees = Vec::new();
    let mut ancestors = Vec::new();
    for core in 0..params.cores {
        if once_in(source, 4) && core > 0 {
            continue;
        }
        let earlier = once_in(source, 3);
        let start = slot.saturating_sub(slot.checked_rem(rotation).unwrap_or_default());
        let reported = if earlier { start.saturating_sub(1) } else { start };
        let which = if earlier { &guarantors.previous } else { &guarantors.current };
        let indices =
            (0..).zip(&which.cores).filter(|(_, of)| **of == core).map(|(index, _)| index);
        let mut indices: Vec<u16> = indices.collect();
        indices.truncate(source.up_to(1).saturating_add(2));
        let mut report = report(world, source, core);
        report.authorizer_hash = authorizer;
        report.context = context(source, &recent, slot, &mut ancestors)?;
        report.segment_root_lookup.clear();
        report.auth_output.truncate(40);
        report.results = digests(world, source, &services);
        let signatures = indices.iter().map(|&validator_index| jar_types::Credential {
            validator_index,
            signature: Ed25519Signature::default(),
        });
        guarantees.push(Guarantee { report, slot: reported, signatures: signatures.collect() });
    }
    depend(source, &mut recent, &mut guarantees);
    let account = |(id, info)| (id, ServiceAccount { info, items: BTreeMap::new() });
    let none: Vec<Option<AvailabilityAssignment>> = vec![None; params.core_count()];
    Some(ask::Guarantees {
        assignments: AvailabilityAssignments(none.clone()),
        active: world.active.clone(),
        previous: world.previous.clone(),
        entropy,
        offenders: BTreeSet::new(),
        recent,
        pools: AuthPools(vec![AuthPool(vec![hash(source), authorizer]); params.core_count()]),
        accounts: ask::Accounts(services.into_iter().map(account).collect()),
        ready: ReadyQueue(vec![Vec::new(); params.epoch_slots()]),
        accumulated: AccumulatedQueue(vec![BTreeSet::new(); params.epoch_slots()]),
        before: AvailabilityAssignments(none),
        slot,
        ancestors: Some(ancestors).filter(|_| source.up_to(1) == 0),
        guarantees,
    })
}

fn context(
    source: &mut Source,
    recent: &RecentHistory,
    slot: Slot,
    ancestors: &mut Vec<ask::Ancestor>,
) -> Option<RefineContext> {
    let block = recent.history.get(source.up_to(7))?;
    let lookup =
        ask::Ancestor { slot: slot.saturating_sub(source.up_to(9) as u32), header: hash(source) };
    let (lookup_anchor, lookup_anchor_slot) = (lookup.header, lookup.slot);
    ancestors.push(lookup);
    Some(RefineContext {
        anchor: block.header_hash,
        state_root: block.state_root,
        beefy_root: block.beefy_root,
        lookup_anchor,
        lookup_anchor_slot,
        prerequisites: BTreeSet::new(),
    })
}

fn digests(
    world: &World,
    source: &mut Source,
    services: &BTreeMap<u32, ServiceInfo>,
) -> Vec<WorkDigest> {
    let count = source.up_to(2).saturating_add(1);
    let mut digests: Vec<WorkDigest> = WorkDigest::sample_all(source, &world.params, count);
    for digest in &mut digests {
        let known = services.iter().nth(source.up_to(services.len().saturating_sub(1)));
        let Some((id, info)) = known else { continue };
        (digest.service_id, digest.code_hash) = (*id, info.code_hash);
        digest.accumulate_gas = info.min_item_gas.saturating_add(source.up_to(2) as u64);
        if let WorkResult::Ok(octets) = &mut digest.result {
            octets.truncate(100);
        }
    }
    digests
}

/// Dependencies that are there: packages of recent blocks, of the block.
fn depend(source: &mut Source, recent: &mut RecentHistory, guarantees: &mut [Guarantee]) {
    let (package, root) = (hash(source), hash(source));
    at(&mut recent.history, source.up_to(7), |block| {
        block.reported.insert(package, root);
    });
    let others = guarantees.iter().map(|one| one.report.package_spec);
    let others: Vec<(Hash, Hash)> = others.map(|of| (of.hash, of.exports_root)).collect();
    for guarantee in guarantees {
        let (package, root) = match others.first() {
            Some(first) if once_in(source, 2) && first.0 != guarantee.report.package_spec.hash => {
                *first
            }
            _ => (package, root),
        };
        match source.up_to(3) {
            0 => {
                guarantee.report.context.prerequisites.insert(package);
            }
            1 => {
                guarantee.report.segment_root_lookup.insert(package, root);
            }
            _ => {}
        }
    }
}

/// Signs the reports with the keys that their rotations have for the indices.
fn sign(world: &World, of: &mut ask::Guarantees) -> Option<()> {
    let rotation = Slot::from(world.params.rotation_period);
    let epoch = |slot: Slot| slot.checked_div(world.params.epoch_length);
    for guarantee in &mut of.guarantees {
        let now = of.slot.checked_div(rotation) == guarantee.slot.checked_div(rotation);
        let same = epoch(of.slot.saturating_sub(rotation)) == epoch(of.slot);
        let set = if now || same { &of.active } else { &of.previous };
        let message = jar_stf::guarantees::message(&jar_crypto::blake2b_of(&guarantee.report));
        for by in &mut guarantee.signatures {
            let Some(keys) = set.0.get(usize::from(by.validator_index)) else { continue };
            by.signature = world.keys().sign(&keys.ed25519, &message)?;
        }
    }
    Some(())
}
