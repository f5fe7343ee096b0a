//! A check that every program which links Lean should make of itself, in a test.

use std::path::Path;
use std::process::Command;

use thiserror::Error;

/// Why a program cannot be examined.
#[derive(Debug, Error)]
pub enum LinkageError {
    /// `readelf` does not start.
    #[error("cannot run readelf (of binutils) on {path}: {source}")]
    Start {
        /// The program.
        path: String,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The file is no program, or one that panics without unwinding.
    #[error("{path} refers to no unwinder: expected references `_Unwind_…@GCC_…`")]
    NoUnwinder {
        /// The program.
        path: String,
    },
}

/// References of a program to an unwinder without libgcc's version, as `readelf` shows them. There must be none: such a reference binds to the unwinder
/// inside Lean's library, and the first panic in Rust ends the process. See `build.rs`.
///
/// # Errors
/// The program cannot be examined.
pub fn foreign_unwinder(program: &Path) -> Result<Vec<String>, LinkageError> {
    let path = program.display().to_string();
    let output = Command::new("readelf").args(["--dyn-syms", "-W"]).arg(program).output();
    let output = output.map_err(|source| LinkageError::Start { path: path.clone(), source })?;
    let text = String::from_utf8_lossy(&output.stdout);
    let (ours, foreign): (Vec<&str>, Vec<&str>) =
        text.lines().filter(|line| line.contains("_Unwind_")).partition(|l| l.contains("@GCC_"));
    if ours.is_empty() && foreign.is_empty() {
        return Err(LinkageError::NoUnwinder { path });
    }
    Ok(foreign.into_iter().map(str::to_owned).collect())
}
