//! Answers, taken apart.

use crate::chain::{ChainAnswer, Step};
use crate::{ANSWER, Kind, headed, sections};
use jar_stf::Rule;
use jar_types::Params;

/// What is wrong with octets, by the number that an answer has for it.
pub const KINDS: [&str; 14] = [
    "unlisted",
    "truncated",
    "not-shortest",
    "too-large",
    "too-few-octets",
    "too-many",
    "tag",
    "constant",
    "not-ascending",
    "unused-bits",
    "trailing",
    "missing",
    "no-account",
    "unknown-key",
];

/// The last of [`KINDS`].
const LAST_KIND: u8 = 13;

/// How many ways there are for answers to turn out, for counting: accepted, unknown, no answer, and refused as [`KINDS`] says.
/// Sections are given or rejected by a rule: from `GIVEN` on.
pub const OUTCOMES: u8 = GIVEN + 1 + Rule::ALL.len() as u8;

/// The place of a section that gave something. Behind it are the rules by number.
const GIVEN: u8 = LAST_KIND + 4;

/// What two answers differ in, in the order of comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Accepted, refused or unknown.
    Status,
    /// What is wrong.
    Kind,
    /// Where in the octets.
    Offset,
    /// In which part of the value.
    Path,
    /// The rule that a section says is broken.
    Rule,
    /// The item that breaks it.
    Item,
    /// What a section gives.
    Given,
    /// The value, encoded again, or the function's value.
    Octets,
    /// The value as text.
    Text,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The octets are a value, or arguments that have one.
    Accepted {
        /// The value.
        octets: Vec<u8>,
        /// The value as text; empty for functions.
        text: String,
    },
    /// They are not.
    Refused {
        /// What is wrong, as a number.
        kind: u8,
        /// Where.
        offset: u64,
        /// In which part of the value; empty for functions.
        path: String,
    },
    /// A section gives something.
    Given {
        /// The number of the section.
        number: u8,
        /// 0 tiny, 1 full, 2 other parameters.
        params: u8,
        /// What it gives, encoded.
        octets: Vec<u8>,
    },
    /// A section rejects its input.
    Rejected {
        /// The number of the rule.
        rule: u16,
        /// The item that breaks it.
        item: u32,
    },
    /// What became of a chain's blocks.
    Chain(Box<ChainAnswer>),
    /// There is no such type or function.
    Unknown,
}

