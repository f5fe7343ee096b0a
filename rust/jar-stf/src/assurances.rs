//! Which reports are available (Gray Paper 0.7.2, 11.2).

use crate::{Rejection, Rule};
use jar_codec::{Encode, Output};
use jar_crypto::{Blake2b, Ed25519Item, ed25519_verify_batch};
use jar_types::{Assurance, AvailabilityAssignments, Hash, Params, Slot, ValidatorSet, WorkReport};

/// X_A, before the hash of what is assured.
const CONTEXT: &[u8] = b"jam_available";

/// What assurances change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assured {
    /// ρ‡: what still waits.
    pub assignments: AvailabilityAssignments,
    /// 𝐑: the reports that became available, by core.
    pub available: Vec<WorkReport>,
}

/// Takes the reports that are available, and those that waited too long, from their cores.
///
/// `assignments` is ρ†, `active` κ′, `slot` H_T, `parent` H_P. A rejection's item is the assurance.
///
/// # Errors
/// A rule `assurances.*` is broken.
pub fn assurances(
    params: &Params,
    assignments: AvailabilityAssignments,
    active: &ValidatorSet,
    slot: Slot,
    parent: &Hash,
    extrinsic: &[Assurance],
) -> Result<Assured, Rejection> {
    check(params, &assignments, active, parent, extrinsic)?;
    let mut counts = vec![0usize; params.core_count()];
    for assurance in extrinsic {
        for (count, bit) in counts.iter_mut().zip(assurance.bitfield.iter()) {
            *count = count.saturating_add(usize::from(bit));
        }
    }
    let mut assured = Assured {
        assignments: AvailabilityAssignments(Vec::with_capacity(assignments.0.len())),
        available: Vec::new(),
    };
    // > ⅔ V, as a number of validators.
    let majority = params.super_majority();
    for (assignment, count) in assignments.0.into_iter().zip(counts) {
        let kept = match assignment {
            Some(assignment) if count >= majority => {
                assured.available.push(assignment.report);
                None
            }
            Some(assignment) if expired(params, assignment.timeout, slot) => None,
            other => other,
        };
        assured.assignments.0.push(kept);
    }
    Ok(assured)
}

/// Whether a report of slot `reported` has waited for U slots.
fn expired(params: &Params, reported: Slot, slot: Slot) -> bool {
    u64::from(slot) >= u64::from(reported).saturating_add(u64::from(params.assurance_timeout))
}

/// Looks at all rules.
fn check(
    params: &Params,
    assignments: &AvailabilityAssignments,
    active: &ValidatorSet,
    parent: &Hash,
    extrinsic: &[Assurance],
) -> Result<(), Rejection> {
    Rule::AssurancesAnchor.demand_all(extrinsic, |assurance| assurance.anchor == *parent)?;
    Rule::AssurancesValidatorIndex
        .demand_all(extrinsic, |assurance| assurance.validator_index < params.validators)?;
    let mut last = None;
    Rule::AssurancesOrder.demand_all(extrinsic, |assurance| {
        last.replace(assurance.validator_index) < Some(assurance.validator_index)
    })?;
    Rule::AssurancesCoreNotEngaged.demand_all(extrinsic, |assurance| {
        assurance.bitfield.iter().zip(&assignments.0).all(|(bit, there)| !bit || there.is_some())
    })?;
    let messages: Vec<_> = extrinsic.iter().map(message).collect();
    let mut items = Vec::with_capacity(extrinsic.len());
    for (index, (assurance, message)) in extrinsic.iter().zip(&messages).enumerate() {
        let keys = active.0.get(usize::from(assurance.validator_index));
        let key = keys.ok_or(Rule::AssurancesValidatorIndex.at(index))?.ed25519;
        items.push(Ed25519Item { key, message, signature: assurance.signature });
    }
    ed25519_verify_batch(&items).map_err(|index| Rule::AssurancesSignature.at(index))
}

/// What an assurer signs: X_A ⌢ 𝓗(𝓔(H_P, bits)).
#[must_use]
pub fn message(assurance: &Assurance) -> Vec<u8> {
    let mut hash = Blake2b::new();
    hash.write(&assurance.anchor.0);
    assurance.bitfield.encode(&mut hash);
    [CONTEXT, &hash.finish().0].concat()
}

#[cfg(test)]
mod tests;
