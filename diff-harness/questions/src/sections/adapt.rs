//! Questions as calls of `jar-stf`, and what it gives as they say it.

use super::{
    Accounts, Accumulate, Accumulated, AddTickets, Ancestor, Append, Assurances, Assured,
    Authorizations, CheckPreimages, CheckSeal, Disputed, Disputes, ExtrinsicHash, Guaranteed,
    Guarantees, Host, IntegratePreimages, Nothing, OutputsRoot, Record, Rotate, Rotated, SlotOrder,
    UpdateParent, Work,
};
use jar_stf::guarantees::GuaranteesInput;
use jar_stf::invocation::Setup;
use jar_stf::statistics::Activity;
use jar_stf::{Protocol, Rejection, accounts, accumulation, history, preimages, safrole};
use jar_types::{AuthPools, AuthQueues, Hash, RecentHistory, SafroleState, Slot, Statistics};
use std::sync::Arc;

type Given<T> = Result<T, Rejection>;

pub(super) fn extrinsic_hash(of: ExtrinsicHash, _: &Host<'_>) -> Given<Hash> {
    let reports = jar_stf::header::report_hashes(&of.extrinsic.guarantees);
    Ok(jar_stf::header::extrinsic_hash(&of.extrinsic, &reports))
}

pub(super) fn slot(of: SlotOrder, _: &Host<'_>) -> Given<Nothing> {
    jar_stf::import::check_slot(of.before, of.slot).map(|()| Nothing)
}

/// Import has asked for the order of slots.
pub(super) const fn is_later(of: &Rotate) -> bool {
    of.slot > of.before
}

/// Import has asked for the output of H_V.
pub(super) fn has_entropy(of: &CheckSeal) -> bool {
    safrole::open_entropy(&of.header).is_ok()
}

pub(super) fn rotate(of: Rotate, host: &Host<'_>) -> Given<Rotated> {
    let before = safrole::Before {
        slot: of.before,
        entropy: &of.entropy,
        active: &of.active,
        safrole: &of.safrole,
        staging: &of.staging,
    };
    let given =
        safrole::rotate(host.params, host.caches, &before, of.slot, &of.output, &of.offenders);
    Ok(Rotated {
        previous: given.previous(&of.previous).clone(),
        active: given.active(&of.active).clone(),
        safrole: given.safrole(&of.safrole).clone(),
        entropy: given.entropy,
        epoch_mark: given.epoch_mark,
        tickets_mark: given.tickets_mark,
    })
}

pub(super) fn add_tickets(of: AddTickets, host: &Host<'_>) -> Given<SafroleState> {
    let AddTickets { slot, entropy, mut safrole, tickets } = of;
    let given = safrole::add_tickets(host.params, host.caches, slot, &entropy, &safrole, &tickets)?;
    given.into_iter().for_each(|tickets| safrole.ticket_accumulator = tickets);
    Ok(safrole)
}

pub(super) fn check_seal(of: CheckSeal, host: &Host<'_>) -> Given<bool> {
    let source = safrole::open_entropy(&of.header)?;
    safrole::check_seal(host.caches, &of.header, &source, &of.entropy, &of.active, &of.keys)
}

pub(super) fn update_parent(of: UpdateParent, _: &Host<'_>) -> Given<RecentHistory> {
    Ok(history::update_parent(&of.recent, of.root))
}

pub(super) fn append(of: Append, host: &Host<'_>) -> Given<RecentHistory> {
    let reported = history::reported(&of.guarantees);
    Ok(history::append(host.params, of.recent, of.header, of.root, reported))
}

pub(super) fn outputs_root(of: OutputsRoot, _: &Host<'_>) -> Given<Hash> {
    Ok(history::accumulation_root(&of.outputs))
}

pub(super) fn authorizations(of: Authorizations, host: &Host<'_>) -> Given<AuthPools> {
    let used = jar_stf::authorizations::used(&of.guarantees);
    Ok(jar_stf::authorizations::authorizations(host.params, &of.pools, &of.queues, of.slot, used))
}

pub(super) fn disputes(of: Disputes, host: &Host<'_>) -> Given<Disputed> {
    let before = jar_stf::disputes::Before {
        records: &of.records,
        assignments: &of.assignments,
        slot: of.before,
        active: &of.active,
        previous: &of.previous,
    };
    let given = jar_stf::disputes::disputes(host.params, &before, &of.disputes)?;
    let mut assignments = of.assignments;
    for core in given.cleared {
        assignments.0.get_mut(usize::from(core)).into_iter().for_each(|place| *place = None);
    }
    let records = given.records.unwrap_or(of.records);
    Ok(Disputed { records, assignments, mark: given.offenders_mark })
}

