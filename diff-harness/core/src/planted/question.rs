//! An engine that answers questions, with a bug put in on purpose.

use jar_diff_engines::{Ask, Capabilities, Engine};
use jar_diff_questions::{Answer, HEAD, Question};
use jar_diff_wire::Case;
use std::str::FromStr;

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// An error stands one octet later.
    Offset,
    /// The last octet of an encoding is another one, if that has more than eight.
    Octet,
    /// Octets that are no value because they end too soon are accepted.
    Lenient,
    /// The engine panics on octets behind a value.
    Panic,
}

impl FromStr for Slip {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "offset" => Ok(Self::Offset),
            "octet" => Ok(Self::Octet),
            "lenient" => Ok(Self::Lenient),
            "panic" => Ok(Self::Panic),
            _ => Err(format!("{text:?}: expected offset, octet, lenient or panic")),
        }
    }
}

/// A sound engine that slips where one type is asked for.
pub struct Slipping<E> {
    inner: E,
    slip: Slip,
    subject: String,
}

impl<E: Engine> Slipping<E> {
    /// Puts `slip` into the answers of `inner` about the type with this name.
    pub fn new(inner: E, slip: Slip, subject: &str) -> Self {
        Self { inner, slip, subject: subject.to_owned() }
    }
}

impl<E: Engine> Engine for Slipping<E> {
    fn name(&self) -> &'static str {
        "planted"
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    fn answers(&self, ask: Ask) -> bool {
        self.inner.answers(ask)
    }

    fn observe(&mut self, case: &Case, bytes: &[u8], out: &mut Vec<u8>) {
        self.inner.observe(case, bytes, out);
    }

    #[expect(clippy::panic, reason = "the bug that is planted")]
    fn observe_bytes(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.inner.observe_bytes(bytes, out);
        if Question::read(bytes).is_none_or(|question| question.subject() != self.subject) {
            return;
        }
        // An answer: its head, its status, and then the size of the encoding, or the kind and the offset.
        let body = HEAD.saturating_add(1);
        match (self.slip, Answer::read(out)) {
            (Slip::Offset, Some(Answer::Refused { .. })) => {
                let offset = out.get_mut(body.saturating_add(1));
                offset.into_iter().for_each(|octet| *octet = octet.wrapping_add(1));
            }
            (Slip::Octet, Some(Answer::Accepted { octets, .. })) if octets.len() > 8 => {
                let last = body.saturating_add(8).saturating_add(octets.len()).saturating_sub(1);
                out.get_mut(last).into_iter().for_each(|octet| *octet ^= 1);
            }
            (Slip::Lenient, Some(Answer::Refused { kind: 1, .. })) => {
                out.truncate(HEAD);
                out.extend([0; 9]);
            }
            (Slip::Panic, Some(Answer::Refused { kind: 10, .. })) => panic!("planted"),
            _ => {}
        }
    }
}
