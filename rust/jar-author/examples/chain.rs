//! Generates a chain and imports it: `chain PARAMS BLOCKS SEED`, PARAMS being tiny or full. Prints what the blocks had and how long
//! both took.

use jar_author::{Author, Generator, Genesis, Keyring, Rates, genesis, genesis_header};
use jar_codec::encode;
use jar_crypto::blake2b_of;
use jar_stf::Protocol;
use jar_stf::chain::{Chain, Retention, Start};
use jar_stf::live::LiveState;
use jar_types::{Hash, Params, ServiceAccount, ServiceInfo};
use javm::Interpreter;
use std::error::Error;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, blocks, seed] = arguments.as_slice() else {
        return Err("usage: chain tiny|full BLOCKS SEED".into());
    };
    let params = match name.as_str() {
        "tiny" => Params::tiny(),
        "full" => Params::full(),
        _ => return Err(format!("parameters {name}: expected tiny or full").into()),
    };
    run(params, blocks.parse()?, seed.parse()?)
}

/// A service without code, so that reports have one to be of.
fn account() -> ServiceAccount {
    let info = ServiceInfo {
        version: Default::default(),
        code_hash: Hash::default(),
        balance: 1 << 40,
        min_item_gas: 1000,
        min_memo_gas: 1000,
        bytes: 0,
        deposit_offset: 0,
        items: 0,
        creation_slot: 0,
        last_accumulation_slot: 0,
        parent_service: 0,
    };
    ServiceAccount { info, items: Default::default() }
}

fn run(params: Params, blocks: usize, seed: u64) -> Result<(), Box<dyn Error>> {
    let author = Author::new(params.clone(), Keyring::generate(seed, u32::from(params.validators)));
    let mut from = Genesis::new(&params, seed);
    from.services.insert(1, account());
    let state = LiveState::from(genesis(&author, from)?);
    let mut head = blake2b_of(&genesis_header());
    let start = Start { header: head, slot: 0, state, ancestry: Some(Vec::new()) };
    let mut chain = Chain::new(Protocol::jam(params), Retention::default(), start)?;
    let mut generator = Generator::new(&author, seed, seed, Rates::default(), Vec::new());
    let [mut making, mut importing] = [Duration::ZERO; 2];
    let [mut tickets, mut guarantees, mut assurances, mut verdicts, mut epochs] = [0; 5];
    let mut slowest = Duration::ZERO;
    for _ in 0..blocks {
        let root = chain.root(&head).ok_or("the head has no state")?;
        let state = chain.state(&head).ok_or("the head has no state")?;
        let begin = Instant::now();
        let block = generator.block(head, root, state)?;
        let octets = encode(&block);
        making = making.saturating_add(begin.elapsed());
        let begin = Instant::now();
        head = chain.import(&Interpreter, &octets, None)?.header;
        let time = begin.elapsed();
        importing = importing.saturating_add(time);
        slowest = slowest.max(time);
        tickets = block.extrinsic.tickets.len().saturating_add(tickets);
        guarantees = block.extrinsic.guarantees.len().saturating_add(guarantees);
        assurances = block.extrinsic.assurances.len().saturating_add(assurances);
        verdicts = block.extrinsic.disputes.verdicts.len().saturating_add(verdicts);
        epochs = usize::from(block.header.epoch_mark.is_some()).saturating_add(epochs);
    }
    println!(
        "{blocks} blocks, {epochs} epochs, {tickets} tickets, {guarantees} guarantees, {assurances} assurances, {verdicts} verdicts"
    );
    println!("made in {making:?}, imported in {importing:?}, the slowest in {slowest:?}");
    println!("best block {}", chain.best());
    Ok(())
}
