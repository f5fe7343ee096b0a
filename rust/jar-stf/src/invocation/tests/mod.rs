//! Refinement and authorization, driven by programs.

mod inner;

use super::*;
use crate::accounts::{Accounts, Octets};
use crate::host::Call;
use crate::host::result::{FULL, NONE, WHAT};
use crate::testing::{DATA, ENDLESS, HEAP, KEPT, Rig, account, call, code, give, halt, keep};
use jar_codec::encode;
use jar_crypto::{blake2b, blake2b_of};
use jar_types::{
    Blob, ExtrinsicSpec, Gas, Hash, ImportSpec, Params, RefineContext, WorkItem, WorkPackage,
};

const SLOT: u32 = 40;

fn package(code: &Octets, gas: Gas) -> WorkPackage {
    let zero = Hash([0; 32]);
    let item = |payload: &[u8]| WorkItem {
        service: 1,
        code_hash: blake2b(code),
        refine_gas_limit: gas,
        accumulate_gas_limit: 7,
        export_count: 2,
        payload: payload.to_vec(),
        import_segments: vec![ImportSpec { tree_root: zero, index: 3 }],
        extrinsic: vec![ExtrinsicSpec { hash: zero, len: 4 }],
    };
    WorkPackage {
        auth_code_host: 1,
        auth_code_hash: blake2b(code),
        context: RefineContext {
            anchor: zero,
            state_root: zero,
            beefy_root: zero,
            lookup_anchor: zero,
            lookup_anchor_slot: SLOT,
            prerequisites: Default::default(),
        },
        authorization: b"token".to_vec(),
        authorizer_config: b"config".to_vec(),
        items: vec![item(b"first"), item(b"second item")],
    }
}

/// What the world of a test is.
struct World {
    rig: Rig,
    accounts: Accounts,
    package: WorkPackage,
    imports: Vec<Vec<Octets>>,
    extrinsics: Vec<Vec<Octets>>,
}

impl World {
    fn new(text: &str, data: &[u8], gas: Gas) -> Self {
        let code = code(text, data);
        let mut accounts = Accounts::new();
        accounts.insert(1, account(1000, &code));
        let segment = |octet: u8| -> Octets { vec![octet; 4104].into() };
        Self {
            rig: Rig::new(Params::tiny()),
            accounts,
            package: package(&code, gas),
            imports: vec![vec![segment(1)], vec![segment(2), segment(3)]],
            extrinsics: vec![vec![(*b"one").into()], vec![(*b"two").into(), (*b"three").into()]],
        }
    }

    /// Refines the second item, of core 3, behind five exported segments.
    fn refine(&self) -> Refined {
        let hash = blake2b_of(&self.package);
        let input = RefineInput {
            core: 3,
            package: &self.package,
            package_hash: &hash,
            item: 1,
            trace: b"trace",
            imports: &self.imports,
            extrinsics: &self.extrinsics,
            exported: 5,
        };
        refine(&self.rig.setup(), &self.accounts, &input)
    }
}

fn data() -> Vec<u8> {
    (0..=255).cycle().take(8192).collect()
}

/// Makes host calls and gives their results.
fn results(calls: &[String]) -> Vec<u64> {
    let kept: String =
        (0..).zip(calls).map(|(index, call)| format!("{call}{}", keep(index))).collect();
    let text = format!("{kept}{}", halt(KEPT, 8 * calls.len() as u64));
    let WorkResult::Ok(octets) = World::new(&text, &data(), 1_000_000).refine().result else {
        panic!("the program stops")
    };
    octets.as_chunks().0.iter().map(|octets| u64::from_le_bytes(*octets)).collect()
}

/// Makes host calls of which the last one stops the machine.
fn stops(calls: &[String]) {
    let before = results(calls.split_last().unwrap().1);
    assert_eq!(before.len(), calls.len() - 1);
    let text = format!("{}{}", calls.concat(), halt(DATA, 0));
    let refined = World::new(&text, &data(), 1_000_000).refine();
    assert_eq!(refined.result, WorkResult::Error(WorkError::Panic), "{calls:?}");
}

