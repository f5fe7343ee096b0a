//! The interpreter: runs the predecoded instructions of a program, and charges gas.

mod alu;
mod dispatch;
mod registers;
mod source;
mod view;

use std::sync::Arc;

use crate::engine::{Engine, Instance, Outcome};
use crate::instruction::Reg;
use crate::memory::{Access, Inaccessible, PAGE_SIZE};
use crate::program::Program;
use crate::state::{Heap, Rules, Start, State};
pub use view::View;

/// The predecoding interpreter as an [`Engine`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Interpreter;

/// A machine that the interpreter runs.
#[derive(Clone, Debug)]
pub struct Machine {
    program: Arc<Program>,
    rules: Rules,
    state: State,
}

impl Engine for Interpreter {
    type Instance = Machine;
    type Error = std::convert::Infallible;

    fn name(&self) -> &'static str {
        "interpreter"
    }

    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Result<Machine, Self::Error> {
        Ok(Machine { program, rules, state })
    }
}

impl Machine {
    /// The state, at the end.
    #[must_use]
    pub fn into_state(self) -> State {
        self.state
    }
}

impl Instance for Machine {
    fn run(&mut self, limit: u64) -> Outcome {
        let State { pc, gas, registers, memory, heap, charged } = &mut self.state;
        let (program, rules) = (&self.program, self.rules);
        View { program, rules, pc, gas, registers, memory, heap, charged }.run(limit)
    }

    fn resume(&mut self) {
        let skip = self.program.skip(self.state.pc);
        self.state.pc = self.state.pc.saturating_add(1).saturating_add(u64::from(skip));
    }

    fn pc(&self) -> u64 {
        self.state.pc
    }

    fn gas(&self) -> u64 {
        self.state.gas
    }

    fn set_gas(&mut self, gas: u64) {
        self.state.gas = gas;
    }

    fn registers(&self) -> [u64; 13] {
        self.state.registers
    }

    fn set_register(&mut self, register: Reg, value: u64) {
        if let Some(place) = self.state.registers.get_mut(usize::from(register.index())) {
            *place = value;
        }
    }

    fn heap(&self) -> Heap {
        self.state.heap
    }

    fn access(&self, page: u32) -> Option<Access> {
        self.state.memory.page(page).map(|(access, _)| access)
    }

    fn read(&self, address: u64, to: &mut [u8]) -> Result<(), Inaccessible> {
        self.state.memory.read(address, to)
    }

    fn write(&mut self, address: u64, from: &[u8]) -> Result<(), Inaccessible> {
        self.state.memory.write(address, from)
    }

    fn touched(&self, visit: &mut dyn FnMut(u32, Access, &[u8; PAGE_SIZE])) {
        for page in self.state.memory.touched() {
            if let Some((access, content)) = self.state.memory.page(page) {
                visit(page, access, content);
            }
        }
    }

    fn snapshot(&self) -> State {
        self.state.clone()
    }

    fn into_state(self: Box<Self>) -> State {
        self.state
    }

    fn restore(&mut self, state: State) {
        self.state = state;
    }

    fn restart(&mut self, start: &Start) {
        self.state.restart(start);
    }
}
