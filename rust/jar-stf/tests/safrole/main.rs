//! Block production: chains of valid blocks, and blocks that break one rule alone.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

mod world;

use jar_author::Plan;
use jar_crypto::blake2b;
use jar_stf::safrole::{entropy_context, outside_in, ticket_context};
use jar_stf::{Caches, Rejection, Rule};
use jar_types::{
    Block, EpochMark, Extrinsic, Hash, Header, SealKeys, Ticket, TicketProof, VrfSignature,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use world::{AUTHOR, World, extrinsic};

static CACHES: LazyLock<Caches> = LazyLock::new(Caches::new);

/// The worlds after each of the slots 1 to 26: two epochs and a bit, three tickets a block.
static CHAIN: LazyLock<Vec<World>> = LazyLock::new(|| {
    let mut worlds = vec![World::new(7)];
    for slot in 1..=26 {
        let world = worlds.last().unwrap();
        let plan = world.plan(slot);
        let tickets = if slot % 12 < 10 { 3 } else { 0 };
        let (next, _) = world.after(&CACHES, &world.block(&plan, tickets)).unwrap();
        worlds.push(next);
    }
    worlds
});

/// What is wrong with a block, if the parent is the world after `slot` − 1.
fn rejection(slot: u32, block: &Block) -> Rejection {
    CHAIN[slot as usize - 1].after(&CACHES, block).unwrap_err()
}

/// What is wrong with the block of a slot whose header is changed before it is sealed.
fn with_header(slot: u32, change: impl FnOnce(&mut Header, &Plan<'_>)) -> Rejection {
    let plan = CHAIN[slot as usize - 1].plan(slot);
    let mut header = AUTHOR.header(&plan, &extrinsic());
    change(&mut header, &plan);
    let header = AUTHOR.seal(&plan, header).unwrap();
    rejection(slot, &Block { header, extrinsic: extrinsic() })
}

/// What is wrong with the block of a slot that has these tickets.
fn with_tickets(slot: u32, tickets: impl FnOnce(&Plan<'_>) -> Vec<TicketProof>) -> Rejection {
    let plan = CHAIN[slot as usize - 1].plan(slot);
    let tickets = tickets(&plan);
    rejection(slot, &AUTHOR.block(&plan, Extrinsic { tickets, ..extrinsic() }).unwrap())
}

/// The proofs of the best entries from number `from` on.
fn proofs(plan: &Plan<'_>, from: usize, count: usize) -> Vec<TicketProof> {
    let contest = AUTHOR.contest(plan.entropy(), &plan.safrole().pending).unwrap();
    AUTHOR.tickets(plan, &contest.entries()[from..from + count]).unwrap()
}

#[test]
fn the_accumulator_is_sorted_unique_and_bounded() {
    for (slot, world) in CHAIN.iter().enumerate() {
        let held = &world.state.safrole.ticket_accumulator;
        assert!(held.is_sorted_by(|a, b| a.id < b.id), "slot {slot}");
        // Three in each block until the twelve best are there.
        let contested = if slot < 12 { slot % 12 } else { slot % 12 + 1 };
        assert_eq!(held.len(), (3 * contested).min(12), "slot {slot}");
    }
    let contest = AUTHOR.contest(CHAIN[20].plan(21).entropy(), &CHAIN[20].state.safrole.pending);
    let best: Vec<Ticket> =
        contest.unwrap().entries()[..12].iter().map(|entry| entry.ticket).collect();
    assert_eq!(CHAIN[20].state.safrole.ticket_accumulator, best);
}

#[test]
fn full_contests_decide_who_seals() {
    for slot in 1..=26u32 {
        let world = &CHAIN[slot as usize - 1];
        let block = world.block(&world.plan(slot), 0);
        let (_, ticketed) = world.after(&CACHES, &block).unwrap();
        assert_eq!(ticketed, slot >= 12, "slot {slot}");
        assert_eq!(block.header.epoch_mark.is_some(), slot % 12 == 0, "slot {slot}");
        assert_eq!(block.header.tickets_mark.is_some(), slot % 12 == 10, "slot {slot}");
    }
}

#[test]
fn an_epoch_moves_validators_and_randomness_on() {
    let (before, after) = (&CHAIN[23].state, &CHAIN[24].state);
    assert_eq!(after.previous_validators, before.active_validators);
    assert_eq!(after.active_validators, before.safrole.pending);
    assert_eq!(after.safrole.pending, before.staging_validators);
    assert_eq!(after.entropy.0[1..], before.entropy.0[..3]);
    let (middle, next) = (&CHAIN[24].state, &CHAIN[25].state);
    assert_eq!(next.entropy.0[1..], middle.entropy.0[1..]);
    assert_ne!(next.entropy.0[0], middle.entropy.0[0]);
    assert_eq!(
        after.safrole.seal_keys,
        SealKeys::Tickets(outside_in(&before.safrole.ticket_accumulator))
    );
}

#[test]
fn who_skips_an_epoch_or_the_end_of_a_contest_loses_the_tickets() {
    let keys = |slot: usize, to: u32| {
        let world = &CHAIN[slot];
        let (next, ticketed) = world.after(&CACHES, &world.block(&world.plan(to), 0)).unwrap();
        assert!(!ticketed);
        let [_, _, randomness, _] = next.state.entropy.0;
        let key = |slot: u32| {
            let hash = blake2b(&[&randomness.0[..], &slot.to_le_bytes()].concat()).0;
            let drawn = u32::from_le_bytes(hash[..4].try_into().unwrap()) as usize % 6;
            next.state.active_validators.0[drawn].bandersnatch
        };
        assert_eq!(next.state.safrole.seal_keys, SealKeys::Keys((0..12).map(key).collect()));
    };
    // Slot 9 of an epoch is within the contest, slot 10 is not.
    keys(21, 24);
    keys(22, 36);
    keys(22, 100);
    let world = &CHAIN[22];
    assert!(world.after(&CACHES, &world.block(&world.plan(24), 0)).unwrap().1);
}

#[test]
fn offenders_lose_their_keys_in_the_next_epoch_but_one() {
    let mut world = CHAIN[11].clone();
    let offender = world.state.staging_validators.0[2];
    world.state.disputes.offenders.insert(offender.ed25519);
    let block = world.block(&world.plan(12), 0);
    let mark = block.header.epoch_mark.as_ref().unwrap();
    assert_eq!(mark.validators[2].ed25519.0, [0; 32]);
    assert_eq!(mark.validators[2].bandersnatch.0, [0; 32]);
    let (next, _) = world.after(&CACHES, &block).unwrap();
    let pending = &next.state.safrole.pending.0;
    assert_eq!(pending.iter().filter(|keys| **keys == Default::default()).count(), 1);
    // The others can still take part.
    next.after(&CACHES, &next.block(&next.plan(13), 3)).unwrap();
}

#[test]
fn markers_say_what_they_must_and_come_when_they_must() {
    let epoch = Rule::HeaderEpochMark.at(0);
    let tickets = Rule::HeaderTicketsMark.at(0);
    assert_eq!(with_header(12, |header, _| header.epoch_mark = None), epoch);
    assert_eq!(with_header(13, |header, _| header.epoch_mark = of_other_epoch()), epoch);
    for change in [
        (|mark| mark.entropy.0[0] ^= 1) as fn(&mut EpochMark),
        |mark| mark.tickets_entropy.0[31] ^= 1,
        |mark| mark.validators.swap(0, 1),
        |mark| mark.validators[5].ed25519.0[0] ^= 1,
        |mark| mark.validators[5].bandersnatch.0[0] ^= 1,
    ] {
        let change = |header: &mut Header, _: &Plan<'_>| {
            change(header.epoch_mark.as_mut().unwrap());
        };
        assert_eq!(with_header(24, change), epoch);
    }
    assert_eq!(with_header(22, |header, _| header.tickets_mark = None), tickets);
    let swap = |header: &mut Header, _: &Plan<'_>| {
        header.tickets_mark.as_mut().unwrap().0.swap(0, 1);
    };
    assert_eq!(with_header(22, swap), tickets);
    let marked = |slot: u32| {
        let world = &CHAIN[slot as usize - 1];
        world.block(&world.plan(slot), 0).header.tickets_mark
    };
    for slot in [21, 23, 24] {
        assert_eq!(with_header(slot, |header, _| header.tickets_mark = marked(22)), tickets);
    }
}

fn of_other_epoch() -> Option<EpochMark> {
    CHAIN[11].plan(12).rotation.epoch_mark
}

#[test]
fn seals_are_of_who_may_seal() {
    // By keys in the first epoch, by tickets in the second.
    for slot in [5, 17] {
        let plan = CHAIN[slot as usize - 1].plan(slot);
        let valid = CHAIN[slot as usize - 1].block(&plan, 0);
        let with = |header: Header| rejection(slot, &Block { header, extrinsic: extrinsic() });

        let mut header = valid.header.clone();
        header.author_index = 6;
        assert_eq!(with(header), Rule::HeaderAuthorIndex.at(0));

        // Somebody else, with valid signatures of its own.
        let other = (plan.author_index + 1) % 6;
        let mut others = plan.clone();
        others.author_index = other;
        let mut header = AUTHOR.header(&others, &extrinsic());
        header = AUTHOR.seal(&others, header).unwrap();
        assert_eq!(with(header.clone()), Rule::HeaderSealAuthor.at(0));

        // Somebody else in the author's name.
        header.author_index = plan.author_index;
        let rule = if slot < 12 { Rule::HeaderSeal } else { Rule::HeaderSealAuthor };
        assert_eq!(with(header), rule.at(0));

        let mut header = valid.header.clone();
        header.parent_state_root.0[0] ^= 1;
        assert_eq!(with(header), Rule::HeaderSeal.at(0));

        let mut header = valid.header.clone();
        header.seal = VrfSignature([0xff; 96]);
        assert_eq!(with(header), rule.at(0));
    }
}

#[test]
fn entropy_comes_from_the_author_and_the_seal() {
    for slot in [5, 17] {
        let plan = CHAIN[slot as usize - 1].plan(slot);
        let author = AUTHOR.secrets(plan.active(), plan.author_index).unwrap();
        let output = author.bandersnatch.output(&plan.seal_context).unwrap();
        let with = |source: VrfSignature| {
            let header = Header { entropy_source: source, ..AUTHOR.header(&plan, &extrinsic()) };
            let header = AUTHOR.seal_as(author, &plan, header).unwrap();
            rejection(slot, &Block { header, extrinsic: extrinsic() })
        };
        let broken = Rule::HeaderEntropySource.at(0);
        assert_eq!(with(VrfSignature([0xff; 96])), broken);
        let context = entropy_context(&output);
        let sign = |context: &[u8], message: &[u8]| author.bandersnatch.sign(context, message);
        assert_eq!(with(sign(&context, b"message").unwrap()), broken);
        assert_eq!(with(sign(&entropy_context(&Hash::default()), &[]).unwrap()), broken);
        let other = AUTHOR.secrets(plan.active(), (plan.author_index + 1) % 6).unwrap();
        assert_eq!(with(other.bandersnatch.sign(&context, &[]).unwrap()), broken);
    }
}

#[test]
fn tickets_break_one_rule_each() {
    assert_eq!(with_tickets(22, |plan| proofs(plan, 0, 1)), Rule::TicketsAfterContest.at(0));
    assert_eq!(with_tickets(13, |plan| proofs(plan, 0, 4)), Rule::TicketsTooMany.at(0));
    let attempt = with_tickets(13, |plan| {
        let mut tickets = proofs(plan, 0, 3);
        tickets[1].attempt = 3;
        tickets
    });
    assert_eq!(attempt, Rule::TicketsAttempt.at(1));
    let order = with_tickets(13, |plan| {
        let mut tickets = proofs(plan, 0, 3);
        tickets.swap(1, 2);
        tickets
    });
    assert_eq!(order, Rule::TicketsOrder.at(2));
    let twice = with_tickets(13, |plan| {
        let tickets = proofs(plan, 0, 2);
        vec![tickets[0], tickets[1], tickets[1]]
    });
    assert_eq!(twice, Rule::TicketsOrder.at(2));
    // The worst of the best came first, so the best two of the twelve are missing after three blocks.
    assert_eq!(with_tickets(15, |plan| proofs(plan, 2, 2)), Rule::TicketsDuplicate.at(1));
    let useless = with_tickets(17, |plan| proofs(plan, 12, 2));
    assert_eq!(useless, Rule::TicketsUseless.at(0));
}

#[test]
fn proofs_are_of_the_ring_and_the_epoch() {
    let broken = |item| Rule::TicketsProof.at(item);
    let damaged = |octet: usize| {
        with_tickets(13, |plan| {
            let mut tickets = proofs(plan, 0, 3);
            tickets[1].signature.0[octet] ^= 4;
            tickets
        })
    };
    assert_eq!(damaged(700), broken(1));
    let no_output = with_tickets(13, |plan| {
        let mut tickets = proofs(plan, 0, 3);
        tickets.swap(0, 1);
        tickets[2].signature.0[..32].fill(0xff);
        tickets
    });
    assert_eq!(no_output, broken(2), "outputs are needed before their order is looked at");
    // Of the contest before, and of another attempt.
    let old = proofs(&CHAIN[0].plan(1), 0, 1);
    assert_ne!(
        ticket_context(CHAIN[0].plan(1).entropy(), 0),
        ticket_context(CHAIN[12].plan(13).entropy(), 0)
    );
    assert_eq!(with_tickets(13, |_| old), broken(0));
    let attempt = with_tickets(13, |plan| {
        let mut tickets = proofs(plan, 0, 1);
        tickets[0].attempt = (tickets[0].attempt + 1) % 3;
        tickets
    });
    assert_eq!(attempt, broken(0));
    // A ring that is none.
    let mut world = CHAIN[12].clone();
    let plan = world.plan(13);
    let tickets = proofs(&plan, 0, 1);
    let block = AUTHOR.block(&plan, Extrinsic { tickets, ..extrinsic() }).unwrap();
    world.state.safrole.epoch_root.0.fill(7);
    assert_eq!(world.after(&CACHES, &block).unwrap_err(), broken(0));
}

proptest! {
    #[test]
    fn outside_in_is_a_permutation(ids in prop::collection::vec(any::<[u8; 32]>(), 0..40)) {
        let tickets: Vec<Ticket> =
            ids.into_iter().map(|id| Ticket { id: Hash(id), attempt: id[0] }).collect();
        let sequence = outside_in(&tickets);
        prop_assert_eq!(sequence.len(), tickets.len());
        for (index, ticket) in sequence.iter().enumerate() {
            let from = if index % 2 == 0 { index / 2 } else { tickets.len() - 1 - index / 2 };
            prop_assert_eq!(ticket, &tickets[from]);
        }
        let set = |tickets: &[Ticket]| -> BTreeSet<Hash> { tickets.iter().map(|t| t.id).collect() };
        prop_assert_eq!(set(&sequence), set(&tickets));
    }
}
