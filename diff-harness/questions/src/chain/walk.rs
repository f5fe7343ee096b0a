//! A chain of valid blocks that goes on from question to question.

use super::{ChainQuestion, guests};
use crate::sections::Ancestor;
use jar_author::{
    Author, AuthorError, Generator, Genesis, Keyring, Rates, genesis, genesis_header,
};
use jar_codec::encode;
use jar_crypto::blake2b_of;
use jar_stf::Protocol;
use jar_stf::chain::{Chain, Retention, Start};
use jar_stf::live::LiveState;
use jar_types::{Block, Hash, Header, Params};
use javm::Interpreter;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Which walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) full: bool,
    pub(super) seed: u64,
    pub(super) number: u64,
}

/// Validators whose keys nobody else has: the last of a ring is never in a set.
const STRANGERS: u32 = 1;

static TINY: LazyLock<Author> =
    LazyLock::new(|| Author::new(Params::tiny(), Keyring::trivial(12 + STRANGERS)));

/// Lookup anchors are soon too old.
static SHORT: LazyLock<Author> = LazyLock::new(|| {
    let params = Params { lookup_anchor_age: 24, ..Params::tiny() };
    Author::new(params, Keyring::trivial(12 + STRANGERS))
});

static FULL: LazyLock<Author> =
    LazyLock::new(|| Author::new(Params::full(), Keyring::trivial(1023 + STRANGERS)));

impl Route {
    pub(super) fn author(self) -> &'static Author {
        match (self.full, self.number & 3) {
            (true, _) => &FULL,
            (false, 3) => &SHORT,
            _ => &TINY,
        }
    }

    /// How often things happen: contests, disputes, gaps, by turns.
    fn rates(self) -> Rates {
        let usual = Rates { dispute: 0, skipped_epoch: 0, ..Rates::default() };
        match (self.full, self.number & 3) {
            (true, _) => Rates { ticket: 2, dispute: 1, report: 24, preimage: 64, ..usual },
            (false, 0) => Rates { ticket: 224, skipped_slot: 2, ..usual },
            (false, 1) => {
                Rates { ticket: 0, dispute: 110, skipped_slot: 40, skipped_epoch: 8, ..usual }
            }
            (false, 2) => Rates { ticket: 100, skipped_slot: 12, skipped_epoch: 2, ..usual },
            (false, _) => Rates { ticket: 0, dispute: 24, skipped_slot: 90, ..usual },
        }
    }

    /// Decides what contests there are: few, because their proofs cost more than all else.
    const fn slots(self) -> u64 {
        self.number & 3
    }

    /// A generator for blocks beside the walk.
    pub(super) fn generator(self, seed: u64) -> Generator<'static> {
        let rates = Rates { ticket: 0, ..self.rates() };
        Generator::new(self.author(), seed, seed, rates, guests::library())
    }
}

/// A chain, and where it has come to.
pub(super) struct Walk {
    pub(super) route: Route,
    pub(super) chain: Chain,
    generator: Generator<'static>,
    /// The header of the last block.
    pub(super) header: Header,
    ancestors: Vec<Ancestor>,
    /// Blocks so far, the last ones.
    pub(super) earlier: Vec<Block>,
    pub(super) position: u64,
}

/// How many blocks are remembered.
const EARLIER: usize = 16;

impl Walk {
    /// At its start.
    pub(super) fn new(route: Route) -> Result<Self, String> {
        let author = route.author();
        let params = author.params();
        let count = params.validator_count();
        let mut from = Genesis::new(params, route.slots());
        let designates = !route.full && route.rates().ticket == 0;
        from.services = guests::accounts(&author.keyring().set(3, count), designates);
        from.privileges.always_acc = BTreeMap::from([(3, 50_000), (77, 10)]);
        let state = genesis(author, from).map_err(|error| error.to_string())?;
        let state = LiveState::from(state);
        let header = genesis_header();
        let hash = blake2b_of(&header);
        let start = Start { header: hash, slot: 0, state, ancestry: Some(Vec::new()) };
        let protocol = Protocol::jam(params.clone());
        let chain = Chain::with_caches(protocol, Retention::default(), start, Arc::default());
        Ok(Self {
            route,
            chain: chain.map_err(|error| error.to_string())?,
            generator: Generator::new(
                author,
                route.slots(),
                route.seed ^ route.number.rotate_left(40),
                route.rates(),
                guests::library(),
            ),
            header,
            ancestors: vec![Ancestor { slot: 0, header: hash }],
            earlier: Vec::new(),
            position: 0,
        })
    }

    /// The hash of the last block's header.
    pub(super) fn head(&self) -> Hash {
        blake2b_of(&self.header)
    }

    /// A block on any block that the chain has.
    pub(super) fn made_by(
        &self,
        generator: &mut Generator<'static>,
        on: Hash,
    ) -> Result<Block, AuthorError> {
        let nobody = AuthorError::Nobody { slot: 0 };
        let root = self.chain.root(&on).ok_or(nobody)?;
        generator.block(on, root, self.chain.state(&on).ok_or(nobody)?)
    }

    /// The next block, not imported yet.
    pub(super) fn next(&mut self) -> Result<Block, AuthorError> {
        let on = self.head();
        let nobody = AuthorError::Nobody { slot: 0 };
        let root = self.chain.root(&on).ok_or(nobody)?;
        self.generator.block(on, root, self.chain.state(&on).ok_or(nobody)?)
    }

    /// Imports a block and goes on from it. Whether it was imported.
    pub(super) fn advance(&mut self, block: Block) -> bool {
        let imported = self.chain.import(&Interpreter, &encode(&block), None);
        let Ok(imported) = imported else { return false };
        let ancestor = Ancestor { slot: block.header.slot, header: imported.header };
        self.ancestors.push(ancestor);
        self.header = block.header.clone();
        self.earlier.push(block);
        let beyond = self.earlier.len().saturating_sub(EARLIER);
        self.earlier.drain(..beyond);
        self.position = self.position.saturating_add(1);
        true
    }

    /// Goes on to a position, blocks that are rejected left out.
    pub(super) fn go(&mut self, to: u64) {
        let mut rejected = 0u32;
        while self.position < to && rejected < 64 {
            let Ok(block) = self.next() else { return };
            if !self.advance(block) {
                rejected = rejected.saturating_add(1);
            }
        }
    }

    /// A question that begins here.
    pub(super) fn question(&self) -> Option<ChainQuestion> {
        let entries = self.chain.entries(&self.head())?;
        Some(ChainQuestion {
            header: self.header.clone(),
            ancestors: Some(self.ancestors.clone()),
            clock: None,
            entries: entries.into_iter().map(|(key, value)| (key.0, value)).collect(),
            blocks: Vec::new(),
        })
    }
}
