//! Makes a question small that knows nothing of types: what is decoded loses octets, then octets become zero.

use crate::divergence::{Bucket, Divergence, ObserveError, Observer, locate};
use jar_diff_questions::{HEAD, Kind, Question, smaller};
use std::time::{Duration, Instant};

/// What became of a question.
#[derive(Clone, Debug)]
pub struct ShrunkQuestion {
    /// The smallest question found.
    pub bytes: Vec<u8>,
    /// Its divergence.
    pub divergence: Divergence,
    /// What was done, in a sentence.
    pub account: String,
}

struct Search<'a> {
    observer: &'a mut dyn Observer,
    improved: &'a mut dyn FnMut(&[u8]),
    bucket: Bucket,
    /// Octets in front that are not decoded.
    fixed: usize,
    deadline: Instant,
    candidates: u64,
    bytes: Vec<u8>,
    divergence: Divergence,
}

impl Search<'_> {
    fn goes_on(&self) -> bool {
        Instant::now() < self.deadline
    }

    /// Takes the candidate if it falls into the same bucket.
    fn attempt(&mut self, candidate: Vec<u8>) -> Result<bool, ObserveError> {
        if candidate == self.bytes || !self.goes_on() {
            return Ok(false);
        }
        self.candidates += 1;
        let Some(found) = locate(self.observer, &candidate)? else { return Ok(false) };
        if found.bucket != self.bucket {
            return Ok(false);
        }
        (self.bytes, self.divergence) = (candidate, found);
        (self.improved)(&self.bytes);
        Ok(true)
    }

    /// Removes runs of octets: halves, quarters, …, single ones.
    fn remove(&mut self) -> Result<bool, ObserveError> {
        let mut any = false;
        let mut chunk = self.bytes.len().saturating_sub(self.fixed);
        while chunk > 0 && self.goes_on() {
            let mut end = self.bytes.len();
            while end > self.fixed {
                let start = end.saturating_sub(chunk).max(self.fixed);
                let mut candidate = self.bytes.clone();
                candidate.drain(start..end.min(candidate.len()));
                any |= self.attempt(candidate)?;
                end = start;
            }
            chunk /= 2;
        }
        Ok(any)
    }

    /// Makes octets zero: runs first, then single ones.
    fn zero(&mut self) -> Result<bool, ObserveError> {
        let mut any = false;
        let mut chunk = self.bytes.len().saturating_sub(self.fixed);
        while chunk > 0 && self.goes_on() {
            for start in (self.fixed..self.bytes.len()).step_by(chunk) {
                let mut candidate = self.bytes.clone();
                candidate.iter_mut().skip(start).take(chunk).for_each(|octet| *octet = 0);
                any |= self.attempt(candidate)?;
            }
            chunk /= 2;
        }
        Ok(any)
    }

    /// Arguments of sections lose items and parts.
    fn items(&mut self) -> Result<bool, ObserveError> {
        let mut any = false;
        loop {
            let mut smaller = smaller(&self.bytes).into_iter();
            let found = loop {
                let Some(candidate) = smaller.next() else { break false };
                if self.attempt(candidate)? {
                    break true;
                }
            };
            if !found || !self.goes_on() {
                return Ok(any);
            }
            any = true;
        }
    }

    /// The tiny parameters, and octets that are one value.
    fn plain(&mut self) -> Result<bool, ObserveError> {
        let mut any = false;
        for at in HEAD.saturating_add(1)..self.fixed {
            let mut candidate = self.bytes.clone();
            candidate.get_mut(at).into_iter().for_each(|octet| *octet = 0);
            any |= self.attempt(candidate)?;
        }
        Ok(any)
    }
}

/// Minimises a question within a time budget; `None` if the engines agree on it, or if it is none.
///
/// # Errors
/// [`ObserveError::Failed`] of the observer.
pub fn shrink_question(
    observer: &mut dyn Observer,
    bytes: &[u8],
    budget: Duration,
    improved: &mut dyn FnMut(&[u8]),
) -> Result<Option<ShrunkQuestion>, ObserveError> {
    let started = Instant::now();
    let Some(question) = Question::read(bytes) else { return Ok(None) };
    let Some(divergence) = locate(observer, bytes)? else { return Ok(None) };
    let (kind, fixed) = (question.kind, HEAD.saturating_add(question.fixed()));
    let bucket = divergence.bucket.clone();
    let (deadline, bytes, before) = (started + budget, bytes.to_vec(), bytes.len());
    let mut search =
        Search { observer, improved, bucket, fixed, deadline, candidates: 0, bytes, divergence };
    let mut finished = false;
    while !finished && search.goes_on() {
        // Octets that are taken out of a section's arguments leave none.
        finished = match kind {
            Kind::Section => !(search.items()? | search.zero()?),
            Kind::Chain => !search.items()?,
            Kind::Codec | Kind::Function => {
                !(search.plain()? | search.remove()? | search.zero()?)
            }
        };
    }
    let octets = |all: usize| all.saturating_sub(fixed);
    let end = if finished && search.goes_on() { "" } else { ", budget spent" };
    let account = format!(
        "{} → {} octets, {} candidates in {:.1} s{end}",
        octets(before),
        octets(search.bytes.len()),
        search.candidates,
        started.elapsed().as_secs_f64()
    );
    Ok(Some(ShrunkQuestion { bytes: search.bytes, divergence: search.divergence, account }))
}
