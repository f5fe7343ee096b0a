//! Machines: compiled code, and the interpreter for what it leaves.

use std::sync::Arc;

use javm::{
    Access, Engine, Exit, GasModel, Heap, Inaccessible, Instance, Interpreter, Machine, Outcome,
    PAGE_SIZE, Program, Reg, Rules, Start, State, UNLIMITED, View,
};

use crate::compiled::{Called, Compiled, Entry, Reason};
use crate::run;
use crate::window::Window;

/// A machine of an engine with compiled code of some kind.
#[derive(Debug)]
pub struct CompiledInstance<C> {
    program: Arc<Program>,
    rules: Rules,
    place: Place<C>,
}

/// Where the machine is.
#[derive(Debug)]
enum Place<C> {
    /// In a window.
    Window(Box<InWindow<C>>),
    /// With the interpreter, since the system refused mappings for its pages; until the next start.
    Machine(Box<Machine>),
}

/// A machine in a window: registers are in its context.
#[derive(Debug)]
struct InWindow<C> {
    pc: u64,
    /// The last host call.
    called: Called,
    gas: u64,
    charged: bool,
    heap: Heap,
    code: Option<Arc<C>>,
    window: Window,
}

/// How a run in a window ended.
enum Stint {
    /// With a host call. Its parts travel in registers: what is written as parts and read as a whole waits.
    HostCall { steps: u64, identifier: u64 },
    /// In another way, or at the step limit.
    End(Outcome),
    /// The window cannot hold the machine any more; its state is that of the step to be done next.
    Stuck { steps: u64 },
}

impl<C: Compiled> InWindow<C> {
    fn state(&self) -> State {
        let registers = self.window.context().registers;
        let (memory, heap, charged) = (self.window.memory(), self.heap, self.charged);
        State { pc: self.pc, gas: self.gas, registers, memory, heap, charged }
    }

    fn set(&mut self, State { pc, gas, registers, heap, charged, .. }: &State) {
        (self.pc, self.gas, self.heap, self.charged) = (*pc, *gas, *heap, *charged);
        self.window.context_mut().registers = *registers;
    }

    /// Runs without compiled code; without predecoding the program if there is some that does not need that.
    #[cold]
    fn interpret(&mut self, program: &Program, rules: Rules, limit: u64) -> (Outcome, bool) {
        let undecoded = self.code.as_ref().is_some_and(|code| !code.is_predecoded());
        let mut registers = self.window.context().registers;
        let Self { pc, gas, charged, heap, window, .. } = self;
        let memory = &mut *window;
        let registers_mut = &mut registers;
        let mut view =
            View { program, rules, pc, gas, registers: registers_mut, memory, heap, charged };
        let mut outcome = if undecoded { view.run_undecoded(limit) } else { view.run(limit) };
        self.window.context_mut().registers = registers;
        let stuck = self.window.take_failed();
        if stuck {
            // The last step was an access that is allowed but was not done: takes back what it paid.
            outcome = Outcome { steps: outcome.steps.saturating_sub(1), exit: None };
            if rules.gas == GasModel::PerInstruction {
                self.gas = self.gas.saturating_add(1);
            }
        }
        (outcome, stuck)
    }

    /// Runs until an exit, or until `limit` steps are done.
    #[inline(always)]
    fn run(&mut self, program: &Program, rules: Rules, limit: u64) -> Stint {
        let mut steps = 0u64;
        loop {
            let left = if limit == UNLIMITED { limit } else { limit.saturating_sub(steps) };
            let (most, done) = match self.stretch(program, rules, left) {
                Stretch::Nothing => (left, 0),
                Stretch::Interpret { steps, most } => (most, steps),
                Stretch::Other { steps } => (0, steps),
                Stretch::HostCall { steps: more, identifier } => {
                    return Stint::HostCall { steps: steps.saturating_add(more), identifier };
                }
            };
            steps = steps.saturating_add(done);
            let (mut outcome, stuck) =
                self.interpret(program, rules, most.min(left.saturating_sub(done)));
            steps = steps.saturating_add(outcome.steps);
            if stuck {
                return Stint::Stuck { steps };
            }
            if outcome.exit.is_some() || steps >= limit {
                outcome.steps = steps;
                return Stint::End(outcome);
            }
        }
    }

    /// Moves the program counter behind the instruction.
    fn resume(&mut self, program: &Program) {
        if self.called.pc == self.pc {
            self.pc = self.called.behind;
            return;
        }
        let skip = program.skip(self.pc);
        self.pc = self.pc.saturating_add(1).saturating_add(u64::from(skip));
    }

