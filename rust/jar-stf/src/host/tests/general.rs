use super::*;
use crate::accounts::{preimage_key, storage_key};
use crate::host::result::{FULL, NONE};
use crate::invocation::{Log, Message};
use jar_codec::encode;
use jar_types::{AccumulationInput, DeferredTransfer, Memo};
use std::sync::Mutex;

#[test]
fn gas_is_what_is_left() {
    assert_eq!(Bench::new().result(Call::Gas, &[]), Ok(990));
}

#[test]
fn fetch_gives_constants_entropy_and_inputs() {
    let mut bench = Bench::new();
    let transfer =
        DeferredTransfer { source: 1, destination: 2, amount: 3, memo: Memo([4; 128]), gas: 5 };
    bench.inputs = vec![AccumulationInput::Transfer(transfer); 2];
    let one = encode(&bench.inputs[0]);
    let all = encode(&bench.inputs);
    let constants = encode(&bench.protocol.params);
    assert_eq!(constants.len(), 134);
    bench.with(|context| {
        for (kind, index, value) in [
            (0, 9, Some(&constants)),
            (1, 9, Some(&bench.entropy.0.to_vec())),
            (14, 9, Some(&all)),
            (15, 1, Some(&one)),
            (15, 2, None),
            (15, u64::MAX, None),
            (2, 0, None),
            (3, 0, None),
            (4, 0, None),
            (5, 0, None),
            (6, 0, None),
            (7, 0, None),
            (8, 0, None),
            (9, 0, None),
            (10, 0, None),
            (11, 0, None),
            (12, 0, None),
            (13, 0, None),
            (16, 0, None),
            (u64::MAX, 0, None),
        ] {
            let registers = [WRITABLE, 0, u64::MAX, kind, index, 0];
            let called = bench.call(context, Call::Fetch, &registers);
            assert_eq!(called.result, Ok(value.map_or(NONE, |value| value.len() as u64)), "{kind}");
            if let Some(value) = value {
                assert_eq!(called.written[..value.len()], value[..], "{kind}");
            }
        }
    });
}

#[test]
fn parts_of_values_are_cut_at_both_ends() {
    let bench = Bench::new();
    let all = encode(&bench.protocol.params);
    let fetch = |address, from, most| {
        let registers = [address, from, most, 0, 0, 0];
        bench.with(|context| bench.call(context, Call::Fetch, &registers))
    };
    let called = fetch(WRITABLE + 1, 130, 100);
    assert_eq!(called.result, Ok(134));
    assert_eq!(called.written[..6], [0, all[130], all[131], all[132], all[133], 0]);
    // Nothing to write can be written anywhere.
    for (from, most) in [(134, 5), (u64::MAX, u64::MAX), (3, 0)] {
        assert_eq!(fetch(NOWHERE, from, most).result, Ok(134));
        assert_eq!(fetch(u64::MAX, from, most).result, Ok(134));
    }
    assert_eq!(fetch(WRITABLE + 4095, 133, 5).result, Ok(134));
    // One octet beyond the page, read-only memory, memory at the end of the address space.
    for (address, from) in
        [(WRITABLE + 4095, 132), (READABLE, 133), (u64::MAX, 133), (1 << 32, 133)]
    {
        assert_eq!(fetch(address, from, 5).result, Err(Stop::Panic));
    }
}

