//! The machine as a whole: exits, gas, step limits, host calls, and the decisions D1 to D10.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

mod support;

use std::sync::Arc;

use javm::{
    Access, Engine, Exit, Heap, Instance, Interpreter, Machine, Memory, Program, Reg, Rules, Start,
    State, UNLIMITED, psi,
};
use javm_asm::assemble;
use proptest::prelude::*;

const RULES: [Rules; 2] = [Rules::JAM_0_7_2, Rules::FLAT_PER_BLOCK];

fn machine(blob: &[u8], rules: Rules, state: State) -> Machine {
    Interpreter.start(Arc::new(Program::parse(blob).unwrap()), rules, state).unwrap()
}

/// A machine with a text as program and 100 gas.
fn text(text: &str, rules: Rules) -> Machine {
    let start =
        Start { gas: 100, heap: Heap { brk: 0x2_2000, limit: 0x2_4000 }, ..Start::default() };
    machine(&assemble(text).unwrap(), rules, start.with_memory(support::memory()))
}

/// Pages that were touched.
type Pages = Vec<(u32, Access, Vec<u8>)>;

/// All that can be seen of a state.
fn seen(machine: &Machine) -> (Start, bool, Pages) {
    let mut pages = Pages::new();
    machine.touched(&mut |page, access, content| pages.push((page, access, content.to_vec())));
    let (pc, gas, registers) = (machine.pc(), machine.gas(), machine.registers());
    let start = Start { pc, gas, registers, heap: machine.heap() };
    (start, machine.snapshot().charged, pages)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_run_may_be_cut_anywhere(
        blob in support::blob(), start in support::start(), first in 0u64..40, second in 0u64..40, per_block: bool,
    ) {
        let rules = RULES[usize::from(per_block)];
        let state = start.with_memory(support::memory());
        let mut whole = machine(&blob, rules, state.clone());
        let mut cut = machine(&blob, rules, state);
        let expected = whole.run(first + second);
        let mut outcome = cut.run(first);
        prop_assert!(outcome.steps <= first);
        if outcome.exit.is_none() {
            prop_assert_eq!(outcome.steps, first);
            // Through a snapshot and another machine.
            let mut rest = machine(&blob, rules, cut.snapshot());
            outcome = rest.run(second);
            outcome.steps += first;
            cut = rest;
        }
        prop_assert_eq!(outcome, expected);
        prop_assert_eq!(seen(&cut), seen(&whole));
    }

    #[test]
    fn single_steps_are_a_run(blob in support::blob(), start in support::start(), per_block: bool) {
        let rules = RULES[usize::from(per_block)];
        let state = start.with_memory(support::memory());
        let mut whole = machine(&blob, rules, state.clone());
        let mut steps = machine(&blob, rules, state);
        let expected = whole.run(60);
        for _ in 0..expected.steps {
            let outcome = steps.run(1);
            prop_assert_eq!(outcome.steps, 1);
            if outcome.exit.is_some() {
                prop_assert_eq!(outcome.exit, expected.exit);
            }
        }
        prop_assert_eq!(seen(&steps), seen(&whole));
    }

    #[test]
    fn both_gas_models_do_the_same_while_gas_lasts(blob in support::blob(), start in support::start()) {
        let gas = 1 << 40;
        let state = Start { gas, ..start }.with_memory(support::memory());
        let [mut one, mut other] = RULES.map(|rules| machine(&blob, rules, state.clone()));
        let (first, second) = (one.run(200), other.run(200));
        prop_assert_eq!(first, second);
        prop_assert_eq!((one.pc(), one.registers()), (other.pc(), other.registers()));
        // Every step costs 1; a block is paid before its steps, so it is never cheaper if it starts at its start.
        prop_assert_eq!(gas - one.gas(), first.steps);
        if start.pc == 0 {
            prop_assert!(other.gas() <= one.gas());
        }
    }

    #[test]
    fn a_restarted_machine_is_a_new_one(blob in support::blob(), start in support::start(), again in support::start()) {
        let mut used = machine(&blob, RULES[0], start.with_memory(support::memory()));
        used.run(100);
        used.restart(&again);
        let mut new = machine(&blob, RULES[0], again.with_memory(support::memory()));
        prop_assert_eq!(used.run(100), new.run(100));
        prop_assert_eq!(seen(&used), seen(&new));
    }

    #[test]
    fn psi_is_a_run_with_the_counter_cleared(blob in support::blob(), start in support::start()) {
        let start = Start { gas: start.gas.min(1000), ..start };
        let (exit, state) = psi(&blob, RULES[0], start.with_memory(support::memory()));
        let mut machine = machine(&blob, RULES[0], start.with_memory(support::memory()));
        let outcome = machine.run(UNLIMITED);
        prop_assert_eq!(outcome.exit, Some(exit));
        let pc = if matches!(exit, Exit::Halt | Exit::Panic) { 0 } else { machine.pc() };
        prop_assert_eq!((state.pc, state.gas, state.registers), (pc, machine.gas(), machine.registers()));
    }
}

