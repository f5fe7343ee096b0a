//! A campaign: job threads, each with its worker, take ranges of case numbers until time or cases are up.

use crate::registry::{Registry, Seen};
use crate::remote::{HANG, Remote, Starter};
use crate::stats::Stats;
use crate::warm::locate_behind;
use jar_diff_core::protocol::{BatchReport, Mismatch, Reply, Request};
use jar_diff_core::{
    Bucket, Divergence, Field, Loss, ObserveError, Verdict, compare, crashed, locate,
};
use jar_diff_gen::{Generator, Lane, Settings};
use jar_diff_wire::Case;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A worker that has run so many cases is replaced.
const CASES_PER_WORKER: u64 = 10_000_000;

/// What a batch should take.
const BATCH_TIME: Duration = Duration::from_millis(400);

/// What a campaign may take beyond its time, to find out what ended a worker and to work out the last findings.
const GRACE: Duration = Duration::from_secs(8);

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
    /// A worker above this resident set is replaced.
    pub(crate) rss_max_kib: u64,
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

    /// How long it may still take to work out findings: the time left and [`GRACE`], if there is a limit.
    pub(crate) fn patience(&self) -> Option<Duration> {
        self.plan.time.map(|time| (time + GRACE).saturating_sub(self.started.elapsed()))
    }

    /// Is the grace over too?
    fn late(&self) -> bool {
        self.patience().is_some_and(|left| left.is_zero())
    }

    /// Is the one finding there that it was started for?
    fn satisfied(&self) -> bool {
        self.plan.stop_at_first && self.stop.load(Ordering::Relaxed)
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
        let (first, least) = match self.plan.lane {
            // One whole chain, which nobody else has to make as well; a few blocks of the long one.
            Lane::Chain => (20, 20),
            Lane::ChainFull => (4, 4),
            _ => (64, 16),
        };
        let mut count = first;
        while let Some(range) = self.take(count) {
            let began = Instant::now();
            let length = range.end - range.start;
            if let Err(error) = job.run(range) {
                self.fail(error.to_string());
                return;
            }
            let scale = BATCH_TIME.as_secs_f64() / began.elapsed().as_secs_f64().max(1e-6);
            count = ((length as f64 * scale.clamp(0.25, 4.0)) as u64).clamp(least, 65_536);
            if self.plan.lane == Lane::Chain {
                count = count.next_multiple_of(least);
            }
        }
    }
}

struct Job<'a> {
    campaign: &'a Campaign,
    remote: Remote,
    ran: u64,
}