impl Answer {
    /// The answer that the octets are, if they are one.
    #[must_use]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let (kind, rest) = headed(ANSWER, octets)?;
        let (about, rest) = rest.split_at_checked(if kind == Kind::Section { 2 } else { 0 })?;
        let (&status, rest) = rest.split_first()?;
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        Some(match (kind, status) {
            (Kind::Codec, 0) => {
                let (size, rest) = rest.split_first_chunk()?;
                let size = usize::try_from(u64::from_le_bytes(*size)).ok()?;
                let (octets, rest) = rest.split_at_checked(size)?;
                Self::Accepted { octets: octets.to_vec(), text: text(rest) }
            }
            (Kind::Section, 1) => Self::of_section(about, rest)?,
            (Kind::Function, 1) => Self::Accepted { octets: rest.to_vec(), text: String::new() },
            (Kind::Chain, 1) => Self::Chain(serde_json::from_slice(rest).ok()?),
            (Kind::Codec, 1) | (Kind::Function | Kind::Section | Kind::Chain, 0) => {
                let (&kind, rest) = rest.split_first()?;
                let (offset, rest) = rest.split_first_chunk()?;
                Self::Refused { kind, offset: u64::from_le_bytes(*offset), path: text(rest) }
            }
            (Kind::Codec, 2) => Self::Unknown,
            _ => return None,
        })
    }

    fn of_section(about: &[u8], value: &[u8]) -> Option<Self> {
        let &[number, params] = about else { return None };
        match value.split_first()? {
            (1, octets) => Some(Self::Given { number, params, octets: octets.to_vec() }),
            (0, rest) => {
                let (rule, item) = rest.split_first_chunk()?;
                let item = u32::from_le_bytes(item.try_into().ok()?);
                Some(Self::Rejected { rule: u16::from_le_bytes(*rule), item })
            }
            _ => None,
        }
    }

    /// What a section gives, as JSON.
    #[must_use]
    pub fn shown(&self) -> Option<serde_json::Value> {
        let Self::Given { number, params, octets } = self else { return None };
        // Others are made of the tiny ones, whose counts they have.
        let params = if *params == 1 { Params::full() } else { Params::tiny() };
        sections::show(*number, octets, &params)
    }

    /// How it turned out, in a word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Refused { kind, .. } => {
                KINDS.get(usize::from(*kind)).copied().unwrap_or("unlisted")
            }
            Self::Given { .. } => "given",
            Self::Rejected { rule, .. } => rule_name(*rule),
            Self::Chain(answer) => chain_name(answer.name()),
            Self::Unknown => "unknown",
        }
    }

    /// The first part in which two answers differ, with both.
    #[must_use]
    pub fn first_mismatch(&self, other: &Self) -> Option<(Part, String)> {
        let of = |part, a: &str, b: &str| (a != b).then(|| (part, format!("{a} / {b}")));
        match (self, other) {
            (Self::Accepted { octets: a, text: c }, Self::Accepted { octets: b, text: d }) => {
                octets_differ(a, b).map(|text| (Part::Octets, text)).or_else(|| text_differs(c, d))
            }
            (
                Self::Refused { kind: a, offset: c, path: e },
                Self::Refused { kind: b, offset: d, path: f },
            ) => of(Part::Kind, &kind(*a), &kind(*b))
                .or_else(|| of(Part::Offset, &c.to_string(), &d.to_string()))
                .or_else(|| of(Part::Path, e, f)),
            (Self::Given { octets: a, .. }, Self::Given { octets: b, .. }) => {
                octets_differ(a, b).map(|text| (Part::Given, self.where_given_differ(other, text)))
            }
            (Self::Rejected { rule: a, item: c }, Self::Rejected { rule: b, item: d }) => {
                of(Part::Rule, rule_name(*a), rule_name(*b))
                    .or_else(|| of(Part::Item, &c.to_string(), &d.to_string()))
            }
            (Self::Chain(a), Self::Chain(b)) => chains_differ(a, b),
            _ => of(Part::Status, &self.summary(), &other.summary()),
        }
    }

    /// The field in which two sections' results differ, with both values; `otherwise` if they cannot be read.
    fn where_given_differ(&self, other: &Self, otherwise: String) -> String {
        let cut =
            |value: serde_json::Value| value.to_string().chars().take(160).collect::<String>();
        let (Some(a), Some(b)) = (self.shown(), other.shown()) else { return otherwise };
        match sections::difference(&a, &b) {
            Some((path, a, b)) => format!("{path}: {} / {}", cut(a), cut(b)),
            None => otherwise,
        }
    }

    /// The answer in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        match self {
            Self::Accepted { octets, .. } => format!("accepted, {} octets", octets.len()),
            Self::Refused { kind: code, offset, path } => {
                let of = if path.is_empty() { "the value" } else { path.as_str() };
                format!("refused: {} at {offset} in {of}", kind(*code))
            }
            Self::Given { octets, .. } => format!("given, {} octets", octets.len()),
            Self::Rejected { rule, item } => format!("rejected: {}, item {item}", rule_name(*rule)),
            Self::Chain(answer) => answer.summary(),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}

/// The name of what became of a block.
fn chain_name(name: &str) -> &'static str {
    let rule = Rule::ALL.iter().find(|rule| rule.name() == name);
    rule.map_or_else(
        || {
            let others = ["imported", "malformed", "orphan", "refused", "lost"];
            others.into_iter().find(|other| *other == name).unwrap_or("nothing")
        },
        |rule| rule.name(),
    )
}

/// The names of what became of the first block that two answers differ in, if they are about chains.
#[must_use]
pub fn chain_outcomes(a: &Answer, b: &Answer) -> Option<(&'static str, &'static str)> {
    let (Answer::Chain(a), Answer::Chain(b)) = (a, b) else { return None };
    a.outcomes(b).map(|(a, b)| (chain_name(&a), chain_name(&b)))
}

