//! The whole table: `cargo bench -p javm-bench`; arguments behind `--` are those of `javm-bench`.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    javm_bench::main()
}
