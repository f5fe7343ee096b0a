//! Siblings, children of what was rejected, finality, bounds.

use crate::world::World;
use jar_stf::Rule;
use jar_stf::chain::{ChainError, Retention};
use jar_stf::import::ImportError;
use jar_types::Hash;

#[test]
fn siblings_and_their_children_are_imported() {
    let mut world = World::new(10);
    let mut alone = World::new(10);
    // A ticket's proof differs each time, so blocks with tickets are carried over.
    let first = world.block(&world.start, 1, 1);
    let parent = world.import(&first).unwrap().header;
    assert_eq!(alone.import(&first).unwrap().header, parent);
    let (left, right) = (world.block(&parent, 3, 0), world.block(&parent, 4, 2));
    let (left, right) = (world.import(&left).unwrap(), world.import(&right).unwrap());
    let deep = world.block(&left.header, 13, 0);
    let deep = world.import(&deep).unwrap();
    let late = world.extend(&right.header, 5, 1);
    let again = alone.block(&parent, 3, 0);
    assert_eq!(alone.import(&again).unwrap(), left);
    let again = alone.block(&left.header, 13, 0);
    assert_eq!(alone.import(&again).unwrap(), deep);
    assert!(world.chain.root(&late).is_some() && world.chain.len() == 6);
}

#[test]
fn a_known_header_with_another_extrinsic_is_rejected() {
    let mut world = World::new(11);
    let block = world.block(&world.start, 1, 1);
    let imported = world.import(&block).unwrap();
    assert!(!imported.known);
    let again = world.import(&block).unwrap();
    assert_eq!((again.root, again.known), (imported.root, true));
    let mut emptied = block;
    emptied.extrinsic.tickets.clear();
    let rejection = ImportError::Rejected(Rule::HeaderExtrinsicHash.at(0));
    assert_eq!(world.import(&emptied), Err(ChainError::Import(rejection)));
}

#[test]
fn nothing_grows_on_what_was_rejected() {
    let mut world = World::new(12);
    let valid = world.block(&world.start, 1, 0);
    let header = world.import(&valid).unwrap().header;
    let child = world.block(&header, 2, 0);
    let mut other = World::new(12);
    let bad = other.tampered(&valid, |block| block.header.parent_state_root.0[0] ^= 1);
    assert!(other.import(&bad).is_err());
    assert_eq!(other.import(&child), Err(ChainError::UnknownParent(header)));
    assert!(other.import(&valid).is_ok());
    assert!(other.import(&child).is_ok());
}

#[test]
fn what_does_not_descend_from_a_final_block_goes() {
    let mut world = World::new(13);
    let start = world.start;
    let a = world.extend(&start, 1, 0);
    let b = world.extend(&start, 2, 0);
    let on_a = world.extend(&a, 3, 0);
    let on_b = world.extend(&b, 4, 0);
    let child_of_b = world.block(&b, 6, 0);
    assert!(world.chain.finalize(&a));
    assert_eq!((world.chain.finalized(), world.chain.len()), (a, 2));
    assert_eq!(world.chain.root(&on_b), None);
    assert!(!world.chain.finalize(&on_b), "it is not there");
    assert_eq!(world.import(&child_of_b), Err(ChainError::UnknownParent(b)));
    assert!(world.chain.finalize(&on_a));
    assert_eq!((world.chain.longest(), world.chain.best()), (on_a, on_a));
    world.extend(&on_a, 5, 0);
}

#[test]
fn the_best_block_has_no_rival_in_its_slot() {
    let mut world = World::new(14);
    let start = world.start;
    let a = world.extend(&start, 1, 0);
    let valid = world.block(&a, 2, 0);
    let b = world.import(&valid).unwrap().header;
    let c = world.extend(&b, 3, 0);
    assert_eq!(world.chain.best(), c);
    // The same author seals another block in slot 2, on another parent.
    let rival = world.extend(&start, 2, 0);
    assert_eq!(world.chain.best(), a);
    assert_eq!(world.chain.longest(), c);
    assert!(world.chain.root(&rival).is_some());
    // Once it is final there is no rival.
    assert!(world.chain.finalize(&b));
    assert_eq!(world.chain.best(), c);
}

#[test]
fn a_chain_with_tickets_is_better_than_a_longer_one_without() {
    let mut world = World::new(15);
    let mut head = world.start;
    // Twelve tickets for the next epoch: three in each of four blocks.
    for slot in 1..=4 {
        head = world.extend(&head, slot, 3);
    }
    head = world.extend(&head, 10, 0);
    let sealed: Vec<Hash> = {
        let first = world.extend(&head, 12, 0);
        vec![first, world.extend(&first, 13, 0)]
    };
    // The same epoch skipped: the one after it is sealed without tickets.
    let mut longer = head;
    for slot in 24..30 {
        longer = world.extend(&longer, slot, 0);
    }
    assert_eq!(world.chain.longest(), longer);
    assert_eq!(world.chain.best(), sealed[1]);
}

#[test]
fn chains_stay_within_their_bounds() {
    let mut world = World::bounded(16, Retention { depth: 5, blocks: 12 });
    let mut head = world.start;
    for slot in 1..60 {
        let fork = world.block(&head, 2 * slot + 1, 0);
        head = world.extend(&head, 2 * slot, 0);
        let fork = world.import(&fork).unwrap().header;
        assert!(world.chain.root(&fork).is_some() && world.chain.len() <= 12);
        assert_eq!(world.chain.longest(), head);
    }
    let height_of_final = world.chain.state(&world.chain.finalized()).unwrap();
    assert_eq!(*height_of_final.slot, 2 * 54);
    // Any number of siblings.
    for slot in 120..200 {
        let block = world.block(&head, slot, 0);
        let sibling = world.import(&block).unwrap().header;
        assert!(world.chain.root(&sibling).is_some() && world.chain.len() <= 12);
        assert!(world.chain.root(&head).is_some());
    }
}

#[test]
fn a_chain_without_depth_is_bounded_by_its_blocks() {
    let mut world = World::bounded(17, Retention { depth: u64::MAX, blocks: 4 });
    let mut head = world.start;
    for slot in 1..30 {
        head = world.extend(&head, slot, 0);
        assert!(world.chain.len() <= 4);
        assert_eq!(world.chain.longest(), head);
    }
}
