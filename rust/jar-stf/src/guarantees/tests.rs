use super::*;
use crate::assignments::{GuarantorAssignments, guarantors};
use jar_codec::sample::{Sample, Source};
use jar_crypto::{Ed25519Secret, blake2b_of};
use jar_types::{
    AuthPool, CoreIndex, Credential, EntropyPool, Gas, ReadyReport, RecentBlock, RefineLoad,
    ValidatorIndex, ValidatorKeys, ValidatorSet, WorkDigest, WorkError, WorkReport, WorkResult,
};
use std::collections::{BTreeMap, HashSet};

const SLOT: Slot = 17;
const SERVICE: ServiceId = 9;

fn secret(set: u8, validator: ValidatorIndex) -> Ed25519Secret {
    Ed25519Secret::from_seed([set ^ validator as u8; 32])
}

fn validators(set: u8) -> ValidatorSet {
    let keys = |index| ValidatorKeys { ed25519: secret(set, index).public(), ..Default::default() };
    ValidatorSet((0..6).map(keys).collect())
}

/// What a block in slot 17 of the tiny chain is looked at against: rotation 4, of which the last has slots 12 to 15.
struct World {
    params: Params,
    recent: RecentHistory,
    pools: AuthPools,
    info: ServiceInfo,
    ready: ReadyQueue,
    accumulated: AccumulatedQueue,
    waiting: AvailabilityAssignments,
    free: AvailabilityAssignments,
    offenders: BTreeSet<Ed25519Public>,
    /// Validators of this epoch whose keys are zeros.
    zeroed: Vec<ValidatorIndex>,
    slot: Slot,
    ancestors: Option<HashSet<(Hash, Slot)>>,
    extrinsic: Vec<Guarantee>,
}

impl Ancestors for HashSet<(Hash, Slot)> {
    fn contains(&self, header: &Hash, slot: Slot) -> bool {
        HashSet::contains(self, &(*header, slot))
    }
}

fn report(core: CoreIndex) -> WorkReport {
    let mut report = WorkReport::sample(&mut Source::new(u64::from(core), 4), &Params::tiny());
    let digest = WorkDigest {
        service_id: SERVICE,
        code_hash: Hash([3; 32]),
        payload_hash: Hash::default(),
        accumulate_gas: 1000,
        result: WorkResult::Ok(vec![1, 2, 3]),
        refine_load: RefineLoad::sample(&mut Source::new(0, 4), &()),
    };
    report.core_index = core;
    report.package_spec.hash = Hash([core as u8; 32]);
    report.authorizer_hash = Hash([40; 32]);
    report.segment_root_lookup = BTreeMap::new();
    report.results = vec![digest; 2];
    report.context.anchor = Hash([51; 32]);
    report.context.state_root = Hash([61; 32]);
    report.context.beefy_root = Hash([71; 32]);
    report.context.lookup_anchor = Hash([80; 32]);
    report.context.lookup_anchor_slot = 5;
    report.context.prerequisites = BTreeSet::new();
    report
}

impl World {
    fn new() -> Self {
        let params = Params::tiny();
        let block = |number: u8| RecentBlock {
            header_hash: Hash([50 + number; 32]),
            state_root: Hash([60 + number; 32]),
            beefy_root: Hash([70 + number; 32]),
            reported: BTreeMap::from([(Hash([90 + number; 32]), Hash([100 + number; 32]))]),
        };
        let mut info = ServiceInfo::sample(&mut Source::new(1, 4), &());
        (info.code_hash, info.min_item_gas) = (Hash([3; 32]), 1000);
        let queue = vec![Vec::new(); params.epoch_slots()];
        let mut world = Self {
            recent: RecentHistory { history: (0..3).map(block).collect(), mmr: Vec::new() },
            pools: AuthPools(vec![AuthPool(vec![Hash([41; 32]), Hash([40; 32])]); 2]),
            info,
            ready: ReadyQueue(queue),
            accumulated: AccumulatedQueue(vec![BTreeSet::new(); params.epoch_slots()]),
            waiting: AvailabilityAssignments(vec![None, None]),
            free: AvailabilityAssignments(vec![None, None]),
            offenders: BTreeSet::new(),
            zeroed: Vec::new(),
            slot: SLOT,
            ancestors: Some(HashSet::from([(Hash([80; 32]), 5)])),
            extrinsic: Vec::new(),
            params,
        };
        for core in 0..2 {
            world.extrinsic.push(Guarantee {
                report: report(core),
                slot: SLOT,
                signatures: vec![],
            });
            world.sign(usize::from(core));
        }
        world
    }

