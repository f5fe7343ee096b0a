//! What is measured: one interface over our engines, polkavm's and native code.

mod native;
mod ours;
mod peer;

use crate::workload::Workload;
use bench_kit::Clock;

/// What a run left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    /// The registers, where there are any.
    pub(crate) registers: Option<[u64; 13]>,
    /// The result, where there are no registers.
    pub(crate) result: Option<u64>,
    /// Gas used, where it is counted.
    pub(crate) gas: Option<u64>,
}

/// Whose gas an engine counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counting {
    /// One per instruction, as the workload states it.
    Instructions,
    /// A model of its own.
    Own,
    /// Nothing.
    None,
}

/// An engine with its settings.
pub(crate) trait Engine {
    /// A short name, unique.
    fn name(&self) -> &str;

    /// What one reads below the table.
    fn about(&self) -> &str;

    /// The time that counts.
    fn clock(&self) -> Clock {
        Clock::Thread
    }

    /// Whose gas it counts.
    fn counting(&self) -> Counting;

    /// Whether it has a step before the run that is worth timing.
    fn compiles(&self) -> bool {
        true
    }

    /// Whether the engine can have the workload at all.
    fn takes(&self, _workload: &Workload) -> bool {
        true
    }

    /// Gets ready for a workload: whatever is needed once.
    ///
    /// # Errors
    /// The engine refuses the program or lacks a resource.
    fn load(&self, workload: &Workload) -> anyhow::Result<Box<dyn Loaded>>;

    /// What is checked before anything is timed: the workload in every setting that this engine can have it in. The first
    /// one has the memory layout of a standard program, so that its complete registers are those of every other engine.
    ///
    /// # Errors
    /// As above.
    fn variants(&self, workload: &Workload) -> anyhow::Result<Vec<Box<dyn Loaded>>> {
        Ok(vec![self.load(workload)?])
    }
}

/// Engines that can be measured side by side.
pub(crate) type Engines = Vec<Box<dyn Engine>>;

/// An engine by name, or why there is none.
type Made = (&'static str, anyhow::Result<Box<dyn Engine>>);

/// A workload in an engine: compiled, and with a machine that is kept.
pub(crate) trait Loaded {
    /// From the octets to something that can be run, which is dropped.
    ///
    /// # Errors
    /// The engine refuses the program.
    fn compile(&mut self) -> anyhow::Result<()>;

    /// Puts the kept machine to the start.
    ///
    /// # Errors
    /// The engine lacks a resource.
    fn reset(&mut self) -> anyhow::Result<()>;

    /// Runs the kept machine to the halt; the number of host calls on the way, each of which is a real exit.
    ///
    /// # Errors
    /// Any other end than the halt.
    fn run(&mut self) -> anyhow::Result<u64>;

    /// Compiles, sets up a machine, runs it to the halt and drops both.
    ///
    /// # Errors
    /// Those of the parts.
    fn whole(&mut self) -> anyhow::Result<()>;

    /// What the last run of the kept machine left.
    fn left(&mut self) -> Left;
}

/// All engines that this build and this host have, and for the others a reason.
pub(crate) fn all() -> (Engines, Vec<String>) {
    let mut engines = Engines::new();
    let mut missing = Vec::new();
    let mut take = |name: &str, engine: anyhow::Result<Box<dyn Engine>>| match engine {
        Ok(engine) => engines.push(engine),
        Err(error) => missing.push(format!("{name}: {error:#}")),
    };
    for (name, engine) in ours::engines() {
        take(name, engine);
    }
    for (name, engine) in peer::engines() {
        take(name, engine);
    }
    take("native", Ok(Box::new(native::NativeCode)));
    (engines, missing)
}
