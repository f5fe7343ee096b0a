//! Assurances, guarantees, preimages.

use super::{Bench, Mutator, flip, swap, twice};
use jar_stf::assignments::guarantors;
use jar_types::{
    Assurance, Bits, Block, Guarantee, Hash, Preimage, Slot, ValidatorIndex, WorkReport,
};

pub(super) const ALL: &[Mutator] = &[
    anchor,
    |bench| {
        assurances(bench, |all, at| {
            all.get_mut(at)?.validator_index = u16::MAX;
            Some(())
        })
    },
    |bench| assurances(bench, swap_at),
    |bench| assurances(bench, twice),
    not_engaged,
    |bench| {
        let bit = bench.place(512);
        assurances(bench, |all, at| flip(&mut all.get_mut(at)?.signature.0, bit))
    },
    |bench| {
        guarantees(bench, |all, at| {
            all.get_mut(at)?.report.core_index = u16::MAX;
            Some(())
        })
    },
    |bench| guarantees(bench, swap_at),
    |bench| guarantees(bench, twice),
    |bench| {
        guarantees(bench, |all, at| {
            all.get_mut(at)?.signatures.truncate(1);
            Some(())
        })
    },
    |bench| {
        guarantees(bench, |all, at| {
            let credentials = &mut all.get_mut(at)?.signatures;
            let last = *credentials.last()?;
            credentials.resize(4, last);
            Some(())
        })
    },
    |bench| guarantees(bench, |all, at| swap(&mut all.get_mut(at)?.signatures, 0)),
    |bench| {
        guarantees(bench, |all, at| {
            all.get_mut(at)?.signatures.last_mut()?.validator_index = u16::MAX;
            Some(())
        })
    },
    |bench| {
        let bit = bench.place(512);
        guarantees(bench, |all, at| {
            flip(&mut all.get_mut(at)?.signatures.last_mut()?.signature.0, bit)
        })
    },
    |bench| report(bench, |report| report.results.clear()),
    |bench| {
        report(bench, |report| {
            let digest = report.results.first().cloned();
            report.results.extend(digest.into_iter().cycle().take(20));
        })
    },
    |bench| {
        report(bench, |report| {
            report.context.prerequisites.extend((0..9).map(|number| Hash([number; 32])));
        })
    },
    |bench| report(bench, |report| report.auth_output = vec![0; 50_000]),
    |bench| slot(bench, |slot, _| slot.saturating_add(1)),
    |bench| slot(bench, |slot, period| slot.saturating_sub(period.saturating_mul(2))),
    wrong_assignment,
    engaged,
    |bench| report(bench, |report| report.authorizer_hash = Hash([8; 32])),
    |bench| digest(bench, |digest| digest.service_id = 900),
    |bench| digest(bench, |digest| digest.code_hash = Hash([8; 32])),
    |bench| digest(bench, |digest| digest.accumulate_gas = 1),
    |bench| digest(bench, |digest| digest.accumulate_gas = 1 << 40),
    known_package,
    twice_package,
    |bench| report(bench, |report| report.context.anchor = Hash([7; 32])),
    |bench| report(bench, |report| report.context.state_root = Hash([7; 32])),
    |bench| report(bench, |report| report.context.beefy_root = Hash([7; 32])),
    |bench| report(bench, |report| report.context.lookup_anchor_slot = 0),
    |bench| report(bench, |report| report.context.lookup_anchor = Hash([7; 32])),
    |bench| {
        report(bench, |report| {
            report.context.lookup_anchor_slot = report.context.lookup_anchor_slot.saturating_add(1);
        })
    },
    |bench| {
        report(bench, |report| {
            report.context.prerequisites = [Hash([6; 32])].into();
        })
    },
    |bench| {
        report(bench, |report| {
            report.segment_root_lookup = [(Hash([6; 32]), Hash([6; 32]))].into();
        })
    },
    wrong_root,
    offender,
];

pub(super) const PREIMAGES: &[Mutator] = &[
    |bench| preimages(bench, swap_at),
    |bench| preimages(bench, twice),
    |bench| {
        bench.with(|extrinsic| {
            extrinsic.preimages = vec![Preimage { requester: 1, blob: vec![1, 2, 3] }];
            Some(())
        })
    },
    |bench| {
        preimages(bench, |all, at| {
            all.get_mut(at)?.requester = 5;
            all.drain(..at);
            all.truncate(1);
            Some(())
        })
    },
];

