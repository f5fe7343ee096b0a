//! Records of activity (Gray Paper 0.7.2, section 13).

#[cfg(feature = "serde")]
use crate::json;
use crate::{Gas, Params, ServiceId};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Decode, Encode};

/// What a validator did in an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Default)]
pub struct ValidatorRecord {
    /// Blocks made.
    pub blocks: u32,
    /// Tickets brought in.
    pub tickets: u32,
    /// Preimages brought in.
    pub pre_images: u32,
    /// Octets of these preimages.
    pub pre_images_size: u32,
    /// Reports guaranteed.
    pub guarantees: u32,
    /// Assurances made.
    pub assurances: u32,
}

/// What happened on a core in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Default)]
pub struct CoreRecord {
    /// Octets that became available: bundles and exported segments.
    #[codec(natural)]
    pub da_load: u32,
    /// Assurances for the core.
    #[codec(natural)]
    pub popularity: u16,
    /// Imported segments.
    #[codec(natural)]
    pub imports: u16,
    /// Extrinsic blobs.
    #[codec(natural)]
    pub extrinsic_count: u16,
    /// Octets of extrinsic blobs.
    #[codec(natural)]
    pub extrinsic_size: u32,
    /// Exported segments.
    #[codec(natural)]
    pub exports: u16,
    /// Octets of reported bundles.
    #[codec(natural)]
    pub bundle_size: u32,
    /// Gas used in refinement.
    #[codec(natural)]
    pub gas_used: Gas,
}

/// What happened to a service in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[derive(Default)]
pub struct ServiceRecord {
    /// Preimages provided.
    #[codec(natural)]
    pub provided_count: u16,
    /// Octets of these preimages.
    #[codec(natural)]
    pub provided_size: u32,
    /// Items refined.
    #[codec(natural)]
    pub refinement_count: u32,
    /// Gas used in refinement.
    #[codec(natural)]
    pub refinement_gas_used: Gas,
    /// Imported segments.
    #[codec(natural)]
    pub imports: u32,
    /// Extrinsic blobs.
    #[codec(natural)]
    pub extrinsic_count: u32,
    /// Octets of extrinsic blobs.
    #[codec(natural)]
    pub extrinsic_size: u32,
    /// Exported segments.
    #[codec(natural)]
    pub exports: u32,
    /// Items accumulated.
    #[codec(natural)]
    pub accumulate_count: u32,
    /// Gas used in accumulation.
    #[codec(natural)]
    pub accumulate_gas_used: Gas,
}

/// π: all records.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct Statistics {
    /// π_V: this epoch so far, a record for each validator.
    #[codec(length = context.validator_count())]
    pub vals_curr: Vec<ValidatorRecord>,
    /// π_L: the last epoch, a record for each validator.
    #[codec(length = context.validator_count())]
    pub vals_last: Vec<ValidatorRecord>,
    /// π_C: the last block, a record for each core.
    #[codec(length = context.core_count())]
    pub cores: Vec<CoreRecord>,
    /// π_S: the last block, a record for each service that did anything.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::service_records"))]
    pub services: BTreeMap<ServiceId, ServiceRecord>,
}
