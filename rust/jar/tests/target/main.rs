//! `jar target` as a process: sessions, and peers that break the protocol.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

mod command;
mod process;
mod torture;

use jar_codec::encode;
use jar_fuzz_proto::{Client, Features, KeyValue};
use jar_types::Hash;
use process::{Target, World, info};

/// A target and its client, with a state and three blocks; the last one's header hash.
fn prepared(engine: &str) -> (Target, Client, World, Hash) {
    let target = Target::start(&["--engine", engine, "--transfer-timeout", "1"]);
    let (mut client, _) = target.connect();
    let mut world = World::new();
    assert_eq!(client.initialize(world.initialize()).unwrap(), world.root(&world.start));
    let mut head = world.start;
    for slot in 1..=3 {
        let block = world.block(&head, slot);
        head = world.import(&block);
        assert_eq!(client.import_block(&encode(&block)).unwrap(), Ok(world.root(&head)));
    }
    (target, client, world, head)
}

/// The entries of a state, as the protocol has them.
fn entries(world: &World, header: &Hash) -> Vec<KeyValue> {
    let entries = world.chain.entries(header).unwrap();
    entries.into_iter().map(|(key, value)| KeyValue { key, value }).collect()
}

#[test]
fn a_session_on_each_engine() {
    let engines: &[&str] = if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        &["interpreter", "fixed"]
    } else {
        &["interpreter"]
    };
    for engine in engines {
        let (_target, mut client, mut world, head) = prepared(engine);
        assert_eq!(client.get_state(head).unwrap(), entries(&world, &head));
        // Siblings, children of both, the first again.
        let siblings = [world.block(&head, 4), world.block(&head, 5)];
        for block in siblings.iter().chain([&siblings[0]]) {
            let header = world.import(block);
            assert_eq!(client.import_block(&encode(block)).unwrap(), Ok(world.root(&header)));
            let child = world.block(&header, 6);
            let header = world.import(&child);
            assert_eq!(client.import_block(&encode(&child)).unwrap(), Ok(world.root(&header)));
        }
        assert_eq!(client.get_state(Hash([1; 32])).unwrap(), [], "nothing is held there");
        // A new state, and the old blocks have no parent.
        assert!(client.initialize(World::of_seed(7).initialize()).is_ok());
        let refused = client.import_block(&encode(&siblings[0])).unwrap().unwrap_err();
        assert!(refused.to_string().contains("expected a block that is held"), "{refused}");
    }
}

#[test]
fn a_block_that_is_rejected_leaves_nothing_behind() {
    let (_target, mut client, mut world, head) = prepared("interpreter");
    let block = world.block(&head, 4);
    let octets = encode(&block);
    for (octet, bit) in (0..octets.len()).step_by(7).zip((0..8).cycle()) {
        let mut damaged = octets.clone();
        damaged[octet] ^= 1 << bit;
        assert!(client.import_block(&damaged).unwrap().is_err(), "octet {octet}");
    }
    for length in [0, 1, 100, octets.len() - 1] {
        let refused = client.import_block(&octets[..length]).unwrap().unwrap_err();
        assert!(refused.to_string().starts_with("block: "), "{refused}");
    }
    assert_eq!(client.get_state(head).unwrap(), entries(&world, &head));
    let header = world.import(&block);
    assert_eq!(client.import_block(&octets).unwrap(), Ok(world.root(&header)));
}

#[test]
fn the_target_says_what_it_can() {
    let target = Target::start(&[]);
    let (_, peer) = target.connect();
    assert_eq!((peer.fuzz_version, peer.app_name.to_string()), (1, "jar".to_owned()));
    assert_eq!(peer.features, Features::ANCESTRY.or(Features::FORKS));
    assert_eq!(peer.jam_version, info().jam_version);
}

#[test]
fn the_chain_outlives_its_connection() {
    let (target, client, world, head) = prepared("interpreter");
    drop(client);
    let (mut client, _) = target.connect();
    assert_eq!(client.get_state(head).unwrap(), entries(&world, &head));
}
