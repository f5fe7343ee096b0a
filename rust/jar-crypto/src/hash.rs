//! Hash functions (Gray Paper 0.7.2, 3.8.1).

use blake2b_simd::many::{HashManyJob, hash_many};
use blake2b_simd::{Params, State};
use jar_codec::{Encode, Output};
use jar_types::Hash;
use sha3::{Digest, Keccak256};

/// 32 octets of output, without key.
fn params() -> Params {
    let mut params = Params::new();
    params.hash_length(Hash::SIZE);
    params
}

/// The octets of an output, which has 32.
#[inline]
fn hash(output: &blake2b_simd::Hash) -> Hash {
    output.as_bytes().first_chunk().map_or_else(Hash::default, |octets| Hash(*octets))
}

/// 𝓗: Blake2b (RFC 7693) with 32 octets of output.
#[must_use]
pub fn blake2b(octets: &[u8]) -> Hash {
    hash(&params().hash(octets))
}

/// 𝓗 of the encoding of a value, which is not stored.
#[must_use]
pub fn blake2b_of<T: Encode + ?Sized>(value: &T) -> Hash {
    let mut state = Blake2b::new();
    value.encode(&mut state);
    state.finish()
}

/// 𝓗 of each input, several at once: for many short inputs, such as the nodes of a tree, faster than one by one.
#[must_use]
pub fn blake2b_many<'a>(inputs: impl IntoIterator<Item = &'a [u8]>) -> Vec<Hash> {
    let params = params();
    let mut jobs: Vec<HashManyJob<'_>> =
        inputs.into_iter().map(|input| HashManyJob::new(&params, input)).collect();
    hash_many(&mut jobs);
    jobs.iter().map(|job| hash(&job.to_hash())).collect()
}

/// 𝓗 of each of many inputs of one size, appended to `outputs`: as [`blake2b_many`], without memory of its own.
pub fn blake2b_each<const N: usize>(inputs: &[[u8; N]], outputs: &mut Vec<Hash>) {
    let params = params();
    outputs.reserve(inputs.len());
    let (blocks, rest) = inputs.as_chunks::<32>();
    blocks.iter().for_each(|block| together(&params, block, outputs));
    let (fours, rest) = rest.as_chunks::<4>();
    fours.iter().for_each(|four| together(&params, four, outputs));
    outputs.extend(rest.iter().map(|input| hash(&params.hash(input))));
}

/// The jobs of a block of inputs, side by side.
#[inline]
fn together<const N: usize, const COUNT: usize>(
    params: &Params,
    inputs: &[[u8; N]; COUNT],
    outputs: &mut Vec<Hash>,
) {
    let mut jobs = inputs.each_ref().map(|input| HashManyJob::new(params, input));
    hash_many(&mut jobs);
    outputs.extend(jobs.iter().map(|job| hash(&job.to_hash())));
}

/// 𝓗 of octets that come in pieces.
#[derive(Clone, Debug)]
pub struct Blake2b(State);

impl Blake2b {
    /// Of no octets so far.
    #[must_use]
    pub fn new() -> Self {
        Self(params().to_state())
    }

    /// 𝓗 of all that was written.
    #[must_use]
    pub fn finish(&self) -> Hash {
        hash(&self.0.finalize())
    }
}

impl Default for Blake2b {
    fn default() -> Self {
        Self::new()
    }
}

impl Output for Blake2b {
    fn write(&mut self, octets: &[u8]) {
        self.0.update(octets);
    }
}

/// 𝓗_K: Keccak with 32 octets of output, as it was before it became SHA-3.
#[must_use]
pub fn keccak(octets: &[u8]) -> Hash {
    Hash(Keccak256::digest(octets).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jar_types::Preimage;
    use proptest::prelude::*;

    /// Octet i is 7i + ⌊i/256⌋ modulo 256.
    fn pattern() -> Vec<u8> {
        (0..1000usize).map(|index| (index * 7 + index / 256) as u8).collect()
    }

    #[test]
    fn blake2b_of_known_inputs() {
        // The last is the hash of the hashes of all prefixes of the pattern, as another implementation has it.
        let prefixes: Vec<u8> =
            (0..1000).flat_map(|length| blake2b(&pattern()[..length]).0).collect();
        for (input, output) in [
            (&b""[..], "0x0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
            (&b"abc"[..], "0xbddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
            (&prefixes, "0xf7b0fe3bea083f37e381c270ace61a2e44e5508fcb3bdf3ced25488f88aa2ff6"),
        ] {
            assert_eq!(blake2b(input).to_string(), output);
        }
    }

    #[test]
    fn keccak_of_known_inputs() {
        let prefixes: Vec<u8> =
            (0..300).flat_map(|length| keccak(&pattern()[..length]).0).collect();
        for (input, output) in [
            (&b""[..], "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
            (&prefixes, "0x89ef42dca8fec5f231ee2f27b61d7f2c362037e7ca83e74f3d20c7ceeefbd390"),
            (&b"abc"[..], "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        ] {
            assert_eq!(keccak(input).to_string(), output);
        }
    }

    proptest! {
        #[test]
        fn many_at_once_are_as_one_by_one(inputs: Vec<Vec<u8>>) {
            let single: Vec<Hash> = inputs.iter().map(|input| blake2b(input)).collect();
            prop_assert_eq!(blake2b_many(inputs.iter().map(Vec::as_slice)), single);
        }

        #[test]
        fn each_is_as_one_by_one(inputs: Vec<[u8; 68]>) {
            let single: Vec<Hash> = inputs.iter().map(|input| blake2b(input)).collect();
            let mut outputs = Vec::new();
            blake2b_each(&inputs, &mut outputs);
            prop_assert_eq!(outputs, single);
        }

        #[test]
        fn a_value_hashes_as_its_encoding(requester: u32, blob: Vec<u8>) {
            let value = Preimage { requester, blob };
            prop_assert_eq!(blake2b_of(&value), blake2b(&jar_codec::encode(&value)));
        }
    }
}
