//! Who may guarantee, and who did (Gray Paper 0.7.2, 11.4).

use crate::assignments::{GuarantorAssignments, Guarantors};
use crate::{Rejection, Rule};
use jar_crypto::{Ed25519Item, ed25519_verify_batch};
use jar_types::{Credential, Ed25519Public, Guarantee, Hash, Params, Slot};
use std::collections::BTreeSet;

/// X_G, before the hash of a report.
const CONTEXT: &[u8] = b"jam_guarantee";

/// What a guarantor signs: X_G and the report's hash.
#[must_use]
pub fn message(report: &Hash) -> Vec<u8> {
    [CONTEXT, &report.0].concat()
}

/// The rotation of a slot.
fn rotation(params: &Params, slot: Slot) -> Slot {
    slot.checked_div(Slot::from(params.rotation_period)).unwrap_or(0)
}

/// The assignments that hold for a guarantee of slot `made` in a block of `slot`.
fn assignments<'a>(
    params: &Params,
    guarantors: &'a Guarantors,
    slot: Slot,
    made: Slot,
) -> &'a GuarantorAssignments {
    let same = rotation(params, slot) == rotation(params, made);
    if same { &guarantors.current } else { &guarantors.previous }
}

/// `guarantees.future_slot`, `guarantees.past_slot`, `guarantees.wrong_assignment`.
pub(super) fn check_assigned<B>(
    params: &Params,
    guarantors: &Guarantors,
    slot: Slot,
    extrinsic: &[Guarantee<B>],
) -> Result<(), Rejection> {
    Rule::GuaranteesFutureSlot.demand_all(extrinsic, |item| item.slot <= slot)?;
    let oldest = rotation(params, slot).saturating_sub(1);
    Rule::GuaranteesPastSlot.demand_all(extrinsic, |item| rotation(params, item.slot) >= oldest)?;
    Rule::GuaranteesWrongAssignment.demand_all(extrinsic, |item| {
        let cores = &assignments(params, guarantors, slot, item.slot).cores;
        let core = |credential: &Credential| cores.get(usize::from(credential.validator_index));
        item.signatures.iter().all(|credential| core(credential) == Some(&item.report.core_index))
    })
}

/// `guarantees.offender`, `guarantees.signature`. Gives the keys of all guarantors; `hashes` are those of the reports.
pub(super) fn check_signed<B>(
    params: &Params,
    guarantors: &Guarantors,
    slot: Slot,
    extrinsic: &[Guarantee<B>],
    hashes: &[Hash],
) -> Result<BTreeSet<Ed25519Public>, Rejection> {
    let messages: Vec<_> = hashes.iter().map(message).collect();
    let mut signed = Vec::new();
    let mut guarantee_of = Vec::new();
    for (index, (item, message)) in extrinsic.iter().zip(&messages).enumerate() {
        let keys = &assignments(params, guarantors, slot, item.slot).keys;
        for Credential { validator_index, signature } in &item.signatures {
            let key = keys.get(usize::from(*validator_index)).copied().flatten();
            let key = key.ok_or(Rule::GuaranteesOffender.at(index))?;
            signed.push(Ed25519Item { key, message, signature: *signature });
            guarantee_of.push(index);
        }
    }
    ed25519_verify_batch(&signed).map_err(|index| {
        Rule::GuaranteesSignature.at(guarantee_of.get(index).copied().unwrap_or_default())
    })?;
    Ok(signed.iter().map(|item| item.key).collect())
}
