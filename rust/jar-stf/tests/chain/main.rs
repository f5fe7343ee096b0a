//! Chains of whole blocks: import, each rule of the header broken alone, forks, finality, bounds.
#![expect(clippy::unwrap_used, clippy::panic, reason = "in a test they are assertions")]

mod forks;
mod rejections;
mod shapes;
mod world;

use jar_merkle::Forest;
use jar_stf::live::LiveState;
use jar_types::{Params, State};
use world::World;

#[test]
fn roots_are_those_of_the_whole_state() {
    let mut world = World::new(1);
    let mut head = world.start;
    for slot in 1..40 {
        head = world.extend(&head, slot, usize::from(slot % 12 == 3));
        let entries = world.chain.entries(&head).unwrap();
        assert_eq!(world.chain.root(&head), Some(Forest::new().build(&entries).unwrap().root()));
        let state = LiveState::from_map(&entries, &Params::tiny()).unwrap();
        assert_eq!(state.to_map(), entries);
        assert_eq!(State::<Vec<u8>>::from_map(&entries, &Params::tiny()).unwrap().slot, slot);
    }
    assert_eq!(world.chain.longest(), head);
    assert_eq!(world.chain.best(), head);
}

#[test]
fn import_depends_on_state_and_block_alone() {
    let mut world = World::new(2);
    let mut other = World::new(2);
    let mut head = world.start;
    for slot in [1, 2, 5, 11, 12, 13, 30, 31, 47, 48] {
        let block = world.block(&head, slot, usize::from(slot == 2));
        let wrong = world.tampered(&block, |block| block.header.parent_state_root.0[0] ^= 1);
        assert!(world.import(&wrong).is_err());
        let imported = world.import(&block).unwrap();
        assert_eq!(world.import(&block).unwrap().root, imported.root);
        assert_eq!(other.import(&block).unwrap(), imported);
        head = imported.header;
    }
    assert_eq!(world.chain.entries(&head), other.chain.entries(&head));
}

#[test]
fn full_parameters() {
    let mut world = World::full(1);
    let mut head = world.start;
    for slot in [1, 2, 599, 600, 1900] {
        head = world.extend(&head, slot, 0);
    }
    let entries = world.chain.entries(&head).unwrap();
    assert_eq!(world.chain.root(&head), Some(Forest::new().build(&entries).unwrap().root()));
    assert_eq!(LiveState::from_map(&entries, &Params::full()).unwrap().to_map(), entries);
}
