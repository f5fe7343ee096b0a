//! The first divergence of a case, and the bucket that it belongs to.
//!
//! Every engine can stop after `k` steps, so the first step at which they differ is found by bisection over the
//! case's step limit: about log₂(steps) runs. (In compiled code the limit counts down with the gas; what is left of a block then
//! belongs to the interpreter.) [`block`](crate::block) finds the instruction in the block that this step completes. The
//! bucket is taken *there*, not at the end of the run, so that it does not change when the case is cut behind it.

use crate::block::{Block, examine, last_running};
use crate::compare::{Difference, Field, Verdict, compare};
use crate::program::instruction_at;
use crate::protocol::{Answer, At};
use jar_diff_engines::SWITCH;
use jar_diff_questions::Question;
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

/// The end of a worker, or its silence, in the middle of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// How it ended, in a word or two that name a bucket: `exit 134`, `signal 9`, `hang`.
    pub how: String,
    /// The last that it wrote to its standard error.
    pub said: String,
    /// What it worked on, as far as is known: exact for a hang and where care was asked for.
    pub at: Option<At>,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.how)?;
        if let Some(At { engine, .. }) = &self.at {
            write!(f, " in engine {engine}")?;
        }
        if !self.said.is_empty() {
            write!(f, ": {}", self.said)?;
        }
        Ok(())
    }
}

/// Why there are no answers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ObserveError {
    /// The process died or hung while it ran the cases.
    #[error("worker lost: {0}")]
    Lost(Loss),
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
    /// Name of the instruction at the first divergence, `-` if none was reached; of a question, the type or the function.
    pub opcode: String,
    /// How the two runs stand after that step, the reference first; for a crash, how the process ended.
    pub exits: String,
}

impl Bucket {
    /// Is it one of cases that end or stop the process that runs them?
    #[must_use]
    pub fn is_loss(&self) -> bool {
        self.field == Field::Crash && !self.exits.contains('/')
    }

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
    /// The difference after one step more, or after the suspect of the block.
    pub difference: Difference,
    /// The block that the diverging step ends, if it has more than one instruction.
    pub block: Option<Block>,
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
        Err(ObserveError::Lost(loss)) => Ok(Some(crashed(&loss))),
        other => other,
    }
}

/// The divergence of a case that ends or stops the process that runs it. There are no steps: the process is gone.
#[must_use]
pub fn crashed(loss: &Loss) -> Divergence {
    let engine = loss.at.as_ref().map_or("worker", |at| at.engine.as_str()).to_owned();
    let difference = Difference {
        engines: engine.clone(),
        odd: Some(engine),
        field: Field::Crash,
        exits: loss.how.clone(),
        detail: loss.to_string(),
        camps: Vec::new(),
    };
    divergence(0, difference, "-".to_owned())
}

fn locate_alive(
    observer: &mut dyn Observer,
    bytes: &[u8],
) -> Result<Option<Divergence>, ObserveError> {
    let Verdict::Diverged(at_end) = judge(observer, bytes)? else { return Ok(None) };
    let Ok(case) = Case::decode(bytes) else {
        let subject = Question::read(bytes).map(|question| question.subject());
        return Ok(Some(divergence(0, at_end, subject.unwrap_or_else(|| "-".to_owned()))));
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
    // The choices of `switch` would be others in a changed program.
    let composed = difference.odd.as_deref() == Some(SWITCH);
    let examined = if composed { Ok(None) } else { examine(observer, &case, agreed) };
    let block = match examined {
        // A cut block that ends the worker is another bug than the one at hand.
        Err(ObserveError::Lost(_)) => None,
        block => block?,
    };
    let Some(block) = block else {
        let opcode = opcode_after(observer, &case, agreed)?;
        return Ok(Some(divergence(agreed, difference, opcode)));
    };
    let suspect = block.lines.get(block.suspect);
    let opcode = suspect.map_or_else(|| "-".to_owned(), |(_, line)| line.name.clone());
    let difference = block.difference.clone().unwrap_or(difference);
    Ok(Some(Divergence { block: Some(block), ..divergence(agreed, difference, opcode) }))
}

fn divergence(agreed: u64, difference: Difference, opcode: String) -> Divergence {
    let bucket = Bucket {
        engines: difference.engines.clone(),
        field: difference.field,
        opcode,
        exits: difference.exits.clone(),
    };
    Divergence { bucket, agreed, difference, block: None }
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

/// Name of the instruction that stands at the program counter after `steps` agreed steps, or where the run ended before.
fn opcode_after(
    observer: &mut dyn Observer,
    case: &Case,
    steps: u64,
) -> Result<String, ObserveError> {
    let steps = last_running(observer, case, steps)?;
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