/// What two answers about a chain differ in first: the entries where there are some, for they say most.
fn chains_differ(a: &ChainAnswer, b: &ChainAnswer) -> Option<(Part, String)> {
    if let (Some(a), Some(b)) = (&a.entries, &b.entries)
        && let (Ok(a), Ok(b)) = (serde_json::to_value(a), serde_json::to_value(b))
        && let Some((path, a, b)) = sections::difference(&a, &b)
    {
        let cut =
            |value: serde_json::Value| value.to_string().chars().take(160).collect::<String>();
        return Some((Part::Given, format!("state{path}: {} / {}", cut(a), cut(b))));
    }
    if let Some(place) = a.first_difference(b) {
        let (one, other) = (a.steps.get(place)?, b.steps.get(place)?);
        let part = match (one, other) {
            (Step::Imported { .. }, Step::Imported { .. }) => Part::Given,
            (Step::Rejected { rule: a, .. }, Step::Rejected { rule: b, .. }) if a != b => {
                Part::Rule
            }
            (Step::Rejected { item: a, .. }, Step::Rejected { item: b, .. }) if a != b => {
                Part::Item
            }
            (Step::Rejected { .. }, Step::Rejected { .. }) => Part::Given,
            (Step::Malformed { kind: a, .. }, Step::Malformed { kind: b, .. }) if a != b => {
                Part::Kind
            }
            (Step::Malformed { offset: a, .. }, Step::Malformed { offset: b, .. }) if a != b => {
                Part::Offset
            }
            (Step::Malformed { .. }, Step::Malformed { .. }) => Part::Path,
            _ => Part::Status,
        };
        return Some((part, format!("block {place}: {one:?} / {other:?}")));
    }
    (a != b).then(|| {
        let text = |of: &ChainAnswer| {
            format!("start {:?}, {} steps, last {:?}", of.start, of.steps.len(), of.last)
        };
        (Part::Octets, format!("{} / {}", text(a), text(b)))
    })
}

/// The name of a rule by its number.
fn rule_name(number: u16) -> &'static str {
    let found = Rule::ALL.iter().find(|rule| u16::from(rule.number()) == number);
    found.map_or("no rule", |rule| rule.name())
}

fn kind(code: u8) -> String {
    KINDS.get(usize::from(code)).map_or_else(|| code.to_string(), |name| (*name).to_owned())
}

fn octets_differ(a: &[u8], b: &[u8]) -> Option<String> {
    let at = a.iter().zip(b).position(|(a, b)| a != b);
    let octet =
        |octets: &[u8], at: usize| octets.get(at).map_or("-".to_owned(), |o| format!("{o:02x}"));
    match at {
        Some(at) => Some(format!("octet {at}: {} / {}", octet(a, at), octet(b, at))),
        None if a.len() == b.len() => None,
        None => Some(format!("{} / {} octets", a.len(), b.len())),
    }
}

/// The texts from a little before their first difference on.
fn text_differs(a: &str, b: &str) -> Option<(Part, String)> {
    if a == b {
        return None;
    }
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let around =
        |text: &str| -> String { text.chars().skip(same.saturating_sub(30)).take(80).collect() };
    Some((Part::Text, format!("{} / {}", around(a), around(b))))
}

/// The place of an answer among [`OUTCOMES`].
#[must_use]
pub fn outcome(octets: &[u8]) -> u8 {
    match Answer::read(octets) {
        Some(Answer::Accepted { .. }) => 0,
        Some(Answer::Unknown) => 1,
        Some(Answer::Chain(_)) => GIVEN,
        Some(Answer::Given { .. }) => GIVEN,
        Some(Answer::Rejected { rule, .. }) => {
            let rule = u8::try_from(rule).unwrap_or(u8::MAX);
            GIVEN.saturating_add(rule).min(OUTCOMES.saturating_sub(1))
        }
        Some(Answer::Refused { kind, .. }) => kind.min(LAST_KIND).saturating_add(3),
        None => 2,
    }
}

/// The name of a place.
#[must_use]
pub fn outcome_name(place: u8) -> &'static str {
    match place {
        0 => "accepted",
        1 => "unknown",
        2 => "no-answer",
        GIVEN => "given",
        place if place > GIVEN => rule_name(u16::from(place.saturating_sub(GIVEN))),
        _ => KINDS.get(usize::from(place).saturating_sub(3)).copied().unwrap_or("unlisted"),
    }
}
