//! Questions about sections: valid ones with real keys and signatures on the tiny chain, and such as break one rule on purpose.

mod consensus;
mod records;
mod reports;
mod work;

use jar_author::{Author, Keyring};
use jar_codec::sample::{Sample, Source};
use jar_types::{Hash, Params, ValidatorSet};
use std::sync::LazyLock;

/// Makes the arguments of a section: valid ones, or with a rule broken. None if the paper gives none for what was drawn.
type Maker = fn(&World, &mut Source, bool) -> Option<Vec<u8>>;

/// Number of the section, its name, what makes its arguments.
const MAKERS: [(u8, &str, Maker); 16] = [
    (64, "extrinsic_hash", records::extrinsic_hash),
    (65, "rotation", consensus::rotation),
    (66, "tickets", consensus::tickets),
    (67, "seal", consensus::seal),
    (68, "update_parent", records::update_parent),
    (69, "append", records::append),
    (70, "authorizations", records::authorizations),
    (71, "disputes", consensus::disputes),
    (72, "assurances", reports::assurances),
    (74, "guarantees", reports::guarantees),
    (75, "accumulation", work::accumulation),
    (76, "check_preimages", work::check_preimages),
    (77, "integrate_preimages", work::integrate_preimages),
    (78, "statistics", records::statistics),
    (79, "slot", records::slot),
    (80, "outputs_root", records::outputs_root),
];

/// Their names.
pub(crate) const NAMES: [&str; 16] = {
    let mut names = [""; 16];
    let mut rest = MAKERS.as_slice();
    let mut to = names.as_mut_slice();
    while let ([(_, name, _), others @ ..], [place, places @ ..]) = (rest, to) {
        *place = name;
        (rest, to) = (others, places);
    }
    names
};

/// What questions are made of, whatever the seed: keys cost more than anything else.
struct World {
    params: Params,
    author: Author,
    /// κ′.
    active: ValidatorSet,
    /// λ′.
    previous: ValidatorSet,
}

impl World {
    fn keys(&self) -> &Keyring {
        self.author.keyring()
    }
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let params = Params::tiny();
    let keyring = Keyring::trivial(12);
    let (active, previous) = (keyring.set(0, 6), keyring.set(6, 6));
    World { author: Author::new(params.clone(), keyring), params, active, previous }
});

/// The arguments of the section in this place; number and parameters go to `out`.
pub(crate) fn arguments(
    place: usize,
    source: &mut Source,
    broken: bool,
    out: &mut Vec<u8>,
) -> Vec<u8> {
    let Some((number, _, maker)) = MAKERS.get(place) else { return Vec::new() };
    out.push(*number);
    out.extend(jar_codec::encode(&WORLD.params));
    maker(&WORLD, source, broken).unwrap_or_default()
}

/// One of these.
fn any<T: Clone>(source: &mut Source, of: &[T]) -> Option<T> {
    of.get(source.up_to(of.len().saturating_sub(1))).cloned()
}

/// Once in so many times.
fn once_in(source: &mut Source, times: usize) -> bool {
    source.up_to(times.saturating_sub(1)) == 0
}

fn hash(source: &mut Source) -> Hash {
    Hash::sample(source, &())
}

/// So many different numbers below a bound, ascending.
fn some(source: &mut Source, count: usize, below: usize) -> Vec<u16> {
    let mut all: Vec<u16> = (0..below).map(|number| number as u16).collect();
    while all.len() > count {
        all.remove(source.up_to(all.len().saturating_sub(1)));
    }
    all
}

/// Changes the value in a place.
fn at<T>(all: &mut [T], place: usize, change: impl FnOnce(&mut T)) {
    if let Some(place) = all.get_mut(place) {
        change(place);
    }
}
