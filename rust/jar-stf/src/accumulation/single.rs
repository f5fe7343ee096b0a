//! Δ₁ and Ψ_A: the accumulation of one service (Gray Paper 0.7.2, 12.2, B.4).

use jar_codec::{Encode, natural};
use jar_crypto::blake2b;
use jar_types::{
    AccumulationInput, DeferredTransfer, Gas, OperandTuple, ServiceId, WorkDigest, WorkReport,
};

use super::batch::Batch;
use super::context::{Accumulated, Context, Implications, Overlay};
use crate::host::{self, Call, Guest, HostCalls, Seen, Sources, Stop, result};
use crate::invocation::{Output, invoke};
use crate::protocol::MIN_PUBLIC_INDEX;

/// Where programs accumulate: the instruction counter at the start.
const ENTRY: u64 = 5;
/// How many indices anybody may make services under: from [`MIN_PUBLIC_INDEX`] on.
const PUBLIC_INDICES: u32 = u32::MAX - MIN_PUBLIC_INDEX - (1 << 8) + 1;
/// Octets of an output that is a commitment.
const HASH_SIZE: u64 = 32;

/// check: the first index from one on that no account has (B.13).
fn check(accounts: &Overlay<'_>, index: u32) -> ServiceId {
    let mut index = index;
    while accounts.account(index).is_some() {
        let offset = index.wrapping_sub(MIN_PUBLIC_INDEX).wrapping_add(1);
        index = (offset % PUBLIC_INDICES).wrapping_add(MIN_PUBLIC_INDEX);
    }
    index
}

/// The index of the next service after one was made under an index (i* of `new`).
pub(crate) fn next_index(accounts: &Overlay<'_>, index: ServiceId) -> ServiceId {
    let offset = index.wrapping_sub(MIN_PUBLIC_INDEX).wrapping_add(42);
    check(accounts, (offset % PUBLIC_INDICES).wrapping_add(MIN_PUBLIC_INDEX))
}

/// i of I (B.10): the index of the first service that a service makes.
pub(super) fn first_index(batch: &Batch<'_>, service: ServiceId) -> ServiceId {
    let mut octets = Vec::new();
    natural::encode(u64::from(service), &mut octets);
    batch.entropy.encode(&mut octets);
    natural::encode(u64::from(batch.slot), &mut octets);
    let [a, b, c, d, ..] = blake2b(&octets).0;
    let offset = u32::from_le_bytes([a, b, c, d]) % PUBLIC_INDICES;
    let accounts = Implications::new(batch.state, 0).accounts;
    check(&accounts, offset.wrapping_add(MIN_PUBLIC_INDEX))
}

/// What a service accumulates of the reports of a batch, and the gas that its digests bring.
fn operand(report: &WorkReport, digest: &WorkDigest) -> OperandTuple {
    OperandTuple {
        package_hash: report.package_spec.hash,
        exports_root: report.package_spec.exports_root,
        authorizer_hash: report.authorizer_hash,
        payload_hash: digest.payload_hash,
        gas_limit: digest.accumulate_gas,
        result: digest.result.clone(),
        auth_output: report.auth_output.clone(),
    }
}

/// What one service has to accumulate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Share<'a> {
    /// Transfers to it.
    pub(crate) transfers: Vec<DeferredTransfer>,
    /// Its digests, with their reports.
    pub(crate) digests: Vec<(&'a WorkReport, &'a WorkDigest)>,
    /// The gas of all this, and what it gets for nothing.
    pub(crate) gas: Gas,
}

