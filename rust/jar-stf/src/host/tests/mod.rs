//! Host calls of accumulation, one by one: each result code, in the paper's order; what stops the machine; gas.

mod general;
mod preimages;
mod privileges;
mod services;

use std::sync::Arc;

use jar_types::{AccumulationInput, Hash, Params, Privileges, ServiceId, ServiceInfo, Slot};
use javm::{
    Access, Engine, Exit, Instance, Interpreter, MemoryBuilder, Program, Rules, State, UNLIMITED,
};
use rpds::RedBlackTreeMapSync;

use super::result::{HUH, NONE, WHAT};
use super::*;
use crate::Protocol;
use crate::accounts::{Account, Accounts};
use crate::accumulation::{Context, Implications, PartialState};
use crate::invocation::{Programs, Setup};

/// A page that can be read.
pub(super) const READABLE: u64 = 0x1_0000;
/// A page that can be written.
pub(super) const WRITABLE: u64 = 0x2_0000;
/// Nothing is here.
pub(super) const NOWHERE: u64 = 0x5_0000;
/// The service that accumulates.
pub(super) const ITSELF: ServiceId = 7;
/// Another service.
pub(super) const OTHER: ServiceId = 9;
/// H_T.
pub(super) const SLOT: Slot = 100;
pub(super) const GAS: u64 = 10;

pub(super) fn info(balance: u64) -> ServiceInfo {
    ServiceInfo {
        version: Default::default(),
        code_hash: Hash([1; 32]),
        balance,
        min_item_gas: 11,
        min_memo_gas: 12,
        bytes: 0,
        deposit_offset: 0,
        items: 0,
        creation_slot: 3,
        last_accumulation_slot: 4,
        parent_service: 5,
    }
}

/// The state around a host call.
pub(super) struct Bench {
    pub(super) protocol: Protocol,
    pub(super) state: PartialState,
    /// What is in the page that can be read.
    pub(super) memory: Vec<u8>,
    /// What `fetch` gives.
    pub(super) entropy: Hash,
    pub(super) inputs: Vec<AccumulationInput>,
    programs: Programs,
}

/// A host call that was made.
pub(super) struct Called {
    /// φ₇, or what stopped the machine.
    pub(super) result: Result<u64, Stop>,
    /// All registers afterwards.
    pub(super) registers: [u64; 13],
    /// Gas afterwards.
    pub(super) gas: u64,
    /// The page that can be written.
    pub(super) written: Vec<u8>,
}

impl Bench {
    pub(super) fn new() -> Self {
        let params = Params::tiny();
        let mut accounts = Accounts::new();
        accounts.insert(ITSELF, Account::new(info(1000)));
        accounts.insert(OTHER, Account::new(info(500)));
        let cores = params.core_count();
        let privileges = Privileges {
            bless: OTHER,
            assign: vec![OTHER; cores],
            designate: OTHER,
            register: OTHER,
            always_acc: Default::default(),
        };
        let state = PartialState {
            accounts,
            privileges: Arc::new(privileges),
            staging: None,
            queues: RedBlackTreeMapSync::new_sync(),
        };
        let memory = (0..=255).cycle().take(4096).collect();
        let (protocol, programs) = (Protocol::jam(params), Programs::default());
        let (entropy, inputs) = (Hash([0xee; 32]), Vec::new());
        Self { protocol, state, memory, entropy, inputs, programs }
    }

    /// Changes an account.
    pub(super) fn edit(&mut self, service: ServiceId, change: impl FnOnce(&mut Account)) {
        let mut account = self.state.accounts.get(service).unwrap().clone();
        change(&mut account);
        self.state.accounts.insert(service, account);
    }

    /// Does something in a context of the service.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Context<'_>) -> T) -> T {
        let setup = Setup {
            protocol: &self.protocol,
            machines: &Interpreter,
            programs: &self.programs,
            log: None,
            parallel: false,
        };
        let regular = Implications::new(&self.state, 1 << 20);
        let mut sources = Sources::new(&self.protocol.params);
        sources.entropy = Some(&self.entropy);
        sources.inputs = Some(&self.inputs);
        act(&mut Context {
            setup: &setup,
            service: ITSELF,
            slot: SLOT,
            sources,
            exceptional: regular.clone(),
            regular,
            transfers: Vec::new(),
        })
    }

    /// A machine before the host call with a number, with registers from φ₇ on.
    pub(super) fn machine(&self, number: u64, registers: &[u64], gas: u64) -> javm::Machine {
        let text = format!("ecalli {}\ntrap\n", number as i64);
        let program = Program::parse(&javm_asm::assemble(&text).unwrap()).unwrap();
        let mut memory = MemoryBuilder::new();
        memory.map((READABLE >> 12) as u32, Access::ReadOnly, &self.memory).unwrap();
        memory.map((WRITABLE >> 12) as u32, Access::Writable, &[]).unwrap();
        let mut state = State { gas: gas + 1, memory: memory.build(), ..State::default() };
        state.registers[7..7 + registers.len()].copy_from_slice(registers);
        let Ok(machine) = Interpreter.start(Arc::new(program), Rules::JAM_0_7_2, state);
        machine
    }

    /// Makes a host call with all gas that it may need.
    pub(super) fn call(&self, context: &mut Context<'_>, call: Call, registers: &[u64]) -> Called {
        let number = self.protocol.calls.number(call).unwrap();
        self.call_with(context, number, registers, 1000)
    }

    pub(super) fn call_with(
        &self,
        context: &mut dyn HostCalls,
        number: u64,
        registers: &[u64],
        gas: u64,
    ) -> Called {
        let mut machine = self.machine(number, registers, gas);
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::HostCall(number)));
        let result = context.call(number, &mut Guest::new(&mut machine));
        let mut written = vec![0; 4096];
        machine.read(WRITABLE, &mut written).unwrap();
        let registers = machine.registers();
        Called { result: result.map(|()| registers[7]), registers, gas: machine.gas(), written }
    }

    /// The result of one host call in a fresh context.
    pub(super) fn result(&self, call: Call, registers: &[u64]) -> Result<u64, Stop> {
        self.with(|context| self.call(context, call, registers).result)
    }
}

