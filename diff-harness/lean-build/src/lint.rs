//! What the compiler does not check: forbidden words, size and header of modules, layering, reachability, and the
//! axioms behind the theorems that we claim.

mod axioms;
mod files;
mod selftest;
mod text;
mod words;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

pub use axioms::{ALLOWED_AXIOMS, Claim};
pub use selftest::{Verdict, self_test};

use crate::{Build, Error, Graph};

/// This module and those below it list the theorems we claim, one `#print axioms` each.
pub const INDEX: &str = "Jar.Thm.Index";

/// The module that reaches every other.
pub const ROOT: &str = "Jar";

/// One violation of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, relative to the root.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Name of the rule.
    pub rule: &'static str,
    /// What is wrong and what was expected.
    pub text: String,
    /// It should be looked at, but does not fail the lint.
    pub warning: bool,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.warning { "warning" } else { "error" };
        write!(f, "{}:{}: {level}: {} [{}]", self.file.display(), self.line, self.text, self.rule)
    }
}

/// Result of a lint run.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// All violations, by file and line.
    pub findings: Vec<Finding>,
    /// The claimed theorems with their axioms.
    pub claims: Vec<Claim>,
    /// How many source files were read.
    pub files: usize,
}

impl Outcome {
    /// Whether nothing but warnings was found.
    pub fn passed(&self) -> bool {
        self.findings.iter().all(|f| f.warning)
    }
}

/// Checks the sources below `root` (`Jar.lean`, `Jar/**`); needs no toolchain.
///
/// # Errors
/// A file that cannot be read, or a module graph that is broken.
pub fn sources(root: &Path) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let graph = Graph::scan(root, &[ROOT])?;
    let reachable: BTreeSet<&Path> = graph.modules().iter().map(|m| m.source.as_path()).collect();
    for path in files::below(root)? {
        let source = std::fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let name = path.strip_prefix(root).unwrap_or(&path).to_owned();
        let bare = text::strip(&source);
        outcome.files += 1;
        words::check(&name, &bare, &mut outcome.findings);
        files::check(&name, &path, &source, &mut outcome.findings)?;
        if !reachable.contains(path.as_path()) {
            outcome.findings.push(Finding {
                file: name,
                line: 1,
                rule: "unreachable",
                text: format!("{ROOT}.lean does not reach this module, so nothing checks it"),
                warning: false,
            });
        }
    }
    outcome.findings.sort();
    Ok(outcome)
}

/// Checks the sources and then, with Lean, the axioms behind every theorem of [`INDEX`].
///
/// # Errors
/// As [`sources`]; besides, whatever keeps the specification from being compiled.
pub fn all(build: &Build<'_>) -> Result<Outcome, Error> {
    let mut outcome = sources(&build.root)?;
    let graph = build.graph(&[ROOT])?;
    let report = build.build_oleans(&graph)?;
    axioms::check(&graph, &report, &mut outcome)?;
    outcome.findings.sort();
    Ok(outcome)
}
