//! Trees, ranges and the state trie.

use super::read::Rest;
use super::{Value, put_blobs, put_count};
use jar_merkle::{
    ConstantDepthTree, Entry, Forest, TrieProof, mmr_append, verify_page, verify_well_balanced,
};
use jar_types::{Blob, Hash, Peak, StateKey};
use std::collections::BTreeMap;

type Map = BTreeMap<StateKey, Blob>;

/// The map of the entries; `None` if a key is there twice.
fn map(entries: Vec<Entry>) -> Option<Map> {
    let count = entries.len();
    let map: Map = entries.into_iter().map(|entry| (entry.key, entry.value)).collect();
    (map.len() == count).then_some(map)
}

pub(super) fn state_root(mut rest: Rest<'_>) -> Value {
    let entries = rest.list(Rest::entry)?;
    rest.end()?;
    let root = |map: Map| Some(Forest::new().build(&map).ok()?.root().0.to_vec());
    Ok(map(entries).and_then(root))
}

pub(super) fn trie_proof(mut rest: Rest<'_>) -> Value {
    let key = rest.key()?;
    let entries = rest.list(Rest::entry)?;
    rest.end()?;
    let prove = |map: Map| {
        let mut forest = Forest::new();
        let trie = forest.build(&map).ok()?;
        forest.prove(&trie, &key, |key| map.get(key).cloned()).ok()
    };
    Ok(map(entries).and_then(prove).map(|proof| {
        let mut out = Vec::new();
        put_proof(&mut out, &proof);
        out
    }))
}

/// Appends a proof.
pub(crate) fn put_proof(out: &mut Vec<u8>, proof: &TrieProof) {
    put_count(out, proof.siblings.len());
    out.extend(proof.siblings.iter().flat_map(|sibling| sibling.0));
    out.push(u8::from(proof.ending.is_some()));
    if let Some(Entry { key, value }) = &proof.ending {
        out.extend(key.0);
        put_count(out, value.len());
        out.extend(value);
    }
}

pub(super) fn trie_check(mut rest: Rest<'_>) -> Value {
    let root = rest.hash()?;
    let key = rest.key()?;
    let siblings = rest.list(Rest::hash)?;
    let ending = rest.optional(Rest::entry)?;
    rest.end()?;
    let proof = TrieProof { siblings, ending };
    Ok(Some(match proof.check(&root, &key) {
        Err(_) => vec![0],
        Ok(None) => vec![1, 0],
        Ok(Some(value)) => [&[1, 1], value].concat(),
    }))
}

pub(super) fn trace(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let index = rest.number()?;
    let items = rest.blobs()?;
    rest.end()?;
    Ok(jar_merkle::trace(hashing, &items, index).map(|trace| {
        let mut out = Vec::new();
        put_blobs(&mut out, &trace);
        out
    }))
}

pub(super) fn node(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let items = rest.blobs()?;
    rest.end()?;
    Ok(Some(jar_merkle::node(hashing, &items)))
}

pub(super) fn well_balanced_root(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let items = rest.blobs()?;
    rest.end()?;
    Ok(Some(jar_merkle::well_balanced_root(hashing, &items).0.to_vec()))
}

pub(super) fn trace_check(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let root = rest.hash()?;
    let place = (rest.count()?, rest.number()?);
    let item = rest.blob()?;
    let path = rest.blobs()?;
    rest.end()?;
    let accepted = verify_well_balanced(hashing, &root, place, item, &path).is_ok();
    Ok(Some(vec![u8::from(accepted)]))
}

pub(super) fn constant_depth_root(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let items = rest.blobs()?;
    rest.end()?;
    Ok(Some(ConstantDepthTree::new(hashing, &items).root().0.to_vec()))
}

pub(super) fn page(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let exponent = u32::from(rest.octet(31)?);
    let index = rest.number()?;
    let items = rest.blobs()?;
    rest.end()?;
    let tree = ConstantDepthTree::new(hashing, &items);
    Ok(tree.path(exponent, index).zip(tree.page(exponent, index)).map(|(path, page)| {
        let mut out = Vec::new();
        put_blobs(&mut out, &octets(&path));
        put_blobs(&mut out, &octets(page));
        out
    }))
}

fn octets(hashes: &[Hash]) -> Vec<[u8; 32]> {
    hashes.iter().map(|hash| hash.0).collect()
}

pub(super) fn page_check(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let root = rest.hash()?;
    let exponent = u32::from(rest.octet(31)?);
    let place = (rest.count()?, rest.number()?);
    let (leaves, path) = (hashes(rest.blobs()?), hashes(rest.blobs()?));
    rest.end()?;
    // What is no hash leads to no root.
    let accepted = leaves.zip(path).is_some_and(|(leaves, path)| {
        verify_page(hashing, &root, exponent, place, &leaves, &path).is_ok()
    });
    Ok(Some(vec![u8::from(accepted)]))
}

fn hashes(blobs: Vec<&[u8]>) -> Option<Vec<Hash>> {
    blobs.into_iter().map(|blob| blob.try_into().ok().map(Hash)).collect()
}

fn put_range(range: &[Peak]) -> Vec<u8> {
    let mut out = Vec::new();
    put_count(&mut out, range.len());
    for peak in range {
        out.push(u8::from(peak.is_some()));
        out.extend(peak.iter().flat_map(|peak| peak.0));
    }
    out
}

pub(super) fn range_append(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let item = rest.hash()?;
    let mut range = rest.range()?;
    rest.end()?;
    mmr_append(hashing, &mut range, item);
    Ok(Some(put_range(&range)))
}

pub(super) fn super_peak(mut rest: Rest<'_>) -> Value {
    let hashing = rest.hashing()?;
    let range = rest.range()?;
    rest.end()?;
    Ok(Some(jar_merkle::super_peak(hashing, &range).0.to_vec()))
}
