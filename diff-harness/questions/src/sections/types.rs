//! What a section is asked, and what it gives, as octets: arguments one behind another, results one behind another, in the
//! protocol's codec.

use super::accounts::Accounts;
use super::smaller::Smaller;
use jar_codec::{Decode, Encode};
use jar_types::{
    AccumulatedQueue, AccumulationOutput, Assurance, AuthPools, AuthQueues,
    AvailabilityAssignments, Blob, CoreIndex, DisputesExtrinsic, DisputesRecords, Ed25519Public,
    EntropyPool, EpochMark, Extrinsic, Gas, Guarantee, Hash, Header, Params, Preimage, Privileges,
    ReadyQueue, RecentHistory, SafroleState, SealKeys, ServiceId, Slot, Statistics, TicketProof,
    TicketsMark, ValidatorIndex, ValidatorSet, WorkPackage, WorkReport, WorkResult,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Nothing to say but that the rules hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Nothing;

impl Encode for Nothing {
    fn size(&self) -> usize {
        0
    }

    fn encode(&self, _: &mut impl jar_codec::Output) {}
}

impl<'a, C: ?Sized> Decode<'a, C> for Nothing {
    const MIN_SIZE: usize = 0;

    fn decode(_: &mut jar_codec::Reader<'a>, _: &C) -> Result<Self, jar_codec::DecodeError> {
        Ok(Self)
    }
}

/// Defines structures with public fields that are encoded in order.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
        #[codec(context = Params)]
        #[expect(missing_docs, reason = "the fields are the columns of docs/wire.md, Sections")]
        pub struct $name { $(pub $field: $kind,)* }

        impl Smaller for $name {
            fn smaller(&self) -> Vec<Self> {
                let mut all = Vec::new();
                $(all.extend(self.$field.smaller().into_iter().map(|$field| {
                    let mut one = self.clone();
                    one.$field = $field;
                    one
                }));)*
                all
            }
        }
    )*};
}

