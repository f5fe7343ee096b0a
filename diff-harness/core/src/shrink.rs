//! The minimiser: delta debugging on the structured case.
//!
//! A candidate replaces the case if it falls into the *same bucket* (engines, field, instruction, exits at the first
//! divergence); "still differs somehow" would let the search slip to an easier bug. Passes run in order of price
//! and repeat until none of them improves or the budget is spent. Every improvement is handed out at once.
//!
//! The passes over the code work on its listing. What takes code apart for them is under test itself, so the last
//! two know of code only that it is octets, some of which are marked.

mod code;
mod later;
mod octets;
mod question;
mod state;

pub use question::{ShrunkQuestion, shrink_question};

use crate::divergence::{Bucket, Divergence, ObserveError, Observer, locate};
use jar_diff_engines::spelt_out;
use jar_diff_wire::Case;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

/// What the minimiser did.
#[derive(Clone, Debug)]
pub struct Shrunk {
    /// The smallest case found.
    pub case: Case,
    /// Its first divergence.
    pub divergence: Divergence,
    /// Candidates run.
    pub candidates: u64,
    /// Time taken.
    pub took: Duration,
    /// Instructions before and after; absent if the program does not parse.
    pub instructions: Option<(usize, usize)>,
    /// False if the budget ended the search.
    pub finished: bool,
}

/// The search: passes propose candidates with [`Search::attempt`].
pub(crate) struct Search<'a> {
    observer: &'a mut dyn Observer,
    improved: &'a mut dyn FnMut(&Case, &Divergence),
    bucket: Bucket,
    tried: HashSet<u64>,
    deadline: Instant,
    candidates: u64,
    pub(crate) case: Case,
    pub(crate) divergence: Divergence,
}

impl<'a> Search<'a> {
    /// A search that starts from a case and its divergence.
    fn new(
        observer: &'a mut dyn Observer,
        improved: &'a mut dyn FnMut(&Case, &Divergence),
        deadline: Instant,
        case: Case,
        divergence: Divergence,
    ) -> Self {
        let bucket = divergence.bucket.clone();
        let tried = HashSet::new();
        Self { observer, improved, bucket, tried, deadline, candidates: 0, case, divergence }
    }

    /// Is there time left?
    pub(crate) fn goes_on(&self) -> bool {
        Instant::now() < self.deadline
    }

    /// Replaces the case by the candidate if that has a byte form and falls into the same bucket.
    pub(crate) fn attempt(&mut self, candidate: Case) -> Result<bool, ObserveError> {
        if candidate == self.case || !self.goes_on() {
            return Ok(false);
        }
        let Ok(bytes) = candidate.encode() else { return Ok(false) };
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        if !self.tried.insert(hasher.finish()) {
            return Ok(false);
        }
        self.candidates += 1;
        let Some(found) = locate(self.observer, &bytes)? else { return Ok(false) };
        if found.bucket != self.bucket {
            return Ok(false);
        }
        (self.case, self.divergence) = (candidate, found);
        (self.improved)(&self.case, &self.divergence);
        Ok(true)
    }

    /// Tries a change of the current case.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Case)) -> Result<bool, ObserveError> {
        let mut candidate = self.case.clone();
        change(&mut candidate);
        self.attempt(candidate)
    }

    /// Removes as many elements as possible from a list of the case: halves, quarters, …, single ones.
    pub(crate) fn remove_from<T: Clone>(
        &mut self,
        list: impl Fn(&mut Case) -> &mut Vec<T>,
    ) -> Result<bool, ObserveError> {
        let mut any = false;
        let mut chunk = list(&mut self.case).len();
        while chunk > 0 && self.goes_on() {
            let mut end = list(&mut self.case).len();
            while end > 0 {
                let start = end.saturating_sub(chunk);
                any |= self.change(|case| {
                    list(case).drain(start..end);
                })?;
                end = start;
            }
            chunk /= 2;
        }
        Ok(any)
    }
}

/// A pass: true if it made the case smaller.
type Pass = fn(&mut Search<'_>) -> Result<bool, ObserveError>;

/// Minimises a case within a time budget; `None` if the engines agree on it (nothing to minimise).
///
/// # Errors
/// [`ObserveError::Failed`] of the observer.
pub fn shrink(
    observer: &mut dyn Observer,
    case: &Case,
    budget: Duration,
    improved: &mut dyn FnMut(&Case, &Divergence),
) -> Result<Option<Shrunk>, ObserveError> {
    let started = Instant::now();
    let bytes = case.encode().map_err(|error| ObserveError::Failed(error.to_string()))?;
    let Some(divergence) = locate(observer, &bytes)? else { return Ok(None) };
    let before = code::instructions(&spelt_out(case).unwrap_or_else(|| case.clone()));
    let deadline = started + budget;
    let mut search = Search::new(observer, improved, deadline, case.clone(), divergence);
    let passes: [Pass; 14] = [
        state::raw,
        state::limits,
        later::start,
        state::replies,
        state::pages,
        code::remove,
        code::replace,
        state::registers,
        code::immediates,
        code::merge_registers,
        state::zero_octets,
        code::tidy,
        octets::cut,
        octets::unmark,
    ];
    let mut finished = false;
    while !finished && search.goes_on() {
        finished = true;
        for pass in passes {
            finished &= !pass(&mut search)?;
        }
    }
    finished &= search.goes_on();
    let instructions = before.zip(code::instructions(&search.case));
    let Search { case, divergence, candidates, .. } = search;
    let took = started.elapsed();
    Ok(Some(Shrunk { case, divergence, candidates, took, instructions, finished }))
}
