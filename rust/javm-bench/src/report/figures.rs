//! Ratios of one run, and the figures that are aimed at.

use serde::Serialize;

use super::Measured;
use crate::measure::Metric;
use crate::workload::{Group, HOST_CALLS};
use bench_kit::geometric_mean;

/// How much longer one engine takes than another.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Ratio {
    /// What takes longer if the ratio is above 1,
    pub(crate) over: &'static str,
    /// than this.
    pub(crate) under: &'static str,
    /// What was timed.
    pub(crate) metric: Metric,
    /// Geometric mean over the computations.
    pub(crate) compute: f64,
    /// Geometric mean over everything that both ran, host calls and memory included.
    pub(crate) all: f64,
    /// The least and the greatest ratio of the computations.
    pub(crate) range: (f64, f64),
    /// Computations that both ran.
    pub(crate) workloads: usize,
}

/// A figure that is aimed at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Target {
    /// What is aimed at, with the bound.
    pub(crate) what: String,
    /// What was measured.
    pub(crate) figure: f64,
    /// What it is a number of.
    pub(crate) unit: &'static str,
    /// Whether the bound is kept.
    pub(crate) met: bool,
}

/// All derived numbers.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Figures {
    /// Ratios of engines.
    pub(crate) ratios: Vec<Ratio>,
    /// Nanoseconds of a host call, leaving and coming back, by engine.
    pub(crate) host_calls: Vec<(String, f64)>,
    /// Warm call minus execution in microseconds, by workload.
    pub(crate) warm: Vec<(String, f64)>,
    /// What is aimed at.
    pub(crate) targets: Vec<Target>,
}

/// The bound of a target.
#[derive(Clone, Copy)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

impl Bound {
    fn keeps(self, figure: f64) -> bool {
        match self {
            Self::AtLeast(bound) => figure >= bound,
            Self::AtMost(bound) => figure <= bound,
        }
    }

    fn text(self) -> String {
        match self {
            Self::AtLeast(bound) => format!("at least {bound}"),
            Self::AtMost(bound) => format!("at most {bound}"),
        }
    }
}

/// The pairs of engines that are compared.
const PAIRS: [(&str, &str, Metric); 18] = [
    ("polkavm", "fixed", Metric::Execute),
    ("polkavm-full", "fixed", Metric::Execute),
    ("polkavm-linux", "fixed", Metric::Execute),
    ("fixed", "native", Metric::Execute),
    ("polkavm", "fixed", Metric::Compile),
    ("polkavm-full", "fixed", Metric::Compile),
    ("polkavm", "fixed", Metric::Whole),
    ("polkavm-full", "fixed", Metric::Whole),
    ("polkavm-linux", "fixed", Metric::Whole),
    ("polkavm", "fixed", Metric::Warm),
    ("polkavm-linux", "fixed", Metric::Warm),
    ("clif", "polkavm", Metric::Execute),
    ("clif-speed", "polkavm", Metric::Execute),
    ("clif", "fixed", Metric::Compile),
    ("clif-speed", "fixed", Metric::Compile),
    ("polkavm-interpreter", "interpreter", Metric::Execute),
    ("polkavm-interpreter", "interpreter", Metric::Whole),
    ("interpreter", "fixed", Metric::Execute),
];

fn ratio(
    measured: &Measured,
    (over, under, metric): (&'static str, &'static str, Metric),
) -> Option<Ratio> {
    let of = |group: Option<Group>| -> Vec<f64> {
        let names = measured.workloads(|row| match group {
            Some(group) => row.group == group,
            None => row.group != Group::Large,
        });
        let pair = |name: &&str| {
            Some(measured.time(name, over, metric)? / measured.time(name, under, metric)?)
        };
        names.iter().filter_map(pair).collect()
    };
    let values = of(Some(Group::Compute));
    let (compute, all) = (geometric_mean(&values)?, geometric_mean(&of(None))?);
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = values.iter().copied().fold(0.0, f64::max);
    Some(Ratio {
        over,
        under,
        metric,
        compute,
        all,
        range: (least, greatest),
        workloads: values.len(),
    })
}

