//! Argument invocation Ψ_M over Ψ_H (Gray Paper 0.7.2, A.6 to A.8): a program runs with arguments, a context answers its host calls, and
//! what it leaves in memory is the result.

mod is_authorized;
mod machines;
mod programs;
mod refine;

pub use is_authorized::is_authorized;
pub use machines::Machines;
pub(crate) use machines::start;
pub use programs::{Prepared, Programs};
pub use refine::{RefineInput, Refined, refine};

use jar_types::{WorkError, WorkResult};
use javm::{Exit, Instance, State, UNLIMITED};

use crate::Protocol;
use crate::host::{Guest, HostCalls, Stop};

/// What invocations need besides their arguments. Nothing of it but the protocol has an effect on results.
#[derive(Clone, Copy)]
pub struct Setup<'a> {
    /// The rules of the chain.
    pub protocol: &'a Protocol,
    /// The engine.
    pub machines: &'a dyn Machines,
    /// Programs that were read before.
    pub programs: &'a Programs,
    /// Who wants to see what services log (JIP-1).
    pub log: Option<&'a dyn Log>,
    /// Whether services of one batch are accumulated on several threads (feature `parallel`).
    pub parallel: bool,
}

/// Where messages of programs go (JIP-1).
pub trait Log: Sync {
    /// Takes a message. At most [`MAX_LOGGED`] octets of target and text come through.
    fn log(&self, message: &Message<'_>);
}

/// Octets of a message, and of its target, that are read from a program's memory.
pub const MAX_LOGGED: u64 = 4096;

/// A message of a program (JIP-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// 0 fatal, 1 warning, 2 important, 3 helpful, 4 pedantic.
    pub level: u64,
    /// The service, where one runs.
    pub service: Option<jar_types::ServiceId>,
    /// The core, where the program runs on one.
    pub core: Option<jar_types::CoreIndex>,
    /// What it is about.
    pub target: Option<&'a [u8]>,
    /// The text.
    pub text: &'a [u8],
}

/// What an invocation ends in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// The octets that the program points at when it halts; none if they are not readable.
    Octets(Vec<u8>),
    /// The program halts and points at more readable octets than the caller takes.
    TooLong(u64),
    /// ☇
    Panic,
    /// ∞
    OutOfGas,
}

/// The output of work that is done in-core.
fn work_result(output: Output) -> WorkResult {
    match output {
        Output::Octets(octets) => WorkResult::Ok(octets),
        Output::TooLong(_) => WorkResult::Error(WorkError::DigestOversize),
        Output::Panic => WorkResult::Error(WorkError::Panic),
        Output::OutOfGas => WorkResult::Error(WorkError::OutOfGas),
    }
}

/// Ψ_M: runs a program from an entry point with arguments and gas. Gives the gas that was used and the output, of at most `most` octets.
pub(crate) fn invoke(
    setup: &Setup<'_>,
    prepared: &Prepared,
    (entry, gas): (u64, u64),
    arguments: &[u8],
    most: u64,
    context: &mut dyn HostCalls,
) -> (u64, Output) {
    if prepared.state(arguments, entry, gas).is_err() {
        return (0, Output::Panic);
    }
    let Some(program) = prepared.program() else {
        return (0, Output::Panic);
    };
    let state = || prepared.state(arguments, entry, gas).unwrap_or_else(|_| State::default());
    let mut machine = start(setup.machines, program, setup.protocol.machine, state);
    match run(machine.as_mut(), context) {
        Exit::OutOfGas => (gas, Output::OutOfGas),
        Exit::Halt => {
            let used = gas.saturating_sub(machine.gas());
            (used, output(&mut Guest::new(machine.as_mut()), most))
        }
        _ => (gas.saturating_sub(machine.gas()), Output::Panic),
    }
}

/// Ψ_H: runs a machine, and has its host calls answered, until it stops by itself or by a host call.
fn run(machine: &mut dyn Instance, context: &mut dyn HostCalls) -> Exit {
    loop {
        match machine.run(UNLIMITED).exit {
            Some(Exit::HostCall(number)) => match context.call(number, &mut Guest::new(machine)) {
                Ok(()) => machine.resume(),
                Err(Stop::Panic) => return Exit::Panic,
                Err(Stop::OutOfGas) => return Exit::OutOfGas,
            },
            Some(exit) => return exit,
            None => {}
        }
    }
}

/// What a machine that halted points at.
fn output(guest: &mut Guest<'_>, most: u64) -> Output {
    let (address, length) = (guest.register(7), guest.register(8));
    if !guest.is_readable(address, length) {
        return Output::Octets(Vec::new());
    }
    if length > most {
        return Output::TooLong(length);
    }
    guest.read(address, length).map_or(Output::Panic, Output::Octets)
}

#[cfg(test)]
mod tests;
