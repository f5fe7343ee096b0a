//! Makes questions: a value, and what is done to its octets.

use crate::arguments::arguments;
use crate::codec::TYPES;
use crate::{FUNCTIONS, Kind, Question, damage, make_invocation, make_section};
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

/// How sections come in turn: most break a rule.
const SECTION_WAYS: [u64; 12] = [0, 0, 0, 0, RULE, RULE, RULE, RULE, RULE, RULE, 1, 2];

/// What is done to octets, by name.
pub const DAMAGES: [&str; 10] = {
    let [(a, _), (b, _), (c, _), (d, _), (e, _), (f, _), (g, _), (h, _), (i, _), (j, _)] = WAYS;
    [a, b, c, d, e, f, g, h, i, j]
};

/// One in so many questions about types has the full parameters, whose values are long.
const FULL_ONE_IN: usize = 256;

/// Makes question `number` of a campaign into `out`. Subjects and damages come in turn.
pub fn make(kind: Kind, seed: u64, number: u64, out: &mut Vec<u8>) -> Class {
    let subjects = match kind {
        Kind::Codec => TYPES.len(),
        Kind::Function => FUNCTIONS.len(),
        Kind::Section => make_section::NAMES.len(),
    };
    let turn = |of: u64, count: usize| of.checked_rem(count as u64).unwrap_or(0);
    let round = number.checked_div(subjects as u64).unwrap_or(0);
    let (turn, way) = match kind {
        // The last way is for sections.
        Kind::Codec | Kind::Function => {
            (turn(number, subjects), turn(round, WAYS.len().saturating_sub(1)))
        }
        Kind::Section => {
            let place = turn(round, SECTION_WAYS.len()) as usize;
            (turn(number, subjects), SECTION_WAYS.get(place).copied().unwrap_or_default())
        }
    };
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
    };
    if let Some((_, damage)) = WAYS.get(way as usize) {
        damage(&mut source, &mut octets);
    }
    out.extend(octets);
    Class { subject: turn as u8, damage: way as u8 }
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
    }
}
