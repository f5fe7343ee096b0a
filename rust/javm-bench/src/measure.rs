//! Timing: samples of all engines in turns, so that noise hits all of them alike.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::Context;
use serde::Serialize;

use crate::engines::{Engine, Loaded};
use crate::workload::{Group, Workload};
use bench_kit::Clock;
use bench_kit::Summary;

/// What is timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Metric {
    /// From the octets to something that can be run.
    Compile,
    /// The run; what comes before it is not counted.
    Execute,
    /// Compile, set up, run, drop.
    Whole,
    /// Reset of a kept machine, and run.
    Warm,
}

impl Metric {
    /// All, in the order of the tables.
    pub(crate) const ALL: [Self; 4] = [Self::Compile, Self::Execute, Self::Whole, Self::Warm];

    /// What has to be sampled for all: a warm call is sampled with its execution.
    pub(crate) const SAMPLED: [Self; 3] = [Self::Compile, Self::Execute, Self::Whole];

    /// For headings.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Execute => "execute",
            Self::Whole => "whole call",
            Self::Warm => "warm call",
        }
    }
}

/// The times of an engine on a workload.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    /// The workload.
    pub(crate) workload: String,
    /// Its group.
    pub(crate) group: Group,
    /// The engine.
    pub(crate) engine: String,
    /// The time that counts.
    pub(crate) clock: Clock,
    /// Octets of code.
    pub(crate) code_size: usize,
    /// Nanoseconds by what was timed.
    pub(crate) times: BTreeMap<Metric, Summary>,
}

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// Samples of everything that is fast enough.
    pub(crate) samples: u32,
    /// A sample repeats what it measures for about this long, in nanoseconds.
    pub(crate) sample: u64,
    /// What is slow gets fewer samples, so that they take about this long together, in nanoseconds.
    pub(crate) budget: u64,
}

impl Effort {
    /// For figures that are shown.
    pub(crate) const FULL: Self = Self { samples: 15, sample: 1_000_000, budget: 1_500_000_000 };
    /// To see that it works.
    pub(crate) const QUICK: Self = Self { samples: 3, sample: 100_000, budget: 50_000_000 };
}

/// Fewer samples than this say nothing.
const LEAST: u32 = 3;

/// What takes longer is not done once more to warm up, in nanoseconds.
const SLOW: u64 = 50_000_000;

/// What takes longer is sampled once, in nanoseconds.
const VERY_SLOW: u64 = 1_000_000_000;

/// One thing that is timed, and what has been seen of it.
struct Series {
    engine: usize,
    metric: Metric,
    clock: Clock,
    overhead: u64,
    repetitions: u64,
    /// A sample in every so many rounds.
    stride: u32,
    /// Once before each sample without measuring: other engines ran since the last one.
    warms_up: bool,
    samples: Vec<f64>,
    /// The same with the reset, for [`Metric::Warm`].
    with_reset: Vec<f64>,
}

/// Does it `count` times; the nanoseconds of it, and those of it with what has to come before. A warm call and its execution
/// are taken from the same runs, so that their difference is that of one sample.
fn time(it: &mut dyn Loaded, series: &Series, count: u64) -> anyhow::Result<(u64, u64)> {
    let Series { metric, clock, overhead, .. } = series;
    let (mut reset, mut run) = (0u64, 0u64);
    let start = clock.now();
    for _ in 0..count {
        match metric {
            Metric::Compile => it.compile()?,
            Metric::Whole => it.whole()?,
            Metric::Warm | Metric::Execute => {
                let start = clock.now();
                it.reset()?;
                let between = clock.now();
                it.run()?;
                let end = clock.now();
                reset += between.saturating_sub(start).saturating_sub(*overhead);
                run += end.saturating_sub(between).saturating_sub(*overhead);
            }
        }
    }
    let all = clock.now().saturating_sub(start).saturating_sub(*overhead);
    Ok(match metric {
        Metric::Warm | Metric::Execute => (run, reset.saturating_add(run)),
        Metric::Compile | Metric::Whole => (all, all),
    })
}

