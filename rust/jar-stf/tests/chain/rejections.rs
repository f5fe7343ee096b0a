//! Blocks that are none, and blocks that break one rule.

use crate::world::World;
use jar_codec::encode;
use jar_stf::chain::ChainError;
use jar_stf::import::{self, Environment, ImportError, Prior};
use jar_stf::invocation::{Programs, Setup};
use jar_stf::{Caches, Protocol, Rule};
use jar_types::{
    BandersnatchPublic, Block, Ed25519Public, EpochMark, EpochMarkKeys, Hash, Params, Ticket,
    TicketsMark,
};
use javm::Interpreter;

/// Slots for which tickets are brought: one is enough to see that they count.
const TICKET: [u32; 1] = [4];

/// Everything that can be asked of a chain.
fn everything(world: &World) -> impl PartialEq + std::fmt::Debug + use<> {
    let chain = &world.chain;
    let (head, best, last) = (chain.longest(), chain.best(), chain.finalized());
    (head, best, last, chain.len(), chain.root(&head), chain.entries(&head))
}

/// The rule that a block breaks which was valid before a change, and whose author sealed what it was changed to if so wanted.
/// The chain stays as it was.
fn broken(slot: u32, sealed: bool, change: impl FnOnce(&mut Block)) -> Rule {
    let mut world = World::new(3);
    let start = world.start;
    let parent = world.extend(&start, 2, 0);
    let valid = world.block(&parent, slot, usize::from(TICKET.contains(&slot)));
    let block = if sealed {
        world.tampered(&valid, change)
    } else {
        let mut block = valid.clone();
        change(&mut block);
        block
    };
    let before = everything(&world);
    let error = world.import(&block).unwrap_err();
    assert_eq!(everything(&world), before);
    assert!(world.import(&valid).is_ok());
    match error {
        ChainError::Import(ImportError::Rejected(rejection)) => rejection.rule,
        other => panic!("{other}"),
    }
}

#[test]
fn each_rule_of_the_header_is_asked() {
    use Rule::*;
    let mark = |key: u8| EpochMark {
        entropy: Hash::default(),
        tickets_entropy: Hash::default(),
        validators: vec![
            EpochMarkKeys {
                bandersnatch: BandersnatchPublic([key; 32]),
                ed25519: Ed25519Public([key; 32]),
            };
            6
        ],
    };
    let tickets = TicketsMark(vec![Ticket { id: Hash::default(), attempt: 0 }; 12]);
    assert_eq!(broken(3, false, |block| block.header.slot = 2), HeaderSlotNotAfterParent);
    assert_eq!(
        broken(3, true, |block| block.header.parent_state_root = Hash([1; 32])),
        HeaderParentStateRoot
    );
    assert_eq!(
        broken(3, true, |block| block.header.extrinsic_hash = Hash([1; 32])),
        HeaderExtrinsicHash
    );
    assert_eq!(broken(4, true, |block| block.extrinsic.tickets.clear()), HeaderExtrinsicHash);
    assert_eq!(broken(3, true, |block| block.header.author_index = 6), HeaderAuthorIndex);
    assert_eq!(
        broken(3, true, |block| block.header.author_index = (block.header.author_index + 1) % 6),
        HeaderSealAuthor
    );
    assert_eq!(
        broken(3, true, |block| block.header.offenders_mark.push(Ed25519Public([1; 32]))),
        HeaderOffendersMark
    );
    assert_eq!(broken(12, true, |block| block.header.epoch_mark = None), HeaderEpochMark);
    assert_eq!(broken(12, true, |block| block.header.epoch_mark = Some(mark(1))), HeaderEpochMark);
    assert_eq!(broken(3, true, |block| block.header.epoch_mark = Some(mark(1))), HeaderEpochMark);
    assert_eq!(
        broken(10, true, |block| block.header.tickets_mark = Some(tickets)),
        HeaderTicketsMark
    );
    assert_eq!(broken(3, false, |block| block.header.seal.0[95] ^= 1), HeaderSeal);
    assert_eq!(broken(3, false, |block| block.header.entropy_source.0[95] ^= 1), HeaderSeal);
    assert_eq!(
        broken(3, false, |block| block.header.entropy_source.0 = [0xff; 96]),
        HeaderEntropySource
    );
}

#[test]
fn a_block_belongs_on_the_state_of_its_parent() {
    let world = World::new(6);
    let block = encode(&world.block(&world.start, 1, 0));
    let protocol = Protocol::jam(Params::tiny());
    let (programs, caches) = (Programs::default(), Caches::new());
    let (machines, log) = (&Interpreter, None);
    let setup = Setup { protocol: &protocol, machines, programs: &programs, log, parallel: false };
    let on = |header: Hash| {
        let state = world.chain.state(&world.start).unwrap();
        let root = world.chain.root(&world.start).unwrap();
        let prior = Prior { state, root, header, ancestors: None, clock: None };
        let block = import::decode(&protocol.params, &block).unwrap();
        import::transition(&Environment { setup, caches: &caches }, &prior, &block)
    };
    assert_eq!(on(Hash::default()).unwrap_err(), Rule::HeaderParent.at(0));
    assert_eq!(on(world.start).unwrap().changes.slot, Some(1));
}

#[test]
fn a_block_of_a_slot_that_has_not_begun_waits() {
    let mut world = World::new(4);
    let block = encode(&world.block(&world.start, 7, 0));
    let error = world.chain.import(&Interpreter, &block, Some(6)).unwrap_err();
    let rejection = Rule::HeaderSlotInFuture.at(0);
    assert_eq!(error, ChainError::Import(ImportError::Rejected(rejection)));
    assert!(world.chain.import(&Interpreter, &block, Some(7)).is_ok());
}

#[test]
fn what_is_no_block_says_where() {
    let mut world = World::new(5);
    let octets = encode(&world.block(&world.start, 1, 2));
    let before = everything(&world);
    let mut undecodable = |octets: &[u8]| match world.chain.import(&Interpreter, octets, None) {
        Err(ChainError::Import(ImportError::Undecodable(error))) => error.to_string(),
        other => panic!("{other:?}"),
    };
    for length in 0..octets.len() {
        undecodable(&octets[..length]);
    }
    assert!(undecodable(&octets[..40]).starts_with("header.parent_state_root: offset 32:"));
    let longer = [&octets[..], &[0]].concat();
    assert!(undecodable(&longer).contains(&format!("offset {}", octets.len())));
    let mut mark = octets.clone();
    mark[100] = 2;
    assert!(undecodable(&mark).starts_with("header.epoch_mark: offset 100:"));
    assert_eq!(everything(&world), before);
}
