//! The measurements.
#![expect(unsafe_code, reason = "the clock of the thread is a system call")]

#[cfg(feature = "clif")]
mod regions;

use std::hint::black_box;
use std::sync::Arc;

use javm::{
    Access, Engine, Exit, Instance, Interpreter, Memory, MemoryBuilder, Program, Rules, Start,
    UNLIMITED,
};
use javm_asm::assemble;
use javm_jit::{Addressing, Fixed};

/// One addition per turn.
const FIB: &str = "
@loop:
    add_64 r3, r1, r2\n move_reg r1, r2\n move_reg r2, r3
    add_imm_64 r0, r0, -0x1
    branch_ne_imm r0, 0x0, @loop
    jump_ind r12, 0x0";

/// Sixteen instructions of the arithmetic kind per turn.
const ALU: &str = include_str!("../../../javm/benches/programs/alu.asm");

/// Eight loads and stores in a turn of ten.
const MEMORY: &str = include_str!("../../../javm/benches/programs/memory.asm");

/// Bubble sort, backwards, of r0 numbers of four octets at r1: inner loop of nine.
const SORT: &str = "
@outer:
    move_reg r4, r1\n move_reg r5, r0\n add_imm_64 r5, r5, -0x1\n fallthrough
@inner:
    load_ind_u32 r6, r4, 0x0\n load_ind_u32 r7, r4, 0x4
    branch_ge_u r7, r6, @sorted
    store_ind_u32 r7, r4, 0x0\n store_ind_u32 r6, r4, 0x4
    fallthrough
@sorted:
    add_imm_64 r4, r4, 0x4\n add_imm_64 r5, r5, -0x1
    branch_ne_imm r5, 0x0, @inner
    add_imm_64 r2, r2, -0x1
    branch_ne_imm r2, 0x0, @outer
    jump_ind r12, 0x0";

/// A call and a return through the jump table per turn.
const RETURNS: &str = ".jump_table 4
.entries @back
@loop:
    load_imm_jump r3, 0x2, @function
@back:
    add_imm_64 r0, r0, -0x1
    branch_ne_imm r0, 0x0, @loop
    jump_ind r12, 0x0
@function:
    add_64 r4, r4, r0\n jump_ind r3, 0x0";

/// Products of two words, with carries: the inner part of long multiplication.
const WIDE: &str = "
@loop:
    mul_64 r3, r1, r2\n mul_upper_u_u r4, r1, r2\n add_64 r5, r5, r3\n set_lt_u r6, r5, r3\n add_64 r4, r4, r6
    add_64 r7, r7, r4\n set_lt_u r8, r7, r4\n add_64 r9, r9, r8\n xor r2, r2, r5
    add_imm_64 r0, r0, -0x1
    branch_ne_imm r0, 0x0, @loop
    jump_ind r12, 0x0";

/// One store to each page of a large zone.
const WALK: &str = "
@loop:
    store_ind_u64 r0, r1, 0x0\n add_imm_64 r1, r1, 0x1000
    add_imm_64 r0, r0, -0x1
    branch_ne_imm r0, 0x0, @loop
    jump_ind r12, 0x0";

/// A host call per turn.
const CALLS: &str = "
@loop:
    ecalli 0x7
    add_imm_64 r0, r0, -0x1
    branch_ne_imm r0, 0x0, @loop
    jump_ind r12, 0x0";

/// The shortest run: one instruction that writes, then halt.
const SHORT: &str = "store_imm_u8 0x20000, 0x1\njump_ind r12, 0x0";

fn memory() -> Memory {
    let mut builder = MemoryBuilder::new();
    let numbers: Vec<u8> = (0..1024u32).flat_map(|i| (i * 0x9e37_79b1).to_le_bytes()).collect();
    builder.map(0x20, Access::Writable, &numbers).unwrap();
    builder.map_zero(0x21..0x4000, Access::Writable).unwrap();
    builder.build()
}

/// Nanoseconds that this thread has run.
fn clock() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the structure is valid for the call to write to.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// The median of some measurements, in nanoseconds.
fn median(mut run: impl FnMut()) -> f64 {
    let mut once = || {
        let start = clock();
        run();
        clock() - start
    };
    let mut all: Vec<u64> = (0..9).map(|_| once()).collect();
    all.sort_unstable();
    all[4] as f64
}

