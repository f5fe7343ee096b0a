//! Services with code, from the assembler: they store, transfer, spawn, ask for preimages and bring them, give privileges, fail.

use jar_codec::encode;
use jar_crypto::blake2b;
use jar_stf::host::{Call, CallTable};
use jar_types::{
    Hash, ItemKey, Preimage, Request, ServiceAccount, ServiceId, ServiceInfo, ValidatorSet,
};
use javm::init::StandardProgram;
use std::collections::BTreeMap;

/// Where read-only data begins.
const DATA: u64 = 0x1_0000;
/// Where memory begins that can be written.
const HEAP: u64 = 0x3_0000;
/// Where a validator set lies in the data.
const SET: u64 = DATA + 0x100;
/// The service itself.
const OWN: u64 = u64::MAX;

/// A host call with registers from φ₇ on.
fn call(call: Call, registers: &[u64]) -> String {
    let number = CallTable::JAM.numbers.iter().find(|(_, one)| *one == call);
    let load = |(place, value): (u64, &u64)| {
        format!("load_imm_64 r{}, {value:#x}\n", place.saturating_add(7))
    };
    let loads: String = (0..).zip(registers).map(load).collect();
    format!("{loads}ecalli {}\n", number.map_or(0, |(number, _)| *number))
}

/// Ends with an output.
fn halt(address: u64, length: u64) -> String {
    format!("load_imm_64 r7, {address:#x}\nload_imm_64 r8, {length:#x}\njump_ind r0, 0\n")
}

/// Reads the first of what a service is given: an octet of kind, then a package's hash or a transfer.
fn input() -> String {
    call(Call::Fetch, &[HEAP, 0, 200, 15, 0])
}

/// Makes itself registrar, then a service of one of 32 indices, which the input decides: two services may choose the same.
fn registrar(own: u64) -> String {
    let new = call(Call::New, &[DATA, 9, 10, 10, 0]);
    let index = format!(
        "load_u8 r12, {:#x}\nand_imm r12, r12, 0x1f\nadd_imm_64 r12, r12, 0x64\n",
        HEAP + 1
    );
    let bless = call(Call::Bless, &[0, HEAP + 0x1000, 0, own, 0, 0]);
    format!(
        "{}{bless}{}{}{}",
        input(),
        new.replace("ecalli", &format!("{index}ecalli")),
        call(Call::Yield, &[HEAP + 1]),
        halt(0, 0)
    )
}

/// What each service does, from index 0 on.
fn programs(designates: bool) -> Vec<String> {
    let write = |key: u64, length| call(Call::Write, &[key, 5, HEAP, length]);
    let queue = call(Call::Assign, &[1, HEAP + 0x1000, 0]);
    let set = if designates { call(Call::Designate, &[SET]) } else { String::new() };
    let store = [
        input(),
        write(HEAP, 120),
        call(Call::Read, &[OWN, DATA, 5, HEAP + 0x800, 0, 64]),
        write(DATA, 40),
        call(Call::Transfer, &[2, 1000, 5000, DATA]),
        call(Call::Info, &[OWN, HEAP + 0x900, 0, 200]),
        call(Call::Yield, &[HEAP + 1]),
        halt(HEAP, 32),
    ];
    let spawn = [
        input(),
        call(Call::New, &[DATA, 300, 20, 20, 0, 0]),
        call(Call::Checkpoint, &[]),
        write(HEAP, 0),
        call(Call::Transfer, &[1, 5, 100_000, DATA]),
        call(Call::Gas, &[]),
        format!("store_u64 r7, {HEAP:#x}\n"),
        write(DATA, 8),
        // Fails, or not, as the input says.
        format!("load_u8 r3, {:#x}\nand_imm r3, r3, 3\nbranch_eq_imm r3, 0, @bad\n", HEAP + 2),
        halt(HEAP + 0x40, 32),
        "@bad:\ntrap\n".to_owned(),
    ];
    let provide = [
        input(),
        call(Call::Solicit, &[DATA + 32, 5]),
        call(Call::Provide, &[OWN, DATA + 64, 5]),
        call(Call::Query, &[DATA + 32, 5]),
        format!("store_u64 r7, {HEAP:#x}\nstore_u64 r8, {:#x}\n", HEAP + 8),
        write(DATA, 16),
        call(Call::Solicit, &[HEAP + 1, 7]),
        call(Call::Forget, &[DATA + 32, 5]),
        call(Call::Lookup, &[OWN, DATA + 32, HEAP + 0x100, 0, 5]),
        halt(0, 0),
    ];
    vec![
        format!("{}{queue}{set}{}", input(), halt(0, 0)),
        store.concat(),
        spawn.concat(),
        provide.concat(),
        registrar(4),
        registrar(5),
    ]
}

