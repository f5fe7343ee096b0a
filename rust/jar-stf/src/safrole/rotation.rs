//! Epochs: randomness, rotation of validators, markers (Gray Paper 0.7.2, 6.1 to 6.6).

use super::{fallback_keys, outside_in};
use crate::{Caches, Rejection, Rule};
use jar_crypto::blake2b;
use jar_types::{
    BandersnatchPublic, Ed25519Public, EntropyPool, EpochMark, EpochMarkKeys, Hash, Header, Params,
    SafroleState, SealKeys, Slot, TicketsMark, ValidatorKeys, ValidatorSet,
};
use std::collections::BTreeSet;

/// What the rotation depends on: of the state before the block.
#[derive(Debug)]
pub struct Before<'a> {
    /// τ.
    pub slot: Slot,
    /// η.
    pub entropy: &'a EntropyPool,
    /// κ.
    pub active: &'a ValidatorSet,
    /// γ.
    pub safrole: &'a SafroleState,
    /// ι.
    pub staging: &'a ValidatorSet,
}

/// What changes with a block's slot and randomness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// η′.
    pub entropy: EntropyPool,
    /// What a new epoch changes; nothing within one.
    pub epoch: Option<NewEpoch>,
    /// H_E has to be this.
    pub epoch_mark: Option<EpochMark>,
    /// H_W has to be this.
    pub tickets_mark: Option<TicketsMark>,
}

/// What the first block of an epoch changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEpoch {
    /// κ′: those that were pending.
    pub active: ValidatorSet,
    /// λ′: those that were active.
    pub previous: ValidatorSet,
    /// γ′, without tickets.
    pub safrole: SafroleState,
}

impl Rotation {
    /// κ′, if κ is `before`.
    #[must_use]
    pub fn active<'a>(&'a self, before: &'a ValidatorSet) -> &'a ValidatorSet {
        self.epoch.as_ref().map_or(before, |epoch| &epoch.active)
    }

    /// λ′, if λ is `before`.
    #[must_use]
    pub fn previous<'a>(&'a self, before: &'a ValidatorSet) -> &'a ValidatorSet {
        self.epoch.as_ref().map_or(before, |epoch| &epoch.previous)
    }

    /// γ′ before the tickets of the block, if γ is `before`.
    #[must_use]
    pub fn safrole<'a>(&'a self, before: &'a SafroleState) -> &'a SafroleState {
        self.epoch.as_ref().map_or(before, |epoch| &epoch.safrole)
    }
}

/// η′, κ′, λ′, γ′ without the tickets of the block, and the markers that the header must have.
///
/// `output` is 𝒴(H_V), see [`super::open_entropy`]; `offenders` are ψ_O′. A ring that is too big for any commitment has zeros for one,
/// under which nothing verifies.
#[must_use]
pub fn rotate(
    params: &Params,
    caches: &Caches,
    before: &Before<'_>,
    slot: Slot,
    output: &Hash,
    offenders: &BTreeSet<Ed25519Public>,
) -> Rotation {
    let epoch = |slot: Slot| slot.checked_div(params.epoch_length).unwrap_or(0);
    let phase = |slot: Slot| slot.checked_rem(params.epoch_length).unwrap_or(0);
    let (old, new) = (epoch(before.slot), epoch(slot));
    let [now, first, second, third] = before.entropy.0;
    let next = blake2b(&[now.0, output.0].concat());
    let saturated = before.safrole.ticket_accumulator.len() == params.epoch_slots();
    let contest = params.contest_end;
    if new <= old {
        let closes = new == old && phase(before.slot) < contest && contest <= phase(slot);
        let winners = || TicketsMark(outside_in(&before.safrole.ticket_accumulator));
        return Rotation {
            entropy: EntropyPool([next, first, second, third]),
            epoch: None,
            epoch_mark: None,
            tickets_mark: (closes && saturated).then(winners),
        };
    }
    let active = before.safrole.pending.clone();
    let won = old.checked_add(1) == Some(new) && phase(before.slot) >= contest && saturated;
    let seal_keys = if won {
        SealKeys::Tickets(outside_in(&before.safrole.ticket_accumulator))
    } else {
        SealKeys::Keys(fallback_keys(params, &first, &active))
    };
    let pending = without_offenders(before.staging, offenders);
    let keys = |keys: &ValidatorKeys| EpochMarkKeys {
        bandersnatch: keys.bandersnatch,
        ed25519: keys.ed25519,
    };
    let validators = pending.0.iter().map(keys).collect();
    let epoch_mark = EpochMark { entropy: now, tickets_entropy: first, validators };
    let ring: Vec<BandersnatchPublic> = pending.0.iter().map(|keys| keys.bandersnatch).collect();
    let safrole = SafroleState {
        epoch_root: caches.commitment(&ring).unwrap_or_default(),
        pending,
        seal_keys,
        ticket_accumulator: Vec::new(),
    };
    Rotation {
        entropy: EntropyPool([next, now, first, second]),
        epoch_mark: Some(epoch_mark),
        tickets_mark: None,
        epoch: Some(NewEpoch { active, previous: before.active.clone(), safrole }),
    }
}

/// Φ: the keys of offenders become zeros (6.14).
fn without_offenders(
    validators: &ValidatorSet,
    offenders: &BTreeSet<Ed25519Public>,
) -> ValidatorSet {
    let mut validators = validators.clone();
    for keys in &mut validators.0 {
        if offenders.contains(&keys.ed25519) {
            *keys = ValidatorKeys::default();
        }
    }
    validators
}

/// Whether the header has the markers that it must have.
///
/// # Errors
/// [`Rule::HeaderEpochMark`], [`Rule::HeaderTicketsMark`].
pub fn check_marks(header: &Header, rotation: &Rotation) -> Result<(), Rejection> {
    Rule::HeaderEpochMark.demand(header.epoch_mark == rotation.epoch_mark)?;
    Rule::HeaderTicketsMark.demand(header.tickets_mark == rotation.tickets_mark)
}
