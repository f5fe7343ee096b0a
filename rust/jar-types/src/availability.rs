//! Reports that wait for their data, and who has it (Gray Paper 0.7.2, 11.1, 11.2).

#[cfg(feature = "serde")]
use crate::json;
use crate::{Blob, Ed25519Signature, Hash, Params, Slot, ValidatorIndex, WorkReport};
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Bits, Decode, Encode};

/// An element of 𝐄_A: for which cores a validator has the data.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct Assurance {
    /// The parent block.
    pub anchor: Hash,
    /// One bit for each core.
    #[codec(bits = context.core_count())]
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::bits"))]
    pub bitfield: Bits,
    /// The validator.
    pub validator_index: ValidatorIndex,
    /// Signs anchor and bits.
    pub signature: Ed25519Signature,
}

/// A report that is not yet available.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
pub struct AvailabilityAssignment<B = Blob> {
    /// The report.
    pub report: WorkReport<B>,
    /// The slot in which it was reported.
    pub timeout: Slot,
}

/// ρ: for each core, the report that waits.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
#[codec(context = Params)]
pub struct AvailabilityAssignments<B = Blob>(
    #[codec(length = context.core_count())] pub Vec<Option<AvailabilityAssignment<B>>>,
);
