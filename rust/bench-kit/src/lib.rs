//! What the benches of this repository have in common: clocks, order statistics, tables.
#![forbid(unsafe_code)]

mod clock;
mod stats;
mod table;

pub use clock::Clock;
pub use stats::{Summary, geometric_mean, quantile};
pub use table::{Form, Table};

/// What the system calls the processor.
#[must_use]
pub fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    let model = model.map_or("a processor without a name", |(_, name)| name.trim());
    format!("{model}, {count} of its cores")
}
