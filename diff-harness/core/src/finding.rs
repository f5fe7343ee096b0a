//! The folder of a finding.
//!
//! `<bucket>/`: `case.bin` (smallest case so far), `case.txt` (the same for people), `expected.obs` (the reference's
//! answer when filed), `history/` (what runs before it, if that matters: [`crate::history`]), `note.md` (the card as text), `card.html`, `card.json` (what the pages are made from), and `more/` with up to
//! four further cases of the bucket.

use crate::card::{Card, html, text};
use crate::divergence::{Bucket, Divergence};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Cases kept per bucket; the others are counted.
pub const KEPT: u64 = 5;

/// Why a finding could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FilingError {
    /// The file system.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// What was being written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The page could not be laid out.
    #[error("the card of {slug}: {source}")]
    Page {
        /// The bucket.
        slug: String,
        /// What the template engine says.
        source: minijinja::Error,
    },
    /// The card could not be written or read as JSON.
    #[error("{path}: {source}", path = path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
}

pub(crate) fn file(path: &Path, source: io::Error) -> FilingError {
    FilingError::File { path: path.to_owned(), source }
}

/// Writes a file whole or not at all: to a neighbour first, then renamed.
///
/// # Errors
/// [`FilingError::File`].
pub fn write(path: &Path, content: &[u8]) -> Result<(), FilingError> {
    let beside = path.with_extension("part");
    fs::write(&beside, content).map_err(|source| file(&beside, source))?;
    fs::rename(&beside, path).map_err(|source| file(path, source))
}

/// The folder of a bucket below `root`, made if need be.
///
/// # Errors
/// [`FilingError::File`].
pub fn folder(root: &Path, bucket: &Bucket) -> Result<PathBuf, FilingError> {
    let folder = root.join(bucket.slug());
    fs::create_dir_all(&folder).map_err(|source| file(&folder, source))?;
    Ok(folder)
}

/// Saves a case as the bucket's present representative.
///
/// # Errors
/// [`FilingError::File`].
pub fn save_case(
    root: &Path,
    divergence: &Divergence,
    bytes: &[u8],
) -> Result<PathBuf, FilingError> {
    let folder = folder(root, &divergence.bucket)?;
    write(&folder.join("case.bin"), bytes)?;
    Ok(folder)
}

/// Saves a further case of a bucket.
///
/// # Errors
/// [`FilingError::File`].
pub fn save_more(
    root: &Path,
    bucket: &Bucket,
    number: u64,
    bytes: &[u8],
) -> Result<(), FilingError> {
    let more = folder(root, bucket)?.join("more");
    fs::create_dir_all(&more).map_err(|source| file(&more, source))?;
    write(&more.join(format!("{number}.bin")), bytes)
}

/// Writes everything that a person reads.
///
/// # Errors
/// [`FilingError`].
pub fn file_card(folder: &Path, card: &Card, expected: &[u8]) -> Result<(), FilingError> {
    write(&folder.join("case.txt"), card.case_text.as_bytes())?;
    write(&folder.join("expected.obs"), expected)?;
    let note = format!("# {}\n\n```text\n{}```\n", card.slug, text::render(card, false));
    write(&folder.join("note.md"), note.as_bytes())?;
    let path = folder.join("card.json");
    let json = serde_json::to_vec_pretty(card)
        .map_err(|source| FilingError::Json { path: path.clone(), source })?;
    write(&path, &json)?;
    write_page(folder, card)
}

/// Lays out the HTML page of a card.
///
/// # Errors
/// [`FilingError`].
pub fn write_page(folder: &Path, card: &Card) -> Result<(), FilingError> {
    let page = html::render(card)
        .map_err(|source| FilingError::Page { slug: card.slug.clone(), source })?;
    write(&folder.join("card.html"), page.as_bytes())
}

/// The card of a filed finding.
///
/// # Errors
/// [`FilingError`] if `card.json` is missing or damaged.
pub fn read_card(folder: &Path) -> Result<Card, FilingError> {
    let path = folder.join("card.json");
    let json = fs::read(&path).map_err(|source| file(&path, source))?;
    serde_json::from_slice(&json).map_err(|source| FilingError::Json { path, source })
}
