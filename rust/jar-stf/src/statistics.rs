//! Statistics (Gray Paper 0.7.2, section 13): what validators did in this epoch and the last, what happened on cores and in
//! services in this block.

use jar_codec::Natural;
use jar_types::{
    CoreRecord, Ed25519Public, Extrinsic, Gas, Params, ServiceId, ServiceRecord, Slot, Statistics,
    ValidatorIndex, ValidatorRecord, ValidatorSet, WorkDigest, WorkReport,
};
use std::collections::{BTreeMap, BTreeSet};

/// What happened in a block.
#[derive(Debug)]
pub struct Activity<'a, B, A> {
    /// τ: the slot of the block before.
    pub parent_slot: Slot,
    /// H_T.
    pub slot: Slot,
    /// H_I.
    pub author: ValidatorIndex,
    /// κ′.
    pub active: &'a ValidatorSet,
    /// 𝐄.
    pub extrinsic: &'a Extrinsic<B>,
    /// 𝐆: the keys of those who guaranteed a report.
    pub reporters: &'a BTreeSet<Ed25519Public>,
    /// 𝐑: the reports that became available.
    pub available: &'a [WorkReport<A>],
    /// 𝐒: gas used by and items given to each service that accumulated.
    pub accumulated: &'a BTreeMap<ServiceId, (Gas, u32)>,
}

/// π′.
#[must_use]
pub fn statistics<B: AsRef<[u8]>, A>(
    params: &Params,
    before: &Statistics,
    activity: &Activity<'_, B, A>,
) -> Statistics {
    let epoch = |slot: Slot| slot.checked_div(params.epoch_length);
    let (mut vals_curr, vals_last) = if epoch(activity.parent_slot) == epoch(activity.slot) {
        (before.vals_curr.clone(), before.vals_last.clone())
    } else {
        (vec![ValidatorRecord::default(); params.validator_count()], before.vals_curr.clone())
    };
    validators(&mut vals_curr, activity);
    Statistics {
        vals_curr,
        vals_last,
        cores: cores(params, activity),
        services: services(activity),
    }
}

/// π_V′ (13.1).
fn validators<B: AsRef<[u8]>, A>(records: &mut [ValidatorRecord], activity: &Activity<'_, B, A>) {
    let Activity { extrinsic, .. } = activity;
    if let Some(author) = records.get_mut(usize::from(activity.author)) {
        add(&mut author.blocks, 1u8);
        add(&mut author.tickets, size(&extrinsic.tickets));
        add(&mut author.pre_images, size(&extrinsic.preimages));
        for preimage in &extrinsic.preimages {
            add(&mut author.pre_images_size, size(preimage.blob.as_ref()));
        }
    }
    if !activity.reporters.is_empty() {
        for (record, keys) in records.iter_mut().zip(&activity.active.0) {
            add(&mut record.guarantees, u8::from(activity.reporters.contains(&keys.ed25519)));
        }
    }
    for assurance in &extrinsic.assurances {
        if let Some(record) = records.get_mut(usize::from(assurance.validator_index)) {
            add(&mut record.assurances, 1u8);
        }
    }
}

/// π_C′ (13.2): loads and octets of the reports that came in, octets of those that became available, assurances.
fn cores<B, A>(params: &Params, activity: &Activity<'_, B, A>) -> Vec<CoreRecord> {
    let mut records = vec![CoreRecord::default(); params.core_count()];
    for guarantee in &activity.extrinsic.guarantees {
        let WorkReport { core_index, package_spec, results, .. } = &guarantee.report;
        if let Some(record) = records.get_mut(usize::from(*core_index)) {
            add(&mut record.bundle_size, package_spec.length);
            for WorkDigest { refine_load: load, .. } in results {
                add(&mut record.imports, load.imports);
                add(&mut record.extrinsic_count, load.extrinsic_count);
                add(&mut record.extrinsic_size, load.extrinsic_size);
                add(&mut record.exports, load.exports);
                add(&mut record.gas_used, load.gas_used);
            }
        }
    }
    for report in activity.available {
        if let Some(record) = records.get_mut(usize::from(report.core_index)) {
            add(&mut record.da_load, report.package_spec.length);
            add(&mut record.da_load, segments_size(params, report.package_spec.exports_count));
        }
    }
    for assurance in &activity.extrinsic.assurances {
        for (record, assured) in records.iter_mut().zip(assurance.bitfield.iter()) {
            add(&mut record.popularity, u8::from(assured));
        }
    }
    records
}

/// W_G ⌈65 n / 64⌉: octets of so many segments and of the pages that prove them.
fn segments_size(params: &Params, count: u16) -> u64 {
    let segment = u64::from(params.piece_size).saturating_mul(u64::from(params.segment_pieces));
    segment.saturating_mul(u64::from(count).saturating_mul(65).div_ceil(64))
}

/// π_S′ (13.2): of the services in reports, in preimages, and that accumulated.
fn services<B: AsRef<[u8]>, A>(
    activity: &Activity<'_, B, A>,
) -> BTreeMap<ServiceId, ServiceRecord> {
    let mut records = BTreeMap::<ServiceId, ServiceRecord>::new();
    let digests =
        activity.extrinsic.guarantees.iter().flat_map(|guarantee| &guarantee.report.results);
    for WorkDigest { service_id, refine_load: load, .. } in digests {
        let record = records.entry(*service_id).or_default();
        add(&mut record.refinement_count, 1u8);
        add(&mut record.refinement_gas_used, load.gas_used);
        add(&mut record.imports, load.imports);
        add(&mut record.extrinsic_count, load.extrinsic_count);
        add(&mut record.extrinsic_size, load.extrinsic_size);
        add(&mut record.exports, load.exports);
    }
    for preimage in &activity.extrinsic.preimages {
        let record = records.entry(preimage.requester).or_default();
        add(&mut record.provided_count, 1u8);
        add(&mut record.provided_size, size(preimage.blob.as_ref()));
    }
    for (service, (gas, items)) in activity.accumulated {
        let record = records.entry(*service).or_default();
        add(&mut record.accumulate_count, *items);
        add(&mut record.accumulate_gas_used, *gas);
    }
    records
}

fn size<T>(items: &[T]) -> u64 {
    items.len() as u64
}

/// Adds to a count, which stays at the greatest value of its width.
fn add<N: Natural>(count: &mut N, more: impl Natural) {
    let sum = count.natural().saturating_add(more.natural()).min(N::MAX);
    *count = N::from_natural(sum).unwrap_or(*count);
}
