//! What files of sub-transitions hold: flat records, which nothing else knows.

use super::accounts::{AccountItems, AccountOf, Accounts};
use jar_codec::{Decode, DecodeError, Encode, Output, Reader};
use jar_types::{
    AccumulatedQueue, Assurance, AuthPools, AuthQueues, AvailabilityAssignments, CoreIndex,
    CoreRecord, DisputesExtrinsic, DisputesRecords, Ed25519Public, EntropyPool, EpochMark,
    Extrinsic, Guarantee, Hash, Params, Preimage, Privileges, ReadyQueue, RecentHistory,
    RingCommitment, SealKeys, ServiceId, ServiceInfo, ServiceRecord, Slot, Ticket, TicketProof,
    TicketsMark, ValidatorIndex, ValidatorRecord, ValidatorSet, WorkReport,
};
use serde::Serialize;

/// No octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Nothing;

impl Encode for Nothing {
    fn size(&self) -> usize {
        0
    }

    fn encode(&self, _: &mut impl Output) {}
}

impl<'a, C: ?Sized> Decode<'a, C> for Nothing {
    const MIN_SIZE: usize = 0;

    fn decode(_: &mut Reader<'a>, _: &C) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}

/// What a section yields, or the code of its error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
#[codec(context = Params)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome<T> {
    /// The yield.
    #[codec(tag = 0)]
    Ok(T),
    /// The error.
    #[codec(tag = 1)]
    Err(u8),
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
pub(super) struct Case<I, S, O> {
    pub(super) input: I,
    pub(super) pre_state: S,
    pub(super) output: O,
    pub(super) post_state: S,
}

macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
        #[codec(context = Params)]
        pub(super) struct $name { $(pub(super) $field: $kind,)* }
    )*};
}

records! {
    AccumulateInput { slot: Slot, reports: Vec<WorkReport>, }
    AccumulateState {
        slot: Slot, entropy: Hash, ready_queue: ReadyQueue, accumulated: AccumulatedQueue,
        privileges: Privileges, statistics: Vec<ServiceStatistics>, accounts: Accounts<AccountOf>,
    }
    /// What a service did.
    ServiceStatistics { id: ServiceId, record: ServiceRecord, }

    AssurancesInput { assurances: Vec<Assurance>, slot: Slot, parent: Hash, }
    AssurancesState { avail_assignments: AvailabilityAssignments, curr_validators: ValidatorSet, }
    AssurancesYield { reported: Vec<WorkReport>, }

    AuthorizationsInput { slot: Slot, auths: Vec<CoreAuthorizer>, }
    /// The authorizer that a guarantee of the block uses.
    CoreAuthorizer { core: CoreIndex, auth_hash: Hash, }
    AuthorizationsState { auth_pools: AuthPools, auth_queues: AuthQueues, }

    DisputesInput { disputes: DisputesExtrinsic, }
    DisputesState {
        psi: DisputesRecords, rho: AvailabilityAssignments, tau: Slot, kappa: ValidatorSet,
        lambda: ValidatorSet,
    }
    DisputesYield { offenders_mark: Vec<Ed25519Public>, }

    HistoryInput {
        header_hash: Hash, parent_state_root: Hash, accumulate_root: Hash,
        work_packages: Vec<ReportedPackage>,
    }
    /// A package that is reported in the block.
    ReportedPackage { hash: Hash, exports_root: Hash, }
    HistoryState { beta: RecentHistory, }

    PreimagesInput { preimages: Vec<Preimage>, slot: Slot, }
    PreimagesState { accounts: Accounts<AccountItems>, statistics: Vec<ServiceStatistics>, }

    ReportsInput { guarantees: Vec<Guarantee>, slot: Slot, known_packages: Vec<Hash>, }
    ReportsYield { reported: Vec<SegmentRoot>, reporters: Vec<Ed25519Public>, }
    /// A package that was reported, with the root of what it exports.
    SegmentRoot { work_package_hash: Hash, segment_tree_root: Hash, }

    SafroleInput { slot: Slot, entropy: Hash, extrinsic: Vec<TicketProof>, }
    SafroleState {
        tau: Slot, eta: EntropyPool, lambda: ValidatorSet, kappa: ValidatorSet,
        gamma_k: ValidatorSet, iota: ValidatorSet, gamma_a: Vec<Ticket>, gamma_s: SealKeys,
        gamma_z: RingCommitment, post_offenders: Vec<Ed25519Public>,
    }
    SafroleYield { epoch_mark: Option<EpochMark>, tickets_mark: Option<TicketsMark>, }

    StatisticsInput { slot: Slot, author_index: ValidatorIndex, extrinsic: Extrinsic, }
}

/// The state that reports read.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
#[codec(context = Params)]
pub(super) struct ReportsState {
    pub(super) avail_assignments: AvailabilityAssignments,
    pub(super) curr_validators: ValidatorSet,
    pub(super) prev_validators: ValidatorSet,
    pub(super) entropy: EntropyPool,
    pub(super) offenders: Vec<Ed25519Public>,
    pub(super) recent_blocks: RecentHistory,
    pub(super) auth_pools: AuthPools,
    pub(super) accounts: Accounts<ServiceInfo>,
    #[codec(length = context.core_count())]
    pub(super) cores_statistics: Vec<CoreRecord>,
    pub(super) services_statistics: Vec<ServiceStatistics>,
}

/// The records of validators.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
#[codec(context = Params)]
pub(super) struct StatisticsState {
    #[codec(length = context.validator_count())]
    pub(super) vals_curr_stats: Vec<ValidatorRecord>,
    #[codec(length = context.validator_count())]
    pub(super) vals_last_stats: Vec<ValidatorRecord>,
    pub(super) slot: Slot,
    pub(super) curr_validators: ValidatorSet,
}