    fn guarantors(&self) -> Guarantors {
        let entropy = EntropyPool([1, 2, 3, 4].map(|octet| Hash([octet; 32])));
        let mut sets = (validators(0), validators(128));
        for index in &self.zeroed {
            sets.0.0[usize::from(*index)] = ValidatorKeys::default();
        }
        guarantors(&self.params, &entropy, &sets.0, &sets.1, &self.offenders, self.slot)
    }

    /// Has all validators of the core sign the guarantee.
    fn sign(&mut self, item: usize) {
        let guarantors = self.guarantors();
        let guarantee = &mut self.extrinsic[item];
        let of_now = guarantee.slot / 4 == self.slot / 4;
        let same_epoch = (self.slot - 4) / 12 == self.slot / 12;
        let set = if of_now || same_epoch { 0 } else { 128 };
        let assigned = if of_now { &guarantors.current } else { &guarantors.previous };
        let hash = blake2b_of(&guarantee.report);
        let core = guarantee.report.core_index;
        let of_core = (0..6u16).filter(|index| assigned.cores[usize::from(*index)] == core);
        guarantee.signatures = of_core
            .map(|index| Credential {
                validator_index: index,
                signature: secret(set, index).sign(&message(&hash)),
            })
            .collect();
    }

    /// Changes a report and has it signed again.
    fn change(&mut self, item: usize, change: impl FnOnce(&mut WorkReport)) {
        change(&mut self.extrinsic[item].report);
        self.sign(item);
    }

    fn import(&self) -> Result<Reported, Rejection> {
        let guarantors = self.guarantors();
        let input = GuaranteesInput {
            params: &self.params,
            guarantors: &guarantors,
            recent: &self.recent,
            auth_pools: &self.pools,
            services: &|service| (service == SERVICE).then_some(self.info),
            ready: &self.ready,
            accumulated: &self.accumulated,
            assignments: &self.waiting,
            slot: self.slot,
            ancestors: self.ancestors.as_ref().map(|ancestors| ancestors as &dyn Ancestors),
        };
        let hashes = crate::header::report_hashes(&self.extrinsic);
        guarantees(&input, self.free.clone(), &self.extrinsic, &hashes)
    }
}

/// What breaks in a world that was fine before a change.
fn broken(change: impl FnOnce(&mut World)) -> Rejection {
    let mut world = World::new();
    change(&mut world);
    world.import().unwrap_err()
}

/// The same, with a change of the second report, which is signed again.
fn broken_report(change: impl FnOnce(&mut WorkReport)) -> Rejection {
    broken(|world| world.change(1, change))
}

#[test]
fn reports_are_put_on_their_cores() {
    let world = World::new();
    let done = world.import().unwrap();
    for (place, guarantee) in done.assignments.0.iter().zip(&world.extrinsic) {
        let place = place.as_ref().unwrap();
        assert_eq!((&place.report, place.timeout), (&guarantee.report, SLOT));
    }
    let keys = validators(0).0.into_iter().map(|keys| keys.ed25519).collect();
    assert_eq!(done.reporters, keys, "all six, three on each core");
}

#[test]
fn two_credentials_do() {
    let mut world = World::new();
    world.extrinsic[0].signatures.remove(1);
    assert_eq!(world.import().unwrap().reporters.len(), 5);
}

#[test]
fn guarantees_of_the_last_rotation_have_its_guarantors() {
    for slot in [12, 15] {
        let mut world = World::new();
        world.extrinsic[1].slot = slot;
        world.sign(1);
        assert!(world.import().is_ok());
    }
    // The rotation before the first of an epoch has the validators of the last epoch.
    let mut world = World::new();
    world.slot = 14;
    for item in 0..2 {
        world.extrinsic[item].slot = 11;
        world.sign(item);
    }
    let done = world.import().unwrap();
    let keys = validators(128).0.into_iter().map(|keys| keys.ed25519).collect();
    assert_eq!(done.reporters, keys);
}