/// What one `fetch` gives, and the gas that is left over by it.
fn fetched(world: impl Fn(&str) -> World, [kind, first, second]: [u64; 3]) -> Option<Blob> {
    let fetch = call(Call::Fetch, &[HEAP, 0, 0x8000, kind, first, second]);
    let text = format!("{fetch}move_reg r8, r7\nload_imm_64 r7, {HEAP:#x}\njump_ind r0, 0\n");
    // Without a value the length is that of NONE, which is not readable: no octets.
    match world(&text).refine().result {
        WorkResult::Ok(octets) if octets.is_empty() => None,
        WorkResult::Ok(octets) => Some(octets),
        WorkResult::Error(error) => panic!("{error:?}"),
    }
}

#[test]
fn refinement_fetches_all_that_it_is_about() {
    let world = |text: &str| World::new(text, &[0], 10_000);
    let fetch = |kind, first, second| fetched(world, [kind, first, second]);
    let about = |of: fn(&WorldView<'_>) -> Blob, kind, first, second| {
        // The package names the hash of the program that asks, so each question has a package of its own.
        let fetch = call(Call::Fetch, &[HEAP, 0, 0x8000, kind, first, second]);
        let text = format!("{fetch}move_reg r8, r7\nload_imm_64 r7, {HEAP:#x}\njump_ind r0, 0\n");
        let world = world(&text);
        let wanted = of(&WorldView { package: &world.package });
        assert_eq!(world.refine().result, WorkResult::Ok(wanted), "{kind}");
    };
    assert_eq!(fetch(0, 0, 0), Some(encode(&Params::tiny())));
    assert_eq!(fetch(1, 0, 0), Some(vec![0; 32]));
    assert_eq!(fetch(2, 0, 0), Some(b"trace".to_vec()));
    assert_eq!(fetch(3, 0, 0), Some(b"one".to_vec()));
    assert_eq!(fetch(3, 1, 1), Some(b"three".to_vec()));
    assert_eq!(fetch(3, 1, 2), None);
    assert_eq!(fetch(3, 2, 0), None);
    assert_eq!(fetch(4, 1, 0), Some(b"three".to_vec()));
    assert_eq!(fetch(4, 2, 0), None);
    assert_eq!(fetch(5, 0, 0), Some(vec![1; 4104]));
    assert_eq!(fetch(5, 0, 1), None);
    assert_eq!(fetch(6, 1, 0), Some(vec![3; 4104]));
    assert_eq!(fetch(6, 2, 0), None);
    about(|world| encode(world.package), 7, 0, 0);
    assert_eq!(fetch(8, 0, 0), Some(b"config".to_vec()));
    assert_eq!(fetch(9, 0, 0), Some(b"token".to_vec()));
    about(|world| encode(&world.package.context), 10, 0, 0);
    about(|world| [&[2][..], &world.summary(0), &world.summary(1)].concat(), 11, 0, 0);
    about(|world| world.summary(1), 12, 1, 0);
    assert_eq!(fetch(12, 2, 0), None);
    assert_eq!(fetch(13, 1, 0), Some(b"second item".to_vec()));
    assert_eq!(fetch(13, 2, 0), None);
    assert_eq!(fetch(14, 0, 0), None);
    assert_eq!(fetch(15, 0, 0), None);
}

struct WorldView<'a> {
    package: &'a WorkPackage,
}

impl WorldView<'_> {
    /// S, octet by octet.
    fn summary(&self, item: usize) -> Blob {
        let item = &self.package.items[item];
        let mut octets = vec![1, 0, 0, 0];
        octets.extend(item.code_hash.0);
        octets.extend(item.refine_gas_limit.to_le_bytes());
        octets.extend([7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 1, 0]);
        octets.extend((item.payload.len() as u32).to_le_bytes());
        octets
    }
}

