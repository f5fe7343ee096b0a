//! What a campaign has done so far.

use crate::questions::Counts;
use jar_diff_core::protocol::{BatchReport, Times};
use jar_diff_gen::{Coverage, Space};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Totals of a campaign.
#[derive(Clone, Debug)]
pub(crate) struct Stats {
    pub(crate) cases: u64,
    pub(crate) pairs: u64,
    pub(crate) rejects: u64,
    pub(crate) poisoned: u64,
    pub(crate) mismatches: u64,
    pub(crate) unclassified: u64,
    pub(crate) restarts: u64,
    pub(crate) recycled: u64,
    pub(crate) rss_now_kib: u64,
    pub(crate) rss_max_kib: u64,
    /// Processor time of the workers in nanoseconds.
    pub(crate) cpu_ns: u64,
    /// Where their time went.
    pub(crate) times: Times,
    /// The slowest case: microseconds and number.
    pub(crate) slowest: (u64, u64),
    pub(crate) exits: [u64; 8],
    pub(crate) coverage: Coverage,
    /// Questions by subject, damage and outcome.
    pub(crate) questions: Counts,
    /// Losses of workers that are no finding, and what was not run because of one.
    pub(crate) lost: Vec<String>,
}

impl Stats {
    pub(crate) fn new(space: &Space) -> Self {
        Self {
            cases: 0,
            pairs: 0,
            rejects: 0,
            poisoned: 0,
            mismatches: 0,
            unclassified: 0,
            restarts: 0,
            recycled: 0,
            rss_now_kib: 0,
            rss_max_kib: 0,
            cpu_ns: 0,
            times: Times::default(),
            slowest: (0, 0),
            exits: [0; 8],
            coverage: Coverage::new(space),
            questions: Counts::new(),
            lost: Vec::new(),
        }
    }

    pub(crate) fn absorb(&mut self, report: &BatchReport) {
        self.cases += report.cases;
        self.pairs += report.pairs;
        self.rejects += report.rejects;
        self.poisoned += report.poisoned;
        self.mismatches += report.mismatches.len() as u64 + report.mismatches_left_off;
        self.unclassified += report.mismatches_left_off;
        self.rss_now_kib = report.rss_kib;
        self.rss_max_kib = self.rss_max_kib.max(report.rss_kib);
        self.cpu_ns += report.cpu_ns;
        self.times.add(&report.times);
        self.slowest = self.slowest.max(report.slowest);
        for (total, count) in self.exits.iter_mut().zip(report.exits) {
            *total += count;
        }
        self.coverage.absorb(&report.coverage);
        for &(subject, damage, outcome, count) in &report.questions {
            *self.questions.entry((subject, damage, outcome)).or_default() += count;
        }
    }
}

/// The machine-readable summary (`summary.json`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Summary {
    pub(crate) lane: String,
    pub(crate) seed: u64,
    pub(crate) engines: Vec<String>,
    pub(crate) jobs: usize,
    pub(crate) seconds: f64,
    pub(crate) cases: u64,
    pub(crate) pairs: u64,
    pub(crate) pairs_per_second: f64,
    /// Processor time of the workers.
    pub(crate) cpu_seconds: f64,
    /// Cases per second of processor time; absent where the system does not tell it.
    pub(crate) cases_per_core_second: Option<f64>,
    /// Of the workers' time, what making the cases took, and then each engine; the rest is comparing.
    pub(crate) percent_of_time: Vec<(String, f64)>,
    pub(crate) slowest_case: u64,
    pub(crate) slowest_case_milliseconds: f64,
    pub(crate) rejects: u64,
    pub(crate) rejects_percent: f64,
    pub(crate) poisoned: u64,
    pub(crate) mismatches: u64,
    pub(crate) mismatches_unclassified: u64,
    pub(crate) findings: Vec<FindingLine>,
    pub(crate) worker_restarts: u64,
    pub(crate) workers_recycled: u64,
    pub(crate) workers_lost: Vec<String>,
    pub(crate) rss_now_mib: u64,
    pub(crate) rss_max_mib: u64,
    /// By wire number of the exit kind; the last are malformed cases.
    pub(crate) exits: [u64; 8],
    pub(crate) coverage_cells: usize,
    pub(crate) coverage_empty: usize,
    /// Results of host calls that were never met, by name.
    pub(crate) coverage_never: Vec<String>,
    pub(crate) interrupted: bool,
}

/// A bucket in the summary.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FindingLine {
    pub(crate) bucket: String,
    pub(crate) cases: u64,
    pub(crate) first_case: u64,
    pub(crate) found_after_seconds: f64,
    pub(crate) found_after_cases: u64,
    pub(crate) instructions: Option<usize>,
    pub(crate) field: String,
    pub(crate) opcode: String,
    /// The engine that stands alone against a majority.
    pub(crate) odd: Option<String>,
}

impl Summary {
    /// What is known of a bucket.
    pub(crate) fn finding(&self, slug: &str) -> Option<&FindingLine> {
        self.findings.iter().find(|finding| finding.bucket == slug)
    }

    fn coverage(&self) -> String {
        if self.coverage_cells == 0 {
            return "not counted in this lane".to_owned();
        }
        let met = self.coverage_cells - self.coverage_empty;
        format!("{met} of {} cells", self.coverage_cells)
    }

    fn per_core(&self) -> String {
        self.cases_per_core_second.map_or_else(
            || "not measured (too short, or the system does not tell)".to_owned(),
            |rate| {
                let time = self.cpu_seconds;
                format!("{rate:.0} cases per second of processor time ({time:.1} s)")
            },
        )
    }

    fn shares(&self) -> String {
        let share = |(name, percent): &(String, f64)| format!("{name} {percent:.0} %");
        self.percent_of_time.iter().map(share).collect::<Vec<_>>().join(", ")
    }

    /// The summary as (name, value) lines.
    pub(crate) fn lines(&self) -> Vec<(String, String)> {
        let line = |name: &str, value: String| (name.to_owned(), value);
        let mut lines = vec![
            line("lane", format!("{} · seed {:#x}", self.lane, self.seed)),
            line("engines", self.engines.join(", ")),
            line("time", format!("{:.1} s · {} jobs", self.seconds, self.jobs)),
            line("cases", thousands(self.cases)),
            line(
                "pairs",
                format!("{} · {:.0} per second", thousands(self.pairs), self.pairs_per_second),
            ),
            line("per core", self.per_core()),
            line("shares", self.shares()),
            line(
                "slowest",
                format!("case {} · {:.1} ms", self.slowest_case, self.slowest_case_milliseconds),
            ),
            line("rejects", format!("{} · {:.2} %", self.rejects, self.rejects_percent)),
            line("poisoned", self.poisoned.to_string()),
            line("coverage", self.coverage()),
            line(
                "workers",
                format!("{} restarts, {} recycled", self.worker_restarts, self.workers_recycled),
            ),
            line("memory", format!("{} MiB now, {} MiB max", self.rss_now_mib, self.rss_max_mib)),
        ];
        lines.extend(self.coverage_never.iter().map(|cell| line("never", cell.clone())));
        if self.mismatches > 0 {
            let text =
                format!("{} ({} not classified)", self.mismatches, self.mismatches_unclassified);
            lines.push(line("mismatches", text));
        }
        lines.extend(self.workers_lost.iter().map(|lost| line("lost", lost.clone())));
        lines.push(line("findings", self.findings.len().to_string()));
        lines
    }
}

/// A number with spaces between thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// A rate.
pub(crate) fn per_second(count: u64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(0.001)
}
