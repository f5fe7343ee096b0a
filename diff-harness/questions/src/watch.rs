//! Watches host calls while services run: which call, in which context, with which result.
//!
//! A machine that is watched runs as it would: every call goes through to the engine's own.

use jar_stf::host::result;
use jar_stf::invocation::Machines;
use javm::{
    Access, Exit, Heap, Inaccessible, Instance, Outcome, PAGE_SIZE, Program, Reg, Rules, Start,
    State,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Contexts of host calls.
pub const CONTEXTS: [&str; 3] = ["is_authorized", "refine", "accumulate"];

/// Results of host calls. Those of `invoke` have names of their own.
pub const RESULTS: [&str; 18] = [
    "0",
    "number",
    "NONE",
    "WHAT",
    "OOB",
    "WHO",
    "FULL",
    "CORE",
    "CASH",
    "LOW",
    "HUH",
    "panic",
    "out-of-gas",
    "halts",
    "panics",
    "faults",
    "calls",
    "starves",
];

/// Host calls by number; the last stands for all numbers that are none.
pub const CALLS: [&str; 28] = [
    "gas",
    "fetch",
    "lookup",
    "read",
    "write",
    "info",
    "historical_lookup",
    "export",
    "machine",
    "peek",
    "poke",
    "pages",
    "invoke",
    "expunge",
    "bless",
    "assign",
    "designate",
    "checkpoint",
    "new",
    "upgrade",
    "transfer",
    "eject",
    "query",
    "solicit",
    "forget",
    "yield",
    "provide",
    "unknown",
];

/// Which calls a context knows: their results beside `out-of-gas`, which every call can end in.
type Known = &'static [(&'static str, &'static [&'static str])];

const GIVES: &[&str] = &["0", "number", "NONE", "panic"];

/// In accumulation no value that can be fetched is empty.
const FETCH: &[&str] = &["number", "NONE", "panic"];

const AUTHORIZE: Known = &[("gas", &["0", "number"]), ("fetch", GIVES)];

const REFINE: Known = &[
    ("gas", &["0", "number"]),
    ("fetch", GIVES),
    ("historical_lookup", GIVES),
    ("export", &["0", "number", "FULL", "panic"]),
    ("machine", &["0", "number", "HUH", "panic"]),
    ("peek", &["0", "OOB", "WHO", "panic"]),
    ("poke", &["0", "OOB", "WHO", "panic"]),
    ("pages", &["0", "WHO", "HUH"]),
    ("invoke", &["halts", "panics", "faults", "calls", "starves", "WHO", "panic"]),
    ("expunge", &["0", "number", "WHO"]),
];

const ACCUMULATE: Known = &[
    ("gas", &["0", "number"]),
    ("fetch", FETCH),
    ("lookup", GIVES),
    ("read", GIVES),
    ("write", &["0", "number", "NONE", "FULL", "panic"]),
    ("info", &["number", "NONE", "panic"]),
    ("bless", &["0", "WHO", "panic"]),
    ("assign", &["0", "CORE", "HUH", "WHO", "panic"]),
    ("designate", &["0", "HUH", "panic"]),
    ("checkpoint", &["0", "number"]),
    ("new", &["number", "0", "HUH", "CASH", "FULL", "panic"]),
    ("upgrade", &["0", "panic"]),
    ("transfer", &["0", "WHO", "LOW", "CASH", "panic"]),
    ("eject", &["0", "WHO", "HUH", "panic"]),
    ("query", &["0", "number", "NONE", "panic"]),
    ("solicit", &["0", "FULL", "HUH", "panic"]),
    ("forget", &["0", "HUH", "panic"]),
    ("yield", &["0", "panic"]),
    ("provide", &["0", "WHO", "HUH", "panic"]),
];

/// The results that a call can have in a context, by their places: those of the paper.
#[must_use]
pub fn possible(context: u8, call: u8) -> Vec<u8> {
    let own = match context {
        0 => AUTHORIZE,
        1 => REFINE,
        _ => ACCUMULATE,
    };
    let name = CALLS.get(usize::from(call)).copied().unwrap_or_default();
    let known = own.iter().find(|(known, _)| *known == name);
    let results = known.map_or(&["WHAT"][..], |(_, results)| results);
    let place = |result: &&str| RESULTS.iter().position(|name| name == result);
    let places = results.iter().chain(&["out-of-gas"]).filter_map(place);
    places.map(|place| place as u8).collect()
}

