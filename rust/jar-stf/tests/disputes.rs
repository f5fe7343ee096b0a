//! Disputes: generated valid ones, and each rule broken alone.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

use jar_author::Keyring;
use jar_codec::sample::{Sample, Source};
use jar_crypto::blake2b_of;
use jar_stf::disputes::{Before, Disputes, disputes};
use jar_stf::{Rejection, Rule};
use jar_types::{
    AvailabilityAssignment, AvailabilityAssignments, DisputesExtrinsic, DisputesRecords,
    Ed25519Public, Hash, Params, ValidatorIndex, ValidatorSet, Verdict, WorkReport,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const PARAMS: Params = Params::tiny();
/// Of the third epoch.
const SLOT: u32 = 30;

/// Those of this epoch, those of the last, strangers.
static KEYRING: LazyLock<Keyring> = LazyLock::new(|| Keyring::trivial(18));

/// What a verdict says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finding {
    Good,
    Bad,
    Wonky,
}

/// A state before, and disputes that are valid in it.
#[derive(Clone, Debug)]
struct Case {
    records: DisputesRecords,
    assignments: AvailabilityAssignments,
    active: ValidatorSet,
    previous: ValidatorSet,
    extrinsic: DisputesExtrinsic,
    findings: Vec<(Hash, Finding)>,
}

impl Case {
    /// Two verdicts of each kind, the reports of the first bad and of the last good one on cores.
    fn new(seed: u64) -> Self {
        let mut source = Source::new(seed, 3);
        let mut hash = || Hash::sample(&mut source, &());
        let old = |set: &mut BTreeSet<Hash>, hash: Hash| set.insert(hash);
        let mut records = DisputesRecords {
            good: BTreeSet::new(),
            bad: BTreeSet::new(),
            wonky: BTreeSet::new(),
            offenders: BTreeSet::new(),
        };
        old(&mut records.good, hash());
        old(&mut records.bad, hash());
        old(&mut records.wonky, hash());
        let reports: Vec<WorkReport> = WorkReport::sample_all(&mut source, &PARAMS, 2);
        let mut hash = || Hash::sample(&mut source, &());
        let mut findings = vec![
            (blake2b_of(&reports[0]), Finding::Bad),
            (blake2b_of(&reports[1]), Finding::Good),
            (hash(), Finding::Bad),
            (hash(), Finding::Good),
            (hash(), Finding::Wonky),
            (hash(), Finding::Wonky),
        ];
        findings.sort_by_key(|(target, _)| *target);
        let waiting = |report| Some(AvailabilityAssignment { report, timeout: SLOT - 1 });
        let assignments = AvailabilityAssignments(reports.into_iter().map(waiting).collect());
        let (active, previous) = (KEYRING.set(0, 6), KEYRING.set(6, 6));
        let mut case = Self {
            records,
            assignments,
            active,
            previous,
            extrinsic: DisputesExtrinsic {
                verdicts: Vec::new(),
                culprits: Vec::new(),
                faults: Vec::new(),
            },
            findings,
        };
        case.fill(&mut source);
        case
    }

    fn fill(&mut self, source: &mut Source) {
        // Keys for offences: those of both epochs, in any order.
        let mut keys: Vec<Ed25519Public> =
            KEYRING.set(0, 12).0.iter().map(|keys| keys.ed25519).collect();
        for last in (1..keys.len()).rev() {
            keys.swap(last, source.up_to(last));
        }
        for (target, finding) in self.findings.clone() {
            let verdict = self.verdict(source, target, finding);
            self.extrinsic.verdicts.push(verdict);
            let mut culprit = || KEYRING.culprit(keys.pop().unwrap(), target).unwrap();
            match finding {
                Finding::Bad => {
                    self.extrinsic.culprits.extend([culprit(), culprit()]);
                    let fault = KEYRING.fault(keys.pop().unwrap(), target, true).unwrap();
                    self.extrinsic.faults.push(fault);
                }
                Finding::Good => {
                    let fault = KEYRING.fault(keys.pop().unwrap(), target, false).unwrap();
                    self.extrinsic.faults.push(fault);
                }
                Finding::Wonky => {}
            }
        }
        self.extrinsic.culprits.sort_by_key(|culprit| culprit.key);
        self.extrinsic.faults.sort_by_key(|fault| fault.key);
    }

