//! Runs steps that depend on each other on a few threads.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What became of one step.
#[derive(Debug)]
pub(crate) enum Outcome<T> {
    /// It ran and answered.
    Done(T),
    /// It was not run because a step that it needs failed.
    Skipped,
}

struct Queue<T> {
    waiting: BTreeSet<usize>,
    failed: BTreeSet<usize>,
    outcomes: Vec<Option<Outcome<T>>>,
}

/// Runs step 0, 1, … (`needs[i]` lists the steps that step `i` needs, all smaller than `i`) on `jobs` threads, lowest
/// number first. `run` answers with a value and whether the step succeeded; what needs a failed step is skipped.
pub(crate) fn run<T: Send>(
    needs: &[Vec<usize>],
    jobs: usize,
    run: impl Fn(usize) -> (T, bool) + Sync,
) -> Vec<Outcome<T>> {
    let queue = Mutex::new(Queue {
        waiting: (0..needs.len()).collect(),
        failed: BTreeSet::new(),
        outcomes: needs.iter().map(|_| None).collect(),
    });
    let changed = Condvar::new();
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1).min(needs.len()) {
            scope.spawn(|| {
                while let Some(step) = take(&queue, &changed, needs) {
                    let (value, ok) = run(step);
                    let mut q = lock(&queue);
                    finish(&mut q, step, Outcome::Done(value), ok);
                    changed.notify_all();
                }
            });
        }
    });
    let queue = queue.into_inner().unwrap_or_else(PoisonError::into_inner);
    queue.outcomes.into_iter().map(|o| o.unwrap_or(Outcome::Skipped)).collect()
}

fn lock<T>(queue: &Mutex<Queue<T>>) -> MutexGuard<'_, Queue<T>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

fn finish<T>(q: &mut Queue<T>, step: usize, outcome: Outcome<T>, ok: bool) {
    if !ok {
        q.failed.insert(step);
    }
    if let Some(slot) = q.outcomes.get_mut(step) {
        *slot = Some(outcome);
    }
}

/// The next step whose needs are met, or `None` when no step is left.
fn take<T>(queue: &Mutex<Queue<T>>, changed: &Condvar, needs: &[Vec<usize>]) -> Option<usize> {
    let mut q = lock(queue);
    loop {
        let mut ready = None;
        let mut doomed = Vec::new();
        for &step in &q.waiting {
            let its = needs.get(step).map(Vec::as_slice).unwrap_or_default();
            if its.iter().any(|n| q.failed.contains(n) || doomed.contains(n)) {
                doomed.push(step);
            } else if its.iter().all(|n| q.outcomes.get(*n).is_some_and(Option::is_some)) {
                ready = ready.or(Some(step));
            }
        }
        for step in doomed {
            q.waiting.remove(&step);
            finish(&mut q, step, Outcome::Skipped, false);
            changed.notify_all();
        }
        match ready {
            Some(step) => {
                q.waiting.remove(&step);
                return Some(step);
            }
            None if q.waiting.is_empty() => return None,
            None => q = changed.wait(q).unwrap_or_else(PoisonError::into_inner),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn needs_run_first_and_failures_spread() {
        let needs = vec![vec![], vec![0], vec![0], vec![1], vec![3, 2], vec![2]];
        let order = Mutex::new(Vec::new());
        let outcomes = run(&needs, 3, |step| {
            order.lock().unwrap().push(step);
            (step, step != 1)
        });
        let ran: Vec<bool> = outcomes.iter().map(|o| matches!(o, Outcome::Done(_))).collect();
        assert_eq!(ran, [true, true, true, false, false, true]);
        let order = order.into_inner().unwrap();
        assert_eq!(order[0], 0);
        assert!(!order.contains(&3) && !order.contains(&4));
    }

    #[test]
    fn nothing_to_do_is_fine() {
        assert!(run::<()>(&[], 2, |_| ((), true)).is_empty());
    }
}