/// Context, call and result, by their places.
pub type Cell = (u8, u8, u8);

/// What was seen since it was last asked.
#[derive(Debug, Default)]
struct Seen {
    /// The context of the next machine that is no inner one; authorization is followed by refinement.
    context: u8,
    cells: BTreeMap<Cell, u64>,
}

/// Machines whose host calls are counted.
pub(crate) struct Watch {
    machines: Box<dyn Machines>,
    seen: Arc<Mutex<Seen>>,
}

fn lock(seen: &Mutex<Seen>) -> std::sync::MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    pub(crate) fn new(machines: Box<dyn Machines>) -> Self {
        Self { machines, seen: Arc::default() }
    }

    /// The next question is to a function with this number.
    pub(crate) fn begin(&self, number: u8) {
        lock(&self.seen).context = match number {
            81 | 83 => 0,
            82 => 1,
            _ => 2,
        };
    }

    /// What was seen since the last time.
    pub(crate) fn take(&self) -> Vec<(Cell, u64)> {
        std::mem::take(&mut lock(&self.seen).cells).into_iter().collect()
    }
}

impl Machines for Watch {
    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Option<Box<dyn Instance>> {
        // A standard program has its arguments in memory, an inner machine nothing.
        let inner = state.memory.accessible().next().is_none();
        let machine = self.machines.start(program, rules, state)?;
        if inner {
            return Some(machine);
        }
        let mut seen = lock(&self.seen);
        let context = seen.context;
        seen.context = context.max(1);
        drop(seen);
        let seen = Arc::clone(&self.seen);
        Some(Box::new(Watched { machine, context, seen, call: None }))
    }
}

/// A machine whose host calls are counted.
struct Watched {
    machine: Box<dyn Instance>,
    context: u8,
    seen: Arc<Mutex<Seen>>,
    /// The call that is being answered, and the gas before it.
    call: Option<(u64, u64)>,
}

/// The place of a result among [`RESULTS`].
fn place(call: u64, value: u64) -> u8 {
    const INVOKE: u64 = 12;
    match value {
        0..=4 if call == INVOKE => (value as u8).saturating_add(13),
        0 => 0,
        result::NONE => 2,
        result::WHAT => 3,
        result::OOB => 4,
        result::WHO => 5,
        result::FULL => 6,
        result::CORE => 7,
        result::CASH => 8,
        result::LOW => 9,
        result::HUH => 10,
        _ => 1,
    }
}

/// Out of gas: the machine cannot pay the call, or not what a transfer carries.
const fn starved(call: u64, before: u64, after: u64) -> bool {
    const TRANSFER: u64 = 20;
    before < 10 || call == TRANSFER && after == 0 && before != 10
}

impl Watched {
    fn count(&self, call: u64, result: u8) {
        let unknown = CALLS.len().saturating_sub(1) as u64;
        let cell = (self.context, call.min(unknown) as u8, result);
        let mut seen = lock(&self.seen);
        let count = seen.cells.entry(cell).or_default();
        *count = count.saturating_add(1);
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some((call, before)) = self.call {
            let starved = starved(call, before, self.machine.gas());
            self.count(call, if starved { 12 } else { 11 });
        }
    }
}

impl Instance for Watched {
    fn run(&mut self, limit: u64) -> Outcome {
        let outcome = self.machine.run(limit);
        if let Some(Exit::HostCall(number)) = outcome.exit {
            self.call = Some((number, self.machine.gas()));
        }
        outcome
    }

    fn resume(&mut self) {
        if let Some((call, _)) = self.call.take() {
            let [.., value, _, _, _, _, _] = self.machine.registers();
            self.count(call, place(call, value));
        }
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
        self.machine.restore(state);
    }

    fn restart(&mut self, start: &Start) {
        self.machine.restart(start);
    }
}
