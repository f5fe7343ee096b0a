mod merging;

use super::context::{Accumulated, PartialState};
use super::single::{Share, accumulate_one, first_index};
use super::*;
use crate::Rule;
use crate::accounts::{Account, request_key, storage_key};
use crate::host::Call;
use crate::testing::{DATA, ENDLESS, HEAP, PROLOGUE, Rig, account, call, code, halt};
use jar_codec::encode;
use jar_crypto::blake2b;
use jar_types::{
    Memo, PackageSpec, Params, RefineContext, RefineLoad, Request, WorkDigest, WorkResult,
};
use std::collections::BTreeSet;

const SLOT: Slot = 50;

fn state(accounts: Accounts) -> PartialState {
    let privileges = Privileges {
        bless: 0,
        assign: vec![0, 0],
        designate: 0,
        register: 0,
        always_acc: BTreeMap::new(),
    };
    PartialState {
        accounts,
        privileges: Arc::new(privileges),
        staging: None,
        queues: RedBlackTreeMapSync::new_sync(),
    }
}

/// Accounts of programs, from index 1 on; each with 10,000 more than its threshold.
fn services(programs: &[String]) -> Accounts {
    let data: Vec<u8> = (0..=255).collect();
    let mut accounts = Accounts::new();
    for (service, text) in (1..).zip(programs) {
        let mut account = account(0, &code(&format!("{PROLOGUE}{text}"), &data));
        account.info.balance = account.threshold(&Params::tiny()) as u64 + 10_000;
        accounts.insert(service, account);
    }
    accounts.settle();
    accounts
}

fn one(accounts: &Accounts, service: ServiceId, share: &Share<'_>) -> Accumulated {
    let (rig, entropy) = (Rig::new(Params::tiny()), Hash([5; 32]));
    let (setup, state) = (rig.setup(), state(accounts.clone()));
    let batch = Batch { setup: &setup, slot: SLOT, entropy: &entropy, state: &state };
    accumulate_one(&batch, service, share)
}

fn with_gas(gas: Gas) -> Share<'static> {
    Share { gas, ..Share::default() }
}

fn data(from: usize) -> Hash {
    Hash(std::array::from_fn(|index| (from + index) as u8))
}

fn commit(from: u64) -> String {
    call(Call::Yield, &[DATA + from])
}

#[test]
fn a_failure_leaves_what_was_there_at_the_last_checkpoint() {
    let write = |key: u64| call(Call::Write, &[DATA + key, 1, DATA, 1]);
    let start = [write(0), commit(1)].concat();
    let kept = [&start, &*call(Call::Checkpoint, &[]), &write(1), &commit(2)].concat();
    let lost = [&start[..], &write(1), &commit(2)].concat();
    for (text, commitment, stored) in [
        (format!("{kept}trap\n"), Some(data(1)), [true, false]),
        (format!("{kept}{ENDLESS}"), Some(data(1)), [true, false]),
        (format!("{kept}load_u64 r1, 0x50000\n"), Some(data(1)), [true, false]),
        (format!("{kept}{}", commit(0xff_ffff)), Some(data(1)), [true, false]),
        (format!("{lost}trap\n"), None, [false, false]),
        (format!("{kept}{}", halt(0, 0)), Some(data(2)), [true, true]),
    ] {
        let result = one(&services(std::slice::from_ref(&text)), 1, &with_gas(1000));
        assert_eq!(result.commitment, commitment, "{text}");
        let own = result.accounts.get(&1).cloned().flatten();
        let found = [0u8, 1].map(|key| {
            own.as_ref().is_some_and(|account| account.item(&storage_key(&[key])).is_some())
        });
        assert_eq!(found, stored, "{text}");
    }
}

