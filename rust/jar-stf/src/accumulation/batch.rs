//! Δ* : services accumulated at once, none of which sees what the others do (Gray Paper 0.7.2, 12.2).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jar_types::{
    AuthQueue, CoreIndex, DeferredTransfer, Gas, Hash, Preimage, Privileges, ServiceId, Slot,
    WorkReport,
};
use rpds::RedBlackTreeMapSync;

use super::context::{Accumulated, PartialState};
use super::single::{Share, accumulate_one};
use crate::accounts::{Account, Accounts, Octets};
use crate::invocation::Setup;
use crate::preimages::{PreimageKeys, integrate};
use crate::{Rejection, Rule};

/// What all services of a batch see.
pub(crate) struct Batch<'a> {
    pub(crate) setup: &'a Setup<'a>,
    /// H_T.
    pub(crate) slot: Slot,
    /// η₀′.
    pub(crate) entropy: &'a Hash,
    /// **e**.
    pub(crate) state: &'a PartialState,
}

/// What a batch gives.
pub(crate) struct BatchResult {
    pub(crate) state: PartialState,
    /// **t**′.
    pub(crate) transfers: Vec<DeferredTransfer>,
    /// **b**.
    pub(crate) outputs: BTreeSet<(ServiceId, Hash)>,
    /// **u**.
    pub(crate) gas: Vec<(ServiceId, Gas)>,
}

/// **s**, with what each service has to accumulate.
fn shares<'a>(
    transfers: &[DeferredTransfer],
    reports: &[&'a WorkReport],
    free: &BTreeMap<ServiceId, Gas>,
) -> BTreeMap<ServiceId, Share<'a>> {
    let mut shares: BTreeMap<ServiceId, Share<'a>> = BTreeMap::new();
    for (service, gas) in free {
        shares.entry(*service).or_default().gas = *gas;
    }
    for transfer in transfers {
        let share = shares.entry(transfer.destination).or_default();
        share.gas = share.gas.saturating_add(transfer.gas);
        share.transfers.push(*transfer);
    }
    for &report in reports {
        for digest in &report.results {
            let share = shares.entry(digest.service_id).or_default();
            share.gas = share.gas.saturating_add(digest.accumulate_gas);
            share.digests.push((report, digest));
        }
    }
    shares
}

/// Δ₁ of each service, in their order.
fn accumulate_each(
    batch: &Batch<'_>,
    shares: &BTreeMap<ServiceId, Share<'_>>,
) -> BTreeMap<ServiceId, Accumulated> {
    let one = |(service, share): (&ServiceId, &Share<'_>)| {
        (*service, accumulate_one(batch, *service, share))
    };
    #[cfg(feature = "parallel")]
    if batch.setup.parallel && shares.len() > 1 {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        return shares.into_par_iter().map(one).collect();
    }
    shares.iter().map(one).collect()
}

/// Δ*.
///
/// # Errors
/// Two services made an account under one index.
pub(crate) fn accumulate_batch(
    batch: &Batch<'_>,
    transfers: &[DeferredTransfer],
    reports: &[&WorkReport],
    free: &BTreeMap<ServiceId, Gas>,
) -> Result<BatchResult, Rejection> {
    let shares = shares(transfers, reports, free);
    let results = accumulate_each(batch, &shares);
    let mut accounts = merge_accounts(&batch.state.accounts, &results)?;
    let provisions = provisions(&results);
    let keys: Vec<_> = provisions.iter().map(|preimage| PreimageKeys::of(&preimage.blob)).collect();
    integrate(&mut accounts, &provisions, &keys, batch.slot);
    let privileges = &batch.state.privileges;
    let designated = results.get(&privileges.designate).and_then(|result| result.staging.clone());
    let state = PartialState {
        accounts,
        privileges: merge_privileges(privileges, &results),
        staging: designated.or_else(|| batch.state.staging.clone()),
        queues: merge_queues(batch.state, &results),
    };
    Ok(BatchResult {
        state,
        transfers: results.values().flat_map(|result| result.transfers.iter().copied()).collect(),
        outputs: results
            .iter()
            .filter_map(|(service, result)| Some((*service, result.commitment?)))
            .collect(),
        gas: results.iter().map(|(service, result)| (*service, result.gas)).collect(),
    })
}

