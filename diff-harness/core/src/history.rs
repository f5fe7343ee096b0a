//! Cases that ran before.
//!
//! Compiled code keeps something from run to run: open pages, filled entries of jump tables. A bug in that may show only behind other
//! inputs of the same program. Such a finding has a history: cases that the engines run, without a past themselves, before the one that differs.

use crate::finding::{FilingError, file, write};
use jar_diff_engines::spelt_out;
use jar_diff_wire::{Case, Program};
use std::fs;
use std::path::{Path, PathBuf};

/// An earlier case as an input of the program that `case` has: so a history goes along where the minimiser changes the program.
/// `None` if it cannot be one.
#[must_use]
pub fn rebased(earlier: &Case, case: &Case) -> Option<Case> {
    let input = match (&earlier.program, &case.program) {
        (Program::Standard { .. }, Program::Raw) => spelt_out(earlier)?,
        (Program::Raw, Program::Standard { .. }) => return None,
        _ => earlier.clone(),
    };
    Some(Case { blob: case.blob.clone(), gas_model: case.gas_model, ..input })
}

/// The octets of the history of a case, as inputs of its program.
#[must_use]
pub fn of(case: &[u8], history: &[Case]) -> Vec<Vec<u8>> {
    let Ok(case) = Case::decode(case) else { return Vec::new() };
    let inputs = history.iter().filter_map(|earlier| rebased(earlier, &case));
    inputs.filter_map(|input| input.encode().ok()).collect()
}

fn folder(finding: &Path) -> PathBuf {
    finding.join("history")
}

/// Files the history of a case below the folder of its finding, in the order of the runs.
///
/// # Errors
/// [`FilingError::File`].
pub fn save(finding: &Path, case: &[u8], history: &[Case]) -> Result<(), FilingError> {
    let folder = folder(finding);
    // What was filed before may be longer.
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(|source| file(&folder, source))?;
    }
    if history.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(&folder).map_err(|source| file(&folder, source))?;
    let numbered = (0..).zip(of(case, history));
    numbered.into_iter().try_for_each(|(number, bytes): (u32, _)| {
        write(&folder.join(format!("{number:02}.bin")), &bytes)
    })
}

/// The history that was filed beside a case; empty if there is none.
///
/// # Errors
/// [`FilingError::File`], also for a file that is no case.
pub fn read(finding: &Path) -> Result<Vec<Case>, FilingError> {
    let folder = folder(finding);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(&folder).map_err(|source| file(&folder, source))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "bin"));
    paths.sort();
    let case = |path: &PathBuf| {
        let bytes = fs::read(path).map_err(|source| file(path, source))?;
        Case::decode(&bytes).map_err(|error| file(path, std::io::Error::other(error)))
    };
    paths.iter().map(case).collect()
}
