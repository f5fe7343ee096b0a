//! Authorizations (Gray Paper 0.7.2, section 8): which authorizers each core accepts.

use jar_types::{
    AuthPool, AuthPools, AuthQueue, AuthQueues, CoreIndex, Guarantee, Hash, Params, Slot,
};

/// The authorizer that each report of a block used, with its core.
pub fn used<B>(guarantees: &[Guarantee<B>]) -> impl Iterator<Item = (CoreIndex, Hash)> + '_ {
    guarantees
        .iter()
        .map(|guarantee| (guarantee.report.core_index, guarantee.report.authorizer_hash))
}

/// α′: each pool without the authorizer that was used, and with the one that the queue has for the slot; the latest O of them
/// (8.2, 8.3). A pool that has the used authorizer more than once loses the oldest.
///
/// `queues` are φ′, those after accumulation.
#[must_use]
pub fn authorizations(
    params: &Params,
    pools: &AuthPools,
    queues: &AuthQueues,
    slot: Slot,
    used: impl IntoIterator<Item = (CoreIndex, Hash)>,
) -> AuthPools {
    let mut after = pools.clone();
    for (core, authorizer) in used {
        if let Some(AuthPool(pool)) = after.0.get_mut(usize::from(core))
            && let Some(oldest) = pool.iter().position(|hash| *hash == authorizer)
        {
            pool.remove(oldest);
        }
    }
    for (AuthPool(pool), AuthQueue(queue)) in after.0.iter_mut().zip(&queues.0) {
        let place = (slot as usize).checked_rem(queue.len());
        pool.extend(place.and_then(|place| queue.get(place)));
        let beyond = pool.len().saturating_sub(params.pool_size());
        pool.drain(..beyond);
    }
    after
}