/// A preimage's items.
fn hold(items: &mut BTreeMap<ItemKey, Vec<u8>>, blob: &[u8], slots: Vec<u32>) -> u64 {
    let hash = blake2b(blob);
    if !slots.is_empty() {
        items.insert(ItemKey::preimage(&hash, blake2b), blob.to_vec());
    }
    let key = ItemKey::request(&hash, blob.len() as u32, blake2b);
    items.insert(key, encode(&Request(slots)));
    81u64.saturating_add(blob.len() as u64)
}

/// What services ask for from the start on.
pub(super) fn library() -> Vec<Preimage> {
    let blob = |number: u8| vec![number; usize::from(number)];
    (0..48)
        .map(|number| Preimage { requester: u32::from(number % 4), blob: blob(number) })
        .collect()
}

/// The services of a first state; `next` are validators for who may name them.
pub(super) fn accounts(
    next: &ValidatorSet,
    designates: bool,
) -> BTreeMap<ServiceId, ServiceAccount> {
    let brought = [7u8; 5];
    let mut data = blake2b(b"code").0.to_vec();
    data.extend(blake2b(&brought).0);
    data.extend(brought);
    data.resize((SET - DATA) as usize, 0);
    data.extend(encode(next));
    let account = |(service, text): (ServiceId, String)| {
        let code = code(&text, &data);
        let mut items = BTreeMap::new();
        let mut bytes = hold(&mut items, &code, vec![0]);
        for preimage in library().iter().filter(|preimage| preimage.requester == service) {
            bytes = bytes.saturating_add(hold(&mut items, &preimage.blob, Vec::new()));
        }
        let requests = library().iter().filter(|one| one.requester == service).count() as u32;
        let info = ServiceInfo {
            version: Default::default(),
            code_hash: blake2b(&code),
            balance: 1 << 40,
            min_item_gas: 20_000,
            min_memo_gas: 1000,
            bytes,
            deposit_offset: 0,
            items: requests.saturating_add(1).saturating_mul(2),
            creation_slot: 0,
            last_accumulation_slot: 0,
            parent_service: 0,
        };
        (service, ServiceAccount { info, items })
    };
    (0..).zip(programs(designates)).map(account).collect()
}

/// The preimage of a code: no metadata, then a standard program with read-only data. Accumulation begins behind five octets.
fn code(text: &str, data: &[u8]) -> Vec<u8> {
    let prologue = "fallthrough\n".repeat(5);
    // The texts are of this file; a test assembles all of them.
    let program = javm_asm::assemble(&format!("{prologue}{text}")).unwrap_or_default();
    let standard =
        StandardProgram { read_only: data, heap: &[], heap_pages: 4, stack: 4096, code: &program };
    [&[0][..], &standard.write()].concat()
}

/// The hash of nothing that is there.
pub(super) const STRANGE: Hash = Hash([0xee; 32]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_programs_assemble() {
        for text in programs(true).into_iter().chain(programs(false)) {
            let prologue = "fallthrough\n".repeat(5);
            let assembled = javm_asm::assemble(&format!("{prologue}{text}"));
            assert!(assembled.is_ok(), "{text}{:?}", assembled.err());
        }
    }
}
