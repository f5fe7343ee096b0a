//! Requests to decode protocol types: what the specification answers to values, and to octets that are none.
#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]

use jar_lean_oracle::{Oracle, with_oracle};

const TINY: u8 = 0;
const FULL: u8 = 1;

struct Answer {
    status: u8,
    /// The encoding, or the kind and the offset of an error.
    middle: Vec<u8>,
    text: String,
}

fn number(oracle: &Oracle, name: &str) -> u8 {
    let mut out = Vec::new();
    oracle.codec_types(&mut out);
    let text = String::from_utf8(out).unwrap();
    let line = text.lines().find(|line| line.split(' ').nth(1) == Some(name)).unwrap();
    line.split(' ').next().unwrap().parse().unwrap()
}

fn ask(oracle: &Oracle, name: &str, parameters: u8, prefix: u8, octets: &[u8]) -> Answer {
    let mut out = Vec::new();
    let head = [number(oracle, name), parameters, prefix];
    oracle.codec_roundtrip(&[&head, octets].concat(), &mut out);
    let (&status, rest) = out.split_first().unwrap();
    let (middle, text) = match status {
        0 => {
            let (size, rest) = rest.split_first_chunk::<8>().unwrap();
            rest.split_at(usize::try_from(u64::from_le_bytes(*size)).unwrap())
        }
        1 => rest.split_at(9),
        _ => (rest, [].as_slice()),
    };
    Answer { status, middle: middle.to_vec(), text: String::from_utf8(text.to_vec()).unwrap() }
}

#[track_caller]
fn accepted(oracle: &Oracle, name: &str, octets: &[u8], text: &str) {
    let answer = ask(oracle, name, TINY, 0, octets);
    assert_eq!((answer.status, answer.text.as_str()), (0, text));
    assert_eq!(answer.middle, octets);
    let longer = [octets, &[7, 7]].concat();
    let answer = ask(oracle, name, TINY, 1, &longer);
    assert_eq!((answer.status, answer.middle.as_slice()), (0, octets), "what follows stays");
    refused(oracle, name, &longer, 10, octets.len(), "");
}

#[track_caller]
fn refused(oracle: &Oracle, name: &str, octets: &[u8], kind: u8, offset: usize, path: &str) {
    let answer = ask(oracle, name, TINY, 0, octets);
    let expected = [[kind].as_slice(), &(offset as u64).to_le_bytes()].concat();
    assert_eq!((answer.status, answer.text.as_str()), (1, path));
    assert_eq!(answer.middle, expected);
}

#[test]
fn values_come_back_with_their_text() {
    with_oracle(|oracle| {
        accepted(oracle, "slot", &[1, 2, 0, 0], "513");
        accepted(oracle, "work_result", &[0, 2, 0xab, 1], r#"{"ok":"0xab01"}"#);
        accepted(oracle, "work_result", &[4], r#"{"digest_oversize":null}"#);
        accepted(
            oracle,
            "refine_load",
            &[0x80, 0xff, 1, 2, 3, 0x82, 0],
            r#"{"gas_used":255,"imports":1,"extrinsic_count":2,"extrinsic_size":3,"exports":512}"#,
        );
    })
    .unwrap();
}

#[test]
fn errors_name_kind_offset_and_path() {
    with_oracle(|oracle| {
        let ticket = [[9; 32].as_slice(), &[0]].concat();
        refused(oracle, "slot", &[1, 2, 3], 1, 0, "");
        refused(oracle, "ticket", &ticket[..31], 1, 0, "id");
        refused(oracle, "ticket", &[&ticket[..32], &[0x80, 1]].concat(), 2, 32, "attempt");
        refused(oracle, "ticket", &[&ticket[..32], &[0x81, 0]].concat(), 3, 32, "attempt");
        refused(oracle, "tickets_mark", &ticket, 4, 0, "");
        refused(oracle, "recent_history", &[9, 0, 0], 5, 0, "history");
        refused(oracle, "work_result", &[7], 6, 0, "");
        refused(oracle, "service_info", &[1; 89], 7, 0, "version");
        let hashes = [[2].as_slice(), &[5; 64], &[0, 0, 0]].concat();
        refused(oracle, "disputes_records", &hashes, 8, 33, "good[1]");
        let assurance = [[1].as_slice(), &[5; 32], &[4], &[0; 66]].concat();
        refused(oracle, "assurances_extrinsic", &assurance, 9, 33, "[0].bitfield");
        let judgment = [[0].as_slice(), &[0; 66]].concat();
        let mut verdict = [[1].as_slice(), &[5; 36]].concat();
        (0..5).for_each(|_| verdict.extend(&judgment));
        verdict.extend([0, 0]);
        accepted_octets(oracle, "disputes_extrinsic", &verdict);
        let place = 1 + 36 + 3 * judgment.len();
        *verdict.get_mut(place).unwrap() = 2;
        refused(oracle, "disputes_extrinsic", &verdict, 6, place, "verdicts[0].votes[3].vote");
        let privileges = [[0; 20].as_slice(), &[2], &[1; 12], &[1; 12]].concat();
        refused(oracle, "privileges", &privileges, 8, 33, "always_acc[1].key");
    })
    .unwrap();
}

#[track_caller]
fn accepted_octets(oracle: &Oracle, name: &str, octets: &[u8]) {
    let answer = ask(oracle, name, TINY, 0, octets);
    assert_eq!((answer.status, answer.middle.as_slice()), (0, octets));
}

#[test]
fn requests_that_name_nothing_are_unknown() {
    with_oracle(|oracle| {
        let slot = number(oracle, "slot");
        for request in
            [&[][..], &[slot], &[slot, TINY], &[slot, 2, 0, 1], &[slot, FULL, 2], &[255, 0, 0]]
        {
            let mut out = Vec::new();
            oracle.codec_roundtrip(request, &mut out);
            assert_eq!(out, [2], "{request:?}");
        }
    })
    .unwrap();
}

/// Entries of T(σ) without components, and the parameters that lengths depend on.
#[test]
fn a_map_that_is_no_state() {
    with_oracle(|oracle| {
        let missing = ask(oracle, "state", TINY, 0, &[0]);
        let key = format!("0x01{}", "00".repeat(30));
        assert_eq!((missing.status, missing.text), (1, key));
        assert_eq!(missing.middle, [11, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(ask(oracle, "auth_pools", TINY, 0, &[0; 2]).status, 0);
        assert_eq!(ask(oracle, "auth_pools", FULL, 0, &[0; 2]).status, 1);
        assert_eq!(ask(oracle, "auth_pools", FULL, 0, &[0; 341]).status, 0);
    })
    .unwrap();
}