/// Host calls of accumulation, with registers for which they succeed or say no, but do not stop.
const CALLS: &[(Call, [u64; 6])] = &[
    (Call::Gas, [0; 6]),
    (Call::Fetch, [WRITABLE, 0, 8, 0, 0, 0]),
    (Call::Lookup, [u64::MAX, READABLE, WRITABLE, 0, 8, 0]),
    (Call::Read, [u64::MAX, READABLE, 4, WRITABLE, 0, 8]),
    (Call::Write, [READABLE, 4, READABLE, 4, 0, 0]),
    (Call::Info, [u64::MAX, WRITABLE, 0, 8, 0, 0]),
    (Call::Bless, [1, READABLE, 2, 3, READABLE, 1]),
    (Call::Assign, [0, READABLE, 1, 0, 0, 0]),
    (Call::Designate, [READABLE, 0, 0, 0, 0, 0]),
    (Call::Checkpoint, [0; 6]),
    (Call::New, [READABLE, 4, 1, 1, 0, 0]),
    (Call::Upgrade, [READABLE, 4, 1, 0, 0, 0]),
    (Call::Transfer, [7, 1, 0, READABLE, 0, 0]),
    (Call::Eject, [9, READABLE, 0, 0, 0, 0]),
    (Call::Query, [READABLE, 4, 0, 0, 0, 0]),
    (Call::Solicit, [READABLE, 4, 0, 0, 0, 0]),
    (Call::Forget, [READABLE, 4, 0, 0, 0, 0]),
    (Call::Yield, [READABLE, 0, 0, 0, 0, 0]),
    (Call::Provide, [u64::MAX, READABLE, 4, 0, 0, 0]),
    (Call::Log, [0, 0, 0, READABLE, 4, 0]),
];

#[test]
fn every_call_costs_ten_and_stops_the_machine_with_nine() {
    let bench = Bench::new();
    for (call, registers) in CALLS {
        let number = bench.protocol.calls.number(*call).unwrap();
        bench.with(|context| {
            let called = bench.call_with(context, number, registers, GAS);
            assert!(called.result.is_ok(), "{call:?}");
            assert_eq!(called.gas, 0, "{call:?}");
        });
        bench.with(|context| {
            let called = bench.call_with(context, number, registers, GAS - 1);
            assert_eq!(called.result, Err(Stop::OutOfGas), "{call:?}");
            assert_eq!(called.registers[7..], registers[..], "{call:?}");
            assert!(context.regular.accounts.changed.is_empty(), "{call:?}");
            assert!(called.written.iter().all(|octet| *octet == 0), "{call:?}");
        });
    }
}

#[test]
fn without_gas_nothing_is_looked_at() {
    let bench = Bench::new();
    for (call, _) in CALLS {
        let number = bench.protocol.calls.number(*call).unwrap();
        let called = bench.with(|context| bench.call_with(context, number, &[NOWHERE; 6], 9));
        assert_eq!(called.result, Err(Stop::OutOfGas), "{call:?}");
    }
}

#[test]
fn numbers_that_are_no_calls_say_what_and_cost_ten() {
    let bench = Bench::new();
    for number in [6, 7, 8, 9, 10, 11, 12, 13, 27, 99, 101, 0x7fff_ffff, u64::MAX] {
        let called = bench.with(|context| bench.call_with(context, number, &[5; 6], GAS));
        assert_eq!((called.result, called.gas), (Ok(WHAT), 0), "{number}");
        assert_eq!(called.registers[8..], [5; 5]);
        let called = bench.with(|context| bench.call_with(context, number, &[5; 6], GAS - 1));
        assert_eq!(called.result, Err(Stop::OutOfGas), "{number}");
    }
}

#[test]
fn the_table_has_every_call_once_and_can_be_renumbered() {
    let numbers = CallTable::JAM.numbers;
    assert!(numbers.is_sorted_by(|a, b| a.0 < b.0));
    assert_eq!(numbers.iter().map(|(_, call)| *call).collect::<Vec<_>>(), Call::ALL);
    let mut bench = Bench::new();
    bench.protocol.calls = CallTable { numbers: &[(300, Call::Gas)], gas: 3 };
    bench.with(|context| {
        assert_eq!(bench.call_with(context, 300, &[], 10).result, Ok(7));
        assert_eq!(bench.call_with(context, 0, &[], 10).result, Ok(WHAT));
    });
}

#[test]
fn results_are_those_of_the_paper() {
    let all = [NONE, WHAT, result::OOB, result::WHO, result::FULL, result::CORE, result::CASH];
    let all = all.into_iter().chain([result::LOW, HUH]);
    assert!(all.eq((1..=9u64).map(u64::wrapping_neg)));
}
