//! Programs that are made to blow up a compiler: what they take is bounded by their size, and they still run as they should.
#![cfg(all(target_arch = "x86_64", target_os = "linux"))]
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use javm::{
    Access, Engine, Exit, GasModel, Instance, Interpreter, MemoryBuilder, Opcode, Parts, Program,
    Rules, Start, State, TABLE, UNLIMITED,
};
use javm_asm::assemble;
use javm_jit::{Fixed, Settings};

const RULES: [Rules; 2] = [Rules::JAM_0_7_2, Rules { gas: GasModel::PerBlock }];

/// What the documentation promises: octets per instruction, per jump table entry, and besides.
const PER_INSTRUCTION: usize = 128;
const PER_ENTRY: usize = 8;
const BESIDES: usize = 8192;

fn parse(code: &[u8], bitmask: &[u8], entries: &[u32]) -> Arc<Program> {
    let jump_table: Vec<u8> = entries.iter().flat_map(|entry| entry.to_le_bytes()).collect();
    let parts = Parts {
        entries: entries.len() as u64,
        entry_size: 4,
        jump_table: &jump_table,
        code,
        bitmask,
    };
    Arc::new(Program::parse(&parts.write()).unwrap())
}

/// The same octets again and again, of which the first one is marked, up to a length.
fn repeated(octets: &[u8], length: usize, entries: &[u32]) -> Arc<Program> {
    let count = length / octets.len();
    let code = octets.repeat(count);
    let mut bitmask = vec![0u8; code.len().div_ceil(8)];
    (0..count).map(|i| i * octets.len()).for_each(|pc| bitmask[pc / 8] |= 1 << (pc % 8));
    parse(&code, &bitmask, entries)
}

fn text(text: &str) -> Arc<Program> {
    Arc::new(Program::parse(&assemble(text).unwrap()).unwrap())
}

fn eager() -> Fixed {
    Fixed::with_settings(Settings { lazy_above: usize::MAX, ..Settings::default() }).unwrap()
}

fn lazy() -> Fixed {
    Fixed::with_settings(Settings { lazy_above: 0, ..Settings::default() }).unwrap()
}

fn state(pc: u64) -> State {
    let mut builder = MemoryBuilder::new();
    builder.map(0x20, Access::Writable, &[7; 4096]).unwrap();
    let mut registers = [0x2_0000; 13];
    (registers[2], registers[4]) = (2, 4);
    Start { pc, gas: 3_000, registers, ..Start::default() }.with_memory(builder.build())
}

/// Runs from some places on both engines and compares.
fn same(engine: &Fixed, program: &Arc<Program>, places: &[u64]) {
    for (pc, rules) in places.iter().zip(RULES.into_iter().cycle()) {
        let mut expected = Interpreter.start(program.clone(), rules, state(*pc)).unwrap();
        let mut found = engine.start(program.clone(), rules, state(*pc)).unwrap();
        for _ in 0..3 {
            let outcome = expected.run(1_000);
            assert_eq!(found.run(1_000), outcome, "from {pc}");
            assert_eq!((found.pc(), found.gas()), (expected.pc(), expected.gas()));
            assert_eq!(found.registers(), expected.registers());
            if matches!(outcome.exit, Some(Exit::HostCall(_))) {
                expected.resume();
                found.resume();
            }
        }
    }
}

fn bound(program: &Program) -> usize {
    let entries = program.jump_table_length() as usize;
    program.instruction_starts().count() * PER_INSTRUCTION + entries * PER_ENTRY + BESIDES
}

/// Compiles whole and in regions, checks what it takes, runs a little.
fn check(name: &str, program: &Arc<Program>) {
    let eager = eager();
    let size = eager.compile(program).unwrap();
    assert!(size <= bound(program), "{name}: {size} octets, expected at most {}", bound(program));
    let end = program.code().len() as u64;
    let places = [0, end / 2, end.saturating_sub(3), end / 3, end / 3 + 1];
    same(&eager, program, &places);
    let lazy = lazy();
    same(&lazy, program, &places);
    // Regions take whole pages.
    let regions = program.code().len() / (16 << 10) + 1;
    let size = lazy.compile(program).unwrap();
    let bound = bound(program) + regions * 8192 + program.instruction_starts().count() * 24;
    assert!(size <= bound, "{name}: {size} octets in regions, expected at most {bound}");
}