/// Δ₁ with Ψ_A: accumulates what one service has to.
pub(crate) fn accumulate_one(
    batch: &Batch<'_>,
    service: ServiceId,
    share: &Share<'_>,
) -> Accumulated {
    let mut regular = Implications::new(batch.state, first_index(batch, service));
    let received = share.transfers.iter().fold(0u64, |sum, t| sum.saturating_add(t.amount));
    if let Some(account) = regular.accounts.account(service).filter(|_| received > 0) {
        let mut account = account.clone();
        account.info.balance = account.info.balance.saturating_add(received);
        regular.accounts.set(service, Some(account));
    }
    let account = regular.accounts.account(service);
    let code = account.and_then(|account| Some((account.info.code_hash, account.code()?)));
    let most = batch.setup.protocol.params.service_code_size as usize;
    let Some((hash, code)) = code.filter(|(_, code)| code.octets().len() <= most) else {
        return regular.into_result(Vec::new(), 0);
    };
    let program = batch.setup.programs.get(&hash, &code);
    let transfers = share.transfers.iter().copied().map(AccumulationInput::Transfer);
    let operands = share.digests.iter().map(|(report, digest)| operand(report, digest));
    let inputs: Vec<_> = transfers.chain(operands.map(AccumulationInput::Operand)).collect();
    let mut arguments = Vec::new();
    for number in [u64::from(batch.slot), u64::from(service), inputs.len() as u64] {
        natural::encode(number, &mut arguments);
    }
    let mut sources = Sources::new(&batch.setup.protocol.params);
    sources.entropy = Some(batch.entropy);
    sources.inputs = Some(&inputs);
    let mut context = Context {
        setup: batch.setup,
        service,
        slot: batch.slot,
        sources,
        exceptional: regular.clone(),
        regular,
        transfers: Vec::new(),
    };
    let run = (ENTRY, share.gas);
    let (gas, output) = invoke(batch.setup, &program, run, &arguments, HASH_SIZE, &mut context);
    collapse(context, output, gas)
}

/// C of B.4: chooses the regular or the exceptional result.
fn collapse(context: Context<'_>, output: Output, gas: Gas) -> Accumulated {
    let Context { mut regular, exceptional, transfers, .. } = context;
    match output {
        Output::Panic | Output::OutOfGas => exceptional.into_result(transfers, gas),
        Output::TooLong(_) => regular.into_result(transfers, gas),
        Output::Octets(octets) => {
            if let Ok(hash) = <[u8; 32]>::try_from(octets) {
                regular.commitment = Some(hash.into());
            }
            regular.into_result(transfers, gas)
        }
    }
}

impl Context<'_> {
    /// Whether what became unavailable in a slot may be forgotten: y < t − D.
    pub(crate) fn is_expunged(&self, unavailable: u32) -> bool {
        let period = u64::from(self.setup.protocol.params.expunge_period);
        u64::from(unavailable).saturating_add(period) < u64::from(self.slot)
    }

    /// The answer to a host call: φ₇.
    fn answer(&mut self, call: Option<Call>, guest: &mut Guest<'_>) -> Result<u64, Stop> {
        let params = &self.setup.protocol.params;
        let seen = &self.regular.accounts;
        match call {
            Some(Call::Gas) => Ok(guest.gas()),
            Some(Call::Fetch) => self.sources.fetch(guest),
            Some(Call::Read) => host::read(guest, seen, self.service),
            Some(Call::Write) => {
                let own = self.own().ok_or(Stop::Panic)?;
                let (value, changed) = host::write(guest, own, params)?;
                changed.into_iter().for_each(|account| self.set_own(account));
                Ok(value)
            }
            Some(Call::Lookup) => host::lookup(guest, seen, self.service),
            Some(Call::Info) => host::info(guest, seen, self.service, params),
            Some(Call::Bless) => host::bless(self, guest),
            Some(Call::Assign) => host::assign(self, guest),
            Some(Call::Designate) => host::designate(self, guest),
            Some(Call::Checkpoint) => Ok(host::checkpoint(self, guest)),
            Some(Call::New) => host::new(self, guest),
            Some(Call::Upgrade) => host::upgrade(self, guest),
            Some(Call::Transfer) => host::transfer(self, guest),
            Some(Call::Eject) => host::eject(self, guest),
            Some(Call::Query) => {
                let (value, more) = host::query(self, guest)?;
                guest.set_register(8, more);
                Ok(value)
            }
            Some(Call::Solicit) => host::solicit(self, guest),
            Some(Call::Forget) => host::forget(self, guest),
            Some(Call::Yield) => host::commit(self, guest),
            Some(Call::Provide) => host::provide(self, guest),
            Some(Call::Log) => Ok(host::log(guest, self.setup.log, Some(self.service), None)),
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
