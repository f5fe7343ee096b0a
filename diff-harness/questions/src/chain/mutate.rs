//! Blocks that are like a valid one, but for one thing: fields of the header, items of the extrinsic, single rules; sealed again
//! where the rule would not be reached otherwise.

mod disputed;
mod headers;
mod reported;
mod ticketed;

use jar_author::{Author, Parent, Plan};
use jar_codec::sample::Source;
use jar_stf::live::LiveState;
use jar_types::{Block, Extrinsic, Hash, Header};

/// What a broken block is made of.
pub(super) struct Bench<'a> {
    pub(super) author: &'static Author,
    pub(super) plan: Plan<'a>,
    pub(super) state: &'a LiveState,
    /// The valid block.
    pub(super) block: &'a Block,
    /// Blocks before it.
    pub(super) earlier: &'a [Block],
    pub(super) source: &'a mut Source,
}

impl<'a> Bench<'a> {
    /// For a valid block on a parent: its header's hash, the state after it, its root.
    pub(super) fn new(
        author: &'static Author,
        (on, root, state): (Hash, Hash, &'a LiveState),
        block: &'a Block,
        earlier: &'a [Block],
        source: &'a mut Source,
    ) -> Option<Self> {
        let parent = Parent::live(on, root, state);
        let plan = author.plan(parent, block.header.slot, &block.extrinsic.disputes).ok()?;
        Some(Self { author, plan, state, block, earlier, source })
    }

    /// One of these.
    pub(super) fn any<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.source.up_to(of.len().saturating_sub(1))).cloned()
    }

    /// A place among so many.
    pub(super) fn place(&mut self, count: usize) -> usize {
        self.source.up_to(count.saturating_sub(1))
    }

    /// The block with another header, its signatures as they are.
    pub(super) fn with_header(&self, change: impl FnOnce(&mut Header)) -> Block {
        let mut block = self.block.clone();
        change(&mut block.header);
        block
    }

    /// The block with another header, signed by its author.
    pub(super) fn sealed(&self, change: impl FnOnce(&mut Header)) -> Option<Block> {
        let mut block = self.with_header(change);
        block.header = self.author.seal(&self.plan, block.header).ok()?;
        Some(block)
    }

    /// The block with another extrinsic, committed to and signed by its author. Disputes decide what the header must say.
    pub(super) fn with(&self, change: impl FnOnce(&mut Extrinsic) -> Option<()>) -> Option<Block> {
        let mut extrinsic = self.block.extrinsic.clone();
        change(&mut extrinsic)?;
        let disputes = &extrinsic.disputes;
        if *disputes == self.block.extrinsic.disputes {
            return self.author.block(&self.plan, extrinsic).ok();
        }
        let plan = self.author.plan(self.plan.parent, self.plan.slot, disputes).ok()?;
        self.author.block(&plan, extrinsic).ok()
    }
}

/// Makes a broken block; none if the valid one has not what it takes.
type Mutator = fn(&mut Bench<'_>) -> Option<Block>;

/// All of them.
const GROUPS: [&[Mutator]; 5] =
    [headers::ALL, ticketed::ALL, disputed::ALL, reported::ALL, reported::PREIMAGES];

/// How many there are.
pub(super) const MUTATORS: usize = {
    let [a, b, c, d, e] = GROUPS;
    a.len() + b.len() + c.len() + d.len() + e.len()
};

/// The broken block of the first, from a place on, that can make one.
pub(super) fn mutate(bench: &mut Bench<'_>, first: usize) -> Option<Block> {
    let all = GROUPS.iter().copied().flatten().cycle().skip(first).take(MUTATORS);
    all.into_iter().find_map(|make| make(bench))
}

/// Two neighbours change places; nothing if there is only one.
pub(super) fn swap<T>(items: &mut [T], at: usize) -> Option<()> {
    let next = at.checked_add(1).filter(|next| *next < items.len())?;
    items.swap(at, next);
    Some(())
}

/// An item comes twice.
pub(super) fn twice<T: Clone>(items: &mut Vec<T>, at: usize) -> Option<()> {
    let item = items.get(at).cloned()?;
    items.insert(at, item);
    Some(())
}

/// Some bit changes.
pub(super) fn flip(octets: &mut [u8], at: usize) -> Option<()> {
    let (place, bit) = (at.checked_rem(octets.len())?, at.checked_div(octets.len())?);
    *octets.get_mut(place)? ^= 1u8.rotate_left(bit as u32);
    Some(())
}
