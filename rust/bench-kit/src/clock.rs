//! Clocks: the processor time of this thread, and wall time.

use rustix::time::{ClockId, clock_gettime};

/// Which time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Processor time of this thread, system calls and page faults included.
    Thread,
    /// Wall time: for what runs elsewhere, or on several cores.
    Wall,
}

impl Clock {
    /// Nanoseconds from some start.
    #[must_use]
    pub fn now(self) -> u64 {
        let time = clock_gettime(match self {
            Self::Thread => ClockId::ThreadCPUTime,
            Self::Wall => ClockId::Monotonic,
        });
        let (seconds, rest) = (time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs());
        seconds.saturating_mul(1_000_000_000).saturating_add(rest)
    }

    /// What a measurement of nothing shows: the median of many, in nanoseconds.
    #[must_use]
    pub fn overhead(self) -> u64 {
        let mut all: Vec<u64> = (0..2_001)
            .map(|_| {
                let start = self.now();
                self.now().saturating_sub(start)
            })
            .collect();
        all.sort_unstable();
        all.get(1_000).copied().unwrap_or(0)
    }
}
