//! Cases run as `docs/wire.md` says.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests; a panic is a failed test"
)]

mod arbitrary;
mod blob;

use arbitrary::{any_case, standard};
use blob::blob;
use jar_diff_engines::{Engine, GROWTH_MAX, Javm, Renewable, Switch, normalise};
use jar_diff_wire::*;
use javm::Interpreter;
use proptest::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

fn octets(engine: &mut impl Engine, case: &Case) -> Vec<u8> {
    let bytes = case.encode().unwrap();
    let mut out = vec![0xee; 7];
    engine.observe(case, &bytes, &mut out);
    out
}

fn run(case: &Case) -> Observation {
    match Outcome::decode(&octets(&mut Javm::new(Interpreter), case)).unwrap() {
        Outcome::Ran(observation) => observation,
        Outcome::Malformed(malformed) => panic!("{malformed:?}"),
    }
}

const TRAP: u8 = 0;
const HOST_CALL: u8 = 10;
const JUMP: u8 = 40;
const STORE_U8: u8 = 59;
const SBRK: u8 = 101;

/// A raw case with 1,000 gas, a writable page 0x20 and a read-only page 0x21.
fn case(instructions: &[&[u8]]) -> Case {
    Case {
        gas: 1000,
        pages: vec![
            Page::new(0x20, Access::Writable, vec![1, 2, 3]),
            Page::new(0x21, Access::ReadOnly, vec![4]),
        ],
        ..Case::raw(blob(instructions))
    }
}

/// The case's own state, ended by `exit`.
fn untouched(case: &Case, exit: Exit) -> Observation {
    Observation {
        exit,
        gas: case.gas,
        pc: case.pc.into(),
        heap_break: case.heap_break,
        registers: case.registers,
        pages: vec![],
        calls: vec![],
    }
}

#[test]
fn a_trap_costs_one_gas() {
    for gas_model in [GasModel::PerInstruction, GasModel::PerBlock] {
        let case = Case { gas_model, ..case(&[&[TRAP]]) };
        assert_eq!(run(&case), Observation { gas: 999, ..untouched(&case, Exit::Panic) });
        let case = Case { gas: 0, ..case };
        assert_eq!(run(&case), untouched(&case, Exit::OutOfGas));
    }
}

#[test]
fn an_invalid_program_leaves_everything_as_in_the_case() {
    let case = Case {
        blob: vec![0xff],
        pc: 9,
        registers: [3; 13],
        heap_break: 0x30000,
        heap_limit: 0x40000,
        ..case(&[])
    };
    assert_eq!(run(&case), untouched(&case, Exit::InvalidProgram));
    // A standard program that cannot be initialised; one whose code is not a program; too many arguments.
    let code = blob(&[&[TRAP]]);
    for case in [
        Case::standard(vec![1], vec![]),
        Case::standard(standard(&[], &[], 0, &[0xff]), vec![]),
        Case::standard(standard(&[], &[], 0, &code), vec![0; (1 << 24) + 1]),
    ] {
        let case = Case { pc: 5, gas: 7, ..case };
        assert_eq!(run(&case), untouched(&case, Exit::InvalidProgram));
    }
}

#[test]
fn the_step_limit_counts_steps() {
    let looping = case(&[&[JUMP, 0]]);
    for step_limit in [0, 1, 2, 999, 1000] {
        let case = Case { step_limit, ..looping.clone() };
        let expected = Observation { gas: 1000 - step_limit, ..untouched(&case, Exit::StepLimit) };
        assert_eq!(run(&case), expected);
    }
    // Step 1,001 is one that exits.
    let case = Case { step_limit: 1001, ..looping };
    assert_eq!(run(&case), Observation { gas: 0, ..untouched(&case, Exit::OutOfGas) });
}

#[test]
fn a_call_without_reply_is_the_exit() {
    let case = case(&[&[HOST_CALL, 7], &[TRAP]]);
    assert_eq!(run(&case), Observation { gas: 999, ..untouched(&case, Exit::HostCall(7)) });
    let case = Case { blob: blob(&[&[HOST_CALL, 0xff]]), ..case };
    assert_eq!(run(&case).exit, Exit::HostCall(u64::MAX), "the identifier is sign-extended");
}

