//! The seeded bugs of `diff-harness/mutants`: manifest and patches fit each other and the code. `ci/mutants` runs them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use jar_diff_core::Field;
use jar_diff_questions::{Kind, subjects};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SCRIPT: &str = "diff-harness/mutants/run.py";
const PATCHES: &str = "diff-harness/mutants";
const CODE: [&str; 3] = ["rust/javm/src", "rust/javm-jit/src", "rust/jar-stf/src"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn run(root: &Path, option: &str) -> Output {
    let output = Command::new("python3").arg(root.join(SCRIPT)).arg(option).output();
    output.unwrap_or_else(|error| panic!("python3 (3.11 or newer) does not run: {error}"))
}

fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[derive(Debug, Deserialize)]
struct Mutant {
    id: String,
    class: String,
    engine: String,
    field: Vec<Field>,
    opcode: Vec<String>,
}

fn mutants() -> Vec<Mutant> {
    let output = run(&root(), "--list");
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_patch_is_listed_and_applies() {
    let output = run(&root(), "--check");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn the_classes_are_covered() {
    let mutants = mutants();
    let classes: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.class.as_str()).collect();
    for class in [
        "rotate",
        "sign extension",
        "32-bit add",
        "mul-upper",
        "division corner",
        "shift amount",
        "branch offset",
        "jump table",
        "store width",
        "page permission",
        "gas",
        "skip length",
        "condition code",
        "immediate",
        "operand overlap",
        "host call",
        "end of code",
        "fault",
        "region exit",
        "epoch mark",
        "tickets mark",
        "offenders mark",
        "author index",
        "seal",
        "report slot",
        "guarantors",
        "assurers",
        "availability",
        "recent history",
        "accumulated history",
        "ready queue",
        "statistics",
    ] {
        assert!(classes.contains(class), "no mutant of class {class}");
    }
}

/// Does a pattern with `*` fit a name?
fn fits(pattern: &str, name: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return pattern == name };
    let Some(rest) = name.strip_prefix(head) else { return false };
    (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|rest| fits(tail, rest)))
}

#[test]
fn expected_instructions_and_sections_exist() {
    for mutant in mutants() {
        assert!(!mutant.field.is_empty(), "{}", mutant.id);
        let names: Vec<&str> = match mutant.engine.as_str() {
            "shared" | "fixed" | "clif" => javm::TABLE.iter().map(|row| row.name).collect(),
            "stf" => subjects(Kind::Section),
            other => panic!("{}: engine {other}", mutant.id),
        };
        for pattern in &mutant.opcode {
            let there = names.iter().any(|name| fits(pattern, name));
            assert!(there, "{}: no instruction or section {pattern}", mutant.id);
        }
    }
    assert!(fits("load_*6", "load_i16") && !fits("load_*6", "load_i8") && !fits("load", "load_u8"));
}

/// A copy of the patches and of the code that they change.
fn copy() -> tempfile::TempDir {
    fn folder(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folder(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
    let copy = tempfile::tempdir().unwrap();
    for part in [PATCHES].into_iter().chain(CODE) {
        folder(&root().join(part), &copy.path().join(part));
    }
    assert!(run(copy.path(), "--check").status.success());
    copy
}

#[test]
fn what_does_not_fit_is_named() {
    let copy = copy();
    let patches = copy.path().join(PATCHES);
    let patch = "005-overflowing-remainder.patch";
    let content = fs::read_to_string(patches.join(patch)).unwrap();

    fs::write(patches.join("999-more.patch"), &content).unwrap();
    let said = complaint(&run(copy.path(), "--list"));
    assert!(said.contains("not listed: ['999-more.patch']"), "{said}");
    fs::remove_file(patches.join("999-more.patch")).unwrap();

    fs::remove_file(patches.join(patch)).unwrap();
    let said = complaint(&run(copy.path(), "--list"));
    assert!(said.contains("not there: ['005-overflowing-remainder.patch']"), "{said}");

    let manifest = fs::read_to_string(patches.join("manifest.toml")).unwrap();
    for (engine, expected) in [
        ("jit", "engine 'jit': expected one of shared, fixed, clif, stf"),
        ("fixed", "expected changes below rust/javm-jit/src/ only (engine fixed)"),
    ] {
        let line = format!("id = \"005\"\nengine = \"{engine}\"");
        fs::write(patches.join(patch), &content).unwrap();
        fs::write(patches.join("manifest.toml"), manifest.replace("id = \"005\"", &line)).unwrap();
        let said = complaint(&run(copy.path(), "--list"));
        assert!(said.contains(expected), "{said}");
    }
    fs::write(patches.join("manifest.toml"), manifest).unwrap();

    fs::write(patches.join(patch), content.replace("Why realistic", "Why")).unwrap();
    let said = complaint(&run(copy.path(), "--check"));
    assert!(said.contains(patch) && said.contains("Why realistic"), "{said}");
    fs::write(patches.join(patch), content).unwrap();

    if Command::new("git").arg("--version").output().is_ok() {
        let code = copy.path().join(CODE[0]).join("interpreter/alu.rs");
        let changed = fs::read_to_string(&code).unwrap().replace("remainder", "rest");
        fs::write(code, changed).unwrap();
        let said = complaint(&run(copy.path(), "--check"));
        assert!(said.contains(patch) && said.contains("no longer applies"), "{said}");
    }
}
