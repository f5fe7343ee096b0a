//! Compares the declarations of our own core library with the official ones: name, type, and for types their shape.
//!
//! Both toolchains print every declaration with nothing abbreviated; the texts must be the same up to line breaks and
//! names of universe variables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::{Error, Graph, Toolchain};

/// Options under which two printers that know different notations print the same text.
const HEAD: &str =
    "set_option pp.all true\nset_option pp.maxSteps 1000000\nset_option pp.deepTerms true\n";

/// What a comparison found.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Declarations compared.
    pub compared: usize,
    /// Declarations that only the kit has.
    pub missing: Vec<String>,
    /// Declarations that differ: name, the kit's text, the official text.
    pub different: Vec<(String, String, String)>,
}

#[derive(Deserialize)]
struct Ilean {
    decls: BTreeMap<String, serde_json::Value>,
}

/// Compares every public declaration of `kit`'s core library with those of `official`. Names below `Boot` are the
/// kit's alone and are left out. `folder` receives the generated files.
///
/// # Errors
/// What keeps a file from being read or written or Lean from being run; [`Error::BadToolchain`] if `kit` is no offline
/// kit.
pub fn compare(kit: &Toolchain, official: &Toolchain, folder: &Path) -> Result<Comparison, Error> {
    let names = declarations(kit)?;
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let ours = describe(kit, &names, folder)?;
    let theirs = describe(official, &names, folder)?;
    let mut found = Comparison { compared: names.len(), ..Comparison::default() };
    for name in names {
        match (ours.get(&name), theirs.get(&name)) {
            (ours, Some(theirs)) if ours == Some(theirs) => {}
            (Some(ours), Some(theirs)) => {
                found.different.push((name, ours.clone(), theirs.clone()))
            }
            _ => found.missing.push(name),
        }
    }
    Ok(found)
}

/// The names that Lean recorded for every module of the kit's core library.
fn declarations(kit: &Toolchain) -> Result<Vec<String>, Error> {
    let Some(init) = &kit.init else {
        let reason = "it is not the offline kit".to_owned();
        return Err(Error::BadToolchain { path: kit.lean.clone(), reason });
    };
    let mut names = Vec::new();
    for module in Graph::scan(&init.root, &["Init"])?.modules() {
        let path = init.build.join(format!("{}.ilean", module.name.replace('.', "/")));
        let text = std::fs::read(&path).map_err(Error::io("read", &path))?;
        let ilean: Ilean =
            serde_json::from_slice(&text).map_err(|e| Error::io("decode", &path)(e.into()))?;
        let public =
            |n: &String| !n.starts_with("Boot.") && !n.contains("_private") && !n.contains("_aux_");
        names.extend(ilean.decls.into_keys().filter(public));
    }
    names.sort();
    names.dedup();
    Ok(names)
}

/// What a toolchain says about each name: its type, and the whole declaration of an inductive type or structure.
fn describe(
    toolchain: &Toolchain,
    names: &[String],
    folder: &Path,
) -> Result<BTreeMap<String, String>, Error> {
    let types = ask(toolchain, names, "#check @", folder)?;
    let prints = ask(toolchain, names, "#print ", folder)?;
    let mut all = BTreeMap::new();
    for (name, text) in types {
        let shape = prints.get(&name).filter(|p| is_type(p)).cloned().unwrap_or_default();
        all.insert(name, normal(&format!("{text}\n{shape}")));
    }
    Ok(all)
}

fn is_type(print: &str) -> bool {
    let words = ["inductive", "structure", "class"];
    print.split_whitespace().take(3).any(|w| words.contains(&w))
}

/// One question per line; the answers come back with their lines.
fn ask(
    toolchain: &Toolchain,
    names: &[String],
    question: &str,
    folder: &Path,
) -> Result<BTreeMap<String, String>, Error> {
    let kind = if question.contains("check") { "Check" } else { "Print" };
    let path: PathBuf = folder.join(format!("{kind}.lean"));
    let lines: String = names.iter().map(|n| format!("{question}{}\n", quoted(n))).collect();
    std::fs::write(&path, format!("{HEAD}{lines}")).map_err(Error::io("write", &path))?;
    let output = Command::new(&toolchain.lean)
        .args(["--json", "-DmaxErrors=1000000"])
        .arg(&path)
        .output()
        .map_err(|source| Error::Start { program: toolchain.lean.display().to_string(), source })?;
    let first = HEAD.lines().count() + 1;
    let mut answers = BTreeMap::new();
    for message in crate::message::parse("", &String::from_utf8_lossy(&output.stdout)) {
        let index = (message.line as usize).checked_sub(first);
        let name = index.and_then(|i| names.get(i));
        let printed = !message.text.contains("failed to pretty print");
        if let (Some(name), crate::Severity::Information, true) = (name, message.severity, printed)
        {
            answers.insert(name.clone(), message.text);
        }
    }
    Ok(answers)
}

/// Parts of a name that are no plain identifiers need guillemets.
fn quoted(name: &str) -> String {
    if name.contains('«') {
        return name.to_owned();
    }
    let plain = |part: &str| {
        part.chars().all(|c| c.is_alphanumeric() || "_'!?".contains(c))
            && !part.starts_with(|c: char| c.is_ascii_digit())
    };
    let parts = name.split('.').map(|p| if plain(p) { p.to_owned() } else { format!("«{p}»") });
    parts.collect::<Vec<_>>().join(".")
}

/// One line, universe variables renamed in the order in which they appear.
fn normal(text: &str) -> String {
    let mut seen: Vec<String> = Vec::new();
    let mut out = String::new();
    for word in text.split_whitespace() {
        let mut rest = word;
        while let Some(start) = rest.find(|c: char| c.is_alphabetic()) {
            let tail = rest.get(start..).unwrap_or_default();
            let end = tail.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(tail.len());
            let (token, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
            out.push_str(rest.get(..start).unwrap_or_default());
            if is_universe(token) {
                let known = seen.iter().position(|s| s == token);
                let at = known.unwrap_or_else(|| {
                    seen.push(token.to_owned());
                    seen.len() - 1
                });
                out.push_str(&format!("u#{at}"));
            } else {
                out.push_str(token);
            }
            rest = after;
        }
        out.push_str(rest);
        out.push(' ');
    }
    out.trim_end().to_owned()
}

fn is_universe(token: &str) -> bool {
    let mut chars = token.chars();
    let letter = chars.next().is_some_and(|c| ('r'..='w').contains(&c));
    letter && chars.all(|c| c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_agree_up_to_universes_and_breaks() {
        let ours = "@List.map.{u, v} : {α : Type u} →\n  List.{u} α";
        let theirs = "@List.map.{u_1, u_2} : {α : Type u_1} → List.{u_1} α";
        assert_eq!(normal(ours), normal(theirs));
        let swapped = "@List.map.{u_1, u_2} : {α : Type u_2} → List.{u_1} α";
        assert_ne!(normal(ours), normal(swapped));
        assert_ne!(normal("f : Nat → Nat"), normal("f : (n : Nat) → Nat"));
    }

    #[test]
    fn odd_names_are_quoted() {
        assert_eq!(quoted("Nat.add_comm'"), "Nat.add_comm'");
        assert_eq!(quoted("Lean.term_+_"), "Lean.«term_+_»");
    }
}
