//! `jar-diff soak`: one chain, operations without end, memory that stays.

use crate::stats::{per_second, thousands};
use crate::{CLEAN, Failure};
use jar_diff_questions::chain::{Soaked, soak};
use std::time::{Duration, Instant};

/// Between two lines.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Runs so many operations, or as many as fit in a time.
pub(crate) fn run(seed: u64, operations: u64, time: Option<Duration>) -> Result<u8, Failure> {
    let began = Instant::now();
    let mut told = began;
    let mut round = |done: &Soaked| {
        if told.elapsed() >= LINE_EVERY {
            told = Instant::now();
            println!("{}", line(done, began.elapsed()));
        }
        time.is_none_or(|time| began.elapsed() < time)
    };
    let done = soak(seed, operations, &mut round).map_err(Failure)?;
    println!("{}", line(&done, began.elapsed()));
    Ok(CLEAN)
}

fn line(done: &Soaked, time: Duration) -> String {
    format!(
        "{:.0} s · {} operations ({:.0}/s): {} imported, {} forks, {} known, {} rejected · {} blocks held · {} MiB",
        time.as_secs_f64(),
        thousands(done.operations()),
        per_second(done.operations(), time),
        done.imported,
        done.forks,
        done.known,
        done.rejected,
        done.held,
        resident() >> 10,
    )
}

/// The resident set of this process in KiB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
