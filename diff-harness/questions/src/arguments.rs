//! Arguments of functions: such as have a value, near the sizes at which something changes.

use crate::functions::{put_blobs, put_count, put_proof};
use jar_codec::sample::{Sample, Source};
use jar_erasure::{Code, SEGMENT_SIZE};
use jar_merkle::{ConstantDepthTree, Forest, Hashing, mmr_append, trace, well_balanced_root};
use jar_types::{Blob, Hash, Peak, StateKey};
use std::collections::BTreeMap;

/// Original and all shards of the protocol, tiny and full.
const CODES: [(u16, u16); 2] = [(2, 6), (342, 1023)];
/// One in so many codes has the full parameters, with which the specification takes a tenth of a second.
const FULL_CODE_ONE_IN: usize = 48;

/// The arguments of a function. The first ones, which decide how long it takes, go to `out`; the others, which may be damaged, are returned.
pub(crate) fn arguments(code: u8, source: &mut Source, out: &mut Vec<u8>) -> Vec<u8> {
    let mut octets = Vec::new();
    match code {
        1 => message(source, &mut octets),
        2 => {
            octets.extend(Hash::sample(source, &()).0);
            let count = if source.up_to(7) == 0 { source.up_to(1100) } else { source.up_to(20) };
            put_count(&mut octets, count);
        }
        3..=5 => trie(code, source, &mut octets),
        6 => operations(source, &mut octets),
        16..=19 => balanced(code, source, &mut octets),
        20..=22 => constant(code, source, &mut octets),
        23 | 24 => range(code, source, &mut octets),
        _ => erasure(code, source, out, &mut octets),
    }
    octets
}

fn random(source: &mut Source, length: usize) -> Vec<u8> {
    (0..length).map(|_| source.number() as u8).collect()
}

fn hashing(source: &mut Source, octets: &mut Vec<u8>) -> Hashing {
    let keccak = source.up_to(1) == 1;
    octets.push(u8::from(keccak));
    if keccak { Hashing::Keccak } else { Hashing::Blake2b }
}

/// Around the sizes at which hash functions begin another block.
fn message(source: &mut Source, octets: &mut Vec<u8>) {
    hashing(source, octets);
    let block = if source.up_to(1) == 0 { 128usize } else { 136 };
    let near = block.saturating_mul(source.up_to(4)).saturating_add(source.up_to(4));
    let length = if source.up_to(3) == 0 { source.up_to(700) } else { near.saturating_sub(2) };
    put_count(octets, length);
    octets.extend(random(source, length));
}

/// Keys with long common beginnings, values around the size that a leaf holds.
fn map(source: &mut Source) -> BTreeMap<StateKey, Blob> {
    let common = StateKey(<[u8; 31]>::sample(source, &()));
    let mut map = BTreeMap::new();
    for _ in 0..source.up_to(12) {
        let mut key =
            if source.up_to(2) == 0 { StateKey(<[u8; 31]>::sample(source, &())) } else { common };
        let (at, bit) = (source.up_to(30), source.up_to(7));
        key.0.get_mut(at).into_iter().for_each(|octet| *octet ^= 1u8.rotate_left(bit as u32));
        let length =
            if source.up_to(1) == 0 { source.up_to(3) } else { source.up_to(4).saturating_add(30) };
        map.insert(key, random(source, length));
    }
    map
}

fn trie(code: u8, source: &mut Source, octets: &mut Vec<u8>) {
    let map = map(source);
    let entries = |octets: &mut Vec<u8>| {
        put_count(octets, map.len());
        for (key, value) in &map {
            octets.extend(key.0);
            put_count(octets, value.len());
            octets.extend(value);
        }
    };
    let any = StateKey(<[u8; 31]>::sample(source, &()));
    let key = map.keys().nth(source.up_to(12)).copied().unwrap_or(any);
    if code == 3 {
        return entries(octets);
    }
    if code == 4 {
        octets.extend(key.0);
        return entries(octets);
    }
    let mut forest = Forest::new();
    let Ok(trie) = forest.build(&map) else { return };
    octets.extend(trie.root().0);
    octets.extend(key.0);
    let Ok(proof) = forest.prove(&trie, &key, |key| map.get(key).cloned()) else { return };
    put_proof(octets, &proof);
}

/// Operations on a map whose keys have long common beginnings, most of them met several times; the last is a root.
fn operations(source: &mut Source, octets: &mut Vec<u8>) {
    let keys: Vec<StateKey> = map(source).into_keys().collect();
    let count = source.up_to(60);
    put_count(octets, count.saturating_add(1));
    let mut roots = 0usize;
    for _ in 0..count {
        let any = StateKey(<[u8; 31]>::sample(source, &()));
        let key = keys.get(source.up_to(keys.len().saturating_add(2))).copied().unwrap_or(any);
        match source.up_to(9) {
            0..5 => {
                octets.push(0);
                octets.extend(key.0);
                let length = source.up_to(40);
                put_count(octets, length);
                octets.extend(random(source, length));
            }
            5 | 6 => {
                octets.push(1);
                octets.extend(key.0);
            }
            7 => {
                octets.push(2);
                roots = roots.saturating_add(1);
            }
            8 => {
                octets.push(3);
                octets.extend(key.0);
            }
            _ => octets.extend([4, source.up_to(roots) as u8]),
        }
    }
    octets.push(2);
}

