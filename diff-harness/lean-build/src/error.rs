//! Everything that can go wrong, said with its place and what was expected.

use std::path::PathBuf;

/// Why a build ended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No toolchain was chosen yet.
    #[error("no Lean toolchain: '{}' does not exist; run ci/setup", path.display())]
    NoToolchain {
        /// The file that `ci/setup` writes.
        path: PathBuf,
    },
    /// The toolchain description is not what `ci/setup` writes.
    #[error("'{}' does not describe a Lean toolchain ({reason}); run ci/setup again", path.display())]
    BadToolchain {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// An imported (or asked for) module has no source file.
    #[error("module '{module}' ({wanted_by}) has no source: expected '{}'", expected.display())]
    MissingModule {
        /// The module's name.
        module: String,
        /// Who wants it: an importing file and line, or the command.
        wanted_by: String,
        /// Where its source should be.
        expected: PathBuf,
    },
    /// An import that is neither the project's nor the core library's.
    #[error(
        "{}:{line}: import of '{module}': expected a module below '{}' or the core library 'Init'",
        file.display(),
        root.display()
    )]
    ForeignImport {
        /// The importing file.
        file: PathBuf,
        /// Line of the import, from 1.
        line: usize,
        /// What it imports.
        module: String,
        /// The root of the modules.
        root: PathBuf,
    },
    /// A name that cannot be a module here.
    #[error(
        "'{module}' ({wanted_by}) is no module name: expected ASCII letters and digits in parts joined by '.'"
    )]
    BadModuleName {
        /// The name.
        module: String,
        /// Who wants it.
        wanted_by: String,
    },
    /// The head of a file is not a list of imports.
    #[error("{}:{line}: {reason}", file.display())]
    BadHeader {
        /// The file.
        file: PathBuf,
        /// Line from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// Modules that import each other.
    #[error("import cycle: {}", modules.join(" -> "))]
    Cycle {
        /// The modules along the cycle, the first one again at the end.
        modules: Vec<String>,
    },
    /// Lean rejected at least one module; its messages were printed.
    #[error("{} module(s) rejected: {}; {skipped} not tried because they depend on these", modules.len(), modules.join(", "))]
    Rejected {
        /// The rejected modules.
        modules: Vec<String>,
        /// How many modules were not tried.
        skipped: usize,
    },
    /// Warnings where none are allowed.
    #[error("{count} warning(s) while warnings are denied")]
    WarningsDenied {
        /// How many.
        count: usize,
    },
    /// A program could not be started.
    #[error("cannot start '{program}': {source}")]
    Start {
        /// The program.
        program: String,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// A program (C compiler, archiver) failed.
    #[error("'{command}' failed with {status}:\n{output}")]
    Failed {
        /// The command line.
        command: String,
        /// Its exit status.
        status: String,
        /// What it printed on standard error.
        output: String,
    },
    /// A file could not be read or written.
    #[error("cannot {action} '{}': {source}", path.display())]
    Io {
        /// What was tried: "read", "write", …
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
}

impl Error {
    /// For `map_err`: wraps an I/O error with what was tried on which file.
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.into();
        move |source| Error::Io { action, path, source }
    }
}
