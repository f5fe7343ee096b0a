//! Preimages (Gray Paper 0.7.2, 12.4).

#[cfg(feature = "serde")]
use crate::json;
use crate::{Blob, ServiceId};
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// An element of 𝐄_P: data that a service asked for.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
pub struct Preimage<B = Blob> {
    /// The service.
    pub requester: ServiceId,
    /// The data.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::blob"))]
    pub blob: B,
}
