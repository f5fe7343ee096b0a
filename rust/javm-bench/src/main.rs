//! `javm-bench`: see `javm-bench --help`.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    javm_bench::main()
}