/// Items of one size.
fn items(source: &mut Source) -> Vec<Vec<u8>> {
    let size = if source.up_to(1) == 0 { 32 } else { source.up_to(70) };
    let count = source.up_to(17);
    (0..count).map(|_| random(source, size)).collect()
}

fn balanced(code: u8, source: &mut Source, octets: &mut Vec<u8>) {
    let hashing = hashing(source, octets);
    let items = items(source);
    let index = source.up_to(items.len().saturating_sub(1));
    match code {
        17 => put_count(octets, index),
        16 | 18 => {}
        _ => {
            octets.extend(well_balanced_root(hashing, &items).0);
            put_count(octets, items.len());
            put_count(octets, index);
            let item = items.get(index).cloned().unwrap_or_default();
            put_count(octets, item.len());
            octets.extend(item);
            return put_blobs(octets, &trace(hashing, &items, index).unwrap_or_default());
        }
    }
    put_blobs(octets, &items);
}

fn constant(code: u8, source: &mut Source, octets: &mut Vec<u8>) {
    let hashing = hashing(source, octets);
    let items = items(source);
    if code == 20 {
        return put_blobs(octets, &items);
    }
    let tree = ConstantDepthTree::new(hashing, &items);
    let exponent = source.up_to(6) as u32;
    let index = source.up_to(tree.pages(exponent).saturating_sub(1));
    if code == 22 {
        octets.extend(tree.root().0);
    }
    octets.push(exponent as u8);
    if code == 21 {
        put_count(octets, index);
        return put_blobs(octets, &items);
    }
    put_count(octets, items.len());
    put_count(octets, index);
    let hashes = |hashes: &[Hash]| hashes.iter().map(|hash| hash.0).collect::<Vec<_>>();
    put_blobs(octets, &hashes(tree.page(exponent, index).unwrap_or_default()));
    put_blobs(octets, &hashes(&tree.path(exponent, index).unwrap_or_default()));
}

fn range(code: u8, source: &mut Source, octets: &mut Vec<u8>) {
    let hashing = hashing(source, octets);
    let mut range: Vec<Peak> = Vec::new();
    for _ in 0..source.up_to(40) {
        mmr_append(hashing, &mut range, Hash::sample(source, &()));
    }
    if code == 23 {
        octets.extend(Hash::sample(source, &()).0);
    }
    put_count(octets, range.len());
    for peak in range {
        octets.push(u8::from(peak.is_some()));
        octets.extend(peak.iter().flat_map(|peak| peak.0));
    }
}

/// Original and all shards: those of the protocol, or any numbers, most of them small.
fn code_of(source: &mut Source) -> (u16, u16) {
    let [tiny, full] = CODES;
    if source.up_to(FULL_CODE_ONE_IN.saturating_sub(1)) == 0 {
        return full;
    }
    let most = match source.up_to(15) {
        0..4 => return tiny,
        4 => 80,
        _ => 12,
    };
    let original = source.up_to(most).saturating_add(1);
    let further = source.up_to(original.saturating_mul(2)).saturating_add(1);
    (original as u16, original.saturating_add(further) as u16)
}

/// The first `count` numbers of a random order of those below `total`.
fn subset(source: &mut Source, total: usize, count: usize) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..total).collect();
    for place in 0..count.min(total) {
        let rest = total.saturating_sub(place).saturating_sub(1);
        numbers.swap(place, place.saturating_add(source.up_to(rest)));
    }
    numbers.truncate(count);
    numbers
}

fn erasure(code: u8, source: &mut Source, out: &mut Vec<u8>, octets: &mut Vec<u8>) {
    let (original, total) = code_of(source);
    if code != 34 {
        out.extend(original.to_le_bytes());
        out.extend(total.to_le_bytes());
    }
    // Up to three words in a shard of a large code.
    let most = 200usize.max(usize::from(original).saturating_mul(5));
    let length = source.up_to(most);
    let blob = random(source, length);
    match code {
        32 => {
            put_count(octets, blob.len());
            octets.extend(blob);
        }
        33 => {
            let encoded =
                Code::of(original.into(), total.into()).and_then(|mut code| code.encode(&blob));
            let Ok(shards) = encoded else { return };
            put_count(out, shards.size() / 2);
            // Now and then one too few.
            let count = usize::from(original).saturating_sub(usize::from(source.up_to(7) == 0));
            put_count(octets, count);
            for index in subset(source, total.into(), count) {
                octets.extend((index as u16).to_le_bytes());
                octets.extend(shards.get(index).unwrap_or_default());
            }
        }
        _ => {
            if code == 35 {
                put_count(octets, blob.len());
                octets.extend(blob);
            }
            let count = source.up_to(2);
            put_count(octets, count);
            (0..count).for_each(|_| octets.extend(random(source, SEGMENT_SIZE)));
        }
    }
}
