//! The function Ψ (Gray Paper 0.7.2, A.1; decisions D4 and D11).

use std::convert::Infallible;
use std::sync::Arc;

use crate::engine::{Engine, Instance, UNLIMITED};
use crate::interpreter::Interpreter;
use crate::program::Program;
use crate::state::{Exit, Rules, State};

/// Ψ: runs a program blob from a state to its exit.
///
/// Differs from an [`Instance`] in two points, both the paper's: the program counter after a halt or a panic is 0, and a
/// blob that is not a program panics at once.
#[must_use]
pub fn psi(blob: &[u8], rules: Rules, state: State) -> (Exit, State) {
    let (exit, mut state) = match Program::parse(blob) {
        Ok(program) => run(program, rules, state),
        Err(_) => (Exit::Panic, state),
    };
    if matches!(exit, Exit::Halt | Exit::Panic) {
        state.pc = 0;
    }
    (exit, state)
}

fn run(program: Program, rules: Rules, state: State) -> (Exit, State) {
    let started: Result<_, Infallible> = Interpreter.start(Arc::new(program), rules, state);
    let Ok(mut machine) = started;
    loop {
        if let Some(exit) = machine.run(UNLIMITED).exit {
            return (exit, machine.into_state());
        }
    }
}
