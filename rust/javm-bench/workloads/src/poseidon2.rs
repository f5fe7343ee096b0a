//! The permutation Poseidon2 of eight numbers modulo 2^64 − 2^32 + 1, power 7, 4 + 22 + 4 rounds.
//!
//! The constants are the first words of SplitMix64 with seed 0, modulo p: those of the outer rounds, those of the inner rounds,
//! the diagonal. They serve for measurements; nobody has judged their strength.

use crate::field::Felt;
use crate::words::{SplitMix, fold, words};

pub(crate) const WIDTH: usize = 8;
pub(crate) const RATE: usize = 4;
const OUTER_ROUNDS: usize = 8;
const INNER_ROUNDS: usize = 22;

/// What the permutation maps.
pub(crate) type State = [Felt; WIDTH];

struct Constants {
    outer: [State; OUTER_ROUNDS],
    inner: [Felt; INNER_ROUNDS],
    diagonal: State,
}

static CONSTANTS: Constants = constants();

#[expect(clippy::indexing_slicing, reason = "compile time: a wrong index does not build")]
const fn constants() -> Constants {
    let mut generator = SplitMix(0);
    let mut all = Constants {
        outer: [[Felt::ZERO; WIDTH]; OUTER_ROUNDS],
        inner: [Felt::ZERO; INNER_ROUNDS],
        diagonal: [Felt::ZERO; WIDTH],
    };
    let mut index = 0;
    while index < OUTER_ROUNDS * WIDTH {
        all.outer[index / WIDTH][index % WIDTH] = Felt::new(generator.next());
        index += 1;
    }
    index = 0;
    while index < INNER_ROUNDS {
        all.inner[index] = Felt::new(generator.next());
        index += 1;
    }
    index = 0;
    while index < WIDTH {
        all.diagonal[index] = Felt::new(generator.next());
        index += 1;
    }
    all
}

/// x^7.
fn power7(x: Felt) -> Felt {
    let square = x.square();
    square.square() * (square * x)
}

/// The matrix M₄ of the paper, with eight additions and four doublings.
fn mix4([a, b, c, d]: [u128; 4]) -> [u128; 4] {
    let (ab, cd) = (a + b, c + d);
    let (abb, cdd) = (b + b + cd, d + d + ab);
    let (cd4, ab4) = (cd + cd, ab + ab);
    let (fourth, second) = (cd4 + cd4 + cdd, ab4 + ab4 + abb);
    [cdd + second, second, abb + fourth, fourth]
}

/// The outer matrix: circ(2 M₄, M₄).
fn mix_outer(state: State) -> State {
    Felt::combine(state, |[a, b, c, d, e, f, g, h]| {
        let [a, b, c, d] = mix4([a, b, c, d]);
        let [e, f, g, h] = mix4([e, f, g, h]);
        let [p, q, r, s] = [a + e, b + f, c + g, d + h];
        [a + p, b + q, c + r, d + s, e + p, f + q, g + r, h + s]
    })
}

/// The inner matrix: all ones plus the diagonal.
fn mix_inner(mut state: State) -> State {
    let sum = Felt::sum(&state);
    for (x, factor) in state.iter_mut().zip(&CONSTANTS.diagonal) {
        *x = x.mul_add(*factor, sum);
    }
    state
}

fn outer_round(mut state: State, constants: &State) -> State {
    for (x, constant) in state.iter_mut().zip(constants) {
        *x = power7(*x + *constant);
    }
    mix_outer(state)
}

fn inner_round(mut state: State, constant: &Felt) -> State {
    let [first, ..] = &mut state;
    *first = power7(*first + *constant);
    mix_inner(state)
}

pub(crate) fn permute(state: State) -> State {
    let (begin, end) = CONSTANTS.outer.split_at(OUTER_ROUNDS / 2);
    let state = begin.iter().fold(mix_outer(state), outer_round);
    let state = CONSTANTS.inner.iter().fold(state, inner_round);
    end.iter().fold(state, outer_round)
}

