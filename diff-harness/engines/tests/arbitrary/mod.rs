//! Small programs and random cases, as octets: this level knows no assembler. The tester's generators do better; this is enough to see
//! that machines are connected rightly.

use crate::blob::{blob, raw_blob};
use jar_diff_wire::{Access, Case, GasModel, Page, Poke, Reply};
use proptest::collection::vec;
use proptest::prelude::*;

/// A standard program (docs/machine.md, D12).
pub(crate) fn standard(read_only: &[u8], heap: &[u8], stack: u32, blob: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(&(read_only.len() as u32).to_le_bytes()[..3]);
    out.extend(&(heap.len() as u32).to_le_bytes()[..3]);
    out.extend([1, 0]);
    out.extend(&stack.to_le_bytes()[..3]);
    out.extend(read_only);
    out.extend(heap);
    out.extend((blob.len() as u32).to_le_bytes());
    out.extend(blob);
    out
}

/// Jump through a register, call of the host: they lead to exits that a random program seldom reaches.
const ODD: [u8; 2] = [50, 10];

fn code() -> impl Strategy<Value = Vec<u8>> {
    let opcode = prop_oneof![
        8 => (0..javm::TABLE.len()).prop_map(|row| javm::TABLE[row].opcode as u8),
        2 => proptest::sample::select(ODD.as_slice()),
        1 => any::<u8>()
    ];
    let usual = (opcode, any::<[u8; 10]>(), 0..11usize).prop_map(|(opcode, rest, n)| {
        let small = rest.map(|octet| if octet % 3 == 0 { octet } else { octet & 0x13 });
        [&[opcode], &small[..n]].concat()
    });
    // Without an immediate the jump goes where the register says: often to the address that halts.
    let jump = (0..13u8).prop_map(|register| vec![ODD[0], register]);
    let instruction = prop_oneof![12 => usual, 1 => jump];
    let program = vec(instruction, 0..8).prop_map(|instructions| {
        let instructions: Vec<&[u8]> = instructions.iter().map(Vec::as_slice).collect();
        blob(&instructions)
    });
    let octets = vec((any::<u8>(), any::<bool>()), 0..60).prop_map(|octets| {
        let (code, starts): (Vec<u8>, Vec<bool>) = octets.into_iter().unzip();
        raw_blob(&code, &starts)
    });
    prop_oneof![12 => program, 3 => octets, 1 => vec(any::<u8>(), 0..20)]
}

fn word() -> impl Strategy<Value = u64> {
    prop_oneof![
        any::<u64>(),
        0..0x40u64,
        (0x1_fff0..0x2_2010u64),
        (0xffff_ffe0..0x1_0000_0020u64),
        Just(0xffff_0000 - 0x10),
        Just(0xffff_0000),
        Just(u64::MAX),
        Just(1 << 63)
    ]
}

fn reply() -> impl Strategy<Value = Reply> {
    let registers = proptest::array::uniform13(proptest::option::weighted(0.1, word()));
    let address = prop_oneof![0x1_ffe0..0x2_1010u32, any::<u32>()];
    let poke =
        (address, vec(any::<u8>(), 1..40)).prop_map(|(address, octets)| Poke { address, octets });
    let gas = prop_oneof![4 => 0..20u64, 1 => any::<u64>()];
    (gas, registers, proptest::option::of(poke)).prop_map(|(gas, registers, poke)| Reply {
        gas,
        registers,
        poke,
    })
}

/// Cases that run for at most some thousand steps: random code, and state in which it does something.
pub(crate) fn any_case() -> impl Strategy<Value = Case> {
    let limits = (0..80u32, 0..2000u64, prop_oneof![Just(u64::MAX), 0..40u64], any::<bool>());
    let pages = vec(any::<u8>(), 0..5000usize).prop_map(|octets| {
        let (first, second) = octets.split_at(octets.len().min(4096));
        vec![
            Page::new(0x20, Access::Writable, first.to_vec()),
            Page::new(0x21, Access::ReadOnly, second.to_vec()),
        ]
    });
    let heap = (0..0x10_0000u32, 0..0x10_0000u32);
    let state = (proptest::array::uniform13(word()), pages, heap);
    let standard_parts =
        (vec(any::<u8>(), 0..20), vec(any::<u8>(), 0..20), 0..9000u32, vec(any::<u8>(), 0..20));
    (code(), limits, state, vec(reply(), 0..3), proptest::option::weighted(0.2, standard_parts))
        .prop_map(
            |(
                blob,
                (pc, gas, step_limit, per_block),
                (registers, pages, (low, room)),
                replies,
                parts,
            )| {
                let common = match parts {
                    Some((read_only, heap, stack, arguments)) => {
                        Case::standard(standard(&read_only, &heap, stack, &blob), arguments)
                    }
                    None => Case {
                        registers,
                        pages,
                        heap_break: low,
                        heap_limit: low + room,
                        ..Case::raw(blob)
                    },
                };
                let gas_model =
                    if per_block { GasModel::PerBlock } else { GasModel::PerInstruction };
                let pc = pc.saturating_sub(40);
                Case { gas_model, pc, gas, step_limit, replies, ..common }
            },
        )
}
