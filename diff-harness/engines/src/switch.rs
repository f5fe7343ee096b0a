//! An engine made of others: at every boundary between basic blocks, and after every host call, a choice decides which of them goes on.
//!
//! What one engine leaves, another must be able to take up: registers, memory with its rights, heap, whether the block is paid for. The choices
//! follow from a hash of the case's octets without the step limit, so that a case replays and is cut at any step without changing them.

use std::cell::Cell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;

use jar_diff_wire::Case;
use javm::{
    Access, Heap, Inaccessible, Instance, Memory, Outcome, PAGE_SIZE, Program, Reg, Rules, State,
    UNLIMITED,
};

use crate::{Capabilities, Engine, Javm};

/// Its name.
pub const SWITCH: &str = "switch";

/// Of the cases of a campaign, one in so many is for this engine.
const SHARE: u64 = 8;

/// How likely a choice is a new one: always, one in 4, one in 32. Drawn per case.
const STAY: [u64; 3] = [1, 4, 32];

/// An engine of `javm`, whatever the type of its machines.
pub trait Start {
    /// Sets up a machine; `None` if the engine lacks a resource.
    fn start(&self, program: Arc<Program>, rules: Rules, state: State)
    -> Option<Box<dyn Instance>>;
}

impl<E> Start for E
where
    E: javm::Engine,
    E::Instance: 'static,
{
    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Option<Box<dyn Instance>> {
        let instance = javm::Engine::start(self, program, rules, state).ok()?;
        Some(Box::new(instance))
    }
}

/// The engine.
pub struct Switch {
    inner: Javm<Relay>,
    seed: Rc<Cell<u64>>,
}

impl Switch {
    /// Made of these engines.
    #[must_use]
    pub fn new(engines: Vec<Box<dyn Start>>) -> Self {
        let seed = Rc::new(Cell::new(0));
        let inner = Javm::new(Relay { engines: engines.into(), seed: Rc::clone(&seed) });
        Self { inner, seed }
    }
}

/// Octets 24 to 31 of a case are its step limit (`docs/wire.md`).
fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.get(..24).unwrap_or(bytes).hash(&mut hasher);
    bytes.get(32..).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

impl Engine for Switch {
    fn name(&self) -> &'static str {
        SWITCH
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { steps: true }
    }

    fn takes(&self, bytes: &[u8]) -> bool {
        hash(bytes).is_multiple_of(SHARE)
    }

    /// Drops its machines. The engines that it is made of forget where they are engines of the run.
    fn forget(&mut self) {
        self.inner.forget();
    }

    fn observe(&mut self, case: &Case, bytes: &[u8], out: &mut Vec<u8>) {
        // The share of cases says nothing about the choices.
        self.seed.set(hash(bytes) / SHARE);
        self.inner.observe(case, bytes, out);
    }
}

/// The engine, as `javm` sees it.
struct Relay {
    engines: Rc<[Box<dyn Start>]>,
    /// What the choices of the next run follow from.
    seed: Rc<Cell<u64>>,
}

/// No engine could set up a machine.
#[derive(Debug, thiserror::Error)]
#[error("no engine can set up this machine")]
struct Unable;

/// A machine that one of the engines has at a time.
struct Relayed {
    engines: Rc<[Box<dyn Start>]>,
    program: Arc<Program>,
    rules: Rules,
    /// The memory of the last start.
    origin: Memory,
    /// The engine that is at it, and its machine.
    current: usize,
    machine: Box<dyn Instance>,
    /// The machines that the other engines had.
    others: Vec<Option<Box<dyn Instance>>>,
    seed: Rc<Cell<u64>>,
    choices: Choices,
}

/// A stream of choices.
struct Choices {
    seed: u64,
    taken: u64,
    stay: u64,
}

impl Choices {
    fn new(seed: u64) -> Self {
        let stay = seed
            .checked_rem(STAY.len() as u64)
            .and_then(|at| STAY.get(at as usize))
            .copied()
            .unwrap_or(1);
        Self { seed, taken: 0, stay }
    }

    /// The next of `count` engines; `None`: the one that is at it. The first choice is always one.
    fn next(&mut self, count: usize) -> Option<usize> {
        let mut hasher = DefaultHasher::new();
        (self.seed, self.taken).hash(&mut hasher);
        let drawn = hasher.finish();
        let index = (drawn >> 32).checked_rem(count as u64).unwrap_or(0) as usize;
        let chosen = self.taken == 0 || drawn.is_multiple_of(self.stay);
        self.taken = self.taken.wrapping_add(1);
        chosen.then_some(index)
    }
}

