//! Every kept case, on every Rust engine: the answer is the expected one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use jar_diff_engines::{Engine, Javm};
use jar_diff_wire::{Case, Outcome};
use javm::Interpreter;
use std::path::Path;

#[test]
fn every_regression_gives_the_expected_answer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../regressions");
    let mut engine = Javm::new(Interpreter);
    let mut seen = 0;
    for folder in std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(folder.join("case.bin"));
        let bytes = bytes.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let expected = std::fs::read(folder.join("expected.obs")).unwrap();
        let source = std::fs::read_to_string(folder.join("case.txt")).unwrap();
        let parsed = jar_diff_wire::text::parse_case(&source, &jar_diff_core::program::Assembly);
        let case = Case::decode(&bytes).unwrap();
        assert_eq!(parsed.as_ref(), Ok(&case), "{}: text and octets", folder.display());
        let (mut found, mut wanted) = (Vec::new(), Outcome::decode(&expected).unwrap());
        engine.observe(&case, &bytes, &mut found);
        let mut found = Outcome::decode(&found).unwrap();
        for outcome in [&mut found, &mut wanted] {
            if let Outcome::Ran(observation) = outcome {
                jar_diff_engines::normalise(&case, observation);
            }
        }
        assert_eq!(found, wanted, "{}", folder.display());
        seen += 1;
    }
    assert!(seen >= 12, "only {seen} regressions");
}
