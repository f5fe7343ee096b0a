//! Functions of refinement on accounts and segments (B.6): `historical_lookup`, `export`.

use jar_types::{Params, ServiceId, Slot};

use super::general::Seen;
use super::result::FULL;
use super::{Guest, Stop};
use crate::accounts::Octets;

/// Ω_H: a preimage as it was in a slot.
pub(crate) fn historical_lookup(
    guest: &mut Guest<'_>,
    seen: &dyn Seen,
    itself: ServiceId,
    slot: Slot,
) -> Result<u64, Stop> {
    let [service, hash, address, from, most] = guest.registers(7);
    let hash = guest.hash(hash)?;
    let account = seen.named(itself, service);
    let value = account.and_then(|account| account.historical_lookup(slot, &hash));
    guest.give(value.map(|value| &**value), address, from, most)
}

/// Ω_E: exports a segment, whose index is behind those of the items before.
pub(crate) fn export(
    guest: &Guest<'_>,
    exports: &mut Vec<Octets>,
    before: u64,
    params: &Params,
) -> Result<u64, Stop> {
    let [address, length] = guest.registers(7);
    let size = params.segment_size();
    let mut segment = guest.read(address, length.min(size as u64))?;
    let index = before.saturating_add(exports.len() as u64);
    if index >= u64::from(params.package_exports) {
        return Ok(FULL);
    }
    segment.resize(size, 0);
    exports.push(segment.into());
    Ok(index)
}
