use super::*;
use jar_crypto::Ed25519Secret;
use jar_types::{AvailabilityAssignment, Bits, ValidatorIndex, ValidatorKeys};

const PARENT: Hash = Hash([7; 32]);

fn secret(validator: ValidatorIndex) -> Ed25519Secret {
    Ed25519Secret::from_seed([validator as u8; 32])
}

fn validators() -> ValidatorSet {
    let keys = |index| ValidatorKeys { ed25519: secret(index).public(), ..Default::default() };
    ValidatorSet((0..6).map(keys).collect())
}

/// A report on each core that reports a slot.
fn waiting(slots: [Option<Slot>; 2]) -> AvailabilityAssignments {
    let assignment = |(core, slot): (usize, Option<Slot>)| {
        slot.map(|timeout| AvailabilityAssignment { report: report(core as u16), timeout })
    };
    AvailabilityAssignments(slots.into_iter().enumerate().map(assignment).collect())
}

fn report(core: u16) -> WorkReport {
    let mut source = jar_codec::sample::Source::new(u64::from(core), 4);
    let report: WorkReport = jar_codec::sample::Sample::sample(&mut source, &Params::tiny());
    WorkReport { core_index: core, ..report }
}

fn assurance(validator: ValidatorIndex, cores: [bool; 2]) -> Assurance {
    let mut assurance = Assurance {
        anchor: PARENT,
        bitfield: Bits::from_iter(cores),
        validator_index: validator,
        signature: Default::default(),
    };
    assurance.signature = secret(validator).sign(&message(&assurance));
    assurance
}

/// With reports of slots 10 and 12 on the cores, in slot 13.
fn import(extrinsic: &[Assurance]) -> Result<Assured, Rejection> {
    let reports = waiting([Some(10), Some(12)]);
    assurances(&Params::tiny(), reports, &validators(), 13, &PARENT, extrinsic)
}

#[test]
fn a_report_is_available_from_five_of_six_on() {
    for count in 0..=6 {
        let all: Vec<_> = (0..count).map(|index| assurance(index, [true, index > 0])).collect();
        let assured = import(&all).unwrap();
        let cores: Vec<u16> = assured.available.iter().map(|report| report.core_index).collect();
        let there: Vec<bool> = assured.assignments.0.iter().map(Option::is_some).collect();
        let available = [count >= 5, count >= 6];
        assert_eq!(there, available.map(|available| !available));
        let expected: Vec<u16> = (0..2).filter(|core| available[usize::from(*core)]).collect();
        assert_eq!(cores, expected);
    }
}

#[test]
fn a_report_waits_for_less_than_five_slots() {
    for (slot, there) in [(14, [true, true]), (15, [false, true]), (17, [false, false])] {
        let reports = waiting([Some(10), Some(12)]);
        let after =
            assurances(&Params::tiny(), reports, &validators(), slot, &PARENT, &[]).unwrap();
        assert_eq!(after.assignments.0.iter().map(Option::is_some).collect::<Vec<_>>(), there);
        assert_eq!(after.available, []);
    }
    let late = waiting([Some(u32::MAX), None]);
    let after = assurances(&Params::tiny(), late.clone(), &validators(), u32::MAX, &PARENT, &[]);
    assert_eq!(after.unwrap().assignments, late);
}

#[test]
fn a_report_that_is_late_and_assured_is_available() {
    let all: Vec<_> = (0..5).map(|index| assurance(index, [true, false])).collect();
    let reports = waiting([Some(1), None]);
    let after = assurances(&Params::tiny(), reports, &validators(), 13, &PARENT, &all).unwrap();
    assert_eq!(after.available.len(), 1);
}

#[test]
fn each_rule_is_asked() {
    let good: Vec<_> = (0..4).map(|index| assurance(index, [true, true])).collect();
    assert!(import(&good).is_ok());
    let broken = |change: &dyn Fn(&mut Vec<Assurance>)| {
        let mut extrinsic = good.clone();
        change(&mut extrinsic);
        import(&extrinsic).unwrap_err()
    };
    assert_eq!(broken(&|all| all[2].anchor = Hash([8; 32])), Rule::AssurancesAnchor.at(2));
    assert_eq!(broken(&|all| all[3].validator_index = 6), Rule::AssurancesValidatorIndex.at(3));
    assert_eq!(broken(&|all| all.swap(0, 1)), Rule::AssurancesOrder.at(1));
    assert_eq!(broken(&|all| all[1] = all[0].clone()), Rule::AssurancesOrder.at(1));
    assert_eq!(broken(&|all| all[2].signature.0[63] ^= 1), Rule::AssurancesSignature.at(2));
}

#[test]
fn a_core_without_report_cannot_be_assured() {
    let reports = waiting([None, Some(12)]);
    let extrinsic = [assurance(0, [false, true]), assurance(1, [true, true])];
    let done = assurances(&Params::tiny(), reports, &validators(), 13, &PARENT, &extrinsic);
    assert_eq!(done.unwrap_err(), Rule::AssurancesCoreNotEngaged.at(1));
}

#[test]
fn the_signature_covers_the_bits() {
    let mut assured = assurance(1, [true, false]);
    assured.bitfield.set(1, true);
    assert_eq!(import(&[assured]).unwrap_err(), Rule::AssurancesSignature.at(0));
}
