//! Many starts on several threads: the same results, no mapping and no memory left behind, faults of others still theirs.
#![cfg(all(target_arch = "x86_64", target_os = "linux"))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]
#![expect(
    unsafe_code,
    reason = "a fault of the host is provoked, and handled by a handler of the test"
)]

mod foreign;

use std::sync::{Arc, Mutex};

use javm::{
    Access, Engine, Exit, GasModel, Instance, Memory, MemoryBuilder, Program, Rules, Start,
    UNLIMITED,
};
use javm_asm::assemble;
use javm_jit::{Fixed, Settings, live_mappings};

const RULES: [Rules; 2] = [Rules::JAM_0_7_2, Rules { gas: GasModel::PerBlock }];

const SUM: &str = "@loop:\nstore_ind_u64 r0, r1, 0x0\nload_ind_u64 r2, r1, 0x0\nadd_64 r3, r3, r2\nadd_imm_64 r0, r0, -0x1
    branch_ne_imm r0, 0x0, @loop\necalli 0x3\nstore_ind_u64 r0, r4, 0x0";

fn program(text: &str) -> Arc<Program> {
    Arc::new(Program::parse(&assemble(text).unwrap()).unwrap())
}

fn memory() -> Memory {
    let mut builder = MemoryBuilder::new();
    builder.map(0x20, Access::Writable, &[7; 4096]).unwrap();
    builder.map(0x21, Access::Writable, &[]).unwrap();
    builder.map(0x22, Access::ReadOnly, &[9; 4096]).unwrap();
    builder.build()
}

/// Pages that are in memory.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap()
}

/// Mappings are counted for the process, and handlers are the process's.
static ALONE: Mutex<()> = Mutex::new(());

fn fault_of_the_host() {
    let before = foreign::handled();
    foreign::fault();
    assert_eq!(foreign::handled(), before + 1);
}

/// Programs of a thread: equal ones come back, so that the cache has hits, and others push them out.
fn work(engine: &Fixed, seed: u64, rounds: u64) {
    let programs: Vec<_> = (0..100)
        .map(|number| {
            program(&format!("load_imm r5, {:#x}\nfallthrough\n{SUM}", number * 7 + seed))
        })
        .collect();
    let (memory, mut kept) = (memory(), Vec::new());
    for round in 0..rounds {
        let program = &programs[(round / 50 % 100) as usize];
        let mut registers = [0; 13];
        let n = seed * 7 + round % 13 + 1;
        (registers[0], registers[1], registers[4]) = (n, 0x2_0000 + seed * 8, 0x5_0000);
        let start = Start { gas: 10_000, registers, ..Start::default() };
        let rules = RULES[(round & 1) as usize];
        let mut machine =
            engine.start(program.clone(), rules, start.with_memory(memory.clone())).unwrap();
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::HostCall(3)));
        assert_eq!(machine.registers()[3], n * (n + 1) / 2);
        // A fault takes a signal: now and then.
        if round % 8 == 0 {
            machine.resume();
            assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::PageFault(0x5_0000)));
            // Some live on together.
            kept.push(machine);
            if kept.len() > 5 {
                kept.clear();
            }
        }
    }
}

/// 100,000 starts on two threads, or as many as `JIT_STARTS` says: CI takes a million.
#[test]
fn many_starts() {
    let _one = ALONE.lock();
    let starts =
        std::env::var("JIT_STARTS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000u64);
    foreign::install();
    let bare = live_mappings();
    let engine = Fixed::new().unwrap();
    let all = |starts: u64| {
        std::thread::scope(|scope| {
            for seed in 0..2 {
                let engine = &engine;
                scope.spawn(move || work(engine, seed, starts / 2));
            }
        });
    };
    all(20_000);
    fault_of_the_host();
    let (mappings, pages) = (live_mappings(), resident());
    all(starts);
    fault_of_the_host();
    let (mappings_after, pages_after) = (live_mappings(), resident());
    // Which windows and arenas wait depends on how the threads met: each takes a few pages.
    assert!(mappings_after <= mappings + 16, "{mappings} mappings, then {mappings_after}");
    assert!(pages_after <= pages + 2_048, "{pages} pages, then {pages_after}");
    drop(engine);
    assert_eq!(live_mappings(), bare, "mappings are left");
}

/// One program in many regions, entered by four threads at once, while others drop and forget it.
#[test]
fn regions_on_many_threads() {
    let _one = ALONE.lock();
    let blocks = 2_000;
    let mut text = format!(".jump_table 4\n.entries @b{} @b7\n", blocks / 2);
    for block in 0..blocks {
        // Every seventh block jumps far ahead and comes back.
        let line = match block % 7 {
            0 if block + 40 < blocks => format!("branch_eq r9, r10, @b{}\n", block + 40),
            3 => format!("jump @b{}\n", block + 1),
            5 => format!("load_imm r8, 0x{:x}\nbranch_ne r8, r8, @b{}\n", block, block / 2),
            _ => "fallthrough\n".to_owned(),
        };
        text.push_str(&format!(
            "@b{block}:\nadd_imm_64 r3, r3, {:#x}\nadd_64 r4, r4, r3\n{line}",
            block % 50
        ));
    }
    text.push_str(&format!(
        "@b{blocks}:\nadd_imm_64 r0, r0, -0x1\nbranch_ne_imm r0, 0x0, @b0\njump_ind r12, 0x0\n"
    ));
    let program = program(&text);
    let start = || {
        let mut registers = [0; 13];
        (registers[0], registers[9], registers[12]) = (3, 1, 0xffff_0000);
        Start { gas: 1 << 40, registers, ..Start::default() }.with_memory(Memory::default())
    };
    let mut expected = javm::Interpreter.start(program.clone(), RULES[0], start()).unwrap();
    assert_eq!(expected.run(UNLIMITED).exit, Some(Exit::Halt));
    let expected = (expected.registers(), expected.gas());
    for round in 0..30 {
        let settings = Settings { lazy_above: 0, region: 64 << (round % 4), ..Settings::default() };
        let engine = Fixed::with_settings(settings).unwrap();
        let entered = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    entered.wait();
                    for _ in 0..3 {
                        let mut machine = engine.start(program.clone(), RULES[0], start()).unwrap();
                        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Halt));
                        assert!((machine.registers(), machine.gas()) == expected, "another result");
                        engine.forget();
                    }
                });
            }
        });
    }
}
