//! The trie against the definition of D.2, which is written here once more as the paper has it.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

type Map = BTreeMap<StateKey, Vec<u8>>;

fn entries(map: &Map) -> Vec<(StateKey, &[u8])> {
    map.iter().map(|(key, value)| (*key, value.as_slice())).collect()
}

/// M of entries that agree in the bits before `bit`.
fn formula(entries: &[(StateKey, &[u8])], bit: usize) -> Hash {
    match entries {
        [] => Hash::default(),
        [(key, value)] => {
            let mut leaf = [0; 64];
            leaf[1..32].copy_from_slice(&key.0);
            if value.len() <= 32 {
                leaf[0] = 0b1000_0000 + value.len() as u8;
                leaf[32..32 + value.len()].copy_from_slice(value);
            } else {
                leaf[0] = 0b1100_0000;
                leaf[32..].copy_from_slice(&jar_crypto::blake2b(value).0);
            }
            jar_crypto::blake2b(&leaf)
        }
        _ => {
            let (left, right) = sides(entries, bit);
            let mut node = [formula(&left, bit + 1).0, formula(&right, bit + 1).0].concat();
            node[0] &= 0b0111_1111;
            jar_crypto::blake2b(&node)
        }
    }
}

type Entries<'a> = Vec<(StateKey, &'a [u8])>;

fn sides<'a>(entries: &[(StateKey, &'a [u8])], bit: usize) -> (Entries<'a>, Entries<'a>) {
    entries.iter().partition(|(key, _)| key.0[bit / 8] >> (7 - bit % 8) & 1 == 0)
}

/// The proof as the specification has it (`proveBelow`).
fn specified(entries: &[(StateKey, &[u8])], key: &StateKey, bit: usize) -> TrieProof {
    match entries {
        [] => TrieProof { siblings: Vec::new(), ending: None },
        [(key, value)] => {
            let ending = Some(Entry { key: *key, value: value.to_vec() });
            TrieProof { siblings: Vec::new(), ending }
        }
        _ => {
            let (left, right) = sides(entries, bit);
            let (way, other) = if bit_at(key, bit) { (right, left) } else { (left, right) };
            let mut proof = specified(&way, key, bit + 1);
            proof.siblings.insert(0, formula(&other, bit + 1));
            proof
        }
    }
}

/// Keys of which many agree in many bits: few first octets, few last ones, zeros or ones between.
fn key() -> impl Strategy<Value = StateKey> {
    (0u8..3, 0u8..4, 0usize..31, any::<bool>(), any::<bool>()).prop_map(
        |(first, last, at, ones, high)| {
            let mut key = StateKey([if ones { 255 } else { 0 }; 31]);
            key.0[0] = first;
            key.0[at] ^= if high { 0x80 } else { 0x01 };
            key.0[30] ^= last;
            key
        },
    )
}

/// Values at the sizes where a leaf changes its form.
fn value() -> impl Strategy<Value = Vec<u8>> {
    (any::<u8>(), prop::sample::select(&[0usize, 1, 31, 32, 33, 64, 100][..]))
        .prop_map(|(octet, size)| vec![octet; size])
}

fn changes() -> impl Strategy<Value = BTreeMap<StateKey, Option<Vec<u8>>>> {
    prop::collection::btree_map(key(), prop::option::weighted(0.6, value()), 0..40)
}

