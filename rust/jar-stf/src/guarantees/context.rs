//! Rules of guarantees that the chain's state decides (Gray Paper 0.7.2, 11.4).

use super::GuaranteesInput;
use crate::{Rejection, Rule};
use jar_types::{
    AvailabilityAssignments, Gas, Guarantee, Hash, RecentBlock, RefineContext, ServiceInfo,
    WorkDigest,
};
use std::collections::{BTreeMap, BTreeSet};

/// `guarantees.core_engaged` … `guarantees.segment_root`.
pub(super) fn check<B>(
    input: &GuaranteesInput<'_>,
    free: &AvailabilityAssignments,
    extrinsic: &[Guarantee<B>],
) -> Result<(), Rejection> {
    let core = |item: &Guarantee<B>| usize::from(item.report.core_index);
    Rule::GuaranteesCoreEngaged
        .demand_all(extrinsic, |item| matches!(free.0.get(core(item)), Some(None)))?;
    Rule::GuaranteesCoreUnauthorized.demand_all(extrinsic, |item| {
        let pool = input.auth_pools.0.get(core(item));
        pool.is_some_and(|pool| pool.0.contains(&item.report.authorizer_hash))
    })?;
    check_services(input, extrinsic)?;
    check_new(input, extrinsic)?;
    check_anchors(input, extrinsic)?;
    check_dependencies(input, extrinsic)
}

/// `guarantees.unknown_service`, `guarantees.code_hash`, `guarantees.digest_gas`, `guarantees.report_gas`.
fn check_services<B>(
    input: &GuaranteesInput<'_>,
    extrinsic: &[Guarantee<B>],
) -> Result<(), Rejection> {
    let all = |rule: Rule, holds: &dyn Fn(&WorkDigest<B>, Option<ServiceInfo>) -> bool| {
        rule.demand_all(extrinsic, |item| {
            let mut digests = item.report.results.iter();
            digests.all(|digest| holds(digest, (input.services)(digest.service_id)))
        })
    };
    all(Rule::GuaranteesUnknownService, &|_, info| info.is_some())?;
    all(Rule::GuaranteesCodeHash, &|digest, info| {
        info.is_some_and(|info| digest.code_hash == info.code_hash)
    })?;
    all(Rule::GuaranteesDigestGas, &|digest, info| {
        info.is_some_and(|info| digest.accumulate_gas >= info.min_item_gas)
    })?;
    Rule::GuaranteesReportGas.demand_all(extrinsic, |item| {
        let gas = item.report.results.iter().map(|digest| digest.accumulate_gas);
        gas.fold(0, Gas::saturating_add) <= input.params.report_gas
    })
}

/// `guarantees.duplicate_package`: the later one of two in a block breaks the rule.
fn check_new<B>(input: &GuaranteesInput<'_>, extrinsic: &[Guarantee<B>]) -> Result<(), Rejection> {
    if extrinsic.is_empty() {
        return Ok(());
    }
    let waiting = input.assignments.0.iter().flatten().map(|assignment| &assignment.report);
    let queued = input.ready.0.iter().flatten().map(|ready| &ready.report);
    let mut known: BTreeSet<Hash> =
        waiting.chain(queued).map(|report| report.package_spec.hash).collect();
    Rule::GuaranteesDuplicatePackage.demand_all(extrinsic, |item| {
        let package = &item.report.package_spec.hash;
        known.insert(*package)
            && !input.recent.history.iter().any(|block| block.reported.contains_key(package))
            && !input.accumulated.0.iter().any(|packages| packages.contains(package))
    })
}

/// `guarantees.anchor` … `guarantees.lookup_anchor`.
fn check_anchors<B>(
    input: &GuaranteesInput<'_>,
    extrinsic: &[Guarantee<B>],
) -> Result<(), Rejection> {
    let all = |rule: Rule, holds: &dyn Fn(&RefineContext, &RecentBlock) -> bool| {
        rule.demand_all(extrinsic, |item| {
            let context = &item.report.context;
            input.recent.history.iter().any(|block| holds(context, block))
        })
    };
    let anchor = |context: &RefineContext, block: &RecentBlock| context.anchor == block.header_hash;
    let state = |context: &RefineContext, block: &RecentBlock| {
        anchor(context, block) && context.state_root == block.state_root
    };
    all(Rule::GuaranteesAnchor, &anchor)?;
    all(Rule::GuaranteesAnchorStateRoot, &state)?;
    all(Rule::GuaranteesAnchorBeefyRoot, &|context, block| {
        state(context, block) && context.beefy_root == block.beefy_root
    })?;
    let oldest = input.slot.saturating_sub(input.params.lookup_anchor_age);
    Rule::GuaranteesLookupAnchorAge
        .demand_all(extrinsic, |item| item.report.context.lookup_anchor_slot >= oldest)?;
    let Some(ancestors) = input.ancestors else { return Ok(()) };
    Rule::GuaranteesLookupAnchor.demand_all(extrinsic, |item| {
        let context = &item.report.context;
        ancestors.contains(&context.lookup_anchor, context.lookup_anchor_slot)
    })
}

/// `guarantees.dependency_missing`, `guarantees.segment_root`.
fn check_dependencies<B>(
    input: &GuaranteesInput<'_>,
    extrinsic: &[Guarantee<B>],
) -> Result<(), Rejection> {
    let specs = extrinsic.iter().map(|item| &item.report.package_spec);
    let new: BTreeMap<Hash, Hash> = specs.map(|spec| (spec.hash, spec.exports_root)).collect();
    let reported = || input.recent.history.iter().map(|block| &block.reported).chain([&new]);
    Rule::GuaranteesDependencyMissing.demand_all(extrinsic, |item| {
        let report = &item.report;
        let mut needed =
            report.context.prerequisites.iter().chain(report.segment_root_lookup.keys());
        needed.all(|package| reported().any(|packages| packages.contains_key(package)))
    })?;
    Rule::GuaranteesSegmentRoot.demand_all(extrinsic, |item| {
        let mut needed = item.report.segment_root_lookup.iter();
        needed.all(|(package, root)| reported().any(|packages| packages.get(package) == Some(root)))
    })
}
