//! The compiling engine against the interpreter: whole runs, cut by host calls, faults and gas, seen from outside.
#![cfg(all(target_os = "linux", any(target_arch = "x86_64", feature = "clif")))]
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

#[path = "../../javm/tests/support/mod.rs"]
mod support;

use std::sync::{Arc, OnceLock};

use javm::{
    Access, Engine, Exit, GasModel, Heap, Instance, Interpreter, Opcode, Operands, Outcome,
    Program, Reg, Rules, Shape, Start, State, TABLE, UNLIMITED,
};
use javm_asm::{Entry, ProgramBuilder, Target};
#[cfg(target_arch = "x86_64")]
use javm_jit::{Addressing, Fixed, Settings};
#[cfg(feature = "clif")]
use javm_jit::{Clif, Optimise};
use proptest::collection::vec;
use proptest::prelude::*;

/// The engines that are compared with the interpreter.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// With this way of addressing; whole programs, or regions of few octets.
    #[cfg(target_arch = "x86_64")]
    Fixed(Addressing, bool),
    #[cfg(feature = "clif")]
    Clif(Optimise),
}

const KINDS: &[Kind] = &[
    #[cfg(target_arch = "x86_64")]
    Kind::Fixed(Addressing::Segment, false),
    #[cfg(target_arch = "x86_64")]
    Kind::Fixed(Addressing::Segment, true),
    #[cfg(target_arch = "x86_64")]
    Kind::Fixed(Addressing::Register, false),
    #[cfg(target_arch = "x86_64")]
    Kind::Fixed(Addressing::Register, true),
    #[cfg(feature = "clif")]
    Kind::Clif(Optimise::None),
    #[cfg(feature = "clif")]
    Kind::Clif(Optimise::Speed),
];

#[cfg(target_arch = "x86_64")]
fn fixed(addressing: Addressing, lazy: bool) -> &'static Fixed {
    static ENGINES: [OnceLock<Fixed>; 4] = [const { OnceLock::new() }; 4];
    ENGINES[addressing as usize * 2 + usize::from(lazy)].get_or_init(|| {
        let lazy_above = if lazy { 0 } else { usize::MAX };
        let addressing = Some(addressing);
        Fixed::with_settings(Settings { addressing, lazy_above, region: 16, ..Settings::default() })
            .unwrap()
    })
}

#[cfg(feature = "clif")]
fn clif(optimise: Optimise) -> &'static Clif {
    static ENGINES: [OnceLock<Clif>; 2] = [const { OnceLock::new() }; 2];
    ENGINES[optimise as usize].get_or_init(|| Clif::new(optimise).unwrap())
}

/// Calls a function that takes any engine with the one of a kind.
macro_rules! with_engine {
    ($kind:expr, $engine:ident => $what:expr) => {
        match $kind {
            #[cfg(target_arch = "x86_64")]
            Kind::Fixed(addressing, lazy) => {
                let $engine = fixed(addressing, lazy);
                $what
            }
            #[cfg(feature = "clif")]
            Kind::Clif(optimise) => {
                let $engine = clif(optimise);
                $what
            }
        }
    };
}

/// Octets that are not zero, and where.
type Octets = Vec<(usize, u8)>;

/// All that can be seen of a machine, pages that equal those of the start left out.
#[derive(Debug, PartialEq)]
struct Seen {
    outcome: Outcome,
    start: Start,
    charged: bool,
    pages: Vec<(u32, Access, Octets)>,
}

fn seen(machine: &impl Instance, outcome: Outcome, initial: &State) -> Seen {
    let mut pages = Vec::new();
    machine.touched(&mut |page, access, content| {
        if initial.memory.page(page) != Some((access, content)) {
            let octets = content.iter().copied().enumerate().filter(|(_, octet)| *octet != 0);
            pages.push((page, access, octets.collect()));
        }
    });
    let (pc, gas, registers) = (machine.pc(), machine.gas(), machine.registers());
    let start = Start { pc, gas, registers, heap: machine.heap() };
    let state = machine.snapshot();
    let some = state.memory.accessible().take(8).flat_map(|page| [page, page + 1]);
    for page in some.chain([0, u32::MAX]) {
        let rights = state.memory.page(page).map(|(access, _)| access);
        assert_eq!(machine.access(page), rights, "page {page:#x}");
    }
    Seen { outcome, start, charged: state.charged, pages }
}

