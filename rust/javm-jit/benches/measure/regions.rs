//! What Cranelift takes to compile: per instruction, the same at every size.

use std::sync::Arc;

use javm::Program;
use javm_asm::assemble;
use javm_jit::{Clif, Optimise};

use super::{ALU, MEMORY, SORT, clock};

pub(crate) fn engines() -> Vec<(&'static str, Clif)> {
    [("clif", Optimise::None), ("clif-speed", Optimise::Speed)]
        .map(|(name, optimise)| (name, Clif::new(optimise).unwrap()))
        .into()
}

/// Many copies of a program, one behind the other, each with labels of its own.
fn copies(text: &str, count: usize) -> String {
    let copy = |number: usize| {
        let mut copy = text.to_string();
        for label in ["loop", "outer", "inner", "sorted"] {
            copy = copy.replace(&format!("@{label}"), &format!("@{label}_{number}"));
        }
        copy.replace("jump_ind r12, 0x0", "fallthrough")
    };
    (0..count).map(copy).collect()
}

pub(crate) fn compiling(name: &str, engine: &Clif) {
    println!("compiling: {name}");
    for (kind, text) in [("arithmetic", ALU), ("memory", MEMORY), ("sort", SORT)] {
        let one = Program::parse(&assemble(text).unwrap()).unwrap().ops().len();
        for size in [300, 1_000, 3_000, 10_000, 30_000] {
            let blob = assemble(&copies(text, size / one)).unwrap();
            let program = Arc::new(Program::parse(&blob).unwrap());
            engine.forget();
            let start = clock();
            let taken = engine.compile(&program).unwrap();
            let time = (clock() - start) as f64;
            let instructions = program.ops().len() as f64;
            println!(
                "  {kind:<12}{instructions:7} instructions: {:9.1} µs, {:5.2} µs each; takes {:5.1} octets each",
                time / 1e3,
                time / 1e3 / instructions,
                taken as f64 / instructions,
            );
        }
    }
}
