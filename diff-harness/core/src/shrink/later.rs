//! Starts the run where the engines begin to differ.

use super::Search;
use crate::divergence::ObserveError;
use jar_diff_wire::{Case, Exit, Observation, Outcome, Page, Program};
use std::collections::BTreeMap;

/// Replaces the initial state by one in which the reference stands later: best just before the first divergence, else ever earlier.
pub(super) fn start(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    if search.case.program != Program::Raw {
        return Ok(false);
    }
    let (agreed, mut back) = (search.divergence.agreed, 0);
    while back < agreed && search.goes_on() {
        if start_after(search, agreed - back)? {
            return Ok(true);
        }
        back = back * 2 + 1;
    }
    Ok(false)
}

/// Starts after so many steps. The gas is what is left then, or, where a block that is paid for would be paid again, what it was.
fn start_after(search: &mut Search<'_>, steps: u64) -> Result<bool, ObserveError> {
    let whole = search.case.clone();
    let cut = Case { step_limit: steps, ..whole.clone() };
    let Ok(bytes) = cut.encode() else { return Ok(false) };
    let rows = search.observer.observe(&[bytes])?;
    let answer =
        rows.first().and_then(|row| row.first()).map(|answer| Outcome::decode(answer.bytes()));
    let Some(Ok(Outcome::Ran(there))) = answer else { return Ok(false) };
    let Some(case) = resumed(&whole, &there, steps) else { return Ok(false) };
    Ok(search.attempt(case.clone())? || search.attempt(Case { gas: whole.gas, ..case })?)
}

/// The case that goes on from an observation; `None` if the run had ended or cannot be described by a case.
fn resumed(case: &Case, there: &Observation, steps: u64) -> Option<Case> {
    if there.exit != Exit::StepLimit {
        return None;
    }
    let mut pages: BTreeMap<u32, Page> =
        case.pages.iter().map(|page| (page.number, page.clone())).collect();
    for page in &there.pages {
        pages.insert(page.number, Page::new(page.number, page.access, page.content.to_vec()));
    }
    Some(Case {
        pc: u32::try_from(there.pc).ok()?,
        gas: there.gas,
        step_limit: case.step_limit.saturating_sub(steps),
        heap_break: there.heap_break,
        registers: there.registers,
        pages: pages.into_values().collect(),
        replies: case.replies.get(there.calls.len()..)?.to_vec(),
        ..case.clone()
    })
}
