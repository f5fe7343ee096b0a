//! A small verifier of the FRI protocol: sponge, Merkle paths, folding, last polynomial.
//!
//! A polynomial of degree below 2^11 is committed on 2^12 points, folded four times to one of degree below 2^7, which the proof
//! contains, and checked at nine places: 381 permutations and about 3,100 operations of the field.

use crate::field::Felt;
use crate::folding::fold_pair;
use crate::poseidon2::{RATE, State, WIDTH, permute};
use crate::words::{fold, words};

/// log₂ of the points of the first layer.
pub(crate) const LOG_DOMAIN: u32 = 12;
/// log₂ of the coefficients that are committed.
#[cfg(feature = "inputs")]
pub(crate) const LOG_COEFFICIENTS: u32 = 11;
pub(crate) const FOLDS: usize = 4;
/// Coefficients of the last polynomial.
pub(crate) const LAST: usize = 128;
pub(crate) const QUERIES: usize = 9;

pub(crate) type Digest = [Felt; 4];

/// The digest of two digests.
pub(crate) fn compress([a, b, c, d]: Digest, [e, f, g, h]: Digest) -> Digest {
    let [a, b, c, d, ..] = permute([a, b, c, d, e, f, g, h]);
    [a, b, c, d]
}

/// The leaf of the tree of a layer that holds f(x) and f(−x).
pub(crate) fn leaf(value: Felt, opposite: Felt) -> Digest {
    [value, opposite, Felt::ZERO, Felt::ZERO]
}

/// The sponge that makes the challenges.
pub(crate) struct Transcript {
    state: State,
    /// Numbers of the state that no challenge has used.
    fresh: usize,
}

impl Transcript {
    pub(crate) fn new() -> Self {
        Self { state: [Felt::ZERO; WIDTH], fresh: 0 }
    }

    pub(crate) fn absorb(&mut self, block: &[Felt; RATE]) {
        for (x, new) in self.state.iter_mut().zip(block) {
            *x = *x + *new;
        }
        self.state = permute(self.state);
        self.fresh = RATE;
    }

    pub(crate) fn challenge(&mut self) -> Felt {
        if self.fresh == 0 {
            self.state = permute(self.state);
            self.fresh = RATE;
        }
        self.fresh -= 1;
        self.state.get(self.fresh).copied().unwrap_or(Felt::ZERO)
    }

    /// A number of a pair of points of the first layer.
    pub(crate) fn index(&mut self) -> u64 {
        self.challenge().value() & ((1 << (LOG_DOMAIN - 1)) - 1)
    }
}

/// The points of the first layer: the coset of 7.
pub(crate) struct Points {
    root: Felt,
    generator_inverse: Felt,
}

impl Points {
    pub(crate) fn new() -> Self {
        Self { root: Felt::root_of_unity(LOG_DOMAIN), generator_inverse: Felt::GENERATOR.inverse() }
    }

    /// The point with a number.
    pub(crate) fn point(&self, index: u64) -> Felt {
        Felt::GENERATOR * self.root.power(index)
    }

    /// 1/x for the point x with a number below 2^12.
    fn inverse(&self, index: u64) -> Felt {
        self.generator_inverse * self.root.power((1 << LOG_DOMAIN) - index)
    }
}

/// Reads the numbers of a proof.
struct Reader<I>(I);

impl<I: Iterator<Item = u64>> Reader<I> {
    fn number(&mut self) -> Option<Felt> {
        self.0.next().and_then(Felt::canonical)
    }

    fn numbers<const N: usize>(&mut self) -> Option<[Felt; N]> {
        let mut numbers = [Felt::ZERO; N];
        for number in &mut numbers {
            *number = self.number()?;
        }
        Some(numbers)
    }
}

/// What the first part of a proof says, and what follows from it.
struct Commitments {
    roots: [Digest; FOLDS],
    betas: [Felt; FOLDS],
    last: [Felt; LAST],
    points: Points,
}

impl Commitments {
    fn read(
        proof: &mut Reader<impl Iterator<Item = u64>>,
        transcript: &mut Transcript,
    ) -> Option<Self> {
        let (mut roots, mut betas) = ([[Felt::ZERO; 4]; FOLDS], [Felt::ZERO; FOLDS]);
        for (root, beta) in roots.iter_mut().zip(&mut betas) {
            *root = proof.numbers()?;
            transcript.absorb(root);
            *beta = transcript.challenge();
        }
        let last = proof.numbers()?;
        let (blocks, _) = last.as_chunks();
        blocks.iter().for_each(|block| transcript.absorb(block));
        Some(Self { roots, betas, last, points: Points::new() })
    }

    /// Whether one query holds; `None` if its part of the proof is incomplete.
    fn holds(&self, mut index: u64, proof: &mut Reader<impl Iterator<Item = u64>>) -> Option<bool> {
        let mut holds = true;
        let mut x = self.points.point(index);
        let mut x_inverse = self.points.inverse(index);
        let mut folded = None;
        let mut log_pairs = LOG_DOMAIN - 1;
        for (root, beta) in self.roots.iter().zip(self.betas) {
            let upper = index >> log_pairs & 1 == 1;
            index &= (1 << log_pairs) - 1;
            if upper {
                (x, x_inverse) = (-x, -x_inverse);
            }
            let [value, opposite] = proof.numbers()?;
            let expected = if upper { opposite } else { value };
            holds &= folded.is_none_or(|folded| folded == expected);
            let mut digest = leaf(value, opposite);
            for level in 0..log_pairs {
                let sibling = proof.numbers()?;
                let right = index >> level & 1 == 1;
                digest = if right { compress(sibling, digest) } else { compress(digest, sibling) };
            }
            holds &= digest == *root;
            folded = Some(fold_pair(value, opposite, x_inverse, beta));
            (x, x_inverse) = (x.square(), x_inverse.square());
            log_pairs -= 1;
        }
        Some(holds && folded == Some(Felt::horner(&self.last, x)))
    }
}

/// 0 if a proof is wrong, otherwise a number folded from its challenges. Input: the proof, as `prover` writes it.
#[must_use]
pub fn mini_verifier(input: &[u8]) -> Option<u64> {
    let mut proof = Reader(words(input)?);
    let mut transcript = Transcript::new();
    let commitments = Commitments::read(&mut proof, &mut transcript)?;
    let mut holds = true;
    let mut indices = [0; QUERIES];
    for index in &mut indices {
        *index = transcript.index();
        holds &= commitments.holds(*index, &mut proof)?;
    }
    if proof.0.next().is_some() {
        return None;
    }
    let challenges = commitments.betas.into_iter().map(Felt::value).chain(indices);
    Some(if holds { fold(challenges) } else { 0 })
}
