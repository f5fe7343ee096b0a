//! Random well-formed values, for tests, benches and generators: what a decoder accepts, with ends of ranges more often than
//! chance would have them.

use crate::{Bits, Constant, Natural};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

pub use jar_codec_derive::Sample;

/// Random numbers (splitmix64: the same seed, the same values) and how long sequences become.
#[derive(Clone, Debug)]
pub struct Source {
    state: u64,
    longest: usize,
}

impl Source {
    /// Sequences have at most `longest` elements, where the type does not say how many.
    #[must_use]
    pub const fn new(seed: u64, longest: usize) -> Self {
        Self { state: seed, longest }
    }

    /// The next number.
    pub const fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ self.state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number from 0 to `last`.
    pub fn up_to(&mut self, last: usize) -> usize {
        let count = (last as u64).saturating_add(1);
        self.number().checked_rem(count).unwrap_or(0) as usize
    }

    /// The length of a sequence that may have at most `max` elements.
    pub fn length(&mut self, max: usize) -> usize {
        let longest = self.longest.min(max);
        self.up_to(longest)
    }

    /// A number of any size: each count of bits is as likely.
    pub const fn natural(&mut self) -> u64 {
        let bits = self.number() % 65;
        match bits {
            0 => 0,
            64 if self.number() & 1 == 0 => u64::MAX,
            bits => self.number() >> 64u64.wrapping_sub(bits),
        }
    }

    /// Random bits.
    #[must_use]
    pub fn bits(&mut self, length: usize) -> Bits {
        (0..length).map(|_| self.number() & 1 == 1).collect()
    }

    /// A natural that fits the type.
    pub fn fitting<N: Natural>(&mut self) -> N {
        let value = self.natural();
        let fitting = N::from_natural(value).or_else(|| N::from_natural(value & N::MAX));
        fitting.unwrap_or_else(|| self.fitting())
    }
}

/// A value that can be drawn at random.
pub trait Sample<C: ?Sized = ()>: Sized {
    /// A random value that is well-formed for the context.
    fn sample(source: &mut Source, context: &C) -> Self;

    /// So many random values.
    fn sample_all(source: &mut Source, context: &C, count: usize) -> Vec<Self> {
        (0..count).map(|_| Self::sample(source, context)).collect()
    }
}

macro_rules! integer {
    ($($integer:ty),*) => {$(
        impl<C: ?Sized> Sample<C> for $integer {
            fn sample(source: &mut Source, _: &C) -> Self {
                source.fitting()
            }
        }
    )*};
}

integer!(u8, u16, u32, u64);

impl<C: ?Sized> Sample<C> for bool {
    fn sample(source: &mut Source, _: &C) -> Self {
        source.number() & 1 == 1
    }
}

impl<C: ?Sized, const N: usize> Sample<C> for [u8; N] {
    fn sample(source: &mut Source, _: &C) -> Self {
        let mut octets = [0; N];
        for chunk in octets.chunks_mut(8) {
            chunk.iter_mut().zip(source.number().to_le_bytes()).for_each(|(to, from)| *to = from);
        }
        octets
    }
}

impl<C: ?Sized, const N: u8> Sample<C> for Constant<N> {
    fn sample(_: &mut Source, _: &C) -> Self {
        Self
    }
}

impl<C: ?Sized, T: Sample<C>> Sample<C> for Option<T> {
    fn sample(source: &mut Source, context: &C) -> Self {
        (source.number() & 1 == 1).then(|| T::sample(source, context))
    }
}

impl<C: ?Sized, T: Sample<C>> Sample<C> for Vec<T> {
    fn sample(source: &mut Source, context: &C) -> Self {
        let count = source.length(usize::MAX);
        T::sample_all(source, context, count)
    }
}

impl<C: ?Sized, K: Sample<C> + Ord, V: Sample<C>> Sample<C> for BTreeMap<K, V> {
    fn sample(source: &mut Source, context: &C) -> Self {
        let count = source.length(usize::MAX);
        let mut entry = |_| (K::sample(source, context), V::sample(source, context));
        (0..count).map(&mut entry).collect()
    }
}

impl<C: ?Sized, T: Sample<C> + Ord> Sample<C> for BTreeSet<T> {
    fn sample(source: &mut Source, context: &C) -> Self {
        let count = source.length(usize::MAX);
        (0..count).map(|_| T::sample(source, context)).collect()
    }
}
