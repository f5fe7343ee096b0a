//! From measurements to tables.

mod figures;
mod tables;

use serde::Serialize;

use crate::measure::{Metric, Row};

pub(crate) use figures::{Figures, figures};
/// The heading of the table of execution times.
pub(crate) const EXECUTION: &str = "Time to execute";

pub(crate) use tables::{figure_tables, target_table, time_tables};

/// Everything that was measured in one run.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Measured {
    /// Which engines there are: names and what they are.
    pub(crate) engines: Vec<(String, String)>,
    /// Engines that are not there, and why.
    pub(crate) missing: Vec<String>,
    /// The times.
    pub(crate) rows: Vec<Row>,
}

impl Measured {
    /// The row of an engine on a workload.
    fn row(&self, workload: &str, engine: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.workload == workload && row.engine == engine)
    }

    /// A median, in nanoseconds.
    fn time(&self, workload: &str, engine: &str, metric: Metric) -> Option<f64> {
        self.row(workload, engine)?.times.get(&metric).map(|summary| summary.median)
    }

    /// Names of workloads, in the order in which they were measured.
    fn workloads(&self, wanted: impl Fn(&Row) -> bool) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for row in self.rows.iter().filter(|row| wanted(row)) {
            if !names.contains(&row.workload.as_str()) {
                names.push(&row.workload);
            }
        }
        names
    }
}
