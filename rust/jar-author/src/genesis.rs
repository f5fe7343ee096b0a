//! First states.

use crate::{Author, AuthorError};
use jar_crypto::blake2b;
use jar_stf::safrole::fallback_keys;
use jar_types::{
    AccumulatedQueue, AuthPool, AuthPools, AuthQueue, AuthQueues, AvailabilityAssignments,
    BandersnatchPublic, CoreRecord, DisputesRecords, EntropyPool, Hash, Header, Params, Privileges,
    ReadyQueue, RecentHistory, SafroleState, SealKeys, ServiceAccount, ServiceId, State,
    Statistics, ValidatorRecord, VrfSignature,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a first state is made of.
#[derive(Clone, Debug)]
pub struct Genesis {
    /// Where its randomness comes from.
    pub seed: u64,
    /// The authorizer that every core accepts, now and from then on.
    pub authorizer: Hash,
    /// χ.
    pub privileges: Privileges,
    /// δ.
    pub services: BTreeMap<ServiceId, ServiceAccount>,
}

impl Genesis {
    /// Without services; service 0 has all privileges.
    #[must_use]
    pub fn new(params: &Params, seed: u64) -> Self {
        let privileges = Privileges {
            bless: 0,
            assign: vec![0; params.core_count()],
            designate: 0,
            register: 0,
            always_acc: BTreeMap::new(),
        };
        let services = BTreeMap::new();
        Self { seed, authorizer: Hash::default(), privileges, services }
    }
}

/// A state in slot 0. The first V of the author's validators are those of the epochs before, now and next, sealing without tickets;
/// those that follow them (they again if there are no more) come after.
///
/// # Errors
/// More validators than a ring can have.
pub fn genesis(author: &Author, from: Genesis) -> Result<State, AuthorError> {
    let (params, count) = (author.params(), author.params().validator_count());
    let randomness = |index: u8| blake2b(&[&from.seed.to_le_bytes()[..], &[index]].concat());
    let entropy = EntropyPool([0, 1, 2, 3].map(randomness));
    let [_, _, second, _] = entropy.0;
    let validators = author.keyring().set(0, count);
    let ring: Vec<BandersnatchPublic> = validators.0.iter().map(|keys| keys.bandersnatch).collect();
    let safrole = SafroleState {
        pending: validators.clone(),
        epoch_root: author.caches().commitment(&ring)?,
        seal_keys: SealKeys::Keys(fallback_keys(params, &second, &validators)),
        ticket_accumulator: Vec::new(),
    };
    let none = |_| None;
    Ok(State {
        auth_pools: AuthPools(vec![AuthPool(vec![from.authorizer]); params.core_count()]),
        auth_queues: AuthQueues(vec![
            AuthQueue(vec![from.authorizer; params.queue_length()]);
            params.core_count()
        ]),
        recent: RecentHistory { history: Vec::new(), mmr: Vec::new() },
        safrole,
        disputes: DisputesRecords {
            good: BTreeSet::new(),
            bad: BTreeSet::new(),
            wonky: BTreeSet::new(),
            offenders: BTreeSet::new(),
        },
        entropy,
        staging_validators: author.keyring().set(count, count),
        active_validators: validators.clone(),
        previous_validators: validators,
        assignments: AvailabilityAssignments((0..params.core_count()).map(none).collect()),
        slot: 0,
        privileges: from.privileges,
        statistics: Statistics {
            vals_curr: vec![ValidatorRecord::default(); count],
            vals_last: vec![ValidatorRecord::default(); count],
            cores: vec![CoreRecord::default(); params.core_count()],
            services: BTreeMap::new(),
        },
        ready: ReadyQueue(vec![Vec::new(); params.epoch_slots()]),
        accumulated: AccumulatedQueue(vec![BTreeSet::new(); params.epoch_slots()]),
        last_outputs: Vec::new(),
        services: from.services,
    })
}

/// The header that a first state belongs to: nothing in it means anything but that its hash is the first block's parent.
#[must_use]
pub fn genesis_header() -> Header {
    Header {
        parent: Hash::default(),
        parent_state_root: Hash::default(),
        extrinsic_hash: Hash::default(),
        slot: 0,
        epoch_mark: None,
        tickets_mark: None,
        author_index: 0,
        entropy_source: VrfSignature::default(),
        offenders_mark: Vec::new(),
        seal: VrfSignature::default(),
    }
}
