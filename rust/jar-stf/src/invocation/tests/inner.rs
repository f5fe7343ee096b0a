//! Inner machines, driven by programs of refinement.

use super::{results, stops};
use crate::host::result::{HUH, OK, OOB, WHO};
use crate::host::{Call, end};
use crate::testing::{DATA, HEAP, call};

/// The blob of an inner program in a page of its own, so that it is known where it is.
fn inner(text: &str) -> (String, u64) {
    let blob = javm_asm::assemble(text).unwrap();
    let words = blob.chunks(8).enumerate().map(|(index, octets)| {
        let mut word = [0; 8];
        word[..octets.len()].copy_from_slice(octets);
        let address = HEAP + 0x1000 + 8 * index as u64;
        format!("load_imm_64 r1, {:#x}\nstore_u64 r1, {address:#x}\n", u64::from_le_bytes(word))
    });
    (words.collect(), blob.len() as u64)
}

/// Makes an inner machine; its index is the result.
fn machine(text: &str, pc: u64) -> String {
    let (words, length) = inner(text);
    format!("{words}{}", call(Call::Machine, &[HEAP + 0x1000, length, pc]))
}

/// Stores a number.
fn store(address: u64, value: u64) -> String {
    format!("load_imm_64 r1, {value:#x}\nstore_u64 r1, {address:#x}\n")
}

/// Runs an inner machine with gas, and all registers but the first 0.
fn invoke(index: u64, gas: u64, first: u64) -> String {
    let zeros: String = (2..14).map(|word| store(HEAP + 8 * word, 0)).collect();
    let parts = [store(HEAP, gas), store(HEAP + 8, first), zeros].concat();
    format!("{parts}{}", call(Call::Invoke, &[index, HEAP]))
}

/// Makes the octets at an address the next result.
fn load(address: u64) -> String {
    format!("load_u64 r7, {address:#x}\n")
}

const LATER: &str = "move_reg r7, r8\n";

#[test]
fn machines_get_the_least_free_index() {
    let new = || machine("trap\n", 5);
    let expunge = |index| call(Call::Expunge, &[index]);
    let calls = [
        new(),
        new(),
        new(),
        expunge(1),
        expunge(1),
        new(),
        expunge(0),
        expunge(2),
        new(),
        expunge(0),
        expunge(1),
        new(),
        expunge(u64::MAX),
    ];
    assert_eq!(results(&calls), [0, 1, 2, 5, WHO, 1, 5, 5, 0, 5, 5, 0, WHO]);
    assert_eq!(results(&[call(Call::Machine, &[DATA, 3, 0])]), [HUH]);
    stops(&[call(Call::Machine, &[DATA + 8192, 1, 0])]);
    stops(&[call(Call::Machine, &[DATA, u64::MAX, 0])]);
}

#[test]
fn pages_say_no_in_the_order_of_the_paper() {
    let pages = |index, page, count, rights| call(Call::Pages, &[index, page, count, rights]);
    let calls = [
        pages(0, 0, 0, 9),
        machine("trap\n", 0),
        pages(0, 16, 1, 5),
        pages(0, 15, 1, 1),
        pages(0, 16, (1 << 20) - 16, 1),
        pages(0, u64::MAX, 1, 1),
        pages(0, 16, u64::MAX, 1),
        pages(0, 16, 1, 3),
        pages(0, 16, 1, 4),
        pages(0, 16, 0, 4),
        pages(0, 16, (1 << 20) - 17, 1),
        pages(0, 20, 2, 0),
        pages(0, 16, 4, 4),
        pages(0, 19, 2, 3),
        pages(0, 22, 9, 3),
    ];
    assert_eq!(
        results(&calls),
        [WHO, 0, HUH, HUH, HUH, HUH, HUH, HUH, HUH, OK, OK, OK, OK, HUH, OK]
    );
}

