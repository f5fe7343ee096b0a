//! Cases that ran before.
//!
//! Compiled code keeps something from run to run: open pages, filled entries of jump tables. A bug in that may show only behind other
//! inputs of the same program. Such a finding has a history: cases that the engines run, without a past themselves, before the one that differs.

use crate::finding::{FilingError, file, write};
use crate::program::case_text;
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

/// Files the history of a case below the folder of its finding: numbered in the order of the runs, as octets, and as text for people.
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
    (0..).zip(of(case, history)).try_for_each(|(number, bytes): (u32, _)| {
        let path = folder.join(format!("{number:02}.bin"));
        if let Ok(case) = Case::decode(&bytes) {
            write(&path.with_extension("txt"), case_text(&case).as_bytes())?;
        }
        write(&path, &bytes)
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

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test may fail by panicking"
    )]

    use super::*;
    use jar_diff_wire::GasModel;

    fn inputs() -> (Case, Vec<Case>) {
        let mut case = Case { gas_model: GasModel::PerInstruction, ..Case::raw(vec![1, 2, 3]) };
        case.registers = [7; 13];
        let input = |gas| Case { gas, gas_model: GasModel::PerBlock, ..Case::raw(vec![9]) };
        (case, (0..12).map(input).collect())
    }

    #[test]
    fn a_history_has_the_program_of_its_case_and_inputs_of_its_own() {
        let (case, history) = inputs();
        let first = rebased(history.first().unwrap(), &case).unwrap();
        assert_eq!((&first.blob, first.gas_model), (&case.blob, case.gas_model));
        assert_eq!((first.gas, first.registers), (0, [0; 13]));
        let standard = Case { program: Program::Standard { arguments: vec![] }, ..case.clone() };
        assert_eq!(rebased(&case, &standard), None, "there is no such input");
        assert_eq!(rebased(&standard, &case), None, "nor is it one that cannot be initialised");
    }

    #[test]
    fn a_history_is_read_as_it_was_filed() {
        let (case, history) = inputs();
        let (bytes, folder) = (case.encode().unwrap(), tempfile::tempdir().unwrap());
        assert_eq!(read(folder.path()).unwrap(), []);
        save(folder.path(), &bytes, &history).unwrap();
        let filed: Vec<Case> = history.iter().map(|old| rebased(old, &case).unwrap()).collect();
        assert_eq!(read(folder.path()).unwrap(), filed);
        save(folder.path(), &bytes, &history[..1]).unwrap();
        assert_eq!(read(folder.path()).unwrap(), filed[..1]);
        std::fs::write(folder.path().join("history/00.bin"), b"JA").unwrap();
        assert!(read(folder.path()).unwrap_err().to_string().contains("00.bin"));
        save(folder.path(), &bytes, &[]).unwrap();
        assert_eq!(read(folder.path()).unwrap(), []);
    }
}
