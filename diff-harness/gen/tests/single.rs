//! What the enumeration lane promises.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use jar_diff_gen::single::Single;
use jar_diff_gen::{Coverage, seed_of};
use jar_diff_wire::Case;

#[test]
fn no_cell_of_the_coverage_table_is_empty() {
    let lane = Single::default();
    let mut coverage = Coverage::new(lane.space());
    let mut case = Case::raw(Vec::new());
    for number in 0..lane.space().size() {
        lane.generate(seed_of("coverage"), number, &mut case, |row, column| {
            coverage.hit(row, column);
        });
    }
    let (cells, empty) = coverage.totals(lane.space());
    assert!(cells > 8_000, "{cells} cells");
    assert!(empty.is_empty(), "{} never met: {:?}", empty.len(), empty.get(..20.min(empty.len())));
}

#[test]
fn every_case_has_a_byte_form_and_its_program_parses() {
    let lane = Single::default();
    let mut case = Case::raw(Vec::new());
    for number in 0..60_000 {
        lane.generate(1, number, &mut case, |_, _| {});
        let bytes = case.encode().unwrap_or_else(|error| panic!("case {number}: {error}"));
        assert_eq!(Case::decode(&bytes).as_ref(), Ok(&case), "case {number}");
        let parsed = javm::Program::parse(&case.blob);
        assert!(parsed.is_ok(), "case {number}: {parsed:?}");
    }
}

#[test]
fn a_case_is_a_function_of_seed_and_number() {
    let lane = Single::default();
    let (mut one, mut other) = (Case::raw(Vec::new()), Case::raw(Vec::new()));
    for number in [5, 1_000_000, 77, u64::MAX] {
        lane.generate(9, number, &mut one, |_, _| {});
        lane.generate(8, number.wrapping_mul(3), &mut other, |_, _| {});
        lane.generate(9, number, &mut other, |_, _| {});
        assert_eq!(one, other, "case {number}");
    }
}