#[test]
fn lookup_finds_preimages_of_any_account() {
    let mut bench = Bench::new();
    let hash = Hash(bench.memory[..32].try_into().unwrap());
    bench.edit(OTHER, |account| account.set_item(preimage_key(&hash), (*b"data").into()));
    let lookup =
        |service, hash, address| bench.result(Call::Lookup, &[service, hash, address, 1, 2]);
    let other = u64::from(OTHER);
    assert_eq!(lookup(other, READABLE, WRITABLE), Ok(4));
    assert_eq!(lookup(other, READABLE, READABLE), Err(Stop::Panic));
    assert_eq!(lookup(other, NOWHERE, WRITABLE), Err(Stop::Panic));
    assert_eq!(lookup(other, READABLE + 1, WRITABLE), Ok(NONE));
    // Without a value the address is of no matter, the hash still is.
    assert_eq!(lookup(other, READABLE + 1, NOWHERE), Ok(NONE));
    for service in [u64::MAX, u64::from(ITSELF), 1234, 1 << 32 | other] {
        assert_eq!(lookup(service, READABLE, NOWHERE), Ok(NONE));
        assert_eq!(lookup(service, NOWHERE, WRITABLE), Err(Stop::Panic));
    }
    let written = bench
        .with(|context| bench.call(context, Call::Lookup, &[other, READABLE, WRITABLE, 1, 2]))
        .written;
    assert_eq!(written[..3], *b"at\0");
}

#[test]
fn read_finds_what_is_stored() {
    let mut bench = Bench::new();
    let key = storage_key(&bench.memory[..5]);
    bench.edit(ITSELF, |account| account.set_item(key, (*b"value").into()));
    let empty = storage_key(&[]);
    bench.edit(OTHER, |account| account.set_item(empty, (*b"none").into()));
    let read = |service, key, length, address| {
        bench.result(Call::Read, &[service, key, length, address, 0, 5])
    };
    assert_eq!(read(u64::MAX, READABLE, 5, WRITABLE), Ok(5));
    assert_eq!(read(u64::from(ITSELF), READABLE, 5, WRITABLE), Ok(5));
    assert_eq!(read(u64::from(OTHER), READABLE, 5, WRITABLE), Ok(NONE));
    assert_eq!(read(u64::from(OTHER), NOWHERE, 0, WRITABLE), Ok(4));
    assert_eq!(read(77, READABLE, 5, NOWHERE), Ok(NONE));
    assert_eq!(read(u64::MAX, READABLE, 5, READABLE), Err(Stop::Panic));
    assert_eq!(read(u64::MAX, READABLE, 4097, WRITABLE), Err(Stop::Panic));
    assert_eq!(read(u64::MAX, READABLE, u64::MAX, WRITABLE), Err(Stop::Panic));
    assert_eq!(read(77, NOWHERE, 1, WRITABLE), Err(Stop::Panic));
}

#[test]
fn write_counts_what_is_stored() {
    let bench = Bench::new();
    bench.with(|context| {
        let mut write = |key: u64, length: u64, value: u64, size: u64| {
            let called = bench.call(context, Call::Write, &[key, length, value, size]);
            let info = context.own().unwrap().info;
            (called.result, info.items, info.bytes)
        };
        assert_eq!(write(READABLE, 3, READABLE, 10), (Ok(NONE), 1, 34 + 3 + 10));
        assert_eq!(write(READABLE, 3, READABLE, 4), (Ok(10), 1, 34 + 3 + 4));
        assert_eq!(write(READABLE + 1, 0, READABLE, 1), (Ok(NONE), 2, 41 + 35));
        assert_eq!(write(NOWHERE, 0, READABLE, 1), (Ok(1), 2, 41 + 35), "the same key");
        assert_eq!(write(READABLE, 3, NOWHERE, 0), (Ok(4), 1, 35));
        assert_eq!(write(READABLE, 3, NOWHERE, 0), (Ok(NONE), 1, 35));
        // 1000 = 100 + 10 · 2 + 35 + 34 + 3 + 808
        assert_eq!(write(READABLE, 3, READABLE, 809), (Ok(FULL), 1, 35));
        assert_eq!(write(READABLE, 3, READABLE, 808), (Ok(NONE), 2, 35 + 845));
        assert_eq!(write(NOWHERE, 1, READABLE, 1), (Err(Stop::Panic), 2, 880));
        assert_eq!(write(READABLE, 1, NOWHERE, 1), (Err(Stop::Panic), 2, 880));
        assert_eq!(write(NOWHERE, 1, NOWHERE, 0), (Err(Stop::Panic), 2, 880));
    });
}

