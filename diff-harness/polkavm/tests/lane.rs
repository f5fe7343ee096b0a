//! The lane on both back ends: what is declared is tolerated, and nothing else.

use std::collections::BTreeSet;

use jar_diff_core::compare::{Field, Verdict, compare};
use jar_diff_core::protocol::Answer;
use jar_diff_engines::{Engine, Javm};
use jar_diff_gen::lane::Made;
use jar_diff_gen::{Generator, Lane, Settings};
use jar_diff_polkavm::{Backend, Difference, Foreign, Ledger, declared};
use javm::Interpreter;

fn answer(engine: &mut dyn Engine, generator: &Generator) -> Answer {
    let mut out = Vec::new();
    engine.observe(&generator.case, &generator.bytes, &mut out);
    Answer::observed(engine.name(), out)
}

/// Runs cases of the lane; the fields in which the engine and our interpreter differ, and how many cases the engine took.
fn differing(mut engine: Foreign, cases: u64) -> (BTreeSet<Field>, u64) {
    let mut generator = Generator::new(Settings::default());
    let mut ours = Javm::new(Interpreter);
    let (mut fields, mut taken) = (BTreeSet::new(), 0);
    for number in 0..cases {
        let made = generator.generate(Lane::Polkavm, 7, number, |_, _| {});
        if made == Made::Case && engine.takes(&generator.bytes) {
            taken += 1;
            let answers = [answer(&mut ours, &generator), answer(&mut engine, &generator)];
            if let Verdict::Diverged(difference) = compare(&answers, Some(&generator.case)) {
                fields.insert(difference.field);
            }
        }
    }
    (fields, taken)
}

#[test]
fn only_what_is_declared_differs() {
    let ends = [
        (Backend::Interpreter, Difference::HaltPc),
        (Backend::Compiler, Difference::CompiledFarJump),
    ];
    for (backend, met) in ends {
        let ledger = Ledger::default();
        let engine = Foreign::new(backend, ledger.clone()).unwrap();
        let (fields, taken) = differing(engine, 4_000);
        assert_eq!(fields, BTreeSet::new(), "{backend:?}");
        assert!(taken > 500, "{backend:?} took {taken} of 4000 cases");
        assert!(ledger.counts().contains_key(&met), "{backend:?}");
    }
}

#[test]
fn what_is_declared_shows_where_it_is_not() {
    let engine = Foreign::new(Backend::Interpreter, Ledger::default()).unwrap().undeclared();
    let (fields, _) = differing(engine, 4_000);
    assert!(fields.contains(&Field::Pc), "{fields:?}");
}

#[test]
fn a_case_that_is_not_for_it_is_counted() {
    let ledger = Ledger::default();
    let engine = Foreign::new(Backend::Compiler, ledger.clone()).unwrap();
    let (_, taken) = differing(engine, 1_000);
    let counts = ledger.counts();
    let entries = declared().unwrap().into_values().filter(|entry| entry.masks.is_empty());
    let declined: u64 = entries.filter_map(|entry| counts.get(&entry.id)).sum();
    assert_eq!(taken + declined, 1_000);
}
