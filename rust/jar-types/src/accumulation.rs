//! Queues, inputs and outputs of accumulation (Gray Paper 0.7.2, section 12, C.2).

#[cfg(feature = "serde")]
use crate::json;
use crate::{Balance, Blob, Gas, Hash, Memo, Params, ServiceId, WorkReport, WorkResult};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// A report that waits for others.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
pub struct ReadyReport<B = Blob> {
    /// The report.
    pub report: WorkReport<B>,
    /// Hashes of the packages that must be accumulated before.
    pub dependencies: BTreeSet<Hash>,
}

/// ω: reports that wait, by the slot of the epoch in which they became available.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
#[codec(context = Params)]
pub struct ReadyQueue<B = Blob>(
    #[codec(length = context.epoch_slots())] pub Vec<Vec<ReadyReport<B>>>,
);

/// ξ: hashes of the packages that were accumulated in the last epoch of slots.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct AccumulatedQueue(#[codec(length = context.epoch_slots())] pub Vec<BTreeSet<Hash>>);

/// An element of θ: what a service commits to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccumulationOutput {
    /// The service.
    pub service: ServiceId,
    /// Its commitment.
    pub hash: Hash,
}

/// 𝕏: a transfer to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DeferredTransfer {
    /// Who sends.
    pub source: ServiceId,
    /// Who receives.
    pub destination: ServiceId,
    /// How much.
    pub amount: Balance,
    /// A message.
    pub memo: Memo,
    /// Gas for the receiver.
    pub gas: Gas,
}

/// 𝕌: what accumulation is told of a work item.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
pub struct OperandTuple<B = Blob> {
    /// The hash of the package.
    pub package_hash: Hash,
    /// The segment-root of its exports.
    pub exports_root: Hash,
    /// The hash of the authorizer.
    pub authorizer_hash: Hash,
    /// The hash of the item's payload.
    pub payload_hash: Hash,
    /// Gas of the digest.
    #[codec(natural)]
    pub gas_limit: Gas,
    /// The result.
    pub result: WorkResult<B>,
    /// The authorizer's trace.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::blob"))]
    pub auth_output: B,
}

/// 𝕀: an input of accumulation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AccumulationInput<B = Blob> {
    /// A work item.
    #[codec(tag = 0)]
    Operand(OperandTuple<B>),
    /// A transfer.
    #[codec(tag = 1)]
    Transfer(DeferredTransfer),
}
