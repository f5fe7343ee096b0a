//! What tests of invocations share: services whose programs come from the assembler.

use jar_crypto::blake2b;
use jar_types::{Hash, Params, Request, ServiceInfo};
use javm::Interpreter;
use javm::init::StandardProgram;

use crate::Protocol;
use crate::accounts::{Account, Octets, preimage_key, request_key};
use crate::host::Call;
use crate::invocation::{Programs, Setup};

/// Where read-only data begins.
pub(crate) const DATA: u64 = 0x1_0000;
/// Where memory that can be written begins, if there is at most one zone of read-only data: [`WRITABLE_PAGES`] pages.
pub(crate) const HEAP: u64 = 0x3_0000;
pub(crate) const WRITABLE_PAGES: u16 = 16;
/// Where [`keep`] puts results.
pub(crate) const KEPT: u64 = HEAP + 0x8000;

/// Rules, programs.
pub(crate) struct Rig {
    pub(crate) protocol: Protocol,
    pub(crate) programs: Programs,
}

impl Rig {
    pub(crate) fn new(params: Params) -> Self {
        Self { protocol: Protocol::jam(params), programs: Programs::default() }
    }

    pub(crate) fn setup(&self) -> Setup<'_> {
        Setup {
            protocol: &self.protocol,
            machines: &Interpreter,
            programs: &self.programs,
            log: None,
            parallel: false,
        }
    }
}

/// The preimage of a code: metadata of one octet, then a standard program with read-only data.
pub(crate) fn code(text: &str, data: &[u8]) -> Octets {
    let program = javm_asm::assemble(text).unwrap();
    let standard = StandardProgram {
        read_only: data,
        heap: &[],
        heap_pages: WRITABLE_PAGES,
        stack: 4096,
        code: &program,
    };
    [&[1, 0xaa][..], &standard.write()].concat().into()
}

/// An account with some code, available since slot 1.
pub(crate) fn account(balance: u64, code: &Octets) -> Account {
    let code_hash = blake2b(code);
    let mut account = Account::new(ServiceInfo {
        version: Default::default(),
        code_hash,
        balance,
        min_item_gas: 0,
        min_memo_gas: 0,
        bytes: 81 + code.len() as u64,
        deposit_offset: 0,
        items: 2,
        creation_slot: 0,
        last_accumulation_slot: 0,
        parent_service: 0,
    });
    give(&mut account, code);
    account
}

/// Gives an account a preimage, available since slot 1; its footprint is not told.
pub(crate) fn give(account: &mut Account, preimage: &Octets) -> Hash {
    let hash = blake2b(preimage);
    account.set_item(preimage_key(&hash), Octets::clone(preimage));
    let key = request_key(&hash, preimage.len() as u64).unwrap();
    account.set_request(key, &Request(vec![1]));
    hash
}

/// Five octets that do nothing: accumulation begins behind them.
pub(crate) const PROLOGUE: &str =
    "fallthrough\nfallthrough\nfallthrough\nfallthrough\nfallthrough\n";

/// Runs until there is no gas.
pub(crate) const ENDLESS: &str = "fallthrough\n@endless:\njump @endless\n";

/// A host call with registers from φ₇ on. One instruction for each, and one for the call.
pub(crate) fn call(call: Call, registers: &[u64]) -> String {
    let number = crate::host::CallTable::JAM.number(call).unwrap();
    let load = |(place, value): (usize, &u64)| format!("load_imm_64 r{}, {value:#x}\n", place + 7);
    let loads: String = registers.iter().enumerate().map(load).collect();
    format!("{loads}ecalli {number}\n")
}

/// Keeps φ₇ as the result with some index.
pub(crate) fn keep(index: u64) -> String {
    format!("store_u64 r7, {:#x}\n", KEPT + 8 * index)
}

/// Halts with an output. Three instructions.
pub(crate) fn halt(address: u64, length: u64) -> String {
    format!("load_imm_64 r7, {address:#x}\nload_imm_64 r8, {length:#x}\njump_ind r0, 0\n")
}
