//! Functions on preimages (B.7): `query`, `solicit`, `forget`, `provide`; and `yield`.

use std::sync::Arc;

use jar_types::{Request, ServiceId};

use super::general::Seen;
use super::result::{FULL, HUH, NONE, OK, WHO};
use super::{Guest, Stop};
use crate::accounts::{preimage_key, request_key, with_request, without_request};
use crate::accumulation::Context;

/// Ω_Q. Gives φ₇ and φ₈.
pub(crate) fn query(context: &Context<'_>, guest: &Guest<'_>) -> Result<(u64, u64), Stop> {
    let [address, length] = guest.registers(7);
    let hash = guest.hash(address)?;
    let own = context.own().ok_or(Stop::Panic)?;
    let high = |slot: u32| u64::from(slot).wrapping_shl(32);
    Ok(match own.request(&hash, length).as_ref().map(|request| request.0.as_slice()) {
        Some([]) => (0, 0),
        Some(&[x]) => (high(x) | 1, 0),
        Some(&[x, y]) => (high(x) | 2, u64::from(y)),
        Some(&[x, y, z]) => (high(x) | 3, high(z) | u64::from(y)),
        _ => (NONE, 0),
    })
}

/// Ω_S.
pub(crate) fn solicit(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    let [address, length] = guest.registers(7);
    let hash = guest.hash(address)?;
    let mut own = context.own().ok_or(Stop::Panic)?.clone();
    let Some(key) = request_key(&hash, length) else { return Ok(HUH) };
    let history = match own.request(&hash, length).map(|request| request.0) {
        None => {
            with_request(&mut own.info, length);
            Vec::new()
        }
        Some(history) => match *history.as_slice() {
            [from, to] => vec![from, to, context.slot],
            _ => return Ok(HUH),
        },
    };
    if !own.affords(&context.setup.protocol.params) {
        return Ok(FULL);
    }
    own.set_request(key, &Request(history));
    context.set_own(own);
    Ok(OK)
}

/// Ω_F.
pub(crate) fn forget(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    let [address, length] = guest.registers(7);
    let hash = guest.hash(address)?;
    let mut own = context.own().ok_or(Stop::Panic)?.clone();
    let Some(key) = request_key(&hash, length) else { return Ok(HUH) };
    let Some(Request(history)) = own.request(&hash, length) else { return Ok(HUH) };
    let slot = context.slot;
    match *history.as_slice() {
        [from] => own.set_request(key, &Request(vec![from, slot])),
        [_, to, again] if context.is_expunged(to) => {
            own.set_request(key, &Request(vec![again, slot]));
        }
        [] => {
            own.remove_item(key);
            own.remove_item(preimage_key(&hash));
            without_request(&mut own.info, length);
        }
        [_, to] if context.is_expunged(to) => {
            own.remove_item(key);
            own.remove_item(preimage_key(&hash));
            without_request(&mut own.info, length);
        }
        _ => return Ok(HUH),
    }
    context.set_own(own);
    Ok(OK)
}

/// Ω_♉: `yield`.
pub(crate) fn commit(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    context.regular.commitment = Some(guest.hash(guest.register(7))?);
    Ok(OK)
}

/// Ω_♈: `provide`. The octets are read only if they are wanted.
pub(crate) fn provide(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    let [service, address, length] = guest.registers(7);
    if !guest.is_readable(address, length) {
        return Err(Stop::Panic);
    }
    let service = match service {
        u64::MAX => Some(context.service),
        other => ServiceId::try_from(other).ok(),
    };
    let accounts = &context.regular.accounts;
    let found = service.and_then(|service| Some((service, accounts.account(service)?)));
    let Some((service, account)) = found else { return Ok(WHO) };
    let hash = guest.blake2b(&[], address, length)?;
    let wanted = account.request(&hash, length).is_some_and(|request| request.0.is_empty());
    if !wanted || context.regular.provisions.contains_key(&(service, hash)) {
        return Ok(HUH);
    }
    let octets = Arc::from(guest.read(address, length)?);
    context.regular.provisions.insert_mut((service, hash), octets);
    Ok(OK)
}
