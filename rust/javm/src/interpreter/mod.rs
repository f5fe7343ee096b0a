//! The interpreter: runs the predecoded instructions of a program, and charges gas.

mod alu;
mod dispatch;
mod registers;

use std::sync::Arc;

use crate::engine::{Engine, Instance, Outcome};
use crate::instruction::Reg;
use crate::memory::{Access, Inaccessible, PAGE_SIZE};
use crate::program::Program;
use crate::state::{Exit, GasModel, Heap, Rules, Start, State};
use dispatch::Run;
use registers::Registers;

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

    /// Runs from an instruction of the stream.
    fn run_from(&mut self, index: u32, limit: u64) -> Outcome {
        let state = &mut self.state;
        let per_block = self.rules.gas == GasModel::PerBlock;
        // Per instruction, each step costs 1: the gas is a second limit on the steps.
        let budget = if per_block { limit } else { limit.min(state.gas) };
        let mut run = Run {
            program: &self.program,
            memory: &mut state.memory,
            heap: &mut state.heap,
            registers: Registers::new(&state.registers),
            index,
            steps: budget,
            gas: state.gas,
            charged: state.charged,
        };
        let exit = if per_block { run.run::<true>() } else { run.run::<false>() };
        let mut steps = budget.saturating_sub(run.steps);
        state.registers = run.registers.all();
        state.pc = self.program.position_of(run.index);
        if per_block {
            state.gas = run.gas;
            state.charged = run.charged;
            return Outcome { steps, exit };
        }
        state.gas = state.gas.saturating_sub(steps);
        if exit.is_none() && steps < limit {
            steps = steps.saturating_add(1);
            return Outcome { steps, exit: Some(Exit::OutOfGas) };
        }
        Outcome { steps, exit }
    }

    /// The step at a position where the stream has no instruction: a trap (decision D9).
    fn run_outside(&mut self) -> Outcome {
        let state = &mut self.state;
        let cost = match self.rules.gas {
            GasModel::PerInstruction => 1,
            GasModel::PerBlock if state.charged => 0,
            GasModel::PerBlock => self.program.block_cost(state.pc),
        };
        let exit = match state.gas.checked_sub(cost) {
            Some(left) => {
                state.gas = left;
                state.charged |= self.rules.gas == GasModel::PerBlock;
                Exit::Panic
            }
            None => Exit::OutOfGas,
        };
        Outcome { steps: 1, exit: Some(exit) }
    }
}

impl Instance for Machine {
    fn run(&mut self, limit: u64) -> Outcome {
        if limit == 0 {
            return Outcome { steps: 0, exit: None };
        }
        match self.program.index_of(self.state.pc) {
            Some(index) => self.run_from(index, limit),
            None => self.run_outside(),
        }
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

    fn restore(&mut self, state: State) {
        self.state = state;
    }

    fn restart(&mut self, start: &Start) {
        self.state.restart(start);
    }
}
