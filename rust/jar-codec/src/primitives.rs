//! Integers of fixed length (C.1.7), octets, booleans, options (C.1.3), constants.

use crate::decode::too_few;
use crate::{Decode, DecodeError, Encode, ErrorKind, Output, Reader};
use alloc::vec::Vec;

macro_rules! integer {
    ($($integer:ty),*) => {$(
        impl Encode for $integer {
            #[inline]
            fn size(&self) -> usize {
                size_of::<Self>()
            }

            #[inline]
            fn encode(&self, to: &mut impl Output) {
                to.write(&self.to_le_bytes());
            }
        }

        impl<'a, C: ?Sized> Decode<'a, C> for $integer {
            const MIN_SIZE: usize = size_of::<Self>();

            #[inline]
            fn decode(input: &mut Reader<'a>, _: &C) -> Result<Self, DecodeError> {
                input.array().copied().map(Self::from_le_bytes)
            }
        }
    )*};
}

integer!(u16, u32, u64);

impl Encode for u8 {
    #[inline]
    fn size(&self) -> usize {
        1
    }

    #[inline]
    fn encode(&self, to: &mut impl Output) {
        to.write(&[*self]);
    }

    #[inline]
    fn size_of_all(all: &[Self]) -> usize {
        all.len()
    }

    #[inline]
    fn encode_all(all: &[Self], to: &mut impl Output) {
        to.write(all);
    }
}

impl<'a, C: ?Sized> Decode<'a, C> for u8 {
    const MIN_SIZE: usize = 1;

    #[inline]
    fn decode(input: &mut Reader<'a>, _: &C) -> Result<Self, DecodeError> {
        input.octet()
    }

    #[inline]
    fn decode_all(input: &mut Reader<'a>, _: &C, count: usize) -> Result<Vec<Self>, DecodeError> {
        input.take(count).map(<[u8]>::to_vec)
    }
}

/// Octets of fixed length, without one before them.
impl<const N: usize> Encode for [u8; N] {
    #[inline]
    fn size(&self) -> usize {
        N
    }

    #[inline]
    fn encode(&self, to: &mut impl Output) {
        to.write(self);
    }

    #[inline]
    fn encode_all(all: &[Self], to: &mut impl Output) {
        to.write(all.as_flattened());
    }
}

impl<'a, C: ?Sized, const N: usize> Decode<'a, C> for [u8; N] {
    const MIN_SIZE: usize = N;

    #[inline]
    fn decode(input: &mut Reader<'a>, _: &C) -> Result<Self, DecodeError> {
        input.array().copied()
    }

    #[inline]
    fn decode_all(input: &mut Reader<'a>, _: &C, count: usize) -> Result<Vec<Self>, DecodeError> {
        const { assert!(N > 0, "an element without octets") };
        let octets = count.checked_mul(N).filter(|&octets| octets <= input.left());
        let octets = input.take(octets.ok_or_else(|| too_few(input, count, N))?)?;
        Ok(octets.as_chunks().0.to_vec())
    }
}

/// One octet, 0 or 1.
impl Encode for bool {
    #[inline]
    fn size(&self) -> usize {
        1
    }

    #[inline]
    fn encode(&self, to: &mut impl Output) {
        to.write(&[u8::from(*self)]);
    }
}

impl<'a, C: ?Sized> Decode<'a, C> for bool {
    const MIN_SIZE: usize = 1;

    #[inline]
    fn decode(input: &mut Reader<'a>, _: &C) -> Result<Self, DecodeError> {
        match input.peek()? {
            found @ (0 | 1) => {
                input.octet()?;
                Ok(found == 1)
            }
            found => Err(input.error(ErrorKind::Tag { found, expected: "0 or 1" })),
        }
    }
}

/// 0, or 1 and the value (C.1.3).
impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn size(&self) -> usize {
        self.as_ref().map_or(1, |value| value.size().saturating_add(1))
    }

    #[inline]
    fn encode(&self, to: &mut impl Output) {
        self.is_some().encode(to);
        if let Some(value) = self {
            value.encode(to);
        }
    }
}

impl<'a, C: ?Sized, T: Decode<'a, C>> Decode<'a, C> for Option<T> {
    const MIN_SIZE: usize = 1;

    #[inline]
    fn decode(input: &mut Reader<'a>, context: &C) -> Result<Self, DecodeError> {
        let some = <bool as Decode<'a, C>>::decode(input, context)?;
        if some { T::decode(input, context).map(Some) } else { Ok(None) }
    }
}

/// The octet `N`, which is always there and tells nothing apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Constant<const N: u8>;

impl<const N: u8> Encode for Constant<N> {
    #[inline]
    fn size(&self) -> usize {
        1
    }

    #[inline]
    fn encode(&self, to: &mut impl Output) {
        to.write(&[N]);
    }
}

impl<'a, C: ?Sized, const N: u8> Decode<'a, C> for Constant<N> {
    const MIN_SIZE: usize = 1;

    #[inline]
    fn decode(input: &mut Reader<'a>, _: &C) -> Result<Self, DecodeError> {
        match input.peek()? {
            found if found == N => input.octet().map(|_| Self),
            found => Err(input.error(ErrorKind::Constant { found, expected: N })),
        }
    }
}
