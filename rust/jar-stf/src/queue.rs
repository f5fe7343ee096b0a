//! History and queue of accumulation (Gray Paper 0.7.2, 12.1, and the queues of 12.3): which reports are accumulated in a block, and
//! which wait.

use std::collections::{BTreeMap, BTreeSet};

use jar_types::{AccumulatedQueue, Hash, ReadyQueue, ReadyReport, Slot, WorkReport};

/// A report that waits for others, borrowed.
#[derive(Clone, Debug)]
pub struct Waiting<'a> {
    /// The report.
    pub report: &'a WorkReport,
    /// Packages that must be accumulated before.
    pub dependencies: BTreeSet<Hash>,
}

/// What 12.1 makes of the reports that became available.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// R*: reports that may be accumulated now, in order.
    pub ready: Vec<&'a WorkReport>,
    /// R^Q: reports that became available and wait.
    pub queued: Vec<Waiting<'a>>,
}

/// D: a report with its dependencies (12.6).
fn with_dependencies(report: &WorkReport) -> Waiting<'_> {
    let mut dependencies = report.context.prerequisites.clone();
    dependencies.extend(report.segment_root_lookup.keys());
    Waiting { report, dependencies }
}

/// E: leaves out what was accumulated (12.7).
fn edit<'a>(
    waiting: impl IntoIterator<Item = Waiting<'a>>,
    accumulated: impl Fn(&Hash) -> bool,
) -> Vec<Waiting<'a>> {
    waiting
        .into_iter()
        .filter(|entry| !accumulated(&entry.report.package_spec.hash))
        .map(|mut entry| {
            entry.dependencies.retain(|hash| !accumulated(hash));
            entry
        })
        .collect()
}

/// P: the packages of reports (12.9).
#[must_use]
pub fn packages(reports: &[&WorkReport]) -> BTreeSet<Hash> {
    reports.iter().map(|report| report.package_spec.hash).collect()
}

/// Q: the reports that can be accumulated, those without dependencies first, then those that depend on these, and so on (12.8).
///
/// Level by level, as the paper has it; each dependency is looked at once.
fn priority(waiting: &[Waiting<'_>]) -> Vec<usize> {
    let mut dependents: BTreeMap<&Hash, Vec<usize>> = BTreeMap::new();
    let mut of_package: BTreeMap<&Hash, Vec<usize>> = BTreeMap::new();
    for (index, entry) in waiting.iter().enumerate() {
        of_package.entry(&entry.report.package_spec.hash).or_default().push(index);
        for hash in &entry.dependencies {
            dependents.entry(hash).or_default().push(index);
        }
    }
    let mut missing: Vec<usize> = waiting.iter().map(|entry| entry.dependencies.len()).collect();
    let mut gone = vec![false; waiting.len()];
    let free = |index: &usize| missing.get(*index) == Some(&0);
    let mut level: Vec<usize> = (0..waiting.len()).filter(free).collect();
    let mut order = Vec::new();
    while !level.is_empty() {
        order.extend_from_slice(&level);
        let packages: BTreeSet<&Hash> = level
            .iter()
            .filter_map(|index| waiting.get(*index))
            .map(|entry| &entry.report.package_spec.hash)
            .collect();
        for index in packages.iter().filter_map(|hash| of_package.get(*hash)).flatten() {
            if let Some(gone) = gone.get_mut(*index) {
                *gone = true;
            }
        }
        let mut next = Vec::new();
        for &index in packages.iter().filter_map(|hash| dependents.get(*hash)).flatten() {
            if let Some(missing) = missing.get_mut(index) {
                *missing = missing.saturating_sub(1);
                if *missing == 0 && gone.get(index) == Some(&false) {
                    next.push(index);
                }
            }
        }
        next.sort_unstable();
        level = next;
    }
    order
}

/// R* and R^Q: what can be accumulated in the block of a slot, and what became available and has to wait (12.4, 12.5, 12.10 to 12.12).
#[must_use]
pub fn plan<'a>(
    slot: Slot,
    ready: &'a ReadyQueue,
    accumulated: &AccumulatedQueue,
    available: &'a [WorkReport],
) -> Plan<'a> {
    let (mut now, mut queued) = (Vec::new(), Vec::new());
    for report in available {
        if report.context.prerequisites.is_empty() && report.segment_root_lookup.is_empty() {
            now.push(report);
        } else {
            queued.push(with_dependencies(report));
        }
    }
    let known = |hash: &Hash| accumulated.0.iter().any(|packages| packages.contains(hash));
    let queued = edit(queued, known);
    let immediate = packages(&now);
    let (before, from) = ready.0.split_at(position(slot, ready.0.len()));
    let old = from
        .iter()
        .chain(before)
        .flatten()
        .map(|entry| Waiting { report: &entry.report, dependencies: entry.dependencies.clone() });
    let candidates = edit(old.chain(queued.iter().cloned()), |hash| immediate.contains(hash));
    let order = priority(&candidates);
    now.extend(order.iter().filter_map(|index| candidates.get(*index)).map(|entry| entry.report));
    Plan { ready: now, queued }
}

/// m: the place of a slot in a queue of an epoch.
fn position(slot: Slot, length: usize) -> usize {
    (slot as usize).checked_rem(length).unwrap_or_default()
}

/// ω′ from ω and R^Q, the packages accumulated in this block and the slots of the state and of this block (12.37).
#[must_use]
pub fn next_ready(
    ready: &ReadyQueue,
    queued: Vec<Waiting<'_>>,
    accumulated: &BTreeSet<Hash>,
    last: Slot,
    slot: Slot,
) -> ReadyQueue {
    let length = ready.0.len();
    let mut rows = ready.0.clone();
    for (place, row) in rows.iter_mut().enumerate() {
        // i: how many slots ago this row was the row of the block.
        let now = position(slot, length);
        let age = now.wrapping_sub(place).wrapping_add(if place > now { length } else { 0 });
        if age != 0 && age < slot.saturating_sub(last) as usize {
            row.clear();
        } else if age != 0 {
            row.retain(|entry| !accumulated.contains(&entry.report.package_spec.hash));
            for entry in row {
                entry.dependencies.retain(|hash| !accumulated.contains(hash));
            }
        }
    }
    if let Some(row) = rows.get_mut(position(slot, length)) {
        let waiting = edit(queued, |hash| accumulated.contains(hash));
        let owned = |entry: Waiting<'_>| ReadyReport {
            report: entry.report.clone(),
            dependencies: entry.dependencies,
        };
        *row = waiting.into_iter().map(owned).collect();
    }
    ReadyQueue(rows)
}

/// ξ′: the packages of this block behind those of the blocks before (12.35, 12.36).
#[must_use]
pub fn next_accumulated(
    accumulated: &AccumulatedQueue,
    newest: BTreeSet<Hash>,
) -> AccumulatedQueue {
    let kept = accumulated.0.iter().skip(1).cloned();
    AccumulatedQueue(kept.chain([newest]).collect())
}
