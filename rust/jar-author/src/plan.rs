//! A slot on top of a parent: what it rotates, who seals it.

use jar_stf::live::LiveState;
use jar_stf::safrole::Rotation;
use jar_types::{
    Ed25519Public, EntropyPool, Hash, SafroleState, Slot, State, ValidatorIndex, ValidatorSet,
};
use std::collections::BTreeSet;

/// What a block is built on: the components of the state after its parent that its header depends on.
#[derive(Clone, Copy, Debug)]
pub struct Parent<'a> {
    /// The hash of the parent's header.
    pub header_hash: Hash,
    /// The root of the state after it.
    pub state_root: Hash,
    /// τ.
    pub slot: Slot,
    /// η.
    pub entropy: &'a EntropyPool,
    /// κ.
    pub active: &'a ValidatorSet,
    /// λ.
    pub previous: &'a ValidatorSet,
    /// ι.
    pub staging: &'a ValidatorSet,
    /// γ.
    pub safrole: &'a SafroleState,
    /// ψ_O.
    pub offenders: &'a BTreeSet<Ed25519Public>,
}

impl<'a> Parent<'a> {
    /// The parent with this header hash, after which the state is `state` with the root `state_root`.
    #[must_use]
    pub const fn new<B>(header_hash: Hash, state_root: Hash, state: &'a State<B>) -> Self {
        Self {
            header_hash,
            state_root,
            slot: state.slot,
            entropy: &state.entropy,
            active: &state.active_validators,
            previous: &state.previous_validators,
            staging: &state.staging_validators,
            safrole: &state.safrole,
            offenders: &state.disputes.offenders,
        }
    }

    /// As [`Parent::new`], of a state in memory.
    #[must_use]
    pub fn live(header_hash: Hash, state_root: Hash, state: &'a LiveState) -> Self {
        Self {
            header_hash,
            state_root,
            slot: *state.slot,
            entropy: &state.entropy,
            active: &state.active_validators,
            previous: &state.previous_validators,
            staging: &state.staging_validators,
            safrole: &state.safrole,
            offenders: &state.disputes.offenders,
        }
    }
}

/// How a slot is sealed.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// What the block is built on.
    pub parent: Parent<'a>,
    /// H_T.
    pub slot: Slot,
    /// H_O.
    pub offenders_mark: Vec<Ed25519Public>,
    /// ψ_O′.
    pub offenders: BTreeSet<Ed25519Public>,
    /// What changes with the slot; η_0′ is not right, it depends on the header.
    pub rotation: Rotation,
    /// H_I.
    pub author_index: ValidatorIndex,
    /// The context of the seal.
    pub seal_context: Vec<u8>,
}

impl Plan<'_> {
    /// η′, but for η_0′.
    #[must_use]
    pub const fn entropy(&self) -> &EntropyPool {
        &self.rotation.entropy
    }

    /// κ′.
    #[must_use]
    pub fn active(&self) -> &ValidatorSet {
        self.rotation.active(self.parent.active)
    }

    /// λ′.
    #[must_use]
    pub fn previous(&self) -> &ValidatorSet {
        self.rotation.previous(self.parent.previous)
    }

    /// γ′ before the tickets of the block.
    #[must_use]
    pub fn safrole(&self) -> &SafroleState {
        self.rotation.safrole(self.parent.safrole)
    }
}