impl javm::Engine for Relay {
    type Instance = Relayed;
    type Error = Unable;

    fn name(&self) -> &'static str {
        SWITCH
    }

    fn start(&self, program: Arc<Program>, rules: Rules, state: State) -> Result<Relayed, Unable> {
        let (engines, seed) = (Rc::clone(&self.engines), Rc::clone(&self.seed));
        let mut choices = Choices::new(seed.get());
        let current = choices.next(engines.len()).unwrap_or(0);
        let origin = state.memory.clone();
        let first = engines.get(current).ok_or(Unable)?;
        let machine = first.start(Arc::clone(&program), rules, state).ok_or(Unable)?;
        let others = engines.iter().map(|_| None).collect();
        Ok(Relayed { engines, program, rules, origin, current, machine, others, seed, choices })
    }
}

impl Relayed {
    /// Chooses who goes on.
    fn choose(&mut self) {
        let Some(next) = self.choices.next(self.engines.len()) else { return };
        if next != self.current {
            self.hand_over(next, self.machine.snapshot());
        }
    }

    /// Goes on with another engine, in this state.
    fn hand_over(&mut self, next: usize, state: State) {
        let taken = match self.others.get_mut(next).and_then(Option::take) {
            Some(mut machine) => {
                machine.restore(state);
                machine
            }
            None => {
                let engine = self.engines.get(next);
                let program = Arc::clone(&self.program);
                let started = engine.and_then(|e| e.start(program, self.rules, state.clone()));
                match started {
                    Some(machine) => machine,
                    // It lacks a resource: the other one goes on.
                    None => return self.machine.restore(state),
                }
            }
        };
        let left = std::mem::replace(&mut self.machine, taken);
        if let Some(place) = self.others.get_mut(self.current) {
            *place = Some(left);
        }
        self.current = next;
    }

    /// Steps from the program counter to the end of its basic block.
    fn to_boundary(&self) -> u64 {
        let index = self.program.index_of(self.machine.pc());
        let cost = index.and_then(|index| self.program.costs().get(index as usize));
        cost.map_or(1, |cost| u64::from(*cost).max(1))
    }
}

impl Instance for Relayed {
    fn run(&mut self, limit: u64) -> Outcome {
        let mut steps = 0u64;
        loop {
            let left = if limit == UNLIMITED { limit } else { limit.saturating_sub(steps) };
            self.choose();
            let outcome = self.machine.run(self.to_boundary().min(left));
            steps = steps.saturating_add(outcome.steps);
            if outcome.exit.is_some() || steps >= limit {
                return Outcome { steps, exit: outcome.exit };
            }
        }
    }

    fn resume(&mut self) {
        self.machine.resume();
    }

    fn pc(&self) -> u64 {
        self.machine.pc()
    }

    fn gas(&self) -> u64 {
        self.machine.gas()
    }

    fn set_gas(&mut self, gas: u64) {
        self.machine.set_gas(gas);
    }

    fn registers(&self) -> [u64; 13] {
        self.machine.registers()
    }

    fn set_register(&mut self, register: Reg, value: u64) {
        self.machine.set_register(register, value);
    }

    fn heap(&self) -> Heap {
        self.machine.heap()
    }

    fn access(&self, page: u32) -> Option<Access> {
        self.machine.access(page)
    }

    fn read(&self, address: u64, to: &mut [u8]) -> Result<(), Inaccessible> {
        self.machine.read(address, to)
    }

    fn write(&mut self, address: u64, from: &[u8]) -> Result<(), Inaccessible> {
        self.machine.write(address, from)
    }

    fn touched(&self, visit: &mut dyn FnMut(u32, Access, &[u8; PAGE_SIZE])) {
        self.machine.touched(visit);
    }

    fn snapshot(&self) -> State {
        self.machine.snapshot()
    }

    fn restore(&mut self, state: State) {
        self.choices = Choices::new(self.seed.get());
        self.origin.clone_from(&state.memory);
        match self.choices.next(self.engines.len()) {
            Some(next) if next != self.current => self.hand_over(next, state),
            _ => self.machine.restore(state),
        }
    }

    fn restart(&mut self, start: &javm::Start) {
        // Whoever had the machine last must not make a difference to who begins.
        self.restore(start.with_memory(self.origin.clone()));
    }
}
