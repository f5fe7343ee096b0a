//! 𝓔⁻¹: octets to values.

use crate::{DecodeError, ErrorKind, Reader, Step};
use alloc::vec::Vec;

/// A value that can be read from octets which live for `'a`; `C` is the context that lengths depend on.
pub trait Decode<'a, C: ?Sized = ()>: Sized {
    /// No encoding has fewer octets.
    const MIN_SIZE: usize;

    /// Reads a value and leaves what follows it.
    ///
    /// # Errors
    /// The octets do not begin with the encoding of a value.
    fn decode(input: &mut Reader<'a>, context: &C) -> Result<Self, DecodeError>;

    /// Reads `count` values one behind the other. Types whose values are octets do it at once.
    ///
    /// # Errors
    /// The octets do not begin with the encodings of so many values.
    #[doc(hidden)]
    #[inline]
    fn decode_all(
        input: &mut Reader<'a>,
        context: &C,
        count: usize,
    ) -> Result<Vec<Self>, DecodeError> {
        if !input.holds(count, Self::MIN_SIZE) {
            return Err(too_few(input, count, Self::MIN_SIZE));
        }
        // Only a type without a least size can be fewer octets than elements.
        let mut all = Vec::with_capacity(count.min(input.left()));
        for index in 0..count {
            all.push(
                Self::decode(input, context).map_err(|error| error.within(Step::Element(index)))?,
            );
        }
        Ok(all)
    }
}

#[cold]
pub(crate) fn too_few(input: &Reader<'_>, count: usize, minimum: usize) -> DecodeError {
    let left = input.left();
    input.error(ErrorKind::TooFewOctets { count: count as u64, minimum, left })
}

/// The value whose encoding all of `octets` are.
///
/// # Errors
/// They are none, or more than one.
pub fn decode<'a, T: Decode<'a, C>, C: ?Sized>(
    octets: &'a [u8],
    context: &C,
) -> Result<T, DecodeError> {
    let mut input = Reader::new(octets);
    let value = T::decode(&mut input, context)?;
    match input.left() {
        0 => Ok(value),
        left => Err(input.error(ErrorKind::Trailing { left })),
    }
}
