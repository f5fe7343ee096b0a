//! Keys of validators (Gray Paper 0.7.2, 6.3).

use crate::{BandersnatchPublic, BlsPublic, Ed25519Public, Metadata, Params};
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// 𝕂: the keys of a validator, 336 octets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ValidatorKeys {
    /// Seals blocks, signs tickets.
    pub bandersnatch: BandersnatchPublic,
    /// Signs guarantees, assurances, judgments.
    pub ed25519: Ed25519Public,
    /// Signs commitments for other chains (section 18).
    pub bls: BlsPublic,
    /// Opaque: where the validator is found.
    pub metadata: Metadata,
}

/// The keys of all validators, V of them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct ValidatorSet(#[codec(length = context.validator_count())] pub Vec<ValidatorKeys>);
