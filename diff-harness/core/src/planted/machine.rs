//! Machines of `javm` with a bug: what only shows where state is handed on, and what only shows in whole blocks.

use javm::{
    Access, Engine, Heap, Inaccessible, Instance, Interpreter, Machine, Opcode, Outcome, PAGE_SIZE,
    Program, Reg, Rules, Start, State, UNLIMITED,
};
use std::str::FromStr;
use std::sync::Arc;

use crate::program::code_offset;

/// What is wrong with a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A snapshot says that the current block is not paid for.
    Charged,
    /// A snapshot has the lower halves of the registers only.
    Halves,
    /// A snapshot has no heap.
    Heap,
    /// Whole blocks are run as if one opcode were another, as by a wrong lowering; what is left of a block before a limit is not.
    Blocks {
        /// The opcode in the program.
        from: Opcode,
        /// What is done instead.
        to: Opcode,
    },
}

impl FromStr for Flaw {
    type Err = String;

    /// `charged`, `halves`, `heap`, `blocks:sub_64:add_64`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split(':').collect::<Vec<_>>().as_slice() {
            ["charged"] => Ok(Self::Charged),
            ["halves"] => Ok(Self::Halves),
            ["heap"] => Ok(Self::Heap),
            ["blocks", from, to] => {
                let opcode = |name: &str| {
                    Opcode::from_name(name).ok_or_else(|| format!("{text:?}: no opcode {name:?}"))
                };
                Ok(Self::Blocks { from: opcode(from)?, to: opcode(to)? })
            }
            _ => Err(format!("{text:?}: expected charged, halves, heap or blocks:…")),
        }
    }
}

/// The interpreter with a flaw.
#[derive(Clone, Copy, Debug)]
pub struct Flawed(pub Flaw);

/// Its machine.
#[derive(Debug)]
pub struct FlawedMachine {
    flaw: Flaw,
    program: Arc<Program>,
    /// The program that whole blocks are run by.
    changed: Arc<Program>,
    rules: Rules,
    inner: Machine,
}

/// The program with every `from` made a `to`.
fn changed(program: &Program, from: Opcode, to: Opcode) -> Option<Program> {
    let mut blob = program.to_blob();
    let offset = code_offset(&blob)?;
    for pc in program.instruction_starts() {
        let octet = blob.get_mut(offset.checked_add(usize::try_from(pc).ok()?)?)?;
        if *octet == from.byte() {
            *octet = to.byte();
        }
    }
    Program::parse(&blob).ok()
}

impl Engine for Flawed {
    type Instance = FlawedMachine;
    type Error = std::convert::Infallible;

    fn name(&self) -> &'static str {
        "flawed"
    }

    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Result<FlawedMachine, Self::Error> {
        let Self(flaw) = *self;
        let other = match flaw {
            Flaw::Blocks { from, to } => changed(&program, from, to).map(Arc::new),
            _ => None,
        };
        let changed = other.unwrap_or_else(|| Arc::clone(&program));
        let inner = Interpreter.start(Arc::clone(&program), rules, state)?;
        Ok(FlawedMachine { flaw, program, changed, rules, inner })
    }
}

impl FlawedMachine {
    /// Runs to the end of the block: wrongly, if limit and gas cover it.
    fn block(&mut self, limit: u64) -> Outcome {
        let index = self.program.index_of(self.inner.pc());
        let cost = index.and_then(|index| self.program.costs().get(index as usize));
        let cost = cost.map_or(1, |cost| u64::from(*cost));
        if cost > limit || cost > self.inner.gas() {
            return self.inner.run(limit.min(cost));
        }
        let state = self.inner.snapshot();
        let Ok(mut other) = Interpreter.start(Arc::clone(&self.changed), self.rules, state);
        let outcome = other.run(cost);
        self.inner.restore(other.into_state());
        outcome
    }
}

impl Instance for FlawedMachine {
    fn run(&mut self, limit: u64) -> Outcome {
        if !matches!(self.flaw, Flaw::Blocks { .. }) {
            return self.inner.run(limit);
        }
        let mut steps = 0u64;
        loop {
            let left = if limit == UNLIMITED { limit } else { limit.saturating_sub(steps) };
            let outcome = self.block(left);
            steps = steps.saturating_add(outcome.steps);
            if outcome.exit.is_some() || steps >= limit {
                return Outcome { steps, exit: outcome.exit };
            }
        }
    }

    fn snapshot(&self) -> State {
        let mut state = self.inner.snapshot();
        match self.flaw {
            Flaw::Charged => state.charged = false,
            Flaw::Halves => state.registers = state.registers.map(|value| value & 0xffff_ffff),
            Flaw::Heap => state.heap = Heap::default(),
            Flaw::Blocks { .. } => {}
        }
        state
    }

    fn resume(&mut self) {
        self.inner.resume();
    }

    fn pc(&self) -> u64 {
        self.inner.pc()
    }

    fn gas(&self) -> u64 {
        self.inner.gas()
    }

    fn set_gas(&mut self, gas: u64) {
        self.inner.set_gas(gas);
    }

    fn registers(&self) -> [u64; 13] {
        self.inner.registers()
    }

    fn set_register(&mut self, register: Reg, value: u64) {
        self.inner.set_register(register, value);
    }

    fn heap(&self) -> Heap {
        self.inner.heap()
    }

    fn access(&self, page: u32) -> Option<Access> {
        self.inner.access(page)
    }

    fn read(&self, address: u64, to: &mut [u8]) -> Result<(), Inaccessible> {
        self.inner.read(address, to)
    }

    fn write(&mut self, address: u64, from: &[u8]) -> Result<(), Inaccessible> {
        self.inner.write(address, from)
    }

    fn touched(&self, visit: &mut dyn FnMut(u32, Access, &[u8; PAGE_SIZE])) {
        self.inner.touched(visit);
    }

    fn restore(&mut self, state: State) {
        self.inner.restore(state);
    }

    fn restart(&mut self, start: &Start) {
        self.inner.restart(start);
    }
}