/// What the host does between two runs.
#[derive(Clone, Debug)]
struct Act {
    gas: u64,
    register: u8,
    value: u64,
    address: u64,
    octets: Vec<u8>,
    limit: Option<u64>,
    through_snapshot: bool,
}

fn act() -> impl Strategy<Value = Act> {
    let gas = prop_oneof![Just(0), Just(1), 0u64..40, 40u64..1000];
    let limit = prop_oneof![5 => Just(None), 2 => (0u64..20).prop_map(Some), 2 => (0u64..200).prop_map(Some)];
    let address = prop_oneof![4 => 0x1_fff0u64..0x2_4000, 1 => any::<u64>()];
    (gas, 0u8..13, support::value(), address, vec(any::<u8>(), 0..12), limit, any::<bool>())
        .prop_map(|(gas, register, value, address, octets, limit, through_snapshot)| Act {
            gas,
            register,
            value,
            address,
            octets,
            limit,
            through_snapshot,
        })
}

/// One act on a machine, and the run that follows.
fn play<I: Instance>(machine: &mut I, act: &Act, exit: Option<Exit>) -> (Outcome, Vec<bool>) {
    let mut answers = Vec::new();
    if matches!(exit, Some(Exit::HostCall(_))) {
        machine.set_register(Reg::clamped(act.register), act.value);
        answers.push(machine.write(act.address, &act.octets).is_ok());
        let mut back = vec![0; act.octets.len()];
        answers.push(machine.read(act.address, &mut back).is_ok() && back == act.octets);
    }
    // Also behind faults and panics, so that what follows is seen.
    if matches!(exit, Some(Exit::HostCall(_) | Exit::PageFault(_) | Exit::Panic)) {
        machine.resume();
    }
    machine.set_gas(act.gas);
    if act.through_snapshot {
        let state = machine.snapshot();
        machine.restore(state);
    }
    (machine.run(act.limit.unwrap_or(UNLIMITED)), answers)
}

fn compare(
    blob: &[u8],
    rules: Rules,
    kind: Kind,
    state: &State,
    acts: &[Act],
) -> Result<u64, TestCaseError> {
    let program = Arc::new(Program::parse(blob).unwrap());
    with_engine!(kind, engine => compare_on(engine, &program, rules, state, acts))
}

fn compare_on<E: Engine>(
    engine: &E,
    program: &Arc<Program>,
    rules: Rules,
    state: &State,
    acts: &[Act],
) -> Result<u64, TestCaseError>
where
    E::Error: std::fmt::Debug,
{
    let mut expected = Interpreter.start(program.clone(), rules, state.clone()).unwrap();
    let mut found = engine.start(program.clone(), rules, state.clone()).unwrap();
    let mut exit = None;
    let mut steps = 0;
    for act in acts {
        let (outcome, answers) = play(&mut expected, act, exit);
        let (outcome_found, answers_found) = play(&mut found, act, exit);
        prop_assert_eq!(answers_found, answers);
        let (left, right) = (seen(&found, outcome_found, state), seen(&expected, outcome, state));
        prop_assert_eq!(left, right);
        exit = outcome.exit;
        steps += outcome.steps;
    }
    // A machine that starts again is as new.
    let start = Start { pc: 0, gas: 100, registers: state.registers, heap: state.heap };
    expected.restart(&start);
    found.restart(&start);
    let (outcome, again) = (expected.run(UNLIMITED), found.run(UNLIMITED));
    prop_assert_eq!(seen(&found, again, state), seen(&expected, outcome, state));
    Ok(steps)
}

fn rules() -> impl Strategy<Value = Rules> {
    prop_oneof![Just(Rules::JAM_0_7_2), Just(Rules::FLAT_PER_BLOCK)]
}

