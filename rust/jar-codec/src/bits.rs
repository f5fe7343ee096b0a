//! Bit strings (C.1.4): bit `i` is bit `i mod 8` of octet `i / 8`.

use crate::{DecodeError, Encode, ErrorKind, Output, Reader};
use alloc::vec;
use alloc::vec::Vec;

/// A bit string. Its length is no part of its encoding: it comes from the parameters, with `#[codec(bits = …)]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bits {
    /// Eight bits each; zeros behind the last bit.
    octets: Vec<u8>,
    length: usize,
}

impl Bits {
    /// `length` zeros.
    #[must_use]
    pub fn zeros(length: usize) -> Self {
        Self { octets: vec![0; length.div_ceil(8)], length }
    }

    /// Bits.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.length
    }

    /// Whether there are no bits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Bit `index`, if there is one.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<bool> {
        let octet = self.octets.get(index / 8).filter(|_| index < self.length)?;
        Some(octet & mask(index) != 0)
    }

    /// Changes bit `index`; whether there is one.
    pub fn set(&mut self, index: usize, bit: bool) -> bool {
        let octet = self.octets.get_mut(index / 8).filter(|_| index < self.length);
        let there = octet.is_some();
        if let Some(octet) = octet {
            *octet = if bit { *octet | mask(index) } else { *octet & !mask(index) };
        }
        there
    }

    /// All bits in order.
    pub fn iter(&self) -> impl Iterator<Item = bool> + '_ {
        let all =
            self.octets.iter().flat_map(|octet| (0..8).map(move |bit| octet & mask(bit) != 0));
        all.take(self.length)
    }

    /// The packed octets.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Reads `length` bits.
    ///
    /// # Errors
    /// Too few octets, or ones behind the last bit.
    pub fn decode(input: &mut Reader<'_>, length: usize) -> Result<Self, DecodeError> {
        let before = input.clone();
        let octets = input.take(length.div_ceil(8))?.to_vec();
        let bits = length % 8;
        match octets.split_last() {
            Some((&found, whole)) if bits != 0 && u32::from(found) >> bits != 0 => {
                let offset = before.offset().saturating_add(whole.len());
                Err(DecodeError::new(ErrorKind::UnusedBits { found, bits }, offset))
            }
            _ => Ok(Self { octets, length }),
        }
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(bits: I) -> Self {
        let mut all = Self::default();
        for bit in bits {
            let index = all.length;
            if index.is_multiple_of(8) {
                all.octets.push(0);
            }
            all.length = index.saturating_add(1);
            all.set(index, bit);
        }
        all
    }
}

impl Encode for Bits {
    fn size(&self) -> usize {
        self.octets.len()
    }

    fn encode(&self, to: &mut impl Output) {
        to.write(&self.octets);
    }
}

const fn mask(index: usize) -> u8 {
    1u8.wrapping_shl((index % 8) as u32)
}
