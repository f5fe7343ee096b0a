//! What the supervisor and a worker say to each other.
//!
//! A frame is a `u32` length (little-endian, at most [`MAX_FRAME`] octets) and that many octets of JSON: one
//! [`Request`] or one [`Reply`]. Octet strings travel as hexadecimal text. The worker speaks first
//! ([`Reply::Ready`]); every request is answered by exactly one final reply, with any number of
//! [`Reply::Alive`] before it: one a second from a thread of its own, so that a worker that hangs still says in which
//! case and which engine; and one before every run of an engine where the request asks for care, so that the last of
//! them names what a worker died of. Field or meaning changes raise [`VERSION`]; there is no negotiation, since
//! both ends come from one build.

use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// The version of this protocol.
pub const VERSION: u32 = 4;

/// The longest frame, in octets.
pub const MAX_FRAME: u32 = 1 << 28;

/// Stands in the place of an engine while a case is being made.
pub const GENERATOR: &str = "generator";

/// From the supervisor to a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Generate and compare the cases `first .. first + count` of a lane.
    Batch {
        /// The lane's name.
        lane: String,
        /// The campaign's seed.
        seed: u64,
        /// Number of the first case.
        first: u64,
        /// How many cases.
        count: u64,
        /// Say what comes before every run of an engine: slow, for a range in which a worker died.
        careful: bool,
    },
    /// Run cases, with care, on every engine and return the observations. No engine remembers anything of the cases before.
    Observe {
        /// The cases.
        cases: Vec<Trial>,
    },
    /// Generate a case and return its octets.
    Make {
        /// The lane's name.
        lane: String,
        /// The campaign's seed.
        seed: u64,
        /// Number of the case.
        number: u64,
    },
    /// End in good order.
    Stop,
}

/// A case for itself, or behind others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// Encoded cases that the engines run before it.
    pub history: Vec<Hex>,
    /// The encoded case.
    pub case: Hex,
}

/// From a worker to the supervisor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// The worker is up.
    Ready {
        /// Must equal [`VERSION`].
        version: u32,
        /// Names of the engines, the reference first.
        engines: Vec<String>,
    },
    /// Still working, and on what.
    Alive(At),
    /// A finished batch.
    Batch(Box<BatchReport>),
    /// Observations in the order of the cases asked for.
    Observed {
        /// One row per case, one answer per engine.
        rows: Vec<Vec<Answer>>,
    },
    /// The octets of the case asked for.
    Made(Hex),
    /// The request could not be carried out.
    Failed {
        /// What, where, what was expected.
        message: String,
    },
}

/// What a worker is working on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// The case: its number in the lane, or its place in [`Request::Observe`].
    pub number: u64,
    /// The engine that runs it; [`GENERATOR`] while it is being made.
    pub engine: String,
}

/// What came of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchReport {
    /// Cases generated and run.
    pub cases: u64,
    /// Engine pairs compared.
    pub pairs: u64,
    /// Generated cases that are malformed although they were meant not to be.
    pub rejects: u64,
    /// Comparisons given up because of a declared resource limit.
    pub poisoned: u64,
    /// How often the reference left with each exit kind (wire numbers 0–6), then malformed cases.
    pub exits: [u64; 8],
    /// Hits of the coverage table: (cell, count), ascending.
    pub coverage: Vec<(u32, u64)>,
    /// Of questions: (subject, damage, outcome of the reference, count), ascending.
    pub questions: Vec<(u8, u8, u8, u64)>,
    /// The cases that differ.
    pub mismatches: Vec<Mismatch>,
    /// How many further cases differed (only the first few are sent).
    pub mismatches_left_off: u64,
    /// Resident set of the worker afterwards, in KiB.
    pub rss_kib: u64,
    /// Processor time that the batch took, in nanoseconds; 0 where the system does not tell.
    pub cpu_ns: u64,
    /// Where its wall time went.
    pub times: Times,
    /// The case that took longest: microseconds of wall time and its number.
    pub slowest: (u64, u64),
}

/// Where the wall time of a batch went, in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// The whole.
    pub all: u64,
    /// Making the cases.
    pub generator: u64,
    /// Running them, in the order of the engines.
    pub engines: Vec<u64>,
}

impl Times {
    /// Adds other times.
    pub fn add(&mut self, other: &Self) {
        self.all = self.all.saturating_add(other.all);
        self.generator = self.generator.saturating_add(other.generator);
        self.engines.resize(self.engines.len().max(other.engines.len()), 0);
        for (total, more) in self.engines.iter_mut().zip(&other.engines) {
            *total = total.saturating_add(*more);
        }
    }
}

/// One case on which engines differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// Its number in the lane.
    pub number: u64,
    /// The encoded case.
    pub case: Hex,
    /// Every engine's answer.
    pub answers: Vec<Answer>,
}