    /// Where compiled code is entered for the program counter.
    fn entry(&self, code: &C) -> Option<Entry> {
        let Called { behind, rest, address, .. } = self.called;
        if behind == self.pc {
            return Some(Entry { address, rest: rest.wrapping_sub(1), charge: 0 });
        }
        code.entry(self.pc)
    }

    /// The gas that is paid before compiled code may be entered: all up to the end of the block.
    fn toll(&self, program: &Program, rules: Rules, rest: u64) -> u64 {
        match rules.gas {
            GasModel::PerInstruction => rest,
            GasModel::PerBlock if self.charged => 0,
            GasModel::PerBlock if program.is_block_start(self.pc) => rest,
            GasModel::PerBlock => program.block_cost(self.pc),
        }
    }

    /// Runs compiled code from the program counter until it leaves, and puts the state there in order.
    ///
    /// Compiled code charges each block for all its steps, so steps are limited like gas: by the lesser of the two.
    #[inline(always)]
    fn stretch(&mut self, program: &Program, rules: Rules, limit: u64) -> Stretch {
        let Some(code) = self.code.as_ref() else { return Stretch::Nothing };
        let Some(Entry { address, rest, charge }) = self.entry(code) else {
            return Stretch::Interpret { steps: 0, most: code.detour(self.pc) };
        };
        let Some(paid) = self.gas.checked_sub(self.toll(program, rules, rest)) else {
            return Stretch::Nothing;
        };
        let Some(steps_left) = limit.checked_sub(rest) else { return Stretch::Nothing };
        let budget = paid.min(steps_left).min(u64::MAX.wrapping_sub(charge));
        let context = self.window.context_mut();
        (context.gas, context.target) = (budget.wrapping_add(charge), address);
        run::enter(&**code, &mut self.window);
        let context = self.window.context();
        let spent = budget.wrapping_sub(context.gas);
        if let Some(called) = code.called(context) {
            return self.host_call(
                rules,
                called,
                rest.wrapping_add(spent),
                paid.wrapping_sub(spent),
            );
        }
        let left = code.left(&mut self.window);
        // What was paid for but not used, and what the failed charge took too much.
        let (unused, back) = match left.reason {
            Reason::OutOfGas => (0, left.rest),
            Reason::Unpaid => (0, 0),
            Reason::Interpret => (left.rest, 0),
        };
        let blocks = spent.wrapping_sub(back);
        let steps = rest.wrapping_add(blocks).wrapping_sub(unused);
        let gas = paid.wrapping_sub(blocks);
        (self.pc, self.gas) = (left.pc, gas);
        match rules.gas {
            GasModel::PerInstruction => self.gas = gas.wrapping_add(unused),
            GasModel::PerBlock => self.charged = left.reason == Reason::Interpret,
        }
        match left.reason {
            Reason::Interpret => Stretch::Interpret { steps, most: 1 },
            Reason::Unpaid | Reason::OutOfGas => Stretch::Other { steps },
        }
    }

    /// The step of `ecalli`; steps and gas are those at the end of its block.
    #[inline(always)]
    fn host_call(&mut self, rules: Rules, called: Called, steps: u64, gas: u64) -> Stretch {
        // Its own step is done; those behind it are not.
        let unused = called.rest.wrapping_sub(1);
        (self.pc, self.called) = (called.pc, called);
        match rules.gas {
            GasModel::PerInstruction => self.gas = gas.wrapping_add(unused),
            GasModel::PerBlock => (self.gas, self.charged) = (gas, true),
        }
        let steps = steps.wrapping_sub(unused);
        Stretch::HostCall { steps, identifier: called.identifier }
    }
}

/// Why compiled code was left, and the steps that it did.
enum Stretch {
    /// It was not entered: the interpreter goes on to the exit, which is in this block.
    Nothing,
    /// The interpreter is to do so many steps, at most.
    Interpret { steps: u64, most: u64 },
    /// The next attempt will tell: the gas does not cover a block, or a trap follows.
    Other { steps: u64 },
    /// A host call.
    HostCall { steps: u64, identifier: u64 },
}

impl<C: Compiled> CompiledInstance<C> {
    pub(crate) fn new(
        program: Arc<Program>,
        rules: Rules,
        code: Option<Arc<C>>,
        window: Window,
        state: &State,
    ) -> Self {
        let mut compiled = InWindow {
            pc: 0,
            // No instruction is there.
            called: Called { pc: u64::MAX, identifier: 0, rest: 0, behind: u64::MAX, address: 0 },
            gas: 0,
            charged: false,
            heap: Heap::default(),
            code,
            window,
        };
        compiled.set(state);
        if let Some(code) = &compiled.code {
            code.attach(compiled.window.context_mut());
        }
        Self { program, rules, place: Place::Window(Box::new(compiled)) }
    }

