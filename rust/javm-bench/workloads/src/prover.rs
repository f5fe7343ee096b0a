//! The other side of the small verifier: makes proofs, by the slowest means.

use alloc::vec::Vec;

use crate::field::Felt;
use crate::verifier::{
    Digest, FOLDS, LOG_COEFFICIENTS, LOG_DOMAIN, Points, QUERIES, Transcript, compress, leaf,
};
use crate::words::SplitMix;

/// A Merkle tree, leaves first, root last.
struct Tree(Vec<Vec<Digest>>);

impl Tree {
    fn new(leaves: Vec<Digest>) -> Self {
        let parents = |level: &Vec<Digest>| {
            let (pairs, _) = level.as_chunks();
            (!pairs.is_empty()).then(|| pairs.iter().map(|[a, b]| compress(*a, *b)).collect())
        };
        Self(core::iter::successors(Some(leaves), parents).collect())
    }

    fn root(&self) -> Digest {
        self.0.last().and_then(|level| level.first()).copied().unwrap_or([Felt::ZERO; 4])
    }

    fn path(&self, leaf: usize) -> impl Iterator<Item = Digest> + '_ {
        self.0
            .iter()
            .enumerate()
            .filter_map(move |(height, level)| level.get(leaf >> height ^ 1).copied())
    }
}

/// One layer: f(x) and f(−x) of every pair of points, and their tree.
struct Layer {
    pairs: Vec<(Felt, Felt)>,
    tree: Tree,
}

impl Layer {
    /// The values of a polynomial at the points of a layer: those of the first one, squared so many times.
    fn new(coefficients: &[Felt], squarings: u32) -> Self {
        let pairs = 1 << (LOG_DOMAIN - 1 - squarings);
        let points = Points::new();
        let value = |index: u64| {
            let x = points.point(index).power(1 << squarings);
            (Felt::horner(coefficients, x), Felt::horner(coefficients, -x))
        };
        let pairs: Vec<_> = (0..pairs).map(value).collect();
        let leaves = pairs.iter().map(|(value, opposite)| leaf(*value, *opposite)).collect();
        Self { pairs, tree: Tree::new(leaves) }
    }
}

/// A proof for the polynomial whose coefficients come from a seed.
pub(crate) fn prove(seed: u64) -> Vec<u64> {
    let mut generator = SplitMix(seed);
    let mut coefficients: Vec<Felt> =
        (0..1 << LOG_COEFFICIENTS).map(|_| Felt::new(generator.next())).collect();
    let mut transcript = Transcript::new();
    let (mut layers, mut proof) = (Vec::new(), Vec::new());
    for squarings in 0..FOLDS as u32 {
        let layer = Layer::new(&coefficients, squarings);
        transcript.absorb(&layer.tree.root());
        proof.extend(layer.tree.root());
        layers.push(layer);
        let beta = transcript.challenge();
        let (pairs, _) = coefficients.as_chunks();
        coefficients = pairs.iter().map(|[even, odd]| *even + beta * *odd).collect();
    }
    let (blocks, _) = coefficients.as_chunks();
    blocks.iter().for_each(|block| transcript.absorb(block));
    proof.extend(coefficients);
    for _ in 0..QUERIES {
        let index = transcript.index();
        for layer in &layers {
            let index = index as usize % layer.pairs.len();
            proof.extend(layer.pairs.get(index).into_iter().flat_map(|(a, b)| [*a, *b]));
            proof.extend(layer.tree.path(index).flatten());
        }
    }
    proof.into_iter().map(Felt::value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mini_verifier;

    fn octets(proof: &[u64]) -> Vec<u8> {
        proof.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn proofs_are_accepted_and_no_number_of_one_can_be_another() {
        let proof = prove(1);
        assert!(mini_verifier(&octets(&proof)).is_some_and(|result| result != 0));
        for index in (0..proof.len()).step_by(7) {
            let mut wrong = proof.clone();
            wrong[index] ^= 1;
            assert_eq!(mini_verifier(&octets(&wrong)), Some(0), "word {index}");
        }
        let shorter = &octets(&proof)[8..];
        assert_eq!(mini_verifier(shorter), None);
        assert_eq!(mini_verifier(&[octets(&proof), [0; 8].into()].concat()), None);
    }

    #[test]
    fn proofs_of_two_polynomials_differ() {
        let results = [1, 2].map(|seed| mini_verifier(&octets(&prove(seed))));
        assert_ne!(results[0], results[1]);
    }
}
