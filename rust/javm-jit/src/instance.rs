//! Machines: compiled code, and the interpreter for what it leaves.

use std::sync::Arc;

use javm::{
    Access, Engine, Exit, GasModel, Heap, Inaccessible, Instance, Interpreter, Machine, Opcode,
    Outcome, PAGE_SIZE, Program, Reg, Rules, Start, State, UNLIMITED, View,
};

use crate::code::Code;
use crate::context::Leave;
use crate::run;
use crate::window::Window;

/// A machine of the engine [`crate::Fixed`].
#[derive(Debug)]
pub struct FixedInstance {
    program: Arc<Program>,
    rules: Rules,
    place: Place,
}

/// Where the machine is.
#[derive(Debug)]
enum Place {
    /// In a window.
    Window(Box<Compiled>),
    /// With the interpreter, since the system refused mappings for its pages; until the next start.
    Machine(Box<Machine>),
}

/// A machine in a window: registers are in its context.
#[derive(Debug)]
struct Compiled {
    pc: u64,
    /// Where in the stream the program counter probably is.
    near: u32,
    gas: u64,
    charged: bool,
    heap: Heap,
    code: Option<Arc<Code>>,
    window: Window,
}

/// What a run did before it ended or could not go on in the window.
struct Stint {
    outcome: Outcome,
    /// The window cannot hold the machine any more; its state is that of the step to be done next.
    stuck: bool,
}

impl Stint {
    const fn exit(steps: u64, exit: Exit) -> Self {
        Self { outcome: Outcome { steps, exit: Some(exit) }, stuck: false }
    }
}

impl Compiled {
    fn state(&self) -> State {
        let registers = self.window.context().registers;
        let (memory, heap, charged) = (self.window.memory(), self.heap, self.charged);
        State { pc: self.pc, gas: self.gas, registers, memory, heap, charged }
    }

    fn set(&mut self, State { pc, gas, registers, heap, charged, .. }: &State) {
        (self.pc, self.gas, self.heap, self.charged) = (*pc, *gas, *heap, *charged);
        self.window.context_mut().registers = *registers;
    }

    /// Runs without compiled code.
    fn interpret(&mut self, program: &Program, rules: Rules, limit: u64) -> Stint {
        let mut registers = self.window.context().registers;
        let Self { pc, gas, charged, heap, window, .. } = self;
        let memory = &mut *window;
        let registers_mut = &mut registers;
        let mut view =
            View { program, rules, pc, gas, registers: registers_mut, memory, heap, charged };
        let mut outcome = view.run(limit);
        self.window.context_mut().registers = registers;
        let stuck = self.window.take_failed();
        if stuck {
            // The last step was an access that is allowed but was not done: takes back what it paid.
            outcome = Outcome { steps: outcome.steps.saturating_sub(1), exit: None };
            if rules.gas == GasModel::PerInstruction {
                self.gas = self.gas.saturating_add(1);
            }
        }
        Stint { outcome, stuck }
    }

    /// Runs until an exit, or until `limit` steps are done.
    fn run(&mut self, program: &Program, rules: Rules, limit: u64) -> Stint {
        let mut steps = 0u64;
        loop {
            let left = if limit == UNLIMITED { limit } else { limit.saturating_sub(steps) };
            let (most, done) = match self.stretch(program, rules, left) {
                Stretch::Nothing => (left, 0),
                Stretch::Interpret { steps } => (1, steps),
                Stretch::Other { steps } => (0, steps),
                Stretch::HostCall { steps: more, identifier } => {
                    return Stint::exit(steps.saturating_add(more), Exit::HostCall(identifier));
                }
            };
            steps = steps.saturating_add(done);
            let mut stint = self.interpret(program, rules, most.min(left.saturating_sub(done)));
            steps = steps.saturating_add(stint.outcome.steps);
            if stint.stuck || stint.outcome.exit.is_some() || steps >= limit {
                stint.outcome.steps = steps;
                return stint;
            }
        }
    }

    /// Where the program counter is in the stream.
    fn index(&self, program: &Program) -> Option<u32> {
        let near = program.ops().get(self.near as usize);
        if near.is_some_and(|op| u64::from(op.pc) == self.pc) {
            return Some(self.near);
        }
        program.index_of(self.pc)
    }

    /// Moves the program counter behind the instruction.
    fn resume(&mut self, program: &Program) {
        let next = self.near.saturating_add(1);
        let op = |index: u32| program.ops().get(index as usize);
        if let (Some(here), Some(behind)) = (op(self.near), op(next))
            && u64::from(here.pc) == self.pc
            && here.opcode == Opcode::Ecalli
        {
            (self.pc, self.near) = (u64::from(behind.pc), next);
            return;
        }
        let skip = program.skip(self.pc);
        self.pc = self.pc.saturating_add(1).saturating_add(u64::from(skip));
    }

