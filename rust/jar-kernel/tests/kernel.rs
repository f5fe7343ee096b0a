//! Calls, faults, operations and yields of guests, on every engine.
#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "in a test they are assertions, or a table"
)]

use jar_cap::{
    CNode, Cap, Data, Image, Instance, Path, Slots, Status as State, from_file, to_file,
};
use jar_kernel::{
    Applied, Context, End, FaultKind, Images, Meter, Meters, NoAttestations, Status, call, native,
    op,
};
use jar_kernel_guests as guests;
use jar_kernel_guests::{halt_status, operation, slot};
use jar_types::Hash;
use javm::{Interpreter, Machines, Rules};
use javm_jit::Fixed;

const BUDGET: u64 = 10_000_000;

fn engines() -> Vec<Box<dyn Machines>> {
    vec![Box::new(Interpreter), Box::new(Fixed::new().unwrap())]
}

fn run_with(
    machines: &dyn Machines,
    meters: Meters,
    instance: &Instance,
    endpoint: u8,
    arguments: [u64; 4],
    slot0: Option<Cap>,
) -> Applied {
    let images = Images::default();
    let context = Context {
        machines,
        rules: Rules::FLAT_PER_BLOCK,
        meters,
        seed: Hash::default(),
        attestor: &mut NoAttestations,
        images: &images,
    };
    call(context, instance, endpoint, arguments, slot0)
}

/// On all engines, which must agree on the end, the state and what is left.
fn run_in(
    meters: &Meters,
    instance: &Instance,
    endpoint: u8,
    arguments: [u64; 4],
    slot0: Option<Cap>,
) -> Applied {
    let mut all: Vec<(String, Applied)> = engines()
        .iter()
        .map(|machines| {
            let machines = machines.as_ref();
            let applied =
                run_with(machines, meters.clone(), instance, endpoint, arguments, slot0.clone());
            let end = match &applied.end {
                End::Halted { value, instance, slot0 } => {
                    let slot0 = slot0.as_ref().map(Cap::hash);
                    format!("{value} {:?} {slot0:?}", instance.hash())
                }
                other => format!("{other:?}"),
            };
            (format!("{end} {:?}", applied.meters), applied)
        })
        .collect();
    let (last, applied) = all.pop().unwrap();
    assert!(all.iter().all(|(one, _)| *one == last), "{last}\n{}", all[0].0);
    applied
}

fn run(instance: &Instance, endpoint: u8, arguments: [u64; 4]) -> (u64, Instance) {
    match run_in(&Meters::new(BUDGET, 1000), instance, endpoint, arguments, None).end {
        End::Halted { value, instance, .. } => (value, instance),
        other => panic!("{other:?}"),
    }
}

fn with(image: Image, caps: &[(u8, Cap)]) -> Instance {
    let mut slots = Slots::new(8);
    for (slot, cap) in caps {
        slots.set(u32::from(*slot), Some(cap.clone()));
    }
    Instance::genesis(image, slots)
}

fn data(octets: &[u8]) -> Cap {
    Cap::Data(Data::from_octets(octets).unwrap())
}

fn counter() -> Instance {
    with(guests::counter().unwrap(), &[(1, data(&5u64.to_le_bytes()))])
}

/// A guest that does something and gives what it left behind: status · 2^32 + φ7.
fn script(text: String, caps: &[(u8, Cap)]) -> (Instance, Image) {
    let image = guests::image(&[(0, text)], |_| {}).unwrap();
    (with(image.clone(), caps), image)
}

/// The status and the result of one operation, and the Instance afterwards.
fn one(number: u64, arguments: &[u64], caps: &[(u8, Cap)]) -> (u64, u64, Instance, Instance) {
    let (before, _) = script(operation(number, arguments) + &halt_status(), caps);
    let (value, after) = run(&before, 0, [0; 4]);
    (value >> 32, value & 0xffff_ffff, before, after)
}

