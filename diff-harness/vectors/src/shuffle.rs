//! The shuffle by a seed.

use crate::files::{self, Hex, Tally, VectorError};
use jar_crypto::shuffle;
use jar_types::Hash;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Case {
    /// How many numbers are shuffled.
    input: u16,
    entropy: Hex<32>,
    output: Vec<u16>,
}

/// Shuffles as every case of a folder.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(folder: &Path) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    let path = folder.join("shuffle_tests.json");
    for case in files::read_cases::<Case>(&path)? {
        let found = shuffle((0..case.input).collect(), &Hash(case.entropy.0));
        let differs = found.iter().zip(&case.output).position(|(found, output)| found != output);
        let same = found.len() == case.output.len() && differs.is_none();
        let place = differs.unwrap_or_else(|| found.len().min(case.output.len()));
        tally.add(
            &path,
            if same {
                Ok(())
            } else {
                Err(format!("{} numbers: another one at place {place}", case.input))
            },
        );
    }
    Ok(tally)
}