#[test]
fn d1_a_faulting_step_is_paid() {
    for rules in RULES {
        let mut machine = text("load_u8 r1, 0x30000", rules);
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::PageFault(0x3_0000)));
        let cost = if rules == Rules::JAM_0_7_2 { 1 } else { 2 };
        assert_eq!(
            (machine.pc(), machine.gas()),
            (0, 100 - cost),
            "the implicit trap is in the block"
        );
    }
}

#[test]
fn d2_out_of_gas_changes_nothing() {
    let program = "store_imm_u8 0x20000, 0x5\nload_imm r1, 0x7\ntrap";
    for (rules, gas, pc, left, written) in
        [(RULES[0], 1, 6, 0, true), (RULES[1], 2, 0, 2, false), (RULES[0], 0, 0, 0, false)]
    {
        let mut machine = text(program, rules);
        machine.set_gas(gas);
        let outcome = machine.run(UNLIMITED);
        assert_eq!(outcome.exit, Some(Exit::OutOfGas));
        assert_eq!((machine.pc(), machine.gas(), machine.registers()[1]), (pc, left, 0));
        assert_eq!(!machine.snapshot().memory.touched().is_empty(), written);
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::OutOfGas), "again");
        machine.set_gas(100);
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic), "and on with more gas");
    }
}

#[test]
fn d2_gas_for_exactly_the_charge_is_enough() {
    for rules in RULES {
        let mut machine = text("load_imm r1, 0x7\ntrap", rules);
        machine.set_gas(2);
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
        assert_eq!((machine.gas(), machine.registers()[1]), (0, 7));
    }
}

#[test]
fn d2_the_step_limit_comes_before_the_gas() {
    let mut machine = text("fallthrough\nfallthrough", RULES[0]);
    machine.set_gas(1);
    assert_eq!(machine.run(0).exit, None);
    assert_eq!(machine.run(1).exit, None);
    assert_eq!(machine.run(1).exit, Some(Exit::OutOfGas));
}

#[test]
fn d3_blocks_are_paid_once_and_as_a_whole() {
    let mut machine =
        text("load_imm r1, 0x1\necalli 0x9\nfallthrough\nload_imm r2, 0x2\ntrap", RULES[1]);
    assert_eq!(machine.run(1).exit, None);
    assert_eq!((machine.gas(), machine.snapshot().charged), (97, true));
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::HostCall(9)));
    machine.resume();
    assert_eq!(machine.run(1).exit, None);
    assert_eq!((machine.gas(), machine.snapshot().charged), (97, false), "behind the fallthrough");
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
    assert_eq!((machine.gas(), machine.registers()[2]), (95, 2));
}

#[test]
fn d3_a_start_inside_a_block_pays_the_whole_block() {
    let mut machine = text("load_imm r1, 0x1\nload_imm r2, 0x2\ntrap", RULES[1]);
    let mut state = machine.snapshot();
    state.pc = 3;
    machine.restore(state);
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
    assert_eq!((machine.gas(), machine.registers()[1]), (97, 0));
}

#[test]
fn d3_an_invalid_instruction_behind_a_terminator_is_a_block_of_its_own() {
    let mut machine = text("load_imm r1, 0x1\nfallthrough\n.raw ff", RULES[1]);
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
    assert_eq!((machine.pc(), machine.gas()), (4, 100 - 2 - 1));
}

