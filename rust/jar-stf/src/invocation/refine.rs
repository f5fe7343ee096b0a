//! Ψ_R: the refinement of a work item (Gray Paper 0.7.2, B.3).

use jar_codec::{Encode, natural};
use jar_types::{CoreIndex, Gas, Hash, WorkError, WorkItem, WorkPackage, WorkResult};

use super::{Setup, invoke, work_result};
use crate::accounts::{Account, Accounts, Octets, ServiceCode};
use crate::host::{self, Call, Guest, HostCalls, Inners, Seen, Sources, Stop, result};

/// Where programs refine.
const ENTRY: u64 = 0;

/// What the refinement of an item is given.
#[derive(Clone, Copy, Debug)]
pub struct RefineInput<'a> {
    /// c: the core.
    pub core: CoreIndex,
    /// p: the package.
    pub package: &'a WorkPackage,
    /// H(p): its hash.
    pub package_hash: &'a Hash,
    /// i: the index of the item.
    pub item: usize,
    /// **r**: the authorizer's trace.
    pub trace: &'a [u8],
    /// ī: for each item of the package, the segments that it imports.
    pub imports: &'a [Vec<Octets>],
    /// x̄: for each item of the package, the blobs that come with it.
    pub extrinsics: &'a [Vec<Octets>],
    /// ς: how many segments the items before export.
    pub exported: u64,
}

/// What refinement gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refined {
    /// The result. One of more octets than a report may have is [`WorkError::DigestOversize`]: no report can hold it.
    pub result: WorkResult,
    /// **e**: the exported segments; none without a result.
    pub exports: Vec<Octets>,
    /// u: the gas that was used.
    pub gas: Gas,
}

struct Context<'a> {
    setup: &'a Setup<'a>,
    accounts: &'a Accounts,
    input: &'a RefineInput<'a>,
    item: &'a WorkItem,
    sources: Sources<'a>,
    inners: Inners,
    exports: Vec<Octets>,
}

impl Seen for Accounts {
    fn account(&self, service: jar_types::ServiceId) -> Option<&Account> {
        self.get(service)
    }
}

impl Context<'_> {
    fn answer(&mut self, call: Option<Call>, guest: &mut Guest<'_>) -> Result<u64, Stop> {
        let params = &self.setup.protocol.params;
        let (accounts, service) = (self.accounts, self.item.service);
        match call {
            Some(Call::Gas) => Ok(guest.gas()),
            Some(Call::Fetch) => self.sources.fetch(guest),
            Some(Call::HistoricalLookup) => {
                let slot = self.input.package.context.lookup_anchor_slot;
                host::historical_lookup(guest, accounts, service, slot)
            }
            Some(Call::Export) => {
                host::export(guest, &mut self.exports, self.input.exported, params)
            }
            Some(Call::Machine) => self.inners.machine(self.setup, guest),
            Some(Call::Peek) => self.inners.peek(guest),
            Some(Call::Poke) => self.inners.poke(guest),
            Some(Call::Pages) => Ok(self.inners.pages(guest)),
            Some(Call::Invoke) => {
                let (value, more) = self.inners.invoke(guest)?;
                more.into_iter().for_each(|more| guest.set_register(8, more));
                Ok(value)
            }
            Some(Call::Expunge) => Ok(self.inners.expunge(guest)),
            Some(Call::Log) => {
                Ok(host::log(guest, self.setup.log, Some(service), Some(self.input.core)))
            }
            _ => Ok(result::WHAT),
        }
    }
}

impl HostCalls for Context<'_> {
    fn call(&mut self, number: u64, guest: &mut Guest<'_>) -> Result<(), Stop> {
        let calls = &self.setup.protocol.calls;
        guest.charge(calls.gas)?;
        let value = self.answer(calls.find(number), guest)?;
        guest.set_register(7, value);
        Ok(())
    }
}

/// **a**: the arguments of refinement.
fn arguments(input: &RefineInput<'_>, item: &WorkItem) -> Vec<u8> {
    let mut octets = Vec::new();
    for number in [u64::from(input.core), input.item as u64, u64::from(item.service)] {
        natural::encode(number, &mut octets);
    }
    item.payload.encode(&mut octets);
    input.package_hash.encode(&mut octets);
    octets
}

/// Ψ_R: refines an item of a package. Without such an item there is no code.
#[must_use]
pub fn refine(setup: &Setup<'_>, accounts: &Accounts, input: &RefineInput<'_>) -> Refined {
    let failed = |error| Refined { result: WorkResult::Error(error), exports: vec![], gas: 0 };
    let Some(item) = input.package.items.get(input.item) else {
        return failed(WorkError::BadCode);
    };
    let params = &setup.protocol.params;
    let slot = input.package.context.lookup_anchor_slot;
    let account = accounts.get(item.service);
    let preimage = account.and_then(|account| account.historical_lookup(slot, &item.code_hash));
    let Some(preimage) = preimage else { return failed(WorkError::BadCode) };
    if preimage.len() > params.service_code_size as usize {
        return failed(WorkError::CodeOversize);
    }
    let Some(code) = ServiceCode::split(preimage) else { return failed(WorkError::BadCode) };
    let program = setup.programs.get(&item.code_hash, &code);
    let zero = Hash::default();
    let mut sources = Sources::new(params);
    sources.package = Some(input.package);
    sources.entropy = Some(&zero);
    sources.trace = Some(input.trace);
    sources.item = Some(input.item);
    sources.imports = Some(input.imports);
    sources.extrinsics = Some(input.extrinsics);
    let (inners, exports) = (Inners::default(), Vec::new());
    let mut context = Context { setup, accounts, input, item, sources, inners, exports };
    let run = (ENTRY, item.refine_gas_limit);
    let most = u64::from(params.report_size);
    let (gas, output) = invoke(setup, &program, run, &arguments(input, item), most, &mut context);
    let result = work_result(output);
    let exports = match result {
        WorkResult::Ok(_) | WorkResult::Error(WorkError::DigestOversize) => context.exports,
        WorkResult::Error(_) => Vec::new(),
    };
    Refined { result, exports, gas }
}
