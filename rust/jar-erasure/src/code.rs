//! Encoding and recovery (Gray Paper 0.7.2, H.1). Specification: `Jar/Erasure/Code.lean`.

use crate::layout;
use jar_types::Params;
use reed_solomon_simd::engine::DefaultEngine;
use reed_solomon_simd::rate::{LowRateDecoder, LowRateEncoder, RateDecoder, RateEncoder};
use std::fmt;

/// Why a blob is not encoded or recovered.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ErasureError {
    /// The library takes no such code.
    #[error("{original} original shards of {total}: {source}")]
    Code {
        /// Original shards.
        original: usize,
        /// All shards.
        total: usize,
        /// What the library says.
        source: reed_solomon_simd::Error,
    },
    /// Shards have a whole number of words.
    #[error("shards of {size} octets: expected an even number")]
    Odd {
        /// Their size.
        size: usize,
    },
    /// Too few different shards with a number and a size as expected.
    #[error("{found} usable shards of {size} octets: expected {expected}")]
    TooFew {
        /// How many there are.
        found: usize,
        /// How many are needed.
        expected: usize,
        /// The size that they must have.
        size: usize,
    },
    /// A segment has a size of its own.
    #[error("segment {index}: {found} octets, expected 4104")]
    Segment {
        /// Which.
        index: usize,
        /// Its size.
        found: usize,
    },
}

/// One arrangement of points for all codes; `ReedSolomonEncoder` has another one for some numbers of shards.
type Encoder = LowRateEncoder<DefaultEngine>;
type Decoder = LowRateDecoder<DefaultEngine>;

/// Shards of one size, one behind the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shards {
    octets: Vec<u8>,
    size: usize,
    count: usize,
}

impl Shards {
    /// Octets of each.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&[u8]> {
        if index >= self.count {
            return None;
        }
        self.octets.get(index.checked_mul(self.size)?..)?.get(..self.size)
    }

    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.count).map(|index| self.get(index).unwrap_or_default())
    }
}

/// An erasure code: any `original` of `total` shards give a blob back, and the first `original` ones are the blob. It keeps the memory
/// that it works with.
///
/// # The points of the shards
///
/// With P the least power of two that is not below `original`, words are the values of the polynomial of degree below P that is zero
/// at the points `original` … P − 1. Original shard i is at point i, and shard `original` + j is at point P + j. So the public vectors
/// have it, for 342 of 1,023 as for 2 of 6, and so does the algorithm that appendix H says to be the same transform. The formula
/// of H.3 has no such zeros, and has shard i at point i for all i; that is the same only if `original` is a power of two. Where the
/// two differ, we follow the vectors, as other implementations do (`docs/commitments.md`).
pub struct Code {
    original: usize,
    total: usize,
    encoder: Option<Encoder>,
    decoder: Option<Decoder>,
    block: Vec<u8>,
}

impl fmt::Debug for Code {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Code")
            .field("original", &self.original)
            .field("total", &self.total)
            .finish()
    }
}

impl Code {
    /// The code of a chain: W_E/2 original shards, one shard for each validator. 342 of 1,023 with the paper's parameters.
    ///
    /// # Errors
    /// The library takes no such code.
    pub fn new(params: &Params) -> Result<Self, ErasureError> {
        Self::of(params.piece_size as usize / 2, params.validator_count())
    }

    /// A code of any numbers of shards.
    ///
    /// # Errors
    /// The library takes no such code: no original shards or none beyond them, or more than there are points in the field.
    pub fn of(original: usize, total: usize) -> Result<Self, ErasureError> {
        let mut code = Self { original, total, encoder: None, decoder: None, block: Vec::new() };
        code.encoder(2)?;
        Ok(code)
    }

    /// How many shards are enough.
    #[must_use]
    pub const fn original(&self) -> usize {
        self.original
    }

