//! Where a generator takes its decisions from.
//!
//! A generator never sees a random number generator: it asks [`Choices`] for numbers. A campaign answers
//! with the seeded [`Prng`], a replay of one decision list with [`Recorded`], and [`Recorder`] writes down
//! what any other source answered. Corpora never store decisions, only the cases made from them.

/// A source of decisions.
pub trait Choices {
    /// The next 64 bits.
    fn bits(&mut self) -> u64;

    /// A number in `0..bound`; 0 if `bound` is 0.
    fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.bits()) * u128::from(bound);
        (wide >> 64) as u64
    }

    /// A number in `low..=high`; `low` if the range is empty.
    fn between(&mut self, low: u64, high: u64) -> u64 {
        low.wrapping_add(self.below(high.saturating_sub(low).saturating_add(1)))
    }

    /// True in `percent` of 100 cases.
    fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// An index into a list of `len` elements.
    fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }

    /// One of the items; the default value if there is none.
    fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T
    where
        Self: Sized,
    {
        items.get(self.index(items.len())).copied().unwrap_or_default()
    }
}

/// SplitMix64's finaliser: a bijection of 64-bit words whose every output bit depends on every input bit.
pub(crate) const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The seeded generator of a campaign (SplitMix64: one addition and one `mix` per word).
///
/// Every case has its own stream, so that case `n` can be made without the `n` before it.
#[derive(Clone, Debug)]
pub struct Prng {
    state: u64,
}

impl Prng {
    /// The stream of one case of one lane of one campaign.
    #[must_use]
    pub const fn for_case(seed: u64, lane: u64, number: u64) -> Self {
        let state = mix(seed ^ mix(lane.wrapping_mul(STEP) ^ mix(number.wrapping_add(STEP))));
        Self { state }
    }
}

impl Choices for Prng {
    #[inline]
    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }
}

/// A fixed list of answers, then zeros.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    answers: Vec<u64>,
    next: usize,
}

impl Recorded {
    /// Answers with `answers` in order.
    #[must_use]
    pub const fn new(answers: Vec<u64>) -> Self {
        Self { answers, next: 0 }
    }
}

impl Choices for Recorded {
    fn bits(&mut self) -> u64 {
        let answer = self.answers.get(self.next).copied().unwrap_or(0);
        self.next = self.next.saturating_add(1);
        answer
    }
}

/// Passes another source's answers on and keeps them.
#[derive(Debug)]
pub struct Recorder<C> {
    inner: C,
    answers: Vec<u64>,
}

impl<C: Choices> Recorder<C> {
    /// Records what `inner` answers from now on.
    pub const fn new(inner: C) -> Self {
        Self { inner, answers: Vec::new() }
    }

    /// The answers so far, for [`Recorded::new`].
    pub fn into_answers(self) -> Vec<u64> {
        self.answers
    }
}

impl<C: Choices> Choices for Recorder<C> {
    fn bits(&mut self) -> u64 {
        let answer = self.inner.bits();
        self.answers.push(answer);
        answer
    }
}

/// The seed that a text stands for: a decimal or `0x` hexadecimal number is itself, anything else (a commit
/// hash, a name) is hashed (FNV-1a, then mixed).
#[must_use]
pub fn seed_of(text: &str) -> u64 {
    let number = text
        .strip_prefix("0x")
        .map_or_else(|| text.parse().ok(), |digits| u64::from_str_radix(digits, 16).ok());
    number.unwrap_or_else(|| {
        mix(text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_stream_replays() {
        let mut recorder = Recorder::new(Prng::for_case(1, 2, 3));
        let first: Vec<u64> = (0..50).map(|_| recorder.below(1000)).collect();
        let mut replay = Recorded::new(recorder.into_answers());
        let second: Vec<u64> = (0..50).map(|_| replay.below(1000)).collect();
        assert_eq!(first, second);
        assert_eq!(replay.below(1000), 0, "an exhausted list answers zero");
    }

    #[test]
    fn bounds_hold_and_both_ends_are_reached() {
        let mut source = Prng::for_case(7, 0, 0);
        let mut seen = [0_u32; 5];
        for _ in 0..5000 {
            seen[source.index(5)] += 1;
            let number = source.between(10, 12);
            assert!((10..=12).contains(&number));
        }
        assert!(seen.iter().all(|&count| count > 800), "{seen:?}");
        assert_eq!(source.below(0), 0);
    }

    #[test]
    fn neighbouring_cases_have_unrelated_streams() {
        let words: std::collections::BTreeSet<u64> = (0..1000)
            .flat_map(|number| {
                let mut source = Prng::for_case(0, 0, number);
                [source.bits(), source.bits()]
            })
            .collect();
        assert_eq!(words.len(), 2000);
    }

    #[test]
    fn seeds_are_numbers_or_hashed_text() {
        assert_eq!(seed_of("17"), 17);
        assert_eq!(seed_of("0xff"), 255);
        assert_ne!(seed_of("feb1c2d"), seed_of("feb1c2e"));
    }
}
