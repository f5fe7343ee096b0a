//! Tickets.

use super::{Bench, Mutator, flip, swap, twice};
use jar_author::Entry;
use jar_types::{Block, TicketProof};

pub(super) const ALL: &[Mutator] = &[
    after_contest,
    too_many,
    attempt,
    |bench| order(bench, false),
    |bench| order(bench, true),
    held,
    useless,
    |bench| damaged(bench, 0),
    |bench| damaged(bench, 32),
    |bench| bench.with(|extrinsic| extrinsic.tickets.pop().map(|_| ())),
];

/// A ticket of an earlier block.
fn old(bench: &Bench<'_>) -> Option<TicketProof> {
    let mut all = bench.earlier.iter().rev().chain([bench.block]);
    all.find_map(|block| block.extrinsic.tickets.first().copied())
}

fn after_contest(bench: &mut Bench<'_>) -> Option<Block> {
    let params = bench.author.params();
    let late = bench.plan.slot.checked_rem(params.epoch_length)? >= params.contest_end;
    let ticket = old(bench).filter(|_| late)?;
    bench.with(|extrinsic| {
        extrinsic.tickets.push(ticket);
        Some(())
    })
}

fn too_many(bench: &mut Bench<'_>) -> Option<Block> {
    let most = usize::from(bench.author.params().block_tickets);
    let ticket = *bench.block.extrinsic.tickets.first()?;
    bench.with(|extrinsic| {
        extrinsic.tickets.resize(most.saturating_add(1), ticket);
        Some(())
    })
}

fn attempt(bench: &mut Bench<'_>) -> Option<Block> {
    let entries = bench.author.params().ticket_entries as u8;
    let at = bench.place(bench.block.extrinsic.tickets.len());
    bench.with(|extrinsic| {
        extrinsic.tickets.get_mut(at)?.attempt = entries;
        Some(())
    })
}

fn order(bench: &mut Bench<'_>, same: bool) -> Option<Block> {
    let at = bench.place(bench.block.extrinsic.tickets.len().saturating_sub(1));
    let most = usize::from(bench.author.params().block_tickets);
    bench.with(|extrinsic| {
        let tickets = &mut extrinsic.tickets;
        if same {
            twice(tickets, at)?;
            tickets.truncate(most);
            (tickets.len() > at.saturating_add(1)).then_some(())
        } else {
            swap(tickets, at)
        }
    })
}

/// A block with this entry as its only ticket, while there is a contest.
fn alone(
    bench: &mut Bench<'_>,
    pick: impl Fn(&Entry, &[jar_types::Ticket]) -> bool,
) -> Option<Block> {
    let params = bench.author.params();
    if bench.plan.slot.checked_rem(params.epoch_length)? >= params.contest_end {
        return None;
    }
    let safrole = bench.plan.safrole();
    let held = &safrole.ticket_accumulator;
    let contest = bench.author.contest(bench.plan.entropy(), &safrole.pending).ok()?;
    let entry = *contest.entries().iter().rev().find(|entry| pick(entry, held))?;
    let ticket = bench.author.ticket(&bench.plan, &entry).ok()?;
    bench.with(|extrinsic| {
        extrinsic.tickets = vec![ticket];
        Some(())
    })
}

fn held(bench: &mut Bench<'_>) -> Option<Block> {
    alone(bench, |entry, held| held.contains(&entry.ticket))
}

/// The accumulator is full of better ones.
fn useless(bench: &mut Bench<'_>) -> Option<Block> {
    let full = bench.author.params().epoch_slots();
    alone(bench, |entry, held| {
        held.len() == full && held.last().is_some_and(|last| last.id < entry.ticket.id)
    })
}

/// A bit of a proof, of its output (from 0 on) or behind it (from 32 on).
fn damaged(bench: &mut Bench<'_>, from: usize) -> Option<Block> {
    let at = bench.place(bench.block.extrinsic.tickets.len());
    let bit = bench.place(700 * 8);
    bench.with(|extrinsic| {
        let octets = &mut extrinsic.tickets.get_mut(at)?.signature.0;
        let part = if from == 0 { octets.get_mut(..32)? } else { octets.get_mut(from..)? };
        flip(part, bit)
    })
}