#[test]
fn an_output_of_a_hash_is_the_commitment() {
    let run = |address, length| {
        let text = format!("{}{}", commit(1), halt(address, length));
        let result = one(&services(&[text]), 1, &with_gas(1000));
        result.commitment.unwrap()
    };
    assert_eq!(run(DATA + 9, 32), data(9));
    assert_eq!(run(DATA + 9, 31), data(1));
    assert_eq!(run(DATA + 9, 33), data(1));
    assert_eq!(run(DATA + 4080, 32), data(1), "not readable: no octets");
    assert_eq!(run(HEAP, 0x1_0000), data(1));
    assert_eq!(run(u64::MAX, u64::MAX), data(1));
}

#[test]
fn gas_is_counted_to_the_last_unit() {
    // One yield with its register, three instructions to halt.
    let accounts = services(&[format!("{}{}", commit(1), halt(0, 0))]);
    let needed = 2 + 10 + 3;
    let enough = one(&accounts, 1, &with_gas(needed));
    assert_eq!((enough.gas, enough.commitment), (needed, Some(data(1))));
    let more = one(&accounts, 1, &with_gas(needed + 7));
    assert_eq!((more.gas, more.commitment), (needed, Some(data(1))));
    for gas in [0, 1, 2, 11, 12, needed - 1] {
        let less = one(&accounts, 1, &with_gas(gas));
        assert_eq!((less.gas, less.commitment), (gas, None));
    }
    // A panic costs what was done.
    let panics = one(&services(&["trap\n".into()]), 1, &with_gas(100));
    assert_eq!(panics.gas, 1);
    let host = one(&services(&[commit(0xff_ffff)]), 1, &with_gas(100));
    assert_eq!(host.gas, 12);
}

#[test]
fn what_has_no_code_costs_nothing_and_gets_its_transfers() {
    let transfer = |amount| DeferredTransfer {
        source: 9,
        destination: 1,
        amount,
        memo: Memo([0; 128]),
        gas: 50,
    };
    let share = || Share { transfers: vec![transfer(3), transfer(4)], digests: vec![], gas: 100 };
    let balance = |result: &Accumulated| result.accounts.get(&1).cloned().flatten().unwrap();
    let mut accounts = services(&[halt(0, 0)]);
    let before = accounts.get(1).unwrap().clone();
    let runs = one(&accounts, 1, &share());
    assert_eq!((runs.gas, balance(&runs).info.balance), (3, before.info.balance + 7));
    for change in [
        |account: &mut Account| account.info.code_hash = Hash([0; 32]),
        |account: &mut Account| {
            // Too large by one octet.
            let large: Vec<u8> = [&[0][..], &vec![1; 4_000_001]].concat();
            account.info.code_hash = crate::testing::give(account, &large.into());
        },
        |account: &mut Account| {
            // No metadata.
            account.info.code_hash = crate::testing::give(account, &[5, 0][..].into());
        },
        |account: &mut Account| {
            // No program: it panics at once.
            account.info.code_hash = crate::testing::give(account, &[0, 1, 2][..].into());
        },
    ] {
        let mut account = before.clone();
        change(&mut account);
        accounts.insert(1, account);
        let result = one(&accounts, 1, &share());
        assert_eq!((result.gas, balance(&result).info.balance), (0, before.info.balance + 7));
    }
    let nobody = one(&Accounts::new(), 1, &share());
    assert_eq!((nobody.gas, nobody.accounts.is_empty()), (0, true));
}