#[test]
fn d3_running_beyond_the_code_is_a_step() {
    let mut machine = text("load_imm r1, 0x1", RULES[1]);
    assert_eq!(machine.run(UNLIMITED).steps, 2);
    assert_eq!((machine.pc(), machine.gas()), (3, 98));
}

#[test]
fn d3_a_start_where_no_instruction_is_pays_too() {
    for pc in [1, 3, 17, u64::from(u32::MAX)] {
        for rules in RULES {
            let mut machine = text("load_imm r1, 0x1", rules);
            let state = State { pc, ..machine.snapshot() };
            machine.restore(state.clone());
            assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
            assert_eq!((machine.pc(), machine.gas()), (pc, 99));
            machine.restore(State { gas: 0, ..state });
            assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::OutOfGas));
            assert_eq!(machine.gas(), 0);
        }
    }
}

#[test]
fn d4_the_counter_stays_at_the_cause() {
    let halt = "fallthrough\nload_imm r1, -0x10000\njump_ind r1, 0x0";
    let mut machine = text(halt, RULES[0]);
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Halt));
    assert_eq!(machine.pc(), 6);
    let start = Start { gas: 100, ..Start::default() };
    let (exit, state) =
        psi(&assemble(halt).unwrap(), RULES[0], start.with_memory(Memory::default()));
    assert_eq!((exit, state.pc, state.gas), (Exit::Halt, 0, 97));
}

#[test]
fn d5_sbrk_moves_the_break() {
    let mut machine = text(
        "sbrk r1, r2\nload_imm r2, 0x1\nsbrk r3, r2\nsbrk r4, r5\nload_imm r2, 0x7fff\nsbrk r6, r2\nstore_u8 r2, 0x23000",
        RULES[0],
    );
    assert_eq!(machine.run(6).exit, None);
    let registers = machine.registers();
    assert_eq!(
        (registers[1], registers[3], registers[4], registers[6]),
        (0x2_2000, 0x2_2000, 0x2_2001, 0)
    );
    // The page at 0x22000 was read-only before and stays so; nothing was mapped.
    assert_eq!(machine.run(1).exit, Some(Exit::PageFault(0x2_3000)));
    assert_eq!(machine.heap(), Heap { brk: 0x2_2001, limit: 0x2_4000 });
    assert!(machine.snapshot().memory.touched().is_empty());
}

#[test]
fn d6_d7_the_low_zone_panics() {
    let mut machine = text("store_imm_u64 0xffff, 0x1", RULES[0]);
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
    let mut machine = text("store_imm_u64 0x21fff, 0x1", RULES[0]);
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::PageFault(0x2_2000)), "read-only");
    assert!(machine.snapshot().memory.touched().is_empty());
}

#[test]
fn d8_addresses_are_the_low_32_bits_of_the_sum() {
    let mut machine = text("load_ind_u8 r1, r2, -0x1\ntrap", RULES[0]);
    machine.set_register(Reg::clamped(2), 0xffff_fff1_0002_0002);
    assert_eq!(machine.run(1).exit, None);
    assert_eq!(machine.registers()[1], 2);
}

#[test]
fn d9_gaps_of_more_than_24_octets_end_in_a_trap() {
    let gap = format!("fallthrough\n.data{}\nload_imm r1, 0x1", " 01".repeat(30));
    for (rules, gas) in RULES.into_iter().zip([98, 97]) {
        let mut machine = text(&gap, rules);
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
        assert_eq!((machine.pc(), machine.registers()[1]), (25, 0));
        assert_eq!(machine.gas(), gas + if rules == RULES[1] { 1 } else { 0 });
    }
}

#[test]
fn d10_failed_jumps_still_write() {
    let mut machine = text("load_imm_jump r1, 0x7, +0x1", RULES[0]);
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
    assert_eq!((machine.pc(), machine.registers()[1]), (0, 7));
    // The address uses the old register: 2 is no halt, −2^16 is.
    let mut machine = text("load_imm_jump_ind r1, r1, 0x2, -0x10000", RULES[0]);
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Halt));
    assert_eq!(machine.registers()[1], 2);
    let mut machine = text("load_imm_jump_ind r1, r2, 0x2, -0x8", RULES[0]);
    machine.set_register(Reg::clamped(2), 0xffff_0008);
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Halt));
}

