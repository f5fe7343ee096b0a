//! Natural numbers in the Gray Paper's variable-length code (0.7.2, C.1): the count of leading ones of the first octet is
//! the number of octets that follow.

/// Why no number could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NaturalError {
    /// The octets end early; how many were needed.
    Truncated { expected: usize },
    /// The number has a shorter form.
    NotShortest { value: u64 },
}

/// Reads a number from the start of `octets`; also how many octets it took.
pub(crate) fn decode(octets: &[u8]) -> Result<(u64, usize), NaturalError> {
    let first = *octets.first().ok_or(NaturalError::Truncated { expected: 1 })?;
    let following = first.leading_ones() as usize;
    let used = following.wrapping_add(1);
    let tail = octets.get(1..used).ok_or(NaturalError::Truncated { expected: used })?;
    // The bits of the first octet behind its leading ones and the zero that ends them are the highest of the number.
    let mask = 0x7fu8.checked_shr(following as u32).unwrap_or(0);
    let high = u128::from(first & mask);
    let low = tail.iter().rev().fold(0u128, |value, octet| value << 8 | u128::from(*octet));
    let value = high.wrapping_shl((following as u32).wrapping_mul(8)) | low;
    let value = value as u64;
    if length(value) == used { Ok((value, used)) } else { Err(NaturalError::NotShortest { value }) }
}

/// Octets in the shortest form.
fn length(value: u64) -> usize {
    let bits = 64u32.wrapping_sub(value.leading_zeros());
    if bits > 56 { 9 } else { bits.max(1).div_ceil(7) as usize }
}

/// Appends the shortest form.
pub(crate) fn encode(value: u64, to: &mut Vec<u8>) {
    let following = length(value).wrapping_sub(1);
    let ones = !0xffu8.checked_shr(following as u32).unwrap_or(0);
    let octets = value.to_le_bytes();
    let high = octets.get(following).copied().unwrap_or(0);
    to.push(ones | high);
    to.extend_from_slice(octets.get(..following).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn boundaries_have_the_lengths_of_the_paper() {
        for following in 1..8u32 {
            let least = 1u64 << (7 * following);
            assert_eq!(length(least - 1), following as usize);
            assert_eq!(length(least), following as usize + 1);
        }
        assert_eq!(
            (length(0), length((1 << 56) - 1), length(1 << 56), length(u64::MAX)),
            (1, 8, 9, 9)
        );
        assert_eq!(decode(&[0x80, 0x7f]), Err(NaturalError::NotShortest { value: 127 }));
        assert_eq!(decode(&[0x80, 0x80]), Ok((128, 2)));
        assert_eq!(decode(&[0xff, 0, 0, 0]), Err(NaturalError::Truncated { expected: 9 }));
    }

    proptest! {
        #[test]
        fn decode_inverts_encode(value: u64, shift in 0u32..64, tail: Vec<u8>) {
            let value = value >> shift;
            let mut octets = Vec::new();
            encode(value, &mut octets);
            let used = octets.len();
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
