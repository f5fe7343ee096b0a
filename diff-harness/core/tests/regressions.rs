//! Every kept case, on every Rust engine, and every kept question: the answer is the expected one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use jar_diff_engines::{Ask, Engine, Javm, Renewable, Switch};
use jar_diff_questions::{NATIVE_FIXED, Native, ask};
use jar_diff_wire::{Case, Outcome};
use javm::Interpreter;
use std::path::Path;

#[test]
fn every_regression_gives_the_expected_answer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../regressions");
    let fixed = Renewable::new(javm_jit::Fixed::new).unwrap();
    let switch = Switch::new(vec![Box::new(Interpreter), Box::new(fixed.clone())]);
    let mut engines: [Box<dyn Engine>; 3] =
        [Box::new(Javm::new(Interpreter)), Box::new(Javm::renewable(fixed)), Box::new(switch)];
    let (mut seen, mut questions) = (0, 0);
    for folder in std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(folder.join("case.bin"));
        let bytes = bytes.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let expected = std::fs::read(folder.join("expected.obs")).unwrap();
        if ask(&bytes) == Ask::Protocol {
            let fixed = Box::new(javm_jit::Fixed::new().unwrap());
            for mut native in [Native::default(), Native::new(NATIVE_FIXED, fixed)] {
                let mut found = Vec::new();
                native.observe_bytes(&bytes, &mut found);
                assert!(found == expected, "{}: {}", folder.display(), native.name());
            }
            questions += 1;
            continue;
        }
        let source = std::fs::read_to_string(folder.join("case.txt")).unwrap();
        let parsed = jar_diff_wire::text::parse_case(&source, &jar_diff_core::program::Assembly);
        let case = Case::decode(&bytes).unwrap();
        assert_eq!(parsed.as_ref(), Ok(&case), "{}: text and octets", folder.display());
        let mut wanted = Outcome::decode(&expected).unwrap();
        let normalise = |outcome: &mut Outcome| {
            if let Outcome::Ran(observation) = outcome {
                jar_diff_engines::normalise(&case, observation);
            }
        };
        normalise(&mut wanted);
        let history = jar_diff_core::history::read(&folder).unwrap();
        for engine in &mut engines {
            let mut found = Vec::new();
            engine.forget();
            for earlier in &history {
                engine.observe(earlier, &earlier.encode().unwrap(), &mut found);
            }
            engine.observe(&case, &bytes, &mut found);
            let mut found = Outcome::decode(&found).unwrap();
            normalise(&mut found);
            assert_eq!(found, wanted, "{}: {}", folder.display(), engine.name());
        }
        seen += 1;
    }
    assert!(seen >= 12 && questions >= 3, "only {seen} regressions, {questions} questions");
}