/// The cost of leaving for the host and coming back, per engine.
fn host_calls(measured: &Measured) -> Vec<(String, f64)> {
    let engines = measured.engines.iter().map(|(name, _)| name);
    let cost = |name: &String| {
        let with = measured.time("hostcall", name, Metric::Execute)?;
        let without = measured.time("hostcall_none", name, Metric::Execute)?;
        Some((name.clone(), (with - without) / HOST_CALLS as f64))
    };
    engines.filter_map(cost).collect()
}

/// Warm call minus execution of the fixed engine, in microseconds.
fn warm(measured: &Measured) -> Vec<(String, f64)> {
    let names = measured
        .workloads(|row| matches!(row.group, Group::Compute | Group::Kernel | Group::Calls));
    let difference = |name: &&str| {
        let warm = measured.time(name, "fixed", Metric::Warm)?;
        let execute = measured.time(name, "fixed", Metric::Execute)?;
        Some(((*name).to_owned(), (warm - execute) / 1e3))
    };
    names.iter().filter_map(difference).collect()
}

fn targets(measured: &Measured, figures: &Figures) -> Vec<Target> {
    let of = |over: &str, under: &str, metric: Metric| {
        let found = figures
            .ratios
            .iter()
            .find(|ratio| ratio.over == over && ratio.under == under && ratio.metric == metric);
        found.map(|ratio| ratio.compute)
    };
    let median = |values: &[(String, f64)]| {
        let mut sorted: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied()
    };
    let four = measured.workloads(|row| row.group == Group::Large && row.code_size >= 4_000_000);
    let four = four.first().and_then(|name| measured.time(name, "fixed", Metric::Compile));
    let fixed_call = figures.host_calls.iter().find(|(name, _)| name == "fixed").map(|(_, ns)| *ns);
    let clif =
        [of("clif", "polkavm", Metric::Execute), of("clif-speed", "polkavm", Metric::Execute)];
    let clif = clif.into_iter().flatten().min_by(f64::total_cmp);
    use Bound::{AtLeast, AtMost};
    use Metric::{Compile, Execute, Whole};
    let all = [
        ("polkavm's execution over fixed's", of("polkavm", "fixed", Execute), AtLeast(1.3), "×"),
        ("fixed's execution over native", of("fixed", "native", Execute), AtMost(2.2), "×"),
        ("polkavm's compilation over fixed's", of("polkavm", "fixed", Compile), AtLeast(1.1), "×"),
        (
            "the same with polkavm's full gas",
            of("polkavm-full", "fixed", Compile),
            AtLeast(3.0),
            "×",
        ),
        ("polkavm's whole call over fixed's", of("polkavm", "fixed", Whole), AtLeast(1.3), "×"),
        ("the same with polkavm's full gas", of("polkavm-full", "fixed", Whole), AtLeast(1.3), "×"),
        ("fixed: warm call minus execution, median", median(&figures.warm), AtMost(2.0), "µs"),
        ("clif's execution over polkavm's, the better level", clif, AtMost(1.3), "×"),
        (
            "polkavm's interpreter over ours",
            of("polkavm-interpreter", "interpreter", Execute),
            AtLeast(1.5),
            "×",
        ),
        ("fixed: compilation of 4 MB", four.map(|ns| ns / 1e6), AtMost(60.0), "ms"),
        ("fixed: host call and re-entry", fixed_call, AtMost(15.0), "ns"),
    ];
    let target = |(what, figure, bound, unit): (&str, Option<f64>, Bound, &'static str)| {
        let figure = figure?;
        let what = format!("{what}: {} {unit}", bound.text());
        Some(Target { what, figure, unit, met: bound.keeps(figure) })
    };
    all.into_iter().filter_map(target).collect()
}

/// Derives what can be derived from what was measured.
pub(crate) fn figures(measured: &Measured) -> Figures {
    let ratios = PAIRS.into_iter().filter_map(|pair| ratio(measured, pair)).collect();
    let mut figures = Figures {
        ratios,
        host_calls: host_calls(measured),
        warm: warm(measured),
        targets: Vec::new(),
    };
    figures.targets = targets(measured, &figures);
    figures
}