fn cnode(k: u8, caps: &[(u32, Cap)]) -> Cap {
    let mut slots = Slots::new(k);
    for (slot, cap) in caps {
        slots.set(*slot, Some(cap.clone()));
    }
    Cap::CNode(CNode::new(slots))
}

#[test]
fn a_counter_counts_and_a_fault_leaves_nothing() {
    let counter = counter();
    let (value, counted) = run(&counter, 0, [37, 0, 0, 0]);
    assert_eq!(value, 42);
    assert_eq!(run(&counted, 2, [0; 4]).0, 42);
    assert_ne!(counted.hash(), counter.hash());
    // What is written as it was is not written: the same value.
    assert_eq!(run(&counter, 0, [0; 4]).1.hash(), counter.hash());
    for (endpoint, kind) in [(1, FaultKind::Panic), (3, FaultKind::Page)] {
        let text = guests::call(3, endpoint, &[1]) + &halt_status();
        let slot0 = data(b"argument");
        let (caller, _) = script(text, &[(3, Cap::Instance(counter.clone()))]);
        let applied = run_in(&Meters::new(BUDGET, 9), &caller, 0, [0; 4], Some(slot0.clone()));
        let End::Halted { value, instance, slot0: left } = applied.end else { panic!() };
        assert_eq!((value >> 32, value & 0xff), (Status::Faulted as u64, kind as u64));
        assert_eq!((instance.hash(), left), (caller.hash(), Some(slot0)));
        assert_eq!(applied.meters.get(Meter::Quota, 0), Some(9));
        let direct = run_in(&Meters::new(BUDGET, 9), &counter, endpoint as u8, [0; 4], None);
        assert!(matches!(direct.end, End::Faulted { kind: found, .. } if found == kind));
    }
}

#[test]
fn calls_move_slot_0_there_and_back() {
    let text = operation(op::MOVE, &[slot(0), slot(9)]) + &operation(op::COPY, &[slot(9), slot(0)]);
    let (callee, _) = script(text + &halt_status(), &[]);
    let text = guests::call(3, 0, &[]) + &halt_status();
    let (caller, _) = script(text, &[(3, Cap::Instance(callee))]);
    let argument = data(b"argument");
    let applied = run_in(&Meters::new(BUDGET, 0), &caller, 0, [0; 4], Some(argument.clone()));
    let End::Halted { value, instance, slot0 } = applied.end else { panic!("{:?}", applied.end) };
    assert_eq!((value, slot0), (0, Some(argument.clone())));
    let Some(Cap::Instance(callee)) = instance.slots().get(3) else { panic!() };
    assert_eq!(callee.slots().get(9), Some(&argument));
}

#[test]
fn calls_nest_to_the_limit() {
    let machine = Cap::Instance(with(guests::recursion().unwrap(), &[]));
    let Cap::Instance(instance) = &machine else { panic!() };
    for (wanted, done) in [(0, 0), (10, 10), (1000, 1000), (1023, 1023), (2000, 1023)] {
        let meters = Meters::new(BUDGET, 0);
        let applied = run_in(&meters, instance, 0, [wanted, 0, 0, 0], Some(machine.clone()));
        let End::Halted { value, .. } = applied.end else { panic!("{:?}", applied.end) };
        assert_eq!(value, done, "{wanted}");
    }
}