    /// Five of the six validators of an epoch judge.
    fn verdict(&self, source: &mut Source, target: Hash, finding: Finding) -> Verdict {
        let absent = source.up_to(5);
        let judges = (0..6).filter(|index| *index != absent);
        let votes_for = match finding {
            Finding::Good => 5,
            Finding::Bad => 0,
            Finding::Wonky => 2,
        };
        let votes: Vec<(ValidatorIndex, bool)> = judges
            .enumerate()
            .map(|(place, index)| (index as ValidatorIndex, place < votes_for))
            .collect();
        let age = 1 + source.up_to(1) as u32;
        KEYRING.verdict(self.judges(age), age, target, &votes).unwrap()
    }

    fn judges(&self, age: u32) -> &ValidatorSet {
        if age == 2 { &self.active } else { &self.previous }
    }

    fn run(&self) -> Result<Disputes, Rejection> {
        let before = Before {
            records: &self.records,
            assignments: &self.assignments,
            slot: SLOT,
            active: &self.active,
            previous: &self.previous,
        };
        disputes(&PARAMS, &before, &self.extrinsic)
    }

    /// The verdict number `item` with other judgments, signed.
    fn judge_again(&mut self, item: usize, votes: &[(ValidatorIndex, bool)]) {
        let Verdict { target, age, .. } = self.extrinsic.verdicts[item];
        self.extrinsic.verdicts[item] =
            KEYRING.verdict(self.judges(age), age, target, votes).unwrap();
    }

    fn votes(&self, item: usize) -> Vec<(ValidatorIndex, bool)> {
        let judgments = &self.extrinsic.verdicts[item].votes;
        judgments.iter().map(|judgment| (judgment.index, judgment.vote)).collect()
    }

    /// The first verdict of a kind.
    fn first(&self, finding: Finding) -> usize {
        self.findings.iter().position(|(_, of)| *of == finding).unwrap()
    }
}

/// Breaks a rule; gives the item that does.
type Break = fn(&mut Case) -> usize;