#[test]
fn indirect_jumps_use_even_addresses_of_the_table() {
    let program =
        ".jump_table 2\n.entries @end 0x1 @end\njump_ind r1, 0x0\n@end:\nload_imm r2, 0x5\ntrap";
    for (address, reached) in
        [(2u64, true), (6, true), (0, false), (1, false), (3, false), (4, false), (8, false)]
    {
        let mut machine = text(program, RULES[0]);
        machine.set_register(Reg::clamped(1), address | 7 << 32);
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
        assert_eq!(machine.registers()[2] == 5, reached, "{address}");
    }
}

#[test]
fn branches_compare_and_go_only_to_blocks() {
    let cases = [
        ("eq", [false, true, false]),
        ("ne", [true, false, true]),
        ("lt_u", [false, false, true]),
        ("ge_u", [true, true, false]),
        ("lt_s", [true, false, true]),
        ("ge_s", [false, true, false]),
    ];
    let only_immediate = [
        ("le_u", [false, true, true]),
        ("gt_u", [true, false, false]),
        ("le_s", [true, true, true]),
        ("gt_s", [false, false, false]),
    ];
    let run = |line: String, left: u64| {
        let program = format!("{line}\ntrap\n@goal:\nload_imm r3, 0x1");
        let mut machine = text(&program, RULES[0]);
        machine.set_register(Reg::clamped(1), left);
        machine.set_register(Reg::clamped(2), 5);
        machine.run(UNLIMITED);
        machine.registers()[3] == 1
    };
    // −1, 5 and 4 against 5.
    for (name, taken) in cases.into_iter().chain(only_immediate) {
        for (left, taken) in [u64::MAX, 5, 4].into_iter().zip(taken) {
            assert_eq!(
                run(format!("branch_{name}_imm r1, 0x5, @goal"), left),
                taken,
                "{name} {left}"
            );
        }
    }
    for (name, taken) in cases {
        for (left, taken) in [u64::MAX, 5, 4].into_iter().zip(taken) {
            assert_eq!(run(format!("branch_{name} r1, r2, @goal"), left), taken, "{name} {left}");
        }
    }
    let mut machine = text("branch_eq r1, r1, +0x4\nload_imm r2, 0x1\nload_imm r3, 0x1", RULES[0]);
    assert_eq!(
        (machine.run(UNLIMITED).exit, machine.pc()),
        (Some(Exit::Panic), 0),
        "no block there"
    );
    let mut machine = text("branch_ne r1, r1, +0x4", RULES[0]);
    assert_eq!(machine.run(1).exit, None, "not taken: the target does not matter");
}

#[test]
fn loads_and_stores_have_their_width_and_sign() {
    let mut machine = text(
        "load_imm_64 r1, 0x8182838485868788\nstore_u64 r1, 0x21000\nload_u8 r2, 0x21000\nload_i8 r3, 0x21000
         load_u16 r4, 0x21000\nload_i16 r5, 0x21000\nload_u32 r6, 0x21000\nload_i32 r7, 0x21000\nload_u64 r8, 0x21000
         store_u8 r1, 0x21010\nstore_u16 r1, 0x21020\nstore_u32 r1, 0x21030\nstore_imm_u16 0x21040, -0x1
         load_u64 r9, 0x21010\nload_u64 r10, 0x21020\nload_u64 r11, 0x21030\nload_u64 r12, 0x21040",
        RULES[0],
    );
    machine.run(17);
    let expected = [
        0x88,
        -0x78i64 as u64,
        0x8788,
        -0x7878i64 as u64,
        0x8586_8788,
        0xffff_ffff_8586_8788,
        0x8182_8384_8586_8788,
        0x88,
        0x8788,
        0x8586_8788,
        0xffff,
    ];
    assert_eq!(machine.registers()[2..], expected);
}

