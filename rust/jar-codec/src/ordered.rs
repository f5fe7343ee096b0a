//! Dictionaries and sets (C.1.5, C.1.6): sequences that ascend strictly, with their length before them.

use crate::{Decode, DecodeError, Encode, ErrorKind, Output, Reader, Step, natural};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

impl<K: Encode, V: Encode> Encode for BTreeMap<K, V> {
    fn size(&self) -> usize {
        let size = |(key, value): (&K, &V)| key.size().saturating_add(value.size());
        let start = natural::size(self.len() as u64);
        self.iter().fold(start, |sum, entry| sum.saturating_add(size(entry)))
    }

    fn encode(&self, to: &mut impl Output) {
        natural::encode(self.len() as u64, to);
        for (key, value) in self {
            key.encode(to);
            value.encode(to);
        }
    }
}

impl<'a, C: ?Sized, K: Decode<'a, C> + Ord, V: Decode<'a, C>> Decode<'a, C> for BTreeMap<K, V> {
    const MIN_SIZE: usize = 1;

    fn decode(input: &mut Reader<'a>, context: &C) -> Result<Self, DecodeError> {
        let minimum = const {
            assert!(K::MIN_SIZE > 0, "the length of a dictionary must cost octets");
            K::MIN_SIZE.saturating_add(V::MIN_SIZE)
        };
        let count = input.count(minimum, usize::MAX)?;
        let mut entries: Vec<(K, V)> = Vec::with_capacity(count);
        for index in 0..count {
            let last = entries.last().map(|(key, _)| key);
            let part = |name| {
                move |error: DecodeError| {
                    error.within(Step::Field(name)).within(Step::Element(index))
                }
            };
            let key = ascending(last, input, context).map_err(part("key"))?;
            let value = V::decode(input, context).map_err(part("value"))?;
            entries.push((key, value));
        }
        Ok(entries.into_iter().collect())
    }
}

impl<T: Encode> Encode for BTreeSet<T> {
    fn size(&self) -> usize {
        let start = natural::size(self.len() as u64);
        self.iter().fold(start, |sum, element| sum.saturating_add(element.size()))
    }

    fn encode(&self, to: &mut impl Output) {
        natural::encode(self.len() as u64, to);
        self.iter().for_each(|element| element.encode(to));
    }
}

impl<'a, C: ?Sized, T: Decode<'a, C> + Ord> Decode<'a, C> for BTreeSet<T> {
    const MIN_SIZE: usize = 1;

    fn decode(input: &mut Reader<'a>, context: &C) -> Result<Self, DecodeError> {
        const { assert!(T::MIN_SIZE > 0, "the length of a set must cost octets") };
        let count = input.count(T::MIN_SIZE, usize::MAX)?;
        let mut elements: Vec<T> = Vec::with_capacity(count);
        for index in 0..count {
            let element = ascending(elements.last(), input, context)
                .map_err(|error| error.within(Step::Element(index)))?;
            elements.push(element);
        }
        Ok(elements.into_iter().collect())
    }
}

/// The next element, which must come after the last one.
#[inline]
fn ascending<'a, C: ?Sized, T: Decode<'a, C> + Ord>(
    last: Option<&T>,
    input: &mut Reader<'a>,
    context: &C,
) -> Result<T, DecodeError> {
    let offset = input.offset();
    let next = T::decode(input, context)?;
    if last.is_some_and(|last| *last >= next) {
        return Err(DecodeError::new(ErrorKind::NotAscending, offset));
    }
    Ok(next)
}
