//! The first divergence inside a basic block.
//!
//! Compiled code runs a block as a whole: where a step limit or the gas ends inside it, the interpreter does the part before. So an
//! engine that compiles differs only from the step on that completes the block, whichever of its instructions is wrong. To find that
//! one, the block is started with the reference's state and cut behind its first instruction, its second, …: the opcode that would
//! come next becomes `fallthrough`. The first cut block on which the engines differ names the suspect.

use crate::compare::{Difference, Verdict, compare};
use crate::divergence::{ObserveError, Observer};
use crate::program::{Line, code_offset, line, program, resumed};
use jar_diff_engines::spelt_out;
use jar_diff_wire::{Case, Exit, Observation, Outcome};
use javm::{Opcode, Program};

/// States that are asked for at a time.
const CHUNK: u64 = 8;

/// In a longer block the search is given up.
const LONGEST: u64 = 256;

/// Pays for every cut block.
const AMPLE: u64 = 1 << 20;

/// The block whose last instruction is done by the first step that differs, from where the run entered it.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its instructions with their positions.
    pub lines: Vec<(u64, Line)>,
    /// Which of them is the suspect.
    pub suspect: usize,
    /// The difference after the suspect, if it is not the last one.
    pub difference: Option<Difference>,
}

/// Looks for the suspect; `None` if the block has one instruction only, or cannot be started alone.
///
/// # Errors
/// [`ObserveError`] of the observer.
pub fn examine(
    observer: &mut dyn Observer,
    case: &Case,
    agreed: u64,
) -> Result<Option<Block>, ObserveError> {
    let case = &spelt_out(case).unwrap_or_else(|| case.clone());
    let Some(program) = program(case) else { return Ok(None) };
    let agreed = last_running(observer, case, agreed)?;
    let Some(states) = states(observer, case, &program, agreed)? else { return Ok(None) };
    let entered = agreed.saturating_add(1).saturating_sub(states.len() as u64);
    let (Some(first), true) = (states.first(), states.len() > 1) else { return Ok(None) };
    let Some(start) = resumed(case, first, entered) else { return Ok(None) };
    let lines: Vec<(u64, Line)> =
        states.iter().map(|state| (state.pc, line(&program, state.pc))).collect();
    let cuts = lines.iter().skip(1).map(|(pc, _)| *pc).zip(1u64..);
    let cases: Vec<Case> = cuts.map_while(|(pc, kept)| cut(&start, &program, pc, kept)).collect();
    for (chunk, before) in cases.chunks(CHUNK as usize).zip((0..).step_by(CHUNK as usize)) {
        let bytes: Vec<Vec<u8>> = chunk.iter().filter_map(|case| case.encode().ok()).collect();
        let rows = observer.observe(&bytes)?;
        for ((case, row), index) in chunk.iter().zip(&rows).zip(before..) {
            if let Verdict::Diverged(difference) = compare(row, Some(case)) {
                let difference = Some(difference);
                return Ok(Some(Block { lines, suspect: index, difference }));
            }
        }
    }
    let suspect = lines.len() - 1;
    Ok(Some(Block { lines, suspect, difference: None }))
}

/// The last step, up to this one, at which the reference's run goes on. Where a host call or a fault ends it inside a block, the engines
/// agree on all limits from there to the end of the block, and yet an instruction before may be wrong.
pub(crate) fn last_running(
    observer: &mut dyn Observer,
    case: &Case,
    agreed: u64,
) -> Result<u64, ObserveError> {
    // The run goes on at `low`, which is not asked, and has ended at `high`.
    let (mut low, mut high) = (0, agreed.saturating_add(1));
    let mut middle = agreed;
    while low < middle {
        let case = Case { step_limit: middle, ..case.clone() };
        let rows = observer.observe(&case.encode().into_iter().collect::<Vec<_>>())?;
        let answer = rows.first().and_then(|row| row.first());
        let runs = answer.is_some_and(|answer| match Outcome::decode(answer.bytes()) {
            Ok(Outcome::Ran(state)) => state.exit == Exit::StepLimit,
            _ => false,
        });
        if runs {
            low = middle
        } else {
            high = middle
        }
        middle = low + (high - low) / 2;
    }
    Ok(low)
}

/// The reference's states from the entry of the block to the agreed step.
fn states(
    observer: &mut dyn Observer,
    case: &Case,
    program: &Program,
    agreed: u64,
) -> Result<Option<Vec<Observation>>, ObserveError> {
    // The latest first.
    let mut states: Vec<Observation> = Vec::new();
    while (states.len() as u64) < LONGEST {
        let Some(last) = agreed.checked_sub(states.len() as u64) else { break };
        let limits = (last.saturating_sub(CHUNK - 1)..=last).rev();
        let cases = limits.map(|step_limit| Case { step_limit, ..case.clone() });
        let bytes: Vec<Vec<u8>> = cases.filter_map(|case| case.encode().ok()).collect();
        for row in observer.observe(&bytes)? {
            let answer = row.first().map(|answer| Outcome::decode(answer.bytes()));
            let Some(Ok(Outcome::Ran(state))) = answer else { return Ok(None) };
            if state.exit != Exit::StepLimit {
                return Ok(None);
            }
            // Behind an answered call compiled code is entered anew.
            let called = states.last().is_some_and(|later| later.calls.len() > state.calls.len());
            let starts = program.is_block_start(state.pc);
            if !called {
                states.push(state);
            }
            if called || starts {
                states.reverse();
                return Ok(Some(states));
            }
        }
    }
    states.reverse();
    Ok(((states.len() as u64) < LONGEST).then_some(states))
}

/// The block with `kept` instructions and `fallthrough` behind them, at `pc`; `None` if no instruction begins there.
fn cut(start: &Case, program: &Program, pc: u64, kept: u64) -> Option<Case> {
    if !program.is_instruction_start(pc) {
        return None;
    }
    let mut blob = start.blob.clone();
    let at = code_offset(&blob)?.checked_add(usize::try_from(pc).ok()?)?;
    *blob.get_mut(at)? = Opcode::Fallthrough.byte();
    Some(Case { blob, step_limit: kept + 1, gas: AMPLE, ..start.clone() })
}