#[test]
fn a_reply_is_applied_and_recorded() {
    let mut registers = [0; 13];
    for (register, value) in registers.iter_mut().zip(100..) {
        *register = value;
    }
    let mut reply = Reply { gas: 9, ..Reply::default() };
    reply.registers[0] = Some(5);
    reply.registers[12] = Some(0);
    reply.poke = Some(Poke { address: 0x20ffe, octets: vec![7, 8] });
    let case = Case { registers, replies: vec![reply], ..case(&[&[HOST_CALL, 3], &[TRAP]]) };

    let mut expected = untouched(&case, Exit::Panic);
    expected.gas = 1000 - 1 - 9 - 1;
    expected.pc = 2;
    expected.registers[0] = 5;
    expected.registers[12] = 0;
    let mut content = Box::new([0; PAGE_SIZE]);
    content[..3].copy_from_slice(&[1, 2, 3]);
    content[4094..].copy_from_slice(&[7, 8]);
    expected.pages = vec![ObservedPage { number: 0x20, access: Access::Writable, content }];
    let arguments = [107, 108, 109, 110, 111, 112];
    expected.calls = vec![Call { identifier: 3, gas: 999, arguments }];
    assert_eq!(run(&case), expected);

    // An answered call is part of its step.
    let case = Case { step_limit: 1, ..case };
    assert_eq!(run(&case), Observation { exit: Exit::StepLimit, gas: 990, ..expected });
}

#[test]
fn a_reply_that_costs_too_much_changes_nothing() {
    let reply = Reply { gas: 1000, registers: [Some(1); 13], poke: None };
    let case = Case { replies: vec![reply.clone()], ..case(&[&[HOST_CALL, 3], &[TRAP]]) };
    let calls = vec![Call { identifier: 3, gas: 999, arguments: [0; 6] }];
    let expected = Observation { gas: 999, calls, ..untouched(&case, Exit::OutOfGas) };
    assert_eq!(run(&case), expected);

    let case = Case { replies: vec![Reply { gas: 999, ..reply }], ..case };
    let observation = run(&case);
    assert_eq!((observation.exit, observation.gas, observation.pc), (Exit::OutOfGas, 0, 2));
    assert_eq!(observation.registers, [1; 13]);
}

#[test]
fn a_poke_that_is_not_allowed_panics_with_registers_and_gas_changed() {
    // Into the read-only page behind, into the low zone, into nothing, beyond the end of the address space.
    for address in [0x20fff, 0xfffe, 0x22000, u32::MAX] {
        let poke = Some(Poke { address, octets: vec![9, 9] });
        let reply = Reply { gas: 10, registers: [Some(1); 13], poke };
        let mut case = case(&[&[HOST_CALL, 3], &[TRAP]]);
        case.replies = vec![reply];
        case.pages.push(Page::new(PAGE_COUNT - 1, Access::Writable, vec![]));
        let calls = vec![Call { identifier: 3, gas: 999, arguments: [0; 6] }];
        let expected =
            Observation { gas: 989, registers: [1; 13], calls, ..untouched(&case, Exit::Panic) };
        assert_eq!(run(&case), expected, "{address:#x}");
    }
}

