//! Accumulation.

use super::records::{AccumulateInput, AccumulateState, Outcome};
use super::work::{listed, put_accounts, record};
use super::{Asker, Record, Run, show};
use jar_diff_questions::sections as questions;
use jar_types::Hash;

/// Reports are accumulated.
pub(super) struct Accumulate;

impl Record for Accumulate {
    const NAME: &'static str = "accumulate";
    type Input = AccumulateInput;
    type State = AccumulateState;
    type Output = Outcome<Hash>;

    fn run(input: AccumulateInput, state: AccumulateState, to: &mut Asker<'_, '_>) -> Run {
        let given = to.ask(&questions::Accumulate {
            before: state.slot,
            slot: input.slot,
            entropy: state.entropy,
            ready: state.ready_queue,
            accumulated: state.accumulated,
            privileges: state.privileges,
            staging: to.zero()?,
            queues: to.zero()?,
            accounts: state.accounts.accounts(),
            reports: input.reports,
        })?;
        let root = to.ask(&questions::OutputsRoot { outputs: given.outputs })?;
        let mut block = record(to)?;
        block.work = given.work;
        let statistics = listed(to.ask(&block)?.services);
        let mut after = show(&AccumulateState {
            slot: input.slot,
            entropy: state.entropy,
            ready_queue: given.ready,
            accumulated: given.accumulated,
            privileges: given.privileges,
            statistics,
            accounts: state.accounts,
        })?;
        put_accounts(&mut after, &given.accounts)?;
        Ok((show(&Outcome::Ok(root))?, after))
    }
}