#[test]
fn indices_of_new_services_are_drawn_from_entropy() {
    let (rig, entropy) = (Rig::new(Params::tiny()), Hash([5; 32]));
    let setup = rig.setup();
    let draw = |state: &PartialState| {
        let batch = Batch { setup: &setup, slot: 300, entropy: &entropy, state };
        first_index(&batch, 200)
    };
    // 𝓔(200) and 𝓔(300) are of two octets each.
    let octets = [&[0x80, 200][..], &entropy.0, &[0x81, 44]].concat();
    let hash = blake2b(&octets).0;
    let number = u64::from(u32::from_le_bytes(hash[..4].try_into().unwrap()));
    let first = (number % ((1 << 32) - (1 << 16) - 256) + (1 << 16)) as u32;
    let mut state = state(Accounts::new());
    assert_eq!(draw(&state), first);
    let some = account(0, &(*b"\0").into());
    state.accounts.insert(first, some.clone());
    state.accounts.insert(first + 1, some.clone());
    assert_eq!(draw(&state), first + 2);
    let after = |index, taken: &[u32]| {
        let mut accounts = Accounts::new();
        taken.iter().for_each(|taken| accounts.insert(*taken, some.clone()));
        let state = super::tests::state(accounts);
        next_index(&context::Implications::new(&state, 0).accounts, index)
    };
    let last = u32::MAX - 256;
    assert_eq!(after(1 << 16, &[]), (1 << 16) + 42);
    assert_eq!(after(1 << 16, &[(1 << 16) + 42]), (1 << 16) + 43);
    assert_eq!(after(last, &[]), (1 << 16) + 41);
    assert_eq!(after(last - 42, &[]), last);
    assert_eq!(after(last - 42, &[last]), 1 << 16);
}

#[test]
fn the_arguments_are_slot_service_and_count() {
    // The output is 32 octets from the arguments on, which are at the end of memory in a page of their own.
    let text = "move_reg r2, r8\nload_imm_64 r8, 32\njump_ind r0, 0\n".to_owned();
    let share = Share { transfers: vec![], digests: vec![], gas: 10 };
    let result = one(&services(&[text]), 1, &share);
    let mut wanted = [0; 32];
    wanted[..3].copy_from_slice(&[50, 1, 0]);
    assert_eq!(result.commitment, Some(Hash(wanted)));
}

fn digest(service: ServiceId, gas: Gas) -> WorkDigest {
    WorkDigest {
        service_id: service,
        code_hash: Hash([0; 32]),
        payload_hash: Hash([2; 32]),
        accumulate_gas: gas,
        result: WorkResult::Ok(vec![1, 2, 3]),
        refine_load: RefineLoad {
            gas_used: 0,
            imports: 0,
            extrinsic_count: 0,
            extrinsic_size: 0,
            exports: 0,
        },
    }
}

fn report(package: u8, results: Vec<WorkDigest>) -> WorkReport {
    let zero = Hash([0; 32]);
    WorkReport {
        package_spec: PackageSpec {
            hash: Hash([package; 32]),
            length: 0,
            erasure_root: zero,
            exports_root: zero,
            exports_count: 0,
        },
        context: RefineContext {
            anchor: zero,
            state_root: zero,
            beefy_root: zero,
            lookup_anchor: zero,
            lookup_anchor_slot: 0,
            prerequisites: BTreeSet::new(),
        },
        core_index: 0,
        authorizer_hash: Hash([3; 32]),
        auth_gas_used: 0,
        auth_output: vec![9],
        segment_root_lookup: BTreeMap::new(),
        results,
    }
}

/// Accumulates reports, with services that accumulate for nothing.
fn block(
    accounts: &Accounts,
    reports: &[WorkReport],
    free: &[(ServiceId, Gas)],
    change: impl FnOnce(&mut Rig, &mut Privileges),
) -> Result<Outcome, Rejection> {
    let mut rig = Rig::new(Params::tiny());
    let mut privileges = (*state(Accounts::new()).privileges).clone();
    privileges.always_acc = free.iter().copied().collect();
    change(&mut rig, &mut privileges);
    let privileges = Arc::new(privileges);
    let (ready, accumulated) =
        (ReadyQueue(vec![vec![]; 12]), AccumulatedQueue(vec![BTreeSet::new(); 12]));
    let input = |setup| Input {
        setup,
        last_slot: SLOT - 1,
        slot: SLOT,
        entropy: &Hash([5; 32]),
        ready: &ready,
        accumulated: &accumulated,
        privileges: &privileges,
        accounts,
        available: reports,
    };
    let sequential = rig.setup();
    let parallel = Setup { parallel: true, ..sequential };
    let outcome = accumulate(&input(&sequential));
    // Whatever is done on several threads gives the same.
    match (&outcome, accumulate(&input(&parallel))) {
        (Ok(one), Ok(other)) => {
            assert_eq!(one.accounts.to_data(), other.accounts.to_data());
            assert_eq!(one.accounts.changes(), other.accounts.changes());
            assert_eq!(one.statistics, other.statistics);
            assert_eq!(one.outputs, other.outputs);
            assert_eq!(one.privileges, other.privileges);
        }
        (one, other) => assert_eq!(one.as_ref().err(), other.as_ref().err()),
    }
    outcome
}

