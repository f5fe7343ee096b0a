//! What Cranelift takes to compile: per instruction, the same at every size.

use javm_jit::{Clif, Optimise};

use super::{ALU, MEMORY, clock, mixed, program, repeated};

pub(crate) fn engines() -> Vec<(&'static str, Clif)> {
    [("clif", Optimise::None), ("clif-speed", Optimise::Speed)]
        .map(|(name, optimise)| (name, Clif::new(optimise).unwrap()))
        .into()
}

pub(crate) fn compiling(name: &str, engine: &Clif) {
    println!("compiling: {name}");
    for kind in ["arithmetic", "memory", "mixed"] {
        for size in [1_200, 4_000, 12_000, 40_000, 120_000] {
            let text = match kind {
                "arithmetic" => repeated(ALU, size),
                "memory" => repeated(MEMORY, size),
                _ => mixed(size),
            };
            let program = program(&text);
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