pub(super) fn assurances(of: Assurances, host: &Host<'_>) -> Given<Assured> {
    let Assurances { assignments, active, slot, parent, assurances } = of;
    let given = jar_stf::assurances::assurances(
        host.params,
        assignments,
        &active,
        slot,
        &parent,
        &assurances,
    )?;
    Ok(Assured { assignments: given.assignments, available: given.available })
}

/// Ancestors as a question lists them.
struct Known(Vec<Ancestor>);

impl jar_stf::guarantees::Ancestors for Known {
    fn contains(&self, header: &Hash, slot: Slot) -> bool {
        self.0.iter().any(|known| known.header == *header && known.slot == slot)
    }
}

pub(super) fn guarantees(of: Guarantees, host: &Host<'_>) -> Given<Guaranteed> {
    let guarantors = jar_stf::assignments::guarantors(
        host.params,
        &of.entropy,
        &of.active,
        &of.previous,
        &of.offenders,
        of.slot,
    );
    let ancestors = of.ancestors.map(Known);
    let input = GuaranteesInput {
        params: host.params,
        guarantors: &guarantors,
        recent: &of.recent,
        auth_pools: &of.pools,
        services: &|service| of.accounts.0.get(&service).map(|account| account.info),
        ready: &of.ready,
        accumulated: &of.accumulated,
        assignments: &of.before,
        slot: of.slot,
        ancestors: ancestors.as_ref().map(|known| known as _),
    };
    let hashes = jar_stf::header::report_hashes(&of.guarantees);
    let given = jar_stf::guarantees::guarantees(&input, of.assignments, &of.guarantees, &hashes)?;
    Ok(Guaranteed { assignments: given.assignments, reporters: given.reporters })
}

pub(super) fn check_preimages(of: CheckPreimages, _: &Host<'_>) -> Given<Nothing> {
    let accounts = accounts::Accounts::from_data(&of.accounts.0);
    preimages::check_preimages(&accounts, &of.preimages).map(|_| Nothing)
}

pub(super) fn integrate_preimages(of: IntegratePreimages, _: &Host<'_>) -> Given<Accounts> {
    let mut accounts = accounts::Accounts::from_data(&of.accounts.0);
    let keys = of.preimages.iter().map(|preimage| preimages::PreimageKeys::of(&preimage.blob));
    let keys: Vec<_> = keys.collect();
    preimages::integrate(&mut accounts, &of.preimages, &keys, of.slot);
    Ok(Accounts(accounts.to_data()))
}

pub(super) fn statistics(of: Record, host: &Host<'_>) -> Given<Statistics> {
    let accumulated = of.work.iter().map(|(&service, work)| (service, (work.gas, work.count)));
    let activity = Activity {
        parent_slot: of.before,
        slot: of.slot,
        author: of.author,
        active: &of.active,
        extrinsic: &of.extrinsic,
        reporters: &of.reporters,
        available: &of.available,
        accumulated: &accumulated.collect(),
    };
    Ok(jar_stf::statistics::statistics(host.params, &of.statistics, &activity))
}

pub(super) fn accumulate(of: Accumulate, host: &Host<'_>) -> Given<Accumulated> {
    let protocol = Protocol::jam(host.params.clone());
    let Host { machines, programs, .. } = *host;
    let given = accumulation::accumulate(&accumulation::Input {
        setup: &Setup { protocol: &protocol, machines, programs, log: None, parallel: false },
        last_slot: of.before,
        slot: of.slot,
        entropy: &of.entropy,
        ready: &of.ready,
        accumulated: &of.accumulated,
        privileges: &Arc::new(of.privileges),
        accounts: &accounts::Accounts::from_data(&of.accounts.0),
        available: &of.reports,
    })?;
    let AuthQueues(mut queues) = of.queues;
    for (core, queue) in given.queues {
        let place = queues.get_mut(usize::from(core)).into_iter();
        place.for_each(|place| place.clone_from(&queue));
    }
    let work = given.statistics.into_iter();
    Ok(Accumulated {
        accounts: Accounts(given.accounts.to_data()),
        privileges: Arc::unwrap_or_clone(given.privileges),
        staging: given.staging.map_or(of.staging, Arc::unwrap_or_clone),
        queues: AuthQueues(queues),
        ready: given.ready,
        accumulated: given.accumulated,
        outputs: given.outputs,
        work: work.map(|(service, (gas, count))| (service, Work { gas, count })).collect(),
    })
}