    /// How many shards there are.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.total
    }

    /// 2k: the octets of each shard of a blob.
    #[must_use]
    pub const fn shard_size(&self, blob: usize) -> usize {
        // A code has original shards.
        blob.div_ceil(self.original * 2) * 2
    }

    /// The encoder for shards of a size, empty.
    fn encoder(&mut self, size: usize) -> Result<&mut Encoder, ErasureError> {
        let (original, recovery) = (self.original, self.total.saturating_sub(self.original));
        let wrong = |source| ErasureError::Code { original, total: self.total, source };
        match self.encoder.take() {
            None => {
                let engine = DefaultEngine::new();
                let encoder =
                    Encoder::new(original, recovery, size, engine, None).map_err(wrong)?;
                Ok(self.encoder.insert(encoder))
            }
            Some(mut encoder) => {
                encoder.reset(original, recovery, size).map_err(wrong)?;
                Ok(self.encoder.insert(encoder))
            }
        }
    }

    /// The decoder for shards of a size, empty.
    fn decoder(&mut self, size: usize) -> Result<&mut Decoder, ErasureError> {
        let (original, recovery) = (self.original, self.total.saturating_sub(self.original));
        let wrong = |source| ErasureError::Code { original, total: self.total, source };
        match self.decoder.take() {
            None => {
                let engine = DefaultEngine::new();
                let decoder =
                    Decoder::new(original, recovery, size, engine, None).map_err(wrong)?;
                Ok(self.decoder.insert(decoder))
            }
            Some(mut decoder) => {
                decoder.reset(original, recovery, size).map_err(wrong)?;
                Ok(self.decoder.insert(decoder))
            }
        }
    }

    /// C_k: the shards of a blob, which zeros fill up. The first ones are the blob.
    ///
    /// # Errors
    /// The library has no memory for it.
    pub fn encode(&mut self, blob: &[u8]) -> Result<Shards, ErasureError> {
        self.encode_all(&[blob], self.shard_size(blob.len()))
    }

    /// C_k of several blobs at once, each of at most `original` · `size` octets. A shard is the shards of all, one behind the other:
    /// what one validator gets of them.
    pub(crate) fn encode_all<T: AsRef<[u8]>>(
        &mut self,
        blobs: &[T],
        size: usize,
    ) -> Result<Shards, ErasureError> {
        let joined = size.saturating_mul(blobs.len());
        let mut octets = Vec::with_capacity(joined.saturating_mul(self.total));
        for index in 0..self.original {
            for blob in blobs {
                let start = index.saturating_mul(size);
                let rest = blob.as_ref().get(start..).unwrap_or_default();
                let shard = rest.get(..size).unwrap_or(rest);
                octets.extend_from_slice(shard);
                octets.resize(octets.len().saturating_add(size.saturating_sub(shard.len())), 0);
            }
        }
        if joined > 0 {
            self.encode_rest(&mut octets, joined)?;
        }
        Ok(Shards { octets, size: joined, count: self.total })
    }

    /// Appends the shards beyond the original ones.
    fn encode_rest(&mut self, octets: &mut Vec<u8>, size: usize) -> Result<(), ErasureError> {
        let mut block = std::mem::take(&mut self.block);
        block.resize(size, 0);
        let (original, total) = (self.original, self.total);
        let wrong = |source| ErasureError::Code { original, total, source };
        let encoder = self.encoder(size)?;
        for shard in octets.chunks(size) {
            layout::split(shard, &mut block);
            encoder.add_original_shard(&block).map_err(wrong)?;
        }
        let encoded = encoder.encode().map_err(wrong)?;
        for shard in encoded.recovery_iter() {
            layout::join(shard, &mut block);
            octets.extend_from_slice(&block);
        }
        drop(encoded);
        self.block = block;
        Ok(())
    }

    /// R_k: the blob from shards of `size` octets and their numbers, with the zeros that filled it up. Shards with another size or with
    /// a number that there is not do not count, nor does a second one with the same number.
    ///
    /// `recover_encode`: any shards that are enough give the blob that was encoded, for any numbers of shards.
    ///
    /// # Errors
    /// There are too few.
    pub fn recover<T: AsRef<[u8]>>(
        &mut self,
        size: usize,
        shards: impl IntoIterator<Item = (usize, T)>,
    ) -> Result<Vec<u8>, ErasureError> {
        if !size.is_multiple_of(2) {
            return Err(ErasureError::Odd { size });
        }
        let chosen = self.choose(size, shards)?;
        let mut octets = vec![0; size.saturating_mul(self.original)];
        if size == 0 {
            return Ok(octets);
        }
        let present =
            |chosen: &[Option<T>], index: usize| chosen.get(index).is_some_and(Option::is_some);
        for (words, shard) in octets.chunks_mut(size).zip(&chosen) {
            if let Some(shard) = shard {
                words.copy_from_slice(shard.as_ref());
            }
        }
        if (0..self.original).all(|index| present(&chosen, index)) {
            return Ok(octets);
        }
        let mut block = std::mem::take(&mut self.block);
        block.resize(size, 0);
        let (original, total) = (self.original, self.total);
        let wrong = |source| ErasureError::Code { original, total, source };
        let decoder = self.decoder(size)?;
        for (index, shard) in chosen.iter().enumerate() {
            let Some(shard) = shard else { continue };
            layout::split(shard.as_ref(), &mut block);
            match index.checked_sub(original) {
                None => decoder.add_original_shard(index, &block).map_err(wrong)?,
                Some(index) => decoder.add_recovery_shard(index, &block).map_err(wrong)?,
            }
        }
        let decoded = decoder.decode().map_err(wrong)?;
        for (index, block) in decoded.restored_original_iter() {
            if let Some(words) = octets.chunks_mut(size).nth(index) {
                layout::join(block, words);
            }
        }
        drop(decoded);
        self.block = block;
        Ok(octets)
    }

    /// The first shards that are usable, by their numbers: as many as are needed.
    fn choose<T: AsRef<[u8]>>(
        &self,
        size: usize,
        shards: impl IntoIterator<Item = (usize, T)>,
    ) -> Result<Vec<Option<T>>, ErasureError> {
        let mut chosen: Vec<Option<T>> = std::iter::repeat_with(|| None).take(self.total).collect();
        let mut found = 0usize;
        for (index, shard) in shards {
            if found == self.original {
                break;
            }
            if let Some(place @ None) = chosen.get_mut(index)
                && shard.as_ref().len() == size
            {
                *place = Some(shard);
                found = found.saturating_add(1);
            }
        }
        let expected = self.original;
        if found == expected {
            Ok(chosen)
        } else {
            Err(ErasureError::TooFew { found, expected, size })
        }
    }
}
