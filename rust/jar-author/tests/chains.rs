//! Chains of generated blocks: import accepts every one of them.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "in a test it is an assertion")]

use jar_author::{Author, Generator, Genesis, Keyring, Rates, genesis, genesis_header};
use jar_codec::encode;
use jar_crypto::{blake2b, blake2b_of};
use jar_stf::Protocol;
use jar_stf::chain::{Chain, Retention, Start};
use jar_stf::live::LiveState;
use jar_types::{Block, Hash, ItemKey, Params, Preimage, Request, ServiceAccount, ServiceInfo};
use javm::Interpreter;

/// What services 1 and 2 ask for.
fn library() -> Vec<Preimage> {
    let blob = |number: u8| vec![number; usize::from(number)];
    (0..40)
        .map(|number| Preimage { requester: u32::from(number % 2 + 1), blob: blob(number) })
        .collect()
}

/// An account without code that asks for its part of the library.
fn account(service: u32) -> ServiceAccount {
    let wanted = library().into_iter().filter(|preimage| preimage.requester == service);
    let items = wanted.map(|preimage| {
        let length = preimage.blob.len() as u32;
        let key = ItemKey::request(&blake2b(&preimage.blob), length, blake2b);
        (key, encode(&Request(Vec::new())))
    });
    let info = ServiceInfo {
        version: Default::default(),
        code_hash: Hash([service as u8; 32]),
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
    ServiceAccount { info, items: items.collect() }
}

/// What blocks of a chain had in all.
#[derive(Debug, Default)]
struct Sums {
    tickets: usize,
    preimages: usize,
    guarantees: usize,
    assurances: usize,
    verdicts: usize,
    offenders: usize,
    epochs: usize,
    contests: usize,
}

impl Sums {
    fn add(&mut self, block: &Block) {
        self.tickets += block.extrinsic.tickets.len();
        self.preimages += block.extrinsic.preimages.len();
        self.guarantees += block.extrinsic.guarantees.len();
        self.assurances += block.extrinsic.assurances.len();
        self.verdicts += block.extrinsic.disputes.verdicts.len();
        self.offenders += block.header.offenders_mark.len();
        self.epochs += usize::from(block.header.epoch_mark.is_some());
        self.contests += usize::from(block.header.tickets_mark.is_some());
    }
}

/// Imports so many generated blocks, one after the other.
fn run(author: &Author, seed: u64, rates: Rates, count: usize) -> (Chain, Sums) {
    let params = author.params();
    let mut from = Genesis::new(params, seed);
    from.services.extend([(1, account(1)), (2, account(2))]);
    let state = LiveState::from(genesis(author, from).unwrap());
    let mut head = blake2b_of(&genesis_header());
    let start = Start { header: head, slot: 0, state, ancestry: Some(Vec::new()) };
    let mut chain = Chain::new(Protocol::jam(params.clone()), Retention::default(), start).unwrap();
    let mut generator = Generator::new(author, 7, seed, rates, library());
    let mut sums = Sums::default();
    for number in 0..count {
        let (root, state) = (chain.root(&head).unwrap(), chain.state(&head).unwrap());
        let block = generator.block(head, root, state).unwrap();
        sums.add(&block);
        let imported = chain.import(&Interpreter, &encode(&block), None);
        assert!(imported.is_ok(), "block {number}: {imported:?}");
        head = imported.unwrap().header;
    }
    (chain, sums)
}

#[test]
fn import_accepts_what_is_generated() {
    let author = Author::new(Params::tiny(), Keyring::trivial(12));
    let (chain, sums) = run(&author, 1, Rates { skipped_epoch: 0, ..Rates::default() }, 40);
    assert!(sums.tickets >= 24 && sums.preimages > 20, "{sums:?}");
    assert!(sums.guarantees > 20 && sums.assurances > 100, "{sums:?}");
    assert!(sums.epochs >= 3 && sums.contests > 1, "{sums:?}");
    let state = chain.state(&chain.best()).unwrap();
    assert!(state.services.get(1).unwrap().info.last_accumulation_slot > 0);
}

#[test]
fn chains_with_many_disputes_and_gaps_go_on() {
    let author = Author::new(Params::tiny(), Keyring::trivial(12));
    let rates =
        Rates { dispute: 128, skipped_slot: 64, skipped_epoch: 4, ticket: 0, ..Rates::default() };
    let (chain, sums) = run(&author, 13, rates, 300);
    assert!(sums.verdicts > 40 && sums.offenders > 3, "{sums:?}");
    assert!(sums.guarantees > 60 && sums.epochs > 30, "{sums:?}");
    let state = chain.state(&chain.best()).unwrap();
    let found = &state.disputes;
    assert!([&found.good, &found.bad, &found.wonky].iter().all(|set| !set.is_empty()));
}

#[test]
fn the_same_seed_makes_the_same_chain() {
    let author = Author::new(Params::tiny(), Keyring::trivial(6));
    let entropy = |chain: &Chain| chain.state(&chain.best()).unwrap().entropy.clone();
    let [first, again, other] = [3, 3, 4].map(|seed| run(&author, seed, Rates::default(), 12).0);
    assert_eq!(first.best(), again.best());
    // The start's randomness is of the seed as well.
    assert_ne!(entropy(&first), entropy(&other));
}
