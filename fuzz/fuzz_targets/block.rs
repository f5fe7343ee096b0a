//! Blocks and their parts, as they come from the network.
#![no_main]

use jar_fuzz::canonical;
use jar_types::{Block, Extrinsic, Header, Params};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Some((kind, octets)) = octets.split_first() else { return };
    let check = match kind % 3 {
        0 => canonical::<Block>,
        1 => canonical::<Extrinsic>,
        _ => canonical::<Header>,
    };
    check(octets, &Params::tiny());
});
