//! Arithmetic modulo p = 2^64 − 2^32 + 1.

use core::ops::{Add, Mul, Neg, Sub};

use crate::words::{SplitMix, fold, words};

/// p.
pub(crate) const MODULUS: u64 = 0xffff_ffff_0000_0001;
/// 2^64 modulo p, which is 2^32 − 1.
const EPSILON: u64 = MODULUS.wrapping_neg();

/// A number modulo p, held as any word of its class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Felt(u64);

/// 2^32 − 1 if set, otherwise 0: without a branch.
const fn epsilon_if(set: bool) -> u64 {
    (set as u64).wrapping_neg() & EPSILON
}

impl Felt {
    pub(crate) const ZERO: Self = Self(0);
    pub(crate) const ONE: Self = Self(1);
    /// It generates the multiplicative group.
    pub(crate) const GENERATOR: Self = Self(7);
    /// 1/2.
    pub(crate) const HALF: Self = Self(MODULUS.div_ceil(2));

    pub(crate) const fn new(word: u64) -> Self {
        Self(word)
    }

    /// The number that a word below p is.
    pub(crate) fn canonical(word: u64) -> Option<Self> {
        (word < MODULUS).then_some(Self(word))
    }

    /// The word below p.
    pub(crate) const fn value(self) -> u64 {
        if self.0 < MODULUS { self.0 } else { self.0 - MODULUS }
    }

    /// The class of a product: 2^64 ≡ 2^32 − 1 and 2^96 ≡ −1.
    const fn reduce(product: u128) -> Self {
        let (low, high) = (product as u64, (product >> 64) as u64);
        let (difference, borrow) = low.overflowing_sub(high >> 32);
        // A difference that wrapped is at least 2^64 − 2^32.
        let difference = difference.wrapping_sub(epsilon_if(borrow));
        let (sum, carry) = difference.overflowing_add((high & EPSILON) * EPSILON);
        // A sum that wrapped is below 2^64 − 2^33 + 1.
        Self(sum.wrapping_add(epsilon_if(carry)))
    }

    /// The class of a sum of up to 2^31 words: 2^64 ≡ 2^32 − 1.
    const fn reduce_sum(sum: u128) -> Self {
        let (low, high) = (sum as u64, (sum >> 64) as u64);
        let (sum, carry) = low.overflowing_add(high * EPSILON);
        // A sum that wrapped is below 2^63.
        Self(sum.wrapping_add(epsilon_if(carry)))
    }

    /// The sum of a few numbers, reduced once.
    pub(crate) fn sum(numbers: &[Self]) -> Self {
        Self::reduce_sum(numbers.iter().map(|number| u128::from(number.0)).sum())
    }

    /// Numbers that sums with small factors make of numbers, reduced once each. The factors of one sum are below 2^31 together.
    pub(crate) fn combine<const N: usize>(
        numbers: [Self; N],
        sums: impl FnOnce([u128; N]) -> [u128; N],
    ) -> [Self; N] {
        sums(numbers.map(|number| u128::from(number.0))).map(Self::reduce_sum)
    }

    /// self × factor + term, reduced once.
    pub(crate) const fn mul_add(self, factor: Self, term: Self) -> Self {
        // The largest product is 2^128 − 2^65 + 1, which leaves room for a word.
        Self::reduce(self.0 as u128 * factor.0 as u128 + term.0 as u128)
    }

    pub(crate) fn square(self) -> Self {
        self * self
    }

    pub(crate) fn power(self, exponent: u64) -> Self {
        let bits = (0..64 - exponent.leading_zeros()).rev();
        bits.fold(Self::ONE, |power, bit| {
            let square = power.square();
            if exponent >> bit & 1 == 1 { square * self } else { square }
        })
    }

    /// 1/x, and 0 for 0.
    pub(crate) fn inverse(self) -> Self {
        self.power(MODULUS - 2)
    }

    /// A generator of the subgroup of 2^k elements, k at most 32.
    pub(crate) fn root_of_unity(k: u32) -> Self {
        Self::GENERATOR.power((MODULUS - 1) >> k)
    }

    /// The value of a polynomial, lowest coefficient first, by Horner's rule.
    pub(crate) fn horner(coefficients: &[Self], point: Self) -> Self {
        let step = |sum: Self, term: &Self| sum.mul_add(point, *term);
        coefficients.iter().rev().fold(Self::ZERO, step)
    }
}

impl PartialEq for Felt {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
    }
}

impl Add for Felt {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (sum, carry) = self.0.overflowing_add(other.0);
        // Both may be above p; then the second sum wraps too.
        let (sum, carry) = sum.overflowing_add(epsilon_if(carry));
        Self(sum.wrapping_add(epsilon_if(carry)))
    }
}

impl Neg for Felt {
    type Output = Self;

    fn neg(self) -> Self {
        Self(MODULUS - self.value())
    }
}

impl Sub for Felt {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        let (difference, borrow) = self.0.overflowing_sub(other.0);
        let (difference, borrow) = difference.overflowing_sub(epsilon_if(borrow));
        Self(difference.wrapping_sub(epsilon_if(borrow)))
    }
}

impl Mul for Felt {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self::reduce(u128::from(self.0) * u128::from(other.0))
    }
}

