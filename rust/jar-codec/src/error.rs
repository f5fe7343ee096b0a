//! What is wrong with octets, and where.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The octets end within a value.
    #[error("expected {expected} octets, found {left}")]
    Truncated {
        /// Octets of the value.
        expected: usize,
        /// Octets that are left.
        left: usize,
    },
    /// A natural in a longer form than its shortest.
    #[error("expected the shortest form of {value}, found a longer one")]
    NotShortest {
        /// Which natural.
        value: u64,
    },
    /// A natural that the field cannot hold.
    #[error("expected a natural of at most {max}, found {value}")]
    TooLarge {
        /// Which natural.
        value: u64,
        /// The greatest that fits.
        max: u64,
    },
    /// More elements than the octets that are left can hold.
    #[error("expected {count} elements of {minimum} octets or more, found {left} octets")]
    TooFewOctets {
        /// Elements.
        count: u64,
        /// The fewest octets of an element.
        minimum: usize,
        /// Octets that are left.
        left: usize,
    },
    /// More elements than the type allows.
    #[error("expected at most {max} elements, found {count}")]
    TooMany {
        /// Elements.
        count: u64,
        /// How many there may be.
        max: usize,
    },
    /// An octet that stands for none of the alternatives.
    #[error("expected the tag {expected}, found {found}")]
    Tag {
        /// The octet.
        found: u8,
        /// The tags there are.
        expected: &'static str,
    },
    /// An octet that is always the same, but is not.
    #[error("expected the octet {expected}, found {found}")]
    Constant {
        /// The octet that is there.
        found: u8,
        /// The octet that should be there.
        expected: u8,
    },
    /// An element of a set or a key of a dictionary that does not come after the one before it.
    #[error("expected strictly ascending order, found an equal or lower one")]
    NotAscending,
    /// Ones in the last octet of a bit string behind its last bit.
    #[error("expected {bits} bits in the last octet, found {found:#04x}")]
    UnusedBits {
        /// The octet.
        found: u8,
        /// Its used bits, the low ones.
        bits: usize,
    },
    /// Octets behind the value.
    #[error("expected the end, found {left} more octets")]
    Trailing {
        /// How many.
        left: usize,
    },
}

/// A step of the path from a value to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field.
    Field(&'static str),
    /// An element of a sequence, a set or a dictionary.
    Element(usize),
}

/// Why octets are no encoding of a value: what, at which offset, in which part of the value.
///
/// Prints as `extrinsic.guarantees[2].report.core_index: offset 4711: expected …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Place>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    kind: ErrorKind,
    offset: usize,
    /// Innermost step first: callers add theirs on the way out.
    path: Vec<Step>,
}

impl DecodeError {
    /// An error at `offset`, with an empty path.
    #[cold]
    #[must_use]
    pub fn new(kind: ErrorKind, offset: usize) -> Self {
        Self(Box::new(Place { kind, offset, path: Vec::new() }))
    }

    /// The same error, seen from the value around the one that it is about.
    #[cold]
    #[must_use]
    pub fn within(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The offset of the first octet of what is wrong.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.0.offset
    }

    /// The steps from the value to what is wrong, outermost first.
    pub fn path(&self) -> impl Iterator<Item = Step> + '_ {
        self.0.path.iter().rev().copied()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.path().enumerate() {
            match step {
                Step::Field(name) if index == 0 => to.write_str(name)?,
                Step::Field(name) => write!(to, ".{name}")?,
                Step::Element(element) => write!(to, "[{element}]")?,
            }
        }
        if !self.0.path.is_empty() {
            to.write_str(": ")?;
        }
        write!(to, "offset {}: {}", self.0.offset, self.0.kind)
    }
}

impl core::error::Error for DecodeError {}
