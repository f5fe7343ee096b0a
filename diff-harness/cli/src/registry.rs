//! The findings of a campaign by bucket: the first is worked out and filed, a few more are kept, the rest is counted.

use crate::campaign::{Campaign, lock};
use crate::remote::{HANG, Remote};
use crate::stats::FindingLine;
use jar_diff_core::card::{self, Card, Provenance};
use jar_diff_core::finding::{self, KEPT};
use jar_diff_core::{Bucket, Divergence, Observer, history, shrink, shrink_question};
use jar_diff_questions::Question;
use jar_diff_wire::Case;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// All buckets so far.
pub(crate) struct Registry {
    root: PathBuf,
    entries: BTreeMap<Bucket, Entry>,
}

struct Entry {
    count: u64,
    first_case: u64,
    after: Duration,
    after_cases: u64,
    instructions: Option<usize>,
    odd: Option<String>,
}

/// How often a bucket has been seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Never before.
    First,
    /// Before, but too few cases are kept.
    Further,
    /// Often enough.
    Enough,
}

impl Registry {
    pub(crate) const fn new(root: PathBuf) -> Self {
        Self { root, entries: BTreeMap::new() }
    }

    pub(crate) fn see(
        &mut self,
        bucket: &Bucket,
        odd: Option<&str>,
        number: u64,
        after: Duration,
        after_cases: u64,
    ) -> Seen {
        match self.entries.get_mut(bucket) {
            None => {
                let (instructions, odd) = (None, odd.map(str::to_owned));
                let entry =
                    Entry { count: 1, first_case: number, after, after_cases, instructions, odd };
                self.entries.insert(bucket.clone(), entry);
                Seen::First
            }
            Some(entry) => {
                entry.count += 1;
                if entry.count <= KEPT { Seen::Further } else { Seen::Enough }
            }
        }
    }

    /// Has a case of the bucket been seen?
    pub(crate) fn knows(&self, bucket: &Bucket) -> bool {
        self.entries.contains_key(bucket)
    }

    pub(crate) fn save_more(
        &self,
        bucket: &Bucket,
        number: u64,
        bytes: &[u8],
    ) -> Result<(), String> {
        finding::save_more(&self.root, bucket, number, bytes).map_err(|error| error.to_string())
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn lines(&self) -> Vec<FindingLine> {
        let line = |(bucket, entry): (&Bucket, &Entry)| FindingLine {
            bucket: bucket.slug(),
            cases: entry.count,
            first_case: entry.first_case,
            found_after_seconds: entry.after.as_secs_f64(),
            found_after_cases: entry.after_cases,
            instructions: entry.instructions,
            field: bucket.field.name().to_owned(),
            opcode: bucket.opcode.clone(),
            odd: entry.odd.clone(),
        };
        self.entries.iter().map(line).collect()
    }

    /// The cards of all buckets with their counts, as filed.
    pub(crate) fn cards(&self) -> Vec<(Card, u64)> {
        let card = |bucket: &Bucket| finding::read_card(&self.root.join(bucket.slug())).ok();
        self.entries.iter().filter_map(|(b, entry)| Some((card(b)?, entry.count))).collect()
    }
}

/// Works out and files the first case of a bucket.
pub(crate) fn file_first(
    campaign: &Campaign,
    remote: &mut Remote,
    number: u64,
    bytes: &[u8],
    found: Option<&Divergence>,
    bucket: &Bucket,
) -> Result<(), String> {
    let plan = &campaign.plan;
    let origin = format!("lane {}, seed {:#x}, case {number}", plan.lane, plan.seed);
    let root = lock(&campaign.registry).root.clone();
    let folder = finding::folder(&root, bucket).map_err(|error| error.to_string())?;
    let at = folder.join("case.bin");
    finding::write(&at, bytes).map_err(|error| error.to_string())?;
    let Some(divergence) = found else { return Ok(()) };
    // Every candidate that hangs costs seconds.
    let hang = bucket.is_loss() && bucket.exits == HANG;
    let left = campaign.patience().unwrap_or(plan.shrink);
    let budget = if hang { Duration::ZERO } else { plan.shrink.min(left) };
    let made = work_out(remote, bytes, divergence, budget, &folder, origin)?;
    if let Some(entry) = lock(&campaign.registry).entries.get_mut(bucket) {
        entry.instructions = made;
    }
    Ok(())
}

/// Minimises a case, saving every improvement, and files its card; the number of instructions left.
pub(crate) fn work_out(
    remote: &mut Remote,
    bytes: &[u8],
    divergence: &Divergence,
    budget: Duration,
    folder: &Path,
    origin: String,
) -> Result<Option<usize>, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    if Question::read(bytes).is_some() {
        return work_out_question(remote, bytes, divergence, budget, folder, origin);
    }
    let case = Case::decode(bytes).ok();
    let at = folder.join("case.bin");
    let mut save = |case: &Case, _: &Divergence| {
        if let Ok(bytes) = case.encode() {
            // The next improvement or the end of the search writes again; a full disk shows up there.
            let _ = finding::write(&at, &bytes);
        }
    };
    let shrunk = match &case {
        Some(case) if !budget.is_zero() => {
            shrink(remote, case, budget, &mut save).map_err(|error| text(&error))?
        }
        _ => None,
    };
    let (small, divergence, minimised) = match &shrunk {
        Some(shrunk) => {
            let bytes = shrunk.case.encode().map_err(|error| text(&error))?;
            (bytes, &shrunk.divergence, card::account(shrunk))
        }
        None => (bytes.to_vec(), divergence, String::new()),
    };
    finding::write(&folder.join("case.bin"), &small).map_err(|error| text(&error))?;
    history::save(folder, &small, &remote.history).map_err(|error| text(&error))?;
    file_card(remote, small, divergence, folder, origin, minimised)?;
    Ok(shrunk.and_then(|shrunk| shrunk.instructions).map(|(_, after)| after))
}