#[test]
fn slot_operations_answer_every_status() {
    let (a, b) = (data(b"a"), data(b"b"));
    let pinned = |number: u64, arguments: &[u64]| {
        let text = operation(number, arguments) + &halt_status();
        let image = guests::image(&[(0, text)], |parts| drop(parts.pinned.insert(9, data(b"p"))));
        let before = with(image.unwrap(), &[(1, a.clone()), (2, b.clone())]);
        let (value, after) = run(&before, 0, [0; 4]);
        assert_eq!(before.hash(), after.hash());
        value >> 32
    };
    let caps = [
        (1, a.clone()),
        (2, b.clone()),
        (3, cnode(2, &[(1, a.clone())])),
        (4, cnode(8, &[])),
        (5, Cap::Type(Hash([1; 32]))),
        (6, Cap::Image(guests::counter().unwrap())),
        (7, Cap::Instance(counter())),
    ];
    let inner = |a: u8, b: u8| u64::from_le_bytes([2, a, b, 0, 0, 0, 0, 0]);
    let bad = 9;
    use Status::{BadSlot, Empty, Image, Kind, Occupied, Ok, Pinned, Quota, State, What};
    let cases: &[(u64, &[u64], Status)] = &[
        (op::COPY, &[slot(1), slot(2)], Ok),
        (op::COPY, &[bad, slot(2)], BadSlot),
        (op::COPY, &[slot(1), inner(3, 4)], BadSlot),
        (op::COPY, &[slot(1), inner(20, 4)], Empty),
        (op::COPY, &[slot(1), inner(1, 4)], Kind),
        (op::COPY, &[slot(20), slot(2)], Empty),
        (op::COPY, &[slot(3), inner(3, 0)], Ok),
        (op::MOVE, &[slot(1), slot(20)], Ok),
        (op::MOVE, &[slot(20), slot(21)], Empty),
        (op::MOVE, &[slot(1), slot(2)], Occupied),
        (op::MOVE, &[slot(3), inner(3, 0)], BadSlot),
        (op::MOVE, &[slot(0), slot(bad as u8)], Empty),
        (op::DROP, &[slot(1)], Ok),
        (op::DROP, &[slot(20)], Empty),
        (op::SWAP, &[slot(1), slot(20)], Ok),
        (op::SWAP, &[slot(3), inner(3, 1)], BadSlot),
        (op::SWAP, &[slot(3), slot(3)], Ok),
        (op::MINT_CNODE, &[slot(20), 16], Ok),
        (op::MINT_CNODE, &[slot(20), 17], BadSlot),
        (op::MINT_CNODE, &[slot(1), 3], Occupied),
        (op::SET_IMAGE, &[slot(6)], Ok),
        (op::SET_IMAGE, &[slot(1)], Kind),
        (op::SET_IMAGE, &[slot(20)], Empty),
        (op::DERIVE_SPAWN, &[slot(6), slot(4), slot(20)], Ok),
        (op::DERIVE_SPAWN, &[slot(6), slot(3), slot(20)], Kind),
        (op::DERIVE_SPAWN, &[slot(6), slot(4), slot(1)], Occupied),
        (op::DERIVE_SPAWN, &[slot(6), slot(4), inner(4, 1)], BadSlot),
        (op::MAKE_IMAGE, &[slot(1), slot(20)], Image),
        (op::MAKE_IMAGE, &[slot(3), slot(20)], Kind),
        (op::SAME_TYPE, &[slot(7), slot(7)], Ok),
        (op::SAME_TYPE, &[slot(7), slot(1)], Kind),
        (op::TYPE_OF, &[slot(7), slot(20)], Ok),
        (op::TYPE_OF, &[slot(7), slot(1)], Occupied),
        (op::TYPE_EQ, &[slot(5), slot(5)], Ok),
        (op::TYPE_EQ, &[slot(5), slot(20)], Empty),
        (op::SUBTYPE, &[slot(7), slot(5)], Ok),
        (op::SAME_TYPE_AS, &[slot(5), slot(7)], Kind),
        (op::READ_DATA, &[slot(1), 1 << 40, 0, 0], Ok),
        (op::READ_DATA, &[slot(3), 0, 0, 0], Kind),
        (op::MINT_DATA, &[0, 0, slot(20)], Ok),
        (op::MINT_DATA, &[0, 1 << 40, slot(20)], Quota),
        (op::CALL, &[slot(7), 9], Image),
        (op::CALL, &[slot(1), 0], Kind),
        (op::CALL, &[slot(20), 0], Empty),
        (op::CALL, &[slot(0), 0], BadSlot),
        (op::CALL_RESUME, &[slot(7)], State),
        (op::DROP_PAUSED, &[slot(7)], State),
        (op::YIELD, &[slot(1)], Kind),
        (op::GAS, &[], Ok),
        (6, &[], What),
        (64, &[], What),
    ];
    for (number, arguments, status) in cases {
        let (found, value, before, after) = one(*number, arguments, &caps);
        assert_eq!(found, *status as u64, "{number} {arguments:?}");
        if *status != Ok {
            assert_eq!((value, before.hash()), (0, after.hash()), "{number} {arguments:?}");
        }
    }
    for (number, arguments) in [
        (op::COPY, vec![slot(1), slot(9)]),
        (op::MOVE, vec![slot(9), slot(20)]),
        (op::DROP, vec![slot(9)]),
        (op::SWAP, vec![slot(1), slot(9)]),
        (op::MINT_CNODE, vec![slot(9), 1]),
        (op::MINT_DATA, vec![0, 0, slot(9)]),
    ] {
        assert_eq!(pinned(number, &arguments), Pinned as u64, "{number}");
    }
    let (.., copied) = one(op::COPY, &[slot(1), slot(2)], &caps);
    assert_eq!(copied.slots().get(2), Some(&a));
    let (.., swapped) = one(op::SWAP, &[slot(1), slot(2)], &caps);
    assert_eq!(swapped.slots().get(1), Some(&b));
    let (_, before, _, _) = one(op::SUBTYPE, &[slot(7), slot(5)], &caps);
    assert_eq!(before, 0);
}

