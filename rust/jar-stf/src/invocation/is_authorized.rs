//! Ψ_I: whether a package may use a core (Gray Paper 0.7.2, B.2).

use jar_codec::encode;
use jar_types::{CoreIndex, Gas, WorkError, WorkPackage, WorkResult};

use super::{Setup, invoke, work_result};
use crate::accounts::{Accounts, ServiceCode};
use crate::host::{Call, Guest, HostCalls, Sources, Stop, log, result};

/// Where authorizers begin.
const ENTRY: u64 = 0;

struct Context<'a> {
    setup: &'a Setup<'a>,
    core: CoreIndex,
    sources: Sources<'a>,
}

impl HostCalls for Context<'_> {
    fn call(&mut self, number: u64, guest: &mut Guest<'_>) -> Result<(), Stop> {
        let calls = &self.setup.protocol.calls;
        guest.charge(calls.gas)?;
        let value = match calls.find(number) {
            Some(Call::Gas) => guest.gas(),
            Some(Call::Fetch) => self.sources.fetch(guest)?,
            Some(Call::Log) => log(guest, self.setup.log, None, Some(self.core)),
            _ => result::WHAT,
        };
        guest.set_register(7, value);
        Ok(())
    }
}

/// Ψ_I: runs the authorizer of a package for a core; gives its trace or why there is none, and the gas it used.
///
/// A trace of more octets than a report may have is [`WorkError::DigestOversize`].
#[must_use]
pub fn is_authorized(
    setup: &Setup<'_>,
    accounts: &Accounts,
    package: &WorkPackage,
    core: CoreIndex,
) -> (WorkResult, Gas) {
    let params = &setup.protocol.params;
    let slot = package.context.lookup_anchor_slot;
    let code = accounts
        .get(package.auth_code_host)
        .and_then(|account| account.historical_lookup(slot, &package.auth_code_hash))
        .and_then(ServiceCode::split);
    let Some(code) = code else { return (WorkResult::Error(WorkError::BadCode), 0) };
    if code.octets().len() > params.authorization_code_size as usize {
        return (WorkResult::Error(WorkError::CodeOversize), 0);
    }
    let program = setup.programs.get(&package.auth_code_hash, &code);
    let mut sources = Sources::new(params);
    sources.package = Some(package);
    let mut context = Context { setup, core, sources };
    let run = (ENTRY, params.authorization_gas);
    let most = u64::from(params.report_size);
    let (gas, output) = invoke(setup, &program, run, &encode(&core), most, &mut context);
    (work_result(output), gas)
}