fn start(turns: u64) -> Start {
    let mut registers = [1; 13];
    registers[0] = turns;
    registers[1] = 0x2_0000;
    registers[2] = 400;
    registers[12] = 0xffff_0000;
    Start { gas: u64::MAX, registers, ..Start::default() }
}

fn program(text: &str) -> Arc<Program> {
    Arc::new(Program::parse(&assemble(text).unwrap()).unwrap())
}

/// Runs to the halt, passing over host calls.
fn to_the_end(machine: &mut impl Instance) -> u64 {
    let mut steps = 0;
    loop {
        let outcome = machine.run(UNLIMITED);
        steps += outcome.steps;
        match outcome.exit {
            Some(Exit::HostCall(7)) => machine.resume(),
            exit => {
                assert_eq!(exit, Some(Exit::Halt));
                return steps;
            }
        }
    }
}

fn time<E: Engine>(engine: &E, program: &Arc<Program>, rules: Rules, turns: u64) -> Timing
where
    E::Error: std::fmt::Debug,
{
    let state = start(turns).with_memory(memory());
    let mut machine = engine.start(program.clone(), rules, state).unwrap();
    let mut steps = 0;
    let time = median(|| {
        machine.restart(&start(turns));
        steps = to_the_end(black_box(&mut machine));
    });
    (time, steps, machine.registers(), machine.gas())
}

/// What [`time`] gives.
type Timing = (f64, u64, [u64; 13], u64);

/// [`time`] of some engine.
type Timer<'a> = Box<dyn Fn(&Arc<Program>, Rules, u64) -> Timing + 'a>;

fn timer<E: Engine>(engine: &E) -> Timer<'_>
where
    E::Error: std::fmt::Debug,
{
    Box::new(|program, rules, turns| time(engine, program, rules, turns))
}

