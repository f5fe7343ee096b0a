//! Each sentence of the crate's threat model, attacked; and what happens to the process around the machines.
#![cfg(all(target_os = "linux", any(target_arch = "x86_64", feature = "clif")))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]
#![expect(
    unsafe_code,
    reason = "faults of the host are provoked, and handled by handlers of others"
)]

mod foreign;

use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::sync::Arc;

use javm::{
    Access, Engine, Exit, GasModel, Heap, Instance, Interpreter, Memory, MemoryBuilder, Program,
    Rules, Start, State, UNLIMITED,
};
use javm_asm::assemble;
use javm_jit::live_mappings;
#[cfg(target_arch = "x86_64")]
use javm_jit::{Addressing, Fixed};
#[cfg(feature = "clif")]
use javm_jit::{Clif, Optimise};

/// An engine of the crate, with what its kinds have in common.
trait Subject: Engine<Error: std::fmt::Debug> + Send + Sync {
    /// One engine of each way to set it up.
    fn all() -> Vec<Self>
    where
        Self: Sized;

    /// One of them.
    fn one() -> Self
    where
        Self: Sized,
    {
        Self::all().remove(0)
    }

    fn is_compiled(machine: &Self::Instance) -> bool;
}

#[cfg(target_arch = "x86_64")]
impl Subject for Fixed {
    fn all() -> Vec<Self> {
        [Addressing::Segment, Addressing::Register]
            .map(|addressing| Self::with_addressing(addressing).unwrap())
            .into()
    }

    fn is_compiled(machine: &Self::Instance) -> bool {
        machine.is_compiled()
    }
}

#[cfg(feature = "clif")]
impl Subject for Clif {
    fn all() -> Vec<Self> {
        [Optimise::None, Optimise::Speed].map(|optimise| Self::new(optimise).unwrap()).into()
    }

    fn is_compiled(machine: &Self::Instance) -> bool {
        machine.is_compiled()
    }
}

