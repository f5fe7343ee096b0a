//! Disputes (Gray Paper 0.7.2, section 10): verdicts on reports, and the offenders whom they convict.

use crate::{Rejection, Rule, guarantees};
use jar_codec::Encode;
use jar_crypto::{Ed25519Item, blake2b_of, ed25519_verify_batch};
use jar_types::{
    AvailabilityAssignments, CoreIndex, Culprit, DisputesExtrinsic, DisputesRecords, Ed25519Public,
    Fault, Hash, Params, Slot, ValidatorSet, Verdict,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a judge of a valid report signs, before the report's hash.
pub const VALID: &[u8] = b"jam_valid";
/// What a judge of an invalid report signs, before the report's hash.
pub const INVALID: &[u8] = b"jam_invalid";

/// What the disputes of a block depend on: of the state before it.
#[derive(Debug)]
pub struct Before<'a, B> {
    /// ψ.
    pub records: &'a DisputesRecords,
    /// ρ.
    pub assignments: &'a AvailabilityAssignments<B>,
    /// τ.
    pub slot: Slot,
    /// κ: judges of this epoch.
    pub active: &'a ValidatorSet,
    /// λ: judges of the epoch before.
    pub previous: &'a ValidatorSet,
}

/// What the disputes of a block change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disputes {
    /// ψ′, if it is not ψ.
    pub records: Option<DisputesRecords>,
    /// The cores whose report goes: ρ† is ρ without them. Ascending.
    pub cleared: Vec<CoreIndex>,
    /// H_O has to be these: the keys of the culprits, then those at fault.
    pub offenders_mark: Vec<Ed25519Public>,
}

/// ψ′, ρ† and the offenders marker.
///
/// # Errors
/// The rules `disputes.*`. Items are verdicts, culprits or faults.
pub fn disputes<B: Encode>(
    params: &Params,
    before: &Before<'_, B>,
    extrinsic: &DisputesExtrinsic,
) -> Result<Disputes, Rejection> {
    let DisputesExtrinsic { verdicts, culprits, faults } = extrinsic;
    if verdicts.is_empty() && culprits.is_empty() && faults.is_empty() {
        return Ok(Disputes::default());
    }
    check_verdicts(params, before, verdicts)?;
    check_order(extrinsic)?;
    let records = after(params, before.records, extrinsic);
    check_composition(params, extrinsic)?;
    check_offences(before, &records, extrinsic)?;
    check_signatures(params, before, extrinsic)?;
    let keys = culprits.iter().map(|culprit| culprit.key);
    Ok(Disputes {
        records: Some(records),
        cleared: cleared(params, before.assignments, verdicts),
        offenders_mark: keys.chain(faults.iter().map(|fault| fault.key)).collect(),
    })
}

/// What of verdicts holds by themselves and against the state.
fn check_verdicts<B>(
    params: &Params,
    before: &Before<'_, B>,
    verdicts: &[Verdict],
) -> Result<(), Rejection> {
    let ascends = |pair: &[Verdict]| matches!(pair, [a, b] if a.target < b.target);
    demand_pairs(Rule::DisputesVerdictsOrder, verdicts, ascends)?;
    Rule::DisputesJudgmentsOrder
        .demand_all(verdicts, |verdict| verdict.votes.is_sorted_by(|a, b| a.index < b.index))?;
    let epoch = before.slot.checked_div(params.epoch_length).unwrap_or(0);
    let age = |verdict: &Verdict| verdict.age == epoch || verdict.age.checked_add(1) == Some(epoch);
    Rule::DisputesAge.demand_all(verdicts, age)?;
    Rule::DisputesValidatorIndex.demand_all(verdicts, |verdict| {
        verdict.votes.iter().all(|judgment| judgment.index < params.validators)
    })?;
    let thresholds = [0, params.validator_count() / 3, params.super_majority()];
    let split = |verdict: &Verdict| thresholds.contains(&votes_for(verdict));
    Rule::DisputesVoteSplit.demand_all(verdicts, split)?;
    let DisputesRecords { good, bad, wonky, .. } = before.records;
    let judged = |hash: &Hash| good.contains(hash) || bad.contains(hash) || wonky.contains(hash);
    Rule::DisputesAlreadyJudged.demand_all(verdicts, |verdict| !judged(&verdict.target))
}

/// How many judge that the report is valid.
fn votes_for(verdict: &Verdict) -> usize {
    verdict.votes.iter().filter(|judgment| judgment.vote).count()
}

/// Rejects at the first item that does not stand to the one before it as it should.
fn demand_pairs<T>(rule: Rule, items: &[T], holds: impl Fn(&[T]) -> bool) -> Result<(), Rejection> {
    match items.windows(2).position(|pair| !holds(pair)) {
        Some(before) => Err(rule.at(before.saturating_add(1))),
        None => Ok(()),
    }
}

/// Offences ascend by key.
fn check_order(extrinsic: &DisputesExtrinsic) -> Result<(), Rejection> {
    let culprits = |pair: &[Culprit]| matches!(pair, [a, b] if a.key < b.key);
    demand_pairs(Rule::DisputesCulpritsOrder, &extrinsic.culprits, culprits)?;
    let faults = |pair: &[Fault]| matches!(pair, [a, b] if a.key < b.key);
    demand_pairs(Rule::DisputesFaultsOrder, &extrinsic.faults, faults)
}