#[test]
fn written_and_mapped_pages_are_listed() {
    let store = |address: u32| [&[STORE_U8, 0], address.to_le_bytes().as_slice()].concat();
    let case = Case {
        heap_break: 0x2f001,
        heap_limit: 0x40000,
        registers: [2, 0x1001, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ..case(&[&store(0x20001), &[SBRK, 0x12], &store(0x22000)])
    };
    let mut observation = run(&case);
    assert_eq!((observation.exit, observation.heap_break), (Exit::PageFault(0x22000), 0x30002));
    let listed = |observation: &Observation| -> Vec<u32> {
        observation.pages.iter().map(|page| page.number).collect()
    };
    assert_eq!(listed(&observation), [0x20, 0x30]);
    assert_eq!(observation.registers[2], 0x2f001);
    // The store wrote the 2 that was there.
    normalise(&case, &mut observation);
    assert_eq!(listed(&observation), [0x30]);
}

#[test]
fn a_standard_program_brings_its_state() {
    let store = |address: u32| [&[STORE_U8, 8], address.to_le_bytes().as_slice()].concat();
    // Zone 1 read-only, zone 3 heap: writes the length of the arguments to both pages of the heap.
    let code = blob(&[&store(0x30000), &store(0x31001), &[TRAP]]);
    let case = Case::standard(standard(&[1], &[3, 7], 5000, &code), vec![5, 6, 7]);
    let case = Case { gas: 100, ..case };
    let mut observation = run(&case);
    assert_eq!((observation.exit, observation.gas, observation.pc), (Exit::Panic, 97, 12));
    let registers = [0xffff_0000, 0xfefe_0000, 0, 0, 0, 0, 0, 0xfeff_0000, 3, 0, 0, 0, 0];
    assert_eq!(observation.registers, registers);
    assert_eq!(observation.heap_break, 0x32000);
    let contents: Vec<_> =
        observation.pages.iter().map(|page| (page.number, page.content[..2].to_vec())).collect();
    assert_eq!(contents, [(0x30, vec![3, 7]), (0x31, vec![0, 3])]);
    // The first store wrote the 3 that was there.
    normalise(&case, &mut observation);
    assert_eq!(observation.pages.len(), 1);
}

#[test]
fn octets_that_are_no_case_are_refused() {
    let mut out = Vec::new();
    Javm::new(Interpreter).observe_bytes(b"JARC\x01\x03", &mut out);
    let expected = MalformedCase { code: ErrorCode::Value, offset: 5 };
    assert_eq!(Outcome::decode(&out), Ok(Outcome::Malformed(expected)));
    let case = case(&[&[TRAP]]);
    let mut engine = Javm::new(Interpreter);
    engine.observe_bytes(&case.encode().unwrap(), &mut out);
    assert_eq!(out, octets(&mut engine, &case));
}

proptest! {
    /// Whatever ran before on an engine, an answer is that of a fresh one.
    #[test]
    fn the_past_of_an_engine_does_not_show(
        cases in proptest::collection::vec(any_case(), 1..4),
        order in proptest::collection::vec((any::<prop::sample::Index>(), any::<[u64; 13]>(), 0..50u64), 1..12),
    ) {
        let mut engine = Javm::new(Interpreter);
        for (index, registers, gas) in order {
            let mut case = index.get(&cases).clone();
            case.gas = gas;
            if matches!(case.program, Program::Raw) {
                case.registers = registers;
            }
            let fresh = octets(&mut Javm::new(Interpreter), &case);
            prop_assert!(Outcome::decode(&fresh).is_ok());
            prop_assert_eq!(octets(&mut engine, &case), fresh);
        }
    }
}

/// The interpreter, with a number of its own.
#[derive(Clone)]
struct Numbered(usize, Rc<Cell<usize>>);

impl javm::Engine for Numbered {
    type Instance = javm::Machine;
    type Error = std::convert::Infallible;

    fn name(&self) -> &'static str {
        "numbered"
    }

    fn start(
        &self,
        program: Arc<javm::Program>,
        rules: javm::Rules,
        state: javm::State,
    ) -> Result<javm::Machine, Self::Error> {
        self.1.set(self.0);
        javm::Engine::start(&Interpreter, program, rules, state)
    }
}

#[test]
fn to_forget_is_to_be_made_anew() {
    let (made, started) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (count, seen) = (Rc::clone(&made), Rc::clone(&started));
    let make = move || {
        count.set(count.get() + 1);
        Ok(Numbered(count.get(), Rc::clone(&seen)))
    };
    let part = Renewable::new(make).unwrap();
    let mut switch = Switch::new(vec![Box::new(part.clone())]);
    let mut alone = Javm::renewable(part);
    let case = case(&[&[TRAP]]);
    for (forgets, expected) in [(false, 1), (false, 0), (true, 2), (false, 0)] {
        started.set(0);
        if forgets {
            alone.forget();
            switch.forget();
        }
        let answer = octets(&mut alone, &case);
        assert_eq!(started.get(), expected, "0: the machine of the last case went on");
        started.set(0);
        assert_eq!(octets(&mut switch, &case), answer);
        assert_eq!(started.get(), expected, "a part is made anew with the engine that it is");
    }
    assert_eq!(made.get(), 2);
}

#[test]
fn a_heap_that_grows_too_far_is_no_answer() {
    // r1 := sbrk(r0)
    let grown = |by: u64| {
        let mut case = case(&[&[SBRK, 0x01], &[TRAP]]);
        (case.heap_break, case.heap_limit, case.registers[0]) = (0x10_0000, u32::MAX, by);
        octets(&mut Javm::new(Interpreter), &case)
    };
    assert!(!grown(u64::from(GROWTH_MAX)).is_empty());
    assert!(grown(u64::from(GROWTH_MAX) + 1).is_empty());
    assert!(grown(0xf000_0000).is_empty(), "nor does it take the memory");
}
