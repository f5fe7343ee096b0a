//! A campaign: job threads, each with its worker, take ranges of case numbers until time or cases are up.

use crate::registry::{Registry, Seen};
use crate::remote::{Remote, Starter};
use crate::stats::Stats;
use jar_diff_core::protocol::{BatchReport, Mismatch, Reply, Request};
use jar_diff_core::{Bucket, Field, ObserveError, Verdict, compare, locate};
use jar_diff_gen::{Generator, Lane, Settings};
use jar_diff_wire::Case;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A worker above this resident set is replaced.
const RSS_MAX_KIB: u64 = 2 << 20;

/// A worker that has run so many cases is replaced.
const CASES_PER_WORKER: u64 = 10_000_000;

/// What a batch should take.
const BATCH_TIME: Duration = Duration::from_millis(400);

/// What to do.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) lane: Lane,
    pub(crate) seed: u64,
    pub(crate) jobs: usize,
    pub(crate) first: u64,
    pub(crate) cases: Option<u64>,
    pub(crate) time: Option<Duration>,
    pub(crate) out: PathBuf,
    pub(crate) shrink: Duration,
    pub(crate) stop_at_first: bool,
    pub(crate) starter: Starter,
}

/// What the job threads share.
pub(crate) struct Campaign {
    pub(crate) plan: Plan,
    pub(crate) started: Instant,
    pub(crate) stats: Mutex<Stats>,
    pub(crate) registry: Mutex<Registry>,
    pub(crate) engines: Vec<String>,
    next: AtomicU64,
    stop: AtomicBool,
    failure: Mutex<Option<String>>,
}

/// The content of a lock: a job that panicked while it held one is a bug of ours, and the totals are still worth showing.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Campaign {
    pub(crate) fn new(plan: Plan) -> Result<Self, ObserveError> {
        // A worker that does not start is an error of the environment, found before anything else.
        let engines = Remote::new(plan.starter.clone()).engines()?;
        let stats = Stats::new(Generator::new(Settings::default()).space());
        Ok(Self {
            started: Instant::now(),
            stats: Mutex::new(stats),
            registry: Mutex::new(Registry::new(plan.out.join("findings"))),
            engines,
            next: AtomicU64::new(plan.first),
            stop: AtomicBool::new(false),
            failure: Mutex::new(None),
            plan,
        })
    }

    /// Asks the jobs to finish their batches and end.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Has somebody asked for the end, or is the time up?
    pub(crate) fn ends(&self) -> bool {
        let late = self.plan.time.is_some_and(|time| self.started.elapsed() >= time);
        self.stop.load(Ordering::Relaxed) || late
    }

    /// Why the campaign could not go on, if so.
    pub(crate) fn failure(&self) -> Option<String> {
        lock(&self.failure).clone()
    }

    fn fail(&self, message: String) {
        lock(&self.failure).get_or_insert(message);
        self.stop();
    }

    /// The next range of case numbers; `None` at the end of the campaign.
    fn take(&self, count: u64) -> Option<Range<u64>> {
        if self.ends() {
            return None;
        }
        let start = self.next.fetch_add(count, Ordering::Relaxed);
        let end = self.plan.cases.map_or(u64::MAX, |cases| self.plan.first.saturating_add(cases));
        (start < end).then(|| start..start.saturating_add(count).min(end))
    }

    /// One job: runs until there is nothing left to take.
    pub(crate) fn job(&self) {
        let mut job =
            Job { campaign: self, remote: Remote::new(self.plan.starter.clone()), ran: 0 };
        let mut count = 64;
        while let Some(range) = self.take(count) {
            let began = Instant::now();
            let length = range.end - range.start;
            if let Err(error) = job.run(range) {
                self.fail(error.to_string());
                return;
            }
            let scale = BATCH_TIME.as_secs_f64() / began.elapsed().as_secs_f64().max(1e-6);
            count = ((length as f64 * scale.clamp(0.25, 4.0)) as u64).clamp(16, 65_536);
        }
    }
}

struct Job<'a> {
    campaign: &'a Campaign,
    remote: Remote,
    ran: u64,
}

