//! Accumulation (Gray Paper 0.7.2, 12.2, 12.3): the reports that can be accumulated change accounts, privileges, validators and queues
//! of authorizers.
//!
//! [`accumulate`] is 12.3 with the queues of 12.1; `accumulate_all` is Δ₊, `batch` Δ*, `single` Δ₁ with Ψ_A of B.4.

mod batch;
mod context;
mod single;

#[cfg(test)]
pub(crate) use context::Implications;
pub(crate) use context::{Context, PartialState};
pub(crate) use single::next_index;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jar_types::{
    AccumulatedQueue, AccumulationOutput, AuthQueue, CoreIndex, DeferredTransfer, Gas, Hash,
    Privileges, ReadyQueue, ServiceId, Slot, ValidatorSet, WorkReport,
};
use rpds::RedBlackTreeMapSync;

use crate::Rejection;
use crate::accounts::Accounts;
use crate::invocation::Setup;
use crate::queue::{next_accumulated, next_ready, packages, plan};
use batch::{Batch, BatchResult, accumulate_batch};

/// What accumulation takes. Validators and queues of authorizers are not among it: no service can read them.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// Rules, engine, programs.
    pub setup: &'a Setup<'a>,
    /// τ: the slot of the state.
    pub last_slot: Slot,
    /// H_T: the slot of the block.
    pub slot: Slot,
    /// η₀′.
    pub entropy: &'a Hash,
    /// ω.
    pub ready: &'a ReadyQueue,
    /// ξ.
    pub accumulated: &'a AccumulatedQueue,
    /// χ.
    pub privileges: &'a Arc<Privileges>,
    /// δ.
    pub accounts: &'a Accounts,
    /// R: the reports that became available.
    pub available: &'a [WorkReport],
}

/// What accumulation gives.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// δ‡.
    pub accounts: Accounts,
    /// χ′; the same `Arc` if nobody changed it.
    pub privileges: Arc<Privileges>,
    /// ι′, if it was set.
    pub staging: Option<Arc<ValidatorSet>>,
    /// φ′ of the cores whose queue was set.
    pub queues: BTreeMap<CoreIndex, Arc<AuthQueue>>,
    /// ω′.
    pub ready: ReadyQueue,
    /// ξ′.
    pub accumulated: AccumulatedQueue,
    /// θ′, ascending by service.
    pub outputs: Vec<AccumulationOutput>,
    /// 𝐒: the gas that each service used and how many items it accumulated; of services for which one of them is not 0.
    pub statistics: BTreeMap<ServiceId, (Gas, u32)>,
}

/// Accumulates what can be in a block (12.24 to 12.37).
///
/// # Errors
/// Two services made an account under one index: the block is invalid.
pub fn accumulate(input: &Input<'_>) -> Result<Outcome, Rejection> {
    let params = &input.setup.protocol.params;
    let plan = plan(input.slot, input.ready, input.accumulated, input.available);
    let free = &input.privileges.always_acc;
    let given = free.values().fold(0u64, |sum, gas| sum.saturating_add(*gas));
    let of_cores = params.report_gas.saturating_mul(u64::from(params.cores));
    let state = PartialState {
        accounts: input.accounts.clone(),
        privileges: Arc::clone(input.privileges),
        staging: None,
        queues: RedBlackTreeMapSync::new_sync(),
    };
    let all = accumulate_all(
        input,
        state,
        params.block_gas.max(of_cores.saturating_add(given)),
        &plan.ready,
    )?;
    let done = plan.ready.get(..all.count).unwrap_or_default();
    let newest = packages(done);
    let statistics = statistics(&all.gas, done);
    let PartialState { mut accounts, privileges, staging, queues } = all.state;
    for &service in statistics.keys() {
        if let Some(account) = accounts.get(service) {
            let mut account = account.clone();
            account.info.last_accumulation_slot = input.slot;
            accounts.insert(service, account);
        }
    }
    Ok(Outcome {
        accounts,
        privileges,
        staging,
        queues: queues.iter().map(|(core, queue)| (*core, Arc::clone(queue))).collect(),
        ready: next_ready(input.ready, plan.queued, &newest, input.last_slot, input.slot),
        accumulated: next_accumulated(input.accumulated, newest),
        outputs: all
            .outputs
            .into_iter()
            .map(|(service, hash)| AccumulationOutput { service, hash })
            .collect(),
        statistics,
    })
}

/// S (12.30).
fn statistics(gas: &[(ServiceId, Gas)], done: &[&WorkReport]) -> BTreeMap<ServiceId, (Gas, u32)> {
    let mut statistics: BTreeMap<ServiceId, (Gas, u32)> = BTreeMap::new();
    for (service, used) in gas {
        let (gas, _) = statistics.entry(*service).or_default();
        *gas = gas.saturating_add(*used);
    }
    for digest in done.iter().flat_map(|report| &report.results) {
        let (_, items) = statistics.entry(digest.service_id).or_default();
        *items = items.saturating_add(1);
    }
    statistics.retain(|_, work| *work != (0, 0));
    statistics
}

/// What Δ₊ gives.
struct All {
    /// How many of the reports.
    count: usize,
    state: PartialState,
    outputs: BTreeSet<(ServiceId, Hash)>,
    gas: Vec<(ServiceId, Gas)>,
}

/// How many reports a limit of gas covers, from the first on.
fn covered(reports: &[&WorkReport], limit: u128) -> usize {
    let mut sum = 0u128;
    let within = |report: &&&WorkReport| {
        let gas = report.results.iter().map(|digest| u128::from(digest.accumulate_gas));
        sum = gas.fold(sum, u128::saturating_add);
        sum <= limit
    };
    reports.iter().take_while(within).count()
}

/// Δ₊: batch after batch, as long as there are transfers, or reports that the gas covers.
fn accumulate_all(
    input: &Input<'_>,
    state: PartialState,
    gas: Gas,
    reports: &[&WorkReport],
) -> Result<All, Rejection> {
    let mut all = All { count: 0, state, outputs: BTreeSet::new(), gas: Vec::new() };
    let mut limit = u128::from(gas);
    let mut transfers: Vec<DeferredTransfer> = Vec::new();
    let none = BTreeMap::new();
    let mut free = &input.privileges.always_acc;
    loop {
        let rest = reports.get(all.count..).unwrap_or_default();
        let count = covered(rest, limit);
        if transfers.is_empty() && count == 0 && free.is_empty() {
            return Ok(all);
        }
        let now = rest.get(..count).unwrap_or_default();
        let Input { setup, slot, entropy, .. } = *input;
        let batch = Batch { setup, slot, entropy, state: &all.state };
        let BatchResult { state, transfers: more, outputs, gas } =
            accumulate_batch(&batch, &transfers, now, free)?;
        let brought = transfers.iter().map(|transfer| u128::from(transfer.gas));
        limit = brought.fold(limit, u128::saturating_add);
        // Services that accumulate in every block have their gas besides: less than nothing counts as nothing.
        limit = gas.iter().fold(limit, |left, (_, used)| left.saturating_sub(u128::from(*used)));
        all.count = all.count.saturating_add(count);
        all.state = state;
        all.outputs.extend(outputs);
        all.gas.extend(gas);
        (transfers, free) = (more, &none);
    }
}

#[cfg(test)]
mod tests;
