//! What a campaign of questions has met: type or function × damage × outcome, or context × host call × result.

use jar_diff_gen::Lane;
use jar_diff_questions::watch::{CALLS, CONTEXTS, RESULTS, possible};
use jar_diff_questions::{DAMAGES, Kind, chain, damages, outcome_name, subjects};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Counts by subject, damage and outcome, or by context, call and result, as their places.
pub(crate) type Counts = BTreeMap<(u8, u8, u8), u64>;

/// One line of the machine-readable table.
#[derive(Serialize)]
pub(crate) struct Line {
    subject: &'static str,
    /// What was done to the octets; the host call.
    damage: &'static str,
    /// Counts by the name of the outcome, in the order of the outcomes.
    outcomes: Vec<(&'static str, u64)>,
    /// Outcomes that there can be and that were not met, where that is known.
    never: Vec<&'static str>,
}

/// All lines of a lane, those that were not met as well.
pub(crate) fn rows(lane: Lane, kind: Kind, counts: &Counts) -> Vec<Line> {
    match (lane, kind) {
        (Lane::Invocations, _) => calls(counts),
        (_, Kind::Chain) => rules(counts),
        _ => questions(kind, counts),
    }
}

fn name(names: &[&'static str], place: u8) -> &'static str {
    names.get(usize::from(place)).copied().unwrap_or_default()
}

fn questions(kind: Kind, counts: &Counts) -> Vec<Line> {
    let mut lines = Vec::new();
    for (subject, of) in (0..).zip(subjects(kind)) {
        for damage in damages(kind) {
            let met = counts.range((subject, damage, 0)..=(subject, damage, u8::MAX));
            let outcomes = met.map(|((.., outcome), count)| (outcome_name(*outcome), *count));
            lines.push(Line {
                subject: of,
                damage: name(&DAMAGES, damage),
                outcomes: outcomes.collect(),
                never: Vec::new(),
            });
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
                lines.push(Line { subject: name, damage, outcomes, never: Vec::new() });
            }
        }
    }
    lines.sort_by_key(|line| !line.outcomes.is_empty());
    lines
}

/// Host calls in each context.
fn calls(counts: &Counts) -> Vec<Line> {
    let places = |names: &[_]| 0..names.len() as u8;
    let mut lines = Vec::new();
    for (context, call) in
        places(&CONTEXTS).flat_map(|context| places(&CALLS).map(move |call| (context, call)))
    {
        let count = |result| counts.get(&(context, call, result)).copied().unwrap_or(0);
        let met = places(&RESULTS).filter(|result| count(*result) > 0);
        let never = possible(context, call).into_iter().filter(|result| count(*result) == 0);
        lines.push(Line {
            subject: name(&CONTEXTS, context),
            damage: name(&CALLS, call),
            outcomes: met.map(|result| (name(&RESULTS, result), count(result))).collect(),
            never: never.map(|result| name(&RESULTS, result)).collect(),
        });
    }
    lines
}

/// The table for people.
pub(crate) fn text(lines: &[Line]) -> String {
    let mut out = String::new();
    for Line { subject, damage, outcomes, never } in lines {
        let met = outcomes.iter().map(|(name, count)| format!("{name} {count}"));
        let never = never.iter().map(|name| format!("{name} never"));
        let cells: Vec<String> = met.chain(never).collect();
        let width = DAMAGES.iter().map(|name| name.len()).max().unwrap_or(0).max(damage.len());
        let _ = writeln!(out, "{subject:<32}{damage:<width$} {}", cells.join(", "));
    }
    out
}

/// How many cells there are, and how many were not met: pairs of subject and damage, or results of calls.
pub(crate) fn totals(lane: Lane, kind: Kind, counts: &Counts) -> (usize, usize) {
    let lines = rows(lane, kind, counts);
    if lane == Lane::Invocations {
        let never = lines.iter().map(|line| line.never.len()).sum();
        return (lines.iter().map(|line| line.outcomes.len()).sum::<usize>() + never, never);
    }
    (lines.len(), lines.iter().filter(|line| line.outcomes.is_empty()).count())
}

/// Cells of host calls that were never met, for the summary.
pub(crate) fn never(lane: Lane, counts: &Counts) -> Vec<String> {
    let lines = if lane == Lane::Invocations { calls(counts) } else { Vec::new() };
    let named = |line: &Line| {
        let (subject, call) = (line.subject, line.damage);
        line.never
            .iter()
            .map(move |result| format!("{subject} {call} {result}"))
            .collect::<Vec<_>>()
    };
    lines.iter().flat_map(named).collect()
}