impl Series {
    /// Finds out how often it has to be repeated. The first time warms up.
    fn new(
        engine: usize,
        metric: Metric,
        clock: Clock,
        effort: Effort,
        it: &mut dyn Loaded,
    ) -> anyhow::Result<Self> {
        let overhead = clock.overhead();
        let (samples, with_reset) = (Vec::new(), Vec::new());
        let mut new = Self {
            engine,
            metric,
            clock,
            overhead,
            repetitions: 1,
            stride: 1,
            warms_up: false,
            samples,
            with_reset,
        };
        let mut once = time(it, &new, 1)?.1.max(1);
        if once < effort.sample {
            once = (time(it, &new, 4)?.1 / 4).max(1);
        }
        new.repetitions = (effort.sample / once).clamp(1, 20_000);
        let affordable = u32::try_from(effort.budget / once.saturating_mul(new.repetitions));
        let least = if once > VERY_SLOW { 1 } else { LEAST };
        let affordable = affordable.unwrap_or(u32::MAX).clamp(least, effort.samples);
        new.warms_up = once < SLOW;
        new.stride = effort.samples.div_ceil(affordable);
        Ok(new)
    }

    fn sample(&mut self, it: &mut dyn Loaded) -> anyhow::Result<()> {
        if self.warms_up {
            time(it, self, 1)?;
        }
        let (time, with_reset) = time(it, self, self.repetitions)?;
        let mean = |time: u64| time as f64 / self.repetitions as f64;
        self.samples.push(mean(time));
        self.with_reset.push(mean(with_reset));
        Ok(())
    }
}

fn row(
    workload: &Workload,
    engine: &dyn Engine,
    series: &[Series],
    index: usize,
) -> anyhow::Result<Row> {
    let of_engine = series.iter().filter(|series| series.engine == index);
    let mut times = BTreeMap::new();
    for series in of_engine {
        let of = |samples: &[f64]| Summary::of(samples.to_vec(), series.repetitions);
        times.extend(of(&series.samples).map(|summary| (series.metric, summary)));
        if series.metric == Metric::Execute {
            times.extend(of(&series.with_reset).map(|summary| (Metric::Warm, summary)));
        }
    }
    Ok(Row {
        workload: workload.name.clone(),
        group: workload.group,
        engine: engine.name().to_owned(),
        clock: engine.clock(),
        code_size: workload.code_size()?,
        times,
    })
}

/// Times a workload on all engines that take it.
///
/// # Errors
/// An engine fails; its results have been checked before.
pub(crate) fn measure(
    workload: &Workload,
    engines: &[Box<dyn Engine>],
    metrics: &[Metric],
    effort: Effort,
) -> anyhow::Result<Vec<Row>> {
    let engines: Vec<_> = engines.iter().filter(|engine| engine.takes(workload)).collect();
    let mut loaded = Vec::new();
    let mut all = Vec::new();
    for (index, engine) in engines.iter().enumerate() {
        let mut it = engine.load(workload)?;
        for metric in metrics {
            if *metric != Metric::Compile || engine.compiles() {
                all.push(Series::new(index, *metric, engine.clock(), effort, it.as_mut())?);
            }
        }
        loaded.push(it);
    }
    for round in 0..effort.samples {
        for series in &mut all {
            if round % series.stride == 0 {
                let it = loaded.get_mut(series.engine).context("a series without an engine")?;
                series.sample(it.as_mut())?;
            }
        }
    }
    drop(loaded);
    let rows = engines.iter().enumerate();
    rows.map(|(index, engine)| row(workload, engine.as_ref(), &all, index)).collect()
}

/// The same for a workload whose machines do not fit into memory together: each engine loads it anew for every sample.
///
/// # Errors
/// As above.
pub(crate) fn measure_apart(
    workload: &Workload,
    engines: &[Box<dyn Engine>],
) -> anyhow::Result<Vec<Row>> {
    let effort = Effort { samples: LEAST, sample: 1, budget: 0 };
    let mut rows: BTreeMap<usize, Series> = BTreeMap::new();
    let engines: Vec<_> = engines.iter().filter(|engine| engine.takes(workload)).collect();
    for _ in 0..LEAST {
        for (index, engine) in engines.iter().enumerate() {
            let mut it = engine.load(workload)?;
            let series = match rows.entry(index) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let (execute, clock) = (Metric::Execute, engine.clock());
                    new.insert(Series::new(index, execute, clock, effort, it.as_mut())?)
                }
            };
            series.sample(it.as_mut())?;
        }
    }
    let all: Vec<Series> = rows.into_values().collect();
    let rows = engines.iter().enumerate();
    rows.map(|(index, engine)| row(workload, engine.as_ref(), &all, index)).collect()
}
