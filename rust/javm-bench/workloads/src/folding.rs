//! The folding step of the FRI protocol.

use crate::field::Felt;
use crate::words::{fold, words};

pub(crate) const FOLD_QUERIES: usize = 30;
pub(crate) const FOLD_LAYERS: usize = 12;

/// From f(x) and f(−x) to the folded value at x²: (f(x) + f(−x))/2 + β (f(x) − f(−x))/(2x).
pub(crate) fn fold_pair(value: Felt, opposite: Felt, x_inverse: Felt, beta: Felt) -> Felt {
    let odd = (value - opposite) * x_inverse;
    (value + opposite + beta * odd) * Felt::HALF
}

/// Thirty queries through twelve layers. Input: one β per layer; per query 1/x, f(x), and f(−x) of every layer.
#[must_use]
pub fn fri_fold(input: &[u8]) -> Option<u64> {
    let mut words = words(input)?;
    let mut next = || words.next().and_then(Felt::canonical);
    let mut betas = [Felt::ZERO; FOLD_LAYERS];
    for beta in &mut betas {
        *beta = next()?;
    }
    let mut values = [Felt::ZERO; FOLD_QUERIES];
    for value in &mut values {
        let mut x_inverse = next()?;
        *value = next()?;
        for beta in betas {
            *value = fold_pair(*value, next()?, x_inverse, beta);
            x_inverse = x_inverse.square();
        }
    }
    next().is_none().then(|| fold(values.map(Felt::value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::SplitMix;

    #[test]
    fn folding_is_the_even_part_plus_beta_times_the_odd_part() {
        let mut generator = SplitMix(11);
        for _ in 0..100 {
            let [even, odd, x, beta] = core::array::from_fn(|_| Felt::new(generator.next()));
            let (value, opposite) = (even + x * odd, even - x * odd);
            assert_eq!(fold_pair(value, opposite, x.inverse(), beta), even + beta * odd);
        }
    }

    #[test]
    fn constant_layers_stay_constant_and_other_lengths_are_refused() {
        const WORDS: usize = FOLD_LAYERS + FOLD_QUERIES * (FOLD_LAYERS + 2);
        let input = [5u64.to_le_bytes(); WORDS + 1];
        let (exact, _) = input.split_at(WORDS);
        assert_eq!(fri_fold(exact.as_flattened()), Some(fold([5; FOLD_QUERIES])));
        assert_eq!(fri_fold(input.as_flattened()), None);
        assert_eq!(fri_fold(&exact.as_flattened()[8..]), None);
        assert_eq!(fri_fold(&[0xff; 8 * WORDS]), None);
    }
}
