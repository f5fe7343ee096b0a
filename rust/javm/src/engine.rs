//! What every implementation of the machine offers, whatever holds its registers and its memory.

use std::sync::Arc;

use crate::instruction::Reg;
use crate::interpreter::Interpreter;
use crate::memory::{Access, Inaccessible, PAGE_SIZE};
use crate::program::Program;
use crate::state::{Exit, Heap, Rules, Start, State};

/// The result of [`Instance::run`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Steps done, counting the one that exited.
    pub steps: u64,
    /// Why the machine stopped; `None` if it reached the step limit.
    pub exit: Option<Exit>,
}

/// An implementation of the machine.
pub trait Engine {
    /// A machine with a program and a state.
    type Instance: Instance;
    /// Why a machine could not be set up.
    type Error: std::error::Error;

    /// A short name for reports.
    fn name(&self) -> &'static str;

    /// Sets up a machine; runs nothing.
    ///
    /// # Errors
    /// The engine lacks a resource. A valid program in any state is never refused.
    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Result<Self::Instance, Self::Error>;
}

/// A machine in some state.
pub trait Instance {
    /// Runs until an exit, or until `limit` steps are done ([`UNLIMITED`]: no limit).
    ///
    /// After an exit the program counter is at the instruction that caused it (decision D4). A further `run` repeats that
    /// instruction; after a host call, call [`Instance::resume`] first.
    fn run(&mut self, limit: u64) -> Outcome;

    /// Moves the program counter past the instruction it is at: what continues a machine after a host call.
    fn resume(&mut self);

    /// Program counter.
    fn pc(&self) -> u64;
    /// Gas left.
    fn gas(&self) -> u64;
    /// Replaces the gas.
    fn set_gas(&mut self, gas: u64);
    /// All registers.
    fn registers(&self) -> [u64; 13];
    /// Replaces one register.
    fn set_register(&mut self, register: Reg, value: u64);
    /// Heap break and limit.
    fn heap(&self) -> Heap;

    /// The rights of a page; none if it is inaccessible or there is no such page.
    fn access(&self, page: u32) -> Option<Access>;

    /// Copies memory from `address` on into `to`.
    ///
    /// # Errors
    /// An octet of the range is not readable, or lies beyond 2^32; `to` is unspecified then.
    fn read(&self, address: u64, to: &mut [u8]) -> Result<(), Inaccessible>;

    /// Copies `from` into memory from `address` on.
    ///
    /// # Errors
    /// An octet of the range is not writable, or lies beyond 2^32; nothing is written then.
    fn write(&mut self, address: u64, from: &[u8]) -> Result<(), Inaccessible>;

    /// Visits every page that was written or mapped since the start, ascending: number, access, content.
    fn touched(&self, visit: &mut dyn FnMut(u32, Access, &[u8; PAGE_SIZE]));

    /// A copy of the state; an equal machine starts from it on any engine.
    fn snapshot(&self) -> State;

    /// The state, at the end.
    fn into_state(self: Box<Self>) -> State {
        self.snapshot()
    }

    /// Replaces the state.
    fn restore(&mut self, state: State);

    /// Starts again with the memory that its builder made, at the cost of what was changed since: for pools of machines.
    fn restart(&mut self, start: &Start);
}

/// No step limit.
pub const UNLIMITED: u64 = u64::MAX;

/// Where machines come from, whatever the type of the engine.
pub trait Machines: Send + Sync {
    /// A machine; none if the engine lacks a resource.
    fn start(&self, program: Arc<Program>, rules: Rules, state: State)
    -> Option<Box<dyn Instance>>;
}

impl<E> Machines for E
where
    E: Engine + Send + Sync,
    E::Instance: 'static,
{
    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Option<Box<dyn Instance>> {
        let machine = Engine::start(self, program, rules, state).ok()?;
        Some(Box::new(machine))
    }
}

/// A machine on an engine; on the interpreter, which needs nothing, if the engine lacks a resource.
pub fn start(
    machines: &dyn Machines,
    program: &Arc<Program>,
    rules: Rules,
    state: impl Fn() -> State,
) -> Box<dyn Instance> {
    let made = machines.start(Arc::clone(program), rules, state());
    made.unwrap_or_else(|| {
        let Ok(machine) = Engine::start(&Interpreter, Arc::clone(program), rules, state());
        Box::new(machine)
    })
}
