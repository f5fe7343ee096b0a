//! The state trie against its hashes alone: `cargo bench -p jar-merkle`, with `--features parallel` on all cores.
//!
//! What is necessary is what the definition hashes: a leaf for each new value, a node for each bit in which two keys below it still
//! agree. The same number of inputs of the same size is hashed for comparison, side by side, by the same function.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a failed preparation ends the measurement")]

use jar_crypto::{blake2b, blake2b_each};
use jar_merkle::{Forest, Trie};
use jar_types::StateKey;
use std::collections::{BTreeMap, HashSet};
use std::hint::black_box;
use std::time::{Duration, Instant};

const KEYS: u64 = 1_000_000;
const CHANGES: u64 = 1_000;
const RUNS: u64 = 25;

fn key(number: u64) -> StateKey {
    let mut key = StateKey([0; 31]);
    key.0.copy_from_slice(blake2b(&number.to_le_bytes()).0.first_chunk::<31>().unwrap());
    key
}

/// Time of this thread alone, so that other work on the machine does not count; with other threads at work, of the clock.
fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let now = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    };
    let (start, wall) = (now(), Instant::now());
    let value = run();
    (if cfg!(feature = "parallel") { wall.elapsed() } else { now() - start }, value)
}

fn hashes_alone(count: usize) -> Duration {
    let nodes: Vec<[u8; 64]> = (0..count).map(|number| [number as u8; 64]).collect();
    let mut outputs = Vec::with_capacity(count);
    let (time, ()) = timed(|| blake2b_each(black_box(&nodes), &mut outputs));
    drop(black_box(outputs));
    time
}

/// Nodes on the ways from the root to some keys: those prefixes that they share with another key of the map, and the leaves.
fn necessary(sorted: &[StateKey], changed: &[StateKey]) -> usize {
    let shared = |a: &StateKey, b: &StateKey| {
        let octets = a.0.iter().zip(&b.0).take_while(|(a, b)| a == b).count();
        match (a.0.get(octets), b.0.get(octets)) {
            (Some(a), Some(b)) => octets * 8 + (a ^ b).leading_zeros() as usize,
            _ => 248,
        }
    };
    let mut nodes = HashSet::new();
    for key in changed {
        let at = sorted.partition_point(|other| other < key);
        let before = at.checked_sub(1).and_then(|at| sorted.get(at));
        let behind = sorted.get(at..).unwrap_or(&[]).iter().find(|other| *other != key);
        let depth = before.into_iter().chain(behind).map(|other| shared(key, other)).max();
        for bit in 0..=depth.unwrap_or(0) {
            let mut prefix = [0u8; 31];
            for at in 0..bit {
                let set = key.0.get(at / 8).is_some_and(|octet| octet & (0x80 >> (at % 8)) != 0);
                if let (true, Some(octet)) = (set, prefix.get_mut(at / 8)) {
                    *octet |= 0x80 >> (at % 8);
                }
            }
            nodes.insert((bit, prefix));
        }
    }
    nodes.len() + changed.len()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Changes to a trie that `prepare` makes of the one before.
fn changes(
    name: &str,
    forest: &mut Forest,
    mut trie: Trie,
    sorted: &[StateKey],
    batch: impl Fn(u64) -> BTreeMap<StateKey, Option<Vec<u8>>>,
    kept: bool,
) -> Trie {
    let (mut ratios, mut times, mut alone_times, mut needed) = (vec![], vec![], vec![], 0);
    for run in 0..RUNS {
        let batch = batch(run);
        let keys: Vec<StateKey> = batch.keys().copied().collect();
        needed = necessary(sorted, &keys);
        let fork = kept.then(|| trie.clone());
        let (time, changed) = timed(|| forest.update(trie, black_box(&batch)).unwrap());
        let alone = hashes_alone(needed);
        trie = fork.unwrap_or(changed);
        ratios.push(time.as_secs_f64() / alone.as_secs_f64());
        times.push(time.as_secs_f64() * 1e6);
        alone_times.push(alone.as_secs_f64() * 1e6);
    }
    println!(
        "{name:<34} {:>7.0} us, {needed} hashes alone {:>7.0} us, ratio {:.2}",
        median(times),
        median(alone_times),
        median(ratios)
    );
    trie
}

fn main() {
    let map: BTreeMap<StateKey, [u8; 32]> =
        (0..KEYS).map(|number| (key(number), [number as u8; 32])).collect();
    let sorted: Vec<StateKey> = map.keys().copied().collect();
    let mut forest = Forest::new();
    let (time, trie) = timed(|| forest.build(&map).unwrap());
    let needed = necessary(&sorted, &sorted);
    let alone = hashes_alone(needed);
    println!(
        "{:<34} {:>7.0} ms, {needed} hashes alone {:>7.0} ms, ratio {:.2}; {} MiB",
        format!("build, {KEYS} keys"),
        time.as_secs_f64() * 1e3,
        alone.as_secs_f64() * 1e3,
        time.as_secs_f64() / alone.as_secs_f64(),
        forest.memory() >> 20
    );
    let start = |run: u64| run * CHANGES * 7;
    let replaced = |run: u64| {
        let keys = (0..CHANGES).map(|n| key((start(run) + n * 977) % KEYS));
        keys.map(|key| (key, Some(vec![run as u8; 20]))).collect()
    };
    let removed = |run| (0..CHANGES).map(|n| (key(start(run) + n), None)).collect();
    let inserted = |run| {
        let keys = (0..CHANGES).map(|n| key(KEYS + start(run) + n));
        keys.map(|key| (key, Some(vec![1; 8]))).collect()
    };
    let name = |what| format!("{CHANGES} values {what}");
    let trie = changes(&name("replaced"), &mut forest, trie, &sorted, replaced, false);
    let other = |run| {
        let batch: BTreeMap<_, Option<Vec<u8>>> = replaced(run);
        batch.into_keys().map(|key| (key, Some(vec![run as u8; 40]))).collect()
    };
    let trie = changes(&name("replaced in a fork"), &mut forest, trie, &sorted, other, true);
    let trie = changes(&name("inserted in a fork"), &mut forest, trie, &sorted, inserted, true);
    let trie = changes(&name("removed in a fork"), &mut forest, trie, &sorted, removed, true);
    println!("{} MiB, {}", forest.memory() >> 20, trie.root());
}