/// The tests, for each kind of engine.
macro_rules! on_every_engine {
    ($($test:ident)*) => {
        #[cfg(target_arch = "x86_64")]
        mod fixed {
            $(#[test] fn $test() { super::$test::<super::Fixed>(); })*
        }
        #[cfg(feature = "clif")]
        mod clif {
            $(#[test] fn $test() { super::$test::<super::Clif>(); })*
        }
    };
}

on_every_engine! {
    accesses_at_every_edge
    no_page_is_writable_and_executable
    scattered_pages_move_to_the_interpreter
    walks_stay_compiled
    heaps_grow_and_are_walked
    pooled_windows_show_nothing_of_their_past
    threads_and_leaks
    faults_of_others_go_to_their_handler
    faults_of_the_host_still_end_the_process
    stack_overflows_are_still_reported
}

const RULES: [Rules; 2] = [Rules::JAM_0_7_2, Rules { gas: GasModel::PerBlock }];

fn program(text: &str) -> Arc<Program> {
    Arc::new(Program::parse(&assemble(text).unwrap()).unwrap())
}

/// Two writable pages at 0x20000, a read-only one behind them, and the last page.
fn memory() -> Memory {
    let mut builder = MemoryBuilder::new();
    builder.map(0x20, Access::Writable, &[7; 4096]).unwrap();
    builder.map(0x21, Access::Writable, &[8; 4096]).unwrap();
    builder.map(0x22, Access::ReadOnly, &[9; 4096]).unwrap();
    builder.map(0xf_ffff, Access::Writable, &[10; 4096]).unwrap();
    builder.build()
}

fn start(gas: u64, registers: [u64; 13]) -> Start {
    Start { pc: 0, gas, registers, heap: Heap { brk: 0x3_0000, limit: 0xf000_0000 } }
}

/// Runs on both engines and compares all that the state has.
fn same<E: Subject>(engine: &E, program: &Arc<Program>, rules: Rules, state: &State) -> Exit {
    let mut expected = Interpreter.start(program.clone(), rules, state.clone()).unwrap();
    let mut found = engine.start(program.clone(), rules, state.clone()).unwrap();
    assert!(E::is_compiled(&found));
    let outcome = expected.run(UNLIMITED);
    assert_eq!(found.run(UNLIMITED), outcome);
    let view = |state: State| {
        let pages: Vec<_> = state.memory.accessible().collect();
        let content: Vec<_> = pages
            .iter()
            .map(|page| state.memory.page(*page).map(|(access, octets)| (access, *octets)))
            .collect();
        (state.pc, state.gas, state.registers, state.heap, state.charged, pages, content)
    };
    assert!(view(found.snapshot()) == view(expected.snapshot()), "states differ");
    outcome.exit.unwrap()
}

fn accesses_at_every_edge<E: Subject>() {
    let edges = [
        0u32,
        0xffff,
        0x1_0000,
        0x1_ffff,
        0x2_0000,
        0x2_0fff,
        0x2_1fff,
        0x2_2000,
        0x2_2fff,
        0x2_3000,
        0xffff_efff,
        0xffff_f000,
        0xffff_ffff,
    ];
    let accesses = [
        "load_ind_u8 r2, r1, 0x0",
        "load_ind_u16 r2, r1, 0x0",
        "load_ind_i32 r2, r1, 0x0",
        "load_ind_u64 r2, r1, 0x0",
        "store_ind_u8 r3, r1, 0x0",
        "store_ind_u16 r3, r1, 0x0",
        "store_ind_u32 r3, r1, 0x0",
        "store_ind_u64 r3, r1, 0x0",
        "store_imm_ind_u64 r1, 0x0, 0x55",
        "store_imm_ind_u16 r1, 0x0, 0x55",
        "load_ind_u64 r2, r1, -0x8",
        "store_ind_u64 r3, r1, 0x7",
    ];
    let mut faults = 0;
    for engine in E::all() {
        for access in accesses {
            let program =
                program(&format!("add_imm_64 r4, r4, 0x1\n{access}\nadd_imm_64 r5, r5, 0x1\ntrap"));
            for edge in edges {
                for delta in -8i64..=8 {
                    // What is above 32 bits does not count.
                    let address = (i64::from(edge) + delta) as u64 ^ 0xdead_0000_0000_0000;
                    let mut registers = [0; 13];
                    registers[1] = address;
                    registers[3] = 0x1122_3344_5566_7788;
                    let rules = RULES[(delta & 1) as usize];
                    let exit = same(
                        &engine,
                        &program,
                        rules,
                        &start(100, registers).with_memory(memory()),
                    );
                    faults += usize::from(matches!(exit, Exit::PageFault(_)));
                }
            }
        }
    }
    assert!(faults > 1000);
}

fn no_page_is_writable_and_executable<E: Subject>() {
    let engine = E::one();
    let state = start(100, [0; 13]).with_memory(memory());
    let mut machine = engine.start(program("load_imm r1, 0x1\ntrap"), RULES[0], state).unwrap();
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic));
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    assert!(!maps.contains("rwx"), "{maps}");
    assert!(
        maps.lines().any(|line| line.contains("r-xp") && line.ends_with(" 0 ")),
        "no code without a file\n{maps}"
    );
}

/// Reads pages from the address in r1 on, r6 apart; writes to those at the address in r7 on.
const WALK: &str = "
@loop:
    load_ind_u8 r2, r1, 0x0\n add_64 r3, r3, r2\n store_ind_u64 r3, r7, 0x8
    add_64 r1, r1, r6\n add_64 r7, r7, r6\n add_imm_64 r0, r0, -0x1
    branch_ne_imm r0, 0x0, @loop
    trap";

fn walk(count: u64, read: u64, write: u64, step: i64) -> [u64; 13] {
    let mut registers = [0; 13];
    registers[0] = count;
    registers[1] = read;
    registers[6] = step as u64;
    registers[7] = write;
    registers
}

fn mappings() -> usize {
    std::fs::read_to_string("/proc/self/maps").unwrap().lines().count()
}

/// A walk over pages each of which costs the process mappings: those are bounded, and the interpreter goes on.
fn scattered_pages_move_to_the_interpreter<E: Subject>() {
    let mut gaps = MemoryBuilder::new();
    let mut turns = MemoryBuilder::new();
    for page in 0x100..0x4000 {
        let access = if page % 2 == 0 { Access::Writable } else { Access::ReadOnly };
        turns.map(page, access, &[1]).unwrap();
        if page % 2 == 0 {
            gaps.map(page, access, &[1]).unwrap();
        }
    }
    let cases = [(gaps.build(), 0x10_0000), (turns.build(), 0x10_1000)];
    for engine in E::all() {
        for ((memory, read), rules) in cases.iter().zip(RULES) {
            let start = start(1_000_000, walk(4000, *read, 0x10_0000, 0x2000));
            let state = start.with_memory(memory.clone());
            assert_eq!(same(&engine, &program(WALK), rules, &state), Exit::Panic);
            let mut machine = engine.start(program(WALK), rules, state).unwrap();
            machine.run(UNLIMITED);
            assert!(!E::is_compiled(&machine));
            assert!(mappings() < 9000, "{} mappings", mappings());
        }
    }
}

