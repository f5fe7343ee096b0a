//! Headers.

use super::{Bench, Mutator, flip};
use jar_types::{Block, EpochMark, Hash, Slot, VrfSignature};

pub(super) const ALL: &[Mutator] = &[
    |bench| sealed_slot(bench, 0),
    |bench| sealed_slot(bench, 1),
    |bench| bench.sealed(|header| header.slot = Slot::MAX),
    |bench| bench.sealed(|header| header.slot = header.slot.saturating_add(1)),
    |bench| bench.sealed(|header| header.parent_state_root = Hash([3; 32])),
    |bench| bench.sealed(|header| header.extrinsic_hash = Hash([4; 32])),
    |bench| Some(bench.with_header(|header| header.extrinsic_hash = Hash::default())),
    author_beyond,
    another_author,
    |bench| signature(bench, false),
    |bench| signature(bench, true),
    sealed_by_another,
    unsigned_change,
    entropy_of_another,
    |bench| Some(bench.with_header(|header| header.entropy_source = VrfSignature([0xff; 96]))),
    |bench| Some(bench.with_header(|header| header.seal = VrfSignature([0xff; 96]))),
    |bench| Some(bench.with_header(|header| header.seal = VrfSignature([0; 96]))),
    no_epoch_mark,
    an_epoch_mark,
    another_epoch_mark,
    tickets_mark,
    another_tickets_mark,
    |bench| bench.sealed(|header| header.offenders_mark.push(Default::default())),
    |bench| bench.sealed(|header| header.offenders_mark.clear()).filter(|it| *it != *bench.block),
];

fn sealed_slot(bench: &mut Bench<'_>, back: Slot) -> Option<Block> {
    let slot = bench.plan.parent.slot.checked_sub(back)?;
    bench.sealed(|header| header.slot = slot)
}

fn author_beyond(bench: &mut Bench<'_>) -> Option<Block> {
    let validators = bench.author.params().validators;
    let index = bench.any(&[validators, validators.saturating_add(1), u16::MAX])?;
    bench.sealed(|header| header.author_index = index)
}

fn another_author(bench: &mut Bench<'_>) -> Option<Block> {
    let validators = bench.author.params().validators;
    let index = bench.plan.author_index.saturating_add(1).checked_rem(validators)?;
    bench.sealed(|header| header.author_index = index)
}

/// A bit of one of the two signatures; of the second the author signs what it says.
fn signature(bench: &mut Bench<'_>, entropy: bool) -> Option<Block> {
    let at = bench.place(96 * 8);
    let mut block = bench.block.clone();
    let header = &mut block.header;
    flip(if entropy { &mut header.entropy_source.0 } else { &mut header.seal.0 }, at)?;
    if entropy {
        let index = bench.plan.author_index;
        let secrets = bench.author.secrets(bench.plan.active(), index).ok()?;
        block.header = bench.author.seal_as(secrets, &bench.plan, block.header).ok()?;
    }
    Some(block)
}

fn sealed_by_another(bench: &mut Bench<'_>) -> Option<Block> {
    let secrets = bench.author.keyring().secrets();
    let secrets = secrets.get(bench.source.up_to(secrets.len().saturating_sub(1)))?;
    let header = bench.block.header.clone();
    let header = bench.author.seal_as(secrets, &bench.plan, header).ok()?;
    (header.seal != bench.block.header.seal)
        .then(|| Block { header, extrinsic: bench.block.extrinsic.clone() })
}

/// What is signed is not what is there, but only the seal says so.
fn unsigned_change(bench: &mut Bench<'_>) -> Option<Block> {
    let other = bench.sealed(|header| header.parent_state_root = Hash([9; 32]))?;
    Some(bench.with_header(|header| header.seal = other.header.seal))
}

/// The entropy source of the block before, the seal right.
fn entropy_of_another(bench: &mut Bench<'_>) -> Option<Block> {
    let other = bench.earlier.last()?.header.entropy_source;
    let index = bench.plan.author_index;
    let secrets = bench.author.secrets(bench.plan.active(), index).ok()?;
    let mut block = bench.with_header(|header| header.entropy_source = other);
    block.header = bench.author.seal_as(secrets, &bench.plan, block.header).ok()?;
    Some(block)
}

fn no_epoch_mark(bench: &mut Bench<'_>) -> Option<Block> {
    bench.block.header.epoch_mark.as_ref()?;
    bench.sealed(|header| header.epoch_mark = None)
}

fn an_epoch_mark(bench: &mut Bench<'_>) -> Option<Block> {
    let mark = bench.earlier.iter().find_map(|block| block.header.epoch_mark.clone())?;
    bench.sealed(|header| header.epoch_mark = Some(mark))
}

fn another_epoch_mark(bench: &mut Bench<'_>) -> Option<Block> {
    let mut mark: EpochMark = bench.block.header.epoch_mark.clone()?;
    match bench.source.up_to(2) {
        0 => mark.entropy = Hash([1; 32]),
        1 => mark.tickets_entropy = Hash([2; 32]),
        _ => mark.validators.reverse(),
    }
    bench.sealed(|header| header.epoch_mark = Some(mark))
}

/// One that is not due, or none where one is.
fn tickets_mark(bench: &mut Bench<'_>) -> Option<Block> {
    let mark = match bench.block.header.tickets_mark {
        Some(_) => None,
        None => Some(bench.earlier.iter().find_map(|block| block.header.tickets_mark.clone())?),
    };
    bench.sealed(|header| header.tickets_mark = mark)
}

fn another_tickets_mark(bench: &mut Bench<'_>) -> Option<Block> {
    let mut mark = bench.block.header.tickets_mark.clone()?;
    mark.0.reverse();
    bench.sealed(|header| header.tickets_mark = Some(mark))
}
