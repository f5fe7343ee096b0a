//! The specification changes its arrays in place: a long run copies as often as a short one.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

#[path = "../../engines/tests/blob/mod.rs"]
mod blob;

use std::io::Write;
use std::process::{Command, Stdio};

use blob::blob;
use jar_diff_wire::{Access, Case, GasModel, Page, Poke, Reply};

/// What the counting program prints: copies, octets copied, length of the answer.
fn count(argument: Option<&str>, input: &[u8]) -> [u64; 3] {
    let mut child = Command::new(env!("CARGO_BIN_EXE_lean-oracle-copies"))
        .args(argument)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!((words[0], words[2], words[4]), ("copies", "octets", "answer"));
    [words[1], words[3], words[5]].map(|number| number.parse().unwrap())
}

/// Arrays and byte strings that Lean copies while it runs the case, because they are shared.
fn copies(case: &Case) -> u64 {
    let [copies, _, answer] = count(None, &case.encode().unwrap());
    assert!(answer > 4096, "an answer with a page shows that stores took place");
    copies
}

#[test]
fn a_copy_is_counted() {
    assert_eq!(count(Some("--control"), &[]), [1, 1000, 2001]);
}

/// Some copies happen once: a page of the case becomes one of the machine.
const FEW: u64 = 20;

#[test]
fn updates_in_place() {
    // store_u8 0x20001 = r0; store_u64 0x21ffc = r0 (in two pages); jump to the start.
    let program = blob(&[&[59, 0, 1, 0, 2, 0], &[62, 0, 0xfc, 0x1f, 2, 0], &[40, 0xf4]]);
    let page = |number| Page::new(number, Access::Writable, vec![7; 4096]);
    for gas_model in [GasModel::PerInstruction, GasModel::PerBlock] {
        let case = |stores: u64| Case {
            gas: stores / 2 * 3,
            gas_model,
            pages: (0x20..0x40).map(page).collect(),
            ..Case::raw(program.clone())
        };
        let (few, many) = (copies(&case(100)), copies(&case(100_000)));
        assert!(many <= FEW, "{many} copies for 100,000 stores ({gas_model:?})");
        assert_eq!(few, many, "the number of copies depends on the number of stores");
    }
}

#[test]
fn replies_update_in_place() {
    // ecalli 0; jump to the start.
    let program = blob(&[&[10, 0], &[40, 0xfe]]);
    let reply = Reply {
        registers: [Some(1); 13],
        poke: Some(Poke { address: 0x20ffe, octets: vec![1; 4] }),
        ..Reply::default()
    };
    let page = |number| Page::new(number, Access::Writable, vec![7; 4096]);
    let case = |replies: usize| Case {
        gas: 2 * replies as u64,
        pages: (0x20..0x40).map(page).collect(),
        replies: vec![reply.clone(); replies],
        ..Case::raw(program.clone())
    };
    let (few, many) = (copies(&case(10)), copies(&case(10_000)));
    assert!(many <= FEW, "{many} copies for 10,000 replies");
    assert_eq!(few, many, "the number of copies depends on the number of replies");
}
