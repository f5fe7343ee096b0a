//! The runner passes what is right and fails on what is wrong or missing. The vectors here are made by the libraries
//! themselves: they test the runner, not the libraries.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a test")]

use jar_codec::sample::{Sample, Source};
use jar_codec::{Encode, Output as _, encode, natural};
use jar_types::*;
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Exit code, and what was printed.
fn run(kind: &str, folder: &Path) -> (i32, String) {
    let program = env!("CARGO_BIN_EXE_jar-vectors");
    let output = Command::new(program).arg(kind).arg(folder).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

fn put<T: Sample<Params> + Encode + Serialize>(folder: &Path, name: &str, params: &Params) {
    let value = T::sample(&mut Source::new(name.len() as u64, 3), params);
    fs::write(folder.join(name).with_extension("bin"), encode(&value)).unwrap();
    let json = serde_json::to_vec(&value).unwrap();
    fs::write(folder.join(name).with_extension("json"), json).unwrap();
}

fn codec_vectors(root: &Path) {
    for (name, params) in [("tiny", Params::tiny()), ("full", Params::full())] {
        let folder = root.join(name);
        fs::create_dir(&folder).unwrap();
        put::<Vec<Assurance>>(&folder, "assurances_extrinsic", &params);
        put::<Block>(&folder, "block", &params);
        put::<DisputesExtrinsic>(&folder, "disputes_extrinsic", &params);
        put::<Extrinsic>(&folder, "extrinsic", &params);
        put::<Vec<Guarantee>>(&folder, "guarantees_extrinsic", &params);
        put::<Header>(&folder, "header_0", &params);
        put::<Header>(&folder, "header_1", &params);
        put::<Vec<Preimage>>(&folder, "preimages_extrinsic", &params);
        put::<RefineContext>(&folder, "refine_context", &params);
        put::<Vec<TicketProof>>(&folder, "tickets_extrinsic", &params);
        put::<WorkItem>(&folder, "work_item", &params);
        put::<WorkPackage>(&folder, "work_package", &params);
        put::<WorkReport>(&folder, "work_report", &params);
        put::<WorkDigest>(&folder, "work_result_0", &params);
        put::<WorkDigest>(&folder, "work_result_1", &params);
    }
}

#[test]
fn codec_vectors_pass_differ_or_are_missing() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let (code, text) = run("codec", &root.join("nowhere"));
    assert!(code == 1 && text.contains("nowhere"), "{text}");
    codec_vectors(root);
    assert_eq!(run("codec", root), (0, "30/30\n".to_owned()));

    let json = root.join("tiny/work_item.json");
    let right = fs::read_to_string(&json).unwrap();
    let mut wrong: serde_json::Value = serde_json::from_str(&right).unwrap();
    *wrong.get_mut("export_count").unwrap() = 70_000.into();
    fs::write(&json, wrong.to_string()).unwrap();
    let (code, text) = run("codec", root);
    assert!(code == 3 && text.contains(".export_count: expected 70000, found "), "{text}");
    assert!(text.ends_with("29/30\n"), "{text}");
    fs::write(&json, right).unwrap();

    let binary = root.join("full/header_0.bin");
    let octets = fs::read(&binary).unwrap();
    fs::write(&binary, octets.get(..100).unwrap()).unwrap();
    let (code, text) = run("codec", root);
    assert!(code == 3 && text.contains("epoch_mark: offset 100: expected 1 "), "{text}");
    fs::remove_file(&binary).unwrap();
    let (code, text) = run("codec", root);
    assert!(code == 1 && text.contains("header_0.bin"), "{text}");
    fs::write(&binary, octets).unwrap();
    fs::write(root.join("tiny/block_2.bin"), []).unwrap();
    let (code, text) = run("codec", root);
    assert!(code == 1 && text.contains("block_2.bin: expected one of"), "{text}");
}

#[test]
fn states_pass_differ_or_are_missing() {
    let root = tempfile::tempdir().unwrap();
    let (params, source) = (Params::tiny(), &mut Source::new(4, 3));
    let state: State = State::sample(source, &params);
    let mut octets = encode(&Header::sample(source, &params));
    octets.write(&[0; 32]);
    let map = state.to_map();
    natural::encode(map.len() as u64, &mut octets);
    for (key, value) in &map {
        octets.write(&key.0);
        value.encode(&mut octets);
    }
    let folder = root.path().join("trace");
    fs::create_dir(&folder).unwrap();
    let (code, text) = run("state", root.path());
    assert!(code == 1 && text.contains("expected files *.bin"), "{text}");
    let file = folder.join("genesis.bin");
    fs::write(&file, &octets).unwrap();
    assert_eq!(run("state", root.path()), (0, "1/1\n".to_owned()));
    octets.push(0);
    fs::write(&file, &octets).unwrap();
    let (code, text) = run("state", root.path());
    assert!(code == 3 && text.contains("expected the end, found 1 more"), "{text}");
}

#[test]
fn signatures_and_rings_must_be_there() {
    let root = tempfile::tempdir().unwrap();
    let (code, text) = run("signatures", root.path());
    assert!(code == 1 && text.contains("vectors.json"), "{text}");
    fs::create_dir(root.path().join("ed25519")).unwrap();
    fs::write(root.path().join("ed25519/vectors.json"), "[]").unwrap();
    let (code, text) = run("signatures", root.path());
    assert!(code == 1 && text.contains("expected an array of cases, found none"), "{text}");
    let (code, text) = run("rings", root.path());
    assert!(code == 1 && text.contains("expected files *.json"), "{text}");
    let (code, text) = run("pedersen", root.path());
    assert!(code == 1 && text.contains("_pedersen.json"), "{text}");
}
