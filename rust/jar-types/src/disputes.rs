//! Disputes: verdicts on reports, offences of validators (Gray Paper 0.7.2, section 10).

use crate::{Ed25519Public, Ed25519Signature, EpochIndex, Hash, Params, ValidatorIndex};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// A validator's judgment on a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Judgment {
    /// Whether the report is valid.
    pub vote: bool,
    /// Index of the validator in the set of the verdict's epoch.
    pub index: ValidatorIndex,
    /// Signs the report's hash.
    pub signature: Ed25519Signature,
}

/// An element of 𝐄_V: the judgments of two thirds of the validators and one more.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct Verdict {
    /// The hash of the report.
    pub target: Hash,
    /// The epoch whose validators judge: that of the state before, or the one before it.
    pub age: EpochIndex,
    /// ⌊2V/3⌋ + 1 judgments.
    #[codec(length = context.super_majority())]
    pub votes: Vec<Judgment>,
}

/// An element of 𝐄_C: the proof that a validator guaranteed a report that was found bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Culprit {
    /// The hash of the report.
    pub target: Hash,
    /// The validator.
    pub key: Ed25519Public,
    /// The validator's guarantee.
    pub signature: Ed25519Signature,
}

/// An element of 𝐄_F: the proof that a validator judged against a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Fault {
    /// The hash of the report.
    pub target: Hash,
    /// What the validator judged.
    pub vote: bool,
    /// The validator.
    pub key: Ed25519Public,
    /// The validator's judgment.
    pub signature: Ed25519Signature,
}

/// 𝐄_D: the disputes of a block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct DisputesExtrinsic {
    /// 𝐄_V.
    pub verdicts: Vec<Verdict>,
    /// 𝐄_C.
    pub culprits: Vec<Culprit>,
    /// 𝐄_F.
    pub faults: Vec<Fault>,
}

/// ψ: what was judged so far.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DisputesRecords {
    /// ψ_G: hashes of reports found good.
    pub good: BTreeSet<Hash>,
    /// ψ_B: hashes of reports found bad.
    pub bad: BTreeSet<Hash>,
    /// ψ_W: hashes of reports that could not be judged.
    pub wonky: BTreeSet<Hash>,
    /// ψ_O: keys of validators that misjudged or guaranteed wrongly.
    pub offenders: BTreeSet<Ed25519Public>,
}
