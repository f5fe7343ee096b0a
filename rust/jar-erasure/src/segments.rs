//! Segments (Gray Paper 0.7.2, 14.2.1, 14.3.1) and the erasure root (14.4.1). Specification: `Jar/Erasure/Segments.lean`.

use crate::{Code, ErasureError, Shards};
use jar_codec::{Decode, DecodeError, Encode, ErrorKind, Reader, encode};
use jar_crypto::blake2b_many;
use jar_merkle::{ConstantDepthTree, Hashing, PathError, verify_page, well_balanced_root};
use jar_types::Hash;

/// W_G: octets of a segment.
pub const SEGMENT_SIZE: usize = 4104;

/// Each paged proof speaks of 2^6 segments.
pub const PAGE_EXPONENT: u32 = 6;

/// The path to a page of segments, and the leaves of the page.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PagedProof {
    /// J_6: from top to bottom.
    #[codec(max = 58)]
    pub path: Vec<Hash>,
    /// L_6.
    #[codec(max = 64)]
    pub leaves: Vec<Hash>,
}

impl PagedProof {
    /// The proof as a segment, which zeros fill up.
    #[must_use]
    pub fn to_segment(&self) -> Vec<u8> {
        let mut segment = encode(self);
        segment.resize(SEGMENT_SIZE, 0);
        segment
    }

    /// The proof in a segment.
    ///
    /// # Errors
    /// The octets are no proof, or something else than zeros is behind it.
    pub fn from_segment(segment: &[u8]) -> Result<Self, DecodeError> {
        let mut input = Reader::new(segment);
        let proof = Decode::decode(&mut input, &())?;
        let left = input.left();
        let trailing = input.error(ErrorKind::Trailing { left });
        if input.take(left)?.iter().any(|octet| *octet != 0) {
            return Err(trailing);
        }
        Ok(proof)
    }

    /// Is this page `index` of the `count` segments below the segments-root?
    ///
    /// # Errors
    /// It is not.
    pub fn verify(&self, root: &Hash, count: usize, index: usize) -> Result<(), PathError> {
        let place = (count, index);
        verify_page(Hashing::Blake2b, root, PAGE_EXPONENT, place, &self.leaves, &self.path)
    }
}

/// M: the segments-root.
///
/// # Errors
/// A segment has another size than that of segments.
pub fn segments_root<T: AsRef<[u8]>>(segments: &[T]) -> Result<Hash, ErasureError> {
    Ok(tree(segments)?.root())
}

fn tree<T: AsRef<[u8]>>(segments: &[T]) -> Result<ConstantDepthTree, ErasureError> {
    let sizes = segments.iter().map(|segment| segment.as_ref().len()).enumerate();
    if let Some((index, found)) = sizes.into_iter().find(|(_, size)| *size != SEGMENT_SIZE) {
        return Err(ErasureError::Segment { index, found });
    }
    Ok(ConstantDepthTree::new(Hashing::Blake2b, segments))
}

/// P: the paged proofs of segments, one for each 64 of them.
///
/// # Errors
/// A segment has another size than that of segments.
pub fn paged_proofs<T: AsRef<[u8]>>(segments: &[T]) -> Result<Vec<PagedProof>, ErasureError> {
    let tree = tree(segments)?;
    let proof = |index| {
        let path = tree.path(PAGE_EXPONENT, index)?;
        Some(PagedProof { path, leaves: tree.page(PAGE_EXPONENT, index)?.to_vec() })
    };
    Ok((0..tree.pages(PAGE_EXPONENT)).filter_map(proof).collect())
}

impl Code {
    /// C_6 of segments: a shard is what one validator gets of all of them, twelve octets of each with the paper's parameters.
    ///
    /// # Errors
    /// A segment has another size than that of segments.
    pub fn encode_segments<T: AsRef<[u8]>>(
        &mut self,
        segments: &[T],
    ) -> Result<Shards, ErasureError> {
        let sizes = segments.iter().map(|segment| segment.as_ref().len()).enumerate();
        if let Some((index, found)) = sizes.into_iter().find(|(_, size)| *size != SEGMENT_SIZE) {
            return Err(ErasureError::Segment { index, found });
        }
        self.encode_all(segments, self.shard_size(SEGMENT_SIZE))
    }
}

/// u: the root over what each validator gets: the hash of its shard of the bundle, and the root of its shards of the segments and of
/// their paged proofs.
///
/// # Errors
/// A segment has another size than that of segments.
pub fn erasure_root<T: AsRef<[u8]>>(
    code: &mut Code,
    bundle: &[u8],
    segments: &[T],
) -> Result<Hash, ErasureError> {
    let proofs: Vec<Vec<u8>> = paged_proofs(segments)?.iter().map(PagedProof::to_segment).collect();
    let rows: Vec<&[u8]> =
        segments.iter().map(AsRef::as_ref).chain(proofs.iter().map(Vec::as_slice)).collect();
    let bundle_shards = code.encode(bundle)?;
    let hashes = blake2b_many(bundle_shards.iter());
    let segment_shards = code.encode_segments(&rows)?;
    let size = code.shard_size(SEGMENT_SIZE);
    let root = |shard: &[u8]| {
        let shards: Vec<&[u8]> = shard.chunks(size.max(1)).collect();
        well_balanced_root(Hashing::Blake2b, &shards)
    };
    let both = hashes.iter().zip(segment_shards.iter().map(root));
    let leaves: Vec<Vec<u8>> = both.map(|(hash, root)| [hash.0, root.0].concat()).collect();
    Ok(well_balanced_root(Hashing::Blake2b, &leaves))
}
