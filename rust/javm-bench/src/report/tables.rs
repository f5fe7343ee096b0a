//! The tables that are printed.

use bench_kit::{Clock, Table};

use super::{EXECUTION, Figures, Measured};
use crate::large::octets_text;
use crate::measure::{Metric, Row};
use crate::workload::Group;

/// A time with three digits.
fn time_text(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        ns if ns < 1e3 => (ns, "ns"),
        ns if ns < 1e6 => (ns / 1e3, "µs"),
        ns if ns < 1e9 => (ns / 1e6, "ms"),
        ns => (ns / 1e9, "s"),
    };
    let digits = match value {
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.digits$} {unit}")
}

fn ratio_text(ratio: f64) -> String {
    match ratio {
        r if r < 99.95 => format!("{r:.2}"),
        r => format!("{r:.0}"),
    }
}

/// Name with a mark if wall time counts.
fn engine_heading(measured: &Measured, engine: &str) -> String {
    let wall = measured.rows.iter().any(|row| row.engine == engine && row.clock == Clock::Wall);
    format!("{engine}{}", if wall { " †" } else { "" })
}

/// One metric of some groups: a row per workload, a column per engine.
fn times(measured: &Measured, heading: &str, metric: Metric, wanted: fn(&Row) -> bool) -> Table {
    let has = |engine: &str| {
        let rows = measured.rows.iter().filter(|row| row.engine == engine && wanted(row));
        rows.clone().any(|row| row.times.contains_key(&metric))
    };
    let engines: Vec<&str> =
        measured.engines.iter().map(|(name, _)| name.as_str()).filter(|name| has(name)).collect();
    let headings: Vec<String> = engines.iter().map(|name| engine_heading(measured, name)).collect();
    let mut columns = vec!["workload"];
    columns.extend(headings.iter().map(String::as_str));
    let mut table = Table::new(heading, &columns);
    for workload in measured.workloads(wanted) {
        let cells = engines.iter().map(|engine| {
            measured.time(workload, engine, metric).map_or_else(|| "–".to_owned(), time_text)
        });
        table.push([workload.to_owned()].into_iter().chain(cells).collect());
    }
    table
}

/// What was measured, by metric.
pub(crate) fn time_tables(measured: &Measured) -> Vec<Table> {
    let mut tables: Vec<Table> = Metric::ALL
        .into_iter()
        .map(|metric| {
            let heading = match metric {
                Metric::Compile => "Time to compile",
                Metric::Execute => EXECUTION,
                Metric::Whole => "Time to compile, set up and run (whole call)",
                Metric::Warm => "Time to reset and run (warm call)",
            };
            times(measured, heading, metric, |row| {
                matches!(row.group, Group::Compute | Group::Kernel)
            })
        })
        .collect();
    let calls = |row: &Row| row.group == Group::Calls;
    let memory = |row: &Row| row.group == Group::Memory;
    tables.push(times(measured, "Starting and leaving: execute", Metric::Execute, calls));
    tables.push(times(measured, "Starting and leaving: whole call", Metric::Whole, calls));
    tables.push(times(measured, "Starting and leaving: warm call", Metric::Warm, calls));
    tables.push(times(measured, "Memory: execute", Metric::Execute, memory));
    tables.push(times(measured, "Memory: reset and run", Metric::Warm, memory));
    tables.push(compile_speed(measured));
    tables.retain(|table| !table.is_empty());
    tables
}

/// Compile times by size of code.
fn compile_speed(measured: &Measured) -> Table {
    let mut table = Table::new(
        "Compiling by size of code",
        &["engine", "code", "time", "MB/s", "ns per octet"],
    );
    for (engine, _) in &measured.engines {
        let of_engine = measured.rows.iter().filter(|row| row.engine == *engine);
        for row in of_engine.filter(|row| row.group == Group::Large) {
            let Some(summary) = row.times.get(&Metric::Compile) else { continue };
            let per_octet = summary.median / row.code_size as f64;
            table.push(vec![
                engine_heading(measured, engine),
                octets_text(row.code_size),
                time_text(summary.median),
                format!("{:.1}", 1e3 / per_octet),
                format!("{per_octet:.2}"),
            ]);
        }
    }
    table
}

/// Ratios and host calls.
pub(crate) fn figure_tables(measured: &Measured, figures: &Figures) -> Vec<Table> {
    let columns = ["time of … over …", "what", "computations", "least", "greatest", "everything"];
    let mut ratios = Table::new("Ratios (geometric means of the same run)", &columns);
    for ratio in &figures.ratios {
        let over = engine_heading(measured, ratio.over);
        ratios.push(vec![
            format!("{over} / {}", ratio.under),
            ratio.metric.name().to_owned(),
            ratio_text(ratio.compute),
            ratio_text(ratio.range.0),
            ratio_text(ratio.range.1),
            ratio_text(ratio.all),
        ]);
    }
    let mut calls = Table::new("Host calls: a real exit and the way back", &["engine", "time"]);
    for (engine, time) in &figures.host_calls {
        calls.push(vec![engine_heading(measured, engine), time_text(*time)]);
    }
    calls.note("No engine of this repository answers a host call without an exit.");
    let mut warm = Table::new("fixed: warm call minus execution", &["workload", "difference"]);
    for (workload, time) in &figures.warm {
        warm.push(vec![workload.clone(), format!("{time:.2} µs")]);
    }
    let mut tables = vec![ratios, calls, warm];
    tables.retain(|table| !table.is_empty());
    tables
}

/// What is aimed at.
pub(crate) fn target_table(figures: &Figures) -> Table {
    let mut table = Table::new("Targets", &["target", "figure", ""]);
    for target in &figures.targets {
        let met = if target.met { "met" } else { "missed" };
        let figure = format!("{} {}", ratio_text(target.figure), target.unit);
        table.push(vec![target.what.clone(), figure, met.to_owned()]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits() {
        let texts = [0.5, 12.34, 999.4, 1_000.0, 12_345.0, 1.5e6, 2.5e9].map(time_text);
        assert_eq!(
            texts,
            ["0.50 ns", "12.3 ns", "999 ns", "1.00 µs", "12.3 µs", "1.50 ms", "2.50 s"]
        );
    }
}