fn kind() -> impl Strategy<Value = Kind> {
    (0..KINDS.len()).prop_map(|place| KINDS[place])
}

/// An instruction in the making: row of the table, registers, immediates, target.
type Raw = (usize, [u8; 3], u64, u64, usize);

fn raw() -> impl Strategy<Value = Raw> {
    (0..TABLE.len(), any::<[u8; 3]>(), support::value(), support::value(), 0usize..40)
}

/// Two instructions that a compiler may make one, with registers from a few.
fn push_pair(builder: &mut ProgramBuilder, registers: &[u8; 3], x: u64, y: u64, which: usize) {
    let [a, b, d] = registers.map(|register| Reg::clamped(register % 4));
    let (first, second) = [
        (Opcode::Mul64, Opcode::MulUpperUU),
        (Opcode::MulUpperUU, Opcode::Mul64),
        (Opcode::Add64, Opcode::SetLtU),
    ][which % 3];
    let other = Reg::clamped((x & 3) as u8);
    builder.push(first, Operands::ThreeReg { a, b, d });
    let [left, right] = match second {
        Opcode::SetLtU => [d, if y & 1 == 0 { a } else { b }],
        _ if y & 1 == 0 => [a, b],
        _ => [b, a],
    };
    builder.push(second, Operands::ThreeReg { a: left, b: right, d: other });
}

/// A program that mostly goes on: straight lines of instructions with blocks of some length, branches to blocks, jumps
/// through the table, accesses near the mapped pages.
fn structured(raws: &[Raw]) -> Vec<u8> {
    let mut builder = ProgramBuilder::new();
    let labels: Vec<_> = raws.iter().map(|_| builder.label()).collect();
    let entries: Vec<u64> =
        labels.iter().map(|label| builder.push_entry(Entry::Label(*label))).collect();
    for (place, (row, registers, x, y, target)) in raws.iter().enumerate() {
        let mut opcode = TABLE[*row].opcode;
        if matches!(opcode, Opcode::Trap) {
            opcode = Opcode::Sbrk;
        }
        let [a, b, d] = registers.map(|register| Reg::clamped(register % 13));
        let sext = |value: u64| value as i32 as i64 as u64;
        let (mut x, mut y) = (sext(*x), sext(*y));
        // One access in eight may be anywhere around the pages, the others are permitted, also across their border.
        let near = match place % 8 {
            0 => 0x1_fff8 + (x & 0x3fff),
            1 => 0x2_0fe0 + (x & 31),
            _ => 0x2_0000 + (x.rotate_left(7) & 0xfff),
        };
        // Every fifth label starts a block; a few jumps go elsewhere.
        let to = target % labels.len();
        let to = if y & 15 == 1 { to } else { to / 5 * 5 };
        let label = Target::Label(labels[to]);
        if place % 5 == 0 {
            builder.push(Opcode::Fallthrough, Operands::None);
        }
        builder.place(labels[place]);
        if place % 3 == 0 && opcode.shape() == Shape::ThreeReg {
            push_pair(&mut builder, registers, x, y, to);
        }
        let operands = match opcode.shape() {
            Shape::None => Operands::None,
            Shape::Imm => Operands::Imm { x },
            Shape::RegExtImm => Operands::RegExtImm { a, x: x.rotate_left(17) },
            Shape::TwoImm => Operands::TwoImm { x: near, y },
            Shape::Offset => Operands::Offset { target: label },
            Shape::RegImm if opcode == Opcode::JumpInd => {
                builder.push(Opcode::LoadImm, Operands::RegImm { a, x: entries[to] });
                Operands::RegImm { a, x: if y & 7 == 0 { 1 } else { 0 } }
            }
            Shape::RegImm if opcode == Opcode::LoadImm => Operands::RegImm { a, x },
            Shape::RegImm => Operands::RegImm { a, x: near },
            Shape::RegTwoImm => {
                builder.push(Opcode::LoadImm, Operands::RegImm { a, x: near });
                Operands::RegTwoImm { a, x: x & 15, y }
            }
            Shape::RegImmOffset => Operands::RegImmOffset { a, x, target: label },
            Shape::TwoReg => Operands::TwoReg { d, a },
            Shape::TwoRegImm => {
                if matches!(opcode.class(), javm::Class::Load | javm::Class::Store) {
                    builder.push(Opcode::LoadImm, Operands::RegImm { a: b, x: near });
                    x &= 15;
                }
                Operands::TwoRegImm { a, b, x }
            }
            Shape::TwoRegOffset => Operands::TwoRegOffset { a, b, target: label },
            Shape::TwoRegTwoImm => {
                builder.push(Opcode::LoadImm, Operands::RegImm { a: b, x: entries[to] });
                y &= 1;
                Operands::TwoRegTwoImm { a, b, x, y }
            }
            Shape::ThreeReg => Operands::ThreeReg { a, b, d },
        };
        builder.push(opcode, operands);
    }
    builder.blob().unwrap()
}