#[test]
fn stores_write_their_width_and_no_more() {
    let (value, register) = (-0x12_3457i64, Reg::clamped(1));
    for width in [1, 2, 4, 8] {
        let bits = width * 8;
        for line in [
            format!("store_imm_u{bits} 0x20ffd, -0x123457"),
            format!("store_u{bits} r1, 0x20ffd"),
            format!("store_imm_ind_u{bits} r2, 0xd, -0x123457"),
            format!("store_ind_u{bits} r1, r2, 0xd"),
        ] {
            let mut machine = text(&line, RULES[0]);
            machine.set_register(register, value as u64);
            machine.set_register(Reg::clamped(2), 0x2_0ff0);
            machine.write(0x2_0ffc, &[0x11; 10]).unwrap();
            assert_eq!(machine.run(1).exit, None);
            let mut octets = [0; 10];
            machine.read(0x2_0ffc, &mut octets).unwrap();
            let mut expected = [0x11; 10];
            expected[1..=width].copy_from_slice(&value.to_le_bytes()[..width]);
            assert_eq!(octets, expected, "{line}");
        }
    }
}

#[test]
fn indirect_loads_and_stores_add_the_register() {
    let mut machine = text(
        "load_imm r1, 0x20ff0\nload_imm r2, -0x2\nstore_ind_u8 r2, r1, 0x10\nstore_ind_u16 r2, r1, 0x18
         store_ind_u32 r2, r1, 0x20\nstore_ind_u64 r2, r1, 0xc\nstore_imm_ind_u8 r1, 0x30, -0x2
         store_imm_ind_u64 r1, 0x38, -0x2\nstore_imm_ind_u16 r1, 0x40, -0x2\nstore_imm_ind_u32 r1, 0x48, -0x2
         load_ind_i8 r3, r1, 0x30\nload_ind_u16 r4, r1, 0x18\nload_ind_i32 r5, r1, 0x20\nload_ind_u64 r6, r1, 0xc
         load_ind_u64 r7, r1, 0x30\nload_ind_i16 r8, r1, 0x40\nload_ind_u32 r9, r1, 0x48\nload_ind_u64 r10, r1, 0x38
         load_ind_u8 r11, r1, 0x18",
        RULES[0],
    );
    machine.run(19);
    let two = -2i64 as u64;
    assert_eq!(
        machine.registers()[3..12],
        [two, 0xfffe, two, two, 0xfe, two, 0xffff_fffe, two, 0xfe]
    );
}

#[test]
fn host_calls_carry_their_identifier_and_can_be_answered() {
    let mut machine = text("ecalli -0x1\nadd_imm_64 r7, r7, 0x1", RULES[0]);
    let outcome = machine.run(UNLIMITED);
    assert_eq!((outcome.steps, outcome.exit, machine.pc()), (1, Some(Exit::HostCall(u64::MAX)), 0));
    machine.set_register(Reg::clamped(7), 41);
    machine.write(0x2_0ffe, &[1, 2, 3]).unwrap();
    assert!(machine.write(0x2_1fff, &[1, 2]).is_err());
    machine.resume();
    assert_eq!(machine.run(1).exit, None);
    assert_eq!((machine.registers()[7], machine.gas()), (42, 98));
    let mut octets = [0; 3];
    machine.read(0x2_0ffe, &mut octets).unwrap();
    assert_eq!(octets, [1, 2, 3]);
    assert_eq!(machine.snapshot().memory.touched(), [0x20, 0x21]);
}

#[test]
fn whole_blocks_cost_the_same_in_both_models() {
    let program = "load_imm r1, 0x5\nfallthrough\n@loop:\nadd_64 r2, r2, r1\nadd_imm_64 r1, r1, -0x1\nbranch_ne_imm r1, 0x0, @loop
        load_imm r3, -0x10000\nfallthrough\njump_ind r3, 0x0";
    for rules in RULES {
        let mut machine = text(program, rules);
        let outcome = machine.run(UNLIMITED);
        assert_eq!((outcome.steps, outcome.exit), (2 + 5 * 3 + 3, Some(Exit::Halt)));
        assert_eq!((machine.gas(), machine.registers()[2]), (100 - outcome.steps, 15));
    }
}