/// A chain of permutations. Input: how many, then the eight numbers to begin with.
#[must_use]
pub fn poseidon2(input: &[u8]) -> Option<u64> {
    let mut words = words(input)?;
    let count = words.next()?;
    let mut state = [Felt::ZERO; WIDTH];
    for x in &mut state {
        *x = Felt::canonical(words.next()?)?;
    }
    if words.next().is_some() {
        return None;
    }
    let state = (0..count).fold(state, |state, _| permute(state));
    Some(fold(state.map(Felt::value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::tests::modulo;

    const M4: [[u64; 4]; 4] = [[5, 7, 1, 3], [4, 6, 1, 1], [1, 3, 5, 7], [1, 1, 4, 6]];

    fn times(matrix: [[u64; WIDTH]; WIDTH], state: [u64; WIDTH]) -> [u64; WIDTH] {
        matrix.map(|row| {
            let products =
                row.into_iter().zip(state).map(|(a, b)| modulo(u128::from(a) * u128::from(b)));
            modulo(products.map(u128::from).sum())
        })
    }

    fn add(a: u64, b: u64) -> u64 {
        modulo(u128::from(a) + u128::from(b))
    }

    fn to_the_seventh(x: u64) -> u64 {
        (0..6).fold(x, |power, _| modulo(u128::from(power) * u128::from(x)))
    }

    /// The permutation as the paper defines it: matrices, and division for the modulus.
    fn by_definition(mut state: [u64; WIDTH]) -> [u64; WIDTH] {
        let mut generator = SplitMix(0);
        let mut words = core::iter::repeat_with(|| modulo(u128::from(generator.next())));
        let outer: [[u64; WIDTH]; OUTER_ROUNDS] =
            core::array::from_fn(|_| core::array::from_fn(|_| words.next().unwrap()));
        let inner: [u64; INNER_ROUNDS] = core::array::from_fn(|_| words.next().unwrap());
        let diagonal: [u64; WIDTH] = core::array::from_fn(|_| words.next().unwrap());

        let block = |row: usize, column: usize| M4[row % 4][column % 4];
        let outer_matrix = core::array::from_fn(|row| {
            core::array::from_fn(|column| block(row, column) << u32::from(row / 4 == column / 4))
        });
        let inner_matrix = core::array::from_fn(|row| {
            core::array::from_fn(|column| if row == column { add(diagonal[row], 1) } else { 1 })
        });

        state = times(outer_matrix, state);
        let full = |state: [u64; WIDTH], round: usize| {
            times(
                outer_matrix,
                core::array::from_fn(|i| to_the_seventh(add(state[i], outer[round][i]))),
            )
        };
        for round in 0..OUTER_ROUNDS / 2 {
            state = full(state, round);
        }
        for constant in inner {
            state[0] = to_the_seventh(add(state[0], constant));
            state = times(inner_matrix, state);
        }
        for round in OUTER_ROUNDS / 2..OUTER_ROUNDS {
            state = full(state, round);
        }
        state
    }

    #[test]
    fn the_permutation_is_that_of_its_definition() {
        let mut state = [0, 1, 2, 3, crate::field::MODULUS - 1, 5, 6, 7];
        for _ in 0..20 {
            let next = by_definition(state);
            assert_eq!(permute(state.map(Felt::new)).map(Felt::value), next);
            state = next;
        }
    }

    #[test]
    fn a_chain_is_as_long_as_it_says() {
        let start = [3; WIDTH];
        let end = (0..5).fold(start, |state, _| by_definition(state));
        let mut input = [3u64; 9].map(u64::to_le_bytes);
        input[0] = 5u64.to_le_bytes();
        assert_eq!(poseidon2(input.as_flattened()), Some(fold(end)));
        assert_eq!(poseidon2(&input.as_flattened()[..64]), None);
    }
}
