//! The command on a trace made here: right roots are timed, a wrong one ends it.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "in a test they are assertions")]

use jar_author::{Author, Generator, Genesis, Keyring, Rates, genesis, genesis_header};
use jar_codec::{Encode, encode};
use jar_crypto::blake2b_of;
use jar_fuzz_proto::KeyValue;
use jar_stf::Protocol;
use jar_stf::chain::{Chain, Retention, Start};
use jar_stf::live::LiveState;
use jar_types::{Blob, Block, Hash, Params};
use std::path::Path;
use std::process::{Command, Output};

/// A state as traces have it.
#[derive(Clone, Encode)]
struct State {
    root: Hash,
    entries: Vec<KeyValue<Blob>>,
}

/// The state after a block.
fn state(chain: &Chain, header: &Hash) -> State {
    let entries = chain.entries(header).unwrap();
    let entries = entries.into_iter().map(|(key, value)| KeyValue { key, value }).collect();
    State { root: chain.root(header).unwrap(), entries }
}

/// Files of a trace with as many blocks: the first state, and each block with the states around it.
fn trace(blocks: usize) -> (Vec<u8>, Vec<(State, Block, State)>) {
    let params = Params::tiny();
    let author = Author::new(params.clone(), Keyring::generate(7, u32::from(params.validators)));
    let first = LiveState::from(genesis(&author, Genesis::new(&params, 7)).unwrap());
    let mut head = blake2b_of(&genesis_header());
    let start = Start { header: head, slot: 0, state: first, ancestry: None };
    let mut chain = Chain::new(Protocol::jam(params), Retention::default(), start).unwrap();
    let genesis = [encode(&genesis_header()), encode(&state(&chain, &head))].concat();
    let mut generator = Generator::new(&author, 7, 7, Rates::default(), Vec::new());
    let mut steps = Vec::new();
    for _ in 0..blocks {
        let before = state(&chain, &head);
        let on = chain.state(&head).unwrap().clone();
        let block = generator.block(head, before.root, &on).unwrap();
        head = chain.import(&javm::Interpreter, &encode(&block), None).unwrap().header;
        steps.push((before, block, state(&chain, &head)));
    }
    (genesis, steps)
}

fn write(folder: &Path, genesis: &[u8], steps: &[(State, Block, State)]) {
    std::fs::write(folder.join("genesis.bin"), genesis).unwrap();
    for (number, (before, block, after)) in steps.iter().enumerate() {
        let octets = [encode(before), encode(block), encode(after)].concat();
        std::fs::write(folder.join(format!("{:08}.bin", number + 1)), octets).unwrap();
    }
}

fn bench(folder: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jar-bench"));
    command.arg(folder).args(["--no-target", "--rounds", "1", "--engine", "interpreter"]);
    command.args(more).output().unwrap()
}

#[test]
fn right_roots_are_timed_and_a_wrong_one_is_named() {
    let (genesis, mut steps) = trace(6);
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &genesis, &steps);
    let json = folder.path().join("times.json");
    let done = bench(folder.path(), &["--json", json.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let times: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    let measured = &times["measured"][0];
    assert_eq!(measured["blocks"], 6);
    let tickets: usize = steps.iter().map(|(_, block, _)| block.extrinsic.tickets.len()).sum();
    assert_eq!(measured["counts"]["ring_proofs"], tickets);
    assert_eq!(measured["imports"].as_array().unwrap().len(), 2);

    steps[3].2.root.0[0] ^= 1;
    write(folder.path(), &genesis, &steps);
    let done = bench(folder.path(), &[]);
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let (found, expected) = (steps[4].0.root, steps[3].2.root);
    assert!(said.contains(&format!("block 4: expected {expected}, found {found}")), "{said}");
}

#[test]
fn a_node_that_ends_instead_of_listening_is_an_error() {
    let (genesis, steps) = trace(1);
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &genesis, &steps);
    let done = bench(folder.path(), &["--peer-command", "none=false {socket}"]);
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("none: the command ended"), "{said}");
    assert_eq!(bench(folder.path(), &["--peer-command", "none=false"]).status.code(), Some(1));
    assert_eq!(bench(&folder.path().join("nowhere"), &[]).status.code(), Some(1));
}
