//! Functions of the privileged (B.7): `bless`, `assign`, `designate`.

use std::collections::BTreeMap;
use std::sync::Arc;

use jar_codec::decode;
use jar_types::{AuthQueue, Gas, Privileges, ServiceId, ValidatorSet};

use super::result::{CORE, HUH, OK, WHO};
use super::{Guest, Stop};
use crate::accumulation::Context;

/// Octets of a service and its gas in memory.
const FREE_SIZE: u64 = 12;
/// Octets of a hash.
const HASH_SIZE: u64 = 32;
/// Octets of the keys of a validator.
const KEYS_SIZE: u64 = 336;

/// **z** of `bless`: services that accumulate in every block, with their gas. Of two entries for one service the later counts.
fn always(
    guest: &Guest<'_>,
    mut address: u64,
    count: u64,
) -> Result<BTreeMap<ServiceId, Gas>, Stop> {
    let mut all = BTreeMap::new();
    for _ in 0..count {
        let [a, b, c, d, gas @ ..] = guest.array::<12>(address)?;
        all.insert(ServiceId::from_le_bytes([a, b, c, d]), Gas::from_le_bytes(gas));
        address = address.saturating_add(FREE_SIZE);
    }
    Ok(all)
}

/// Ω_B.
pub(crate) fn bless(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    let [manager, assigners, delegator, registrar, address, count] = guest.registers(7);
    let cores = context.setup.protocol.params.core_count();
    let assigners = guest.read(assigners, (cores as u64).saturating_mul(4))?;
    let size = count.checked_mul(FREE_SIZE).ok_or(Stop::Panic)?;
    if !guest.is_readable(address, size) {
        return Err(Stop::Panic);
    }
    let service = |register| ServiceId::try_from(register).ok();
    let (Some(bless), Some(designate), Some(register)) =
        (service(manager), service(delegator), service(registrar))
    else {
        return Ok(WHO);
    };
    let (assign, _) = assigners.as_chunks::<4>();
    context.regular.privileges = Arc::new(Privileges {
        bless,
        assign: assign.iter().map(|octets| ServiceId::from_le_bytes(*octets)).collect(),
        designate,
        register,
        always_acc: always(guest, address, count)?,
    });
    Ok(OK)
}

/// Ω_A.
pub(crate) fn assign(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    let [core, address, assigner] = guest.registers(7);
    let params = &context.setup.protocol.params;
    let octets = guest.read(address, (params.queue_length() as u64).saturating_mul(HASH_SIZE))?;
    let queue: AuthQueue = decode(&octets, params).map_err(|_| Stop::Panic)?;
    let core = u16::try_from(core).ok().filter(|core| *core < params.cores);
    let Some(core) = core else { return Ok(CORE) };
    let place = usize::from(core);
    if context.regular.privileges.assign.get(place) != Some(&context.service) {
        return Ok(HUH);
    }
    let Ok(assigner) = ServiceId::try_from(assigner) else { return Ok(WHO) };
    context.regular.queues.insert_mut(core, Arc::new(queue));
    if let Some(assign) = Arc::make_mut(&mut context.regular.privileges).assign.get_mut(place) {
        *assign = assigner;
    }
    Ok(OK)
}

/// Ω_D.
pub(crate) fn designate(context: &mut Context<'_>, guest: &Guest<'_>) -> Result<u64, Stop> {
    let address = guest.register(7);
    let params = &context.setup.protocol.params;
    let size = (params.validator_count() as u64).saturating_mul(KEYS_SIZE);
    if !guest.is_readable(address, size) {
        return Err(Stop::Panic);
    }
    if context.service != context.regular.privileges.designate {
        return Ok(HUH);
    }
    let octets = guest.read(address, size)?;
    let validators: ValidatorSet = decode(&octets, params).map_err(|_| Stop::Panic)?;
    context.regular.staging = Some(Arc::new(validators));
    Ok(OK)
}