/// What one engine answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The engine's name.
    pub engine: String,
    /// The encoded observation; absent if the engine panicked.
    pub observation: Option<Hex>,
    /// The panic message, if it panicked.
    pub panic: Option<String>,
}

impl Answer {
    /// An answer that is an observation.
    #[must_use]
    pub fn observed(engine: &str, observation: Vec<u8>) -> Self {
        Self { engine: engine.to_owned(), observation: Some(Hex(observation)), panic: None }
    }

    /// An engine that panicked instead of answering.
    #[must_use]
    pub fn panicked(engine: &str, message: String) -> Self {
        Self { engine: engine.to_owned(), observation: None, panic: Some(message) }
    }

    /// The octets of the observation, empty if there is none.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.observation.as_ref().map_or(&[], |hex| &hex.0)
    }
}

/// Octets that are text in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hex(
    /// The octets.
    pub Vec<u8>,
);

/// Lower-case hexadecimal text of some octets.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|&byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The octets that a hexadecimal text stands for; `None` if it is not one.
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let nibble = |digit: u8| char::from(digit).to_digit(16);
    digits
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(nibble(*high)? << 4 | nibble(*low)?).ok(),
            _ => None,
        })
        .collect()
}

impl Serialize for Hex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        from_hex(&text).map(Hex).ok_or_else(|| serde::de::Error::custom("not hexadecimal text"))
    }
}

/// Why a frame could not be sent or received.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The other end is gone or the pipe broke.
    #[error("the pipe between supervisor and worker: {0}")]
    Pipe(#[from] io::Error),
    /// The length is beyond the limit: the two ends are out of step.
    #[error("a frame of {0} octets; the limit is {MAX_FRAME}")]
    TooLong(u64),
    /// The content is not a message of this version.
    #[error("a frame that is no message of protocol version {VERSION}: {0}")]
    Content(#[from] serde_json::Error),
}

/// Writes one frame and flushes.
///
/// # Errors
/// [`FrameError`] if the pipe is broken or the message too long.
pub fn send<T: Serialize>(pipe: &mut impl Write, message: &T) -> Result<(), FrameError> {
    let body = serde_json::to_vec(message)?;
    let length = u32::try_from(body.len()).ok().filter(|&length| length <= MAX_FRAME);
    let length = length.ok_or(FrameError::TooLong(body.len() as u64))?;
    pipe.write_all(&length.to_le_bytes())?;
    pipe.write_all(&body)?;
    Ok(pipe.flush()?)
}

/// Reads one frame; blocks until it is there.
///
/// # Errors
/// [`FrameError`] if the pipe ends or the frame is not a message.
pub fn receive<T: for<'de> Deserialize<'de>>(pipe: &mut impl Read) -> Result<T, FrameError> {
    let mut length = [0; 4];
    pipe.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > MAX_FRAME {
        return Err(FrameError::TooLong(u64::from(length)));
    }
    let mut body = vec![0; length as usize];
    pipe.read_exact(&mut body)?;
    Ok(serde_json::from_slice(&body)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_pipe() {
        let sent = Reply::Batch(Box::new(BatchReport {
            cases: 3,
            coverage: vec![(4, 5)],
            mismatches: vec![Mismatch {
                number: 7,
                case: Hex(vec![0, 255, 16]),
                answers: vec![
                    Answer::observed("lean", vec![1, 2]),
                    Answer::panicked("javm", "index".to_owned()),
                ],
            }],
            ..BatchReport::default()
        }));
        let mut pipe = Vec::new();
        send(&mut pipe, &sent).unwrap();
        let alive = Reply::Alive(At { number: 1, engine: "lean".to_owned() });
        send(&mut pipe, &alive).unwrap();
        let mut pipe = pipe.as_slice();
        assert_eq!(receive::<Reply>(&mut pipe).unwrap(), sent);
        assert_eq!(receive::<Reply>(&mut pipe).unwrap(), alive);
        assert!(matches!(receive::<Reply>(&mut pipe), Err(FrameError::Pipe(_))));
    }

    #[test]
    fn bad_frames_are_typed_errors() {
        let mut long: &[u8] = &[255; 8];
        assert!(matches!(receive::<Reply>(&mut long), Err(FrameError::TooLong(0xffff_ffff))));
        let mut junk: &[u8] = &[2, 0, 0, 0, b'{', b'x'];
        assert!(matches!(receive::<Reply>(&mut junk), Err(FrameError::Content(_))));
        let mut cut: &[u8] = &[9, 0, 0, 0, b'{'];
        assert!(matches!(receive::<Reply>(&mut cut), Err(FrameError::Pipe(_))));
    }

    #[test]
    fn hexadecimal_text() {
        assert_eq!(to_hex(&[0, 0xa5, 0xff]), "00a5ff");
        assert_eq!(from_hex("00A5ff"), Some(vec![0, 0xa5, 0xff]));
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("0g"), None);
        assert_eq!(from_hex("é"), None);
    }
}