#[test]
fn rules_of_form() {
    use Rule::*;
    assert_eq!(broken_report(|report| report.core_index = 2), GuaranteesCoreIndex.at(1));
    assert_eq!(broken(|world| world.extrinsic.swap(0, 1)), GuaranteesOrder.at(1));
    assert_eq!(broken(|world| world.extrinsic[1].report.core_index = 0), GuaranteesOrder.at(1));
    let truncate = |count| move |world: &mut World| world.extrinsic[1].signatures.truncate(count);
    assert_eq!(broken(truncate(1)), GuaranteesCredentialCount.at(1));
    assert_eq!(broken(truncate(0)), GuaranteesCredentialCount.at(1));
    let more = broken(|world| {
        let extra = world.extrinsic[1].signatures[2];
        world.extrinsic[1].signatures.push(extra);
    });
    assert_eq!(more, GuaranteesCredentialCount.at(1));
    let swapped = broken(|world| world.extrinsic[0].signatures.swap(1, 2));
    assert_eq!(swapped, GuaranteesCredentialsOrder.at(0));
    let twice = broken(|world| {
        let signatures = &mut world.extrinsic[0].signatures;
        signatures[1] = signatures[0];
    });
    assert_eq!(twice, GuaranteesCredentialsOrder.at(0));
    let beyond = broken(|world| world.extrinsic[1].signatures[2].validator_index = 6);
    assert_eq!(beyond, GuaranteesValidatorIndex.at(1));
    assert_eq!(broken_report(|report| report.results.clear()), GuaranteesDigestCount.at(1));
    let many = broken_report(|report| report.results = vec![report.results[0].clone(); 17]);
    assert_eq!(many, GuaranteesDigestCount.at(1));
    let depends = broken_report(|report| {
        report.context.prerequisites = (0..5).map(|octet| Hash([octet; 32])).collect();
        report.segment_root_lookup =
            (0..4).map(|octet| (Hash([octet; 32]), Hash([0; 32]))).collect();
    });
    assert_eq!(depends, GuaranteesTooManyDependencies.at(1));
}

#[test]
fn a_report_has_at_most_48_kib_of_blobs() {
    let sized = |extra: usize| {
        let mut world = World::new();
        world.change(1, |report| {
            report.auth_output = vec![0; 30_000];
            report.results[0].result = WorkResult::Ok(vec![0; 49_152 - 30_000 + extra]);
            report.results[1].result = WorkResult::Error(WorkError::Panic);
        });
        world.import()
    };
    assert!(sized(0).is_ok());
    assert_eq!(sized(1).unwrap_err(), Rule::GuaranteesReportSize.at(1));
}

#[test]
fn rules_of_assignment() {
    use Rule::*;
    assert_eq!(broken(|world| world.extrinsic[1].slot = 18), GuaranteesFutureSlot.at(1));
    assert_eq!(broken(|world| world.extrinsic[1].slot = 11), GuaranteesPastSlot.at(1));
    let other = broken(|world| {
        let signatures = world.extrinsic[0].signatures.clone();
        world.extrinsic[1].signatures = signatures;
    });
    assert_eq!(other, GuaranteesWrongAssignment.at(1));
    let punished = broken(|world| {
        let index = world.extrinsic[1].signatures[1].validator_index;
        world.offenders.insert(secret(0, index).public());
    });
    assert_eq!(punished, GuaranteesOffender.at(1));
    // Zeros are a point for which anybody can sign.
    let zeroed = broken(|world| {
        let credential = &mut world.extrinsic[1].signatures[1];
        credential.signature = Default::default();
        world.zeroed.push(credential.validator_index);
    });
    assert_eq!(zeroed, GuaranteesOffender.at(1));
    let forged = broken(|world| world.extrinsic[1].signatures[2].signature.0[0] ^= 1);
    assert_eq!(forged, GuaranteesSignature.at(1));
    // Signed by nobody, after the first item was signed by an offender: the rule before wins.
    let both = broken(|world| {
        world.extrinsic[0].signatures[0].signature.0[0] ^= 1;
        let index = world.extrinsic[1].signatures[1].validator_index;
        world.offenders.insert(secret(0, index).public());
    });
    assert_eq!(both, GuaranteesOffender.at(1));
}

#[test]
fn rules_of_cores_and_services() {
    use Rule::*;
    let engaged = broken(|world| {
        world.free.0[1] = Some(AvailabilityAssignment { report: report(1), timeout: 16 });
    });
    assert_eq!(engaged, GuaranteesCoreEngaged.at(1));
    let unauthorized = broken_report(|report| report.authorizer_hash = Hash([42; 32]));
    assert_eq!(unauthorized, GuaranteesCoreUnauthorized.at(1));
    let unknown = broken_report(|report| report.results[1].service_id = SERVICE + 1);
    assert_eq!(unknown, GuaranteesUnknownService.at(1));
    let code = broken_report(|report| report.results[1].code_hash = Hash([4; 32]));
    assert_eq!(code, GuaranteesCodeHash.at(1));
    let poor = broken_report(|report| report.results[1].accumulate_gas = 999);
    assert_eq!(poor, GuaranteesDigestGas.at(1));
    let total = |gas: Gas| {
        let mut world = World::new();
        world.change(1, |report| report.results[1].accumulate_gas = gas);
        world.import()
    };
    assert!(total(10_000_000 - 1000).is_ok());
    assert_eq!(total(10_000_000 - 999).unwrap_err(), GuaranteesReportGas.at(1));
    assert_eq!(total(u64::MAX).unwrap_err(), GuaranteesReportGas.at(1));
}

