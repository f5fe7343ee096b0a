//! The interpreter over the parts of a machine, wherever they are kept.

use super::dispatch::Run;
use super::source::{Direct, Predecoded, Source};
use crate::engine::Outcome;
use crate::memory::Ram;
use crate::program::Program;
use crate::state::{Exit, GasModel, Heap, Rules};

/// The parts of a machine, borrowed: how an engine that keeps them elsewhere lets the interpreter do some steps.
#[derive(Debug)]
pub struct View<'a, M> {
    /// The program.
    pub program: &'a Program,
    /// The rules.
    pub rules: Rules,
    /// Program counter ı.
    pub pc: &'a mut u64,
    /// Gas left ϱ.
    pub gas: &'a mut u64,
    /// Registers φ.
    pub registers: &'a mut [u64; 13],
    /// Memory µ.
    pub memory: &'a mut M,
    /// Heap break and limit.
    pub heap: &'a mut Heap,
    /// Per-block gas only: the block that contains the program counter is paid for.
    pub charged: &'a mut bool,
}

impl<M: Ram> View<'_, M> {
    /// Runs until an exit, or until `limit` steps are done; see [`crate::Instance::run`]. The program is predecoded if it is
    /// not yet.
    pub fn run(&mut self, limit: u64) -> Outcome {
        if limit == 0 {
            return Outcome { steps: 0, exit: None };
        }
        match self.program.index_of(*self.pc) {
            Some(index) => self.run_from(Predecoded::new(self.program), index, limit),
            None => self.run_outside(),
        }
    }

    /// The same, but decodes each instruction when it comes: for few steps of a large program.
    pub fn run_undecoded(&mut self, limit: u64) -> Outcome {
        if limit == 0 {
            return Outcome { steps: 0, exit: None };
        }
        match u32::try_from(*self.pc) {
            Ok(pc) if self.program.is_instruction_start(*self.pc) => {
                self.run_from(Direct(self.program), pc, limit)
            }
            _ => self.run_outside(),
        }
    }

    fn run_from<S: Source>(&mut self, source: S, at: u32, limit: u64) -> Outcome {
        let per_block = self.rules.gas == GasModel::PerBlock;
        // Per instruction, each step costs 1: the gas is a second limit on the steps.
        let budget = if per_block { limit } else { limit.min(*self.gas) };
        let toll = (per_block && !*self.charged).then(|| {
            if self.program.is_block_start(*self.pc) {
                source.cost(at)
            } else {
                self.program.block_cost(*self.pc)
            }
        });
        let mut run = Run {
            source,
            memory: &mut *self.memory,
            heap: &mut *self.heap,
            registers: self.registers,
            pc: self.pc,
            at,
            steps: budget,
            gas: *self.gas,
            charged: *self.charged,
            toll,
        };
        let exit = if per_block { run.run::<true>() } else { run.run::<false>() };
        let mut steps = budget.saturating_sub(run.steps);
        if per_block {
            (*self.gas, *self.charged) = (run.gas, run.charged);
            return Outcome { steps, exit };
        }
        *self.gas = self.gas.saturating_sub(steps);
        if exit.is_none() && steps < limit {
            steps = steps.saturating_add(1);
            return Outcome { steps, exit: Some(Exit::OutOfGas) };
        }
        Outcome { steps, exit }
    }

    /// The step at a position where there is no instruction: a trap (decision D9).
    fn run_outside(&mut self) -> Outcome {
        let cost = match self.rules.gas {
            GasModel::PerInstruction => 1,
            GasModel::PerBlock if *self.charged => 0,
            GasModel::PerBlock => self.program.block_cost(*self.pc),
        };
        let exit = match self.gas.checked_sub(cost) {
            Some(left) => {
                *self.gas = left;
                *self.charged |= self.rules.gas == GasModel::PerBlock;
                Exit::Panic
            }
            None => Exit::OutOfGas,
        };
        Outcome { steps: 1, exit: Some(exit) }
    }
}
