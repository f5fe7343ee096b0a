//! The table opcode × boundary class: how often a campaign has met each cell.

use crate::axes::{AXES, COLUMNS};
use crate::plan::Space;
use javm::table::Opcode;
use serde::Serialize;
use std::fmt::Write as _;

/// Counts per cell. A cell that no case can meet is not part of the table.
#[derive(Clone, Debug)]
pub struct Coverage {
    rows: usize,
    counts: Vec<u64>,
}

/// One line of the machine-readable table.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageRow {
    /// Name of the opcode, or "unlisted".
    pub opcode: String,
    /// Every applicable cell.
    pub cells: Vec<CoverageCell>,
}

/// One applicable cell.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageCell {
    /// Name of the axis.
    pub axis: &'static str,
    /// Name of the class.
    pub class: &'static str,
    /// Cases that met it.
    pub count: u64,
}

impl Coverage {
    /// An empty table.
    #[must_use]
    pub fn new(space: &Space) -> Self {
        Self { rows: space.rows(), counts: vec![0; space.rows() * COLUMNS] }
    }

    /// Counts one hit.
    pub fn hit(&mut self, row: usize, column: usize) {
        self.add(row * COLUMNS + column, 1);
    }

    fn add(&mut self, cell: usize, count: u64) {
        if let Some(total) = self.counts.get_mut(cell) {
            *total = total.saturating_add(count);
        }
    }

    /// Takes the counts since the last call, sparse: (cell, count), ascending.
    pub fn drain(&mut self) -> Vec<(u32, u64)> {
        let cells = self.counts.iter_mut().enumerate();
        let hits = cells.filter(|(_, count)| **count > 0);
        hits.map(|(cell, count)| (cell as u32, std::mem::take(count))).collect()
    }

    /// Adds sparse counts.
    pub fn absorb(&mut self, cells: &[(u32, u64)]) {
        for &(cell, count) in cells {
            self.add(cell as usize, count);
        }
    }

    /// Every applicable cell with its count.
    #[must_use]
    pub fn rows(&self, space: &Space) -> Vec<CoverageRow> {
        (0..self.rows)
            .map(|row| {
                let counts = self.counts.iter().skip(row * COLUMNS);
                let classes = AXES.iter().flat_map(|info| {
                    info.classes.iter().enumerate().map(move |(class, name)| (info, class, *name))
                });
                let cells = classes.zip(counts).filter_map(|((info, class, name), &count)| {
                    space.applies(row, info.axis, class).then_some(CoverageCell {
                        axis: info.name,
                        class: name,
                        count,
                    })
                });
                let opcode = space.opcode(row).map_or("unlisted", Opcode::name).to_owned();
                CoverageRow { opcode, cells: cells.collect() }
            })
            .collect()
    }

    /// Applicable cells and those among them that were never met. The columns of a lane count only if it has run.
    #[must_use]
    pub fn totals(&self, space: &Space) -> (usize, Vec<String>) {
        let mut rows = self.rows(space);
        for lane in [true, false] {
            let of_lane = |cell: &CoverageCell| (cell.axis == "program") == lane;
            let mut cells = rows.iter().flat_map(|row| &row.cells);
            if !cells.any(|cell| of_lane(cell) && cell.count > 0) {
                rows.iter_mut().for_each(|row| row.cells.retain(|cell| !of_lane(cell)));
            }
        }
        let cells = rows.iter().map(|row| row.cells.len()).sum();
        let empty = rows.iter().flat_map(|row| {
            row.cells
                .iter()
                .filter(|cell| cell.count == 0)
                .map(|cell| format!("{} × {} {}", row.opcode, cell.axis, cell.class))
        });
        (cells, empty.collect())
    }

    /// The table for people: per opcode and axis the cells met and the smallest count.
    #[must_use]
    pub fn text(&self, space: &Space) -> String {
        let mut out = String::from(
            "Per opcode and axis: classes met / classes that apply, least count per class. · = does not apply.\n\n",
        );
        let _ = write!(out, "{:<22}", "opcode");
        for info in &AXES {
            let _ = write!(out, " {:>13}", info.name);
        }
        out.push('\n');
        for row in self.rows(space) {
            let _ = write!(out, "{:<22}", row.opcode);
            for info in &AXES {
                let cells: Vec<u64> = row
                    .cells
                    .iter()
                    .filter(|cell| cell.axis == info.name)
                    .map(|cell| cell.count)
                    .collect();
                let met = cells.iter().filter(|&&count| count > 0).count();
                let text = cells.iter().min().map_or("·".to_owned(), |least| {
                    format!("{met}/{} {}", cells.len(), compact(*least))
                });
                let _ = write!(out, " {text:>13}");
            }
            out.push('\n');
        }
        let (cells, empty) = self.totals(space);
        let _ = write!(out, "\n{} of {cells} cells met", cells - empty.len());
        for name in empty.iter().take(20) {
            let _ = write!(out, "\nnever met: {name}");
        }
        if empty.len() > 20 {
            let _ = write!(out, "\n… and {} more", empty.len() - 20);
        }
        out.push('\n');
        out
    }
}

/// A count in at most five characters.
fn compact(count: u64) -> String {
    match count {
        0..=9_999 => count.to_string(),
        10_000..=9_999_999 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}