#[test]
fn a_package_is_reported_once() {
    let duplicate = Rule::GuaranteesDuplicatePackage.at(1);
    let own = Hash([1; 32]);
    assert_eq!(broken_report(|report| report.package_spec.hash = Hash([0; 32])), duplicate);
    assert_eq!(
        broken(|world| {
            world.recent.history[0].reported.insert(own, Hash::default());
        }),
        duplicate
    );
    assert_eq!(
        broken(|world| {
            world.accumulated.0[3].insert(own);
        }),
        duplicate
    );
    let queued = ReadyReport { report: report(1), dependencies: BTreeSet::new() };
    assert_eq!(broken(|world| world.ready.0[7].push(queued)), duplicate);
    // It waited on a core when the block came, even if it became available in this block.
    let waiting = AvailabilityAssignment { report: report(1), timeout: 16 };
    assert_eq!(broken(|world| world.waiting.0[0] = Some(waiting)), duplicate);
}

#[test]
fn rules_of_anchors() {
    use Rule::*;
    assert_eq!(
        broken_report(|report| report.context.anchor = Hash([49; 32])),
        GuaranteesAnchor.at(1)
    );
    let root = broken_report(|report| report.context.state_root = Hash([60; 32]));
    assert_eq!(root, GuaranteesAnchorStateRoot.at(1));
    let beefy = broken_report(|report| report.context.beefy_root = Hash([70; 32]));
    assert_eq!(beefy, GuaranteesAnchorBeefyRoot.at(1));
    let lookup = broken_report(|report| report.context.lookup_anchor_slot = 6);
    assert_eq!(lookup, GuaranteesLookupAnchor.at(1));
    let mut world = World::new();
    world.ancestors = None;
    world.change(1, |report| report.context.lookup_anchor_slot = 6);
    assert!(world.import().is_ok(), "where ancestors are unknown");
    let old = broken(|world| {
        world.params.lookup_anchor_age = 11;
    });
    assert_eq!(old, GuaranteesLookupAnchorAge.at(0));
    let mut world = World::new();
    world.params.lookup_anchor_age = 12;
    assert!(world.import().is_ok());
}

#[test]
fn rules_of_dependencies() {
    use Rule::*;
    let missing = broken_report(|report| {
        report.context.prerequisites.insert(Hash([99; 32]));
    });
    assert_eq!(missing, GuaranteesDependencyMissing.at(1));
    let unknown = broken_report(|report| {
        report.segment_root_lookup.insert(Hash([99; 32]), Hash([100; 32]));
    });
    assert_eq!(unknown, GuaranteesDependencyMissing.at(1));
    let root = broken_report(|report| {
        report.segment_root_lookup.insert(Hash([90; 32]), Hash([101; 32]));
    });
    assert_eq!(root, GuaranteesSegmentRoot.at(1));
    let mut world = World::new();
    let exports = world.extrinsic[0].report.package_spec.exports_root;
    world.change(1, |report| {
        report.context.prerequisites.insert(Hash([0; 32]));
        report.context.prerequisites.insert(Hash([91; 32]));
        report.segment_root_lookup.insert(Hash([0; 32]), exports);
        report.segment_root_lookup.insert(Hash([92; 32]), Hash([102; 32]));
    });
    assert!(world.import().is_ok(), "in the block and in recent blocks");
}

#[test]
fn assignments_turn_with_rotations() {
    let mut world = World::new();
    let mut seen = Vec::new();
    for slot in 12..24 {
        world.slot = slot;
        seen.push(world.guarantors());
    }
    for (index, guarantors) in seen.iter().enumerate() {
        let GuarantorAssignments { cores, .. } = &guarantors.current;
        assert_eq!(
            (0..2).map(|core| cores.iter().filter(|at| **at == core).count()).collect::<Vec<_>>(),
            [3, 3]
        );
        assert_eq!(cores, &seen[index / 4 * 4].current.cores, "the same in a rotation");
        if index >= 4 {
            assert_eq!(guarantors.previous, seen[index - 4].current);
            let turned: Vec<u16> =
                seen[index - 4].current.cores.iter().map(|core| (core + 1) % 2).collect();
            assert_eq!(*cores, turned);
        }
    }
    // At the very beginning of time there is no rotation before.
    world.slot = 0;
    assert_eq!(world.guarantors().previous.cores.len(), 6);
}
