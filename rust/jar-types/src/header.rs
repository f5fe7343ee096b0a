//! The header of a block (Gray Paper 0.7.2, section 5, C.2).

use crate::{
    BandersnatchPublic, Ed25519Public, Hash, Params, Slot, TicketsMark, ValidatorIndex,
    VrfSignature,
};
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode, encode};

/// The keys of a validator in an epoch marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EpochMarkKeys {
    /// For seals and tickets.
    pub bandersnatch: BandersnatchPublic,
    /// For all other signatures.
    pub ed25519: Ed25519Public,
}

/// 𝐇_E: what the next epoch will be.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct EpochMark {
    /// η_0: the randomness of the next epoch.
    pub entropy: Hash,
    /// η_1: the randomness of the next epoch's tickets.
    pub tickets_entropy: Hash,
    /// The validators of the next epoch, V of them.
    #[codec(length = context.validator_count())]
    pub validators: Vec<EpochMarkKeys>,
}

/// 𝐇: a header.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct Header {
    /// H_P: the hash of the parent's header.
    pub parent: Hash,
    /// H_R: the root of the state before this block.
    pub parent_state_root: Hash,
    /// H_X: commits to the extrinsic.
    pub extrinsic_hash: Hash,
    /// H_T: the slot.
    pub slot: Slot,
    /// H_E: there if the block is the first of an epoch.
    pub epoch_mark: Option<EpochMark>,
    /// H_W: there if the block is the first after the contest and the tickets suffice.
    pub tickets_mark: Option<TicketsMark>,
    /// H_I: the author's index among the active validators.
    pub author_index: ValidatorIndex,
    /// H_V: yields entropy.
    pub entropy_source: VrfSignature,
    /// H_O: the keys of new offenders.
    pub offenders_mark: Vec<Ed25519Public>,
    /// H_S: signs all of the above.
    pub seal: VrfSignature,
}

impl Header {
    /// 𝓔_U: the encoding without the seal, the message that the seal signs.
    #[must_use]
    pub fn encode_unsigned(&self) -> Vec<u8> {
        let mut octets = encode(self);
        octets.truncate(octets.len().saturating_sub(self.seal.size()));
        octets
    }
}
