//! What the structured lanes promise.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use jar_diff_engines::{Engine, Javm};
use jar_diff_gen::program::INPUTS;
use jar_diff_gen::{Coverage, Generator, Lane, Recorded, Settings, Space, bytes, program};
use jar_diff_wire::{Case, Exit, NO_STEP_LIMIT, Outcome};
use javm::Interpreter;
use std::collections::BTreeSet;

#[test]
fn rejects_stay_below_five_percent_and_every_opcode_appears() {
    let space = Space::new();
    let mut coverage = Coverage::new(&space);
    let (mut rejects, mut ill_formed, mut standard) = (0, 0, 0);
    let mut lane = program::Lane::default();
    for number in (0..4_000).map(|program| program * INPUTS) {
        let (made, case) = lane.generate(&Settings::default(), 5, number);
        made.hits(&space, |row, column| coverage.hit(row, column));
        rejects += u32::from(made.reject);
        ill_formed += u32::from(!made.well_formed);
        standard += u32::from(case.initial_pages().is_none());
        if let (true, Ok(program)) = (made.well_formed, javm::Program::parse(&case.blob)) {
            let length = program.instruction_starts().count();
            assert!(length <= 80, "case {number}: {length} instructions");
        }
    }
    assert!(rejects < 200, "{rejects} of 4000 are rejects");
    assert!((400..800).contains(&ill_formed), "{ill_formed} of 4000 are ill-formed on purpose");
    assert!((280..540).contains(&standard), "{standard} of 4000 are standard programs");
    let rows = coverage.rows(&space);
    let missing: Vec<&str> = rows
        .iter()
        .filter(|row| row.cells.iter().any(|cell| cell.axis == "program" && cell.count == 0))
        .map(|row| row.opcode.as_str())
        .collect();
    assert!(missing.is_empty(), "never generated: {missing:?}");
}

#[test]
fn gas_and_step_limits_are_varied_and_sometimes_to_the_point() {
    let settings = Settings::default();
    let (mut emptied, mut one_short, mut unlimited, mut short) = (0, 0, 0, 0);
    let mut lane = program::Lane::default();
    for number in 0..3_000 {
        let (_, case) = lane.generate(&settings, 5, number);
        unlimited += u32::from(case.step_limit == NO_STEP_LIMIT);
        short += u32::from(case.step_limit < 20);
        assert!(case.gas.min(case.step_limit) <= settings.steps_max, "case {number} may run long");
        let left = |gas: u64| {
            let case = Case { gas, ..case.clone() };
            let (mut engine, mut out) = (Javm::new(Interpreter), Vec::new());
            engine.observe(&case, &case.encode().unwrap(), &mut out);
            match Outcome::decode(&out).unwrap() {
                Outcome::Ran(observation) => (observation.exit, observation.gas),
                Outcome::Malformed(error) => panic!("case {number}: {error:?}"),
            }
        };
        let (exit, gas) = left(case.gas);
        if exit == Exit::OutOfGas && case.gas > 2 {
            one_short += u32::from(left(case.gas + 1).0 != Exit::OutOfGas);
        } else if gas == 0 && case.gas > 2 {
            emptied += 1;
        }
    }
    for count in [emptied, one_short, unlimited, short] {
        assert!(count > 40, "{emptied} {one_short} {unlimited} {short}");
    }
}

#[test]
fn the_cases_of_a_program_differ_in_all_but_the_program() {
    let mut lane = program::Lane::default();
    let (mut registers, mut contents, mut rights, mut replies) = (0, 0, 0, 0);
    for program in 0..300 {
        let number = program * INPUTS;
        let (_, first) = lane.generate(&Settings::default(), 9, number);
        for further in number + 1..number + INPUTS {
            let (_, case) = lane.generate(&Settings::default(), 9, further);
            assert_eq!((&case.blob, case.gas_model), (&first.blob, first.gas_model));
            registers += u32::from(case.registers != first.registers);
            replies += u32::from(case.replies != first.replies);
            for (page, other) in case.pages.iter().zip(&first.pages) {
                contents += u32::from(page.content != other.content);
                rights += u32::from(page.number == other.number && page.access != other.access);
            }
        }
        let (_, next) = lane.generate(&Settings::default(), 9, number + INPUTS);
        assert_ne!(next.blob, first.blob);
    }
    for count in [registers, contents, rights, replies] {
        assert!(count > 300, "{registers} {contents} {rights} {replies}");
    }
}

#[test]
fn a_case_does_not_depend_on_the_ones_before() {
    let (mut one, mut other) =
        (Generator::new(Settings::default()), Generator::new(Settings::default()));
    for lane in [Lane::Program, Lane::Mix] {
        for number in 0..500 {
            one.generate(lane, 3, number, |_, _| {});
            other.generate(lane, 4, number.wrapping_mul(7), |_, _| {});
            other.generate(lane, 3, number, |_, _| {});
            assert_eq!(one.bytes, other.bytes, "{lane} {number}");
        }
    }
}

#[test]
fn any_list_of_decisions_gives_a_case() {
    for decisions in [vec![], vec![u64::MAX; 500], (0..400).map(|n| n * 0x0123_4567_89ab).collect()]
    {
        let choices = &mut Recorded::new(decisions);
        let (mut frame, case) = program::from_choices(&Settings::default(), choices);
        assert_eq!(case.check(), Ok(()));
        assert_eq!(frame.further(&Settings::default(), choices).check(), Ok(()));
    }
}

#[test]
fn damaged_cases_end_soon() {
    let settings = Settings::default();
    let (mut runs, mut unlimited) = (0, 0);
    for number in 0..20_000 {
        let Ok(case) = Case::decode(&bytes::generate(&settings, 1, number)) else { continue };
        runs += 1;
        let most = case.gas.min(case.step_limit);
        assert!(most <= settings.steps_max, "case {number} may take {most} steps");
        unlimited += u32::from(case.step_limit > settings.steps_max);
    }
    assert!(runs > 8_000 && unlimited > 20, "{runs} run, {unlimited} without a near step limit");
}

#[test]
fn the_byte_lane_is_half_malformed_and_varied() {
    let settings = Settings::default();
    let mut errors = BTreeSet::new();
    let mut malformed = 0;
    for number in 0..4_000 {
        match Case::decode(&bytes::generate(&settings, 3, number)) {
            Ok(_) => {}
            Err(error) => {
                malformed += 1;
                errors.insert((error.code, error.field));
            }
        }
    }
    assert!((800..3_200).contains(&malformed), "{malformed} of 4000 are malformed");
    assert!(errors.len() > 15, "only {errors:?}");
}
