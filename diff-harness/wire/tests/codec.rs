//! The codecs invert each other, refuse everything else and say where.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests; a panic is a failed test"
)]

mod strategies;

use jar_diff_wire::*;
use proptest::prelude::*;

/// Whatever the bytes: an error, or a value that encodes to the same bytes.
fn case_is_strict(bytes: &[u8]) -> Result<(), TestCaseError> {
    match Case::decode(bytes) {
        Ok(case) => prop_assert_eq!(case.encode().expect("a decoded case is valid"), bytes),
        Err(error) => prop_assert!(error.offset <= bytes.len() as u64, "{}", error),
    }
    Ok(())
}

fn outcome_is_strict(bytes: &[u8]) -> Result<(), TestCaseError> {
    match Outcome::decode(bytes) {
        Ok(outcome) => prop_assert_eq!(outcome.encode(), bytes),
        Err(error) => prop_assert!(error.offset <= bytes.len() as u64, "{}", error),
    }
    Ok(())
}

/// One edit of a byte string.
fn edited(mut bytes: Vec<u8>, (place, octet, how): (prop::sample::Index, u8, u8)) -> Vec<u8> {
    let place = place.index(bytes.len());
    match how % 4 {
        0 => bytes[place] = octet,
        1 => bytes[place] ^= 1 << (octet % 8),
        2 => bytes.insert(place, octet),
        _ => drop(bytes.remove(place)),
    }
    bytes
}

fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    proptest::collection::vec(any::<(prop::sample::Index, u8, u8)>(), 1..4)
}

