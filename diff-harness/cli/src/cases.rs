//! Commands on single cases and folders: replay, shrink, explain, report, coverage, bless.

use crate::args::WorkerArgs;
use crate::remote::Remote;
use crate::stats::Summary;
use crate::{CLEAN, DIVERGED, Failure, colour};
use jar_diff_core::card::{self, Provenance, html, text};
use jar_diff_core::program::Assembly;
use jar_diff_core::{Observer, finding, history, locate};
use jar_diff_engines::Ask;
use jar_diff_gen::{Coverage, Generator, Lane, Settings, seed_of};
use jar_diff_questions::{Kind, Question, ask};
use jar_diff_wire::text::{parse_case, print_outcome};
use jar_diff_wire::{Case, DecodeError, ErrorCode, Outcome};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A worker for each kind of thing that it is asked, started when first needed.
struct Remotes<'a> {
    worker: &'a WorkerArgs,
    machine: Option<Remote>,
    protocol: Option<Remote>,
}

/// The lane that a question about a chain is of: it has engines of its own.
fn lane_of(bytes: &[u8]) -> Option<Lane> {
    Question::read(bytes).filter(|question| question.kind == Kind::Chain).map(|_| Lane::Chain)
}

impl<'a> Remotes<'a> {
    const fn new(worker: &'a WorkerArgs) -> Self {
        Self { worker, machine: None, protocol: None }
    }

    /// The one for a case or a question, with its history.
    fn of(&mut self, case: &Read) -> Result<&mut Remote, Failure> {
        let ask = ask(&case.bytes);
        let remote = match ask {
            Ask::Machine => &mut self.machine,
            Ask::Protocol => &mut self.protocol,
        };
        if remote.is_none() {
            *remote = Some(Remote::new(self.worker.starter(ask, lane_of(&case.bytes))?));
        }
        let remote = remote.as_mut().ok_or_else(|| Failure("no worker".to_owned()))?;
        remote.history.clone_from(&case.history);
        Ok(remote)
    }
}

/// A case or a question read from a file.
struct Read {
    /// Its file.
    path: PathBuf,
    bytes: Vec<u8>,
    /// What the engines run before it.
    history: Vec<Case>,
}

fn failed(path: &Path, what: impl std::fmt::Display) -> Failure {
    Failure(format!("{}: {what}", path.display()))
}

/// Reads a case file, binary or text; of a folder its `case.bin`, or else its `case.txt`, with the history
/// beside it.
fn read(path: &Path) -> Result<Read, Failure> {
    let path = match path.is_dir() {
        true if path.join("case.bin").is_file() => path.join("case.bin"),
        true => path.join("case.txt"),
        false => path.to_owned(),
    };
    let content = fs::read(&path).map_err(|error| failed(&path, error))?;
    let bytes = match std::str::from_utf8(&content) {
        Ok(source) if source.trim_start().starts_with(['k', '#']) => {
            let case = parse_case(source, &Assembly).map_err(|error| failed(&path, error))?;
            case.encode().map_err(|error| failed(&path, error))?
        }
        // Octets that are no case are for the decoders.
        _ => content,
    };
    let history = path.parent().map_or(Ok(Vec::new()), history::read)?;
    Ok(Read { path, bytes, history })
}

/// A worker for one case or question.
fn starting(case: &Read, worker: &WorkerArgs) -> Result<Remote, Failure> {
    let mut remote = Remote::new(worker.starter(ask(&case.bytes), lane_of(&case.bytes))?);
    remote.history.clone_from(&case.history);
    Ok(remote)
}

/// The sub-folders of a folder that hold a case, ascending; the folder itself if it holds one.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let holds = |path: &Path| path.join("case.bin").is_file() || path.join("case.txt").is_file();
    if !folder.is_dir() || holds(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let entries = fs::read_dir(folder).map_err(|error| failed(folder, error))?;
    let mut found: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| holds(path)).collect();
    found.sort();
    if found.is_empty() {
        return Err(failed(folder, "holds no case (expected case.bin or case.txt)"));
    }
    Ok(found)
}