/// Walks in both directions stay compiled, however long.
fn walks_stay_compiled<E: Subject>() {
    let mut builder = MemoryBuilder::new();
    builder.map_zero(0x100..0x4000, Access::Writable).unwrap();
    builder.map_zero(0x8000..0xb000, Access::ReadOnly).unwrap();
    let memory = builder.build();
    let engine = E::one();
    for (read, write, step) in [(0x800_0000, 0x10_0000, 0x1000), (0xaff_ffff, 0x3ff_f000, -0x1000)]
    {
        let state = start(1_000_000, walk(8000, read, write, step)).with_memory(memory.clone());
        assert_eq!(same(&engine, &program(WALK), RULES[0], &state), Exit::Panic);
        let mut machine = engine.start(program(WALK), RULES[0], state).unwrap();
        machine.run(UNLIMITED);
        assert!(E::is_compiled(&machine));
    }
}

fn heaps_grow_and_are_walked<E: Subject>() {
    let text = "load_imm_64 r1, 0x8000000\nsbrk r2, r1\nsbrk r3, r1\nload_imm_64 r4, 0x200
        fallthrough\n@loop:\nstore_ind_u64 r4, r2, 0x0\nload_ind_u64 r5, r2, 0xff8\nadd_imm_64 r2, r2, 0x1000\nadd_imm_64 r4, r4, -0x1
        branch_ne_imm r4, 0x0, @loop\nload_ind_u8 r5, r3, 0x0\nload_imm_64 r6, 0x10030000\nstore_ind_u8 r6, r6, 0x0\ntrap";
    for engine in E::all() {
        let state = start(1_000_000, [0; 13]).with_memory(memory());
        let exit = same(&engine, &program(text), RULES[0], &state);
        assert_eq!(exit, Exit::PageFault(0x1003_0000));
        // What the heap held is gone when the machine starts again.
        let mut machine = engine.start(program(text), RULES[0], state).unwrap();
        for _ in 0..3 {
            machine.run(UNLIMITED);
            machine.restart(&start(1_000_000, [0; 13]));
            assert!(machine.read(0x3_0000, &mut [0]).is_err());
            assert!(machine.read(0x2_0000, &mut [0]).is_ok());
        }
    }
}

fn pooled_windows_show_nothing_of_their_past<E: Subject>() {
    let engine = E::one();
    let write = program(
        "store_imm_u64 0x20008, 0x77\nstore_imm_u64 0x21008, 0x77\nstore_imm_u64 -0xff8, 0x77\ntrap",
    );
    let read = program(
        "load_u64 r1, 0x20008\nload_u64 r2, 0x21008\nload_u64 r3, 0x22008\nload_u64 r4, -0xff8\ntrap",
    );
    let mut other = MemoryBuilder::new();
    other.map(0x20, Access::ReadOnly, &[1; 4096]).unwrap();
    other.map(0x22, Access::Writable, &[]).unwrap();
    let other = other.build();
    // The same rights, another content.
    let mut third = MemoryBuilder::new();
    for page in [0x20, 0x21, 0x22, 0xf_ffff] {
        let access = if page == 0x22 { Access::ReadOnly } else { Access::Writable };
        third.map(page, access, &[5; 77]).unwrap();
    }
    let third = third.build();
    let pairs =
        [[memory(), memory()], [memory(), third], [memory(), other.clone()], [other, memory()]];
    for memories in pairs {
        for memory in memories {
            for program in [&write, &read, &write] {
                same(&engine, program, RULES[1], &start(100, [0; 13]).with_memory(memory.clone()));
            }
        }
    }
}

/// Alone in its process: what other tests take meanwhile would count as a leak.
fn threads_and_leaks<E: Subject>() {
    let output = scene::<E>("leaks");
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("no leak"));
}

