//! Lanes of questions with workers whose bugs are planted: what is found, how small it gets, what a card says.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use std::path::PathBuf;
use std::process::{Command, Output};

const WORKER: &str = env!("CARGO_BIN_EXE_jar-diff-worker-planted");

fn jar_diff(plant: &str, arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_jar-diff"))
        .args(arguments)
        .args(["--worker", WORKER])
        .env("JAR_DIFF_PLANT", plant)
        .output()
        .unwrap();
    (status.code().unwrap(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

struct Found {
    _out: tempfile::TempDir,
    bucket: String,
    folder: PathBuf,
    card: serde_json::Value,
}

/// The one finding of a campaign, which must replay with the bug and not without.
fn found(plant: &str, buckets: usize) -> Found {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap().to_owned();
    let common = ["run", "--lane", "codec", "--cases", "8000", "--jobs", "1", "--seed", "7"];
    let (code, text) =
        jar_diff(plant, &[&common[..], &["--shrink", "10s", "--out", &folder]].concat());
    assert_eq!(code, 3, "{text}");
    let read = |name: &str| std::fs::read(out.path().join(name)).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&read("summary.json")).unwrap();
    let findings = summary["findings"].as_array().unwrap();
    assert_eq!(findings.len(), buckets, "{summary}");
    let bucket = findings[0]["bucket"].as_str().unwrap().to_owned();
    let folder = out.path().join("findings").join(&bucket);
    for name in ["case.bin", "case.txt", "expected.obs", "note.md", "card.html", "card.json"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    let path = folder.to_str().unwrap();
    assert_eq!(jar_diff(plant, &["replay", path]).0, 3);
    let (code, text) = jar_diff("slip:offset:none", &["replay", path]);
    assert_eq!(code, 0, "{text}");
    let (code, text) = jar_diff(plant, &["explain", path]);
    assert!(code == 3 && text.contains("docs/types.md"), "{text}");
    let card = serde_json::from_slice(&std::fs::read(folder.join("card.json")).unwrap()).unwrap();
    Found { _out: out, bucket, folder, card }
}

/// Octets of a case behind its head, the type, the parameters and the extent.
fn octets(found: &Found) -> Vec<u8> {
    std::fs::read(found.folder.join("case.bin")).unwrap().split_off(9)
}

#[test]
fn sound_engines_agree_and_every_class_is_met() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    for lane in ["codec", "functions"] {
        let arguments = ["run", "--lane", lane, "--cases", "9000", "--seed", "7", "--out", folder];
        let (code, text) = jar_diff("slip:offset:none", &arguments);
        assert_eq!(code, 0, "{text}");
        let summary = std::fs::read(out.path().join("summary.json")).unwrap();
        let summary: serde_json::Value = serde_json::from_slice(&summary).unwrap();
        assert_eq!((&summary["coverage_empty"], &summary["cases"]), (&0.into(), &9000.into()));
        // Some damaged arguments of functions have no value.
        let poisoned = summary["poisoned"].as_u64().unwrap();
        assert!(poisoned < if lane == "codec" { 1 } else { 900 }, "{poisoned}");
    }
}

#[test]
fn a_wrong_offset_is_found_in_every_kind_of_error() {
    let found = found("slip:offset:slot", 2);
    assert_eq!(found.bucket, "planted-vs-rust.offset.slot.trailing-trailing");
    assert_eq!(octets(&found), [0; 5]);
    let fields = found.card["fields"].as_array().unwrap();
    assert!(fields[0]["cells"][1].as_str().unwrap().starts_with("refused: "), "{fields:?}");
}

#[test]
fn a_wrong_octet_is_found_in_the_smallest_value() {
    let found = found("slip:octet:refine_context", 1);
    assert_eq!(found.bucket, "planted-vs-rust.octets.refine_context.accepted-accepted");
    assert_eq!(octets(&found), vec![0; 4 * 32 + 4 + 1]);
    assert_eq!(found.card["detail"], "octet 132: 00 / 01 (rust / planted)");
    assert!(found.card["minimised"].as_str().unwrap().contains("→ 133 octets"));
}

#[test]
fn octets_that_are_taken_although_they_end_too_soon() {
    let found = found("slip:lenient:slot", 1);
    assert_eq!(found.bucket, "planted-vs-rust.status.slot.truncated-accepted");
    assert!(octets(&found).is_empty());
}

#[test]
fn a_panic_is_found_and_the_campaign_goes_on() {
    let found = found("slip:panic:slot", 1);
    assert_eq!(found.bucket, "planted-vs-rust.crash.slot.trailing-crash");
    assert_eq!(octets(&found), vec![0; 5]);
}

#[test]
fn engines_must_answer_what_is_asked() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    let run = |plant, lane| {
        jar_diff(plant, &["run", "--lane", lane, "--cases", "10", "--jobs", "1", "--out", folder])
    };
    let (code, text) = run("slip:offset:slot", "single");
    assert!(code == 1 && text.contains("engine rust runs no cases"), "{text}");
    let (code, text) = run("swap:trap:trap", "codec");
    assert!(code == 1 && text.contains("engine interpreter answers no questions"), "{text}");
}