/// Why the octets are no case, on which the engines agree: that is their right answer to a damaged case, but a file of
/// another format or version is a mistake of whoever gave it.
fn refusal(case: &Read) -> Result<Option<DecodeError>, Failure> {
    if ask(&case.bytes) == Ask::Protocol {
        return Ok(None);
    }
    match Case::decode(&case.bytes) {
        Ok(_) => Ok(None),
        Err(error) if matches!(error.code, ErrorCode::Magic | ErrorCode::Version) => {
            Err(failed(&case.path, format!("not a case of this version: {error}")))
        }
        Err(error) => Ok(Some(error)),
    }
}

pub(crate) fn replay(paths: &[PathBuf], worker: &WorkerArgs) -> Result<u8, Failure> {
    let mut remotes = Remotes::new(worker);
    let (mut differ, mut total) = (0, 0);
    for path in paths {
        for path in folders(path)? {
            let case = read(&path)?;
            total += 1;
            match locate(remotes.of(&case)?, &case.bytes)? {
                None => match refusal(&case)? {
                    None => println!("agree    {}", case.path.display()),
                    Some(error) => println!("refuse   {}: {error}", case.path.display()),
                },
                Some(divergence) => {
                    differ += 1;
                    println!("DIFFER   {}  {}", case.path.display(), divergence.bucket);
                    println!("         {}", divergence.difference.detail);
                }
            }
        }
    }
    println!("{total} cases, {differ} differ");
    Ok(if differ == 0 { CLEAN } else { DIVERGED })
}

pub(crate) fn shrink(
    path: &Path,
    budget: Duration,
    out: Option<&Path>,
    worker: &WorkerArgs,
) -> Result<u8, Failure> {
    let case = read(path)?;
    let mut remote = starting(&case, worker)?;
    let Some(divergence) = locate(&mut remote, &case.bytes)? else {
        println!("the engines agree on {}: nothing to shrink", case.path.display());
        return Ok(CLEAN);
    };
    let folder = out.or_else(|| case.path.parent()).unwrap_or(Path::new(".")).to_owned();
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
    let origin = case.path.display().to_string();
    let worked =
        crate::registry::work_out(&mut remote, &case.bytes, &divergence, budget, &folder, origin);
    worked.map_err(Failure)?;
    let card = finding::read_card(&folder)?;
    println!("{}", text::render(&card, colour()));
    Ok(DIVERGED)
}

pub(crate) fn explain(path: &Path, worker: &WorkerArgs) -> Result<u8, Failure> {
    let case = read(path)?;
    let mut remote = starting(&case, worker)?;
    let Some(divergence) = locate(&mut remote, &case.bytes)? else {
        refusal(&case)?;
        println!("the engines agree on {}", case.path.display());
        let rows = remote.observe(std::slice::from_ref(&case.bytes))?;
        let answer = rows.first().and_then(|row| row.first());
        if let Some(Ok(outcome)) = answer.map(|answer| Outcome::decode(answer.bytes())) {
            println!("{}", print_outcome(&outcome));
        }
        return Ok(CLEAN);
    };
    let provenance = Provenance {
        origin: case.path.display().to_string(),
        replay: format!("jar-diff replay {}", case.path.display()),
        minimised: String::new(),
    };
    let card = card::build(&mut remote, &case.bytes, &divergence, provenance)?;
    println!("{}", text::render(&card, colour()));
    Ok(DIVERGED)
}

