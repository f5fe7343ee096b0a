//! New reports and their guarantors (Gray Paper 0.7.2, 11.4, 11.5).
//!
//! `form` holds the rules that need no state, `context` those that need the chain's, `credentials` who may sign and did.

mod context;
mod credentials;
mod form;

use crate::assignments::Guarantors;
use crate::{Rejection, Rule};
use jar_types::{
    AccumulatedQueue, AuthPools, AvailabilityAssignment, AvailabilityAssignments, Ed25519Public,
    Guarantee, Hash, Params, ReadyQueue, RecentHistory, ServiceId, ServiceInfo, Slot,
};
use std::collections::BTreeSet;

pub use credentials::message;

/// The headers that a block descends from, as far as the chain still knows them: 𝐀 of 5.3, the last L slots of it.
pub trait Ancestors: Sync {
    /// Whether the header with this hash is among them and of this slot.
    fn contains(&self, header: &Hash, slot: Slot) -> bool;
}

/// What guarantees are looked at against.
#[derive(Clone, Copy)]
pub struct GuaranteesInput<'a> {
    /// The chain's numbers.
    pub params: &'a Params,
    /// M and M*.
    pub guarantors: &'a Guarantors,
    /// β†.
    pub recent: &'a RecentHistory,
    /// α.
    pub auth_pools: &'a AuthPools,
    /// δ: the fixed parts of accounts.
    pub services: &'a (dyn Fn(ServiceId) -> Option<ServiceInfo> + Sync),
    /// ω.
    pub ready: &'a ReadyQueue,
    /// ξ.
    pub accumulated: &'a AccumulatedQueue,
    /// ρ: before the block.
    pub assignments: &'a AvailabilityAssignments,
    /// H_T.
    pub slot: Slot,
    /// 𝐀; none if it is unknown, and the rule of lookup anchors is not asked.
    pub ancestors: Option<&'a dyn Ancestors>,
}

/// What guarantees change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// ρ′.
    pub assignments: AvailabilityAssignments,
    /// 𝐆: the keys of all guarantors.
    pub reporters: BTreeSet<Ed25519Public>,
}

/// Puts reports on cores.
///
/// `free` is ρ‡, `hashes` are those of the reports ([`crate::header::report_hashes`]). A rejection's item is the guarantee.
///
/// # Errors
/// A rule `guarantees.*` is broken.
pub fn guarantees<B: AsRef<[u8]>>(
    input: &GuaranteesInput<'_>,
    mut free: AvailabilityAssignments,
    extrinsic: &[Guarantee<B>],
    hashes: &[Hash],
) -> Result<Reported, Rejection> {
    let GuaranteesInput { params, guarantors, .. } = *input;
    form::check(params, extrinsic)?;
    credentials::check_assigned(params, guarantors, input.slot, extrinsic)?;
    context::check(input, &free, extrinsic)?;
    let reporters = credentials::check_signed(params, guarantors, input.slot, extrinsic, hashes)?;
    for (item, guarantee) in extrinsic.iter().enumerate() {
        let core = usize::from(guarantee.report.core_index);
        let place = free.0.get_mut(core).ok_or(Rule::GuaranteesCoreIndex.at(item))?;
        let report = guarantee.report.to_owned_blobs();
        *place = Some(AvailabilityAssignment { report, timeout: input.slot });
    }
    Ok(Reported { assignments: free, reporters })
}

#[cfg(test)]
mod tests;