/// Each rule with a change that breaks it and no other.
const BREAKS: &[(Rule, Break)] = &[
    (Rule::DisputesVerdictsOrder, |case| {
        case.extrinsic.verdicts.swap(2, 3);
        3
    }),
    (Rule::DisputesVerdictsOrder, |case| {
        case.extrinsic.verdicts[4] = case.extrinsic.verdicts[3].clone();
        4
    }),
    (Rule::DisputesJudgmentsOrder, |case| {
        case.extrinsic.verdicts[1].votes.swap(3, 4);
        1
    }),
    (Rule::DisputesJudgmentsOrder, |case| {
        let votes = &mut case.extrinsic.verdicts[5].votes;
        votes[1] = votes[0];
        5
    }),
    (Rule::DisputesAge, |case| {
        case.extrinsic.verdicts[2].age = 3;
        2
    }),
    (Rule::DisputesAge, |case| {
        case.extrinsic.verdicts[4].age = 0;
        4
    }),
    (Rule::DisputesValidatorIndex, |case| {
        case.extrinsic.verdicts[3].votes[4].index = 6;
        3
    }),
    (Rule::DisputesVoteSplit, |case| {
        let item = case.first(Finding::Wonky);
        let mut votes = case.votes(item);
        votes[2].1 = true;
        case.judge_again(item, &votes);
        item
    }),
    (Rule::DisputesAlreadyJudged, |case| {
        case.records.good.insert(case.extrinsic.verdicts[1].target);
        1
    }),
    (Rule::DisputesAlreadyJudged, |case| {
        case.records.bad.insert(case.extrinsic.verdicts[0].target);
        0
    }),
    (Rule::DisputesAlreadyJudged, |case| {
        case.records.wonky.insert(case.extrinsic.verdicts[5].target);
        5
    }),
    (Rule::DisputesCulpritsOrder, |case| {
        case.extrinsic.culprits.swap(1, 2);
        2
    }),
    (Rule::DisputesCulpritsOrder, |case| {
        let again = case.extrinsic.culprits[3];
        case.extrinsic.culprits.push(again);
        4
    }),
    (Rule::DisputesFaultsOrder, |case| {
        case.extrinsic.faults.swap(0, 1);
        1
    }),
    (Rule::DisputesFaultsOrder, |case| {
        let again = case.extrinsic.faults[0];
        case.extrinsic.faults.insert(0, again);
        1
    }),
    (Rule::DisputesNotEnoughFaults, |case| {
        let item = case.first(Finding::Good);
        let target = case.findings[item].0;
        case.extrinsic.faults.retain(|fault| fault.target != target);
        item
    }),
    (Rule::DisputesNotEnoughCulprits, |case| {
        let item = case.first(Finding::Bad);
        let target = case.findings[item].0;
        let one = case.extrinsic.culprits.iter().position(|of| of.target == target).unwrap();
        case.extrinsic.culprits.remove(one);
        item
    }),
    (Rule::DisputesCulpritVerdict, |case| {
        culprit_of(case, case.findings[case.first(Finding::Wonky)].0)
    }),
    (Rule::DisputesCulpritVerdict, |case| culprit_of(case, *case.records.good.first().unwrap())),
    (Rule::DisputesFaultVerdict, |case| {
        fault_of(case, case.findings[case.first(Finding::Wonky)].0, true)
    }),
    (Rule::DisputesFaultVerdict, |case| {
        fault_of(case, case.findings[case.first(Finding::Wonky)].0, false)
    }),
    (Rule::DisputesFaultVerdict, |case| {
        fault_of(case, case.findings[case.first(Finding::Bad)].0, false)
    }),
    (Rule::DisputesFaultVerdict, |case| {
        fault_of(case, case.findings[case.first(Finding::Good)].0, true)
    }),
    (Rule::DisputesCulpritReported, |case| {
        case.records.offenders.insert(case.extrinsic.culprits[1].key);
        1
    }),
    (Rule::DisputesFaultReported, |case| {
        case.records.offenders.insert(case.extrinsic.faults[2].key);
        2
    }),
    (Rule::DisputesCulpritKey, |case| {
        let target = case.findings[case.first(Finding::Bad)].0;
        let stranger = KEYRING.culprit(KEYRING.set(12, 1).0[0].ed25519, target).unwrap();
        case.extrinsic.culprits.push(stranger);
        case.extrinsic.culprits.sort_by_key(|culprit| culprit.key);
        case.extrinsic.culprits.iter().position(|culprit| *culprit == stranger).unwrap()
    }),
    (Rule::DisputesFaultKey, |case| {
        let target = case.findings[case.first(Finding::Bad)].0;
        let stranger = KEYRING.fault(KEYRING.set(13, 1).0[0].ed25519, target, true).unwrap();
        case.extrinsic.faults.push(stranger);
        case.extrinsic.faults.sort_by_key(|fault| fault.key);
        case.extrinsic.faults.iter().position(|fault| *fault == stranger).unwrap()
    }),
    (Rule::DisputesJudgmentSignature, |case| {
        case.extrinsic.verdicts[4].votes[0].signature.0[40] ^= 1;
        4
    }),
    (Rule::DisputesJudgmentSignature, |case| {
        // The other epoch's validators.
        case.extrinsic.verdicts[2].age ^= 3;
        2
    }),
    (Rule::DisputesCulpritSignature, |case| {
        case.extrinsic.culprits[2].signature.0[0] ^= 1;
        2
    }),
    (Rule::DisputesFaultSignature, |case| {
        case.extrinsic.faults[1].signature.0[63] ^= 0x80;
        1
    }),
];

/// A validator that is not named yet is a culprit of the report too.
fn culprit_of(case: &mut Case, target: Hash) -> usize {
    let key = unnamed(case);
    let culprit = KEYRING.culprit(key, target).unwrap();
    case.extrinsic.culprits.push(culprit);
    case.extrinsic.culprits.sort_by_key(|culprit| culprit.key);
    case.extrinsic.culprits.iter().position(|of| *of == culprit).unwrap()
}

