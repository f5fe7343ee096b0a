//! Nanoseconds per instruction and per start: `cargo bench -p javm`.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a failed preparation ends the measurement")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use javm::{
    Access, Engine, Exit, Instance, Interpreter, Memory, MemoryBuilder, Program, Rules, Start,
    UNLIMITED,
};
use javm_asm::assemble;

/// Sixteen instructions of the arithmetic kind per turn.
const ALU: &str = include_str!("programs/alu.asm");

/// Eight loads and stores in a turn of ten.
const MEMORY: &str = include_str!("programs/memory.asm");

/// The shortest run: one instruction that writes, then halt.
const SHORT: &str = "store_imm_u8 0x20000, 0x1\njump_ind r12, 0x0";

fn memory() -> Memory {
    let mut builder = MemoryBuilder::new();
    builder.map_zero(0x20..0x30, Access::Writable).unwrap();
    builder.build()
}

/// The shortest of some measurements, so that other work on the machine does not count.
fn fastest(mut run: impl FnMut()) -> Duration {
    let mut once = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..7).map(|_| once()).min().unwrap_or_default()
}

fn start(turns: u64) -> Start {
    let mut registers = [1; 13];
    registers[0] = turns;
    registers[1] = 0x2_0000;
    registers[12] = 0xffff_0000;
    Start { gas: u64::MAX, registers, ..Start::default() }
}

fn per_instruction(name: &str, text: &str, instructions: u64, rules: Rules) {
    let turns = 1_000_000;
    let program = Arc::new(Program::parse(&assemble(text).unwrap()).unwrap());
    let mut machine =
        Interpreter.start(program, rules, start(turns).with_memory(memory())).unwrap();
    let time = fastest(|| {
        machine.restart(&start(turns));
        assert_eq!(black_box(&mut machine).run(UNLIMITED).exit, Some(Exit::Halt));
    });
    let each = time.as_secs_f64() * 1e9 / (turns * instructions) as f64;
    println!("{name:<10} {:<15} {each:6.2} ns per instruction", format!("{:?}", rules.gas));
}

fn per_run() {
    let count = 100_000;
    let program = Arc::new(Program::parse(&assemble(SHORT).unwrap()).unwrap());
    let report = |name: &str, time: Duration| {
        println!("{name:<26} {:6.2} ns per run", time.as_secs_f64() * 1e9 / f64::from(count));
    };
    let mut machine = Interpreter
        .start(program.clone(), Rules::JAM_0_7_2, start(0).with_memory(memory()))
        .unwrap();
    let reused = fastest(|| {
        for _ in 0..count {
            machine.restart(&start(0));
            assert_eq!(black_box(&mut machine).run(UNLIMITED).exit, Some(Exit::Halt));
        }
    });
    report("restart, run", reused);
    let fresh = fastest(|| {
        for _ in 0..count {
            let state = start(0).with_memory(memory());
            let machine = Interpreter.start(program.clone(), Rules::JAM_0_7_2, state);
            assert_eq!(black_box(machine.unwrap()).run(UNLIMITED).exit, Some(Exit::Halt));
        }
    });
    report("build, start, run", fresh);
}

fn parsing() {
    let body = ALU.trim_start_matches("@loop:").split("branch").next().unwrap_or_default();
    let blob = assemble(&body.repeat(1000)).unwrap();
    let report = |name: &str, time: Duration| {
        let each = time.as_secs_f64() * 1e9 / 15_000.0;
        println!("{name:<26} {each:6.2} ns per instruction");
    };
    report("parse", fastest(|| drop(black_box(Program::parse(black_box(&blob)).unwrap()))));
    let program = Program::parse(&blob).unwrap();
    let decode = fastest(|| {
        let (mut pc, mut sum, end) = (0, 0u32, program.code().len() as u32);
        while pc < end {
            let encoded = program.encoded(pc);
            let (op, behind) = (encoded.decode(), encoded.behind);
            sum ^= op.x ^ op.y ^ u32::from(op.a ^ op.b ^ op.d) ^ u32::from(op.opcode.byte());
            pc = behind;
        }
        black_box(sum);
    });
    report("decode", decode);
    let predecode = fastest(|| {
        let program = Program::parse(&blob).unwrap();
        assert_eq!(black_box(program.ops()).len(), 15_001);
    });
    report("parse, predecode", predecode);
}

fn main() {
    for rules in [Rules::JAM_0_7_2, Rules::FLAT_PER_BLOCK] {
        per_instruction("arithmetic", ALU, 16, rules);
        per_instruction("memory", MEMORY, 10, rules);
    }
    per_run();
    parsing();
}
