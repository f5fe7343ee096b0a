//! `jar-diff run`: a campaign with progress, summary and exit code.

use crate::args::RunArgs;
use crate::campaign::{Campaign, Plan, lock};
use crate::questions;
use crate::stats::{Stats, Summary, per_second, thousands};
use crate::{CLEAN, DIVERGED, Failure};
use indicatif::{ProgressBar, ProgressStyle};
use jar_diff_core::card::{html, text};
use jar_diff_core::finding;
use jar_diff_core::protocol::GENERATOR;
use jar_diff_gen::{Generator, Lane, Settings, seed_of};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Between two lines of progress where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(10);

pub(crate) fn run(args: &RunArgs) -> Result<u8, Failure> {
    let campaign = Arc::new(Campaign::new(plan(args)?)?);
    eprintln!(
        "lane {} · seed {:#x} · engines {} · findings in {}",
        campaign.plan.lane,
        campaign.plan.seed,
        campaign.engines.join(", "),
        campaign.plan.out.display()
    );
    let interrupted = stop_on_interrupt(&campaign)?;
    std::thread::scope(|scope| {
        let jobs: Vec<_> =
            (0..campaign.plan.jobs).map(|_| scope.spawn(|| campaign.job())).collect();
        let mut progress = Progress::new(&campaign);
        while jobs.iter().any(|job| !job.is_finished()) {
            std::thread::sleep(Duration::from_millis(100));
            progress.show(&campaign);
        }
        progress.end();
    });
    if let Some(message) = campaign.failure() {
        return Err(Failure(message));
    }
    let summary = summarise(&campaign, interrupted.load(std::sync::atomic::Ordering::Relaxed));
    report(args, &campaign, &summary)?;
    Ok(if summary.findings.is_empty() && summary.mismatches == 0 { CLEAN } else { DIVERGED })
}

fn plan(args: &RunArgs) -> Result<Plan, Failure> {
    if args.target.is_some() && args.lane != Lane::Chain {
        return Err(Failure("--target: expected --lane chain".to_owned()));
    }
    let seed = args.seed.as_deref().map_or_else(random_seed, seed_of);
    let time = match (args.duration, args.cases) {
        (None, None) => Some(Duration::from_secs(60)),
        (time, _) => time,
    };
    let jobs = args
        .jobs
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("runs/{seed:016x}")));
    std::fs::create_dir_all(&out)
        .map_err(|error| Failure(format!("{}: {error}", out.display())))?;
    Ok(Plan {
        lane: args.lane,
        seed,
        jobs: jobs.max(1),
        first: args.first,
        cases: args.cases.map(|cases| cases.of(args.lane)).transpose()?,
        time,
        out,
        shrink: args.shrink,
        stop_at_first: args.stop_at_first,
        rss_max_kib: args.rss_max << 10,
        starter: match &args.target {
            Some(target) => args.worker.against(target)?,
            None => args.worker.starter(args.lane.ask(), Some(args.lane))?,
        },
    })
}

/// A seed that nobody chose: the hasher's keys come from the system's randomness.
fn random_seed() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}