records! {
    /// H_X of an extrinsic.
    ExtrinsicHash { extrinsic: Extrinsic, }
    /// The block's slot is after the state's.
    SlotOrder { before: Slot, slot: Slot, }
    /// Safrole before the extrinsic.
    Rotate {
        before: Slot, slot: Slot, output: Hash, entropy: EntropyPool, previous: ValidatorSet,
        active: ValidatorSet, safrole: SafroleState, staging: ValidatorSet,
        offenders: BTreeSet<Ed25519Public>,
    }
    /// What [`Rotate`] gives.
    Rotated {
        entropy: EntropyPool, previous: ValidatorSet, active: ValidatorSet, safrole: SafroleState,
        epoch_mark: Option<EpochMark>, tickets_mark: Option<TicketsMark>,
    }
    /// Tickets are taken.
    AddTickets {
        slot: Slot, entropy: EntropyPool, safrole: SafroleState, tickets: Vec<TicketProof>,
    }
    /// Seal and entropy source of a header.
    CheckSeal { header: Header, entropy: EntropyPool, active: ValidatorSet, keys: SealKeys, }
    /// β to β†.
    UpdateParent { recent: RecentHistory, root: Hash, }
    /// β† to β′.
    Append {
        recent: RecentHistory, header: Hash, root: Hash, guarantees: Vec<Guarantee>,
    }
    /// α to α′.
    Authorizations {
        pools: AuthPools, queues: AuthQueues, slot: Slot, guarantees: Vec<Guarantee>,
    }
    /// ψ to ψ′, ρ to ρ†.
    Disputes {
        records: DisputesRecords, assignments: AvailabilityAssignments, before: Slot,
        active: ValidatorSet, previous: ValidatorSet, disputes: DisputesExtrinsic,
    }
    /// What [`Disputes`] gives.
    Disputed {
        records: DisputesRecords, assignments: AvailabilityAssignments, mark: Vec<Ed25519Public>,
    }
    /// ρ† to ρ‡.
    Assurances {
        assignments: AvailabilityAssignments, active: ValidatorSet, slot: Slot, parent: Hash,
        assurances: Vec<Assurance>,
    }
    /// What [`Assurances`] gives.
    Assured { assignments: AvailabilityAssignments, available: Vec<WorkReport>, }
    /// ρ‡ to ρ′.
    Guarantees {
        assignments: AvailabilityAssignments, active: ValidatorSet, previous: ValidatorSet,
        entropy: EntropyPool, offenders: BTreeSet<Ed25519Public>, recent: RecentHistory,
        pools: AuthPools, accounts: Accounts, ready: ReadyQueue, accumulated: AccumulatedQueue,
        before: AvailabilityAssignments, slot: Slot, ancestors: Option<Vec<Ancestor>>,
        guarantees: Vec<Guarantee>,
    }
    /// A header that is known, with its slot.
    Ancestor { slot: Slot, header: Hash, }
    /// What [`Guarantees`] gives.
    Guaranteed { assignments: AvailabilityAssignments, reporters: BTreeSet<Ed25519Public>, }
    /// What accumulation did for a service.
    Work { gas: u64, count: u32, }
    /// Reports are accumulated.
    Accumulate {
        before: Slot, slot: Slot, entropy: Hash, ready: ReadyQueue, accumulated: AccumulatedQueue,
        privileges: Privileges, staging: ValidatorSet, queues: AuthQueues, accounts: Accounts,
        reports: Vec<WorkReport>,
    }
    /// What [`Accumulate`] gives.
    Accumulated {
        accounts: Accounts, privileges: Privileges, staging: ValidatorSet, queues: AuthQueues,
        ready: ReadyQueue, accumulated: AccumulatedQueue, outputs: Vec<AccumulationOutput>,
        work: BTreeMap<ServiceId, Work>,
    }
    /// Preimages are wanted.
    CheckPreimages { accounts: Accounts, preimages: Vec<Preimage>, }
    /// δ‡ to δ′.
    IntegratePreimages { accounts: Accounts, preimages: Vec<Preimage>, slot: Slot, }
    /// π to π′.
    Record {
        statistics: Statistics, before: Slot, slot: Slot, author: ValidatorIndex,
        active: ValidatorSet, extrinsic: Extrinsic, reporters: BTreeSet<Ed25519Public>,
        available: Vec<WorkReport>, work: BTreeMap<ServiceId, Work>,
    }
    /// The root that is appended to the log of accumulation outputs.
    OutputsRoot { outputs: Vec<AccumulationOutput>, }
    /// Ψ_I of a package.
    Authorize { accounts: Accounts, package: WorkPackage, core: CoreIndex, }
    /// What [`Authorize`] gives.
    Authorized { result: WorkResult, gas: Gas, }
    /// Ψ_R of an item.
    Refine {
        accounts: Accounts, package: WorkPackage, core: CoreIndex, item: u16, trace: Blob,
        extrinsics: Vec<Vec<Blob>>, imports: Vec<Vec<Blob>>, exported: u32,
    }
    /// What [`Refine`] gives.
    Refined { result: WorkResult, exports: Vec<Blob>, gas: Gas, }
    /// Ξ of a package.
    Report {
        accounts: Accounts, package: WorkPackage, core: CoreIndex, extrinsics: Vec<Vec<Blob>>,
        imports: Vec<Vec<Imported>>, roots: BTreeMap<Hash, Hash>,
    }
    /// A segment that is imported, and its path.
    Imported { segment: Blob, path: Vec<Hash>, }
    /// What Ξ gives: the report, and the segments that it exports.
    Computed { report: WorkReport, exports: Vec<Blob>, }
}

/// What [`Report`] gives.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
#[codec(context = Params)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum Reported {
    /// No report.
    #[codec(tag = 0)]
    Refused(Unreported),
    /// A report.
    #[codec(tag = 1)]
    Report(Computed),
}

/// Why a package has no report.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
pub enum Unreported {
    /// It breaks a limit.
    #[codec(tag = 1)]
    Limits,
    /// The data is not what it names.
    #[codec(tag = 2)]
    Data,
    /// Its authorizer gives no trace, or one that is too long.
    #[codec(tag = 3)]
    Unauthorized(WorkResult),
}
