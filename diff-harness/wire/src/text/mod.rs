//! The form of cases and observations for people.
//!
//! A `.case` file is UTF-8 text. Empty lines, and everything from `#` to the end of a line, are comments (not in the program).
//! Numbers are decimal or `0x…`, `_` may separate digits; octets are hex, with or without spaces. What is not mentioned is zero
//! (gas model `per-instruction`, step limit `none`). Lines, in any order unless stated:
//!
//! ```text
//! kind: raw                                # or `standard`; always the first line
//! pre: gas-model = per-block               # or `per-instruction`
//! pre: gas = 10_000
//! pre: pc = 0
//! pre: step-limit = none                   # or a number
//! pre: heap = 0x20000 .. 0x30000           # break .. limit
//! pre: r7 = 0xffffffff                     # r0 … r12
//! pre: page 0x20 writable                  # or `read-only`; pages in ascending order
//! pre: 0x00020004 = 01 02 03 ff            # content of the page above, ascending addresses
//! reply: gas = 10                          # begins a reply of the host
//! reply: r7 = 1                            # registers and poke of that reply
//! reply: poke 0x00020000 = 0102            # continues on the next line if that address follows
//! arguments: 00 11 22                      # standard programs; may be repeated
//! program: hex                             # always last: all lines that follow are the blob
//! 00 01 02
//! ```
//!
//! After `program:` stands the notation of what follows. This crate knows `hex`; a [`BlobNotation`] adds others (assembler text).

mod parse;
mod print;

use crate::{InvalidCase, Outcome};
use thiserror::Error;

/// A way to write the blob of a case in text.
pub trait BlobNotation {
    /// The blob as text: the notation's name (a word) and the lines, or `None` if this blob cannot be written so that parsing gives the
    /// same bytes. `standard` says that the blob is a standard program.
    fn print(&self, blob: &[u8], standard: bool) -> Option<(&'static str, String)>;

    /// The blob that `text` stands for, in the notation called `name`; `None` if this is not one of ours.
    ///
    /// # Errors
    /// The text is wrong: in which line, counted from 0, and what was expected.
    fn parse(&self, name: &str, text: &str, standard: bool) -> Option<Result<Vec<u8>, LineError>>;
}

/// The notation that every case has: hexadecimal digits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hex;

impl BlobNotation for Hex {
    fn print(&self, blob: &[u8], _standard: bool) -> Option<(&'static str, String)> {
        let mut text = String::new();
        for line in blob.chunks(print::OCTETS_PER_LINE) {
            print::push_octets(&mut text, line);
            text.push('\n');
        }
        Some(("hex", text))
    }

    fn parse(&self, name: &str, text: &str, _standard: bool) -> Option<Result<Vec<u8>, LineError>> {
        (name == "hex").then(|| {
            let mut blob = Vec::new();
            for (line, content) in text.lines().enumerate() {
                parse::octets(parse::without_comment(content), &mut blob)
                    .map_err(|message| LineError { line, message })?;
            }
            Ok(blob)
        })
    }
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {}: {message}", line.saturating_add(1))]
pub struct LineError {
    /// Number of the line, counted from 0.
    pub line: usize,
    /// What was found and what was expected.
    pub message: String,
}

/// Why a text is not a case.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// A line cannot be read.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The lines are fine one by one; together they are no case.
    #[error("not a case: {0}")]
    Case(#[from] InvalidCase),
}

/// The case as text, its blob in `notation` if that can write it, otherwise in hex.
///
/// # Errors
/// The case has no byte form and hence no text.
pub fn print_case(case: &crate::Case, notation: &dyn BlobNotation) -> Result<String, InvalidCase> {
    case.check()?;
    Ok(print::case(case, notation))
}

/// The case that a text stands for; the blob is in `notation` or in hex.
///
/// # Errors
/// The first wrong line, or what makes the whole no case.
pub fn parse_case(text: &str, notation: &dyn BlobNotation) -> Result<crate::Case, TextError> {
    let case = parse::case(text, notation)?;
    case.check()?;
    Ok(case)
}

/// The outcome as `post:` and `call:` lines, in the manner of a case.
#[must_use]
pub fn print_outcome(outcome: &Outcome) -> String {
    print::outcome(outcome)
}
