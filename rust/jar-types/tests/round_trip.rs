//! For every type: what was encoded decodes, with whatever follows untouched; what decodes was encoded.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a test")]

use jar_codec::sample::{Sample, Source};
use jar_codec::{Decode, Encode, Reader, decode, encode};
use jar_types::*;
use std::fmt::Debug;

/// A random value of the type, encoded and decoded; then one octet of it changed, or its end cut off.
fn round_trip<T>(seed: u64, params: &Params)
where
    T: Sample<Params> + Encode + for<'a> Decode<'a, Params> + PartialEq + Debug,
{
    let mut source = Source::new(seed, 6);
    let value = T::sample(&mut source, params);
    let mut octets = encode(&value);
    assert_eq!(octets.len(), value.size());
    assert!(octets.len() >= T::MIN_SIZE);
    octets.extend([1, 2, 3]);
    let mut input = Reader::new(&octets);
    assert_eq!(T::decode(&mut input, params).unwrap(), value);
    assert_eq!(input.left(), 3);
    assert!(decode::<T, _>(&octets, params).is_err());
    octets.truncate(value.size());
    for _ in 0..20 {
        let mut changed = octets.clone();
        if let Some(octet) = changed.get_mut(source.up_to(octets.len())) {
            *octet = octet.wrapping_add(1 << source.up_to(7));
        }
        if let Ok(other) = decode::<T, _>(&changed, params) {
            assert_eq!(encode(&other), changed);
        }
        let end = source.up_to(octets.len());
        if end < octets.len() {
            let error = decode::<T, _>(octets.get(..end).unwrap(), params).unwrap_err();
            assert!(error.offset() <= end, "{error}");
        }
    }
}

macro_rules! every {
    ($($name:ident: $kind:ty,)*) => {$(
        #[test]
        fn $name() {
            (0..40).for_each(|seed| round_trip::<$kind>(seed, &Params::tiny()));
            (0..2).for_each(|seed| round_trip::<$kind>(seed, &Params::full()));
        }
    )*};
}

every! {
    hash: Hash,
    bandersnatch_public: BandersnatchPublic,
    ed25519_public: Ed25519Public,
    bls_public: BlsPublic,
    ed25519_signature: Ed25519Signature,
    vrf_signature: VrfSignature,
    ring_vrf_signature: RingVrfSignature,
    ring_commitment: RingCommitment,
    metadata: Metadata,
    memo: Memo,
    validator_keys: ValidatorKeys,
    validator_set: ValidatorSet,
    ticket: Ticket,
    ticket_proof: TicketProof,
    tickets_mark: TicketsMark,
    seal_keys: SealKeys,
    epoch_mark_keys: EpochMarkKeys,
    epoch_mark: EpochMark,
    header: Header,
    judgment: Judgment,
    verdict: Verdict,
    culprit: Culprit,
    fault: Fault,
    disputes_extrinsic: DisputesExtrinsic,
    disputes_records: DisputesRecords,
    refine_context: RefineContext,
    package_spec: PackageSpec,
    work_error: WorkError,
    work_result: WorkResult,
    refine_load: RefineLoad,
    work_digest: WorkDigest,
    work_report: WorkReport,
    import_spec: ImportSpec,
    extrinsic_spec: ExtrinsicSpec,
    work_item: WorkItem,
    work_package: WorkPackage,
    assurance: Assurance,
    availability_assignment: AvailabilityAssignment,
    availability_assignments: AvailabilityAssignments,
    credential: Credential,
    guarantee: Guarantee,
    preimage: Preimage,
    extrinsic: Extrinsic,
    block: Block,
    auth_pool: AuthPool,
    auth_pools: AuthPools,
    auth_queue: AuthQueue,
    auth_queues: AuthQueues,
    recent_block: RecentBlock,
    recent_history: RecentHistory,
    service_info: ServiceInfo,
    request: Request,
    privileges: Privileges,
    ready_report: ReadyReport,
    ready_queue: ReadyQueue,
    accumulated_queue: AccumulatedQueue,
    accumulation_output: AccumulationOutput,
    deferred_transfer: DeferredTransfer,
    operand_tuple: OperandTuple,
    accumulation_input: AccumulationInput,
    validator_record: ValidatorRecord,
    core_record: CoreRecord,
    service_record: ServiceRecord,
    statistics: Statistics,
    safrole_state: SafroleState,
    entropy_pool: EntropyPool,
}

#[test]
fn a_borrowed_block_is_the_same_block() {
    let block: Block = Block::sample(&mut Source::new(1, 9), &Params::tiny());
    let octets = encode(&block);
    let view: Block<&[u8]> = decode(&octets, &Params::tiny()).unwrap();
    assert_eq!(encode(&view), octets);
}

#[test]
fn an_unsigned_header_is_a_header_without_seal() {
    let header = Header::sample(&mut Source::new(2, 9), &Params::tiny());
    let mut octets = header.encode_unsigned();
    octets.extend(header.seal.0);
    assert_eq!(decode::<Header, _>(&octets, &Params::tiny()), Ok(header));
}

#[test]
fn the_map_of_a_state_gives_the_state_back() {
    for params in [Params::tiny(), Params::full()] {
        for seed in 0..5 {
            let state: State = State::sample(&mut Source::new(seed, 6), &params);
            let map = state.to_map();
            assert_eq!(State::from_map(&map, &params), Ok(state));
        }
    }
}

#[test]
fn what_is_no_map_of_a_state_is_refused() {
    let params = Params::tiny();
    let state: State = State::sample(&mut Source::new(3, 6), &params);
    let map = state.to_map();
    let refused = |change: &dyn Fn(&mut std::collections::BTreeMap<StateKey, Blob>)| {
        let mut map = map.clone();
        change(&mut map);
        State::<&[u8]>::from_map(&map, &params).unwrap_err().to_string()
    };
    let key = StateKey::component(10);
    let text = format!("assignments: expected an entry under {key}, found none");
    assert_eq!(refused(&|map| drop(map.remove(&key))), text);
    let key = StateKey::component(17);
    let text =
        format!("{key}: expected the key of a component, of an account or of an account's item");
    assert_eq!(refused(&|map| drop(map.insert(key, vec![]))), text);
    let key = StateKey::item(6, &ItemKey([1; 27]));
    let text = format!("{key}: expected an account of service 6, found none");
    assert_eq!(refused(&|map| drop(map.insert(key, vec![]))), text);
    let key = StateKey::service(9);
    let text = "services[9].version: offset 0: expected the octet 0, found 1";
    assert_eq!(refused(&|map| drop(map.insert(key, vec![1; 89]))), text);
    let key = StateKey::component(11);
    let text = "slot: offset 4: expected the end, found 1 more octets";
    assert_eq!(refused(&|map| drop(map.insert(key, vec![0; 5]))), text);
}
