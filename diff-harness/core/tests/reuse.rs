//! An engine that has a past answers like one that has none: machines get other states, programs are parsed and compiled once.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking, also in its helpers")]

use jar_diff_engines::{Engine, Javm};
use jar_diff_gen::{Settings, program};
use javm::Interpreter;

fn same_with_and_without_a_past<E>(engine: &E, seed: u64)
where
    E: javm::Engine + Clone,
{
    let mut lane = program::Lane::default();
    let mut kept = Javm::new(engine.clone());
    let (mut one, mut other) = (Vec::new(), Vec::new());
    for number in 0..4_000 {
        let (_, case) = lane.generate(&Settings::default(), seed, number);
        let bytes = case.encode().unwrap();
        kept.observe(&case, &bytes, &mut one);
        Javm::new(engine.clone()).observe(&case, &bytes, &mut other);
        assert!(!one.is_empty() && one == other, "{} case {number}", engine.name());
    }
}

#[test]
fn the_interpreter_answers_the_same_with_and_without_a_past() {
    same_with_and_without_a_past(&Interpreter, 21);
}

#[test]
fn fixed_answers_the_same_with_and_without_a_past() {
    same_with_and_without_a_past(&javm_jit::Fixed::new().unwrap(), 22);
}