#[test]
fn an_account_below_its_threshold_cannot_even_delete() {
    let mut bench = Bench::new();
    let key = storage_key(&bench.memory[..3]);
    bench.edit(ITSELF, |account| {
        account.set_item(key, (*b"value").into());
        (account.info.items, account.info.bytes, account.info.balance) = (2, 84, 99);
    });
    assert_eq!(bench.result(Call::Write, &[READABLE, 3, 0, 0]), Ok(FULL));
    bench.edit(ITSELF, |account| account.info.balance = 100 + 10 + 42);
    assert_eq!(bench.result(Call::Write, &[READABLE, 3, 0, 0]), Ok(5));
    bench.edit(ITSELF, |account| account.info.balance -= 1);
    assert_eq!(bench.result(Call::Write, &[READABLE, 3, 0, 0]), Ok(FULL));
}

#[test]
fn info_has_the_fixed_part() {
    let mut bench = Bench::new();
    bench.edit(OTHER, |account| {
        (account.info.items, account.info.bytes, account.info.deposit_offset) = (2, 300, 50);
    });
    let registers = [u64::from(OTHER), WRITABLE, 0, 1000];
    let called = bench.with(|context| bench.call(context, Call::Info, &registers));
    assert_eq!(called.result, Ok(96));
    let number = |at: usize| u64::from_le_bytes(called.written[at..at + 8].try_into().unwrap());
    let small = |at: usize| u32::from_le_bytes(called.written[at..at + 4].try_into().unwrap());
    assert_eq!(called.written[..32], [1; 32]);
    let numbers = [500, 100 + 20 + 300 - 50, 11, 12, 300];
    assert_eq!([32, 40, 48, 56, 64].map(number), numbers);
    assert_eq!((small(72), number(76), [84, 88, 92].map(small)), (2, 50, [3, 4, 5]));
    assert_eq!(bench.result(Call::Info, &[u64::MAX, WRITABLE, 0, 96]), Ok(96));
    assert_eq!(bench.result(Call::Info, &[u64::MAX, READABLE, 95, 96]), Err(Stop::Panic));
    assert_eq!(bench.result(Call::Info, &[u64::MAX, READABLE, 96, 96]), Ok(96));
    assert_eq!(bench.result(Call::Info, &[1234, NOWHERE, 0, 96]), Ok(NONE));
}

#[derive(Default)]
struct Seen(Mutex<Vec<String>>);

impl Log for Seen {
    fn log(&self, message: &Message<'_>) {
        self.0.lock().unwrap().push(format!("{message:?}"));
    }
}

#[test]
fn log_says_what_whether_or_not_anybody_listens() {
    let mut bench = Bench::new();
    bench.memory[..6].copy_from_slice(b"abcdef");
    let seen = Seen::default();
    let readable = [2, READABLE, 1, READABLE + 1, 2];
    for registers in [readable, [2, 0, 0, READABLE, 3], [2, NOWHERE, 1, READABLE, 3]] {
        bench.with(|context| {
            let setup = Setup { log: Some(&seen), ..*context.setup };
            let Context { service, slot, regular, exceptional, .. } = context;
            let (regular, exceptional) = (regular.clone(), exceptional.clone());
            let sources = Sources::new(&bench.protocol.params);
            let (service, slot, transfers) = (*service, *slot, Vec::new());
            let setup = &setup;
            let mut heard =
                Context { setup, service, slot, sources, regular, exceptional, transfers };
            assert_eq!(bench.call(&mut heard, Call::Log, &registers).result, Ok(WHAT));
        });
        assert_eq!(bench.result(Call::Log, &registers), Ok(WHAT));
    }
    let seen = seen.0.into_inner().unwrap();
    assert_eq!(seen.len(), 2, "unreadable messages are lost");
    assert!(seen[0].contains("service: Some(7)"), "{}", seen[0]);
    assert!(seen[0].contains("target: Some([97]), text: [98, 99]"), "{}", seen[0]);
    assert!(seen[1].contains("target: None, text: [97, 98, 99]"), "{}", seen[1]);
}
