//! Services (Gray Paper 0.7.2, section 9, D.1).

#[cfg(feature = "serde")]
use crate::json;
use crate::{Balance, Blob, Gas, Hash, ItemKey, Params, ServiceId, Slot};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
#[cfg(feature = "sample")]
use jar_codec::sample::Sample;
use jar_codec::{Constant, Decode, Encode};

/// The fixed part of an account, as the state holds it under C(255, s).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ServiceInfo {
    /// The octet 0, before anything that may come.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::constant"))]
    pub version: Constant<0>,
    /// a_c: the hash of the code.
    pub code_hash: Hash,
    /// a_b: the balance.
    pub balance: Balance,
    /// a_g: the least gas for an item of work.
    pub min_item_gas: Gas,
    /// a_m: the least gas for a transfer.
    pub min_memo_gas: Gas,
    /// a_o: octets that the account stores.
    pub bytes: u64,
    /// a_f: the footprint up to which storage is free.
    pub deposit_offset: Balance,
    /// a_i: items that the account stores.
    pub items: u32,
    /// a_r: the slot of its creation.
    pub creation_slot: Slot,
    /// a_a: the slot of its latest accumulation.
    pub last_accumulation_slot: Slot,
    /// a_p: the service that made it.
    pub parent_service: ServiceId,
}

/// A value of a_l: the slots in which a preimage became available, unavailable and available again; none if only requested.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Request(#[codec(max = 3)] pub Vec<Slot>);

/// 𝔸: an account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "sample", derive(Sample))]
pub struct ServiceAccount<B = Blob> {
    /// The fixed part.
    pub info: ServiceInfo,
    /// a_s, a_p, a_l: storage, preimages and requests ([`Request`], encoded) under the keys that the state has for them.
    pub items: BTreeMap<ItemKey, B>,
}

/// χ: services that may do more than others.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "sample", derive(Sample))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[codec(context = Params)]
pub struct Privileges {
    /// χ_M: the manager, who gives privileges.
    pub bless: ServiceId,
    /// χ_A: for each core, who fills its queue of authorizers.
    #[codec(length = context.core_count())]
    pub assign: Vec<ServiceId>,
    /// χ_V: who sets the validators after the next.
    pub designate: ServiceId,
    /// χ_R: who makes services with low indices.
    pub register: ServiceId,
    /// χ_Z: who accumulates in every block, with how much gas.
    #[cfg_attr(feature = "serde", serde(serialize_with = "json::gas_limits"))]
    pub always_acc: BTreeMap<ServiceId, Gas>,
}