#[test]
fn peek_and_poke_ask_for_the_outer_memory_first() {
    let peek = |index, to, from, length| call(Call::Peek, &[index, to, from, length]);
    let poke = |index, from, to, length| call(Call::Poke, &[index, from, to, length]);
    let pages = |page, count, rights| call(Call::Pages, &[0, page, count, rights]);
    let (first, second) = (16 << 12, 17 << 12);
    let calls = [
        peek(0, HEAP, first, 8),
        poke(0, DATA, first, 8),
        machine("trap\n", 0),
        peek(0, HEAP, first, 8),
        poke(0, DATA, first, 8),
        peek(0, 0, 0, 0),
        pages(16, 1, 2),
        pages(17, 1, 1),
        poke(0, DATA, first, 4096),
        poke(0, DATA, first + 1, 4096),
        peek(0, HEAP, second - 4, 8),
        load(HEAP),
        peek(0, HEAP, second - 4, 4101),
        // Rights of 3 and 4 keep what is there, less make it zero.
        pages(16, 2, 3),
        poke(0, DATA, first, 1),
        peek(0, HEAP, second - 4, 8),
        load(HEAP),
        pages(16, 2, 4),
        peek(0, HEAP, second - 4, 8),
        load(HEAP),
        pages(16, 1, 1),
        peek(0, HEAP, second - 4, 8),
        load(HEAP),
        pages(16, 2, 0),
        peek(0, HEAP, second - 4, 1),
    ];
    let seen = u64::from(u32::from_le_bytes([252, 253, 254, 255]));
    assert_eq!(
        results(&calls),
        [
            WHO, WHO, 0, OOB, OOB, OK, OK, OK, OK, OOB, OK, seen, OOB, OK, OOB, OK, seen, OK, OK,
            seen, OK, OK, 0, OK, OOB
        ]
    );
    stops(&[peek(0, DATA, first, 1)]);
    stops(&[peek(0, u64::MAX, first, 2)]);
    stops(&[poke(0, DATA + 8192, first, 1)]);
    stops(&[machine("trap\n", 0), peek(0, DATA, first, 1)]);
}

#[test]
fn invoke_runs_until_each_kind_of_end() {
    let text = "ecalli 77\nadd_imm_64 r0, r0, 1\nload_u8 r1, 0x10000\njump_ind r0, 0\n";
    let gas = || load(HEAP);
    let first = || load(HEAP + 8);
    let calls = [
        invoke(0, 9, 1),
        machine(text, 0),
        // The host call: one instruction; the next run goes on behind it.
        invoke(0, 9, 1),
        LATER.into(),
        gas(),
        // A page fault, again and again, at the same instruction.
        invoke(0, 9, 5),
        LATER.into(),
        gas(),
        first(),
        invoke(0, 9, 5),
        gas(),
        invoke(0, 0, 5),
        call(Call::Pages, &[0, 16, 1, 1]),
        invoke(0, 2, 0xffff_0000),
        gas(),
        // It halted: it begins at 0.
        invoke(0, 9, 4),
        LATER.into(),
        invoke(0, 3, 4),
        gas(),
        first(),
        call(Call::Expunge, &[0]),
    ];
    let wanted = [
        WHO,
        0,
        end::HOST,
        77,
        8,
        end::FAULT,
        0x1_0000,
        7,
        6,
        end::FAULT,
        8,
        end::OOG,
        OK,
        end::HALT,
        0,
        end::HOST,
        77,
        end::PANIC,
        0,
        5,
        0,
    ];
    assert_eq!(results(&calls), wanted);
    // Where it stopped is what `expunge` gives: behind the host call.
    let calls = [machine(text, 0), invoke(0, 9, 1), call(Call::Expunge, &[0])];
    assert_eq!(results(&calls), [0, end::HOST, 2]);
    // Outside of its code it panics.
    let calls = [machine("trap\n", u64::MAX), invoke(0, 5, 0), call(Call::Expunge, &[0])];
    assert_eq!(results(&calls), [0, end::PANIC, 0]);
    stops(&[call(Call::Invoke, &[0, DATA])]);
    stops(&[call(Call::Invoke, &[0, HEAP + 0x1_0000 - 111])]);
    let last = call(Call::Invoke, &[0, HEAP + 0x1_0000 - 112]);
    assert_eq!(results(&[last]), [WHO]);
}
