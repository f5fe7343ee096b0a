//! Which validator guarantees on which core (Gray Paper 0.7.2, 11.3).

use jar_crypto::shuffle;
use jar_types::{CoreIndex, Ed25519Public, EntropyPool, Hash, Params, Slot, ValidatorSet};
use std::collections::BTreeSet;

/// M or M*: the cores of validators, and their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuarantorAssignments {
    /// The core of each validator.
    pub cores: Vec<CoreIndex>,
    /// Φ(𝐤) as far as guarantees need it: the keys of validators, none for those whose key is or becomes zeros.
    pub keys: Vec<Option<Ed25519Public>>,
}

/// The assignments under which a block's guarantees may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guarantors {
    /// M: of the block's rotation.
    pub current: GuarantorAssignments,
    /// M*: of the rotation before.
    pub previous: GuarantorAssignments,
}

/// M and M* for a block in `slot` (τ′).
///
/// `entropy` is η′, `active` κ′, `last` λ′, `offenders` ψ_O′.
#[must_use]
pub fn guarantors(
    params: &Params,
    entropy: &EntropyPool,
    active: &ValidatorSet,
    last: &ValidatorSet,
    offenders: &BTreeSet<Ed25519Public>,
    slot: Slot,
) -> Guarantors {
    let EntropyPool([_, _, now, before]) = entropy;
    let filtered = |validators: &ValidatorSet| -> Vec<Option<Ed25519Public>> {
        let keys = validators.0.iter().map(|keys| keys.ed25519);
        let none = Ed25519Public::default();
        let there = |key: &Ed25519Public| *key != none && !offenders.contains(key);
        keys.map(|key| Some(key).filter(there)).collect()
    };
    let keys = filtered(active);
    let rotation = Slot::from(params.rotation_period);
    let epoch = |slot: Slot| slot.checked_div(params.epoch_length);
    // Modulo E, so that it is right before the first rotation has ended as well.
    let phase = |slot: Slot| slot.checked_rem(params.epoch_length).unwrap_or(0);
    let earlier =
        phase(phase(slot).saturating_add(params.epoch_length.saturating_sub(phase(rotation))));
    let same_epoch = slot.checked_sub(rotation).is_some_and(|past| epoch(past) == epoch(slot));
    let previous = if same_epoch {
        GuarantorAssignments { cores: permute(params, now, earlier), keys: keys.clone() }
    } else {
        GuarantorAssignments { cores: permute(params, before, earlier), keys: filtered(last) }
    };
    let current = GuarantorAssignments { cores: permute(params, now, phase(slot)), keys };
    Guarantors { current, previous }
}

/// P: the core of each validator in the slot `phase` of an epoch.
fn permute(params: &Params, entropy: &Hash, phase: Slot) -> Vec<CoreIndex> {
    let (cores, validators) = (u32::from(params.cores), u32::from(params.validators));
    let core_of = |index: u32| index.saturating_mul(cores).checked_div(validators).unwrap_or(0);
    let shuffled = shuffle((0..validators).map(core_of).collect::<Vec<_>>(), entropy);
    let turns = phase.checked_div(u32::from(params.rotation_period)).unwrap_or(0);
    let turn = |core: u32| core.saturating_add(turns).checked_rem(cores).unwrap_or(0);
    // Below C, which has 16 bits.
    shuffled.into_iter().map(|core| turn(core) as CoreIndex).collect()
}
