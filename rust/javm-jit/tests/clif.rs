//! What is particular to the engine on Cranelift: exact registers at faults within blocks, compilation on another thread,
//! programs that are too large for it, and programs that are made to blow up a compiler.
#![cfg(all(target_os = "linux", feature = "clif"))]
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use javm::{
    Access, Engine, Exit, Heap, Instance, Interpreter, Memory, MemoryBuilder, Outcome, Program,
    Rules, Start, State, UNLIMITED,
};
use javm_asm::assemble;
use javm_jit::{Clif, Optimise};
use proptest::collection::vec;
use proptest::prelude::*;

const RULES: [Rules; 2] = [Rules::JAM_0_7_2, Rules::FLAT_PER_BLOCK];

fn engine(optimise: Optimise) -> &'static Clif {
    static ENGINES: [OnceLock<Clif>; 2] = [const { OnceLock::new() }; 2];
    ENGINES[optimise as usize].get_or_init(|| Clif::new(optimise).unwrap())
}

fn program(text: &str) -> Arc<Program> {
    Arc::new(Program::parse(&assemble(text).unwrap()).unwrap())
}

/// Two writable pages at 0x20000 and a read-only one behind them.
fn memory() -> Memory {
    let mut builder = MemoryBuilder::new();
    let octets: Vec<u8> = (0..4096u32).map(|at| (at * 7 + 3) as u8).collect();
    builder.map(0x20, Access::Writable, &octets).unwrap();
    builder.map(0x21, Access::Writable, &octets).unwrap();
    builder.map(0x22, Access::ReadOnly, &octets).unwrap();
    builder.build()
}

fn state(gas: u64, registers: [u64; 13]) -> State {
    Start { pc: 0, gas, registers, heap: Heap::default() }.with_memory(memory())
}

/// All that can be seen of a machine.
#[derive(Debug, PartialEq)]
struct Seen {
    outcome: Outcome,
    pc: u64,
    gas: u64,
    charged: bool,
    registers: [u64; 13],
    pages: Vec<Vec<u8>>,
}

fn seen(machine: &impl Instance, outcome: Outcome) -> Seen {
    let page = |page: u64| {
        let mut octets = vec![0; 4096];
        machine.read(page << 12, &mut octets).unwrap();
        octets
    };
    Seen {
        outcome,
        pc: machine.pc(),
        gas: machine.gas(),
        charged: machine.snapshot().charged,
        registers: machine.registers(),
        pages: (0x20..0x23).map(page).collect(),
    }
}

/// Runs a program to its end, passing over host calls, in runs of at most `limit` steps.
fn play<E: Engine>(
    engine: &E,
    program: &Arc<Program>,
    rules: Rules,
    state: &State,
    limit: u64,
) -> Seen
where
    E::Error: std::fmt::Debug,
{
    let mut machine = engine.start(program.clone(), rules, state.clone()).unwrap();
    let mut steps = 0;
    loop {
        let outcome = machine.run(limit);
        steps += outcome.steps;
        match outcome.exit {
            Some(Exit::HostCall(_)) => machine.resume(),
            None => {}
            exit => return seen(&machine, Outcome { steps, exit }),
        }
    }
}

/// An instruction of a block: what it is, two registers, an offset.
type Raw = (usize, usize, usize, u32);

