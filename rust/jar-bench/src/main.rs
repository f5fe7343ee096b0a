//! `jar-bench`: see `jar-bench --help`.
#![forbid(unsafe_code)]

mod cli;
mod floor;
mod inside;
mod measure;
mod nodes;
mod report;
mod target;
mod trace;

fn main() -> std::process::ExitCode {
    cli::main()
}