    /// The gas that is paid before compiled code may be entered at an instruction: all up to the end of the block.
    fn toll(&self, program: &Program, rules: Rules, index: u32) -> u64 {
        match rules.gas {
            GasModel::PerInstruction => cost(program, index),
            GasModel::PerBlock if self.charged => 0,
            GasModel::PerBlock => program.cost_at(index as usize),
        }
    }

    /// Runs compiled code from the program counter until it leaves, and puts the state there in order.
    ///
    /// Compiled code charges each block for all its steps, so steps are limited like gas: by the lesser of the two.
    fn stretch(&mut self, program: &Program, rules: Rules, limit: u64) -> Stretch {
        let Some(index) = self.index(program) else { return Stretch::Nothing };
        let trap = program.ops().get(index as usize).is_none_or(|op| op.opcode == Opcode::Trap);
        let Some(code) = self.code.as_ref().filter(|_| !trap) else { return Stretch::Nothing };
        let Some(target) = code.entry(index) else { return Stretch::Interpret { steps: 0 } };
        let Some(paid) = self.gas.checked_sub(self.toll(program, rules, index)) else {
            return Stretch::Nothing;
        };
        let Some(steps_left) = limit.checked_sub(cost(program, index)) else {
            return Stretch::Nothing;
        };
        let budget = paid.min(steps_left);
        let context = self.window.context_mut();
        (context.gas, context.target) = (budget, target);
        run::enter(code, &mut self.window);
        let context = self.window.context();
        let (left, argument) = (context.gas, context.argument);
        let (leave, index_left) = match Leave::of(context.leave) {
            Leave::OutOfGas => (Leave::OutOfGas, code.leader(argument)),
            Leave::Fault => (Leave::Interpret, code.site(argument)),
            other => (other, u32::try_from(argument).ok()),
        };
        let index_left = index_left.unwrap_or(u32::MAX);
        // What was paid for but not used, and what the failed charge took too much.
        let rest = cost(program, index_left);
        let (unused, back) = match leave {
            Leave::OutOfGas => (0, rest),
            Leave::Unpaid => (0, 0),
            _ => (rest, 0),
        };
        let blocks = budget.wrapping_sub(left.wrapping_add(back));
        let steps = cost(program, index).wrapping_add(blocks).wrapping_sub(unused);
        let left = paid.wrapping_sub(blocks);
        self.pc = program.position_of(index_left);
        self.near = index_left;
        self.gas = left;
        match rules.gas {
            GasModel::PerInstruction => self.gas = left.wrapping_add(unused),
            GasModel::PerBlock => {
                self.charged = !matches!(leave, Leave::OutOfGas | Leave::Unpaid);
            }
        }
        match leave {
            Leave::HostCall => self.host_call(program, rules, index_left, steps),
            Leave::Interpret => Stretch::Interpret { steps },
            _ => Stretch::Other { steps },
        }
    }

    /// The step of `ecalli`.
    fn host_call(&mut self, program: &Program, rules: Rules, index: u32, steps: u64) -> Stretch {
        if rules.gas == GasModel::PerInstruction {
            self.gas = self.gas.saturating_sub(1);
        }
        let x = program.ops().get(index as usize).map_or(0, |op| op.x);
        Stretch::HostCall { steps: steps.saturating_add(1), identifier: x as i32 as i64 as u64 }
    }
}

/// The number of instructions from this one to the end of its block.
fn cost(program: &Program, index: u32) -> u64 {
    program.costs().get(index as usize).copied().map_or(0, u64::from)
}

/// Why compiled code was left, and the steps that it did.
enum Stretch {
    /// It was not entered: the interpreter goes on to the exit, which is in this block.
    Nothing,
    /// The interpreter is to do one step.
    Interpret { steps: u64 },
    /// The next attempt will tell: the gas does not cover a block, or a trap follows.
    Other { steps: u64 },
    /// A host call.
    HostCall { steps: u64, identifier: u64 },
}

impl FixedInstance {
    pub(crate) fn new(
        program: Arc<Program>,
        rules: Rules,
        code: Option<Arc<Code>>,
        window: Window,
        state: &State,
    ) -> Self {
        let mut compiled = Compiled {
            pc: 0,
            near: 0,
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

impl Instance for FixedInstance {
    fn run(&mut self, limit: u64) -> Outcome {
        let Self { program, rules, place } = self;
        let rules = *rules;
        let (stint, state) = match place {
            Place::Machine(machine) => return machine.run(limit),
            Place::Window(compiled) => {
                let stint = compiled.run(program, rules, limit);
                if !stint.stuck {
                    return stint.outcome;
                }
                (stint, compiled.state())
            }
        };
        self.move_out(state);
        let left = match limit {
            UNLIMITED => UNLIMITED,
            limit => limit.saturating_sub(stint.outcome.steps),
        };
        let rest = self.run(left);
        Outcome { steps: stint.outcome.steps.saturating_add(rest.steps), exit: rest.exit }
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
