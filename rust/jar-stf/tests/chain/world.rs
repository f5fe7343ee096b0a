//! A chain on the small parameters, and blocks for it by `jar-author`.

use jar_author::{Author, Entry, Genesis, Keyring, Parent, genesis, genesis_header};
use jar_codec::encode;
use jar_crypto::blake2b_of;
use jar_stf::Protocol;
use jar_stf::chain::{Chain, ChainError, Imported, Retention, Start};
use jar_types::{Block, DisputesExtrinsic, Extrinsic, Hash, Params, Slot};
use javm::Interpreter;
use std::sync::LazyLock;

pub(crate) static TINY: LazyLock<Author> =
    LazyLock::new(|| Author::new(Params::tiny(), Keyring::trivial(6)));
static FULL: LazyLock<Author> =
    LazyLock::new(|| Author::new(Params::full(), Keyring::trivial(1023)));

pub(crate) struct World {
    author: &'static Author,
    pub(crate) chain: Chain,
    pub(crate) start: Hash,
}

fn no_disputes() -> DisputesExtrinsic {
    DisputesExtrinsic { verdicts: Vec::new(), culprits: Vec::new(), faults: Vec::new() }
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        Self::bounded(seed, Retention { depth: 1000, blocks: 1000 })
    }

    pub(crate) fn bounded(seed: u64, retention: Retention) -> Self {
        Self::by(&TINY, seed, retention)
    }

    /// Of the full parameters.
    pub(crate) fn full(seed: u64) -> Self {
        Self::by(&FULL, seed, Retention::default())
    }

    fn by(author: &'static Author, seed: u64, retention: Retention) -> Self {
        let state = genesis(author, Genesis::new(author.params(), seed)).unwrap();
        let header = blake2b_of(&genesis_header());
        let start = Start { header, slot: 0, state: state.into(), ancestry: Some(Vec::new()) };
        let chain = Chain::new(Protocol::jam(author.params().clone()), retention, start).unwrap();
        Self { author, chain, start: header }
    }

    /// A valid block on a parent with so many tickets, as far as there are useful ones.
    pub(crate) fn block(&self, parent: &Hash, slot: Slot, tickets: usize) -> Block {
        let state = self.chain.state(parent).unwrap();
        let parent = Parent::live(*parent, self.chain.root(parent).unwrap(), state);
        let plan = self.author.plan(parent, slot, &no_disputes()).unwrap();
        let mut entries: Vec<Entry> = Vec::new();
        if tickets > 0 {
            let safrole = plan.safrole();
            let contest = self.author.contest(plan.entropy(), &safrole.pending).unwrap();
            entries.extend(contest.useful(&safrole.ticket_accumulator, 12).take(tickets));
        }
        let extrinsic = Extrinsic {
            tickets: self.author.tickets(&plan, &entries).unwrap(),
            preimages: Vec::new(),
            guarantees: Vec::new(),
            assurances: Vec::new(),
            disputes: no_disputes(),
        };
        self.author.block(&plan, extrinsic).unwrap()
    }

    /// The block changed and, as far as its author can, sealed again.
    pub(crate) fn tampered(&self, block: &Block, change: impl FnOnce(&mut Block)) -> Block {
        let mut changed = block.clone();
        change(&mut changed);
        let state = self.chain.state(&block.header.parent).unwrap();
        let parent = Parent::live(block.header.parent, block.header.parent_state_root, state);
        let plan = self.author.plan(parent, block.header.slot, &no_disputes()).unwrap();
        changed.header = self.author.seal(&plan, changed.header).unwrap();
        changed
    }

    pub(crate) fn import(&mut self, block: &Block) -> Result<Imported, ChainError> {
        self.chain.import(&Interpreter, &encode(block), None)
    }

    /// Imports a valid block; its header's hash.
    pub(crate) fn extend(&mut self, parent: &Hash, slot: Slot, tickets: usize) -> Hash {
        let block = self.block(parent, slot, tickets);
        self.import(&block).unwrap().header
    }
}
