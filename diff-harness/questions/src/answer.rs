//! Answers, taken apart.

use crate::{ANSWER, Kind, headed};

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
pub const OUTCOMES: u8 = LAST_KIND + 4;

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
    /// There is no such type or function.
    Unknown,
}

impl Answer {
    /// The answer that the octets are, if they are one.
    #[must_use]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let (kind, rest) = headed(ANSWER, octets)?;
        let (&status, rest) = rest.split_first()?;
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        Some(match (kind, status) {
            (Kind::Codec, 0) => {
                let (size, rest) = rest.split_first_chunk()?;
                let size = usize::try_from(u64::from_le_bytes(*size)).ok()?;
                let (octets, rest) = rest.split_at_checked(size)?;
                Self::Accepted { octets: octets.to_vec(), text: text(rest) }
            }
            (Kind::Function, 1) => Self::Accepted { octets: rest.to_vec(), text: String::new() },
            (Kind::Codec, 1) | (Kind::Function, 0) => {
                let (&kind, rest) = rest.split_first()?;
                let (offset, rest) = rest.split_first_chunk()?;
                Self::Refused { kind, offset: u64::from_le_bytes(*offset), path: text(rest) }
            }
            (Kind::Codec, 2) => Self::Unknown,
            _ => return None,
        })
    }

    /// How it turned out, in a word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Refused { kind, .. } => {
                KINDS.get(usize::from(*kind)).copied().unwrap_or("unlisted")
            }
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
            _ => of(Part::Status, &self.summary(), &other.summary()),
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
            Self::Unknown => "unknown".to_owned(),
        }
    }
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
        _ => KINDS.get(usize::from(place).saturating_sub(3)).copied().unwrap_or("unlisted"),
    }
}