proptest! {
    #[test]
    fn case_round_trips(case in strategies::case()) {
        let bytes = case.encode().unwrap();
        prop_assert_eq!(Case::decode(&bytes).unwrap(), case);
    }

    #[test]
    fn outcome_round_trips(outcome in strategies::outcome()) {
        prop_assert_eq!(Outcome::decode(&outcome.encode()).unwrap(), outcome);
    }

    #[test]
    fn encoding_appends(case in strategies::case(), outcome in strategies::outcome(), before in any::<Vec<u8>>()) {
        let mut out = before.clone();
        case.encode_into(&mut out).unwrap();
        outcome.encode_into(&mut out);
        prop_assert_eq!(out, [before, case.encode().unwrap(), outcome.encode()].concat());
    }

    #[test]
    fn edited_cases_are_refused_or_other_cases(case in strategies::case(), edits in edits()) {
        case_is_strict(&edits.into_iter().fold(case.encode().unwrap(), edited))?;
    }

    #[test]
    fn edited_outcomes_are_refused_or_other_outcomes(outcome in strategies::outcome(), edits in edits()) {
        outcome_is_strict(&edits.into_iter().fold(outcome.encode(), edited))?;
    }

    #[test]
    fn arbitrary_bytes_are_handled(mut bytes in any::<Vec<u8>>()) {
        case_is_strict(&bytes)?;
        outcome_is_strict(&bytes)?;
        bytes.splice(0..0, *b"JARC\x01\x01\x00\x00");
        case_is_strict(&bytes)?;
        bytes.splice(0..8, *b"JARO\x01\x00\x02\x00");
        outcome_is_strict(&bytes)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_truncation_and_extension_is_refused(case in strategies::case(), outcome in strategies::outcome()) {
        let bytes = case.encode().unwrap();
        for end in 0..bytes.len() {
            prop_assert_eq!(Case::decode(&bytes[..end]).unwrap_err().code, ErrorCode::Truncated);
        }
        let longer = Case::decode(&[bytes.as_slice(), &[0]].concat()).unwrap_err();
        prop_assert_eq!((longer.code, longer.offset), (ErrorCode::Trailing, bytes.len() as u64));

        let bytes = outcome.encode();
        for end in 0..bytes.len() {
            prop_assert_eq!(Outcome::decode(&bytes[..end]).unwrap_err().code, ErrorCode::Truncated);
        }
        let longer = Outcome::decode(&[bytes.as_slice(), &[0]].concat()).unwrap_err();
        prop_assert_eq!((longer.code, longer.offset), (ErrorCode::Trailing, bytes.len() as u64));
    }
}

/// One page, one reply with everything; offsets are spelled out in [`errors_are_where_the_document_says`].
fn full_case() -> Case {
    let mut registers = [None; REGISTERS];
    registers[0] = Some(1);
    registers[12] = Some(2);
    Case {
        pages: vec![Page::new(16, Access::Writable, vec![7, 8])],
        replies: vec![Reply {
            gas: 3,
            registers,
            poke: Some(Poke { address: 0x10000, octets: vec![9] }),
        }],
        ..Case::raw(vec![0xaa; 4])
    }
}

#[test]
fn a_case_has_the_documented_layout() {
    let bytes = full_case().encode().unwrap();
    let mut expected = b"JARC\x01\x01\0\0".to_vec();
    expected.extend([0; 16]);
    expected.extend([0xff; 8]);
    expected.extend([0; 8 + 104]);
    expected.extend([4, 0, 0, 0, 0xaa, 0xaa, 0xaa, 0xaa]);
    expected.extend([1, 0, 16, 0, 0, 0, 2, 2, 0, 7, 8]);
    expected.extend([1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x10]);
    expected.extend([1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
    expected.extend([1, 0, 0, 1, 0, 1, 0, 9]);
    assert_eq!(bytes, expected);
}

#[test]
fn errors_are_where_the_document_says() {
    use ErrorCode::*;
    let good = full_case().encode().unwrap();
    // (offset to change, new octet, code, offset reported)
    let changes = [
        (0, b'K', Magic, 0),
        (4, 2, Version, 4),
        (5, 0, Value, 5),
        (5, 3, Value, 5),
        (6, 2, Value, 6),
        (7, 1, Value, 7),
        (12, 1, Value, 8),
        (32, 1, Value, 36),
        (144, 0xff, Truncated, 148),
        (148 + 4 + 2, 15, Value, 154),
        (148 + 4 + 2 + 2, 0x10, Value, 154),
        (158, 0, Value, 158),
        (158, 3, Value, 158),
        (160, 0x20, Value, 159),
        (162, 0, Value, 161),
        (174, 0x30, Value, 173),
        (191, 2, Value, 191),
        (196, 0, Value, 196),
        (197, 0x11, Value, 196),
        (196, 2, Truncated, 198),
        (152, 2, Value, 167), // the replies are read as a second page, with access 0
    ];
    for (place, octet, code, offset) in changes {
        let mut bytes = good.clone();
        bytes[place] = octet;
        let error = Case::decode(&bytes).unwrap_err();
        assert_eq!((error.code, error.offset), (code, offset), "octet {place} := {octet}: {error}");
    }
    // Start of the field to which each cut-off octet belongs.
    let fields = [
        0, 4, 5, 6, 7, 8, 16, 24, 32, 36, 40, 144, 148, 152, 154, 158, 159, 161, 163, 165, 173,
        175, 183, 191, 192, 196, 198, 199,
    ];
    for pair in fields.windows(2) {
        for end in pair[0]..pair[1] {
            let error = Case::decode(&good[..end]).unwrap_err();
            assert_eq!((error.code, error.offset), (Truncated, pair[0] as u64), "cut at {end}");
        }
    }
    assert_eq!(good.len(), 199);
}

#[test]
fn a_standard_case_brings_no_state() {
    let good = Case::standard(vec![1], vec![2]).encode().unwrap();
    for (place, offset) in [(32, 32), (36, 36), (100, 40), (149, 149)] {
        let mut bytes = good.clone();
        bytes[place] = 1;
        let error = Case::decode(&bytes).unwrap_err();
        assert_eq!((error.code, error.offset), (ErrorCode::Value, offset));
    }
    assert_eq!(Case::decode(&good).unwrap().initial_pages(), None);
    for wrong in [
        Case { heap_limit: 1, ..Case::standard(vec![], vec![]) },
        Case { registers: [1; REGISTERS], ..Case::standard(vec![], vec![]) },
        Case { pages: full_case().pages, ..Case::standard(vec![], vec![]) },
    ] {
        assert!(matches!(wrong.encode(), Err(InvalidCase::StandardState { .. })));
    }
}

#[test]
fn a_lying_count_costs_nothing() {
    let mut bytes = Case::raw(vec![]).encode().unwrap();
    bytes[144..148].fill(0xff);
    assert_eq!(Case::decode(&bytes).unwrap_err().code, ErrorCode::Truncated);
    let mut bytes = Outcome::Ran(Observation {
        exit: Exit::Halt,
        gas: 0,
        pc: 0,
        heap_break: 0,
        registers: [0; REGISTERS],
        pages: vec![],
        calls: vec![],
    })
    .encode();
    bytes[144..148].fill(0xff);
    assert_eq!(Outcome::decode(&bytes).unwrap_err().offset, 148);
    bytes[144..148].fill(0);
    bytes[36..40].fill(0xff);
    assert_eq!(Outcome::decode(&bytes).unwrap_err().offset, 148);
}

#[test]
fn invalid_cases_do_not_encode() {
    let page = |number, content: &[u8]| Page {
        number,
        access: Access::Writable,
        content: content.to_vec(),
    };
    let poke = |octets| Reply { poke: Some(Poke { address: 0, octets }), ..Reply::default() };
    let with_pages = |pages| Case { pages, ..Case::raw(vec![]) };
    let with_reply = |reply| Case { replies: vec![reply], ..Case::raw(vec![]) };
    let wrong = [
        Case { heap_break: 2, heap_limit: 1, ..Case::raw(vec![]) },
        with_pages(vec![page(15, &[])]),
        with_pages(vec![page(1 << 20, &[])]),
        with_pages(vec![page(17, &[]), page(17, &[])]),
        with_pages(vec![page(17, &[]), page(16, &[])]),
        with_pages(vec![page(16, &[1, 0])]),
        with_pages(vec![page(16, &[1; PAGE_SIZE + 1])]),
        with_pages((0..=0xffff).map(|i| page(16 + i, &[])).collect()),
        with_reply(poke(vec![])),
        with_reply(poke(vec![0; PAGE_SIZE + 1])),
        Case { replies: vec![Reply::default(); 0x10000], ..Case::raw(vec![]) },
    ];
    for case in wrong {
        let mut out = vec![1];
        let error = case.encode_into(&mut out).unwrap_err();
        assert_eq!(out, [1], "{error}");
    }
}

#[test]
fn an_outcome_has_the_documented_layout() {
    let mut content = Box::new([0; PAGE_SIZE]);
    content[1] = 5;
    let observation = Observation {
        exit: Exit::PageFault(0x20000),
        gas: 1,
        pc: 2,
        heap_break: 3,
        registers: [4; REGISTERS],
        pages: vec![ObservedPage { number: 0x21, access: Access::ReadOnly, content }],
        calls: vec![Call { identifier: 6, gas: 7, arguments: [8; 6] }],
    };
    let mut expected = b"JARO\x01\x00\x03\x00".to_vec();
    for word in [0x20000u64, 1, 2, 3 | 1 << 32, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4] {
        expected.extend(word.to_le_bytes());
    }
    expected.extend([1, 0, 0, 0, 0x21, 0, 0, 0, 1, 0, 5]);
    expected.extend([0; 4094]);
    for word in [6u64, 7, 8, 8, 8, 8, 8, 8] {
        expected.extend(word.to_le_bytes());
    }
    assert_eq!(Outcome::Ran(observation).encode(), expected);
    let malformed = MalformedCase { code: ErrorCode::Trailing, offset: 0x102 };
    assert_eq!(Outcome::Malformed(malformed).encode(), b"JARO\x01\x01\x05\x00\x02\x01\0\0\0\0\0\0");
}

#[test]
fn outcomes_with_wrong_values_are_refused() {
    let exit = |exit| {
        Outcome::Ran(Observation {
            exit,
            gas: 0,
            pc: 0,
            heap_break: 0,
            registers: [0; REGISTERS],
            pages: vec![],
            calls: vec![],
        })
        .encode()
    };
    let changes = [
        (4, 2, ErrorCode::Version, 4),
        (5, 2, ErrorCode::Value, 5),
        (6, 7, ErrorCode::Value, 6),
        (7, 1, ErrorCode::Value, 7),
        (8, 1, ErrorCode::Value, 8),
    ];
    for (place, octet, code, offset) in changes {
        let mut bytes = exit(Exit::Halt);
        bytes[place] = octet;
        let error = Outcome::decode(&bytes).unwrap_err();
        assert_eq!((error.code, error.offset), (code, offset));
    }
    for kind in [Exit::PageFault(1), Exit::HostCall(u64::MAX)] {
        assert!(Outcome::decode(&exit(kind)).is_ok());
    }
}

#[test]
fn normalising_removes_pages_that_did_not_change() {
    let observed = |number, access, octet| {
        let mut content = Box::new([0; PAGE_SIZE]);
        content[0] = octet;
        ObservedPage { number, access, content }
    };
    let initial = [
        Page::new(16, Access::Writable, vec![1]),
        Page::new(17, Access::Writable, vec![1]),
        Page::new(18, Access::ReadOnly, vec![1]),
        Page::new(20, Access::Writable, vec![]),
    ];
    let mut observation = Observation {
        exit: Exit::Halt,
        gas: 0,
        pc: 0,
        heap_break: 0,
        registers: [0; REGISTERS],
        pages: vec![
            observed(16, Access::Writable, 1),
            observed(17, Access::Writable, 2),
            observed(18, Access::Writable, 1),
            observed(19, Access::Writable, 0),
            observed(20, Access::Writable, 0),
        ],
        calls: vec![],
    };
    observation.normalise(&initial);
    let left: Vec<u32> = observation.pages.iter().map(|page| page.number).collect();
    assert_eq!(left, [17, 18, 19]);
}
