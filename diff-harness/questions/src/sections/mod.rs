//! Sections of the state transition as questions (`docs/wire.md`, Sections): arguments, results, and Rust's answers.
//!
//! [`Section`] ties a question to its number, to what it gives and to the function of `jar-stf` that answers it. [`ask`] puts
//! one to whoever answers octets with octets, so that vectors and lanes ask the specification and Rust in the same way.

mod accounts;
mod adapt;
mod adapt_work;
mod difference;
mod native;
pub mod session;
mod smaller;
mod types;

pub use accounts::Accounts;
pub use difference::difference;
pub(crate) use native::{SECTIONS, answer, show, smaller};
pub use types::*;

use jar_codec::{Decode, Encode, decode, encode};
use jar_stf::invocation::{Machines, Programs};
use jar_stf::{Caches, Rejection, Rule};
use jar_types::Params;
use serde::Serialize;

/// A question about a section.
#[expect(private_bounds, reason = "sections are defined here alone")]
pub trait Section: Encode + for<'a> Decode<'a, Params> + smaller::Smaller {
    /// Its number among the functions of `docs/wire.md`.
    const NUMBER: u8;
    /// Its name there.
    const NAME: &'static str;
    /// What it gives.
    type Given: Encode + for<'a> Decode<'a, Params> + Serialize;

    /// Whether import ever asks this. What it has rejected before has no answer here.
    fn is_asked(&self) -> bool {
        true
    }

    /// The answer of `jar-stf`.
    ///
    /// # Errors
    /// A rule is broken.
    fn native(self, host: &Host<'_>) -> Result<Self::Given, Rejection>;
}

/// What `jar-stf` wants beside a section's arguments.
#[derive(Clone, Copy)]
pub struct Host<'a> {
    /// The chain's numbers.
    pub params: &'a Params,
    /// The engine.
    pub machines: &'a dyn Machines,
    /// Programs of earlier questions.
    pub programs: &'a Programs,
    /// Rings and keys of earlier questions.
    pub caches: &'a Caches,
}

/// Why a section gave nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A rule is broken.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// No answer to this question.
    #[error("{0}")]
    NoAnswer(String),
}

/// The octets of a request.
pub fn request<S: Section>(question: &S, params: &Params) -> Vec<u8> {
    let mut octets = vec![S::NUMBER];
    octets.extend(encode(params));
    octets.extend(encode(question));
    octets
}

/// Asks for a section; `answer` appends the value to a request, with the status of a function's answer before it.
///
/// # Errors
/// The section rejects its input, or there is no answer that can be read.
pub fn ask<S: Section>(
    question: &S,
    params: &Params,
    answer: &mut dyn FnMut(&[u8], &mut Vec<u8>),
) -> Result<S::Given, Refusal> {
    let mut octets = Vec::new();
    answer(&request(question, params), &mut octets);
    let damaged = |what: &str| Refusal::NoAnswer(format!("{}: {what}", S::NAME));
    match octets.as_slice() {
        [1, 1, given @ ..] => decode(given, params).map_err(|error| damaged(&error.to_string())),
        [1, 0, rule @ ..] => Err(rejection(rule).ok_or_else(|| damaged("no rejection"))?.into()),
        [0, code, offset @ ..] => Err(damaged(&format!("no question: error {code} at {offset:?}"))),
        other => {
            Err(damaged(&format!("answered with {} octets {:?}", other.len(), other.get(..8))))
        }
    }
}

/// A rejection as answers have it: the number of the rule, the item.
fn rejection(octets: &[u8]) -> Option<Rejection> {
    let (number, item) = octets.split_first_chunk()?;
    let number = u16::from_le_bytes(*number);
    let rule = Rule::ALL.iter().find(|rule| u16::from(rule.number()) == number)?;
    Some(rule.at(u32::from_le_bytes(item.try_into().ok()?) as usize))
}
