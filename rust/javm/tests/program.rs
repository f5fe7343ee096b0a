//! Program blobs and what is computed from them, against the definitions of A.2, A.3 and D3 taken word by word.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

mod support;

use std::collections::BTreeSet;

use javm::{Field, Opcode, Operands, Parts, Program, ProgramError, Reg, Shape, TABLE, table};
use proptest::collection::vec;
use proptest::prelude::*;

/// k followed by ones.
fn marked(program: &Program, at: usize) -> bool {
    at >= program.code().len() || program.is_instruction_start(at as u64)
}

fn skip(program: &Program, pc: usize) -> usize {
    (0..24).find(|j| marked(program, pc + 1 + j)).unwrap_or(24)
}

fn opcode(program: &Program, pc: usize) -> Opcode {
    let octet = program.code().get(pc).filter(|_| marked(program, pc));
    octet.and_then(|octet| Opcode::from_byte(*octet)).unwrap_or(Opcode::Trap)
}

fn is_valid(program: &Program, pc: usize) -> bool {
    pc < program.code().len()
        && marked(program, pc)
        && Opcode::from_byte(program.code()[pc]).is_some()
}

fn blocks(program: &Program) -> BTreeSet<usize> {
    let ends = (0..program.code().len())
        .filter(|n| is_valid(program, *n) && opcode(program, *n).terminates())
        .map(|n| n + 1 + skip(program, n));
    std::iter::once(0).chain(ends).filter(|n| is_valid(program, *n)).collect()
}

/// Steps from the start of the block with `pc` to its first terminator; a trap that is not written is a block.
fn cost(program: &Program, pc: usize) -> u64 {
    if !is_valid(program, pc) {
        return 1;
    }
    let blocks = blocks(program);
    let mut at = blocks.range(..=pc).next_back().copied().unwrap_or(pc);
    let mut cost = 1;
    while !opcode(program, at).terminates() {
        at += 1 + skip(program, at);
        cost += 1;
    }
    cost
}

proptest! {
    #[test]
    fn no_octets_make_the_parser_panic(octets in vec(any::<u8>(), 0..80)) {
        if let Ok(program) = Program::parse(&octets) {
            prop_assert_eq!(program.to_blob(), octets);
        }
    }

    #[test]
    fn a_mutated_blob_is_refused_or_is_the_blob_of_what_was_read(
        blob in support::blob(), at: prop::sample::Index, octet: u8, cut in 0usize..4,
    ) {
        let mut blob = blob;
        let at = at.index(blob.len());
        blob[at] = octet;
        blob.truncate(blob.len() - cut.min(blob.len()));
        match Program::parse(&blob) {
            Ok(program) => prop_assert_eq!(program.to_blob(), blob),
            Err(error) => prop_assert!(error.to_string().contains("offset"), "{}", error),
        }
    }

    #[test]
    fn parsing_inverts_writing(blob in support::blob()) {
        prop_assert_eq!(Program::parse(&blob).unwrap().to_blob(), blob);
    }

    #[test]
    fn skips_blocks_and_costs_are_those_of_the_definitions(blob in support::blob()) {
        let program = Program::parse(&blob).unwrap();
        let blocks = blocks(&program);
        prop_assert_eq!(program.blocks().collect::<Vec<_>>(), blocks.iter().map(|n| *n as u64).collect::<Vec<_>>());
        for pc in 0..program.code().len() + 70 {
            let at = pc as u64;
            prop_assert_eq!(usize::from(program.skip(at)), skip(&program, pc), "skip({})", pc);
            prop_assert_eq!(program.is_block_start(at), blocks.contains(&pc));
            prop_assert_eq!(program.instruction_at(at).opcode, opcode(&program, pc));
            prop_assert_eq!(program.block_cost(at), cost(&program, pc), "cost at {}", pc);
        }
    }
}

/// A blob with one instruction and a mark on its first octet.
fn single(octets: &[u8]) -> Program {
    let mut bitmask = vec![0; octets.len().div_ceil(8)];
    bitmask[0] = 1;
    let parts =
        Parts { entries: 0, entry_size: 0, jump_table: &[], code: octets, bitmask: &bitmask };
    Program::parse(&parts.write()).unwrap()
}

fn decoded(octets: &[u8]) -> Operands {
    single(octets).instruction_at(0).operands
}

fn r(index: u8) -> Reg {
    Reg::new(index).unwrap()
}

#[test]
fn d9_register_fields_above_12_are_12() {
    let add = Opcode::Add64.byte();
    assert_eq!(decoded(&[add, 0xfd, 200]), Operands::ThreeReg { a: r(12), b: r(12), d: r(12) });
    let moved = Opcode::MoveReg.byte();
    assert_eq!(decoded(&[moved, 0xe3]), Operands::TwoReg { d: r(3), a: r(12) });
}

