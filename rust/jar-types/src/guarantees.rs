//! Guarantees of reports (Gray Paper 0.7.2, 11.4).

use crate::{Blob, Ed25519Signature, Slot, ValidatorIndex, WorkReport};
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// A validator's signature of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Credential {
    /// The validator.
    pub validator_index: ValidatorIndex,
    /// Signs the report's hash.
    pub signature: Ed25519Signature,
}

/// An element of 𝐄_G: a report with its guarantors.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
pub struct Guarantee<B = Blob> {
    /// The report.
    pub report: WorkReport<B>,
    /// The slot of the guarantee.
    pub slot: Slot,
    /// Two or three credentials.
    pub signatures: Vec<Credential>,
}
