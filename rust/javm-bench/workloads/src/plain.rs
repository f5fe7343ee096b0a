//! Loops over registers and over memory.

use crate::words::{SplitMix, fold, word};

/// The n-th Fibonacci number modulo 2^64. Input: n.
#[must_use]
pub fn fib(input: &[u8]) -> Option<u64> {
    let (mut this, mut next) = (0u64, 1u64);
    for _ in 0..word(input)? {
        (this, next) = (next, this.wrapping_add(next));
    }
    Some(this)
}

/// So many numbers are sorted.
const NUMBERS: usize = 1000;

/// Sorts 1,000 numbers of 32 bits in memory, by insertion. Input: the seed of the numbers.
#[must_use]
pub fn sort(input: &[u8]) -> Option<u64> {
    let mut numbers = unsorted(word(input)?);
    insertion_sort(&mut numbers);
    Some(fold(numbers.into_iter().map(u64::from)))
}

fn unsorted(seed: u64) -> [u32; NUMBERS] {
    let mut generator = SplitMix(seed);
    core::array::from_fn(|_| (generator.next() >> 32) as u32)
}

fn insertion_sort(numbers: &mut [u32]) {
    for end in 1..numbers.len() {
        let mut at = end;
        while let Some(before) = at.checked_sub(1)
            && let Some([low, high]) = numbers.get_mut(before..before + 2)
            && low > high
        {
            core::mem::swap(low, high);
            at = before;
        }
    }
}

/// The largest number that the sieve can judge.
const LARGEST: usize = 100_000;

/// The number of primes up to a bound of at most 100,000, by the sieve of Eratosthenes. Input: the bound.
#[must_use]
pub fn sieve(input: &[u8]) -> Option<u64> {
    let bound = usize::try_from(word(input)?).ok()?;
    let mut flags = [true; LARGEST + 1];
    let flags = flags.get_mut(..=bound)?;
    flags.iter_mut().take(2).for_each(|flag| *flag = false);
    let mut number = 2usize;
    while number * number <= bound {
        if flags.get(number) == Some(&true) {
            let multiples = flags.iter_mut().skip(number * number).step_by(number);
            multiples.for_each(|flag| *flag = false);
        }
        number += 1;
    }
    Some(flags.iter().map(|flag| u64::from(*flag)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(run: fn(&[u8]) -> Option<u64>, input: u64) -> Option<u64> {
        run(&input.to_le_bytes())
    }

    /// F(2n) and F(2n + 1) from F(n) and F(n + 1).
    fn by_doubling(n: u64) -> (u64, u64) {
        if n == 0 {
            return (0, 1);
        }
        let (a, b) = by_doubling(n / 2);
        let c = a.wrapping_mul(b.wrapping_mul(2).wrapping_sub(a));
        let d = a.wrapping_mul(a).wrapping_add(b.wrapping_mul(b));
        if n.is_multiple_of(2) { (c, d) } else { (d, c.wrapping_add(d)) }
    }

    #[test]
    fn fibonacci_numbers_are_those_of_the_doubling_formula() {
        assert_eq!(of(fib, 90), Some(2_880_067_194_370_816_120));
        for n in [0, 1, 2, 93, 94, 1_000_000] {
            assert_eq!(of(fib, n), Some(by_doubling(n).0), "{n}");
        }
        assert_eq!(fib(&[0; 7]), None);
    }

    #[test]
    fn sorting_gives_the_order_of_the_library() {
        let (mut ours, mut theirs) = (unsorted(5), unsorted(5));
        insertion_sort(&mut ours);
        theirs.sort_unstable();
        assert_eq!(ours, theirs);
        assert_eq!(of(sort, 5), Some(fold(theirs.into_iter().map(u64::from))));
        assert_ne!(of(sort, 5), of(sort, 6));
    }

    #[test]
    fn prime_counts_are_those_of_the_tables() {
        let counts = [(0, 0), (1, 0), (2, 1), (10, 4), (100, 25), (1000, 168), (10_000, 1229)];
        for (bound, count) in counts.into_iter().chain([(100_000, 9592)]) {
            assert_eq!(of(sieve, bound), Some(count), "{bound}");
        }
        assert_eq!(of(sieve, 100_001), None);
    }
}