#[test]
fn d9_lengths_are_clipped_as_in_the_paper() {
    let store = Opcode::StoreImmU8.byte();
    // l_X = min(4, 7) = 4, l_Y = max(0, 5 − 4 − 1) = 0.
    assert_eq!(
        decoded(&[store, 7, 1, 0, 0, 0x80]),
        Operands::TwoImm { x: 0xffff_ffff_8000_0001, y: 0 }
    );
    // More octets than four: l_Y = 4, the rest is ignored.
    let long = [store, 1, 0xff, 1, 2, 3, 4, 5, 6];
    assert_eq!(decoded(&long), Operands::TwoImm { x: u64::MAX, y: 0x0403_0201 });
    // Bit 3 of the length octet is not part of the length.
    assert_eq!(decoded(&[store, 8 + 1, 5, 6]), Operands::TwoImm { x: 5, y: 6 });
    // Four octets and the three that are left.
    let jump = [Opcode::LoadImmJumpInd.byte(), 0x21, 4, 1, 2, 3, 4, 5, 6, 0xff];
    let (a, b) = (r(1), r(2));
    let expected = Operands::TwoRegTwoImm { a, b, x: 0x0403_0201, y: 0xffff_ffff_ffff_0605 };
    assert_eq!(decoded(&jump), expected);
    let load = Opcode::LoadImm.byte();
    assert_eq!(decoded(&[load, 2]), Operands::RegImm { a: r(2), x: 0 });
    assert_eq!(decoded(&[load, 0xf2, 0x80]), Operands::RegImm { a: r(2), x: (-128i64) as u64 });
}

#[test]
fn d9_operands_are_read_beyond_the_instruction_and_the_code() {
    // Two marked octets: the register of the first instruction is the opcode of the second.
    let code = [Opcode::LoadImm.byte(), Opcode::Fallthrough.byte()];
    let parts = Parts { entries: 0, entry_size: 0, jump_table: &[], code: &code, bitmask: &[3] };
    let program = Program::parse(&parts.write()).unwrap();
    assert_eq!(program.instruction_at(0).operands, Operands::RegImm { a: r(1), x: 0 });
    // Immediates of l_X octets likewise, and zeros behind the code.
    let jump = [Opcode::LoadImmJump.byte(), 0x43, 9];
    assert_eq!(decoded(&jump), Operands::RegImmOffset { a: r(3), x: 9, target: 0 });
    assert_eq!(decoded(&[Opcode::LoadImm64.byte()]), Operands::RegExtImm { a: r(0), x: 0 });
}

#[test]
fn d9_targets_may_lie_outside_the_code() {
    let jump = |octets: &[u8]| decoded(octets).target().copied();
    assert_eq!(jump(&[Opcode::Jump.byte(), 0xff]), Some(-1));
    assert_eq!(jump(&[Opcode::Jump.byte(), 0, 0, 0, 0x80]), Some(-(1 << 31)));
    assert_eq!(jump(&[Opcode::Jump.byte(), 0xff, 0xff, 0xff, 0x7f]), Some((1 << 31) - 1));
    assert_eq!(jump(&[Opcode::Jump.byte()]), Some(0));
}

#[test]
fn d9_unmarked_and_unknown_octets_are_traps_with_the_skip_of_the_bitmask() {
    let program = single(&[2, 1, 1]);
    let (first, second) = (program.instruction_at(0), program.instruction_at(1));
    assert_eq!((first.opcode, first.skip), (Opcode::Trap, 2));
    assert_eq!((second.opcode, second.skip), (Opcode::Trap, 1));
    let beyond = program.instruction_at(u64::MAX);
    assert_eq!((beyond.opcode, beyond.skip), (Opcode::Trap, 0));
    assert!(!program.is_block_start(0), "an unknown opcode starts no block");
}

