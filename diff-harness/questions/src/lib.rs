//! Questions to the protocol apart from its machine: decode a value of a type, compute a function (`docs/wire.md`).
//!
//! A question is octets, and so is its answer; on the way both carry a head that says which kind they are. [`Native`] answers as the
//! Rust libraries do, the oracle as the specification does, and [`Answer`] says in what two answers differ first. [`make`] makes questions from
//! a seed and a number, each with its [`Class`].
#![forbid(unsafe_code)]
#![deny(clippy::arithmetic_side_effects)]

mod answer;
mod arguments;
pub mod chain;
mod codec;
mod damage;
mod functions;
mod make;
mod make_invocation;
mod make_section;
mod native;
pub mod sections;
pub mod watch;

pub use answer::{Answer, KINDS, OUTCOMES, Part, chain_outcomes, outcome, outcome_name};
pub use codec::{TYPES, Type};
pub use functions::FUNCTIONS;
pub use make::{Class, DAMAGES, count_for_damaged, damages, invocation, make, make_full_chain};
pub use native::{NATIVE, NATIVE_FIXED, NATIVE_PLAIN, Native};

use jar_diff_engines::Ask;
use jar_types::Params;

/// The head of a question: magic and version.
const QUESTION: [u8; 5] = *b"JARQ\x01";
/// The head of an answer.
const ANSWER: [u8; 5] = *b"JARA\x01";

/// Octets of parameters.
const PARAMS: usize = 134;

/// Octets of a head: magic, version, kind.
pub const HEAD: usize = 6;

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A value of a type: `jar_codec_roundtrip`.
    Codec,
    /// A function: `jar_answer`.
    Function,
    /// A section of the state transition: `jar_answer` as well.
    Section,
    /// A state and blocks: a session ([`chain`]).
    Chain,
}

impl Kind {
    const fn octet(self) -> u8 {
        match self {
            Self::Codec => 1,
            Self::Function => 2,
            Self::Section => 3,
            Self::Chain => 4,
        }
    }

    const fn of(octet: u8) -> Option<Self> {
        match octet {
            1 => Some(Self::Codec),
            2 => Some(Self::Function),
            3 => Some(Self::Section),
            4 => Some(Self::Chain),
            _ => None,
        }
    }
}

/// A question: its kind, and what the entry point of that kind takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// What it is about.
    pub kind: Kind,
    /// The request.
    pub request: &'a [u8],
}

/// Splits a head off.
fn headed(magic: [u8; 5], octets: &[u8]) -> Option<(Kind, &[u8])> {
    let (&kind, rest) = octets.strip_prefix(&magic)?.split_first()?;
    Some((Kind::of(kind)?, rest))
}

impl<'a> Question<'a> {
    /// The question that the octets are, if they are one.
    #[must_use]
    pub fn read(octets: &'a [u8]) -> Option<Self> {
        headed(QUESTION, octets).map(|(kind, request)| Self { kind, request })
    }

    /// Writes the head of a question; the request is to follow.
    pub fn begin(kind: Kind, out: &mut Vec<u8>) {
        out.clear();
        out.extend(QUESTION);
        out.push(kind.octet());
    }

    /// The name of what is asked for: a type or a function.
    #[must_use]
    pub fn subject(&self) -> String {
        if self.kind == Kind::Chain {
            return "chain".to_owned();
        }
        let number = self.request.first().copied().unwrap_or(u8::MAX);
        let name = match self.kind {
            Kind::Codec => TYPES.iter().find(|kind| kind.number == number).map(|kind| kind.name),
            Kind::Chain => None,
            Kind::Section => sections::SECTIONS
                .iter()
                .find(|section| section.number == number)
                .map(|section| section.name),
            Kind::Function => {
                FUNCTIONS.iter().find(|(code, _)| *code == number).map(|(_, name)| *name)
            }
        };
        name.map_or_else(|| format!("{number}"), str::to_owned)
    }

    /// How many octets of the request are no part of what is decoded.
    #[must_use]
    pub const fn fixed(&self) -> usize {
        match self.kind {
            Kind::Codec => 3,
            Kind::Function => 1,
            Kind::Section => PARAMS.saturating_add(1),
            Kind::Chain => PARAMS,
        }
    }

    /// The question as text for a card: what is asked for, and the octets in rows of 16.
    #[must_use]
    pub fn text(&self) -> String {
        if self.kind == Kind::Chain {
            return chain::text(self.request);
        }
        let (head, rest) = self.request.split_at_checked(self.fixed()).unwrap_or_default();
        let mut text = format!("ask {}", self.subject());
        if let [_, parameters, extent] = head {
            let parameters = if *parameters == 0 { "tiny" } else { "full" };
            let extent = if *extent == 0 { "whole" } else { "prefix" };
            text.push_str(&format!(" {parameters} {extent}"));
        }
        for (row, octets) in rest.chunks(16).enumerate() {
            let octets: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            text.push_str(&format!("\n{:6} {}", row.saturating_mul(16), octets.join(" ")));
        }
        text.push('\n');
        text
    }
}

/// Puts the head of an answer before what an entry point gave. Of a section it has the number and the parameters of the request
/// (0 tiny, 1 full, 2 others), so that the answer can be taken apart.
pub fn put_answer_head(kind: Kind, request: &[u8], out: &mut Vec<u8>) {
    let mut head: Vec<u8> = ANSWER.into_iter().chain([kind.octet()]).collect();
    if kind == Kind::Section {
        let params = request.get(1..).unwrap_or_default();
        let is = |params: &Params, octets: &[u8]| octets.starts_with(&jar_codec::encode(params));
        let which = match () {
            () if is(&Params::tiny(), params) => 0,
            () if is(&Params::full(), params) => 1,
            () => 2,
        };
        head.extend([request.first().copied().unwrap_or_default(), which]);
    }
    out.splice(0..0, head);
}

/// The names of what is asked for, in the order of the places of [`Class::subject`].
#[must_use]
pub fn subjects(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Codec => TYPES.iter().map(|kind| kind.name).collect(),
        Kind::Function => FUNCTIONS.iter().map(|(_, name)| *name).collect(),
        Kind::Section => make_section::NAMES.to_vec(),
        Kind::Chain => (0..chain::CHAIN_COUNTS).map(chain::count_name).collect(),
    }
}

/// Questions like this one whose arguments are smaller by a step; none, if it is about no section and no chain.
#[must_use]
pub fn smaller(octets: &[u8]) -> Vec<Vec<u8>> {
    let Some(Question { kind, request }) = Question::read(octets) else { return Vec::new() };
    let question = |request: Vec<u8>| {
        let mut octets = Vec::new();
        Question::begin(kind, &mut octets);
        octets.extend(request);
        octets
    };
    let requests = match kind {
        Kind::Section => sections::smaller(request),
        Kind::Chain => chain::smaller(request),
        Kind::Codec | Kind::Function => Vec::new(),
    };
    requests.into_iter().map(question).collect()
}

/// What is asked of an engine: the machine, if the octets are no question.
#[must_use]
pub fn ask(octets: &[u8]) -> Ask {
    if Question::read(octets).is_some() { Ask::Protocol } else { Ask::Machine }
}
