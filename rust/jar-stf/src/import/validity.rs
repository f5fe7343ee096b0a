//! Whether a block may follow a state: all that can reject it.

use super::{Environment, Prior};
use crate::assignments::guarantors;
use crate::assurances::{Assured, assurances};
use crate::disputes::{self, Disputes, disputes};
use crate::guarantees::{GuaranteesInput, Reported, guarantees};
use crate::preimages::{PreimageKeys, check_preimages};
use crate::safrole::{self, Rotation};
use crate::{Rejection, Rule, header, history, parallel};
use jar_types::{
    AvailabilityAssignments, Block, Ed25519Public, Hash, Header, Params, RecentHistory, Ticket,
    WorkReport,
};
use std::collections::BTreeSet;

/// What is known of a valid block before services run.
pub(super) struct Valid {
    pub(super) disputes: Disputes,
    pub(super) rotation: Rotation,
    pub(super) ticketed: bool,
    /// γ_A′, if there are new tickets.
    pub(super) tickets: Option<Vec<Ticket>>,
    pub(super) reports: Reports,
}

/// What sections 7, 11 and 12.4 make of a valid block.
pub(super) struct Reports {
    /// β†.
    pub(super) recent: RecentHistory,
    /// ρ′.
    pub(super) assignments: AvailabilityAssignments,
    /// 𝐑.
    pub(super) available: Vec<WorkReport>,
    /// 𝐆.
    pub(super) reporters: BTreeSet<Ed25519Public>,
    /// Keys of the preimages.
    pub(super) preimages: Vec<PreimageKeys>,
}

/// Asks all rules. Where several groups of them are looked at together, the first group that rejects decides.
pub(super) fn check(
    environment: &Environment<'_>,
    prior: &Prior<'_>,
    block: &Block<&[u8]>,
) -> Result<Valid, Rejection> {
    let (params, caches) = (&environment.setup.protocol.params, environment.caches);
    let (state, head) = (prior.state, &block.header);
    let hashes = header::report_hashes(&block.extrinsic.guarantees);
    check_header(params, prior, block, &hashes)?;
    let before = disputes::Before {
        records: &state.disputes,
        assignments: &state.assignments,
        slot: *state.slot,
        active: &state.active_validators,
        previous: &state.previous_validators,
    };
    let disputes = disputes(params, &before, &block.extrinsic.disputes)?;
    Rule::HeaderOffendersMark.demand(head.offenders_mark == disputes.offenders_mark)?;
    let entropy_source = safrole::open_entropy(head)?;
    let offenders = &disputes.records.as_ref().unwrap_or(&state.disputes).offenders;
    let before = safrole::Before {
        slot: *state.slot,
        entropy: &state.entropy,
        active: &state.active_validators,
        safrole: &state.safrole,
        staging: &state.staging_validators,
    };
    let rotation =
        safrole::rotate(params, caches, &before, head.slot, &entropy_source.output(), offenders);
    safrole::check_marks(head, &rotation)?;
    let active = rotation.active(&state.active_validators);
    let safrole = rotation.safrole(&state.safrole);
    let (entropy, tickets) = (&rotation.entropy, &block.extrinsic.tickets);
    let (sealed, (tickets, reports)) = parallel::join(
        || {
            let keys = &safrole.seal_keys;
            safrole::check_seal(caches, head, &entropy_source, entropy, active, keys)
        },
        || {
            parallel::join(
                || safrole::add_tickets(params, caches, head.slot, entropy, safrole, tickets),
                || check_reports(environment, prior, block, &disputes, &rotation, &hashes),
            )
        },
    );
    let (ticketed, tickets, reports) = (sealed?, tickets?, reports?);
    Ok(Valid { disputes, rotation, ticketed, tickets, reports })
}

/// `header.parent` … `header.author_index`.
fn check_header(
    params: &Params,
    prior: &Prior<'_>,
    block: &Block<&[u8]>,
    hashes: &[Hash],
) -> Result<(), Rejection> {
    let head: &Header = &block.header;
    Rule::HeaderParent.demand(head.parent == prior.header)?;
    Rule::HeaderSlotNotAfterParent.demand(head.slot > *prior.state.slot)?;
    Rule::HeaderSlotInFuture.demand(prior.clock.is_none_or(|now| head.slot <= now))?;
    Rule::HeaderParentStateRoot.demand(head.parent_state_root == prior.root)?;
    let extrinsic_hash = header::extrinsic_hash(&block.extrinsic, hashes);
    Rule::HeaderExtrinsicHash.demand(head.extrinsic_hash == extrinsic_hash)?;
    Rule::HeaderAuthorIndex.demand(head.author_index < params.validators)
}

/// `assurances.*`, `guarantees.*`, `preimages.*`.
fn check_reports(
    environment: &Environment<'_>,
    prior: &Prior<'_>,
    block: &Block<&[u8]>,
    disputes: &Disputes,
    rotation: &Rotation,
    hashes: &[Hash],
) -> Result<Reports, Rejection> {
    let params = &environment.setup.protocol.params;
    let (state, head, extrinsic) = (prior.state, &block.header, &block.extrinsic);
    let mut judged = AvailabilityAssignments::clone(&state.assignments);
    for core in &disputes.cleared {
        if let Some(place) = judged.0.get_mut(usize::from(*core)) {
            *place = None;
        }
    }
    let active = rotation.active(&state.active_validators);
    let Assured { assignments, available } =
        assurances(params, judged, active, head.slot, &head.parent, &extrinsic.assurances)?;
    let recent = history::update_parent(&state.recent, head.parent_state_root);
    let mut reported = Reported { assignments, reporters: BTreeSet::new() };
    if !extrinsic.guarantees.is_empty() {
        let last = rotation.previous(&state.previous_validators);
        let offenders = &disputes.records.as_ref().unwrap_or(&state.disputes).offenders;
        let guarantors = guarantors(params, &rotation.entropy, active, last, offenders, head.slot);
        let input = GuaranteesInput {
            params,
            guarantors: &guarantors,
            recent: &recent,
            auth_pools: &state.auth_pools,
            services: &|service| state.services.get(service).map(|account| account.info),
            ready: &state.ready,
            accumulated: &state.accumulated,
            assignments: &state.assignments,
            slot: head.slot,
            ancestors: prior.ancestors,
        };
        reported = guarantees(&input, reported.assignments, &extrinsic.guarantees, hashes)?;
    }
    let Reported { assignments, reporters } = reported;
    let preimages = check_preimages(&state.services, &extrinsic.preimages)?;
    Ok(Reports { recent, assignments, available, reporters, preimages })
}