#[test]
fn images_are_set_and_children_derived() {
    let text = operation(op::SET_IMAGE, &[slot(6)]).repeat(2)
        + &operation(op::TYPE_OF, &[slot(7), slot(8)])
        + &operation(op::SUBTYPE, &[slot(7), slot(8)])
        + &halt_status();
    let new = guests::counter().unwrap();
    let (before, old) =
        script(text, &[(6, Cap::Image(new.clone())), (7, Cap::Instance(counter()))]);
    let (value, after) = run(&before, 0, [0; 4]);
    assert_eq!(value, 1);
    let twice = jar_cap::Lineage::genesis(&old.hash()).extended(&new.hash()).extended(&new.hash());
    assert_eq!(after.lineage().newest(), twice.newest());
    assert_eq!(after.image(), &new);
}

#[test]
fn quota_is_taken_and_returned() {
    let grow = "    load_imm r1, 7\n    store_u64 r1, 0x11000\n".to_owned() + &halt_status();
    let mapped = |text: String| {
        guests::image(&[(0, text)], |parts| parts.mappings = vec![guests::persistent(16, 2, 1)])
    };
    let growing = with(mapped(grow).unwrap(), &[]);
    // Two pages come into being, the first of zeros.
    for (quota, left) in [(2, Some(0)), (5, Some(3)), (1, None)] {
        let applied = run_in(&Meters::new(BUDGET, quota), &growing, 0, [0; 4], None);
        match (applied.end, left) {
            (End::Halted { instance, .. }, Some(left)) => {
                assert_eq!(applied.meters.get(Meter::Quota, 0), Some(left));
                let Some(Cap::Data(data)) = instance.slots().get(1) else { panic!() };
                assert_eq!((data.pages(), data.page(1).map(|page| page[0])), (2, Some(7)));
            }
            // HALT is QUOTA, and the guest runs into its trap.
            (End::Faulted { kind, .. }, None) => assert_eq!(kind, FaultKind::Panic),
            (other, _) => panic!("{other:?}"),
        }
    }
    let text = operation(op::MINT_CNODE, &[slot(5), 10]) + "    trap\n";
    let (minter, _) = script(text, &[]);
    let (caller, _) =
        script(guests::call(3, 0, &[]) + &halt_status(), &[(3, Cap::Instance(minter))]);
    let applied = run_in(&Meters::new(BUDGET, 8), &caller, 0, [0; 4], None);
    assert_eq!(applied.meters.get(Meter::Quota, 0), Some(8));
}