#[test]
fn services_of_a_batch_do_not_see_each_other() {
    // The first writes; the second looks whether it sees that; the third is there in the next batch.
    let write = call(Call::Write, &[DATA, 1, DATA, 5]);
    let transfer = call(Call::Transfer, &[3, 1, 500, DATA]);
    let look = |service: u64| {
        let read = call(Call::Read, &[service, DATA, 1, HEAP, 0, 0]);
        format!("{read}store_u64 r7, {HEAP:#x}\n{}", halt(HEAP, 32))
    };
    let programs = [format!("{write}{transfer}{}", halt(0, 0)), look(1), look(1)];
    let accounts = services(&programs);
    let reports = [report(1, vec![digest(1, 2000), digest(2, 2000)])];
    let outcome = block(&accounts, &reports, &[], |_, _| {}).unwrap();
    let seen = |length: u64| {
        let mut octets = [0; 32];
        octets[..8].copy_from_slice(&length.to_le_bytes());
        Hash(octets)
    };
    let outputs: Vec<_> =
        outcome.outputs.iter().map(|output| (output.service, output.hash)).collect();
    assert_eq!(outputs, [(2, seen(u64::MAX)), (3, seen(5))]);
    let items: Vec<_> = outcome.statistics.iter().map(|(s, (_, items))| (*s, *items)).collect();
    assert_eq!(items, [(1, 1), (2, 1), (3, 0)]);
    let slots = [1, 2, 3].map(|s| outcome.accounts.get(s).unwrap().info.last_accumulation_slot);
    assert_eq!(slots, [SLOT; 3]);
    assert_eq!(outcome.accumulated.0[11], BTreeSet::from([Hash([1; 32])]));
    let balance = |accounts: &Accounts, s| accounts.get(s).unwrap().info.balance;
    assert_eq!(balance(&outcome.accounts, 1), balance(&accounts, 1) - 1);
    assert_eq!(balance(&outcome.accounts, 3), balance(&accounts, 3) + 1);
    // What a transfer brings is used, what was given for it is charged to who sent it.
    assert_eq!(outcome.statistics[&1].0, 5 + 10 + 5 + 510 + 3);
}

#[test]
fn reports_beyond_the_gas_of_the_block_wait_for_none() {
    let accounts = services(&[halt(0, 0)]);
    let reports: Vec<_> = (0..5).map(|package| report(package, vec![digest(1, 100)])).collect();
    let limited = |gas| {
        let limit = |rig: &mut Rig, _: &mut Privileges| {
            rig.protocol.params.block_gas = gas;
            rig.protocol.params.report_gas = 0;
        };
        let outcome = block(&accounts, &reports, &[], limit).unwrap();
        (outcome.accumulated.0[11].len(), outcome.statistics.get(&1).copied())
    };
    assert_eq!(limited(99), (0, None));
    assert_eq!(limited(100), (1, Some((3, 1))));
    // What the first batch left over is for a second one.
    assert_eq!(limited(102), (1, Some((3, 1))));
    assert_eq!(limited(103), (2, Some((6, 2))));
    assert_eq!(limited(499), (5, Some((6, 5))));
    let refs: Vec<_> = reports.iter().collect();
    assert_eq!(covered(&refs, 0), 0);
    assert_eq!(covered(&[&report(9, vec![digest(1, 0)])], 0), 1);
    assert_eq!(covered(&[&report(9, vec![digest(1, u64::MAX); 16])], u128::MAX), 1);
}

