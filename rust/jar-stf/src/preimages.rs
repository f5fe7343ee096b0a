//! Preimages (Gray Paper 0.7.2, 12.4): data that services asked for.

use crate::accounts::Accounts;
use crate::{Rejection, Rule};
use jar_codec::encode;
use jar_crypto::blake2b;
use jar_types::{ItemKey, Preimage, Request, ServiceId, Slot};

/// The keys of the items that a preimage concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreimageKeys {
    /// Of the request for it.
    pub request: ItemKey,
    /// Of the preimage itself.
    pub preimage: ItemKey,
}

impl PreimageKeys {
    /// The keys for these octets.
    #[must_use]
    pub fn of(octets: &[u8]) -> Self {
        let hash = blake2b(octets);
        let length = u32::try_from(octets.len()).unwrap_or(u32::MAX);
        Self {
            request: ItemKey::request(&hash, length, blake2b),
            preimage: ItemKey::preimage(&hash, blake2b),
        }
    }
}

/// Y: whether a service asks for a preimage and does not have it.
fn is_wanted(accounts: &Accounts, service: ServiceId, keys: &PreimageKeys) -> bool {
    // The encoding of no slots.
    accounts.item(service, &keys.request).is_some_and(|request| **request == [0])
}

/// 𝐄_P ascends, and the state before the block, δ, asks for each of it (12.38, 12.39). Gives the keys of each preimage.
///
/// # Errors
/// [`Rule::PreimagesOrder`], [`Rule::PreimagesUnneeded`].
pub fn check_preimages<B: AsRef<[u8]>>(
    accounts: &Accounts,
    preimages: &[Preimage<B>],
) -> Result<Vec<PreimageKeys>, Rejection> {
    let mut before = None;
    Rule::PreimagesOrder.demand_all(preimages, |preimage| {
        let this = (preimage.requester, preimage.blob.as_ref());
        before.replace(this) < Some(this)
    })?;
    let octets = |preimage: &'_ Preimage<B>| PreimageKeys::of(preimage.blob.as_ref());
    let keys: Vec<PreimageKeys> = preimages.iter().map(octets).collect();
    Rule::PreimagesUnneeded.demand_all(preimages.iter().zip(&keys), |(preimage, keys)| {
        is_wanted(accounts, preimage.requester, keys)
    })?;
    Ok(keys)
}

/// I: makes δ′ of δ‡ (12.40), or what accumulation provides part of the accounts (12.21). A preimage that is not asked for any
/// more is disregarded; the request for another says since when it is there. The account's footprint stays: requests count from
/// when they are made.
///
/// `keys` are those of the preimages; `slot` is τ′.
pub fn integrate<B: AsRef<[u8]>>(
    accounts: &mut Accounts,
    preimages: &[Preimage<B>],
    keys: &[PreimageKeys],
    slot: Slot,
) {
    for (Preimage { requester, blob }, keys) in preimages.iter().zip(keys) {
        let account = accounts.get(*requester).filter(|_| is_wanted(accounts, *requester, keys));
        if let Some(mut account) = account.cloned() {
            account.set_item(keys.request, encode(&Request(vec![slot])).into());
            account.set_item(keys.preimage, blob.as_ref().into());
            accounts.insert(*requester, account);
        }
    }
}
