//! Preimages (Gray Paper 0.7.2, 12.4): data that services asked for.

use crate::{Rejection, Rule};
use jar_codec::encode;
use jar_crypto::blake2b;
use jar_types::{Blob, ItemKey, Preimage, Request, ServiceId, Slot};

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

/// Y: whether an account asks for a preimage and does not have it, if this is what it holds under the key of the request.
#[must_use]
pub fn is_wanted(request: Option<&[u8]>) -> bool {
    // The encoding of no slots.
    request == Some(&[0])
}

/// 𝐄_P ascends, and the state before the block, δ, asks for each of it (12.38, 12.39). Gives the keys of each preimage.
///
/// `item` reads an item of an account; there is none if there is no account.
///
/// # Errors
/// [`Rule::PreimagesOrder`], [`Rule::PreimagesUnneeded`].
pub fn check_preimages<B: AsRef<[u8]>, V: AsRef<[u8]>>(
    preimages: &[Preimage<B>],
    item: impl Fn(ServiceId, &ItemKey) -> Option<V>,
) -> Result<Vec<PreimageKeys>, Rejection> {
    let mut before = None;
    Rule::PreimagesOrder.demand_all(preimages, |preimage| {
        let this = (preimage.requester, preimage.blob.as_ref());
        before.replace(this) < Some(this)
    })?;
    let octets = |preimage: &'_ Preimage<B>| PreimageKeys::of(preimage.blob.as_ref());
    let keys: Vec<PreimageKeys> = preimages.iter().map(octets).collect();
    Rule::PreimagesUnneeded.demand_all(preimages.iter().zip(&keys), |(preimage, keys)| {
        let request = item(preimage.requester, &keys.request);
        is_wanted(request.as_ref().map(AsRef::as_ref))
    })?;
    Ok(keys)
}

/// An item that an account has from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    /// The account.
    pub service: ServiceId,
    /// Where.
    pub key: ItemKey,
    /// What.
    pub value: Blob,
}

/// I: what changes δ‡ to δ′ (12.40): each preimage that is still asked for after accumulation, and its request, which says since
/// when it is there. The account's footprint stays: requests count from when they are made.
///
/// `keys` are what [`check_preimages`] gives; `item` reads δ‡; `slot` is τ′.
#[must_use]
pub fn integrate<B: AsRef<[u8]>, V: AsRef<[u8]>>(
    preimages: &[Preimage<B>],
    keys: &[PreimageKeys],
    slot: Slot,
    item: impl Fn(ServiceId, &ItemKey) -> Option<V>,
) -> Vec<NewItem> {
    let mut new = Vec::new();
    for (Preimage { requester: service, blob }, keys) in preimages.iter().zip(keys) {
        let request = item(*service, &keys.request);
        if is_wanted(request.as_ref().map(AsRef::as_ref)) {
            let since = encode(&Request(vec![slot]));
            new.push(NewItem { service: *service, key: keys.request, value: since });
            let value = blob.as_ref().to_vec();
            new.push(NewItem { service: *service, key: keys.preimage, value });
        }
    }
    new
}