#[expect(clippy::ptr_arg, reason = "one of the changes of lists")]
fn swap_at<T>(items: &mut Vec<T>, at: usize) -> Option<()> {
    let last = items.len().saturating_sub(2);
    swap(items, at.min(last))
}

fn assurances(
    bench: &mut Bench<'_>,
    change: impl FnOnce(&mut Vec<Assurance>, usize) -> Option<()>,
) -> Option<Block> {
    let at = bench.place(bench.block.extrinsic.assurances.len());
    bench.with(|extrinsic| change(&mut extrinsic.assurances, at))
}

fn guarantees(
    bench: &mut Bench<'_>,
    change: impl FnOnce(&mut Vec<Guarantee>, usize) -> Option<()>,
) -> Option<Block> {
    let at = bench.place(bench.block.extrinsic.guarantees.len());
    bench.with(|extrinsic| change(&mut extrinsic.guarantees, at))
}

fn preimages(
    bench: &mut Bench<'_>,
    change: impl FnOnce(&mut Vec<Preimage>, usize) -> Option<()>,
) -> Option<Block> {
    let at = bench.place(bench.block.extrinsic.preimages.len());
    bench.with(|extrinsic| change(&mut extrinsic.preimages, at))
}

/// An assurance of another block, signed.
fn anchor(bench: &mut Bench<'_>) -> Option<Block> {
    let at = bench.place(bench.block.extrinsic.assurances.len());
    let old = bench.block.extrinsic.assurances.get(at)?.clone();
    let (keyring, active) = (bench.author.keyring(), bench.plan.active());
    let made = keyring.assurance(active, old.validator_index, Hash([2; 32]), old.bitfield)?;
    assurances(bench, |all, _| {
        *all.get_mut(at)? = made;
        Some(())
    })
}

/// An assurance of all cores, where one is free.
fn not_engaged(bench: &mut Bench<'_>) -> Option<Block> {
    bench.state.assignments.0.iter().find(|place| place.is_none())?;
    let cores = bench.author.params().core_count();
    let bits: Bits = (0..cores).map(|_| true).collect();
    let index: ValidatorIndex = 0;
    let anchor = bench.plan.parent.header_hash;
    let made = bench.author.keyring().assurance(bench.plan.active(), index, anchor, bits)?;
    bench.with(|extrinsic| {
        extrinsic.assurances.retain(|assurance| assurance.validator_index != index);
        extrinsic.assurances.insert(0, made);
        Some(())
    })
}

/// The guarantee in a place, with this report and slot, signed by these; by who signed it if none are named.
fn remade(
    bench: &Bench<'_>,
    old: &Guarantee,
    report: WorkReport,
    slot: Slot,
    signers: Option<Vec<ValidatorIndex>>,
) -> Option<Guarantee> {
    let params = bench.author.params();
    let own = || old.signatures.iter().map(|credential| credential.validator_index).collect();
    let signers: Vec<ValidatorIndex> = signers.unwrap_or_else(own);
    let rotation = |slot: Slot| slot.checked_div(Slot::from(params.rotation_period));
    let epoch = |slot: Slot| slot.checked_div(params.epoch_length);
    let before = bench.plan.slot.checked_sub(Slot::from(params.rotation_period));
    let now = rotation(old.slot) == rotation(bench.plan.slot);
    let same_epoch = before.is_some_and(|before| epoch(before) == epoch(bench.plan.slot));
    let set = if now || same_epoch { bench.plan.active() } else { bench.plan.previous() };
    bench.author.keyring().guarantee(set, &signers, report, slot)
}

/// One guarantee's report changes, and is signed again.
fn report(bench: &mut Bench<'_>, change: impl FnOnce(&mut WorkReport)) -> Option<Block> {
    let at = bench.place(bench.block.extrinsic.guarantees.len());
    let old = bench.block.extrinsic.guarantees.get(at)?.clone();
    let mut report = old.report.clone();
    change(&mut report);
    let made = remade(bench, &old, report, old.slot, None)?;
    guarantees(bench, |all, _| {
        *all.get_mut(at)? = made;
        Some(())
    })
}

