//! Sections without rules, and the order of slots.

use super::{World, once_in};
use crate::sections as ask;
use jar_codec::encode;
use jar_codec::sample::{Sample, Source};
use jar_types::{
    AccumulationOutput, Extrinsic, Guarantee, Hash, Params, RecentHistory, Slot, Statistics,
    WorkReport,
};

pub(super) type Made = Option<Vec<u8>>;

fn draw<T: Sample<Params>>(world: &World, source: &mut Source) -> T {
    T::sample(source, &world.params)
}

/// A slot near the change of an epoch.
pub(super) fn near(source: &mut Source) -> Slot {
    (source.up_to(40) as u32).saturating_add(24)
}

pub(super) fn extrinsic_hash(world: &World, source: &mut Source, _: bool) -> Made {
    Some(encode(&ask::ExtrinsicHash { extrinsic: draw(world, source) }))
}

pub(super) fn slot(_: &World, source: &mut Source, broken: bool) -> Made {
    let before = near(source);
    let after = before.saturating_add(source.up_to(20) as u32).saturating_add(1);
    let slot = if broken { before.saturating_sub(source.up_to(2) as u32) } else { after };
    Some(encode(&ask::SlotOrder { before, slot }))
}

pub(super) fn update_parent(world: &World, source: &mut Source, _: bool) -> Made {
    let recent: RecentHistory = draw(world, source);
    Some(encode(&ask::UpdateParent { recent, root: draw(world, source) }))
}

pub(super) fn append(world: &World, source: &mut Source, _: bool) -> Made {
    let (recent, header, root) = (draw(world, source), draw(world, source), draw(world, source));
    let guarantees = distinct(world, source);
    Some(encode(&ask::Append { recent, header, root, guarantees }))
}

/// Guarantees whose packages and cores differ.
fn distinct(world: &World, source: &mut Source) -> Vec<Guarantee> {
    let mut guarantees: Vec<Guarantee> = draw(world, source);
    guarantees.truncate(world.params.core_count());
    for (core, guarantee) in (0..).zip(&mut guarantees) {
        guarantee.report.core_index = core;
    }
    guarantees
}

pub(super) fn authorizations(world: &World, source: &mut Source, _: bool) -> Made {
    let (mut pools, queues): (jar_types::AuthPools, _) = (draw(world, source), draw(world, source));
    let mut guarantees = distinct(world, source);
    for (pool, guarantee) in pools.0.iter_mut().zip(&mut guarantees) {
        let used = super::any(source, &pool.0);
        guarantee.report.authorizer_hash = used.unwrap_or_default();
        // Twice in the pool: the leftmost goes.
        if once_in(source, 3) {
            pool.0.extend(used);
            pool.0.truncate(world.params.pool_size());
        }
    }
    Some(encode(&ask::Authorizations { pools, queues, slot: near(source), guarantees }))
}

pub(super) fn outputs_root(world: &World, source: &mut Source, _: bool) -> Made {
    let outputs: Vec<AccumulationOutput> = draw(world, source);
    Some(encode(&ask::OutputsRoot { outputs }))
}

pub(super) fn statistics(world: &World, source: &mut Source, _: bool) -> Made {
    let statistics: Statistics = draw(world, source);
    let mut extrinsic: Extrinsic = draw(world, source);
    extrinsic.guarantees = distinct(world, source);
    for (index, assurance) in (0..).zip(&mut extrinsic.assurances) {
        assurance.validator_index = index;
    }
    extrinsic.assurances.truncate(world.params.validator_count());
    let mut available: Vec<WorkReport> = draw(world, source);
    available.truncate(world.params.core_count());
    for (core, report) in (0..).zip(&mut available) {
        report.core_index = core;
    }
    let work = (0..source.up_to(3)).map(|_| {
        let work = ask::Work { gas: source.natural(), count: source.number() as u32 };
        (source.up_to(5) as u32, work)
    });
    let work = work.collect();
    let reporters = world.active.0.iter().filter(|_| source.up_to(1) == 0);
    let reporters = reporters.map(|keys| keys.ed25519).collect();
    let before = near(source);
    Some(encode(&ask::Record {
        statistics,
        before,
        slot: before.saturating_add(source.up_to(13) as u32).saturating_add(1),
        author: source.up_to(5) as u16,
        active: world.active.clone(),
        extrinsic,
        reporters,
        available,
        work,
    }))
}

/// A hash that none of these is.
pub(super) fn other(hash: Hash) -> Hash {
    let [first, rest @ ..] = hash.0;
    let mut octets = [first ^ 1; 32];
    octets.iter_mut().skip(1).zip(rest).for_each(|(to, octet)| *to = octet);
    Hash(octets)
}
