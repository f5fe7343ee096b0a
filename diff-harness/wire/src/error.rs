//! Why bytes are not a case or an observation.

use thiserror::Error;

/// The kind of a decoding error; its number is the error code on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum ErrorCode {
    /// The first four octets are not the expected ones.
    Magic = 1,
    /// Unknown format version.
    Version = 2,
    /// A field holds a value outside its range.
    Value = 3,
    /// A field does not fit in what is left.
    Truncated = 4,
    /// Octets follow the end.
    Trailing = 5,
}

impl ErrorCode {
    /// The code with this number, if there is one.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            1 => Self::Magic,
            2 => Self::Version,
            3 => Self::Value,
            4 => Self::Truncated,
            5 => Self::Trailing,
            _ => return None,
        })
    }

    /// The number on the wire.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The name that `docs/wire.md` uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Magic => "magic",
            Self::Version => "version",
            Self::Value => "value",
            Self::Truncated => "truncated",
            Self::Trailing => "trailing",
        }
    }
}

impl core::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

/// The first error in the order of the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{code} error at octet {offset} in field `{field}`: expected {expected}")]
pub struct DecodeError {
    /// What went wrong.
    pub code: ErrorCode,
    /// Where, as `docs/wire.md` defines it for each code.
    pub offset: u64,
    /// Name of the field.
    pub field: &'static str,
    /// What would have been right.
    pub expected: &'static str,
}
