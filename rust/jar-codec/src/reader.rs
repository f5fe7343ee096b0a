//! A position in octets.

use crate::natural::{self, NaturalError};
use crate::{DecodeError, ErrorKind, Natural};

/// Octets that are read from the front. What was taken is never read again.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    length: usize,
}

impl<'a> Reader<'a> {
    /// At the start of `octets`.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self { rest: octets, length: octets.len() }
    }

    /// How many octets were read.
    #[must_use]
    #[inline]
    pub const fn offset(&self) -> usize {
        self.length.saturating_sub(self.rest.len())
    }

    /// How many octets are left.
    #[must_use]
    #[inline]
    pub const fn left(&self) -> usize {
        self.rest.len()
    }

    /// The next `count` octets.
    ///
    /// # Errors
    /// Fewer are left.
    #[inline]
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) =
            self.rest.split_at_checked(count).ok_or_else(|| self.truncated(count))?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next `N` octets.
    ///
    /// # Errors
    /// Fewer are left.
    #[inline]
    pub fn array<const N: usize>(&mut self) -> Result<&'a [u8; N], DecodeError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or_else(|| self.truncated(N))?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next octet, which stays.
    ///
    /// # Errors
    /// None is left.
    #[inline]
    pub fn peek(&self) -> Result<u8, DecodeError> {
        self.rest.first().copied().ok_or_else(|| self.truncated(1))
    }

    /// The next octet.
    ///
    /// # Errors
    /// None is left.
    #[inline]
    pub fn octet(&mut self) -> Result<u8, DecodeError> {
        self.array().map(|&[octet]| octet)
    }

    /// The next natural of variable length.
    ///
    /// # Errors
    /// It is cut off, has a shorter form, or does not fit the type.
    #[inline]
    pub fn natural<N: Natural>(&mut self) -> Result<N, DecodeError> {
        let (value, used) = natural::decode(self.rest).map_err(|error| self.no_natural(error))?;
        let fitting = N::from_natural(value)
            .ok_or_else(|| self.error(ErrorKind::TooLarge { value, max: N::MAX }))?;
        self.rest = self.rest.get(used..).unwrap_or_default();
        Ok(fitting)
    }

    /// The next natural as the number of elements of `minimum` octets or more, at most `max`.
    ///
    /// # Errors
    /// It is no natural, or more than `max`, or more than the octets behind it can hold.
    #[inline]
    pub fn count(&mut self, minimum: usize, max: usize) -> Result<usize, DecodeError> {
        let before = self.clone();
        let count = self.natural::<u64>()?;
        let fitting = usize::try_from(count).ok();
        if let Some(found) = fitting.filter(|&found| found <= max && self.holds(found, minimum)) {
            return Ok(found);
        }
        Err(if fitting.is_some_and(|found| found <= max) || max == usize::MAX {
            before.error(ErrorKind::TooFewOctets { count, minimum, left: self.left() })
        } else {
            before.error(ErrorKind::TooMany { count, max })
        })
    }

    /// Whether the octets that are left may be `count` elements of `minimum` octets or more.
    #[inline]
    pub(crate) fn holds(&self, count: usize, minimum: usize) -> bool {
        self.left().checked_div(minimum).is_none_or(|most| count <= most)
    }

    /// An error at this position.
    #[cold]
    #[must_use]
    pub fn error(&self, kind: ErrorKind) -> DecodeError {
        DecodeError::new(kind, self.offset())
    }

    #[cold]
    fn truncated(&self, expected: usize) -> DecodeError {
        self.error(ErrorKind::Truncated { expected, left: self.left() })
    }

    #[cold]
    fn no_natural(&self, error: NaturalError) -> DecodeError {
        match error {
            NaturalError::Truncated { expected } => self.truncated(expected),
            NaturalError::NotShortest { value } => self.error(ErrorKind::NotShortest { value }),
        }
    }
}