fn execution(engines: &[(&str, Timer<'_>)]) {
    println!("execution, ns per instruction (ratio to the interpreter)");
    let workloads = [
        ("additions", FIB, 1_000_000),
        ("arithmetic", ALU, 200_000),
        ("memory", MEMORY, 200_000),
        ("sort", SORT, 1_000),
        ("returns", RETURNS, 200_000),
        ("wide", WIDE, 200_000),
        ("walk", WALK, 10_000),
        ("host calls", CALLS, 100_000),
    ];
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    for (name, text, turns) in workloads {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let program = program(text);
        for rules in [Rules::JAM_0_7_2, Rules::FLAT_PER_BLOCK] {
            let (slow, steps, registers, gas) = time(&Interpreter, &program, rules, turns);
            print!(
                "  {name:<12}{:<16}interpreter {:6.3}",
                format!("{:?}", rules.gas),
                slow / steps as f64
            );
            for (engine_name, engine) in engines {
                let (fast, steps_fixed, registers_fixed, gas_fixed) =
                    engine(&program, rules, turns);
                assert_eq!(
                    (steps_fixed, registers_fixed, gas_fixed),
                    (steps, registers, gas),
                    "{name}"
                );
                print!("   {engine_name} {:6.3} ({:5.1})", fast / steps as f64, slow / fast);
            }
            println!();
        }
    }
}

fn starts(engine: &Fixed) {
    let count = 10_000u32;
    let short = program(SHORT);
    let state = start(0).with_memory(memory());
    let mut machine = engine.start(short.clone(), Rules::JAM_0_7_2, state.clone()).unwrap();
    let report = |name: &str, time: f64| println!("  {name:<40}{:8.1} ns", time / f64::from(count));
    println!("short runs");
    report(
        "restart, one store, halt",
        median(|| {
            for _ in 0..count {
                machine.restart(&start(0));
                assert_eq!(black_box(&mut machine).run(UNLIMITED).exit, Some(Exit::Halt));
            }
        }),
    );
    report(
        "start with code from the cache, the same",
        median(|| {
            for _ in 0..count {
                let mut machine =
                    engine.start(short.clone(), Rules::JAM_0_7_2, state.clone()).unwrap();
                assert_eq!(black_box(&mut machine).run(UNLIMITED).exit, Some(Exit::Halt));
            }
        }),
    );
    let turns = u64::from(count);
    let (calls, ..) = time(engine, &program(CALLS), Rules::JAM_0_7_2, turns);
    let plain = CALLS.replace("ecalli 0x7", "move_reg r3, r3");
    let (loops, ..) = time(engine, &program(&plain), Rules::JAM_0_7_2, turns);
    report("host call: exit, resume, entry", calls - loops);
}

/// The instructions of the loop of a program, again and again.
fn repeated(text: &str, size: usize) -> String {
    let (_, body) = text.split_once("@loop:").unwrap_or_default();
    let body = format!("{}\nfallthrough\n", body.split("branch").next().unwrap_or_default());
    let octets = Program::parse(&assemble(&body).unwrap()).unwrap().code().len();
    body.repeat(size / octets)
}

/// What compilers write: short blocks, each with a branch somewhere near, loads and stores, now and then a call.
fn mixed(size: usize) -> String {
    let blocks = size / 34;
    let mut text = String::from(".jump_table 4\n.entries @b0\n");
    for block in 0..blocks {
        let near = (block * 7 + 3) % 23;
        let to = if block % 3 == 0 { block.saturating_sub(near) } else { (block + near) % blocks };
        let (a, b, c) = (block % 11, block * 5 % 13, block * 3 % 12);
        text.push_str(&format!(
            "@b{block}:\nload_ind_u64 r{a}, r1, {:#x}\nadd_64 r{b}, r{a}, r{c}\nadd_imm_64 r{c}, r{c}, {:#x}\n\
             shlo_l_imm_64 r{b}, r{b}, 0x5\nxor r{a}, r{b}, r{c}\nstore_ind_u64 r{a}, r1, {:#x}\nmove_reg r{c}, r{a}\n",
            block % 500 * 8, block % 300, block % 100 * 8,
        ));
        text.push_str(&match block % 9 {
            0 => format!("load_imm_jump r12, 0x2, @b{to}\n"),
            1 => "jump_ind r12, 0x0\n".to_owned(),
            2 => format!("jump @b{to}\n"),
            kind if kind % 2 == 0 => format!("branch_lt_u r{a}, r{b}, @b{to}\n"),
            kind => format!("branch_ne_imm r{a}, {kind:#x}, @b{to}\n"),
        });
    }
    text
}

fn compiling(engine: &Fixed) {
    println!("compiling: octets in, runnable code out");
    let programs = [
        ("arithmetic", repeated(ALU, 50_000)),
        ("memory", repeated(MEMORY, 50_000)),
        ("mixed", mixed(50_000)),
        ("mixed", mixed(4_000_000)),
    ];
    for (name, text) in programs {
        let blob = assemble(&text).unwrap();
        let parse = median(|| drop(black_box(Program::parse(&blob).unwrap())));
        let mut taken = 0;
        let both = median(|| {
            engine.forget();
            let program = Arc::new(Program::parse(&blob).unwrap());
            taken = engine.compile(&program).unwrap();
        });
        let program = Program::parse(&blob).unwrap();
        let (code, count) = (program.code().len() as f64, program.instruction_starts().count());
        println!(
            "  {name:<12}{code:9} octets: {:9.1} µs, {:6.1} MB/s, {:5.1} ns an instruction; of that parse {:7.1} µs; takes {:4.1} × its size",
            both / 1e3,
            code / both * 1e3,
            both / count as f64,
            parse / 1e3,
            taken as f64 / code,
        );
    }
}

pub(crate) fn main() {
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let engines = [("segment", Addressing::Segment), ("register", Addressing::Register)];
    let engines: Vec<_> = engines
        .into_iter()
        .filter_map(|(name, addressing)| Some((name, Fixed::with_addressing(addressing).ok()?)))
        .collect();
    #[cfg(feature = "clif")]
    let regions = regions::engines();
    if !matches!(only.as_deref(), Some("starts" | "compiling")) {
        let timers = engines.iter().map(|(name, engine)| (*name, timer(engine)));
        #[cfg(feature = "clif")]
        let timers = timers.chain(regions.iter().map(|(name, engine)| (*name, timer(engine))));
        execution(&timers.collect::<Vec<_>>());
    }
    for (name, engine) in &engines {
        println!("addressing: {name}");
        if matches!(only.as_deref(), None | Some("starts")) {
            starts(engine);
        }
        if matches!(only.as_deref(), None | Some("compiling")) {
            compiling(engine);
        }
    }
    #[cfg(feature = "clif")]
    if matches!(only.as_deref(), None | Some("compiling")) {
        for (name, engine) in &regions {
            regions::compiling(name, engine);
        }
    }
}