/// The summary of a run; `None` if there is no such file.
fn read_summary(path: &Path) -> Result<Option<Summary>, Failure> {
    match fs::read(path) {
        Ok(json) => serde_json::from_slice(&json)
            .map(Some)
            .map_err(|error| Failure(format!("{}: {error}", path.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, error)),
    }
}

pub(crate) fn report(out: &Path) -> Result<u8, Failure> {
    let root = if out.join("findings").is_dir() { out.join("findings") } else { out.to_owned() };
    let summary = read_summary(&out.join("summary.json"))?;
    let mut cards = Vec::new();
    let entries = fs::read_dir(&root).map_err(|error| failed(&root, error))?;
    let mut all: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    all.sort();
    for folder in all.iter().filter(|folder| folder.join("card.json").is_file()) {
        let card = finding::read_card(folder)?;
        finding::write_page(folder, &card)?;
        // Without a summary (a run that was killed) the cases that were kept are all that is known.
        let kept = || 1 + fs::read_dir(folder.join("more")).map_or(0, |more| more.count() as u64);
        let finding = summary.as_ref().and_then(|summary| summary.finding(&card.slug));
        let count = finding.map_or_else(kept, |finding| finding.cases);
        cards.push((card, count));
    }
    let folder = || vec![("folder".to_owned(), root.display().to_string())];
    let lines = summary.as_ref().map_or_else(folder, Summary::lines);
    let page = html::index(&lines, &cards).map_err(|error| failed(&root, error))?;
    finding::write(&root.join("index.html"), page.as_bytes())?;
    println!("{} cards, {}", cards.len(), root.join("index.html").display());
    Ok(CLEAN)
}

pub(crate) fn coverage(cases: u64, lane: Lane, seed: &str, json: bool) -> Result<u8, Failure> {
    if lane.questions().is_some() {
        // What counts there is how the reference answers.
        return Err(Failure(format!(
            "lane {lane}: expected a lane of the machine; coverage.txt of a run says it"
        )));
    }
    let mut generator = Generator::new(Settings::default());
    let mut coverage = Coverage::new(generator.space());
    for number in 0..cases {
        generator.generate(lane, seed_of(seed), number, |row, column| coverage.hit(row, column));
    }
    if json {
        let rows = serde_json::to_string_pretty(&coverage.rows(generator.space()));
        println!("{}", rows.map_err(|error| Failure(error.to_string()))?);
    } else {
        print!("{}", coverage.text(generator.space()));
    }
    Ok(CLEAN)
}

/// Writes the reference's answers as expected ones. All engines must agree: a divergence is not blessed away.
pub(crate) fn bless(folder: &Path, worker: &WorkerArgs) -> Result<u8, Failure> {
    let mut remotes = Remotes::new(worker);
    let (mut changed, mut differ) = (0, 0);
    for folder in folders(folder)? {
        let case = read(&folder)?;
        let remote = remotes.of(&case)?;
        if let Some(divergence) = locate(remote, &case.bytes)? {
            println!("DIFFER   {}  {}: left as it is", folder.display(), divergence.bucket);
            differ += 1;
            continue;
        }
        let rows = remote.observe(std::slice::from_ref(&case.bytes))?;
        let answer = rows.first().and_then(|row| row.first());
        let now = answer.map(|answer| answer.bytes().to_vec()).unwrap_or_default();
        let path = folder.join("expected.obs");
        let before = fs::read(&path).unwrap_or_default();
        if now == before {
            continue;
        }
        changed += 1;
        println!("blessed  {}", folder.display());
        print_difference(&before, &now);
        finding::write(&path, &now)?;
        if let Ok(decoded) = Case::decode(&case.bytes) {
            finding::write(&folder.join("case.bin"), &case.bytes)?;
            let text = jar_diff_core::program::case_text(&decoded);
            if !folder.join("case.txt").is_file() {
                finding::write(&folder.join("case.txt"), text.as_bytes())?;
            }
        }
    }
    println!("{changed} expected answers changed, {differ} cases differ");
    Ok(if differ == 0 { CLEAN } else { DIVERGED })
}

/// Prints the lines in which two outcomes differ.
fn print_difference(before: &[u8], now: &[u8]) {
    let lines = |bytes: &[u8]| match Outcome::decode(bytes) {
        Ok(outcome) => print_outcome(&outcome),
        Err(_) if bytes.is_empty() => String::new(),
        Err(error) => format!("(not an outcome: {error})"),
    };
    let (before, now) = (lines(before), lines(now));
    for line in before.lines().filter(|line| !now.lines().any(|other| other == *line)) {
        println!("  - {line}");
    }
    for line in now.lines().filter(|line| !before.lines().any(|other| other == *line)) {
        println!("  + {line}");
    }
}
