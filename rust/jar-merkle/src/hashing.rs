//! The hash function of a tree, and batches.

use jar_crypto::{blake2b, blake2b_each, blake2b_many, keccak};
use jar_types::Hash;

/// The hash function of a tree. Where the paper names none, it is Blake2b.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hashing {
    /// 𝓗.
    #[default]
    Blake2b,
    /// 𝓗_K.
    Keccak,
}

impl Hashing {
    /// The hash of octets.
    #[must_use]
    pub fn hash(self, octets: &[u8]) -> Hash {
        match self {
            Self::Blake2b => blake2b(octets),
            Self::Keccak => keccak(octets),
        }
    }

    /// The hash of each input.
    pub(crate) fn hash_all<'a>(self, inputs: impl IntoIterator<Item = &'a [u8]>) -> Vec<Hash> {
        match self {
            Self::Blake2b => blake2b_many(inputs),
            Self::Keccak => inputs.into_iter().map(keccak).collect(),
        }
    }

    /// The hash of each of many inputs of one size, appended to `outputs`.
    pub(crate) fn hash_each<const N: usize>(self, inputs: &[[u8; N]], outputs: &mut Vec<Hash>) {
        match self {
            Self::Blake2b => blake2b_each(inputs, outputs),
            Self::Keccak => outputs.extend(inputs.iter().map(|input| keccak(input))),
        }
    }
}

/// How many inputs go to one core at a time.
#[cfg(feature = "parallel")]
const SHARE: usize = 512;

/// Blake2b of each node, appended to `outputs`; with the feature `parallel` on all cores if they are many.
pub(crate) fn hash_nodes(nodes: &[[u8; 64]], outputs: &mut Vec<Hash>) {
    #[cfg(feature = "parallel")]
    if nodes.len() >= 4 * SHARE {
        use rayon::prelude::*;
        let share = |nodes: &[[u8; 64]]| {
            let mut outputs = Vec::new();
            blake2b_each(nodes, &mut outputs);
            outputs
        };
        let shares: Vec<Vec<Hash>> = nodes.par_chunks(SHARE).map(share).collect();
        shares.iter().for_each(|share| outputs.extend_from_slice(share));
        return;
    }
    blake2b_each(nodes, outputs);
}
