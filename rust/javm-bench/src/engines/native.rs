//! Native code: what the processor can do without a machine.

use std::hint::black_box;

use anyhow::Context;

use super::{Counting, Engine, Left, Loaded};
use crate::workload::{Native, Workload};

/// The Rust version of a workload.
pub(crate) struct NativeCode;

struct Function {
    run: Native,
    result: u64,
}

impl Engine for NativeCode {
    fn name(&self) -> &'static str {
        "native"
    }

    fn about(&self) -> &'static str {
        "the same computation in Rust, compiled with this program"
    }

    fn counting(&self) -> Counting {
        Counting::None
    }

    fn compiles(&self) -> bool {
        false
    }

    fn takes(&self, workload: &Workload) -> bool {
        workload.native.is_some()
    }

    fn load(&self, workload: &Workload) -> anyhow::Result<Box<dyn Loaded>> {
        let run = workload.native.clone().context("no native version")?;
        Ok(Box::new(Function { run, result: 0 }))
    }
}

impl Loaded for Function {
    fn compile(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn reset(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn run(&mut self) -> anyhow::Result<u64> {
        self.result = black_box((self.run)());
        Ok(0)
    }

    fn whole(&mut self) -> anyhow::Result<()> {
        self.run().map(drop)
    }

    fn left(&mut self) -> Left {
        Left { registers: None, result: Some(self.result), gas: None }
    }
}
