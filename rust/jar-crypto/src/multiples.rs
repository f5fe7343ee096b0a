//! Sums of multiples of points: signed windows, doublings done once for all points together. A multiple alone, as the library
//! computes it, has doublings of its own.
//!
//! All points are of the subgroup of prime order; so the formulas of addition have no exceptions.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "the arithmetic is that of a group and its scalars, where nothing overflows"
)]

use ark_vrf::reexports::ark_ec::AffineRepr;
use ark_vrf::reexports::ark_ff::{AdditiveGroup, BigInteger, PrimeField};
use ark_vrf::suites::bandersnatch::{AffinePoint, ScalarField};

/// A point in the coordinates that are added in.
pub(crate) type Point = <AffinePoint as AffineRepr>::Group;

/// Digits are odd and below 2^(WINDOW − 1), or zero; two that are not zero are at least WINDOW places apart.
const WINDOW: usize = 5;

/// The odd multiples of a point that digits name.
const ODD: usize = 1 << (WINDOW - 2);

/// The places of digits that share a row of a kept point.
const STRIDE: usize = 64;

/// The places of all digits of a scalar, which has fewer than 256 bits.
const PLACES: usize = 256;

/// Odd multiples of a point, or of the point times powers of 2^[`STRIDE`].
#[derive(Clone, Debug)]
pub(crate) struct Multiples {
    rows: Vec<Vec<Point>>,
    /// Places of digits for each row.
    stride: usize,
}

impl Multiples {
    /// Of a point that is used a few times.
    pub(crate) fn of(point: &AffinePoint) -> Self {
        Self { rows: vec![odd_multiples(point.into_group())], stride: PLACES }
    }

    /// Of a point that is kept: dearer to make, less work for each sum.
    pub(crate) fn kept(point: &AffinePoint) -> Self {
        let mut power = point.into_group();
        let mut rows = vec![odd_multiples(power)];
        while rows.len() < PLACES / STRIDE {
            for _ in 0..STRIDE {
                power.double_in_place();
            }
            rows.push(odd_multiples(power));
        }
        Self { rows, stride: STRIDE }
    }
}

/// P, 3P, 5P, …
fn odd_multiples(point: Point) -> Vec<Point> {
    let (twice, mut multiple) = (point.double(), point);
    let next = |_| {
        let this = multiple;
        multiple += &twice;
        this
    };
    (0..ODD).map(next).collect()
}

/// The first scalar times its point, less the second times its own.
pub(crate) fn difference(
    first: (&Multiples, &ScalarField),
    (second, scalar): (&Multiples, &ScalarField),
) -> Point {
    sum([first, (second, &-*scalar)])
}

/// Σ scalar · point.
fn sum<const N: usize>(terms: [(&Multiples, &ScalarField); N]) -> Point {
    let terms = terms.map(|(multiples, scalar)| {
        let digits = scalar.into_bigint().find_wnaf(WINDOW).unwrap_or_default();
        (multiples, digits)
    });
    let places = |(multiples, digits): &(&Multiples, Vec<i64>)| digits.len().min(multiples.stride);
    let places = terms.iter().map(places).max().unwrap_or(0);
    let mut sum = Point::default();
    for place in (0..places).rev() {
        sum.double_in_place();
        for (Multiples { rows, stride }, digits) in &terms {
            if place >= *stride {
                continue;
            }
            let digits = digits.iter().skip(place).step_by(*stride);
            for (row, digit) in rows.iter().zip(digits) {
                let Some(multiple) = row.get((digit.unsigned_abs() / 2) as usize) else { continue };
                match digit.signum() {
                    0 => {}
                    1 => sum += multiple,
                    _ => sum -= multiple,
                }
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use ark_vrf::reexports::ark_ff::Field;
    use proptest::prelude::*;

    fn scalar(octets: &[u8; 32]) -> ScalarField {
        ScalarField::from_le_bytes_mod_order(octets)
    }

    fn check(a: ScalarField, b: ScalarField, seed: ScalarField) {
        let generator = AffinePoint::generator();
        let other: AffinePoint = (generator * seed).into();
        let expected = generator * a + other * b;
        for (first, second) in [
            (Multiples::kept(&generator), Multiples::kept(&other)),
            (Multiples::kept(&generator), Multiples::of(&other)),
            (Multiples::of(&generator), Multiples::of(&other)),
        ] {
            assert_eq!(sum([(&first, &a), (&second, &b)]), expected);
            assert_eq!(difference((&first, &a), (&second, &b)), generator * a - other * b);
            assert_eq!(sum([(&second, &b)]), other * b);
        }
    }

    #[test]
    fn the_least_and_the_greatest_scalars() {
        let (zero, one) = (ScalarField::ZERO, ScalarField::ONE);
        for a in [zero, one, -one, one.double()] {
            for b in [zero, one, -one, -one.double()] {
                for seed in [zero, one, -one, one.double()] {
                    check(a, b, seed);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_sum_is_the_sum_of_the_library_s_multiples(a: [u8; 32], b: [u8; 32], seed: [u8; 32]) {
            check(scalar(&a), scalar(&b), scalar(&seed));
        }
    }
}
