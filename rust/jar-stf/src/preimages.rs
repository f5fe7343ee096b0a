//! Preimages (Gray Paper 0.7.2, 12.4): data that services asked for.

use crate::accounts::{Accounts, Octets};
use crate::{Rejection, Rule};
use jar_crypto::blake2b;
use jar_types::{Hash, Preimage, Slot};

/// 𝐄_P ascends, and the state before the block, δ, asks for each of it (12.38, 12.39). Gives the hash of each preimage.
///
/// # Errors
/// [`Rule::PreimagesOrder`], [`Rule::PreimagesUnneeded`].
pub fn check_preimages<B: AsRef<[u8]>>(
    accounts: &Accounts,
    preimages: &[Preimage<B>],
) -> Result<Vec<Hash>, Rejection> {
    let mut before = None;
    Rule::PreimagesOrder.demand_all(preimages, |preimage| {
        let this = (preimage.requester, preimage.blob.as_ref());
        before.replace(this) < Some(this)
    })?;
    let hashes: Vec<Hash> =
        preimages.iter().map(|preimage| blake2b(preimage.blob.as_ref())).collect();
    Rule::PreimagesUnneeded.demand_all(preimages.iter().zip(&hashes), |(preimage, hash)| {
        accounts.wants(preimage.requester, hash, preimage.blob.as_ref().len())
    })?;
    Ok(hashes)
}

/// I: δ‡ to δ′ (12.40). A preimage that is not asked for any more after accumulation is disregarded.
///
/// `hashes` are what [`check_preimages`] gives; `slot` is τ′.
pub fn integrate<B: AsRef<[u8]>>(
    accounts: &mut Accounts,
    preimages: &[Preimage<B>],
    hashes: &[Hash],
    slot: Slot,
) {
    for (preimage, hash) in preimages.iter().zip(hashes) {
        let octets = Octets::from(preimage.blob.as_ref());
        accounts.provide_hashed(preimage.requester, hash, &octets, slot);
    }
}
