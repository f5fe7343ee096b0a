//! Block production (Gray Paper 0.7.2, section 6): who may seal, randomness, validators of epochs to come, the contest of tickets.

mod rotation;
mod seal;
mod sequence;
mod tickets;

pub use rotation::{Before, NewEpoch, Rotation, check_marks, rotate};
pub use seal::{check_seal, entropy_context, open_entropy, seal_context};
pub use sequence::{fallback_keys, outside_in};
pub use tickets::{add_tickets, ticket_context};

/// What ticket proofs and the seals of ticket holders begin their contexts with.
pub const TICKET_SEAL: &[u8] = b"jam_ticket_seal";
/// What seals without tickets begin their contexts with.
pub const FALLBACK_SEAL: &[u8] = b"jam_fallback_seal";
/// What the signature that yields entropy begins its context with.
pub const ENTROPY: &[u8] = b"jam_entropy";
