//! Blocks (Gray Paper 0.7.2, 4.1, C.2).

use crate::{Assurance, Blob, DisputesExtrinsic, Guarantee, Header, Params, Preimage, TicketProof};
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// 𝐄: what a block brings from outside.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
#[codec(context = Params)]
pub struct Extrinsic<B = Blob> {
    /// 𝐄_T.
    pub tickets: Vec<TicketProof>,
    /// 𝐄_P.
    pub preimages: Vec<Preimage<B>>,
    /// 𝐄_G.
    pub guarantees: Vec<Guarantee<B>>,
    /// 𝐄_A.
    pub assurances: Vec<Assurance>,
    /// 𝐄_D.
    pub disputes: DisputesExtrinsic,
}

/// 𝐁: a block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
#[codec(context = Params)]
pub struct Block<B = Blob> {
    /// 𝐇.
    pub header: Header,
    /// 𝐄.
    pub extrinsic: Extrinsic<B>,
}
