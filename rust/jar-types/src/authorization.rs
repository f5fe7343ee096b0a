//! Who may put work on a core (Gray Paper 0.7.2, section 8).

use crate::{Hash, Params};
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// The authorizers that a core accepts now, at most O hashes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct AuthPool(#[codec(max = context.pool_size())] pub Vec<Hash>);

/// α: a pool for each core.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct AuthPools(#[codec(length = context.core_count())] pub Vec<AuthPool>);

/// The authorizers that a core will accept, Q hashes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct AuthQueue(#[codec(length = context.queue_length())] pub Vec<Hash>);

/// φ: a queue for each core.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct AuthQueues(#[codec(length = context.core_count())] pub Vec<AuthQueue>);