/// The first Ctrl-C lets the jobs finish their batches, the second ends the program.
fn stop_on_interrupt(
    campaign: &Arc<Campaign>,
) -> Result<Arc<std::sync::atomic::AtomicBool>, Failure> {
    let flag = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (campaign, asked) = (Arc::clone(campaign), Arc::clone(&flag));
    ctrlc::set_handler(move || {
        if asked.swap(true, std::sync::atomic::Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("\nfinishing the batches (Ctrl-C again: end at once)");
        campaign.stop();
    })
    .map_err(|error| Failure(format!("signal handler: {error}")))?;
    Ok(flag)
}

/// Progress on a terminal (a bar) or in a log (a line now and then).
struct Progress {
    bar: Option<ProgressBar>,
    told: Instant,
}

impl Progress {
    fn new(campaign: &Campaign) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let total = campaign.plan.cases.unwrap_or(1000);
            let style = ProgressStyle::with_template("{bar:30.cyan/blue} {percent:>3}% {msg}");
            ProgressBar::new(total)
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar, told: Instant::now() }
    }

    fn show(&mut self, campaign: &Campaign) {
        if self.bar.is_none() && self.told.elapsed() < LINE_EVERY {
            return;
        }
        let (cases, line) = line(campaign);
        match &self.bar {
            Some(bar) => {
                let time = campaign.plan.time.map(|time| {
                    let done = campaign.started.elapsed().as_secs_f64() / time.as_secs_f64();
                    (done.min(1.0) * 1000.0) as u64
                });
                bar.set_position(if campaign.plan.cases.is_some() {
                    cases
                } else {
                    time.unwrap_or(0)
                });
                bar.set_message(line);
            }
            None => {
                eprintln!("{line}");
                self.told = Instant::now();
            }
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn line(campaign: &Campaign) -> (u64, String) {
    let stats: Stats = lock(&campaign.stats).clone();
    let findings = lock(&campaign.registry).len();
    let elapsed = campaign.started.elapsed();
    let text = format!(
        "{:.0} s · {} cases · {:.0} pairs/s · {} findings · {} restarts · {} MiB",
        elapsed.as_secs_f64(),
        thousands(stats.cases),
        per_second(stats.pairs, elapsed),
        findings,
        stats.restarts,
        stats.rss_now_kib >> 10,
    );
    (stats.cases, text)
}

fn summarise(campaign: &Campaign, interrupted: bool) -> Summary {
    let stats = lock(&campaign.stats).clone();
    let elapsed = campaign.started.elapsed();
    let generator = Generator::new(Settings::default());
    let (cells, empty) = match campaign.plan.lane.questions() {
        None => {
            let (cells, empty) = stats.coverage.totals(generator.space());
            (cells, empty.len())
        }
        Some(kind) => questions::totals(campaign.plan.lane, kind, &stats.questions),
    };
    Summary {
        lane: campaign.plan.lane.to_string(),
        seed: campaign.plan.seed,
        engines: campaign.engines.clone(),
        jobs: campaign.plan.jobs,
        seconds: elapsed.as_secs_f64(),
        cases: stats.cases,
        pairs: stats.pairs,
        pairs_per_second: per_second(stats.pairs, elapsed),
        cpu_seconds: stats.cpu_ns as f64 / 1e9,
        cases_per_core_second: (stats.cpu_ns > 0)
            .then(|| per_second(stats.cases, Duration::from_nanos(stats.cpu_ns))),
        percent_of_time: shares(campaign, &stats),
        slowest_case: stats.slowest.1,
        slowest_case_milliseconds: stats.slowest.0 as f64 / 1e3,
        rejects: stats.rejects,
        rejects_percent: 100.0 * stats.rejects as f64 / (stats.cases.max(1)) as f64,
        poisoned: stats.poisoned,
        mismatches: stats.mismatches,
        mismatches_unclassified: stats.unclassified,
        findings: lock(&campaign.registry).lines(),
        worker_restarts: stats.restarts,
        workers_recycled: stats.recycled,
        workers_lost: stats.lost,
        rss_now_mib: stats.rss_now_kib >> 10,
        rss_max_mib: stats.rss_max_kib >> 10,
        exits: stats.exits,
        coverage_cells: cells,
        coverage_empty: empty,
        coverage_never: questions::never(campaign.plan.lane, &stats.questions),
        interrupted,
    }
}

/// What of the workers' time went where, in percent.
fn shares(campaign: &Campaign, stats: &Stats) -> Vec<(String, f64)> {
    let names = std::iter::once(GENERATOR).chain(campaign.engines.iter().map(String::as_str));
    let times = std::iter::once(stats.times.generator).chain(stats.times.engines.iter().copied());
    let all = stats.times.all.max(1) as f64;
    names.zip(times).map(|(name, time)| (name.to_owned(), 100.0 * time as f64 / all)).collect()
}

/// Writes `summary.json`, `coverage.txt`, `coverage.json` and `index.html`, and prints the summary.
fn report(args: &RunArgs, campaign: &Campaign, summary: &Summary) -> Result<(), Failure> {
    let out = &campaign.plan.out;
    let json = serde_json::to_string_pretty(summary).map_err(|e| Failure(e.to_string()))?;
    let generator = Generator::new(Settings::default());
    let coverage = lock(&campaign.stats).coverage.clone();
    let (rows, table) = match campaign.plan.lane.questions() {
        None => (
            serde_json::to_string(&coverage.rows(generator.space())),
            coverage.text(generator.space()),
        ),
        Some(kind) => {
            let met = questions::rows(campaign.plan.lane, kind, &lock(&campaign.stats).questions);
            (serde_json::to_string(&met), questions::text(&met))
        }
    };
    let rows = rows.map_err(|e| Failure(e.to_string()))?;
    let cards = lock(&campaign.registry).cards();
    // Links of the index lead into the folder of findings, so it lies there.
    let page = html::index(&summary.lines(), &cards).map_err(|e| Failure(e.to_string()))?;
    let findings = out.join("findings");
    std::fs::create_dir_all(&findings)
        .map_err(|error| Failure(format!("{}: {error}", findings.display())))?;
    for (path, content) in [
        (out.join("summary.json"), json.as_str()),
        (out.join("coverage.json"), rows.as_str()),
        (out.join("coverage.txt"), table.as_str()),
        (findings.join("index.html"), page.as_str()),
    ] {
        finding::write(&path, content.as_bytes())?;
    }
    if args.json {
        println!("{json}");
        return Ok(());
    }
    for (card, count) in cards.iter().take(3) {
        println!("{}\nseen in {count} cases\n", text::render(card, crate::colour()));
    }
    for (name, value) in summary.lines() {
        println!("{name:<11} {value}");
    }
    for line in &summary.findings {
        println!("            {} ×{}", line.bucket, line.cases);
    }
    if summary.interrupted {
        println!("interrupted before its end");
    }
    Ok(())
}