impl Job<'_> {
    /// Runs a range; a death in it is narrowed down to the guilty case.
    fn run(&mut self, range: Range<u64>) -> Result<(), ObserveError> {
        match self.batch(&range) {
            Ok(report) => self.absorb(&report),
            Err(error @ (ObserveError::Died(_) | ObserveError::Hung(_))) => {
                lock(&self.campaign.stats).restarts += 1;
                if !self.narrow(range.clone())? {
                    let (start, end) = (range.start, range.end - 1);
                    let how = match error {
                        ObserveError::Died(how) => how,
                        other => other.to_string(),
                    };
                    let text = format!("worker lost ({how}), range {start}..={end} re-run clean");
                    lock(&self.campaign.stats).lost.push(text);
                }
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn batch(&mut self, range: &Range<u64>) -> Result<BatchReport, ObserveError> {
        let plan = &self.campaign.plan;
        let request = Request::Batch {
            lane: plan.lane.to_string(),
            seed: plan.seed,
            first: range.start,
            count: range.end - range.start,
        };
        match self.remote.ask(&request)? {
            Reply::Batch(report) => Ok(report),
            Reply::Failed { message } => Err(ObserveError::Failed(message)),
            other => Err(ObserveError::Failed(format!("expected a batch report, got {other:?}"))),
        }
    }

    /// Runs a range that has killed a worker again, in halves; true if a case was found that kills alone.
    fn narrow(&mut self, range: Range<u64>) -> Result<bool, ObserveError> {
        let count = range.end - range.start;
        let middle = range.start + count / 2;
        let parts = if count == 1 {
            vec![range.clone()]
        } else {
            vec![range.start..middle, middle..range.end]
        };
        let mut found = false;
        for part in parts {
            match self.batch(&part) {
                Ok(report) => self.absorb(&report)?,
                Err(ObserveError::Failed(message)) => return Err(ObserveError::Failed(message)),
                Err(_) => {
                    lock(&self.campaign.stats).restarts += 1;
                    if count == 1 {
                        self.guilty(range.start)?;
                        found = true;
                    } else {
                        found |= self.narrow(part)?;
                    }
                }
            }
        }
        Ok(found)
    }

    /// Files a case that kills the worker.
    fn guilty(&mut self, number: u64) -> Result<(), ObserveError> {
        let mut generator = Generator::new(Settings::default());
        let plan = &self.campaign.plan;
        generator.generate(plan.lane, plan.seed, number, |_, _| {});
        let mut stats = lock(&self.campaign.stats);
        (stats.cases, stats.mismatches) = (stats.cases + 1, stats.mismatches + 1);
        drop(stats);
        self.classify(number, &generator.bytes, None)
    }

    fn absorb(&mut self, report: &BatchReport) -> Result<(), ObserveError> {
        lock(&self.campaign.stats).absorb(report);
        for Mismatch { number, case, answers } in &report.mismatches {
            let decoded = Case::decode(&case.0).ok();
            let field = match compare(answers, decoded.as_ref()) {
                Verdict::Diverged(difference) => Some((difference.engines, difference.field)),
                _ => None,
            };
            self.classify(*number, &case.0, field)?;
        }
        self.ran += report.cases;
        if report.rss_kib > RSS_MAX_KIB || self.ran > CASES_PER_WORKER {
            self.remote.stop();
            self.ran = 0;
            lock(&self.campaign.stats).recycled += 1;
        }
        Ok(())
    }

    /// Finds the bucket of a case; a new bucket is minimised, explained and filed, a known one counted.
    fn classify(
        &mut self,
        number: u64,
        bytes: &[u8],
        seen: Option<(String, Field)>,
    ) -> Result<(), ObserveError> {
        let found = locate(&mut self.remote, bytes)?;
        let campaign = self.campaign;
        let bucket = match (&found, seen) {
            (Some(divergence), _) => divergence.bucket.clone(),
            // Differed in the batch and not again: state that leaks from case to case.
            (None, Some((engines, field))) => {
                Bucket { engines, field, opcode: "-".to_owned(), exits: "unstable".to_owned() }
            }
            (None, None) => {
                let lost = format!("case {number} killed a worker twice and then no more");
                lock(&campaign.stats).lost.push(lost);
                return Ok(());
            }
        };
        let cases = lock(&campaign.stats).cases;
        let seen = lock(&campaign.registry).see(&bucket, number, campaign.started.elapsed(), cases);
        let filed = match seen {
            Seen::First => crate::registry::file_first(
                &campaign.plan,
                &campaign.registry,
                &mut self.remote,
                number,
                bytes,
                found.as_ref(),
                &bucket,
            ),
            Seen::Further => lock(&campaign.registry).save_more(&bucket, number, bytes),
            Seen::Enough => Ok(()),
        };
        if campaign.plan.stop_at_first {
            campaign.stop();
        }
        filed.map_err(ObserveError::Failed)
    }
}