/// An owner with a yielder in slot 3 and a catcher that has its marker.
fn pair() -> Instance {
    let marker = Cap::Instance(native::well_known(77).unwrap());
    let image = guests::yielder().unwrap();
    let yielder = with(image, &[(1, data(&[0])), (5, marker.clone())]);
    let add = guests::call(4, 0, &[]) + &halt_status();
    let (adder, _) = script(add, &[(4, Cap::Instance(native::catcher().unwrap()))]);
    let applied = run_in(&Meters::new(BUDGET, 9), &adder, 0, [0; 4], Some(marker));
    let End::Halted { value: 1, instance, .. } = applied.end else { panic!("{:?}", applied.end) };
    let catcher = instance.slots().get(4).unwrap().clone();
    with(guests::reader().unwrap(), &[(3, Cap::Instance(yielder)), (4, catcher)])
}

#[test]
fn yields_are_caught_and_resumed() {
    let owner = pair();
    assert_eq!(run(&owner, 0, [0; 4]).0, 3);
    // Nobody has the marker in its catch set.
    let Some(Cap::Instance(yielder)) = owner.slots().get(3) else { panic!() };
    let alone = run_in(&Meters::new(BUDGET, 9), yielder, 0, [0; 4], None);
    assert!(matches!(alone.end, End::Faulted { kind: FaultKind::Uncaught, .. }));
}

#[test]
fn a_pause_survives_its_owner_and_a_file() {
    let mut owner = pair();
    let status = |value: u64| (value >> 32, value & 0xffff_ffff);
    let (value, after) = run(&owner, 1, [0; 4]);
    assert_eq!(status(value), (Status::Yielded as u64, 0));
    owner = after;
    for _ in 0..2 {
        let Some(Cap::Instance(paused)) = owner.slots().get(3) else { panic!() };
        assert!(matches!(paused.status(), State::Paused(_)));
        let file = to_file(&Cap::Instance(owner.clone()));
        let Cap::Instance(back) = from_file(&file).unwrap() else { panic!() };
        assert_eq!(back.hash(), owner.hash());
        let (value, after) = run(&back, 2, [0; 4]);
        assert_eq!(status(value), (Status::Yielded as u64, 0));
        owner = after;
    }
    let (value, ended) = run(&owner, 2, [0; 4]);
    // Ephemeral memory and the Data both went on counting.
    assert_eq!(status(value), (Status::Ok as u64, 6));
    let Some(Cap::Instance(idle)) = ended.slots().get(3) else { panic!() };
    assert!(matches!(idle.status(), State::Idle));
    let (value, dropped) = run(&owner, 3, [0; 4]);
    assert_eq!((value, dropped.slots().get(3)), (0, None));
}

#[test]
fn gas_runs_out_at_every_point_alike() {
    let owner = pair();
    let used = {
        let applied = run_in(&Meters::new(BUDGET, 9), &owner, 0, [0; 4], None);
        BUDGET - applied.meters.get(Meter::Gas, 0).unwrap()
    };
    let mut faults = 0;
    for gas in 0..=used {
        let applied = run_in(&Meters::new(gas, 9), &owner, 0, [0; 4], None);
        assert!(applied.meters.sum(Meter::Gas) <= u128::from(gas));
        match applied.end {
            End::Halted { value, .. } => assert!(value < 3 || gas == used, "{gas}"),
            End::Faulted { kind, .. } => {
                assert_eq!(kind, FaultKind::Gas);
                faults += 1;
            }
            other => panic!("{other:?}"),
        }
        assert!(gas < used || applied.meters.get(Meter::Gas, 0) == Some(0));
    }
    assert!(faults > 0 && faults <= used);
}

#[test]
fn paths_name_nested_slots() {
    let far = Path::parse(u64::from_le_bytes([4, 3, 0xff, 0xff, 1, 0, 0, 0])).unwrap();
    let caps = [(1, data(b"a")), (3, cnode(16, &[(0xffff, cnode(1, &[]))]))];
    let (status, _, _, after) = one(op::MOVE, &[slot(1), far.number()], &caps);
    assert_eq!(status, 0);
    assert_eq!(after.slots().at(far), Ok(Some(&data(b"a"))));
}

