//! Makes questions: a value, and what is done to its octets.

use crate::arguments::arguments;
use crate::codec::TYPES;
use crate::{FUNCTIONS, Kind, Question, chain, damage, make_invocation, make_section};
use jar_codec::sample::Source;
use jar_types::Params;

/// Whether octets may follow the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    /// The octets are the value.
    None,
    /// They begin with it.
    Any,
}

impl Tail {
    pub(crate) const fn of(any: bool) -> Self {
        if any { Self::Any } else { Self::None }
    }
}

/// What a made question stands for: the row and the column of the coverage table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// Place in [`TYPES`] or [`FUNCTIONS`].
    pub subject: u8,
    /// Place in [`DAMAGES`].
    pub damage: u8,
}

type Damage = fn(&mut Source, &mut Vec<u8>);

const WAYS: [(&str, Damage); 10] = [
    ("valid", damage::none),
    ("octets", damage::octets),
    ("bit", damage::bit),
    ("cut", damage::cut),
    ("longer", damage::longer),
    ("insert", damage::insert),
    ("remove", damage::remove),
    ("copy", damage::copy),
    ("noise", damage::noise),
    ("rule", damage::none),
];

/// The place of the way that breaks a rule of a section, and leaves the octets.
const RULE: u64 = 9;

/// How types and functions come in turn.
const OCTET_WAYS: [u64; 9] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/// How sections come in turn: most break a rule.
const SECTION_WAYS: [u64; 12] = [0, 0, 0, 0, RULE, RULE, RULE, RULE, RULE, RULE, 1, 2];

/// What is done to octets, by name.
pub const DAMAGES: [&str; 10] = {
    let [(a, _), (b, _), (c, _), (d, _), (e, _), (f, _), (g, _), (h, _), (i, _), (j, _)] = WAYS;
    [a, b, c, d, e, f, g, h, i, j]
};

/// One in so many questions about types has the full parameters, whose values are long.
const FULL_ONE_IN: usize = 256;

const fn subjects(kind: Kind) -> usize {
    match kind {
        Kind::Codec => TYPES.len(),
        Kind::Function => FUNCTIONS.len(),
        Kind::Section => make_section::NAMES.len(),
        Kind::Chain => 1,
    }
}

/// The places in [`WAYS`], round after round.
const fn ways(kind: Kind) -> &'static [u64] {
    match kind {
        Kind::Codec | Kind::Function => &OCTET_WAYS,
        // What is done to blocks is no damage of octets.
        Kind::Chain => &[0],
        Kind::Section => &SECTION_WAYS,
    }
}

/// How many questions, from number 0 on, have so many damaged ones of each subject among them; `None` if they cannot be counted.
#[must_use]
pub fn count_for_damaged(kind: Kind, damaged: u64) -> Option<u64> {
    let ways = ways(kind);
    let places: Vec<u64> =
        (1u64..).zip(ways).filter(|(_, way)| **way != 0).map(|(place, _)| place).collect();
    let each = places.len() as u64;
    let Some(before) = damaged.checked_sub(1) else { return Some(0) };
    let whole = before.checked_div(each)?.checked_mul(ways.len() as u64)?;
    let rest = places.get(before.checked_rem(each)? as usize)?;
    whole.checked_add(*rest)?.checked_mul(subjects(kind) as u64)
}

/// Makes question `number` of a campaign into `out`. Subjects and damages come in turn.
pub fn make(kind: Kind, seed: u64, number: u64, out: &mut Vec<u8>) -> Class {
    let subjects = subjects(kind);
    let turn = |of: u64, count: usize| of.checked_rem(count as u64).unwrap_or(0);
    let round = number.checked_div(subjects as u64).unwrap_or(0);
    let place = turn(round, ways(kind).len()) as usize;
    let way = ways(kind).get(place).copied().unwrap_or_default();
    let turn = turn(number, subjects);
    let mut source = Source::new(seed.rotate_left(32) ^ number, 0);
    let mut source = Source::new(source.number() ^ seed, source.up_to(4));
    Question::begin(kind, out);
    let mut octets = match kind {
        Kind::Codec => typed(turn as usize, &mut source, out),
        Kind::Function => {
            let code = FUNCTIONS.get(turn as usize).map_or(0, |(code, _)| *code);
            out.push(code);
            arguments(code, &mut source, out)
        }
        Kind::Section => make_section::arguments(turn as usize, &mut source, way == RULE, out),
        Kind::Chain => chain::make(false, seed, number),
    };
    if let Some((_, damage)) = WAYS.get(way as usize) {
        damage(&mut source, &mut octets);
    }
    out.extend(octets);
    Class { subject: turn as u8, damage: way as u8 }
}

/// Makes a question about a chain with the full parameters.
pub fn make_full_chain(seed: u64, number: u64, out: &mut Vec<u8>) -> Class {
    Question::begin(Kind::Chain, out);
    out.extend(chain::make(true, seed, number));
    Class { subject: 0, damage: 0 }
}

/// Makes question `number` of a campaign about invocations into `out`.
pub fn invocation(seed: u64, number: u64, out: &mut Vec<u8>) {
    let mut source = Source::new(seed.rotate_left(32) ^ number, 0);
    let mut source = Source::new(source.number() ^ seed, 3);
    Question::begin(Kind::Section, out);
    let octets = make_invocation::arguments(&mut source, number, out);
    out.extend(octets);
}

fn typed(place: usize, source: &mut Source, out: &mut Vec<u8>) -> Vec<u8> {
    let Some(kind) = TYPES.get(place) else { return Vec::new() };
    let full = source.up_to(FULL_ONE_IN.saturating_sub(1)) == 0;
    let prefix = source.up_to(3) == 0;
    out.extend([kind.number, u8::from(full), u8::from(prefix)]);
    let params = if full { Params::full() } else { Params::tiny() };
    kind.sample(source, &params)
}

/// The places in [`DAMAGES`] of what is done to questions of a kind.
#[must_use]
pub fn damages(kind: Kind) -> Vec<u8> {
    match kind {
        Kind::Codec | Kind::Function => (0..RULE as u8).collect(),
        Kind::Section => vec![0, 1, 2, RULE as u8],
        Kind::Chain => vec![0, 1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enough_of_each_subject_are_damaged() {
        for kind in [Kind::Codec, Kind::Function, Kind::Section] {
            for damaged in [1, 7, 8, 9, 17] {
                let count = count_for_damaged(kind, damaged).unwrap_or_default();
                let mut found = vec![0_u64; subjects(kind)];
                let mut question = Vec::new();
                for number in 0..count {
                    let Class { subject, damage } = make(kind, 5, number, &mut question);
                    let here = found.get_mut(usize::from(subject));
                    here.into_iter().for_each(|found| *found += u64::from(damage != 0));
                }
                assert!(found.iter().all(|found| *found == damaged), "{damaged}: {found:?}");
            }
            assert_eq!(count_for_damaged(kind, u64::MAX), None);
        }
    }
}