/// The same of a question, which has no instructions.
fn work_out_question(
    remote: &mut Remote,
    bytes: &[u8],
    divergence: &Divergence,
    budget: Duration,
    folder: &Path,
    origin: String,
) -> Result<Option<usize>, String> {
    let at = folder.join("case.bin");
    let mut save = |bytes: &[u8]| {
        // As above: the end of the search writes again.
        let _ = finding::write(&at, bytes);
    };
    let shrunk = match budget.is_zero() {
        true => None,
        false => shrink_question(remote, bytes, budget, &mut save).map_err(|e| e.to_string())?,
    };
    let (small, divergence, minimised) = match shrunk {
        Some(shrunk) => (shrunk.bytes, shrunk.divergence, shrunk.account),
        None => (bytes.to_vec(), divergence.clone(), String::new()),
    };
    finding::write(&at, &small).map_err(|error| error.to_string())?;
    file_card(remote, small, &divergence, folder, origin, minimised)?;
    Ok(None)
}

/// Files the card of a case or a question, and the reference's answer.
fn file_card(
    remote: &mut Remote,
    small: Vec<u8>,
    divergence: &Divergence,
    folder: &Path,
    origin: String,
    minimised: String,
) -> Result<(), String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let replay = format!("jar-diff replay {}", folder.display());
    let origin = match remote.history.len() {
        0 => origin,
        1 => format!("{origin}, only behind the run in history/"),
        length => format!("{origin}, only behind the {length} runs in history/"),
    };
    let provenance = Provenance { origin, replay, minimised };
    let card = card::build(remote, &small, divergence, provenance).map_err(|e| text(&e))?;
    // Where the process ends before it answers, there is no expected answer.
    let rows = if divergence.bucket.is_loss() { None } else { remote.observe(&[small]).ok() };
    let expected = rows.and_then(|rows| {
        rows.first().and_then(|row| row.first()).map(|answer| answer.bytes().to_vec())
    });
    finding::file_card(folder, &card, &expected.unwrap_or_default()).map_err(|e| text(&e))
}
