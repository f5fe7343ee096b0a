//! Questions as calls of `jar-stf`, and what it gives as they say it.

use super::{
    Accounts, AddTickets, Ancestor, Append, Assurances, Assured, Authorizations, CheckPreimages,
    CheckSeal, Disputed, Disputes, ExtrinsicHash, Guaranteed, Guarantees, IntegratePreimages,
    Nothing, OutputsRoot, Record, Rotate, Rotated, SlotOrder, UpdateParent,
};
use jar_stf::guarantees::GuaranteesInput;
use jar_stf::statistics::Activity;
use jar_stf::{Caches, Rejection, Rule, history, preimages, safrole};
use jar_types::{
    AuthPools, Hash, ItemKey, Params, RecentHistory, SafroleState, ServiceId, Slot, Statistics,
};
use std::sync::LazyLock;

/// Rings and keys of earlier questions.
static CACHES: LazyLock<Caches> = LazyLock::new(Caches::new);

type Given<T> = Result<T, Rejection>;

pub(super) fn extrinsic_hash(of: ExtrinsicHash, _: &Params) -> Given<Hash> {
    let reports = jar_stf::header::report_hashes(&of.extrinsic.guarantees);
    Ok(jar_stf::header::extrinsic_hash(&of.extrinsic, &reports))
}

pub(super) fn slot(of: SlotOrder, _: &Params) -> Given<Nothing> {
    Rule::HeaderSlotNotAfterParent.demand(of.slot > of.before)?;
    Ok(Nothing)
}

pub(super) fn rotate(of: Rotate, params: &Params) -> Given<Rotated> {
    let before = safrole::Before {
        slot: of.before,
        entropy: &of.entropy,
        active: &of.active,
        safrole: &of.safrole,
        staging: &of.staging,
    };
    let given = safrole::rotate(params, &CACHES, &before, of.slot, &of.output, &of.offenders);
    Ok(Rotated {
        previous: given.previous(&of.previous).clone(),
        active: given.active(&of.active).clone(),
        safrole: given.safrole(&of.safrole).clone(),
        entropy: given.entropy,
        epoch_mark: given.epoch_mark,
        tickets_mark: given.tickets_mark,
    })
}

pub(super) fn add_tickets(of: AddTickets, params: &Params) -> Given<SafroleState> {
    let AddTickets { slot, entropy, mut safrole, tickets } = of;
    let given = safrole::add_tickets(params, &CACHES, slot, &entropy, &safrole, &tickets)?;
    given.into_iter().for_each(|tickets| safrole.ticket_accumulator = tickets);
    Ok(safrole)
}

pub(super) fn check_seal(of: CheckSeal, _: &Params) -> Given<bool> {
    let source = safrole::open_entropy(&of.header)?;
    safrole::check_seal(&CACHES, &of.header, &source, &of.entropy, &of.active, &of.keys)
}

pub(super) fn update_parent(of: UpdateParent, _: &Params) -> Given<RecentHistory> {
    Ok(history::update_parent(&of.recent, of.root))
}

pub(super) fn append(of: Append, params: &Params) -> Given<RecentHistory> {
    let reported = history::reported(&of.guarantees);
    Ok(history::append(params, of.recent, of.header, of.root, reported))
}

pub(super) fn outputs_root(of: OutputsRoot, _: &Params) -> Given<Hash> {
    Ok(history::accumulation_root(&of.outputs))
}

pub(super) fn authorizations(of: Authorizations, params: &Params) -> Given<AuthPools> {
    let used = jar_stf::authorizations::used(&of.guarantees);
    Ok(jar_stf::authorizations::authorizations(params, &of.pools, &of.queues, of.slot, used))
}

pub(super) fn disputes(of: Disputes, params: &Params) -> Given<Disputed> {
    let before = jar_stf::disputes::Before {
        records: &of.records,
        assignments: &of.assignments,
        slot: of.before,
        active: &of.active,
        previous: &of.previous,
    };
    let given = jar_stf::disputes::disputes(params, &before, &of.disputes)?;
    let mut assignments = of.assignments;
    for core in given.cleared {
        assignments.0.get_mut(usize::from(core)).into_iter().for_each(|place| *place = None);
    }
    let records = given.records.unwrap_or(of.records);
    Ok(Disputed { records, assignments, mark: given.offenders_mark })
}

pub(super) fn assurances(of: Assurances, params: &Params) -> Given<Assured> {
    let Assurances { assignments, active, slot, parent, assurances } = of;
    let given =
        jar_stf::assurances::assurances(params, assignments, &active, slot, &parent, &assurances)?;
    Ok(Assured { assignments: given.assignments, available: given.available })
}

/// Ancestors as a question lists them.
struct Known(Vec<Ancestor>);

impl jar_stf::guarantees::Ancestors for Known {
    fn contains(&self, header: &Hash, slot: Slot) -> bool {
        self.0.iter().any(|known| known.header == *header && known.slot == slot)
    }
}

pub(super) fn guarantees(of: Guarantees, params: &Params) -> Given<Guaranteed> {
    let guarantors = jar_stf::assignments::guarantors(
        params,
        &of.entropy,
        &of.active,
        &of.previous,
        &of.offenders,
        of.slot,
    );
    let ancestors = of.ancestors.map(Known);
    let input = GuaranteesInput {
        params,
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

fn item<'a>(accounts: &'a Accounts) -> impl Fn(ServiceId, &ItemKey) -> Option<&'a Vec<u8>> {
    |service, key| accounts.0.get(&service)?.items.get(key)
}

pub(super) fn check_preimages(of: CheckPreimages, _: &Params) -> Given<Nothing> {
    preimages::check_preimages(&of.preimages, item(&of.accounts)).map(|_| Nothing)
}

pub(super) fn integrate_preimages(of: IntegratePreimages, _: &Params) -> Given<Accounts> {
    let keys = of.preimages.iter().map(|preimage| preimages::PreimageKeys::of(&preimage.blob));
    let keys: Vec<_> = keys.collect();
    let new = preimages::integrate(&of.preimages, &keys, of.slot, item(&of.accounts));
    let mut accounts = of.accounts;
    for preimages::NewItem { service, key, value } in new {
        let account = accounts.0.get_mut(&service).into_iter();
        account.for_each(|account| drop(account.items.insert(key, value.clone())));
    }
    Ok(accounts)
}

pub(super) fn statistics(of: Record, params: &Params) -> Given<Statistics> {
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
    Ok(jar_stf::statistics::statistics(params, &of.statistics, &activity))
}