fn changed(map: &Map, changes: &BTreeMap<StateKey, Option<Vec<u8>>>) -> Map {
    let mut map = map.clone();
    for (key, value) in changes {
        match value {
            Some(value) => map.insert(*key, value.clone()),
            None => map.remove(key),
        };
    }
    map
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_root_is_that_of_the_definition(map in prop::collection::btree_map(key(), value(), 0..60)) {
        let mut forest = Forest::new();
        let trie = forest.build(&map).unwrap();
        prop_assert_eq!(trie.root(), formula(&entries(&map), 0));
        for (key, value) in &map {
            prop_assert_eq!(forest.get(&trie, key).unwrap(), Some(Leaf::new(key, value)));
        }
        drop(trie);
        forest.collect();
        prop_assert_eq!(forest.in_use(), 0);
    }

    /// A tree of states, each a child of an earlier one; some are forgotten on the way.
    #[test]
    fn forks_do_not_disturb_each_other(
        steps in vec((any::<prop::sample::Index>(), changes(), any::<bool>()), 1..14),
    ) {
        let mut forest = Forest::new();
        let mut states = vec![(forest.empty(), Map::new())];
        for (parent, changes, keep) in steps {
            let parent = parent.index(states.len());
            let map = changed(&states[parent].1, &changes);
            let trie = if keep { states[parent].0.clone() } else { states.remove(parent).0 };
            states.push((forest.update(trie, &changes).unwrap(), map));
            for (trie, map) in &states {
                prop_assert_eq!(trie.root(), formula(&entries(map), 0));
            }
        }
        // The same nodes, read again: one change more in each.
        for (trie, map) in states.drain(..) {
            let change = BTreeMap::from([(StateKey([9; 31]), Some(vec![1]))]);
            let expected = formula(&entries(&changed(&map, &change)), 0);
            prop_assert_eq!(forest.update(trie, &change).unwrap().root(), expected);
        }
        forest.collect();
        prop_assert_eq!(forest.in_use(), 0);
    }

    #[test]
    fn proofs_are_those_specified(
        map in prop::collection::btree_map(key(), value(), 0..40),
        others in vec(key(), 0..20),
    ) {
        let mut forest = Forest::new();
        let trie = forest.build(&map).unwrap();
        for key in map.keys().chain(&others) {
            let proof = forest.prove(&trie, key, |key| map.get(key).cloned()).unwrap();
            prop_assert_eq!(&proof, &specified(&entries(&map), key, 0));
            prop_assert_eq!(proof.check(&trie.root(), key), Ok(map.get(key).map(Vec::as_slice)));
            // Below any other root it proves nothing.
            let other = formula(&[(*key, &[7; 40])], 0);
            let failed = proof.check(&other, key);
            let refused = matches!(failed, Err(ProofError::Root { .. }));
            prop_assert!(refused);
        }
    }

    /// Every bit, every octet cut off or put on, every sibling that goes or comes twice.
    #[test]
    fn a_changed_proof_is_refused(
        map in prop::collection::btree_map(key(), value(), 1..30),
        key in key(),
        at: prop::sample::Index,
    ) {
        let mut forest = Forest::new();
        let trie = forest.build(&map).unwrap();
        let present = *map.keys().nth(at.index(map.len())).unwrap();
        for key in [key, present] {
            let proof = forest.prove(&trie, &key, |key| map.get(key).cloned()).unwrap();
            for changed in changed_proofs(&proof, &key, at) {
                prop_assert!(changed.check(&trie.root(), &key).is_err(), "{:?}", changed);
            }
        }
    }
}

fn changed_proofs(proof: &TrieProof, key: &StateKey, at: prop::sample::Index) -> Vec<TrieProof> {
    let mut all = Vec::new();
    for index in 0..proof.siblings.len() {
        for bit in [0, 1 + at.index(255)] {
            // The first bit of a sibling on the left is the one that no branch hashes.
            if bit == 0 && bit_at(key, index) {
                continue;
            }
            let mut other = proof.clone();
            other.siblings[index].0[bit / 8] ^= 0x80 >> (bit % 8);
            all.push(other);
        }
        let mut other = proof.clone();
        other.siblings.remove(index);
        all.push(other);
        let mut other = proof.clone();
        other.siblings.insert(index, proof.siblings[index]);
        all.push(other);
    }
    let mut other = proof.clone();
    other.siblings.push(Hash::default());
    all.push(other);
    match &proof.ending {
        None => {
            let ending = Some(Entry { key: *key, value: vec![1] });
            all.push(TrieProof { ending, ..proof.clone() });
        }
        Some(entry) => {
            all.push(TrieProof { ending: None, ..proof.clone() });
            let mut key = entry.key;
            key.0[at.index(31)] ^= 1;
            let value = entry.value.clone();
            all.push(TrieProof { ending: Some(Entry { key, value }), ..proof.clone() });
            for value in [[&entry.value[..], &[0]].concat(), [&[1], &entry.value[..]].concat()] {
                let ending = Some(Entry { key: entry.key, value });
                all.push(TrieProof { ending, ..proof.clone() });
            }
            if !entry.value.is_empty() {
                let mut value = entry.value.clone();
                value[at.index(entry.value.len())] ^= 0x10;
                let ending = Some(Entry { key: entry.key, value });
                all.push(TrieProof { ending, ..proof.clone() });
            }
        }
    }
    all
}

