//! The transition of a whole block (Gray Paper 0.7.2, section 4): all sections, in the order of `docs/transition.md`.
//!
//! Nothing of a rejected block remains: [`transition`] borrows the state and gives what changes.

mod effects;
mod validity;

use crate::guarantees::Ancestors;
use crate::invocation::Setup;
use crate::live::{Changes, LiveState};
use crate::{Caches, Rejection};
use jar_codec::DecodeError;
use jar_types::{Block, Hash, Params, Slot};

/// What blocks are imported with, whatever the block. Results depend on the protocol alone.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// Rules of the chain, engine, programs.
    pub setup: Setup<'a>,
    /// Keys and rings.
    pub caches: &'a Caches,
}

/// What a block is imported on.
#[derive(Clone, Copy)]
pub struct Prior<'a> {
    /// σ.
    pub state: &'a LiveState,
    /// Its root.
    pub root: Hash,
    /// The hash of the header that the state belongs to.
    pub header: Hash,
    /// 𝐀; none if it is unknown, and the rule of lookup anchors is not asked.
    pub ancestors: Option<&'a dyn Ancestors>,
    /// The slot that has begun last; none if the time is unknown, and the rule of slots in the future is not asked.
    pub clock: Option<Slot>,
}

/// What a block brings about.
#[derive(Clone, Debug)]
pub struct Transition {
    /// The hash of its header.
    pub header: Hash,
    /// σ′, as far as it is not σ.
    pub changes: Changes,
    /// T: whether its seal is a ticket's.
    pub ticketed: bool,
}

/// Why a block changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The octets are no block.
    #[error("block: {0}")]
    Undecodable(#[from] DecodeError),
    /// It breaks a rule.
    #[error("{0}")]
    Rejected(#[from] Rejection),
}

/// The block that octets are. Blobs stay where they are.
///
/// # Errors
/// They are none, or not in the one form that a block has.
pub fn decode<'a>(params: &Params, octets: &'a [u8]) -> Result<Block<&'a [u8]>, DecodeError> {
    jar_codec::decode(octets, params)
}

/// Υ: what a block changes of a state.
///
/// # Errors
/// The first rule that it breaks, in the order of `docs/transition.md`.
pub fn transition(
    environment: &Environment<'_>,
    prior: &Prior<'_>,
    block: &Block<&[u8]>,
) -> Result<Transition, Rejection> {
    let valid = validity::check(environment, prior, block)?;
    effects::effects(environment, prior, block, valid)
}