    /// Whether compiled code runs; else the interpreter does, because the program is too large or the system refused
    /// mappings.
    #[must_use]
    pub fn is_compiled(&self) -> bool {
        matches!(&self.place, Place::Window(compiled) if compiled.code.is_some())
    }

    /// Continues with the interpreter.
    fn move_out(&mut self, state: State) {
        let Ok(machine) = Interpreter.start(Arc::clone(&self.program), self.rules, state);
        self.place = Place::Machine(Box::new(machine));
    }
}

/// Does the same on either kind of machine.
macro_rules! either {
    ($self:expr, $compiled:ident => $in_window:expr, $machine:ident => $else:expr) => {
        match &$self.place {
            Place::Window($compiled) => $in_window,
            Place::Machine($machine) => $else,
        }
    };
    (mut $self:expr, $compiled:ident => $in_window:expr, $machine:ident => $else:expr) => {
        match &mut $self.place {
            Place::Window($compiled) => $in_window,
            Place::Machine($machine) => $else,
        }
    };
}

impl<C: Compiled> Instance for CompiledInstance<C> {
    fn run(&mut self, limit: u64) -> Outcome {
        let Self { program, rules, place } = self;
        let rules = *rules;
        let (done, state) = match place {
            Place::Machine(machine) => return machine.run(limit),
            Place::Window(compiled) => match compiled.run(program, rules, limit) {
                Stint::HostCall { steps, identifier } => {
                    return Outcome { steps, exit: Some(Exit::HostCall(identifier)) };
                }
                Stint::End(outcome) => return outcome,
                Stint::Stuck { steps } => (steps, compiled.state()),
            },
        };
        self.move_out(state);
        let left = match limit {
            UNLIMITED => UNLIMITED,
            limit => limit.saturating_sub(done),
        };
        let rest = self.run(left);
        Outcome { steps: done.saturating_add(rest.steps), exit: rest.exit }
    }

    fn resume(&mut self) {
        either!(mut self, compiled => compiled.resume(&self.program), machine => machine.resume());
    }

    fn pc(&self) -> u64 {
        either!(self, compiled => compiled.pc, machine => machine.pc())
    }

    fn gas(&self) -> u64 {
        either!(self, compiled => compiled.gas, machine => machine.gas())
    }

    fn set_gas(&mut self, gas: u64) {
        either!(mut self, compiled => compiled.gas = gas, machine => machine.set_gas(gas));
    }

    fn registers(&self) -> [u64; 13] {
        either!(self, compiled => compiled.window.context().registers, machine => machine.registers())
    }

    fn set_register(&mut self, register: Reg, value: u64) {
        either!(mut self, compiled => {
            let registers = &mut compiled.window.context_mut().registers;
            if let Some(place) = registers.get_mut(usize::from(register.index())) {
                *place = value;
            }
        }, machine => machine.set_register(register, value));
    }

    fn heap(&self) -> Heap {
        either!(self, compiled => compiled.heap, machine => machine.heap())
    }

    fn access(&self, page: u32) -> Option<Access> {
        either!(self, compiled => compiled.window.access(page), machine => machine.access(page))
    }

    fn read(&self, address: u64, to: &mut [u8]) -> Result<(), Inaccessible> {
        either!(self, compiled => compiled.window.read(address, to), machine => machine.read(address, to))
    }

    fn write(&mut self, address: u64, from: &[u8]) -> Result<(), Inaccessible> {
        let state = either!(mut self, compiled => match compiled.window.write(address, from) {
            Some(result) => return result,
            None => compiled.state(),
        }, machine => return machine.write(address, from));
        self.move_out(state);
        self.write(address, from)
    }

    fn touched(&self, visit: &mut dyn FnMut(u32, Access, &[u8; PAGE_SIZE])) {
        either!(self, compiled => compiled.window.touched(visit), machine => machine.touched(visit));
    }

    fn snapshot(&self) -> State {
        either!(self, compiled => compiled.state(), machine => machine.snapshot())
    }

    fn restore(&mut self, mut state: State) {
        either!(mut self, compiled => {
            compiled.set(&state);
            if compiled.window.reset(Some(std::mem::take(&mut state.memory))) {
                return;
            }
            state.memory = compiled.window.memory();
        }, machine => return machine.restore(state));
        self.move_out(state);
    }

    fn restart(&mut self, start: &Start) {
        let state = either!(mut self, compiled => {
            let fresh = start.with_memory(javm::Memory::default());
            compiled.set(&fresh);
            if compiled.window.reset(None) {
                return;
            }
            compiled.state()
        }, machine => return machine.restart(start));
        self.move_out(state);
    }
}
