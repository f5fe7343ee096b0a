//! The axioms behind the theorems that we claim.

use std::path::PathBuf;

use super::{Finding, INDEX, Outcome, text};
use crate::{Error, Graph, Message, Module, Report, Severity};

/// What a theorem may rest on: the axioms of Lean's own logic. `sorryAx` and what trusts the compiler are not here.
pub const ALLOWED_AXIOMS: [&str; 3] = ["propext", "Classical.choice", "Quot.sound"];

/// A claimed theorem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its name.
    pub theorem: String,
    /// What it rests on.
    pub axioms: Vec<String>,
}

/// Reads the answers to `#print axioms` in the index and the modules below it.
pub(super) fn check(graph: &Graph, report: &Report, outcome: &mut Outcome) -> Result<(), Error> {
    let below = format!("{INDEX}.");
    let listed = |name: &str| name == INDEX || name.starts_with(&below);
    let before = outcome.claims.len();
    for module in graph.modules().iter().filter(|module| listed(&module.name)) {
        check_module(module, report, outcome)?;
    }
    let (file, text) = if graph.get(INDEX).is_none() {
        ("Jar.lean".into(), format!("does not reach {INDEX}, the list of theorems that we claim"))
    } else if outcome.claims.len() == before {
        (file_of(INDEX), "claims no theorem: expected lines `#print axioms name`".to_owned())
    } else {
        return Ok(());
    };
    outcome.findings.push(Finding { file, line: 1, rule: "index", text, warning: false });
    Ok(())
}

fn file_of(module: &str) -> PathBuf {
    PathBuf::from(format!("{}.lean", module.replace('.', "/")))
}

fn check_module(module: &Module, report: &Report, outcome: &mut Outcome) -> Result<(), Error> {
    let source =
        std::fs::read_to_string(&module.source).map_err(Error::io("read", &module.source))?;
    let file = file_of(&module.name);
    let mut add = |line, rule, text| {
        outcome.findings.push(Finding { file: file.clone(), line, rule, text, warning: false });
    };
    let none = Vec::new();
    let messages = report.messages.get(&module.name).unwrap_or(&none);
    for (number, line) in text::strip(&source).lines().enumerate() {
        let Some(name) = line.trim().strip_prefix("#print axioms") else { continue };
        let (name, number) = (name.trim(), number + 1);
        match messages.iter().find_map(|m| answer(m, number)) {
            Some(claim) => {
                for axiom in &claim.axioms {
                    if !ALLOWED_AXIOMS.contains(&axiom.as_str()) {
                        let allowed = ALLOWED_AXIOMS.join(", ");
                        let text = format!("'{name}' rests on '{axiom}'; allowed: {allowed}");
                        add(number, "axioms", text);
                    }
                }
                if claim.axioms.contains(&claim.theorem) {
                    add(number, "index", format!("'{name}' is an axiom, not a theorem"));
                }
                outcome.claims.push(claim);
            }
            None => add(number, "index", format!("Lean did not say what '{name}' rests on")),
        }
    }
    Ok(())
}

/// `'name' depends on axioms: [a, b]` or `'name' does not depend on any axioms`, if it is about that line.
fn answer(message: &Message, line: usize) -> Option<Claim> {
    if message.severity != Severity::Information || message.line as usize != line {
        return None;
    }
    let (name, rest) = message.text.trim().strip_prefix('\'')?.rsplit_once("' d")?;
    let axioms = if rest.starts_with("oes not depend on any axioms") {
        Vec::new()
    } else {
        let list = rest.strip_prefix("epends on axioms:")?.trim();
        let list = list.strip_prefix('[')?.strip_suffix(']')?;
        list.split(',').map(|a| a.trim().to_owned()).collect()
    };
    Some(Claim { theorem: name.to_owned(), axioms })
}