/// Many starts on several threads: the same results, no mapping left behind.
fn many_starts<E: Subject>() {
    let text = "@loop:\nstore_ind_u64 r0, r1, 0x0\nload_ind_u64 r2, r1, 0x0\nadd_64 r3, r3, r2\nadd_imm_64 r0, r0, -0x1
        branch_ne_imm r0, 0x0, @loop\necalli 0x3\nstore_ind_u64 r0, r4, 0x0";
    let rounds =
        std::env::var("JIT_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000u64);
    let engine = E::one();
    let before = live_mappings();
    let resident = || {
        let text = std::fs::read_to_string("/proc/self/statm").unwrap();
        text.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap()
    };
    let work = |seed: u64, rounds: u64| {
        let program = program(text);
        let mut kept = Vec::new();
        for round in 0..rounds {
            let mut registers = [0; 13];
            (registers[0], registers[1], registers[4]) =
                (seed * 7 + round % 13 + 1, 0x2_0000 + seed * 8, 0x5_0000);
            let state = start(10_000, registers).with_memory(memory());
            let mut machine =
                engine.start(program.clone(), RULES[(round & 1) as usize], state).unwrap();
            assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::HostCall(3)));
            let n = registers[0];
            assert_eq!(machine.registers()[3], n * (n + 1) / 2);
            machine.resume();
            assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::PageFault(0x5_0000)));
            // Some live on together.
            kept.push(machine);
            if kept.len() > 5 {
                kept.clear();
            }
        }
    };
    let all = |rounds| {
        std::thread::scope(|scope| {
            for seed in 0..4 {
                scope.spawn(move || work(seed, rounds));
            }
        });
    };
    all(100);
    let resident_before = resident();
    all(rounds);
    let (after, resident_after) = (live_mappings(), resident());
    // 64 MiB.
    assert!(
        resident_after < resident_before + 16_384,
        "{resident_before} pages, then {resident_after}"
    );
    drop(engine);
    // The pools and the cache keep some.
    assert!(after < before + 100, "{before} mappings before, {after} after");
}

fn compiled_fault<E: Subject>(engine: &E) {
    let state = start(100, [0; 13]).with_memory(memory());
    let mut machine = engine
        .start(program("load_u8 r1, 0x20000\nstore_imm_u8 0x22000, 0x1"), RULES[0], state)
        .unwrap();
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::PageFault(0x2_2000)));
}

/// Faults of machines and of somebody else in turn.
fn mixed_faults<E: Subject>(engine: &E) {
    for _ in 0..3 {
        compiled_fault(engine);
        foreign::fault();
        compiled_fault(engine);
    }
    assert_eq!(foreign::handled(), 3);
}

/// Runs one of the scenes below in a process of its own.
fn scene<E: Subject>(name: &str) -> std::process::Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "scenes", "--ignored", "--nocapture"])
        .env("JIT_SCENE", name)
        .env("JIT_ENGINE", E::one().name())
        .output()
        .unwrap()
}

#[test]
#[ignore = "the scenes of other tests, each for a process of its own"]
fn scenes() {
    match std::env::var("JIT_ENGINE").as_deref() {
        #[cfg(target_arch = "x86_64")]
        Ok("fixed" | "fixed-register") => play::<Fixed>(),
        #[cfg(feature = "clif")]
        Ok("clif") => play::<Clif>(),
        _ => {}
    }
}

fn play<E: Subject>() {
    match std::env::var("JIT_SCENE").as_deref() {
        Ok("chain") => {
            foreign::install();
            let engine = E::one();
            mixed_faults(&engine);
            println!("chained");
        }
        Ok("late") => {
            let engine = E::one();
            compiled_fault(&engine);
            foreign::install();
            // In front again.
            let other = E::one();
            mixed_faults(&engine);
            compiled_fault(&other);
            println!("chained");
        }
        Ok("leaks") => {
            many_starts::<E>();
            println!("no leak");
        }
        Ok("crash") => {
            compiled_fault(&E::one());
            // SAFETY: none; the process must end here.
            unsafe { std::ptr::without_provenance_mut::<u8>(0x1234).write_volatile(1) };
            println!("survived");
        }
        Ok("overflow") => {
            fn deep(n: u64) -> u64 {
                let octets = std::hint::black_box([n as u8; 1024]);
                if n == u64::MAX { 0 } else { deep(n + 1) + u64::from(octets[7]) }
            }
            compiled_fault(&E::one());
            println!("{}", deep(0));
        }
        _ => {}
    }
}

fn faults_of_others_go_to_their_handler<E: Subject>() {
    for name in ["chain", "late"] {
        let output = scene::<E>(name);
        assert!(output.status.success(), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("chained"));
    }
}

fn faults_of_the_host_still_end_the_process<E: Subject>() {
    let output = scene::<E>("crash");
    assert_eq!(output.status.signal(), Some(libc::SIGSEGV), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("survived"));
}

fn stack_overflows_are_still_reported<E: Subject>() {
    let output = scene::<E>("overflow");
    assert_eq!(output.status.signal(), Some(libc::SIGABRT), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("overflowed its stack"));
}