/// A loop of blocks with many accesses near each other, of which some fault, by registers that walk.
fn accesses(raws: &[Raw], block: usize) -> String {
    let mut text = String::from("@start:\n");
    let mut entries = 0;
    for (place, (kind, a, b, offset)) in raws.iter().enumerate() {
        let (to, from, base) = (a % 6, b % 6, 6 + b % 4);
        let near = offset % 24;
        let _ = match kind % 13 {
            0 => writeln!(text, "load_ind_u8 r{to}, r{base}, {near:#x}"),
            1 => writeln!(text, "load_ind_i16 r{to}, r{base}, {near:#x}"),
            2 => writeln!(text, "load_ind_u32 r{to}, r{base}, {near:#x}"),
            3 | 4 => writeln!(text, "load_ind_u64 r{to}, r{base}, {near:#x}"),
            5 => writeln!(text, "store_ind_u8 r{to}, r{base}, {near:#x}"),
            6 => writeln!(text, "store_ind_u32 r{to}, r{base}, {near:#x}"),
            7 | 8 => writeln!(text, "store_ind_u64 r{to}, r{base}, {near:#x}"),
            9 => writeln!(text, "store_imm_ind_u16 r{base}, {near:#x}, {:#x}", offset >> 1),
            10 => writeln!(text, "add_64 r{to}, r{from}, r{to}"),
            11 => writeln!(text, "xor r{to}, r{from}, r{base}"),
            // A pointer may come from memory, or walk.
            _ if offset % 8 == 0 => writeln!(text, "load_ind_u32 r{base}, r{base}, 0x40"),
            _ => writeln!(text, "add_imm_64 r{base}, r{base}, {:#x}", offset % 0x300),
        };
        // Every other block is reached through the table.
        if place % (2 * block) == block - 1 {
            entries += 1;
            let jump = entries * 2;
            let _ = writeln!(text, "load_imm r11, {jump:#x}\njump_ind r11, 0x0\n@b{entries}:");
        } else if place % block == block - 1 {
            text.push_str("fallthrough\n");
        }
    }
    let entries: Vec<String> = (1..=entries).map(|entry| format!("@b{entry}")).collect();
    if !entries.is_empty() {
        text.insert_str(0, &format!(".jump_table 4\n.entries {}\n", entries.join(" ")));
    }
    text.push_str("add_imm_64 r12, r12, -0x1\nbranch_ne_imm r12, 0x0, @start\necalli 0x1\ntrap\n");
    text
}

