//! Sequences with their length before them (C.1.2, C.1.3), borrowed octets.

use crate::{Decode, DecodeError, Encode, Output, Reader, natural};
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// The length, then the elements.
impl<T: Encode> Encode for [T] {
    #[inline]
    fn size(&self) -> usize {
        natural::size(self.len() as u64).saturating_add(T::size_of_all(self))
    }

    #[inline]
    fn encode(&self, to: &mut impl Output) {
        natural::encode(self.len() as u64, to);
        T::encode_all(self, to);
    }
}

impl<T: Encode> Encode for Vec<T> {
    #[inline]
    fn size(&self) -> usize {
        self.as_slice().size()
    }

    #[inline]
    fn encode(&self, to: &mut impl Output) {
        self.as_slice().encode(to);
    }
}

impl<'a, C: ?Sized, T: Decode<'a, C>> Decode<'a, C> for Vec<T> {
    const MIN_SIZE: usize = 1;

    #[inline]
    fn decode(input: &mut Reader<'a>, context: &C) -> Result<Self, DecodeError> {
        sequence(input, context, usize::MAX)
    }
}

/// A sequence of at most `max` elements, its length before it.
#[inline]
pub(crate) fn sequence<'a, C: ?Sized, T: Decode<'a, C>>(
    input: &mut Reader<'a>,
    context: &C,
    max: usize,
) -> Result<Vec<T>, DecodeError> {
    const { assert!(T::MIN_SIZE > 0, "the length of a sequence must cost octets") };
    let count = input.count(T::MIN_SIZE, max)?;
    T::decode_all(input, context, count)
}

/// A blob that is not copied.
impl<'a, C: ?Sized> Decode<'a, C> for &'a [u8] {
    const MIN_SIZE: usize = 1;

    #[inline]
    fn decode(input: &mut Reader<'a>, _: &C) -> Result<Self, DecodeError> {
        let count = input.count(1, usize::MAX)?;
        input.take(count)
    }
}

impl Encode for Cow<'_, [u8]> {
    #[inline]
    fn size(&self) -> usize {
        self.as_ref().size()
    }

    #[inline]
    fn encode(&self, to: &mut impl Output) {
        self.as_ref().encode(to);
    }
}

/// A blob that is not copied before somebody changes it.
impl<'a, C: ?Sized> Decode<'a, C> for Cow<'a, [u8]> {
    const MIN_SIZE: usize = 1;

    #[inline]
    fn decode(input: &mut Reader<'a>, context: &C) -> Result<Self, DecodeError> {
        <&'a [u8] as Decode<'a, C>>::decode(input, context).map(Cow::Borrowed)
    }
}
