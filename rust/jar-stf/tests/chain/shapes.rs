//! States that no chain ever comes to, but somebody may say that it did.

use crate::world::TINY;
use jar_author::{Generator, Rates};
use jar_codec::encode;
use jar_codec::sample::{Sample, Source};
use jar_merkle::Forest;
use jar_stf::Protocol;
use jar_stf::chain::{Chain, Retention, Start};
use jar_stf::live::LiveState;
use jar_stf::safrole::fallback_keys;
use jar_types::{Hash, Params, SealKeys, State};
use javm::Interpreter;

/// Any state whose validators can make blocks.
fn state(seed: u64) -> State {
    let params = Params::tiny();
    let mut state = State::sample(&mut Source::new(seed, 4), &params);
    let validators = TINY.keyring().set(0, 6);
    state.safrole.seal_keys = SealKeys::Keys(fallback_keys(&params, &Hash::default(), &validators));
    state.safrole.pending = validators.clone();
    state.staging_validators = validators.clone();
    state.previous_validators = validators.clone();
    state.active_validators = validators;
    state.slot = match seed % 4 {
        0 => 0,
        1 => state.slot % 1000,
        2 => u32::MAX - 40,
        _ => state.slot.min(u32::MAX - 40),
    };
    state
}

#[test]
fn blocks_go_on_from_any_state() {
    let (mut imported, mut available) = (0, 0);
    for seed in 0..60 {
        let from = state(seed);
        let (slot, header) = (from.slot, Hash([1; 32]));
        let start = Start { header, slot, state: from.into(), ancestry: None };
        let protocol = Protocol::jam(Params::tiny());
        let mut chain = Chain::new(protocol, Retention::default(), start).unwrap();
        let rates = Rates { ticket: 0, ..Rates::default() };
        let mut generator = Generator::new(&TINY, seed, seed, rates, Vec::new());
        let mut head = header;
        for _ in 0..4 {
            let (root, before) = (chain.root(&head).unwrap(), chain.state(&head).unwrap());
            let Ok(block) = generator.block(head, root, before) else { break };
            available += block.extrinsic.assurances.len();
            // Whether the block is valid here is not the question.
            let Ok(done) = chain.import(&Interpreter, &encode(&block), None) else { break };
            imported += 1;
            head = done.header;
        }
        let entries = chain.entries(&head).unwrap();
        assert_eq!(chain.root(&head), Some(Forest::new().build(&entries).unwrap().root()));
        assert_eq!(LiveState::from_map(&entries, &Params::tiny()).unwrap().to_map(), entries);
    }
    assert!(imported > 60 && available > 0, "{imported} blocks, {available} assurances");
}
