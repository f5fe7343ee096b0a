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

#[cfg(test)]
mod tests {
    use super::*;
    use jar_types::{PackageSpec, RefineContext};
    use proptest::prelude::*;

    fn hash(octet: u8) -> Hash {
        Hash([octet; 32])
    }

    fn report(package: u8, prerequisites: &[u8], roots: &[u8]) -> WorkReport {
        let zero = hash(0);
        WorkReport {
            package_spec: PackageSpec {
                hash: hash(package),
                length: 0,
                erasure_root: zero,
                exports_root: zero,
                exports_count: 0,
            },
            context: RefineContext {
                anchor: zero,
                state_root: zero,
                beefy_root: zero,
                lookup_anchor: zero,
                lookup_anchor_slot: 0,
                prerequisites: prerequisites.iter().map(|octet| hash(*octet)).collect(),
            },
            core_index: 0,
            authorizer_hash: zero,
            auth_gas_used: 0,
            auth_output: vec![],
            segment_root_lookup: roots.iter().map(|octet| (hash(*octet), zero)).collect(),
            results: vec![],
        }
    }

    /// Q as the paper writes it.
    fn by_the_paper<'a>(waiting: Vec<Waiting<'a>>) -> Vec<&'a WorkReport> {
        let free = waiting.iter().filter(|entry| entry.dependencies.is_empty());
        let mut order: Vec<_> = free.map(|entry| entry.report).collect();
        if !order.is_empty() {
            let done = packages(&order);
            order.extend(by_the_paper(edit(waiting, |hash| done.contains(hash))));
        }
        order
    }

    fn rows(rows: &[&[&WorkReport]]) -> ReadyQueue {
        let ready = |report: &&WorkReport| ReadyReport {
            report: (*report).clone(),
            dependencies: with_dependencies(report).dependencies,
        };
        ReadyQueue(rows.iter().map(|row| row.iter().map(ready).collect()).collect())
    }

    proptest! {
        #[test]
        fn priority_is_that_of_the_paper(
            shape in prop::collection::vec((0u8..12, prop::collection::vec(0u8..12, 0..3)), 0..14)
        ) {
            let reports: Vec<_> =
                shape.iter().map(|(package, wanted)| report(*package, wanted, &[])).collect();
            let waiting: Vec<_> = reports.iter().map(with_dependencies).collect();
            let order: Vec<_> = priority(&waiting).iter().map(|index| waiting[*index].report).collect();
            let wanted = by_the_paper(waiting.clone());
            prop_assert_eq!(order.len(), wanted.len());
            prop_assert!(order.iter().zip(wanted).all(|(one, other)| std::ptr::eq(*one, other)));
        }

        #[test]
        fn rows_age_as_the_paper_says(slot in 1u32..60, step in 1u32..20) {
            let last = slot.saturating_sub(step);
            let old: Vec<_> = (0..12).map(|row| report(row + 1, &[row + 50], &[])).collect();
            let before = ReadyQueue(
                old.iter().flat_map(|report| rows(&[&[report]]).0).collect(),
            );
            let after = next_ready(&before, Vec::new(), &BTreeSet::new(), last, slot);
            for age in 0..12u32 {
                let place = ((slot + 12 * 12 - age) % 12) as usize;
                let kept = age != 0 && age >= slot - last;
                prop_assert_eq!(&after.0[place], if kept { &before.0[place] } else { const { &Vec::new() } });
            }
        }
    }

    #[test]
    fn reports_go_where_their_dependencies_send_them() {
        let waits = report(1, &[2], &[]);
        let imports = report(3, &[], &[4]);
        let ready = rows(&[&[&waits], &[], &[&report(5, &[3], &[])]]);
        let accumulated = AccumulatedQueue(vec![BTreeSet::from([hash(4), hash(9)])]);
        let done = report(9, &[8], &[]);
        let available =
            [report(2, &[], &[]), imports, done, report(6, &[7], &[]), report(8, &[], &[])];
        let plan = plan(2, &ready, &accumulated, &available);
        let names = |reports: &[&WorkReport]| -> Vec<u8> {
            reports.iter().map(|report| report.package_spec.hash.0[0]).collect()
        };
        // Immediate ones; then those of the queue, from its row 2 on, without dependencies; then what these free.
        assert_eq!(names(&plan.ready), [2, 8, 1, 3, 5]);
        let queued: Vec<_> = plan.queued.iter().map(|entry| entry.report).collect();
        assert_eq!(names(&queued), [3, 6], "what was accumulated before is not queued again");
        let newest = packages(&plan.ready);
        let next = next_ready(&ready, plan.queued, &newest, 1, 2);
        assert_eq!(next.0[0], [], "accumulated");
        assert_eq!(next.0[1], []);
        assert_eq!(next.0[2].len(), 1, "of the old row nothing is left");
        assert_eq!(next.0[2][0].report.package_spec.hash, hash(6));
        assert_eq!(next.0[2][0].dependencies, BTreeSet::from([hash(7)]));
        let next = next_accumulated(
            &AccumulatedQueue(vec![newest.clone(), BTreeSet::new()]),
            newest.clone(),
        );
        assert_eq!(next.0, [BTreeSet::new(), newest]);
    }
}