#[test]
fn who_accumulates_in_every_block_does_so_once() {
    let outcome = block(&services(&[halt(0, 0)]), &[], &[(1, 100), (8, 5)], |_, _| {}).unwrap();
    assert_eq!(outcome.statistics, BTreeMap::from([(1, (3, 0))]));
    assert_eq!(outcome.accounts.get(1).unwrap().info.last_accumulation_slot, SLOT);
    let nothing = block(&services(&[halt(0, 0)]), &[], &[], |_, _| {}).unwrap();
    assert!(nothing.accounts.changes().is_empty());
}

#[test]
fn two_services_under_one_index_make_the_block_invalid() {
    let bless = call(Call::Bless, &[0, DATA, 0, 1, 0, 0]);
    let make = |index: u64, registrar: u64| {
        let bless =
            bless.replace("load_imm_64 r10, 0x1\n", &format!("load_imm_64 r10, {registrar}\n"));
        let new = call(Call::New, &[DATA, 0, 0, 0, 0, index]);
        format!("{bless}{new}{}", halt(0, 0))
    };
    let both = |second| {
        let accounts = services(&[make(100, 1), make(second, 2)]);
        let reports = [report(1, vec![digest(1, 1000), digest(2, 1000)])];
        block(&accounts, &reports, &[], |_, _| {})
    };
    assert!(both(101).unwrap().accounts.contains(101));
    assert_eq!(both(100).unwrap_err(), Rule::AccumulationServiceConflict.at(0));
}

#[test]
fn preimages_provided_by_services_are_there_after_the_batch() {
    let provide = call(Call::Provide, &[2, DATA, 4]);
    let accounts = {
        let text = format!("{provide}{}", halt(0, 0));
        let mut accounts = services(&[text.clone(), "trap\n".into(), text]);
        let mut wants = accounts.get(2).unwrap().clone();
        let key = request_key(&blake2b(&[0, 1, 2, 3]), 4).unwrap();
        wants.set_item(key, encode(&Request(vec![])).into());
        accounts.insert(2, wants);
        accounts
    };
    let reports = [report(1, vec![digest(1, 1000), digest(3, 1000)])];
    let outcome = block(&accounts, &reports, &[], |_, _| {}).unwrap();
    let account = outcome.accounts.get(2).unwrap();
    let hash = blake2b(&[0, 1, 2, 3]);
    assert_eq!(account.preimage(&hash).map(|octets| &**octets), Some(&[0, 1, 2, 3][..]));
    assert_eq!(account.request(&hash, 4), Some(Request(vec![SLOT])));
}

#[test]
fn a_program_that_asks_for_much_gets_little_memory() {
    // It takes all memory that there is, and asks for values and keys of gigabytes.
    let grow = "load_imm_64 r1, 0xf0000000\nsbrk r2, r1\n";
    let much = 0xe000_0000;
    let calls = [
        call(Call::Write, &[DATA, 1, HEAP, much]),
        call(Call::Provide, &[u64::MAX, HEAP, 0x100_0000]),
        call(Call::Bless, &[0, DATA, 0, 0, HEAP, 0x10_0000]),
        call(Call::Fetch, &[HEAP, 0, u64::MAX, 0, 0, 0]),
    ]
    .concat();
    let text = format!("{grow}{calls}{}", halt(HEAP, much));
    let result = one(&services(&[text]), 1, &with_gas(1000));
    assert_eq!(result.gas, 2 + 5 + 4 + 7 + 7 + 40 + 3);
    assert_eq!(result.privileges.always_acc, BTreeMap::from([(0, 0)]));
}