#[test]
fn a_held_chain_is_reserved_and_a_fault_behind_a_resume_keeps_it() {
    let marker = Cap::Instance(native::well_known(77).unwrap());
    let body = operation(op::YIELD, &[slot(5)]) + "    trap\n";
    let (yielder, _) = script(body, &[(5, marker)]);
    let Some(catcher) = pair().slots().get(4).cloned() else { panic!() };
    let resume = operation(op::CALL_RESUME, &[slot(3)]);
    let copy = operation(op::COPY, &[slot(3), slot(9)]);
    let again = guests::call(3, 0, &[]);
    // Yields, faults when it is resumed, and is still there to be resumed, not to be used otherwise.
    for (last, status) in [
        (resume.repeat(2), Status::Faulted),
        (resume.clone() + &copy, Status::Reserved),
        (again, Status::Reserved),
        (operation(op::DROP_PAUSED, &[slot(3)]), Status::Ok),
        (operation(op::DROP_PAUSED, &[slot(3)]).repeat(2), Status::Empty),
    ] {
        let text = guests::call(3, 0, &[]) + &last + &halt_status();
        let image = guests::image(&[(0, text)], |parts| parts.catcher = Some(4)).unwrap();
        let caps = [(3, Cap::Instance(yielder.clone())), (4, catcher.clone())];
        assert_eq!(run(&with(image, &caps), 0, [0; 4]).0 >> 32, status as u64);
    }
}

#[test]
fn meters_move_and_bound_callees() {
    let authority = Cap::Instance(native::authority(native::Native::MeterAuthority).unwrap());
    // A new meter with 500 in it, its handle where the spender has its own.
    let spender = guests::image(&[(0, "@a:\n    jump @a\n".to_owned())], |parts| {
        parts.gas_slots = vec![6];
    });
    let handle = Cap::Instance(native::meter_handle(Meter::Gas, 1).unwrap());
    let spender = Cap::Instance(with(spender.unwrap(), &[(6, handle.clone())]));
    let text = guests::call(2, 0, &[0])
        + &guests::call(2, 1, &[0, 0, 1, 500])
        + &guests::call(3, 0, &[])
        + &halt_status();
    let (owner, _) = script(text, &[(2, authority.clone()), (3, spender)]);
    let applied = run_in(&Meters::new(BUDGET, 0), &owner, 0, [0; 4], None);
    let End::Halted { value, slot0, .. } = applied.end else { panic!("{:?}", applied.end) };
    assert_eq!((value >> 32, value & 0xff), (Status::Faulted as u64, FaultKind::Gas as u64));
    assert_eq!(slot0, Some(handle));
    assert_eq!(applied.meters.get(Meter::Gas, 1), Some(0));
    assert!(applied.meters.get(Meter::Gas, 0).is_some_and(|left| left < BUDGET - 500));
    for (endpoint, arguments, status, result) in [
        (0u64, [1, 0, 0, 0], Status::Ok, 1),
        (0, [2, 0, 0, 0], Status::State, 0),
        (1, [0, 0, 1, 5], Status::State, 0),
        (1, [1, 0, 0, 10], Status::State, 0),
        (1, [1, 0, 0, 9], Status::Ok, 0),
        (2, [1, 0, 0, 0], Status::Ok, 9),
        (3, [0, 0, 0, 0], Status::Image, 0),
    ] {
        let text = guests::call(2, endpoint, &arguments) + &halt_status();
        let (caller, _) = script(text, &[(2, authority.clone())]);
        let applied = run_in(&Meters::new(BUDGET, 9), &caller, 0, [0; 4], None);
        let End::Halted { value, .. } = applied.end else { panic!() };
        assert_eq!(
            (value >> 32, value & 0xff),
            (status as u64, result),
            "{endpoint} {arguments:?}"
        );
        assert_eq!(applied.meters.sum(Meter::Quota), 9);
    }
}