fn cases() -> u32 {
    std::env::var("JIT_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    /// Whatever faults, and wherever in a block: the registers, the memory and the gas are those of the specification.
    #[test]
    fn faults_within_blocks(
        raws in vec((any::<usize>(), 0usize..6, 0usize..24, any::<u32>()), 1..80), block in 1usize..60,
        inputs in vec((vec(any::<u64>(), 6), vec(0u64..0x2f00, 4), 1u64..6, 0u64..2000), 16), speed: bool,
    ) {
        let program = program(&accesses(&raws, block));
        let engine = engine(if speed { Optimise::Speed } else { Optimise::None });
        for (input, (values, bases, turns, gas)) in inputs.iter().enumerate() {
            let mut registers = [0; 13];
            registers[..6].copy_from_slice(values);
            registers[6..10].iter_mut().zip(bases).for_each(|(to, base)| *to = 0x2_0000 + base);
            registers[12] = *turns;
            let state = state(*gas, registers);
            let rules = RULES[input % 2];
            let limit = if input % 4 == 3 { gas / 3 + 1 } else { UNLIMITED };
            let expected = play(&Interpreter, &program, rules, &state, limit);
            prop_assert_eq!(play(engine, &program, rules, &state, limit), expected);
        }
    }
}

/// A block with more loads than the log holds, which fault one after the other.
#[test]
fn faults_behind_a_full_log() {
    let mut text = String::new();
    for number in 0..700 {
        let _ = writeln!(
            text,
            "load_ind_u64 r{}, r6, {:#x}\nadd_64 r7, r7, r{}\nstore_ind_u64 r7, r6, {:#x}",
            number % 3,
            number * 8,
            number % 3,
            number * 8
        );
    }
    let program = program(&text);
    let mut faults = 0;
    for optimise in [Optimise::None, Optimise::Speed] {
        for (place, base) in (0x2_0000u64..0x2_2000).step_by(0x3f8).enumerate() {
            let mut registers = [5; 13];
            registers[6] = base;
            let state = state(100_000, registers);
            let expected = play(&Interpreter, &program, RULES[place % 2], &state, UNLIMITED);
            faults += usize::from(matches!(expected.outcome.exit, Some(Exit::PageFault(_))));
            let found = play(engine(optimise), &program, RULES[place % 2], &state, UNLIMITED);
            assert_eq!(found, expected);
        }
    }
    assert!(faults > 5);
}

/// Loops, calls through the table and host calls over many regions.
/// Stores that change nothing, and stores that the next one hides, fault all the same where they are.
#[test]
fn stores_that_an_optimiser_could_spare() {
    for text in [
        "load_ind_u64 r1, r6, 0x0\nadd_imm_64 r2, r2, 0x1\nstore_ind_u64 r1, r6, 0x0\n",
        "store_ind_u64 r1, r6, 0x0\nadd_imm_64 r2, r2, 0x1\nstore_ind_u64 r2, r6, 0x0\n",
        "store_imm_ind_u64 r6, 0x0, 0x7\nadd_imm_64 r2, r2, 0x1\nstore_imm_ind_u64 r6, 0x0, 0x8\n",
        "load_ind_u8 r1, r6, 0x0\nstore_ind_u8 r1, r6, 0x0\nadd_imm_64 r2, r2, 0x1\n",
    ] {
        let program = program(text);
        for optimise in [Optimise::None, Optimise::Speed] {
            for base in [0x2_1000, 0x2_2010] {
                let mut registers = [5; 13];
                registers[6] = base;
                let state = state(100, registers);
                let expected = play(&Interpreter, &program, RULES[0], &state, UNLIMITED);
                assert_eq!(play(engine(optimise), &program, RULES[0], &state, UNLIMITED), expected);
            }
        }
    }
}

fn wide(regions: usize) -> String {
    let mut text = String::from(".jump_table 4\n.entries");
    for number in 0..regions {
        let _ = write!(text, " @back_{number}");
    }
    text.push('\n');
    for number in 0..regions {
        let body = "add_64 r1, r1, r2\nxor r2, r2, r1\nadd_imm_64 r3, r3, 0x7\n".repeat(300);
        let _ = writeln!(
            text,
            "{body}load_imm_jump r5, {:#x}, @function\n@back_{number}:\necalli {number:#x}",
            (number + 1) * 2,
        );
    }
    text.push_str(
        "trap\n@function:\nstore_ind_u64 r1, r6, 0x0\nadd_imm_64 r6, r6, 0x8\njump_ind r5, 0x0\n",
    );
    text
}

#[test]
fn many_regions() {
    let program = program(&wide(12));
    let mut registers = [1; 13];
    registers[6] = 0x2_0000;
    for optimise in [Optimise::None, Optimise::Speed] {
        let engine = Clif::new(optimise).unwrap();
        for (gas, limit) in
            [(0, UNLIMITED), (1, 1), (5_000, 777), (100_000, UNLIMITED), (100_000, 3)]
        {
            for rules in RULES {
                let state = state(gas, registers);
                let expected = play(&Interpreter, &program, rules, &state, limit);
                assert_eq!(play(&engine, &program, rules, &state, limit), expected);
            }
        }
        let (ready, all) = engine.progress(&program).unwrap();
        assert_eq!(ready, all);
        assert!(all > 5, "{all} regions");
    }
}

/// Waits until so many threads of this process compile: a thread takes its name, and leaves the list, in its own time.
fn await_workers(count: usize) {
    let until = Instant::now() + Duration::from_secs(60);
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
    loop {
        let tasks = std::fs::read_dir("/proc/self/task").unwrap();
        let names = tasks.filter_map(|task| name(task.ok()?).ok());
        if names.filter(|name| name.trim() == "clif").count() == count {
            return;
        }
        assert!(Instant::now() < until, "not {count} threads");
        std::thread::yield_now();
    }
}

/// The interpreter runs the program until compiled code is there, which changes no result; the thread ends with the engine.
#[test]
fn in_the_background() {
    let program = program(&wide(6));
    let mut registers = [1; 13];
    registers[6] = 0x2_0000;
    let state = state(1_000_000, registers);
    let engine = Clif::background(Optimise::None).unwrap();
    assert_eq!(engine.progress(&program), None);
    await_workers(1);
    let expected = RULES.map(|rules| play(&Interpreter, &program, rules, &state, UNLIMITED));
    let until = Instant::now() + Duration::from_secs(60);
    let mut runs = 0;
    loop {
        for (rules, expected) in RULES.iter().zip(&expected) {
            assert_eq!(play(&engine, &program, *rules, &state, UNLIMITED), *expected);
        }
        runs += 1;
        let (ready, all) = engine.progress(&program).unwrap();
        if ready == all {
            break;
        }
        assert!(Instant::now() < until, "{ready} of {all} regions after {runs} runs");
    }
    // Machines that live longer than the engine go on, with what is compiled and what never will be.
    let other = self::program(&wide(7));
    let clone = engine.clone();
    let mut kept = engine.start(program.clone(), RULES[0], state.clone()).unwrap();
    let mut late = engine.start(other.clone(), RULES[0], state.clone()).unwrap();
    drop(engine);
    await_workers(1);
    drop(clone);
    await_workers(0);
    for (machine, program) in [(&mut kept, &program), (&mut late, &other)] {
        let mut plain = Interpreter.start(program.clone(), RULES[0], state.clone()).unwrap();
        assert_eq!(machine.run(UNLIMITED), plain.run(UNLIMITED));
        assert_eq!(machine.registers(), plain.registers());
    }
}

/// A program that is too large is run all the same, by another engine, and this one takes nothing for it.
#[test]
fn large_programs_are_handed_over() {
    let text = |count: usize| format!("{}trap", "add_imm_64 r1, r1, 0x3\n".repeat(count));
    let large = program(&text(Clif::MOST));
    let heavy = program(&"jump_ind r1, 0x0\n".repeat(Clif::MOST / 16 + 1));
    let engine = Clif::new(Optimise::None).unwrap();
    for program in [&large, &heavy] {
        assert_eq!(engine.compile(program), None);
        assert_eq!(engine.progress(program), None);
    }
    for rules in RULES {
        let state = state(1_000_000, [0; 13]);
        let expected = play(&Interpreter, &large, rules, &state, UNLIMITED);
        assert_eq!(play(&engine, &large, rules, &state, UNLIMITED), expected);
    }
    let machine = engine.start(large, RULES[0], state(1, [0; 13])).unwrap();
    // Where there is no other engine it is interpreted.
    assert_eq!(machine.is_compiled(), cfg!(target_arch = "x86_64"));
}

/// Programs that are made to blow up a compiler: what they take is linear in the number of their instructions.
#[test]
fn sizes_are_bounded() {
    const COUNT: usize = 8_000;
    let blocks = |target: &dyn Fn(usize) -> String| -> String {
        (0..COUNT / 2)
            .map(|at| format!("@b{at}:\nbranch_lt_u r1, r2, {}\nfallthrough\n", target(at)))
            .collect()
    };
    let entries: Vec<String> = (0..COUNT / 2).map(|at| format!("@b{at}")).collect();
    let everywhere = format!(
        ".jump_table 4\n.entries {}\n{}jump_ind r3, 0x0\n",
        entries.join(" "),
        (0..COUNT / 2)
            .map(|at| format!("@b{at}:\njump_ind r{}, {:#x}\n", at % 13, at * 2))
            .collect::<String>(),
    );
    let cases = [
        "load_ind_u64 r1, r2, 0x0\nstore_ind_u64 r1, r2, 0x8\n".repeat(COUNT / 2),
        "div_s_64 r1, r2, r3\n".repeat(COUNT),
        "load_imm_64 r1, 0x123456789abcdef0\nrot_r_64 r2, r1, r2\n".repeat(COUNT / 2),
        "ecalli 0x5\n".repeat(COUNT),
        "trap\n".repeat(COUNT),
        // Every block goes back to the first, to the last, or far away.
        format!("{}trap", blocks(&|_| "@b0".into())),
        format!("{}trap", blocks(&|_| format!("@b{}", COUNT / 2 - 1))),
        format!("{}trap", blocks(&|at| format!("@b{}", at * 7919 % (COUNT / 2)))),
        everywhere,
    ];
    for text in cases {
        let program = program(&text);
        let engine = Clif::new(Optimise::None).unwrap();
        let count = program.ops().len();
        let size = engine.compile(&program).unwrap();
        assert!(size <= 320 * count + 65_536, "{count} became {size}: {}", &text[..30]);
        let mut registers = [2; 13];
        registers[2] = 0x2_0000;
        for rules in RULES {
            let state = state(3_000, registers);
            let expected = play(&Interpreter, &program, rules, &state, UNLIMITED);
            assert_eq!(play(&engine, &program, rules, &state, UNLIMITED), expected);
        }
    }
}
