//! What the derive macros call; not for use by hand.

use crate::{Decode, DecodeError, Encode, Output, Reader, Step, sequences};
use alloc::vec::Vec;

pub use crate::natural::{encode as encode_natural, size as natural_size};

/// Adds the field to the path of an error.
///
/// # Errors
/// The one that is given.
#[inline]
pub fn field<T>(name: &'static str, result: Result<T, DecodeError>) -> Result<T, DecodeError> {
    result.map_err(|error| error.within(Step::Field(name)))
}

/// `length` elements without a length before them.
///
/// # Errors
/// The octets do not begin with so many elements.
#[inline]
pub fn fixed<'a, C: ?Sized, T: Decode<'a, C>>(
    input: &mut Reader<'a>,
    context: &C,
    length: usize,
) -> Result<Vec<T>, DecodeError> {
    T::decode_all(input, context, length)
}

/// At most `max` elements, their length before them.
///
/// # Errors
/// The octets do not begin with such a sequence.
#[inline]
pub fn bounded<'a, C: ?Sized, T: Decode<'a, C>>(
    input: &mut Reader<'a>,
    context: &C,
    max: usize,
) -> Result<Vec<T>, DecodeError> {
    sequences::sequence(input, context, max)
}

/// Octets of elements without a length before them.
#[inline]
pub fn fixed_size<T: Encode>(all: &[T]) -> usize {
    T::size_of_all(all)
}

/// Appends elements without a length before them.
#[inline]
pub fn encode_fixed<T: Encode>(all: &[T], to: &mut impl Output) {
    T::encode_all(all, to);
}