impl Job<'_> {
    /// Runs a range. The cases that end a worker are found, filed and left out.
    fn run(&mut self, range: Range<u64>) -> Result<(), ObserveError> {
        let mut rest = range;
        while !rest.is_empty() {
            match self.batch(&rest, false) {
                Ok(report) => return self.absorb(&report),
                Err(ObserveError::Lost(loss)) => rest = self.after(loss, rest)?,
                Err(error) => return Err(error),
            }
            if self.campaign.ends() && !rest.is_empty() {
                self.note(format!("cases {} to {} not run: time is up", rest.start, rest.end - 1));
                return Ok(());
            }
        }
        Ok(())
    }

    /// Deals with the loss of a worker in a range: what is left to run of it.
    ///
    /// A hang says where it is. A death does not: the range runs again with care, so that the last sign of life names the
    /// guilty case. Either way the answers to the cases before it are lost, and those run once more.
    fn after(&mut self, loss: Loss, range: Range<u64>) -> Result<Range<u64>, ObserveError> {
        lock(&self.campaign.stats).restarts += 1;
        let (first, last) = (range.start, range.end - 1);
        let nothing = range.end..range.end;
        let known =
            loss.how == HANG && loss.at.as_ref().is_some_and(|at| range.contains(&at.number));
        let loss = if known {
            loss
        } else if self.campaign.late() {
            self.note(format!(
                "worker lost ({loss}), cases {first} to {last} not run again: time is up"
            ));
            return Ok(nothing);
        } else {
            match self.batch(&range, true) {
                Ok(report) => {
                    self.note(format!(
                        "worker lost ({loss}), cases {first} to {last} re-run clean"
                    ));
                    self.absorb(&report)?;
                    return Ok(nothing);
                }
                Err(ObserveError::Lost(again)) => {
                    lock(&self.campaign.stats).restarts += 1;
                    again
                }
                Err(error) => return Err(error),
            }
        };
        let Some(number) = loss.at.as_ref().map(|at| at.number).filter(|n| range.contains(n))
        else {
            self.note(format!(
                "worker lost ({loss}) in cases {first} to {last}, which are left out"
            ));
            return Ok(nothing);
        };
        if first < number && !self.campaign.late() {
            match self.batch(&(first..number), false) {
                Ok(report) => self.absorb(&report)?,
                Err(ObserveError::Lost(other)) => {
                    lock(&self.campaign.stats).restarts += 1;
                    let before = number - 1;
                    self.note(format!(
                        "worker lost ({other}) in cases {first} to {before}, which ran before"
                    ));
                }
                Err(error) => return Err(error),
            }
        }
        self.guilty(number, &loss)?;
        Ok(number + 1..range.end)
    }

    /// Something that the summary must say.
    fn note(&self, text: String) {
        lock(&self.campaign.stats).lost.push(text);
    }

    fn batch(&mut self, range: &Range<u64>, careful: bool) -> Result<BatchReport, ObserveError> {
        let plan = &self.campaign.plan;
        let request = Request::Batch {
            lane: plan.lane.to_string(),
            seed: plan.seed,
            first: range.start,
            count: range.end - range.start,
            careful,
        };
        let reply = self.remote.ask(&request).map_err(|error| match error {
            // Without care, the last sign of life before a death is up to a second old.
            ObserveError::Lost(loss) if !careful && loss.how != HANG => {
                ObserveError::Lost(Loss { at: None, ..loss })
            }
            other => other,
        });
        match reply? {
            Reply::Batch(report) => Ok(*report),
            Reply::Failed { message } => Err(ObserveError::Failed(message)),
            other => Err(ObserveError::Failed(format!("expected a batch report, got {other:?}"))),
        }
    }

    /// Files a case that ends or stops the worker. A hang is seen once so far: it is confirmed if it is the first of its kind.
    fn guilty(&mut self, number: u64, loss: &Loss) -> Result<(), ObserveError> {
        let campaign = self.campaign;
        let bytes = match self.remote.make(campaign.plan.lane, campaign.plan.seed, number) {
            Ok(bytes) => bytes,
            Err(ObserveError::Lost(again)) => {
                self.note(format!("case {number} cannot be made: worker lost ({again})"));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let mut stats = lock(&campaign.stats);
        (stats.cases, stats.mismatches) = (stats.cases + 1, stats.mismatches + 1);
        drop(stats);
        let mut divergence = crashed(loss);
        let new = !lock(&campaign.registry).knows(&divergence.bucket);
        if new && !campaign.late() {
            match self.find(number, &bytes)? {
                Some(again) => divergence = again,
                None => {
                    self.note(format!(
                        "case {number} cost a worker ({loss}), then ran clean alone and behind others"
                    ));
                    return Ok(());
                }
            }
        }
        self.file(number, &bytes, Some(&divergence), &divergence.bucket)
    }

    /// The first divergence of a case alone, else with a history, which the worker keeps until the case is filed.
    fn find(&mut self, number: u64, bytes: &[u8]) -> Result<Option<Divergence>, ObserveError> {
        self.remote.history.clear();
        let alone = locate(&mut self.remote, bytes)?;
        if alone.is_some() || self.campaign.late() {
            return Ok(alone);
        }
        let Plan { lane, seed, .. } = self.campaign.plan;
        locate_behind(&mut self.remote, (lane, seed, number), bytes)
    }

    fn absorb(&mut self, report: &BatchReport) -> Result<(), ObserveError> {
        lock(&self.campaign.stats).absorb(report);
        for Mismatch { number, case, answers } in &report.mismatches {
            if self.campaign.satisfied() {
                lock(&self.campaign.stats).unclassified += 1;
                continue;
            }
            let decoded = Case::decode(&case.0).ok();
            let field = match compare(answers, decoded.as_ref()) {
                Verdict::Diverged(difference) => Some((difference.engines, difference.field)),
                _ => None,
            };
            self.classify(*number, &case.0, field)?;
        }
        self.ran += report.cases;
        if report.rss_kib > self.campaign.plan.rss_max_kib || self.ran > CASES_PER_WORKER {
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
        let found = self.find(number, bytes)?;
        let bucket = match (&found, seen) {
            (Some(divergence), _) => divergence.bucket.clone(),
            // Differed in the batch and not again: more state than the inputs of one program leaks from case to case.
            (None, Some((engines, field))) => {
                Bucket { engines, field, opcode: "-".to_owned(), exits: "unstable".to_owned() }
            }
            (None, None) => return Ok(()),
        };
        self.file(number, bytes, found.as_ref(), &bucket)
    }

    /// Minimises, explains and files the first case of a bucket, counts the others.
    fn file(
        &mut self,
        number: u64,
        bytes: &[u8],
        found: Option<&Divergence>,
        bucket: &Bucket,
    ) -> Result<(), ObserveError> {
        let campaign = self.campaign;
        let cases = lock(&campaign.stats).cases;
        let odd = found.and_then(|found| found.difference.odd.as_deref());
        let after = campaign.started.elapsed();
        let seen = lock(&campaign.registry).see(bucket, odd, number, after, cases);
        let filed = match seen {
            Seen::First => crate::registry::file_first(
                campaign,
                &mut self.remote,
                number,
                bytes,
                found,
                bucket,
            ),
            Seen::Further => lock(&campaign.registry).save_more(bucket, number, bytes),
            Seen::Enough => Ok(()),
        };
        self.remote.history.clear();
        if campaign.plan.stop_at_first {
            campaign.stop();
        }
        filed.map_err(ObserveError::Failed)
    }
}