/// A validator that is not named yet is at fault on the report too.
fn fault_of(case: &mut Case, target: Hash, vote: bool) -> usize {
    let fault = KEYRING.fault(unnamed(case), target, vote).unwrap();
    case.extrinsic.faults.push(fault);
    case.extrinsic.faults.sort_by_key(|fault| fault.key);
    case.extrinsic.faults.iter().position(|of| *of == fault).unwrap()
}

fn unnamed(case: &Case) -> Ed25519Public {
    let DisputesExtrinsic { culprits, faults, .. } = &case.extrinsic;
    let named: BTreeSet<Ed25519Public> =
        culprits.iter().map(|of| of.key).chain(faults.iter().map(|of| of.key)).collect();
    let keys = KEYRING.set(0, 12);
    keys.0.iter().map(|keys| keys.ed25519).find(|key| !named.contains(key)).unwrap()
}

#[test]
fn every_rule_is_broken_alone() {
    let rules: BTreeSet<Rule> = BREAKS.iter().map(|(rule, _)| *rule).collect();
    let all = Rule::ALL.iter().filter(|rule| rule.name().starts_with("disputes."));
    assert_eq!(rules, all.copied().collect());
    for seed in 0..6 {
        for (index, (rule, change)) in BREAKS.iter().enumerate() {
            let mut case = Case::new(seed);
            let item = change(&mut case);
            assert_eq!(case.run(), Err(rule.at(item)), "seed {seed}, change {index}");
        }
    }
}

#[test]
fn no_disputes_change_nothing() {
    let mut case = Case::new(1);
    case.extrinsic.verdicts.clear();
    case.extrinsic.culprits.clear();
    case.extrinsic.faults.clear();
    assert_eq!(case.run(), Ok(Disputes::default()));
}

#[test]
fn offences_may_be_of_verdicts_given_before() {
    let mut case = Case::new(2);
    let (old_bad, old_good) =
        (*case.records.bad.first().unwrap(), *case.records.good.first().unwrap());
    let key = unnamed(&case);
    case.extrinsic.verdicts.clear();
    case.extrinsic.culprits = vec![KEYRING.culprit(key, old_bad).unwrap()];
    case.extrinsic.faults = vec![KEYRING.fault(key, old_good, false).unwrap()];
    let disputes = case.run().unwrap();
    assert_eq!(disputes.offenders_mark, [key, key]);
    assert_eq!(disputes.records.unwrap().offenders, BTreeSet::from([key]));
    case.extrinsic.faults = vec![KEYRING.fault(key, old_good, true).unwrap()];
    assert_eq!(case.run(), Err(Rule::DisputesFaultVerdict.at(0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn valid_disputes_do_what_they_say(seed: u64) {
        let case = Case::new(seed);
        let Disputes { records, cleared, offenders_mark } = case.run().unwrap();
        let records = records.unwrap();
        let found = |finding| case.findings.iter().filter(move |(_, of)| *of == finding).map(|(hash, _)| *hash);
        for (before, after, finding) in [
            (&case.records.good, &records.good, Finding::Good),
            (&case.records.bad, &records.bad, Finding::Bad),
            (&case.records.wonky, &records.wonky, Finding::Wonky),
        ] {
            prop_assert_eq!(after, &before.iter().copied().chain(found(finding)).collect());
        }
        // Offenders only grow, by those of the marker.
        let expected: BTreeSet<Ed25519Public> =
            case.records.offenders.iter().chain(&offenders_mark).copied().collect();
        prop_assert_eq!(&records.offenders, &expected);
        let DisputesExtrinsic { culprits, faults, .. } = &case.extrinsic;
        let (first, second) = offenders_mark.split_at(culprits.len());
        prop_assert!(first.iter().eq(culprits.iter().map(|of| &of.key)));
        prop_assert!(second.iter().eq(faults.iter().map(|of| &of.key)));
        // Core 0 has a bad report, core 1 a good one.
        prop_assert_eq!(cleared, vec![0]);
    }
}
