//! Folders of vectors of the state transition: what is in them is found by looking.
//!
//! Any mixture of folders will do. A folder is a recorded session if its files are called as a session's are, a trace if they are
//! called by numbers, and about a section if its path names one (`reports/tiny`). Each kind is counted by itself; what is nothing
//! of this is named.

use crate::files::{self, Tally, VectorError};
use crate::sections::{self, Answerer};
use crate::{imports, recorded};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A kind of vectors.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Sub-transitions of a section.
    Section(&'static str),
    /// Blocks on states.
    Trace,
    /// Requests and responses of the fuzz protocol.
    Session,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Section(name) => write!(to, "transition, {name}"),
            Self::Trace => to.write_str("traces, imported"),
            Self::Session => to.write_str("recorded sessions"),
        }
    }
}

/// What is below a folder.
#[derive(Debug, Default)]
pub struct Found {
    /// Folders, with what is in them.
    pub folders: Vec<(Kind, PathBuf)>,
    /// Files that belong to nothing of this.
    pub others: Vec<PathBuf>,
}

/// Looks what is below a folder.
///
/// # Errors
/// A folder is missing or unreadable.
pub fn find(folder: &Path) -> Result<Found, VectorError> {
    let mut found = Found::default();
    look(&folder.canonicalize().unwrap_or_else(|_| folder.to_owned()), &mut found)?;
    if found.folders.is_empty() {
        let expected = "folders of sub-transitions, of traces or of recorded sessions";
        return Err(VectorError::Empty { path: folder.to_owned(), expected });
    }
    Ok(found)
}

fn look(folder: &Path, found: &mut Found) -> Result<(), VectorError> {
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
        files::entries(folder)?.into_iter().partition(|path| path.is_dir());
    let is = |path: &Path, extension: &str| path.extension().is_some_and(|of| of == extension);
    let (binaries, others): (Vec<PathBuf>, Vec<PathBuf>) =
        files.into_iter().partition(|path| is(path, "bin"));
    // A trace may be called as a section is.
    let kind = if binaries.iter().any(|path| recorded::is_message(path)) {
        Some(Kind::Session)
    } else if binaries.iter().all(|path| imports::is_step(path)) {
        Some(Kind::Trace)
    } else {
        sections::section_of(folder).map(Kind::Section)
    };
    // What a file holds may stand beside it as text.
    let is_text = |path: &Path| is(path, "json") && path.with_extension("bin").exists();
    found.others.extend(others.into_iter().filter(|path| !is_text(path)));
    match kind {
        Some(kind) if !binaries.is_empty() => found.folders.push((kind, folder.to_owned())),
        _ => found.others.extend(binaries),
    }
    folders.iter().try_for_each(|folder| look(folder, found))
}

/// Who is asked.
pub trait Chain {
    /// Answers a question about a section, as `jar_answer` does.
    fn answer(&mut self, request: &[u8], out: &mut Vec<u8>);

    /// Imports the block of a step on the state before it.
    ///
    /// # Errors
    /// There is no answer: why.
    fn import(&mut self, step: &imports::Step<'_>) -> Result<imports::Imported, String>;

    /// Answers the messages of a session, one after the other.
    ///
    /// # Errors
    /// There is nobody: why.
    fn target(&mut self) -> Result<Box<dyn recorded::Target + '_>, String>;
}

/// Compares everything that was found; a tally for each kind.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(found: &Found, chain: &mut dyn Chain) -> Result<BTreeMap<Kind, Tally>, VectorError> {
    let mut all: BTreeMap<Kind, Tally> = BTreeMap::new();
    for (kind, folder) in &found.folders {
        let tally = match kind {
            Kind::Section(section) => {
                let answerer: &mut Answerer<'_> =
                    &mut |request: &[u8], out: &mut Vec<u8>| chain.answer(request, out);
                sections::run(section, folder, answerer)?
            }
            Kind::Trace => imports::run(folder, chain)?,
            Kind::Session => match chain.target() {
                Ok(mut target) => recorded::run(folder, &mut *target)?,
                Err(why) => return Err(VectorError::Target { path: folder.clone(), why }),
            },
        };
        all.entry(kind.clone()).or_default().join(tally);
    }
    Ok(all)
}

/// Prints what differs, what is not understood, and a line for each kind; whether all is as expected, as an exit code.
#[must_use]
pub fn print(found: &Found, all: &BTreeMap<Kind, Tally>) -> u8 {
    for path in &found.others {
        println!("not understood: {}", path.display());
    }
    all.values().flat_map(|tally| &tally.differences).for_each(|line| println!("{line}"));
    for (kind, tally) in all {
        println!("{kind}: {}/{}", tally.passed, tally.passed + tally.differences.len());
    }
    if all.values().all(|tally| tally.differences.is_empty()) { 0 } else { 3 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn folders_are_told_apart_and_others_named() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        assert!(matches!(find(&root), Err(VectorError::Empty { .. })));
        for file in [
            "stf/safrole/tiny/one.bin",
            "stf/safrole/tiny/one.json",
            "deep/in/trace/00000001.bin",
            "session/00000000_fuzzer_peer_info.bin",
            "session/README",
            "codec/tiny/block.bin",
            "traces/safrole/genesis.bin",
        ] {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, []).unwrap();
        }
        let found = find(&root).unwrap();
        let folders = [
            (Kind::Trace, root.join("deep/in/trace")),
            (Kind::Session, root.join("session")),
            (Kind::Section("safrole"), root.join("stf/safrole/tiny")),
            (Kind::Trace, root.join("traces/safrole")),
        ];
        assert_eq!(found.folders, folders);
        assert_eq!(found.others, [root.join("codec/tiny/block.bin"), root.join("session/README")]);
    }
}
