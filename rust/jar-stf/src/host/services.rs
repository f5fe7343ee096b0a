//! Functions on accounts as wholes (B.7): `checkpoint`, `new`, `upgrade`, `transfer`, `eject`.

use jar_types::{DeferredTransfer, Hash, Memo, Request, ServiceId, ServiceInfo};

use super::general::Seen;
use super::result::{CASH, FULL, HUH, LOW, OK, WHO};
use super::{Guest, Stop};
use crate::accounts::{Account, REQUEST_OCTETS, request_key, threshold, with_request};
use crate::accumulation::{Context, next_index};
use crate::protocol::MIN_PUBLIC_INDEX;

/// Ω_C.
pub(crate) fn checkpoint(context: &mut Context<'_>, guest: &Guest<'_>) -> u64 {
    context.exceptional = context.regular.clone();
    guest.gas()
}

/// The account that `new` makes, its balance the threshold; none if the threshold is no balance.
fn fresh(
    context: &Context<'_>,
    code_hash: Hash,
    length: u32,
    [g, m, f]: [u64; 3],
) -> Option<Account> {
    let mut info = ServiceInfo {
        version: Default::default(),
        code_hash,
        balance: 0,
        min_item_gas: g,
        min_memo_gas: m,
        bytes: 0,
        deposit_offset: f,
        items: 0,
        creation_slot: context.slot,
        last_accumulation_slot: 0,
        parent_service: context.service,
    };
    with_request(&mut info, u64::from(length));
    info.balance = u64::try_from(threshold(&info, &context.setup.protocol.params)).ok()?;
    let mut account = Account::new(info);
    account.set_request(request_key(&code_hash, u64::from(length))?, &Request(Vec::new()));
    Some(account)
}

/// Ω_N.
pub(crate) fn new(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    let [address, length, g, m, gratis, index] = guest.registers(7);
    let code_hash = guest.hash(address)?;
    let length = u32::try_from(length).map_err(|_| Stop::Panic)?;
    let privileges = &context.regular.privileges;
    if gratis != 0 && context.service != privileges.bless {
        return Ok(HUH);
    }
    let own = context.own().ok_or(Stop::Panic)?;
    let needed = own.threshold(&context.setup.protocol.params);
    let account = fresh(context, code_hash, length, [g, m, gratis]);
    let left = account
        .as_ref()
        .and_then(|account| own.info.balance.checked_sub(account.info.balance))
        .filter(|left| u128::from(*left) >= needed);
    let (Some(account), Some(left)) = (account, left) else { return Ok(CASH) };
    let mut own = own.clone();
    own.info.balance = left;
    let chosen = ServiceId::try_from(index).ok().filter(|index| *index < MIN_PUBLIC_INDEX);
    let chosen = chosen.filter(|_| context.service == privileges.register);
    if chosen.is_some_and(|index| context.regular.accounts.account(index).is_some()) {
        return Ok(FULL);
    }
    let index = chosen.unwrap_or(context.regular.next);
    context.set_own(own);
    context.regular.accounts.set(index, Some(account));
    if chosen.is_none() {
        context.regular.next = next_index(&context.regular.accounts, index);
    }
    Ok(u64::from(index))
}

/// Ω_U.
pub(crate) fn upgrade(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    let [address, g, m] = guest.registers(7);
    let code_hash = guest.hash(address)?;
    let mut own = context.own().ok_or(Stop::Panic)?.clone();
    (own.info.code_hash, own.info.min_item_gas, own.info.min_memo_gas) = (code_hash, g, m);
    context.set_own(own);
    Ok(OK)
}

/// Ω_T. A transfer that is made costs its gas too.
pub(crate) fn transfer(context: &mut Context<'_>, guest: &mut Guest<'_>) -> Result<u64, Stop> {
    let [destination, amount, gas, address] = guest.registers(7);
    let memo = Memo(guest.array(address)?);
    let found = ServiceId::try_from(destination).ok().and_then(|destination| {
        let account = context.regular.accounts.account(destination)?;
        Some((destination, account.info.min_memo_gas))
    });
    let Some((destination, least)) = found else { return Ok(WHO) };
    if gas < least {
        return Ok(LOW);
    }
    let mut own = context.own().ok_or(Stop::Panic)?.clone();
    let needed = own.threshold(&context.setup.protocol.params);
    let left = own.info.balance.checked_sub(amount).filter(|left| u128::from(*left) >= needed);
    let Some(left) = left else { return Ok(CASH) };
    guest.charge(gas)?;
    own.info.balance = left;
    let source = context.service;
    context.set_own(own);
    context.transfers.push(DeferredTransfer { source, destination, amount, memo, gas });
    context.regular.transfers = context.transfers.len();
    Ok(OK)
}

/// The code hash of an account that a service may remove: its own index (B.7).
fn removable_by(service: ServiceId) -> Hash {
    let mut hash = Hash::default();
    let [a, b, c, d] = service.to_le_bytes();
    let [first, second, third, fourth, ..] = &mut hash.0;
    (*first, *second, *third, *fourth) = (a, b, c, d);
    hash
}

/// Ω_J.
pub(crate) fn eject(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    let [service, address] = guest.registers(7);
    let hash = guest.hash(address)?;
    let seen = &context.regular.accounts;
    let found = ServiceId::try_from(service).ok().filter(|service| *service != context.service);
    let found = found.and_then(|service| Some((service, seen.account(service)?)));
    let mine = removable_by(context.service);
    let Some((service, account)) = found.filter(|(_, account)| account.info.code_hash == mine)
    else {
        return Ok(WHO);
    };
    let length = account.info.bytes.saturating_sub(REQUEST_OCTETS);
    let request = account.request(&hash, length).filter(|_| account.info.items == 2);
    let Some(Request(history)) = request else { return Ok(HUH) };
    let [_, unavailable] = *history.as_slice() else { return Ok(HUH) };
    if !context.is_expunged(unavailable) {
        return Ok(HUH);
    }
    let balance = account.info.balance;
    let mut own = context.own().ok_or(Stop::Panic)?.clone();
    own.info.balance = own.info.balance.saturating_add(balance);
    context.set_own(own);
    context.regular.accounts.set(service, None);
    Ok(OK)
}