#[test]
fn refinement_has_its_arguments() {
    let world = World::new("jump_ind r0, 0\n", &[], 100);
    let hash = blake2b_of(&world.package);
    // The registers point at the arguments from the start.
    let wanted = [&[3, 1, 1, 11][..], b"second item", &hash.0].concat();
    let refined = world.refine();
    assert_eq!((refined.result, refined.gas), (WorkResult::Ok(wanted), 1));
}

#[test]
fn every_call_of_refinement_costs_ten() {
    let calls: &[(Call, &[u64])] = &[
        (Call::Gas, &[]),
        (Call::Fetch, &[HEAP, 0, 8, 0, 0, 0]),
        (Call::HistoricalLookup, &[u64::MAX, DATA, HEAP, 0, 8]),
        (Call::Export, &[DATA, 8]),
        (Call::Machine, &[DATA, 8, 0]),
        (Call::Peek, &[0, HEAP, DATA, 8]),
        (Call::Poke, &[0, DATA, HEAP, 8]),
        (Call::Pages, &[0, 16, 1, 1]),
        (Call::Invoke, &[0, HEAP]),
        (Call::Expunge, &[0]),
        (Call::Log, &[0, 0, 0, DATA, 8]),
        // Those of accumulation are none.
        (Call::Read, &[u64::MAX, DATA, 4, HEAP, 0, 8]),
        (Call::Checkpoint, &[]),
        (Call::Provide, &[u64::MAX, DATA, 8]),
    ];
    for (kind, registers) in calls {
        let text = format!("{}{}", call(*kind, registers), halt(DATA, 1));
        let needed = registers.len() as u64 + 1 + 10 + 3;
        let run = |gas| {
            let refined = World::new(&text, &data(), gas).refine();
            (refined.result, refined.gas)
        };
        assert_eq!(run(needed), (WorkResult::Ok(vec![0]), needed), "{kind:?}");
        let none = WorkResult::Error(WorkError::OutOfGas);
        for gas in [needed - 1, needed - 3, needed - 4] {
            assert_eq!(run(gas), (none.clone(), gas), "{kind:?}");
        }
    }
    for kind in [Call::Lookup, Call::Read, Call::Write, Call::Info, Call::Bless, Call::Yield] {
        assert_eq!(results(&[call(kind, &[0; 6])]), [WHAT]);
    }
    assert_eq!(results(&["ecalli 1234\n".into(), "ecalli 100\n".into()]), [WHAT, WHAT]);
}

#[test]
fn historical_lookup_is_as_of_the_anchor() {
    let preimage: Octets = b"some preimage".as_slice().into();
    let look = |service: u64, hash: u64, address: u64, since: u32| {
        let call = call(Call::HistoricalLookup, &[service, hash, address, 5, 3]);
        let text = format!(
            "{call}{}load_u64 r1, {HEAP:#x}\nstore_u64 r1, {:#x}\n{}",
            keep(0),
            KEPT + 8,
            halt(KEPT, 16)
        );
        let mut world = World::new(&text, &blake2b(&preimage).0, 1000);
        let mut other = account(0, &(*b"\0").into());
        let hash = give(&mut other, &preimage);
        let key = crate::accounts::request_key(&hash, preimage.len() as u64).unwrap();
        other.set_item(key, encode(&jar_types::Request(vec![since])).into());
        world.accounts.insert(2, other);
        world.refine().result
    };
    let given = |length: u64, octets: &[u8]| {
        let mut all = [0; 16];
        all[..8].copy_from_slice(&length.to_le_bytes());
        all[8..8 + octets.len()].copy_from_slice(octets);
        WorkResult::Ok(all.to_vec())
    };
    assert_eq!(look(2, DATA, HEAP, SLOT), given(13, b"pre"));
    assert_eq!(look(2, DATA, HEAP, SLOT + 1), given(NONE, b""));
    assert_eq!(look(u64::MAX, DATA, 0, SLOT), given(NONE, b""));
    assert_eq!(look(1, DATA, 0, SLOT), given(NONE, b""));
    assert_eq!(look(1 << 32 | 2, DATA, 0, SLOT), given(NONE, b""));
    let stopped = WorkResult::Error(WorkError::Panic);
    assert_eq!(look(2, DATA, DATA, SLOT), stopped);
    assert_eq!(look(77, 0x5000_0000, HEAP, SLOT), stopped);
}