/// What services provide; what several provide alike once.
fn provisions(results: &BTreeMap<ServiceId, Accumulated>) -> Vec<Preimage<Octets>> {
    let all: BTreeMap<_, _> =
        results.values().flat_map(|result| result.provisions.iter()).collect();
    let preimage = |((requester, _), blob): (&(ServiceId, Hash), &Octets)| Preimage {
        requester: *requester,
        blob: Octets::clone(blob),
    };
    all.into_iter().map(preimage).collect()
}

/// (**d** ∪ **n**) ∖ **m**. What a service does to an account that another one had before is not in **n**.
pub(super) fn merge_accounts(
    before: &Accounts,
    results: &BTreeMap<ServiceId, Accumulated>,
) -> Result<Accounts, Rejection> {
    let mut changed: BTreeMap<ServiceId, &Account> = BTreeMap::new();
    let mut removed = BTreeSet::new();
    for (&service, result) in results {
        for (&index, account) in result.accounts.iter() {
            match account {
                Some(account) if index == service || !before.contains(index) => {
                    let other = changed.insert(index, account);
                    Rule::AccumulationServiceConflict.demand(other.is_none())?;
                }
                None if before.contains(index) => {
                    removed.insert(index);
                }
                _ => {}
            }
        }
    }
    let mut accounts = before.clone();
    changed.retain(|index, _| !removed.contains(index));
    removed.into_iter().for_each(|index| accounts.remove(index));
    for (index, account) in changed {
        accounts.insert(index, account.clone());
    }
    Ok(accounts)
}

/// R: what the manager changed a privilege to, or else what its holder did (12.18).
fn chosen(old: ServiceId, manager: ServiceId, holder: Option<ServiceId>) -> ServiceId {
    if manager == old { holder.unwrap_or(old) } else { manager }
}

/// m′, **a**′, v′, r′, **z**′.
pub(super) fn merge_privileges(
    old: &Arc<Privileges>,
    results: &BTreeMap<ServiceId, Accumulated>,
) -> Arc<Privileges> {
    let of = |service: ServiceId| results.get(&service).map(|result| &result.privileges);
    let managed = of(old.bless).unwrap_or(old);
    let unchanged = results.values().all(|result| Arc::ptr_eq(&result.privileges, old));
    if unchanged {
        return Arc::clone(old);
    }
    let assign =
        old.assign.iter().zip(&managed.assign).enumerate().map(|(core, (was, manager))| {
            let holder = of(*was).and_then(|privileges| privileges.assign.get(core).copied());
            chosen(*was, *manager, holder)
        });
    Arc::new(Privileges {
        bless: managed.bless,
        assign: assign.collect(),
        designate: chosen(
            old.designate,
            managed.designate,
            of(old.designate).map(|privileges| privileges.designate),
        ),
        register: chosen(
            old.register,
            managed.register,
            of(old.register).map(|privileges| privileges.register),
        ),
        always_acc: managed.always_acc.clone(),
    })
}

/// **q**′: of each core the queue that its assigner before the batch set.
pub(super) fn merge_queues(
    state: &PartialState,
    results: &BTreeMap<ServiceId, Accumulated>,
) -> RedBlackTreeMapSync<CoreIndex, Arc<AuthQueue>> {
    let mut queues = state.queues.clone();
    for (service, result) in results {
        for (core, queue) in result.queues.iter() {
            if state.privileges.assign.get(usize::from(*core)) == Some(service) {
                queues.insert_mut(*core, Arc::clone(queue));
            }
        }
    }
    queues
}
