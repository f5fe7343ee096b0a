//! Tickets: the right to make a block, won by the output of a verifiable random function (Gray Paper 0.7.2, 6.2, 6.7).

use crate::{BandersnatchPublic, Hash, Params, RingVrfSignature};
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// 𝕋: a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ticket {
    /// The output of the proof: identity and score, the lower the better.
    pub id: Hash,
    /// Which of a validator's entries, below N.
    #[codec(natural)]
    pub attempt: u8,
}

/// An element of 𝐄_T: an entry, and the proof that some validator makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TicketProof {
    /// Which of the validator's entries, below N.
    #[codec(natural)]
    pub attempt: u8,
    /// Shows membership in the ring; its output is the ticket's identity.
    pub signature: RingVrfSignature,
}

/// 𝐇_W: the winning tickets of the next epoch, one for each slot.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct TicketsMark(#[codec(length = context.epoch_slots())] pub Vec<Ticket>);

/// γ_S: who may seal which slot of the epoch.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SealKeys {
    /// The holder of the slot's ticket.
    #[codec(tag = 0)]
    Tickets(#[codec(length = context.epoch_slots())] Vec<Ticket>),
    /// The validator with the slot's key: the fallback.
    #[codec(tag = 1)]
    Keys(#[codec(length = context.epoch_slots())] Vec<BandersnatchPublic>),
}
