//! The contest of tickets (Gray Paper 0.7.2, 6.7).

use super::TICKET_SEAL;
use crate::{Caches, Rejection, Rule, parallel};
use jar_crypto::OpenRingSignature;
use jar_types::{EntropyPool, Hash, Params, SafroleState, Slot, Ticket, TicketProof};
use std::collections::HashSet;

/// The context of an entry's proof: X_T ⌢ η_2′ ⧺ entry (6.29).
#[must_use]
pub fn ticket_context(entropy: &EntropyPool, attempt: u8) -> Vec<u8> {
    let [_, _, second, _] = &entropy.0;
    [TICKET_SEAL, &second.0, &[attempt]].concat()
}

/// γ_A′, if the block has tickets: the best E of those that were there and these.
///
/// `entropy` is η′, `safrole` γ′ as [`super::rotate`] leaves it.
///
/// # Errors
/// The rules `tickets.*`. A proof that has no output at all breaks `tickets.proof` before `tickets.order` is asked.
pub fn add_tickets(
    params: &Params,
    caches: &Caches,
    slot: Slot,
    entropy: &EntropyPool,
    safrole: &SafroleState,
    proofs: &[TicketProof],
) -> Result<Option<Vec<Ticket>>, Rejection> {
    if proofs.is_empty() {
        return Ok(None);
    }
    let phase = slot.checked_rem(params.epoch_length).unwrap_or(0);
    Rule::TicketsAfterContest.demand(phase < params.contest_end)?;
    Rule::TicketsTooMany.demand(proofs.len() <= usize::from(params.block_tickets))?;
    let entry = |proof: &TicketProof| u16::from(proof.attempt) < params.ticket_entries;
    Rule::TicketsAttempt.demand_all(proofs, entry)?;
    let signatures = open(proofs)?;
    let new = || signatures.iter().map(OpenRingSignature::output);
    let mut before = None;
    Rule::TicketsOrder.demand_all(new(), |id| before.replace(id) < Some(id))?;
    let held: HashSet<Hash> = safrole.ticket_accumulator.iter().map(|held| held.id).collect();
    Rule::TicketsDuplicate.demand_all(new(), |id| !held.contains(&id))?;
    let tickets = new().zip(proofs).map(|(id, proof)| Ticket { id, attempt: proof.attempt });
    let mut best: Vec<Ticket> = safrole.ticket_accumulator.iter().copied().chain(tickets).collect();
    best.sort_by_key(|ticket| ticket.id);
    best.truncate(params.epoch_slots());
    let worst = best.last().map(|ticket| ticket.id);
    Rule::TicketsUseless.demand_all(new(), |id| Some(id) <= worst)?;
    check_proofs(caches, entropy, safrole, proofs, &signatures)?;
    Ok(Some(best))
}

/// The proofs with their outputs.
fn open(proofs: &[TicketProof]) -> Result<Vec<OpenRingSignature<'_>>, Rejection> {
    let opened = proofs.iter().map(|proof| OpenRingSignature::open(&proof.signature));
    let broken = |item: usize| Rule::TicketsProof.at(item);
    opened.enumerate().map(|(item, opened)| opened.map_err(|_| broken(item))).collect()
}

/// Each proof is one of a member of the ring of pending validators.
fn check_proofs(
    caches: &Caches,
    entropy: &EntropyPool,
    safrole: &SafroleState,
    proofs: &[TicketProof],
    signatures: &[OpenRingSignature<'_>],
) -> Result<(), Rejection> {
    let ring = caches.verifier(safrole.pending.0.len(), &safrole.epoch_root);
    let ring = ring.map_err(|_| Rule::TicketsProof.at(0))?;
    let all: Vec<_> = proofs.iter().zip(signatures).collect();
    let broken = parallel::position(&all, |(proof, signature)| {
        let input = caches.input(ticket_context(entropy, proof.attempt));
        input.and_then(|input| ring.verify_open(&input, &[], signature)).is_err()
    });
    broken.map_or(Ok(()), |item| Err(Rule::TicketsProof.at(item)))
}
