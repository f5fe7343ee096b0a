//! Naturals of variable length (Gray Paper 0.7.2, C.1.1): the count of leading ones of the first octet is the number of octets
//! that follow.

use crate::Output;

/// Why no natural could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NaturalError {
    /// The octets end early.
    Truncated {
        /// How many were needed.
        expected: usize,
    },
    /// The natural has a shorter form.
    NotShortest {
        /// Which natural.
        value: u64,
    },
}

/// The most octets that a natural takes.
pub const MAX_SIZE: usize = 9;

/// Reads a natural from the start of `octets`; also how many octets it took.
///
/// # Errors
/// Too few octets, or a longer form than the shortest.
#[inline]
pub fn decode(octets: &[u8]) -> Result<(u64, usize), NaturalError> {
    match octets.first() {
        Some(&first) if first < 0x80 => Ok((u64::from(first), 1)),
        Some(&first) => decode_long(first, octets),
        None => Err(NaturalError::Truncated { expected: 1 }),
    }
}

fn decode_long(first: u8, octets: &[u8]) -> Result<(u64, usize), NaturalError> {
    let following = first.leading_ones();
    let used = (following as usize).wrapping_add(1);
    let tail = octets.get(1..used).ok_or(NaturalError::Truncated { expected: used })?;
    let mut low = [0; 8];
    low.iter_mut().zip(tail).for_each(|(to, octet)| *to = *octet);
    // The bits of the first octet behind its leading ones and the zero that ends them are the highest of the natural.
    let mask = 0x7fu8.checked_shr(following).unwrap_or(0);
    let high = u64::from(first & mask).checked_shl(following.wrapping_mul(8)).unwrap_or(0);
    let value = u64::from_le_bytes(low) | high;
    if size(value) == used { Ok((value, used)) } else { Err(NaturalError::NotShortest { value }) }
}

/// Octets of the shortest form, 1 to 9.
#[must_use]
#[inline]
pub const fn size(value: u64) -> usize {
    let bits = 64u32.wrapping_sub(value.leading_zeros());
    match bits {
        0..=7 => 1,
        8..=56 => bits.div_ceil(7) as usize,
        _ => MAX_SIZE,
    }
}

/// Appends the shortest form.
#[inline]
pub fn encode(value: u64, to: &mut impl Output) {
    if value < 0x80 {
        to.write(&[value as u8]);
    } else {
        encode_long(value, to);
    }
}

fn encode_long(value: u64, to: &mut impl Output) {
    let following = size(value).wrapping_sub(1);
    let ones = !0xffu8.checked_shr(following as u32).unwrap_or(0);
    let octets = value.to_le_bytes();
    let high = octets.get(following).copied().unwrap_or(0);
    to.write(&[ones | high]);
    to.write(octets.get(..following).unwrap_or_default());
}

/// An integer that can be written as a natural of variable length, as a field with `#[codec(natural)]`.
pub trait Natural: Copy {
    /// The greatest value.
    const MAX: u64;

    /// The value, if it fits.
    fn from_natural(value: u64) -> Option<Self>;

    /// The value as a natural.
    fn natural(self) -> u64;
}

macro_rules! natural {
    ($($integer:ty),*) => {$(
        impl Natural for $integer {
            const MAX: u64 = <$integer>::MAX as u64;

            #[inline]
            fn from_natural(value: u64) -> Option<Self> {
                Self::try_from(value).ok()
            }

            #[inline]
            fn natural(self) -> u64 {
                u64::from(self)
            }
        }
    )*};
}

natural!(u8, u16, u32, u64);

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    #[test]
    fn boundaries_have_the_sizes_of_the_paper() {
        for following in 1..8u32 {
            let least = 1u64 << (7 * following);
            assert_eq!(size(least - 1), following as usize);
            assert_eq!(size(least), following as usize + 1);
        }
        assert_eq!((size(0), size((1 << 56) - 1), size(1 << 56), size(u64::MAX)), (1, 8, 9, 9));
        assert_eq!(decode(&[0x80, 0x7f]), Err(NaturalError::NotShortest { value: 127 }));
        assert_eq!(decode(&[0x80, 0x80]), Ok((128, 2)));
        assert_eq!(decode(&[0xff, 0, 0, 0]), Err(NaturalError::Truncated { expected: 9 }));
        assert_eq!(decode(&[]), Err(NaturalError::Truncated { expected: 1 }));
    }

    #[test]
    fn examples_of_every_size() {
        let encoded = |value| {
            let mut octets = Vec::new();
            encode(value, &mut octets);
            octets
        };
        assert_eq!(encoded(0), [0]);
        assert_eq!(encoded(0x3fff), [0xbf, 0xff]);
        assert_eq!(encoded(0x1f_ffff), [0xdf, 0xff, 0xff]);
        assert_eq!(encoded(0x0123_4567), [0xe1, 0x67, 0x45, 0x23]);
        assert_eq!(encoded(1 << 55), [0xfe, 0, 0, 0, 0, 0, 0, 0x80]);
        assert_eq!(encoded(1 << 56), [0xff, 0, 0, 0, 0, 0, 0, 0, 1]);
    }

    proptest! {
        #[test]
        fn decode_inverts_encode(value: u64, shift in 0u32..64, tail: Vec<u8>) {
            let value = value >> shift;
            let mut octets = Vec::new();
            encode(value, &mut octets);
            let used = octets.len();
            prop_assert_eq!(used, size(value));
            octets.extend(tail);
            prop_assert_eq!(decode(&octets), Ok((value, used)));
        }

        #[test]
        fn encode_inverts_decode(octets: Vec<u8>) {
            if let Ok((value, used)) = decode(&octets) {
                let mut again = Vec::new();
                encode(value, &mut again);
                prop_assert_eq!(&again[..], &octets[..used]);
            }
        }
    }
}
