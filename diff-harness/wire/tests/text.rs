//! The text form round-trips and says which line is wrong.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

mod strategies;

use jar_diff_wire::text::{
    BlobNotation, Hex, LineError, TextError, parse_case, print_case, print_outcome,
};
use jar_diff_wire::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn case_text_round_trips(case in strategies::case()) {
        let text = print_case(&case, &Hex).unwrap();
        prop_assert_eq!(parse_case(&text, &Hex).unwrap(), case, "{}", text);
    }

    #[test]
    fn arbitrary_text_is_handled(lines in proptest::collection::vec("(pre|reply|arguments|program|kind)?:? ?(page|poke|gas|r7|heap|raw|hex)? ?=? ?[0-9a-fx ._#]{0,9}", 0..12)) {
        if let Ok(case) = parse_case(&format!("kind: raw\n{}", lines.join("\n")), &Hex) {
            prop_assert!(case.encode().is_ok());
        }
    }

    #[test]
    fn outcomes_print_differently(one in strategies::outcome(), other in strategies::outcome()) {
        prop_assert_eq!(print_outcome(&one) == print_outcome(&other), one == other);
    }
}

const EXAMPLE: &str = "\
# a hand-written case
kind: raw
pre: gas = 10_000   # comment
pre: gas-model = per-block
pre: heap = 0x30000 .. 0x40000
pre: r7 = 0xffff_ffff
pre: page 0x20 writable
pre: 0x00020004 = 01 02 03ff
pre: 0x20010 = 00
pre: page 0x21 read-only
reply: gas = 3
reply: r12 = 5
reply: poke 0xfffff000 = 0102
reply: poke 0xfffff002 = 03
program: hex

00 01  # comment
02
";

#[test]
fn a_hand_written_case_means_what_it_says() {
    let mut registers = [0; REGISTERS];
    registers[7] = 0xffff_ffff;
    let mut reply = Reply { gas: 3, ..Reply::default() };
    reply.registers[12] = Some(5);
    reply.poke = Some(Poke { address: 0xffff_f000, octets: vec![1, 2, 3] });
    let expected = Case {
        gas: 10_000,
        gas_model: GasModel::PerBlock,
        heap_break: 0x30000,
        heap_limit: 0x40000,
        registers,
        pages: vec![
            Page::new(0x20, Access::Writable, vec![0, 0, 0, 0, 1, 2, 3, 0xff]),
            Page::new(0x21, Access::ReadOnly, vec![]),
        ],
        replies: vec![reply],
        ..Case::raw(vec![0, 1, 2])
    };
    assert_eq!(parse_case(EXAMPLE, &Hex).unwrap(), expected);
}

#[test]
fn a_wrong_line_is_named() {
    let wrong = [
        (
            "pre: gas = 10_000",
            "pre: gas = ten",
            3,
            "`ten`: expected a number below 2^64, decimal or 0x…",
        ),
        ("pre: r7", "pre: r13", 6, "`r13`: expected a register, r0 … r12"),
        (
            "0x20010 = 00",
            "0x20006 = 00",
            9,
            "address 0x20006: expected one in page 0x20, behind the content so far",
        ),
        ("0x20010 = 00", "0x20fff = 0000", 9, "the content runs beyond the end of page 0x20"),
        (
            "poke 0xfffff002",
            "poke 0xfffff003",
            14,
            "address 0xfffff003: expected 0xfffff002, where the poke goes on",
        ),
        ("program: hex", "program: what", 16, "`what`: unknown notation of a program"),
        ("00 01", "00 0", 17, "expected an even number of hex digits"),
        ("00 01", "0x01", 17, "`x`: expected hex digits"),
        (
            "kind: raw",
            "kind: cooked",
            2,
            "`kind: cooked`: expected `kind: raw` or `kind: standard` first",
        ),
        (
            "program: hex",
            "post: gas = 1",
            15,
            "key `post`: expected pre, reply, arguments or program",
        ),
    ];
    for (from, to, line, message) in wrong {
        let text = EXAMPLE.replacen(from, to, 1);
        assert_ne!(text, EXAMPLE);
        let expected = LineError { line: line - 1, message: message.into() };
        assert_eq!(parse_case(&text, &Hex), Err(TextError::Line(expected)));
    }
    let text = EXAMPLE.replacen("0x21", "0x1f", 1);
    let expected = InvalidCase::PageNumber { index: 1, number: 0x1f };
    assert_eq!(parse_case(&text, &Hex), Err(TextError::Case(expected)));
    let text = &EXAMPLE[..EXAMPLE.find("program").unwrap()];
    let error = parse_case(text, &Hex).unwrap_err();
    assert_eq!(error.to_string(), "line 15: end of the text: expected a line `program: …`");
}

/// Writes a blob as the word "nop" repeated, if it is that.
struct Nops;

impl BlobNotation for Nops {
    fn print(&self, blob: &[u8], _standard: bool) -> Option<(&'static str, String)> {
        blob.iter().all(|octet| *octet == 1).then(|| ("nops", "nop\n".repeat(blob.len())))
    }

    fn parse(&self, name: &str, text: &str, _standard: bool) -> Option<Result<Vec<u8>, LineError>> {
        let nop = |(line, word)| match word {
            "nop" => Ok(1),
            _ => Err(LineError { line, message: "expected nop".into() }),
        };
        (name == "nops").then(|| text.lines().enumerate().map(nop).collect())
    }
}

#[test]
fn a_notation_can_be_added() {
    for (blob, line) in [(vec![1, 1], "program: nops"), (vec![1, 2], "program: hex")] {
        let case = Case::raw(blob);
        let text = print_case(&case, &Nops).unwrap();
        assert!(text.lines().any(|l| l == line), "{text}");
        assert_eq!(parse_case(&text, &Nops).unwrap(), case);
    }
    let text = "kind: raw\nprogram: nops\nnop\nnip\n";
    assert_eq!(parse_case(text, &Nops).unwrap_err().to_string(), "line 4: expected nop");
}

#[test]
fn an_observation_reads_well() {
    let mut content = Box::new([0; PAGE_SIZE]);
    content[0x24] = 0xab;
    let mut registers = [0; REGISTERS];
    registers[3] = 16;
    let observation = Observation {
        exit: Exit::PageFault(0x20000),
        gas: 5,
        pc: 6,
        heap_break: 0x30000,
        registers,
        pages: vec![ObservedPage { number: 0x20, access: Access::Writable, content }],
        calls: vec![Call { identifier: 1, gas: 9, arguments: [0, 1, 2, 3, 4, 5] }],
    };
    let dump = "00000000 ab000000 00000000 00000000 00000000 00000000 00000000 00000000";
    let expected = format!(
        "post: exit = page-fault 0x20000\npost: gas = 5\npost: pc = 6\npost: heap-break = 0x30000\npost: r3 = 0x10\n\
         post: page 0x20 writable\npost: 0x00020020 = {dump}\n\
         call: 1 gas = 9 r7 = 0x0 r8 = 0x1 r9 = 0x2 r10 = 0x3 r11 = 0x4 r12 = 0x5\n"
    );
    assert_eq!(print_outcome(&Outcome::Ran(observation)), expected);
    let malformed = MalformedCase { code: ErrorCode::Truncated, offset: 148 };
    let text = print_outcome(&Outcome::Malformed(malformed));
    assert_eq!(text, "post: malformed = truncated at 148\n");
}