#[test]
fn exports_are_padded_and_counted_behind_those_before() {
    let calls = [(DATA, 3), (DATA + 1, u64::MAX), (0x5000_0000, 0)];
    let calls = calls
        .map(|(address, length)| format!("{}{}", call(Call::Export, &[address, length]), keep(0)));
    let text = format!("{}{}", calls.concat(), halt(KEPT, 8));
    let refined = World::new(&text, &data(), 1000).refine();
    assert_eq!(refined.result, WorkResult::Ok(7u64.to_le_bytes().to_vec()));
    assert_eq!(refined.exports.len(), 3);
    assert_eq!(refined.exports[0][..4], [0, 1, 2, 0]);
    assert_eq!(refined.exports[1][..], data()[1..4105]);
    assert!(refined.exports.iter().all(|segment| segment.len() == 4104));
    assert!(refined.exports[2].iter().all(|octet| *octet == 0));
    stops(&[call(Call::Export, &[DATA + 8192, 1])]);
    stops(&[call(Call::Export, &[DATA + 8192 - 4103, u64::MAX])]);
    let full = |most| {
        let text = format!("{}{}{}", call(Call::Export, &[DATA, 1]), keep(0), halt(KEPT, 8));
        let mut world = World::new(&text, &data(), 1000);
        world.rig.protocol.params.package_exports = most;
        let refined = world.refine();
        (refined.result, refined.exports.len())
    };
    let number = |value: u64| WorkResult::Ok(value.to_le_bytes().to_vec());
    assert_eq!(full(5), (number(FULL), 0));
    assert_eq!(full(6), (number(5), 1));
}

#[test]
fn without_a_result_there_are_no_exports() {
    let export = call(Call::Export, &[DATA, 3]);
    let run = |text: &str, gas| World::new(&format!("{export}{text}"), &data(), gas).refine();
    let panics = run("trap\n", 1000);
    assert_eq!((panics.result, panics.exports.len()), (WorkResult::Error(WorkError::Panic), 0));
    let stuck = run(ENDLESS, 1000);
    assert_eq!((stuck.result, stuck.exports.len()), (WorkResult::Error(WorkError::OutOfGas), 0));
    assert_eq!((panics.gas, stuck.gas), (14, 1000));
    let large = run(&halt(HEAP, 49_153), 1000);
    assert_eq!(large.result, WorkResult::Error(WorkError::DigestOversize));
    let largest = run(&halt(HEAP, 49_152), 1000);
    assert_eq!(largest.result, WorkResult::Ok(vec![0; 49_152]));
}

#[test]
fn code_has_to_be_there_and_small_enough() {
    let refine = |change: &dyn Fn(&mut World)| {
        let mut world = World::new("trap\n", &[], 1000);
        change(&mut world);
        let refined = world.refine();
        assert_eq!(refined.gas, 0);
        refined.result
    };
    let bad = WorkResult::Error(WorkError::BadCode);
    assert_eq!(refine(&|world| world.package.items[1].service = 2), bad);
    assert_eq!(refine(&|world| world.package.items[1].code_hash = Hash([0; 32])), bad);
    assert_eq!(refine(&|world| world.package.context.lookup_anchor_slot = 0), bad);
    let size = World::new("trap\n", &[], 0).accounts.get(1).unwrap().info.bytes as u32 - 81;
    let limit =
        |size: u32| move |world: &mut World| world.rig.protocol.params.service_code_size = size;
    assert_eq!(refine(&limit(size - 1)), WorkResult::Error(WorkError::CodeOversize));
    let mut world = World::new("trap\n", &[], 1000);
    world.rig.protocol.params.service_code_size = size;
    assert_eq!(world.refine().result, WorkResult::Error(WorkError::Panic));
}

