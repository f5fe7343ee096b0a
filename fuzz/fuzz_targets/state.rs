//! The components of a state, and a whole state from a map of keys to octets.
#![no_main]

use jar_codec::{Decode, Reader};
use jar_fuzz::canonical;
use jar_types::*;
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;

const COMPONENTS: [fn(&[u8], &Params); 13] = [
    canonical::<AuthPools>,
    canonical::<AuthQueues>,
    canonical::<RecentHistory>,
    canonical::<SafroleState>,
    canonical::<DisputesRecords>,
    canonical::<AvailabilityAssignments>,
    canonical::<Privileges>,
    canonical::<Statistics>,
    canonical::<ReadyQueue>,
    canonical::<AccumulatedQueue>,
    canonical::<Vec<AccumulationOutput>>,
    canonical::<ServiceInfo>,
    canonical::<Request>,
];

fuzz_target!(|octets: &[u8]| {
    let Some((&kind, octets)) = octets.split_first() else { return };
    match COMPONENTS.get(usize::from(kind)) {
        Some(check) => check(octets, &Params::tiny()),
        None => whole(octets),
    }
});

/// Entries one behind the other; T and its inverse cancel.
fn whole(octets: &[u8]) {
    let mut input = Reader::new(octets);
    let mut map = BTreeMap::new();
    while let Ok(key) = input.array() {
        let Ok(value) = <&[u8]>::decode(&mut input, &()) else { return };
        map.insert(StateKey(*key), value);
    }
    if let Ok(state) = State::<&[u8]>::from_map(&map, &Params::tiny()) {
        let again = state.to_map();
        assert!(
            again
                .iter()
                .map(|(key, value)| (key, value.as_slice()))
                .eq(map.iter().map(|(key, value)| (key, *value)))
        );
    }
}
