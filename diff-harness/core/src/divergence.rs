//! The first divergence of a case, and the bucket that it belongs to.
//!
//! Every engine can stop after `k` steps, so the first step at which they differ is found by bisection over the
//! case's step limit: about log₂(steps) runs. The bucket is taken *there*, not at the end of the run, so that it does not
//! change when the case is cut behind it.

use crate::compare::{Difference, Field, Verdict, compare};
use crate::program::instruction_at;
use crate::protocol::Answer;
use jar_diff_wire::{Case, ExitKind, NO_STEP_LIMIT, Outcome};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Runs cases on all engines.
pub trait Observer {
    /// One row of answers per case, the reference engine first.
    ///
    /// # Errors
    /// [`ObserveError`] if the process that runs the engines died, hung or refused.
    fn observe(&mut self, cases: &[Vec<u8>]) -> Result<Vec<Vec<Answer>>, ObserveError>;
}

/// Why there are no answers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ObserveError {
    /// The process died while it ran the cases.
    #[error("the worker died: {0}")]
    Died(String),
    /// It did not answer in time.
    #[error("the worker did not answer within {0} s")]
    Hung(u64),
    /// It could not be started or refused the request.
    #[error("{0}")]
    Failed(String),
}

/// What makes two findings the same: only one representative is minimised and explained.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bucket {
    /// Who disagrees with whom.
    pub engines: String,
    /// The first field that differs.
    pub field: Field,
    /// Name of the instruction at the first divergence; `-` if none was reached.
    pub opcode: String,
    /// How the two runs stand after that step, the reference first.
    pub exits: String,
}

impl Bucket {
    /// The bucket as the name of a folder.
    #[must_use]
    pub fn slug(&self) -> String {
        let text = format!("{}.{}.{}.{}", self.engines, self.field, self.opcode, self.exits);
        let plain = |c: char| match c {
            '≠' => "-vs-".to_owned(),
            ',' | '/' | ' ' => "-".to_owned(),
            c if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') => c.to_string(),
            _ => String::new(),
        };
        let slug: String = text.chars().map(plain).collect();
        slug.replace(".-.", ".none.")
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { engines, field, opcode, exits } = self;
        write!(f, "{engines} {field} {opcode} {exits}")
    }
}

/// Where a case first differs.
#[derive(Clone, Debug)]
pub struct Divergence {
    /// The bucket.
    pub bucket: Bucket,
    /// The steps that all engines agree on.
    pub agreed: u64,
    /// The difference after one step more.
    pub difference: Difference,
}

/// The case with another step limit, encoded. A case that was decoded has a byte form.
fn limited(case: &Case, limit: u64) -> Vec<u8> {
    Case { step_limit: limit, ..case.clone() }.encode().unwrap_or_default()
}

/// Judges one case as it is.
///
/// # Errors
/// [`ObserveError`] of the observer.
pub fn judge(observer: &mut dyn Observer, bytes: &[u8]) -> Result<Verdict, ObserveError> {
    let rows = observer.observe(&[bytes.to_vec()])?;
    let answers = rows.first().map_or(&[][..], Vec::as_slice);
    Ok(compare(answers, Case::decode(bytes).ok().as_ref()))
}

/// Finds the first divergence of a case; `None` if the engines agree on it.
///
/// # Errors
/// [`ObserveError::Failed`]; the death of the worker is a divergence (field [`Field::Crash`]).
pub fn locate(
    observer: &mut dyn Observer,
    bytes: &[u8],
) -> Result<Option<Divergence>, ObserveError> {
    match locate_alive(observer, bytes) {
        Err(error @ (ObserveError::Died(_) | ObserveError::Hung(_))) => Ok(Some(crashed(&error))),
        other => other,
    }
}

/// A crash has no steps: the process that ran the case is gone.
fn crashed(error: &ObserveError) -> Divergence {
    let exits = match error {
        ObserveError::Hung(_) => "hang".to_owned(),
        ObserveError::Died(how) | ObserveError::Failed(how) => how.clone(),
    };
    let difference = Difference {
        engines: "worker".to_owned(),
        odd: None,
        field: Field::Crash,
        exits: exits.clone(),
        detail: error.to_string(),
    };
    let bucket =
        Bucket { engines: "worker".to_owned(), field: Field::Crash, opcode: "-".to_owned(), exits };
    Divergence { bucket, agreed: 0, difference }
}

fn locate_alive(
    observer: &mut dyn Observer,
    bytes: &[u8],
) -> Result<Option<Divergence>, ObserveError> {
    let Verdict::Diverged(at_end) = judge(observer, bytes)? else { return Ok(None) };
    let Ok(case) = Case::decode(bytes) else {
        return Ok(Some(divergence(0, at_end, "-".to_owned())));
    };
    let (mut agreed, mut differs) = (0, Some((case.step_limit, at_end)));
    if case.step_limit == NO_STEP_LIMIT {
        differs = bound(observer, &case, &mut agreed)?.or(differs);
    }
    let Some((mut limit, mut difference)) = differs else { return Ok(None) };
    if let Verdict::Diverged(at_start) = judge(observer, &limited(&case, 0))? {
        return Ok(Some(divergence(0, at_start, "-".to_owned())));
    }
    while limit - agreed > 1 {
        let middle = agreed + (limit - agreed) / 2;
        match judge(observer, &limited(&case, middle))? {
            Verdict::Diverged(earlier) => (limit, difference) = (middle, earlier),
            Verdict::Equal | Verdict::Poisoned(_) => agreed = middle,
        }
    }
    let opcode = opcode_after(observer, &case, agreed)?;
    Ok(Some(divergence(agreed, difference, opcode)))
}

fn divergence(agreed: u64, difference: Difference, opcode: String) -> Divergence {
    let bucket = Bucket {
        engines: difference.engines.clone(),
        field: difference.field,
        opcode,
        exits: difference.exits.clone(),
    };
    Divergence { bucket, agreed, difference }
}

/// For a case without step limit: the first power of two at which the engines differ. `agreed` becomes the one before.
fn bound(
    observer: &mut dyn Observer,
    case: &Case,
    agreed: &mut u64,
) -> Result<Option<(u64, Difference)>, ObserveError> {
    for exponent in 0..63 {
        let limit = 1 << exponent;
        if let Verdict::Diverged(difference) = judge(observer, &limited(case, limit))? {
            return Ok(Some((limit, difference)));
        }
        *agreed = limit;
    }
    Ok(None)
}

/// Name of the instruction that stands at the program counter after `steps` agreed steps.
fn opcode_after(
    observer: &mut dyn Observer,
    case: &Case,
    steps: u64,
) -> Result<String, ObserveError> {
    let rows = observer.observe(&[limited(case, steps)])?;
    let reference = rows.first().and_then(|row| row.first());
    let observation = reference.and_then(|answer| match Outcome::decode(answer.bytes()) {
        Ok(Outcome::Ran(observation)) => Some(observation),
        _ => None,
    });
    Ok(observation
        .filter(|observation| observation.exit.kind() == ExitKind::StepLimit)
        .and_then(|observation| instruction_at(case, observation.pc))
        .map_or_else(|| "-".to_owned(), |instruction| instruction.name))
}