#[test]
fn keys_that_agree_in_all_bits_but_one_take_no_more_room() {
    let mut forest = Forest::new();
    let mut map = Map::new();
    for index in 0..2000u32 {
        let mut key = StateKey([0; 31]);
        key.0[..4].copy_from_slice(&index.wrapping_mul(0x9e37_79b9).to_be_bytes());
        map.insert(key, vec![1]);
        key.0[30] = 1;
        map.insert(key, vec![2]);
    }
    let trie = forest.build(&map).unwrap();
    assert_eq!(trie.root(), formula(&entries(&map), 0));
    assert_eq!(forest.in_use(), 2 * map.len() - 1);
    assert!(forest.memory() < map.len() * 400);
    let last = *map.keys().last().unwrap();
    let proof = forest.prove(&trie, &last, |_| None).unwrap();
    assert_eq!(proof.siblings.len(), KEY_BITS);
    assert_eq!(proof.check(&trie.root(), &last), Ok(Some(&[2][..])));
}

#[test]
fn what_is_asked_wrongly_is_refused() {
    let (mut forest, other) = (Forest::new(), Forest::new());
    let key = StateKey([3; 31]);
    let none = BTreeMap::<StateKey, Option<Vec<u8>>>::new();
    assert_eq!(forest.update(other.empty(), &none).unwrap_err(), TrieError::Foreign);
    assert_eq!(forest.get(&other.empty(), &key), Err(TrieError::Foreign));
    let long = vec![5; 33];
    let trie = forest.build(&BTreeMap::from([(key, long.clone())])).unwrap();
    let hash = jar_crypto::blake2b(&long);
    let missing = forest.prove(&trie, &key, |_| None);
    assert_eq!(missing, Err(ProveError::NoValue { key, hash }));
    let found = jar_crypto::blake2b(&[6]);
    let wrong = forest.prove(&trie, &key, |_| Some(vec![6]));
    assert_eq!(wrong, Err(ProveError::OtherValue { key, hash, found }));
    let proof = TrieProof { siblings: vec![Hash::default(); 249], ending: None };
    assert_eq!(proof.check(&trie.root(), &key), Err(ProofError::TooLong { found: 249 }));
}

#[test]
fn a_trie_alone_is_changed_in_place() {
    let mut forest = Forest::new();
    let map: Map = (0..100u8).map(|octet| (StateKey([octet; 31]), vec![octet])).collect();
    let mut trie = forest.build(&map).unwrap();
    let used = forest.in_use();
    for octet in 0..100 {
        let change = BTreeMap::from([(StateKey([octet; 31]), Some([200]))]);
        trie = forest.update(trie, &change).unwrap();
    }
    assert_eq!(forest.in_use(), used);
    let fork = trie.clone();
    let change = BTreeMap::from([(StateKey([7; 31]), Some([1]))]);
    let changed = forest.update(trie, &change).unwrap();
    // A leaf and the branches above it, at most one for each bit in which the keys differ.
    assert!(forest.in_use() <= used + 8);
    assert_ne!(fork.root(), changed.root());
}
