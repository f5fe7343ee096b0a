//! 𝓔: values to octets.

use alloc::vec::Vec;

/// Where octets go: a vector, a hash function.
pub trait Output {
    /// Appends octets.
    fn write(&mut self, octets: &[u8]);
}

impl Output for Vec<u8> {
    #[inline]
    fn write(&mut self, octets: &[u8]) {
        self.extend_from_slice(octets);
    }
}

/// A value with an encoding.
///
/// The encoding of a sequence whose length comes from the parameters says nothing of its length: it is right if the length is.
pub trait Encode {
    /// Octets of the encoding.
    fn size(&self) -> usize;

    /// Appends the encoding.
    fn encode(&self, to: &mut impl Output);

    /// Octets of the encodings of all, without a length.
    #[doc(hidden)]
    #[inline]
    fn size_of_all(all: &[Self]) -> usize
    where
        Self: Sized,
    {
        all.iter().fold(0, |sum, one| sum.saturating_add(one.size()))
    }

    /// Appends the encodings of all, without a length. Types whose values are octets do it at once.
    #[doc(hidden)]
    #[inline]
    fn encode_all(all: &[Self], to: &mut impl Output)
    where
        Self: Sized,
    {
        all.iter().for_each(|one| one.encode(to));
    }
}

/// The encoding of a value, in one allocation.
#[must_use]
pub fn encode<T: Encode + ?Sized>(value: &T) -> Vec<u8> {
    let mut octets = Vec::with_capacity(value.size());
    value.encode(&mut octets);
    octets
}

impl<T: Encode + ?Sized> Encode for &T {
    #[inline]
    fn size(&self) -> usize {
        T::size(self)
    }

    #[inline]
    fn encode(&self, to: &mut impl Output) {
        T::encode(self, to);
    }
}