/// Every opcode, in the shortest form that there is, and with all operands that it can have.
#[test]
fn every_opcode_again_and_again() {
    for row in &TABLE {
        for tail in [
            &[][..],
            &[0x21, 0x43, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            &[0x4c, 0xff, 0xff, 0x7f, 0x80, 0x80, 0x80],
        ] {
            let octets = [&[row.opcode.byte()], tail].concat();
            check(row.name, &repeated(&octets, 6_000, &[0; 300]));
        }
    }
}

/// Four megabytes of what is dear in one way or another.
#[test]
fn four_megabytes_of_each_kind() {
    let kinds: [(&str, &[u8]); 8] = [
        ("trap", &[0]),
        ("no opcode", &[255]),
        ("fallthrough", &[1]),
        ("one block", &[Opcode::Add64.byte(), 0x21, 3]),
        ("divisions", &[Opcode::DivS64.byte(), 0x21, 3]),
        ("jumps back", &[Opcode::Jump.byte(), 0x80]),
        ("host calls", &[Opcode::Ecalli.byte(), 0x80]),
        ("indirect jumps", &[Opcode::LoadImmJumpInd.byte(), 0x21, 4, 1, 2, 3, 4, 5, 6]),
    ];
    for (name, octets) in kinds {
        check(name, &repeated(octets, 4 << 20, &[]));
    }
    check(
        "no marks but one",
        &parse(&vec![1; 4 << 20], &[&[1][..], &vec![0; (4 << 17) - 1]].concat(), &[]),
    );
}

#[test]
fn a_table_to_everywhere() {
    let entries: Vec<u32> = (0..1 << 20).map(|i| i % (3 << 16)).collect();
    let jump = [Opcode::JumpInd.byte(), 2, 2];
    check("table", &repeated(&jump, 3 << 16, &entries));
}

#[test]
fn a_hundred_thousand_blocks_with_branches_to_both_ends() {
    let mut lines = String::from("@start:\n");
    for index in 0..100_000 {
        let to = if index % 2 == 0 { "@end" } else { "@start" };
        lines.push_str(&format!("fallthrough\nbranch_eq r2, r4, {to}\n"));
    }
    check("branches", &text(&format!("{lines}@end:\ntrap")));
}

#[test]
fn constants_of_every_kind() {
    let values = ["0x0", "-0x1", "0x7fffffff", "-0x80000000", "0x12345678"];
    let line = |x: &str, y: &str| {
        format!(
            "load_imm_64 r1, 0x8000000000000001\nstore_imm_ind_u64 r1, {x}, {y}\nset_gt_s_imm r2, r3, {x}\n\
             cmov_nz_imm r4, r2, {y}\nshlo_r_imm_alt_32 r5, r4, {x}\nrot_r_64_imm_alt r5, r4, {y}\n"
        )
    };
    let all: String = values.iter().flat_map(|x| values.iter().map(move |y| line(x, y))).collect();
    check("constants", &text(&all.repeat(200)));
}

/// A jump table whose entries have no octets may have any number of them.
#[test]
fn a_table_without_octets() {
    let (code, bitmask) = (&[Opcode::JumpInd.byte(), 0][..], &[1][..]);
    let parts = Parts { entries: 1 << 60, entry_size: 0, jump_table: &[], code, bitmask };
    let program = Arc::new(Program::parse(&parts.write()).unwrap());
    same(&eager(), &program, &[0, 1]);
}

/// Beyond the limit the interpreter does it.
#[test]
fn too_large_is_interpreted() {
    let program = repeated(&[1], 16 << 20, &[]);
    for engine in [eager(), lazy()] {
        assert_eq!(engine.compile(&program), None);
        let mut machine = engine.start(program.clone(), RULES[0], state(0)).unwrap();
        assert!(!machine.is_compiled());
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::OutOfGas));
    }
}

/// What this thread has run, in nanoseconds; told at every tick of the system.
fn clock() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

/// Four times the code takes about four times the time.
#[test]
fn time_is_linear() {
    let kinds: [(&str, &[u8]); 5] = [
        ("one block", &[Opcode::Add64.byte(), 0x21, 3]),
        ("fallthrough", &[1]),
        ("divisions", &[Opcode::DivS64.byte(), 0x21, 3]),
        ("no opcode", &[255]),
        ("jumps back", &[Opcode::Jump.byte(), 0xfe, 0xff, 0x7f]),
    ];
    for (name, octets) in kinds {
        for engine in [eager(), lazy()] {
            let time = |length: usize| {
                let program = repeated(octets, length, &[]);
                let once = |_| {
                    engine.forget();
                    let start = clock();
                    assert!(engine.compile(&program).is_some());
                    clock() - start
                };
                (0..3).map(once).min().unwrap()
            };
            let (small, large) = (time(1 << 20), time(1 << 22));
            assert!(large < 10 * small, "{name}: {small} ns, then {large} ns");
        }
    }
}

/// In a block of a million instructions every fault, host call and end of gas finds its place fast enough.
#[test]
fn a_huge_block_is_left_often() {
    let load = [Opcode::LoadIndU8.byte(), 0x12, Opcode::Ecalli.byte()];
    let mut code = load.repeat(1 << 19);
    code.push(Opcode::Trap.byte());
    let mut bitmask = vec![0u8; code.len().div_ceil(8)];
    for pc in (0..code.len()).filter(|pc| pc % 3 != 1) {
        bitmask[pc / 8] |= 1 << (pc % 8);
    }
    let program = parse(&code, &bitmask, &[]);
    for (engine, rules) in [eager(), lazy()].iter().zip(RULES) {
        let state = State { gas: 1 << 40, ..state(0) };
        let mut machine = engine.start(program.clone(), rules, state).unwrap();
        let start = Instant::now();
        for turn in 0..1 << 17 {
            // Every other access is to a page that does not exist.
            machine.set_register(
                javm::Reg::clamped(1),
                if turn % 2 == 0 { 0x2_0000 } else { 0x9_0000 },
            );
            if turn % 2 == 1 {
                assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::PageFault(0x9_0000)));
                machine.resume();
            }
            assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::HostCall(0)));
            machine.resume();
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    }
}
