//! The types of the protocol, Gray Paper 0.7.2, as data: what they are called, what they hold, how they are encoded.
//!
//! The list of all of them, with their fields and widths, is `docs/types.md`; it binds the specification in Lean as well. The
//! order of fields is the order of the octets. [`Params`] is the context of every decoder whose type depends on it.
//!
//! Types that hold blobs have a parameter for them. `Block` alone owns its blobs; `Block<&[u8]>` borrows them from the octets
//! that it was decoded from, and costs no copies.
//!
//! ```
//! use jar_codec::{decode, encode};
//! use jar_types::{Params, Preimage, Verdict};
//!
//! let octets = encode(&Preimage { requester: 7, blob: vec![1u8, 2, 3] });
//! let view: Preimage<&[u8]> = decode(&octets, &()).unwrap();
//! assert_eq!(view.blob, [1, 2, 3]);
//!
//! let error = decode::<Verdict, _>(&octets, &Params::tiny()).unwrap_err();
//! assert_eq!(error.to_string(), "target: offset 0: expected 32 octets, found 8");
//! ```

#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod accounts;
mod accumulation;
mod authorization;
mod availability;
mod block;
mod disputes;
mod guarantees;
mod header;
mod history;
#[cfg(feature = "serde")]
mod json;
mod keys;
mod params;
mod preimages;
mod primitives;
mod safrole;
mod state;
mod statistics;
mod tickets;
mod validators;
mod work;

pub use accounts::{Privileges, Request, ServiceAccount, ServiceInfo};
pub use accumulation::{
    AccumulatedQueue, AccumulationInput, AccumulationOutput, DeferredTransfer, OperandTuple,
    ReadyQueue, ReadyReport,
};
pub use authorization::{AuthPool, AuthPools, AuthQueue, AuthQueues};
pub use availability::{Assurance, AvailabilityAssignment, AvailabilityAssignments};
pub use block::{Block, Extrinsic};
pub use disputes::{Culprit, DisputesExtrinsic, DisputesRecords, Fault, Judgment, Verdict};
pub use guarantees::{Credential, Guarantee};
pub use header::{EpochMark, EpochMarkKeys, Header};
pub use history::{Peak, RecentBlock, RecentHistory};
pub use jar_codec::Bits;
pub use keys::{ItemKey, KeyKind, StateKey};
pub use params::Params;
pub use preimages::Preimage;
pub use primitives::{
    BandersnatchPublic, BlsPublic, Ed25519Public, Ed25519Signature, Hash, Memo, Metadata,
    RingCommitment, RingVrfSignature, VrfSignature,
};
pub use safrole::SafroleState;
pub use state::{EntropyPool, State, StateError};
pub use statistics::{CoreRecord, ServiceRecord, Statistics, ValidatorRecord};
pub use tickets::{SealKeys, Ticket, TicketProof, TicketsMark};
pub use validators::{ValidatorKeys, ValidatorSet};
pub use work::{
    ExtrinsicSpec, ImportSpec, PackageSpec, RefineContext, RefineLoad, WorkDigest, WorkError,
    WorkItem, WorkPackage, WorkReport, WorkResult,
};

/// 𝔹: octets of any number.
pub type Blob = alloc::vec::Vec<u8>;
/// N_T: six seconds each, since the JAM Common Era.
pub type Slot = u32;
/// Slots over E.
pub type EpochIndex = u32;
/// N_V: below V.
pub type ValidatorIndex = u16;
/// N_C: below C.
pub type CoreIndex = u16;
/// N_S: names a service.
pub type ServiceId = u32;
/// N_G: gas.
pub type Gas = u64;
/// N_B: tokens.
pub type Balance = u64;
