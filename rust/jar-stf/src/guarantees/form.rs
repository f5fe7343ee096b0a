//! Rules of guarantees that need no state: order, counts, sizes (Gray Paper 0.7.2, 11.1, 11.4).

use crate::{Rejection, Rule};
use jar_types::{Guarantee, Params, WorkReport, WorkResult};

/// `guarantees.core_index` … `guarantees.report_size`.
pub(super) fn check<B: AsRef<[u8]>>(
    params: &Params,
    extrinsic: &[Guarantee<B>],
) -> Result<(), Rejection> {
    Rule::GuaranteesCoreIndex
        .demand_all(extrinsic, |item| item.report.core_index < params.cores)?;
    let mut last = None;
    Rule::GuaranteesOrder.demand_all(extrinsic, |item| {
        last.replace(item.report.core_index) < Some(item.report.core_index)
    })?;
    Rule::GuaranteesCredentialCount
        .demand_all(extrinsic, |item| matches!(item.signatures.len(), 2 | 3))?;
    Rule::GuaranteesCredentialsOrder.demand_all(extrinsic, |item| {
        item.signatures.is_sorted_by(|a, b| a.validator_index < b.validator_index)
    })?;
    Rule::GuaranteesValidatorIndex.demand_all(extrinsic, |item| {
        item.signatures.iter().all(|credential| credential.validator_index < params.validators)
    })?;
    Rule::GuaranteesDigestCount.demand_all(extrinsic, |item| {
        (1..=usize::from(params.package_items)).contains(&item.report.results.len())
    })?;
    Rule::GuaranteesTooManyDependencies.demand_all(extrinsic, |item| {
        let WorkReport { context, segment_root_lookup, .. } = &item.report;
        let count = context.prerequisites.len().saturating_add(segment_root_lookup.len());
        count <= usize::from(params.report_dependencies)
    })?;
    Rule::GuaranteesReportSize
        .demand_all(extrinsic, |item| blobs_size(&item.report) <= params.report_size as usize)
}

/// Octets of the authorizer's trace and of all results.
fn blobs_size<B: AsRef<[u8]>>(report: &WorkReport<B>) -> usize {
    let results = report.results.iter().map(|digest| match &digest.result {
        WorkResult::Ok(blob) => blob.as_ref().len(),
        WorkResult::Error(_) => 0,
    });
    results.fold(report.auth_output.as_ref().len(), usize::saturating_add)
}
