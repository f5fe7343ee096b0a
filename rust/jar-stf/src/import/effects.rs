//! What a valid block changes, services included.

use super::validity::{Reports, Valid};
use super::{Environment, Prior, Transition};
use crate::accumulation::{self, Outcome, accumulate};
use crate::live::{Changes, LiveState};
use crate::preimages::integrate;
use crate::statistics::{Activity, statistics};
use crate::{Rejection, authorizations, history};
use jar_crypto::blake2b_of;
use jar_types::{AuthQueues, Block, SafroleState, Ticket};
use std::sync::Arc;

/// σ′, as far as it is not σ.
///
/// # Errors
/// Accumulation rejects.
pub(super) fn effects(
    environment: &Environment<'_>,
    prior: &Prior<'_>,
    block: &Block<&[u8]>,
    valid: Valid,
) -> Result<Transition, Rejection> {
    let params = &environment.setup.protocol.params;
    let (state, head, extrinsic) = (prior.state, &block.header, &block.extrinsic);
    let Valid { disputes, rotation, ticketed, tickets, reports } = valid;
    let Reports { recent, assignments, available, reporters, preimages } = reports;
    let [entropy, ..] = &rotation.entropy.0;
    let accumulated = accumulate(&accumulation::Input {
        setup: &environment.setup,
        last_slot: *state.slot,
        slot: head.slot,
        entropy,
        ready: &state.ready,
        accumulated: &state.accumulated,
        privileges: &state.privileges,
        accounts: &state.services,
        available: &available,
    })?;
    let header = blake2b_of(head);
    let root = history::accumulation_root(&accumulated.outputs);
    let reported = history::reported(&extrinsic.guarantees);
    let recent = history::append(params, recent, header, root, reported);
    let activity = Activity {
        parent_slot: *state.slot,
        slot: head.slot,
        author: head.author_index,
        active: rotation.active(&state.active_validators),
        extrinsic,
        reporters: &reporters,
        available: &available,
        accumulated: &accumulated.statistics,
    };
    let statistics = statistics(params, &state.statistics, &activity);
    let auth_queues = queues(state, &accumulated);
    let used = authorizations::used(&extrinsic.guarantees);
    let queues = auth_queues.as_ref().unwrap_or(&state.auth_queues);
    let auth_pools =
        authorizations::authorizations(params, &state.auth_pools, queues, head.slot, used);
    let mut services = accumulated.accounts;
    integrate(&mut services, &extrinsic.preimages, &preimages, head.slot);
    let (safrole, active_validators, previous_validators) = match rotation.epoch {
        Some(epoch) => (Some(epoch.safrole), Some(epoch.active), Some(epoch.previous)),
        None => (None, None, None),
    };
    let changes = Changes {
        auth_pools: Some(auth_pools),
        auth_queues,
        recent: Some(recent),
        safrole: with_tickets(state, safrole, tickets),
        disputes: disputes.records,
        entropy: Some(rotation.entropy),
        staging_validators: accumulated.staging.map(Arc::unwrap_or_clone),
        active_validators,
        previous_validators,
        assignments: Some(assignments),
        slot: Some(head.slot),
        privileges: changed(&state.privileges, accumulated.privileges),
        statistics: Some(statistics),
        ready: Some(accumulated.ready),
        accumulated: Some(accumulated.accumulated),
        last_outputs: Some(accumulated.outputs),
        services: Some(services),
    };
    Ok(Transition { header, changes, ticketed })
}

/// φ′, if it is not φ.
fn queues(state: &LiveState, accumulated: &Outcome) -> Option<AuthQueues> {
    if accumulated.queues.is_empty() {
        return None;
    }
    let mut queues = AuthQueues::clone(&state.auth_queues);
    for (core, queue) in &accumulated.queues {
        if let Some(place) = queues.0.get_mut(usize::from(*core)) {
            place.clone_from(queue);
        }
    }
    Some(queues)
}

/// γ′, if it is not γ: that of a new epoch, with the new tickets.
fn with_tickets(
    state: &LiveState,
    epoch: Option<SafroleState>,
    tickets: Option<Vec<Ticket>>,
) -> Option<SafroleState> {
    let Some(ticket_accumulator) = tickets else { return epoch };
    let safrole = epoch.unwrap_or_else(|| SafroleState::clone(&state.safrole));
    Some(SafroleState { ticket_accumulator, ..safrole })
}

/// A component that is shared if it is the same.
fn changed<T: Clone>(before: &Arc<T>, after: Arc<T>) -> Option<T> {
    (!Arc::ptr_eq(before, &after)).then(|| Arc::unwrap_or_clone(after))
}
