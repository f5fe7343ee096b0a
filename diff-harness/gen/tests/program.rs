//! What the structured lanes promise.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use jar_diff_gen::{Coverage, Recorded, Settings, Space, bytes, program};
use jar_diff_wire::Case;
use std::collections::BTreeSet;

#[test]
fn rejects_stay_below_five_percent_and_every_opcode_appears() {
    let space = Space::new();
    let mut coverage = Coverage::new(&space);
    let (mut rejects, mut ill_formed, mut standard) = (0, 0, 0);
    for number in 0..4_000 {
        let made = program::generate(&Settings::default(), 5, number);
        made.hits(&space, |row, column| coverage.hit(row, column));
        rejects += u32::from(made.is_reject());
        ill_formed += u32::from(!made.well_formed);
        standard += u32::from(made.case.initial_pages().is_none());
        assert!(made.opcodes.len() <= 80, "case {number}: {} instructions", made.opcodes.len());
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
fn any_list_of_decisions_gives_a_case() {
    for decisions in [vec![], vec![u64::MAX; 500], (0..400).map(|n| n * 0x0123_4567_89ab).collect()]
    {
        let made = program::from_choices(&Settings::default(), &mut Recorded::new(decisions));
        assert_eq!(made.case.check(), Ok(()));
    }
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
