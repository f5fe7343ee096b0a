//! What a campaign of questions has met: type or function × damage × outcome.

use jar_diff_questions::{DAMAGES, Kind, chain, damages, outcome_name, subjects};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Counts by subject, damage and outcome, as their places.
pub(crate) type Counts = BTreeMap<(u8, u8, u8), u64>;

/// One line of the machine-readable table.
#[derive(Serialize)]
pub(crate) struct Line {
    subject: &'static str,
    damage: &'static str,
    /// Counts by the name of the outcome, in the order of the outcomes.
    outcomes: Vec<(&'static str, u64)>,
}

/// All subjects and damages, those that were not met as well.
pub(crate) fn rows(kind: Kind, counts: &Counts) -> Vec<Line> {
    if kind == Kind::Chain {
        return rules(counts);
    }
    let mut lines = Vec::new();
    for (subject, name) in (0..).zip(subjects(kind)) {
        for damage in damages(kind) {
            let what = DAMAGES.get(usize::from(damage)).copied().unwrap_or_default();
            let met = counts.range((subject, damage, 0)..=(subject, damage, u8::MAX));
            let outcomes = met.map(|((.., outcome), count)| (outcome_name(*outcome), *count));
            lines.push(Line { subject: name, damage: what, outcomes: outcomes.collect() });
        }
    }
    lines
}

/// What became of blocks, and each rule: how often it was broken, how often it held. What was never met comes first.
fn rules(counts: &Counts) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in 0..chain::CHAIN_COUNTS {
        let name = chain::count_name(row);
        let rule = name.contains('.');
        for (column, damage) in [(0, if rule { "broken" } else { "blocks" }), (1, "held")] {
            if rule || column == 0 {
                let count = counts.get(&(row, column, 0)).copied();
                let outcomes = count.map(|count| ("times", count)).into_iter().collect();
                lines.push(Line { subject: name, damage, outcomes });
            }
        }
    }
    lines.sort_by_key(|line| !line.outcomes.is_empty());
    lines
}

/// The table for people: a line for each subject and damage.
pub(crate) fn text(lines: &[Line]) -> String {
    let mut out = String::new();
    for Line { subject, damage, outcomes } in lines {
        let cells: Vec<String> =
            outcomes.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let _ = writeln!(out, "{subject:<32}{damage:<8}{}", cells.join(", "));
    }
    out
}

/// How many pairs of subject and damage there are, and how many were not met.
pub(crate) fn totals(kind: Kind, counts: &Counts) -> (usize, usize) {
    let lines = rows(kind, counts);
    (lines.len(), lines.iter().filter(|line| line.outcomes.is_empty()).count())
}