#[test]
fn d11_errors_name_field_and_offset() {
    use ProgramError::{CodeLength, Entry, NotShortest, Padding, Trailing, Truncated};
    let error = |blob: &[u8]| Program::parse(blob).unwrap_err();
    let truncated = |field, offset, expected, found| Truncated { field, offset, expected, found };
    assert_eq!(error(&[]), truncated(Field::JumpTableLength, 0, 1, 0));
    assert_eq!(error(&[0x81]), truncated(Field::JumpTableLength, 0, 2, 1));
    assert_eq!(error(&[0]), truncated(Field::EntrySize, 1, 1, 0));
    assert_eq!(error(&[0, 0]), truncated(Field::CodeLength, 2, 1, 0));
    assert_eq!(error(&[2, 3, 0, 1]), truncated(Field::JumpTable, 3, 6, 1));
    assert_eq!(error(&[0, 0, 2, 1]), truncated(Field::Code, 3, 2, 1));
    assert_eq!(error(&[0, 0, 1, 0]), truncated(Field::Bitmask, 4, 1, 0));
    let not_shortest = |field, offset, value| NotShortest { field, offset, value };
    assert_eq!(error(&[0x80, 5, 0, 0]), not_shortest(Field::JumpTableLength, 0, 5));
    assert_eq!(error(&[0, 0, 0xc0, 0, 1]), not_shortest(Field::CodeLength, 2, 256));
    assert_eq!(error(&[0, 0, 1, 0, 3]), Padding { offset: 4 });
    assert_eq!(error(&[0, 0, 1, 0, 1, 0]), Trailing { offset: 5, count: 1 });
    let wide = [2, 9, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    assert_eq!(error(&wide), Entry { index: 1, offset: 12 });
    let length = u64::from(u32::MAX);
    assert_eq!(error(&[0, 0, 0xf0, 0xff, 0xff, 0xff, 0xff]), CodeLength { offset: 2, length });
    let most = [0xff; 9];
    let huge = [&most[..], &[255, 0]].concat();
    let expected = u128::from(u64::MAX) * 255;
    assert_eq!(error(&huge), truncated(Field::JumpTable, 11, expected, 0));
}

#[test]
fn d11_entries_of_no_octets_are_zero_and_any_number() {
    let blob = [&[0xff; 9][..], &[0, 1, 0, 1]].concat();
    let program = Program::parse(&blob).unwrap();
    assert_eq!(program.jump_table_length(), u64::MAX);
    assert_eq!(program.jump_entry(u64::MAX - 1), Some(0));
    assert_eq!(program.jump_entry(u64::MAX), None);
    assert_eq!(program.to_blob(), blob);
}

#[test]
fn d11_entries_are_little_endian_of_any_size() {
    for size in 1..12usize {
        let octets: Vec<u8> = (1..=2 * size as u8).collect();
        let mut table = octets.clone();
        table
            .chunks_mut(size)
            .for_each(|entry| entry.iter_mut().skip(8).for_each(|high| *high = 0));
        let parts = Parts {
            entries: 2,
            entry_size: size as u8,
            jump_table: &table,
            code: &[],
            bitmask: &[],
        };
        let program = Program::parse(&parts.write()).unwrap();
        let value = |entry: usize| {
            let digits = table[entry * size..][..size].iter().take(8).rev();
            digits.fold(0u64, |value, octet| value * 256 + u64::from(*octet))
        };
        let entries = [0, 1, 2].map(|index| program.jump_entry(index));
        assert_eq!(entries, [Some(value(0)), Some(value(1)), None]);
        assert_eq!(Program::parse(&program.to_blob()).unwrap().jump_entry(1), Some(value(1)));
    }
}

#[test]
fn d11_the_smallest_program_is_empty() {
    let program = Program::parse(&[0, 0, 0]).unwrap();
    assert_eq!((program.code().len(), program.blocks().count(), program.block_cost(0)), (0, 0, 1));
}

#[test]
fn the_table_is_consistent() {
    let octets: BTreeSet<u8> = TABLE.iter().map(|row| row.opcode.byte()).collect();
    let names: BTreeSet<&str> = TABLE.iter().map(|row| row.name).collect();
    assert_eq!((octets.len(), names.len()), (139, 139));
    for octet in 0..=255 {
        assert_eq!(Opcode::from_byte(octet).map(Opcode::byte), octets.get(&octet).copied());
    }
    for row in &TABLE {
        assert_eq!(row.opcode.row(), *row);
        assert_eq!(Opcode::from_name(row.name), Some(row.opcode));
    }
    let rows = |shape| TABLE.iter().filter(|row| row.opcode.shape() == shape).count();
    let counts: Vec<usize> = Shape::ALL.into_iter().map(rows).collect();
    assert_eq!(counts, [2, 1, 1, 4, 1, 13, 4, 11, 12, 42, 6, 1, 41], "rows of A.5.1 to A.5.13");
    // A.3: trap, fallthrough, two jumps, two loads with jump, 8 + 8 branches.
    assert_eq!(TABLE.iter().filter(|row| row.terminates).count(), 2 + 2 + 2 + 8 + 8);
    assert_eq!(table::export().lines().nth(2), Some("10 ecalli one_immediate 0"));
}
