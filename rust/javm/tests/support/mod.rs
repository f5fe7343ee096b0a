//! Strategies for programs and states, shared by the tests of `javm` and `javm-asm`.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(unreachable_pub, reason = "a module of several test crates")]

use javm::{Access, Heap, Memory, MemoryBuilder, Parts, Start, TABLE};
use proptest::collection::vec;
use proptest::prelude::*;

/// An octet that is a valid opcode three times out of four.
pub fn opcode_octet() -> impl Strategy<Value = u8> {
    prop_oneof![3 => (0..TABLE.len()).prop_map(|row| TABLE[row].opcode.byte()), 1 => any::<u8>()]
}

/// Octets that are often small, so that operands are often valid.
fn operand_octet() -> impl Strategy<Value = u8> {
    prop_oneof![2 => 0u8..16, 1 => Just(0xffu8), 2 => any::<u8>()]
}

/// From one marked position to the next: opcode and what follows, sometimes longer than any skip.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let length = prop_oneof![12 => 0usize..7, 3 => 7usize..13, 1 => 20usize..60];
    let operands = length.prop_flat_map(|length| vec(operand_octet(), length));
    (opcode_octet(), operands)
        .prop_map(|(opcode, operands)| std::iter::once(opcode).chain(operands).collect())
}

/// Valid program blobs, most of them with malformed instructions somewhere.
pub fn blob() -> impl Strategy<Value = Vec<u8>> {
    let lead = prop_oneof![4 => Just(0usize), 1 => 1usize..30];
    let table = (prop_oneof![3 => 1u8..5, 1 => 5u8..12, 1 => Just(0u8)], vec(any::<u16>(), 0..6));
    (lead, vec(piece(), 0..24), table).prop_map(|(lead, pieces, (size, entries))| {
        let mut code = vec![1; lead];
        let mut starts = Vec::new();
        for piece in pieces {
            starts.push(code.len());
            code.extend(piece);
        }
        let mut bitmask = vec![0u8; code.len().div_ceil(8)];
        starts.iter().for_each(|pc| bitmask[pc / 8] |= 1 << (pc % 8));
        let mut jump_table = Vec::new();
        for entry in &entries {
            // Half of the entries name an instruction.
            let start = starts.get(usize::from(*entry / 2) % starts.len().max(1));
            let value = start.filter(|_| entry % 2 == 0).map_or(u64::from(*entry), |pc| *pc as u64);
            let octets = value.to_le_bytes().into_iter().chain([0; 8]);
            jump_table.extend(octets.take(usize::from(size)));
        }
        let entries = entries.len() as u64;
        Parts { entries, entry_size: size, jump_table: &jump_table, code: &code, bitmask: &bitmask }
            .write()
    })
}

/// Two writable pages at 0x20000, a read-only one behind them.
pub fn memory() -> Memory {
    let mut builder = MemoryBuilder::new();
    builder.map(0x20, Access::Writable, &[1, 2, 3]).unwrap();
    builder.map(0x21, Access::Writable, &[]).unwrap();
    builder.map(0x22, Access::ReadOnly, &[0xff; 4096]).unwrap();
    builder.build()
}

/// Values near which things happen.
pub fn value() -> impl Strategy<Value = u64> {
    let edges = [
        0,
        1,
        2,
        31,
        32,
        63,
        64,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0x7fff_ffff,
        1 << 31,
        1 << 32,
        i64::MAX as u64,
        1 << 63,
    ];
    let edge =
        (0..edges.len(), any::<bool>(), -1i64..2).prop_map(move |(index, negative, near)| {
            let edge: u64 = edges[index];
            let edge = if negative { edge.wrapping_neg() } else { edge };
            edge.wrapping_add_signed(near)
        });
    prop_oneof![3 => edge, 1 => any::<u64>(), 2 => 0x2_0000u64..0x2_3004]
}

/// States with the memory of [`memory`].
pub fn start() -> impl Strategy<Value = Start> {
    let gas = prop_oneof![4 => 0u64..60, 1 => Just(u64::MAX)];
    let pc = prop_oneof![4 => Just(0u64), 1 => 0u64..100];
    let registers = vec(value(), 13).prop_map(|all| all.try_into().unwrap());
    (pc, gas, registers).prop_map(|(pc, gas, registers)| {
        let heap = Heap { brk: 0x2_1800, limit: 0x2_5000 };
        Start { pc, gas, registers, heap }
    })
}
