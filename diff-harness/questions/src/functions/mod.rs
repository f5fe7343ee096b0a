//! The functions, and what Rust answers about them. The head comes later.

use crate::{Native, sections};

mod erasure;
mod operations;
mod read;
mod trees;

pub(crate) use read::Fault;
use read::Rest;

pub(crate) use trees::put_proof;

/// Codes and names, as docs/wire.md lists them: those that Rust has. Signatures are the same code on both sides, so there is
/// nothing to compare.
pub const FUNCTIONS: &[(u8, &str)] = &[
    (1, "hash"),
    (2, "shuffle"),
    (3, "state_root"),
    (4, "trie_proof"),
    (5, "trie_check"),
    (6, "trie_operations"),
    (16, "node"),
    (17, "trace"),
    (18, "well_balanced_root"),
    (19, "trace_check"),
    (20, "constant_depth_root"),
    (21, "page"),
    (22, "page_check"),
    (23, "range_append"),
    (24, "super_peak"),
    (32, "erasure_code"),
    (33, "recovery"),
    (34, "paged_proofs"),
    (35, "erasure_root"),
];

/// A value; `None` where the paper gives the arguments none, and so Rust refuses what the specification answers somehow: a place that is
/// not there, a key twice, a code without shards beyond the original ones.
pub(crate) type Value = Result<Option<Vec<u8>>, Fault>;

/// Writes the answer to a question; nothing, which counts as no judgement, where the arguments have no value.
pub(crate) fn answer(request: &[u8], native: &Native, out: &mut Vec<u8>) {
    match value(request, native) {
        Ok(Some(octets)) => {
            out.push(1);
            out.extend(octets);
        }
        Ok(None) => {}
        Err(Fault { code, offset }) => {
            out.extend([0, code]);
            out.extend((offset as u64).to_le_bytes());
        }
    }
}

fn value(request: &[u8], native: &Native) -> Value {
    let mut rest = Rest::new(request);
    let unknown = rest.fault(Fault::VALUE);
    let number = rest.octet(u8::MAX)?;
    if let Some(value) = sections::answer(number, request, native) {
        return value;
    }
    match number {
        1 => hash(rest),
        2 => shuffle(rest),
        3 => trees::state_root(rest),
        4 => trees::trie_proof(rest),
        5 => trees::trie_check(rest),
        6 => operations::run(rest),
        16 => trees::node(rest),
        17 => trees::trace(rest),
        18 => trees::well_balanced_root(rest),
        19 => trees::trace_check(rest),
        20 => trees::constant_depth_root(rest),
        21 => trees::page(rest),
        22 => trees::page_check(rest),
        23 => trees::range_append(rest),
        24 => trees::super_peak(rest),
        32 => erasure::encode(rest),
        33 => erasure::recover(rest),
        34 => erasure::paged_proofs(rest),
        35 => erasure::erasure_root(rest),
        _ => Err(unknown),
    }
}

fn hash(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let message = rest.blob()?;
    rest.end()?;
    Ok(Some(hashing.hash(message).0.to_vec()))
}

fn shuffle(mut rest: Rest<'_>) -> Value {
    let seed = rest.hash()?;
    let count = rest.count()?;
    rest.end()?;
    let items: Vec<u32> = (0..count as u32).collect();
    let shuffled = jar_crypto::shuffle(items, &seed);
    Ok(Some(shuffled.iter().flat_map(|item| item.to_le_bytes()).collect()))
}

/// A length in four octets.
pub(crate) fn put_count(out: &mut Vec<u8>, count: usize) {
    out.extend((count as u32).to_le_bytes());
}

/// Appends blobs, each behind its length, behind their number.
pub(crate) fn put_blobs<T: AsRef<[u8]>>(out: &mut Vec<u8>, blobs: &[T]) {
    put_count(out, blobs.len());
    for blob in blobs {
        put_count(out, blob.as_ref().len());
        out.extend(blob.as_ref());
    }
}