/// ψ′ (10.16 to 10.19).
fn after(
    params: &Params,
    records: &DisputesRecords,
    extrinsic: &DisputesExtrinsic,
) -> DisputesRecords {
    let mut records = records.clone();
    for verdict in &extrinsic.verdicts {
        let votes = votes_for(verdict);
        for (votes_of_set, set) in [
            (params.super_majority(), &mut records.good),
            (0, &mut records.bad),
            (params.validator_count() / 3, &mut records.wonky),
        ] {
            if votes == votes_of_set {
                set.insert(verdict.target);
            }
        }
    }
    records.offenders.extend(extrinsic.culprits.iter().map(|culprit| culprit.key));
    records.offenders.extend(extrinsic.faults.iter().map(|fault| fault.key));
    records
}

/// Who agrees that a report is good names a fault, who agrees that one is bad two culprits.
fn check_composition(params: &Params, extrinsic: &DisputesExtrinsic) -> Result<(), Rejection> {
    let DisputesExtrinsic { verdicts, culprits, faults } = extrinsic;
    let faulty: HashSet<Hash> = faults.iter().map(|fault| fault.target).collect();
    Rule::DisputesNotEnoughFaults.demand_all(verdicts, |verdict| {
        votes_for(verdict) != params.super_majority() || faulty.contains(&verdict.target)
    })?;
    let mut guarantors = HashMap::<Hash, usize>::new();
    for culprit in culprits {
        let count = guarantors.entry(culprit.target).or_default();
        *count = count.saturating_add(1);
    }
    Rule::DisputesNotEnoughCulprits.demand_all(verdicts, |verdict| {
        votes_for(verdict) != 0 || guarantors.get(&verdict.target).is_some_and(|count| *count >= 2)
    })
}

/// What of offences holds against the verdicts, now and before, and the validators. `after` is ψ′.
fn check_offences<B>(
    before: &Before<'_, B>,
    after: &DisputesRecords,
    extrinsic: &DisputesExtrinsic,
) -> Result<(), Rejection> {
    let DisputesExtrinsic { culprits, faults, .. } = extrinsic;
    let (good, bad) = (|hash| after.good.contains(hash), |hash| after.bad.contains(hash));
    Rule::DisputesCulpritVerdict.demand_all(culprits, |culprit| bad(&culprit.target))?;
    Rule::DisputesFaultVerdict.demand_all(faults, |fault| {
        bad(&fault.target) == fault.vote && good(&fault.target) != fault.vote
    })?;
    let punished = |key| before.records.offenders.contains(key);
    Rule::DisputesCulpritReported.demand_all(culprits, |culprit| !punished(&culprit.key))?;
    Rule::DisputesFaultReported.demand_all(faults, |fault| !punished(&fault.key))?;
    let validators = before.active.0.iter().chain(&before.previous.0);
    let validators: HashSet<Ed25519Public> = validators.map(|keys| keys.ed25519).collect();
    Rule::DisputesCulpritKey.demand_all(culprits, |culprit| validators.contains(&culprit.key))?;
    Rule::DisputesFaultKey.demand_all(faults, |fault| validators.contains(&fault.key))
}

/// What a judge signs.
#[must_use]
pub fn judgment_message(vote: bool, report: &Hash) -> Vec<u8> {
    [if vote { VALID } else { INVALID }, &report.0].concat()
}

/// All signatures in one batch: judgments, then culprits, then faults.
fn check_signatures<B>(
    params: &Params,
    before: &Before<'_, B>,
    extrinsic: &DisputesExtrinsic,
) -> Result<(), Rejection> {
    let DisputesExtrinsic { verdicts, culprits, faults } = extrinsic;
    let epoch = before.slot.checked_div(params.epoch_length).unwrap_or(0);
    let mut signed = Vec::new();
    for (item, verdict) in verdicts.iter().enumerate() {
        let judges = if verdict.age == epoch { before.active } else { before.previous };
        let rejection = Rule::DisputesJudgmentSignature.at(item);
        for judgment in &verdict.votes {
            let judge = judges.0.get(usize::from(judgment.index));
            let key = judge.ok_or(Rule::DisputesValidatorIndex.at(item))?.ed25519;
            let message = judgment_message(judgment.vote, &verdict.target);
            signed.push((rejection, key, message, judgment.signature));
        }
    }
    for (item, culprit) in culprits.iter().enumerate() {
        let rejection = Rule::DisputesCulpritSignature.at(item);
        signed.push((
            rejection,
            culprit.key,
            guarantees::message(&culprit.target),
            culprit.signature,
        ));
    }
    for (item, fault) in faults.iter().enumerate() {
        let rejection = Rule::DisputesFaultSignature.at(item);
        let message = judgment_message(fault.vote, &fault.target);
        signed.push((rejection, fault.key, message, fault.signature));
    }
    let items: Vec<Ed25519Item<'_>> = signed
        .iter()
        .map(|(_, key, message, signature)| Ed25519Item {
            key: *key,
            message,
            signature: *signature,
        })
        .collect();
    match ed25519_verify_batch(&items) {
        Ok(()) => Ok(()),
        Err(index) => Err(signed.get(index).map_or(Rule::DisputesJudgmentSignature.at(0), |s| s.0)),
    }
}

/// The cores whose report was judged, but not as good (10.15).
fn cleared<B: Encode>(
    params: &Params,
    assignments: &AvailabilityAssignments<B>,
    verdicts: &[Verdict],
) -> Vec<CoreIndex> {
    let doubtful =
        |verdict: &&Verdict| votes_for(verdict) < params.validator_count().saturating_mul(2) / 3;
    let targets: BTreeSet<Hash> =
        verdicts.iter().filter(doubtful).map(|verdict| verdict.target).collect();
    if targets.is_empty() {
        return Vec::new();
    }
    let cores = (0..).zip(&assignments.0);
    let goes = cores.filter(|(_, waiting)| {
        waiting.as_ref().is_some_and(|waiting| targets.contains(&blake2b_of(&waiting.report)))
    });
    goes.map(|(core, _)| core).collect()
}
