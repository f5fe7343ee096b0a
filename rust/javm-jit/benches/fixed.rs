//! Compile speed, execution against the interpreter, starts and host calls: `cargo bench -p javm-jit`; with a word as argument
//! only the executions whose name contains it, or `starts`, or `compiling`: `cargo bench -p javm-jit -- sort`.
#![cfg_attr(
    all(target_arch = "x86_64", target_os = "linux"),
    expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a failed preparation ends the measurement"
    )
)]

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod measure;

fn main() {
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    measure::main();
}