#[test]
fn authorization_sees_the_package_and_no_more() {
    let run = |text: &str, change: &dyn Fn(&mut World)| {
        let mut world = World::new(text, &data(), 0);
        change(&mut world);
        is_authorized(&world.rig.setup(), &world.accounts, &world.package, 0x201)
    };
    let arguments = run("jump_ind r0, 0\n", &|_| {});
    assert_eq!(arguments, (WorkResult::Ok(vec![1, 2]), 1), "two octets of core");
    let fetch = |kind| {
        let fetch = call(Call::Fetch, &[HEAP, 0, 0x8000, kind, 0, 0]);
        let text = format!("{fetch}move_reg r8, r7\nload_imm_64 r7, {HEAP:#x}\njump_ind r0, 0\n");
        let (result, gas) = run(&text, &|_| {});
        assert_eq!(gas, 6 + 11 + 3);
        result
    };
    assert_eq!(fetch(8), WorkResult::Ok(b"config".to_vec()));
    assert_eq!(fetch(9), WorkResult::Ok(b"token".to_vec()));
    assert_eq!(fetch(13), WorkResult::Ok(b"first".to_vec()));
    for kind in [1, 2, 3, 4, 5, 6, 14, 15, 16] {
        assert_eq!(fetch(kind), WorkResult::Ok(vec![]), "{kind}");
    }
    for kind in [Call::HistoricalLookup, Call::Export, Call::Read, Call::Log, Call::Machine] {
        let text = format!("{}{}{}", call(kind, &[1; 6]), keep(0), halt(KEPT, 8));
        assert_eq!(run(&text, &|_| {}).0, WorkResult::Ok(WHAT.to_le_bytes().to_vec()));
    }
    let bad = (WorkResult::Error(WorkError::BadCode), 0);
    assert_eq!(run("trap\n", &|world| world.package.auth_code_host = 2), bad);
    assert_eq!(run("trap\n", &|world| world.package.auth_code_hash = Hash([0; 32])), bad);
    assert_eq!(run("trap\n", &|world| world.package.context.lookup_anchor_slot = 0), bad);
    // The metadata, two octets, do not count.
    let size = World::new("trap\n", &data(), 0).accounts.get(1).unwrap().info.bytes as u32 - 83;
    let limit = |size: u32| {
        move |world: &mut World| world.rig.protocol.params.authorization_code_size = size
    };
    assert_eq!(run("trap\n", &limit(size - 1)), (WorkResult::Error(WorkError::CodeOversize), 0));
    assert_eq!(run("trap\n", &limit(size)), (WorkResult::Error(WorkError::Panic), 1));
    let endless = run("jump +0\n", &|world| world.rig.protocol.params.authorization_gas = 9);
    assert_eq!(endless, (WorkResult::Error(WorkError::OutOfGas), 9));
    let long = run(&halt(HEAP, 49_153), &|_| {}).0;
    assert_eq!(long, WorkResult::Error(WorkError::DigestOversize));
}

#[test]
fn programs_are_kept_within_bounds() {
    let code = |octet: u8| {
        let preimage = code(&format!("load_imm r1, {octet}\ntrap\n"), &[0; 1000]);
        (blake2b(&preimage), crate::accounts::ServiceCode::split(&preimage).unwrap())
    };
    let programs = Programs::new(3500);
    let get = |octet| {
        let (hash, code) = code(octet);
        programs.get(&hash, &code)
    };
    let first = get(1);
    get(2);
    get(3);
    assert_eq!(programs.count(), 3);
    assert!(std::sync::Arc::ptr_eq(&first, &get(1)), "kept");
    get(4);
    assert_eq!(programs.count(), 3);
    assert!(std::sync::Arc::ptr_eq(&first, &get(1)), "used of late");
    let none = Programs::new(100);
    let (hash, code) = code(1);
    assert!(none.get(&hash, &code).program().is_some());
    assert_eq!(none.count(), 0);
}
