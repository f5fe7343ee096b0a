//! The axioms behind the theorems that we claim.

use std::path::PathBuf;

use super::{Finding, INDEX, Outcome, text};
use crate::{Error, Graph, Message, Report, Severity};

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

/// Reads the answers to `#print axioms` in the index.
pub(super) fn check(graph: &Graph, report: &Report, outcome: &mut Outcome) -> Result<(), Error> {
    let Some(index) = graph.get(INDEX) else {
        outcome.findings.push(Finding {
            file: PathBuf::from("Jar.lean"),
            line: 1,
            rule: "index",
            text: format!("does not reach {INDEX}, the list of theorems that we claim"),
            warning: false,
        });
        return Ok(());
    };
    let source =
        std::fs::read_to_string(&index.source).map_err(Error::io("read", &index.source))?;
    let file = PathBuf::from(format!("{}.lean", INDEX.replace('.', "/")));
    let mut add = |line, rule, text| {
        outcome.findings.push(Finding { file: file.clone(), line, rule, text, warning: false });
    };
    let none = Vec::new();
    let messages = report.messages.get(INDEX).unwrap_or(&none);
    for (number, line) in text::strip(&source).lines().enumerate() {
        let Some(name) = line.trim().strip_prefix("#print axioms") else { continue };
        let (name, number) = (name.trim(), number + 1);
        match messages.iter().find_map(|m| answer(m, number)) {
            Some(claim) => {
                for axiom in &claim.axioms {
                    if !ALLOWED_AXIOMS.contains(&axiom.as_str()) {
                        let allowed = ALLOWED_AXIOMS.join(", ");
                        add(
                            number,
                            "axioms",
                            format!("'{name}' rests on '{axiom}'; allowed: {allowed}"),
                        );
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
    if outcome.claims.is_empty() {
        add(1, "index", "claims no theorem: expected lines `#print axioms name`".to_owned());
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
