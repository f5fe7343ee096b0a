//! Gas and step limit: how far a run gets. Some of the gas is to the point: exactly enough, or one too little.

use crate::choices::Choices;
use crate::settings::Settings;
use jar_diff_engines::{Engine, Javm};
use jar_diff_wire::{Case, NO_STEP_LIMIT};
use javm::Interpreter;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Gas for any run of this lane, with some to spare for the host.
const AMPLE: u64 = 1 << 20;

/// Runs cases ahead, to see what gas they take.
pub(super) struct Trial {
    engine: Javm<Interpreter>,
    out: Vec<u8>,
}

impl Default for Trial {
    fn default() -> Self {
        Self { engine: Javm::new(Interpreter), out: Vec::new() }
    }
}

impl Trial {
    /// Sets gas and step limit. Whatever they are, the run takes at most about `steps` steps.
    pub(super) fn set(
        &mut self,
        case: &mut Case,
        steps: u64,
        settings: &Settings,
        choices: &mut impl Choices,
    ) {
        let little = settings.instructions_max * 2;
        case.step_limit = steps;
        case.gas = match choices.below(20) {
            0 => choices.below(3),
            1..=4 => choices.below(little),
            5 | 6 => u64::MAX,
            // Exactly enough, one too little.
            drawn @ 7..=10 => {
                let used = self.consumption(case).unwrap_or(AMPLE);
                used.saturating_sub(u64::from(drawn > 8))
            }
            _ => steps * 2 + choices.below(1000),
        };
        match choices.below(20) {
            0 | 1 => case.step_limit = choices.below(20),
            2 => case.step_limit = choices.below(steps),
            3..=6 if case.gas < little => case.step_limit = NO_STEP_LIMIT,
            _ => {}
        }
    }

    /// The gas that a run takes, as the interpreter sees it. If that is wrong, the case is less to the point, and the comparison will
    /// tell: also if the interpreter panics.
    fn consumption(&mut self, case: &mut Case) -> Option<u64> {
        let gas = std::mem::replace(&mut case.gas, AMPLE);
        let Self { engine, out } = self;
        let run = catch_unwind(AssertUnwindSafe(|| engine.observe(case, &[], out)));
        case.gas = gas;
        if run.is_err() {
            *self = Self::default();
            return None;
        }
        // docs/wire.md: the gas left.
        let left = self.out.get(16..24)?.first_chunk().copied()?;
        AMPLE.checked_sub(u64::from_le_bytes(left))
    }
}