fn digest(bench: &mut Bench<'_>, change: impl FnOnce(&mut jar_types::WorkDigest)) -> Option<Block> {
    report(bench, |report| report.results.last_mut().into_iter().for_each(change_once(change)))
}

/// A change that is made to the first that comes.
fn change_once<T>(change: impl FnOnce(&mut T)) -> impl FnMut(&mut T) {
    let mut change = Some(change);
    move |item| {
        if let Some(change) = change.take() {
            change(item);
        }
    }
}

fn slot(bench: &mut Bench<'_>, change: impl Fn(Slot, Slot) -> Slot) -> Option<Block> {
    let old = bench.block.extrinsic.guarantees.first()?.clone();
    let period = Slot::from(bench.author.params().rotation_period);
    let slot = change(bench.plan.slot, period);
    let made = remade(bench, &old, old.report.clone(), slot, None)?;
    guarantees(bench, |all, _| {
        *all.first_mut()? = made;
        Some(())
    })
}

fn wrong_assignment(bench: &mut Bench<'_>) -> Option<Block> {
    let old = bench.block.extrinsic.guarantees.first()?.clone();
    let own: Vec<_> = old.signatures.iter().map(|one| one.validator_index).collect();
    let validators = 0..bench.author.params().validators;
    let others: Vec<_> = validators.filter(|index| !own.contains(index)).take(2).collect();
    let made = remade(bench, &old, old.report.clone(), old.slot, Some(others))?;
    guarantees(bench, |all, _| {
        *all.first_mut()? = made;
        Some(())
    })
}

/// A report comes to a core whose report nobody assures any more.
fn engaged(bench: &mut Bench<'_>) -> Option<Block> {
    let old = bench.block.extrinsic.guarantees.first()?;
    bench.state.assignments.0.get(usize::from(old.report.core_index))?.as_ref()?;
    bench.with(|extrinsic| {
        extrinsic.assurances.clear();
        Some(())
    })
}

/// A package that is in the pipeline or was reported.
fn known_package(bench: &mut Bench<'_>) -> Option<Block> {
    let recent = &bench.state.recent.history;
    let known = recent.iter().rev().find_map(|block| block.reported.keys().next().copied())?;
    report(bench, |report| report.package_spec.hash = known)
}

fn twice_package(bench: &mut Bench<'_>) -> Option<Block> {
    let all = &bench.block.extrinsic.guarantees;
    let (first, second) = (all.first()?, all.get(1)?.clone());
    let mut report = second.report.clone();
    report.package_spec.hash = first.report.package_spec.hash;
    let made = remade(bench, &second, report, second.slot, None)?;
    guarantees(bench, |all, _| {
        *all.get_mut(1)? = made;
        Some(())
    })
}

/// Another segment root than a recent package has.
fn wrong_root(bench: &mut Bench<'_>) -> Option<Block> {
    let recent = &bench.state.recent.history;
    let known = recent.iter().rev().find_map(|block| block.reported.keys().next().copied())?;
    report(bench, |report| {
        report.segment_root_lookup = [(known, Hash([6; 32]))].into();
    })
}

/// An offender signs for the core to which it was assigned.
fn offender(bench: &mut Bench<'_>) -> Option<Block> {
    let old = bench.block.extrinsic.guarantees.first()?.clone();
    let (params, plan) = (bench.author.params(), &bench.plan);
    let (active, previous) = (plan.active(), plan.previous());
    let all = guarantors(params, plan.entropy(), active, previous, &plan.offenders, plan.slot);
    let core = old.report.core_index;
    let assigned = (0..).zip(all.current.cores.iter().zip(&all.current.keys));
    let of_core: Vec<(ValidatorIndex, bool)> = assigned
        .filter(|(_, (of, _))| **of == core)
        .map(|(index, (_, key))| (index, key.is_none()))
        .collect();
    of_core.iter().find(|(_, punished)| *punished)?;
    let signers: Vec<ValidatorIndex> = of_core.iter().map(|(index, _)| *index).take(3).collect();
    let keyring = bench.author.keyring();
    let made = keyring.guarantee(active, &signers, old.report.clone(), plan.slot)?;
    guarantees(bench, |all, _| {
        *all.first_mut()? = made;
        Some(())
    })
}
