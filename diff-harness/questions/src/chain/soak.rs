//! Imports, rejections and forks without end on one chain, whose memory has to stay as it is.

use super::mutate::{Bench, MUTATORS, mutate};
use super::walk::{Route, Walk};
use crate::damage;
use jar_codec::encode;
use jar_codec::sample::Source;
use jar_crypto::blake2b_of;
use jar_types::{Block, Hash};
use javm::Interpreter;

/// What was done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Soaked {
    /// Blocks that were imported on the longest chain.
    pub imported: u64,
    /// Blocks that were imported beside it.
    pub forks: u64,
    /// Blocks that were there already.
    pub known: u64,
    /// Blocks, and octets that are none, that were rejected.
    pub rejected: u64,
    /// Blocks that are held.
    pub held: usize,
}

impl Soaked {
    /// All operations.
    #[must_use]
    pub const fn operations(&self) -> u64 {
        self.imported
            .saturating_add(self.forks)
            .saturating_add(self.known)
            .saturating_add(self.rejected)
    }
}

/// Does so many operations; `round` hears of them now and then, and says whether to go on.
///
/// # Errors
/// The chain comes to its end, or a state is another after a rejection.
pub fn soak(
    seed: u64,
    operations: u64,
    round: &mut dyn FnMut(&Soaked) -> bool,
) -> Result<Soaked, String> {
    // Gaps and disputes, no contests: proofs would be most of the time.
    let route = Route { full: false, seed, number: 3 };
    let mut walk = Walk::new(route)?;
    let mut source = Source::new(seed, 0);
    let mut done = Soaked::default();
    let mut turn = 0usize;
    while done.operations() < operations && round(&done) {
        let on = walk.head();
        let block = walk.next().map_err(|error| error.to_string())?;
        let root = walk.chain.root(&on).ok_or("the head has no state")?;
        let broken = broken(&walk, on, root, &block, turn, &mut source);
        turn = turn.wrapping_add(1);
        attempt(&mut walk, &broken, &mut done);
        if walk.chain.root(&on) != Some(root) {
            return Err(format!("block {on}: another root after a rejection"));
        }
        if source.up_to(2) == 0 {
            fork(&mut walk, route, on, &mut source, &mut done);
        }
        let octets = encode(&block);
        if walk.advance(block) {
            one_more(&mut done.imported);
            attempt(&mut walk, &[octets], &mut done);
        } else {
            one_more(&mut done.rejected);
        }
        done.held = walk.chain.len();
    }
    Ok(done)
}

const fn one_more(count: &mut u64) {
    *count = count.saturating_add(1);
}

/// Blocks that break rules, and damaged octets.
fn broken(
    walk: &Walk,
    on: Hash,
    root: Hash,
    block: &Block,
    turn: usize,
    source: &mut Source,
) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let (author, earlier) = (walk.route.author(), walk.earlier.as_slice());
    let state = walk.chain.state(&on);
    let bench =
        state.and_then(|state| Bench::new(author, (on, root, state), block, earlier, source));
    if let Some(mut bench) = bench {
        let made = mutate(&mut bench, turn.checked_rem(MUTATORS).unwrap_or(0));
        all.extend(made.map(|block| encode(&block)));
    }
    for way in [damage::bit, damage::cut, damage::octets, damage::insert] {
        let mut octets = encode(block);
        way(source, &mut octets);
        all.push(octets);
    }
    let mut orphan = block.clone();
    orphan.header.parent = blake2b_of(&orphan.header);
    all.push(encode(&orphan));
    all
}

/// Imports what may be rejected.
fn attempt(walk: &mut Walk, all: &[Vec<u8>], done: &mut Soaked) {
    for octets in all {
        match walk.chain.import(&Interpreter, octets, None) {
            Ok(imported) if imported.known => one_more(&mut done.known),
            Ok(_) => one_more(&mut done.forks),
            Err(_) => one_more(&mut done.rejected),
        }
    }
}

/// A sibling of the next block, and its child.
fn fork(walk: &mut Walk, route: Route, on: Hash, source: &mut Source, done: &mut Soaked) {
    let mut generator = route.generator(source.number());
    let mut on = on;
    for _ in 0..2 {
        let Ok(block) = walk.made_by(&mut generator, on) else { return };
        on = blake2b_of(&block.header);
        attempt(walk, &[encode(&block)], done);
    }
}