/// A chain of products. Input: how many, first value, factor.
#[must_use]
pub fn goldilocks_mul(input: &[u8]) -> Option<u64> {
    let mut words = words(input)?;
    let (Some(count), Some(first), Some(factor), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return None;
    };
    let factor = Felt::canonical(factor)?;
    let product = (0..count).fold(Felt::canonical(first)?, |product, _| product * factor);
    Some(product.value())
}

/// A polynomial of this degree
const DEGREE: usize = 4096;
/// is evaluated at so many points, the powers of 7.
const POINTS: usize = 64;

/// Horner's rule at 64 points for a polynomial of degree 4,096. Input: the seed of its coefficients.
#[must_use]
pub fn poly_eval(input: &[u8]) -> Option<u64> {
    let coefficients = coefficients(crate::words::word(input)?);
    let points = core::iter::successors(Some(Felt::ONE), |point| Some(*point * Felt::GENERATOR));
    let values = points.take(POINTS).map(|point| Felt::horner(&coefficients, point));
    Some(fold(values.map(Felt::value)))
}

fn coefficients(seed: u64) -> [Felt; DEGREE + 1] {
    let mut generator = SplitMix(seed);
    core::array::from_fn(|_| Felt(generator.next()))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Words around every edge of the reduction.
    const EDGES: [u64; 12] = [
        0,
        1,
        EPSILON - 1,
        EPSILON,
        EPSILON + 1,
        1 << 63,
        MODULUS - 1,
        MODULUS,
        MODULUS + 1,
        u64::MAX - EPSILON,
        u64::MAX - 1,
        u64::MAX,
    ];

    /// The definition, by division.
    pub(crate) fn modulo(value: u128) -> u64 {
        (value % u128::from(MODULUS)) as u64
    }

    #[test]
    fn arithmetic_is_that_of_division() {
        let mut generator = SplitMix(3);
        let drawn: [u64; 200] = core::array::from_fn(|_| generator.next());
        let all = || EDGES.into_iter().chain(drawn);
        for (a, b) in all().flat_map(|a| all().map(move |b| (a, b))) {
            let (x, y) = (u128::from(a), u128::from(b));
            assert_eq!((Felt(a) * Felt(b)).value(), modulo(x * y), "{a} * {b}");
            assert_eq!((Felt(a) + Felt(b)).value(), modulo(x + y), "{a} + {b}");
            let p = u128::from(MODULUS);
            assert_eq!((Felt(a) - Felt(b)).value(), modulo(x + 2 * p - y), "{a} - {b}");
            assert_eq!((-Felt(b)).value(), modulo(2 * p - y), "-{b}");
            for (c, z) in EDGES.map(|c| (c, u128::from(c))) {
                assert_eq!(Felt(a).mul_add(Felt(b), Felt(c)).value(), modulo(x * y + z));
            }
        }
    }

    #[test]
    fn sums_are_those_of_division() {
        let sum = EDGES.iter().map(|word| u128::from(*word)).sum();
        assert_eq!(Felt::sum(&EDGES.map(Felt)).value(), modulo(sum));
        for count in 0..1000 {
            let [all] = Felt::combine([Felt(u64::MAX)], |[word]| [word * count]);
            assert_eq!(all.value(), modulo(u128::from(u64::MAX) * count));
        }
    }

    #[test]
    fn inverses_and_roots_are_what_they_are_called() {
        assert_eq!(Felt::HALF + Felt::HALF, Felt::ONE);
        assert_eq!(Felt(12_345).inverse() * Felt(12_345), Felt::ONE);
        let root = Felt::root_of_unity(32);
        assert_eq!(root.value(), 1_753_635_133_440_165_772);
        assert_eq!(root.power(1 << 31), -Felt::ONE);
    }

    #[test]
    fn a_chain_of_products_is_a_power() {
        let input = |words: [u64; 3]| words.map(u64::to_le_bytes);
        let (count, first, factor) = (1000, MODULUS - 3, MODULUS - 5);
        let expected =
            (0..count).fold(first, |product, _| modulo(u128::from(product) * u128::from(factor)));
        assert_eq!(goldilocks_mul(input([count, first, factor]).as_flattened()), Some(expected));
        assert_eq!(goldilocks_mul(input([count, MODULUS, factor]).as_flattened()), None);
        assert_eq!(goldilocks_mul(&[0; 16]), None);
        assert_eq!(goldilocks_mul(&[0; 32]), None);
    }

    #[test]
    fn values_of_the_polynomial_are_sums_of_powers() {
        let coefficients = coefficients(9);
        let value = |point: u64| {
            let mut power = 1u64;
            coefficients.iter().fold(0, |sum, coefficient| {
                let term = u128::from(power) * u128::from(coefficient.0);
                power = modulo(u128::from(power) * u128::from(point));
                modulo(u128::from(sum) + u128::from(modulo(term)))
            })
        };
        let points = (0..POINTS as u32).map(|exponent| modulo_power(7, exponent));
        assert_eq!(poly_eval(&9u64.to_le_bytes()), Some(fold(points.map(value))));
    }

    fn modulo_power(base: u64, exponent: u32) -> u64 {
        (0..exponent).fold(1, |power, _| modulo(u128::from(power) * u128::from(base)))
    }
}
