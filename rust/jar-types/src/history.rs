//! Recent blocks (Gray Paper 0.7.2, section 7).

#[cfg(feature = "serde")]
use crate::json;
use crate::{Hash, Params};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// An element of β_H: a recent block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RecentBlock {
    /// The hash of its header.
    pub header_hash: Hash,
    /// The super-peak of the accumulation output log.
    pub beefy_root: Hash,
    /// The state root after it; zero until the next block tells.
    pub state_root: Hash,
    /// The packages reported in it, with their segment-roots.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::reported"))]
    pub reported: BTreeMap<Hash, Hash>,
}

/// A peak of a Merkle mountain range: the root of a tree of 2^i leaves at index i, or none.
pub type Peak = Option<Hash>;

/// β: recent blocks and the log of accumulation outputs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct RecentHistory {
    /// β_H: at most H blocks, the latest last.
    #[codec(max = context.history_length())]
    pub history: Vec<RecentBlock>,
    /// β_B: the peaks.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::peaks"))]
    pub mmr: Vec<Peak>,
}
