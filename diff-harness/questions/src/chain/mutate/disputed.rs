//! Disputes.

use super::{Bench, Mutator, flip, swap, twice};
use jar_types::{
    Block, Culprit, DisputesExtrinsic, Ed25519Public, Fault, Hash, ValidatorSet, Verdict,
};

pub(super) const ALL: &[Mutator] = &[
    |bench| verdicts(bench, twice),
    |bench| verdicts(bench, |all, at| swap(&mut all.get_mut(at)?.votes, 1)),
    |bench| verdicts(bench, |all, at| twice_vote(all.get_mut(at)?)),
    |bench| verdicts(bench, |all, at| set(&mut all.get_mut(at)?.age, |age| age.wrapping_add(5))),
    |bench| verdicts(bench, |all, at| set(&mut all.get_mut(at)?.age, |age| age.wrapping_sub(2))),
    |bench| {
        verdicts(bench, |all, at| set(&mut all.get_mut(at)?.votes.last_mut()?.index, |_| u16::MAX))
    },
    split,
    already,
    |bench| disputes(bench, |all| twice(&mut all.culprits, 0)),
    |bench| disputes(bench, |all| swap(&mut all.culprits, 0)),
    |bench| disputes(bench, |all| twice(&mut all.faults, 0)),
    |bench| disputes(bench, |all| all.faults.pop().map(|_| ())),
    |bench| disputes(bench, |all| all.culprits.pop().map(|_| ())),
    |bench| culprit(bench, |_| Some((None, Some(Hash([5; 32]))))),
    |bench| culprit(bench, |bench| Some((Some(*bench.state.disputes.offenders.first()?), None))),
    |bench| culprit(bench, |bench| Some((Some(stranger(bench)?), None))),
    |bench| fault(bench, |_| Some((None, true))),
    |bench| fault(bench, |bench| Some((Some(*bench.state.disputes.offenders.first()?), false))),
    |bench| fault(bench, |bench| Some((Some(stranger(bench)?), false))),
    |bench| signed(bench, 0),
    |bench| signed(bench, 1),
    |bench| signed(bench, 2),
];

fn set<T: Copy>(place: &mut T, change: impl Fn(T) -> T) -> Option<()> {
    *place = change(*place);
    Some(())
}

fn twice_vote(verdict: &mut Verdict) -> Option<()> {
    let first = *verdict.votes.first()?;
    *verdict.votes.get_mut(1)? = first;
    Some(())
}

fn disputes(
    bench: &mut Bench<'_>,
    change: impl FnOnce(&mut DisputesExtrinsic) -> Option<()>,
) -> Option<Block> {
    bench.with(|extrinsic| change(&mut extrinsic.disputes))
}

fn verdicts(
    bench: &mut Bench<'_>,
    change: impl FnOnce(&mut Vec<Verdict>, usize) -> Option<()>,
) -> Option<Block> {
    let at = bench.place(bench.block.extrinsic.disputes.verdicts.len());
    disputes(bench, |all| change(&mut all.verdicts, at))
}

/// The validators who judged: of the epoch of the verdict.
fn judges<'a>(bench: &'a Bench<'_>, verdict: &Verdict) -> Option<&'a ValidatorSet> {
    let epoch = bench.plan.parent.slot.checked_div(bench.author.params().epoch_length)?;
    let parent = &bench.plan.parent;
    Some(if verdict.age == epoch { parent.active } else { parent.previous })
}

/// One changes its mind, and signs.
fn split(bench: &mut Bench<'_>) -> Option<Block> {
    let verdict = bench.block.extrinsic.disputes.verdicts.first()?.clone();
    let mut votes: Vec<(u16, bool)> =
        verdict.votes.iter().map(|judgment| (judgment.index, judgment.vote)).collect();
    let at = bench.place(votes.len());
    votes.get_mut(at).into_iter().for_each(|(_, vote)| *vote = !*vote);
    let made = bench.author.keyring().verdict(
        judges(bench, &verdict)?,
        verdict.age,
        verdict.target,
        &votes,
    )?;
    verdicts(bench, |all, _| {
        *all.first_mut()? = made;
        Some(())
    })
}

/// A verdict that was given before.
fn already(bench: &mut Bench<'_>) -> Option<Block> {
    let old = bench.earlier.iter().rev().find_map(|block| {
        let disputes = &block.extrinsic.disputes;
        disputes.verdicts.first().cloned()
    })?;
    let epoch = bench.plan.parent.slot.checked_div(bench.author.params().epoch_length)?;
    let judged = DisputesExtrinsic {
        verdicts: vec![Verdict { age: epoch, ..old }],
        culprits: Vec::new(),
        faults: Vec::new(),
    };
    bench.with(|extrinsic| {
        extrinsic.disputes = judged;
        Some(())
    })
}

/// Who is in no set.
fn stranger(bench: &Bench<'_>) -> Option<Ed25519Public> {
    bench.author.keyring().secrets().last().map(|secrets| secrets.keys.ed25519)
}

/// Another key or another report for the first culprit, signed.
fn culprit(
    bench: &mut Bench<'_>,
    choose: impl Fn(&Bench<'_>) -> Option<(Option<Ed25519Public>, Option<Hash>)>,
) -> Option<Block> {
    let (key, target) = choose(bench)?;
    let Culprit { key: old, target: of, .. } = *bench.block.extrinsic.disputes.culprits.first()?;
    let keyring = bench.author.keyring();
    let made = keyring.culprit(key.unwrap_or(old), target.unwrap_or(of))?;
    disputes(bench, |all| {
        *all.culprits.first_mut()? = made;
        all.culprits.sort_by_key(|culprit| culprit.key);
        Some(())
    })
}

/// Another key or the other judgment for the first fault, signed.
fn fault(
    bench: &mut Bench<'_>,
    choose: impl Fn(&Bench<'_>) -> Option<(Option<Ed25519Public>, bool)>,
) -> Option<Block> {
    let (key, other) = choose(bench)?;
    let Fault { key: old, target, vote, .. } = *bench.block.extrinsic.disputes.faults.first()?;
    let made = bench.author.keyring().fault(key.unwrap_or(old), target, vote != other)?;
    disputes(bench, |all| {
        *all.faults.first_mut()? = made;
        Some(())
    })
}

/// A bit of a signature of a judgment, a culprit, a fault.
fn signed(bench: &mut Bench<'_>, which: u8) -> Option<Block> {
    let at = bench.place(64 * 8);
    disputes(bench, |all| {
        let octets = match which {
            0 => &mut all.verdicts.first_mut()?.votes.last_mut()?.signature.0,
            1 => &mut all.culprits.last_mut()?.signature.0,
            _ => &mut all.faults.last_mut()?.signature.0,
        };
        flip(octets, at)
    })
}
