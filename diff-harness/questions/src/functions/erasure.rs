//! The erasure code and segments.

use super::read::Rest;
use super::{Value, put_blobs};
use jar_erasure::{Code, ErasureError, PagedProof, SEGMENT_SIZE};

/// The most work that a question may be: the specification interpolates, in time of the square of the points that it goes through, and
/// for each word of each shard. Two segments and their proofs in 1,023 shards are below.
const WORK_MAX: usize = 1 << 24;

/// Is a code of so many octets within the limit?
fn within_reach(original: usize, total: usize, octets: usize) -> bool {
    let words = octets.div_ceil(original.saturating_mul(2).max(1)).saturating_add(1);
    let points = original.checked_next_power_of_two().unwrap_or(usize::MAX);
    let all = points.saturating_mul(total).saturating_mul(words);
    all.saturating_add(points.saturating_mul(points)) <= WORK_MAX
}

pub(super) fn encode(mut rest: Rest<'_>) -> Value {
    let (original, total) = rest.shard_counts()?;
    let blob = rest.blob()?;
    rest.end()?;
    if !within_reach(original, total, blob.len()) {
        return Ok(None);
    }
    let shards = Code::of(original, total).and_then(|mut code| code.encode(blob));
    Ok(shards.ok().map(|shards| {
        let mut out = Vec::new();
        put_blobs(&mut out, &shards.iter().collect::<Vec<_>>());
        out
    }))
}

pub(super) fn recover(mut rest: Rest<'_>) -> Value {
    let (original, total) = rest.shard_counts()?;
    let size = rest.number()?.saturating_mul(2);
    let shards = rest.list(|rest| Ok((rest.short()?, rest.take(size)?)))?;
    rest.end()?;
    if !within_reach(original, total, size.saturating_mul(original)) {
        return Ok(None);
    }
    let blob = Code::of(original, total).and_then(|mut code| code.recover(size, shards));
    Ok(match blob {
        Ok(blob) => Some([&[1], blob.as_slice()].concat()),
        Err(ErasureError::TooFew { .. }) => Some(vec![0]),
        Err(_) => None,
    })
}

pub(super) fn paged_proofs(mut rest: Rest<'_>) -> Value {
    let segments = rest.list(|rest| rest.take(SEGMENT_SIZE))?;
    rest.end()?;
    Ok(jar_erasure::paged_proofs(&segments).ok().map(|proofs| {
        let proofs: Vec<Vec<u8>> = proofs.iter().map(PagedProof::to_segment).collect();
        let mut out = Vec::new();
        put_blobs(&mut out, &proofs);
        out
    }))
}

pub(super) fn erasure_root(mut rest: Rest<'_>) -> Value {
    let (original, total) = rest.shard_counts()?;
    let bundle = rest.blob()?;
    let segments = rest.list(|rest| rest.take(SEGMENT_SIZE))?;
    rest.end()?;
    // Less than a proof for each segment comes on top.
    let octets = SEGMENT_SIZE.saturating_mul(segments.len().saturating_mul(2));
    if !within_reach(original, total, octets.saturating_add(bundle.len())) {
        return Ok(None);
    }
    let code = Code::of(original, total);
    let root = code.and_then(|mut code| jar_erasure::erasure_root(&mut code, bundle, &segments));
    Ok(root.ok().map(|root| root.0.to_vec()))
}
