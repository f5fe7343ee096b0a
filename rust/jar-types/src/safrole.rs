//! The state of block production (Gray Paper 0.7.2, 6.2).

use crate::{Params, RingCommitment, SealKeys, Ticket, ValidatorSet};
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// γ: who makes blocks in this epoch and in the next.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct SafroleState {
    /// γ_P: the validators of the next epoch.
    pub pending: ValidatorSet,
    /// γ_Z: commits to their Bandersnatch keys.
    pub epoch_root: RingCommitment,
    /// γ_S: who seals in this epoch.
    pub seal_keys: SealKeys,
    /// γ_A: the best tickets for the next epoch so far, at most E.
    #[codec(max = context.epoch_slots())]
    pub ticket_accumulator: Vec<Ticket>,
}
