//! What decodes was encoded, what was encoded decodes; what is refused, with which error.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a test")]

use jar_codec::sample::{Sample, Source};
use jar_codec::{Bits, Constant, Decode, DecodeError, Encode, ErrorKind, Reader, decode, encode};
use proptest::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The parameters of these tests.
struct Lengths {
    fixed: usize,
    most: usize,
    bits: usize,
}

const LENGTHS: Lengths = Lengths { fixed: 3, most: 4, bits: 11 };

#[derive(Clone, Debug, PartialEq, Encode, Decode, Sample)]
enum Flat {
    #[codec(tag = 1)]
    One,
    #[codec(tag = 2)]
    Two,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode, Sample)]
enum Choice<B> {
    #[codec(tag = 0)]
    Blob(B),
    #[codec(tag = 9)]
    Number(#[codec(natural)] u32),
    #[codec(other)]
    Flat(Flat),
}

#[derive(Clone, Debug, PartialEq, Encode, Decode, Sample)]
#[codec(context = Lengths)]
struct Row(#[codec(length = context.fixed)] Vec<[u8; 2]>);

#[derive(Clone, Debug, PartialEq, Encode, Decode, Sample)]
#[codec(context = Lengths)]
struct Everything<B> {
    version: Constant<7>,
    choice: Choice<B>,
    option: Option<u16>,
    #[codec(natural)]
    natural: u64,
    #[codec(length = context.fixed)]
    rows: Vec<Row>,
    #[codec(max = context.most)]
    some: Vec<bool>,
    #[codec(bits = context.bits)]
    bits: Bits,
    map: BTreeMap<u32, Vec<u8>>,
    set: BTreeSet<[u8; 2]>,
    many: Vec<Choice<B>>,
}

fn everything(seed: u64) -> Everything<Vec<u8>> {
    Everything::sample(&mut Source::new(seed, 5), &LENGTHS)
}

proptest! {
    #[test]
    fn what_was_encoded_decodes(seed: u64, tail: Vec<u8>) {
        let value = everything(seed);
        let mut octets = encode(&value);
        prop_assert_eq!(octets.len(), value.size());
        prop_assert!(octets.len() >= <Everything<Vec<u8>> as Decode<'_, Lengths>>::MIN_SIZE);
        octets.extend(&tail);
        let mut input = Reader::new(&octets);
        prop_assert_eq!(&Everything::<Vec<u8>>::decode(&mut input, &LENGTHS).unwrap(), &value);
        prop_assert_eq!(input.left(), tail.len());
        let borrowed = Everything::<&[u8]>::decode(&mut Reader::new(&octets), &LENGTHS).unwrap();
        prop_assert_eq!(encode(&borrowed), encode(&value));
        let cow = Everything::<Cow<'_, [u8]>>::decode(&mut Reader::new(&octets), &LENGTHS).unwrap();
        prop_assert_eq!(encode(&cow), encode(&value));
    }

    #[test]
    fn what_decodes_was_encoded(seed: u64, index: prop::sample::Index, octet: u8) {
        let value = everything(seed);
        let mut octets = encode(&value);
        octets[index.index(value.size())] = octet;
        if let Ok(other) = decode::<Everything<Vec<u8>>, _>(&octets, &LENGTHS) {
            prop_assert_eq!(encode(&other), octets);
        }
    }

    #[test]
    fn every_truncation_is_an_error(seed: u64, index: prop::sample::Index) {
        let octets = encode(&everything(seed));
        let end = index.index(octets.len());
        let error = decode::<Everything<Vec<u8>>, _>(&octets[..end], &LENGTHS).unwrap_err();
        prop_assert!(error.offset() <= end);
    }
}

#[track_caller]
fn refused<'a, T: Decode<'a, Lengths> + std::fmt::Debug>(octets: &'a [u8], text: &str) {
    assert_eq!(decode::<T, _>(octets, &LENGTHS).unwrap_err().to_string(), text);
}

#[test]
fn errors_say_what_and_where() {
    refused::<u32>(&[1, 2], "offset 0: expected 4 octets, found 2");
    refused::<u8>(&[1, 2, 3], "offset 1: expected the end, found 2 more octets");
    refused::<bool>(&[2], "offset 0: expected the tag 0 or 1, found 2");
    refused::<Option<u8>>(&[255, 0], "offset 0: expected the tag 0 or 1, found 255");
    refused::<Flat>(&[0], "offset 0: expected the tag 1 or 2, found 0");
    refused::<Choice<Vec<u8>>>(&[3], "offset 0: expected the tag 1 or 2, found 3");
    refused::<Constant<7>>(&[8], "offset 0: expected the octet 7, found 8");
    refused::<Vec<u8>>(&[0x80, 1], "offset 0: expected the shortest form of 1, found a longer one");
    refused::<Vec<Option<u32>>>(&[2, 0, 7], "[1]: offset 2: expected the tag 0 or 1, found 7");
    refused::<Vec<u32>>(
        &[2, 1, 2, 3, 4, 5],
        "offset 0: expected 2 elements of 4 octets or more, found 5 octets",
    );
    let order = "expected strictly ascending order, found an equal or lower one";
    refused::<BTreeSet<u8>>(&[2, 5, 5], &format!("[1]: offset 2: {order}"));
    refused::<BTreeMap<u8, bool>>(&[2, 5, 1, 4, 0], &format!("[1].key: offset 3: {order}"));
    refused::<BTreeMap<u8, bool>>(
        &[1, 5, 3],
        "[0].value: offset 2: expected the tag 0 or 1, found 3",
    );
    refused::<Choice<Vec<u8>>>(
        &[9, 0xf0, 0, 0, 0, 0],
        "offset 1: expected the shortest form of 0, found a longer one",
    );
    refused::<Choice<Vec<u8>>>(
        &[9, 0xf1, 0, 0, 0, 0],
        "offset 1: expected a natural of at most 4294967295, found 4294967296",
    );
}

#[test]
fn errors_in_a_structure_have_its_path() {
    let rows = vec![Row(vec![[1, 2]; 3]); 3];
    let value = Everything {
        version: Constant,
        choice: Choice::Flat(Flat::One),
        option: None,
        natural: 0,
        rows,
        some: vec![],
        bits: Bits::zeros(11),
        map: BTreeMap::from([(1, vec![])]),
        set: BTreeSet::new(),
        many: vec![Choice::Blob(Vec::<u8>::new()), Choice::Number(1)],
    };
    let octets = encode(&value);
    let change = |offset: usize, octet: u8| {
        let mut octets = octets.clone();
        octets[offset] = octet;
        decode::<Everything<Vec<u8>>, _>(&octets, &LENGTHS).unwrap_err().to_string()
    };
    assert_eq!(change(0, 6), "version: offset 0: expected the octet 7, found 6");
    assert_eq!(change(22, 5), "some: offset 22: expected at most 4 elements, found 5");
    assert_eq!(change(24, 0x0f), "bits: offset 24: expected 3 bits in the last octet, found 0x0f");
    assert_eq!(
        change(30, 99),
        "map[0].value: offset 30: expected 99 elements of 1 octets or more, found 6 octets"
    );
    assert_eq!(change(35, 0x40), "many[1]: offset 35: expected the tag 1 or 2, found 64");
    let cut = decode::<Everything<Vec<u8>>, _>(&octets[..10], &LENGTHS).unwrap_err();
    let text = "rows[1]: offset 10: expected 3 elements of 2 octets or more, found 0 octets";
    assert_eq!(cut.to_string(), text);
}

#[test]
fn a_length_alone_takes_no_memory() {
    let most = [0xff; 9];
    let error: DecodeError = decode::<Vec<u64>, _>(&most, &()).unwrap_err();
    let kind = ErrorKind::TooFewOctets { count: u64::MAX, minimum: 8, left: 0 };
    assert_eq!((error.kind(), error.offset()), (kind, 0));
    assert!(decode::<&[u8], _>(&most, &()).is_err());
    assert!(decode::<BTreeMap<u8, u8>, _>(&most, &()).is_err());
    let many = Lengths { fixed: usize::MAX, most: 0, bits: usize::MAX };
    assert!(decode::<Row, _>(&[0; 9], &many).is_err());
    assert!(decode::<Everything<Vec<u8>>, _>(&[7; 99], &many).is_err());
}

#[test]
fn bit_strings() {
    let mut bits: Bits =
        [true, false, false, false, false, false, false, true, true].into_iter().collect();
    assert_eq!(
        (bits.octets(), bits.len(), bits.get(8), bits.get(9)),
        (&[0x81, 1][..], 9, Some(true), None)
    );
    assert!(bits.set(8, false) && bits.set(1, true) && !bits.set(9, true));
    assert_eq!(bits.octets(), [0x83, 0]);
    assert_eq!(bits.iter().collect::<Bits>(), bits);
    let read = |octets: &[u8], length| Bits::decode(&mut Reader::new(octets), length);
    assert_eq!(read(&[0x83, 0], 9), Ok(bits));
    assert_eq!(read(&[], 0), Ok(Bits::default()));
    assert_eq!(read(&[0xff], 8).unwrap().iter().filter(|&bit| bit).count(), 8);
    let kind = ErrorKind::UnusedBits { found: 2, bits: 1 };
    assert_eq!(read(&[0x83, 2], 9).unwrap_err(), DecodeError::new(kind, 1));
    assert!(read(&[0x83], 9).is_err());
}
