//! The engines of this repository.

use std::hint::black_box;
use std::sync::Arc;

use anyhow::Context;
use javm::{
    Engine as Machines, Exit, Instance, Interpreter, Program, Rules, Start, State, UNLIMITED,
};

use super::{Counting, Engine, Left, Loaded, Made};
use crate::workload::{GAS, Workload};

/// An engine and what it does before a run, beyond parsing.
trait Compile: Machines<Error: Send + Sync + 'static> + Clone + 'static {
    /// Compiles a program that the engine has not kept.
    fn compile(&self, program: &Arc<Program>);

    /// Forgets what it has compiled.
    fn forget(&self);
}

impl Compile for Interpreter {
    // Parsing is predecoding.
    fn compile(&self, _program: &Arc<Program>) {}

    fn forget(&self) {}
}

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
impl Compile for javm_jit::Fixed {
    fn compile(&self, program: &Arc<Program>) {
        black_box(Self::compile(self, program));
    }

    fn forget(&self) {
        Self::forget(self);
    }
}

/// The rules that are timed; results are checked under the others too.
const RULES: Rules = Rules::JAM_0_7_2;

/// One of our engines.
struct Ours<E> {
    name: &'static str,
    about: &'static str,
    engine: E,
}

/// A workload in one of them.
struct Kept<E: Machines> {
    workload: Workload,
    engine: E,
    rules: Rules,
    start: Start,
    machine: E::Instance,
}

impl<E: Compile> Engine for Ours<E> {
    fn name(&self) -> &str {
        self.name
    }

    fn about(&self) -> &str {
        self.about
    }

    fn counting(&self) -> Counting {
        Counting::Instructions
    }

    fn load(&self, workload: &Workload) -> anyhow::Result<Box<dyn Loaded>> {
        self.under(RULES, workload)
    }

    fn variants(&self, workload: &Workload) -> anyhow::Result<Vec<Box<dyn Loaded>>> {
        [RULES, Rules::FLAT_PER_BLOCK]
            .into_iter()
            .map(|rules| self.under(rules, workload))
            .collect()
    }
}

impl<E: Compile> Ours<E> {
    fn under(&self, rules: Rules, workload: &Workload) -> anyhow::Result<Box<dyn Loaded>> {
        let (blob, state) = workload.state()?;
        let program = Arc::new(Program::parse(blob)?);
        let State { pc, gas, registers, heap, .. } = state;
        let start = Start { pc, gas, registers, heap };
        let machine = self.engine.start(program, rules, state)?;
        let (workload, engine) = (workload.clone(), self.engine.clone());
        Ok(Box::new(Kept { workload, engine, rules, start, machine }))
    }
}

/// Runs to the halt; how many host calls there were.
fn to_the_halt(machine: &mut impl Instance) -> anyhow::Result<u64> {
    let mut calls = 0;
    loop {
        match machine.run(UNLIMITED).exit {
            Some(Exit::HostCall(_)) => {
                calls += 1;
                machine.resume();
            }
            Some(Exit::Halt) => return Ok(calls),
            exit => anyhow::bail!("ended at {:#x} with {exit:?}", machine.pc()),
        }
    }
}

impl<E: Compile> Loaded for Kept<E> {
    fn compile(&mut self) -> anyhow::Result<()> {
        self.engine.forget();
        let program = black_box(self.workload.program()?);
        self.engine.compile(&program);
        Ok(())
    }

    fn reset(&mut self) -> anyhow::Result<()> {
        self.machine.restart(&self.start);
        Ok(())
    }

    fn run(&mut self) -> anyhow::Result<u64> {
        to_the_halt(&mut self.machine)
    }

    fn whole(&mut self) -> anyhow::Result<()> {
        self.engine.forget();
        let (blob, state) = self.workload.state()?;
        let program = Arc::new(Program::parse(black_box(blob))?);
        let mut machine = self.engine.start(program, self.rules, state)?;
        to_the_halt(&mut machine).map(drop)
    }

    fn left(&mut self) -> Left {
        let gas = Some(GAS.saturating_sub(self.machine.gas()));
        Left { registers: Some(self.machine.registers()), result: None, gas }
    }
}

fn interpreter() -> Made {
    let name = "interpreter";
    let about = "javm's interpreter; compile is parsing, it predecodes at its first run";
    (name, Ok(Box::new(Ours { name, about, engine: Interpreter })))
}

#[cfg(feature = "clif")]
impl Compile for javm_jit::Clif {
    fn compile(&self, program: &Arc<Program>) {
        black_box(Self::compile(self, program));
    }

    fn forget(&self) {
        Self::forget(self);
    }
}

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn fixed() -> Vec<Made> {
    let make = || -> anyhow::Result<Box<dyn Engine>> {
        let engine = javm_jit::Fixed::new().context("the engine fixed")?;
        let about = "javm-jit's engine fixed; compile is parsing and code";
        Ok(Box::new(Ours { name: "fixed", about, engine }))
    };
    vec![("fixed", make())]
}

#[cfg(not(all(target_arch = "x86_64", target_os = "linux")))]
fn fixed() -> Vec<Made> {
    vec![("fixed", Err(anyhow::anyhow!("not on this host")))]
}

#[cfg(feature = "clif")]
fn clif() -> Vec<Made> {
    use javm_jit::{Clif, Optimise};
    let make = |name, about, optimise| -> anyhow::Result<Box<dyn Engine>> {
        let engine = Clif::new(optimise).context("the engine clif")?;
        Ok(Box::new(Ours { name, about, engine }))
    };
    let kinds = [
        (
            "clif",
            "javm-jit's engine clif, Cranelift without optimisation; compile is all of the program, a whole call only what it enters",
            Optimise::None,
        ),
        ("clif-speed", "the same, optimised for speed", Optimise::Speed),
    ];
    kinds.into_iter().map(|(name, about, level)| (name, make(name, about, level))).collect()
}

#[cfg(not(feature = "clif"))]
fn clif() -> Vec<Made> {
    vec![("clif", Err(anyhow::anyhow!("not in this build (feature `clif`)")))]
}

/// Those that this build has.
pub(super) fn engines() -> Vec<Made> {
    let mut all = vec![interpreter()];
    all.extend(fixed());
    all.extend(clif());
    all
}
