//! Packages and reports, as they come from builders and guarantors.
#![no_main]

use jar_fuzz::canonical;
use jar_types::{AccumulationInput, Guarantee, Params, WorkPackage, WorkReport};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Some((kind, octets)) = octets.split_first() else { return };
    let check = match kind % 4 {
        0 => canonical::<WorkPackage>,
        1 => canonical::<WorkReport>,
        2 => canonical::<Guarantee>,
        _ => canonical::<AccumulationInput>,
    };
    check(octets, &Params::tiny());
});
