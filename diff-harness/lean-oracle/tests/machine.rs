//! The specification and the Rust machine agree: opcode table, and what cases do.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

#[path = "../../engines/tests/arbitrary/mod.rs"]
mod arbitrary;
#[path = "../../engines/tests/blob/mod.rs"]
mod blob;

use std::collections::BTreeMap;

use jar_diff_engines::{Engine, Javm, normalise};
use jar_diff_wire::{Case, Outcome, text};
use jar_lean_oracle::{Oracle, with_oracle};
use javm::Interpreter;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

fn observe(engine: &mut impl Engine, case: &Case) -> Vec<u8> {
    let mut out = Vec::new();
    engine.observe(case, &case.encode().unwrap(), &mut out);
    out
}

fn normal(case: &Case, octets: &[u8]) -> Outcome {
    let mut outcome = Outcome::decode(octets).unwrap();
    if let Outcome::Ran(observation) = &mut outcome {
        normalise(case, observation);
    }
    outcome
}

fn agree(mut oracle: &Oracle, case: &Case) -> Result<Outcome, TestCaseError> {
    let spec = observe(&mut oracle, case);
    let rust = observe(&mut Javm::new(Interpreter), case);
    let (spec, rust) = (normal(case, &spec), normal(case, &rust));
    let show = || text::print_case(case, &text::Hex).unwrap();
    prop_assert_eq!(text::print_outcome(&spec), text::print_outcome(&rust), "\n{}", show());
    prop_assert_eq!(&spec, &rust);
    Ok(spec)
}

#[test]
fn random_cases_agree() {
    with_oracle(|oracle| {
        let config = Config { failure_persistence: None, ..Config::with_cases(10_000) };
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let kinds = std::cell::RefCell::new(BTreeMap::new());
        let result = TestRunner::new_with_rng(config, rng).run(&arbitrary::any_case(), |case| {
            match agree(oracle, &case)? {
                Outcome::Ran(observation) => {
                    *kinds.borrow_mut().entry(observation.exit.kind()).or_insert(0) += 1;
                }
                Outcome::Malformed(malformed) => panic!("{malformed:?}"),
            }
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{error}"));
        let kinds = kinds.into_inner();
        assert!(
            kinds.len() == 7 && kinds.values().all(|n| *n >= 20),
            "too few of an exit: {kinds:?}"
        );
    })
    .unwrap();
}

#[test]
fn the_opcode_tables_are_one() {
    let spec = with_oracle(|oracle| {
        let mut out = Vec::new();
        oracle.opcodes(&mut out);
        String::from_utf8(out).unwrap()
    })
    .unwrap();
    let rust = javm::TABLE.iter().map(|row| {
        let (opcode, terminates) = (row.opcode as u8, u8::from(row.terminates));
        format!("{opcode} {} {} {terminates}", row.name, row.shape.name())
    });
    let (spec, rust): (Vec<&str>, Vec<String>) = (spec.lines().collect(), rust.collect());
    for (spec, rust) in spec.iter().zip(&rust) {
        assert_eq!(spec, rust);
    }
    assert_eq!(spec.len(), rust.len());
}

/// The facts are theorems, checked by Lean's kernel; the compiled code must see them hold too.
#[test]
fn kernel_eval_equals_compiled_eval() {
    let words: Vec<u32> = with_oracle(|oracle| {
        let mut out = Vec::new();
        oracle.examples(&mut out).unwrap();
        let (words, rest) = out.as_chunks::<4>();
        assert!(rest.is_empty());
        words.iter().map(|word| u32::from_le_bytes(*word)).collect()
    })
    .unwrap();
    assert!(words[0] > 300, "only {} facts", words[0]);
    assert!(words[1..].is_empty(), "facts that hold in the kernel but not in compiled code");
}
