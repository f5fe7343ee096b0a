//! The supervisor with workers whose bugs are planted: what it finds, survives and says.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

const WORKER: &str = env!("CARGO_BIN_EXE_jar-diff-worker-planted");

fn jar_diff(plant: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jar-diff"))
        .args(arguments)
        .env("JAR_DIFF_PLANT", plant)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    let both = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8(both).unwrap()
}

/// A campaign in a new folder; its summary.
fn campaign(plant: &str, arguments: &[&str]) -> (Output, serde_json::Value, tempfile::TempDir) {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    let common = ["run", "--worker", WORKER, "--out", folder, "--seed", "7", "--shrink", "5s"];
    let output = jar_diff(plant, &[&common[..], arguments].concat());
    let summary = std::fs::read(out.path().join("summary.json"));
    let summary = summary.map(|json| serde_json::from_slice(&json).unwrap()).unwrap_or_default();
    (output, summary, out)
}

fn findings(summary: &serde_json::Value) -> Vec<String> {
    let list = summary["findings"].as_array().unwrap();
    list.iter().map(|finding| finding["bucket"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_clean_campaign_exits_with_0_and_counts() {
    let (output, summary, out) = campaign("swap:trap:trap", &["--cases", "30000", "--jobs", "2"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert_eq!(summary["cases"], 30_000);
    assert_eq!(summary["rejects"], 0);
    assert!(summary["pairs"].as_u64().unwrap() == 30_000);
    for name in ["coverage.txt", "coverage.json", "findings/index.html"] {
        assert!(out.path().join(name).is_file(), "{name}");
    }
}

#[test]
fn a_divergence_is_filed_once_replayable_and_exits_with_3() {
    let (output, summary, out) =
        campaign("swap:sub_64:add_64", &["--lane", "single", "--cases", "20000", "--jobs", "1"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    let buckets = findings(&summary);
    assert!(buckets.iter().any(|bucket| bucket.contains("registers.sub_64")), "{buckets:?}");
    assert!(buckets.len() <= 2, "{buckets:?}");
    let bucket = buckets.iter().find(|bucket| bucket.contains("registers")).unwrap();
    let folder = out.path().join("findings").join(bucket);
    for name in ["case.bin", "case.txt", "expected.obs", "note.md", "card.html", "card.json"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    assert!(std::fs::read_dir(folder.join("more")).unwrap().count() <= 4);
    let case = folder.to_str().unwrap();
    let again = jar_diff("swap:sub_64:add_64", &["replay", case, "--worker", WORKER]);
    assert_eq!(again.status.code(), Some(3), "{}", text(&again));
    let fixed = jar_diff("swap:trap:trap", &["replay", case, "--worker", WORKER]);
    assert_eq!(fixed.status.code(), Some(0), "{}", text(&fixed));
    let explained = jar_diff("swap:sub_64:add_64", &["explain", case, "--worker", WORKER]);
    assert!(text(&explained).contains("▶"), "{}", text(&explained));
    let report = jar_diff("", &["report", out.path().to_str().unwrap()]);
    assert_eq!(report.status.code(), Some(0), "{}", text(&report));
}

#[test]
fn a_bug_that_needs_a_past_is_filed_with_it_made_small_and_replayed() {
    let plant = "again:sub_64:add_64";
    let run = ["--lane", "program", "--cases", "4000", "--jobs", "1", "--stop-at-first"];
    let (output, summary, out) = campaign(plant, &run);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    let finding = &summary["findings"][0];
    assert_eq!(finding["opcode"], "sub_64", "{summary}");
    assert!(finding["instructions"].as_u64().unwrap() <= 2, "{summary}");
    let bucket = finding["bucket"].as_str().unwrap();
    let folder = out.path().join("findings").join(bucket);
    let history = std::fs::read_dir(folder.join("history")).unwrap().flatten();
    let mut history: Vec<_> = history.map(|entry| entry.file_name()).collect();
    history.sort();
    assert_eq!(history, ["00.bin", "00.txt"], "one earlier run is enough");
    let replay = |path: &Path| {
        jar_diff(plant, &["replay", path.to_str().unwrap(), "--worker", WORKER]).status.code()
    };
    assert_eq!(replay(&folder), Some(3));
    let alone = tempfile::tempdir().unwrap();
    let case = alone.path().join("case.bin");
    std::fs::copy(folder.join("case.bin"), &case).unwrap();
    assert_eq!(replay(&case), Some(0), "without its history the case differs nowhere");
}

#[test]
fn one_finding_is_enough_where_one_is_asked_for() {
    let all = ["--lane", "program", "--cases", "64", "--jobs", "1"];
    let (_, summary, _out) = campaign("swap:load_imm:load_u8", &all);
    let many = findings(&summary).len();
    assert!(many > 1, "the bug shows in one bucket alone: {summary}");
    let first = [&all[..], &["--stop-at-first"]].concat();
    let (output, summary, _out) = campaign("swap:load_imm:load_u8", &first);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    assert_eq!(findings(&summary).len(), 1, "{summary}");
}

#[test]
fn a_case_that_aborts_the_worker_is_isolated_and_the_campaign_goes_on() {
    let (output, summary, _out) =
        campaign("abort:rot_l_64", &["--lane", "single", "--cases", "600", "--jobs", "1"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    let buckets = findings(&summary);
    assert_eq!(buckets, ["planted.crash.none.signal-6"], "{}", text(&output));
    assert_eq!(summary["cases"], 600, "the cases around the guilty ones are run");
    assert!(summary["worker_restarts"].as_u64().unwrap() >= 4);
    assert_eq!(summary["workers_lost"], serde_json::json!([]), "every loss is explained");
}

#[test]
fn hangs_are_located_filed_once_and_do_not_outlast_the_time() {
    let began = Instant::now();
    let (output, summary, out) =
        campaign("hang:rot_l_64", &["--lane", "single", "--for", "12s", "--jobs", "2"]);
    let took = began.elapsed();
    assert!(took < Duration::from_secs(12 + 15), "{took:?}");
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    assert_eq!(findings(&summary), ["planted.crash.none.hang"], "{}", text(&output));
    let case = out.path().join("findings/planted.crash.none.hang/case.bin");
    let case = jar_diff_wire::Case::decode(&std::fs::read(case).unwrap()).unwrap();
    let rot = javm::Opcode::from_name("rot_l_64").unwrap();
    assert!(
        jar_diff_core::planted::contains(&case, rot),
        "the guilty case is the one that is filed"
    );
    assert!(summary["cases"].as_u64().unwrap() > 40, "the cases before it are run again");
}

#[test]
fn a_busy_hang_is_a_hang() {
    let lane = ["--lane", "single", "--for", "8s", "--jobs", "1", "--stop-at-first"];
    let (output, summary, _out) = campaign("spin:rot_l_64", &lane);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    assert_eq!(findings(&summary), ["planted.crash.none.hang"], "{}", text(&output));
}

#[test]
fn what_only_shows_when_engines_change_is_found_in_switch() {
    for flaw in ["flaw:charged", "flaw:halves", "flaw:heap"] {
        let lane = ["--lane", "program", "--for", "20s", "--jobs", "1", "--stop-at-first"];
        let (output, summary, _out) = campaign(flaw, &lane);
        assert_eq!(output.status.code(), Some(3), "{flaw}: {}", text(&output));
        let finding = &summary["findings"][0];
        assert_eq!(finding["odd"], "switch", "{flaw}: {finding}");
        assert_eq!(summary["engines"].as_array().unwrap().len(), 3);
    }
}

#[test]
fn what_is_wrong_in_whole_blocks_only_is_located_in_the_block() {
    let lane = ["--lane", "program", "--for", "20s", "--jobs", "1", "--stop-at-first"];
    let (output, summary, out) = campaign("flaw:blocks:sub_64:xor", &lane);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    let finding = &summary["findings"][0];
    assert_eq!(finding["opcode"], "sub_64", "{finding}");
    assert!(finding["instructions"].as_u64().unwrap() <= 4, "{finding}");
    let bucket = finding["bucket"].as_str().unwrap();
    assert!(out.path().join("findings").join(bucket).join("card.html").is_file());
}

#[test]
fn workers_that_have_grown_are_replaced() {
    let (output, summary, _out) = campaign(
        "swap:trap:trap",
        &["--lane", "single", "--cases", "20000", "--jobs", "1", "--rss-max", "1"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert_eq!(summary["cases"], 20_000);
    assert!(summary["workers_recycled"].as_u64().unwrap() >= 2, "{summary}");
    assert_eq!(summary["worker_restarts"], 0, "replacing is no loss");
}

#[test]
fn an_engine_that_panics_does_not_take_the_worker_along() {
    let (output, summary, _out) =
        campaign("panic:rot_l_64", &["--lane", "single", "--cases", "600", "--jobs", "1"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    assert!(findings(&summary).iter().all(|bucket| bucket.contains("crash")));
    assert_eq!(summary["worker_restarts"], 0);
}

/// Process numbers of the workers that a campaign runs.
fn workers_of(supervisor: u32) -> Vec<u32> {
    let children = format!("/proc/{supervisor}/task/{supervisor}/children");
    let mut found = Vec::new();
    if let Ok(list) = std::fs::read_to_string(children) {
        found.extend(list.split_whitespace().filter_map(|number| number.parse::<u32>().ok()));
    }
    // Children belong to the thread that started them.
    for task in
        std::fs::read_dir(format!("/proc/{supervisor}/task")).into_iter().flatten().flatten()
    {
        let list = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        found.extend(list.split_whitespace().filter_map(|number| number.parse::<u32>().ok()));
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn a_killed_worker_is_replaced_and_its_range_run_again() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    let mut supervisor = Command::new(env!("CARGO_BIN_EXE_jar-diff"))
        .args(["run", "--worker", WORKER, "--out", folder, "--seed", "7", "--lane", "program"])
        .args(["--for", "8s", "--jobs", "1", "--json"])
        .spawn()
        .unwrap();
    // The first worker only tells its engines' names; one that has run cases for a while is in the middle of a batch.
    let mut killed = false;
    let mut seen = std::collections::HashMap::new();
    while !killed && supervisor.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(50));
        for worker in workers_of(supervisor.id()) {
            let since = *seen.entry(worker).or_insert_with(Instant::now);
            if !killed && since.elapsed() > Duration::from_secs(1) {
                let status = Command::new("kill").args(["-9", &worker.to_string()]).status();
                killed = status.unwrap().success();
            }
        }
    }
    assert!(killed, "no worker was seen");
    assert_eq!(supervisor.wait().unwrap().code(), Some(0));
    let summary = std::fs::read(out.path().join("summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&summary).unwrap();
    let lost = summary["workers_lost"].as_array().unwrap();
    assert!(
        lost.iter().any(|lost| {
            let lost = lost.as_str().unwrap();
            lost.contains("signal 9") && lost.contains("re-run clean")
        }),
        "{lost:?}"
    );
}

#[test]
fn interrupts_end_with_a_summary() {
    let out = tempfile::tempdir().unwrap();
    let supervisor = Command::new(env!("CARGO_BIN_EXE_jar-diff"))
        .args(["run", "--worker", WORKER, "--out", out.path().to_str().unwrap(), "--for", "60s"])
        .args(["--jobs", "2"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // Its handler is in place before its second worker, the first that runs cases.
    let mut seen = std::collections::HashSet::new();
    while seen.len() < 2 {
        seen.extend(workers_of(supervisor.id()));
        std::thread::sleep(Duration::from_millis(5));
    }
    let began = Instant::now();
    Command::new("kill").args(["-2", &supervisor.id().to_string()]).status().unwrap();
    let output = supervisor.wait_with_output().unwrap();
    assert!(began.elapsed() < Duration::from_secs(20));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("interrupted"), "{}", text(&output));
}

#[test]
fn what_is_missing_is_an_error_never_a_skip() {
    let missing = jar_diff("", &["run", "--worker", "/nowhere/worker", "--cases", "1"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing).contains("no worker at /nowhere/worker"), "{}", text(&missing));
    let broken = jar_diff("nonsense", &["run", "--worker", WORKER, "--cases", "1"]);
    assert_eq!(broken.status.code(), Some(1), "{}", text(&broken));
    let usage = jar_diff("", &["run", "--lane", "triple"]);
    assert_eq!(usage.status.code(), Some(1));
    assert!(text(&usage).contains(
        "expected single, program, bytes, polkavm, mix, codec, functions, transition, invocations, chain or chain-full"
    ));
}

fn vectors(folder: &Path) -> Output {
    jar_diff(
        "swap:sub_64:add_64",
        &["vectors", "pvm", folder.to_str().unwrap(), "--worker", WORKER],
    )
}

/// Three instructions: r2 = r0 - r1, store it, trap.
const VECTOR: &str = r#"{"name": "sub", "initial-regs": [7,2,0,0,0,0,0,0,0,0,0,0,0], "initial-pc": 0,
 "initial-page-map": [{"address": 131072, "length": 4096, "is-writable": true}],
 "initial-memory": [{"address": 131073, "contents": [9]}], "initial-gas": 100,
 "program": [0, 0, 9, 201, 16, 2, 59, 2, 0, 0, 2, 0, 73, 0], "expected-status": "panic",
 "expected-regs": [7,2,5,0,0,0,0,0,0,0,0,0,0], "expected-pc": 8,
 "expected-memory": [{"address": 131072, "contents": [5, 9]}], "expected-gas": 97}"#;

fn folder_with(content: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sub.json"), content).unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}

#[test]
fn vectors_are_judged_per_engine() {
    let program = VECTOR.replace(
        "[0, 0, 9, 201, 16, 2, 59, 2, 0, 0, 2, 0, 73, 0]",
        "[0, 0, 8, 201, 16, 2, 59, 2, 0, 0, 2, 9]",
    );
    let (_keep, folder) = folder_with(&program);
    let output = vectors(&folder);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output));
    assert!(text(&output).contains("interpreter  1/1"), "{}", text(&output));
    assert!(text(&output).contains("planted      0/1"), "{}", text(&output));
}

#[test]
fn damaged_vectors_name_file_and_field() {
    let cut = VECTOR.get(..VECTOR.len() / 2).unwrap().to_owned();
    let odd_page = VECTOR.replace("\"length\": 4096", "\"length\": 4095");
    let unknown = VECTOR.replace("\"panic\"", "\"sleep\"");
    let lacking = VECTOR.replace("\"initial-pc\": 0,", "");
    for (content, expected) in
        [(cut, "EOF"), (odd_page, "initial-page-map"), (unknown, "sleep"), (lacking, "initial-pc")]
    {
        let (_keep, folder) = folder_with(&content);
        let output = vectors(&folder);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output));
        assert!(
            text(&output).contains("sub.json") && text(&output).contains(expected),
            "{}",
            text(&output)
        );
    }
    let empty = tempfile::tempdir().unwrap();
    assert!(text(&vectors(empty.path())).contains("found none"));
}

#[test]
fn a_case_of_another_version_is_an_error_and_a_damaged_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let kept =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../regressions/d05-sbrk-crosses-pages/case.bin");
    let bytes = std::fs::read(kept).unwrap();
    let replay = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let path = path.to_str().unwrap().to_owned();
        jar_diff("swap:trap:trap", &["replay", "--worker", WORKER, &path])
    };
    let mut newer = bytes.clone();
    newer[4] = 2;
    let output = replay("newer.bin", &newer);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("version error at octet 4"), "{}", text(&output));
    let output = replay("short.bin", &bytes[..100]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(text(&output).contains("truncated error at octet 40"), "{}", text(&output));
}
