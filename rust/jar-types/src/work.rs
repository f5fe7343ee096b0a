//! Reports and packages of work (Gray Paper 0.7.2, 11.1, 14.3, C.2).

#[cfg(feature = "serde")]
use crate::json;
use crate::{Blob, CoreIndex, Gas, Hash, ServiceId, Slot};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// ℂ: the chain as the refinement of a package saw it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RefineContext {
    /// The header hash of a recent block.
    pub anchor: Hash,
    /// The state root after the anchor.
    pub state_root: Hash,
    /// The super-peak of the accumulation output log after the anchor.
    pub beefy_root: Hash,
    /// The header hash of the block whose preimages are looked up.
    pub lookup_anchor: Hash,
    /// Its slot.
    pub lookup_anchor_slot: Slot,
    /// Hashes of packages that must come before.
    pub prerequisites: BTreeSet<Hash>,
}

/// 𝕐: what makes a package and its exports available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PackageSpec {
    /// The hash of the package.
    pub hash: Hash,
    /// Octets of the bundle that is audited.
    pub length: u32,
    /// Commits to the erasure-coded data.
    pub erasure_root: Hash,
    /// The segment-root: commits to the exported segments.
    pub exports_root: Hash,
    /// Exported segments.
    pub exports_count: u16,
}

/// 𝔼: why work has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum WorkError {
    /// ∞: the gas did not suffice.
    #[codec(tag = 1)]
    OutOfGas,
    /// ☇: the program panicked.
    #[codec(tag = 2)]
    Panic,
    /// ⊚: not as many exports as were announced.
    #[codec(tag = 3)]
    BadExports,
    /// ⊖: the digest would make the report too big.
    #[codec(tag = 4)]
    DigestOversize,
    /// BAD: the code was not available.
    #[codec(tag = 5)]
    BadCode,
    /// BIG: the code is too big.
    #[codec(tag = 6)]
    CodeOversize,
}

/// What work yields (`O` of C.2).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
pub enum WorkResult<B = Blob> {
    /// A blob.
    #[codec(tag = 0)]
    Ok(B),
    /// None.
    #[codec(other)]
    Error(WorkError),
}

/// What refinement cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RefineLoad {
    /// Gas that was used.
    #[codec(natural)]
    pub gas_used: Gas,
    /// Imported segments.
    #[codec(natural)]
    pub imports: u16,
    /// Extrinsic blobs.
    #[codec(natural)]
    pub extrinsic_count: u16,
    /// Octets of the extrinsic blobs.
    #[codec(natural)]
    pub extrinsic_size: u32,
    /// Exported segments.
    #[codec(natural)]
    pub exports: u16,
}

/// 𝔻: the outcome of a work item.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
pub struct WorkDigest<B = Blob> {
    /// The service.
    pub service_id: ServiceId,
    /// The hash of its code when this was reported.
    pub code_hash: Hash,
    /// The hash of the item's payload.
    pub payload_hash: Hash,
    /// Gas for the accumulation of this digest.
    pub accumulate_gas: Gas,
    /// The result.
    pub result: WorkResult<B>,
    /// What it cost.
    pub refine_load: RefineLoad,
}

/// ℝ: the report on a package.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
pub struct WorkReport<B = Blob> {
    /// What makes the package available.
    pub package_spec: PackageSpec,
    /// What it was refined against.
    pub context: RefineContext,
    /// The core.
    #[codec(natural)]
    pub core_index: CoreIndex,
    /// The hash of the authorizer.
    pub authorizer_hash: Hash,
    /// Gas that authorization used.
    #[codec(natural)]
    pub auth_gas_used: Gas,
    /// The authorizer's trace.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::blob"))]
    pub auth_output: B,
    /// Segment-roots of the packages from which segments were imported by package hash.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::lookup"))]
    pub segment_root_lookup: BTreeMap<Hash, Hash>,
    /// One digest for each item, 1 to 16.
    pub results: Vec<WorkDigest<B>>,
}

impl<B: AsRef<[u8]>> WorkDigest<B> {
    /// The same with blobs of its own.
    #[must_use]
    pub fn to_owned_blobs(&self) -> WorkDigest {
        WorkDigest {
            service_id: self.service_id,
            code_hash: self.code_hash,
            payload_hash: self.payload_hash,
            accumulate_gas: self.accumulate_gas,
            result: match &self.result {
                WorkResult::Ok(blob) => WorkResult::Ok(blob.as_ref().to_vec()),
                WorkResult::Error(error) => WorkResult::Error(*error),
            },
            refine_load: self.refine_load,
        }
    }
}

impl<B: AsRef<[u8]>> WorkReport<B> {
    /// The same with blobs of its own.
    #[must_use]
    pub fn to_owned_blobs(&self) -> WorkReport {
        WorkReport {
            package_spec: self.package_spec,
            context: self.context.clone(),
            core_index: self.core_index,
            authorizer_hash: self.authorizer_hash,
            auth_gas_used: self.auth_gas_used,
            auth_output: self.auth_output.as_ref().to_vec(),
            segment_root_lookup: self.segment_root_lookup.clone(),
            results: self.results.iter().map(WorkDigest::to_owned_blobs).collect(),
        }
    }
}

/// Where an imported segment comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ImportSpec {
    /// A segment-root, or the hash of the package that exports: see [`ImportSpec::is_package`].
    pub tree_root: Hash,
    /// As encoded: [`ImportSpec::segment`] in the low 15 bits, [`ImportSpec::is_package`] in the high one.
    pub index: u16,
}

impl ImportSpec {
    /// Whether the root is the hash of a package (h^⊞ of 14.3).
    #[must_use]
    pub const fn is_package(&self) -> bool {
        self.index >> 15 == 1
    }

    /// The index of the segment, below 2^15.
    #[must_use]
    pub const fn segment(&self) -> u16 {
        self.index & 0x7fff
    }
}

/// A blob that comes with a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExtrinsicSpec {
    /// Its hash.
    pub hash: Hash,
    /// Its octets.
    pub len: u32,
}

/// 𝕎: an item of work.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
pub struct WorkItem<B = Blob> {
    /// The service.
    pub service: ServiceId,
    /// The hash of its code.
    pub code_hash: Hash,
    /// Gas for refinement.
    pub refine_gas_limit: Gas,
    /// Gas for accumulation.
    pub accumulate_gas_limit: Gas,
    /// Segments that it exports.
    pub export_count: u16,
    /// Input of refinement.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::blob"))]
    pub payload: B,
    /// Segments that it imports.
    pub import_segments: Vec<ImportSpec>,
    /// Blobs that come with it.
    pub extrinsic: Vec<ExtrinsicSpec>,
}

/// ℙ: a package of work.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(bound = "B: AsRef<[u8]>"))]
pub struct WorkPackage<B = Blob> {
    /// The service that has the authorization code.
    pub auth_code_host: ServiceId,
    /// The hash of the authorization code.
    pub auth_code_hash: Hash,
    /// What it is to be refined against.
    pub context: RefineContext,
    /// The token.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::blob"))]
    pub authorization: B,
    /// The authorizer's configuration.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::blob"))]
    pub authorizer_config: B,
    /// 1 to 16 items.
    pub items: Vec<WorkItem<B>>,
}
