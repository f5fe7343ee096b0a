//! General functions (B.5) that see accounts, and `log` (JIP-1). `gas` needs no function of its own.

use jar_codec::Encode;
use jar_types::{CoreIndex, ItemKey, Params, ServiceId};

use super::result::{FULL, NONE, WHAT};
use super::{Guest, Stop};
use crate::accounts::{Account, threshold, with_stored};
use crate::invocation::{Log, MAX_LOGGED, Message};

/// The accounts that a program sees: `None` for a service without one.
pub(crate) trait Seen {
    /// The account of a service.
    fn account(&self, service: ServiceId) -> Option<&Account>;

    /// The account that a register names; 2^64 − 1 is the service itself.
    fn named(&self, itself: ServiceId, register: u64) -> Option<&Account> {
        match register {
            u64::MAX => self.account(itself),
            other => self.account(ServiceId::try_from(other).ok()?),
        }
    }
}

/// Ω_L: a preimage.
pub(crate) fn lookup(
    guest: &mut Guest<'_>,
    seen: &dyn Seen,
    itself: ServiceId,
) -> Result<u64, Stop> {
    let [service, hash, address, from, most] = guest.registers(7);
    let hash = guest.hash(hash)?;
    let value = seen.named(itself, service).and_then(|account| account.preimage(&hash));
    guest.give(value.map(|value| &**value), address, from, most)
}

/// The item key of a key of storage in memory.
fn storage_key(guest: &Guest<'_>, address: u64, length: u64) -> Result<ItemKey, Stop> {
    let hash = guest.blake2b(&ItemKey::STORAGE.to_le_bytes(), address, length)?;
    Ok(ItemKey::of_hash(&hash))
}

/// Ω_R: what a service stores.
pub(crate) fn read(guest: &mut Guest<'_>, seen: &dyn Seen, itself: ServiceId) -> Result<u64, Stop> {
    let [service, key, length, address, from, most] = guest.registers(7);
    let key = storage_key(guest, key, length)?;
    let value = seen.named(itself, service).and_then(|account| account.item(&key));
    guest.give(value.map(|value| &**value), address, from, most)
}

/// Ω_W: stores. Gives the account if it changes.
pub(crate) fn write(
    guest: &Guest<'_>,
    account: &Account,
    params: &Params,
) -> Result<(u64, Option<Account>), Stop> {
    let [key_address, key_length, address, length] = guest.registers(7);
    let key = storage_key(guest, key_address, key_length)?;
    if !guest.is_readable(address, length) {
        return Err(Stop::Panic);
    }
    let old = account.item(&key).map(|value| value.len() as u64);
    let mut info = account.info;
    with_stored(&mut info, key_length, old, (length > 0).then_some(length));
    if threshold(&info, params) > u128::from(info.balance) {
        return Ok((FULL, None));
    }
    let mut account = account.clone();
    account.info = info;
    if length == 0 {
        account.remove_item(key);
    } else {
        account.set_item(key, guest.read(address, length)?.into());
    }
    Ok((old.unwrap_or(NONE), Some(account)))
}

/// Ω_I: the fixed part of an account.
pub(crate) fn info(
    guest: &mut Guest<'_>,
    seen: &dyn Seen,
    itself: ServiceId,
    params: &Params,
) -> Result<u64, Stop> {
    let [service, address, from, most] = guest.registers(7);
    let value = seen.named(itself, service).map(|account| {
        let (info, mut octets) = (&account.info, Vec::new());
        info.code_hash.encode(&mut octets);
        info.balance.encode(&mut octets);
        u64::try_from(account.threshold(params)).unwrap_or(u64::MAX).encode(&mut octets);
        info.min_item_gas.encode(&mut octets);
        info.min_memo_gas.encode(&mut octets);
        info.bytes.encode(&mut octets);
        info.items.encode(&mut octets);
        info.deposit_offset.encode(&mut octets);
        info.creation_slot.encode(&mut octets);
        info.last_accumulation_slot.encode(&mut octets);
        info.parent_service.encode(&mut octets);
        octets
    });
    guest.give(value.as_deref(), address, from, most)
}

/// `log` (JIP-1): φ₇ is `WHAT`, whether or not anybody sees the message, and whether or not it is readable.
pub(crate) fn log(
    guest: &Guest<'_>,
    sink: Option<&dyn Log>,
    service: Option<ServiceId>,
    core: Option<CoreIndex>,
) -> u64 {
    let [level, target_address, target, text_address, text] = guest.registers(7);
    let octets = |address, length: u64| guest.read(address, length.min(MAX_LOGGED));
    let named = (target_address, target) != (0, 0);
    if let Some(sink) = sink
        && let Ok(text) = octets(text_address, text)
        && let Ok(target) = octets(target_address, target)
    {
        let target = named.then_some(&*target);
        sink.log(&Message { level, service, core, target, text: &text });
    }
    WHAT
}
