//! Makes questions about chains from a seed and a number.

use super::mutate::{Bench, MUTATORS, mutate};
use super::walk::{Route, Walk};
use crate::damage;
use jar_codec::encode;
use jar_codec::sample::Source;
use jar_types::{Block, Hash};
use javm::Interpreter;
use std::cell::RefCell;

/// Valid blocks of a question; on full parameters there is one.
const HAPPY: u64 = 5;
/// Broken ones made of each.
const BROKEN: u64 = 2;
/// Questions of a walk.
const TINY_WALK: u64 = 20;
/// On full parameters.
const FULL_WALK: u64 = 10_000;

/// Slots by which forks may be ahead of a chain.
const SLACK: u32 = 48;

thread_local! {
    static WALK: RefCell<Option<Walk>> = const { RefCell::new(None) };
}

/// The request of a question; no octets if the generator fails.
pub(crate) fn make(full: bool, seed: u64, number: u64) -> Vec<u8> {
    let length = if full { FULL_WALK } else { TINY_WALK };
    let (walk, place) = (number.checked_div(length), number.checked_rem(length));
    let (walk, place) = (walk.unwrap_or(0), place.unwrap_or(0));
    let route = Route { full, seed, number: walk };
    let position = place.saturating_mul(if full { 1 } else { HAPPY });
    WALK.with_borrow_mut(|kept| {
        let there = kept.take().filter(|it| it.route == route && it.position <= position);
        let Ok(mut walk) = there.map_or_else(|| Walk::new(route), Ok) else { return Vec::new() };
        walk.go(position);
        let source = Source::new(seed.rotate_left(17) ^ number, 0);
        let request = Case { walk: &mut walk, source, blocks: Vec::new(), number }.request();
        *kept = Some(walk);
        request.unwrap_or_default()
    })
}

struct Case<'a> {
    walk: &'a mut Walk,
    source: Source,
    blocks: Vec<Vec<u8>>,
    number: u64,
}

impl Case<'_> {
    fn once_in(&mut self, times: usize) -> bool {
        self.source.up_to(times.saturating_sub(1)) == 0
    }

    fn request(mut self) -> Option<Vec<u8>> {
        let mut question = self.walk.question()?;
        let full = self.walk.route.full;
        let first = self.walk.head();
        let mut last = 0;
        for turn in 0..if full { 1 } else { HAPPY } {
            let Some(block) = self.valid() else { break };
            last = block.header.slot;
            let broken = self.broken(&block, turn);
            let early = self.source.up_to(broken.len());
            let (before, after) = broken.split_at_checked(early)?;
            self.blocks.extend_from_slice(before);
            self.blocks.push(encode(&block));
            self.blocks.extend_from_slice(after);
            if !self.walk.advance(block) {
                break;
            }
        }
        if !full {
            self.fork(first);
            self.odd();
        }
        // Some know the time (forks are a little ahead of the chain), some know no ancestors.
        question.clock = (!full && self.once_in(2)).then_some(last.saturating_add(SLACK));
        if !full && self.once_in(8) {
            question.ancestors = None;
        }
        question.blocks = self.blocks;
        Some(question.request(self.walk.route.author().params()))
    }

    /// The next block of the walk that Rust imports. Blocks that services make invalid are questions as well.
    fn valid(&mut self) -> Option<Block> {
        for _ in 0..8 {
            let block = self.walk.next().ok()?;
            let octets = encode(&block);
            if self.walk.chain.import(&Interpreter, &octets, None).is_ok() {
                return Some(block);
            }
            self.blocks.push(octets);
        }
        None
    }

    /// Blocks that are like a valid one, but for one thing.
    fn broken(&mut self, block: &Block, turn: u64) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        for each in 0..BROKEN {
            let place = self.number.wrapping_mul(HAPPY).wrapping_add(turn);
            let place = place.wrapping_mul(BROKEN).wrapping_add(each);
            let first = place.checked_rem(MUTATORS as u64).unwrap_or(0) as usize;
            let on = block.header.parent;
            let (Some(state), Some(root)) = (self.walk.chain.state(&on), self.walk.chain.root(&on))
            else {
                continue;
            };
            let (author, earlier) = (self.walk.route.author(), self.walk.earlier.as_slice());
            let bench = Bench::new(author, (on, root, state), block, earlier, &mut self.source);
            all.extend(bench.and_then(|mut bench| mutate(&mut bench, first)).map(|it| encode(&it)));
        }
        // Octets that are damaged, not sealed again.
        let mut octets = encode(block);
        type Damage = fn(&mut Source, &mut Vec<u8>);
        const WAYS: [Damage; 6] = [
            damage::octets,
            damage::bit,
            damage::cut,
            damage::longer,
            damage::insert,
            damage::copy,
        ];
        if self.source.up_to(2) == 0 {
            let way = self.source.up_to(WAYS.len().saturating_sub(1));
            WAYS.get(way).into_iter().for_each(|way| way(&mut self.source, &mut octets));
            all.push(octets);
        }
        all
    }

    /// A sibling of the first block, and its child.
    fn fork(&mut self, first: Hash) {
        let mut generator = self.walk.route.generator(self.source.number());
        let mut on = first;
        for _ in 0..2 {
            let Ok(block) = self.walk.made_by(&mut generator, on) else { return };
            let octets = encode(&block);
            let imported = self.walk.chain.import(&Interpreter, &octets, None);
            self.blocks.push(octets);
            let Ok(imported) = imported else { return };
            on = imported.header;
        }
    }

    /// Blocks that came before, children of blocks that were rejected, blocks of another chain.
    fn odd(&mut self) {
        let last = self.blocks.len().saturating_sub(1);
        if let Some(known) = self.blocks.get(self.source.up_to(last)).cloned() {
            self.blocks.push(known);
        }
        let params = self.walk.route.author().params();
        let any = self.blocks.get(self.source.up_to(last));
        let any = any.and_then(|octets| jar_codec::decode::<Block, _>(octets, params).ok());
        let Some(mut block) = any else { return };
        match self.source.up_to(2) {
            // The same header with another extrinsic.
            0 => block.extrinsic.preimages.clear(),
            1 => block.header.parent = jar_crypto::blake2b_of(&block.header),
            _ => block.header.parent = super::guests::STRANGE,
        }
        self.blocks.push(encode(&block));
    }
}