fn state(registers: [u64; 13], gas: u64, pc: u64) -> State {
    let heap = Heap { brk: 0x2_1800, limit: 0x2_5000 };
    Start { pc, gas, registers, heap }.with_memory(support::memory())
}

fn cases() -> u32 {
    std::env::var("JIT_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(2000)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn any_octets(
        blob in support::blob(), start in support::start(), rules in rules(), kind in kind(),
        acts in vec(act(), 1..6),
    ) {
        let state = start.with_memory(support::memory());
        compare(&blob, rules, kind, &state, &acts)?;
    }

    #[test]
    fn straight_programs(
        raws in vec(raw(), 1..40), registers in vec(support::value(), 13), rules in rules(),
        kind in kind(), acts in vec(act(), 1..12),
    ) {
        let state = state(registers.try_into().unwrap(), 0, 0);
        compare(&structured(&raws), rules, kind, &state, &acts)?;
    }
}

/// Every instruction by itself, with registers that coincide in every way, each program on interesting values.
#[test]
fn every_instruction() {
    let values = [
        0u64,
        1,
        2,
        31,
        63,
        64,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_ffff,
        u64::MAX,
        1 << 63,
        0x1234_5678_9abc_def0,
    ];
    let immediates = [0u64, 33, u64::MAX, 0xffff_ffff_8000_0000];
    let seconds = [0u64, 1, 33, 0xffff_ffff, u64::MAX, 1 << 63];
    let shapes: [[u8; 3]; 9] = [
        [0, 1, 2],
        [3, 3, 3],
        [11, 12, 11],
        [12, 11, 12],
        [11, 11, 5],
        [5, 12, 12],
        [7, 8, 7],
        [7, 8, 8],
        [12, 12, 11],
    ];
    let act = Act {
        gas: 20,
        register: 0,
        value: 0,
        address: 0,
        octets: vec![],
        limit: None,
        through_snapshot: false,
    };
    let mut steps = 0;
    for (row, described) in TABLE.iter().enumerate() {
        let plain = matches!(described.shape, Shape::None | Shape::TwoReg | Shape::ThreeReg);
        for registers in shapes {
            for x in immediates.iter().take(if plain { 1 } else { immediates.len() }) {
                let blob = structured(&[(row, registers, *x, x.rotate_right(3) ^ 5, 0)]);
                let rules =
                    if x & 1 == 0 { Rules::JAM_0_7_2 } else { Rules { gas: GasModel::PerBlock } };
                for (first, second) in values.iter().flat_map(|a| seconds.map(|b| (*a, b))) {
                    let mut all = [0x1111_2222_3333_4444; 13];
                    all[usize::from(registers[0])] = first;
                    all[usize::from(registers[1])] = second;
                    for kind in KINDS {
                        let acts = std::slice::from_ref(&act);
                        steps += compare(&blob, rules, *kind, &state(all, 20, 0), acts).unwrap();
                    }
                }
            }
        }
    }
    assert!(steps > 10_000);
}
